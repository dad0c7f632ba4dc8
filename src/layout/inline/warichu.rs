//! Notes in two half-size lines within a line: 双行夹注, warichu (jlreq, inline cutting note). In: their clusters. Out:
//! clusters that take half their room, and per line where the note parts. Next: `place`.
//!
//! A note's characters count in pairs, one above the other, so that a note breaks over lines like any text and each
//! line's part is balanced by itself.

use std::ops::Range;

use super::collect::Collected;
use super::gaps::Gap;
use super::prepare::Prepared;
use super::ruby::members;
use crate::text::{Break, Class, Shaped};
use crate::unit::Length;

/// A note in two lines.
#[derive(Debug)]
pub(crate) struct Warichu {
    /// Its clusters.
    pub members: Range<usize>,
    /// Their widths: the room they take in the line counts the two sub-lines once.
    widths: Vec<Length>,
    /// The gaps before them inside a sub-line.
    gaps: Vec<Length>,
    /// Blank that goes where a sub-line begins with them, and where it ends with them.
    blanks: Vec<[Length; 2]>,
    /// Whether a sub-line may begin with them.
    may_begin: Vec<bool>,
    /// Size of its characters.
    pub size: Length,
}

/// How a part of a note is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parted {
    /// The first cluster of the second sub-line; the part's end where there is none.
    pub second: usize,
    /// Width of the longer sub-line.
    pub width: Length,
}

/// Folds the notes of a paragraph: from here on each takes the room of its longer sub-line.
pub(super) fn fold(
    collected: &Collected,
    shaped: &mut Shaped,
    blanks: &[[Length; 2]],
    breaks: &mut [Break],
    gaps: &mut [Gap],
) -> Vec<Warichu> {
    let mut notes = Vec::with_capacity(collected.warichu.len());
    for range in &collected.warichu {
        let members = members(shaped, range);
        let Some(first) = shaped.clusters.get(members.start).filter(|_| !members.is_empty()) else { continue };
        let size = collected.spans[first.span as usize].style.size;
        let own = |at: usize| match shaped.clusters[at].class {
            Class::Space => [Length::ZERO, shaped.clusters[at].advance],
            Class::Op => [blanks[at][0], Length::ZERO],
            _ => [Length::ZERO, blanks[at][1]],
        };
        let note = Warichu {
            widths: shaped.clusters[members.clone()].iter().map(|cluster| cluster.advance).collect(),
            gaps: gaps[members.clone()].iter().map(|gap| gap.rest).collect(),
            blanks: members.clone().map(own).collect(),
            may_begin: breaks[members.clone()]
                .iter()
                .map(|place| !matches!(place, Break::No | Break::Hyphen))
                .collect(),
            size,
            members,
        };
        note.part_from_text(gaps);
        note.halve(shaped, breaks, gaps);
        notes.push(note);
    }
    notes
}

impl Prepared {
    /// The note in two lines that a cluster is part of.
    pub fn note_at(&self, at: usize) -> Option<&Warichu> {
        let next = self.warichu.partition_point(|note| note.members.end <= at);
        self.warichu.get(next).filter(|note| note.members.contains(&at))
    }

    /// How much more room the notes of a line take than their clusters count: where a mark may not begin a second
    /// sub-line, the first is longer.
    pub fn noted(&self, start: usize, end: usize) -> Length {
        let first = self.warichu.partition_point(|note| note.members.end <= start);
        let notes = self.warichu[first..].iter().take_while(|note| note.members.start < end);
        notes.map(|note| note.more(self, &(start..end))).sum()
    }
}

impl Warichu {
    /// The blanks at its edges are cut already: the gaps to the text around do not take them once more.
    fn part_from_text(&self, gaps: &mut [Gap]) {
        let mut mend = |at: usize, blank: Length| {
            if let Some(gap) = gaps.get_mut(at).filter(|_| blank > Length::ZERO) {
                gap.rest = (gap.rest + blank).min(gap.rest.max(Length::ZERO));
                gap.shrink = (gap.shrink - blank).max(Length::ZERO);
            }
        };
        mend(self.members.start, self.blanks.first().map_or(Length::ZERO, |blank| blank[0]));
        mend(self.members.end, self.blanks.last().map_or(Length::ZERO, |blank| blank[1]));
    }

    /// Deals the clusters out to two rows, the next always to the shorter: what the longer grows by is the room.
    fn halve(&self, shaped: &mut Shaped, breaks: &mut [Break], gaps: &mut [Gap]) {
        let mut rows = [Length::ZERO; 2];
        for (nth, at) in self.members.clone().enumerate() {
            if nth > 0 {
                gaps[at] = Gap::default();
                // A line takes whole pairs only, and words whole.
                if breaks[at] == Break::Hyphen || breaks[at] == Break::Allowed && rows[0] - rows[1] >= self.size {
                    breaks[at] = Break::No;
                }
            }
            if breaks[at] == Break::Forced {
                rows = [Length::ZERO; 2];
            }
            let before = rows[0].max(rows[1]);
            let shorter = usize::from(rows[1] < rows[0]);
            let gap = if rows[shorter] == Length::ZERO { Length::ZERO } else { self.gaps[nth] };
            rows[shorter] += gap + self.widths[nth];
            shaped.clusters[at].advance = rows[0].max(rows[1]) - before;
            if rows[0] < rows[1] {
                rows.swap(0, 1);
            }
        }
    }

    /// How much more room its part of a line takes than its clusters count.
    fn more(&self, p: &Prepared, line: &Range<usize>) -> Length {
        let part = self.members.start.max(line.start)..self.members.end.min(line.end);
        if part.is_empty() {
            return Length::ZERO;
        }
        let counted = p.shaped.clusters[part.clone()].iter().map(|cluster| cluster.advance).sum();
        self.part(&part).width - counted
    }

    /// The true width of a member.
    pub fn width_of(&self, at: usize) -> Length {
        self.widths[at - self.members.start]
    }

    /// Blank that goes where a sub-line begins with a member.
    pub fn lead_of(&self, at: usize) -> Length {
        self.blanks[at - self.members.start][0]
    }

    /// The gap before a member inside a sub-line.
    pub fn gap_before(&self, at: usize) -> Length {
        self.gaps[at - self.members.start]
    }

    /// Parts what of the note stands on a line: the first sub-line is at least as long as the second, and longer by as
    /// little as the marks allow.
    pub fn part(&self, part: &Range<usize>) -> Parted {
        let start = self.members.start;
        let mut sums = vec![Length::ZERO];
        let mut sum = Length::ZERO;
        for at in part.clone() {
            sum += self.gaps[at - start] + self.widths[at - start];
            sums.push(sum);
        }
        let full = |from: usize, to: usize| {
            if from == to {
                return Length::ZERO;
            }
            let lead = self.blanks[from - start][0];
            sums[to - part.start] - sums[from - part.start] - self.gaps[from - start] - lead
        };
        let row = |from: usize, to: usize| {
            if from == to { Length::ZERO } else { full(from, to) - self.blanks[to - 1 - start][1] }
        };
        let legal = || (part.start + 1..part.end).filter(|&second| self.may_begin[second - start]);
        let second = legal()
            .find(|&second| full(part.start, second) >= row(second, part.end))
            .or_else(|| legal().next_back())
            .unwrap_or(part.end);
        Parted { second, width: row(part.start, second).max(row(second, part.end)) }
    }
}
