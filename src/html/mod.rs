//! [`Edition`] + [`Theme`] → content documents and CSS. In: the resolved book. Out: [`Site`]. Next: `epub`, or a web page.
//!
//! No page numbers here, and no file format but markup: what is a package, and what is zipped, is `epub`'s business.

mod block;
mod blocks;
mod composing;
mod content;
mod contrast;
mod css;
mod document;
mod families;
mod fonts;
mod front;
mod index;
mod inline;
mod link;
mod listing;
pub mod markup;
mod math;
mod official;
mod page;
mod pages;
mod picture;
mod raw;
mod references;
mod split;
mod table;
mod website;

pub use content::FontUse;
pub use css::{Families, stylesheet, vertical};
pub use fonts::{Embedded, Fonts, embed};
pub use link::mend;
pub use math::spoken;
pub use page::page;
pub use pages::PageMark;
pub use picture::{SitePicture, clean_svg};
pub use split::{Depth, DocSize, Split};
pub use website::{FOLDERS, website};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::Sink;
use crate::model::{Lang, Role};
use crate::resolve::{Edition, TocEntry};
use crate::theme::Theme;
use content::{Content, Look};
use markup::{Element, Node, Syntax, element};

/// By this a page that keben wrote is known, whatever its version.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"keben ";

/// `[html]` of keben.toml.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// One page or a site.
    pub form: Form,
    /// Which fonts a site brings; a page has none but the reader's own.
    pub fonts: Fonts,
}

/// What HTML becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One page that needs no other file.
    #[default]
    Page,
    /// A folder with a page for each document.
    Site,
}

/// A book as content documents.
#[derive(Clone, Debug)]
pub struct Site {
    /// The title page.
    pub title_page: ContentDoc,
    /// The text, in reading order.
    pub docs: Vec<ContentDoc>,
    /// The stylesheet, naming only fonts that readers may have themselves.
    pub css: String,
    /// The contents list; never empty.
    pub nav: Vec<NavPoint>,
    /// Where the pages of the printed book begin, in reading order.
    pub pages: Vec<NavPoint>,
    /// The list of figures, and whether the theme shows it.
    pub figures: (Vec<NavPoint>, bool),
    /// The list of tables, and whether the theme shows it.
    pub tables: (Vec<NavPoint>, bool),
    /// The pictures in use, by their path in the project. Documents find them in `../images/`.
    pub pictures: BTreeMap<String, SitePicture>,
    /// The characters that are set in each face.
    pub fonts: FontUse,
}

/// A content document (EPUB 3.3, 6): a path and a markup tree.
#[derive(Clone, Debug)]
pub struct ContentDoc {
    /// Its path in the publication, ASCII: `text/001-chapter.xhtml`.
    pub path: String,
    /// Its title: number and words.
    pub title: String,
    /// Its language.
    pub lang: Lang,
    /// Which matter of the book it belongs to.
    pub matter: Matter,
    /// 0 for a top division, one more for each part it stands in.
    pub depth: u8,
    /// Whether it goes on with a division that was too large for one document.
    pub continued: bool,
    /// Whether it holds MathML.
    pub mathml: bool,
    /// What stands in its `body`.
    pub body: Vec<Node>,
}

/// The matters of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Before the text.
    Front,
    /// The text.
    Body,
    /// After it.
    Back,
}

/// An entry of the contents list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavPoint {
    /// Number and words.
    pub text: String,
    /// The document's path, with an anchor where the place is not its beginning.
    pub href: String,
    /// Entries below.
    pub children: Vec<NavPoint>,
}

impl ContentDoc {
    /// The last part of its path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The document as an XHTML file with its stylesheet in `../css/book.css`.
    pub fn xhtml(&self) -> Vec<u8> {
        let matter = match self.matter {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        };
        let body = element("body").attr("epub:type", matter).children(self.body.iter().cloned());
        document(&self.title, &self.lang, "../css/book.css", body).write_xml_file()
    }

    /// Visits all its elements.
    pub fn each(&self, visit: &mut impl FnMut(&Element)) {
        for node in &self.body {
            if let Node::Element(element) = node {
                element.each(visit);
            }
        }
    }

    /// Changes all its elements.
    pub fn each_mut(&mut self, change: &mut impl FnMut(&mut Element)) {
        for node in &mut self.body {
            if let Node::Element(element) = node {
                element.each_mut(change);
            }
        }
    }
}

/// The `html` element of a content document around its body.
pub fn document(title: &str, lang: &Lang, css: &str, body: Element) -> Element {
    let head = element("head")
        .child(element("meta").attr("charset", "utf-8"))
        .child(element("title").text(title))
        .child(element("link").attr("rel", "stylesheet").attr("type", "text/css").attr("href", css));
    element("html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops")
        .attr("lang", lang.as_str())
        .attr("xml:lang", lang.as_str())
        .attr("dir", direction(lang))
        .child(head)
        .child(body)
}

/// A contents list; `href` says where an entry leads.
pub fn list(points: &[NavPoint], href: &impl Fn(&NavPoint) -> String) -> Element {
    let item = |point: &NavPoint| {
        let below = (!point.children.is_empty()).then(|| list(&point.children, href));
        let link = element("a").attr("href", href(point)).text(&point.text);
        Node::Element(element("li").child(link).child_if(below))
    };
    element("ol").children(points.iter().map(item))
}

/// The direction in which a language is written: `ltr` or `rtl`.
pub fn direction(lang: &Lang) -> &'static str {
    if matches!(lang.primary(), "ar" | "he" | "fa" | "ur" | "yi" | "ug" | "ps" | "sd" | "dv") { "rtl" } else { "ltr" }
}

/// Makes the documents, the stylesheet and the contents list of a book. `pages` says where those of a printed book begin;
/// it may be empty; `split`, where documents are divided.
pub fn site(edition: &Edition, theme: &Theme, pages: &[PageMark], split: Split, sink: &Sink) -> Site {
    let mut content = Content::new(edition, theme, pages, split, sink);
    let title_page = front::title_page(&mut content);
    let mut docs = content.documents();
    if theme.official.show {
        official::dress(&mut content, &mut docs);
    }
    let homes = homes(&docs);
    let pages = pages::list(&mut docs, &homes);
    let nav = nav(edition, theme, &homes, &docs, &title_page);
    let figures = points(edition, edition.figures(), &homes);
    let tables = points(edition, edition.tables(), &homes);
    docs.extend(front::colophon(&mut content, docs.len()));
    [&nav, &figures, &tables].into_iter().for_each(|list| set_nav(&mut content, list, 1));
    let words = content.words;
    for title in [words.contents, words.figures, words.tables] {
        content.set(title, Look::of(theme.style(Role::ContentsTitle)));
    }
    Site {
        title_page,
        css: stylesheet(theme, &edition.lang, &Families::new()),
        nav,
        pages,
        figures: (figures, theme.contents.figures),
        tables: (tables, theme.contents.tables),
        pictures: content.pictures.used,
        fonts: content.fonts,
        docs,
    }
}

/// Where each anchor is: its document, and itself where it is not the beginning of that.
fn homes(docs: &[ContentDoc]) -> BTreeMap<String, String> {
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for doc in docs {
        let mut first = !doc.continued;
        doc.each(&mut |element| {
            if let Some(id) = element.get("id") {
                let href = if first { doc.path.clone() } else { format!("{}#{id}", doc.path) };
                homes.entry(id.to_owned()).or_insert(href);
                first = false;
            }
        });
    }
    homes
}

/// The contents list with the document of each entry; without entries, the documents themselves.
fn nav(
    edition: &Edition,
    theme: &Theme,
    homes: &BTreeMap<String, String>,
    docs: &[ContentDoc],
    title_page: &ContentDoc,
) -> Vec<NavPoint> {
    let points = points(edition, &edition.contents(theme.contents.depth), homes);
    if !points.is_empty() {
        return points;
    }
    let point = |doc: &ContentDoc| NavPoint { text: doc.title.clone(), href: doc.path.clone(), children: Vec::new() };
    match docs {
        [] => vec![point(title_page)],
        docs => docs.iter().filter(|doc| !doc.continued).map(point).collect(),
    }
}

fn points(edition: &Edition, entries: &[TocEntry], homes: &BTreeMap<String, String>) -> Vec<NavPoint> {
    let mut made = Vec::new();
    for entry in entries {
        let children = points(edition, &entry.children, homes);
        match homes.get(edition.anchor(entry.id)) {
            Some(href) if says_something(&entry.text) => {
                made.push(NavPoint { text: entry.text.clone(), href: href.clone(), children })
            }
            Some(_) | None => made.extend(children),
        }
    }
    made
}

/// Whether there is a character to see: titles of control characters and spaces are none for checkers either.
fn says_something(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_control())
}

fn set_nav(content: &mut Content, points: &[NavPoint], level: u8) {
    for point in points {
        let look = Look::of(content.theme.style(Role::ContentsEntry(level)));
        content.set(&point.text, look);
        set_nav(content, &point.children, level + 1);
    }
}

/// All documents as text, for goldens and for people: paths, then the markup of each.
pub fn dump(site: &Site) -> String {
    let mut text = String::new();
    for doc in std::iter::once(&site.title_page).chain(&site.docs) {
        text.push_str(&format!("== {} | {} | {}\n", doc.path, doc.lang, doc.title));
        for node in &doc.body {
            match node {
                Node::Element(element) => text.push_str(&element.write_spread(Syntax::Xml)),
                Node::Text(chars) => text.push_str(chars),
            }
            text.push('\n');
        }
    }
    text
}
