//! Pandoc's tables, of API 1.21 and above and of those before. `grid` mends what does not fit.

use serde_json::Value;

use super::{Attr, Reader};
use crate::model::{Align, Cell, Column, Row, Table, Turn};

impl Reader<'_> {
    pub(super) fn table(&self, c: &Value) -> Table {
        match c.as_array().map(Vec::len) {
            Some(5) => self.old_table(c),
            _ => self.new_table(c),
        }
    }

    /// `[attr, caption, columns, head, bodies, foot]`.
    fn new_table(&self, c: &Value) -> Table {
        let columns = array(&c[2]).map(|column| Column { align: align(&column[0]), width: column[1]["c"].as_f64() });
        let head = array(&c[3][1]).map(|row| self.row(row, 0)).collect();
        let mut body = Vec::new();
        for section in array(&c[4]) {
            // `[attr, columns that head their row, rows of a head between, rows]`.
            let heading = usize::try_from(section[1].as_u64().unwrap_or(0)).unwrap_or(0);
            body.extend(array(&section[2]).map(|row| self.row(row, usize::MAX)));
            body.extend(array(&section[3]).map(|row| self.row(row, heading)));
        }
        body.extend(array(&c[5][1]).map(|row| self.row(row, 0)));
        let attr = Attr::of(&c[0]);
        let mut table = Table {
            label: attr.label(),
            caption: self.caption(&c[1]),
            columns: columns.collect(),
            head,
            body,
            turn: attr.classes.iter().find_map(|class| Turn::of_class(class)).unwrap_or_default(),
            span: self.span.clone(),
            ..Table::default()
        };
        for (column, align) in
            table.columns.iter_mut().zip(attr.get("align").and_then(Align::of_letters).into_iter().flatten())
        {
            column.align = align;
        }
        table
    }

    /// A row whose first cells, so many, head it.
    fn row(&self, row: &Value, heading: usize) -> Row {
        let cells = array(&row[1]).enumerate().map(|(index, cell)| Cell {
            align: Some(align(&cell[1])).filter(|align| *align != Align::Theme),
            rows: count(&cell[2]),
            columns: count(&cell[3]),
            blocks: self.blocks(&cell[4]),
            header: index < heading,
        });
        Row { cells: cells.collect() }
    }

    /// `[caption, alignments, widths, head, rows]`.
    fn old_table(&self, c: &Value) -> Table {
        let widths = |at: usize| c[2][at].as_f64().filter(|width| *width > 0.0);
        let columns = array(&c[1]).enumerate().map(|(at, name)| Column { align: align(name), width: widths(at) });
        let row = |row: &Value| Row {
            cells: array(row).map(|blocks| Cell { blocks: self.blocks(blocks), ..Cell::default() }).collect(),
        };
        let head = row(&c[3]);
        let says_something = head.cells.iter().any(|cell| !cell.blocks.is_empty());
        Table {
            caption: self.inlines(&c[0]),
            columns: columns.collect(),
            head: if says_something { vec![head] } else { Vec::new() },
            body: array(&c[4]).map(row).collect(),
            span: self.span.clone(),
            ..Table::default()
        }
    }
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn align(value: &Value) -> Align {
    match value["t"].as_str().unwrap_or_default() {
        "AlignLeft" => Align::Start,
        "AlignRight" => Align::End,
        "AlignCenter" => Align::Centre,
        _ => Align::Theme,
    }
}

fn count(value: &Value) -> u32 {
    value.as_u64().and_then(|count| u32::try_from(count).ok()).unwrap_or(1)
}
