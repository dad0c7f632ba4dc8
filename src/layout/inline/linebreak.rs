//! Measures lines of a prepared paragraph, and breaks it line by line. In: [`Prepared`]. Out: [`Broken`] lines. Next:
//! `place`.
//!
//! Greedy: fill to the last boundary that fits; if a line may not end there, first push in by shrinking, else push out
//! and stretch (CJK-28). `fit` chooses all breaks together.

use super::gaps::Gap;
use super::prepare::Prepared;
use super::{Par, Widths};
use crate::text::{Break, Class};
use crate::theme::{Alignment, Hanging, LineEnd};
use crate::unit::Length;

/// A line as clusters, before its gaps are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// First cluster.
    pub start: usize,
    /// The cluster after the last.
    pub end: usize,
    /// Whether the line ends a paragraph or where the author wants it.
    pub last: bool,
    /// How its last mark stands.
    pub edge: Edge,
}

/// How the mark at a line's end stands (CJK-14, CJK-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// With all its blank.
    Full,
    /// Without the blank after it.
    Trim,
    /// Outside the measure.
    Hang,
}

/// Whether words may be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hyphens {
    Yes,
    No,
}

impl Prepared {
    /// The ways the mark at the end of a line may stand, the widest first.
    pub fn edges(&self, start: usize, end: usize) -> &'static [Edge] {
        use Edge::{Full, Hang, Trim};
        let ink = self.ink_end(start, end);
        let hangs = ink > start + 1 && self.hangs.get(ink - 1).is_some_and(|&hang| hang > Length::ZERO);
        match (self.setting.line_end, hangs, self.setting.hanging) {
            (_, true, Hanging::Force) => &[Hang],
            (LineEnd::Trim, true, _) => &[Trim, Hang],
            (LineEnd::Trim, false, _) => &[Trim],
            (LineEnd::Allow, true, _) => &[Full, Trim, Hang],
            (LineEnd::Allow, false, _) => &[Full, Trim],
            (LineEnd::Keep, true, _) => &[Full, Hang],
            (LineEnd::Keep, false, _) => &[Full],
        }
    }

    /// Width of the clusters `start..end` as a line at rest: without the blank at its start, with its last mark as
    /// `edge` says, spaces at the end left out, its hyphen counted.
    pub fn width(&self, start: usize, end: usize, edge: Edge) -> Length {
        let ink = self.ink_end(start, end);
        if ink <= start {
            return Length::ZERO;
        }
        self.line_end(end, ink) - self.cut(ink, edge) - self.line_begin(start)
    }

    /// Where a line's own width begins, as a sum from the paragraph's start, when the cluster `start` begins it.
    pub fn line_begin(&self, start: usize) -> Length {
        let gone = |gaps: &[Gap], blanks: &[Length]| match (gaps.get(start), blanks.get(start)) {
            (Some(gap), Some(&blank)) => gap.rest + blank,
            _ => Length::ZERO,
        };
        self.sums[start] + gone(&self.gaps, &self.leads) - self.edge_room(start, 0)
    }

    /// Where it ends when the line ends before the cluster `end`, its last ink before `ink`: with all its blank.
    pub fn line_end(&self, end: usize, ink: usize) -> Length {
        self.sums[ink] + self.hyphen(end) + ink.checked_sub(1).map_or(Length::ZERO, |last| self.edge_room(last, 1))
    }

    /// What of the cluster before `ink` lies outside the line it ends.
    pub fn cut(&self, ink: usize, edge: Edge) -> Length {
        let Some(last) = ink.checked_sub(1) else { return Length::ZERO };
        match edge {
            Edge::Full => Length::ZERO,
            Edge::Trim => self.trails[last],
            Edge::Hang => self.hangs[last],
        }
    }

    /// What a reading wider than its base wants besides where the cluster `at` stands at a line's start or end.
    pub fn edge_room(&self, at: usize, side: usize) -> Length {
        self.edge_rooms.get(at).map_or(Length::ZERO, |rooms| rooms[side])
    }

    /// The narrowest of the line's widths at rest.
    pub fn least_width(&self, start: usize, end: usize) -> Length {
        let widths = self.edges(start, end).iter().map(|&edge| self.width(start, end, edge));
        widths.min().unwrap_or_default()
    }

    /// What a hyphen takes where a line ends before the cluster `at`.
    pub fn hyphen(&self, at: usize) -> Length {
        if self.breaks[at] == Break::Hyphen { self.hyphens.get(at).copied().unwrap_or_default() } else { Length::ZERO }
    }

    /// How much the gaps inside `start..end` may shrink, the blanks after sentences included or not.
    pub fn shrink(&self, start: usize, end: usize, all: bool) -> Length {
        let ink = self.ink_end(start, end);
        let sums = if all { &self.all_shrinks } else { &self.shrinks };
        if ink <= start { Length::ZERO } else { sums[ink] - sums[start + 1] }
    }

    /// How many characters of a line are neither marks nor spaces, counted up to `enough`.
    pub fn visible(&self, start: usize, end: usize, enough: usize) -> usize {
        let seen = |class: Class| class.is_ideograph() || matches!(class, Class::Latin | Class::Num | Class::Hangul);
        self.shaped.clusters[start..end].iter().filter(|cluster| seen(cluster.class)).take(enough).count()
    }

    /// Whether a line from `start` to `end` would leave fewer characters alone than the setting wants (CJK-30).
    pub fn is_orphan(&self, start: usize, end: usize) -> bool {
        let least = usize::from(self.setting.orphan_min);
        start > 0 && self.visible(start, end, least) < least
    }

    /// The end of a line without the spaces and the break that end it.
    pub fn ink_end(&self, start: usize, end: usize) -> usize {
        self.inks[end].max(start)
    }

    /// Width on one endless line, of the longest word and of the longest piece between two breaks.
    pub fn widths(&self) -> Widths {
        let count = self.shaped.clusters.len();
        let mut widths = Widths::default();
        let (mut line, mut word, mut piece) = (0, 0, 0);
        for at in 1..=count {
            let end = at == count;
            if self.breaks[at] != Break::No || end {
                widths.piece = widths.piece.max(self.least_width(piece, at));
                piece = at;
            }
            if matches!(self.breaks[at], Break::Allowed | Break::Counter | Break::Forced) || end {
                widths.word = widths.word.max(self.least_width(word, at));
                word = at;
            }
            if self.breaks[at] == Break::Forced || end {
                widths.line = widths.line.max(self.least_width(line, at));
                line = at;
            }
        }
        widths
    }
}

pub(super) fn greedy(p: &Prepared, par: &Par, hyphens: Hyphens) -> Vec<Broken> {
    let count = p.shaped.clusters.len();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < count {
        let measure = par.measure_of(lines.len());
        let end = line_end(p, start, measure, par.align.is_justified(), hyphens);
        let last = end == count || p.breaks[end] == Break::Forced;
        lines.push(Broken { start, end, last, edge: Edge::Full });
        start = end;
    }
    mend_last(p, par, &mut lines);
    for (number, line) in lines.iter_mut().enumerate() {
        let measure = par.measure_of(number);
        let edges = p.edges(line.start, line.end);
        let fits = |edge: &&Edge| p.width(line.start, line.end, **edge) <= measure;
        line.edge = edges.iter().find(fits).or(edges.last()).copied().unwrap_or(Edge::Full);
    }
    lines
}

/// Where the line that begins with `start` ends.
fn line_end(p: &Prepared, start: usize, measure: Length, may_shrink: bool, hyphens: Hyphens) -> usize {
    let count = p.shaped.clusters.len();
    // The last boundary of each kind that fits at rest: a better kind wins over a fuller line.
    let (mut fit, mut relief) = (None, None);
    let mut at = start + 1;
    while at <= count && p.least_width(start, at) - p.hyphen(at) <= measure {
        match p.breaks[at] {
            Break::Forced => return at,
            Break::Allowed | Break::Counter => fit = Some(at),
            Break::Hyphen if p.least_width(start, at) > measure => {}
            Break::Hyphen if hyphens == Hyphens::Yes => fit = Some(at),
            Break::Relief | Break::Emergency | Break::Hyphen => relief = Some(at),
            Break::No => {}
        }
        at += 1;
    }
    if at > count {
        return count;
    }
    // The fullest line may end: nothing to push.
    if fit == Some(at - 1) {
        return at - 1;
    }
    // Push in: the next boundary that shrinking brings inside.
    if may_shrink {
        let mut next = at;
        while next <= count && p.least_width(start, next) - p.shrink(start, next, true) <= measure {
            if matches!(p.breaks[next], Break::Allowed | Break::Counter | Break::Forced) {
                return next;
            }
            next += 1;
        }
    }
    // Push out; a piece longer than the line is cut where it must be.
    fit.or(relief).unwrap_or((at - 1).max(start + 1))
}

/// Moves a character down to a last line that would hold but one (CJK-30).
fn mend_last(p: &Prepared, par: &Par, lines: &mut [Broken]) {
    // Centred lines are balanced, or stand each for itself.
    if !matches!(par.align, Alignment::Justify | Alignment::Even | Alignment::Start) {
        return;
    }
    for at in 1..lines.len() {
        let (before, last) = (lines[at - 1], lines[at]);
        if !last.last || before.last || !p.is_orphan(last.start, last.end) {
            continue;
        }
        let measure = par.measure_of(at - 1);
        let moved = (before.start + 1..last.start).rev().take(8).find(|&end| {
            p.breaks[end] == Break::Allowed
                && !p.is_orphan(end, last.end)
                // An eighth of an em a gap is the most that still looks even.
                && (par.align == Alignment::Start
                    || measure - p.least_width(before.start, end) <= p.size.scale(0.125 * (end - before.start) as f64))
        });
        if let Some(end) = moved {
            lines[at - 1].end = end;
            lines[at].start = end;
        }
    }
}

/// The narrowest measure that gives no more lines, so that a title's lines come out nearly equal.
pub(super) fn balanced(p: &Prepared, par: &Par) -> Par {
    let lines = greedy(p, par, Hyphens::No).len();
    if lines < 2 {
        return *par;
    }
    let (mut low, mut high) = (p.size.max(p.widths().piece).min(par.measure), par.measure);
    while high - low > p.size / 4 {
        let middle = (low + high) / 2;
        if greedy(p, &Par { measure: middle, ..*par }, Hyphens::No).len() <= lines {
            high = middle;
        } else {
            low = middle;
        }
    }
    Par { measure: high, ..*par }
}
