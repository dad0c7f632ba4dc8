//! Chooses all breaks of a paragraph together: the cheapest way through its legal breaks (CJK-29). In: [`Prepared`].
//! Out: [`Broken`] lines. Next: `place`.
//!
//! Unlike in Knuth and Plass's text a line may end almost anywhere, so breaks are pruned by width: only lines between a
//! tightest and a loosest are weighed, and the time grows with the characters times the few ends each line can have.

use super::Par;
use super::linebreak::{Broken, LAST_LINE_MIN};
use super::prepare::{Prepared, Stretch};
use crate::text::{Break, Class};
use crate::unit::Length;

/// Added space per gap between Han at which a line is loose, in em; a line this loose costs 100.
const LOOSE: f64 = 0.125;
/// A line less full than this share of the measure is weighed only where nothing fuller can be had.
const LEAST_FULL: f64 = 0.86;
/// The same where words part lines: one word more or less is a good part of a line.
const LEAST_FULL_OF_WORDS: f64 = 0.5;
/// What every line costs, so that fewer are better.
const LINE: f64 = 10.0;
/// A last line of a single character (CJK-30).
const ORPHAN: f64 = 5000.0;
/// …… or —— at a line's start: allowed, not liked.
const DASH_AT_START: f64 = 30.0;
/// What a line costs that cannot be set at all; no loose line costs as much.
const WORST: f64 = 1_000_000.0;

/// Sums over gaps that tell in a moment how far a line stretches.
struct Gaps {
    /// What word spaces and autospaces may stretch before each cluster.
    spaces: Vec<Length>,
    /// How many gaps between Han there are before each cluster.
    han: Vec<u32>,
    /// How many word spaces.
    words: Vec<u32>,
    /// The share of the measure below which a line is not weighed.
    least_full: f64,
}

/// The best way to a break.
#[derive(Clone, Copy)]
struct Way {
    cost: f64,
    from: usize,
}

/// All breaks of a paragraph, chosen together.
pub(super) fn total_fit(p: &Prepared, par: &Par) -> Vec<Broken> {
    let gaps = Gaps::new(p);
    let count = p.shaped.clusters.len();
    let mut lines = Vec::new();
    let mut start = 0;
    // A break the author wants parts a paragraph in two that know nothing of each other.
    while start < count {
        let end = (start + 1..count).find(|&at| p.breaks[at] == Break::Forced).unwrap_or(count);
        stretch_of_text(p, par, &gaps, start, end, &mut lines);
        start = end;
    }
    lines
}

fn stretch_of_text(p: &Prepared, par: &Par, gaps: &Gaps, start: usize, end: usize, lines: &mut Vec<Broken>) {
    let mut nodes: Vec<usize> = vec![start];
    nodes.extend((start + 1..end).filter(|&at| p.breaks[at] == Break::Allowed));
    nodes.push(end);
    let mut ways: Vec<Option<Way>> = vec![None; nodes.len()];
    ways[0] = Some(Way { cost: 0.0, from: 0 });
    // The first node from which a line to the present one is not too long; it only ever moves on.
    let mut first = 0;
    for to in 1..nodes.len() {
        let last = to + 1 == nodes.len();
        while first + 1 < to && is_too_long(p, par, nodes[first], nodes[to]) {
            first += 1;
        }
        ways[to] = best(p, par, gaps, &nodes, &ways, first..to, last);
    }
    let mut found = Vec::new();
    let mut at = nodes.len() - 1;
    while at > 0 {
        let from = ways[at].map_or(at - 1, |way| way.from);
        found.push(Broken { start: nodes[from], end: nodes[at], last: at + 1 == nodes.len() });
        at = from;
    }
    lines.extend(found.into_iter().rev());
}

/// The cheapest way to the node after `from`; lines less full than wanted only where there are no others.
fn best(
    p: &Prepared,
    par: &Par,
    gaps: &Gaps,
    nodes: &[usize],
    ways: &[Option<Way>],
    from: std::ops::Range<usize>,
    last: bool,
) -> Option<Way> {
    let end = nodes[from.end];
    let mut best: Option<Way> = None;
    for at in from.clone() {
        let Some(way) = ways[at] else { continue };
        let measure = measure(par, nodes[at]);
        let width = p.width(nodes[at], end);
        if !last && best.is_some() && width < measure.scale(gaps.least_full) {
            break;
        }
        let mut cost = if last {
            last_line(p, nodes[at], end, measure, width)
        } else {
            line(p, gaps, nodes[at], end, measure, width)
        };
        if !last && matches!(p.shaped.clusters[end].class, Class::Dash | Class::Ellipsis) {
            cost += DASH_AT_START;
        }
        let cost = way.cost + (LINE + cost) * (LINE + cost);
        if best.is_none_or(|best| cost < best.cost) {
            best = Some(Way { cost, from: at });
        }
    }
    best
}

fn measure(par: &Par, start: usize) -> Length {
    if start == 0 { par.measure - par.indent } else { par.measure }
}

fn is_too_long(p: &Prepared, par: &Par, start: usize, end: usize) -> bool {
    p.width(start, end) - p.shrink(start, end) > measure(par, start)
}

/// What a full line costs: how far it is from rest, to the third power.
fn line(p: &Prepared, gaps: &Gaps, start: usize, end: usize, measure: Length, width: Length) -> f64 {
    let free = measure - width;
    if free < Length::ZERO {
        return tight(p, start, end, -free);
    }
    let ink = p.ink_end(start, end);
    if ink <= start + 1 {
        return if free == Length::ZERO { 0.0 } else { WORST };
    }
    let spaces = gaps.spaces[ink] - gaps.spaces[start + 1];
    if free <= spaces {
        // Spaces that open are seen less than gaps between Han.
        let ratio = free.ratio(spaces);
        return 30.0 * ratio * ratio * ratio;
    }
    let han = gaps.han[ink] - gaps.han[start + 1];
    let rest = free - spaces;
    // Where there are no gaps between Han, word spaces take what is left.
    let places = if han > 0 { han } else { (gaps.words[ink] - gaps.words[start + 1]).max(1) };
    let ratio = rest.ratio(p.size) / f64::from(places) / LOOSE;
    (30.0 + 100.0 * ratio * ratio * ratio).min(WORST)
}

/// Shrinking all that may shrink costs as much as a loose line; what cannot shrink enough is too long.
fn tight(p: &Prepared, start: usize, end: usize, need: Length) -> f64 {
    let room = p.shrink(start, end);
    if need > room {
        return WORST;
    }
    let ratio = need.ratio(room);
    100.0 * ratio * ratio * ratio
}

fn last_line(p: &Prepared, start: usize, end: usize, measure: Length, width: Length) -> f64 {
    let tight = if width > measure { tight(p, start, end, width - measure) } else { 0.0 };
    let alone = start > 0 && p.visible(start, end) < LAST_LINE_MIN;
    tight + if alone { ORPHAN } else { 0.0 }
}

impl Gaps {
    fn new(p: &Prepared) -> Self {
        let (mut spaces, mut han, mut words) = (vec![Length::ZERO], vec![0], vec![0]);
        for (at, gap) in p.gaps.iter().enumerate() {
            let space = match gap.stretch {
                Stretch::Word | Stretch::Auto => gap.stretch_by,
                Stretch::Never | Stretch::Han => Length::ZERO,
            };
            spaces.push(spaces[at] + space);
            han.push(han[at] + u32::from(gap.stretch == Stretch::Han));
            words.push(words[at] + u32::from(gap.stretch == Stretch::Word));
        }
        let least_full = if words[p.gaps.len()] > 0 { LEAST_FULL_OF_WORDS } else { LEAST_FULL };
        Self { spaces, han, words, least_full }
    }
}
