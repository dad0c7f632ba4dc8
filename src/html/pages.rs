//! Where the pages of the printed book begin: marks in the text, so that both can be read side by side and cited alike
//! (EPUB 3.3, 7.4.4; DPUB-ARIA 1.1, `doc-pagebreak`).

use std::collections::{BTreeMap, VecDeque};

use super::content::{At, Content};
use super::markup::{Element, Node, element};
use super::{ContentDoc, NavPoint};
use crate::model::{Inline, NodeId, TextPlace};

/// Where a printed page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMark {
    /// Its number as printed.
    pub label: String,
    /// The place in the text.
    pub place: TextPlace,
}

/// The role by which a mark is known.
const ROLE: &str = "doc-pagebreak";

/// The marks that are still to be set.
#[derive(Default)]
pub(super) struct Pages {
    /// By node, in order: how much of its text stands before the mark, and the mark.
    waiting: BTreeMap<NodeId, VecDeque<(u32, Element)>>,
    /// The text that is being written; `None` where it is no text of the author's own.
    reading: Option<Reading>,
}

/// A text with marks in it.
struct Reading {
    /// How much of it has been written.
    at: u32,
    marks: VecDeque<(u32, Element)>,
}

impl Pages {
    pub fn new(marks: &[PageMark]) -> Self {
        let mut waiting: BTreeMap<NodeId, VecDeque<(u32, Element)>> = BTreeMap::new();
        for PageMark { label, place } in marks {
            let mark = element("span").attr("epub:type", "pagebreak").attr("role", ROLE).attr("aria-label", label);
            waiting.entry(place.node).or_default().push_back((place.at, mark));
        }
        Self { waiting, reading: None }
    }

    /// The marks that stand in what adds so much to the text, each with how far in it stands.
    fn pass(&mut self, length: u32) -> Vec<(u32, Node)> {
        let Some(Reading { at, marks }) = &mut self.reading else { return Vec::new() };
        let from = *at;
        *at += length;
        let due = marks.iter().take_while(|(place, _)| place < at).count();
        marks.drain(..due).map(|(place, mark)| (place.saturating_sub(from), Node::Element(mark))).collect()
    }
}

impl<'e> Content<'e> {
    /// The marks of a node that is not divided: they stand before it.
    pub fn pages_at(&mut self, node: NodeId) -> Vec<Node> {
        let marks = self.pages.waiting.remove(&node).unwrap_or_default();
        marks.into_iter().map(|(_, mark)| Node::Element(mark)).collect()
    }

    /// Writes the text of a node, and its marks where they belong; gives those that the text was too short for.
    pub fn reading<R>(&mut self, node: NodeId, write: impl FnOnce(&mut Self) -> R) -> (R, Vec<Node>) {
        let marks = self.pages.waiting.remove(&node).unwrap_or_default();
        let around = self.pages.reading.replace(Reading { at: 0, marks });
        let made = write(self);
        let read = std::mem::replace(&mut self.pages.reading, around);
        let rest = read.into_iter().flat_map(|read| read.marks);
        (made, rest.map(|(_, mark)| Node::Element(mark)).collect())
    }

    /// The markup of inlines that are all the text of a node.
    pub fn text_of(&mut self, node: NodeId, list: &'e [Inline], at: At<'e>) -> Vec<Node> {
        let (mut nodes, rest) = self.reading(node, |this| this.inlines(list, at));
        nodes.extend(rest);
        nodes
    }

    /// The marks that stand where the text is now.
    pub fn pages_here(&mut self) -> Vec<Node> {
        let Some(Reading { at, marks }) = &mut self.pages.reading else { return Vec::new() };
        let due = marks.iter().take_while(|(place, _)| place <= at).count();
        marks.drain(..due).map(|(_, mark)| Node::Element(mark)).collect()
    }

    /// Writes what stands in the text as one, whatever is in it; a mark that falls on it stands before it.
    pub fn undivided(&mut self, length: u32, to: &mut Vec<Node>, write: impl FnOnce(&mut Self, &mut Vec<Node>)) {
        to.extend(self.pages.pass(length).into_iter().map(|(_, mark)| mark));
        let around = self.pages.reading.take();
        write(self, to);
        self.pages.reading = around;
    }

    /// The marks that fall on a piece of text that is not divided.
    pub fn pages_before(&mut self, text: &str) -> Vec<Node> {
        self.divided(text).into_iter().filter(is_mark).collect()
    }

    /// Characters of the text with the marks between them.
    pub fn divided(&mut self, text: &str) -> Vec<Node> {
        // Few texts have any: the characters of the others are not counted.
        if self.pages.reading.as_ref().is_none_or(|reading| reading.marks.is_empty()) {
            return vec![Node::Text(text.to_owned())];
        }
        let mut nodes = Vec::new();
        let mut rest = text;
        let mut passed = 0;
        for (at, mark) in self.pages.pass(text.chars().count() as u32) {
            let end = rest.char_indices().nth((at - passed) as usize).map_or(rest.len(), |(end, _)| end);
            let (before, after) = rest.split_at(end);
            if !before.is_empty() {
                nodes.push(Node::Text(before.to_owned()));
            }
            nodes.push(mark);
            (rest, passed) = (after, at);
        }
        if !rest.is_empty() {
            nodes.push(Node::Text(rest.to_owned()));
        }
        nodes
    }
}

/// Whether a page begins here.
pub(super) fn is_mark(node: &Node) -> bool {
    matches!(node, Node::Element(element) if is_mark_element(element))
}

pub(super) fn is_mark_element(element: &Element) -> bool {
    element.get("role") == Some(ROLE)
}

/// How many marks a text begins with.
pub(super) fn leading(nodes: &[Node]) -> usize {
    nodes.iter().take_while(|node| is_mark(node)).count()
}

/// Takes the marks out of an element and of all in it.
pub(super) fn without_marks(element: &mut Element) {
    element.each_mut(&mut |one| one.children.retain(|child| !is_mark(child)));
}

/// Names every mark by a name that nothing else has, and lists them.
pub(super) fn list(docs: &mut [ContentDoc], taken: &BTreeMap<String, String>) -> Vec<NavPoint> {
    let mut points = Vec::new();
    for doc in docs {
        let path = doc.path.clone();
        doc.each_mut(&mut |one| {
            if !is_mark_element(one) {
                return;
            }
            let text = one.get("aria-label").unwrap_or_default().to_owned();
            let mut id = format!("page-{text}");
            while taken.contains_key(&id) {
                id.push('-');
            }
            points.push(NavPoint { href: format!("{path}#{id}"), text, children: Vec::new() });
            one.attributes.push(("id".into(), id));
        });
    }
    points
}
