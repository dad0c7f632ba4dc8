//! A formula's tree → rows of pieces, each with its glyphs, rules and outlines where they stand. Nobody here knows which
//! fonts there are: glyphs are named by the font of KaTeX's family they belong to.

use std::collections::HashMap;
use std::sync::Arc;

use ratex_layout::layout_box::BoxContent;
use ratex_layout::{FallbackGlyphMetrics, LayoutBox, LayoutOptions, to_display_list, validate_layout};
use ratex_types::color::Color;
use ratex_types::display_item::{DisplayItem, DisplayList};
use ratex_types::math_style::MathStyle;
use ratex_types::path_command::PathCommand;

use super::Formula;
use super::node::{AtomFamily, ParseNode};
use crate::unit::{Length, Point, Size};

/// How a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// On lines of its own.
    Display,
    /// In a line of text.
    Inline,
}

/// A line of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it consists of; a line may be broken between them.
    pub pieces: Vec<Piece>,
    /// The author's own number for it.
    pub tag: Option<String>,
}

/// A part of a formula that is never divided. Its origin is the left end of its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its width.
    pub width: Length,
    /// From the baseline up.
    pub height: Length,
    /// From the baseline down.
    pub depth: Length,
    /// Space after it, dropped where a line ends.
    pub after: Length,
    /// What is in it, in painting order.
    pub marks: Vec<Mark>,
}

/// What can be painted.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A character.
    Glyph {
        /// The PostScript name of its font.
        font: Arc<str>,
        /// The character in that font.
        c: char,
        /// The character it is copied as.
        copied: char,
        /// Its baseline's start.
        at: Point,
        /// The size of its font.
        size: Length,
        /// Its colour, where the author gave one.
        colour: Option<[u8; 3]>,
    },
    /// A filled rectangle.
    Rule {
        /// Its upper left corner.
        at: Point,
        /// Its extent.
        size: Size,
        /// Its colour, where the author gave one.
        colour: Option<[u8; 3]>,
    },
    /// An outline, filled or drawn as a line.
    Outline {
        /// Its steps.
        steps: Vec<Step>,
        /// How thick its line is; nothing where it is filled.
        stroke: Option<Length>,
        /// Its colour, where the author gave one.
        colour: Option<[u8; 3]>,
    },
}

/// A step of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begins anew.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A quadratic curve with its handle.
    Quad(Point, Point),
    /// A cubic curve with its handles.
    Cubic(Point, Point, Point),
    /// Back to where it began.
    Close,
}

/// Whether a formula can be set within the limits of what is still a formula.
pub(super) fn check(nodes: &[ParseNode]) -> Result<(), String> {
    let tree = ratex_layout::layout(nodes, &LayoutOptions::default());
    validate_layout(&tree)?;
    let extent = [tree.width, tree.height, tree.depth];
    let sound = extent.into_iter().all(|length| length.is_finite() && length.abs() < MOST);
    if sound { Ok(()) } else { Err("it is larger than any page".to_owned()) }
}

/// Thickness of lines that are drawn, in em: that of fraction bars.
const STROKE: f64 = 0.04;

/// The largest extent of a formula, in em.
const MOST: f64 = 10_000.0;

impl Step {
    /// The same with other points.
    #[must_use]
    pub fn map(self, to: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(at) => Self::Move(to(at)),
            Self::Line(at) => Self::Line(to(at)),
            Self::Quad(by, at) => Self::Quad(to(by), to(at)),
            Self::Cubic(by, and, at) => Self::Cubic(to(by), to(and), to(at)),
            Self::Close => Self::Close,
        }
    }
}

impl Formula {
    /// Sets the formula. `widths` gives the advance, in em of `size`, of characters that KaTeX's fonts lack.
    pub fn set(&self, size: Length, style: Style, widths: &dyn Fn(char) -> Option<f64>) -> Vec<Row> {
        let lent = self.foreign.iter().filter_map(|&c| {
            let width = widths(c)?;
            Some((c, FallbackGlyphMetrics { width, height: 0.85 * width, depth: 0.1 * width }))
        });
        let foreign: HashMap<char, FallbackGlyphMetrics> = lent.collect();
        let style = if style == Style::Display { MathStyle::Display } else { MathStyle::Text };
        let options = LayoutOptions { style, ..LayoutOptions::default() };
        let tree = ratex_layout::layout_with_fallback_metrics(&self.nodes, &options, Arc::new(foreign));
        let setter = Setter { size };
        if style == MathStyle::Display
            && let Some(rows) = setter.rows(&tree, &self.tags, &self.nodes)
        {
            return rows;
        }
        let tag = self.tags.iter().flatten().next().cloned();
        vec![Row { pieces: setter.pieces(&tree, &self.nodes), tag }]
    }
}

struct Setter {
    size: Length,
}

impl Setter {
    fn length(&self, em: f64) -> Length {
        self.size.scale(em)
    }

    fn point(&self, x: f64, y: f64) -> Point {
        Point::new(self.length(x), self.length(y))
    }

    /// The rows of equations below each other; nothing where the formula is no such thing.
    fn rows(&self, tree: &LayoutBox, tags: &[Option<String>], nodes: &[ParseNode]) -> Option<Vec<Row>> {
        let [ParseNode::Array { col_separation_type: Some(kind), hlines_before_row, .. }] = nodes else { return None };
        if !matches!(kind.as_str(), "align" | "alignat" | "gather")
            || hlines_before_row.iter().any(|row| !row.is_empty())
        {
            return None;
        }
        let array = match &tree.content {
            BoxContent::HBox(children) => {
                children.iter().find(|child| matches!(child.content, BoxContent::Array { .. }))?
            }
            _ => tree,
        };
        let BoxContent::Array { cells, row_heights, row_depths, offset, .. } = &array.content else { return None };
        let list = to_display_list(tree);
        let mut rows = Vec::new();
        let mut top = -offset;
        for (at, cells) in cells.iter().enumerate() {
            let (height, depth) = (row_heights.get(at)?, row_depths.get(at)?);
            rows.push((top, top + height, cells));
            top += height + depth;
        }
        let base = list.height;
        let mut sorted: Vec<Vec<DisplayItem>> = vec![Vec::new(); rows.len()];
        for item in list.items {
            let y = y_of(&item) - base;
            let row = rows.iter().rposition(|(top, ..)| y >= *top).unwrap_or(0);
            sorted.get_mut(row)?.push(item);
        }
        let made = rows.into_iter().zip(sorted).enumerate().map(|(at, ((_, baseline, cells), items))| {
            let most = |of: &dyn Fn(&LayoutBox) -> f64| cells.iter().map(of).fold(0.0, f64::max);
            let piece = Piece {
                width: self.length(list.width),
                height: self.length(most(&|cell| cell.height)),
                depth: self.length(most(&|cell| cell.depth)),
                after: Length::ZERO,
                marks: items.into_iter().filter_map(|item| self.mark(item, base + baseline)).collect(),
            };
            Row { pieces: vec![piece], tag: tags.get(at).cloned().flatten() }
        });
        Some(made.collect())
    }

    /// One line in pieces: it may be broken after relations and signs between terms, outside of brackets.
    fn pieces(&self, tree: &LayoutBox, nodes: &[ParseNode]) -> Vec<Piece> {
        let BoxContent::HBox(children) = &tree.content else { return vec![self.piece(tree, 0.0)] };
        let Some(ends) = ends(children, nodes) else { return vec![self.piece(tree, 0.0)] };
        let mut pieces = Vec::new();
        let mut start = 0;
        for end in ends {
            // What follows a break is the space after the sign.
            pieces.push(self.piece(&joined(&children[start..end]), children[end].width));
            start = end + 1;
        }
        pieces.push(self.piece(&joined(&children[start..]), 0.0));
        pieces
    }

    fn piece(&self, tree: &LayoutBox, after: f64) -> Piece {
        let DisplayList { items, width, height, depth } = to_display_list(tree);
        Piece {
            width: self.length(width),
            height: self.length(height),
            depth: self.length(depth),
            after: self.length(after),
            marks: items.into_iter().filter_map(|item| self.mark(item, height)).collect(),
        }
    }

    fn mark(&self, item: DisplayItem, base: f64) -> Option<Mark> {
        let made = match item {
            DisplayItem::GlyphPath { x, y, scale, font, char_code, color } => Mark::Glyph {
                font: format!("KaTeX_{font}").into(),
                c: char::from_u32(char_code)?,
                copied: copied(char_code)?,
                at: self.point(x, y - base),
                size: self.length(scale),
                colour: colour(color),
            },
            DisplayItem::Line { x, y, width, thickness, color, dashed: _ } => Mark::Rule {
                at: self.point(x, y - base - thickness / 2.0),
                size: Size::new(self.length(width), self.length(thickness)),
                colour: colour(color),
            },
            DisplayItem::Rect { x, y, width, height, color } => Mark::Rule {
                at: self.point(x, y - base),
                size: Size::new(self.length(width), self.length(height)),
                colour: colour(color),
            },
            DisplayItem::Path { x, y, commands, fill, color } => {
                let at = |px: f64, py: f64| self.point(x + px, y - base + py);
                let steps = commands.into_iter().map(|command| match command {
                    PathCommand::MoveTo { x, y } => Step::Move(at(x, y)),
                    PathCommand::LineTo { x, y } => Step::Line(at(x, y)),
                    PathCommand::QuadTo { x1, y1, x, y } => Step::Quad(at(x1, y1), at(x, y)),
                    PathCommand::CubicTo { x1, y1, x2, y2, x, y } => Step::Cubic(at(x1, y1), at(x2, y2), at(x, y)),
                    PathCommand::Close => Step::Close,
                });
                Mark::Outline {
                    steps: steps.collect(),
                    stroke: (!fill).then(|| self.length(STROKE)),
                    colour: colour(color),
                }
            }
        };
        // Struts are rules without an extent.
        let strut =
            matches!(&made, Mark::Rule { size, .. } if size.width <= Length::ZERO || size.height <= Length::ZERO);
        (!strut).then_some(made)
    }
}

/// Where a line's boxes may be parted: the numbers of the gaps that stand after a sign. `None` where the boxes are not
/// those of the nodes one by one.
fn ends(children: &[LayoutBox], nodes: &[ParseNode]) -> Option<Vec<usize>> {
    let is_gap = |at: usize| children.get(at).is_some_and(|child| matches!(child.content, BoxContent::Kern));
    let mut ends = Vec::new();
    let mut at = 0;
    let mut depth = 0_i32;
    let mut parts = false;
    for node in nodes {
        let spacing = matches!(node, ParseNode::SpacingNode { .. } | ParseNode::Kern { .. } | ParseNode::Lap { .. });
        let gap = !spacing && is_gap(at) && at > 0;
        if gap {
            if parts && depth == 0 {
                ends.push(at);
            }
            at += 1;
        }
        children.get(at)?;
        at += 1;
        if !spacing {
            parts = match sign(node) {
                Some(AtomFamily::Rel | AtomFamily::Punct) => true,
                // A sign without a gap before it is no sign between terms.
                Some(AtomFamily::Bin) => gap,
                Some(AtomFamily::Open) => {
                    depth += 1;
                    false
                }
                Some(AtomFamily::Close) => {
                    depth = (depth - 1).max(0);
                    false
                }
                Some(AtomFamily::Inner) | None => false,
            };
        }
    }
    (at == children.len()).then_some(ends)
}

/// What a node is between others.
fn sign(node: &ParseNode) -> Option<AtomFamily> {
    match node {
        ParseNode::Atom { family, .. } => Some(*family),
        ParseNode::XArrow { .. } => Some(AtomFamily::Rel),
        ParseNode::MClass { mclass, .. } if mclass == "mrel" => Some(AtomFamily::Rel),
        ParseNode::HtmlMathMl { html, .. } => html.first().and_then(sign),
        _ => None,
    }
}

/// What a character of KaTeX's fonts is to others: those they have in the private area are negated signs of Unicode.
pub(super) fn copied(code: u32) -> Option<char> {
    Some(match char::from_u32(code)? {
        '\u{E006}' => '∤',
        '\u{E007}' => '∦',
        '\u{E008}' => 'ϝ',
        '\u{E009}' => 'ϰ',
        '\u{E00C}' => '≨',
        '\u{E00D}' => '≩',
        '\u{E00E}' | '\u{E00F}' => '≱',
        '\u{E010}' | '\u{E011}' => '≰',
        '\u{E016}' => '⊈',
        '\u{E017}' | '\u{E01A}' => '⊊',
        '\u{E018}' => '⊉',
        '\u{E019}' | '\u{E01B}' => '⊋',
        '\u{E020}' => '\u{0338}',
        c => c,
    })
}

fn joined(boxes: &[LayoutBox]) -> LayoutBox {
    ratex_layout::hbox::make_hbox(boxes.to_vec())
}

fn y_of(item: &DisplayItem) -> f64 {
    match item {
        DisplayItem::GlyphPath { y, .. }
        | DisplayItem::Line { y, .. }
        | DisplayItem::Rect { y, .. }
        | DisplayItem::Path { y, .. } => *y,
    }
}

fn colour(colour: Color) -> Option<[u8; 3]> {
    let level = |part: f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
    (colour != Color::BLACK).then(|| [level(colour.r), level(colour.g), level(colour.b)])
}
