//! Titles in a shape: lines that grow, shrink, or grow and shrink (GB/T 9704, 7.3.1: a trapezium or a lozenge).

use super::Par;
use super::linebreak::{Hyphens, greedy};
use super::prepare::Prepared;
use crate::text::Break;
use crate::unit::Length;

/// By how many characters neighbouring lines of a shape differ at best.
const STEP: f64 = 3.0;
/// What a line costs that begins or ends with a word that clings to its neighbour.
const CLINGS: f64 = 4.0;
/// Titles of more lines than this are balanced only.
const MOST: usize = 3;

impl Prepared {
    /// Forces the breaks of a title so that its lines make a shape; one it has no shape for stays as it is.
    pub fn shape(&mut self, text: &str, par: &Par) {
        let count = self.shaped.clusters.len();
        if self.breaks.iter().take(count).any(|found| *found == Break::Forced) {
            return;
        }
        let lines = greedy(self, par, Hyphens::No).len();
        if !(2..=MOST).contains(&lines) {
            return;
        }
        let places: Vec<usize> = (1..count).filter(|&at| self.breaks[at] == Break::Allowed).collect();
        let chosen = match lines {
            2 => self.best(places.iter().map(|&at| vec![at]), text, par),
            _ => {
                let pairs = places
                    .iter()
                    .enumerate()
                    .flat_map(|(nth, &first)| places[nth + 1..].iter().map(move |&second| vec![first, second]));
                self.best(pairs, text, par)
            }
        };
        for at in chosen.unwrap_or_default() {
            self.breaks[at] = Break::Forced;
        }
    }

    fn best(&self, choices: impl Iterator<Item = Vec<usize>>, text: &str, par: &Par) -> Option<Vec<usize>> {
        let count = self.shaped.clusters.len();
        let mut best: Option<(f64, Vec<usize>)> = None;
        for choice in choices {
            let ends = choice.iter().copied().chain([count]);
            let mut start = 0;
            let mut widths = Vec::with_capacity(3);
            for end in ends {
                widths.push(self.least_width(start, end));
                start = end;
            }
            if widths.iter().any(|&width| width > par.measure) {
                continue;
            }
            let clinging: usize = choice.iter().map(|&at| self.clings(text, at)).sum();
            let cost = cost(&widths, self.size) + clinging as f64 * CLINGS;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, choice));
            }
        }
        best.map(|(_, choice)| choice)
    }

    /// How many words cling to their neighbour over a break.
    fn clings(&self, text: &str, at: usize) -> usize {
        let place = self.shaped.clusters[at].start as usize;
        let (before, after) = text.split_at(place);
        let begins = ["的", "和", "与", "及", "等", "了", "之"].iter().any(|word| after.starts_with(word));
        let ends = ["关于", "对", "在", "和", "与", "及", "以及"].iter().any(|word| before.ends_with(word));
        usize::from(begins) + usize::from(ends)
    }
}

/// How far lines are from a shape, in characters.
fn cost(widths: &[Length], size: Length) -> f64 {
    let off = |longer: Length, shorter: Length| ((longer - shorter).ratio(size) - STEP).abs();
    match *widths {
        [a, b] => off(a.max(b), a.min(b)),
        [a, b, c] => {
            let lozenge = off(b, a.max(c)) + (a - c).abs().ratio(size);
            let falling = off(a, b) + off(b, c);
            let rising = off(c, b) + off(b, a);
            lozenge.min(falling).min(rising)
        }
        [..] => 0.0,
    }
}
