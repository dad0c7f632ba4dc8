//! Pictures with their captions: beside each other or below, never wider than the measure nor higher than a page.

use super::strip::Strip;
use super::{Flow, Place};
use crate::diag::{Diagnostic, Span};
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::layout::inline::{self, Par};
use crate::layout::natural_size;
use crate::model::{Figure, Image, Inline, Placement, Role, TextPlace, walk};
use crate::resolve::number;
use crate::theme::{Alignment, BlockStyle, Colour};
use crate::unit::{Length, Point, Rect, Size};

/// The least height a picture keeps beside a long caption, as a share of the type area's.
const LEAST_OF_PAGE: f64 = 0.3;

/// A picture ready to be placed: as wide as its author or its pixels want it, at most the measure.
struct Ready<'i> {
    image: &'i Image,
    tag: TagId,
    /// `None` where it is missing; `resolve` has reported it.
    size: Option<Size>,
    /// What stands beneath it, and the tag of that.
    beneath: Option<(String, TagId)>,
}

impl Flow<'_, '_> {
    /// Pictures beside each other as far as they fit, their caption below.
    pub(super) fn figure(&mut self, figure: &Figure, place: &Place, out: &mut Vec<Strip>) {
        let floats = self.may_float(figure, place, out);
        let held = std::mem::take(&mut self.pending);
        // The pictures come first for those who listen, too.
        let tags: Vec<_> = (0..figure.images.len()).map(|at| self.picture_tags(figure, at, place)).collect();
        let mut caption = Vec::new();
        let tag = self.tags.push(TagKind::Caption, place.tag);
        if !figure.caption.is_empty() {
            self.caption(figure.id, &figure.caption, place, tag, &figure.span, &mut caption);
        }
        let caption_height: Length = caption.iter().map(|strip| strip.advance).sum();
        let mut strips = self.pictures(figure, tags, caption_height, place);
        strips.append(&mut caption);
        strips.iter_mut().for_each(|strip| strip.from = Some(TextPlace::start(figure.id)));
        let count = strips.len();
        for strip in strips.iter_mut().take(count.saturating_sub(1)) {
            strip.keep = true;
        }
        let said = std::mem::replace(&mut self.pending, held).said;
        if floats {
            // It takes its own white with it: what waits for the next strip is not for a float.
            if let Some(first) = strips.first_mut() {
                first.anchors.push(figure.id);
                first.float = Some(self.placement(figure));
                first.frame.said.extend(said);
            }
        } else {
            self.pending.said.extend(said);
            self.anchor(figure.id);
            let spaced = BlockStyle { before: 0.5, after: 0.5, ..self.cx.theme.body().clone() };
            self.space(&spaced, &mut strips);
        }
        out.append(&mut strips);
    }

    /// A figure floats where it stands in the text itself: not in lists, quotations or cells, and not below a
    /// title that keeps it.
    fn may_float(&self, figure: &Figure, place: &Place, out: &[Strip]) -> bool {
        let in_text = place.x == Length::ZERO && place.measure == self.cx.theme.measure() && place.depth == 0;
        let wants = figure.placement != Placement::Theme || !figure.caption.is_empty();
        let kept = out.last().is_none_or(|last| last.keep);
        in_text && wants && !kept && self.pending.opening.is_none() && self.pending.anchors.is_empty()
    }

    fn placement(&self, figure: &Figure) -> Placement {
        match figure.placement {
            Placement::Theme => self.cx.theme.figures.placement,
            said => said,
        }
    }

    /// The tag of a picture, and what stands beneath it with its own.
    fn picture_tags(&mut self, figure: &Figure, at: usize, place: &Place) -> (TagId, Option<(String, TagId)>) {
        let said = figure.images[at].alt.clone().filter(|alt| !alt.is_empty());
        let picture = TagKind::Figure(said.unwrap_or_else(|| walk::plain(&figure.caption)));
        let picture = self.tags.push(picture, place.tag);
        (picture, number::beneath(figure, at).map(|words| (words, self.tags.push(TagKind::Caption, place.tag))))
    }

    /// The pictures of a figure row by row, no higher than a page with their caption.
    fn pictures(
        &mut self,
        figure: &Figure,
        tags: Vec<(TagId, Option<(String, TagId)>)>,
        caption: Length,
        place: &Place,
    ) -> Vec<Strip> {
        let theme = self.cx.theme;
        let height = theme.area().size.height;
        // Room for two lines beneath a picture; more make their row higher.
        let beneath = if tags.iter().any(|(_, beneath)| beneath.is_some()) { 2 } else { 0 };
        let caption = caption + theme.style(Role::Caption).pitch * beneath;
        let most = (height - caption - (theme.pitch() - theme.body().size)).max(height.scale(LEAST_OF_PAGE));
        let gap = theme.figures.gap.at(theme.body().size);
        let mut rows: Vec<Vec<Ready>> = Vec::new();
        let mut used = Length::ZERO;
        for (image, (tag, beneath)) in figure.images.iter().zip(tags) {
            let size = self.size_of(image, most, place, &figure.span);
            let width = size.map_or(place.measure, |size| size.width);
            // Shares of the measure leave out the gaps: `50%` and `50%` stand beside each other.
            let fits = |row: &Vec<Ready>| {
                let white = gap * row.len() as i64;
                let shares = image.width.is_some() && row.iter().all(|ready| ready.image.width.is_some());
                let white = if shares { Length::ZERO } else { white };
                size.is_some() && row.iter().all(|ready| ready.size.is_some()) && used + white + width <= place.measure
            };
            let ready = Ready { image, tag, size, beneath };
            match rows.last_mut().filter(|row| fits(row)) {
                Some(row) => row.push(ready),
                None => {
                    used = Length::ZERO;
                    rows.push(vec![ready]);
                }
            }
            used += width;
        }
        rows.into_iter().flat_map(|row| self.row(row, gap, place)).collect()
    }

    /// The size of a picture on the page.
    fn size_of(&mut self, image: &Image, most: Length, place: &Place, span: &Span) -> Option<Size> {
        let (width, height) = natural_size(self.cx.edition.picture(&image.path)?);
        let wanted = image.width.map_or(width, |share| place.measure.scale(share.clamp(0.05, 1.0)));
        let by_width = wanted.min(place.measure).ratio(width);
        let by_height = most.ratio(height);
        if by_height < by_width {
            let message = format!("`{}` is set smaller than it might be, so that it fits on a page", image.path);
            self.say(Diagnostic::note("picture-scaled", span, message).help("give it a width, or cut it"));
        }
        let factor = by_width.min(by_height);
        Some(Size::new(width.scale(factor), height.scale(factor)))
    }

    /// Pictures on one line, their feet on one height, all of it in the middle of the measure; their titles beneath.
    fn row(&mut self, row: Vec<Ready>, gap: Length, place: &Place) -> Vec<Strip> {
        let theme = self.cx.theme;
        let below = theme.pitch() - theme.body().size;
        let white = gap * (row.len() as i64 - 1);
        let sizes: Length = row.iter().filter_map(|ready| ready.size).map(|size| size.width).sum();
        // Where shares leave no room for the gaps, all give way alike.
        let factor = if sizes + white > place.measure { (place.measure - white).ratio(sizes) } else { 1.0 };
        let height = row.iter().filter_map(|ready| ready.size).map(|size| size.height.scale(factor)).max();
        let alone = row.len() == 1;
        let mut frame = Frame::new(Size::new(place.x + place.measure, height.unwrap_or_default()));
        let mut titles = Frame::new(Size::new(place.x + place.measure, Length::ZERO));
        let mut missing = None;
        let mut x = place.x + (place.measure - sizes.scale(factor) - white).max(Length::ZERO) / 2;
        for Ready { image, tag, size, beneath } in row {
            let size = size.map(|size| Size::new(size.width.scale(factor), size.height.scale(factor)));
            let width = size.map_or(place.measure, |size| size.width);
            if let Some((words, tag)) = beneath {
                // Its lines may reach a little over the picture, and stay clear of its neighbours' lines.
                let room = if alone { place.measure } else { width + gap / 2 };
                let left = if alone { place.x } else { x - gap / 4 };
                let title = self.beneath(&words, room, tag, place, &image.span);
                titles.size.height = titles.size.height.max(title.size.height);
                titles.push_frame(Point::new(left, Length::ZERO), title);
            }
            match size {
                Some(size) => {
                    let path = image.path.as_str().into();
                    let foot = height.unwrap_or_default();
                    frame.push(Point::new(x, foot - size.height), Item::Image { path, size }, tag);
                    x += size.width + gap;
                }
                // One that is missing has its row for itself.
                None => missing = Some(self.placeholder(image, tag, place)),
            }
        }
        let advance = frame.size.height + below;
        let mut strips = vec![missing.unwrap_or(Strip { frame, advance, ..Strip::default() })];
        if titles.size.height > Length::ZERO {
            let advance = titles.size.height + below;
            strips.push(Strip { frame: titles, advance, ..Strip::default() });
        }
        strips
    }

    /// A picture's title in lines that are centred in `room`.
    fn beneath(&mut self, words: &str, room: Length, tag: TagId, place: &Place, span: &Span) -> Frame {
        let style = BlockStyle { align: Alignment::Centre, ..self.flat(Role::Caption) };
        let collected = self.collect(&[Inline::text(words)], &style, tag, &place.lang, span);
        let lines = inline::paragraph(self.cx, self.shaper, &collected, &Par::of(&style, room));
        let mut frame = Frame::default();
        for (down, line) in (0..).zip(lines) {
            let top = style.pitch * down;
            frame.push_frame(Point::new(Length::ZERO, top), line.frame);
            frame.size.height = top + style.size;
        }
        frame
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
        let mut content = Vec::new();
        if let Some(number) = self.cx.edition.number(id) {
            content.push(Inline::Strong(vec![Inline::text(number)]));
            content.push(Inline::text("\u{3000}"));
        }
        content.extend(caption.iter().cloned());
        self.caption_line(&content, place, tag, span, out);
    }

    /// The words of a caption, in the middle of the measure or as the theme has it.
    pub(crate) fn caption_line(
        &mut self,
        content: &[Inline],
        place: &Place,
        tag: TagId,
        span: &crate::diag::Span,
        out: &mut Vec<Strip>,
    ) {
        let style = BlockStyle { before: 0.0, after: 0.0, ..self.cx.theme.style(Role::Caption).clone() };
        let collected = self.collect(content, &style, tag, &place.lang, span);
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

    /// A frame with the alternative text where a picture is missing; `resolve` has reported it.
    fn placeholder(&mut self, image: &Image, tag: TagId, place: &Place) -> Strip {
        let theme = self.cx.theme;
        let style = BlockStyle { align: Alignment::Centre, ..self.flat(Role::Caption) };
        let shown = image.alt.as_deref().filter(|alt| !alt.is_empty()).unwrap_or(&image.path);
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
