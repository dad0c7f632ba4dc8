//! Lists and definitions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Block, Inline, NodeId, is_false};
use crate::diag::Span;

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// What stands before the items.
    pub kind: ListKind,
    /// How its numbers are written, where the author says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerals: Option<Numerals>,
    /// Whether the items follow without blank lines.
    #[serde(skip_serializing_if = "is_false")]
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// A bullet by depth.
    #[default]
    Unordered,
    /// A counter that starts at this number.
    Ordered(u64),
}

/// How the numbers of a list are written: `(a)`, `iv.`, `（一）`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Numerals {
    /// The numeral.
    pub style: NumeralStyle,
    /// What stands before it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What stands after it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// A way to write a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NumeralStyle {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// 一, 二, 三.
    Chinese,
    /// ①, ②, ③.
    Circled,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListItem {
    /// For a task: whether it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A list of definitions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Definitions {
    /// Terms in order.
    pub items: Vec<DefinitionItem>,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A term with one or more definitions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DefinitionItem {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The term.
    pub term: Vec<Inline>,
    /// What it means, one entry a definition.
    pub definitions: Vec<Vec<Block>>,
}
