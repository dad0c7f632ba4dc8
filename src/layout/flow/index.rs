//! The index: its entries under their initials, hanging, with the pages of the round before.

use super::strip::Strip;
use super::{Flow, Place, lines_to_strips};
use crate::layout::frame::{TagId, TagKind, Target};
use crate::layout::inline::{self, Base, Collected, Collector, Par};
use crate::layout::{Cx, PrintedPages};
use crate::model::{Inline, NodeId, Role, TextPlace};
use crate::resolve::{IndexEntry, Locator};
use crate::theme::BlockStyle;

/// How much further in the lines of an entry go on than they begin, and a term stands than the one above it, in em.
const HANG: f64 = 1.0;

/// A page or a run of pages, as printed, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pages {
    first: usize,
    last: usize,
    text: (String, String),
    lead: NodeId,
    main: bool,
}

impl Flow<'_, '_> {
    /// Sets the index.
    pub(super) fn index(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let edition = self.cx.edition;
        let letter = self.cx.theme.style(Role::IndexLetter).clone();
        let entry = self.cx.theme.style(Role::IndexEntry).clone();
        for group in &edition.index().groups {
            let tag = self.tags.push(TagKind::Paragraph, place.tag);
            let label = [Inline::text(&group.label)];
            let collected = self.collect(&label, &letter, tag, &place.lang, &crate::diag::Span::default());
            // What begins with a letter begins with its first term.
            let first = group.entries.first().map(|entry| TextPlace::start(entry.id));
            let collected = first.into_iter().fold(collected, Collected::from);
            self.paragraph(&collected, &letter, place, false, out);
            self.keep_last(out);
            let list = self.tags.push(TagKind::List(false), place.tag);
            for term in &group.entries {
                self.entry(term, &entry, place, 0, list, out);
            }
        }
    }

    /// An entry and those below it, each a step further in.
    fn entry(
        &mut self,
        entry: &IndexEntry,
        style: &BlockStyle,
        place: &Place,
        depth: u8,
        list: TagId,
        out: &mut Vec<Strip>,
    ) {
        let item = self.tags.push(TagKind::ListItem, list);
        let body = self.tags.push(TagKind::ItemBody, item);
        self.anchor(entry.id);
        let hang = style.size.scale(HANG);
        let (x, measure) = self.inset(style, place);
        // However deep a term stands, a line keeps six characters.
        let start = (hang * (i64::from(depth) + 1)).min((measure - style.size * 6).max(hang));
        let tag = self.tags.push(TagKind::Paragraph, body);
        let base = Base { text: style.text, lang: place.lang.clone(), tag, place: Default::default() };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        line(self.cx, entry, &mut collector);
        let par = Par { indent: hang * -1, ..Par::of(style, measure - start) };
        let lines = inline::paragraph(self.cx, self.shaper, &collector.finish(), &par);
        let mut strips = lines_to_strips(self.cx, lines, style, x + start);
        strips.iter_mut().for_each(|strip| strip.from = Some(TextPlace::start(entry.id)));
        self.space(style, &mut strips);
        out.append(&mut strips);
        if entry.children.is_empty() {
            return;
        }
        // A term is never left alone at a page's foot by those below it.
        self.keep_last(out);
        let list = self.tags.push(TagKind::List(false), body);
        for below in &entry.children {
            self.entry(below, style, place, depth + 1, list, out);
        }
    }
}

/// The term, its pages, and what else to look up.
fn line(cx: &Cx, entry: &IndexEntry, to: &mut Collector) {
    let words = cx.edition.words();
    let gap = if cx.edition.lang.is_cjk() { "\u{3000}" } else { ", " };
    to.text(&entry.term);
    for (at, pages) in pages(&entry.locators, &cx.pages).into_iter().enumerate() {
        to.text(if at == 0 { gap } else { ", " });
        let Pages { first, last, text: (from, until), lead, main } = pages;
        let text = if first == last { from } else { format!("{from}{}{until}", words.range) };
        let text = Inline::text(text);
        let shown = if main { Inline::Strong(vec![text]) } else { text };
        to.linked(Some(Target::Node(lead)), |to| to.inlines(&[shown]));
    }
    for (at, see) in entry.see.iter().enumerate() {
        to.text(if at == 0 { gap } else { words.comma });
        to.inlines(&[Inline::Emphasis(vec![Inline::text(if see.also { words.see_also } else { words.see })])]);
        to.linked(see.entry.map(Target::Node), |to| to.text(&see.term));
    }
}

/// Pages as an index names them: each once, three or more in a row as a run. What is not known yet is left out.
fn pages(locators: &[Locator], printed: &PrintedPages) -> Vec<Pages> {
    let mut list: Vec<Pages> = Vec::new();
    for locator in locators {
        let Some((first, from)) = printed.of(locator.id) else { continue };
        let (last, until) =
            locator.until.and_then(|id| printed.of(id)).filter(|end| end.0 > first).unwrap_or((first, from));
        let text = (from.to_owned(), until.to_owned());
        list.push(Pages { first, last, text, lead: locator.id, main: locator.main });
    }
    // Notes and figures may stand on other pages than the text around them.
    list.sort_by_key(|pages| (pages.first, pages.last));
    let mut merged: Vec<Pages> = Vec::new();
    for pages in list {
        match merged.last_mut() {
            // The main page stands by itself, so that it can be seen.
            Some(last) if last.first == pages.first && last.last == pages.last => {
                if pages.main && !last.main {
                    *last = pages;
                }
            }
            Some(last) if !last.main && !pages.main && pages.first <= last.last => last.reach(pages),
            _ => merged.push(pages),
        }
    }
    runs(merged)
}

impl Pages {
    fn reach(&mut self, other: Self) {
        if other.last > self.last {
            self.last = other.last;
            self.text.1 = other.text.1;
        }
    }

    /// Whether the other goes on where this one ends.
    fn meets(&self, other: &Self) -> bool {
        !self.main && !other.main && other.first == self.last + 1
    }
}

/// Joins three or more pages in a row.
fn runs(list: Vec<Pages>) -> Vec<Pages> {
    let mut joined = Vec::new();
    for run in list.chunk_by(Pages::meets) {
        let [first, .., last] = run else {
            joined.extend_from_slice(run);
            continue;
        };
        if last.last - first.first < 2 {
            joined.extend_from_slice(run);
        } else {
            let mut whole = first.clone();
            whole.reach(last.clone());
            joined.push(whole);
        }
    }
    joined
}
