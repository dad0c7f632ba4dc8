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
    /// A place that something leads to, until its page is known; nothing to be seen.
    Anchor(NodeId),
    /// A frame turned by a quarter against the clock; the point is the upper left corner of what it then covers.
    Turned(Box<Frame>),
    /// The call of a note, until its page and so its number is known.
    Call {
        /// The note.
        note: NodeId,
        /// The size of the text around it.
        size: Length,
    },
}

/// The way from an item's frame to the page: so many quarters against the clock, then moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Quarter turns, 0 to 3.
    pub turns: u8,
    /// Where the frame's upper left corner comes to stand.
    pub at: Point,
}

impl Way {
    /// The way out of a frame that is turned by a quarter, `width` wide, put at `at`.
    fn turned(self, at: Point, width: Length) -> Self {
        Self { turns: (self.turns + 1) % 4, at: self.point(Point::new(at.x, at.y + width)) }
    }

    /// Where a point of the frame stands.
    pub fn point(self, at: Point) -> Point {
        let turned = match self.turns {
            0 => at,
            1 => Point::new(at.y, -at.x),
            2 => Point::new(-at.x, -at.y),
            _ => Point::new(-at.y, at.x),
        };
        turned + self.at
    }

    /// What an area of the frame covers.
    pub fn area(self, area: Rect) -> Rect {
        let (a, b) = (self.point(area.at), self.point(Point::new(area.right(), area.bottom())));
        let at = Point::new(a.x.min(b.x), a.y.min(b.y));
        Rect::new(at, Size::new((a.x - b.x).abs(), (a.y - b.y).abs()))
    }
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

    /// Every item with its way to this frame, those in turned frames too.
    pub fn each<'f>(&'f self, visit: &mut impl FnMut(&'f Placed, Way)) {
        self.each_from(Way::default(), visit);
    }

    fn each_from<'f>(&'f self, way: Way, visit: &mut impl FnMut(&'f Placed, Way)) {
        for placed in &self.items {
            visit(placed, way);
            if let Item::Turned(inner) = &placed.item {
                inner.each_from(way.turned(placed.at, inner.size.width), visit);
            }
        }
    }

    /// The same, to change them.
    pub(crate) fn each_mut(&mut self, visit: &mut impl FnMut(&mut Placed, Way)) {
        self.each_mut_from(Way::default(), visit);
    }

    fn each_mut_from(&mut self, way: Way, visit: &mut impl FnMut(&mut Placed, Way)) {
        for placed in &mut self.items {
            visit(placed, way);
            if let Item::Turned(inner) = &mut placed.item {
                inner.each_mut_from(way.turned(placed.at, inner.size.width), visit);
            }
        }
    }

    /// Puts another frame into this one, turned by a quarter against the clock.
    pub fn push_turned(&mut self, at: Point, mut frame: Self) {
        // What is to be told is told by the page, which knows frames that stand upright.
        self.said.append(&mut frame.said);
        self.details.append(&mut frame.details);
        self.push(at, Item::Turned(Box::new(frame)), TagId::ARTIFACT);
    }

    /// The same, turned by a quarter with the clock: by three against it.
    pub fn push_clockwise(&mut self, at: Point, frame: Self) {
        let turned = |frame: Self| {
            let mut whole = Self::new(Size::new(frame.size.height, frame.size.width));
            whole.push_turned(Point::ORIGIN, frame);
            whole
        };
        self.push_turned(at, turned(turned(frame)));
    }

    /// Puts a filled rectangle into the frame.
    pub fn push_rule(&mut self, area: Rect, ink: Ink) {
        self.push(area.at, Item::Rule { size: area.size, ink }, TagId::ARTIFACT);
    }
}
