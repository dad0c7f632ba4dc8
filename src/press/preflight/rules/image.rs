//! Pictures.

use super::super::fault::{Faults, Rule, Subject};
use super::super::image::Measure;
use super::super::mark::{Mark, Shape};
use super::super::page::Ground;
use super::colour::HEAVY;
use crate::diag::Severity;

const BROKEN: Rule = Rule {
    code: "print-damage",
    severity: Severity::Error,
    remedy: "put the picture in once more; what there is of it in the file is not whole",
};

const COARSE: Rule = Rule {
    code: "print-resolution",
    severity: Severity::Warning,
    remedy: "show it smaller, or put in one with more pixels; enlarging its file does not help",
};

const SOFT: Rule = Rule { severity: Severity::Note, ..COARSE };

const UNREAD: Rule = Rule {
    code: "print-ink",
    severity: Severity::Note,
    remedy: "the shop's own check tells how much ink it takes; JPEG pictures in four colours are not unpacked here",
};

/// The file holds the picture whole.
pub(super) fn sound(mark: &Mark, _: &Ground, faults: &mut Faults) {
    if let Shape::Image { image, key, .. } = mark.shape
        && !image.sound
    {
        faults.tell(&BROKEN, subject(key), Some(mark.area), 0.0, || "a picture that cannot be read".to_owned());
    }
}

/// It has pixels enough for the size it is shown at.
pub(super) fn resolution(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let Shape::Image { image, key, ppi } = mark.shape else { return };
    let limits = ground.limits;
    let (kind, wished, least) = match image.line_art {
        true => ("drawing in black and white", limits.line_ppi, limits.least_line_ppi),
        false => ("picture", limits.ppi, limits.least_ppi),
    };
    // A few pixels are no picture, but a colour spread over an area. Half a pixel an inch is rounding.
    if !ppi.is_finite() || !image.sound || (image.width <= 2.0 && image.height <= 2.0) || ppi >= wished - 0.5 {
        return;
    }
    let rule = if ppi < least - 0.5 { &COARSE } else { &SOFT };
    faults.tell(rule, subject(key), Some(mark.area), -ppi, || {
        let (wide, high) = (image.width, image.height);
        format!("a {kind} of {wide} × {high} pixels has {ppi:.0} pixels an inch at its size, below {wished:.0}")
    });
}

/// It lays down no more ink than dries.
pub(super) fn ink(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let Shape::Image { image, key, .. } = mark.shape else { return };
    let most = ground.limits.ink;
    match image.ink {
        Measure::Percent(percent) if percent > most + 1.0 => {
            faults.tell(&HEAVY, subject(key), Some(mark.area), percent, || {
                format!("a picture with {percent:.0} % of ink, above {most:.0} %")
            });
        }
        Measure::Unread if image.sound => faults.tell(&UNREAD, Subject::All, Some(mark.area), 0.0, || {
            "a picture in four colours whose ink cannot be measured".to_owned()
        }),
        Measure::Percent(_) | Measure::Unread | Measure::Unasked => {}
    }
}

fn subject(key: Option<usize>) -> Subject {
    key.map_or(Subject::All, Subject::Picture)
}
