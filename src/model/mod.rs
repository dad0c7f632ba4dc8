//! The content model: what a book is before anyone decides how it looks. No behaviour but [`walk`], where a table's
//! cells stand, and what a [`number`] is.
//!
//! The JSON form of [`Book`] is an input and a dump format; `keben schema` prints its schema.

mod block;
mod imprint;
mod inline;
mod list;
mod meta;
pub mod number;
mod numbering;
mod official;
mod place;
mod role;
mod table;
pub mod walk;

pub use block::{
    Admonition, Block, Code, Figure, Heading, Layout, LineNumbers, MathBlock, NoteText, Paragraph, Placement, Quote,
    RawBlock, Rule, Verse,
};
pub use imprint::Imprint;
pub use inline::{
    Cite, CiteForm, CiteItem, CrossRef, Image, IndexTerm, Inline, Link, Mention, Note, RefForm, Ruby, RubyPair,
};
pub use list::{DefinitionItem, Definitions, List, ListItem, ListKind, NumeralStyle, Numerals};
pub use meta::{Creator, CreatorRole, Identifier, IdentifierScheme, Lang, LangError, Meta, Places, References, Series};
pub use numbering::Numbering;
pub use official::{Official, OfficialForm};
pub use place::TextPlace;
pub use role::{CodeKind, Face, Role, Weight};
pub use table::{Align, Cell, Column, Row, Seat, Table, Turn, seats};

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::Span;

/// Identity of a node that others may ask about (divisions, headings, paragraphs, figures, tables, notes …).
/// Given by `read` in document order once a book is whole; a model from JSON is numbered anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The author's name for a place (`fig-map`), unique in a book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Label(pub String);

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A whole book, booklet or article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Book {
    /// What libraries and shops want to know.
    pub meta: Meta,
    /// Dedication, preface, introduction: before the numbered text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<Division>,
    /// The text itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Division>,
    /// Appendices, glossary, colophon: after it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<Division>,
}

impl Book {
    /// All top divisions in reading order.
    pub fn divisions(&self) -> impl Iterator<Item = &Division> {
        self.front.iter().chain(&self.body).chain(&self.back)
    }
}

/// A part, chapter or other named stretch of a book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Division {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// What sort of division.
    pub kind: DivisionKind,
    /// The author's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Its title; an article's only division has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Language, where it differs from the book's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Its text before the first sub-division.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The divisions within it (chapters of a part).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub divisions: Vec<Division>,
    /// Where it stood; `span.file` is also what links between files are resolved against.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A title with the number its author wrote before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Title {
    /// The number as written (`第一章`, `3.`, `一、`); `None` where numbers are left to keben or there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title without that number.
    pub content: Vec<Inline>,
    /// Whether keben numbers this title when its theme numbers titles of this kind.
    #[serde(skip_serializing_if = "is_false")]
    pub unnumbered: bool,
}

/// What sort of division; the words are EPUB's structural semantics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DivisionKind {
    /// Holds chapters, and seldom text of its own (编、卷).
    Part,
    /// The usual division of a book (章、回).
    #[default]
    Chapter,
    /// The whole text of an article or booklet that has no chapters; its headings are blocks.
    Article,
    /// 献词.
    Dedication,
    /// 序、前言.
    Preface,
    /// 导语、引言: leads into the text.
    Introduction,
    /// 附录.
    Appendix,
    /// 后记.
    Afterword,
    /// 术语表.
    Glossary,
    /// 参考文献.
    Bibliography,
    /// 索引: where the collected index terms are printed.
    Index,
    /// 版权页、来源说明.
    Colophon,
}

/// For serde: leave a flag out when it says nothing.
pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}
