//! From an order to places on paper.

use super::order::{Cell, Face, Joints, Order, PressSheet};
use super::{Creep, Sheet, Slot};
use crate::unit::{Length, Point, Size};

/// What an order is placed by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    /// The sheet, as it lies on the table.
    pub sheet: Size,
    /// The finished page.
    pub trim: Size,
    /// How far pictures and tints go beyond it.
    pub bleed: Length,
    /// White between pages that are cut apart.
    pub gutter: Length,
    /// How leaves are drawn towards the spine.
    pub creep: Option<Creep>,
}

/// How much room the pages of a face take.
pub(super) fn extent(order: &Order, trim: Size, gutter: Length) -> Size {
    let cuts = order.joined_columns().iter().filter(|joined| !**joined).count() as i64;
    let between = if order.joints == Joints::All { 0 } else { order.rows as i64 - 1 };
    Size::new(trim.width * order.columns as i64 + gutter * cuts, trim.height * order.rows as i64 + gutter * between)
}

/// The pages of each sheet at their places, in the middle of the sheet.
pub(super) fn place(order: &Order, paper: &Paper) -> Vec<Sheet> {
    let joined = order.joined_columns();
    let gap = |before: usize| if joined[before] { Length::ZERO } else { paper.gutter };
    let room = extent(order, paper.trim, paper.gutter);
    let left = (paper.sheet.width - room.width) / 2;
    let top = (paper.sheet.height - room.height) / 2;
    let x = |column: usize| left + (0..column).map(|at| paper.trim.width + gap(at)).sum::<Length>();
    let rows_gap = if order.joints == Joints::All { Length::ZERO } else { paper.gutter };
    let y = |row: usize| top + (paper.trim.height + rows_gap) * row as i64;
    // Between pages the white is shared; at the edge of the sheet there is no neighbour.
    let beside = |gap: Length| paper.bleed.min(gap / 2);
    let mut first = 0;
    let mut places = Vec::with_capacity(order.sheets.len());
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
    for PressSheet { section, front, back } in &order.sheets {
        let (start, pages) = starts[*section];
        let slot = |row: usize, column: usize, cell: &Cell| {
            let spine_right = order.spine_right(cell);
            let creep = paper.creep.map_or(Length::ZERO, |creep| creep.shift(cell.at - start, pages));
            Slot {
                page: cell.page,
                at: Point::new(x(column), y(row)),
                size: paper.trim,
                turned: cell.turned,
                spine_right,
                creep: if spine_right { creep } else { -creep },
                bleed: [
                    if column == 0 { paper.bleed } else { beside(gap(column - 1)) },
                    if row == 0 { paper.bleed } else { beside(rows_gap) },
                    if column + 1 == order.columns { paper.bleed } else { beside(gap(column)) },
                    if row + 1 == order.rows { paper.bleed } else { beside(rows_gap) },
                ],
            }
        };
        let slot = &slot;
        let face = |face: &Face| {
            let row = |(row, cells): (usize, &Vec<Cell>)| {
                cells.iter().enumerate().map(move |(column, cell)| slot(row, column, cell)).collect::<Vec<_>>()
            };
            face.iter().enumerate().flat_map(row).collect()
        };
        places.push(Sheet { size: paper.sheet, front: face(front), back: face(back) });
    }
    places
}
