//! The cover and the title page, composed from what the book says of itself.

use super::super::frame::{Frame, Item, TagId, TagKind};
use super::super::inline::{self, Base, Collector, Par};
use super::super::{Cx, Side, Tags, natural_size};
use super::{Matter, Sheetlet, area};
use crate::diag::Span;
use crate::model::{CreatorRole, Inline, Role};
use crate::text::Shaper;
use crate::theme::{Alignment, Colour};
use crate::unit::{Length, Point, Rect, Size};

/// The pages before the contents.
pub(super) fn front<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>) -> Option<Matter> {
    let mut composer = Composer { cx, shaper, tags: Tags::default() };
    let mut pages = Vec::new();
    if cx.theme.cover.show {
        pages.push(composer.cover());
    }
    if cx.theme.cover.title_page {
        if pages.len() % 2 == 1 {
            pages.push(Sheetlet { blank: true, ..Sheetlet::default() });
        }
        pages.push(composer.title_page());
    }
    (!pages.is_empty()).then_some(Matter { pages, tags: composer.tags.0 })
}

struct Composer<'a, 'c> {
    cx: &'a Cx<'c>,
    shaper: &'a mut Shaper<'c>,
    tags: Tags,
}

impl Composer<'_, '_> {
    fn cover(&mut self) -> Sheetlet {
        let cx = self.cx;
        let page = &cx.theme.page;
        let area = area(cx, Side::Recto);
        // Points are relative to the type area; the cover begins at the trim.
        let origin = Point::new(-area.at.x, -area.at.y);
        let mut frame = Frame::new(area.size);
        let picture = cx.edition.book.meta.cover.as_deref().and_then(|path| Some((path, cx.edition.picture(path)?)));
        if let Some((path, picture)) = picture {
            let (width, height) = natural_size(picture);
            let factor = page.trim.width.ratio(width).min(page.trim.height.ratio(height));
            let size = Size::new(width.scale(factor), height.scale(factor));
            let at = origin + Point::new((page.trim.width - size.width) / 2, (page.trim.height - size.height) / 2);
            let tag = self.tags.push(TagKind::Figure(cx.edition.title.clone()), TagId::ARTIFACT);
            frame.push(at, Item::Image { path: path.into(), size }, tag);
            return Sheetlet { frame, blank: true, ..Sheetlet::default() };
        }
        if cx.theme.cover.colour != Colour::None {
            let out = Point::new(origin.x - page.bleed, origin.y - page.bleed);
            let size = Size::new(page.trim.width + page.bleed * 2, page.trim.height + page.bleed * 2);
            // On paper the cover stays white: a full page of toner helps nobody who prints at home.
            let ink = crate::theme::Ink { k: 0.0, ..cx.theme.ink(cx.theme.cover.colour) };
            frame.push_rule(Rect::new(out, size), ink);
        }
        self.cover_text(&mut frame, area, origin);
        Sheetlet { frame, blank: true, ..Sheetlet::default() }
    }

    fn cover_text(&mut self, frame: &mut Frame, area: Rect, origin: Point) {
        let cx = self.cx;
        let meta = &cx.edition.book.meta;
        let width = area.size.width;
        let mut y = origin.y + cx.theme.page.trim.height.scale(cx.theme.cover.title_at);
        let title_size = cx.theme.style(Role::CoverTitle).size;
        let heading = self.tags.push(TagKind::Heading(1, cx.edition.title.clone()), TagId::ARTIFACT);
        y = self.text(frame, &cx.edition.title, Role::CoverTitle, heading, width, y);
        // A rule of one character's width between title and what stands under it.
        let rule = Rect::new(Point::new(Length::ZERO, y + title_size / 4), Size::new(title_size, Length::pt(1.0)));
        frame.push_rule(rule, self.ink());
        y += title_size;
        if let Some(subtitle) = &meta.subtitle {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            self.text(frame, subtitle, Role::CoverSubtitle, tag, width, y);
        }
        let style = cx.theme.style(Role::CoverCreator).clone();
        let lines = self.imprint();
        let mut y = area.size.height - style.pitch * lines.len() as i64 + (style.pitch - style.size);
        for line in lines {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            y = self.text(frame, &line, Role::CoverCreator, tag, width, y);
        }
    }

    fn ink(&self) -> crate::theme::Ink {
        // White on the cover's colour, black where that is not printed.
        crate::theme::Ink { k: 1.0, ..self.cx.theme.ink(self.cx.theme.cover.text) }
    }

    /// Creators, publisher and year: what stands at the foot of the cover.
    fn imprint(&self) -> Vec<String> {
        let meta = &self.cx.edition.book.meta;
        let mut lines: Vec<String> =
            meta.creators.iter().map(|creator| self.credit(&creator.name, creator.role)).collect();
        let year = meta.date.as_deref().map(|date| date.split('-').next().unwrap_or(date).to_owned());
        let last: Vec<String> = meta.publisher.iter().cloned().chain(year).collect();
        if !last.is_empty() {
            lines.push(last.join("\u{3000}"));
        }
        lines
    }

    fn credit(&self, name: &str, role: CreatorRole) -> String {
        if !self.cx.edition.lang.is_cjk() {
            return name.to_owned();
        }
        let word = match role {
            CreatorRole::Author => "著",
            CreatorRole::Editor => "编",
            CreatorRole::Compiler => "辑",
            CreatorRole::Translator => "译",
            CreatorRole::Illustrator => "绘",
            CreatorRole::Designer => "装帧",
            CreatorRole::Contributor => "协力",
        };
        format!("{name}\u{3000}{word}")
    }

    fn title_page(&mut self) -> Sheetlet {
        let cx = self.cx;
        let area = area(cx, Side::Recto);
        let meta = &cx.edition.book.meta;
        let mut frame = Frame::new(area.size);
        let heading = self.tags.push(TagKind::Heading(1, cx.edition.title.clone()), TagId::ARTIFACT);
        let top = area.size.height.scale(0.25);
        let mut y = self.text(&mut frame, &cx.edition.title, Role::TitlePageTitle, heading, area.size.width, top);
        y += cx.theme.pitch();
        let pitch = cx.theme.style(Role::TitlePageText).pitch;
        if let Some(subtitle) = &meta.subtitle {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            y = self.text(&mut frame, subtitle, Role::TitlePageText, tag, area.size.width, y) + pitch;
        }
        for creator in &meta.creators {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            y = self.text(
                &mut frame,
                &self.credit(&creator.name, creator.role),
                Role::TitlePageText,
                tag,
                area.size.width,
                y,
            );
        }
        if let Some(publisher) = &meta.publisher {
            let tag = self.tags.push(TagKind::Paragraph, TagId::ARTIFACT);
            self.text(&mut frame, publisher, Role::TitlePageText, tag, area.size.width, area.size.height - pitch);
        }
        Sheetlet { frame, blank: true, ..Sheetlet::default() }
    }

    /// Sets a text in balanced lines and returns where the next would begin.
    fn text(&mut self, frame: &mut Frame, text: &str, role: Role, tag: TagId, measure: Length, top: Length) -> Length {
        let style = self.cx.theme.style(role).clone();
        let base = Base { text: style.text, lang: self.cx.edition.lang.clone(), tag, place: Span::default() };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        for (at, part) in by_sense(text, measure.whole(style.size) as usize).into_iter().enumerate() {
            if at > 0 {
                collector.inlines(&[Inline::LineBreak]);
            }
            collector.text(part);
        }
        let mut collected = collector.finish();
        let on_cover = matches!(role, Role::CoverTitle | Role::CoverSubtitle | Role::CoverCreator);
        if on_cover && self.cx.theme.cover.colour != Colour::None {
            let ink = self.ink();
            collected.pieces.iter_mut().for_each(|piece| piece.ink = ink);
        }
        let par = Par { balance: true, ..Par::of(&style, measure) };
        let lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
        let mut y = top;
        for line in lines {
            let narrow = (measure - line.frame.size.width).max(Length::ZERO);
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

/// A long title breaks after its colon or dash first.
fn by_sense(title: &str, fits: usize) -> Vec<&str> {
    if title.chars().count() <= fits {
        return vec![title];
    }
    let cut = ["：", "——", ": ", "　"].iter().find_map(|mark| title.find(mark).map(|at| at + mark.len()));
    match cut {
        Some(at) if at < title.len() => vec![&title[..at], &title[at..]],
        _ => vec![title],
    }
}
