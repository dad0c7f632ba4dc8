//! Drawings of formulas, for reading systems that show no MathML (MathML 3, 2.2.1: `altimg`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use super::Entry;
use crate::font::{FontBook, LangSys, MATHS, MathsGlyph};
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
        let mut path = Path { data: String::new(), strokes: Vec::new() };
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
                piece.marks.iter().for_each(|mark| self.mark(mark, Point::new(x, baseline), &mut path));
                wide = wide.max(x + piece.width);
                x += piece.width + piece.after;
            }
            top = baseline + depth;
            foot = top;
        }
        let em = |length: Length| length.to_pt() / TEXT;
        let depth = foot - first.unwrap_or(foot);
        let drawn = Drawn { path: String::new(), width: em(wide), height: em(foot), depth: em(depth) };
        let (width, height) = (wide.to_pt(), foot.to_pt());
        let mut svg = element("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("width", format!("{width:.2}pt"))
            .attr("height", format!("{height:.2}pt"))
            .attr("viewBox", format!("0 0 {width:.2} {height:.2}"))
            .child(element("path").attr("d", path.data.trim_end()));
        for (data, thick) in path.strokes {
            let line = element("path").attr("d", data.trim_end()).attr("fill", "none").attr("stroke", "#000");
            svg = svg.child(line.attr("stroke-width", format!("{:.2}", thick.to_pt())));
        }
        (svg.write_xml_file(), drawn)
    }

    /// The advance of a glyph, in em.
    fn advance(&self, glyph: MathsGlyph) -> f64 {
        let face = self.fonts.face(glyph.face);
        let metrics = face.font().glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = metrics.advance_width(skrifa::GlyphId::new(glyph.glyph)).unwrap_or_default();
        f64::from(units) / f64::from(face.units_per_em.max(1))
    }

    fn mark(&self, mark: &Mark, from: Point, path: &mut Path) {
        match mark {
            Mark::Glyph { font, c, at, size, .. } => {
                let Some(glyph) = self.fonts.maths_glyph(self.lang, font, *c) else { return };
                let face = self.fonts.face(glyph.face);
                let size = if glyph.lent { size.scale(1.0 / self.scale) } else { *size };
                let scale = size.to_pt() / f64::from(face.units_per_em.max(1));
                let at = *at + from;
                let mut pen = Pen { path: &mut path.data, x: at.x.to_pt(), y: at.y.to_pt(), scale };
                if let Some(outline) = face.font().outline_glyphs().get(skrifa::GlyphId::new(glyph.glyph)) {
                    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                    // A glyph that cannot be drawn leaves its place free, as it does everywhere else.
                    let _ = outline.draw(settings, &mut pen);
                }
            }
            Mark::Rule { at, size, .. } => {
                let at = *at + from;
                let (x, y, w, h) = (at.x.to_pt(), at.y.to_pt(), size.width.to_pt(), size.height.to_pt());
                let _ = write!(path.data, "M{x:.2} {y:.2}h{w:.2}v{h:.2}h{:.2}z ", -w);
            }
            Mark::Outline { steps, stroke, .. } => {
                let mut data = String::new();
                let point = |at: Point| format!("{:.2} {:.2}", (at.x + from.x).to_pt(), (at.y + from.y).to_pt());
                for step in steps {
                    data += &match *step {
                        Step::Move(at) => format!("M{} ", point(at)),
                        Step::Line(at) => format!("L{} ", point(at)),
                        Step::Quad(by, at) => format!("Q{} {} ", point(by), point(at)),
                        Step::Cubic(by, and, at) => format!("C{} {} {} ", point(by), point(and), point(at)),
                        Step::Close => "z ".to_owned(),
                    };
                }
                match stroke {
                    Some(thick) => path.strokes.push((data, *thick)),
                    None => path.data += &data,
                }
            }
        }
    }
}

/// What is filled, and the lines that are drawn.
struct Path {
    data: String,
    strokes: Vec<(String, Length)>,
}

/// Writes outlines as SVG paths.
struct Pen<'p> {
    path: &'p mut String,
    x: f64,
    y: f64,
    scale: f64,
}

impl Pen<'_> {
    fn to(&mut self, sign: char, points: &[(f32, f32)]) {
        self.path.push(sign);
        for (at, (x, y)) in points.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            let (x, y) = (self.x + f64::from(*x) * self.scale, self.y - f64::from(*y) * self.scale);
            let _ = write!(self.path, "{gap}{x:.2} {y:.2}");
        }
        self.path.push(' ');
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.to('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.to('L', &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.to('Q', &[(cx, cy), (x, y)]);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.to('C', &[(ax, ay), (bx, by), (x, y)]);
    }
    fn close(&mut self) {
        self.path.push_str("z ");
    }
}
