//! The package document (EPUB 3.3, 5): metadata, manifest, spine, and a guide for old readers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Rendition, accessibility, nav, ncx, text_start};
use crate::diag::Sink;
use crate::html::markup::{Element, Node, element};
use crate::html::{Site, direction};
use crate::model::{Creator, CreatorRole, Identifier, IdentifierScheme, Lang, Meta};
use crate::resolve::{Edition, is_date};

/// The name of the identifier that is the book's own.
const BOOK_ID: &str = "book-id";

/// How a book is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub rendition: Rendition,
    /// Lines run down the page.
    pub vertical: bool,
    /// Pages follow each other to the left, also where the language does not go that way.
    pub leftwards: bool,
}

pub(super) fn document(
    site: &Site,
    edition: &Edition,
    spine: &[Entry],
    others: &[Entry],
    shown: Shown,
    sink: &Sink,
) -> Element {
    let cover = others.iter().find(|entry| entry.properties == "cover-image");
    element("package")
        .attr("xmlns", "http://www.idpf.org/2007/opf")
        .attr("version", "3.0")
        .attr("unique-identifier", BOOK_ID)
        .attr("xml:lang", edition.lang.as_str())
        .attr("dir", direction(&edition.lang))
        .child(metadata(site, edition, cover, shown, sink))
        .child(manifest(spine, others))
        .child(reading_order(edition, spine, shown))
        .child(guide(site, edition, cover.is_some()))
}

fn metadata(site: &Site, edition: &Edition, cover: Option<&Entry>, shown: Shown, sink: &Sink) -> Element {
    // Taken apart whole: a field added to the model stops here and asks.
    let Meta {
        title: _,
        subtitle,
        title_in,
        creators,
        language: _,
        identifiers,
        publisher,
        date,
        rights,
        description,
        subjects,
        series,
        cover: _,
        references: _,
        // Both stand in the text.
        imprint: _,
        official: _,
        places: _,
    } = &edition.book.meta;
    let mut list = List::default();

    list.add(element("dc:identifier").attr("id", BOOK_ID).text(&edition.identifier));
    list.identifiers(identifiers, &edition.identifier);

    list.add(element("dc:title").attr("id", "title").text(&edition.title));
    if let Some(subtitle) = stated(subtitle) {
        list.refine("title", "title-type", "main", None);
        list.refine("title", "display-seq", "1", None);
        list.add(element("dc:title").attr("id", "subtitle").text(subtitle));
        list.refine("subtitle", "title-type", "subtitle", None);
        list.refine("subtitle", "display-seq", "2", None);
    }
    list.alternates("title", title_in);
    for (number, creator) in creators.iter().filter(|creator| !creator.name.trim().is_empty()).enumerate() {
        let Creator { name, role, file_as, name_in } = creator;
        let (kind, code) = relator(*role);
        let id = format!("creator-{}", number + 1);
        list.add(element(kind).attr("id", &id).text(name));
        list.refine(&id, "role", code, Some("marc:relators"));
        if let Some(file_as) = stated(file_as) {
            list.refine(&id, "file-as", file_as, None);
        }
        list.alternates(&id, name_in);
        list.refine(&id, "display-seq", &(number + 1).to_string(), None);
    }
    list.add(element("dc:language").text(edition.lang.as_str()));
    // A date that the package would not take for one stays on the title page.
    let date = date.clone().filter(|date| is_date(date.trim()));
    let plain =
        [("dc:publisher", publisher), ("dc:date", &date), ("dc:rights", rights), ("dc:description", description)];
    for (name, value) in plain {
        if let Some(value) = stated(value) {
            list.add(element(name).text(value));
        }
    }
    for subject in subjects.iter().filter(|subject| !subject.trim().is_empty()) {
        list.add(element("dc:subject").text(subject));
    }
    if let Some(series) = series.as_ref().filter(|series| !series.name.trim().is_empty()) {
        list.add(element("meta").attr("property", "belongs-to-collection").attr("id", "series").text(&series.name));
        list.refine("series", "collection-type", "series", None);
        if let Some(number) = series.number.as_deref().filter(|number| is_position(number)) {
            list.refine("series", "group-position", number, None);
        }
    }
    list.add(element("meta").attr("property", "dcterms:modified").text(format!("{}T00:00:00Z", edition.date)));
    for (property, value) in shown.rendition.properties() {
        list.add(element("meta").attr("property", format!("rendition:{property}")).text(value));
    }
    list.0.extend(accessibility::metadata(site, edition, cover.is_some(), sink));
    if !site.pages.is_empty() {
        // The PDF of the same book and day has no number of its own (Page Source Identification, 2.2).
        let source = format!("{} (PDF, {})", edition.title, edition.date);
        list.add(element("meta").attr("property", "pageBreakSource").text(source));
    }
    if let Some(cover) = cover {
        // EPUB 2 readers and shops look for this name.
        list.add(element("meta").attr("name", "cover").attr("content", cover.id()));
    }
    if shown.vertical {
        // Kindle asks here.
        list.add(element("meta").attr("name", "primary-writing-mode").attr("content", "vertical-rl"));
    }
    list.add(element("meta").attr("name", "generator").attr("content", concat!("keben ", env!("CARGO_PKG_VERSION"))));
    element("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").children(list.0)
}

#[derive(Default)]
struct List(Vec<Node>);

impl List {
    fn add(&mut self, element: Element) {
        self.0.push(Node::Element(element));
    }

    /// The identifiers of a book whose own is `book`, each with what it is by the trade's list (EPUB 3.3, D.3.10).
    fn identifiers(&mut self, identifiers: &[Identifier], book: &str) {
        let mut typed = BTreeSet::new();
        for (number, Identifier { scheme, value }) in (1..).zip(identifiers) {
            let value = value.trim();
            let urn = match scheme {
                IdentifierScheme::Isbn => format!("urn:isbn:{value}"),
                IdentifierScheme::Doi => format!("doi:{value}"),
                IdentifierScheme::Uuid if uuid::Uuid::parse_str(value).is_ok() => format!("urn:uuid:{value}"),
                IdentifierScheme::Uuid | IdentifierScheme::Other | IdentifierScheme::Serial => value.to_owned(),
            };
            if value.is_empty() {
                continue;
            }
            let own = same_identifier(&urn, book);
            let id = if own { BOOK_ID.to_owned() } else { format!("identifier-{number}") };
            if !own {
                self.add(element("dc:identifier").attr("id", &id).text(urn));
            }
            let kind = match scheme {
                IdentifierScheme::Isbn => "15",
                IdentifierScheme::Doi => "06",
                IdentifierScheme::Uuid | IdentifierScheme::Other | IdentifierScheme::Serial => continue,
            };
            if typed.insert(id.clone()) {
                self.refine(&id, "identifier-type", kind, Some("onix:codelist5"));
            }
        }
    }

    /// The same in other languages or scripts (EPUB 3.3, D.3.1).
    fn alternates(&mut self, id: &str, names: &BTreeMap<Lang, String>) {
        for (lang, name) in names.iter().filter(|(_, name)| !name.trim().is_empty()) {
            let meta = element("meta").attr("refines", format!("#{id}")).attr("property", "alternate-script");
            self.add(meta.attr("xml:lang", lang.as_str()).text(name.trim()));
        }
    }

    fn refine(&mut self, id: &str, property: &str, value: &str, scheme: Option<&str>) {
        let meta = element("meta").attr("refines", format!("#{id}")).attr("property", property);
        self.add(meta.attr_if("scheme", scheme).text(value));
    }
}

/// A text that says something.
fn stated(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

/// Whether two identifiers are one, written with other signs between.
fn same_identifier(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
    bare(a) == bare(b)
}

/// A whole number, or several with dots between (EPUB 3.3, D.3.9).
fn is_position(number: &str) -> bool {
    number.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// The element for a creator and the MARC relator code of what they did.
fn relator(role: CreatorRole) -> (&'static str, &'static str) {
    match role {
        CreatorRole::Author => ("dc:creator", "aut"),
        CreatorRole::Editor => ("dc:creator", "edt"),
        CreatorRole::Compiler => ("dc:creator", "com"),
        CreatorRole::Translator => ("dc:contributor", "trl"),
        CreatorRole::Illustrator => ("dc:contributor", "ill"),
        CreatorRole::Designer => ("dc:contributor", "bkd"),
        CreatorRole::Contributor => ("dc:contributor", "ctb"),
    }
}

fn manifest(spine: &[Entry], others: &[Entry]) -> Element {
    let item = |entry: &Entry| {
        let item =
            element("item").attr("id", entry.id()).attr("href", &entry.path).attr("media-type", entry.media_type);
        let properties = Some(entry.properties).filter(|properties| !properties.is_empty());
        Node::Element(item.attr_if("properties", properties))
    };
    element("manifest").children(spine.iter().chain(others).map(item))
}

/// Every document is in the reading order, and none is `linear="no"`: notes stand in the documents that call them, and of a
/// cover so marked some systems make a page at the end, others none, and others no picture for the shelf.
fn reading_order(edition: &Edition, spine: &[Entry], shown: Shown) -> Element {
    let toc = Entry::new(ncx::PATH, "", Vec::new()).id();
    element("spine")
        .attr("toc", toc)
        .attr("page-progression-direction", if shown.leftwards { "rtl" } else { direction(&edition.lang) })
        .children(spine.iter().map(|entry| Node::Element(element("itemref").attr("idref", entry.id()))))
}

fn guide(site: &Site, edition: &Edition, has_cover: bool) -> Element {
    let words = edition.words();
    let mut places = Vec::new();
    if has_cover {
        places.push(("cover", nav::COVER, words.cover));
    }
    places.push(("title-page", &site.title_page.path, words.title_page));
    places.push(("toc", nav::PATH, words.contents));
    places.push(("text", text_start(site), words.text));
    element("guide").children(places.into_iter().map(|(kind, href, title)| {
        Node::Element(element("reference").attr("type", kind).attr("href", href).attr("title", title))
    }))
}
