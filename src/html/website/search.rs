//! The text to search, section by section, as the script reads it.

use rayon::prelude::*;

use super::super::markup::{Element, Node};
use super::super::{ContentDoc, Site, pages};
use super::Addresses;
use crate::resolve::{Edition, Words};

/// A section: what a search finds.
struct Section {
    /// Where it begins.
    href: String,
    /// Its title.
    title: String,
    /// Its text, the sections within it left out.
    text: String,
}

/// A script that hands over all sections: address, title, title of the page, text.
pub(super) fn text(site: &Site, edition: &Edition, addresses: &Addresses) -> String {
    let words = edition.words();
    let of = |doc: &ContentDoc| -> String {
        let lines = sections(doc, words, addresses).into_iter().map(|Section { href, title, text }| {
            // What is named after the book itself says nothing of the place.
            let page = if doc.title == title || doc.title == edition.title { "" } else { &doc.title };
            format!("{},\n", serde_json::json!([href, title, page, text]))
        });
        lines.collect()
    };
    let lines: Vec<String> = site.docs.par_iter().map(of).collect();
    format!("window.kebenText = [\n{}]\n", lines.concat())
}

fn sections(doc: &ContentDoc, words: &Words, addresses: &Addresses) -> Vec<Section> {
    let file = addresses.of(&doc.path);
    let begin = Section { href: file.clone(), title: doc.title.clone(), text: String::new() };
    let mut reader = Reader { file, words, sections: vec![begin] };
    reader.nodes(&doc.body, None);
    let mut sections = reader.sections;
    for section in &mut sections {
        section.title = one_spaced(&section.title);
        section.text = one_spaced(&section.text);
    }
    // A document begins with its title: before that there is nothing.
    if sections.len() > 1 && sections[0].text.is_empty() {
        sections.remove(0);
        sections[0].href = addresses.of(&doc.path);
    }
    sections
}

fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Reader<'a> {
    file: String,
    words: &'a Words,
    sections: Vec<Section>,
}

impl Reader<'_> {
    /// `id` is the name of the section that the nodes stand in.
    fn nodes(&mut self, nodes: &[Node], id: Option<&str>) {
        for node in nodes {
            match node {
                Node::Text(text) => self.push(text),
                Node::Element(element) if !pages::is_mark(node) => self.element(element, id),
                Node::Element(_) => {}
            }
        }
    }

    fn element(&mut self, element: &Element, id: Option<&str>) {
        match element.name.as_str() {
            // Readings stand between the characters they belong to; formulas are no words.
            "rt" | "rp" | "math" => {}
            "a" if element.has_class("noteref") || element.has_class("backlink") => {}
            // Where the index leads is found without it.
            "section" if element.has_class("index-group") => {}
            "section" => self.nodes(&element.children, element.get("id").or(id)),
            "aside" if element.has_class("footnote") => {
                let mut number = String::new();
                element.each(&mut |one| {
                    if one.has_class("backlink") {
                        number = one.plain();
                    }
                });
                self.begin(format!("{}{}{number}", self.words.note, self.words.gap), element.get("id"));
                self.nodes(&element.children, id);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.begin(String::new(), element.get("id").or(id));
                self.nodes(&element.children, id);
                if let Some(section) = self.sections.last_mut() {
                    section.title = std::mem::take(&mut section.text);
                }
            }
            "p" | "li" | "dt" | "dd" | "td" | "th" | "div" | "pre" | "figcaption" | "caption" | "br" => {
                self.nodes(&element.children, id);
                self.push(" ");
            }
            _ => self.nodes(&element.children, id),
        }
    }

    fn begin(&mut self, title: String, id: Option<&str>) {
        let href = id.map_or_else(|| self.file.clone(), |id| format!("{}#{id}", self.file));
        self.sections.push(Section { href, title, text: String::new() });
    }

    fn push(&mut self, text: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.text.push_str(text);
        }
    }
}
