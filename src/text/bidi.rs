//! In which direction a paragraph's characters run. In: its characters. Out: [`Levels`]. Next: `shape`, which shapes
//! right-to-left words from their other end, and `layout::inline`, which places a line's clusters in visual order.

use unicode_bidi::{BidiClass, BidiInfo, Level, ParagraphBidiInfo, bidi_class};

use super::{LangSys, Span};

/// Embedding levels of a paragraph (UAX #9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    base: Level,
    /// One a byte of the text.
    levels: Vec<Level>,
}

/// The levels of a paragraph; `None` where all of it runs from left to right.
///
/// A paragraph in Arabic, Hebrew and other languages written from the right runs as its first strong character says
/// (P2, P3), any other from left to right whatever it begins with.
pub fn levels(text: &str, lang: LangSys) -> Option<Levels> {
    if !text.chars().any(is_right_to_left) {
        return None;
    }
    let base = if is_from_right(lang) { None } else { Some(Level::ltr()) };
    let info = ParagraphBidiInfo::new(text, base);
    Some(Levels { base: info.paragraph_level, levels: info.levels })
}

/// The language that most of a paragraph is in: one that begins with a foreign word is not in that word's language.
pub(super) fn language(spans: &[Span]) -> LangSys {
    let mut sums: Vec<(LangSys, usize)> = Vec::new();
    for span in spans {
        match sums.iter_mut().find(|(lang, _)| *lang == span.style.lang) {
            Some((_, sum)) => *sum += span.range.len(),
            None => sums.push((span.style.lang, span.range.len())),
        }
    }
    // Of two that share it evenly, the first.
    sums.iter().rev().max_by_key(|(_, sum)| *sum).map(|(lang, _)| *lang).unwrap_or_default()
}

impl Levels {
    /// Whether the paragraph itself runs from right to left.
    pub fn from_right(&self) -> bool {
        self.base.is_rtl()
    }

    /// Whether the character at a byte of the text runs from right to left.
    pub fn is_rtl(&self, at: usize) -> bool {
        self.level(at).is_rtl()
    }

    /// The visual order, from left to right, of a line's clusters, which begin at the bytes `starts` of the text and
    /// stand there in logical order: the numbers of the clusters (L1, L2).
    pub fn visual(&self, text: &str, starts: &[usize]) -> Vec<usize> {
        let mut levels: Vec<Level> = starts.iter().map(|start| self.level(*start)).collect();
        // L1: blanks at the line's end and before a tab or paragraph end run as the paragraph does.
        let mut trailing = true;
        for (level, start) in levels.iter_mut().zip(starts).rev() {
            use BidiClass::{B, BN, FSI, LRE, LRI, LRO, PDF, PDI, RLE, RLI, RLO, S, WS};
            trailing = match text.get(*start..).and_then(|rest| rest.chars().next()).map(bidi_class) {
                Some(B | S) => true,
                Some(WS | FSI | LRI | RLI | PDI | LRE | RLE | LRO | RLO | PDF | BN) => trailing,
                _ => false,
            };
            if trailing {
                *level = self.base;
            }
        }
        BidiInfo::reorder_visual(&levels)
    }

    fn level(&self, at: usize) -> Level {
        self.levels.get(at).copied().unwrap_or(self.base)
    }
}

/// Characters that can make a text run from right to left: the blocks that Unicode keeps for such scripts
/// (DerivedBidiClass, defaults R and AL), and the controls.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Languages written from the right.
fn is_from_right(lang: LangSys) -> bool {
    let LangSys::Other(tag) = lang else { return false };
    matches!(tag.as_str(), "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi")
}
