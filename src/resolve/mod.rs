//! Decides what all outputs must agree on. In: [`Book`]. Out: [`Edition`]. Next: `layout` and `html`.
//!
//! Every numbering rule that needs no page lives here. Numbers per page (folios, notes at the page foot) are `layout`'s.

mod reference;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::Sink;
use crate::model::{Book, Inline, Label, Lang, NodeId};
use crate::source::{Bytes, Date, Source};

/// `[numbering]` of keben.toml.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// How titles without a written number are numbered.
    pub headings: Numbering,
    /// Down to which level headings are numbered.
    pub depth: u8,
    /// Down to which level the contents list goes; divisions are level 1.
    pub contents_depth: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { headings: Numbering::None, depth: 3, contents_depth: 2 }
    }
}

/// How titles are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Only where the author wrote a number.
    #[default]
    None,
    /// 1, 1.1, 1.1.1.
    Decimal,
    /// 第一章, then 一、 （一） 1. （1） (GB/T 9704 7.3.3).
    Chinese,
}

/// The book, and beside it what was decided about it.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The book as read.
    pub book: Book,
    /// Its language.
    pub lang: Lang,
    /// Its title, never empty.
    pub title: String,
    /// What identifies it: the first identifier as a URN or URL, else a UUID from title, creators and language.
    pub identifier: String,
    /// The date the outputs carry as their modification date.
    pub date: Date,
    numbers: BTreeMap<NodeId, String>,
    notes: BTreeMap<NodeId, u32>,
    anchors: BTreeMap<NodeId, String>,
    dests: BTreeMap<String, NodeId>,
    pictures: BTreeMap<String, Picture>,
    toc: Vec<TocEntry>,
}

/// An entry of the contents list, with those below it.
#[derive(Clone, Debug, PartialEq)]
pub struct TocEntry {
    /// The division or heading.
    pub id: NodeId,
    /// 1 for divisions, one more for each step down.
    pub level: u8,
    /// Its number as printed.
    pub number: Option<String>,
    /// Its title without the number and without notes.
    pub title: Vec<Inline>,
    /// The same as characters, the number before it, for outlines and metadata.
    pub text: String,
    /// Entries below.
    pub children: Vec<TocEntry>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'e> {
    /// Out of the book.
    External(&'e str),
    /// To a node of the book.
    Node(NodeId),
    /// Nowhere; reported.
    Broken,
}

/// A picture of the book, probed.
#[derive(Clone)]
pub struct Picture {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its format by content, whatever its name says.
    pub format: PictureFormat,
    /// Its size in pixels (SVG: in CSS pixels, 1/96 inch).
    pub size: (u32, u32),
    /// Resolution in pixels an inch, where the file says so.
    pub dpi: Option<f64>,
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG, baseline or progressive, not CMYK-only decoders' business.
    Jpeg,
    /// WebP, lossy or not, first frame.
    Webp,
    /// GIF, first frame.
    Gif,
    /// SVG; compressed SVG is unpacked.
    Svg,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}x{}", self.format, self.size.0, self.size.1)
    }
}

impl Edition {
    /// The number of a division, heading, figure, table or formula as printed (`第一章`, `图 3`, `1.2`): the author's
    /// where one was written. Figures' and tables' numbers come with their word.
    pub fn number(&self, id: NodeId) -> Option<&str> {
        self.numbers.get(&id).map(String::as_str)
    }

    /// The number of a note within its top division, from 1, for outputs without pages.
    pub fn note(&self, id: NodeId) -> u32 {
        self.notes.get(&id).copied().unwrap_or_default()
    }

    /// The name by which links reach a node; ASCII, stable as long as the node's text is. Empty for a node without one.
    pub fn anchor(&self, id: NodeId) -> &str {
        self.anchors.get(&id).map_or("", String::as_str)
    }

    /// Where a link leads that stands in `file`.
    pub fn target<'e>(&'e self, _file: &str, url: &'e str) -> Target<'e> {
        Target::External(url)
    }

    /// The node of a label.
    pub fn dest(&self, label: &Label) -> Option<NodeId> {
        self.dests.get(&label.0).copied()
    }

    /// The contents list.
    pub fn toc(&self) -> &[TocEntry] {
        &self.toc
    }

    /// A picture by the path its image carries; `None` where it is missing, broken or elsewhere (reported).
    pub fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.get(path)
    }
}

/// Decides numbers, anchors, links, contents and pictures.
pub fn resolve(book: Book, source: &dyn Source, _options: &Options, _sink: &Sink) -> Edition {
    Edition {
        lang: book.meta.language.clone().unwrap_or_default(),
        title: book.meta.title.clone(),
        identifier: String::new(),
        date: source.date(),
        numbers: BTreeMap::new(),
        notes: BTreeMap::new(),
        anchors: BTreeMap::new(),
        dests: BTreeMap::new(),
        pictures: BTreeMap::new(),
        toc: Vec::new(),
        book,
    }
}
