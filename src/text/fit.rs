//! Fits Latin letters to the Han beside them: of one size in points they are smaller, and stand lower.

use super::{LangSys, Shaper, Style};
use crate::font::FaceId;
use crate::model::Face;

/// Height of capitals against the height of the Han face (CJK-10).
const CAPITALS: f64 = 0.80;
/// How much smaller or larger measured Latin may become.
const SCALES: std::ops::RangeInclusive<f64> = 0.9..=1.2;
/// How far measured Latin is raised or lowered at most, in em.
const SHIFT: f64 = 0.06;
/// Han that fill their frame, and so show how high a face is drawn.
const TALL: [char; 3] = ['国', '永', '東'];

/// How a Latin face is set beside a Han face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Its size against the size of the text.
    pub scale: f64,
    /// How far its baseline is raised, in em of the text's size.
    pub rise: f64,
}

impl Fit {
    /// As it is.
    pub const NONE: Self = Self { scale: 1.0, rise: 0.0 };
}

impl Default for Fit {
    fn default() -> Self {
        Self::NONE
    }
}

impl Shaper<'_> {
    /// How glyphs of `latin` are fitted in a style: what the theme says, else what the ink says. Program text is
    /// fitted by the theme's words only, so that its columns stay.
    pub(super) fn fit(&mut self, style: Style, latin: FaceId) -> Fit {
        let at = self.style_at(style);
        if let Some((_, fit)) = self.known[at].fits.iter().find(|(known, _)| *known == latin) {
            return *fit;
        }
        let fit = self.measured_fit(style, latin);
        self.known[at].fits.push((latin, fit));
        fit
    }

    fn measured_fit(&mut self, style: Style, latin: FaceId) -> Fit {
        let Some(han) = self.han_face(style).filter(|&han| han != latin) else { return Fit::NONE };
        let role = style.face.latin();
        let (scale, shift) = self.fonts().roles().fit(role);
        let measured = if role == Face::Mono { None } else { self.compare(han, latin, style.lang, scale) };
        let measured = measured.unwrap_or(Fit::NONE);
        Fit { scale: scale.unwrap_or(measured.scale), rise: shift.map_or(measured.rise, |shift| shift.0) }
    }

    /// The face of a style's Han.
    fn han_face(&mut self, style: Style) -> Option<FaceId> {
        let at = self.style_at(style);
        if let Some(known) = self.known[at].han {
            return known;
        }
        let fonts = self.fonts();
        let chain = fonts.chain_in(style.lang, style.face, style.weight, style.italic);
        let has = |id: &FaceId| TALL.iter().any(|&c| fonts.face(*id).glyph(c).is_some());
        let found = chain.iter().copied().find(has);
        self.known[at].han = Some(found);
        found
    }

    /// Capitals reach 0.80 of the height of the Han face, and their middles meet. `None` where either cannot be
    /// measured: a face of symbols, or of a script without capitals.
    fn compare(&mut self, han: FaceId, latin: FaceId, lang: LangSys, scale: Option<f64>) -> Option<Fit> {
        let inks: Vec<_> = TALL.iter().filter_map(|&c| self.ink(han, lang, c)).collect();
        let capital = self.ink(latin, lang, 'H')?;
        if inks.is_empty() || capital.top <= 0.0 {
            return None;
        }
        let count = inks.len() as f64;
        let height = inks.iter().map(|ink| ink.height()).sum::<f64>() / count;
        let middle = inks.iter().map(|ink| f64::midpoint(ink.bottom, ink.top)).sum::<f64>() / count;
        let fitted = (CAPITALS * height / capital.top).clamp(*SCALES.start(), *SCALES.end());
        let scale = scale.unwrap_or(fitted);
        let rise = (middle - scale * capital.top / 2.0).clamp(-SHIFT, SHIFT);
        Some(Fit { scale, rise })
    }
}
