//! One paragraph by itself: the compositor without a page. In: [`Sample`]. Out: [`Composed`]. For the golden cases,
//! `keben dump lines` and whoever wants lines only.

use super::frame::TagId;
use super::inline::{self, Base, Collected, Collector, Par};
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

/// How far a paragraph is composed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its characters are glyphs, and every gap is measured.
    Measured,
    /// Its breaks are chosen.
    Broken,
    /// Its gaps are set and its glyphs placed.
    Placed,
}

/// Composes paragraphs in the theme's body size, as parts of an edition (its notes, links and pictures). Remembers what
/// it has learnt of the fonts.
pub struct Composer<'a> {
    edition: &'a Edition,
    theme: &'a Theme,
    shaper: Shaper<'a>,
}

impl<'a> Composer<'a> {
    /// A composer that knows nothing yet.
    pub fn new(edition: &'a Edition, theme: &'a Theme, fonts: &'a FontBook) -> Self {
        Self { edition, theme, shaper: Shaper::new(fonts) }
    }

    /// Composes a paragraph.
    pub fn compose(&mut self, sample: &Sample) -> Composed {
        let mut composed = Composed::default();
        let said = self.within(sample, true, |cx, shaper, collected, par| {
            composed.breaks = inline::opportunities(cx, shaper, collected, par);
            for line in inline::paragraph(cx, shaper, collected, par) {
                let mut frame = line.frame;
                composed.said.append(&mut frame.said);
                composed.lines.append(&mut frame.details);
                composed.frames.push(frame);
            }
        });
        composed.said.extend(said);
        composed
    }

    /// Composes a paragraph as far as `stage`, for measuring what that takes. Gives its lines, or 0 before they are known.
    pub fn until(&mut self, sample: &Sample, stage: Stage) -> usize {
        let mut lines = 0;
        self.within(sample, false, |cx, shaper, collected, par| {
            lines = inline::until(cx, shaper, collected, par, stage);
        });
        lines
    }

    fn within(
        &mut self,
        sample: &Sample,
        detail: bool,
        work: impl FnOnce(&Cx, &mut Shaper<'a>, &Collected, &Par),
    ) -> Vec<Diagnostic> {
        let (sink, options) = (Sink::new(), Options { allow_missing_glyphs: true, detail });
        let (edition, theme, fonts) = (self.edition, self.theme, self.shaper.fonts());
        let cx = Cx { edition, theme, fonts, options: &options, sink: &sink, pages: PrintedPages::default() };
        let body = theme.body();
        let mut tags = Tags::default();
        let base = Base { text: body.text, lang: sample.lang.clone(), tag: TagId::ARTIFACT, place: Span::default() };
        let mut collector = Collector::new(&cx, &mut tags, &base);
        collector.inlines(&sample.content);
        let par = Par {
            indent: sample.indent.at(body.size),
            align: sample.align,
            setting: sample.setting,
            ..Par::of(body, sample.measure.map_or(Length::MAX, |measure| measure.at(body.size)))
        };
        work(&cx, &mut self.shaper, &collector.finish(), &par);
        sink.take()
    }
}

/// Composes one paragraph.
pub fn compose(edition: &Edition, theme: &Theme, fonts: &FontBook, sample: &Sample) -> Composed {
    Composer::new(edition, theme, fonts).compose(sample)
}
