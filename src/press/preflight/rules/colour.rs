//! Colours and inks.

use std::rc::Rc;

use super::super::colour::Kind;
use super::super::fault::{Faults, Rule, Subject};
use super::super::mark::{Mark, Shape};
use super::super::page::Ground;
use super::super::state::Overprint;
use crate::diag::Severity;

/// More ink than dries, of pictures too.
pub(super) const HEAVY: Rule = Rule {
    code: "print-ink",
    severity: Severity::Error,
    remedy: "make it lighter, or separate it for this paper (black instead of cyan, magenta and yellow together): so \
             much ink does not dry, and sets off on the next sheet",
};

const REGISTRATION: Rule =
    Rule { remedy: "paint it in black: the colour for registration marks prints full on every plate", ..HEAVY };

const LIGHT: Rule = Rule {
    code: "print-colour",
    severity: Severity::Warning,
    remedy: "convert it to grey or CMYK; a press separates RGB as it likes, and black text into four inks",
};

const LIGHT_WITH_PROFILE: Rule = Rule {
    severity: Severity::Note,
    remedy: "nothing, for a shop that takes PDF/X-4 and converts by profile; others want CMYK",
    ..LIGHT
};

const SPOT: Rule = Rule {
    code: "print-colour",
    severity: Severity::Warning,
    remedy: "order it as an ink of its own, or convert it to CMYK",
};

const LOST: Rule = Rule {
    code: "print-overprint",
    severity: Severity::Error,
    remedy: "turn overprint off for white: it lays down no ink, so what is under it stays and the white is not seen",
};

const RISKY: Rule = Rule {
    severity: Severity::Warning,
    remedy: "turn overprint off for white: some presses print nothing where it stands",
    ..LOST
};

const MODE: Rule = Rule {
    code: "print-overprint",
    severity: Severity::Note,
    remedy: "set the overprint mode to 1 (OPM): in mode 0 black in CMYK knocks out the colours under it all the same",
};

/// What is painted lays down no more ink than dries.
pub(super) fn ink(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let most = ground.limits.ink;
    for paint in mark.paints() {
        let Some(percent) = paint.ink.coverage().filter(|&percent| percent > most + 0.5) else { continue };
        let rule = if paint.ink.kind == Kind::Registration { &REGISTRATION } else { &HEAVY };
        let of = noun(mark);
        faults.tell(rule, Subject::Name(of.into()), Some(mark.area), percent, || match paint.ink.kind {
            Kind::Registration => format!("{of} in registration colour"),
            _ => format!("{of} with {percent:.0} % of ink, above {most:.0} %"),
        });
    }
}

/// Colours are those of the press.
pub(super) fn process(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    if !ground.limits.process {
        return;
    }
    let inks = mark.paints().filter(|paint| !paint.ink.is_white());
    let mut kinds: Vec<(Kind, Option<Rc<str>>)> = inks.map(|p| (p.ink.kind, p.ink.name.clone())).collect();
    match mark.shape {
        Shape::Image { image, .. } if !image.stencil => kinds.push((image.space.kind(), image.space.spot())),
        Shape::Shading(space) => kinds.push((space.kind(), space.spot())),
        Shape::Image { .. } | Shape::Text { .. } | Shape::Path { .. } => {}
    }
    for (kind, spot) in kinds {
        let of = noun(mark);
        match kind {
            Kind::Rgb | Kind::ManagedRgb => {
                // Pictures with a profile are what PDF/X-4 has in mind; type and lines are for black ink.
                let image = matches!(mark.shape, Shape::Image { .. }) && kind == Kind::ManagedRgb;
                let rule = if image { &LIGHT_WITH_PROFILE } else { &LIGHT };
                faults.tell(rule, Subject::Name(of.into()), Some(mark.area), 0.0, || format!("{of} in RGB"));
            }
            Kind::Plates => {
                let Some(name) = spot else { continue };
                faults.tell(&SPOT, Subject::Name(name.clone()), Some(mark.area), 0.0, || {
                    format!("{of} in the spot colour `{name}`")
                });
            }
            Kind::Gray | Kind::Cmyk | Kind::ManagedCmyk | Kind::Registration | Kind::Other => {}
        }
    }
}

/// White is seen, and black that should overprint does.
pub(super) fn overprint(mark: &Mark, _: &Ground, faults: &mut Faults) {
    for paint in mark.paints().filter(|paint| paint.overprint != Overprint::Off) {
        let of = noun(mark);
        let zeros = paint.overprint == Overprint::Zeros;
        let rule = match (paint.ink.kind, paint.ink.is_white()) {
            // ISO 32000-1 table 148: a plate without ink leaves what is under it.
            (Kind::Cmyk, true) if zeros => &LOST,
            (Kind::Plates | Kind::Registration, true) => &LOST,
            (Kind::Gray | Kind::ManagedCmyk, true) if zeros => &RISKY,
            (Kind::Cmyk, false) if !zeros && paint.ink.amounts[..3] == [0.0; 3] => &MODE,
            _ => continue,
        };
        faults.tell(rule, Subject::Name(of.into()), Some(mark.area), 0.0, || match paint.ink.is_white() {
            true => format!("white that is set to overprint ({of})"),
            false => format!("black that is set to overprint in mode 0 ({of})"),
        });
    }
}

/// What a mark is called.
fn noun(mark: &Mark) -> &'static str {
    match mark.shape {
        Shape::Text { .. } => "text",
        Shape::Path { .. } if mark.fill.is_some() => "an area",
        Shape::Path { .. } => "a line",
        Shape::Image { .. } => "a picture",
        Shape::Shading(_) => "a gradient",
    }
}
