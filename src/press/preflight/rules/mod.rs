//! The rules, by what they look at.

pub(super) mod boxes;
mod colour;
pub(super) mod file;
mod image;
mod line;
mod text;

use super::fault::{Faults, Rule, Subject};
use super::mark::{Event, Mark};
use super::page::Ground;
use crate::diag::Severity;

/// Every rule about marks.
const RULES: [fn(&Mark, &Ground, &mut Faults); 14] = [
    boxes::bleed,
    text::embedded,
    text::glyphs,
    text::size,
    text::rich,
    text::safe,
    image::sound,
    image::resolution,
    image::ink,
    line::hairline,
    line::rich,
    colour::ink,
    colour::process,
    colour::overprint,
];

const DAMAGE: Rule = Rule {
    code: "print-damage",
    severity: Severity::Error,
    remedy: "make the PDF once more; what cannot be read may print otherwise, or not at all",
};

const UNSEEN: Rule = Rule {
    severity: Severity::Warning,
    remedy: "look at these pages with your own eyes, or make them simpler",
    ..DAMAGE
};

const TRANSPARENT: Rule = Rule {
    code: "print-transparency",
    severity: Severity::Note,
    remedy: "nothing, for a shop that takes PDF/X-4; one that asks for PDF/X-1a or X-3 wants it flattened",
};

/// Asks every rule about a mark. What lies beside the trimmed page is cut off: marks and slugs do as they like.
pub(super) fn judge(event: &Event, ground: &Ground, faults: &mut Faults) {
    match event {
        Event::Damage(what) => unread(what, faults),
        Event::Unseen => {
            let what = || "a page with more content than is looked at here".to_owned();
            faults.tell(&UNSEEN, Subject::All, None, 0.0, what);
        }
        Event::Mark(mark) if mark.area.within(ground.trim).is_some() => {
            if mark.transparent {
                faults.tell(&TRANSPARENT, Subject::All, Some(mark.area), 0.0, || "something transparent".to_owned());
            }
            RULES.iter().for_each(|rule| rule(mark, ground, faults));
        }
        Event::Mark(_) => {}
    }
}

/// Tells that a part of the file cannot be read.
pub(super) fn unread(what: &str, faults: &mut Faults) {
    faults.tell(&DAMAGE, Subject::Name(what.into()), None, 0.0, || what.to_owned());
}
