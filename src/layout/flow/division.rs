//! Divisions in reading order, each set by itself.

use rayon::prelude::*;

use super::galley;
use super::strip::{Closes, Galley};
use crate::layout::Cx;
use crate::model::{Division, DivisionKind, Inline, RefForm, walk};
use crate::resolve::Edition;
use crate::text::Shaper;

/// All divisions as galleys, in reading order; a part's chapters follow the part.
pub(crate) fn galleys(cx: &Cx) -> Vec<Galley> {
    let mut divisions = Vec::new();
    let mut closing = Vec::new();
    for division in cx.edition.book.divisions() {
        flatten(division, Depth::default(), &mut divisions);
        closing.push(divisions.len() - 1);
    }
    let front = cx.edition.book.front.len().checked_sub(1).map_or(0, |last| closing[last] + 1);
    // The notes of the whole book stand before a colophon.
    let last = closing.iter().rposition(|&at| divisions[at].0.kind != DivisionKind::Colophon);
    let last = last.map(|at| closing[at]);
    let closes = |at: usize| match () {
        () if Some(at) == last => Closes::Book,
        () if closing.binary_search(&at).is_ok() => Closes::Chapter,
        () => Closes::Nothing,
    };
    divisions
        .par_iter()
        .enumerate()
        .map_init(
            || Shaper::new(cx.fonts),
            |shaper, (at, (division, depth))| {
                let before = at.checked_sub(1).map(|before| divisions[before].0);
                let mut galley = galley(cx, shaper, division, *depth, before.is_none(), runs_on(before, division));
                galley.closes = closes(at);
                galley.front = at < front;
                galley
            },
        )
        .collect()
}

/// An article's text follows its introduction on the same page when neither has a title.
fn runs_on(before: Option<&Division>, division: &Division) -> bool {
    let leads_in = |before: &Division| before.kind == DivisionKind::Introduction && before.title.is_none();
    division.kind == DivisionKind::Article && division.title.is_none() && before.is_some_and(leads_in)
}

/// How deep a division lies.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Depth {
    /// In how many divisions.
    pub divisions: u8,
    /// In how many that are no parts: a part's chapters are chapters still.
    pub chapters: u8,
}

fn flatten<'b>(division: &'b Division, depth: Depth, all: &mut Vec<(&'b Division, Depth)>) {
    all.push((division, depth));
    let inside = Depth {
        divisions: depth.divisions.saturating_add(1),
        chapters: depth.chapters.saturating_add(u8::from(division.kind != DivisionKind::Part)),
    };
    for inner in &division.divisions {
        flatten(inner, inside, all);
    }
}

/// Whether the book refers to printed pages, so that one round is not enough.
pub(crate) fn refers_to_pages(edition: &Edition) -> bool {
    let mut refers = !edition.index().groups.is_empty();
    walk::book(&edition.book, &mut |node| {
        if let walk::Node::Inline(Inline::CrossRef(reference)) = node {
            refers |= matches!(reference.form, RefForm::Page | RefForm::Full);
        }
    });
    refers
}
