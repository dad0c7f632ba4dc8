//! Widths of columns. In: what each column asks for. Out: [`Columns`].

use super::Plan;
use crate::diag::Diagnostic;
use crate::layout::flow::Flow;
use crate::model::Role;
use crate::unit::Length;

/// A table whose text needs less than this share of the measure is set as narrow as it is.
const NARROW: f64 = 0.6;
/// Text is not set narrower than so many characters while another column or a turned page has room.
const COMFORT: i64 = 4;
/// A word longer than so many characters may be torn before others are and before a table is turned.
const LONG_WORD: i64 = 12;

/// What stands in a line of up to so many characters is no sentence, and wraps only where sentences beside it would have
/// less than so many.
const SHORT: i64 = 12;
const ROOM: i64 = 5;

/// The least a column gets in one of the steps by which columns give way.
type Least<'l> = &'l dyn Fn(&Want) -> Length;

/// What a column asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Want {
    /// So that nothing in it wraps.
    pub line: Length,
    /// So that nothing in its body wraps, and what stands in its head takes two lines.
    pub tight: Length,
    /// So that no word in it is torn.
    pub word: Length,
    /// So that nothing in it is wider than the column.
    pub piece: Length,
}

impl Want {
    /// So that two contents of one column both fit.
    pub fn max(self, other: Self) -> Self {
        let Self { line, tight, word, piece } = other;
        Self {
            line: self.line.max(line),
            tight: self.tight.max(tight),
            word: self.word.max(word),
            piece: self.piece.max(piece),
        }
    }

    /// The same, each asking for `more`.
    pub fn wider(self, more: Length) -> Self {
        let Self { line, tight, word, piece } = self;
        Self { line: line + more, tight: tight + more, word: word + more, piece: piece + more }
    }

    /// Of what cannot wrap.
    pub fn all(width: Length) -> Self {
        Self { line: width, tight: width, word: width, piece: width }
    }

    /// The same in a head: what is longer than a few characters may take two lines.
    pub fn in_head(self, size: Length) -> Self {
        Self { tight: (self.line / 2 + size / 2).max(size * COMFORT).max(self.word).min(self.line), ..self }
    }
}

/// How much had to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Crowd {
    /// Nothing.
    None,
    /// Words are torn, or text runs in columns of a few characters.
    Words,
    /// Columns are narrower than what cannot be parted.
    Pieces,
    /// Columns are narrower than a character.
    Characters,
}

/// The columns of a table: their widths and what parts them.
pub(super) struct Columns {
    pub widths: Vec<Length>,
    /// Where each begins, from the table's left edge.
    pub lefts: Vec<Length>,
    pub crowd: Crowd,
}

impl Columns {
    fn new(widths: Vec<Length>, gap: Length, crowd: Crowd) -> Self {
        let mut left = Length::ZERO;
        let begin = |&width: &Length| {
            let at = left;
            left += width + gap;
            at
        };
        let lefts = widths.iter().map(begin).collect();
        Self { widths, lefts, crowd }
    }

    /// Left edge and width of `count` columns from `first`.
    pub fn reach(&self, first: usize, count: usize) -> (Length, Length) {
        let Some(last) = (first + count).checked_sub(1).filter(|&last| last < self.widths.len()) else {
            return (Length::ZERO, Length::ZERO);
        };
        (self.lefts[first], self.lefts[last] + self.widths[last] - self.lefts[first])
    }

    /// The width of all.
    pub fn total(&self) -> Length {
        self.reach(0, self.widths.len()).1
    }
}

impl Plan<'_> {
    /// The columns on a measure: the author's, else by content. Where all does not fit, the gaps give way first, then
    /// columns of prose; a column of names or dates keeps its width as long as others can give.
    pub fn columns(&self, flow: &Flow, measure: Length) -> Columns {
        let count = self.wants.len().max(1);
        let size = flow.cx.theme.style(Role::TableCell).size;
        let gap = flow.cx.theme.table.gap.at(size).min(measure / (count as i64 * 4));
        let free = |gap: Length| (measure - gap * (count as i64 - 1)).max(Length::pt(1.0) * count as i64);
        let shares: Option<Vec<f64>> = self.table.columns.iter().map(|column| column.width).collect();
        if let Some(shares) = shares.filter(|shares| !shares.is_empty()) {
            let sum: f64 = shares.iter().sum();
            let widths = shares.iter().map(|share| free(gap).scale(share / sum.max(0.01)));
            return Columns::new(widths.collect(), gap, Crowd::None);
        }
        let lines: Vec<Length> = self.wants.iter().map(|want| want.line).collect();
        let line: Length = lines.iter().copied().sum();
        if line <= free(gap) {
            let more = if line < free(gap).scale(NARROW) { Length::ZERO } else { (free(gap) - line) / count as i64 };
            return Columns::new(lines.iter().map(|&line| line + more).collect(), gap, Crowd::None);
        }
        let tight: Vec<Length> = self.wants.iter().map(|want| want.tight).collect();
        if tight.iter().copied().sum::<Length>() <= free(gap) {
            return Columns::new(shared(&lines, &tight, free(gap), size), gap, Crowd::None);
        }
        let em = |want: &Want, count: i64| want.tight.min(size * count);
        let long = |want: &Want| want.word.min(want.piece.max(size * LONG_WORD));
        let steps: [(Length, Crowd, Least); 5] = [
            (gap, Crowd::None, &|want| want.word.max(em(want, COMFORT))),
            (gap / 2, Crowd::None, &|want| want.word.max(em(want, COMFORT))),
            (gap / 2, Crowd::None, &|want| long(want).max(em(want, COMFORT - 1))),
            (gap / 2, Crowd::Words, &|want| long(want).max(em(want, 2))),
            (gap / 2, Crowd::Words, &|want| want.piece.min(size * LONG_WORD)),
        ];
        for (gap, crowd, least) in steps {
            let floors: Vec<Length> = self.wants.iter().map(least).collect();
            if floors.iter().copied().sum::<Length>() <= free(gap) {
                return Columns::new(shared(&tight, &floors, free(gap), size), gap, crowd);
            }
        }
        let gap = gap / 2;
        let crowd = if free(gap) / (count as i64) < size { Crowd::Characters } else { Crowd::Pieces };
        let floors: Vec<Length> = self.wants.iter().map(|want| want.piece.min(size * LONG_WORD)).collect();
        let sum: Length = floors.iter().copied().sum();
        let widths = floors.iter().map(|&floor| free(gap).fraction(floor.raw(), sum.raw().max(1)));
        Columns::new(widths.collect(), gap, crowd)
    }
}

/// Shares `free` among columns that together want more; none gets less than its floor nor more than its line. Names, dates
/// and numbers come first, as long as sentences keep some room; then all grow alike, and who is satisfied by that keeps
/// it. The rest grow as the roots of their lines: the longer one is wider, but not by as much as it is longer.
fn shared(lines: &[Length], floors: &[Length], free: Length, size: Length) -> Vec<Length> {
    let mut floors = floors.to_vec();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&at| lines[at]);
    let room = |at: usize, floors: &[Length]| floors[at].max(lines[at].min(size * ROOM));
    let mut others: Length = (0..lines.len()).map(|at| room(at, &floors)).sum();
    let mut taken = Length::ZERO;
    for &at in &order {
        others -= room(at, &floors);
        if lines[at] > size * SHORT || taken + lines[at] + others > free {
            break;
        }
        taken += lines[at];
        floors[at] = lines[at];
    }
    let alike = grown(lines, &floors, free, |level, _| level);
    for at in 0..lines.len() {
        floors[at] = if alike[at] == lines[at] { lines[at] } else { floors[at] };
    }
    let mut widths = grown(lines, &floors, free, |level, line| level * line.sqrt());
    // What is left over by rounding goes to the column that wants most.
    let rest = free - widths.iter().copied().sum::<Length>();
    if let Some(most) = (0..lines.len()).max_by_key(|&at| lines[at] - widths[at]) {
        widths[most] += rest;
    }
    widths
}

/// Widths between floors and lines, at the highest level on which they still fit.
fn grown(lines: &[Length], floors: &[Length], free: Length, grow: impl Fn(f64, f64) -> f64) -> Vec<Length> {
    let widths = |level: f64| -> Vec<Length> {
        let width = |(&line, &floor): (&Length, &Length)| Length::pt(grow(level, line.to_pt())).min(line).max(floor);
        lines.iter().zip(floors).map(width).collect()
    };
    let (mut low, mut high) = (0.0, free.to_pt().max(1.0));
    // Sixty halvings are more than a length has bits.
    for _ in 0..60 {
        let level = (low + high) / 2.0;
        if widths(level).into_iter().sum::<Length>() <= free { low = level } else { high = level }
    }
    widths(low)
}

/// Tells when columns are too narrow for what stands in them.
pub(super) fn report(flow: &mut Flow, plan: &Plan, columns: &Columns) {
    let span = &plan.table.span;
    let finding = match columns.crowd {
        Crowd::None | Crowd::Words => return,
        Crowd::Pieces => {
            let message = "the table's columns are too narrow for its longest words";
            Diagnostic::warning("crowded-table", span, message)
        }
        Crowd::Characters => {
            Diagnostic::error("crowded-table", span, "the table's columns are narrower than a character")
        }
    };
    flow.say(finding.help("give it fewer columns, or shorter words"));
}
