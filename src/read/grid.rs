//! Holds what the model promises: every place of a table's grid covered exactly once, spans of at least 1,
//! heading levels from 1 to 6. In: a book as any notation gives it. Out: the same, mended, with complaints.

use super::visit::{self, Change};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Book, Cell, Column, Heading, Row, Table};

/// More columns than this are a mistake, and would take memory by the square.
const MAX_COLUMNS: usize = 1000;

/// Mends a book in place.
pub(crate) fn mend(book: &mut Book, sink: &Sink) {
    visit::book(book, &mut Mender { sink });
}

struct Mender<'s> {
    sink: &'s Sink,
}

impl Change for Mender<'_> {
    fn heading(&mut self, heading: &mut Heading) {
        let level = heading.level.clamp(1, 6);
        if level != heading.level {
            let message = format!("a heading of level {} became one of level {level}", heading.level);
            self.sink.push(Diagnostic::warning("heading-level", &heading.span, message).help("levels go from 1 to 6"));
            heading.level = level;
        }
    }

    fn table(&mut self, table: &mut Table) {
        let before = (shape(&table.head), shape(&table.body), table.columns.len());
        let mut width = table.columns.len().min(MAX_COLUMNS);
        for rows in [&mut table.head, &mut table.body] {
            width = width.max(place(rows, MAX_COLUMNS, None));
        }
        table.columns.resize(width, Column::default());
        for rows in [&mut table.head, &mut table.body] {
            place(rows, width, Some(width));
        }
        if before != (shape(&table.head), shape(&table.body), table.columns.len()) {
            self.sink.push(
                Diagnostic::warning(
                    "table-grid",
                    &table.span,
                    "the cells of a table do not cover its grid; it was mended",
                )
                .help("give every row as many cells as the table has columns, spans counted"),
            );
        }
    }
}

/// The spans of all cells: what mending may change.
fn shape(rows: &[Row]) -> Vec<Vec<(u32, u32)>> {
    rows.iter().map(|row| row.cells.iter().map(|cell| (cell.columns, cell.rows)).collect()).collect()
}

/// Puts cells into the grid from the start of each row, as HTML does (HTML 4.9.12.1): spans that run into a neighbour,
/// past the last row or past `limit` columns are cut; with `pad`, places left over get an empty cell.
/// Returns how many columns are needed.
fn place(rows: &mut [Row], limit: usize, pad: Option<usize>) -> usize {
    // For each column, how many rows to come are covered from above.
    let mut covered: Vec<u32> = Vec::new();
    let mut needed = 0;
    let count = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        let below = u32::try_from(count - index).unwrap_or(u32::MAX);
        let mut fresh: Vec<(usize, u32)> = Vec::new();
        let mut at = 0;
        let is_covered = |covered: &[u32], at: usize| covered.get(at).is_some_and(|&rows| rows > 0);
        let mut spilled: Vec<Cell> = Vec::new();
        row.cells.retain_mut(|cell| {
            while is_covered(&covered, at) {
                at += 1;
            }
            if at >= limit {
                spilled.push(std::mem::take(cell));
                return false;
            }
            let free = (at..limit).take_while(|&column| !is_covered(&covered, column));
            let wide = free.take(cell.columns.max(1) as usize).count();
            cell.columns = wide as u32;
            cell.rows = cell.rows.clamp(1, below);
            fresh.extend((at..at + wide).map(|column| (column, cell.rows)));
            at += wide;
            true
        });
        // Text that found no place goes to the last cell: nothing is lost.
        if let Some(last) = row.cells.last_mut() {
            last.blocks.extend(spilled.into_iter().flat_map(|cell| cell.blocks));
        }
        if let Some(width) = pad {
            let left: Vec<usize> = (at..width).filter(|&column| !is_covered(&covered, column)).collect();
            fresh.extend(left.iter().map(|&column| (column, 1)));
            row.cells.extend(left.iter().map(|_| Cell::default()));
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        for (column, rows) in fresh {
            if covered.len() <= column {
                covered.resize(column + 1, 0);
            }
            covered[column] = rows - 1;
            needed = needed.max(column + 1);
        }
    }
    needed
}
