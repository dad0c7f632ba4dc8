//! Boundaries between clusters where the characters alone do not decide whether a line may part: addresses, words of
//! titles, hyphens, and pieces wider than their line. Part of `prepare` and `linebreak`.

use super::super::frame::Target;
use super::collect::Collected;
use super::prepare::Prepared;
use crate::model::Face;
use crate::text::tables::{ADDRESS_JOINTS, RELIEF_RUN};
use crate::text::{Break, Class, Shaped, Shaper, Span, Style, addresses, hyphen, words};
use crate::unit::Length;

/// What a divided word ends with.
pub(super) const HYPHEN: &str = "-";

/// Addresses, paths and program text part after their joints, without a hyphen: in Chinese lines they are too long to
/// be moved down whole (CJK-22).
pub(super) fn part_addresses(collected: &Collected, shaped: &Shaped, breaks: &mut [Break]) {
    let typed = addresses(&collected.text);
    let technical: Vec<bool> = collected
        .pieces
        .iter()
        .zip(&collected.spans)
        .map(|(piece, span)| matches!(piece.link, Some((Target::Url(_), _))) || span.style.face == Face::Mono)
        .collect();
    if typed.is_empty() && !technical.contains(&true) {
        return;
    }
    let mut next = 0;
    let mut is_address = |at: usize| {
        let start = shaped.clusters[at].start as usize;
        while next < typed.len() && typed[next].end <= start {
            next += 1;
        }
        typed.get(next).is_some_and(|range| range.contains(&start))
    };
    let first = |at: usize| collected.text[shaped.clusters[at].start as usize..].chars().next().unwrap_or(' ');
    let mut before_is_address = false;
    for (at, place) in breaks.iter_mut().enumerate().take(shaped.clusters.len()) {
        let address = is_address(at);
        let both = |at: usize| technical[shaped.clusters[at].span as usize];
        let inside = at > 0 && ((address && before_is_address) || (both(at - 1) && both(at)));
        before_is_address = address;
        if !inside || *place == Break::Forced {
            continue;
        }
        let (before, after) = (first(at - 1), first(at));
        let joint = ADDRESS_JOINTS.contains(before) || matches!(before, '#' | ':' | '(' | ',');
        let hump = before.is_ascii_lowercase() && after.is_ascii_uppercase();
        if hump || (joint && after.is_ascii_alphanumeric()) {
            *place = Break::Allowed;
        }
    }
}

/// A formula parts between its parts, at a price: it is read more easily whole.
pub(super) fn part_formulas(shaped: &Shaped, breaks: &mut [Break]) {
    for (at, pair) in shaped.clusters.windows(2).enumerate() {
        if pair.iter().all(|cluster| cluster.class == Class::Formula) && pair[0].span == pair[1].span {
            breaks[at + 1] = Break::Counter;
        }
    }
}

/// Opens Western words where a hyphen may divide them, and says for each boundary how wide that hyphen is; nothing where
/// no word may be divided (CJK-22). Addresses and program text are never hyphenated.
pub(super) fn hyphenate(
    shaper: &mut Shaper,
    collected: &Collected,
    shaped: &Shaped,
    breaks: &mut [Break],
) -> Vec<Length> {
    let mut hyphens = Vec::new();
    let mut widths: Vec<Option<Length>> = vec![None; collected.spans.len()];
    let wordly = |class: Class| matches!(class, Class::Latin | Class::Other);
    let clusters = &shaped.clusters;
    let mut at = 0;
    while at < clusters.len() {
        let (start, span) = (at, clusters[at].span as usize);
        at += 1;
        if clusters[start].class != Class::Latin {
            continue;
        }
        while at < clusters.len() && wordly(clusters[at].class) && clusters[at].span as usize == span {
            at += 1;
        }
        let (style, piece) = (collected.spans[span].style, &collected.pieces[span]);
        let technical = style.face == Face::Mono || matches!(piece.link, Some((Target::Url(_), _)));
        let first = clusters[start].start as usize;
        let word = &collected.text[first..clusters[at - 1].end as usize];
        // Shorter than what stays on both sides of a hyphen: no word to ask about.
        if technical || word.len() < 5 || word.contains("://") {
            continue;
        }
        let points = hyphen::points(word, style.lang);
        let joints = if points.is_empty() { joints(word) } else { Vec::new() };
        let places = points.iter().map(|&point| (point, true)).chain(joints.iter().map(|&joint| (joint, false)));
        for (point, shown) in places {
            let Ok(place) = clusters[start..at].binary_search_by_key(&(first + point), |c| c.start as usize) else {
                continue;
            };
            let width = match shown {
                true => *widths[span].get_or_insert_with(|| hyphen_width(shaper, style)),
                false => Length::ZERO,
            };
            if hyphens.is_empty() {
                hyphens = vec![Length::ZERO; clusters.len() + 1];
            }
            hyphens[start + place] = width;
            breaks[start + place] = Break::Hyphen;
        }
    }
    hyphens
}

/// Where a name of program text (`grpc.DialOption`, `NO_LOCAL_POINTERS`) parts without a hyphen: after its joints, and
/// where its inner words begin.
fn joints(word: &str) -> Vec<usize> {
    let pairs = word.char_indices().zip(word.chars().skip(1));
    let parts = pairs.filter(|&((at, before), after)| {
        let joint = matches!(before, '_' | '.') && after.is_ascii_alphanumeric();
        let hump = before.is_ascii_lowercase() && after.is_ascii_uppercase();
        at >= 2 && word.len() - at > 3 && (joint || hump)
    });
    parts.map(|((at, before), _)| at + before.len_utf8()).collect()
}

fn hyphen_width(shaper: &mut Shaper, style: Style) -> Length {
    let span = Span { range: 0..HYPHEN.len(), style };
    shaper.shape(HYPHEN, &[span]).clusters.iter().map(|cluster| cluster.advance).sum()
}

impl Prepared {
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
            if (inside || lone) && matches!(kept[at], Break::Allowed | Break::Counter) {
                kept[at] = Break::No;
            }
        }
        let before = std::mem::replace(&mut self.breaks, kept);
        if self.widths().piece > measure {
            self.breaks = before;
        }
    }

    /// Opens pieces that are wider than `measure`: first between the marks of a long row (clreq, relief of the
    /// prohibition), then wherever no cluster is divided. What is opened here costs more than any uneven line.
    pub fn relieve(&mut self, measure: Length) {
        let count = self.shaped.clusters.len();
        let mut start = 0;
        for end in 1..=count {
            if self.breaks[end] == Break::No && end < count {
                continue;
            }
            // The sums alone say of most pieces that they fit.
            if self.sums[end] - self.sums[start] + self.size > measure && self.least_width(start, end) > measure {
                self.relieve_piece(start, end, measure);
            }
            start = end;
        }
    }

    fn relieve_piece(&mut self, start: usize, end: usize, measure: Length) {
        let marks = |at: usize| self.shaped.clusters[at].class.is_mark();
        let mut from = start;
        let mut relieved = Vec::new();
        while from < end {
            let row = (from..end).take_while(|&at| marks(at)).count();
            if row >= RELIEF_RUN {
                relieved.extend(from + 1..from + row);
            }
            from += row.max(1);
        }
        relieved.into_iter().for_each(|at| self.breaks[at] = Break::Relief);
        let mut piece = start;
        for at in start + 1..=end {
            if self.breaks[at] == Break::No && at < end {
                continue;
            }
            if self.least_width(piece, at) > measure {
                for inner in piece + 1..at {
                    self.breaks[inner] = Break::Emergency;
                }
            }
            piece = at;
        }
    }
}
