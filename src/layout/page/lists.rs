//! The contents, the list of figures and the list of tables: entries with leaders and the pages they stand on.

use std::collections::{BTreeMap, BTreeSet};

use super::super::flow::{Galley, Opening, Strip};
use super::super::frame::{Frame, Item, TagId, TagKind, Target};
use super::super::inline::{self, Base, Collected, Collector, Par};
use super::super::{BASELINE, Cx, PrintedPages, Tags};
use crate::diag::Span;
use crate::model::{DivisionKind, Inline, Role};
use crate::resolve::TocEntry;
use crate::text::Shaper;
use crate::theme::{Alignment, BlockStyle, Colour, Opens, TextStyle};
use crate::unit::{Em, Length, Point, Size};

/// Between what is at the left of a line and the leader, and between that and the number, in em.
const AIR: f64 = 0.5;

/// White above a list that runs on below another, in lines.
const AIR_OVER_LIST: i64 = 2;

/// What an entry's words keep of the measure at least, however deep it stands, in em.
const LEAST: i64 = 8;

/// The lists as one galley; `None` where there is nothing to list.
pub(super) fn galley<'a, 'c>(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>, printed: &PrintedPages) -> Option<Galley> {
    let (style, words) = (&cx.theme.contents, cx.edition.words());
    let mut maker = Maker { cx, shaper, tags: Tags::default(), strips: Vec::new() };
    let contents = cx.edition.contents(style.depth);
    let mut entries = Vec::new();
    flatten(&contents, &mut entries);
    if style.show && entries.len() > 1 {
        maker.list(words.contents, &entries, printed, Kind::Contents);
    }
    for (show, title, floats) in
        [(style.figures, words.figures, cx.edition.figures()), (style.tables, words.tables, cx.edition.tables())]
    {
        if show && !floats.is_empty() {
            maker.list(title, &floats.iter().collect::<Vec<_>>(), printed, Kind::Floats);
        }
    }
    let Maker { tags, strips, .. } = maker;
    (!strips.is_empty()).then(|| Galley { kind: DivisionKind::Article, strips, tags, ..Galley::default() })
}

fn flatten<'e>(entries: &'e [TocEntry], all: &mut Vec<&'e TocEntry>) {
    for entry in entries {
        all.push(entry);
        flatten(&entry.children, all);
    }
}

struct Maker<'a, 'c> {
    cx: &'a Cx<'c>,
    shaper: &'a mut Shaper<'c>,
    tags: Tags,
    strips: Vec<Strip>,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Divisions and headings.
    Contents,
    /// Figures or tables.
    Floats,
}

/// The numbers of pages at the right of a list.
struct Numbers {
    /// The width of the widest number of each count of characters: leaders to numbers of one kind end together.
    widths: BTreeMap<usize, Length>,
    /// The room that entries leave for all of them.
    room: Length,
}

/// A line of a list before it is set.
struct Row<'e> {
    entry: &'e TocEntry,
    page: String,
    style: BlockStyle,
    /// The number before the words with the blank behind it.
    lead: Option<String>,
    /// How wide that is.
    hang: Length,
    /// Air above it.
    before: Length,
    /// What follows stands below it in rank.
    deeper: bool,
}

impl<'c> Maker<'_, 'c> {
    fn list(&mut self, title: &str, entries: &[&TocEntry], printed: &PrintedPages, kind: Kind) {
        self.title(title, kind);
        let mut rows: Vec<Row> = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let page = printed.printed(entry.id);
            let mut style = self.cx.theme.style(Role::ContentsEntry(entry.level)).clone();
            if kind == Kind::Floats {
                style = BlockStyle { start: Em::ZERO, ..self.cx.theme.style(Role::ContentsEntry(2)).clone() };
            }
            let lead = self.lead(entry);
            let hang = self.hang(lead.as_deref(), &style);
            let deeper = entries.get(at + 1).is_some_and(|next| next.level > entry.level);
            // White stands around groups, not between entries that have nothing below them.
            let after_group = at > 0 && (deeper || entries[at - 1].level > entry.level);
            let air = if after_group { style.before } else { 0.0 };
            let before = self.cx.theme.pitch().scale(air);
            rows.push(Row { entry, page, style, lead, hang, before, deeper });
        }
        align(&mut rows);
        let numbers = self.numbers(&rows);
        let tag = self.tags.push(TagKind::Contents, TagId::ARTIFACT);
        rows.iter().for_each(|row| self.row(row, &numbers, tag));
    }

    fn measure(&self) -> Length {
        self.cx.theme.area().size.width
    }

    fn collect(&mut self, content: &[Inline], style: &BlockStyle, tag: TagId) -> Collected {
        let base = Base { text: style.text, lang: self.cx.edition.lang.clone(), tag, place: Span::default() };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        collector.inlines(content);
        collector.finish()
    }

    fn title(&mut self, word: &str, kind: Kind) {
        let mut style = self.cx.theme.style(Role::ContentsTitle).clone();
        // 目录 is set wide; longer words and Latin letters are not.
        if !self.cx.edition.lang.is_cjk() || word.chars().count() > 3 {
            style.text.tracking = Em::ZERO;
        }
        let pitch = self.cx.theme.pitch();
        let measure = self.measure();
        let tag = self.tags.push(TagKind::Heading(1, word.to_owned()), TagId::ARTIFACT);
        let collected = self.collect(&[Inline::text(word)], &style, tag);
        let lines = inline::paragraph(self.cx, self.shaper, &collected, &Par::of(&style, measure));
        let advance = pitch * i64::from(style.lines.max(1));
        let mut frame = Frame::new(Size::new(measure, advance - pitch + style.size));
        for line in lines.into_iter().take(1) {
            frame.push_frame(Point::ORIGIN, line.frame);
        }
        let opens = match kind {
            Kind::Contents => self.cx.theme.contents.opens,
            // Where chapters run on, lists do.
            Kind::Floats if self.strips.is_empty() => self.cx.theme.contents.opens,
            Kind::Floats => match self.cx.theme.style(Role::ChapterTitle).opens {
                Opens::RunOn => Opens::RunOn,
                Opens::Page | Opens::Recto => Opens::Page,
            },
        };
        let opening = (opens != Opens::RunOn).then(|| Opening { opens, sink: pitch * i64::from(style.sink) });
        let before = pitch * if opening.is_none() { AIR_OVER_LIST } else { 0 };
        let advance = advance + pitch.scale(style.after);
        self.strips.push(Strip { frame, advance, before, grid: true, keep: true, opening, ..Strip::default() });
    }

    /// The room that page numbers need.
    fn numbers(&mut self, rows: &[Row]) -> Numbers {
        let mut widths: BTreeMap<usize, Length> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in rows.iter().filter(|row| seen.insert(row.page.as_str())) {
            let style = self.plain(&row.style);
            let collected = self.collect(&[Inline::text(&row.page)], &style, TagId::ARTIFACT);
            let width = inline::widths(self.cx, self.shaper, &collected, &style.setting).line;
            let widest = widths.entry(row.page.chars().count()).or_default();
            *widest = width.max(*widest);
        }
        let widest = widths.values().max().copied().unwrap_or_default();
        let size = rows.iter().map(|row| row.style.size).max().unwrap_or_default();
        Numbers { widths, room: widest + size.scale(AIR * 2.0) }
    }

    /// The look of page numbers: that of entries below the first level, at the entry's size.
    fn plain(&self, style: &BlockStyle) -> BlockStyle {
        let plain = self.cx.theme.style(Role::ContentsEntry(2)).clone();
        BlockStyle { size: style.size, text: TextStyle { size: style.size, ..plain.text }, ..plain }
    }

    /// An entry: wrapped lines hang under its words and never touch the number; dots lead from the last one to it.
    fn row(&mut self, row: &Row, numbers: &Numbers, parent: TagId) {
        let Row { entry, page, style, lead, hang, before, deeper } = row;
        let pitch = self.cx.theme.pitch();
        let tag = self.tags.push(TagKind::ContentsItem, parent);
        let tag = self.tags.push(TagKind::Link, tag);
        let free = self.measure() - numbers.room;
        let start = style.start.at(self.cx.theme.body().size).min((free - style.size * LEAST).max(Length::ZERO));
        // A number that leaves its words no room stands among them.
        let apart = lead.as_deref().filter(|_| free - start - *hang >= style.size * LEAST);
        let words = match (lead, apart) {
            (Some(lead), None) => vec![Inline::text(lead)],
            (Some(_), Some(_)) | (None, _) => Vec::new(),
        };
        let words: Vec<Inline> = words.into_iter().chain(entry.title.iter().cloned()).collect();
        let hang = if apart.is_some() { *hang } else { style.size };
        let number = apart.and_then(|lead| {
            let collected = self.collect(&[Inline::text(lead)], style, tag);
            let par = Par { align: Alignment::Start, ..Par::of(style, hang + style.size) };
            inline::paragraph(self.cx, self.shaper, &collected, &par).into_iter().next()
        });
        let collected = self.collect(&words, style, tag);
        let indent = if apart.is_some() { Length::ZERO } else { hang * -1 };
        let par = Par { align: Alignment::Start, indent, balance: true, ..Par::of(style, free - start - hang) };
        let mut lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
        if lines.is_empty() {
            // A title may be nothing but its number.
            lines.push(inline::Line::default());
        }
        let count = lines.len();
        let mut number = number.map(|line| line.frame);
        for (at, line) in lines.into_iter().enumerate() {
            let mut frame = Frame::new(Size::new(self.measure(), style.size));
            if let Some(number) = number.take() {
                frame.push_frame(Point::new(start, Length::ZERO), number);
            }
            let from = start + hang + line.width;
            frame.push_frame(Point::new(start + hang, Length::ZERO), line.frame);
            if at + 1 == count {
                self.leader_and_number(&mut frame, page, numbers, style, tag, from);
            }
            let area = Size::new(self.measure(), style.size.scale(1.1));
            frame.push(Point::ORIGIN, Item::Link { size: area, target: Target::Node(entry.id) }, tag);
            let before = if at == 0 { *before } else { Length::ZERO };
            let keep = at + 1 < count || *deeper;
            self.strips.push(Strip { frame, advance: pitch, keep, before, ..Strip::default() });
        }
    }

    /// The number before an entry's words, with the blank that parts them.
    fn lead(&self, entry: &TocEntry) -> Option<String> {
        let number = entry.number.as_deref()?;
        let gap = if entry.title.is_empty() { "" } else { self.cx.edition.number_gap(entry.id) };
        Some(format!("{number}{gap}"))
    }

    /// How wide a number and its blank are; lines without a number hang one character.
    fn hang(&mut self, lead: Option<&str>, style: &BlockStyle) -> Length {
        let Some(lead) = lead else { return style.size };
        let mut width = |text: &str| {
            let collected = self.collect(&[Inline::text(text)], style, TagId::ARTIFACT);
            inline::widths(self.cx, self.shaper, &collected, &style.setting).line
        };
        // A blank at a line's end has no width: it is measured before another character.
        width(&format!("{lead}国")) - width("国")
    }

    fn leader_and_number(
        &mut self,
        frame: &mut Frame,
        page: &str,
        numbers: &Numbers,
        style: &BlockStyle,
        tag: TagId,
        from: Length,
    ) {
        let measure = self.measure();
        let plain = self.plain(style);
        let collected = self.collect(&[Inline::text(page)], &plain, tag);
        let par = Par { align: Alignment::End, ..Par::of(&plain, measure) };
        let Some(number) = inline::paragraph(self.cx, self.shaper, &collected, &par).pop() else { return };
        frame.push_frame(Point::ORIGIN, number.frame);
        // Dots stand on one raster from the right edge, so that they align from line to line.
        let size = style.size;
        let step = self.cx.theme.contents.leader.at(size);
        if step <= Length::ZERO {
            return;
        }
        let width = numbers.widths.get(&page.chars().count()).copied().unwrap_or_default();
        let ink = self.cx.theme.ink(Colour::Grey(0.55));
        let (left, right) = (from + size.scale(AIR), measure - width - size.scale(AIR));
        let mut x = measure - step * (measure - right).round_up_to(step).whole(step).max(1);
        while x >= left {
            let at = Point::new(x, size.scale(BASELINE - 0.06));
            frame.push(at, Item::Disc { radius: size.scale(0.04), ink }, TagId::ARTIFACT);
            x -= step;
        }
    }
}

/// Words behind numbers of one level stand in one column, where the numbers are nearly alike: 1. to 10., 一 to 十二.
fn align(rows: &mut [Row]) {
    let mut columns: BTreeMap<u8, Length> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.lead.is_some()) {
        let widest = columns.entry(row.entry.level).or_default();
        *widest = row.hang.max(*widest);
    }
    for row in rows.iter_mut().filter(|row| row.lead.is_some()) {
        let column = columns.get(&row.entry.level).copied().unwrap_or_default();
        if column - row.hang <= row.style.size {
            row.hang = column;
        }
    }
}
