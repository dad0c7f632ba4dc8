//! Fonts and text.

use super::super::fault::{Faults, Rule, Subject};
use super::super::mark::{Mark, Shape};
use super::super::page::Ground;
use crate::diag::Severity;

const FONT: Rule = Rule {
    code: "print-font",
    severity: Severity::Error,
    remedy: "embed the font when the PDF is made; without it the press sets the text in another one, or not at all",
};

const GLYPH: Rule = Rule {
    code: "print-glyph",
    severity: Severity::Error,
    remedy: "set these characters in a font that has them: a box or nothing stands in their place",
};

const SMALL: Rule = Rule {
    code: "print-text-size",
    severity: Severity::Warning,
    remedy: "set it larger; thin strokes of small type break off or fill with ink",
};

const RICH: Rule = Rule {
    code: "print-rich-black",
    severity: Severity::Warning,
    remedy: "print small type in black alone (C0 M0 Y0 K100): where plates do not meet exactly, it has coloured edges",
};

const SAFE: Rule = Rule {
    code: "print-safe-zone",
    severity: Severity::Warning,
    remedy: "move it in; sheets shift when they are folded and trimmed",
};

/// The font of text is in the file.
pub(super) fn embedded(mark: &Mark, _: &Ground, faults: &mut Faults) {
    if let Shape::Text { font, .. } = mark.shape
        && !font.embedded
    {
        let name: &str = &font.name;
        faults.tell(&FONT, Subject::Name(name.into()), Some(mark.area), 0.0, || {
            format!("the font `{name}` is not in the file")
        });
    }
}

/// Text has glyphs for all its characters.
pub(super) fn glyphs(mark: &Mark, _: &Ground, faults: &mut Faults) {
    if let Shape::Text { font, lacks: true, .. } = mark.shape {
        let name: &str = &font.name;
        faults.tell(&GLYPH, Subject::Name(name.into()), Some(mark.area), 0.0, || {
            format!("the font `{name}` has no glyph for a character that it is to show")
        });
    }
}

/// Text is large enough to print.
pub(super) fn size(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let Shape::Text { size, .. } = mark.shape else { return };
    let least = ground.limits.text.to_pt();
    if size < least - 0.05 {
        faults.tell(&SMALL, Subject::All, Some(mark.area), -size, || {
            format!("text of {} pt, below {least} pt", rounded(size))
        });
    }
}

/// Small text is of one ink.
pub(super) fn rich(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let Shape::Text { size, .. } = mark.shape else { return };
    let Some(paint) = mark.paints().find(|paint| paint.ink.is_rich()) else { return };
    if size < ground.limits.rich_text.to_pt() - 0.01 {
        let inks = paint.ink.inks();
        faults.tell(&RICH, Subject::All, Some(mark.area), -size, || {
            format!("text of {} pt in {inks} inks", rounded(size))
        });
    }
}

/// Text keeps clear of the trim and the spine.
pub(super) fn safe(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let Shape::Text { .. } = mark.shape else { return };
    let (area, trim) = (mark.area, ground.trim);
    let outer = ground.limits.safe_trim.to_pt();
    let spine = ground.limits.safe_spine.to_pt();
    let (left, right) = if ground.spine_left { (spine, outer) } else { (outer, spine) };
    let side = |is_spine: bool| if is_spine { "spine" } else { "fore edge" };
    let edges = [
        (side(ground.spine_left), area.left - trim.left, left),
        (side(!ground.spine_left), trim.right - area.right, right),
        ("head", area.top - trim.top, outer),
        ("foot", trim.bottom - area.bottom, outer),
    ];
    let missing = edges.iter().map(|(edge, room, wanted)| (edge, room, wanted, wanted - room));
    let Some((edge, room, wanted, short)) = missing.max_by(|a, b| a.3.total_cmp(&b.3)) else { return };
    // A hundredth of a millimetre is no distance.
    if short > 0.03 {
        let mm = |pt: f64| pt * 25.4 / 72.0;
        faults.tell(&SAFE, Subject::All, Some(area), short, || match *room < 0.0 {
            true => format!("text is cut off at the {edge}"),
            false => format!("text {:.1} mm from the {edge}, nearer than {:.0} mm", mm(*room), mm(*wanted)),
        });
    }
}

/// To a hundredth, as sizes are spoken of.
fn rounded(size: f64) -> f64 {
    (size * 100.0).round() / 100.0
}
