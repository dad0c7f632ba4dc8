//! What a shaper has learnt of a style: which glyph a character alone becomes, and how Latin faces fit. Looked up
//! once a character, so without hashing.

use super::fit::Fit;
use super::{LangSys, Style};
use crate::font::FaceId;
use crate::model::{Face, Weight};

/// A style without its size: what decides glyphs.
pub(super) type StyleKey = (Face, Weight, bool, LangSys);

pub(super) fn key(style: Style) -> StyleKey {
    (style.face, style.weight, style.italic, style.lang)
}

/// What is known of a character set alone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Single {
    /// Nothing yet.
    #[default]
    New,
    /// No font has it.
    Missing,
    /// Its glyph; the advance in em.
    Glyph { face: FaceId, glyph: u32, advance: f64 },
}

/// Which face a Western character alone comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Western {
    /// Not asked yet.
    #[default]
    New,
    /// No font has it.
    Missing,
    /// This one.
    Face(FaceId),
}

/// The memory of one style.
pub(super) struct Known {
    pub key: StyleKey,
    pub singles: Pages<Single>,
    pub western: Pages<Western>,
    /// The face of its Han, once asked for.
    pub han: Option<Option<FaceId>>,
    /// How Latin faces fit its Han.
    pub fits: Vec<(FaceId, Fit)>,
}

impl Known {
    pub fn new(key: StyleKey) -> Self {
        Self { key, singles: Pages::default(), western: Pages::default(), han: None, fits: Vec::new() }
    }
}

/// A table by character, in pages of 256 that come into being when they are written to.
pub(super) struct Pages<T>(Vec<Option<Box<[T; 256]>>>);

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + Default> Pages<T> {
    /// The entry of a character.
    pub fn get(&self, c: char) -> T {
        let code = u32::from(c) as usize;
        self.0.get(code >> 8).and_then(Option::as_ref).map_or_else(T::default, |page| page[code & 0xFF])
    }

    /// Writes it.
    pub fn set(&mut self, c: char, entry: T) {
        let code = u32::from(c) as usize;
        if self.0.len() <= code >> 8 {
            self.0.resize_with((code >> 8) + 1, || None);
        }
        let page = self.0[code >> 8].get_or_insert_with(|| Box::new([T::default(); 256]));
        page[code & 0xFF] = entry;
    }
}
