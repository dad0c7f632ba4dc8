//! Sets the gaps of a broken line so that it fills its measure, step by step (CJK-26, CJK-27).

use super::prepare::{Prepared, SHRINK_STEPS, Stretch};
use crate::unit::Length;

/// The most a gap between Han opens, in em.
const WIDEST: f64 = 0.34;

/// Sets the gaps of a line so that it fills `free` more than at rest (or less, when negative).
pub(super) fn set_gaps(p: &Prepared, start: usize, end: usize, free: Length, justify: bool) -> Vec<Length> {
    let ink_end = p.ink_end(start, end).max(start);
    let inside = start + 1..ink_end;
    let mut set: Vec<Length> = p.gaps[start..end].iter().map(|gap| gap.rest).collect();
    if free < Length::ZERO {
        shrink(p, inside, -free, start, &mut set);
    } else if justify && free > Length::ZERO {
        stretch(p, inside, free, start, &mut set);
    }
    set
}

/// Step by step; inside a step all places give the same share of what they may.
fn shrink(p: &Prepared, inside: std::ops::Range<usize>, mut need: Length, start: usize, set: &mut [Length]) {
    for step in 0..SHRINK_STEPS {
        let here = |at: &usize| p.gaps[*at].shrink > Length::ZERO && usize::from(p.gaps[*at].step) == step;
        let room: Length = inside.clone().filter(here).map(|at| p.gaps[at].shrink).sum();
        if room == Length::ZERO {
            continue;
        }
        let take = need.min(room);
        spread(inside.clone().filter(here), take, |at| p.gaps[at].shrink, room, |at, part| set[at - start] -= part);
        need -= take;
        if need == Length::ZERO {
            return;
        }
    }
}

/// Word spaces and autospaces up to their limit, then all gaps between Han equally; where there are none, word spaces
/// take the rest.
fn stretch(p: &Prepared, inside: std::ops::Range<usize>, mut need: Length, start: usize, set: &mut [Length]) {
    for kind in [Stretch::Word, Stretch::Auto] {
        let here = |at: &usize| p.gaps[*at].stretch == kind;
        let room: Length = inside.clone().filter(here).map(|at| p.gaps[at].stretch_by).sum();
        if room > Length::ZERO {
            let take = need.min(room);
            spread(
                inside.clone().filter(here),
                take,
                |at| p.gaps[at].stretch_by,
                room,
                |at, part| set[at - start] += part,
            );
            need -= take;
        }
    }
    if need == Length::ZERO {
        return;
    }
    let last_resort = [Stretch::Han, Stretch::Word, Stretch::Auto, Stretch::Never];
    for kind in last_resort {
        let count = inside.clone().filter(|&at| p.gaps[at].stretch == kind).count() as i64;
        // A gap beside a mark opens only where nothing else can.
        if count > 0 && (kind != Stretch::Never || inside.len() as i64 == count) {
            if kind == Stretch::Never {
                return;
            }
            // Wider than this a line falls apart: better ragged than torn.
            let most = p.size.scale(WIDEST) * count;
            let need = if kind == Stretch::Han { need.min(most) } else { need };
            let unit = Length::pt(1.0);
            spread(
                inside.clone().filter(|&at| p.gaps[at].stretch == kind),
                need,
                |_| unit,
                unit * count,
                |at, part| set[at - start] += part,
            );
            return;
        }
    }
}

/// Deals out `total` in proportion to `weight`, to the last unit, so that the line ends exactly at the measure.
fn spread(
    places: impl Iterator<Item = usize>,
    total: Length,
    weight: impl Fn(usize) -> Length,
    sum: Length,
    mut give: impl FnMut(usize, Length),
) {
    let (mut seen, mut given) = (Length::ZERO, Length::ZERO);
    for at in places {
        seen += weight(at);
        let due = total.fraction(seen.raw(), sum.raw());
        give(at, due - given);
        given = due;
    }
}
