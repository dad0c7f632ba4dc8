//! The contents list beside a page: where the reader is, and what lies around.
//!
//! A page does not list the whole book, or a book of a thousand chapters would hold a million entries: of each level
//! that leads to the page it shows the neighbours, and the index page has the rest.

use std::collections::BTreeMap;

use super::super::markup::{Element, Node, element};
use super::super::{NavPoint, Site};
use super::{Addresses, INDEX};

/// How many entries are listed before and after the one that is open.
const NEAR: usize = 25;

/// The contents list, and the entry of each document.
pub(super) struct Contents<'s> {
    points: &'s [NavPoint],
    /// For each document the way down to its entry: which one of each level.
    trails: Vec<Vec<usize>>,
}

impl<'s> Contents<'s> {
    pub fn new(site: &'s Site) -> Self {
        let mut first: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut last: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        walk(&site.nav, &mut Vec::new(), &mut |point, trail| {
            let path = point.href.split('#').next().unwrap_or_default();
            first.entry(path).or_insert_with(|| trail.to_vec());
            last.insert(path, trail.to_vec());
        });
        let mut trails = Vec::new();
        let mut before = Vec::new();
        for doc in &site.docs {
            // What goes on from the document before is the end of its last section where it has no entry of its own.
            let none = if doc.continued { &before } else { &Vec::new() };
            trails.push(first.get(doc.path.as_str()).unwrap_or(none).clone());
            if let Some(trail) = last.get(doc.path.as_str()) {
                before.clone_from(trail);
            }
        }
        Self { points: &site.nav, trails }
    }

    /// The list beside a document. On narrow screens it is closed until it is asked for.
    pub fn beside(&self, doc: usize, addresses: &Addresses, title: &str) -> Element {
        let list = List { addresses, title }.of(self.points, &self.trails[doc]);
        let nav = element("nav").class("contents").attr("aria-label", title).child(list);
        element("details").class("around").child(element("summary").text(title)).child(nav)
    }
}

fn walk<'s>(points: &'s [NavPoint], trail: &mut Vec<usize>, visit: &mut impl FnMut(&'s NavPoint, &[usize])) {
    for (at, point) in points.iter().enumerate() {
        trail.push(at);
        visit(point, trail);
        walk(&point.children, trail, visit);
        trail.pop();
    }
}

struct List<'a> {
    addresses: &'a Addresses,
    title: &'a str,
}

impl List<'_> {
    /// Entries around the one that `trail` begins with; those below it are listed too.
    fn of(&self, points: &[NavPoint], trail: &[usize]) -> Element {
        let open = trail.first().copied();
        let from = open.unwrap_or(0).saturating_sub(NEAR);
        let to = (from + 2 * NEAR + 1).min(points.len());
        let mut made = element("ol");
        if from > 0 {
            made = made.child(self.more());
        }
        for (at, point) in points.iter().enumerate().take(to).skip(from) {
            let here = (open == Some(at) && trail.len() == 1).then_some("page");
            let link = element("a")
                .attr("href", self.addresses.of(&point.href))
                .attr_if("aria-current", here)
                .text(&point.text);
            let below = (open == Some(at) && !point.children.is_empty())
                .then(|| self.of(&point.children, trail.get(1..).unwrap_or_default()));
            made.children.push(Node::Element(element("li").child(link).child_if(below)));
        }
        if to < points.len() { made.child(self.more()) } else { made }
    }

    fn more(&self) -> Element {
        let link = element("a").attr("href", INDEX).attr("aria-label", self.title).text("……");
        element("li").class("more").child(link)
    }
}
