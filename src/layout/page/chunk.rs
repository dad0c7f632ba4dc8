//! What is poured into pages: strips that stay together, and what they refer to.

use std::collections::VecDeque;

use super::super::flow::{Backdrop, Head, NoteGalley, Strip};
use super::shifted;
use crate::model::Placement;
use crate::theme::NotePlace;
use crate::unit::Length;

/// What strips refer to by number, of all galleys.
#[derive(Default)]
pub(super) struct Stock {
    pub notes: Vec<NoteGalley>,
    pub backdrops: Vec<Backdrop>,
    pub heads: Vec<Head>,
}

impl Stock {
    /// The notes that strips call, each followed by those that its own text calls.
    pub fn called<'s>(&'s self, strips: impl IntoIterator<Item = &'s Strip>) -> Vec<usize> {
        let mut all = Vec::new();
        let mut pending: Vec<usize> = strips.into_iter().flat_map(|strip| strip.notes.iter().copied()).collect();
        pending.reverse();
        while let Some(note) = pending.pop() {
            all.push(note);
            pending.extend(self.notes[note].strips.iter().rev().flat_map(|strip| strip.notes.iter().rev()));
        }
        all
    }
}

/// Strips that stay together.
#[derive(Default)]
pub(super) struct Chunk {
    pub strips: Vec<Strip>,
    /// Where it may go, if it need not stay in its place.
    pub float: Option<Placement>,
    /// Whether it had to wait, so that it no longer stands where the text has it.
    pub late: bool,
}

impl Chunk {
    /// Strips that stay where the text has them.
    pub fn of(strips: Vec<Strip>) -> Self {
        Self { strips, ..Self::default() }
    }

    /// Whether it stands among the text, and not where there was room for it.
    pub fn in_text(&self) -> bool {
        !self.late && matches!(self.float, None | Some(Placement::Here))
    }

    /// From its first strip's top to its last one's foot.
    pub fn height(&self) -> Length {
        let all: Length = self.strips.iter().map(|strip| strip.advance).sum();
        let over = self.strips.last().map_or(Length::ZERO, |last| last.advance - last.frame.size.height);
        all - over
    }
}

/// A line of a note's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteLine {
    pub note: usize,
    pub line: usize,
}

/// Columns side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Across {
    pub count: usize,
    /// Width of one.
    pub measure: Length,
}

/// What measuring needs to know of a theme.
#[derive(Clone, Copy)]
pub(super) struct Ruler {
    pub pitch: Length,
    /// White around floats.
    pub white: Length,
    pub notes: NotePlace,
    /// How much lower a margin note's first line box lies than that of the line that calls it.
    pub margin_drop: Length,
}

/// Where something stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub what: What,
    pub top: Length,
}

/// What stands there.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A strip of a chunk.
    Strip(usize, usize),
    /// A strip of a table's head that is repeated.
    Head(usize, usize),
}

/// What a band leaves to the next.
#[derive(Default)]
pub(super) struct Rest {
    pub floats: VecDeque<Chunk>,
    pub carried: VecDeque<NoteLine>,
}

/// What the numbers of a galley are counted from among all of them.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub tags: u32,
    pub notes: usize,
    pub backdrops: usize,
    pub heads: usize,
}

impl Numbers {
    pub fn shift(self, strip: &mut Strip) {
        strip.frame.each_mut(&mut |placed, _| placed.tag = shifted(placed.tag, self.tags));
        strip.notes.iter_mut().for_each(|note| *note += self.notes);
        strip.backdrops.iter_mut().for_each(|backdrop| *backdrop += self.backdrops);
        strip.head = strip.head.map(|head| head + self.heads);
    }
}
