//! Text: where it lies and how large it is (ISO 32000-1 §9).

use lopdf::Object;

use super::content::{Local, Run};
use super::mark::{Mark, Shape};
use super::object::{exactly, number};
use super::state::State;
use crate::press::geometry::{Area, Matrix};

/// How far type reaches above and below its line, in shares of its size: the box of a Han character.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = -0.12;

impl<'d> Run<'_, 'd> {
    /// Carries out an operator of text; whether it is one.
    pub(super) fn text(
        &mut self,
        operator: &str,
        operands: &[Object],
        state: &mut State,
        local: &mut Local<'d>,
    ) -> bool {
        let document = self.document();
        let first = operands.first().and_then(|object| number(document, object));
        let text = &mut state.text;
        match operator {
            "Tc" => text.spacing = first.unwrap_or(text.spacing),
            "Tw" => text.word_spacing = first.unwrap_or(text.word_spacing),
            "Tz" => text.stretch = first.map_or(text.stretch, |percent| percent / 100.0),
            "TL" => text.leading = first.unwrap_or(text.leading),
            "Ts" => text.rise = first.unwrap_or(text.rise),
            "Tr" => text.mode = first.map_or(text.mode, |mode| mode as i64),
            "Tf" => {
                if let Some(font) = self.resource(b"Font", operands, local) {
                    self.font(font, operands.last().and_then(|size| number(document, size)), state);
                }
            }
            "Tm" => {
                if let Some(matrix) = exactly(document, operands) {
                    (local.text, local.line) = (Matrix(matrix), Matrix(matrix));
                }
            }
            "Td" | "TD" => {
                if let Some([x, y]) = exactly(document, operands) {
                    if operator == "TD" {
                        text.leading = -y;
                    }
                    local.next_line(x, y);
                }
            }
            "T*" => local.next_line(0.0, -text.leading),
            "Tj" => self.show(operands, state, local),
            "TJ" => {
                if let Some(Object::Array(parts)) = operands.first() {
                    self.show(parts, state, local);
                }
            }
            "'" => {
                local.next_line(0.0, -text.leading);
                self.show(operands, state, local);
            }
            "\"" => {
                if let [word, letter, shown] = operands {
                    text.word_spacing = number(document, word).unwrap_or(text.word_spacing);
                    text.spacing = number(document, letter).unwrap_or(text.spacing);
                    local.next_line(0.0, -text.leading);
                    self.show(std::slice::from_ref(shown), state, local);
                }
            }
            _ => return false,
        }
        true
    }

    /// Shows strings, with numbers between that move them back by thousandths of the size (§9.4.3).
    fn show(&mut self, parts: &[Object], state: &State, local: &mut Local) {
        let text = &state.text;
        let Some(font) = text.font.as_deref() else { return };
        let along = if font.vertical { 1.0 } else { text.stretch };
        let (mut at, mut lacks) = (0.0, false);
        // From where to where there are glyphs; spaces at the ends print nothing.
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for part in parts {
            let Object::String(bytes, _) = part else {
                at -= number(self.document(), part).unwrap_or(0.0) / 1000.0 * text.size * along;
                continue;
            };
            for code in bytes.chunks(if font.wide { 2 } else { 1 }) {
                let code = code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
                let space = !font.wide && code == 32;
                let advance = text.size * if font.vertical { -1.0 } else { font.width(code) };
                if !space {
                    let end = at + advance * along;
                    (from, to) = (from.min(at.min(end)), to.max(at.max(end)));
                }
                lacks |= font.identity && code == 0;
                at += (advance + text.spacing + if space { text.word_spacing } else { 0.0 }) * along;
            }
        }
        let matrix = local.text.then(state.matrix);
        let em = text.size * font.unit;
        let area = if font.vertical {
            matrix.area((-em / 2.0, from), (em / 2.0, to))
        } else {
            matrix.area((from, text.rise + DESCENT * em), (to, text.rise + ASCENT * em))
        };
        let shift = if font.vertical { Matrix::shift(0.0, at) } else { Matrix::shift(at, 0.0) };
        local.text = shift.then(local.text);
        let (fill, stroke) = (matches!(text.mode, 0 | 2 | 4 | 6), matches!(text.mode, 1 | 2 | 5 | 6));
        // Text that is only there to be searched prints nothing.
        if from <= to && (fill || stroke) {
            self.mark(Mark {
                // What is cut off is part of a line of text, so that rules see that it is.
                area: if area.within(state.clip).is_some() { area } else { Area::NONE },
                shape: Shape::Text { font, size: matrix.lengths(0.0, em).1, lacks },
                fill: fill.then_some(&state.fill),
                stroke: stroke.then_some((&state.stroke, state.line_width * state.matrix.scale())),
                transparent: (fill && state.transparent(0)) || (stroke && state.transparent(1)),
            });
        }
    }
}

impl Local<'_> {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }
}
