//! The colophon page (版权页): small, flush left, at the foot of its page.

use std::collections::BTreeMap;

use super::super::Cx;
use super::super::frame::{Frame, Item, TagKind};
use super::super::inline::Par;
use super::super::set::Setter;
use super::{Matter, Sheetlet, cover};
use crate::font::FaceId;
use crate::model::{Inline, Role};
use crate::resolve::{Fact, FactText};
use crate::text::Shaper;
use crate::theme::ColophonPlace;
use crate::unit::{Length, Point, Size};

/// What only finished pages know.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// Pages of text, the contents among them.
    pages: usize,
    /// Families in use, the most used first.
    families: Vec<String>,
}

impl Made {
    pub fn of<'m>(cx: &Cx, matters: impl Iterator<Item = &'m Matter>) -> Self {
        let mut pages = 0;
        let mut used: BTreeMap<FaceId, usize> = BTreeMap::new();
        for page in matters.flat_map(|matter| &matter.pages) {
            pages += 1;
            for placed in &page.frame.items {
                if let Item::Run(run) = &placed.item {
                    *used.entry(run.face).or_default() += run.glyphs.len();
                }
            }
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (face, count) in used {
            *counts.entry(cx.fonts.face(face).family.clone()).or_default() += count;
        }
        let mut families: Vec<(String, usize)> = counts.into_iter().collect();
        families.sort_by(|(a, most), (b, least)| least.cmp(most).then(a.cmp(b)));
        Self { pages, families: families.into_iter().map(|(family, _)| family).collect() }
    }
}

/// Whether the colophon stands on the back of the title page.
pub(super) fn stands_behind_title(cx: &Cx) -> bool {
    let said = !cx.edition.colophon.is_empty();
    said && cx.theme.colophon.at == ColophonPlace::TitleVerso && cx.theme.cover.title_page
}

/// Fills the back of the title page, which is the last page before the text.
pub(super) fn behind_title<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>, made: &Made, front: &mut Matter) {
    let Some(back) = front.pages.last_mut().filter(|_| stands_behind_title(cx)) else { return };
    let mut setter = Setter::new(cx, shaper);
    // Its tags follow those of the title page.
    setter.tags.0 = std::mem::take(&mut front.tags);
    *back = page(&mut setter, made);
    front.tags = setter.tags.0;
}

/// The colophon as the last page, where it stands there: also where it has no title page to stand behind.
pub(super) fn last<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>, made: &Made) -> Option<Matter> {
    let nowhere = cx.theme.colophon.at == ColophonPlace::None || cx.edition.colophon.is_empty();
    if nowhere || stands_behind_title(cx) {
        return None;
    }
    let mut setter = Setter::new(cx, shaper);
    let pages = vec![page(&mut setter, made)];
    Some(Matter { pages, tags: setter.tags.0 })
}

/// The colophon page.
fn page(setter: &mut Setter, made: &Made) -> Sheetlet {
    let cx = setter.cx;
    let area = cx.theme.area().size;
    let style = setter.style(Role::Colophon);
    let par = Par::of(&style, area.width);
    let mut frame = Frame::new(area);
    let mut lines = Vec::new();
    let mut y = Length::ZERO;
    for line in &cx.edition.colophon {
        let said: Vec<(bool, String)> = line.facts.iter().filter_map(|fact| words(cx, fact, made)).collect();
        if said.is_empty() {
            continue;
        }
        if line.apart && !lines.is_empty() {
            y += style.pitch;
        }
        let tag = setter.tag(TagKind::Paragraph);
        let mut content = Vec::new();
        for (title, words) in said {
            if !content.is_empty() {
                content.push(Inline::text("\u{3000}\u{3000}"));
            }
            let words = Inline::Text(words);
            content.push(if title { Inline::Strong(vec![words]) } else { words });
        }
        for line in setter.lines(&content, &style, tag, &par, None) {
            lines.push((y, line.frame));
            y += style.pitch;
        }
    }
    // The last line's own gap lies below the type area.
    let down = (area.height - y + style.pitch - style.size).max(Length::ZERO);
    for (y, line) in lines {
        frame.push_frame(Point::new(Length::ZERO, y + down), line);
    }
    cover::blank(frame)
}

/// What a fact says on pages, and whether it is the title.
fn words(cx: &Cx, fact: &Fact, made: &Made) -> Option<(bool, String)> {
    let found = match &fact.text {
        FactText::Title(words) => return Some((true, words.clone())),
        FactText::Words(words) => words.clone(),
        FactText::Format => format(cx.theme.page.trim).0,
        FactText::Sheets => sheets(made.pages, format(cx.theme.page.trim).1?),
        FactText::Fonts if cx.theme.colophon.fonts && !made.families.is_empty() => {
            let comma = if cx.edition.lang.is_cjk() { "、" } else { ", " };
            made.families.join(comma)
        }
        FactText::Fonts => return None,
    };
    Some((false, format!("{}{found}", fact.label)))
}

/// Trims by the sheet they are folded from: width and height in millimetres, the sheet, how many a sheet has.
const SHEETS: [(f64, f64, &str, usize); 9] = [
    (210.0, 297.0, "890mm×1240mm", 16),
    (148.0, 210.0, "890mm×1240mm", 32),
    (105.0, 148.0, "890mm×1240mm", 64),
    (210.0, 285.0, "889mm×1194mm", 16),
    (185.0, 260.0, "787mm×1092mm", 16),
    (130.0, 184.0, "787mm×1092mm", 32),
    (92.0, 126.0, "787mm×1092mm", 64),
    (140.0, 203.0, "850mm×1168mm", 32),
    (125.0, 176.0, "1000mm×1400mm", 64),
];

/// 开本 of a trim, and how many of its leaves a sheet has; a trim of no sheet is told in millimetres.
fn format(trim: Size) -> (String, Option<usize>) {
    let near = |a: Length, b: f64| (a - Length::mm(b)).abs() < Length::mm(0.5);
    match SHEETS.iter().find(|(width, height, ..)| near(trim.width, *width) && near(trim.height, *height)) {
        Some((.., sheet, parts)) => (format!("{sheet}\u{3000}1/{parts}"), Some(*parts)),
        None => (format!("{:.0}mm×{:.0}mm", trim.width.to_mm(), trim.height.to_mm()), None),
    }
}

/// 印张: a sheet printed on one side is one, so as many pages as a sheet has leaves are one.
fn sheets(pages: usize, parts: usize) -> String {
    // Books are printed in leaves.
    let leaves = pages + pages % 2;
    let fraction = (leaves * 10_000 + parts / 2) / parts;
    let text = format!("{}.{:04}", fraction / 10_000, fraction % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
