//! Sections → pieces that reading systems can open quickly, and where each of them begins.
//!
//! What is divided goes on in an element of its kind: a section under its language, a list with its next number, a table
//! with its head.

use schemars::JsonSchema;
use serde::Deserialize;

use super::content::Content;
use super::document::called;
use super::markup::{Element, Node, element};
use super::pages;

/// Where documents are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Down to which sections documents begin.
    pub depth: Depth,
    /// How large they may be.
    pub size: DocSize,
}

/// Down to which sections documents begin: 1 is each chapter, 2 each section of it too, and so on, to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "u8")]
pub struct Depth(#[schemars(range(min = 1, max = 6))] u8);

impl Default for Depth {
    fn default() -> Self {
        Self(1)
    }
}

impl TryFrom<u8> for Depth {
    type Error = String;

    fn try_from(depth: u8) -> Result<Self, String> {
        if (1..=6).contains(&depth) { Ok(Self(depth)) } else { Err(format!("{depth} is no depth; 1 to 6 are")) }
    }
}

/// How many bytes of XHTML a document may have: a number, or one with `KB` or `MB` behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "Typed")]
pub struct DocSize(#[schemars(with = "Typed")] usize);

/// A size as typed.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Typed {
    Bytes(u64),
    Text(String),
}

impl Default for DocSize {
    /// Reading systems slow down beyond 260 KB.
    fn default() -> Self {
        Self(250_000)
    }
}

impl TryFrom<Typed> for DocSize {
    type Error = String;

    fn try_from(typed: Typed) -> Result<Self, String> {
        const RANGE: std::ops::RangeInclusive<u64> = 20_000..=10_000_000;
        let bytes = match typed {
            Typed::Bytes(bytes) => Some(bytes),
            Typed::Text(text) => {
                let text = text.trim().to_ascii_uppercase();
                let units = [("KB", 1_000), ("MB", 1_000_000)];
                let unit = units.into_iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, bytes)));
                let (number, unit) = unit.unwrap_or((&text, 1));
                number.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(unit))
            }
        };
        match bytes.filter(|bytes| RANGE.contains(bytes)) {
            Some(bytes) => Ok(Self(usize::try_from(bytes).unwrap_or(usize::MAX))),
            None => Err("a size is `250KB`, `1MB` or a number of bytes, from 20KB to 10MB".into()),
        }
    }
}

impl DocSize {
    /// In bytes.
    pub fn bytes(self) -> usize {
        self.0
    }
}

/// What is around the text of a document, and what a title before a large piece may weigh.
const AROUND: usize = 3_000;

impl Content<'_> {
    /// A section in pieces: at its inner sections as far down as is wanted, and where it is too large before an inner
    /// section, else between blocks, items and rows.
    pub(super) fn split(&self, section: Element) -> Vec<Element> {
        self.divided_at(section, 1)
    }

    /// `level` is how deep the section stands in its document.
    fn divided_at(&self, whole: Element, level: u8) -> Vec<Element> {
        let limit = self.split.size.bytes().saturating_sub(AROUND);
        // The letters of an index are no sections of a book.
        let parts =
            |one: &Element| one.name == "section" && !one.has_class("index-group") && Depth(level) < self.split.depth;
        let inner = |child: &Node| matches!(child, Node::Element(child) if parts(child));
        if self.weight(&whole) <= limit && !whole.children.iter().any(inner) {
            return vec![whole];
        }
        let mut going = Going::of(&whole);
        let Element { name, attributes, children } = whole;
        let mut pieces: Vec<Element> = Vec::new();
        let mut piece = Element { name, attributes, children: Vec::new() };
        let mut weight = 0;
        for child in children {
            let Node::Element(child) = child else {
                piece.children.push(child);
                continue;
            };
            let own = self.weight(&child);
            let begins = parts(&child);
            let may = going.may_part(&child);
            // A title stays with what follows it, a table's head with its first row.
            let opened = piece.children.iter().all(|child| opens(child) || pages::is_mark(child));
            if may && !opened && (begins || weight + own > limit) {
                pieces.push(std::mem::replace(&mut piece, going.on()));
                weight = 0;
            }
            going.past(&child);
            if begins || own > limit && divisible(&child.name) {
                for (at, inner) in self.divided_at(child, level.saturating_add(1)).into_iter().enumerate() {
                    if at > 0 {
                        pieces.push(std::mem::replace(&mut piece, going.on()));
                        weight = 0;
                    }
                    weight += self.weight(&inner);
                    piece.children.push(Node::Element(inner));
                }
            } else {
                weight += own;
                piece.children.push(Node::Element(child));
            }
        }
        pieces.push(piece);
        pieces
    }

    /// No fewer bytes than an element is when it is written, the notes it calls included.
    pub(super) fn weight(&self, element: &Element) -> usize {
        let mut weight = 0;
        element.each(&mut |one| {
            weight += 2 * one.name.len() + 8;
            weight += one.attributes.iter().map(|(name, value)| name.len() + escaped(value) + 4).sum::<usize>();
            for child in &one.children {
                if let Node::Text(text) = child {
                    weight += escaped(text);
                }
            }
            // Marks of pages are named later, and links within the book come to name their document.
            if pages::is_mark_element(one) || one.get("href").is_some_and(|href| href.starts_with('#')) {
                weight += 30;
            }
            // An EPUB names a drawing beside each formula.
            if one.name == "math" {
                weight += 140;
            }
            if let Some(note) = called(one).and_then(|anchor| self.notes.get(anchor)) {
                // Notes in notes weigh little; counting them here could go round in circles.
                note.each(&mut |inner| {
                    weight += 2 * inner.name.len() + 8;
                    weight += inner.attributes.iter().map(|(name, value)| name.len() + value.len() + 40).sum::<usize>();
                });
                weight += escaped(&note.plain());
            }
        });
        weight
    }
}

/// How an element goes on in the next piece.
struct Going {
    name: String,
    attributes: Vec<(String, String)>,
    /// What each piece of a table begins with.
    head: Vec<Node>,
    /// The number of a list's next item.
    next: Option<u64>,
    /// For how many rows cells of rows above reach down.
    reach: u64,
}

impl Going {
    fn of(whole: &Element) -> Self {
        let kept = ["class", "lang", "xml:lang", "dir", "type"];
        let kept = whole.attributes.iter().filter(|(name, _)| kept.contains(&name.as_str())).cloned();
        let number = || whole.get("start").map_or(Some(1), |start| start.parse().ok());
        Self {
            name: whole.name.clone(),
            attributes: kept.collect(),
            head: if whole.name == "table" { whole.children.iter().filter_map(repeated).collect() } else { Vec::new() },
            next: if whole.name == "ol" { number() } else { None },
            reach: 0,
        }
    }

    /// The element where the next piece begins.
    fn on(&self) -> Element {
        let mut made = element(&self.name);
        made.attributes.clone_from(&self.attributes);
        made.children.clone_from(&self.head);
        made.attr_if("start", self.next.map(|next| next.to_string()))
    }

    /// Whether a piece may begin with a child: a meaning stays with its term, a row with those its cells reach into.
    fn may_part(&self, child: &Element) -> bool {
        match child.name.as_str() {
            "dd" | "thead" | "colgroup" | "caption" | "figcaption" => false,
            _ => self.reach == 0,
        }
    }

    /// Goes past a child.
    fn past(&mut self, child: &Element) {
        if child.name == "li" {
            self.next = self.next.map(|next| next.saturating_add(1));
        }
        if child.name == "tr" {
            let spans = |cell: &Node| match cell {
                Node::Element(cell) => cell.get("rowspan")?.parse::<u64>().ok(),
                Node::Text(_) => None,
            };
            let down = child.children.iter().filter_map(spans).max().unwrap_or(1);
            self.reach = self.reach.max(down).saturating_sub(1);
        }
    }
}

/// What a table shows again where it goes on: its columns, and its head without what leads somewhere or can be led to.
fn repeated(child: &Node) -> Option<Node> {
    let Node::Element(child) = child else { return None };
    if !matches!(child.name.as_str(), "colgroup" | "thead") {
        return None;
    }
    let mut again = child.clone();
    pages::without_marks(&mut again);
    again.each_mut(&mut |one| {
        one.attributes.retain(|(name, _)| name != "id");
        one.children.retain(|inner| !matches!(inner, Node::Element(inner) if inner.has_class("noteref")));
    });
    Some(Node::Element(again))
}

/// What can go on in another document. Paragraphs, programs and items cannot without looking as if two stood there.
fn divisible(name: &str) -> bool {
    matches!(name, "section" | "div" | "blockquote" | "ul" | "ol" | "dl" | "table" | "tbody")
}

/// Whether something only opens what follows it.
fn opens(node: &Node) -> bool {
    let Node::Element(found) = node else { return true };
    matches!(found.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "thead" | "colgroup" | "caption")
}

/// How many bytes characters have once they are written.
fn escaped(text: &str) -> usize {
    text.len() + 5 * text.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')).count()
}
