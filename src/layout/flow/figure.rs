//! Pictures with their captions: to the measure at most, never higher than a page leaves room for.

use super::strip::Strip;
use super::{Flow, Place};
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::layout::inline::{self, Par};
use crate::layout::natural_size;
use crate::model::{Figure, Image, Inline, Role, walk};
use crate::theme::{Alignment, BlockStyle, Colour};
use crate::unit::{Length, Point, Rect, Size};

/// The share of the type area's height a picture may take, so that its caption has room.
const MOST_OF_PAGE: f64 = 0.8;

impl Flow<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure, place: &Place, out: &mut Vec<Strip>) {
        self.anchor(figure.id);
        let mut strips = Vec::new();
        for image in &figure.images {
            let alt = image.alt.clone().filter(|alt| !alt.is_empty()).unwrap_or_else(|| walk::plain(&figure.caption));
            strips.push(self.picture(image, &alt, place));
        }
        if !figure.caption.is_empty() {
            let tag = self.tags.push(TagKind::Caption, place.tag);
            self.caption(figure.id, &figure.caption, place, tag, &figure.span, &mut strips);
        }
        let count = strips.len();
        for strip in strips.iter_mut().take(count.saturating_sub(1)) {
            strip.keep = true;
        }
        let spaced = BlockStyle { before: 0.5, after: 0.5, ..self.cx.theme.body().clone() };
        self.space(&spaced, &mut strips);
        out.append(&mut strips);
    }

    /// A caption: its number in Hei, its text as the theme says.
    pub(crate) fn caption(
        &mut self,
        id: crate::model::NodeId,
        caption: &[Inline],
        place: &Place,
        tag: TagId,
        span: &crate::diag::Span,
        out: &mut Vec<Strip>,
    ) {
        let style = BlockStyle { before: 0.0, after: 0.0, ..self.cx.theme.style(Role::Caption).clone() };
        let mut content = Vec::new();
        if let Some(number) = self.cx.edition.number(id) {
            content.push(Inline::Strong(vec![Inline::text(number)]));
            content.push(Inline::text("\u{3000}"));
        }
        content.extend(caption.iter().cloned());
        let collected = self.collect(&content, &style, tag, &place.lang, span);
        let (x, measure) = self.inset(&style, place);
        let par = Par { balance: style.align == Alignment::Centre, ..Par::of(&style, measure) };
        let mut lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
        if style.align == Alignment::Centre {
            // Balanced lines are narrower than the measure: centre them in it again.
            for line in &mut lines {
                let narrow = line.frame.size.width;
                let moved = (measure - narrow) / 2;
                line.frame.items.iter_mut().for_each(|placed| placed.at.x += moved);
                line.frame.size.width = measure;
            }
        }
        let mut strips = super::lines_to_strips(self.cx, lines, &style, x);
        self.notes_of(&mut strips);
        out.append(&mut strips);
    }

    fn picture(&mut self, image: &Image, alt: &str, place: &Place) -> Strip {
        let theme = self.cx.theme;
        let tag = self.tags.push(TagKind::Figure(alt.to_owned()), place.tag);
        let area = theme.page.type_area(theme.body().size, theme.pitch()).size;
        let gap = theme.pitch() - theme.body().size;
        let Some(picture) = self.cx.edition.picture(&image.path) else {
            return self.placeholder(image, alt, place, tag);
        };
        let (width, height) = natural_size(picture);
        let wanted = image.width.map_or(width, |share| place.measure.scale(share.clamp(0.05, 1.0)));
        let factor = wanted.min(place.measure).ratio(width).min(area.height.scale(MOST_OF_PAGE).ratio(height));
        let size = Size::new(width.scale(factor), height.scale(factor));
        let mut frame = Frame::new(Size::new(place.x + place.measure, size.height));
        let at = Point::new(place.x + (place.measure - size.width) / 2, Length::ZERO);
        frame.push(at, Item::Image { path: image.path.as_str().into(), size }, tag);
        Strip { frame, advance: size.height + gap, ..Strip::default() }
    }

    /// A frame with the alternative text where a picture is missing; `resolve` has reported it.
    fn placeholder(&mut self, image: &Image, alt: &str, place: &Place, tag: TagId) -> Strip {
        let theme = self.cx.theme;
        let style = BlockStyle { align: Alignment::Centre, ..self.flat(Role::Caption) };
        let shown = if alt.is_empty() { image.path.as_str() } else { alt };
        let collected = self.collect(&[Inline::text(format!("[{shown}]"))], &style, tag, &place.lang, &image.span);
        let measure = (place.measure - style.size * 2).max(style.size * 4);
        let par = Par::of(&style, measure);
        let mut lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
        lines.truncate(12);
        let height = style.pitch * (lines.len() as i64 + 2);
        let mut frame = Frame::new(Size::new(place.x + place.measure, height));
        let (ink, thin) = (theme.ink(Colour::Grey(0.5)), Length::pt(0.5));
        for y in [Length::ZERO, height - thin] {
            frame.push_rule(Rect::new(Point::new(place.x, y), Size::new(place.measure, thin)), ink);
        }
        for (at, line) in (1i64..).zip(lines) {
            frame.push_frame(Point::new(place.x + style.size, style.pitch * at), line.frame);
        }
        Strip { frame, advance: height + theme.pitch() - theme.body().size, ..Strip::default() }
    }
}
