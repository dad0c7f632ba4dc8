//! Glyphs as they are painted: where, how large, and where their ink lies.

use keben::font::{FaceId, FontBook};
use keben::layout::{Composed, Item};
use keben::unit::Length;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::ControlBoundsPen;
use skrifa::{GlyphId, MetadataProvider};

/// A glyph on paper.
pub struct Painted {
    /// The character it begins with.
    pub index: usize,
    pub face: FaceId,
    pub x: Length,
    pub size: Length,
    /// How far it is raised.
    pub rise: Length,
    /// Its ink: left, bottom, right, top, in em of 10.5 pt text from the line's start.
    pub ink: Option<[f64; 4]>,
}

/// All glyphs of a composed text.
pub fn painted(composed: &Composed, fonts: &FontBook, text: &str) -> Vec<Painted> {
    let mut found = Vec::new();
    let mut taken = vec![false; text.len()];
    for item in composed.frames.iter().flat_map(|frame| &frame.items) {
        let Item::Run(run) = &item.item else { continue };
        // Runs come in the order of the paper; their characters are found again in that of the text.
        let Some((start, _)) = text.match_indices(&run.text).find(|(at, _)| !taken[*at]) else { continue };
        taken[start..start + run.text.len()].fill(true);
        let body = composed_size(composed, run.size);
        let mut pen = item.at.x;
        for glyph in &run.glyphs {
            let ink = bounds(fonts, run.face, glyph.id).map(|[left, bottom, right, top]| {
                let scale = run.size.ratio(body);
                let (x, y) = ((pen + glyph.dx).ratio(body), glyph.dy.ratio(body));
                [x + left * scale, y + bottom * scale, x + right * scale, y + top * scale]
            });
            found.push(Painted {
                index: text[..start + glyph.start as usize].chars().count(),
                face: run.face,
                x: pen + glyph.dx,
                size: run.size,
                rise: glyph.dy,
                ink,
            });
            pen += glyph.advance;
        }
    }
    found
}

/// The size of the text: the height of its lines' frames.
fn composed_size(composed: &Composed, other: Length) -> Length {
    composed.frames.first().map_or(other, |frame| frame.size.height)
}

fn bounds(fonts: &FontBook, face: FaceId, glyph: u32) -> Option<[f64; 4]> {
    let face = fonts.face(face);
    let mut pen = ControlBoundsPen::default();
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    face.font().outline_glyphs().get(GlyphId::new(glyph))?.draw(settings, &mut pen).ok()?;
    let found = pen.bounding_box()?;
    let em = f64::from(face.units_per_em);
    Some([found.x_min, found.y_min, found.x_max, found.y_max].map(|unit| f64::from(unit) / em))
}
