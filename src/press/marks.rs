//! Marks → drawing operators.

use std::f64::consts::PI;

use lopdf::{Object, dictionary};

use super::sheets::numbers;
use crate::impose::Mark;
use crate::unit::{Length, Point, Rect};

/// How broad the lines of marks are: a quarter of a point.
const HAIRLINE: f64 = 0.25;

/// In what marks are painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inks {
    /// One grey, for a printer at home.
    Grey,
    /// The press's black alone: there is no second plate to be brought into register.
    Black,
    /// All inks of the press.
    Process,
}

/// The colour of targets: all inks there are (ISO 32000-1, 8.6.6.4).
pub(super) fn registration() -> Object {
    Object::Array(vec![
        "Separation".into(),
        "All".into(),
        "DeviceCMYK".into(),
        Object::Dictionary(dictionary! {
            "FunctionType" => 2,
            "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![0.into(); 4],
            "C1" => vec![1.into(); 4],
            "N" => 1,
        }),
    ])
}

/// Paints marks on a face of this height.
pub(super) fn paint(content: &mut String, height: f64, marks: &[Mark], inks: Inks) {
    if marks.is_empty() {
        return;
    }
    let at = |point: Point| [point.x.to_pt(), height - point.y.to_pt()];
    let area = |area: Rect| {
        let [x, y] = at(Point::new(area.at.x, area.bottom()));
        [x, y, area.size.width.to_pt(), area.size.height.to_pt()]
    };
    let (stroke, fill) = if inks == Inks::Grey { ("0 G\n", "0 g\n") } else { ("0 0 0 1 K\n", "0 0 0 1 k\n") };
    content.push_str("q\n");
    numbers(content, &[HAIRLINE]);
    content.push_str("w\n");
    for mark in marks {
        match mark {
            Mark::Crop(from, to) | Mark::Fold(from, to) => {
                content.push_str(if matches!(mark, Mark::Fold(..)) { "[2 2] 0 d\n" } else { "[] 0 d\n" });
                content.push_str(stroke);
                numbers(content, &at(*from));
                content.push_str("m ");
                numbers(content, &at(*to));
                content.push_str("l S\n");
            }
            Mark::Target(middle) => {
                content.push_str("[] 0 d\n");
                content.push_str(if inks == Inks::Process { "/All CS 1 SCN\n" } else { stroke });
                target(content, at(*middle));
            }
            Mark::Patch(rect, share) => {
                let [c, m, y, k] = *share;
                // A file of one ink has nothing to measure on the other plates.
                match inks {
                    Inks::Process => {
                        numbers(content, share);
                        content.push_str("k\n");
                    }
                    _ if c + m + y > 0.0 => continue,
                    Inks::Black => {
                        numbers(content, share);
                        content.push_str("k\n");
                    }
                    Inks::Grey => {
                        numbers(content, &[1.0 - k]);
                        content.push_str("g\n");
                    }
                }
                numbers(content, &area(*rect));
                content.push_str("re f\n");
            }
            Mark::Step(rect) => {
                content.push_str(fill);
                numbers(content, &area(*rect));
                content.push_str("re f\n");
            }
            Mark::Slug(_) => {}
        }
    }
    content.push_str("Q\n");
}

/// A circle with a cross through it, 5 mm from end to end.
fn target(content: &mut String, [x, y]: [f64; 2]) {
    let (arm, radius) = (Length::mm(2.5).to_pt(), Length::mm(1.5).to_pt());
    for (from, to) in [([x - arm, y], [x + arm, y]), ([x, y - arm], [x, y + arm])] {
        numbers(content, &from);
        content.push_str("m ");
        numbers(content, &to);
        content.push_str("l S\n");
    }
    // Four curves make the circle.
    let handle = radius * 4.0 / 3.0 * (PI / 8.0).tan();
    let turn = |quarter: u8, (along, off): (f64, f64)| match quarter {
        0 => [x + along, y + off],
        1 => [x - off, y + along],
        2 => [x - along, y - off],
        _ => [x + off, y - along],
    };
    numbers(content, &turn(0, (radius, 0.0)));
    content.push_str("m\n");
    for quarter in 0..4 {
        for point in [(radius, handle), (handle, radius), (0.0, radius)] {
            numbers(content, &turn(quarter, point));
        }
        content.push_str("c\n");
    }
    content.push_str("S\n");
}
