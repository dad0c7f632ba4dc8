//! Gives the list of references its place in the book, where its author has not.

use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Division, DivisionKind, Inline, Lang, NodeId, Rule, Title};
use crate::resolve::Words;

/// The list stands where the author says so, else at the end of the bibliography's division, else in a division of its
/// own behind the text.
pub(in crate::resolve) fn place(book: &mut Book, id: NodeId, lang: &Lang) {
    let mut placed = false;
    walk::book(book, &mut |node| placed |= matches!(node, Node::Block(Block::References(_))));
    let list = || Block::References(Rule::default());
    if placed {
        return;
    }
    let tops = book.back.iter_mut().chain(&mut book.body).chain(&mut book.front);
    if let Some(division) = tops.filter_map(bibliography).next() {
        return division.blocks.push(list());
    }
    let closes = |division: &Division| matches!(division.kind, DivisionKind::Index | DivisionKind::Colophon);
    let at = book.back.iter().position(closes).unwrap_or(book.back.len());
    let content = vec![Inline::text(Words::of(lang).references)];
    let title = Title { content, unnumbered: true, ..Title::default() };
    let (kind, blocks) = (DivisionKind::Bibliography, vec![list()]);
    book.back.insert(at, Division { id, kind, title: Some(title), blocks, ..Division::default() });
}

fn bibliography(division: &mut Division) -> Option<&mut Division> {
    if division.kind == DivisionKind::Bibliography {
        return Some(division);
    }
    division.divisions.iter_mut().find_map(bibliography)
}
