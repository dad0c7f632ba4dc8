//! Program text: its lines and spaces count; a line too long for the measure goes on below with a turned mark.

use super::super::inline::{self, Par};
use super::strip::{Backdrop, Strip};
use super::{Flow, Place};
use crate::layout::frame::{Frame, TagId, TagKind};
use crate::model::{Code, Inline, Role};
use crate::theme::{Alignment, Colour, Hyphenate, Setting};
use crate::unit::{Length, Point, Rect, Size};

/// A tab goes on to the next multiple of so many columns.
const TAB: usize = 4;

impl Flow<'_, '_> {
    pub(super) fn code(&mut self, code: &Code, place: &Place, out: &mut Vec<Strip>) {
        let cx = self.cx;
        let style = cx.theme.style(Role::Code).clone();
        let (x, measure) = self.inset(&style, place);
        let tag = self.tags.push(TagKind::Code, place.tag);
        let mut strips = Vec::new();
        for line in code.text.split('\n') {
            let text = expand_tabs(line.trim_end_matches('\r'));
            let collected = self.collect(&[Inline::text(text)], &style, tag, &place.lang, &code.span);
            // What is typed is what is seen: nothing is moved for the sake of a line's look.
            let setting = Setting { orphan_min: 0, hyphenate: Hyphenate::Never, ..style.setting };
            let par = Par { align: Alignment::Start, setting, ..Par::of(&style, measure) };
            let lines = inline::paragraph(cx, self.shaper, &collected, &par);
            if lines.is_empty() {
                strips.push(line_strip(Frame::new(Size::new(measure, style.size)), &style));
            }
            for (at, line) in lines.into_iter().enumerate() {
                let mut frame = Frame::new(Size::new(x + measure, style.size));
                frame.push_frame(Point::new(x, Length::ZERO), line.frame);
                if at > 0 {
                    turned(&mut frame, place.x, &style, cx.theme.ink(Colour::Grey(0.5)));
                }
                strips.push(line_strip(frame, &style));
            }
        }
        // Two lines at least on each side of a page break.
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.keep = count > 1 && (at == 0 || at + 2 == count);
        }
        let tint = Backdrop {
            x: place.x,
            width: place.measure,
            ink: cx.theme.ink(Colour::Grey(0.04)),
            pad: (style.pitch - style.size) / 2 + style.size.scale(0.2),
        };
        self.backdrop(tint, &mut strips);
        self.space(&style, &mut strips);
        out.append(&mut strips);
    }
}

fn line_strip(frame: Frame, style: &crate::theme::BlockStyle) -> Strip {
    Strip { frame, advance: style.pitch, ..Strip::default() }
}

/// A small angle in the margin of the tint: this line goes on from the one above.
fn turned(frame: &mut Frame, x: Length, style: &crate::theme::BlockStyle, ink: crate::theme::Ink) {
    let (thin, side) = (style.size.scale(0.06), style.size.scale(0.3));
    let top = style.size.scale(0.35);
    let left = x + style.size.scale(0.12);
    frame.push_rule(Rect::new(Point::new(left, top), Size::new(thin, side)), ink);
    frame.push_rule(Rect::new(Point::new(left, top + side - thin), Size::new(side, thin)), ink);
    debug_assert!(frame.items.iter().rev().take(2).all(|placed| placed.tag == TagId::ARTIFACT));
}

fn expand_tabs(line: &str) -> String {
    if !line.contains('\t') {
        return line.to_owned();
    }
    let mut text = String::with_capacity(line.len() + 16);
    let mut column = 0;
    for c in line.chars() {
        if c == '\t' {
            let more = TAB - column % TAB;
            text.extend(std::iter::repeat_n(' ', more));
            column += more;
        } else {
            text.push(c);
            column += 1;
        }
    }
    text
}
