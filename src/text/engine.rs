//! The HarfBuzz port, one engine a face. In: a stretch of characters in one face, script and language. Out: glyphs in
//! em, in the order of the characters. Next: `shape`, which puts them into clusters.

use std::collections::HashMap;
use std::str::FromStr;

use harfrust::{
    Direction, Feature, FontRef, Language, Script, ShapeOptions, ShapePlan, ShapePlanKey, ShaperData, Tag,
    UnicodeBuffer, script,
};

use super::LangSys;
use super::class::Class;
use crate::font::{FaceId, FontBook};

/// Program text shows what was typed: no `≠` for `!=`.
const AS_TYPED: [Feature; 4] = [off(*b"calt"), off(*b"liga"), off(*b"clig"), on(*b"pwid")];
/// Quotes of Western text that only a Han face has are its narrow ones (CJK-8).
const WESTERN: [Feature; 1] = [on(*b"pwid")];

const fn on(tag: [u8; 4]) -> Feature {
    Feature { tag: Tag::new(&tag), value: 1, start: 0, end: u32::MAX }
}

const fn off(tag: [u8; 4]) -> Feature {
    Feature { tag: Tag::new(&tag), value: 0, start: 0, end: u32::MAX }
}

/// A glyph in em.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawGlyph {
    pub id: u32,
    /// First byte of its cluster.
    pub cluster: usize,
    pub advance: f64,
    pub dx: f64,
    pub dy: f64,
}

/// What decides glyphs beside the face and the characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaping {
    pub lang: LangSys,
    pub class: Class,
    /// Without the ligatures of program fonts.
    pub as_typed: bool,
    /// From right to left (UAX #9: an odd level).
    pub rtl: bool,
}

/// The engines of all faces that were used.
pub(super) struct Engines<'f> {
    fonts: &'f FontBook,
    /// By face.
    engines: Vec<Option<Engine<'f>>>,
    buffer: Option<UnicodeBuffer>,
}

struct Engine<'f> {
    font: FontRef<'f>,
    data: ShaperData,
    plans: HashMap<(Script, LangSys, bool, bool), ShapePlan>,
    units_per_em: f64,
}

impl<'f> Engines<'f> {
    pub fn new(fonts: &'f FontBook) -> Self {
        Self { fonts, engines: Vec::new(), buffer: None }
    }

    /// The fonts the engines belong to.
    pub fn fonts(&self) -> &'f FontBook {
        self.fonts
    }

    /// Shapes characters of one script and direction. Those that run from right to left come back in the order of the
    /// characters too: where their clusters stand is decided line by line (UAX #9, L2).
    pub fn shape(&mut self, face: FaceId, text: &str, shaping: Shaping) -> Vec<RawGlyph> {
        let Shaping { lang, class, as_typed, rtl } = shaping;
        let features: &[Feature] = match (as_typed, class.is_cjk()) {
            (true, _) => &AS_TYPED,
            (false, true) => &[],
            (false, false) => &WESTERN,
        };
        let at = usize::from(face.0);
        if self.engines.len() <= at {
            self.engines.resize_with(at + 1, || None);
        }
        let fonts = self.fonts;
        let engine = self.engines[at].get_or_insert_with(|| Engine::new(fonts, face));
        let shaper = engine.data.shaper(&engine.font).build();
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        // The language system of the marks too: `hani` stands for the whole paragraph (CJK-7).
        buffer.guess_segment_properties();
        let script = match buffer.script() {
            _ if class == Class::Hangul => script::HANGUL,
            _ if class.is_cjk() => script::HAN,
            script::COMMON | script::INHERITED | script::UNKNOWN => script::LATIN,
            script => script,
        };
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = Language::from_str(lang.bcp47()).ok();
        buffer.set_script(script);
        buffer.set_direction(direction);
        if let Some(language) = &language {
            buffer.set_language(language.clone());
        }
        let plan = engine
            .plans
            .entry((script, lang, as_typed, rtl))
            .or_insert_with(|| ShapePlan::new(&shaper, direction, Some(script), language.as_ref(), features));
        debug_assert!(
            ShapePlanKey::new(Some(script), direction).language(language.as_ref()).features(features).matches(plan)
        );
        let output = shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)).features(features));
        let em = engine.units_per_em;
        let mut glyphs: Vec<RawGlyph> = output
            .glyph_infos()
            .iter()
            .zip(output.glyph_positions())
            .map(|(info, position)| RawGlyph {
                id: info.glyph_id,
                cluster: info.cluster as usize,
                advance: f64::from(position.x_advance) / em,
                dx: f64::from(position.x_offset) / em,
                dy: f64::from(position.y_offset) / em,
            })
            .collect();
        self.buffer = Some(output.clear());
        if rtl {
            // Stable: the glyphs of one cluster keep the order they are painted in.
            glyphs.sort_by_key(|glyph| glyph.cluster);
        }
        glyphs
    }
}

impl<'f> Engine<'f> {
    fn new(fonts: &'f FontBook, face: FaceId) -> Self {
        let face = fonts.face(face);
        let font =
            FontRef::from_index((*face.bytes).as_ref(), face.index).expect("the font book holds only fonts that parse");
        let data = ShaperData::new(&font);
        Self { font, data, plans: HashMap::new(), units_per_em: f64::from(face.units_per_em.max(1)) }
    }
}
