//! The opening of an attachment: its word and number on the first line, its title on the third (7.3.7).

use super::super::flow::{Flow, Opening, Place, Strip};
use super::super::frame::TagKind;
use super::super::set::Setter;
use super::rows::Rows;
use super::{area, grid, head};
use crate::model::{Division, Role, walk};
use crate::theme::Opens;
use crate::unit::{Length, Point};

impl Flow<'_, '_> {
    /// The title of an attachment.
    pub fn attachment(&mut self, division: &Division, place: &Place, out: &mut Vec<Strip>) {
        let cx = self.cx;
        let (line, character) = grid(cx);
        let style = cx.theme.style(Role::ChapterTitle).clone();
        let words = division.title.as_ref().map(|title| walk::plain(&title.content)).unwrap_or_default();
        let whole = cx.edition.numbered(division.id, &words);
        let tag = self.tags.push(TagKind::Heading(place.level.min(6), whole.clone()), place.tag);
        let mut setter = Setter { cx, shaper: &mut *self.shaper, tags: std::mem::take(&mut self.tags) };
        let mut rows = Rows::default();
        let mut top = Length::ZERO;
        if let Some(number) = cx.edition.number(division.id) {
            let number = setter.plain(number, Role::OfficialMark, tag, area(cx).width);
            top = line * (number.len() as i64 + 1);
            rows.lines(number, Point::ORIGIN, line, character);
        }
        let lines = if words.is_empty() { Vec::new() } else { head::title(&mut setter, &words, &style, tag) };
        self.tags = setter.tags;
        let end = rows.title(lines, top, (character - style.size) / 2, line, character);
        let mut strips = rows.strips(area(cx).width, end, true);
        if let Some(first) = strips.first_mut() {
            first.opening = Some(Opening { opens: Opens::Page, sink: Length::ZERO });
            first.title = Some((0, whole));
            first.grid = true;
        }
        self.space(&style, &mut strips);
        out.extend(strips);
    }
}
