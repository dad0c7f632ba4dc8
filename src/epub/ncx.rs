//! The contents for EPUB 2 readers (OPF 2.0.1, 2.4.1): old devices know nothing else.

use super::nav;
use crate::html::markup::{Element, Node, element};
use crate::html::{NavPoint, Site};
use crate::resolve::Edition;

/// The file's path.
pub(super) const PATH: &str = "toc.ncx";

pub(super) fn document(site: &Site, edition: &Edition) -> Element {
    let meta = |name: &str, content: String| Node::Element(element("meta").attr("name", name).attr("content", content));
    let head = element("head").children([
        // Must be the package's unique identifier, or Kobo shows no contents.
        meta("dtb:uid", edition.identifier.clone()),
        meta("dtb:depth", depth(&site.nav).to_string()),
        meta("dtb:totalPageCount", "0".into()),
        meta("dtb:maxPageNumber", "0".into()),
    ]);
    let words = edition.words();
    let mut order = 0;
    let front = [NavPoint { text: words.contents.into(), href: nav::PATH.into(), children: Vec::new() }];
    let map = element("navMap").children(points(&front, &mut order)).children(points(&site.nav, &mut order));
    element("ncx")
        .attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
        .attr("version", "2005-1")
        .attr("xml:lang", edition.lang.as_str())
        .child(head)
        .child(element("docTitle").child(element("text").text(&edition.title)))
        .child(map)
}

fn points(list: &[NavPoint], order: &mut u32) -> Vec<Node> {
    let mut made = Vec::new();
    for point in list {
        *order += 1;
        let own = element("navPoint")
            .attr("id", format!("point-{order}"))
            .attr("playOrder", order.to_string())
            .child(element("navLabel").child(element("text").text(&point.text)))
            .child(element("content").attr("src", &point.href));
        made.push(Node::Element(own.children(points(&point.children, order))));
    }
    made
}

fn depth(points: &[NavPoint]) -> usize {
    points.iter().map(|point| 1 + depth(&point.children)).max().unwrap_or(0)
}
