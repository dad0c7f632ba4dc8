//! A page → a picture: for the cover that reading systems show on their shelves.

use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use crate::font::FontBook;
use crate::layout::{Frame, Ink, Item, Page, Paged};
use crate::text::Run;

/// Draws a page's text and colour areas, trimmed, `width` pixels wide, as PNG. Pictures are left out: a cover with a
/// picture is that picture.
///
/// `None` where the size is beyond what can be drawn.
pub fn png(paged: &Paged, page: &Page, fonts: &FontBook, width: u32) -> Option<(Vec<u8>, (u32, u32))> {
    let scale = width as f32 / paged.trim.width.to_f32();
    let height = (paged.trim.height.to_f32() * scale).round() as u32;
    let mut pixels = Pixmap::new(width, height)?;
    pixels.fill(Color::WHITE);
    draw(&mut pixels, &page.frame, fonts, Transform::from_scale(scale, scale));
    Some((pixels.encode_png().ok()?, (width, height)))
}

fn draw(pixels: &mut Pixmap, frame: &Frame, fonts: &FontBook, start: Transform) {
    for placed in &frame.items {
        let (x, y) = (placed.at.x.to_f32(), placed.at.y.to_f32());
        match &placed.item {
            Item::Run(run) => glyphs(pixels, run, fonts, start.pre_translate(x, y)),
            Item::Rule { size, ink } => {
                if let Some(rect) = Rect::from_xywh(x, y, size.width.to_f32(), size.height.to_f32()) {
                    pixels.fill_rect(rect, &paint(*ink), start, None);
                }
            }
            Item::Disc { radius, ink } => {
                if let Some(circle) = PathBuilder::from_circle(x, y, radius.to_f32()) {
                    pixels.fill_path(&circle, &paint(*ink), FillRule::Winding, start, None);
                }
            }
            Item::Turned(inner) => {
                let quarter = Transform::from_row(0.0, -1.0, 1.0, 0.0, x, y + inner.size.width.to_f32());
                draw(pixels, inner, fonts, start.pre_concat(quarter));
            }
            // Covers have no formulas with arrows or braces.
            Item::Outline { .. }
            | Item::Wave { .. }
            | Item::Image { .. }
            | Item::Missing { .. }
            | Item::Link { .. }
            | Item::Anchor(_)
            | Item::Call { .. } => {}
        }
    }
}

fn paint(ink: Ink) -> Paint<'static> {
    let [r, g, b] = ink.rgb;
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, 255);
    paint.anti_alias = true;
    paint
}

fn glyphs(pixels: &mut Pixmap, run: &Run, fonts: &FontBook, start: Transform) {
    let face = fonts.face(run.face);
    let font = face.font();
    let outlines = font.outline_glyphs();
    let em = run.size.to_f32() / f32::from(face.units_per_em.max(1));
    let mut x = 0.0;
    for glyph in &run.glyphs {
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(FontSize::unscaled(), LocationRef::default());
        if let Some(outline) = outlines.get(GlyphId::new(glyph.id))
            && outline.draw(settings, &mut pen).is_ok()
            && let Some(path) = pen.0.finish()
        {
            let at = start.pre_translate(x + glyph.dx.to_f32(), -glyph.dy.to_f32()).pre_scale(em, -em);
            pixels.fill_path(&path, &paint(run.ink), FillRule::Winding, at, None);
        }
        x += glyph.advance.to_f32();
    }
}

/// Takes an outline over from the font reader.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}
