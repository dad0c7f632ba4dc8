//! The contents for EPUB 2 readers (OPF 2.0.1, 2.4.1): old devices know nothing else.

use super::nav;
use crate::html::markup::{Element, Node, element};
use crate::html::{NavPoint, Site};
use crate::resolve::Edition;

/// The file's path.
pub(super) const PATH: &str = "toc.ncx";

pub(super) fn document(site: &Site, edition: &Edition) -> Element {
    let meta = |name: &str, content: String| Node::Element(element("meta").attr("name", name).attr("content", content));
    let numbers = site.pages.iter().filter_map(|page| page.text.parse::<u32>().ok());
    let head = element("head").children([
        // Must be the package's unique identifier, or Kobo shows no contents.
        meta("dtb:uid", edition.identifier.clone()),
        meta("dtb:depth", depth(&site.nav).to_string()),
        meta("dtb:totalPageCount", site.pages.len().to_string()),
        meta("dtb:maxPageNumber", numbers.max().unwrap_or_default().to_string()),
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
        .child_if((!site.pages.is_empty()).then(|| page_list(site, words.page_list, order)))
}

/// The printed pages; those before the text have Roman numbers, and a value that is their place.
fn page_list(site: &Site, title: &str, order: u32) -> Element {
    let label = |text: &str| element("navLabel").child(element("text").text(text));
    let target = |(at, page): (u32, &NavPoint)| {
        let kind = if page.text.parse::<u32>().is_ok() { "normal" } else { "front" };
        let value = if kind == "normal" { page.text.clone() } else { at.to_string() };
        let made = element("pageTarget")
            .attr("id", format!("page-{at}"))
            .attr("type", kind)
            .attr("value", value)
            .attr("playOrder", (order + at).to_string());
        Node::Element(made.child(label(&page.text)).child(element("content").attr("src", &page.href)))
    };
    element("pageList").child(label(title)).children((1u32..).zip(&site.pages).map(target))
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
