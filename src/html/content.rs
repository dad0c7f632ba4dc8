//! What every part of the writing needs at hand: the edition, and what was gathered on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::markup::Element;
use super::pages::{PageMark, Pages};
use super::picture::Pictures;
use super::split::Split;
use crate::diag::Sink;
use crate::model::{Face, NodeId, Weight};
use crate::resolve::{Edition, Words};
use crate::theme::{BlockStyle, Theme};

/// The characters that are set in each face, weight and slope.
pub type FontUse = BTreeMap<(Face, Weight, bool), BTreeSet<char>>;

/// Face, weight and slope of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub face: Face,
    pub weight: Weight,
    pub italic: bool,
}

impl Look {
    pub fn of(style: &BlockStyle) -> Self {
        Self { face: style.text.face, weight: style.text.weight, italic: style.text.italic }
    }
}

/// Where a stretch of text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'e> {
    /// How its characters look.
    pub look: Look,
    /// The rank of the heading above it: 0 where there is none.
    pub rank: u8,
    /// Whether it stands in a link, which can hold no other.
    pub linked: bool,
    /// The file it was written in.
    pub file: &'e str,
}

impl At<'_> {
    pub fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }
}

/// Turns the model into markup and remembers what the markup uses.
pub(super) struct Content<'e> {
    pub edition: &'e Edition,
    pub theme: &'e Theme,
    pub words: &'static Words,
    pub sink: &'e Sink,
    /// Where documents are divided.
    pub split: Split,
    /// Characters by face.
    pub fonts: FontUse,
    /// Pictures in use.
    pub pictures: Pictures,
    /// Where printed pages begin.
    pub pages: Pages,
    /// The notes called so far, by their anchor.
    pub notes: BTreeMap<String, Element>,
    /// Calls of notes that stand in a link; they follow it.
    pub held: Vec<Element>,
    /// Addresses of works that were cited so far.
    pub cited: BTreeSet<String>,
    /// Whether the list of references was made.
    pub listed: bool,
}

impl<'e> Content<'e> {
    pub fn new(edition: &'e Edition, theme: &'e Theme, pages: &[PageMark], split: Split, sink: &'e Sink) -> Self {
        Self {
            edition,
            theme,
            words: edition.words(),
            sink,
            split,
            fonts: FontUse::new(),
            pictures: Pictures::default(),
            pages: Pages::new(pages),
            notes: BTreeMap::new(),
            held: Vec::new(),
            cited: BTreeSet::new(),
            listed: false,
        }
    }

    /// The name by which links reach a node.
    pub fn anchor(&self, id: NodeId) -> Option<&'e str> {
        Some(self.edition.anchor(id)).filter(|anchor| !anchor.is_empty())
    }

    /// Remembers that `text` is set in `look`.
    pub fn set(&mut self, text: &str, look: Look) {
        let chars = self.fonts.entry((look.face, look.weight, look.italic)).or_default();
        chars.extend(text.chars().filter(|c| !c.is_control()));
    }
}
