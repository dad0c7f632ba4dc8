//! Tells the author what does not hold together: links and references that lead nowhere, pictures without words,
//! titles and chapters without text. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::Edition;
use super::dest::{Lead, Loss};
use super::picture::MAX_NEAR;
use super::works::Works;
use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::model::walk::{self, Node};
use crate::model::{Block, CrossRef, Division, DivisionKind, Inline, Link, Title};
use crate::source::Source;

/// Checks every link and cross reference once.
pub(super) fn links(edition: &Edition, works: &Works, source: &dyn Source, sink: &Sink) {
    let mut checker = Checker { edition, works, source, sink, near: 0, exists: BTreeMap::new() };
    walk::book(&edition.book, &mut |node| match node {
        Node::Inline(Inline::Link(link)) => checker.link(link),
        Node::Inline(Inline::CrossRef(reference)) => checker.reference(reference),
        Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
    });
}

/// A name longer than this, in bytes, is no slip of the pen, and comparing it costs its length each time.
const LONGEST_NAME: usize = 300;

struct Checker<'e> {
    edition: &'e Edition,
    works: &'e Works,
    source: &'e dyn Source,
    sink: &'e Sink,
    near: usize,
    /// What was asked of the source: a thousand links may name one missing file.
    exists: BTreeMap<String, bool>,
}

impl<'e> Checker<'e> {
    fn link(&mut self, link: &Link) {
        let edition = self.edition;
        let dests = &edition.dests;
        if let Some(term) = &link.gloss {
            if dests.gloss(term).is_none() {
                let near = self.nearest(term, dests.glossary());
                let help =
                    near.map_or_else(|| "define it in a list of definitions in the glossary".to_owned(), is_near);
                let message = format!("no term `{term}` in the glossary");
                self.sink.push(Diagnostic::warning("no-gloss", &link.span, message).help(help));
            }
            return;
        }
        let (message, help) = match dests.find(&link.span.file, &link.url) {
            Lead::External | Lead::Node(_) => return,
            Lead::Near(_, place) => {
                let near = self.nearest(&place, dests.places(&link.span.file, &link.url));
                let message = format!("no place `{place}` in the file that `{}` leads to", link.url);
                (message, near.map_or_else(|| "the link leads to the file's beginning".to_owned(), is_near))
            }
            Lead::Lost(Loss::Empty) => ("a link without a target".to_owned(), "write where it leads".to_owned()),
            Lead::Lost(Loss::Scheme(scheme)) => {
                let message = format!("the link's `{scheme}:` address has no place in a book");
                (message, "lead to a page or to a file of the book".to_owned())
            }
            Lead::Lost(Loss::Outside) => {
                let message = format!("the link `{}` leaves the project's folder", link.url);
                (message, "lead to a chapter, or to an address on the web".to_owned())
            }
            Lead::Lost(Loss::Place(place)) => {
                let near = self.nearest(&place, dests.places(&link.span.file, &link.url));
                let help = near.map_or_else(|| "give the heading it means that label: `{#label}`".to_owned(), is_near);
                (format!("no place `{place}`"), help)
            }
            Lead::Lost(Loss::File(path)) => {
                let help = "add it to the chapters, or lead to an address on the web".to_owned();
                if self.exists(&path) {
                    (format!("the link `{}` leads to a file that is no chapter", link.url), help)
                } else {
                    let near = self.nearest(&path, dests.files().filter(|file| !file.is_empty()));
                    (format!("no file `{path}` among the chapters"), near.map_or(help, is_near))
                }
            }
        };
        self.sink.push(Diagnostic::warning("broken-link", &link.span, message).help(help));
    }

    fn reference(&mut self, reference: &CrossRef) {
        let edition = self.edition;
        if edition.dest(&reference.label).is_some() || edition.citation(reference.id).is_some() {
            return;
        }
        let label = &reference.label.0;
        let labels = || edition.dests.labels().map(|(label, _)| label);
        let near = self.nearest(label, labels().chain(self.works.keys()));
        // In a book with a bibliography the name is a work's, unless it is nearly that of a place.
        let cites = !edition.book.meta.references.bibliography.is_empty();
        if cites && !near.is_some_and(|near| labels().any(|label| label == near)) {
            let message = format!("no work `{label}` in the bibliography, and no label");
            let help = near.map_or_else(|| "add it to the bibliography".to_owned(), is_near);
            return self.sink.push(Diagnostic::warning("no-work", &reference.span, message).help(help));
        }
        let help = near.map_or_else(|| format!("give the place it means that label: `{{#{label}}}`"), is_near);
        let message = format!("no label `{label}`");
        self.sink.push(Diagnostic::warning("no-label", &reference.span, message).help(help));
    }

    fn nearest<'n>(&mut self, name: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        self.near += 1;
        if self.near > MAX_NEAR || name.len() > LONGEST_NAME {
            return None;
        }
        nearest(name, all)
    }

    fn exists(&mut self, path: &str) -> bool {
        let source = self.source;
        *self.exists.entry(path.to_owned()).or_insert_with(|| source.exists(path))
    }
}

fn is_near(name: &str) -> String {
    format!("the nearest is `{name}`")
}

/// Checks titles, levels of headings, empty chapters and pictures without words.
pub(super) fn shape(edition: &Edition, sink: &Sink) {
    let mut silent = BTreeSet::new();
    walk::book(&edition.book, &mut |node| match node {
        Node::Division(inner) => division(inner, edition, sink),
        Node::Block(Block::Heading(heading)) if is_empty(&heading.title) => {
            let help = "write a title, or take the heading away";
            sink.push(Diagnostic::warning("empty-title", &heading.span, "a heading without text").help(help));
        }
        Node::Block(Block::Figure(figure)) => {
            for image in figure.images.iter().filter(|image| image.alt.is_none()) {
                no_alt(&image.path, &image.span, &mut silent, sink);
            }
        }
        Node::Inline(Inline::Image(image)) if image.alt.is_none() => {
            no_alt(&image.path, &image.span, &mut silent, sink);
        }
        Node::Block(_) | Node::Inline(_) => {}
    });
}

fn no_alt<'p>(path: &'p str, span: &Span, silent: &mut BTreeSet<&'p str>, sink: &Sink) {
    // Once a picture: an ornament may stand in every chapter.
    if silent.insert(path) {
        let help = "say in a sentence what it shows, or leave the words empty where it only adorns";
        sink.push(Diagnostic::note("no-alt", span, "a picture without words for those who cannot see it").help(help));
    }
}

fn division(division: &Division, edition: &Edition, sink: &Sink) {
    if division.title.as_ref().is_some_and(is_empty) {
        let help = "write a title";
        sink.push(Diagnostic::warning("empty-title", &division.span, "a chapter whose title has no text").help(help));
    }
    let index = edition.index().home == Some(division.id) && !edition.index().groups.is_empty();
    let prints = index || matches!(division.kind, DivisionKind::Part | DivisionKind::Bibliography);
    if !prints && division.blocks.is_empty() && division.divisions.is_empty() {
        let name = division.title.as_ref().map(|title| walk::plain(&title.content)).unwrap_or_default();
        let message = format!("the chapter `{}` has no text", name.trim());
        let help = "write it, or take it from the list of chapters";
        sink.push(Diagnostic::warning("empty-chapter", &division.span, message).help(help));
    }
    let mut above = 0;
    for block in &division.blocks {
        let Block::Heading(heading) = block else { continue };
        if heading.level > above + 1 {
            let message = format!("a heading of level {} where level {} is due", heading.level, above + 1);
            let help = "screen readers announce the levels: leave none out";
            sink.push(Diagnostic::note("heading-gap", &heading.span, message).help(help));
            // Once a division: what follows is likely written the same way.
            return;
        }
        above = heading.level;
    }
}

/// Whether a title prints nothing. A number alone (`第一节`) or a picture without words still prints.
fn is_empty(title: &Title) -> bool {
    let picture = |inline: &Inline| matches!(inline, Inline::Image(_));
    let number = title.number.as_deref().is_some_and(|number| !number.trim().is_empty());
    !number && walk::plain(&title.content).trim().is_empty() && !title.content.iter().any(picture)
}
