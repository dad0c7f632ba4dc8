//! Finds where links lead: labels, files of the book, and places in them by the names that Markdown hosts give.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::Words;
use super::anchor::labelled;
use super::cite::{self, Reference};
use crate::diag::{Diagnostic, Sink, Span};
use crate::math;
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, DefinitionItem, Division, DivisionKind, Label, NodeId, Title};
use crate::source::join;

/// All places of a book that something may lead to.
#[derive(Clone, Debug, Default)]
pub(super) struct Dests {
    labels: BTreeMap<String, NodeId>,
    files: BTreeMap<String, File>,
    /// The file that a name without its ending means; a folder's own page ends in `/`.
    stems: BTreeMap<String, String>,
    /// Places of all files; `None` where two files have one of that name.
    places: BTreeMap<String, Option<NodeId>>,
    titles: BTreeMap<NodeId, String>,
    /// Terms of the glossary.
    glossary: BTreeMap<String, NodeId>,
    /// Figures and tables without a caption: whether it is a table.
    unnamed: BTreeMap<NodeId, bool>,
}

#[derive(Clone, Debug)]
struct File {
    division: NodeId,
    places: BTreeMap<String, NodeId>,
    taken: BTreeSet<String>,
    /// How often a name was wanted, for the `-1` behind the second of them.
    wanted: BTreeMap<String, u32>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Out of the book.
    External,
    /// To a node.
    Node(NodeId),
    /// To a file of the book, but not to the place named there: the file's division must do.
    Near(NodeId, String),
    /// Nowhere.
    Lost(Loss),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// The link has no target.
    Empty,
    /// A scheme that no book may hold.
    Scheme(String),
    /// The path leaves the project.
    Outside,
    /// No such place, in this file or elsewhere.
    Place(String),
    /// No such file of the book.
    File(String),
}

/// Collects the places of a book. The first of two equal labels wins.
pub(super) fn dests(book: &Book, references: &[Reference], sink: &Sink) -> Dests {
    let mut dests = Dests::default();
    walk::book(book, &mut |node| {
        if let (Some((id, label)), Some(span)) = (labelled(node), span(node)) {
            dests.add_label(id, label, span, sink);
        }
        // The lines of a formula may have labels of their own.
        if let Node::Block(Block::Math(block)) = node {
            for label in math::labels(&block.tex) {
                dests.labels.entry(label.to_owned()).or_insert(block.id);
            }
        }
        dests.add_title(node);
    });
    for reference in references {
        dests.labels.entry(cite::place(&reference.key)).or_insert(reference.id);
    }
    for top in book.divisions() {
        dests.add_division(top, "");
    }
    for file in dests.files.values() {
        for (place, id) in &file.places {
            dests.places.entry(place.clone()).and_modify(|known| *known = None).or_insert(Some(*id));
        }
    }
    dests
}

fn span(node: Node<'_>) -> Option<&Span> {
    match node {
        Node::Division(division) => Some(&division.span),
        Node::Block(block) => Some(block.span()),
        Node::Inline(_) => None,
    }
}

impl Dests {
    fn add_label(&mut self, id: NodeId, label: &Label, span: &Span, sink: &Sink) {
        if self.labels.contains_key(&label.0) {
            let message = format!("the label `{label}` is given twice; references lead to the first");
            let help = "give one of them another label";
            sink.push(Diagnostic::warning("duplicate-label", span, message).help(help));
        } else {
            self.labels.insert(label.0.clone(), id);
        }
    }

    fn add_title(&mut self, node: Node<'_>) {
        let (id, content) = match node {
            Node::Division(Division { id, title: Some(title), .. }) => (*id, &title.content),
            Node::Block(Block::Heading(heading)) => (heading.id, &heading.title.content),
            Node::Block(Block::Table(table)) => (table.id, &table.caption),
            Node::Block(Block::Figure(figure)) => (figure.id, &figure.caption),
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => return,
        };
        let text = walk::plain(content).trim().to_owned();
        if !text.is_empty() {
            self.titles.insert(id, text);
        } else if let Node::Block(Block::Table(_) | Block::Figure(_)) = node {
            self.unnamed.insert(id, matches!(node, Node::Block(Block::Table(_))));
        }
    }

    fn add_division(&mut self, division: &Division, above: &str) {
        let name = if division.span.file.is_empty() { above } else { &division.span.file };
        if !self.files.contains_key(name) {
            self.files.insert(name.to_owned(), File::new(division.id));
            self.stems.entry(stem(name)).or_insert_with(|| name.to_owned());
        }
        let file = self.files.get_mut(name).expect("the file was entered above");
        if let Some(label) = &division.label {
            file.places.entry(label.0.clone()).or_insert(division.id);
        }
        if let Some(title) = &division.title {
            file.add_title(division.id, title);
        }
        walk::blocks(&division.blocks, &mut |node| {
            if let (Node::Block(Block::Definitions(list)), DivisionKind::Glossary) = (node, division.kind) {
                for DefinitionItem { id, term, .. } in &list.items {
                    self.glossary.entry(walk::plain(term).trim().to_owned()).or_insert(*id);
                }
            }
            if let Some((id, label)) = labelled(node) {
                file.places.entry(label.0.clone()).or_insert(id);
            }
            if let Node::Block(Block::Heading(heading)) = node {
                file.add_title(heading.id, &heading.title);
            }
        });
        for inner in &division.divisions {
            self.add_division(inner, name);
        }
    }

    /// The node of a label.
    pub(super) fn label(&self, label: &str) -> Option<NodeId> {
        self.labels.get(label).copied()
    }

    /// All labels, in order.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.labels.iter().map(|(label, id)| (label.as_str(), *id))
    }

    /// All files of the book, in order.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The places in the file that a link in `file` leads to, or is in.
    pub(super) fn places(&self, file: &str, url: &str) -> impl Iterator<Item = &str> {
        let path = url.split(['#', '?']).next().unwrap_or_default();
        let name = if path.is_empty() { Some(file.to_owned()) } else { join(file, &decoded(path)) };
        let found = name.and_then(|name| self.file(&name));
        found.into_iter().flat_map(|file| file.places.keys().map(String::as_str))
    }

    /// The title or caption of a node.
    pub(super) fn title(&self, id: NodeId) -> &str {
        self.titles.get(&id).map_or("", String::as_str)
    }

    /// The entry of a term in the glossary.
    pub(super) fn gloss(&self, term: &str) -> Option<NodeId> {
        self.glossary.get(term).copied()
    }

    /// All terms of the glossary, in order of their characters.
    pub(super) fn glossary(&self) -> impl Iterator<Item = &str> {
        self.glossary.keys().map(String::as_str)
    }

    /// What a figure or table without a caption is called.
    pub(super) fn unnamed(&self, id: NodeId, words: &'static Words) -> Option<&'static str> {
        self.unnamed.get(&id).map(|&table| if table { words.table } else { words.figure })
    }

    /// Where `url` leads that stands in `file`.
    pub(super) fn find(&self, file: &str, url: &str) -> Lead {
        let url = url.trim();
        if url.is_empty() {
            return Lead::Lost(Loss::Empty);
        }
        if url.starts_with("//") {
            return Lead::External;
        }
        if let Some(scheme) = scheme(url) {
            return match scheme.to_ascii_lowercase().as_str() {
                // A page that runs code, carries another, or looks at one person's disk is no part of a book.
                name @ ("javascript" | "vbscript" | "data" | "file") => Lead::Lost(Loss::Scheme(name.to_owned())),
                _ => Lead::External,
            };
        }
        let (path, fragment) = url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or_default();
        let fragment = fragment.map(decoded).filter(|fragment| !fragment.is_empty());
        if path.is_empty() {
            return self.place(file, fragment);
        }
        let Some(joined) = join(file, &decoded(path)) else { return Lead::Lost(Loss::Outside) };
        let Some(found) = self.file(&joined) else { return Lead::Lost(Loss::File(joined)) };
        match fragment {
            None => Lead::Node(found.division),
            Some(fragment) => match found.place(&fragment).or_else(|| self.label(&fragment)) {
                Some(id) => Lead::Node(id),
                None => Lead::Near(found.division, fragment),
            },
        }
    }

    fn place(&self, file: &str, fragment: Option<String>) -> Lead {
        let own = self.file(file);
        let Some(fragment) = fragment else {
            return own.map_or(Lead::Lost(Loss::Empty), |file| Lead::Node(file.division));
        };
        let anywhere = |name: &str| self.places.get(name).copied().flatten();
        own.and_then(|file| file.place(&fragment))
            .or_else(|| self.label(&fragment))
            .or_else(|| anywhere(&fragment))
            .or_else(|| anywhere(&slug(&fragment)))
            .map_or(Lead::Lost(Loss::Place(fragment)), Lead::Node)
    }

    /// The file of a path: that very file, else the one that becomes a page of that name when a book is put on the
    /// web, else the page of that folder.
    fn file(&self, path: &str) -> Option<&File> {
        let of_stem = |stem: &str| self.stems.get(stem).and_then(|name| self.files.get(name));
        self.files.get(path).or_else(|| of_stem(&stem(path))).or_else(|| of_stem(&format!("{path}/")))
    }
}

impl File {
    fn new(division: NodeId) -> Self {
        Self { division, places: BTreeMap::new(), taken: BTreeSet::new(), wanted: BTreeMap::new() }
    }

    fn place(&self, name: &str) -> Option<NodeId> {
        self.places.get(name).or_else(|| self.places.get(&slug(name))).copied()
    }

    /// Enters a title under the name GitHub and mdBook give it: the second of a name gets `-1`.
    fn add_title(&mut self, id: NodeId, title: &Title) {
        let text = walk::plain(&title.content);
        let number = title.number.as_deref().unwrap_or_default();
        let whole = if number.is_empty() { slug(&text) } else { slug(&format!("{number} {text}")) };
        let name = loop {
            let wanted = self.wanted.entry(whole.clone()).or_default();
            let name = if *wanted == 0 { whole.clone() } else { format!("{whole}-{wanted}") };
            *wanted += 1;
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.places.entry(name).or_insert(id);
        if !number.is_empty() {
            // The reader parted number and title, and nobody knows any more whether a space stood between.
            self.places.entry(slug(&format!("{number}{text}"))).or_insert(id);
            self.places.entry(slug(&text)).or_insert(id);
        }
    }
}

/// The name of a heading in an address: lower case, hyphens for spaces, no punctuation; Han stays as it is.
///
/// The rule of GitHub's and of mdBook's heading anchors.
fn slug(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '_') {
            name.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            name.push('-');
        }
    }
    name
}

/// What a file is called without its ending; README and index are their folder's page: `ch1/`.
fn stem(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (base, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if !["md", "markdown", "html", "htm"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return path.to_owned();
    }
    if base.eq_ignore_ascii_case("readme") || base.eq_ignore_ascii_case("index") {
        return format!("{folder}/");
    }
    if folder.is_empty() { base.to_owned() } else { format!("{folder}/{base}") }
}

/// The scheme of an address (RFC 3986, 3.1).
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let right = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(legal);
    // One letter is a drive.
    (right && scheme.len() > 1).then_some(scheme)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
