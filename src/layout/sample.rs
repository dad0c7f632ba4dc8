//! One paragraph by itself: the compositor without a page. In: [`Sample`]. Out: [`Composed`]. For the golden cases,
//! `keben dump lines` and whoever wants lines only.

use super::frame::TagId;
use super::inline::{self, Base, Collector, Par};
use super::{Cx, Frame, LineDetail, Options, PrintedPages, Tags};
use crate::diag::{Diagnostic, Sink, Span};
use crate::font::FontBook;
use crate::model::{Inline, Lang};
use crate::resolve::Edition;
use crate::text::{Break, Shaper};
use crate::theme::{Alignment, Setting, Theme};
use crate::unit::{Em, Length};

/// A paragraph to compose.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it says.
    pub content: Vec<Inline>,
    /// Its language.
    pub lang: Lang,
    /// Width of its lines in em of the theme's body size; `None` for one line without end.
    pub measure: Option<Em>,
    /// Indent of its first line.
    pub indent: Em,
    /// How its lines lie.
    pub align: Alignment,
    /// How they are composed.
    pub setting: Setting,
}

/// A paragraph's lines.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// What each line looks like inside.
    pub lines: Vec<LineDetail>,
    /// The lines as they would be painted; each one's origin is the upper left corner of its em boxes.
    pub frames: Vec<Frame>,
    /// Whether a line may begin with each cluster: number of its first character, and how.
    pub breaks: Vec<(usize, Break)>,
    /// What there is to say.
    pub said: Vec<Diagnostic>,
}

/// Composes a paragraph in the theme's body size, as part of `edition` (its notes, links and pictures).
pub fn compose(edition: &Edition, theme: &Theme, fonts: &FontBook, sample: &Sample) -> Composed {
    let sink = Sink::new();
    let options = Options { allow_missing_glyphs: true, detail: true };
    let cx = Cx { edition, theme, fonts, options: &options, sink: &sink, pages: PrintedPages::default() };
    let body = theme.body();
    let mut tags = Tags::default();
    let base = Base { text: body.text, lang: sample.lang.clone(), tag: TagId::ARTIFACT, place: Span::default() };
    let mut collector = Collector::new(&cx, &mut tags, &base);
    collector.inlines(&sample.content);
    let collected = collector.finish();
    let par = Par {
        indent: sample.indent.at(body.size),
        align: sample.align,
        setting: sample.setting,
        ..Par::of(body, sample.measure.map_or(Length::MAX, |measure| measure.at(body.size)))
    };
    let mut shaper = Shaper::new(fonts);
    let breaks = inline::opportunities(&cx, &mut shaper, &collected, &par);
    let mut composed = Composed { breaks, ..Composed::default() };
    for line in inline::paragraph(&cx, &mut shaper, &collected, &par) {
        let mut frame = line.frame;
        composed.said.append(&mut frame.said);
        composed.lines.append(&mut frame.details);
        composed.frames.push(frame);
    }
    composed.said.extend(sink.take());
    composed
}
