//! The contents list: entries with leaders and the pages they stand on.

use super::super::flow::{Galley, Opening, Strip};
use super::super::frame::{Frame, Item, TagId, TagKind, Target};
use super::super::inline::{self, Base, Collector, Par};
use super::super::{BASELINE, Cx, PrintedPages, Tags};
use crate::diag::Span;
use crate::model::{DivisionKind, Inline, Role};
use crate::resolve::TocEntry;
use crate::text::Shaper;
use crate::theme::{Alignment, Colour, NumberPlace};
use crate::unit::{Em, Length, Point, Size};

/// Room kept for the page number at the right.
const NUMBER_ROOM: Em = Em(2.5);

/// The contents as a galley of its own; `None` where there is nothing to list.
pub(super) fn galley<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>, printed: &PrintedPages) -> Option<Galley> {
    let style = &cx.theme.contents;
    let mut entries = Vec::new();
    flatten(cx.edition.toc(), 1, style.depth, &mut entries);
    if !style.show || entries.len() < 2 {
        return None;
    }
    let mut list = List { cx, shaper, tags: Tags::default(), strips: Vec::new() };
    list.title();
    let tag = list.tags.push(TagKind::Contents, TagId::ARTIFACT);
    for (level, entry) in entries {
        list.entry(entry, level, &printed.printed(entry.id), tag);
    }
    Some(Galley { kind: DivisionKind::Article, strips: list.strips, tags: list.tags, ..Galley::default() })
}

fn flatten<'e>(entries: &'e [TocEntry], level: u8, depth: u8, all: &mut Vec<(u8, &'e TocEntry)>) {
    if level > depth {
        return;
    }
    for entry in entries {
        all.push((level, entry));
        flatten(&entry.children, level + 1, depth, all);
    }
}

struct List<'a, 'c> {
    cx: &'a Cx<'c>,
    shaper: &'a mut Shaper<'c>,
    tags: Tags,
    strips: Vec<Strip>,
}

impl List<'_, '_> {
    fn measure(&self) -> Length {
        self.cx.theme.area().size.width
    }

    fn lines(
        &mut self,
        content: &[Inline],
        role: Role,
        tag: TagId,
        measure: Length,
        align: Alignment,
    ) -> Vec<inline::Line> {
        let base = Base {
            text: self.cx.theme.style(role).text,
            lang: self.cx.edition.lang.clone(),
            tag,
            place: Span::default(),
        };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        collector.inlines(content);
        let par = Par { align, ..Par::of(self.cx.theme.style(role), measure) };
        inline::paragraph(self.cx, self.shaper, &collector.finish(), &par)
    }

    fn title(&mut self) {
        let style = self.cx.theme.style(Role::ContentsTitle).clone();
        let pitch = self.cx.theme.pitch();
        let word = self.cx.edition.words().contents;
        let tag = self.tags.push(TagKind::Heading(1, word.to_owned()), TagId::ARTIFACT);
        let lines = self.lines(&[Inline::text(word)], Role::ContentsTitle, tag, self.measure(), style.align);
        let advance = pitch * i64::from(style.lines.max(1));
        let mut frame = Frame::new(Size::new(self.measure(), advance - pitch + style.size));
        for line in lines.into_iter().take(1) {
            frame.push_frame(Point::ORIGIN, line.frame);
        }
        let opening = Opening { opens: self.cx.theme.contents.opens, sink: pitch * i64::from(style.sink) };
        self.strips.push(Strip { frame, advance, grid: true, keep: true, opening: Some(opening), ..Strip::default() });
        self.after(style.after);
    }

    fn after(&mut self, lines: f64) {
        if let Some(last) = self.strips.last_mut() {
            last.advance += self.cx.theme.pitch().scale(lines);
        }
    }

    /// An entry: wrapped lines hang and never touch the number; dots lead from the last one to it.
    fn entry(&mut self, entry: &TocEntry, level: u8, page: &str, parent: TagId) {
        let cx = self.cx;
        let role = Role::ContentsEntry(level);
        let style = cx.theme.style(role).clone();
        let pitch = cx.theme.pitch();
        let tag = self.tags.push(TagKind::ContentsItem, parent);
        let tag = self.tags.push(TagKind::Link, tag);
        let start = style.start.at(cx.theme.body().size);
        let room = NUMBER_ROOM.at(style.size);
        let measure = self.measure() - start - room;
        let hang = self.number(entry, tag, &style);
        let indent = hang.as_ref().map_or(Length::ZERO, |(_, width)| *width);
        let lead = if hang.is_some() { None } else { entry.number.as_deref() };
        let mut content = Vec::new();
        if let Some(number) = lead {
            let gap = if cx.edition.parts_number(entry.id) { " " } else { "" };
            content.push(Inline::text(format!("{number}{gap}")));
        }
        content.extend(entry.title.iter().cloned());
        let lines = self.lines(&content, role, tag, measure - indent, Alignment::Start);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let mut frame = Frame::new(Size::new(self.measure(), style.size));
            if let (0, Some((number, _))) = (at, &hang) {
                frame.push_frame(Point::new(start, Length::ZERO), number.clone());
            }
            let width = start + indent + line.width;
            frame.push_frame(Point::new(start + indent, Length::ZERO), line.frame);
            if at + 1 == count {
                self.leader_and_number(&mut frame, page, role, tag, width);
            }
            let area = Size::new(self.measure(), style.size.scale(1.1));
            frame.push(Point::ORIGIN, Item::Link { size: area, target: Target::Node(entry.id) }, tag);
            self.strips.push(Strip {
                frame,
                advance: pitch,
                grid: true,
                keep: at + 1 < count,
                before: if at == 0 { pitch.scale(style.before) } else { Length::ZERO },
                ..Strip::default()
            });
        }
    }

    /// Where the theme hangs numbers, they stand in a column of their own.
    fn number(&mut self, entry: &TocEntry, tag: TagId, style: &crate::theme::BlockStyle) -> Option<(Frame, Length)> {
        let number = entry.number.as_deref()?;
        let short = number.chars().count() <= 3 && number.starts_with(|c: char| c.is_ascii_digit());
        if !short || self.cx.theme.style(Role::Heading(1)).number.place != NumberPlace::Hang {
            return None;
        }
        let width = style.size * 2;
        let line =
            self.lines(&[Inline::text(number)], Role::ContentsEntry(1), tag, width * 2, Alignment::Start).pop()?;
        Some((line.frame, width))
    }

    fn leader_and_number(&mut self, frame: &mut Frame, page: &str, role: Role, tag: TagId, from: Length) {
        let cx = self.cx;
        let style = cx.theme.style(role);
        let size = style.size;
        let measure = self.measure();
        let Some(number) =
            self.lines(&[Inline::text(page)], Role::ContentsEntry(2), tag, measure, Alignment::End).pop()
        else {
            return;
        };
        let width = {
            let runs = number.frame.items.iter().filter_map(|placed| match &placed.item {
                Item::Run(run) => Some(run.width()),
                _ => None,
            });
            runs.sum::<Length>()
        };
        frame.push_frame(Point::ORIGIN, number.frame);
        // Dots stand on one raster from the right edge, so that they align from line to line.
        let step = cx.theme.contents.leader.at(size);
        if step <= Length::ZERO {
            return;
        }
        let ink = cx.theme.ink(Colour::Grey(0.55));
        let (left, right) = (from + size / 2, measure - width - size / 2);
        let mut x = measure - step * (measure - right).round_up_to(step).whole(step).max(1);
        while x >= left {
            let at = Point::new(x, size.scale(BASELINE - 0.06));
            frame.push(at, Item::Disc { radius: size.scale(0.04), ink }, TagId::ARTIFACT);
            x -= step;
        }
    }
}
