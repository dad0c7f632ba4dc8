//! The title at the head of the text, for what has no cover: an article's, or the nameplate of a newsletter (报头).

use super::strip::{Opening, Strip};
use super::{Flow, Place};
use crate::diag::Span;
use crate::layout::frame::{Frame, TagId, TagKind};
use crate::layout::inline::{self, Line, Par};
use crate::model::{Inline, Role};
use crate::theme::{Alignment, BlockStyle, Colour, Opens};
use crate::unit::{Length, Point, Rect, Size};

impl Flow<'_, '_> {
    /// Title, subtitle, and a line with issue, date and publisher between two rules.
    pub(super) fn title_block(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let cx = self.cx;
        let place = &self.across(place);
        let title = cx.theme.style(Role::TitleBlockTitle).clone();
        let text = cx.theme.style(Role::TitleBlockText).clone();
        let tag = self.tags.push(TagKind::Heading(1, cx.edition.title.clone()), TagId::ARTIFACT);
        let mut strips = vec![self.block_line(std::slice::from_ref(&cx.edition.title), &title, place, tag)];
        if let Some(subtitle) = &cx.edition.book.meta.subtitle {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            strips.push(self.block_line(std::slice::from_ref(subtitle), &text, place, tag));
        }
        if !cx.edition.title_block.is_empty() {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            let mut strip = self.block_line(&cx.edition.title_block, &text, place, tag);
            let (height, rule) = (strip.frame.size.height, cx.theme.title_block.rule);
            let gap = (cx.theme.pitch() - cx.theme.body().size) / 2;
            if rule > Length::ZERO {
                for y in [-gap, height + gap] {
                    let at = Point::new(place.x, y - rule / 2);
                    strip.frame.push_rule(Rect::new(at, Size::new(place.measure, rule)), cx.theme.ink(Colour::Text));
                }
            }
            strips.push(strip);
        }
        let sink = cx.theme.pitch() * i64::from(title.sink);
        strips[0].opening = Some(Opening { opens: Opens::Page, sink });
        self.space(&BlockStyle { after: text.after, ..title }, &mut strips);
        out.append(&mut strips);
    }

    /// Words in a line: one after the other as the style aligns them, or spread from edge to edge where it justifies.
    fn block_line(&mut self, words: &[String], style: &BlockStyle, place: &Place, tag: TagId) -> Strip {
        let (x, measure) = self.inset(style, place);
        let spread = matches!(style.align, Alignment::Justify | Alignment::Even) && words.len() > 1;
        let mut frame = Frame::new(Size::new(x + measure, Length::ZERO));
        let mut height = style.size;
        if spread {
            let last = words.len() - 1;
            for (at, word) in words.iter().enumerate() {
                let align = match at {
                    0 => Alignment::Start,
                    at if at == last => Alignment::End,
                    _ => Alignment::Centre,
                };
                let line = self.block_lines(word, style, place, tag, measure, align).into_iter().next();
                frame.push_frame(Point::new(x, Length::ZERO), line.map(|line| line.frame).unwrap_or_default());
            }
        } else {
            let lines = self.block_lines(&words.join("\u{3000}"), style, place, tag, measure, style.align);
            height += style.pitch * (lines.len() as i64 - 1).max(0);
            for (at, line) in (0i64..).zip(lines) {
                let narrow = (measure - line.frame.size.width).max(Length::ZERO);
                let inset = if style.align == Alignment::Centre { narrow / 2 } else { Length::ZERO };
                frame.push_frame(Point::new(x + inset, style.pitch * at), line.frame);
            }
        }
        self.in_whole_lines(frame, height, style)
    }

    fn block_lines(
        &mut self,
        words: &str,
        style: &BlockStyle,
        place: &Place,
        tag: TagId,
        measure: Length,
        align: Alignment,
    ) -> Vec<Line> {
        let collected = self.collect(&[Inline::text(words)], style, tag, &place.lang, &Span::default());
        let par = Par { balance: true, align, ..Par::of(style, measure) };
        inline::paragraph(self.cx, self.shaper, &collected, &par)
    }
}
