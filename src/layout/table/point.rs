//! Numbers below each other at their decimal points.

use crate::layout::flow::Strip;
use crate::layout::frame::{Frame, Item};
use crate::model::number;
use crate::unit::Length;

/// How far numbers reach to both sides of their points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Axis {
    pub before: Length,
    pub after: Length,
}

impl Axis {
    /// Where a line stands to its number's point; its left edge is 0. `None` where it has no number.
    pub fn of(frame: &Frame) -> Option<Self> {
        let mut runs = frame.items.iter().filter_map(|placed| match &placed.item {
            Item::Run(run) if !run.glyphs.is_empty() => Some((placed.at, run)),
            _ => None,
        });
        let (first, _) = runs.clone().next()?;
        let end = runs.clone().map(|(at, run)| at.x + run.width()).max()?;
        // What stands higher or lower is no part of the number.
        let level: String = runs.clone().filter(|(at, _)| at.y == first.y).map(|(_, run)| run.text.as_str()).collect();
        let mut rest = number::point(&level)?;
        let (at, run) = runs.find(|(at, run)| {
            let here = at.y == first.y && rest <= run.text.len();
            rest -= if here || at.y != first.y { 0 } else { run.text.len() };
            here
        })?;
        let whole = run.glyphs.iter().filter(|glyph| (glyph.start as usize) < rest).map(|glyph| glyph.advance);
        let before = at.x + whole.sum::<Length>();
        Some(Self { before, after: end - before })
    }

    /// So that two numbers have room.
    pub fn max(self, other: Self) -> Self {
        Self { before: self.before.max(other.before), after: self.after.max(other.after) }
    }

    /// The width of a column's numbers.
    pub fn width(self) -> Length {
        self.before + self.after
    }

    /// Moves a line that begins at `left` so that its point stands where those of a column `measure` wide do: all its
    /// numbers together are centred in it.
    pub fn align(self, strip: &mut Strip, left: Length, measure: Length) {
        let Some(own) = Self::of(&strip.frame) else { return };
        let point = left + (measure - self.width()).max(Length::ZERO) / 2 + self.before;
        strip.frame.items.iter_mut().for_each(|placed| placed.at.x += point - own.before);
    }
}
