//! Creep: the folds of paper that lie in each other push the inner leaves out of the section, and the cut takes their edge.

use std::f64::consts::FRAC_PI_2;

use crate::unit::Length;

/// How leaves that creep are drawn back towards the spine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Creep {
    /// How thick the paper is.
    pub caliper: Length,
    /// How much a leaf creeps for each leaf it lies around: 1 as thick as the paper is, π/2 for a round fold, 1.885 for
    /// what ScenicSoft Preps reckons.
    pub factor: f64,
    /// Which leaves move.
    pub mode: Mode,
}

/// Which leaves move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The inner ones in, the outermost not at all.
    #[default]
    In,
    /// The outer ones out, the innermost not at all.
    Out,
    /// Each half the way.
    Split,
}

impl Creep {
    /// Of round folds.
    pub fn of(caliper: Length) -> Self {
        Self { caliper, factor: FRAC_PI_2, mode: Mode::In }
    }

    /// Of a dummy that was folded and measured: how far its innermost leaf stands out, in a section of so many pages.
    pub fn measured(total: Length, pages: usize, mode: Mode) -> Self {
        let deepest = (pages / 4).saturating_sub(1).max(1);
        Self { caliper: total.scale(1.0 / deepest as f64), factor: 1.0, mode }
    }

    /// How far a page, from 0, moves towards the spine in a section of so many pages, blanks counted; below zero away.
    ///
    /// ```
    /// use keben::impose::{Creep, Mode};
    /// use keben::unit::Length;
    /// let creep = Creep { factor: 1.0, ..Creep::of(Length::mm(0.1)) };
    /// assert_eq!(creep.shift(0, 16), Length::ZERO);
    /// assert_eq!(creep.shift(7, 16), Length::mm(0.3));
    /// let split = Creep { mode: Mode::Split, ..creep };
    /// assert_eq!(split.shift(0, 16), Length::mm(-0.15));
    /// ```
    pub fn shift(&self, page: usize, pages: usize) -> Length {
        let deepest = (pages / 4).saturating_sub(1) as f64;
        let depth = depth(page, pages) as f64;
        let leaves = match self.mode {
            Mode::In => depth,
            Mode::Out => depth - deepest,
            Mode::Split => depth - deepest / 2.0,
        };
        self.caliper.scale(leaves * self.factor)
    }
}

/// Around how many pairs of leaves a page's leaf lies.
fn depth(page: usize, pages: usize) -> usize {
    page.min(pages - 1 - page) / 2
}
