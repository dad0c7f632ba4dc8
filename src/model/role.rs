//! What a stretch of text is in a book: themes choose looks by it, PDF tags are named after it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a block is, for looks and tags. The names are the keys of a theme's `[styles]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Running text.
    Body,
    /// Title of a part.
    PartTitle,
    /// Title of a chapter, preface, appendix …
    ChapterTitle,
    /// A heading in a division, by level 1 to 6.
    Heading(u8),
    /// Text of an introduction.
    Introduction,
    /// Text of a quotation.
    Quote,
    /// Whom a quotation is taken from; the poet under a poem's title.
    Attribution,
    /// Title of a poem.
    VerseTitle,
    /// Lines of a poem.
    Verse,
    /// Text of a list's items.
    ListItem,
    /// A term that is defined.
    Term,
    /// Its definition.
    Definition,
    /// Program text.
    Code,
    /// Caption of a figure or table.
    Caption,
    /// Cells of a table's head.
    TableHead,
    /// Cells of a table's body.
    TableCell,
    /// Text of footnotes.
    Footnote,
    /// Small notes that stand where they are.
    NoteText,
    /// Title of an admonition.
    AdmonitionTitle,
    /// Text of an admonition.
    Admonition,
    /// Displayed mathematics.
    Math,
    /// A work in the list of references.
    Reference,
    /// Text of a colophon.
    Colophon,
    /// Title over the contents.
    ContentsTitle,
    /// An entry of the contents, by level from 1.
    ContentsEntry(u8),
    /// An initial over the entries of an index.
    IndexLetter,
    /// An entry of an index.
    IndexEntry,
    /// The line at the head of a page.
    RunningHead,
    /// The printed page number.
    Folio,
    /// Title on the cover.
    CoverTitle,
    /// Subtitle on the cover.
    CoverSubtitle,
    /// Creators, publisher and year on the cover.
    CoverCreator,
    /// Title on the title page.
    TitlePageTitle,
    /// Everything else on the title page.
    TitlePageText,
    /// Title at the head of the text.
    TitleBlockTitle,
    /// What stands under it: subtitle, issue, date, publisher.
    TitleBlockText,
    /// Title on the half-title page.
    HalfTitle,
    /// 发文机关标志: the head of an official document; at most this large, and as narrow as the line.
    OfficialIssuer,
    /// 密级, 紧急程度, and the word and number over an attachment.
    OfficialMark,
    /// 份号, 发文字号, 附件说明, 署名 …: what stands around the text of an official document.
    OfficialText,
    /// 版记: to whom copies go, who printed it and when.
    OfficialRecord,
}

impl Role {
    /// Every role a theme may style, in the order themes list them.
    pub const ALL: [Self; 51] = [
        Self::Body,
        Self::PartTitle,
        Self::ChapterTitle,
        Self::Heading(1),
        Self::Heading(2),
        Self::Heading(3),
        Self::Heading(4),
        Self::Heading(5),
        Self::Heading(6),
        Self::Introduction,
        Self::Quote,
        Self::Attribution,
        Self::VerseTitle,
        Self::Verse,
        Self::ListItem,
        Self::Term,
        Self::Definition,
        Self::Code,
        Self::Caption,
        Self::TableHead,
        Self::TableCell,
        Self::Footnote,
        Self::NoteText,
        Self::AdmonitionTitle,
        Self::Admonition,
        Self::Math,
        Self::Reference,
        Self::Colophon,
        Self::ContentsTitle,
        Self::ContentsEntry(1),
        Self::ContentsEntry(2),
        Self::ContentsEntry(3),
        Self::ContentsEntry(4),
        Self::ContentsEntry(5),
        Self::ContentsEntry(6),
        Self::IndexLetter,
        Self::IndexEntry,
        Self::RunningHead,
        Self::Folio,
        Self::CoverTitle,
        Self::CoverSubtitle,
        Self::CoverCreator,
        Self::TitlePageTitle,
        Self::TitlePageText,
        Self::TitleBlockTitle,
        Self::TitleBlockText,
        Self::HalfTitle,
        Self::OfficialIssuer,
        Self::OfficialMark,
        Self::OfficialText,
        Self::OfficialRecord,
    ];
}

/// The key of the role in a theme: `heading-1`, `quote`.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Body => "body",
            Self::PartTitle => "part-title",
            Self::ChapterTitle => "chapter-title",
            Self::Heading(level) => return write!(f, "heading-{level}"),
            Self::Introduction => "introduction",
            Self::Quote => "quote",
            Self::Attribution => "attribution",
            Self::VerseTitle => "verse-title",
            Self::Verse => "verse",
            Self::ListItem => "list-item",
            Self::Term => "term",
            Self::Definition => "definition",
            Self::Code => "code",
            Self::Caption => "caption",
            Self::TableHead => "table-head",
            Self::TableCell => "table-cell",
            Self::Footnote => "footnote",
            Self::NoteText => "note-text",
            Self::AdmonitionTitle => "admonition-title",
            Self::Admonition => "admonition",
            Self::Math => "math",
            Self::Reference => "reference",
            Self::Colophon => "colophon",
            Self::ContentsTitle => "contents-title",
            Self::ContentsEntry(level) => return write!(f, "contents-entry-{level}"),
            Self::IndexLetter => "index-letter",
            Self::IndexEntry => "index-entry",
            Self::RunningHead => "running-head",
            Self::Folio => "folio",
            Self::CoverTitle => "cover-title",
            Self::CoverSubtitle => "cover-subtitle",
            Self::CoverCreator => "cover-creator",
            Self::TitlePageTitle => "title-page-title",
            Self::TitlePageText => "title-page-text",
            Self::TitleBlockTitle => "title-block-title",
            Self::TitleBlockText => "title-block-text",
            Self::HalfTitle => "half-title",
            Self::OfficialIssuer => "official-issuer",
            Self::OfficialMark => "official-mark",
            Self::OfficialText => "official-text",
            Self::OfficialRecord => "official-record",
        };
        f.write_str(name)
    }
}

/// A face by what it is for. Which fonts stand behind it is the font book's business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// 宋体: running text. Latin in it comes from the Latin serif.
    #[default]
    Song,
    /// 黑体: headings and labels.
    Hei,
    /// 楷体: quotations, captions, introductions.
    Kai,
    /// 仿宋: official documents.
    Fangsong,
    /// Latin with serifs.
    LatinSerif,
    /// Latin without serifs.
    LatinSans,
    /// Program text.
    Mono,
}

impl Face {
    /// Every face a theme may name.
    pub const ALL: [Self; 7] =
        [Self::Song, Self::Hei, Self::Kai, Self::Fangsong, Self::LatinSerif, Self::LatinSans, Self::Mono];

    /// The face its Latin letters and digits are set in: Hei has its own, the others take the Latin serif.
    pub fn latin(self) -> Self {
        match self {
            Self::Song | Self::Kai | Self::Fangsong | Self::LatinSerif => Self::LatinSerif,
            Self::Hei | Self::LatinSans => Self::LatinSans,
            Self::Mono => Self::Mono,
        }
    }

    /// The name in themes: `song`, `latin-serif`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Song => "song",
            Self::Hei => "hei",
            Self::Kai => "kai",
            Self::Fangsong => "fangsong",
            Self::LatinSerif => "latin-serif",
            Self::LatinSans => "latin-sans",
            Self::Mono => "mono",
        }
    }
}

/// How heavy a face is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 700.
    Bold,
}

/// What a stretch of program text is, for looks. All else is set as the code itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// Remarks for people.
    Comment,
    /// Words of the language.
    Keyword,
    /// Text the program carries.
    String,
    /// Numbers and constants.
    Number,
    /// Names of functions.
    Function,
    /// Names of types.
    Type,
    /// Lines that come in (in a patch).
    Inserted,
    /// Lines that go.
    Deleted,
}

impl CodeKind {
    /// Every kind a theme may style.
    pub const ALL: [Self; 8] = [
        Self::Comment,
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::Function,
        Self::Type,
        Self::Inserted,
        Self::Deleted,
    ];

    /// The name in themes, and the class in EPUB and HTML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Keyword => "keyword",
            Self::String => "string",
            Self::Number => "number",
            Self::Function => "function",
            Self::Type => "type",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
        }
    }
}
