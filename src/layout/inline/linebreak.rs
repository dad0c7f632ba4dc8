//! Chooses where a prepared paragraph breaks. In: [`Prepared`]. Out: [`Broken`] lines. Next: `place`.
//!
//! Greedy: fill to the last boundary that fits; if a line may not end there, first push in by shrinking, else push out
//! and stretch (CJK-28).

use super::Par;
use super::prepare::Prepared;
use crate::text::{Break, Class, Cluster, words};
use crate::theme::Alignment;
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
}

/// A last line has at least two characters that are no marks (CJK-30).
pub(crate) const LAST_LINE_MIN: usize = 2;

impl Prepared {
    /// Width of the clusters `start..end` as a line at rest: trimmed at both edges, spaces at the end left out.
    pub fn width(&self, start: usize, end: usize) -> Length {
        let end = self.ink_end(start, end);
        if end <= start {
            return Length::ZERO;
        }
        self.sums[end] - self.sums[start] - self.gaps[start].rest - self.leads[start] - self.trails[end - 1]
    }

    /// How much the gaps inside `start..end` may shrink.
    pub fn shrink(&self, start: usize, end: usize) -> Length {
        let end = self.ink_end(start, end);
        if end <= start { Length::ZERO } else { self.shrinks[end] - self.shrinks[start + 1] }
    }

    /// Takes breaks inside words away, so that a title's lines part by sense; a word wider than the measure keeps its
    /// breaks.
    pub fn keep_words(&mut self, text: &str, measure: Length) {
        let whole = self.sums[self.sums.len() - 1];
        if whole <= measure {
            return;
        }
        let words = words(text);
        let mut next = 0;
        let mut kept = self.breaks.clone();
        for (at, cluster) in self.shaped.clusters.iter().enumerate() {
            while next < words.len() && words[next] < cluster.start as usize {
                next += 1;
            }
            let inside = words.get(next) != Some(&(cluster.start as usize));
            // Nor does a lone character stay behind an opening mark, or before a closing one.
            let class = |at: usize| self.shaped.clusters.get(at).map(|cluster| cluster.class);
            let lone = (class(at) == Some(Class::Han) && class(at + 1) == Some(Class::Cl))
                || (at > 1 && class(at - 1) == Some(Class::Han) && class(at - 2) == Some(Class::Op));
            if (inside || lone) && kept[at] == Break::Allowed {
                kept[at] = Break::No;
            }
        }
        let before = std::mem::replace(&mut self.breaks, kept);
        if widths(self).1 > measure {
            self.breaks = before;
        }
    }

    /// How many characters of a line are neither marks nor spaces; of more than a few it says only that they are many.
    pub fn visible(&self, start: usize, end: usize) -> usize {
        let seen = |cluster: &&Cluster| cluster.class.is_ideograph() || cluster.class.is_western();
        self.shaped.clusters[start..end].iter().filter(seen).take(LAST_LINE_MIN).count()
    }

    /// The end of a line without the spaces and the break that end it.
    pub fn ink_end(&self, start: usize, end: usize) -> usize {
        self.inks[end].max(start)
    }
}

pub(super) fn greedy(p: &Prepared, par: &Par) -> Vec<Broken> {
    let count = p.shaped.clusters.len();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < count {
        let measure = if start == 0 { par.measure - par.indent } else { par.measure };
        let end = line_end(p, start, measure, par.align == Alignment::Justify);
        let forced = end == count || p.breaks[end] == Break::Forced;
        lines.push(Broken { start, end, last: forced });
        start = end;
    }
    mend_last(p, par, &mut lines);
    lines
}

/// Where the line that begins with `start` ends.
fn line_end(p: &Prepared, start: usize, measure: Length, may_shrink: bool) -> usize {
    let count = p.shaped.clusters.len();
    let mut fit = None;
    let mut at = start + 1;
    // All boundaries that fit at rest.
    while at <= count && p.width(start, at) <= measure {
        match p.breaks[at] {
            Break::Forced => return at,
            Break::Allowed => fit = Some(at),
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
        while next <= count && p.width(start, next) - p.shrink(start, next) <= measure {
            if p.breaks[next] != Break::No {
                return next;
            }
            next += 1;
        }
    }
    // Push out; a piece longer than the line is cut where it must be.
    fit.unwrap_or((at - 1).max(start + 1))
}

/// Moves a character down to a last line that would hold but one.
fn mend_last(p: &Prepared, par: &Par, lines: &mut [Broken]) {
    if par.align != Alignment::Justify {
        return;
    }
    for at in 1..lines.len() {
        let (before, last) = (lines[at - 1], lines[at]);
        if !last.last || before.last || p.visible(last.start, last.end) >= LAST_LINE_MIN {
            continue;
        }
        let measure = if before.start == 0 { par.measure - par.indent } else { par.measure };
        let moved = (before.start + 1..last.start).rev().take(8).find(|&end| {
            p.breaks[end] == Break::Allowed
                && p.visible(end, last.end) >= LAST_LINE_MIN
                // An eighth of an em a gap is the most that still looks even.
                && measure - p.width(before.start, end) <= p.size.scale(0.125 * (end - before.start) as f64)
        });
        if let Some(end) = moved {
            lines[at - 1].end = end;
            lines[at].start = end;
        }
    }
}

/// The narrowest measure that gives no more lines, so that a title's lines come out nearly equal.
pub(super) fn balanced(p: &Prepared, par: &Par) -> Par {
    let lines = greedy(p, par).len();
    if lines < 2 {
        return *par;
    }
    let (mut low, mut high) = (p.size, par.measure);
    while high - low > p.size / 4 {
        let middle = (low + high) / 2;
        if greedy(p, &Par { measure: middle, ..*par }).len() <= lines {
            high = middle;
        } else {
            low = middle;
        }
    }
    Par { measure: high, ..*par }
}

/// Width on one endless line, and of the longest piece between two breaks.
pub(super) fn widths(p: &Prepared) -> (Length, Length) {
    let count = p.shaped.clusters.len();
    let (mut whole, mut piece) = (Length::ZERO, Length::ZERO);
    let (mut line, mut start) = (0, 0);
    for at in 1..=count {
        if p.breaks[at] != Break::No || at == count {
            piece = piece.max(p.width(start, at));
            start = at;
        }
        if p.breaks[at] == Break::Forced || at == count {
            whole = whole.max(p.width(line, at));
            line = at;
        }
    }
    (whole, piece)
}
