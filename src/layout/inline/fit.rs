//! Chooses all breaks of a paragraph together: the cheapest way through its legal breaks (CJK-29). In: [`Prepared`].
//! Out: [`Broken`] lines. Next: `place`.
//!
//! Unlike in Knuth and Plass's text a line may end almost anywhere, so breaks are pruned by width: only lines between a
//! tightest and a loosest are weighed, and the time grows with the characters times the few ends each line can have.
//! What is cut or hung at a line's end, and cut at its start, belongs to the break and not to the characters.

use super::Par;
use super::gaps::Stretch;
use super::linebreak::{Broken, Edge, Hyphens};
use super::prepare::Prepared;
use crate::text::tables::{
    PENALTY_DASH_AT_START, PENALTY_HYPHEN, PENALTY_LINE, PENALTY_LOOSE, PENALTY_NUMBER_COUNTER, PENALTY_ORPHAN,
    PENALTY_TWO_HYPHENS, STRETCH_MAX,
};
use crate::text::{Break, Class};
use crate::unit::Length;

/// A line less full than this share of the measure is weighed only where nothing fuller can be had.
const LEAST_FULL: f64 = 0.86;
/// The same in em below the measure: in a narrow column one character is a large share.
const LEAST_FULL_EM: f64 = 2.2;
/// The same where words part lines: one word more or less is a good part of a line.
const LEAST_FULL_OF_WORDS: f64 = 0.5;
/// What a line costs whose spaces are as wide as they may be while gaps between Han are still closed.
const SPACES_FULL: f64 = 30.0;
/// What a line costs that has shrunk all but the blanks after sentences; stretching to the limit costs the same.
const FULL: f64 = 100.0;
/// What a line costs more that has shrunk those too.
const SENTENCES: f64 = 200.0;
/// A row of marks parted, a word cut where no hyphen goes.
const RELIEF: f64 = 3_000.0;
const EMERGENCY: f64 = 8_000.0;
/// What a line costs that cannot be set at all; no loose line costs as much.
const WORST: f64 = 1_000_000.0;

/// Sums over gaps that tell in a moment how far a line stretches.
struct Gaps {
    /// What word spaces and autospaces may stretch before each cluster.
    spaces: Vec<Length>,
    /// How many gaps without a visible blank there are before each cluster.
    han: Vec<u32>,
    /// How many beside a mark's blank.
    blanks: Vec<u32>,
    /// How many word spaces.
    words: Vec<u32>,
}

/// The best way to a break.
#[derive(Clone, Copy)]
struct Way {
    cost: f64,
    from: usize,
    edge: Edge,
}

/// All breaks of a paragraph, chosen together.
pub(super) fn total_fit(p: &Prepared, par: &Par, hyphens: Hyphens) -> Vec<Broken> {
    let fit = Fit { p, par, gaps: Gaps::new(p) };
    let count = p.shaped.clusters.len();
    let mut lines = Vec::new();
    let mut start = 0;
    // A break the author wants parts a paragraph in two that know nothing of each other.
    while start < count {
        let end = (start + 1..count).find(|&at| p.breaks[at] == Break::Forced).unwrap_or(count);
        fit.stretch_of_text(start, end, hyphens, &mut lines);
        start = end;
    }
    lines
}

struct Fit<'a> {
    p: &'a Prepared,
    par: &'a Par,
    gaps: Gaps,
}

impl Fit<'_> {
    fn stretch_of_text(&self, start: usize, end: usize, hyphens: Hyphens, lines: &mut Vec<Broken>) {
        let open = |at: usize| match self.p.breaks[at] {
            Break::Allowed | Break::Counter | Break::Relief | Break::Emergency | Break::Forced => true,
            Break::Hyphen => hyphens == Hyphens::Yes,
            Break::No => false,
        };
        let mut nodes: Vec<usize> = vec![start];
        nodes.extend((start + 1..end).filter(|&at| open(at)));
        nodes.push(end);
        let mut ways: Vec<Option<Way>> = vec![None; nodes.len()];
        ways[0] = Some(Way { cost: 0.0, from: 0, edge: Edge::Full });
        // The first node from which a line to the present one is not too long; it only ever moves on.
        let mut first = 0;
        for to in 1..nodes.len() {
            while first + 1 < to && self.is_too_long(nodes[first], nodes[to]) {
                first += 1;
            }
            ways[to] = self.best(&nodes, &ways, first..to);
        }
        let mut found = Vec::new();
        let mut at = nodes.len() - 1;
        while at > 0 {
            let (from, edge) = ways[at].map_or((at - 1, Edge::Full), |way| (way.from, way.edge));
            found.push(Broken { start: nodes[from], end: nodes[at], last: at + 1 == nodes.len(), edge });
            at = from;
        }
        lines.extend(found.into_iter().rev());
    }

    /// The cheapest way to the node after `from`; lines less full than wanted only where there are no others.
    fn best(&self, nodes: &[usize], ways: &[Option<Way>], from: std::ops::Range<usize>) -> Option<Way> {
        let end = nodes[from.end];
        let last = from.end + 1 == nodes.len();
        let at_break = if last { 0.0 } else { self.at_break(end) };
        let mut best: Option<Way> = None;
        for at in from {
            let Some(way) = ways[at] else { continue };
            let start = nodes[at];
            let measure = self.par.measure_at(start);
            let hyphens = if self.p.breaks[end] == Break::Hyphen && start > 0 && self.p.breaks[start] == Break::Hyphen {
                // Two hyphens in a row are as bad as a character left alone.
                PENALTY_TWO_HYPHENS + PENALTY_ORPHAN
            } else {
                0.0
            };
            let mut weighed = false;
            for &edge in self.p.edges(start, end) {
                let width = self.p.width(start, end, edge);
                if !last && best.is_some() && width < self.least(measure) {
                    continue;
                }
                weighed = true;
                let cost = if last {
                    self.last_line(start, end, measure, width)
                } else {
                    self.line(start, end, measure, width) + at_break + hyphens
                };
                let cost = way.cost + (PENALTY_LINE + cost) * (PENALTY_LINE + cost);
                if best.is_none_or(|best| cost < best.cost) {
                    best = Some(Way { cost, from: at, edge });
                }
            }
            if !weighed {
                break;
            }
        }
        best
    }

    /// What breaking before the cluster `at` costs, whatever the line.
    fn at_break(&self, at: usize) -> f64 {
        let penalty = match self.p.breaks[at] {
            Break::Counter => PENALTY_NUMBER_COUNTER,
            Break::Hyphen => PENALTY_HYPHEN,
            Break::Relief => RELIEF,
            Break::Emergency => EMERGENCY,
            Break::No | Break::Allowed | Break::Forced => 0.0,
        };
        let dash = matches!(self.p.shaped.clusters[at].class, Class::Dash | Class::Ellipsis);
        penalty + if dash { PENALTY_DASH_AT_START } else { 0.0 }
    }

    fn least(&self, measure: Length) -> Length {
        if self.gaps.words[self.p.gaps.len()] > 0 {
            measure.scale(LEAST_FULL_OF_WORDS)
        } else {
            measure.scale(LEAST_FULL).min(measure - self.p.size.scale(LEAST_FULL_EM))
        }
    }

    fn is_too_long(&self, start: usize, end: usize) -> bool {
        self.p.least_width(start, end) - self.p.shrink(start, end, true) > self.par.measure_at(start)
    }

    /// What a full line costs: how far it is from rest, to the third power.
    fn line(&self, start: usize, end: usize, measure: Length, width: Length) -> f64 {
        let (p, gaps) = (self.p, &self.gaps);
        let free = measure - width;
        if free < Length::ZERO {
            return self.tight(start, end, -free);
        }
        let ink = p.ink_end(start, end);
        if ink <= start + 1 {
            return if free == Length::ZERO { 0.0 } else { WORST };
        }
        let spaces = gaps.spaces[ink] - gaps.spaces[start + 1];
        if free <= spaces {
            // Spaces that open are seen less than gaps between Han.
            let ratio = free.ratio(spaces);
            return SPACES_FULL * ratio * ratio * ratio;
        }
        let between = |sums: &[u32]| f64::from(sums[ink] - sums[start + 1]);
        let rest = (free - spaces).ratio(p.size);
        let (han, blanks) = (between(&gaps.han), between(&gaps.blanks));
        // Blanks of marks open where the line would be loose without; where there is nothing else, word spaces do.
        let places = match han {
            han if han > 0.0 && rest <= han * STRETCH_MAX => han,
            han if han + blanks > 0.0 => han + blanks,
            _ => between(&gaps.words),
        };
        if places == 0.0 {
            return WORST;
        }
        let ratio = rest / places / STRETCH_MAX;
        let spaces = if spaces > Length::ZERO { SPACES_FULL } else { 0.0 };
        let loose = if ratio > 1.0 { PENALTY_LOOSE } else { 0.0 };
        (spaces + FULL * ratio * ratio * ratio + loose).min(WORST)
    }

    /// Shrinking all that may shrink costs as much as a loose line; what cannot shrink enough is too long.
    fn tight(&self, start: usize, end: usize, need: Length) -> f64 {
        let room = self.p.shrink(start, end, false);
        if need <= room {
            let ratio = need.ratio(room);
            return FULL * ratio * ratio * ratio;
        }
        let all = self.p.shrink(start, end, true);
        if need > all { WORST } else { FULL + SENTENCES * (need - room).ratio(all - room) }
    }

    fn last_line(&self, start: usize, end: usize, measure: Length, width: Length) -> f64 {
        let tight = if width > measure { self.tight(start, end, width - measure) } else { 0.0 };
        tight + if self.p.is_orphan(start, end) { PENALTY_ORPHAN } else { 0.0 }
    }
}

impl Gaps {
    fn new(p: &Prepared) -> Self {
        let count = p.gaps.len();
        let mut gaps = Self {
            spaces: Vec::with_capacity(count + 1),
            han: Vec::with_capacity(count + 1),
            blanks: Vec::with_capacity(count + 1),
            words: Vec::with_capacity(count + 1),
        };
        let (mut spaces, mut han, mut blanks, mut words) = (Length::ZERO, 0, 0, 0);
        for at in 0..=count {
            gaps.spaces.push(spaces);
            gaps.han.push(han);
            gaps.blanks.push(blanks);
            gaps.words.push(words);
            match p.gaps.get(at).map(|gap| (gap.stretch, gap.stretch_by)) {
                Some((Stretch::Word, by)) => {
                    words += 1;
                    spaces += by;
                }
                Some((Stretch::Auto, by)) => spaces += by,
                Some((Stretch::Han, _)) => han += 1,
                Some((Stretch::Blank, _)) => blanks += 1,
                Some((Stretch::Never, _)) | None => {}
            }
        }
        gaps
    }
}
