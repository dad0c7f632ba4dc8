//! Which font draws a character of a formula.

use super::{FaceId, FontBook, LangSys};
use crate::model::{Face, Weight};

/// The font every formula needs; where it is missing none is set.
pub const MATHS: &str = "KaTeX_Main-Regular";

/// Fonts that are asked for a character its own font lacks.
const OTHERS: [&str; 3] = [MATHS, "KaTeX_AMS-Regular", "KaTeX_Math-Italic"];

/// What draws a character of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MathsGlyph {
    /// The face.
    pub face: FaceId,
    /// The glyph's number in it.
    pub glyph: u32,
    /// Whether it is a letter of the text's font, at the text's size: the maths fonts have none.
    pub lent: bool,
}

impl FontBook {
    /// The glyph of a formula's character, from the font of this PostScript name, else another of the maths fonts, else
    /// the font of running text in this language.
    pub fn maths_glyph(&self, lang: LangSys, font: &str, c: char) -> Option<MathsGlyph> {
        let of = |name: &str| {
            let face = self.named(name)?;
            Some(MathsGlyph { face, glyph: self.face(face).glyph(c)?, lent: false })
        };
        of(font).or_else(|| OTHERS.iter().copied().find_map(of)).or_else(|| self.lent_glyph(lang, c))
    }

    /// The glyph of running text for a character the maths fonts lack.
    pub fn lent_glyph(&self, lang: LangSys, c: char) -> Option<MathsGlyph> {
        let chain = self.chain_in(lang, Face::Song, Weight::Regular, false);
        chain.iter().find_map(|&face| Some(MathsGlyph { face, glyph: self.face(face).glyph(c)?, lent: true }))
    }
}
