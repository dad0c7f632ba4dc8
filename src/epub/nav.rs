//! The documents that are not text: cover and navigation (EPUB 3.3, 7).

use super::{Cover, Entry, XHTML, text_start};
use crate::html::markup::{Element, Node, element};
use crate::html::{NavPoint, Site, document, list};
use crate::resolve::Edition;

/// The navigation document's path.
pub(super) const PATH: &str = "nav.xhtml";

/// The cover's document.
pub(super) const COVER: &str = "text/cover.xhtml";

/// The cover's document and its picture.
pub(super) fn cover(cover: &Cover, edition: &Edition) -> (Entry, Entry) {
    let Cover { bytes, format, size } = cover;
    // No picture of the text is called so: their names have no underscore.
    let path = format!("images/cover_page.{}", format.extension());
    let words = edition.words();
    let picture = element("img")
        .attr("src", format!("../{path}"))
        .attr("alt", format!("{} {}", words.cover, edition.title))
        .attr("role", "doc-cover")
        .attr("width", size.0.max(1).to_string())
        .attr("height", size.1.max(1).to_string());
    let body = element("body").class("cover").attr("epub:type", "cover").child(element("section").child(picture));
    let page = document(words.cover, &edition.lang, "../css/book.css", body).write_xml_file();
    let picture = Entry { properties: "cover-image", ..Entry::new(path, format.media_type(), bytes.clone()) };
    (Entry::new(COVER, XHTML, page), picture)
}

/// The navigation document: the contents to read and to use, the landmarks and the printed pages for reading systems.
pub(super) fn navigation(site: &Site, edition: &Edition, has_cover: bool) -> Element {
    let words = edition.words();
    let contents = element("nav")
        .class("contents")
        .attr("id", "toc")
        .attr("epub:type", "toc")
        .attr("role", "doc-toc")
        .attr("aria-labelledby", "toc-title")
        .child(element("h1").class("contents-title").attr("id", "toc-title").text(words.contents))
        .child(list(&site.nav, &here));
    let mark = |kind: &str, href: &str, text: &str| {
        let link = element("a").attr("epub:type", kind).attr("href", href).text(text);
        Node::Element(element("li").child(link))
    };
    let mut marks = Vec::new();
    if has_cover {
        marks.push(mark("cover", COVER, words.cover));
    }
    marks.push(mark("titlepage", &site.title_page.path, words.title_page));
    marks.push(mark("toc", "#toc", words.contents));
    marks.push(mark("bodymatter", text_start(site), words.text));
    // Weak readers do not know `hidden`: the class says it again.
    let landmarks = element("nav")
        .class("landmarks")
        .attr("epub:type", "landmarks")
        .attr("hidden", "hidden")
        .attr("aria-label", words.landmarks)
        .child(element("ol").children(marks));
    let figures = float_list("loi", words.figures, &site.figures);
    let tables = float_list("lot", words.tables, &site.tables);
    let body = element("body").attr("epub:type", "frontmatter").child(contents);
    let body = body.child_if(figures).child_if(tables).child(landmarks).child_if(page_list(site, words.page_list));
    document(words.contents, &edition.lang, "css/book.css", body)
}

/// The pages of the printed book: systems lead to them by number, nobody reads the list.
fn page_list(site: &Site, title: &str) -> Option<Element> {
    let made = element("nav")
        .class("landmarks")
        .attr("epub:type", "page-list")
        .attr("role", "doc-pagelist")
        .attr("hidden", "hidden")
        .attr("aria-label", title);
    (!site.pages.is_empty()).then(|| made.child(list(&site.pages, &here)))
}

/// The list of figures (`loi`) or tables (`lot`); reading systems know it even where it is not shown.
fn float_list(kind: &str, title: &str, (points, shown): &(Vec<NavPoint>, bool)) -> Option<Element> {
    if points.is_empty() {
        return None;
    }
    let id = format!("{kind}-title");
    let made = element("nav")
        .class(if *shown { "contents" } else { "landmarks" })
        .attr("id", kind)
        .attr("epub:type", kind)
        .attr("aria-labelledby", &id)
        .attr_if("hidden", (!shown).then_some("hidden"))
        .child(element("h2").class("contents-title").attr("id", &id).text(title));
    Some(made.child(list(points, &here)))
}

/// Entries lead where they say: the navigation document stands above the others.
fn here(point: &NavPoint) -> String {
    point.href.clone()
}
