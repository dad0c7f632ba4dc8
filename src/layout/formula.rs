//! Formulas on the page: what `math` sets becomes runs of the maths fonts, rules and outlines. In: a formula's
//! notation. Out: [`Part`]s that lines and strips put where they belong.

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size as FontSize};

use super::Cx;
use super::frame::{Frame, Item, TagId};
use crate::diag::{Diagnostic, Span};
use crate::font::{FaceId, FontBook, MATHS, MathsGlyph};
use crate::math::{Mark, Piece, Style};
use crate::text::{LangSys, PlacedGlyph, Run};
use crate::theme::Ink;
use crate::unit::{Length, Point, Size};

/// How a formula is to be set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// The size of the text around it.
    pub size: Length,
    pub ink: Ink,
    pub lang: LangSys,
    pub tag: TagId,
}

/// A part of a formula, ready for the page. The origin of its frame is the left end of its baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Part {
    pub frame: Frame,
    pub width: Length,
    pub height: Length,
    pub depth: Length,
    /// Space after it, dropped where a line ends.
    pub after: Length,
}

/// A row of a formula: its parts, and the author's own number for it.
pub(crate) type Row = (Vec<Part>, Option<String>);

/// Sets a formula; `None` where it is shown as its notation.
pub(crate) fn set(cx: &Cx, tex: &str, style: Style, look: Look) -> Option<Vec<Row>> {
    let formula = cx.edition.formula(tex)?;
    cx.fonts.named(MATHS)?;
    let size = look.size.scale(cx.theme.inline.math_size);
    let setter = Setter { fonts: cx.fonts, look, size };
    let rows = formula.set(size, style, &|c| setter.lent_width(c));
    Some(rows.into_iter().map(|row| (row.pieces.iter().map(|piece| setter.part(piece)).collect(), row.tag)).collect())
}

/// What is told of a formula that is sound but shown as its notation: the fonts for it are not there.
pub(crate) fn without_fonts(cx: &Cx, tex: &str, place: &Span) -> Option<Diagnostic> {
    cx.edition.formula(tex)?;
    let message = "pages show this formula in its TeX notation: the fonts for formulas are missing";
    Some(Diagnostic::note("math-as-notation", place, message).help("put the KaTeX fonts into fonts/"))
}

struct Setter<'a> {
    fonts: &'a FontBook,
    look: Look,
    /// The size of the maths fonts.
    size: Length,
}

impl Setter<'_> {
    /// How wide a character is that the maths fonts lack, in em of these: it has the size of the text.
    fn lent_width(&self, c: char) -> Option<f64> {
        let glyph = self.fonts.lent_glyph(self.look.lang, c)?;
        Some(self.advance(glyph.face, glyph.glyph, self.look.size).ratio(self.size))
    }

    fn advance(&self, id: FaceId, glyph: u32, size: Length) -> Length {
        let face = self.fonts.face(id);
        let metrics = face.font().glyph_metrics(FontSize::unscaled(), LocationRef::default());
        let units = metrics.advance_width(skrifa::GlyphId::new(glyph)).unwrap_or_default();
        size.scale(f64::from(units) / f64::from(face.units_per_em.max(1)))
    }

    /// The font, glyph and size of a character.
    fn glyph(&self, font: &str, c: char, size: Length) -> Option<(FaceId, u32, Length)> {
        let MathsGlyph { face, glyph, lent } = self.fonts.maths_glyph(self.look.lang, font, c)?;
        Some((face, glyph, if lent { size.scale(self.look.size.ratio(self.size)) } else { size }))
    }

    fn ink(&self, colour: Option<[u8; 3]>) -> Ink {
        colour.map_or(self.look.ink, Ink::screen)
    }

    fn part(&self, piece: &Piece) -> Part {
        let Piece { width, height, depth, after, ref marks } = *piece;
        let mut frame = Frame::new(Size::new(width, height + depth));
        let mut open: Option<(Point, Run)> = None;
        let tag = self.look.tag;
        for mark in marks {
            match mark {
                Mark::Glyph { font, c, copied, at, size, colour } => {
                    let ink = self.ink(*colour);
                    let Some((face, id, size)) = self.glyph(font, *c, *size) else {
                        close(&mut frame, &mut open, tag);
                        let top = Point::new(at.x, at.y - size.scale(super::BASELINE));
                        frame.push(top, Item::Missing { size: *size, text: c.to_string() }, tag);
                        continue;
                    };
                    let joins = open.as_ref().is_some_and(|(start, run)| {
                        start.y == at.y
                            && (run.face, run.size, run.ink) == (face, size, ink)
                            && at.x >= start.x + run.width() - last(run).advance
                    });
                    if !joins {
                        close(&mut frame, &mut open, tag);
                    }
                    let (start, run) = open
                        .get_or_insert_with(|| (*at, Run { face, size, ink, text: String::new(), glyphs: Vec::new() }));
                    // The pen goes as far as the next glyph wants.
                    let wanted = at.x - start.x;
                    let before: Length = run.glyphs.iter().rev().skip(1).map(|glyph| glyph.advance).sum();
                    if let Some(glyph) = run.glyphs.last_mut() {
                        glyph.advance = wanted - before;
                    }
                    let from = run.text.len() as u32;
                    run.text.push(*copied);
                    let advance = self.advance(face, id, size);
                    let (dx, dy) = (Length::ZERO, Length::ZERO);
                    run.glyphs.push(PlacedGlyph { id, advance, dx, dy, start: from, end: run.text.len() as u32 });
                }
                Mark::Rule { at, size, colour } => {
                    close(&mut frame, &mut open, tag);
                    frame.push(*at, Item::Rule { size: *size, ink: self.ink(*colour) }, tag);
                }
                Mark::Outline { steps, stroke, colour } => {
                    close(&mut frame, &mut open, tag);
                    let item = Item::Outline { steps: steps.clone(), stroke: *stroke, ink: self.ink(*colour) };
                    frame.push(Point::default(), item, tag);
                }
            }
        }
        close(&mut frame, &mut open, tag);
        Part { frame, width, height, depth, after }
    }
}

fn last(run: &Run) -> PlacedGlyph {
    *run.glyphs.last().expect("an open run has a glyph")
}

fn close(frame: &mut Frame, open: &mut Option<(Point, Run)>, tag: TagId) {
    if let Some((at, run)) = open.take() {
        frame.push(at, Item::Run(run), tag);
    }
}

impl Part {
    /// Parts side by side as one.
    pub fn joined(parts: Vec<Self>) -> Self {
        let mut whole = Self::default();
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            whole.height = whole.height.max(part.height);
            whole.depth = whole.depth.max(part.depth);
            whole.frame.push_frame(Point::new(whole.width, Length::ZERO), part.frame);
            whole.width += part.width;
            if at + 1 < count {
                whole.width += part.after;
            }
        }
        whole
    }

    /// The same in another size.
    pub fn scaled_to(mut self, factor: f64) -> Self {
        if factor == 1.0 {
            return self;
        }
        let point = |at: Point| Point::new(at.x.scale(factor), at.y.scale(factor));
        for placed in &mut self.frame.items {
            placed.at = point(placed.at);
            match &mut placed.item {
                Item::Run(run) => {
                    run.size = run.size.scale(factor);
                    run.glyphs.iter_mut().for_each(|glyph| glyph.advance = glyph.advance.scale(factor));
                }
                Item::Rule { size, .. } => *size = Size::new(size.width.scale(factor), size.height.scale(factor)),
                Item::Outline { steps, stroke, .. } => {
                    steps.iter_mut().for_each(|step| *step = step.map(point));
                    *stroke = stroke.map(|stroke| stroke.scale(factor));
                }
                Item::Missing { size, .. } => *size = size.scale(factor),
                // A formula holds none of these.
                Item::Disc { .. }
                | Item::Wave { .. }
                | Item::Image { .. }
                | Item::Link { .. }
                | Item::Anchor(_)
                | Item::Turned(_)
                | Item::Call { .. } => {}
            }
        }
        self.width = self.width.scale(factor);
        self.height = self.height.scale(factor);
        self.depth = self.depth.scale(factor);
        self.after = self.after.scale(factor);
        self
    }
}
