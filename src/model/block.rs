//! Blocks: what stands below each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Definitions, Image, Inline, Label, Lang, List, NodeId, Table, Title, is_false};
use crate::diag::Span;

/// One block of text. The words are CommonMark's and pandoc's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading inside a division.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A quotation.
    Quote(Quote),
    /// A poem or a stanza, line by line.
    Verse(Verse),
    /// A list of items.
    List(List),
    /// Terms and what they mean.
    Definitions(Definitions),
    /// Program text and the like.
    Code(Code),
    /// A table.
    Table(Table),
    /// A picture with or without a caption, or any block that floats with a caption and a number.
    Figure(Figure),
    /// A thematic break.
    Rule(Rule),
    /// What follows starts a new page (in paged outputs).
    PageBreak(Rule),
    /// A remark set off from the text.
    Admonition(Admonition),
    /// A note that stands where it is, small: sources under a table, remarks at an end.
    NoteText(NoteText),
    /// Displayed mathematics.
    Math(MathBlock),
    /// Where the works of the bibliography that the book cites are listed.
    References(Rule),
    /// Text for one output format only, passed through as it is.
    Raw(RawBlock),
}

impl Block {
    /// Where the block stood in the source.
    pub fn span(&self) -> &Span {
        match self {
            Self::Heading(Heading { span, .. })
            | Self::Paragraph(Paragraph { span, .. })
            | Self::Quote(Quote { span, .. })
            | Self::Verse(Verse { span, .. })
            | Self::List(List { span, .. })
            | Self::Definitions(Definitions { span, .. })
            | Self::Code(Code { span, .. })
            | Self::Table(Table { span, .. })
            | Self::Figure(Figure { span, .. })
            | Self::Rule(Rule { span })
            | Self::PageBreak(Rule { span })
            | Self::References(Rule { span })
            | Self::Admonition(Admonition { span, .. })
            | Self::NoteText(NoteText { span, .. })
            | Self::Math(MathBlock { span, .. })
            | Self::Raw(RawBlock { span, .. }) => span,
        }
    }
}

/// A heading inside a division.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Heading {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// Depth below the division's title, 1 to 6.
    pub level: u8,
    /// The author's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Number and text.
    pub title: Title,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Paragraph {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// Its text.
    pub content: Vec<Inline>,
    /// Goes on with the sentence before a list, figure or formula: no first-line indent.
    #[serde(skip_serializing_if = "is_false")]
    pub continued: bool,
    /// How its lines lie, where the author says so.
    #[serde(skip_serializing_if = "Layout::is_default")]
    pub layout: Layout,
    /// Language, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// How the lines of a paragraph lie, where the author says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// As the theme says.
    #[default]
    Theme,
    /// Flush at the line start, no indent.
    Start,
    /// Centred.
    Centre,
    /// Flush at the line end (signatures, dates).
    End,
}

impl Layout {
    /// For serde: nothing to write.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::Theme
    }
}

/// A quotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Quote {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// What is quoted.
    pub blocks: Vec<Block>,
    /// Whom or what it is taken from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Inline>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A poem or stanza.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Verse {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// Title of the poem.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// The poet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Inline>,
    /// Its lines; an empty one parts stanzas.
    pub lines: Vec<Vec<Inline>>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// Program text, or anything whose lines and spaces count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Code {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The language as written after the fence (`rust`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is called, where the author says so: the name of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether its lines are numbered.
    #[serde(skip_serializing_if = "LineNumbers::is_default")]
    pub numbers: LineNumbers,
    /// Lines to look at, counted from 1: the first and the last of each stretch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<(u32, u32)>,
    /// The text, without a line feed at its end.
    pub text: String,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// Whether the lines of program text are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineNumbers {
    /// As the theme says.
    #[default]
    Theme,
    /// Not at all.
    Never,
    /// From this number on.
    From(u64),
}

impl LineNumbers {
    /// For serde: nothing to write.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::Theme
    }
}

/// A figure: pictures or other blocks, with a caption or without.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Figure {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The author's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The number its author wrote (`图1-1`); `None` where numbers are left to keben.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its caption; a figure without one is not numbered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The pictures: beside each other as far as their widths leave room in the measure, else below.
    pub images: Vec<Image>,
    /// Where it goes on a page.
    #[serde(skip_serializing_if = "Placement::is_default")]
    pub placement: Placement,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// Where on a page a figure goes, near its call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// As the theme says; without a caption where it is called.
    #[default]
    Theme,
    /// Where it is called if there is room, else at the head of the next column.
    Near,
    /// Where it is called and nowhere else.
    Here,
    /// At the head of a column.
    Top,
    /// At the foot of a column.
    Bottom,
    /// On a page of its own.
    Page,
}

impl Placement {
    /// For serde: nothing to write.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::Theme
    }
}

/// A thematic break, a page break, or another place that has no text of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A remark set off from the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Admonition {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// `note`, `tip`, `important`, `warning`, `caution`, or the author's own word.
    pub kind: String,
    /// Its title; without one the kind's word in the book's language stands there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A small note that stands where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoteText {
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// Displayed mathematics in TeX notation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MathBlock {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The author's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// TeX notation without dollar signs.
    pub tex: String,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// Text for one output format only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawBlock {
    /// The format (`html`).
    pub format: String,
    /// Its text.
    pub text: String,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}
