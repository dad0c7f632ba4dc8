//! Glyphs as outlines, in the notation of SVG's paths: for covers and for drawings of formulas.

use std::fmt::Write;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};

use super::FontFace;

/// The data of a path (SVG 2, 9.3), y downwards, to a hundredth of its unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// The data; nothing where nothing was drawn.
    pub fn data(&self) -> &str {
        &self.0
    }

    /// Adds a command with its points.
    pub fn to(&mut self, command: char, points: &[(f64, f64)]) {
        self.0.push(command);
        for (at, (x, y)) in points.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            let _ = write!(self.0, "{gap}{} {}", Short(*x), Short(*y));
        }
    }

    /// Closes what was begun.
    pub fn close(&mut self) {
        self.0.push('z');
    }

    /// Adds a rectangle.
    pub fn area(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let _ = write!(self.0, "M{} {}h{}v{}h{}z", Short(x), Short(y), Short(width), Short(height), Short(-width));
    }

    /// Adds a glyph at so many units an em, the start of its baseline at a point. One that cannot be drawn leaves its
    /// place free, as it does on pages.
    pub fn glyph(&mut self, face: &FontFace, id: u32, (x, y): (f64, f64), size: f64) {
        let scale = size / f64::from(face.units_per_em.max(1));
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if let Some(outline) = face.font().outline_glyphs().get(GlyphId::new(id)) {
            let _ = outline.draw(settings, &mut Pen { path: self, x, y, scale });
        }
    }
}

/// A number as short as it can be written.
struct Short(f64);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        let short = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if short == "-0" { "0" } else { short })
    }
}

/// Takes an outline over from the font reader.
struct Pen<'p> {
    path: &'p mut Path,
    x: f64,
    y: f64,
    scale: f64,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x) * self.scale, self.y - f64::from(y) * self.scale)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.path.to('M', &[to]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.path.to('L', &[to]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let points = [self.at(cx, cy), self.at(x, y)];
        self.path.to('Q', &points);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let points = [self.at(ax, ay), self.at(bx, by), self.at(x, y)];
        self.path.to('C', &points);
    }
    fn close(&mut self) {
        self.path.close();
    }
}
