//! What `flow` hands to `page`: strips that are never divided, in a galley that has no end.

use crate::diag::Span;
use crate::model::{DivisionKind, NodeId, Placement, TextPlace};
use crate::theme::{Ink, Opens};
use crate::unit::{Length, Point, Rect, Size};

use super::super::Tags;
use super::super::frame::Frame;

/// A division set in one long column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Galley {
    pub kind: DivisionKind,
    /// It stands before the text.
    pub front: bool,
    /// The columns it is set in, and how wide each is.
    pub columns: (u8, Length),
    pub strips: Vec<Strip>,
    /// The notes its strips call.
    pub notes: Vec<NoteGalley>,
    pub backdrops: Vec<Backdrop>,
    /// Heads of tables, repeated where a table goes on.
    pub heads: Vec<Head>,
    pub tags: Tags,
    /// What ends with it.
    pub closes: Closes,
    /// The title over the notes, where they stand after what ends here.
    pub notes_title: Option<Vec<Strip>>,
}

/// What ends with a division.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Closes {
    /// Nothing but itself.
    #[default]
    Nothing,
    /// Its top division.
    Chapter,
    /// The text of the book.
    Book,
}

/// A strip across the type area: a line, a heading, a row, a picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strip {
    /// What is in it; its height is the room it needs.
    pub frame: Frame,
    /// From its top to the top of the strip after it.
    pub advance: Length,
    /// White above it, dropped at a page's head.
    pub before: Length,
    /// Its top falls on the page's grid.
    pub grid: bool,
    /// It stays on one page with the strip after it.
    pub keep: bool,
    /// It stands across all columns.
    pub span: bool,
    /// It, and what is kept with it, may stand elsewhere.
    pub float: Option<Placement>,
    /// A division begins with it.
    pub begins: bool,
    /// It opens a page.
    pub opening: Option<Opening>,
    /// The notes it calls, as numbers in [`Galley::notes`].
    pub notes: Vec<usize>,
    /// Notes whose text is still to be set.
    pub waiting: Vec<NodeId>,
    /// Nodes that stand here.
    pub anchors: Vec<NodeId>,
    /// The place in the text that begins here.
    pub from: Option<TextPlace>,
    /// The text of a title that begins here, for running heads: 0 for the division's, else the heading's level.
    pub title: Option<(u8, String)>,
    /// Rules and tints behind it, as numbers in [`Galley::backdrops`].
    pub backdrops: Vec<usize>,
    /// The table it belongs to, as a number in [`Galley::heads`].
    pub head: Option<usize>,
    /// Where it stands in the source, if it is far higher than a line.
    pub place: Span,
}

/// How a strip opens a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Opening {
    pub opens: Opens,
    /// White above it that stays at the page's head.
    pub sink: Length,
}

/// A note's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct NoteGalley {
    pub id: NodeId,
    pub strips: Vec<Strip>,
}

/// A rule or tint behind strips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Backdrop {
    pub x: Length,
    pub width: Length,
    pub ink: Ink,
    /// How far it reaches over the first strip's top and the last one's foot.
    pub pad: Length,
}

impl Backdrop {
    /// What it covers behind strips from `top` to `foot`.
    pub fn area(&self, top: Length, foot: Length) -> Rect {
        let (top, foot) = (top - self.pad, foot + self.pad);
        Rect::new(Point::new(self.x, top), Size::new(self.width, foot - top))
    }
}

/// The head of a table, for pages it goes on over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub strips: Vec<Strip>,
}
