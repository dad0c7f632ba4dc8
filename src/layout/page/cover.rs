//! The pages before the contents: cover, half-title, title page, and the colophon on its back; and the cover alone.

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
/// The sizes in which a cover's title is tried, as shares of the theme's.
const SIZES: [f64; 5] = [1.0, 0.75, 0.6, 0.5, 0.4];
/// A picture this much wider than the page, against its height, does not fill a cover alone.
const BROAD: f64 = 1.2;
/// How much of a cover's picture may be lost over the edge.
const CROPPED: f64 = 1.08;

/// The pages before the contents. The back of the title page is left blank for the colophon.
pub(super) fn front<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>) -> Option<Matter> {
    let mut front = Front { setter: Setter::new(cx, shaper), trim: cx.theme.page.trim, area: area(cx, Side::Recto) };
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

/// The cover that the theme composes, on a page three parts high for two that it is wide, as shelves of electronic books
/// have it: the same design, and margins that are as wide as each other, for nothing is bound.
pub(in crate::layout) fn shelf<'c>(cx: &Cx<'c>, shaper: &mut Shaper<'c>) -> Option<Frame> {
    if !cx.theme.cover.show {
        return None;
    }
    let page = &cx.theme.page;
    let trim = Size::new(page.trim.width, page.trim.width * 3 / 2);
    let mut area = area(cx, Side::Recto);
    area.at.x = (trim.width - area.size.width) / 2;
    area.size.height = (area.size.height + trim.height - page.trim.height).max(trim.height / 2);
    Some(composed(&mut Setter::new(cx, shaper), trim, area))
}

/// The cover on a page of this shape, with this type area.
pub(super) fn composed(setter: &mut Setter, trim: Size, area: Rect) -> Frame {
    let tags = std::mem::take(&mut setter.tags);
    let mut front = Front { setter: Setter { cx: setter.cx, shaper: &mut *setter.shaper, tags }, trim, area };
    let Sheetlet { frame, .. } = front.cover();
    setter.tags = front.setter.tags;
    let mut whole = Frame::new(trim);
    whole.push_frame(area.at, frame);
    whole
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
    /// The page's shape.
    trim: Size,
    area: Rect,
}

/// Title and subtitle of a cover, set.
struct CoverTitle {
    style: BlockStyle,
    lines: Vec<Line>,
    /// The subtitle, with its style.
    below: Option<(Vec<Line>, BlockStyle)>,
    /// How high both are, the rule between them included.
    height: Length,
    /// The white they want below them.
    gap: Length,
}

impl Front<'_, '_> {
    fn cover(&mut self) -> Sheetlet {
        let cx = self.setter.cx;
        let bleed = cx.theme.page.bleed;
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
                let out = Point::new(origin.x - bleed, origin.y - bleed);
                let to = cx.theme.cover.colour_to;
                let foot = if to < 1.0 { Length::ZERO } else { bleed };
                self.colour(&mut frame, out, bleed + self.trim.height.scale(to) + foot);
                origin.y + self.trim.height.scale(cx.theme.cover.title_at)
            }
        };
        self.cover_text(&mut frame, top);
        blank(frame)
    }

    /// The cover's picture: alone where it is as tall as the page, else bleeding at the head, and where the title
    /// begins in the band below it.
    fn picture(&mut self, frame: &mut Frame, origin: Point, path: &str, picture: &Picture) -> Option<Length> {
        let cx = self.setter.cx;
        let tag = self.setter.tag(TagKind::Figure(cx.edition.title.clone()));
        let (width, height) = natural_size(picture);
        let (trim, bleed) = (self.trim, cx.theme.page.bleed);
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
        let width = self.trim.width + cx.theme.page.bleed * 2;
        // On paper the cover stays white: a full page of toner helps nobody who prints at home.
        let ink = Ink { k: 0.0, ..cx.theme.ink(cx.theme.cover.colour) };
        let covers = frame.items.is_empty();
        if cx.theme.cover.colour != Colour::None || !covers {
            frame.push_rule(Rect::new(at, Size::new(width, height)), ink);
        }
    }

    /// Title, a short rule, subtitle, from `top` on; at the foot who made it. What would run into that, or over the
    /// colour's edge, is set smaller, and higher up.
    fn cover_text(&mut self, frame: &mut Frame, top: Length) {
        let cx = self.setter.cx;
        let ink = ink(cx);
        let makers: Vec<String> = cx.edition.credits.iter().cloned().chain(self.published()).collect();
        let picture = cx.edition.book.meta.cover.as_deref().and_then(|path| cx.edition.picture(path)).is_some();
        // Below the colour there is paper.
        let coloured = cx.theme.cover.colour_to >= 1.0 || picture;
        let heading = self.setter.tag(TagKind::Heading(1, cx.edition.title.clone()));
        let paragraph = cx.edition.book.meta.subtitle.is_some().then(|| self.setter.tag(TagKind::Paragraph));
        let (foot, makers) = self.foot(&makers, Role::CoverCreator, ink.filter(|_| coloured));
        let edge = self.trim.height.scale(cx.theme.cover.colour_to) - self.area.at.y;
        // A band below a picture begins where the picture ends; other titles may rise to the type area's head.
        let highest = if picture { top } else { top.min(Length::ZERO) };
        let title = SIZES.iter().enumerate().find_map(|(at, &size)| {
            let title = self.cover_title(size, heading, paragraph, ink);
            let below = foot.min(if coloured { foot } else { edge }) - title.gap;
            let room = (below - highest).max(Length::ZERO);
            let fits = title.height <= room && (at > 0 || title.lines.len() <= COVER_LINES);
            (fits || at + 1 == SIZES.len()).then(|| (top.min(below - title.height).max(highest), title))
        });
        let Some((top, CoverTitle { style, lines, below, .. })) = title else { return };
        let y = self.put(frame, lines, &style, top);
        let x = match style.align {
            Alignment::Centre => (self.area.size.width - style.size) / 2,
            Alignment::End => self.area.size.width - style.size,
            Alignment::Justify | Alignment::Start | Alignment::Even => Length::ZERO,
        };
        let rule = Rect::new(Point::new(x, y + style.size / 4), Size::new(style.size, Length::pt(1.0)));
        frame.push_rule(rule, Ink { k: 1.0, ..cx.theme.ink(cx.theme.cover.text) });
        if let Some((lines, below)) = below {
            self.put(frame, lines, &below, y + style.size);
        }
        self.put(frame, makers, &self.setter.style(Role::CoverCreator), foot);
    }

    /// Title and subtitle so many times their size.
    fn cover_title(&mut self, factor: f64, heading: TagId, paragraph: Option<TagId>, ink: Option<Ink>) -> CoverTitle {
        let edition = self.setter.cx.edition;
        let width = self.area.size.width;
        let style = scaled(&self.setter.style(Role::CoverTitle), factor);
        let lines = self.setter.title(&edition.title, &style, heading, width, ink);
        let mut height = style.pitch * lines.len() as i64 + style.size;
        let below = edition.book.meta.subtitle.as_deref().zip(paragraph).map(|(subtitle, tag)| {
            // Below a title of three quarters it keeps its size, or it would be small print.
            let style = scaled(&self.setter.style(Role::CoverSubtitle), (factor / SIZES[1]).min(1.0));
            let lines = self.setter.title(subtitle, &style, tag, width, ink);
            height += style.pitch * lines.len() as i64;
            (lines, style)
        });
        let gap = style.pitch;
        CoverTitle { style, lines, below, height, gap }
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
        let (foot, lines) = self.foot(&published, Role::TitlePageText, None);
        self.put(&mut frame, lines, &text, foot);
        blank(frame)
    }

    /// Lines that end with the type area, and where they begin.
    fn foot(&mut self, texts: &[String], role: Role, ink: Option<Ink>) -> (Length, Vec<Line>) {
        let style = self.setter.style(role);
        let mut lines = Vec::new();
        for text in texts {
            let tag = self.setter.tag(TagKind::Paragraph);
            lines.extend(self.setter.title(text, &style, tag, self.area.size.width, ink));
        }
        (self.area.size.height - style.pitch * lines.len() as i64 + (style.pitch - style.size), lines)
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

/// White on the cover's colour, black where that is not printed; the style's own where there is none.
pub(super) fn ink(cx: &Cx) -> Option<Ink> {
    (cx.theme.cover.colour != Colour::None).then(|| Ink { k: 1.0, ..cx.theme.ink(cx.theme.cover.text) })
}

/// A style so many times as large.
pub(super) fn scaled(style: &BlockStyle, factor: f64) -> BlockStyle {
    let mut style = style.clone();
    style.size = style.size.scale(factor);
    style.text.size = style.size;
    style.pitch = style.pitch.scale(factor);
    style
}
