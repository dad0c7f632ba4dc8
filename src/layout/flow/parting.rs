//! What parts text and is none: thematic breaks and page breaks.

use super::strip::{Opening, Strip};
use super::{Flow, Place};
use crate::diag::Span;
use crate::layout::frame::{Frame, Item, TagId};
use crate::layout::inline::{self, Par};
use crate::model::{Inline, Role};
use crate::theme::{Alignment, BlockStyle, BreakMark, Colour, Opens};
use crate::unit::{Length, Point, Rect, Size};

impl Flow<'_, '_> {
    pub(super) fn thematic_break(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let theme = self.cx.theme;
        let (size, pitch) = (theme.body().size, theme.pitch());
        let middle = place.x + place.measure / 2;
        let ink = theme.ink(Colour::Grey(0.6));
        let mut frame = Frame::new(Size::new(place.measure, size));
        match theme.parting.mark {
            // Three small discs in the middle of the measure, one line of the grid.
            BreakMark::Discs => {
                for step in [-1i64, 0, 1] {
                    let at = Point::new(middle + size * step * 2, size.scale(0.6));
                    frame.push(at, Item::Disc { radius: size.scale(0.09), ink }, TagId::ARTIFACT);
                }
            }
            BreakMark::Star => {
                let style = BlockStyle { align: Alignment::Centre, ..self.flat(Role::Body) };
                let collected =
                    self.collect(&[Inline::text("＊")], &style, TagId::ARTIFACT, &place.lang, &Span::default());
                let par = Par::of(&style, place.measure);
                for line in inline::paragraph(self.cx, self.shaper, &collected, &par) {
                    frame.push_frame(Point::new(place.x, Length::ZERO), line.frame);
                }
            }
            BreakMark::Rule => {
                let width = (size * 4).min(place.measure);
                let area =
                    Rect::new(Point::new(middle - width / 2, size.scale(0.55)), Size::new(width, Length::pt(0.35)));
                frame.push_rule(area, ink);
            }
            BreakMark::Blank => {
                self.pending.after = self.pending.after.max(pitch);
                return;
            }
        }
        let mut strips = [Strip { frame, advance: pitch, grid: true, ..Strip::default() }];
        self.space(&BlockStyle { before: 1.0, after: 1.0, ..theme.body().clone() }, &mut strips);
        out.extend(strips);
    }

    pub(super) fn page_break(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let frame = Frame::new(Size::new(place.measure, Length::ZERO));
        out.push(Strip {
            frame,
            opening: Some(Opening { opens: Opens::Page, sink: Length::ZERO }),
            ..Strip::default()
        });
    }
}
