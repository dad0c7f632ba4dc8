//! The pages before the contents: cover, half-title, title page, and the colophon on its back.

use super::super::frame::{Frame, Item, TagId, TagKind};
use super::super::inline::Line;
use super::super::set::Setter;
use super::super::{Cx, Side, natural_size};
use super::{Matter, Sheetlet, area, imprint};
use crate::model::Role;
use crate::resolve::Picture;
use crate::text::Shaper;
use crate::theme::{Alignment, BlockStyle, Colour, Ink};
use crate::unit::{Length, Point, Rect, Size};

/// A title of more lines than this is set smaller on the cover.
const COVER_LINES: usize = 4;
/// A picture this much wider than the page, against its height, does not fill a cover alone.
const BROAD: f64 = 1.2;
/// How much of a cover's picture may be lost over the edge.
const CROPPED: f64 = 1.08;

/// The pages before the contents. The back of the title page is left blank for the colophon.
pub(super) fn front<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>) -> Option<Matter> {
    let mut front = Front { setter: Setter::new(cx, shaper), area: area(cx, Side::Recto) };
    let mut pages = Vec::new();
    let style = &cx.theme.cover;
    if style.show {
        pages.push(front.cover());
    }
    if style.half_title && style.title_page {
        to_recto(&mut pages);
        pages.push(front.half_title());
    }
    if style.title_page {
        to_recto(&mut pages);
        pages.push(front.title_page());
        if imprint::stands_behind_title(cx) {
            pages.push(blank(Frame::default()));
        }
    }
    (!pages.is_empty()).then_some(Matter { pages, tags: front.setter.tags.0 })
}

fn to_recto(pages: &mut Vec<Sheetlet>) {
    if pages.len() % 2 == 1 {
        pages.push(blank(Frame::default()));
    }
}

/// A page without head and folio.
pub(super) fn blank(frame: Frame) -> Sheetlet {
    Sheetlet { frame, blank: true, ..Sheetlet::default() }
}

struct Front<'a, 'c> {
    setter: Setter<'a, 'c>,
    area: Rect,
}

impl Front<'_, '_> {
    fn cover(&mut self) -> Sheetlet {
        let cx = self.setter.cx;
        let page = &cx.theme.page;
        // Points are relative to the type area; the cover begins at the trim.
        let origin = Point::new(-self.area.at.x, -self.area.at.y);
        let mut frame = Frame::new(self.area.size);
        let picture = cx.edition.book.meta.cover.as_deref().and_then(|path| Some((path, cx.edition.picture(path)?)));
        let top = match picture {
            Some((path, picture)) => match self.picture(&mut frame, origin, path, picture) {
                Some(below) => below,
                None => return blank(frame),
            },
            None => {
                let out = Point::new(origin.x - page.bleed, origin.y - page.bleed);
                let to = cx.theme.cover.colour_to;
                let foot = if to < 1.0 { Length::ZERO } else { page.bleed };
                self.colour(&mut frame, out, page.bleed + page.trim.height.scale(to) + foot);
                origin.y + page.trim.height.scale(cx.theme.cover.title_at)
            }
        };
        self.cover_text(&mut frame, top);
        blank(frame)
    }

    /// The cover's picture: alone where it is as tall as the page, else bleeding at the head, and where the title
    /// begins in the band below it.
    fn picture(&mut self, frame: &mut Frame, origin: Point, path: &str, picture: &Picture) -> Option<Length> {
        let cx = self.setter.cx;
        let page = &cx.theme.page;
        let tag = self.setter.tag(TagKind::Figure(cx.edition.title.clone()));
        let (width, height) = natural_size(picture);
        let (trim, bleed) = (page.trim, page.bleed);
        let to = cx.theme.cover.picture_to;
        let broad = width.ratio(height) > trim.width.ratio(trim.height) * BROAD;
        if to >= 1.0 || !broad {
            let whole = Size::new(trim.width + bleed * 2, trim.height + bleed * 2);
            let (across, down) = (whole.width.ratio(width), whole.height.ratio(height));
            // One of nearly the page's shape fills it to the bleed; another is shown whole.
            let fills = across.max(down) <= across.min(down) * CROPPED;
            let factor = if fills { across.max(down) } else { trim.width.ratio(width).min(trim.height.ratio(height)) };
            let size = Size::new(width.scale(factor), height.scale(factor));
            let at = origin + Point::new((trim.width - size.width) / 2, (trim.height - size.height) / 2);
            frame.push(at, Item::Image { path: path.into(), size }, tag);
            return None;
        }
        let out = Point::new(origin.x - bleed, origin.y - bleed);
        let factor = (trim.width + bleed * 2).ratio(width);
        let size = Size::new(width.scale(factor), height.scale(factor));
        frame.push(out, Item::Image { path: path.into(), size }, tag);
        // The band hides what of the picture reaches below it.
        let band = (origin.y + trim.height.scale(to)).min(out.y + size.height);
        self.colour(frame, Point::new(out.x, band), origin.y + trim.height + bleed - band);
        Some(band + cx.theme.style(Role::CoverTitle).size)
    }

    /// The cover's colour from a point to the other edge, so far down.
    fn colour(&self, frame: &mut Frame, at: Point, height: Length) {
        let cx = self.setter.cx;
        let width = cx.theme.page.trim.width + cx.theme.page.bleed * 2;
        // On paper the cover stays white: a full page of toner helps nobody who prints at home.
        let ink = Ink { k: 0.0, ..cx.theme.ink(cx.theme.cover.colour) };
        let covers = frame.items.is_empty();
        if cx.theme.cover.colour != Colour::None || !covers {
            frame.push_rule(Rect::new(at, Size::new(width, height)), ink);
        }
    }

    /// Title, a short rule, subtitle; at the foot who made it.
    fn cover_text(&mut self, frame: &mut Frame, top: Length) {
        let cx = self.setter.cx;
        let ink = self.ink();
        let rule_ink = Ink { k: 1.0, ..cx.theme.ink(cx.theme.cover.text) };
        let width = self.area.size.width;
        let title = cx.edition.title.clone();
        let heading = self.setter.tag(TagKind::Heading(1, title.clone()));
        let mut style = self.setter.style(Role::CoverTitle);
        let mut lines = self.setter.title(&title, &style, heading, width, ink);
        if lines.len() > COVER_LINES {
            style = scaled(&style, 0.75);
            lines = self.setter.title(&title, &style, heading, width, ink);
        }
        let mut y = self.put(frame, lines, &style, top);
        let x = match style.align {
            Alignment::Centre => (width - style.size) / 2,
            Alignment::End => width - style.size,
            Alignment::Justify | Alignment::Start | Alignment::Even => Length::ZERO,
        };
        let rule = Rect::new(Point::new(x, y + style.size / 4), Size::new(style.size, Length::pt(1.0)));
        frame.push_rule(rule, rule_ink);
        y += style.size;
        if let Some(subtitle) = cx.edition.book.meta.subtitle.clone() {
            let tag = self.setter.tag(TagKind::Paragraph);
            self.text(frame, &subtitle, Role::CoverSubtitle, tag, y, ink);
        }
        let lines: Vec<String> = cx.edition.credits.iter().cloned().chain(self.published()).collect();
        // Below the colour there is paper.
        let ink = ink.filter(|_| cx.theme.cover.colour_to >= 1.0 || cx.edition.book.meta.cover.is_some());
        self.foot(frame, &lines, Role::CoverCreator, ink);
    }

    /// White on the cover's colour, black where that is not printed; the style's own where there is none.
    fn ink(&self) -> Option<Ink> {
        let cx = self.setter.cx;
        (cx.theme.cover.colour != Colour::None).then(|| Ink { k: 1.0, ..cx.theme.ink(cx.theme.cover.text) })
    }

    /// Publisher and year.
    fn published(&self) -> Option<String> {
        let meta = &self.setter.cx.edition.book.meta;
        let year = meta.date.as_deref().map(|date| date.split(['-', '年']).next().unwrap_or(date).trim().to_owned());
        let said: Vec<String> = meta.publisher.iter().cloned().chain(year).collect();
        (!said.is_empty()).then(|| said.join("\u{3000}"))
    }

    /// Nothing but the title, as high as on the title page.
    fn half_title(&mut self) -> Sheetlet {
        let mut frame = Frame::new(self.area.size);
        let title = self.setter.cx.edition.title.clone();
        let tag = self.setter.tag(TagKind::Paragraph);
        let top = self.area.size.height.scale(0.22);
        self.text(&mut frame, &title, Role::HalfTitle, tag, top, None);
        blank(frame)
    }

    /// Title and subtitle above, makers at the middle, publisher and year at the foot.
    fn title_page(&mut self) -> Sheetlet {
        let cx = self.setter.cx;
        let meta = &cx.edition.book.meta;
        let mut frame = Frame::new(self.area.size);
        let height = self.area.size.height;
        let text = self.setter.style(Role::TitlePageText);
        let heading = self.setter.tag(TagKind::Heading(1, cx.edition.title.clone()));
        let top = height.scale(0.18);
        let mut y = self.text(&mut frame, &cx.edition.title.clone(), Role::TitlePageTitle, heading, top, None);
        if let Some(subtitle) = meta.subtitle.clone() {
            let tag = self.setter.tag(TagKind::Paragraph);
            let style = scaled(&text, 1.2);
            let lines = self.setter.title(&subtitle, &style, tag, self.area.size.width, None);
            y = self.put(&mut frame, lines, &style, y + text.pitch / 2);
        }
        y = (y + text.pitch * 2).max(height.scale(0.45));
        for credit in cx.edition.credits.clone() {
            let tag = self.setter.tag(TagKind::Paragraph);
            y = self.text(&mut frame, &credit, Role::TitlePageText, tag, y, None);
        }
        let published: Vec<String> = self.published().into_iter().collect();
        self.foot(&mut frame, &published, Role::TitlePageText, None);
        blank(frame)
    }

    /// Lines that end with the type area.
    fn foot(&mut self, frame: &mut Frame, texts: &[String], role: Role, ink: Option<Ink>) {
        let style = self.setter.style(role);
        let mut lines = Vec::new();
        for text in texts {
            let tag = self.setter.tag(TagKind::Paragraph);
            lines.extend(self.setter.title(text, &style, tag, self.area.size.width, ink));
        }
        let top = self.area.size.height - style.pitch * lines.len() as i64 + (style.pitch - style.size);
        self.put(frame, lines, &style, top);
    }

    /// Sets a text in balanced lines and returns where the next would begin.
    fn text(&mut self, frame: &mut Frame, text: &str, role: Role, tag: TagId, top: Length, ink: Option<Ink>) -> Length {
        let style = self.setter.style(role);
        let lines = self.setter.title(text, &style, tag, self.area.size.width, ink);
        self.put(frame, lines, &style, top)
    }

    fn put(&self, frame: &mut Frame, lines: Vec<Line>, style: &BlockStyle, top: Length) -> Length {
        let mut y = top;
        for line in lines {
            let narrow = (self.area.size.width - line.frame.size.width).max(Length::ZERO);
            let x = match style.align {
                Alignment::Centre => narrow / 2,
                Alignment::End => narrow,
                Alignment::Justify | Alignment::Start | Alignment::Even => Length::ZERO,
            };
            frame.push_frame(Point::new(x, y), line.frame);
            y += style.pitch;
        }
        y
    }
}

/// A style so many times as large.
fn scaled(style: &BlockStyle, factor: f64) -> BlockStyle {
    let mut style = style.clone();
    style.size = style.size.scale(factor);
    style.text.size = style.size;
    style.pitch = style.pitch.scale(factor);
    style
}
