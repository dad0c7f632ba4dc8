//! Characters → glyphs. In: a paragraph's characters and how each stretch is set. Out: [`Cluster`]s with their glyphs.
//! Next: `layout::inline`, which breaks and places them as [`Run`]s.
//!
//! Classes, fonts and breaks are decided on the paragraph's flattened characters, so markup never changes them.

pub mod bidi;
mod class;
mod engine;
mod face;
mod fit;
mod framed;
pub mod hyphen;
mod known;
mod opportunity;
mod probe;
mod segment;
mod shape;
#[rustfmt::skip] // Generated, and compared to the letter.
pub(crate) mod tables;
mod uax14;

pub use class::{Box as MarkBox, Class, FORMULA, Marks, Squeezing, may_hang};
pub use fit::Fit;
pub use opportunity::{Break, breaks};
pub use probe::InkBox;
pub use segment::{addresses, words};
pub use shape::Shaper;
pub use uax14::opportunities;

pub use crate::font::{LangSys, Subtag};

use std::ops::Range;

use crate::font::FaceId;
use crate::model::{Face, Weight};
use crate::theme::Ink;
use crate::unit::Length;

/// How a stretch of characters is shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Style {
    /// Face by meaning.
    pub face: Face,
    /// Weight.
    pub weight: Weight,
    /// Latin in italics.
    pub italic: bool,
    /// Size.
    pub size: Length,
    /// Language system.
    pub lang: LangSys,
}

/// A stretch of a paragraph in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// How it is set.
    pub style: Style,
}

/// What is never divided: a grapheme cluster (UAX #29), a ligature, a two-em dash. It stands in a frame of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Bytes of the paragraph's text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Which span it belongs to.
    pub span: u32,
    /// What it is to line breaking, squeezing and spacing.
    pub class: Class,
    /// The face its glyphs come from.
    pub face: FaceId,
    /// How its glyphs are fitted to the Han beside them, as a number in [`Shaped::fits`]; 0 for not at all.
    pub fit: u8,
    /// Width of its frame.
    pub advance: Length,
    /// First glyph in [`Shaped::glyphs`].
    pub glyphs: u32,
    /// How many glyphs.
    pub count: u32,
}

/// A glyph of a cluster, before it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the pen moves.
    pub advance: Length,
    /// Shift to the right of where the pen stands.
    pub dx: Length,
    /// Shift upwards.
    pub dy: Length,
}

/// A paragraph's clusters and their glyphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shaped {
    /// The clusters in logical order.
    pub clusters: Vec<Cluster>,
    /// Their glyphs.
    pub glyphs: Vec<Glyph>,
    /// Characters no font has, as clusters' numbers.
    pub missing: Vec<u32>,
    /// Which of them run from right to left; `None` where none does.
    pub levels: Option<bidi::Levels>,
    /// Variation sequences of which the fonts have the base only, as clusters' numbers.
    pub base_only: Vec<u32>,
    /// How Latin glyphs are fitted.
    pub fits: Vec<Fit>,
}

impl Shaped {
    /// The glyphs of a cluster.
    pub fn glyphs_of(&self, cluster: &Cluster) -> &[Glyph] {
        let first = cluster.glyphs as usize;
        &self.glyphs[first..first + cluster.count as usize]
    }

    /// How the glyphs of a cluster are fitted: a run of them has the text's size times the scale. The rise is in the
    /// glyphs already.
    pub fn fit_of(&self, cluster: &Cluster) -> Fit {
        self.fits.get(usize::from(cluster.fit)).copied().unwrap_or_default()
    }

    /// The number of a fit; a paragraph with more of them than there are numbers sets the rest as they are.
    fn fit_number(&mut self, fit: Fit) -> u8 {
        let at = self.fits.iter().position(|known| *known == fit).unwrap_or_else(|| {
            self.fits.push(fit);
            self.fits.len() - 1
        });
        u8::try_from(at).unwrap_or(0)
    }

    /// The glyphs of a cluster for a run in whose text the cluster takes the bytes `start..end`.
    pub fn placed(&self, cluster: &Cluster, start: u32, end: u32) -> impl Iterator<Item = PlacedGlyph> {
        let place = move |glyph: &Glyph| {
            let Glyph { id, advance, dx, dy } = *glyph;
            PlacedGlyph { id, advance, dx, dy, start, end }
        };
        self.glyphs_of(cluster).iter().map(place)
    }
}

/// Placed glyphs of one face, size and ink. A run remembers its text, for search and tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The face.
    pub face: FaceId,
    /// The size.
    pub size: Length,
    /// The ink.
    pub ink: Ink,
    /// The characters.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<PlacedGlyph>,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedGlyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the pen moves, justification included.
    pub advance: Length,
    /// Shift to the right of where the pen stands.
    pub dx: Length,
    /// Shift upwards.
    pub dy: Length,
    /// Bytes of the run's text that its cluster stands for.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Run {
    /// How far the pen moves over the whole run.
    pub fn width(&self) -> Length {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}
