//! Drawings of formulas, for reading systems that show no MathML (MathML 3, 2.2.1: `altimg`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

use super::Entry;
use crate::font::{FontBook, LangSys, MATHS, MathsGlyph, Path};
use crate::html::markup::{Element, element};
use crate::html::{ContentDoc, spoken};
use crate::math::{Formula, Mark, Step, Style};
use crate::resolve::Edition;
use crate::theme::Theme;
use crate::unit::{Length, Point};

/// The size of the text around a formula; the drawing is scaled to the reader's by its measures in em.
const TEXT: f64 = 10.0;

/// White between the rows of a formula, in em.
const ROW_GAP: f64 = 0.3;

/// Draws formulas, each once for text and once for display.
pub(super) struct Drawer<'a> {
    formulas: BTreeMap<String, &'a Formula>,
    fonts: &'a FontBook,
    lang: LangSys,
    scale: f64,
    /// By words and whether it is displayed.
    drawn: BTreeMap<(String, bool), Option<Drawn>>,
    files: Vec<Entry>,
}

/// A formula's drawing: its file, and its measures in em.
#[derive(Clone)]
struct Drawn {
    path: String,
    width: f64,
    height: f64,
    depth: f64,
}

impl<'a> Drawer<'a> {
    pub fn new(edition: &'a Edition, theme: &Theme, fonts: &'a FontBook) -> Self {
        Self {
            formulas: edition.formulas().map(|(tex, formula)| (spoken(tex), formula)).collect(),
            fonts,
            lang: LangSys::of(&edition.lang),
            scale: theme.inline.math_size,
            drawn: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    /// A document with a drawing beside every formula.
    pub fn document<'s>(&mut self, doc: &'s ContentDoc) -> Cow<'s, ContentDoc> {
        if !doc.mathml || self.fonts.named(MATHS).is_none() {
            return Cow::Borrowed(doc);
        }
        let mut doc = doc.clone();
        doc.each_mut(&mut |element| self.show(element));
        Cow::Owned(doc)
    }

    /// The drawings.
    pub fn files(self) -> Vec<Entry> {
        self.files
    }

    fn show(&mut self, element: &mut Element) {
        if element.name != "math" {
            return;
        }
        let Some(words) = element.get("alttext").map(str::to_owned) else { return };
        let display = element.get("display") == Some("block");
        let Some(drawn) = self.drawing(words, display) else { return };
        for (name, value) in [
            ("altimg", format!("../{}", drawn.path)),
            ("altimg-width", format!("{:.3}em", drawn.width)),
            ("altimg-height", format!("{:.3}em", drawn.height)),
            ("altimg-valign", format!("{:.3}em", -drawn.depth)),
        ] {
            element.attributes.push((name.to_owned(), value));
        }
    }

    fn drawing(&mut self, words: String, display: bool) -> Option<Drawn> {
        let key = (words, display);
        if let Some(known) = self.drawn.get(&key) {
            return known.clone();
        }
        let drawn = self.formulas.get(&key.0).copied().map(|formula| {
            let style = if display { Style::Display } else { Style::Inline };
            let (svg, mut drawn) = self.draw(formula, style);
            // No picture of the text is called so: their names have no underscore.
            drawn.path = format!("images/formula_{}.svg", self.files.len() + 1);
            self.files.push(Entry::new(&drawn.path, "image/svg+xml", svg));
            drawn
        });
        self.drawn.insert(key, drawn.clone());
        drawn
    }

    fn draw(&self, formula: &Formula, style: Style) -> (Vec<u8>, Drawn) {
        let text = Length::pt(TEXT);
        let size = text.scale(self.scale);
        let lent = |c: char| {
            let glyph = self.fonts.lent_glyph(self.lang, c)?;
            Some(self.advance(glyph) / self.scale)
        };
        let mut drawn = Strokes::default();
        let (mut wide, mut top, mut first) = (Length::ZERO, Length::ZERO, None);
        let mut foot = Length::ZERO;
        for (at, row) in formula.set(size, style, &lent).iter().enumerate() {
            let height = row.pieces.iter().map(|piece| piece.height).max().unwrap_or_default();
            let depth = row.pieces.iter().map(|piece| piece.depth).max().unwrap_or_default();
            top += if at > 0 { size.scale(ROW_GAP) } else { Length::ZERO };
            let baseline = top + height;
            first.get_or_insert(baseline);
            let mut x = Length::ZERO;
            for piece in &row.pieces {
                piece.marks.iter().for_each(|mark| self.mark(mark, Point::new(x, baseline), &mut drawn));
                wide = wide.max(x + piece.width);
                x += piece.width + piece.after;
            }
            top = baseline + depth;
            foot = top;
        }
        let em = |length: Length| length.to_pt() / TEXT;
        let depth = foot - first.unwrap_or(foot);
        let measures = Drawn { path: String::new(), width: em(wide), height: em(foot), depth: em(depth) };
        let (width, height) = (wide.to_pt(), foot.to_pt());
        let mut svg = element("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("width", format!("{width:.2}pt"))
            .attr("height", format!("{height:.2}pt"))
            .attr("viewBox", format!("0 0 {width:.2} {height:.2}"))
            .child(element("path").attr("d", drawn.filled.data()));
        for (path, thick) in &drawn.lines {
            let line = element("path").attr("d", path.data()).attr("fill", "none").attr("stroke", "#000");
            svg = svg.child(line.attr("stroke-width", format!("{:.2}", thick.to_pt())));
        }
        (svg.write_xml_file(), measures)
    }

    /// The advance of a glyph, in em.
    fn advance(&self, glyph: MathsGlyph) -> f64 {
        let face = self.fonts.face(glyph.face);
        let metrics = face.font().glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = metrics.advance_width(skrifa::GlyphId::new(glyph.glyph)).unwrap_or_default();
        f64::from(units) / f64::from(face.units_per_em.max(1))
    }

    fn mark(&self, mark: &Mark, from: Point, to: &mut Strokes) {
        let point = |at: Point| ((at.x + from.x).to_pt(), (at.y + from.y).to_pt());
        match mark {
            Mark::Glyph { font, c, at, size, .. } => {
                let Some(glyph) = self.fonts.maths_glyph(self.lang, font, *c) else { return };
                let size = if glyph.lent { size.scale(1.0 / self.scale) } else { *size };
                to.filled.glyph(self.fonts.face(glyph.face), glyph.glyph, point(*at), size.to_pt());
            }
            Mark::Rule { at, size, .. } => to.filled.area(point(*at), (size.width.to_pt(), size.height.to_pt())),
            Mark::Outline { steps, stroke, .. } => {
                let path = match stroke {
                    Some(thick) => {
                        to.lines.push((Path::default(), *thick));
                        to.lines.last_mut().map_or(&mut to.filled, |(path, _)| path)
                    }
                    None => &mut to.filled,
                };
                for step in steps {
                    match *step {
                        Step::Move(at) => path.to('M', &[point(at)]),
                        Step::Line(at) => path.to('L', &[point(at)]),
                        Step::Quad(by, at) => path.to('Q', &[point(by), point(at)]),
                        Step::Cubic(by, and, at) => path.to('C', &[point(by), point(and), point(at)]),
                        Step::Close => path.close(),
                    }
                }
            }
        }
    }
}

/// What is filled, and the lines that are drawn, with how thick they are.
#[derive(Default)]
struct Strokes {
    filled: Path,
    lines: Vec<(Path, Length)>,
}
