//! Tables → markup.

use super::content::{At, Content, Look};
use super::markup::{Element, Node, element};
use crate::model::{Align, Block, Cell, Column, Role, Row, Table};

/// A share of the measure as CSS writes it; `None` where it is no sensible share.
pub(super) fn percent(share: f64) -> Option<String> {
    (share.is_finite() && share > 0.0 && share <= 1.0).then(|| {
        let text = format!("{:.2}", share * 100.0);
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    })
}

impl<'e> Content<'e> {
    pub(super) fn table(&mut self, table: &'e Table, at: At<'e>) -> Element {
        let Table { id, label: _, number: _, caption, columns, head, body, span: _ } = table;
        let mut made = element("table").attr_if("id", self.anchor(*id));
        if !caption.is_empty() {
            let at = at.look(Look::of(self.theme.style(Role::Caption)));
            made = made.child(element("caption").children(self.caption(caption, *id, at)));
        }
        if columns.iter().any(|column| column.width.is_some()) {
            let cols = columns.iter().map(|column| {
                let width = column.width.and_then(percent).map(|share| format!("width: {share}"));
                Node::Element(element("col").attr_if("style", width))
            });
            made = made.child(element("colgroup").children(cols));
        }
        if !head.is_empty() {
            let at = at.look(Look::of(self.theme.style(Role::TableHead)));
            made = made.child(element("thead").children(self.rows(head, columns, true, at)));
        }
        if !body.is_empty() {
            let at = at.look(Look::of(self.theme.style(Role::TableCell)));
            made = made.child(element("tbody").children(self.rows(body, columns, false, at)));
        }
        made
    }

    fn rows(&mut self, rows: &'e [Row], columns: &[Column], head: bool, at: At<'e>) -> Vec<Node> {
        // How many more rows each column is covered by a cell from above.
        let mut covered = vec![0_u32; columns.len()];
        let mut made = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let below = u32::try_from(rows.len() - number).unwrap_or(u32::MAX);
            let mut line = element("tr");
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let align = cell.align.or(columns.get(column).map(|column| column.align)).unwrap_or_default();
                let tall = cell.rows.clamp(1, below);
                line = line.child(self.cell(cell, tall, align, head, at));
                for covered in covered.iter_mut().skip(column).take(cell.columns.max(1) as usize) {
                    *covered = tall;
                }
                column += cell.columns.max(1) as usize;
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            made.push(Node::Element(line));
        }
        made
    }

    fn cell(&mut self, cell: &'e Cell, rows: u32, align: Align, head: bool, at: At<'e>) -> Element {
        let Cell { blocks, columns, rows: _, header, align: _ } = cell;
        // A lone paragraph needs no element of its own.
        let content = match blocks.as_slice() {
            [Block::Paragraph(paragraph)] => self.inlines(&paragraph.content, at),
            blocks => self.blocks(blocks, at),
        };
        // An empty head cell heads nothing, and is reported by those who listen.
        let heads = (head || *header) && !content.is_empty();
        let scope = match (heads, head) {
            (false, _) => None,
            (true, true) => Some(if *columns > 1 { "colgroup" } else { "col" }),
            (true, false) => Some(if rows > 1 { "rowgroup" } else { "row" }),
        };
        let class = match align {
            Align::Theme => None,
            Align::Start => Some("start"),
            Align::Centre => Some("centre"),
            Align::End => Some("end"),
        };
        element(if heads { "th" } else { "td" })
            .attr_if("scope", scope)
            .attr_if("colspan", (*columns > 1).then(|| columns.to_string()))
            .attr_if("rowspan", (rows > 1).then(|| rows.to_string()))
            .attr_if("class", class)
            .children(content)
    }
}
