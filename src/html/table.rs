//! Tables → markup.

use super::content::{At, Content, Look};
use super::markup::{Element, Node, element};
use crate::model::{self, Align, Block, Cell, Role, Row, Seat, Table};

/// A share of the measure as CSS writes it; `None` where it is no sensible share.
pub(super) fn percent(share: f64) -> Option<String> {
    (share.is_finite() && share > 0.0 && share <= 1.0).then(|| {
        let text = format!("{:.2}", share * 100.0);
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    })
}

impl<'e> Content<'e> {
    pub(super) fn table(&mut self, table: &'e Table, at: At<'e>) -> Element {
        // The web turns no page.
        let Table { id, label: _, number: _, caption, columns, head, body, turn: _, span: _ } = table;
        let aligns = table.aligns();
        let mut made = element("table").attr_if("id", self.anchor(*id));
        if !caption.is_empty() {
            let at = at.look(Look::of(self.theme.style(Role::Caption)));
            made = made.child(element("caption").children(self.pages_at(*id)).children(self.caption(caption, *id, at)));
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
            made = made.child(element("thead").children(self.rows(head, &aligns, true, at)));
        }
        if !body.is_empty() {
            let at = at.look(Look::of(self.theme.style(Role::TableCell)));
            made = made.child(element("tbody").children(self.rows(body, &aligns, false, at)));
        }
        made
    }

    fn rows(&mut self, rows: &'e [Row], aligns: &[Align], head: bool, at: At<'e>) -> Vec<Node> {
        let mut made = Vec::new();
        for seats in model::seats(rows, aligns.len()) {
            let cells = seats.iter().map(|seat| {
                let align = seat.cell.align.unwrap_or(aligns[seat.column]);
                Node::Element(self.cell(seat, align, head, at))
            });
            made.push(Node::Element(element("tr").children(cells.collect::<Vec<_>>())));
        }
        made
    }

    fn cell(&mut self, seat: &Seat<'e>, align: Align, head: bool, at: At<'e>) -> Element {
        let Seat { cell, row: _, rows, column: _, columns } = *seat;
        let Cell { blocks, columns: _, rows: _, header, align: _ } = cell;
        // A lone paragraph needs no element of its own.
        let content = match blocks.as_slice() {
            [Block::Paragraph(paragraph)] => self.text_of(paragraph.id, &paragraph.content, at),
            blocks => self.blocks(blocks, at),
        };
        // An empty head cell heads nothing, and is reported by those who listen.
        let heads = (head || *header) && !content.is_empty();
        let scope = match (heads, head) {
            (false, _) => None,
            (true, true) => Some(if columns > 1 { "colgroup" } else { "col" }),
            (true, false) => Some(if rows > 1 { "rowgroup" } else { "row" }),
        };
        let class = match align {
            Align::Theme => None,
            Align::Start => Some("start"),
            Align::Centre => Some("centre"),
            Align::End => Some("end"),
            // CSS knows no decimal point: figures of one width, flush at the end, come nearest.
            Align::Decimal if columns == 1 => Some("decimal"),
            Align::Decimal => None,
        };
        element(if heads { "th" } else { "td" })
            .attr_if("scope", scope)
            .attr_if("colspan", (columns > 1).then(|| columns.to_string()))
            .attr_if("rowspan", (rows > 1).then(|| rows.to_string()))
            .attr_if("class", class)
            .children(content)
    }
}
