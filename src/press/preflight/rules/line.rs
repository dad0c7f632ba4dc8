//! Lines and rules.

use super::super::fault::{Faults, Rule, Subject};
use super::super::mark::{Mark, Shape};
use super::super::page::Ground;
use crate::diag::Severity;

const HAIRLINE: Rule = Rule {
    code: "print-hairline",
    severity: Severity::Warning,
    remedy: "draw it thicker: it prints broken, or not at all",
};

const THINNEST: Rule = Rule {
    remedy: "give it a width: 0 means the thinnest line a device can draw, which nobody sees on a press",
    ..HAIRLINE
};

const RICH: Rule = Rule {
    code: "print-rich-black",
    severity: Severity::Warning,
    remedy: "draw thin lines in black alone (C0 M0 Y0 K100): where plates do not meet exactly, they have coloured edges",
};

/// Thinner than this, a line shows each error of register.
const FINE: f64 = 1.0;

/// Lines are thick enough to print, bars that are filled as well.
pub(super) fn hairline(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let least = ground.limits.hairline.to_pt();
    // Type that is filled and drawn around is bold type, however thin the line.
    let bold = matches!(mark.shape, Shape::Text { .. }) && mark.fill.is_some();
    let stroke = mark.stroke.filter(|(paint, _)| !paint.ink.is_white() && !bold).map(|(_, width)| width);
    let filled = mark.fill.filter(|paint| !paint.ink.is_white());
    let bar = match mark.shape {
        Shape::Path { thin } => thin.filter(|_| filled.is_some() && mark.stroke.is_none()),
        Shape::Text { .. } | Shape::Image { .. } | Shape::Shading(_) => None,
    };
    for width in stroke.into_iter().chain(bar).filter(|&width| width < least - 0.005) {
        let rule = if width <= 0.0 { &THINNEST } else { &HAIRLINE };
        faults.tell(rule, Subject::All, Some(mark.area), -width, || match width <= 0.0 {
            true => "a line without width".to_owned(),
            false => format!("a line of {width:.2} pt, below {least} pt"),
        });
    }
}

/// Thin lines are of one ink.
pub(super) fn rich(mark: &Mark, _: &Ground, faults: &mut Faults) {
    if let (Shape::Path { .. }, Some((paint, width))) = (&mark.shape, mark.stroke)
        && width < FINE
        && paint.ink.is_rich()
    {
        let inks = paint.ink.inks();
        faults.tell(&RICH, Subject::All, Some(mark.area), -width, || format!("a line of {width:.2} pt in {inks} inks"));
    }
}
