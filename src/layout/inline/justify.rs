//! Sets the gaps of a broken line so that it fills its measure, step by step (CJK-26, CJK-27).

use std::ops::Range;

use super::gaps::Stretch;
use super::linebreak::Broken;
use super::prepare::Prepared;
use crate::text::tables::STRETCH_MAX;
use crate::unit::Length;

/// The most a gap between Han opens, in em: wider than this a line falls apart, and is better left ragged.
const WIDEST: f64 = 1.0;
/// The last step of shrinking.
const LAST_STEP: u8 = 7;

/// The gaps of a line as they are set.
pub(super) struct Set {
    /// Before each cluster; that before the first counts for nothing.
    pub gaps: Vec<Length>,
    /// Space added to each gap without a visible blank; negative: the share used of what may shrink.
    pub ratio: f64,
    /// The last step that was used: 0 none, 2 to 7 of shrinking, 1 to 4 of stretching.
    pub step: u8,
    /// What no gap could take: wanting when positive, too much when negative.
    pub rest: Length,
}

/// Sets the gaps of a line so that it fills `measure`: tighter where it is too wide, wider where it is justified and
/// not the last.
pub(super) fn set_gaps(p: &Prepared, line: &Broken, justify: bool, measure: Length) -> Set {
    let Broken { start, end, last, edge } = *line;
    let free = measure - p.width(start, end, edge);
    let ink_end = p.ink_end(start, end).max(start);
    let mut filler = Filler {
        p,
        start,
        inside: (start + 1).min(ink_end)..ink_end,
        set: Set { gaps: p.gaps[start..end].iter().map(|gap| gap.rest).collect(), ratio: 0.0, step: 0, rest: free },
    };
    if free < Length::ZERO {
        filler.shrink(-free);
    } else if justify && !last {
        filler.stretch(free);
    }
    filler.set
}

struct Filler<'a> {
    p: &'a Prepared,
    start: usize,
    inside: Range<usize>,
    set: Set,
}

impl Filler<'_> {
    /// Step by step; inside a step all places give the same share of what they may.
    fn shrink(&mut self, wanted: Length) {
        let p = self.p;
        let mut need = wanted;
        let all: Length = self.inside.clone().map(|at| p.gaps[at].shrink).sum();
        for step in 0..=LAST_STEP {
            let here = |at: &usize| p.gaps[*at].shrink > Length::ZERO && p.gaps[*at].step == step;
            let room: Length = self.inside.clone().filter(here).map(|at| p.gaps[at].shrink).sum();
            if room == Length::ZERO || need == Length::ZERO {
                continue;
            }
            let take = need.min(room);
            self.spread(here, -take, |at| p.gaps[at].shrink);
            self.set.step = step;
            need -= take;
        }
        self.set.ratio = -wanted.min(all).ratio(all);
        self.set.rest = -need;
    }

    /// Word spaces and autospaces up to their limit, then all other gaps equally; where there are none, word spaces
    /// take the rest.
    fn stretch(&mut self, mut need: Length) {
        let p = self.p;
        for (step, kind) in [(1, Stretch::Word), (2, Stretch::Auto)] {
            let here = |at: &usize| p.gaps[*at].stretch == kind && p.gaps[*at].stretch_by > Length::ZERO;
            let room: Length = self.inside.clone().filter(here).map(|at| p.gaps[at].stretch_by).sum();
            if room > Length::ZERO && need > Length::ZERO {
                let take = need.min(room);
                self.spread(here, take, |at| p.gaps[at].stretch_by);
                self.set.step = step;
                need -= take;
            }
        }
        self.set.rest = need;
        if need == Length::ZERO {
            return;
        }
        let count =
            |kinds: &[Stretch]| self.inside.clone().filter(|&at| kinds.contains(&p.gaps[at].stretch)).count() as i64;
        let is_loose = |count: i64| need > p.size.scale(STRETCH_MAX) * count;
        // A gap beside a mark's blank opens only where the line would be loose without.
        let (han, blank): (&[Stretch], &[Stretch]) = (&[Stretch::Han], &[Stretch::Han, Stretch::Blank]);
        let kinds: &[Stretch] = match (count(han), count(blank)) {
            (han_count, _) if han_count > 0 && !is_loose(han_count) => han,
            (_, both) if both > 0 => blank,
            _ if count(&[Stretch::Word]) > 0 => &[Stretch::Word],
            _ => &[Stretch::Auto],
        };
        let places = count(kinds);
        if places == 0 {
            return;
        }
        let most = if kinds.contains(&Stretch::Han) { p.size.scale(WIDEST) * places } else { need };
        let take = need.min(most);
        let unit = Length::pt(1.0);
        self.spread(|at| kinds.contains(&p.gaps[*at].stretch), take, |_| unit);
        self.set.step = if kinds.len() == 1 { 3 } else { 4 };
        self.set.ratio = take.ratio(p.size) / places as f64;
        self.set.rest = need - take;
    }

    /// Deals out `total` in proportion to `weight`, to the last unit, so that the line ends exactly at the measure.
    fn spread(&mut self, here: impl Fn(&usize) -> bool, total: Length, weight: impl Fn(usize) -> Length) {
        let places = || self.inside.clone().filter(|at| here(at));
        let sum: Length = places().map(&weight).sum();
        let (mut seen, mut given) = (Length::ZERO, Length::ZERO);
        for at in places().collect::<Vec<_>>() {
            seen += weight(at);
            let due = total.fraction(seen.raw(), sum.raw());
            self.set.gaps[at - self.start] += due - given;
            given = due;
        }
    }
}
