//! Items → drawing operators: one `match`.

use krilla::color::{cmyk, luma, rgb};
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, Stroke};
use krilla::surface::Surface;
use krilla::text::{Glyph, GlyphId};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::font::Fonts;
use super::image::{Images, Ready};
use crate::layout::{Frame, Ink, Item, Paged, Placed, Step};
use crate::text::{PlacedGlyph, Run};
use crate::unit::Length;

/// Which inks a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inks {
    /// As on a screen.
    Screen,
    /// Shades of grey, for a printer at home: what is not grey prints as its share of black. Such printers make of the
    /// press's black a grey of four inks.
    Grey,
    /// Shades of the press's black ink, 0/0/0/k: one plate.
    Black,
    /// All inks of a press: greys are the black ink alone, colours wait for the press's profile.
    Process,
}

/// What a whole file shares while its pages are painted.
pub(super) struct Painter<'p> {
    pub paged: &'p Paged,
    pub fonts: Fonts<'p>,
    pub images: Images,
    pub inks: Inks,
}

/// A glyph as the PDF library asks for it: lengths in em, and the characters it is copied as.
struct Placing<'g>(&'g PlacedGlyph, f32, std::ops::Range<usize>);

impl Glyph for Placing<'_> {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.0.id)
    }
    fn text_range(&self) -> std::ops::Range<usize> {
        self.2.clone()
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.0.advance.to_f32() / self.1 * size
    }
    fn x_offset(&self, size: f32) -> f32 {
        self.0.dx.to_f32() / self.1 * size
    }
    fn y_offset(&self, size: f32) -> f32 {
        self.0.dy.to_f32() / self.1 * size
    }
    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}

impl Painter<'_> {
    /// Paints an item. Links are annotations, not paint.
    pub fn item(&mut self, surface: &mut Surface, placed: &Placed) {
        let (x, y) = (placed.at.x.to_f32(), placed.at.y.to_f32());
        match &placed.item {
            Item::Run(run) => self.run(surface, run, x, y),
            Item::Rule { size, ink } => {
                if let Some(rect) = Rect::from_xywh(x, y, size.width.to_f32().max(0.01), size.height.to_f32().max(0.01))
                {
                    self.fill(surface, *ink, |path| path.push_rect(rect));
                }
            }
            Item::Disc { radius, ink } => self.fill(surface, *ink, |path| circle(path, x, y, radius.to_f32())),
            Item::Wave { length, ink } => self.wave(surface, *length, *ink, x, y),
            Item::Outline { steps, stroke, ink } => {
                let draw = |path: &mut PathBuilder| outline(path, steps, placed.at);
                match stroke {
                    Some(width) => self.stroke(surface, *ink, width.to_f32(), draw),
                    None => self.fill(surface, *ink, draw),
                }
            }
            Item::Image { path, size } => self.image(surface, path, size.width, size.height, x, y),
            Item::Missing { size, text } => self.missing(surface, *size, text, x, y),
            Item::Turned(inner) => self.turned(surface, placed, inner, |painter, surface| {
                inner.items.iter().for_each(|placed| painter.item(surface, placed));
            }),
            Item::Link { .. } | Item::Anchor(_) | Item::Call { .. } => {}
        }
    }

    /// Lets `paint` paint in the frame of a turned item.
    pub fn turned(
        &mut self,
        surface: &mut Surface,
        placed: &Placed,
        inner: &Frame,
        paint: impl FnOnce(&mut Self, &mut Surface),
    ) {
        let (x, y) = (placed.at.x.to_f32(), (placed.at.y + inner.size.width).to_f32());
        surface.push_transform(&Transform::from_row(0.0, -1.0, 1.0, 0.0, x, y));
        paint(self, surface);
        surface.pop();
    }

    fn run(&mut self, surface: &mut Surface, run: &Run, x: f32, y: f32) {
        // An empty cell's run holds its place in the tag tree and nothing else.
        if run.glyphs.is_empty() {
            return;
        }
        let Some(font) = self.fonts.get(run.face) else { return };
        let size = run.size.to_f32();
        // Painted from left to right, characters that run from right to left are copied as a whole (`ActualText`), in the
        // order they are read.
        let rtl = run.glyphs.windows(2).any(|pair| pair[1].start < pair[0].start);
        let copied =
            |glyph: &PlacedGlyph| if rtl { 0..run.text.len() } else { glyph.start as usize..glyph.end as usize };
        let glyphs: Vec<Placing> = run.glyphs.iter().map(|glyph| Placing(glyph, size, copied(glyph))).collect();
        surface.set_stroke(None);
        surface.set_fill(Some(self.paint(run.ink)));
        // What stands for no characters is drawn and not written, so that nobody copies it: numbers of program lines.
        let outlined = run.text.is_empty();
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, &run.text, size, outlined);
    }

    fn paint(&self, ink: Ink) -> Fill {
        let [r, g, b] = ink.rgb;
        let share = |of: f64| (255.0 * of).round() as u8;
        let grey = r == g && g == b;
        let percent = |of: u8| share(f64::from(of) / 100.0);
        let paint = match (self.inks, ink.cmyk.map(|inks| inks.map(percent))) {
            (Inks::Grey, _) => luma::Color::new(share(1.0 - ink.k)).into(),
            (Inks::Black, _) => cmyk::Color::new(0, 0, 0, share(ink.k)).into(),
            (Inks::Process, Some([c, m, y, k])) => cmyk::Color::new(c, m, y, k).into(),
            (Inks::Process, None) if grey => cmyk::Color::new(0, 0, 0, 255 - r).into(),
            (Inks::Screen, _) if grey => luma::Color::new(r).into(),
            (Inks::Screen | Inks::Process, _) => rgb::Color::new(r, g, b).into(),
        };
        Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn fill(&self, surface: &mut Surface, ink: Ink, draw: impl FnOnce(&mut PathBuilder)) {
        // White on paper is nothing; drawn, it would cover what another machine prints below.
        if matches!(self.inks, Inks::Grey | Inks::Black) && ink.k == 0.0 {
            return;
        }
        if let Some(path) = built(draw) {
            surface.set_stroke(None);
            surface.set_fill(Some(self.paint(ink)));
            surface.draw_path(&path);
        }
    }

    fn stroke(&self, surface: &mut Surface, ink: Ink, width: f32, draw: impl FnOnce(&mut PathBuilder)) {
        if let Some(path) = built(draw) {
            let Fill { paint, .. } = self.paint(ink);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint, width, line_cap: LineCap::Round, ..Stroke::default() }));
            surface.draw_path(&path);
        }
    }

    fn wave(&self, surface: &mut Surface, length: Length, ink: Ink, x: f32, y: f32) {
        let (end, half, height) = (length.to_f32(), 1.6_f32, 0.9_f32);
        self.stroke(surface, ink, 0.45, |path| {
            path.move_to(x, y);
            let mut at = 0.0;
            let mut up = true;
            while at + half <= end + 0.01 {
                let bend = if up { y - height } else { y + height };
                path.quad_to(x + at + half / 2.0, bend, x + at + half, y);
                at += half;
                up = !up;
            }
        });
    }

    fn image(&mut self, surface: &mut Surface, path: &str, width: Length, height: Length, x: f32, y: f32) {
        let Some(picture) = self.paged.pictures.get(path) else { return };
        let (Some(ready), Some(size)) =
            (self.images.get(path, picture, &self.fonts), Size::from_wh(width.to_f32(), height.to_f32()))
        else {
            return;
        };
        surface.push_transform(&Transform::from_translate(x, y));
        match ready {
            Ready::Raster(image) => surface.draw_image(image, size),
            Ready::Svg(tree) => {
                let settings = SvgSettings { embed_text: true, ..SvgSettings::default() };
                surface.draw_svg(&tree, size, settings);
            }
        }
        surface.pop();
    }

    /// A box with the code point in small figures: nobody overlooks it, and everybody can look it up.
    fn missing(&self, surface: &mut Surface, size: Length, text: &str, x: f32, y: f32) {
        let side = size.to_f32();
        let inset = side * 0.06;
        self.stroke(surface, Ink::BLACK, side * 0.03, |path| {
            if let Some(rect) = Rect::from_xywh(x + inset, y + inset, side - inset * 2.0, side - inset * 2.0) {
                path.push_rect(rect);
            }
        });
        let code = format!("{:04X}", text.chars().next().map_or(0, u32::from));
        let columns = code.len().div_ceil(2);
        let cell = (side - inset * 4.0) / (columns as f32 * 4.0).max(12.0);
        self.fill(surface, Ink::BLACK, |path| {
            for (at, digit) in code.chars().filter_map(|c| c.to_digit(16)).enumerate() {
                let (column, row) = (at % columns, at / columns);
                let left = x + inset * 2.0 + column as f32 * cell * 4.0;
                let top = y + inset * 2.0 + row as f32 * cell * 6.0;
                digit_cells(path, FIGURES[digit as usize], left, top, cell);
            }
        });
    }
}

/// Figures 0 to F on a raster of three by five, a row in three bits, from the top.
const FIGURES: [u16; 16] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
    0b111_101_111_101_101,
    0b110_101_110_101_110,
    0b111_100_100_100_111,
    0b110_101_101_101_110,
    0b111_100_111_100_111,
    0b111_100_111_100_100,
];

fn digit_cells(path: &mut PathBuilder, bits: u16, left: f32, top: f32, cell: f32) {
    for at in 0..15u16 {
        if bits >> (14 - at) & 1 == 1 {
            let (column, row) = (f32::from(at % 3), f32::from(at / 3));
            if let Some(rect) = Rect::from_xywh(left + column * cell, top + row * cell, cell, cell) {
                path.push_rect(rect);
            }
        }
    }
}

fn built(draw: impl FnOnce(&mut PathBuilder)) -> Option<Path> {
    let mut path = PathBuilder::new();
    draw(&mut path);
    path.finish()
}

fn outline(path: &mut PathBuilder, steps: &[Step], origin: crate::unit::Point) {
    let at = |point: crate::unit::Point| ((origin.x + point.x).to_f32(), (origin.y + point.y).to_f32());
    for step in steps {
        match *step {
            Step::Move(to) => path.move_to(at(to).0, at(to).1),
            Step::Line(to) => path.line_to(at(to).0, at(to).1),
            Step::Quad(by, to) => path.quad_to(at(by).0, at(by).1, at(to).0, at(to).1),
            Step::Cubic(by, and, to) => {
                path.cubic_to(at(by).0, at(by).1, at(and).0, at(and).1, at(to).0, at(to).1);
            }
            Step::Close => path.close(),
        }
    }
}

/// A circle as four curves; the factor puts their handles where a quarter circle wants them.
fn circle(path: &mut PathBuilder, x: f32, y: f32, r: f32) {
    let k = r * 0.552_285;
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
}
