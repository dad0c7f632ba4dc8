//! What numbering and index are asked to be, by keben.toml or the theme.

use serde::Deserialize;

use super::IndexOptions;
use super::numerals;
use super::outline::Outline;
use crate::model::Numbering;

/// `[numbering]` of keben.toml; what it leaves open, the theme says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Wishes {
    /// How titles without a written number are numbered.
    pub headings: Option<Numbering>,
    /// Down to which level headings are numbered.
    pub depth: Option<u8>,
    /// Down to which level the contents list goes.
    pub contents_depth: Option<u8>,
}

/// How titles are numbered, and how far down.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How titles without a written number are numbered.
    pub headings: Numbering,
    /// Whether that is the theme's wish only: where the author numbers titles, those without a number have none.
    pub gives_way: bool,
    /// Down to which level headings are numbered.
    pub depth: u8,
    /// Down to which level the contents list goes; divisions are level 1. Where nothing is said, the theme says it.
    pub contents_depth: Option<u8>,
    /// How the index is sorted: `[index]` of keben.toml.
    pub index: IndexOptions,
}

impl Default for Options {
    fn default() -> Self {
        let index = IndexOptions::default();
        Self { headings: Numbering::None, gives_way: false, depth: 3, contents_depth: None, index }
    }
}

impl Numbering {
    /// The outline that numbers titles level by level; `None` where there is none, or it is decimal.
    pub fn outline(self) -> Option<Outline> {
        match self {
            Self::None | Self::Decimal => None,
            Self::Chinese => Some(numerals::CHINESE),
            Self::Gongwen => Some(numerals::GONGWEN),
            Self::Sections => Some(numerals::SECTIONS),
            Self::Thesis => Some(numerals::THESIS),
        }
    }
}
