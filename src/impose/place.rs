//! From an order to places on paper.

use super::marks::{Mark, around};
use super::order::{Cell, Face, Joints, Order, PressSheet};
use super::{Marks, Options, Sheet, Slot};
use crate::unit::{Length, Point, Rect, Size};

/// What an order is placed by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper<'o> {
    /// The sheet, as it lies on the table.
    pub sheet: Size,
    /// The finished page.
    pub trim: Size,
    /// How far pictures and tints go beyond it.
    pub bleed: Length,
    /// White between pages that are cut apart.
    pub gutter: Length,
    /// Whether the sheet is turned head over heels between its faces.
    pub tumbled: bool,
    /// What is printed around the pages.
    pub marks: Marks,
    /// Creep and gripper.
    pub options: &'o Options,
}

/// Where the columns and rows of a face stand: all trims, from edge to edge.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Left and right edges of columns.
    pub columns: Vec<(Length, Length)>,
    /// Upper and lower edges of rows.
    pub rows: Vec<(Length, Length)>,
    /// Between which columns nothing is cut.
    pub joined: Vec<bool>,
    /// Whether nothing is cut between rows.
    pub rows_joined: bool,
    /// Between which columns there is a fold.
    pub column_folds: Vec<bool>,
    /// Whether there is one between rows.
    pub row_folds: bool,
}

impl Grid {
    /// What is left after the cut.
    pub fn net(&self) -> Rect {
        let edge = |edges: &[(Length, Length)]| {
            let first = edges.first().map_or(Length::ZERO, |edge| edge.0);
            (first, edges.last().map_or(first, |edge| edge.1))
        };
        let ((left, right), (top, foot)) = (edge(&self.columns), edge(&self.rows));
        Rect::new(Point::new(left, top), Size::new(right - left, foot - top))
    }
}

/// How much room the pages of a face take.
pub(super) fn extent(order: &Order, trim: Size, gutter: Length) -> Size {
    let cuts = order.joined_columns().iter().filter(|joined| !**joined).count() as i64;
    let between = if order.joints == Joints::All { 0 } else { order.rows as i64 - 1 };
    Size::new(trim.width * order.columns as i64 + gutter * cuts, trim.height * order.rows as i64 + gutter * between)
}

/// The pages of each sheet at their places, in the middle of what the press prints on.
pub(super) fn place(order: &Order, paper: &Paper) -> Vec<Sheet> {
    let front = grid(order, paper, false);
    let back = if paper.tumbled { grid(order, paper, true) } else { front.clone() };
    let mut first = 0;
    let pages_of = |sheets: usize| sheets * order.total / order.sheets.len().max(1);
    let starts: Vec<(usize, usize)> = order
        .sections
        .iter()
        .map(|&of| {
            let start = (first, pages_of(of));
            first += start.1;
            start
        })
        .collect();
    let several = order.sections.len() > 1;
    let sheet = |PressSheet { section, front: front_cells, back: back_cells }: &PressSheet| {
        let (start, pages) = starts[*section];
        let ends = (start, start + pages - 1);
        let section = several.then_some(*section);
        Sheet {
            size: paper.sheet,
            section: section.unwrap_or_default(),
            front: face(order, paper, &front, front_cells, (start, pages)),
            back: face(order, paper, &back, back_cells, (start, pages)),
            trims: [front.net(), back.net()],
            marks: [
                marks(order, paper, &front, front_cells, section.map(|section| (section, ends))),
                marks(order, paper, &back, back_cells, section.map(|section| (section, ends))),
            ],
        }
    };
    order.sheets.iter().map(sheet).collect()
}

/// Where columns and rows stand on the faces. The gripper holds the foot of the front; the back of a sheet that was turned
/// head over heels has it at its head.
fn grid(order: &Order, paper: &Paper, back: bool) -> Grid {
    let joined = order.joined_columns();
    let rows_joined = order.joints == Joints::All;
    let room = extent(order, paper.trim, paper.gutter);
    let left = (paper.sheet.width - room.width) / 2;
    let top = (paper.sheet.height - paper.options.gripper - room.height) / 2;
    let top = if back { paper.sheet.height - top - room.height } else { top };
    let edges = |count: usize, first: Length, extent: Length, gap: &dyn Fn(usize) -> Length| {
        let mut at = first;
        let edge = |nth: usize| {
            let edge = (at, at + extent);
            at = edge.1 + gap(nth);
            edge
        };
        (0..count).map(edge).collect()
    };
    let gap = |cut: bool| if cut { paper.gutter } else { Length::ZERO };
    Grid {
        columns: edges(order.columns, left, paper.trim.width, &|nth| gap(joined.get(nth) == Some(&false))),
        rows: edges(order.rows, top, paper.trim.height, &|_| gap(!rows_joined)),
        column_folds: (1..)
            .zip(&joined)
            // Two copies on one plate are cut apart before anything is folded.
            .map(|(nth, joined)| *joined || (order.folded && !(order.both_on_one && nth * 2 == order.columns)))
            .collect(),
        row_folds: rows_joined || order.folded,
        joined,
        rows_joined,
    }
}

/// The places of a face; `section` is where its first page stands in the book, and how many pages it has.
fn face(order: &Order, paper: &Paper, grid: &Grid, face: &Face, (start, pages): (usize, usize)) -> Vec<Slot> {
    // Between pages the white is shared; at the edge of the sheet there is no neighbour.
    let beside = |edges: &[(Length, Length)], nth: usize| {
        let white = edges.get(nth).zip(edges.get(nth + 1)).map(|(one, next)| next.0 - one.1);
        white.map_or(paper.bleed, |white| paper.bleed.min(white / 2))
    };
    let creep = paper.options.creeping(pages).filter(|_| order.joints == Joints::Spines);
    let slot = |row: usize, column: usize, cell: &Cell| {
        let spine_right = order.spine_right(cell);
        let creep = creep.map_or(Length::ZERO, |creep| creep.shift(cell.at - start, pages));
        Slot {
            page: cell.page,
            at: Point::new(grid.columns[column].0, grid.rows[row].0),
            size: paper.trim,
            turned: cell.turned,
            spine_right,
            creep: if spine_right { creep } else { -creep },
            bleed: [
                column.checked_sub(1).map_or(paper.bleed, |nth| beside(&grid.columns, nth)),
                row.checked_sub(1).map_or(paper.bleed, |nth| beside(&grid.rows, nth)),
                beside(&grid.columns, column),
                beside(&grid.rows, row),
            ],
        }
    };
    let slot = &slot;
    let row = |(row, cells): (usize, &Vec<Cell>)| {
        cells.iter().enumerate().map(move |(column, cell)| slot(row, column, cell)).collect::<Vec<_>>()
    };
    face.iter().enumerate().flat_map(row).collect()
}

/// The marks of a face that is printed; `section` is which one it belongs to, with the first and the last page's place.
fn marks(
    order: &Order,
    paper: &Paper,
    grid: &Grid,
    face: &Face,
    section: Option<(usize, (usize, usize))>,
) -> Vec<Mark> {
    if face.is_empty() {
        return Vec::new();
    }
    let mut marks = around(grid, paper.bleed, paper.marks);
    // The back of a section is the fold between its first and its last page, on the sheet that lies outside.
    let spine = section.filter(|_| paper.marks.collation).and_then(|(section, (first, last))| {
        let of = |row: &Vec<Cell>| {
            let pair = row.windows(2).position(|pair| {
                let places = (pair[0].at, pair[1].at);
                places == (first, last) || places == (last, first)
            })?;
            order.joined_columns()[pair].then_some((pair, row[pair].turned))
        };
        let (row, (column, turned)) = face.iter().enumerate().find_map(|(nth, row)| Some((nth, of(row)?)))?;
        Some(Mark::step(section, grid.columns[column].1, grid.rows[row], turned))
    });
    marks.extend(spine);
    marks
}
