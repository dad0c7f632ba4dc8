//! Measures ink: where a face draws what it draws. In: a face, a language system and characters. Out: [`InkBox`]es.
//! Next: the choice of mark boxes in `layout::inline`, and the fit of Latin letters in `fit`.

use std::collections::HashMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::ControlBoundsPen;
use skrifa::{GlyphId, MetadataProvider};

use super::engine::{Engines, Shaping};
use super::{Class, LangSys, Shaper};
use crate::font::{FaceId, FontBook};

/// How far ink may stand from the middle of its frame and still be called centred, in em.
const CENTRED: f64 = 0.1;

/// Where the ink of a character lies, in em, from the pen's place on the baseline; upwards is positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InkBox {
    /// Its left edge.
    pub left: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// Its upper edge.
    pub top: f64,
    /// How far the pen moves.
    pub advance: f64,
}

impl InkBox {
    /// The middle between its left and right edges.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// From its lower edge to its upper one.
    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }
}

/// What has been measured.
pub(super) type Measured = HashMap<(FaceId, LangSys, char), Option<InkBox>>;

impl Shaper<'_> {
    /// Where a face has the ink of a character in a language: measured after shaping, so that localised forms
    /// (OpenType `locl`) count, and remembered. `None` where the face lacks the character or draws nothing.
    pub fn ink(&mut self, face: FaceId, lang: LangSys, c: char) -> Option<InkBox> {
        if let Some(known) = self.measured.get(&(face, lang, c)) {
            return *known;
        }
        let found = measure(&mut self.engines, face, lang, c);
        self.measured.insert((face, lang, c), found);
        found
    }

    /// Whether a face draws a mark in the middle of its frame, as Taiwan and Hong Kong do with ，。, or at one side
    /// (CJK-11). `None` where the face lacks it.
    pub fn ink_is_centred(&mut self, face: FaceId, lang: LangSys, mark: char) -> Option<bool> {
        self.ink(face, lang, mark).map(|ink| (ink.middle() - ink.advance / 2.0).abs() <= CENTRED)
    }
}

fn measure(engines: &mut Engines, face: FaceId, lang: LangSys, c: char) -> Option<InkBox> {
    engines.fonts().face(face).glyph(c)?;
    // Shaped as a mark of Chinese text, unless it is a letter: `hani` is the script `locl` is asked in.
    let class = if c.is_ascii() { Class::Latin } else { Class::Han };
    let glyphs = engines.shape(face, c.encode_utf8(&mut [0; 4]), Shaping { lang, class, as_typed: false, rtl: false });
    let mut pen = 0.0;
    let mut whole: Option<InkBox> = None;
    for glyph in &glyphs {
        if let Some([left, bottom, right, top]) = bounds(engines.fonts(), face, glyph.id) {
            let [x, y] = [pen + glyph.dx, glyph.dy];
            let ink = InkBox { left: x + left, right: x + right, bottom: y + bottom, top: y + top, advance: 0.0 };
            whole = Some(whole.map_or(ink, |all| InkBox {
                left: all.left.min(ink.left),
                right: all.right.max(ink.right),
                bottom: all.bottom.min(ink.bottom),
                top: all.top.max(ink.top),
                advance: 0.0,
            }));
        }
        pen += glyph.advance;
    }
    whole.map(|ink| InkBox { advance: pen, ..ink })
}

/// The box of a glyph's outline, in em: left, bottom, right, top. `None` for a glyph without ink.
pub(super) fn bounds(fonts: &FontBook, face: FaceId, glyph: u32) -> Option<[f64; 4]> {
    let face = fonts.face(face);
    let mut pen = ControlBoundsPen::default();
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    face.font().outline_glyphs().get(GlyphId::new(glyph))?.draw(settings, &mut pen).ok()?;
    let found = pen.bounding_box()?;
    let em = f64::from(face.units_per_em.max(1));
    let ink = [found.x_min, found.y_min, found.x_max, found.y_max].map(|unit| f64::from(unit) / em);
    (ink[0] < ink[2] && ink[1] < ink[3]).then_some(ink)
}
