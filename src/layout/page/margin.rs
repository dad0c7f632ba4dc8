//! Running heads and folios, added last: only now is it known what a page holds.

use super::super::frame::{Frame, TagId};
use super::super::inline::{self, Base, Collector, Line, Par};
use super::super::{Cx, Folio, Side, Tags};
use super::{Sheetlet, outer_at_end};
use crate::diag::Span;
use crate::model::{Inline, Role};
use crate::text::Shaper;
use crate::theme::{Alignment, Colour, HeadText};
use crate::unit::{Length, Point, Rect, Size};

/// Sets the head and the folio of a page.
pub(super) fn margins(
    cx: &Cx,
    shaper: &mut Shaper,
    page: &Sheetlet,
    side: Side,
    folio: Folio,
    area: Rect,
    frame: &mut Frame,
) {
    let theme = cx.theme;
    let at_end = outer_at_end(cx, side);
    // At the outer side, or in the middle of all pages.
    let aligned = |role: Role| match theme.style(role).align {
        Alignment::Centre => Alignment::Centre,
        Alignment::Justify | Alignment::Start | Alignment::End | Alignment::Even if at_end => Alignment::End,
        Alignment::Justify | Alignment::Start | Alignment::End | Alignment::Even => Alignment::Start,
    };
    let heads = &theme.heads;
    let wanted = if side == Side::Recto { heads.recto } else { heads.verso };
    if let Some(text) = head_text(cx, page, wanted).filter(|_| heads.on_openings || !page.opens) {
        let size = theme.style(Role::RunningHead).size;
        let top = area.at.y - theme.pitch().scale(1.4) - size;
        if let Some(line) = line(cx, shaper, &text, Role::RunningHead, area.size.width, aligned(Role::RunningHead)) {
            frame.push_frame(Point::new(area.at.x, top), line.frame);
        }
        if heads.rule > Length::ZERO {
            let at = Point::new(area.at.x, top + size.scale(1.3));
            frame.push_rule(Rect::new(at, Size::new(area.size.width, heads.rule)), theme.ink(Colour::Text));
        }
    }
    let text = heads.folio.replace("{}", &folio.name(0));
    let style = theme.style(Role::Folio);
    let top = area.bottom() + theme.pitch().scale(style.before);
    // Its own characters, and from the outer side.
    let inset = style.end.at(style.size).min(area.size.width / 2);
    let left = if at_end { area.at.x } else { area.at.x + inset };
    if let Some(line) = line(cx, shaper, &text, Role::Folio, area.size.width - inset, aligned(Role::Folio)) {
        frame.push_frame(Point::new(left, top), line.frame);
    }
}

fn head_text(cx: &Cx, page: &Sheetlet, wanted: HeadText) -> Option<String> {
    let title = || Some(cx.edition.title.clone());
    match wanted {
        HeadText::None => None,
        HeadText::Title => title(),
        HeadText::Division => page.division.clone().or_else(title),
        HeadText::Section => page.section.clone().or_else(|| page.division.clone()).or_else(title),
    }
}

/// One line of text that is decoration; what is too long for it ends in an ellipsis.
pub(super) fn line(
    cx: &Cx,
    shaper: &mut Shaper,
    text: &str,
    role: Role,
    measure: Length,
    align: Alignment,
) -> Option<Line> {
    let set = |shaper: &mut Shaper, text: &str| {
        let mut tags = Tags::default();
        let base = Base {
            text: cx.theme.style(role).text,
            lang: cx.edition.lang.clone(),
            tag: TagId::ARTIFACT,
            place: Span::default(),
        };
        let mut collector = Collector::new(cx, &mut tags, &base);
        collector.inlines(&[Inline::text(text)]);
        let par = Par { align, ..Par::of(cx.theme.style(role), measure) };
        inline::paragraph(cx, shaper, &collector.finish(), &par)
    };
    let mut lines = set(shaper, text);
    if lines.len() > 1 {
        // Fewer characters than the first line holds, so that the ellipsis fits.
        let most = measure.whole(cx.theme.style(role).size) as usize;
        let mut kept: Vec<char> = text.chars().take(most * 2).collect();
        while lines.len() > 1 && kept.len() > 1 {
            kept.pop();
            let short: String = kept.iter().collect::<String>() + "…";
            lines = set(shaper, &short);
        }
    }
    lines.into_iter().next()
}
