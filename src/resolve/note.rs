//! Numbers notes: within their top division, and through the book. Numbers by page are `layout`'s.

use std::collections::BTreeMap;

use crate::model::walk::{self, Node};
use crate::model::{Book, Inline, NodeId};

/// A note's numbers, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NoteNumber {
    /// Within its top division.
    pub in_division: u32,
    /// Within the book.
    pub in_book: u32,
}

/// The numbers of each note; a note inside a note follows it.
pub(super) fn notes(book: &Book) -> BTreeMap<NodeId, NoteNumber> {
    let mut numbers = BTreeMap::new();
    let mut in_book = 0;
    for top in book.divisions() {
        let mut in_division = 0;
        walk::division(top, &mut |node| {
            if let Node::Inline(Inline::Note(note)) = node {
                (in_division, in_book) = (in_division + 1, in_book + 1);
                numbers.insert(note.id, NoteNumber { in_division, in_book });
            }
        });
    }
    numbers
}
