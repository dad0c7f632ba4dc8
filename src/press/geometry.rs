//! Matrices and areas, in points; which way y runs is the user's.

use crate::unit::{Length, Point, Rect, Size};

/// An affine map as PDF writes it: x' = a x + c y + e, y' = b x + d y + f (ISO 32000-1 §8.3.3).
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this map, then `next`.
    pub fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [k, l, m, n, o, p]) = (self.0, next.0);
        Self([a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p])
    }

    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How long the vectors from 0 to x and from 0 to y become.
    pub fn lengths(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (x.abs() * a.hypot(b), y.abs() * c.hypot(d))
    }

    /// By how much lengths grow, whatever their direction: the root of how much areas grow.
    pub fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// What a rectangle between two corners covers.
    pub fn area(self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Area {
        let mut area = Area::NONE;
        for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
            area.cover(self.point(x, y));
        }
        area
    }
}

/// An upright rectangle between its left, upper, right and lower edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Default for Area {
    fn default() -> Self {
        Self::NONE
    }
}

impl Area {
    /// Nothing at all: covers no point.
    pub const NONE: Self =
        Self { left: f64::INFINITY, top: f64::INFINITY, right: f64::NEG_INFINITY, bottom: f64::NEG_INFINITY };

    pub fn cover(&mut self, (x, y): (f64, f64)) {
        *self =
            Self { left: self.left.min(x), top: self.top.min(y), right: self.right.max(x), bottom: self.bottom.max(y) };
    }

    pub fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The same with `by` more on each side.
    pub fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub fn width(self) -> f64 {
        self.right - self.left
    }

    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Whether it is somewhere; lines are, although they have no extent one way.
    pub fn is_some(self) -> bool {
        self.width() >= 0.0 && self.height() >= 0.0 && self.width().is_finite() && self.height().is_finite()
    }

    pub fn rect(self) -> Rect {
        // No sheet is a kilometre long: what a file says beyond that is no number to reckon with.
        let length = |pt: f64| Length::pt(pt.clamp(-3e6, 3e6));
        let at = Point::new(length(self.left), length(self.top));
        Rect::new(at, Size::new(length(self.width()), length(self.height())))
    }
}
