//! Tables: rows of cells to a grid in which every place is covered exactly once.

use super::build::Builder;
use super::kind::Kind;
use crate::diag::Span;
use crate::model::{Align, Block, Cell, Column, Inline, Label, Row, Table};

/// The HTML standard's own bounds for `colspan` and `rowspan`.
pub(super) const MOST_COLUMNS: u32 = 1000;
pub(super) const MOST_ROWS: u32 = 65_534;

/// Puts a finished row into its table.
pub(super) fn row(builder: &mut Builder, head: bool, cells: Vec<Cell>) {
    let in_head = match &builder.top().kind {
        Kind::Section { head } => *head,
        _ => head,
    };
    match builder.open_table() {
        Some(rows) => rows.push((in_head, Row { cells })),
        None => builder.attach(cells.into_iter().flat_map(|cell| cell.blocks).collect()),
    }
}

/// The table as a block; nothing of no rows.
pub(super) fn table(
    aligns: Vec<Align>,
    caption: Vec<Inline>,
    label: Option<Label>,
    rows: Vec<(bool, Row)>,
    span: Span,
) -> Option<Block> {
    let mut head: Vec<Row> = Vec::new();
    let mut body: Vec<Row> = Vec::new();
    for (in_head, row) in rows {
        // A row of headings at the top is a head, even where `thead` is missing.
        let titles =
            body.is_empty() && row.cells.len() > 1 && row.cells.iter().all(|cell| cell.header && cell.rows == 1);
        if in_head || titles {
            head.push(row);
        } else {
            body.push(row);
        }
    }
    if head.is_empty() && body.is_empty() {
        return None;
    }
    let width = cover(&mut head).max(cover(&mut body)).max(aligns.len());
    fill(&mut head, width);
    fill(&mut body, width);
    for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
        cell.header = false; // The head says so already.
    }
    let mut columns: Vec<Column> = aligns.into_iter().map(|align| Column { align, width: None }).collect();
    columns.resize(width, Column::default());
    Some(Block::Table(Table { label, caption, columns, head, body, span, ..Table::default() }))
}

/// Cuts spans that reach below the last row or into a cell that is already there; gives the number of columns.
fn cover(rows: &mut [Row]) -> usize {
    let count = rows.len();
    let mut width = 0;
    // For each column: how many further rows the cell above still covers.
    let mut covered: Vec<u32> = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let mut column = 0;
        let mut next = vec![0; covered.len()];
        for cell in &mut row.cells {
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let free =
                (column..).take(cell.columns as usize).take_while(|&c| covered.get(c).is_none_or(|&rows| rows == 0));
            cell.columns = free.count().max(1) as u32;
            cell.rows = cell.rows.clamp(1, (count - at).min(MOST_ROWS as usize) as u32);
            let end = column + cell.columns as usize;
            if next.len() < end {
                next.resize(end, 0);
            }
            next[column..end].fill(cell.rows - 1);
            column = end;
        }
        for (place, above) in covered.iter().enumerate() {
            next[place] = next[place].max(above.saturating_sub(1));
        }
        width = width.max(next.len());
        covered = next;
    }
    width
}

/// Puts an empty cell where a row ends too soon.
fn fill(rows: &mut [Row], width: usize) {
    let mut covered = vec![0u32; width];
    for row in rows {
        let mut column = 0;
        let mut next = covered.iter().map(|rows| rows.saturating_sub(1)).collect::<Vec<_>>();
        for cell in &row.cells {
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let end = (column + cell.columns as usize).min(width);
            next[column.min(end)..end].fill(cell.rows - 1);
            column = end;
        }
        while column < width {
            let gap = covered[column..].iter().take_while(|&&rows| rows == 0).count();
            if gap > 0 {
                row.cells.push(Cell { columns: gap as u32, ..Cell::default() });
            }
            column += gap.max(1);
        }
        covered = next;
    }
}
