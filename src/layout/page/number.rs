//! Note numbers, once it is known on which page a note is called.

use std::collections::HashMap;

use super::super::Cx;
use super::super::frame::{Item, Placed};
use super::{NoteSpots, Sheetlet};
use crate::model::{NodeId, Role};
use crate::resolve::number;
use crate::text::{LangSys, Run, Shaper, Span, Style};
use crate::theme::NoteRestart;
use crate::unit::{Length, Point};

/// Turns the calls on a page into numbers, and notes where calls and texts stand.
pub(super) fn calls(
    cx: &Cx,
    shaper: &mut Shaper,
    page: &mut Sheetlet,
    spots: &mut NoteSpots,
    number: usize,
    origin: Point,
) {
    let on_page: HashMap<NodeId, u32> = page.notes.iter().copied().zip(1..).collect();
    for placed in &mut page.frame.items {
        let Item::Call { note, size } = placed.item else { continue };
        let spot = (number, placed.at + origin);
        let entry = spots.entry(note).or_insert((spot, spot));
        let is_text = size < Length::ZERO;
        if is_text {
            entry.1 = spot;
        }
        let count = match cx.theme.notes.restart {
            // A text carried over the page keeps the number of the page that called it: its first line was there.
            NoteRestart::Page => on_page.get(&note).copied().unwrap_or(1),
            NoteRestart::Chapter => cx.edition.note(note),
            NoteRestart::Book => cx.edition.note_in_book(note),
        };
        *placed = numbered(cx, shaper, placed, count, size);
    }
}

fn numbered(cx: &Cx, shaper: &mut Shaper, placed: &Placed, count: u32, size: Length) -> Placed {
    let lang = LangSys::of(&cx.edition.lang);
    let body = cx.theme.style(Role::Footnote).text;
    let text = printed(count, lang);
    let circled = text.chars().count() == 1 && !text.starts_with(|c: char| c.is_ascii_digit());
    // In the text a call is as wide as its place; a number in figures is a little larger than a circled one's digits.
    let (number_size, rise) = match (size < Length::ZERO, circled) {
        (true, _) => (-size, Length::ZERO),
        (false, true) => (super::super::call_width(cx, size), size.scale(0.28)),
        (false, false) => (size.scale(0.6), size.scale(0.35)),
    };
    let style = Style { face: body.face, weight: body.weight, italic: false, size: number_size, lang };
    let shaped = shaper.shape(&text, &[Span { range: 0..text.len(), style }]);
    let face = shaped.clusters.first().map_or(crate::font::FaceId(0), |cluster| cluster.face);
    let glyphs =
        shaped.clusters.iter().flat_map(|cluster| shaped.placed(cluster, cluster.start, cluster.end)).collect();
    let run = Run { face, size: number_size, ink: cx.theme.ink(body.colour), text, glyphs };
    Placed { at: Point::new(placed.at.x, placed.at.y - rise), item: Item::Run(run), tag: placed.tag }
}

/// ① to ㊿ in Chinese, Japanese and Korean books, figures beyond and elsewhere.
fn printed(count: u32, lang: LangSys) -> String {
    let circled = if lang.is_cjk() { number::format(number::Style::Circled, u64::from(count)) } else { None };
    circled.unwrap_or_else(|| count.to_string())
}
