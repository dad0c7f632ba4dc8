//! Inlines: what stands beside each other in a line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Block, Label, Lang, NodeId, is_false};
use crate::diag::Span;

/// One piece of a line. It stays a tree up to the glyphs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Characters. Soft line breaks of the source are already a space or nothing.
    Text(String),
    /// 强调: Kai, Hei or italics by theme, never slanted Han.
    Emphasis(Vec<Inline>),
    /// 着重: bold or Hei.
    Strong(Vec<Inline>),
    /// 着重号: a dot at each Han character (GB/T 15834 5.1.8).
    Dots(Vec<Inline>),
    /// 专名号: a straight line along a proper name.
    ProperName(Vec<Inline>),
    /// 书名号甲式: a wavy line along a title.
    TitleLine(Vec<Inline>),
    /// Reading or gloss set beside its base.
    Ruby(Ruby),
    /// Program text in a line.
    Code(String),
    /// A link to another document or place.
    Link(Link),
    /// A reference to a labelled place of this book.
    CrossRef(CrossRef),
    /// A citation of works of the bibliography.
    Cite(Cite),
    /// The call of a note, with the note's text.
    Note(Note),
    /// A picture in the line.
    Image(Image),
    /// Below the line.
    Subscript(Vec<Inline>),
    /// Above the line.
    Superscript(Vec<Inline>),
    /// Crossed out.
    Strike(Vec<Inline>),
    /// Smaller than its neighbours.
    Small(Vec<Inline>),
    /// 双行夹注, 割注: a note in two half-size lines within the line (jlreq, inline cutting note). Its brackets are the
    /// author's own.
    Warichu(Vec<Inline>),
    /// A word for the index; prints nothing where it stands.
    IndexTerm {
        /// The term, and the terms below it, from general to special.
        path: Vec<String>,
        /// How the term is pronounced, for sorting, where the characters do not tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reading: Option<String>,
    },
    /// Text in another language.
    Lang {
        /// Which.
        lang: Lang,
        /// The text.
        content: Vec<Inline>,
    },
    /// Mathematics in TeX notation, without dollar signs.
    Math(String),
    /// A line break the author wants.
    LineBreak,
    /// Text for one output format only.
    Raw {
        /// The format (`html`).
        format: String,
        /// Its text.
        text: String,
    },
}

impl Inline {
    /// Characters as an inline.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Base text with its reading, pair by pair: one pair is group ruby, one pair a character is mono ruby.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ruby {
    /// The pairs in order.
    pub pairs: Vec<RubyPair>,
}

/// A stretch of base text and what stands beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RubyPair {
    /// The base.
    pub base: String,
    /// Its reading; empty for okurigana between pairs.
    pub reading: String,
}

/// A link as written. `resolve` finds out where it leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Link {
    /// The target as written: a URL, a path, `#anchor`.
    pub url: String,
    /// What the link says when pointed at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    pub content: Vec<Inline>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A reference to a labelled place of this book, or to a work of its bibliography that has this key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrossRef {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The label.
    pub label: Label,
    /// What the reference prints.
    #[serde(default)]
    pub form: RefForm,
    /// Where it stood.
    #[serde(default, skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// What a reference prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RefForm {
    /// The number with its word (图 3、第二章), or the title where there is no number.
    #[default]
    Number,
    /// The title.
    Title,
    /// The printed page; in outputs without pages the number or title.
    Page,
}

/// A citation: works of the bibliography, and what is said about each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cite {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The works, in the author's order.
    pub items: Vec<CiteItem>,
    /// How the citation stands in its sentence.
    pub form: CiteForm,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A work that is cited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CiteItem {
    /// Its key in the bibliography.
    pub key: String,
    /// What stands before it: `see`, `参见`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// What stands after it, the place in the work first: `p. 33`, `第3章`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// Whether the author's name is left out, since the sentence has it.
    #[serde(skip_serializing_if = "is_false")]
    pub no_author: bool,
}

/// How a citation stands in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CiteForm {
    /// In brackets or raised, as the style has it: `（鲁迅，1981）`, `[1]`.
    #[default]
    Bracketed,
    /// The author's name is a word of the sentence: `鲁迅（1981）`.
    InText,
}

impl Cite {
    /// The citation as Markdown has it, for where nothing is known of the bibliography.
    pub fn written(&self) -> String {
        let item = |item: &CiteItem| {
            let minus = if item.no_author { "-" } else { "" };
            let key = format!("{minus}@{}", item.key);
            let parts = [item.prefix.as_str(), &key, &item.suffix];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let items: Vec<String> = self.items.iter().map(item).collect();
        match (self.form, self.items.as_slice()) {
            (CiteForm::InText, [one]) if one.suffix.is_empty() => items.concat(),
            (CiteForm::InText, [one]) => format!("@{} [{}]", one.key, one.suffix),
            (CiteForm::InText | CiteForm::Bracketed, _) => format!("[{}]", items.join("; ")),
        }
    }
}

/// A note, written where it is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Note {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where its call stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Image {
    /// Path relative to the project once `read` is done; as written where it is a URL.
    pub path: String,
    /// What someone who cannot see it should know; `None` where the author was silent,
    /// empty where the picture is decoration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// A title shown when pointed at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Width as a share of the measure, 0 to 1, where the author says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}
