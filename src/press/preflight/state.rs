//! The graphics state of a content stream (ISO 32000-1 §8.4), as far as a press asks for it.

use std::rc::Rc;

use lopdf::{Dictionary, Document};

use super::colour::{Ink, Kind, Space};
use super::font::Font;
use super::object::{name, number, value};
use crate::press::geometry::{Area, Matrix};

/// A colour with the space that its next numbers are in.
#[derive(Clone, Debug)]
pub(super) struct Paint {
    pub space: Rc<Space>,
    pub ink: Ink,
    pub overprint: Overprint,
}

/// What becomes of the inks under a colour (§8.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overprint {
    /// They are left out.
    Off,
    /// Those that the colour's space does not name stay.
    Others,
    /// Those of which the colour has none stay as well.
    Zeros,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub matrix: Matrix,
    /// A rectangle around what is not clipped away.
    pub clip: Area,
    pub fill: Paint,
    pub stroke: Paint,
    pub line_width: f64,
    pub alpha: [f64; 2],
    pub blends: bool,
    pub masked: bool,
    /// `OPM`: whether zeros leave what is under them.
    pub zeros: bool,
    pub text: Text,
}

/// What `BT` and `ET` leave as it is (§9.3).
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub spacing: f64,
    pub word_spacing: f64,
    /// Horizontal scaling, 1 for none.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: i64,
}

impl State {
    /// How a page begins.
    pub fn new(matrix: Matrix, clip: Area) -> Self {
        let paint = Paint { space: Rc::new(Space::Plain(Kind::Gray)), ink: Ink::BLACK, overprint: Overprint::Off };
        let text = Text {
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        Self {
            matrix,
            clip,
            fill: paint.clone(),
            stroke: paint,
            line_width: 1.0,
            alpha: [1.0; 2],
            blends: false,
            masked: false,
            zeros: false,
            text,
        }
    }

    /// Takes over what an `ExtGState` dictionary sets (§8.4.5), but for its font.
    pub fn set(&mut self, document: &Document, with: &Dictionary) {
        let get = |key: &[u8]| number(document, value(document, with, key));
        let flag = |key: &[u8]| value(document, with, key).as_bool().ok();
        self.line_width = get(b"LW").unwrap_or(self.line_width);
        self.alpha = [get(b"ca").unwrap_or(self.alpha[0]), get(b"CA").unwrap_or(self.alpha[1])];
        self.zeros = get(b"OPM").map_or(self.zeros, |mode| mode == 1.0);
        let strokes = flag(b"OP");
        let on = |set: Option<bool>, before: Overprint| set.unwrap_or(before != Overprint::Off);
        let mode = |on: bool| match (on, self.zeros) {
            (false, _) => Overprint::Off,
            (true, false) => Overprint::Others,
            (true, true) => Overprint::Zeros,
        };
        // `OP` alone sets both.
        self.fill.overprint = mode(on(flag(b"op").or(strokes), self.fill.overprint));
        self.stroke.overprint = mode(on(strokes, self.stroke.overprint));
        match value(document, with, b"BM") {
            lopdf::Object::Null => {}
            blend => {
                let first = blend.as_array().ok().and_then(|modes| modes.first()).unwrap_or(blend);
                self.blends = !matches!(name(document, first), b"Normal" | b"Compatible");
            }
        }
        match value(document, with, b"SMask") {
            lopdf::Object::Null => {}
            mask => self.masked = mask.as_name().is_err(),
        }
    }

    /// Whether what is under a fill (0) or a stroke (1) shines through.
    pub fn transparent(&self, of: usize) -> bool {
        self.alpha[of] < 1.0 || self.blends || self.masked
    }
}
