//! Numbers notes within their top division, for outputs without pages.

use std::collections::BTreeMap;

use crate::model::walk::{self, Node};
use crate::model::{Book, Inline, NodeId};

/// The number of each note, from 1 in each top division; a note inside a note follows it.
pub(super) fn notes(book: &Book) -> BTreeMap<NodeId, u32> {
    let mut numbers = BTreeMap::new();
    for top in book.divisions() {
        let mut last = 0;
        walk::division(top, &mut |node| {
            if let Node::Inline(Inline::Note(note)) = node {
                last += 1;
                numbers.insert(note.id, last);
            }
        });
    }
    numbers
}
