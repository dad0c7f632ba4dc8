//! Chooses all breaks of a paragraph together: the cheapest way through its legal breaks (CJK-29). In: [`Prepared`].
//! Out: [`Broken`] lines. Next: `place`.
//!
//! Unlike in Knuth and Plass's text a line may end almost anywhere, so breaks are pruned by width: only lines between a
//! tightest and a loosest are weighed, and the time grows with the characters times the few ends each line can have.
//! What is cut or hung at a line's end, and cut at its start, belongs to the break and not to the characters.

use std::cmp::Ordering;

use super::Par;
use super::gaps::Stretch;
use super::linebreak::{Broken, Edge, Hyphens};
use super::prepare::Prepared;
use crate::text::tables::{
    PENALTY_DASH_AT_START, PENALTY_HYPHEN, PENALTY_LINE, PENALTY_LOOSE, PENALTY_NUMBER_COUNTER, PENALTY_ORPHAN,
    PENALTY_TWO_HYPHENS, SHRINK_PAUSE, STRETCH_MAX,
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
/// What a line costs more whose commas have lost all their blank.
const PAUSES: f64 = 40.0;
/// What a line costs more that has shrunk those too.
const SENTENCES: f64 = 200.0;
/// A row of marks parted, a word cut where no hyphen goes.
const RELIEF: f64 = 3_000.0;
const EMERGENCY: f64 = 8_000.0;
/// What a line costs that cannot be set at all; no loose line costs as much.
const WORST: f64 = 1_000_000.0;

/// Sums over gaps that tell in a moment how far a line stretches: for each boundary, of the gaps before it.
struct Gaps {
    sums: Vec<Sum>,
}

/// Sums of the gaps before a boundary.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// What word spaces and autospaces may stretch.
    spaces: Length,
    /// How many gaps without a visible blank there are.
    han: u32,
    /// How many beside a mark's blank.
    blanks: u32,
    /// How many word spaces.
    words: u32,
    /// What the blanks after ，、；： may shrink, and what shrinks sooner.
    pauses: Length,
    sooner: Length,
}

/// The best way to a break.
#[derive(Clone, Copy)]
struct Way {
    cost: f64,
    from: usize,
    edge: Edge,
    /// How many lines it has.
    lines: usize,
}

/// All breaks of a paragraph, chosen together.
pub(super) fn total_fit(p: &Prepared, par: &Par, hyphens: Hyphens) -> Vec<Broken> {
    let gaps = Gaps::new(p);
    let least = |measure: Length| {
        if gaps.sums[p.gaps.len()].words > 0 {
            measure.scale(LEAST_FULL_OF_WORDS)
        } else {
            measure.scale(LEAST_FULL).min(measure - p.size.scale(LEAST_FULL_EM))
        }
    };
    let measures = [par.measure_of(0), par.measure_of(par.indented)];
    let fit = Fit { p, least: measures.map(least), measures, indented: par.indented, gaps };
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
    /// The measure of the first lines and of the others, and the least a line of each is full.
    measures: [Length; 2],
    least: [Length; 2],
    /// How many the first are.
    indented: usize,
    gaps: Gaps,
}

/// A place where a line may end and the next begin, with what every line from or to it needs to know.
struct Node {
    /// The cluster after it.
    at: usize,
    /// What a line that begins here has before it.
    begin: Length,
    /// What a line that ends here reaches to, with all its blank.
    end: Length,
    /// The boundary after its last ink.
    ink: usize,
    /// How its last mark may stand, and what each way cuts off.
    edges: &'static [Edge],
    cuts: [Length; 3],
    /// The largest of these.
    most: Length,
    /// What ending here costs, whatever the line.
    cost: f64,
}

impl Fit<'_> {
    fn node(&self, at: usize) -> Node {
        let p = self.p;
        let ink = p.ink_end(0, at);
        let edges = p.edges(0, at);
        let mut cuts = [Length::ZERO; 3];
        for (cut, &edge) in cuts.iter_mut().zip(edges) {
            *cut = p.cut(ink, edge);
        }
        Node {
            at,
            begin: p.line_begin(at),
            end: p.line_end(at, ink),
            ink,
            edges,
            cuts,
            most: cuts[..edges.len()].iter().copied().max().unwrap_or_default(),
            cost: if at < p.shaped.clusters.len() { self.at_break(at) } else { 0.0 },
        }
    }

    fn stretch_of_text(&self, start: usize, end: usize, hyphens: Hyphens, lines: &mut Vec<Broken>) {
        let open = |at: usize| match self.p.breaks[at] {
            Break::Allowed | Break::Counter | Break::Relief | Break::Emergency | Break::Forced => true,
            Break::Hyphen => hyphens == Hyphens::Yes,
            Break::No => false,
        };
        let mut nodes: Vec<Node> = Vec::with_capacity(end - start + 1);
        nodes.push(self.node(start));
        nodes.extend((start + 1..end).filter(|&at| open(at)).map(|at| self.node(at)));
        nodes.push(self.node(end));
        let mut ways: Vec<Option<Way>> = vec![None; nodes.len()];
        ways[0] = Some(Way { cost: 0.0, from: 0, edge: Edge::Full, lines: lines.len() });
        // The first node from which a line to the present one is not too long; it only ever moves on.
        let mut first = 0;
        for to in 1..nodes.len() {
            while first + 1 < to && self.is_too_long(&nodes[first], &nodes[to], ways[first]) {
                first += 1;
            }
            ways[to] = self.best(&nodes, &ways, first..to);
        }
        let mut found = Vec::new();
        let mut at = nodes.len() - 1;
        while at > 0 {
            let (from, edge) = ways[at].map_or((at - 1, Edge::Full), |way| (way.from, way.edge));
            found.push(Broken { start: nodes[from].at, end: nodes[at].at, last: at + 1 == nodes.len(), edge });
            at = from;
        }
        lines.extend(found.into_iter().rev());
    }

    /// The cheapest way to the node after `from`; lines less full than wanted only where there are no others.
    fn best(&self, nodes: &[Node], ways: &[Option<Way>], from: std::ops::Range<usize>) -> Option<Way> {
        let end = &nodes[from.end];
        let last = from.end + 1 == nodes.len();
        let hyphen = !last && self.p.breaks[end.at] == Break::Hyphen;
        let mut best: Option<Way> = None;
        for at in from {
            let Some(way) = ways[at] else { continue };
            // Every line costs something: what is dearer before it is not made cheaper by it.
            if best.is_some_and(|best| way.cost >= best.cost) {
                continue;
            }
            let begin = &nodes[at];
            let which = usize::from(way.lines >= self.indented);
            let (measure, least) = (self.measures[which], self.least[which]);
            let mut weighed = false;
            for (&edge, &cut) in end.edges.iter().zip(&end.cuts) {
                if edge == Edge::Hang && end.ink <= begin.at + 1 {
                    continue;
                }
                let width = if end.ink > begin.at { end.end - begin.begin - cut } else { Length::ZERO };
                if !last && best.is_some() && width < least {
                    continue;
                }
                weighed = true;
                let cost = if last {
                    self.last_line(begin.at, end.at, measure, width)
                } else {
                    // Two hyphens in a row are as bad as a character left alone.
                    let again = hyphen && begin.at > 0 && self.p.breaks[begin.at] == Break::Hyphen;
                    let hyphens = if again { PENALTY_TWO_HYPHENS + PENALTY_ORPHAN } else { 0.0 };
                    self.line(begin.at, end, measure, width) + end.cost + hyphens
                };
                let cost = way.cost + (PENALTY_LINE + cost) * (PENALTY_LINE + cost);
                if best.is_none_or(|best| cost < best.cost) {
                    best = Some(Way { cost, from: at, edge, lines: way.lines + 1 });
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

    fn is_too_long(&self, begin: &Node, end: &Node, way: Option<Way>) -> bool {
        // Where no line ends none begins.
        let Some(way) = way else { return true };
        if end.ink <= begin.at {
            return false;
        }
        let shrink = self.p.all_shrinks[end.ink] - self.p.all_shrinks[begin.at + 1];
        end.end - end.most - begin.begin - shrink > self.measures[usize::from(way.lines >= self.indented)]
    }

    /// What a full line costs: how far it is from rest, to the third power.
    fn line(&self, start: usize, end: &Node, measure: Length, width: Length) -> f64 {
        let p = self.p;
        let free = measure - width;
        if free < Length::ZERO {
            return self.tight(start, end.at, -free);
        }
        let ink = end.ink;
        if ink <= start + 1 {
            return if free == Length::ZERO { 0.0 } else { WORST };
        }
        let (before, after) = (&self.gaps.sums[start + 1], &self.gaps.sums[ink]);
        let spaces = after.spaces - before.spaces;
        if free <= spaces {
            // Spaces that open are seen less than gaps between Han.
            let ratio = free.ratio(spaces);
            return SPACES_FULL * ratio * ratio * ratio;
        }
        let rest = (free - spaces).ratio(p.size);
        let (han, blanks) = (f64::from(after.han - before.han), f64::from(after.blanks - before.blanks));
        // Blanks of marks open where the line would be loose without; where there is nothing else, word spaces do.
        let places = match han {
            han if han > 0.0 && rest <= han * STRETCH_MAX => han,
            han if han + blanks > 0.0 => han + blanks,
            _ => f64::from(after.words - before.words),
        };
        if places == 0.0 {
            return WORST;
        }
        let ratio = rest / places / STRETCH_MAX;
        let spaces = if spaces > Length::ZERO { SPACES_FULL } else { 0.0 };
        let loose = if ratio > 1.0 { PENALTY_LOOSE } else { 0.0 };
        (spaces + FULL * ratio * ratio * ratio + loose).min(WORST)
    }

    /// Shrinking all that may shrink costs as much as a loose line; what cannot shrink enough is too long. A comma that
    /// has lost all its blank is seen, however much else the line had to give.
    fn tight(&self, start: usize, end: usize, need: Length) -> f64 {
        let room = self.p.shrink(start, end, false);
        if need <= room {
            let ink = self.p.ink_end(start, end);
            let (from, to) = (&self.gaps.sums[start + 1], &self.gaps.sums[ink]);
            let pauses = to.pauses - from.pauses;
            let gone = (need - (to.sooner - from.sooner)).clamp(Length::ZERO, pauses).ratio(pauses);
            let ratio = need.ratio(room);
            return FULL * ratio * ratio * ratio + PAUSES * gone * gone * gone;
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
        let mut sums = Vec::with_capacity(p.gaps.len() + 1);
        let mut sum = Sum::default();
        sums.push(sum);
        for gap in &p.gaps {
            match gap.stretch {
                Stretch::Word => {
                    sum.words += 1;
                    sum.spaces += gap.stretch_by;
                }
                Stretch::Auto => sum.spaces += gap.stretch_by,
                Stretch::Han => sum.han += 1,
                Stretch::Blank => sum.blanks += 1,
                Stretch::Never => {}
            }
            match gap.step.cmp(&SHRINK_PAUSE) {
                Ordering::Less => sum.sooner += gap.shrink,
                Ordering::Equal => sum.pauses += gap.shrink,
                Ordering::Greater => {}
            }
            sums.push(sum);
        }
        Self { sums }
    }
}
