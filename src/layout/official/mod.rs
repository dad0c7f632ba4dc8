//! Puts the parts of an official document around its text (GB/T 9704-2012). In: galleys. Out: the same with head and
//! close; pages with the record. Next: `page`.
//!
//! 行 is the body's pitch (a character of 三号 and seven eighths of it), 字 its size.

mod attachment;
mod close;
mod head;
mod record;
mod rows;

pub(super) use record::record;

use super::flow::{Galley, Strip};
use super::frame::{Tag, TagId};
use super::set::Setter;
use super::{Cx, Tags};
use crate::model::{DivisionKind, Inline};
use crate::text::Shaper;
use crate::unit::{Length, Size};

/// Gives a text its head and its close, where the theme sets official documents.
pub(super) fn dressed(cx: &Cx, mut galleys: Vec<Galley>) -> Vec<Galley> {
    if !cx.theme.official.show {
        return galleys;
    }
    let mut shaper = Shaper::new(cx.fonts);
    let mut setter = Setter::new(cx, &mut shaper);
    let head = head::strips(&mut setter);
    let begun = !head.is_empty();
    let mut opening = Galley {
        kind: DivisionKind::Article,
        columns: cx.theme.columns(DivisionKind::Article),
        strips: head,
        ..Galley::default()
    };
    opening.tags = std::mem::take(&mut setter.tags);
    galleys.insert(0, opening);
    // The text goes on below the head, and ends before the first attachment.
    if let Some(first) = galleys.get_mut(1).filter(|galley| begun && galley.kind != DivisionKind::Appendix)
        && let Some(strip) = first.strips.first_mut()
    {
        strip.opening = None;
        let used = galleys[0].strips.iter().map(|strip| strip.advance).sum();
        begin(&mut galleys[1], area(cx).height - used);
    }
    let end = galleys.iter().position(|galley| galley.kind == DivisionKind::Appendix).unwrap_or(galleys.len());
    let closing = close::strips(&mut setter);
    let tags = std::mem::take(&mut setter.tags);
    if let Some(last) = galleys.get_mut(end.saturating_sub(1)) {
        append(last, closing, tags);
    }
    galleys
}

/// A line of text on the first page (7.3.3) comes before two that stay together: lines that have no `room` there part.
fn begin(galley: &mut Galley, room: Length) {
    let mut foot = Length::ZERO;
    for at in 0..galley.strips.len() {
        let strip = &galley.strips[at];
        if foot + strip.before + strip.frame.size.height > room {
            if at > 0 && galley.strips[at - 1].title.is_none() {
                galley.strips[at - 1].keep = false;
            }
            return;
        }
        foot += strip.before + strip.advance;
        if !strip.keep {
            return;
        }
    }
}

/// Puts strips behind those of a galley.
fn append(galley: &mut Galley, mut strips: Vec<Strip>, tags: Tags) {
    let offset = galley.tags.0.len() as u32;
    let moved = |tag: TagId| if tag == TagId::ARTIFACT { tag } else { TagId(tag.0 + offset) };
    galley.tags.0.extend(tags.0.into_iter().map(|tag| Tag { parent: moved(tag.parent), ..tag }));
    for placed in strips.iter_mut().flat_map(|strip| &mut strip.frame.items) {
        placed.tag = moved(placed.tag);
    }
    // No page begins with nothing but a signature.
    if let (Some(last), false) = (galley.strips.last_mut(), strips.is_empty()) {
        last.keep = true;
    }
    galley.strips.extend(strips);
}

/// The type area.
fn area(cx: &Cx) -> Size {
    cx.theme.area().size
}

/// 一行 and 一字.
fn grid(cx: &Cx) -> (Length, Length) {
    (cx.theme.pitch(), cx.theme.body().size)
}

/// Words as the one inline of a line.
fn text(words: &str) -> [Inline; 1] {
    [Inline::text(words)]
}
