//! Sets words that stand in no division: on covers, title pages, colophons, around official documents.

use super::frame::{Frame, TagId, TagKind};
use super::inline::{self, Base, Collector, Line, Par};
use super::{Cx, Tags};
use crate::diag::Span;
use crate::model::{Inline, Role};
use crate::text::Shaper;
use crate::theme::{Alignment, BlockStyle, Ink};
use crate::unit::{Length, Size};

/// Sets words, and keeps the tags they belong to.
pub(super) struct Setter<'a, 'c> {
    pub cx: &'a Cx<'c>,
    pub shaper: &'a mut Shaper<'c>,
    pub tags: Tags,
}

impl<'a, 'c> Setter<'a, 'c> {
    pub fn new(cx: &'a Cx<'c>, shaper: &'a mut Shaper<'c>) -> Self {
        Self { cx, shaper, tags: Tags::default() }
    }

    /// A tag at the top.
    pub fn tag(&mut self, kind: TagKind) -> TagId {
        self.tags.push(kind, TagId::ARTIFACT)
    }

    /// The style of a role, to be changed where a place wants it.
    pub fn style(&self, role: Role) -> BlockStyle {
        self.cx.theme.style(role).clone()
    }

    /// The file that the words of covers and title pages come from; which line of it nobody knows here.
    fn place(&self) -> Span {
        Span::file(&self.cx.edition.book.meta.places.of("title").file)
    }

    /// Lines of a paragraph, in an ink of its own where that is given.
    pub fn lines(
        &mut self,
        content: &[Inline],
        style: &BlockStyle,
        tag: TagId,
        par: &Par,
        ink: Option<Ink>,
    ) -> Vec<Line> {
        let base = Base { text: style.text, lang: self.cx.edition.lang.clone(), tag, place: self.place() };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        collector.inlines(content);
        let mut collected = collector.finish();
        if let Some(ink) = ink {
            collected.pieces.iter_mut().for_each(|piece| piece.ink = ink);
        }
        inline::paragraph(self.cx, self.shaper, &collected, par)
    }

    /// Words as lines at the start of a measure.
    pub fn plain(&mut self, words: &str, role: Role, tag: TagId, measure: Length) -> Vec<Line> {
        let style = self.style(role);
        let par = Par { align: Alignment::Start, ..Par::of(&style, measure) };
        self.lines(&[Inline::text(words)], &style, tag, &par, None)
    }

    /// A title in balanced lines that part by sense, in a style of its own.
    pub fn title(
        &mut self,
        words: &str,
        style: &BlockStyle,
        tag: TagId,
        measure: Length,
        ink: Option<Ink>,
    ) -> Vec<Line> {
        let mut content = Vec::new();
        for part in by_sense(words, measure.ratio(style.size)) {
            if !content.is_empty() {
                content.push(Inline::LineBreak);
            }
            content.push(Inline::text(part));
        }
        let par = Par { balance: true, ..Par::of(style, measure) };
        self.lines(&content, style, tag, &par, ink)
    }

    /// Words in one line, and how wide they are.
    pub fn words(&mut self, words: &str, role: Role, tag: TagId) -> (Frame, Length) {
        // As wide as it needs: what does not fit its place is narrowed or moved there.
        let endless = Length::pt(100_000.0);
        let line = self.plain(words, role, tag, endless).into_iter().next().unwrap_or_default();
        (line.frame, line.width)
    }
}

/// How far down the items of a frame reach that begin above `limit`.
pub(super) fn foot_of(frame: &Frame, limit: Length) -> Length {
    use super::frame::Item;
    let reach = |item: &Item| match item {
        Item::Run(run) => run.size.scale(1.0 - super::BASELINE),
        Item::Rule { size, .. } | Item::Image { size, .. } | Item::Link { size, .. } => size.height,
        Item::Missing { size, .. } => *size,
        Item::Disc { radius, .. } => *radius,
        Item::Turned(inner) => inner.size.width,
        Item::Wave { .. } | Item::Outline { .. } | Item::Anchor(_) | Item::Call { .. } => Length::ZERO,
    };
    let within = frame.items.iter().filter(|placed| placed.at.y < limit);
    within.map(|placed| placed.at.y + reach(&placed.item)).max().unwrap_or_default()
}

/// A frame as wide as the measure and as high as its lines.
pub(super) fn room(width: Length, height: Length) -> Frame {
    Frame::new(Size::new(width, height))
}

/// A title that is longer than a line of so many characters breaks after its colon or dash first.
fn by_sense(title: &str, fits: f64) -> Vec<&str> {
    let width: f64 = title.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    if width <= fits {
        return vec![title];
    }
    let cut = ["：", "——", ": ", " – ", " — ", "\u{3000}"];
    let cut = cut.iter().find_map(|mark| title.find(mark).map(|at| at + mark.len()));
    match cut {
        Some(at) if at < title.len() => vec![title[..at].trim_end(), &title[at..]],
        _ => vec![title],
    }
}
