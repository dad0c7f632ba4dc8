//! Trim and bleed.

use super::super::fault::{Faults, Rule, Subject};
use super::super::mark::{Mark, Shape};
use super::super::page::{Boxes, Ground};
use crate::diag::Severity;
use crate::press::geometry::Area;

const UNTRIMMED: Rule = Rule {
    code: "print-box",
    severity: Severity::Warning,
    remedy: "have the program that made the PDF write a TrimBox; the size of the visible page is taken for it",
};

const NOT_NESTED: Rule = Rule {
    code: "print-box",
    severity: Severity::Error,
    remedy: "the trimmed page has to lie within the bleed, and the bleed within the sheet: set TrimBox, BleedBox and \
             MediaBox so",
};

const SIZES: Rule = Rule {
    code: "print-box",
    severity: Severity::Warning,
    remedy: "give all pages the same trimmed size, or have those that differ printed as a job of their own",
};

const BLEED: Rule = Rule {
    code: "print-bleed",
    severity: Severity::Error,
    remedy: "let it run over the trim by the bleed, or keep it clear of the edge: knives are not exact, and a strip of \
             white paper would show",
};

/// Coordinates are written to so many hundredths of a point.
const EXACT: f64 = 0.05;

/// A tenth of a millimetre: no knife cuts closer.
const KNIFE: f64 = 0.3;

/// The trimmed page lies within the bleed, and that within the sheet.
pub(in super::super) fn nested(boxes: &Boxes, faults: &mut Faults) {
    let Boxes { media, bleed, trim, trimmed } = boxes;
    if !trimmed {
        let what = || "a page does not say where it is trimmed (TrimBox)".to_owned();
        faults.tell(&UNTRIMMED, Subject::All, None, 0.0, what);
    }
    let outside = |inner: &Area, outer: &Area| inner.within(outer.grown(EXACT)) != *inner;
    for (inner, outer, what) in [
        (trim, bleed, "the trimmed page reaches out of its bleed"),
        (bleed, media, "the bleed reaches out of the sheet"),
    ] {
        if outside(inner, outer) {
            faults.tell(&NOT_NESTED, Subject::Name(what.into()), None, 0.0, || what.to_owned());
        }
    }
}

/// All pages are as large as the first.
pub(in super::super) fn same_size(ground: &Ground, first: &mut Option<Area>, faults: &mut Faults) {
    let (first, own) = (*first.get_or_insert(ground.trim), ground.trim);
    let away = (first.width() - own.width()).abs().max((first.height() - own.height()).abs());
    if away > KNIFE {
        let mm = |area: Area| {
            let size = area.rect().size;
            format!("{:.1} × {:.1} mm", size.width.to_mm(), size.height.to_mm())
        };
        let what = || format!("a page of {}, where the first has {}", mm(own), mm(first));
        faults.tell(&SIZES, Subject::All, None, away, what);
    }
}

/// Pictures and colours that come to the trim run over it.
pub(super) fn bleed(mark: &Mark, ground: &Ground, faults: &mut Faults) {
    let what = match &mark.shape {
        Shape::Image { .. } => "a picture",
        Shape::Shading(_) => "a gradient",
        Shape::Path { .. } if mark.fill.is_some() => "a coloured area",
        Shape::Path { .. } | Shape::Text { .. } => return,
    };
    let wanted = ground.limits.bleed.to_pt();
    if wanted <= KNIFE || mark.fill.is_some_and(|paint| paint.ink.is_white()) {
        return;
    }
    let (area, trim) = (mark.area, ground.trim);
    // What only touches the page from outside is a mark.
    let inside = area.within(trim);
    if inside.width() < KNIFE || inside.height() < KNIFE {
        return;
    }
    let over = [
        ("left", trim.left - area.left),
        ("head", trim.top - area.top),
        ("right", area.right - trim.right),
        ("foot", area.bottom - trim.bottom),
    ];
    let short = |over: f64| over >= -KNIFE && over < wanted - KNIFE;
    let edges: Vec<&str> = over.iter().filter(|(_, over)| short(*over)).map(|(edge, _)| *edge).collect();
    if !edges.is_empty() {
        let least = over.iter().map(|(_, over)| *over).filter(|over| short(*over)).fold(wanted, f64::min);
        faults.tell(&BLEED, Subject::All, Some(area), wanted - least, || {
            let mm = ground.limits.bleed.to_mm();
            format!("{what} comes to the trim but runs less than {mm:.0} mm over it ({})", edges.join(", "))
        });
    }
}
