//! Divisions → content documents: which there are, what they are called, what each of them holds.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{At, Content, Look};
use super::inline::languaged;
use super::markup::{Element, Node, element};
use super::{ContentDoc, Matter, pages};
use crate::diag::Diagnostic;
use crate::model::{Division, DivisionKind, Role};

impl<'e> Content<'e> {
    /// All documents of the text, in reading order.
    pub fn documents(&mut self) -> Vec<ContentDoc> {
        let book = &self.edition.book;
        let mut docs = Vec::new();
        for (divisions, matter) in
            [(&book.front, Matter::Front), (&book.body, Matter::Body), (&book.back, Matter::Back)]
        {
            for division in divisions {
                self.division(division, matter, 0, &mut docs);
            }
        }
        relocate(&mut docs);
        docs
    }

    /// A division as documents of its own: a part's chapters each have theirs, other divisions hold what is in them.
    fn division(&mut self, division: &'e Division, matter: Matter, depth: u8, docs: &mut Vec<ContentDoc>) {
        let at = At { look: Look::of(self.theme.body()), rank: 0, linked: false, file: &division.span.file };
        let (section, own): (Element, &[Division]) = if division.kind == DivisionKind::Part {
            (self.section_of(division, &[], at, 0), &division.divisions)
        } else {
            (self.section_of(division, &division.divisions, at, 0), &[])
        };
        let title = self.title_of(division);
        for (piece, section) in self.split(section).into_iter().enumerate() {
            self.judge(&section, division);
            let notes = self.notes_of(&section);
            let title = (piece > 0).then(|| heading_of(&section)).flatten().unwrap_or_else(|| title.clone());
            let mut body = vec![Node::Element(section)];
            if !notes.is_empty() {
                body.push(Node::Element(element("section").class("notes").children(notes)));
            }
            let name = name_of(division.kind);
            docs.push(ContentDoc {
                path: format!("text/{:03}-{name}.xhtml", docs.len() + 1),
                title,
                lang: division.lang.clone().unwrap_or_else(|| self.edition.lang.clone()),
                matter,
                depth,
                continued: piece > 0,
                mathml: has_math(&body),
                body,
            });
        }
        for inner in own {
            self.division(inner, matter, depth + 1, docs);
        }
    }

    /// The section of a division; `inner` are the divisions within it that are sections of the same document.
    fn section_of(&mut self, division: &'e Division, inner: &'e [Division], at: At<'e>, depth: u8) -> Element {
        let file = if division.span.file.is_empty() { at.file } else { &division.span.file };
        let at = At { file, ..at };
        let name = name_of(division.kind);
        let (kind, role) = semantics(division.kind);
        let mut made = element("section")
            .class(name)
            .attr_if("id", self.anchor(division.id))
            .attr_if("epub:type", kind)
            .attr_if("role", role);
        if let Some(lang) = division.lang.as_ref().filter(|lang| **lang != self.edition.lang) {
            made = languaged(made, lang);
        }
        let mut inside = at;
        if let Some(title) = &division.title {
            let role = match division.kind {
                DivisionKind::Part => Role::PartTitle,
                _ if depth == 0 => Role::ChapterTitle,
                _ => Role::Heading(depth.min(6)),
            };
            let below = At { rank: at.rank + 1, ..at };
            made = made.children(self.pages_at(division.id));
            if let Some(title) = self.title_element(title, division.id, role, below) {
                inside = below;
                made = made.child(title);
            }
        }
        inside.look = match division.kind {
            DivisionKind::Introduction => Look::of(self.theme.style(Role::Introduction)),
            DivisionKind::Colophon => Look::of(self.theme.style(Role::Colophon)),
            DivisionKind::Part
            | DivisionKind::Chapter
            | DivisionKind::Article
            | DivisionKind::Dedication
            | DivisionKind::Preface
            | DivisionKind::Appendix
            | DivisionKind::Afterword
            | DivisionKind::Glossary
            | DivisionKind::Bibliography
            | DivisionKind::Index => at.look,
        };
        made = made.children(self.blocks(&division.blocks, inside));
        if self.edition.index().home == Some(division.id) {
            made = made.children(self.index(inside));
        }
        for division in inner {
            let at = At { look: Look::of(self.theme.body()), ..inside };
            let section = self.section_of(division, &division.divisions, at, depth + 1);
            made = made.child(section);
        }
        made
    }

    fn title_of(&self, division: &Division) -> String {
        match self.edition.numbered(division.id, self.edition.title_of(division.id)) {
            title if !super::says_something(&title) => self.edition.title.clone(),
            title => title,
        }
    }

    /// Says where a document remains too large.
    fn judge(&self, section: &Element, division: &Division) {
        let (weight, limit) = (self.weight(section), self.split.size.bytes());
        if weight > limit {
            let message = format!(
                "a document of {} KB is more than the {} KB wanted: what is in it cannot be divided",
                weight.div_ceil(1000),
                limit / 1000
            );
            let help = "reading systems are slow with such documents; make more paragraphs or items of what is so long";
            self.sink.push(Diagnostic::warning("large-document", &division.span, message).help(help));
        }
    }

    /// The notes called in a section, in order, and those called in them.
    fn notes_of(&self, section: &Element) -> Vec<Node> {
        fn calls(element: &Element) -> Vec<String> {
            let mut calls = Vec::new();
            element.each(&mut |one| calls.extend(called(one).map(str::to_owned)));
            calls.reverse();
            calls
        }
        let mut found: Vec<Node> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut pending = calls(section);
        while let Some(anchor) = pending.pop() {
            let Some(note) = self.notes.get(&anchor) else { continue };
            if seen.insert(anchor) {
                pending.extend(calls(note));
                found.push(Node::Element(note.clone()));
            }
        }
        found
    }
}

/// The anchor of the note that an element calls.
pub(super) fn called(element: &Element) -> Option<&str> {
    element.has_class("noteref").then(|| element.get("href")?.strip_prefix('#'))?
}

/// The words of the heading that a piece begins with.
fn heading_of(piece: &Element) -> Option<String> {
    let first = piece.children.iter().find_map(|child| match child {
        Node::Element(child) if !pages::is_mark_element(child) => Some(child),
        Node::Element(_) | Node::Text(_) => None,
    })?;
    if first.name == "section" {
        return heading_of(first);
    }
    let mut title = Some(first).filter(|first| first.name.len() == 2 && first.name.starts_with('h'))?.clone();
    let silent = |node: &Node| matches!(node, Node::Element(one) if matches!(one.name.as_str(), "rp" | "rt") || one.has_class("noteref"));
    title.each_mut(&mut |one| one.children.retain(|child| !silent(child)));
    Some(title.plain()).filter(|words| super::says_something(words))
}

fn has_math(body: &[Node]) -> bool {
    let mut found = false;
    for node in body {
        if let Node::Element(element) = node {
            element.each(&mut |one| found |= one.name == "math");
        }
    }
    found
}

/// Points links within the book at the documents that hold their targets; where none does, the text alone stays.
fn relocate(docs: &mut [ContentDoc]) {
    let mut homes: BTreeMap<String, usize> = BTreeMap::new();
    for (at, doc) in docs.iter().enumerate() {
        doc.each(&mut |element| {
            if let Some(id) = element.get("id") {
                homes.entry(id.to_owned()).or_insert(at);
            }
        });
    }
    let files: Vec<String> = docs.iter().map(|doc| doc.file_name().to_owned()).collect();
    for (at, doc) in docs.iter_mut().enumerate() {
        doc.each_mut(&mut |element| {
            let Some(anchor) = element.get("href").and_then(|href| href.strip_prefix('#')) else { return };
            match homes.get(anchor) {
                Some(&home) if home == at => {}
                Some(&home) => {
                    let href = format!("{}#{anchor}", files[home]);
                    for (name, value) in &mut element.attributes {
                        if name == "href" {
                            *value = href.clone();
                        }
                    }
                }
                None => {
                    element.name = "span".into();
                    element.attributes.retain(|(name, _)| name == "class" || name == "id");
                }
            }
        });
    }
}

/// The name of a kind of division, for files and classes.
fn name_of(kind: DivisionKind) -> &'static str {
    match kind {
        DivisionKind::Part => "part",
        DivisionKind::Chapter => "chapter",
        DivisionKind::Article => "article",
        DivisionKind::Dedication => "dedication",
        DivisionKind::Preface => "preface",
        DivisionKind::Introduction => "introduction",
        DivisionKind::Appendix => "appendix",
        DivisionKind::Afterword => "afterword",
        DivisionKind::Glossary => "glossary",
        DivisionKind::Bibliography => "bibliography",
        DivisionKind::Index => "index",
        DivisionKind::Colophon => "colophon",
    }
}

/// A division's `epub:type` (EPUB 3 Structural Semantics Vocabulary) and ARIA role (DPUB-ARIA 1.1).
fn semantics(kind: DivisionKind) -> (Option<&'static str>, Option<&'static str>) {
    match kind {
        DivisionKind::Part => (Some("part"), Some("doc-part")),
        DivisionKind::Chapter => (Some("chapter"), Some("doc-chapter")),
        DivisionKind::Article => (None, None),
        DivisionKind::Dedication => (Some("dedication"), Some("doc-dedication")),
        DivisionKind::Preface => (Some("preface"), Some("doc-preface")),
        DivisionKind::Introduction => (Some("introduction"), Some("doc-introduction")),
        DivisionKind::Appendix => (Some("appendix"), Some("doc-appendix")),
        DivisionKind::Afterword => (Some("afterword"), Some("doc-afterword")),
        DivisionKind::Glossary => (Some("glossary"), Some("doc-glossary")),
        DivisionKind::Bibliography => (Some("bibliography"), Some("doc-bibliography")),
        DivisionKind::Index => (Some("index"), Some("doc-index")),
        DivisionKind::Colophon => (Some("colophon"), Some("doc-colophon")),
    }
}
