//! Paths: where they lie, and how thin their bars are (ISO 32000-1 §8.5).

use lopdf::Object;

use super::content::{Local, Run};
use super::mark::{Mark, Shape};
use super::object::numbers;
use super::state::State;
use crate::press::geometry::{Area, Matrix};

/// The path that is being made, in the coordinates of the page.
#[derive(Default)]
pub(super) struct Path {
    whole: Area,
    part: Area,
    curved: bool,
    thin: Option<f64>,
    clips: bool,
}

impl Path {
    fn point(&mut self, matrix: Matrix, x: f64, y: f64) {
        let at = matrix.point(x, y);
        self.part.cover(at);
        self.whole.cover(at);
    }

    /// Ends a part: a long one of straight lines may be a rule drawn as a filled bar.
    fn close(&mut self) {
        let part = std::mem::take(&mut self.part);
        if part.is_some() && !std::mem::take(&mut self.curved) {
            let (thick, long) = (part.width().min(part.height()), part.width().max(part.height()));
            if long > 1.0 && long > 4.0 * thick {
                self.thin = Some(self.thin.map_or(thick, |thin| thin.min(thick)));
            }
        }
    }
}

impl Run<'_, '_> {
    pub(super) fn path(&mut self, operator: &str, operands: &[Object], state: &mut State, local: &mut Local) {
        let path = &mut local.path;
        match (operator, &numbers(self.document(), operands)[..]) {
            ("m", &[x, y]) => {
                path.close();
                path.point(state.matrix, x, y);
            }
            ("l", &[x, y]) => path.point(state.matrix, x, y),
            ("c" | "v" | "y", points) => {
                path.curved = true;
                points.chunks_exact(2).for_each(|point| path.point(state.matrix, point[0], point[1]));
            }
            ("re", &[x, y, width, height]) => {
                path.close();
                path.point(state.matrix, x, y);
                path.point(state.matrix, x + width, y);
                path.point(state.matrix, x, y + height);
                path.point(state.matrix, x + width, y + height);
                path.close();
            }
            ("W" | "W*", _) => path.clips = true,
            ("n", _) => self.paint([false, false], state, local),
            ("f" | "F" | "f*", _) => self.paint([true, false], state, local),
            ("S" | "s", _) => self.paint([false, true], state, local),
            ("B" | "B*" | "b" | "b*", _) => self.paint([true, true], state, local),
            _ => {}
        }
    }

    fn paint(&mut self, [fill, stroke]: [bool; 2], state: &mut State, local: &mut Local) {
        let mut path = std::mem::take(&mut local.path);
        path.close();
        if fill || stroke {
            let width = state.line_width * state.matrix.scale();
            let shown = if stroke { path.whole.grown(width / 2.0) } else { path.whole };
            self.mark(Mark {
                area: shown.within(state.clip),
                shape: Shape::Path { thin: path.thin },
                fill: fill.then_some(&state.fill),
                stroke: stroke.then_some((&state.stroke, width)),
                transparent: (fill && state.transparent(0)) || (stroke && state.transparent(1)),
            });
        }
        if path.clips {
            state.clip = state.clip.within(path.whole);
        }
    }
}
