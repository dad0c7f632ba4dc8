//! 版记: to whom copies go, who printed the document and when, at the foot of its last even page (7.4, letters 10.1).

use super::super::frame::{Frame, TagId, TagKind};
use super::super::inline::Line;
use super::super::page::{Matter, Sheetlet, shifted};
use super::super::set::{Setter, foot_of, room, stack};
use super::super::{BASELINE, Cx};
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
    let mut frame = composed(&mut setter, parts, moved);
    let area = area(cx).height;
    let (line, _) = grid(cx);
    let height = frame.size.height;
    let fits = matter.pages.last().is_some_and(|page| foot_of(&page.frame, area) + line + height <= area);
    let pages = matter.pages.len();
    // Letters end where their text ends; other documents on an even page.
    let even = parts.form == OfficialForm::Letter || pages.is_multiple_of(2);
    let blank = || Sheetlet { blank: true, ..Sheetlet::default() };
    match (even, fits) {
        (true, true) => {}
        (false, _) => matter.pages.push(Sheetlet::default()),
        (true, false) if parts.form == OfficialForm::Letter => matter.pages.push(Sheetlet::default()),
        // Neither a blank page before the record nor the record's own has a folio then (7.5).
        (true, false) => matter.pages.extend([blank(), blank()]),
    }
    let offset = matter.tags.len() as u32;
    matter.tags.append(&mut setter.tags.0);
    for placed in &mut frame.items {
        placed.tag = shifted(placed.tag, offset);
    }
    if let Some(page) = matter.pages.last_mut() {
        page.frame.push_frame(Point::new(Length::ZERO, area - height), frame);
    }
}

/// The record from its first rule to its last.
fn composed(setter: &mut Setter, parts: &OfficialParts, moved: bool) -> Frame {
    let cx = setter.cx;
    let style = setter.style(Role::OfficialRecord);
    let measure = area(cx).width;
    let ruled = parts.form != OfficialForm::Letter;
    let theme = &cx.theme.official;
    let mut frame = room(measure, Length::ZERO);
    let mut y = Length::ZERO;
    let rule = |frame: &mut Frame, y: &mut Length, thickness: Length| {
        if ruled {
            let ink = cx.theme.ink(crate::theme::Colour::Text);
            frame.push_rule(Rect::new(Point::new(Length::ZERO, *y), Size::new(measure, thickness)), ink);
            *y += thickness;
        }
    };
    rule(&mut frame, &mut y, theme.record_outer);
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
        let top = y + within(&style);
        frame.push_frame(Point::new(style.size, top), words);
        let hang = style.size * 4;
        let lines: Vec<Line> = setter.plain(organs, Role::OfficialRecord, tag, measure - hang - style.size);
        let count = lines.len() as i64;
        stack(&mut frame, lines, Point::new(hang, top), style.pitch);
        y += style.pitch * count;
    }
    let (by, on) = (&parts.record.printed_by, &parts.record.printed_on);
    if by.is_some() || on.is_some() {
        if some {
            rule(&mut frame, &mut y, theme.record_inner);
        }
        let tag: TagId = setter.tag(TagKind::Paragraph);
        let top = y + within(&style);
        if let Some(by) = by {
            let (words, _) = setter.words(by, Role::OfficialRecord, tag);
            frame.push_frame(Point::new(style.size, top), words);
        }
        if let Some(on) = on {
            let (words, width) = setter.words(on, Role::OfficialRecord, tag);
            frame.push_frame(Point::new(measure - style.size - width, top), words);
        }
        y += style.pitch;
    }
    rule(&mut frame, &mut y, theme.record_outer);
    frame.size.height = y;
    frame
}

/// From the upper edge of a row to that of its characters: they stand in its middle, as they are seen.
fn within(style: &crate::theme::BlockStyle) -> Length {
    // The ink of a Han character lies a little above the middle of the frame that its baseline is counted from.
    (style.pitch - style.size) / 2 + style.size.scale((1.0 - BASELINE) / 8.0)
}
