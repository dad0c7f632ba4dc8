//! Collects the terms of the index, merges and sorts them: once, for all outputs.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

pub use super::collate::Sort;

use super::collate::{Doubt, Initial, Key, Order};
use super::picture::MAX_NEAR;
use super::{TocEntry, Words};
use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Division, DivisionKind, IndexTerm, Inline, Lang, Mention, NodeId, Title};

/// `[index]` of keben.toml.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndexOptions {
    /// How Han characters are sorted.
    pub sort: Sort,
}

/// The index of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The division it is printed in; `None` where the book has neither terms nor such a division.
    pub home: Option<NodeId>,
    /// Its entries under their initials.
    pub groups: Vec<IndexGroup>,
}

/// The entries under one initial.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexGroup {
    /// The initial as printed: `A`, `三画`, `か`.
    pub label: String,
    /// The entries, sorted.
    pub entries: Vec<IndexEntry>,
}

/// A term of the index, with those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexEntry {
    /// The entry itself, for those that lead to it.
    pub id: NodeId,
    /// The term.
    pub term: String,
    /// Where the text speaks of it, in reading order.
    pub locators: Vec<Locator>,
    /// What else to look up.
    pub see: Vec<See>,
    /// The terms below it, sorted.
    pub children: Vec<IndexEntry>,
}

/// A place, or a stretch, where the text speaks of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// Where.
    pub id: NodeId,
    /// Where it ends.
    pub until: Option<NodeId>,
    /// Whether to look there first.
    pub main: bool,
    /// The title above it that the contents list has; `None` before the first.
    pub section: Option<NodeId>,
}

/// Another term to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct See {
    /// Besides this one, not instead of it.
    pub also: bool,
    /// The other term.
    pub term: String,
    /// Its entry; `None` where there is none (reported).
    pub entry: Option<NodeId>,
}

/// Terms deeper than this are joined with the one above them.
const DEEPEST: usize = 6;

/// Entries have their identity from here on: no book has so many nodes.
const ENTRIES: u32 = 1 << 31;

/// Sees to it that a book with terms has a division to print its index in.
pub(super) fn with_home(mut book: Book, taken: NodeId, words: &Words) -> Book {
    let (mut terms, mut home) = (false, false);
    walk::book(&book, &mut |node| match node {
        Node::Division(division) => home |= division.kind == DivisionKind::Index,
        Node::Inline(Inline::IndexTerm(_)) => terms = true,
        Node::Block(_) | Node::Inline(_) => {}
    });
    if terms && !home {
        let title = Title { content: vec![Inline::text(words.index)], unnumbered: true, ..Title::default() };
        let id = NodeId(walk::last(&book).max(taken).0 + 1);
        let index = Division { id, kind: DivisionKind::Index, title: Some(title), ..Division::default() };
        // What says how the book was made stays at its end.
        let colophon = book.back.iter().rposition(|division| division.kind != DivisionKind::Colophon);
        book.back.insert(colophon.map_or(0, |at| at + 1), index);
    }
    book
}

/// The index of a book that has a division for it.
pub(super) fn index(book: &Book, toc: &[TocEntry], options: &IndexOptions, lang: &Lang, sink: &Sink) -> Index {
    let mut collector = Collector { listed: BTreeSet::new(), section: None, home: None, top: Tree::default(), sink };
    list(toc, &mut collector.listed);
    for division in book.divisions() {
        collector.division(division);
    }
    let Collector { home, top, .. } = collector;
    if top.below.is_empty() {
        return Index { home, groups: Vec::new() };
    }
    let order = Order::new(options.sort, lang);
    let mut maker = Maker { order, next: ENTRIES, ids: BTreeMap::new(), words: Words::of(lang), near: 0, sink };
    maker.name(&top, &mut Vec::new());
    let groups = maker.groups(&top);
    Index { home, groups }
}

fn list(entries: &[TocEntry], ids: &mut BTreeSet<NodeId>) {
    for entry in entries {
        ids.insert(entry.id);
        list(&entry.children, ids);
    }
}

/// A term while places are collected.
#[derive(Default)]
struct Tree<'b> {
    reading: Option<(&'b str, &'b Span)>,
    locators: Vec<Locator>,
    /// The stretch that is not ended yet, as a number in `locators`.
    open: Option<(usize, &'b Span)>,
    see: Vec<(bool, &'b [String], &'b Span)>,
    below: BTreeMap<String, Tree<'b>>,
}

struct Collector<'b, 's> {
    /// The nodes of the contents list.
    listed: BTreeSet<NodeId>,
    section: Option<NodeId>,
    home: Option<NodeId>,
    top: Tree<'b>,
    sink: &'s Sink,
}

impl<'b> Collector<'b, '_> {
    fn division(&mut self, division: &'b Division) {
        if division.kind == DivisionKind::Index {
            self.home = self.home.or(Some(division.id));
        }
        let outer = self.section;
        self.enter(division.id);
        if let Some(title) = &division.title {
            walk::inlines(&title.content, &mut |node| self.node(node));
        }
        walk::blocks(&division.blocks, &mut |node| self.node(node));
        for inner in &division.divisions {
            self.division(inner);
        }
        self.section = outer;
    }

    fn enter(&mut self, id: NodeId) {
        if self.listed.contains(&id) {
            self.section = Some(id);
        }
    }

    fn node(&mut self, node: Node<'b>) {
        match node {
            Node::Block(Block::Heading(heading)) => self.enter(heading.id),
            Node::Inline(Inline::IndexTerm(term)) => self.term(term),
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        }
    }

    fn term(&mut self, term: &'b IndexTerm) {
        let path = levels(&term.path);
        let readings: Vec<&str> = term.reading.as_deref().map(|all| all.split('!').collect()).unwrap_or_default();
        let mut place = &mut self.top;
        for (at, level) in path.iter().enumerate() {
            place = place.below.entry(level.clone()).or_default();
            // Fewer readings than levels are those of the last ones.
            let reading = (at + readings.len()).checked_sub(path.len()).and_then(|at| readings.get(at));
            let reading = reading.map(|reading| reading.trim()).filter(|reading| !reading.is_empty());
            place.reading = place.reading.or(reading.map(|reading| (reading, &term.span)));
        }
        let locator = Locator { id: term.id, until: None, main: term.mention == Mention::Main, section: self.section };
        match &term.mention {
            Mention::Here | Mention::Main => place.locators.push(locator),
            Mention::Begins => {
                if let Some((_, span)) = place.open.replace((place.locators.len(), &term.span)) {
                    unended(&path, span, self.sink);
                }
                place.locators.push(locator);
            }
            Mention::Ends => match place.open.take() {
                Some((at, _)) => place.locators[at].until = Some(term.id),
                None => {
                    let message = format!("the stretch of `{}` ends here and begins nowhere", path.join("!"));
                    let help = "mark its beginning with `.start`";
                    self.sink.push(Diagnostic::warning("index-range", &term.span, message).help(help));
                    place.locators.push(locator);
                }
            },
            Mention::See(other) => place.see.push((false, other, &term.span)),
            Mention::SeeAlso(other) => place.see.push((true, other, &term.span)),
        }
    }
}

fn unended(path: &[String], span: &Span, sink: &Sink) {
    let message = format!("the stretch of `{}` begins here and ends nowhere", path.join("!"));
    sink.push(Diagnostic::warning("index-range", span, message).help("mark its end with `.end`"));
}

/// The levels of a path, the deepest ones joined.
fn levels(path: &[String]) -> Vec<String> {
    let mut levels: Vec<String> = path.iter().map(|level| level.trim().to_owned()).collect();
    if levels.len() > DEEPEST {
        let rest = levels.split_off(DEEPEST - 1).join("!");
        levels.push(rest);
    }
    levels
}

struct Maker<'s> {
    order: Order,
    next: u32,
    ids: BTreeMap<Vec<String>, NodeId>,
    words: &'static Words,
    /// How often a near name was looked for.
    near: usize,
    sink: &'s Sink,
}

impl Maker<'_> {
    /// Gives every term its identity, in the order of their characters.
    fn name(&mut self, tree: &Tree, path: &mut Vec<String>) {
        for (term, below) in &tree.below {
            path.push(term.clone());
            self.ids.insert(path.clone(), NodeId(self.next));
            self.next += 1;
            self.name(below, path);
            path.pop();
        }
    }

    fn groups(&mut self, top: &Tree) -> Vec<IndexGroup> {
        let mut groups: Vec<(Initial, IndexGroup)> = Vec::new();
        for (key, entry) in self.sorted(top, &mut Vec::new()) {
            match groups.last_mut().filter(|(initial, _)| *initial == key.initial) {
                Some((_, group)) => group.entries.push(entry),
                None => {
                    let group = IndexGroup { label: key.initial.label.clone(), entries: vec![entry] };
                    groups.push((key.initial, group));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn sorted(&mut self, tree: &Tree, path: &mut Vec<String>) -> Vec<(Key, IndexEntry)> {
        let mut list: Vec<(Key, IndexEntry)> = Vec::with_capacity(tree.below.len());
        for (term, below) in &tree.below {
            path.push(term.clone());
            let (key, doubt) = self.order.key(term, below.reading.map(|(reading, _)| reading));
            self.doubt(term, below.reading, doubt);
            if let Some((_, span)) = below.open {
                unended(path, span, self.sink);
            }
            let entry = IndexEntry {
                id: self.ids.get(path).copied().unwrap_or_default(),
                term: term.clone(),
                locators: below.locators.clone(),
                see: self.see(below),
                children: self.sorted(below, path).into_iter().map(|(_, entry)| entry).collect(),
            };
            list.push((key, entry));
            path.pop();
        }
        list.sort_by(|a, b| self.order.compare(&a.0, &b.0));
        list
    }

    fn doubt(&self, term: &str, reading: Option<(&str, &Span)>, doubt: Option<Doubt>) {
        let none = Span::default();
        let (reading, span) = reading.unwrap_or(("", &none));
        match doubt {
            None => {}
            Some(Doubt::BadReading) => {
                let message = format!("the reading `{reading}` of `{term}` is no pinyin");
                let help = "write its syllables, as in `chong2 qing4`, or characters that sound alike";
                self.sink.push(Diagnostic::warning("index-reading", span, message).help(help));
            }
            Some(Doubt::NoReading) => {
                let message = format!("the index term `{term}` has no reading and stands behind the kana");
                self.sink
                    .push(Diagnostic::note("index-reading", span, message).help("say how it sounds: `reading=\"…\"`"));
            }
        }
    }

    fn see(&mut self, tree: &Tree) -> Vec<See> {
        let mut list: Vec<See> = Vec::new();
        for &(also, other, span) in &tree.see {
            let other = levels(other);
            let entry = self.ids.get(&other).copied();
            if entry.is_none() {
                let name = other.join("!");
                let help = self.nearest(&name).unwrap_or_else(|| "mark it where the text speaks of it".to_owned());
                let message = format!("no index term `{name}` to see");
                self.sink.push(Diagnostic::warning("index-see", span, message).help(help));
            }
            let see = See { also, term: other.join(self.words.comma), entry };
            if !list.contains(&see) {
                list.push(see);
            }
        }
        // What stands instead comes first, whatever was written first.
        list.sort_by_key(|see| see.also);
        list
    }

    fn nearest(&mut self, name: &str) -> Option<String> {
        self.near += 1;
        if self.near > MAX_NEAR {
            return None;
        }
        let all: Vec<String> = self.ids.keys().map(|path| path.join("!")).collect();
        nearest(name, all.iter().map(String::as_str)).map(|near| format!("the nearest is `{near}`"))
    }
}

impl Index {
    /// Visits every entry with its path, parents before what is below them.
    pub(super) fn each(&self, visit: &mut impl FnMut(&[&str], &IndexEntry)) {
        fn go<'i>(list: &'i [IndexEntry], path: &mut Vec<&'i str>, visit: &mut impl FnMut(&[&str], &IndexEntry)) {
            for entry in list {
                path.push(&entry.term);
                visit(path, entry);
                go(&entry.children, path, visit);
                path.pop();
            }
        }
        self.groups.iter().for_each(|group| go(&group.entries, &mut Vec::new(), visit));
    }
}
