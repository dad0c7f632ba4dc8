//! Tables: widths by content, rows in strips line by line, heads repeated. In: a table. Out: strips.

use super::flow::{Flow, Head, Place, Strip};
use super::frame::{Frame, Item, TagId, TagKind};
use super::inline;
use crate::diag::Diagnostic;
use crate::font::FaceId;
use crate::model::{Align, Block, Cell, Role, Row, Table};
use crate::text::Run;
use crate::theme::{Alignment, BlockStyle};
use crate::unit::{Length, Point, Size};

/// Rows of more lines than this may be divided between pages.
const WHOLE_ROW: usize = 6;
/// A table whose text needs less than this share of the measure is set as narrow as it is.
const NARROW: f64 = 0.6;

/// Sets a table: its caption, three rules, a head that is repeated on every page it goes on over.
pub(super) fn table(flow: &mut Flow, table: &Table, place: &Place, out: &mut Vec<Strip>) {
    flow.anchor(table.id);
    // What waits for the table is not for its first cell.
    let held = std::mem::take(&mut flow.pending);
    let style = flow.cx.theme.table.clone();
    let gap = gap(flow, table.columns.len(), place.measure);
    let columns = Columns { widths: widths(flow, table, place, gap), gap };
    let widths = &columns.widths;
    let total: Length = widths.iter().copied().sum::<Length>() + gap * (widths.len() as i64 - 1).max(0);
    let inset = ((place.measure - total) / 2).max(Length::ZERO);
    let place = Place { x: place.x + inset, measure: total.min(place.measure), indented: false, ..place.clone() };
    let tag = flow.tags.push(TagKind::Table, place.tag);
    let mut strips = Vec::new();
    if !table.caption.is_empty() {
        let caption = flow.tags.push(TagKind::Caption, tag);
        let wide = Place { x: place.x - inset, measure: place.measure + inset * 2, ..place.clone() };
        flow.caption(table.id, &table.caption, &wide, caption, &table.span, &mut strips);
        strips.iter_mut().for_each(|strip| strip.keep = true);
    }
    let mut head = vec![rule(flow, &place, style.outer_rule)];
    if !table.head.is_empty() {
        let group = flow.tags.push(TagKind::TableHead, tag);
        rows(flow, &table.head, table, &columns, &place, Role::TableHead, group, &mut head);
        head.push(rule(flow, &place, style.head_rule));
    }
    head.iter_mut().for_each(|strip| strip.keep = true);
    let number = flow.galley.heads.len();
    flow.galley.heads.push(Head { strips: head.iter().map(repeated).collect() });
    strips.append(&mut head);
    let group = flow.tags.push(TagKind::TableBody, tag);
    let mut body = Vec::new();
    rows(flow, &table.body, table, &columns, &place, Role::TableCell, group, &mut body);
    body.push(rule(flow, &place, style.outer_rule));
    // The closing rule stays with the last line.
    let count = body.len();
    if count > 1 {
        body[count - 2].keep = true;
    }
    body.iter_mut().for_each(|strip| strip.head = Some(number));
    strips.append(&mut body);
    let said = std::mem::replace(&mut flow.pending, held).said;
    flow.pending.said.extend(said);
    let spaced = BlockStyle { before: 0.5, after: 0.75, ..flow.cx.theme.body().clone() };
    flow.space(&spaced, &mut strips);
    out.append(&mut strips);
}

/// The columns of a table: their widths and what parts them.
struct Columns {
    widths: Vec<Length>,
    gap: Length,
}

/// The same strip as decoration, for the pages a table goes on over.
fn repeated(strip: &Strip) -> Strip {
    let mut frame = strip.frame.clone();
    frame.items.iter_mut().for_each(|placed| placed.tag = TagId::ARTIFACT);
    // What is wrong with a head was said where it stood first.
    frame.said.clear();
    Strip { frame, advance: strip.advance, ..Strip::default() }
}

/// The space between columns; many columns stand closer, so that all stay on the page.
fn gap(flow: &Flow, columns: usize, measure: Length) -> Length {
    let wanted = flow.cx.theme.table.gap.at(flow.cx.theme.style(Role::TableCell).size);
    wanted.min(measure / (columns.max(1) as i64 * 4))
}

fn rule(flow: &Flow, place: &Place, thickness: Length) -> Strip {
    let mut strip = flow.rule(place, thickness);
    let air = flow.cx.theme.style(Role::TableCell).size.scale(0.3);
    strip.frame.items.iter_mut().for_each(|placed| placed.at.y += air);
    strip.frame.size.height = thickness + air;
    strip.advance = thickness + air * 2;
    strip
}

/// Widths of the columns: the author's, else by content; where all does not fit, wide columns give way first.
fn widths(flow: &mut Flow, table: &Table, place: &Place, gap: Length) -> Vec<Length> {
    let count = table.columns.len().max(1);
    let free = (place.measure - gap * (count as i64 - 1)).max(Length::pt(1.0) * count as i64);
    if table.columns.iter().all(|column| column.width.is_some()) && !table.columns.is_empty() {
        let sum: f64 = table.columns.iter().filter_map(|column| column.width).sum();
        return table.columns.iter().map(|column| free.scale(column.width.unwrap_or(0.0) / sum.max(0.01))).collect();
    }
    let (wide, least) = contents(flow, table, count, place);
    let sum: Length = wide.iter().copied().sum();
    if sum <= free {
        if sum < free.scale(NARROW) {
            return wide;
        }
        let more = (free - sum) / count as i64;
        return wide.iter().map(|&width| width + more).collect();
    }
    let floor: Length = least.iter().copied().sum();
    if floor >= free {
        let finding = if free / (count as i64) < flow.cx.theme.style(Role::TableCell).size {
            Diagnostic::error("crowded-table", &table.span, "the table's columns are narrower than a character")
        } else {
            let message = "the table's columns are too narrow for its longest words";
            Diagnostic::warning("crowded-table", &table.span, message)
        };
        flow.say(finding.help("give it fewer columns, or shorter words"));
        return least.iter().map(|&width| free.fraction(width.raw(), floor.raw())).collect();
    }
    let spare = free - floor;
    let wish: Length = wide.iter().zip(&least).map(|(&wide, &least)| wide - least).sum();
    wide.iter().zip(&least).map(|(&wide, &least)| least + spare.fraction((wide - least).raw(), wish.raw())).collect()
}

/// For each column the width its text has on one line, and the least it can do with.
fn contents(flow: &mut Flow, table: &Table, count: usize, place: &Place) -> (Vec<Length>, Vec<Length>) {
    let size = flow.cx.theme.style(Role::TableCell).size;
    let (mut wide, mut least) = (vec![size * 2; count], vec![size * 2; count]);
    let mut taken: Vec<u32> = vec![0; count];
    for (row, role) in
        table.head.iter().map(|r| (r, Role::TableHead)).chain(table.body.iter().map(|r| (r, Role::TableCell)))
    {
        for (at, cell) in seats(row, &mut taken) {
            if cell.columns > 1 || at >= count {
                continue;
            }
            let style = flow.cx.theme.style(role).clone();
            for block in &cell.blocks {
                let (whole, piece) = match block {
                    Block::Paragraph(paragraph) => {
                        let collected =
                            flow.collect(&paragraph.content, &style, TagId::ARTIFACT, &place.lang, &paragraph.span);
                        inline::widths(flow.cx, flow.shaper, &collected, &style.setting)
                    }
                    _ => (size * 12, size * 6),
                };
                wide[at] = wide[at].max(whole);
                least[at] = least[at].max(piece.min(size * 12));
            }
        }
    }
    (wide, least)
}

/// The cells of a row with their columns; places taken by a span from above are passed over.
fn seats<'t>(row: &'t Row, taken: &mut [u32]) -> Vec<(usize, &'t Cell)> {
    let mut seats = Vec::with_capacity(row.cells.len());
    let mut cells = row.cells.iter();
    let mut at = 0;
    while at < taken.len() {
        if taken[at] > 0 {
            taken[at] -= 1;
            at += 1;
            continue;
        }
        let Some(cell) = cells.next() else {
            at += 1;
            continue;
        };
        let last = (at + cell.columns.max(1) as usize).min(taken.len());
        for place in &mut taken[at..last] {
            *place = cell.rows.max(1) - 1;
        }
        seats.push((at, cell));
        at = last;
    }
    seats
}

#[expect(clippy::too_many_arguments, reason = "head and body differ in role and tag only")]
fn rows(
    flow: &mut Flow,
    rows: &[Row],
    table: &Table,
    columns: &Columns,
    place: &Place,
    role: Role,
    group: TagId,
    out: &mut Vec<Strip>,
) {
    let Columns { widths, gap } = columns;
    let gap = *gap;
    let left = |at: usize| place.x + widths[..at].iter().copied().sum::<Length>() + gap * at as i64;
    let mut taken: Vec<u32> = vec![0; widths.len()];
    for row in rows {
        let tag = flow.tags.push(TagKind::Row, group);
        let mut cells: Vec<Vec<Strip>> = Vec::new();
        for (at, cell) in seats(row, &mut taken) {
            let span = (cell.columns.max(1) as usize).min(widths.len() - at);
            let kind = if role == Role::TableHead || cell.header {
                TagKind::HeaderCell(span as u32, cell.rows.max(1))
            } else {
                TagKind::Cell(span as u32, cell.rows.max(1))
            };
            let cell_tag = flow.tags.push(kind, tag);
            let measure = widths[at..at + span].iter().copied().sum::<Length>() + gap * (span as i64 - 1);
            let inner = Place { x: left(at), measure, role, tag: cell_tag, ..place.clone() };
            let strips = cell_strips(flow, cell, align(table, at, cell), &inner);
            cells.push(strips);
        }
        merge(cells, out);
    }
}

fn align(table: &Table, at: usize, cell: &Cell) -> Alignment {
    match cell.align.or_else(|| table.columns.get(at).map(|column| column.align)).unwrap_or_default() {
        Align::Theme | Align::Start => Alignment::Start,
        Align::Centre => Alignment::Centre,
        Align::End => Alignment::End,
    }
}

fn cell_strips(flow: &mut Flow, cell: &Cell, align: Alignment, place: &Place) -> Vec<Strip> {
    let mut strips = Vec::new();
    let style = BlockStyle { align, ..flow.flat(place.role) };
    for block in &cell.blocks {
        if let Block::Paragraph(paragraph) = block {
            let tag = flow.tags.push(TagKind::Paragraph, place.tag);
            let lang = paragraph.lang.as_ref().unwrap_or(&place.lang).clone();
            let collected = flow.collect(&paragraph.content, &style, tag, &lang, &paragraph.span);
            flow.paragraph(&collected, &style, place, false, &mut strips);
        } else {
            flow.blocks(std::slice::from_ref(block), place, &mut strips);
        }
    }
    let empty = !strips.iter().flat_map(|strip| &strip.frame.items).any(|placed| placed.tag != TagId::ARTIFACT);
    if empty {
        keep_seat(&mut strips, &style, place);
    }
    strips
}

/// An empty cell is content all the same: without it a row would have fewer cells than its neighbours (PDF/UA).
fn keep_seat(strips: &mut Vec<Strip>, style: &BlockStyle, place: &Place) {
    let ink = crate::theme::Ink::BLACK;
    let run = Run { face: FaceId(0), size: style.size, ink, text: String::new(), glyphs: Vec::new() };
    if strips.is_empty() {
        let frame = Frame::new(Size::new(place.x, style.size));
        strips.push(Strip { frame, advance: style.pitch, ..Strip::default() });
    }
    strips[0].frame.push(Point::new(place.x, Length::ZERO), Item::Run(run), place.tag);
}

/// Lays the columns of a row beside each other. Rows whose cells have lines of one pitch may part between lines;
/// others stay whole.
fn merge(columns: Vec<Vec<Strip>>, out: &mut Vec<Strip>) {
    let count = columns.iter().map(Vec::len).max().unwrap_or(0);
    let pitch = columns.iter().flatten().map(|strip| strip.advance).next().unwrap_or_default();
    let even = columns.iter().flatten().all(|strip| strip.advance == pitch && strip.before == Length::ZERO);
    let mut merged: Vec<Strip> = Vec::new();
    if even {
        merged.resize_with(count, Strip::default);
        for column in columns {
            for (line, strip) in column.into_iter().enumerate() {
                join(&mut merged[line], strip, Length::ZERO);
            }
        }
        for strip in &mut merged {
            strip.advance = pitch;
        }
    } else {
        let mut whole = Strip::default();
        for column in columns {
            let mut y = Length::ZERO;
            for strip in column {
                let (before, advance) = (strip.before, strip.advance);
                join(&mut whole, strip, y + before);
                y += before + advance;
            }
            whole.advance = whole.advance.max(y);
        }
        merged.push(whole);
    }
    let count = merged.len();
    for (at, strip) in merged.iter_mut().enumerate() {
        strip.keep = at + 1 < count && (count <= WHOLE_ROW || at == 0 || at + 2 >= count);
        strip.grid = false;
    }
    out.append(&mut merged);
}

fn join(into: &mut Strip, strip: Strip, y: Length) {
    let Strip { frame, notes, anchors, backdrops, waiting, title, .. } = strip;
    let height = into.frame.size.height.max(y + frame.size.height);
    let width = into.frame.size.width.max(frame.size.width);
    into.frame.push_frame(Point::new(Length::ZERO, y), frame);
    into.frame.size = crate::unit::Size::new(width, height);
    into.notes.extend(notes);
    into.anchors.extend(anchors);
    into.backdrops.extend(backdrops);
    into.waiting.extend(waiting);
    into.title = into.title.take().or(title);
}
