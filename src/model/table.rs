//! Tables, and where their cells stand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Block, Inline, Label, NodeId, is_false, number, walk};
use crate::diag::Span;

/// A table. Every cell of its grid is covered exactly once; `read` sees to that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Table {
    /// Who this is.
    #[serde(skip)]
    pub id: NodeId,
    /// The author's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The number its author wrote (`表1-1`); `None` where numbers are left to keben.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its caption; a table without one is not numbered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows of the head, repeated on every page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<Row>,
    /// Rows of the body.
    pub body: Vec<Row>,
    /// Whether it is set turned on a page, where the author says so.
    #[serde(skip_serializing_if = "Turn::is_default")]
    pub turn: Turn,
    /// Where it stood.
    #[serde(skip_serializing_if = "Span::is_none")]
    pub span: Span,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Column {
    /// How its cells are aligned.
    pub align: Align,
    /// Its share of the table's width, 0 to 1, where the author says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
}

/// How cells are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// As the theme says: text at the start, a column of numbers at the decimal point.
    #[default]
    Theme,
    /// At the line start.
    Start,
    /// In the middle.
    Centre,
    /// At the line end.
    End,
    /// Numbers one below the other at their decimal points.
    Decimal,
}

/// Whether a table is turned by a quarter on its page, its head at the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// Where its columns are too narrow for their words and a turned page has room for them.
    #[default]
    Auto,
    /// Always.
    Turned,
    /// Never.
    Upright,
}

impl Align {
    /// The columns of a table as letters: `l` at the start, `c` in the middle, `r` at the end, `d` at the decimal point, `-`
    /// as the theme says. `None` where another letter stands among them.
    pub fn of_letters(text: &str) -> Option<Vec<Self>> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '|'));
        let align = |letter: char| {
            Some(match letter.to_ascii_lowercase() {
                'l' => Self::Start,
                'c' => Self::Centre,
                'r' => Self::End,
                'd' => Self::Decimal,
                '-' => Self::Theme,
                _ => return None,
            })
        };
        letters.map(align).collect()
    }
}

impl Turn {
    /// The class that turns a table, or forbids it.
    pub fn of_class(class: &str) -> Option<Self> {
        match class {
            "turned" => Some(Self::Turned),
            "upright" => Some(Self::Upright),
            _ => None,
        }
    }

    /// For serde: nothing to write.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::Auto
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Row {
    /// Its cells; a place covered by a span from above or before has none.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cell {
    /// What it holds.
    pub blocks: Vec<Block>,
    /// How many columns it covers, at least 1.
    #[serde(skip_serializing_if = "is_one")]
    pub columns: u32,
    /// How many rows it covers, at least 1.
    #[serde(skip_serializing_if = "is_one")]
    pub rows: u32,
    /// Whether it heads its row.
    #[serde(skip_serializing_if = "is_false")]
    pub header: bool,
    /// How it is aligned, where it differs from its column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { blocks: Vec::new(), columns: 1, rows: 1, header: false, align: None }
    }
}

fn is_one(n: &u32) -> bool {
    *n == 1
}

/// A cell at its place in the grid.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'t> {
    /// The cell.
    pub cell: &'t Cell,
    /// The row it begins in, from 0 in its head or body.
    pub row: usize,
    /// How many rows it covers, none below the last.
    pub rows: usize,
    /// The column it begins in, from 0.
    pub column: usize,
    /// How many columns it covers, none past the last.
    pub columns: usize,
}

/// The cells of a head or a body of so many columns, row by row; places covered from above are passed over.
pub fn seats(rows: &[Row], columns: usize) -> Vec<Vec<Seat<'_>>> {
    let mut seats = Vec::with_capacity(rows.len());
    // For each column, how many rows to come are covered from above.
    let mut covered = vec![0; columns];
    for (at, row) in rows.iter().enumerate() {
        let mut seated = Vec::with_capacity(row.cells.len());
        let mut cells = row.cells.iter();
        let mut column = 0;
        while column < columns {
            if covered[column] > 0 {
                covered[column] -= 1;
                column += 1;
                continue;
            }
            let Some(cell) = cells.next() else {
                column += 1;
                continue;
            };
            let end = column.saturating_add(cell.columns.max(1) as usize).min(columns);
            let tall = (cell.rows.max(1) as usize).min(rows.len() - at);
            covered[column..end].fill(tall - 1);
            seated.push(Seat { cell, row: at, rows: tall, column, columns: end - column });
            column = end;
        }
        seats.push(seated);
    }
    seats
}

impl Table {
    /// How the cells of each column are aligned. A column the author left to the theme is aligned at the decimal point
    /// where all that stands in its body are numbers.
    ///
    /// ```
    /// use keben::model::{Align, Block, Cell, Column, Inline, Paragraph, Row, Table};
    /// let cell = |text: &str| {
    ///     let paragraph = Paragraph { content: vec![Inline::text(text)], ..Default::default() };
    ///     Cell { blocks: vec![Block::Paragraph(paragraph)], ..Default::default() }
    /// };
    /// let row = |name: &str, share: &str| Row { cells: vec![cell(name), cell(share)] };
    /// let body = vec![row("甲", "93.7%"), row("乙", "100%")];
    /// let table = Table { columns: vec![Column::default(); 2], body, ..Default::default() };
    /// assert_eq!(table.aligns(), [Align::Theme, Align::Decimal]);
    /// ```
    pub fn aligns(&self) -> Vec<Align> {
        let mut numbers = vec![0; self.columns.len()];
        let mut others = vec![false; self.columns.len()];
        for seat in seats(&self.body, self.columns.len()).into_iter().flatten() {
            // What stands over several columns belongs to none of them.
            match seat.cell.number() {
                _ if seat.columns > 1 => {}
                Some(true) => numbers[seat.column] += 1,
                Some(false) => {}
                None => others[seat.column] = true,
            }
        }
        let decided = |(at, column): (usize, &Column)| match column.align {
            Align::Theme if numbers[at] > 0 && !others[at] => Align::Decimal,
            align => align,
        };
        self.columns.iter().enumerate().map(decided).collect()
    }
}

impl Cell {
    /// Whether it holds a number: `Some(true)`; or nothing that could be one: `Some(false)` (empty, a dash).
    pub fn number(&self) -> Option<bool> {
        let text = match self.blocks.as_slice() {
            [] => return Some(false),
            [Block::Paragraph(paragraph)] => walk::plain(plainly(&paragraph.content)?),
            _ => return None,
        };
        let text = text.trim();
        match text.chars().all(|c| "-–—―－−/／…".contains(c)) {
            true => Some(false),
            false => number::is_number(text).then_some(true),
        }
    }
}

/// The same inlines where none of them brings a line break or a picture.
fn plainly(content: &[Inline]) -> Option<&[Inline]> {
    let plain = content.iter().all(|inline| !matches!(inline, Inline::LineBreak | Inline::Image(_) | Inline::Math(_)));
    plain.then_some(content)
}
