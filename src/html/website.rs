//! A whole book as a folder of web pages: one for each document, an index page, contents beside the text, search.
//! In: [`Site`]. Out: files by their paths.
//!
//! Nothing is fetched but the folder's own files, and those by `link`, `img` and `script` alone: so it opens from a disk
//! as it does from a server. Only search needs scripts.

mod contents;
mod search;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::markup::{Element, Node, element};
use super::page::{PAPER, head};
use super::{ContentDoc, NavPoint, Options, Site, direction, embed, list, pages, stylesheet};
use crate::diag::Sink;
use crate::font::FontBook;
use crate::resolve::Edition;
use crate::theme::Theme;
use contents::Contents;

/// The folders within a site; all other files are pages.
pub const FOLDERS: [&str; 4] = ["css", "fonts", "images", "js"];

/// The page a site begins with.
const INDEX: &str = "index.html";

/// What the pages need besides the book's stylesheet.
const LOOK: &str = include_str!("website/site.css");

/// Search, and pages turned by keys.
const SCRIPT: &str = include_str!("website/site.js");

/// MiniSearch 7.2.0 with its licence.
const MINISEARCH: &str = concat!(
    "/*! MiniSearch 7.2.0\n",
    include_str!("website/MINISEARCH-LICENSE.txt"),
    "*/\n",
    include_str!("website/minisearch.js")
);

/// The book as a folder of web pages.
pub fn website(
    site: &Site,
    edition: &Edition,
    theme: &Theme,
    fonts: &FontBook,
    options: &Options,
    sink: &Sink,
) -> BTreeMap<String, Vec<u8>> {
    let web = Web { site, edition, contents: Contents::new(site), addresses: Addresses::new(site) };
    let mut files: BTreeMap<String, Vec<u8>> =
        site.docs.par_iter().enumerate().map(|(at, doc)| (web.addresses.of(&doc.path), web.page(at))).collect();
    files.insert(INDEX.into(), web.index());

    let embedded = embed(site, edition, theme, fonts, options.fonts, sink);
    let css = embedded.css + &stylesheet(theme, &edition.lang, &embedded.families);
    files.insert("css/book.css".into(), css.into_bytes());
    files.insert("css/site.css".into(), format!("{PAPER}{LOOK}").into_bytes());
    files.extend(embedded.files);
    for picture in site.pictures.values() {
        files.insert(format!("images/{}", picture.name), (*picture.picture.bytes).as_ref().to_vec());
    }
    files.insert("js/site.js".into(), SCRIPT.into());
    files.insert("js/minisearch.js".into(), MINISEARCH.into());
    files.insert("js/text.js".into(), search::text(site, edition, &web.addresses).into_bytes());
    files
}

/// The file of each document. In a site all pages lie in one folder, with the others below it.
struct Addresses(BTreeMap<String, String>);

impl Addresses {
    fn new(site: &Site) -> Self {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for doc in &site.docs {
            let name = doc.file_name();
            files.insert(name.into(), format!("{}.html", name.trim_end_matches(".xhtml")));
        }
        files.insert(site.title_page.file_name().into(), INDEX.into());
        Self(files)
    }

    /// Where a place of the publication is in the site; an address that leads elsewhere stays as it is.
    fn of(&self, href: &str) -> String {
        let (path, anchor) = href.find('#').map_or((href, ""), |at| href.split_at(at));
        match self.0.get(path.trim_start_matches("text/")) {
            Some(file) => format!("{file}{anchor}"),
            None => href.to_owned(),
        }
    }
}

/// What every page needs at hand.
struct Web<'s> {
    site: &'s Site,
    edition: &'s Edition,
    contents: Contents<'s>,
    addresses: Addresses,
}

impl Web<'_> {
    /// The page of a document.
    fn page(&self, at: usize) -> Vec<u8> {
        let doc = &self.site.docs[at];
        let title = if doc.title == self.edition.title {
            doc.title.clone()
        } else {
            format!("{} – {}", doc.title, self.edition.title)
        };
        let lang = (doc.lang != self.edition.lang).then(|| doc.lang.as_str());
        let mut main = element("main").attr_if("lang", lang).children(self.text_of(doc));
        // A document without a title is a page without one, but for those who hear it.
        let mut titled = false;
        main.each(&mut |one| titled |= one.name == "h1");
        if !titled {
            main.children.insert(0, Node::Element(element("h1").class("unseen").text(&doc.title)));
        }
        let home = element("p").class("home").child(element("a").attr("href", INDEX).text(&self.edition.title));
        let contents = self.contents.beside(at, &self.addresses, self.edition.words().contents);
        let side = element("header").class("side").child(home).child(self.search_form()).child(contents);
        let before = if at == 0 { &self.site.title_page } else { &self.site.docs[at - 1] };
        self.document(head(&title), Some(side), main, Some(before), self.site.docs.get(at + 1))
    }

    /// The index page: title page, search, contents, lists of figures and tables.
    fn index(&self) -> Vec<u8> {
        let words = self.edition.words();
        let lists = [
            ("contents around", words.contents, &self.site.nav, true),
            ("floats", words.figures, &self.site.figures.0, self.site.figures.1),
            ("floats", words.tables, &self.site.tables.0, self.site.tables.1),
        ];
        let lists = lists.into_iter().filter(|(.., points, shown)| *shown && !points.is_empty());
        let lists = lists.map(|(class, title, points, _)| {
            let made = element("nav").class(class).attr("aria-label", title);
            let title = element("h2").class("contents-title").text(title);
            let href = |point: &NavPoint| self.addresses.of(&point.href);
            Node::Element(made.child(title).child(list(points, &href)))
        });
        let title_page = self.text_of(&self.site.title_page);
        let main = element("main").class("front").children(title_page).child(self.search_form()).children(lists);
        let description = self.edition.book.meta.description.as_deref();
        let description = description.map(|text| element("meta").attr("name", "description").attr("content", text));
        let head = head(&self.edition.title).child_if(description);
        self.document(head, None, main, None, self.site.docs.first())
    }

    fn document(
        &self,
        head: Element,
        side: Option<Element>,
        main: Element,
        before: Option<&ContentDoc>,
        after: Option<&ContentDoc>,
    ) -> Vec<u8> {
        let words = self.edition.words();
        let turns = [("prev", words.website.previous, before), ("next", words.website.next, after)];
        let turns = turns.map(|(rel, word, doc)| doc.map(|doc| (rel, word, doc, self.addresses.of(&doc.path))));
        let sheet = |href: &str| element("link").attr("rel", "stylesheet").attr("href", href);
        let mut head = head.child(sheet("css/book.css")).child(sheet("css/site.css"));
        for (rel, _, _, href) in turns.iter().flatten() {
            head = head.child(element("link").attr("rel", *rel).attr("href", href));
        }
        let head = head.child(element("script").attr("defer", "").attr("src", "js/site.js"));
        let id = free_id("main", &main);
        let skip = || element("a").class("skip").attr("href", format!("#{id}")).text(words.text);
        let skip = side.is_some().then(skip);
        let links = turns.into_iter().flatten().map(|(rel, word, doc, href)| {
            let word = element("span").class("word").text(word);
            let title = element("span").class("title").text(&doc.title);
            Node::Element(element("a").attr("rel", rel).attr("href", href).child(word).child(title))
        });
        let label = format!("{}{}{}", words.website.previous, words.comma, words.website.next);
        let turn = element("nav").class("turn").attr("aria-label", label).children(links);
        let turn = (!turn.children.is_empty()).then_some(turn);
        let text = element("div").class("text").child(main.attr("id", id)).child_if(turn);
        element("html")
            .attr("lang", self.edition.lang.as_str())
            .attr("dir", direction(&self.edition.lang))
            .child(head)
            .child(element("body").child_if(skip).child_if(side).child(text))
            .write_html_file()
    }

    /// The field to search with; hidden until a script can answer.
    fn search_form(&self) -> Element {
        let words = &self.edition.words().website;
        let field = element("input")
            .attr("type", "search")
            .attr("aria-label", words.search)
            .attr("placeholder", words.search)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false");
        element("form")
            .class("search")
            .attr("role", "search")
            .attr("hidden", "")
            .attr("data-found", words.found)
            .attr("data-nothing", words.nothing)
            .attr("data-reading", words.reading)
            .child(field)
            .child(element("p").class("said").attr("role", "status"))
            .child(element("ol").class("found"))
    }

    /// A document's markup as part of a page: its links lead to pages, its pictures lie in a folder beside it.
    fn text_of(&self, doc: &ContentDoc) -> Vec<Node> {
        let mut body = doc.body.clone();
        for node in &mut body {
            let Node::Element(made) = node else { continue };
            // A page in a browser is one, whatever the printed book has.
            pages::without_marks(made);
            made.each_mut(&mut |one| {
                let name = one.name.clone();
                for (key, value) in &mut one.attributes {
                    match (name.as_str(), key.as_str()) {
                        ("img", "src") => *value = value.trim_start_matches("../").to_owned(),
                        ("a", "href") => *value = self.addresses.of(value),
                        _ => {}
                    }
                }
            });
        }
        body
    }
}

/// A name that nothing in the text has.
fn free_id(wanted: &str, text: &Element) -> String {
    let mut id = wanted.to_owned();
    loop {
        let mut taken = false;
        text.each(&mut |one| taken |= one.get("id") == Some(&id));
        if !taken {
            return id;
        }
        id.push('-');
    }
}
