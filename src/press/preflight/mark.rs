//! What a page's content comes down to: marks, each with its place and its inks.

use super::colour::Space;
use super::font::Font;
use super::image::Image;
use super::state::Paint;
use crate::press::geometry::Area;

/// One thing that reading a page tells.
pub(super) enum Event<'a> {
    Mark(Mark<'a>),
    /// Something that cannot be read, in words.
    Damage(String),
    /// There is so much content that the rest is not looked at.
    Unseen,
}

/// One thing that is printed.
pub(super) struct Mark<'a> {
    /// What of it can be seen.
    pub area: Area,
    pub shape: Shape<'a>,
    pub fill: Option<&'a Paint>,
    /// The colour of its lines, and how wide they are on paper.
    pub stroke: Option<(&'a Paint, f64)>,
    /// Whether what is under it shines through.
    pub transparent: bool,
}

pub(super) enum Shape<'a> {
    Text {
        font: &'a Font,
        /// The height of the type on paper.
        size: f64,
        /// Whether it shows the sign for "no glyph".
        lacks: bool,
    },
    Path {
        /// The thickness of the thinnest bar in it, as it would be filled.
        thin: Option<f64>,
    },
    Image {
        image: &'a Image,
        /// Tells pictures apart; one in the line of content has none.
        key: Option<usize>,
        /// Pixels an inch, the way they are fewer.
        ppi: f64,
    },
    Shading(&'a Space),
}

impl<'a> Mark<'a> {
    /// Its colours.
    pub fn paints(&self) -> impl Iterator<Item = &'a Paint> {
        self.fill.into_iter().chain(self.stroke.map(|(paint, _)| paint))
    }
}
