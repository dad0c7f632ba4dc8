//! Tables: rows of cells to a grid in which every place is covered exactly once.

use super::Place;
use super::attributes::Attributes;
use super::build::Builder;
use super::kind::Kind;
use crate::diag::{Diagnostic, Span, nearest};
use crate::model::{Align, Block, Cell, Column, Inline, Label, Paragraph, Row, Table, Turn};

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

/// What a row of a pipe table says beyond its last cell, which GFM leaves out; `None` where there is no such text.
pub(super) fn surplus(row: &str, count: usize) -> Option<&str> {
    let row = row.trim();
    if count == 0 || row.contains('\n') || row.starts_with("<tr") {
        return None;
    }
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let mut bars = row.char_indices().filter(|&(_, c)| {
        let bar = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        bar
    });
    let (last, _) = bars.nth(count - 1)?;
    let rest = row[last + 1..].trim().trim_matches(|c: char| c == '|' || c.is_whitespace());
    (!rest.is_empty()).then_some(rest)
}

/// What an author says about a table in the attributes of its caption.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub label: Option<Label>,
    /// How its columns are aligned, from the first.
    pub aligns: Vec<Align>,
    pub turn: Turn,
}

impl Said {
    /// Reads `{#label align="l c r d" .turned}`, and tells what of it a table does not understand; `None` where that is
    /// all.
    pub fn of(attributes: Attributes, place: &Place, span: &Span) -> Option<Self> {
        const KNOWN: [&str; 3] = ["align", ".turned", ".upright"];
        let Attributes { label, classes, pairs } = attributes;
        let mut said = Self { label, ..Self::default() };
        let mut unknown = Vec::new();
        let tell = |message: String, help: String| {
            place.tell(Diagnostic::warning("unknown-attribute", span, message), Some(help));
        };
        for class in &classes {
            match Turn::of_class(class) {
                Some(turn) => said.turn = turn,
                None => unknown.push(format!(".{class}")),
            }
        }
        for (key, value) in pairs {
            match (key.as_str(), Align::of_letters(&value)) {
                ("align", Some(aligns)) => said.aligns = aligns,
                ("align", None) => {
                    let message = format!("`align` wants l, c, r, d or - for each column, not `{value}`");
                    tell(message, "write `align=\"l c r d\"`: start, middle, end, decimal point".to_owned());
                }
                _ => unknown.push(key),
            }
        }
        let near = |name: &str| nearest(name, KNOWN);
        let meant = said != Self::default() || unknown.iter().any(|name| near(name).is_some());
        for name in &unknown {
            let help = match near(name) {
                Some(near) => format!("the nearest is `{near}`"),
                None if meant => "a table has `align`, `.turned` and `.upright`".to_owned(),
                None => "the braces are printed as they stand".to_owned(),
            };
            tell(format!("`{name}` has no meaning for a table"), help);
        }
        meant.then_some(said)
    }

    /// Says it of a table; what the table said itself stands.
    pub fn lay_on(self, table: &mut Table, place: &Place) {
        let Self { label, aligns, turn } = self;
        let (said, columns) = (aligns.len(), table.columns.len());
        if said > columns {
            let message = format!("`align` speaks of {said} columns, and this table has {columns}");
            let finding = Diagnostic::warning("unknown-attribute", &table.span, message);
            place.tell(finding, Some("give a letter for each column, from the first".to_owned()));
        }
        table.label = table.label.take().or(label);
        for (column, align) in table.columns.iter_mut().zip(aligns) {
            column.align = align;
        }
        if turn != Turn::Auto {
            table.turn = turn;
        }
    }
}

/// The table as a block; of no cells nothing but its caption.
pub(super) fn table(
    aligns: Vec<Align>,
    caption: Vec<Inline>,
    said: Said,
    rows: Vec<(bool, Row)>,
    span: Span,
    place: &Place,
) -> Option<Block> {
    let mut head: Vec<Row> = Vec::new();
    let mut body: Vec<Row> = Vec::new();
    let titles = titles(&rows);
    for (at, (in_head, row)) in rows.into_iter().enumerate() {
        let to = if in_head || body.is_empty() && at < titles { &mut head } else { &mut body };
        to.push(row);
    }
    let width = cover(&mut head).max(cover(&mut body)).max(aligns.len());
    if width == 0 || head.is_empty() && body.is_empty() {
        let paragraph = Paragraph { content: caption, span, ..Paragraph::default() };
        return (!paragraph.content.is_empty()).then_some(Block::Paragraph(paragraph));
    }
    fill(&mut head, width);
    fill(&mut body, width);
    for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
        cell.header = false; // The head says so already.
    }
    let mut columns: Vec<Column> = aligns.into_iter().map(|align| Column { align, width: None }).collect();
    columns.resize(width, Column::default());
    let mut table = Table { caption, columns, head, body, span, ..Table::default() };
    said.lay_on(&mut table, place);
    Some(Block::Table(table))
}

/// How many rows of headings stand at the top: they are a head, even where `thead` is missing. None of them reaches into a
/// row that is not.
fn titles(rows: &[(bool, Row)]) -> usize {
    let is_title = |(_, row): &&(bool, Row)| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
    let count = rows.iter().take_while(is_title).count();
    let mut whole = 0;
    let mut reach = 0;
    for (at, (_, row)) in rows[..count].iter().enumerate() {
        reach = row.cells.iter().map(|cell| at + cell.rows.max(1) as usize).fold(reach, usize::max);
        if reach == at + 1 {
            whole = reach;
        }
    }
    // A single cell heads its row.
    let columns = rows[..whole].iter().flat_map(|(_, row)| &row.cells).map(|cell| cell.columns).sum::<u32>();
    if columns as usize > whole { whole } else { 0 }
}

/// Cuts spans that reach below the last row or into a cell that is already there; gives the number of columns, the last
/// being one that a cell begins in.
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
            // What is past the last column a cell begins in, is no column.
            width = width.max(column + 1);
            column = end;
        }
        for (place, above) in covered.iter().enumerate() {
            next[place] = next[place].max(above.saturating_sub(1));
        }
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
        for cell in &mut row.cells {
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let end = (column + cell.columns as usize).min(width);
            cell.columns = end.saturating_sub(column).max(1) as u32;
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
