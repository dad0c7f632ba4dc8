//! Finished placement: items at points, as plain data. Painting them is a `match`.

use std::sync::Arc;

use super::detail::LineDetail;
use crate::diag::Diagnostic;
use crate::math::Step;
use crate::model::NodeId;
use crate::text::Run;
use crate::theme::Ink;
use crate::unit::{Length, Point, Rect, Size};

/// A rectangle of finished items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Its extent. Items may reach over it (ruby, hanging marks, bleed).
    pub size: Size,
    /// What is in it, in painting order.
    pub items: Vec<Placed>,
    /// What is to be told about it, once it is known on which page it stands.
    pub said: Vec<Diagnostic>,
    /// What its lines look like inside, where somebody asked.
    pub details: Vec<LineDetail>,
}

/// An item at a point, belonging to a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Where: the baseline's start for runs, the upper left corner for the rest.
    pub at: Point,
    /// What.
    pub item: Item,
    /// The tag it is content of; [`TagId::ARTIFACT`] for what only decorates.
    pub tag: TagId,
}

/// What can be painted.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Glyphs.
    Run(Run),
    /// A filled rectangle: rules, tints, the cover's colour.
    Rule {
        /// Its extent.
        size: Size,
        /// Its ink.
        ink: Ink,
    },
    /// A filled circle around the point: emphasis dots.
    Disc {
        /// Its radius.
        radius: Length,
        /// Its ink.
        ink: Ink,
    },
    /// A wavy line to the right of the point: 书名号甲式.
    Wave {
        /// Its length.
        length: Length,
        /// Its ink.
        ink: Ink,
    },
    /// An outline with the point as its origin: arrows and braces of formulas.
    Outline {
        /// Its steps.
        steps: Vec<Step>,
        /// How thick its line is; nothing where it is filled.
        stroke: Option<Length>,
        /// Its ink.
        ink: Ink,
    },
    /// A picture of the edition.
    Image {
        /// Its path in the edition.
        path: Arc<str>,
        /// The size it is drawn at.
        size: Size,
    },
    /// A visible box for a character no font has; the point is the frame's upper left corner.
    Missing {
        /// The frame's side.
        size: Length,
        /// The character.
        text: String,
    },
    /// An area that leads somewhere when touched.
    Link {
        /// Its extent.
        size: Size,
        /// Where it leads.
        target: Target,
    },
    /// The call of a note, until its page and so its number is known.
    Call {
        /// The note.
        note: NodeId,
        /// The size of the text around it.
        size: Length,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a node of the book.
    Node(NodeId),
    /// From a note's call to its text.
    Note(NodeId),
    /// From a note's text back to its call.
    Call(NodeId),
    /// Out of the book.
    Url(Arc<str>),
}

/// A node of the tag tree. 0 is no node: decoration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u32);

impl TagId {
    /// For what only decorates: rules, folios, repeated heads.
    pub const ARTIFACT: Self = Self(0);
}

/// What a stretch of content is (ISO 32000-1, 14.8.4; PDF/UA).
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// The tag it stands in; [`TagId::ARTIFACT`] at the top.
    pub parent: TagId,
}

/// Kinds of tags.
#[derive(Clone, Debug, PartialEq)]
pub enum TagKind {
    /// A division.
    Section,
    /// A title, by depth from 1, with its text.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// A list; whether its items are numbered.
    List(bool),
    /// An item.
    ListItem,
    /// An item's marker.
    Label,
    /// An item's text.
    ItemBody,
    /// A table.
    Table,
    /// Rows of its head.
    TableHead,
    /// Rows of its body.
    TableBody,
    /// A row.
    Row,
    /// A cell that heads a column or row; columns and rows it covers.
    HeaderCell(u32, u32),
    /// A cell; columns and rows it covers.
    Cell(u32, u32),
    /// A picture with its alternative text.
    Figure(String),
    /// A caption.
    Caption,
    /// Program text.
    Code,
    /// A note.
    Note,
    /// A link.
    Link,
    /// A formula with its notation.
    Formula(String),
    /// The contents list.
    Contents,
    /// An entry of it.
    ContentsItem,
    /// A stretch in another language.
    Lang(String),
    /// Emphasis.
    Emphasis,
    /// Strong text.
    Strong,
}

impl Frame {
    /// An empty frame.
    pub fn new(size: Size) -> Self {
        Self { size, ..Self::default() }
    }

    /// Puts an item into the frame.
    pub fn push(&mut self, at: Point, item: Item, tag: TagId) {
        self.items.push(Placed { at, item, tag });
    }

    /// Puts all of another frame's items into this one, moved by `at`, and what is to be told about them.
    pub fn push_frame(&mut self, at: Point, frame: Self) {
        let Self { size: _, items, said, details } = frame;
        self.items.extend(items.into_iter().map(|placed| Placed { at: placed.at + at, ..placed }));
        self.said.extend(said);
        self.details.extend(details);
    }

    /// Puts a filled rectangle into the frame.
    pub fn push_rule(&mut self, area: Rect, ink: Ink) {
        self.push(area.at, Item::Rule { size: area.size, ink }, TagId::ARTIFACT);
    }
}
