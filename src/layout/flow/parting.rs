//! What parts text and is none: thematic breaks and page breaks.

use super::strip::{Opening, Strip};
use super::{Flow, Place};
use crate::layout::frame::{Frame, Item, TagId};
use crate::theme::{BlockStyle, Colour, Opens};
use crate::unit::{Length, Point, Size};

impl Flow<'_, '_> {
    pub(super) fn thematic_break(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let theme = self.cx.theme;
        let (size, pitch) = (theme.body().size, theme.pitch());
        let mut frame = Frame::new(Size::new(place.measure, size));
        // Three small discs in the middle of the measure, one line of the grid.
        for step in [-1i64, 0, 1] {
            let at = Point::new(place.x + place.measure / 2 + size * step * 2, size.scale(0.6));
            let ink = theme.ink(Colour::Grey(0.6));
            frame.push(at, Item::Disc { radius: size.scale(0.09), ink }, TagId::ARTIFACT);
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
