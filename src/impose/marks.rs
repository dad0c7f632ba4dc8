//! What is printed around the pages: where to cut and fold, and by what inks are measured. Geometry alone.

use super::Marks;
use super::gather::Steps;
use super::place::Grid;
use crate::unit::{Length, Point, Rect, Size};

/// How long a crop or fold mark is.
const LENGTH: f64 = 5.0;
/// How far it stays from the trim, where the bleed is not wider.
const OFFSET: f64 = 3.0;
/// How broad the band around the pages is that their marks need.
const BAND: f64 = LENGTH;
/// How wide a patch of the colour bar is.
const PATCH: f64 = 4.0;
/// How broad and how high a collation mark is.
const STEP: (f64, f64) = (2.0, 8.0);
/// How high the line is that says which sheet this is.
const SLUG: f64 = 3.0;

/// How much room marks need on each side of the pages.
pub(super) fn zone(bleed: Length, marks: Marks) -> Length {
    if marks.around() { offset(bleed) + Length::mm(BAND) } else { Length::ZERO }
}

fn offset(bleed: Length) -> Length {
    bleed.max(Length::mm(OFFSET))
}

/// Something printed beside the pages.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A hairline along which somebody cuts, in black alone.
    Crop(Point, Point),
    /// A dashed line along which somebody folds, in black alone.
    Fold(Point, Point),
    /// A target, 5 mm across, in all inks: they must fall on each other.
    Target(Point),
    /// A patch by which ink is measured: cyan, magenta, yellow, black.
    Patch(Rect, [f64; 4]),
    /// A black step on the back of a section.
    Step(Rect),
    /// The room for a line of words that says which sheet this is.
    Slug(Rect),
}

impl Mark {
    /// The step of a section, from 0: in the fold at `spine`, beside pages that stand between `row`'s edges.
    pub(super) fn step(section: usize, spine: Length, row: (Length, Length), turned: bool) -> Self {
        let (width, height) = (Length::mm(STEP.0), Length::mm(STEP.1));
        let whole = row.1 - row.0;
        let margin = whole / 10;
        let steps = Steps { mark: height, head: margin, foot: margin, height: whole };
        let (down, flight) = steps.place(section);
        // The next flight stands half a step lower: two of one height would look like one.
        let down = down + if flight % 2 == 1 { height / 2 } else { Length::ZERO };
        let top = if turned { row.1 - down - height } else { row.0 + down };
        Self::Step(Rect::new(Point::new(spine - width / 2, top), Size::new(width, height)))
    }
}

/// The marks around the pages of a face.
pub(super) fn around(grid: &Grid, bleed: Length, wanted: Marks) -> Vec<Mark> {
    let (net, off, long) = (grid.net(), offset(bleed), Length::mm(LENGTH));
    let mut marks = Vec::new();
    let across = lines(&grid.columns, |nth| (grid.joined[nth], grid.column_folds[nth]));
    let down = lines(&grid.rows, |_| (grid.rows_joined, grid.row_folds));
    // Each line has a mark at both its ends, outside the bleed.
    let mut pair = |wanted: bool, make: fn(Point, Point) -> Mark, ends: [(Point, Point); 2]| {
        marks.extend(ends.into_iter().filter(|_| wanted).map(|(from, to)| make(from, to)));
    };
    let vertical = |x: Length| {
        [(net.at.y - off - long, net.at.y - off), (net.bottom() + off, net.bottom() + off + long)]
            .map(|(from, to)| (Point::new(x, from), Point::new(x, to)))
    };
    let level = |y: Length| {
        [(net.at.x - off - long, net.at.x - off), (net.right() + off, net.right() + off + long)]
            .map(|(from, to)| (Point::new(from, y), Point::new(to, y)))
    };
    for &x in &across.cuts {
        pair(wanted.crop, Mark::Crop, vertical(x));
    }
    for &y in &down.cuts {
        pair(wanted.crop, Mark::Crop, level(y));
    }
    for &x in &across.folds {
        pair(wanted.fold, Mark::Fold, vertical(x));
    }
    for &y in &down.folds {
        pair(wanted.fold, Mark::Fold, level(y));
    }
    let middle = |from: Length, extent: Length, taken: &Lines| taken.free(from + extent / 2);
    if wanted.registration {
        let (x, y) = (middle(net.at.x, net.size.width, &across), middle(net.at.y, net.size.height, &down));
        let out = off + long / 2;
        marks.extend(
            [
                Point::new(x, net.at.y - out),
                Point::new(x, net.bottom() + out),
                Point::new(net.at.x - out, y),
                Point::new(net.right() + out, y),
            ]
            .map(Mark::Target),
        );
    }
    // The bar stands at the head, the words at the foot, both from the first column's left edge on.
    let (left, width) = grid.columns.first().map_or((net.at.x, net.size.width), |&(left, right)| (left, right - left));
    let gap = Length::mm(2.0);
    if wanted.bar {
        let side = Length::mm(PATCH);
        let y = net.at.y - off - side;
        let room = (width / 2 - gap - Length::mm(4.0)).whole(side);
        let patch = |(nth, inks): (usize, &[f64; 4])| {
            let at = Point::new(left + gap + side * nth as i64, y);
            Mark::Patch(Rect::new(at, Size::new(side, side)), *inks)
        };
        let fits = usize::try_from(room).unwrap_or_default();
        marks.extend(PATCHES.iter().enumerate().take(fits).map(patch));
    }
    if wanted.slug {
        let at = Point::new(left + gap, net.bottom() + off + Length::mm(1.0));
        marks.push(Mark::Slug(Rect::new(at, Size::new(width / 2 - gap - Length::mm(4.0), Length::mm(SLUG)))));
    }
    marks
}

/// Black in four steps, the other inks full and at 40 %, and the three that make a grey.
const PATCHES: [[f64; 4]; 11] = [
    [0.0, 0.0, 0.0, 1.0],
    [0.0, 0.0, 0.0, 0.75],
    [0.0, 0.0, 0.0, 0.5],
    [0.0, 0.0, 0.0, 0.25],
    [1.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, 0.0, 0.0],
    [0.0, 0.0, 1.0, 0.0],
    [0.4, 0.0, 0.0, 0.0],
    [0.0, 0.4, 0.0, 0.0],
    [0.0, 0.0, 0.4, 0.0],
    [0.5, 0.4, 0.4, 0.0],
];

/// Where a face is cut and folded in one direction.
struct Lines {
    cuts: Vec<Length>,
    folds: Vec<Length>,
}

impl Lines {
    /// The nearest place to a point where no mark stands.
    fn free(&self, at: Length) -> Length {
        let near = Length::mm(6.0);
        let free = |at: &Length| !self.cuts.iter().chain(&self.folds).any(|line| (*line - *at).abs() < near);
        let steps = (0..40_i64).map(|step| at + near * ((step + 1) / 2) * if step % 2 == 0 { 1 } else { -1 });
        steps.into_iter().find(free).unwrap_or(at)
    }
}

/// The lines between edges, of which we know whether nothing is cut there, and whether there is a fold.
fn lines(edges: &[(Length, Length)], between: impl Fn(usize) -> (bool, bool)) -> Lines {
    let mut lines = Lines { cuts: Vec::new(), folds: Vec::new() };
    lines.cuts.extend(edges.first().map(|edge| edge.0));
    for (nth, pair) in edges.windows(2).enumerate() {
        let (before, behind) = (pair[0].1, pair[1].0);
        let (joined, folded) = between(nth);
        if folded {
            lines.folds.push(before + (behind - before) / 2);
        }
        if !joined {
            lines.cuts.push(before);
            lines.cuts.extend((behind > before).then_some(behind));
        }
    }
    lines.cuts.extend(edges.last().map(|edge| edge.1));
    lines
}
