//! Bands → what stands on a page. In: a band that was poured. Out: items, anchors, notes of a [`Sheetlet`].

use super::super::flow::Strip;
use super::band::{Band, Column, Pour};
use super::chunk::{Chunk, NoteLine, Rest, Ruler, Stock, What};
use super::notes::note_gap;
use super::{Sheetlet, Titles};
use crate::layout::Cx;
use crate::theme::{Colour, NotePlace};
use crate::unit::{Length, Point, Rect, Size};

/// The outer margin of the page that is filled, for notes in it: where they begin, against the type area.
#[derive(Clone, Copy)]
pub(super) struct Margin {
    pub x: Length,
}

/// Puts everything of a band onto the page; gives back what it left over.
pub(super) fn emit(
    cx: &Cx,
    stock: &mut Stock,
    ruler: Ruler,
    band: Band,
    margin: Margin,
    titles: &mut Titles,
    page: &mut Sheetlet,
) -> Rest {
    let Band { mut chunks, pour, to_foot, .. } = band;
    let Pour { top, limit, across, columns, waiting, carried } = pour;
    let gap = cx.theme.page.column_gap.at(cx.theme.body().size);
    let step = across.measure + gap;
    let noted = columns.iter().any(|column| !column.notes.is_empty());
    let foot = columns.iter().map(|column| if noted { limit } else { column.foot }).max().unwrap_or(top);
    for (at, column) in (0i64..).zip(columns) {
        let x = step * at;
        if at > 0 && cx.theme.page.column_rule > Length::ZERO {
            column_rule(cx, page, x - gap / 2, top, foot);
        }
        let down = if to_foot { (limit - column.note_height - column.foot).max(Length::ZERO) } else { Length::ZERO };
        backdrops(stock, &chunks, &column, Point::new(x, down), page);
        for spot in &column.spots {
            let at = Point::new(x, spot.top + down);
            match spot.what {
                What::Strip(chunk, strip) => {
                    let in_text = chunks[chunk].in_text();
                    let strip = std::mem::take(&mut chunks[chunk].strips[strip]);
                    self::strip(stock, strip, in_text, at, titles, page);
                }
                What::Head(head, strip) => {
                    let frame = stock.heads[head].strips[strip].frame.clone();
                    page.frame.push_frame(at, frame);
                }
            }
        }
        let mut y = limit - column.note_height;
        for &chunk in column.bottom.iter().rev() {
            y -= chunks[chunk].height();
            let mut top = y;
            for strip in std::mem::take(&mut chunks[chunk].strips) {
                let advance = strip.advance;
                self::strip(stock, strip, false, Point::new(x, top), titles, page);
                top += advance;
            }
            y -= ruler.white;
        }
        foot_notes(cx, stock, ruler, &column, Point::new(x, limit), across.measure, page);
        for (line, y) in &column.margin {
            note_line(stock, *line, Point::new(margin.x, *y), page);
        }
    }
    page.division.clone_from(&titles.division);
    page.section.clone_from(&titles.section);
    let mut chunks: Vec<_> = chunks.into_iter().map(Some).collect();
    Rest { floats: waiting.into_iter().filter_map(|chunk| chunks[chunk].take()).collect(), carried }
}

fn strip(stock: &Stock, strip: Strip, in_text: bool, at: Point, titles: &mut Titles, page: &mut Sheetlet) {
    let Strip { frame, notes, anchors, title, begins, from, .. } = strip;
    let begun = if in_text { &mut page.begins } else { &mut page.floats };
    *begun = begun.or(from);
    if begins {
        *titles = Titles::default();
    }
    match title {
        Some((0, text)) => *titles = Titles { division: Some(text), section: None },
        Some((1, text)) => titles.section = Some(text),
        Some(_) | None => {}
    }
    page.anchors.extend(anchors.into_iter().map(|id| (id, at)));
    page.notes.extend(notes.into_iter().map(|note| stock.notes[note].id));
    page.frame.push_frame(at, frame);
}

/// Rules and tints: each runs through from the first to the last of its strips in the column.
fn backdrops(stock: &Stock, chunks: &[Chunk], column: &Column, origin: Point, page: &mut Sheetlet) {
    // Number, top, foot; those that are nested are few.
    let mut open: Vec<(usize, Length, Length)> = Vec::new();
    let mut paint = |number: usize, top: Length, foot: Length| {
        let backdrop = stock.backdrops[number];
        let area = backdrop.area(top, foot);
        page.frame.push_rule(Rect::new(origin + area.at, area.size), backdrop.ink);
    };
    for spot in &column.spots {
        let What::Strip(chunk, strip) = spot.what else { continue };
        let strip = &chunks[chunk].strips[strip];
        let foot = spot.top + strip.frame.size.height;
        open.retain(|(number, top, foot)| {
            let stays = strip.backdrops.contains(number);
            if !stays {
                paint(*number, *top, *foot);
            }
            stays
        });
        for &number in &strip.backdrops {
            match open.iter_mut().find(|(known, ..)| *known == number) {
                Some((_, _, to)) => *to = foot,
                None => open.push((number, spot.top, foot)),
            }
        }
    }
    for (number, top, foot) in open {
        paint(number, top, foot);
    }
}

/// The notes at the foot of a column, under their rule.
fn foot_notes(
    cx: &Cx,
    stock: &mut Stock,
    ruler: Ruler,
    column: &Column,
    foot: Point,
    measure: Length,
    page: &mut Sheetlet,
) {
    let Some(last) = column.notes.last() else { return };
    let style = &cx.theme.notes;
    // The last line's own gap lies outside the type area.
    let last = &stock.notes[last.note].strips[last.line];
    let gap = last.advance - last.frame.size.height;
    let mut y = foot.y - column.note_height + note_gap(ruler) + gap;
    let rule =
        Rect::new(Point::new(foot.x, y - ruler.pitch / 3), Size::new(measure.scale(style.rule_length), style.rule));
    page.frame.push_rule(rule, cx.theme.ink(Colour::Text));
    for &line in &column.notes {
        let advance = stock.notes[line.note].strips[line.line].advance;
        note_line(stock, line, Point::new(foot.x, y), page);
        y += advance;
    }
}

fn note_line(stock: &mut Stock, line: NoteLine, at: Point, page: &mut Sheetlet) {
    let strip = &mut stock.notes[line.note].strips[line.line];
    page.anchors.extend(strip.anchors.drain(..).map(|id| (id, at)));
    page.frame.push_frame(at, std::mem::take(&mut strip.frame));
    let called = std::mem::take(&mut strip.notes);
    page.notes.extend(called.into_iter().map(|note| stock.notes[note].id));
}

/// A line in the middle of the white between columns.
fn column_rule(cx: &Cx, page: &mut Sheetlet, middle: Length, top: Length, foot: Length) {
    let thickness = cx.theme.page.column_rule;
    let area = Rect::new(Point::new(middle - thickness / 2, top), Size::new(thickness, foot - top));
    page.frame.push_rule(area, cx.theme.ink(Colour::Text));
}

/// Where notes in the margin begin on a page, against its type area.
pub(super) fn margin(cx: &Cx, outer_at_end: bool) -> Margin {
    let notes = &cx.theme.notes;
    let x = match notes.place {
        NotePlace::Margin if outer_at_end => cx.theme.area().size.width + notes.margin_gap,
        NotePlace::Margin => -notes.margin_gap - notes.margin_width,
        NotePlace::Foot | NotePlace::Chapter | NotePlace::Book => Length::ZERO,
    };
    Margin { x }
}
