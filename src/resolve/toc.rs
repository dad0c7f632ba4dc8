//! Makes the contents list from the titles of divisions and headings.

use std::iter::Peekable;

use super::number::{Numbers, with_title};
use super::{Options, TocEntry};
use crate::model::{Block, Book, Division, DivisionKind, Inline, NodeId, Title, walk};

/// The contents of a book, down to `options.contents_depth`.
///
/// A division without a title has no entry, and its headings stand where it would: so an article's headings are
/// level 1. A colophon without a title is left out whole.
pub(super) fn contents(book: &Book, options: &Options, numbers: &Numbers) -> Vec<TocEntry> {
    let mut list = List { deepest: options.contents_depth, numbers, entries: Vec::new() };
    for top in book.divisions() {
        list.division(top, 1);
    }
    nest(&mut list.entries.into_iter().peekable(), 0, 1)
}

struct List<'n> {
    deepest: u8,
    numbers: &'n Numbers,
    /// In reading order, each with the level its author gave it.
    entries: Vec<(u8, TocEntry)>,
}

impl List<'_> {
    fn division(&mut self, division: &Division, level: u8) {
        if division.kind == DivisionKind::Colophon && division.title.is_none() {
            return;
        }
        let inner = match &division.title {
            Some(title) => {
                self.push(division.id, title, level);
                level.saturating_add(1)
            }
            None => level,
        };
        for block in &division.blocks {
            if let Block::Heading(heading) = block {
                self.push(heading.id, &heading.title, inner.saturating_add(heading.level.max(1) - 1));
            }
        }
        for sub in &division.divisions {
            self.division(sub, inner);
        }
    }

    fn push(&mut self, id: NodeId, title: &Title, level: u8) {
        if level > self.deepest {
            return;
        }
        let number = self.numbers.get(&id);
        let content = bare(&title.content);
        let text = with_title(number, walk::plain(&content).trim());
        // A line of the contents that nobody could read or choose is none.
        if !text.is_empty() {
            let number = number.map(|number| number.text.clone());
            self.entries.push((level, TocEntry { id, level: 0, number, title: content, text, children: Vec::new() }));
        }
    }
}

/// Makes a tree of a list. A level that was skipped leaves no hole: a child is one level below its parent.
fn nest(entries: &mut Peekable<impl Iterator<Item = (u8, TocEntry)>>, above: u8, level: u8) -> Vec<TocEntry> {
    let mut list = Vec::new();
    while let Some((own, mut entry)) = entries.next_if(|(own, _)| *own > above) {
        entry.level = level;
        entry.children = nest(entries, own, level.saturating_add(1));
        list.push(entry);
    }
    list
}

/// A title as it can be repeated elsewhere: what may stand only once, or leads away, is gone.
fn bare(content: &[Inline]) -> Vec<Inline> {
    let mut list = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Text(_) | Inline::Ruby(_) | Inline::Code(_) | Inline::Math(_) => list.push(inline.clone()),
            Inline::Emphasis(inner) => list.push(Inline::Emphasis(bare(inner))),
            Inline::Strong(inner) => list.push(Inline::Strong(bare(inner))),
            Inline::Dots(inner) => list.push(Inline::Dots(bare(inner))),
            Inline::ProperName(inner) => list.push(Inline::ProperName(bare(inner))),
            Inline::TitleLine(inner) => list.push(Inline::TitleLine(bare(inner))),
            Inline::Subscript(inner) => list.push(Inline::Subscript(bare(inner))),
            Inline::Superscript(inner) => list.push(Inline::Superscript(bare(inner))),
            Inline::Strike(inner) => list.push(Inline::Strike(bare(inner))),
            Inline::Small(inner) => list.push(Inline::Small(bare(inner))),
            Inline::Warichu(inner) => list.push(Inline::Warichu(bare(inner))),
            Inline::Lang { lang, content } => list.push(Inline::Lang { lang: lang.clone(), content: bare(content) }),
            Inline::Link(link) => list.extend(bare(&link.content)),
            Inline::Image(image) => list.extend(image.alt.clone().filter(|alt| !alt.is_empty()).map(Inline::Text)),
            Inline::LineBreak => list.push(Inline::text(" ")),
            Inline::CrossRef(_) | Inline::Cite(_) | Inline::Note(_) | Inline::IndexTerm { .. } | Inline::Raw { .. } => {
            }
        }
    }
    list
}
