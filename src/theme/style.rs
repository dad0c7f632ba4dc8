//! How blocks and inlines look.

use serde::Deserialize;

use super::page::Opens;
use super::{Colour, Setting};
use crate::model::{Face, Weight};
use crate::unit::{Em, Length};

/// How a block looks, complete.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockStyle {
    /// Face, weight, colour and size of its text.
    pub text: TextStyle,
    /// Size of its text; the same as `text.size`.
    pub size: Length,
    /// Distance of its baselines.
    pub pitch: Length,
    /// Indent of a paragraph's first line, in the block's own size.
    pub indent: Em,
    /// How its lines lie.
    pub align: Alignment,
    /// How its lines are composed.
    pub setting: Setting,
    /// Indent of all lines at their start, in body characters.
    pub start: Em,
    /// Indent of all lines at their end, in body characters.
    pub end: Em,
    /// Space above, in body lines; it vanishes at a page's head.
    pub before: f64,
    /// Space below, in body lines.
    pub after: f64,
    /// 占行: how many body lines the block takes at least, its text centred in them; 0 for as many as it needs.
    pub lines: u8,
    /// Body lines left free above it when it opens a page (sinkage).
    pub sink: u8,
    /// Where it begins.
    pub opens: Opens,
    /// Space above it where it follows a title at once, in body lines, in place of the title's `after` and its own
    /// `before`: titles in a row share one white (CJK-35).
    pub after_title: f64,
    /// Whether all of it stays on one page where it fits.
    pub keep: bool,
    /// Whether it stands across all columns.
    pub span: bool,
    /// How a number before it looks.
    pub number: NumberStyle,
}

/// How characters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// The face.
    pub face: Face,
    /// Its weight.
    pub weight: Weight,
    /// Latin in italics.
    pub italic: bool,
    /// The size.
    pub size: Length,
    /// The colour.
    pub colour: Colour,
    /// Space added after every character.
    pub tracking: Em,
}

/// How the lines of a block lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// Both edges flush, the last line at the start.
    Justify,
    /// Flush at the line start.
    Start,
    /// Centred.
    Centre,
    /// Flush at the line end.
    End,
    /// 均排: a line that stands alone fills the measure, its characters evenly apart (jlreq, jidori processing); of
    /// several lines, as `justify`. For names in lists and for heads of tables.
    Even,
}

impl Alignment {
    /// Whether lines but the last are flush at both edges.
    pub fn is_justified(self) -> bool {
        matches!(self, Self::Justify | Self::Even)
    }
}

/// The number before a title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberStyle {
    /// Where it stands.
    pub place: NumberPlace,
    /// Its size.
    pub size: Length,
    /// Its colour.
    pub colour: Colour,
    /// Space between number and title.
    pub gap: Em,
}

/// Where a title's number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberPlace {
    /// In the title's line.
    Inline,
    /// At the line start, the title's lines hanging beside it.
    Hang,
    /// On a line of its own above the title.
    Above,
}

/// How inlines look.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InlineStyles {
    /// The face of emphasis; Han is never slanted, Latin is set in italics.
    pub emphasis: Face,
    /// The face of strong text.
    pub strong: Face,
    /// How heavy strong text is in Chinese, Japanese and Korean, where its face sets it off already; where that is the
    /// face of the text around it is bold, as in other languages.
    pub strong_weight: Weight,
    /// The face of code.
    pub code: Face,
    /// Size of code in a line, against its neighbours.
    pub code_size: f64,
    /// Size of small text and of note calls, against their neighbours.
    pub small_size: f64,
    /// Size of formulas, against the text around them: the maths fonts have smaller letters than most.
    pub math_size: f64,
    /// Whether links take the accent colour on screen.
    pub link_colour: Colour,
}

impl InlineStyles {
    /// The face of emphasis in a language, by its tag. No Kai is drawn for Hangul: the face of strong text sets it off, at
    /// the weight of the text around.
    pub fn emphasis_in(&self, language: &str) -> Face {
        let korean = language == "ko" || language.starts_with("ko-");
        if korean && matches!(self.emphasis, Face::Kai | Face::Fangsong) { self.strong } else { self.emphasis }
    }
}
