//! 版记: to whom copies go, who printed the document and when, at the foot of its last even page (7.4, letters 10.1).

use super::super::frame::{Frame, TagId, TagKind};
use super::super::inline::Line;
use super::super::page::{Matter, Sheetlet, shifted};
use super::super::set::{Setter, foot_of};
use super::super::{BASELINE, Cx};
use super::rows::Rows;
use super::{area, grid, head};
use crate::model::{OfficialForm, Role};
use crate::resolve::OfficialParts;
use crate::text::Shaper;
use crate::unit::{Length, Point, Rect, Size};

/// Puts the record onto the pages of a document, and takes the folio from those that have none.
pub(in super::super) fn record<'c>(cx: &Cx<'c>, shaper: &mut Shaper<'c>, matter: &mut Matter) {
    if !cx.theme.official.show {
        return;
    }
    let parts = &cx.edition.official;
    if parts.form == OfficialForm::Letter
        && let Some(first) = matter.pages.first_mut()
    {
        first.blank = true;
    }
    let mut setter = Setter::new(cx, shaper);
    let moved = head::addressees_move(&mut setter);
    setter.tags = super::Tags::default();
    if parts.record.is_empty() && !moved {
        return;
    }
    let area = area(cx);
    let frames = composed(&mut setter, parts, moved).frames(area.width, area.height);
    let (line, _) = grid(cx);
    let height = frames.last().map_or(Length::ZERO, |frame| frame.size.height);
    // What is higher than a page takes pages of its own, the last an even one.
    let fits = frames.len() == 1
        && matter.pages.last().is_some_and(|page| foot_of(&page.frame, area.height) + line + height <= area.height);
    let letter = parts.form == OfficialForm::Letter;
    let pages = matter.pages.len();
    // Letters end where their text ends; other documents on an even page.
    let new = if fits && (letter || pages.is_multiple_of(2)) { 0 } else { frames.len() };
    if !letter && !(pages + new).is_multiple_of(2) {
        // Neither a blank page before the record nor the record's own has a folio then (7.5).
        matter.pages.push(Sheetlet { blank: true, ..Sheetlet::default() });
        matter.pages.extend((0..new).map(|_| Sheetlet { blank: true, ..Sheetlet::default() }));
    } else {
        matter.pages.extend((0..new).map(|_| Sheetlet::default()));
    }
    let offset = matter.tags.len() as u32;
    matter.tags.append(&mut setter.tags.0);
    let begun = matter.pages.len().saturating_sub(frames.len());
    let count = frames.len();
    for (at, (page, mut frame)) in matter.pages[begun..].iter_mut().zip(frames).enumerate() {
        for placed in &mut frame.items {
            placed.tag = shifted(placed.tag, offset);
        }
        let top = if at + 1 == count { area.height - frame.size.height } else { Length::ZERO };
        page.frame.push_frame(Point::new(Length::ZERO, top), frame);
    }
}

/// The record from its first rule to its last.
fn composed(setter: &mut Setter, parts: &OfficialParts, moved: bool) -> Rows {
    let cx = setter.cx;
    let style = setter.style(Role::OfficialRecord);
    let measure = area(cx).width;
    let ruled = parts.form != OfficialForm::Letter;
    let theme = &cx.theme.official;
    let ink = cx.theme.ink(crate::theme::Colour::Text);
    let mut rows = Rows::default();
    let mut y = Length::ZERO;
    // A rule stays with the line above it, the first with the one below.
    let rule = |rows: &mut Rows, y: &mut Length, thickness: Length| {
        if ruled {
            rows.keep_last();
            rows.rule(Rect::new(Point::new(Length::ZERO, *y), Size::new(measure, thickness)), ink);
            *y += thickness;
        }
    };
    rule(&mut rows, &mut y, theme.record_outer);
    rows.keep_last();
    let addressees = parts.addressees.as_deref().filter(|_| moved);
    let addressees = addressees.map(|organs| format!("{}。", organs.trim_end_matches('：')));
    let organs = [
        addressees.as_deref().map(|organs| ("主送：", organs)),
        parts.record.copies_to.as_deref().map(|organs| (OfficialParts::COPIES_TO, organs)),
    ];
    let some = organs.iter().any(Option::is_some);
    for (label, organs) in organs.into_iter().flatten() {
        let tag = setter.tag(TagKind::Paragraph);
        let (words, _) = setter.words(label, Role::OfficialRecord, tag);
        rows.put(Point::new(style.size, y), style.pitch, lowered(words, &style));
        let hang = style.size * 4;
        for line in setter.plain(organs, Role::OfficialRecord, tag, measure - hang - style.size) {
            rows.put(Point::new(hang, y), style.pitch, lowered(line.frame, &style));
            y += style.pitch;
        }
    }
    let (by, on) = (&parts.record.printed_by, &parts.record.printed_on);
    if by.is_some() || on.is_some() {
        if some {
            rule(&mut rows, &mut y, theme.record_inner);
        }
        let tag: TagId = setter.tag(TagKind::Paragraph);
        let room = measure - style.size * 2;
        let set = |setter: &mut Setter, words: &Option<String>| {
            let lines = words.as_deref().map(|words| setter.plain(words, Role::OfficialRecord, tag, room));
            lines.unwrap_or_default()
        };
        let (by, on) = (set(setter, by), set(setter, on));
        let width = |lines: &[Line]| lines.iter().map(|line| line.width).max().unwrap_or_default();
        // The date stands beside the printer's last line, or below it.
        let beside = by.last().is_some_and(|last| last.width + style.size + width(&on) <= room);
        for line in by {
            rows.put(Point::new(style.size, y), style.pitch, lowered(line.frame, &style));
            y += style.pitch;
        }
        if beside {
            y -= style.pitch;
        }
        for line in on {
            let x = measure - style.size - line.width;
            rows.put(Point::new(x, y), style.pitch, lowered(line.frame, &style));
            y += style.pitch;
        }
    }
    rule(&mut rows, &mut y, theme.record_outer);
    rows
}

/// A line in a row of the record: its characters stand in the row's middle, as they are seen.
fn lowered(line: Frame, style: &crate::theme::BlockStyle) -> Frame {
    // The ink of a Han character lies a little above the middle of the frame that its baseline is counted from.
    let down = (style.pitch - style.size) / 2 + style.size.scale((1.0 - BASELINE) / 8.0);
    let mut frame = Frame::default();
    frame.push_frame(Point::new(Length::ZERO, down), line);
    frame
}
