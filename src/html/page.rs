//! A whole book as one HTML page that needs no other file: for mail, for a quick look, for any browser.

use super::markup::{Element, Node, element};
use super::{NavPoint, Site, direction, list, pages};
use crate::resolve::Edition;

/// The paper of every page in a browser; tables are never wider than a narrow screen.
pub(super) const PAPER: &str = "\
:root { color-scheme: light dark; }
html { background: #fdfcf9; color: #1c1a17; }
@media (prefers-color-scheme: dark) {
  html { background: #16171a; color: #d8d4cb; }
}
@media (max-width: 40em) {
  td, th { overflow-wrap: anywhere; }
}
@media print {
  html { background: none; color: #000; }
}
";

/// What the one page needs besides.
const SCREEN: &str = "\
body { max-width: 36em; margin: 0 auto; padding: 2em 1.2em 6em; line-height: 1.75; }
section.title-page { margin-top: 3em; }
nav.contents { margin: 3em 0 4em; }
nav a:hover, p a:hover { text-decoration: underline; }
main > section { margin-top: 5em; }
@media (min-width: 80em) {
  nav.contents { position: fixed; top: 0; left: 0; box-sizing: border-box; width: calc(50vw - 21em); max-width: 22em; height: 100vh; margin: 0; padding: 3em 1.5em; overflow-y: auto; font-size: 0.85em; }
  nav.contents .contents-title { margin: 0 0 1em; font-size: 1.2em; }
}
@media print {
  nav.contents { position: static; width: auto; height: auto; }
  body { max-width: none; padding: 0; }
}
";

/// The book as one HTML page: styles within, pictures as data.
pub fn page(site: &Site, edition: &Edition) -> Vec<u8> {
    let words = edition.words();
    let head = head(&edition.title).child(element("style").text(format!("{}{PAPER}{SCREEN}", site.css)));
    let href = |point: &NavPoint| match point.href.split_once('#') {
        Some((_, anchor)) => format!("#{anchor}"),
        None => format!("#{}", first_id(site, &point.href)),
    };
    let contents = element("nav")
        .class("contents")
        .attr("aria-label", words.contents)
        .child(element("p").class("contents-title").text(words.contents))
        .child(list(&site.nav, &href));
    let shown = [(words.figures, &site.figures), (words.tables, &site.tables)];
    let floats = shown.into_iter().filter(|(_, (points, shown))| *shown && !points.is_empty());
    let floats = floats.map(|(title, (points, _))| {
        let made = element("nav").class("floats").attr("aria-label", title);
        let title = element("p").class("contents-title").text(title);
        Node::Element(made.child(title).child(list(points, &href)))
    });
    let mut main = element("main").children(floats.collect::<Vec<_>>());
    for doc in &site.docs {
        for node in &doc.body {
            main.children.push(inlined(node, site, 1 + doc.depth));
        }
    }
    let body = element("body")
        .children(site.title_page.body.iter().map(|node| inlined(node, site, 0)))
        .child(contents)
        .child(main);
    element("html")
        .attr("lang", edition.lang.as_str())
        .attr("dir", direction(&edition.lang))
        .child(head)
        .child(body)
        .write_html_file()
}

/// The `head` of every page in a browser.
pub(super) fn head(title: &str) -> Element {
    element("head")
        .child(element("meta").attr("charset", "utf-8"))
        .child(element("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"))
        .child(element("meta").attr("name", "generator").attr("content", concat!("keben ", env!("CARGO_PKG_VERSION"))))
        .child(element("title").text(title))
}

/// The first name in a document: its beginning. Empty, which is the page's top, for the title page.
fn first_id(site: &Site, path: &str) -> String {
    let mut first = None;
    for doc in site.docs.iter().filter(|doc| doc.path == path) {
        doc.each(&mut |element| first = first.take().or_else(|| element.get("id").map(str::to_owned)));
    }
    first.unwrap_or_default()
}

/// A document's markup as part of the page: links stay within it, headings go down by `lower` ranks.
fn inlined(node: &Node, site: &Site, lower: u8) -> Node {
    let Node::Element(found) = node else { return node.clone() };
    let is_document = |file: &str| site.docs.iter().any(|doc| doc.file_name() == file);
    let mut made = found.clone();
    // A page in a browser is one, whatever the printed book has.
    pages::without_marks(&mut made);
    made.each_mut(&mut |one| {
        if let Some(rank) = one.name.strip_prefix('h').and_then(|rank| rank.parse::<u8>().ok()) {
            one.name = format!("h{}", (rank + lower).min(6));
        }
        let name = one.name.clone();
        for (key, value) in &mut one.attributes {
            match (name.as_str(), key.as_str()) {
                ("img", "src") => *value = data_uri(site, value),
                ("a", "href") if !value.starts_with('#') => {
                    let inner = value.split_once('#').filter(|(file, _)| is_document(file));
                    if let Some((_, anchor)) = inner {
                        *value = format!("#{anchor}");
                    }
                }
                _ => {}
            }
        }
    });
    Node::Element(made)
}

fn data_uri(site: &Site, src: &str) -> String {
    let name = src.trim_start_matches("../images/");
    match site.pictures.values().find(|picture| picture.name == name) {
        Some(found) => {
            let bytes = (*found.picture.bytes).as_ref();
            format!("data:{};base64,{}", found.picture.format.media_type(), base64(bytes))
        }
        None => src.to_owned(),
    }
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().enumerate().fold(0_u32, |bits, (at, &byte)| bits | u32::from(byte) << (16 - 8 * at));
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= three.len() { char::from(DIGITS[value as usize]) } else { '=' });
        }
    }
    text
}
