//! The spine, and the cover around it.

use super::Side;
use crate::unit::{Length, Point, Rect, Size};

/// Leaves of one paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Printed pages, two on each leaf.
    pub pages: usize,
    /// How thick a leaf is.
    pub caliper: Length,
}

/// How thick paper is that weighs `gsm` grams a square metre and has a bulk of so many cubic centimetres a gram.
///
/// ```
/// use keben::{impose::caliper, unit::Length};
/// assert_eq!(caliper(80.0, 1.25), Length::mm(0.1));
/// ```
pub fn caliper(gsm: f64, bulk: f64) -> Length {
    Length::mm(gsm * bulk / 1000.0)
}

/// How broad the spine of a glued or sewn book is: its leaves, the cover twice, the glue. A stapled booklet has none.
pub fn spine(stocks: &[Stock], cover: Length, glue: Length) -> Length {
    let leaves = |stock: &Stock| stock.caliper * stock.pages as i64 / 2;
    stocks.iter().map(leaves).sum::<Length>() + cover * 2 + glue
}

/// A part of a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What is folded in behind the back.
    BackFlap,
    /// The outer back, 封底.
    Back,
    /// The back of the book block, 书脊.
    Spine,
    /// The outer front, 封面.
    Front,
    /// What is folded in behind the front.
    FrontFlap,
}

/// A cover spread out, its outside up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The whole, bleed and all.
    pub media: Size,
    /// What is left after the cut.
    pub trim: Rect,
    /// The parts from left to right: from where, how broad.
    pub panels: Vec<(Panel, Length, Length)>,
    /// Where it is folded, from left to right.
    pub folds: Vec<Length>,
}

/// The cover of a book of this trim and spine, with flaps where they have a width. A book bound at the right has its front at
/// the left.
pub fn cover(trim: Size, spine: Length, flap: Length, bleed: Length, binding: Side) -> Cover {
    let mut parts = vec![
        (Panel::BackFlap, flap),
        (Panel::Back, trim.width),
        (Panel::Spine, spine),
        (Panel::Front, trim.width),
        (Panel::FrontFlap, flap),
    ];
    parts.retain(|&(_, width)| width > Length::ZERO);
    if binding == Side::Right {
        parts.reverse();
    }
    let mut x = bleed;
    let place = |(panel, width): (Panel, Length)| {
        let at = x;
        x += width;
        (panel, at, width)
    };
    let panels: Vec<(Panel, Length, Length)> = parts.into_iter().map(place).collect();
    let folds = panels.iter().skip(1).map(|&(_, at, _)| at).collect();
    let size = Size::new(x - bleed, trim.height);
    Cover {
        media: Size::new(size.width + bleed * 2, size.height + bleed * 2),
        trim: Rect::new(Point::new(bleed, bleed), size),
        panels,
        folds,
    }
}
