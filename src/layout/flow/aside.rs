//! What is set off from running text: quotations, poems, remarks.

use super::strip::{Backdrop, Strip};
use super::{Flow, Place};
use crate::diag::Span;
use crate::layout::frame::TagKind;
use crate::model::{Admonition, Inline, Quote, Role, Verse};
use crate::theme::{Alignment, BlockStyle};
use crate::unit::Length;

impl Flow<'_, '_> {
    pub(super) fn quote(&mut self, quote: &Quote, place: &Place, out: &mut Vec<Strip>) {
        let tag = self.tags.push(TagKind::Quote, place.tag);
        let style = self.cx.theme.style(Role::Quote).clone();
        let (x, measure) = self.inset(&style, place);
        // The indent is the quotation's, once; its paragraphs are set without a second one.
        let inner = Place { x, measure, role: Role::Quote, tag, flat: true, ..place.clone() };
        self.spaced(Role::Quote, out, |this, out| {
            this.blocks(&quote.blocks, &inner, out);
            if !quote.attribution.is_empty() {
                this.attribution(&quote.attribution, &inner, &quote.span, out);
            }
        });
    }

    fn attribution(&mut self, content: &[Inline], place: &Place, span: &Span, out: &mut Vec<Strip>) {
        let style = self.flat(Role::Attribution);
        let tag = self.tags.push(TagKind::Paragraph, place.tag);
        let mut collected = self.collect(content, &style, tag, &place.lang, span);
        if collected.text.is_empty() {
            return;
        }
        collected.place = span.clone();
        self.keep_last(out);
        self.paragraph(&collected, &style, place, false, out);
    }

    pub(super) fn verse(&mut self, verse: &Verse, place: &Place, out: &mut Vec<Strip>) {
        let tag = self.tags.push(TagKind::Quote, place.tag);
        let titled = self.cx.theme.style(Role::VerseTitle).clone();
        if !verse.title.is_empty() {
            self.pending.opening = self.opening(&titled).or(self.pending.opening);
        }
        let start = out.len();
        self.spaced(Role::Verse, out, |this, out| {
            for (content, role) in [(&verse.title, Role::VerseTitle), (&verse.author, Role::Attribution)] {
                if !content.is_empty() {
                    let style = BlockStyle {
                        start: this.cx.theme.style(Role::Verse).start,
                        align: Alignment::Start,
                        ..this.flat(role)
                    };
                    let tag = this.tags.push(TagKind::Paragraph, tag);
                    let collected = this.collect(content, &style, tag, &place.lang, &verse.span);
                    this.paragraph(&collected, &style, place, false, out);
                    this.keep_last(out);
                    this.pending.after = this.cx.theme.pitch().scale(this.cx.theme.style(role).after);
                }
            }
            let style = BlockStyle { before: 0.0, after: 0.0, ..this.cx.theme.style(Role::Verse).clone() };
            let tag = this.tags.push(TagKind::Paragraph, tag);
            for line in &verse.lines {
                if line.is_empty() {
                    this.pending.after = this.pending.after.max(this.cx.theme.pitch());
                    continue;
                }
                let collected = this.collect(line, &style, tag, &place.lang, &verse.span);
                this.paragraph(&collected, &style, place, false, out);
            }
        });
        if self.cx.theme.style(Role::Verse).keep {
            self.keep_poem(start, out);
        }
    }

    /// Keeps the strips from `start` on together; of a poem that no page can hold, two at each end.
    fn keep_poem(&self, start: usize, out: &mut [Strip]) {
        // With the title that opens the page.
        let begun = out.iter().rposition(|strip| strip.opening.is_some()).unwrap_or(start);
        let sink = out.get(begun).and_then(|strip| strip.opening).map_or(Length::ZERO, |opening| opening.sink);
        let height = |strip: &Strip| strip.before + strip.advance;
        let fits = sink + out[begun..].iter().map(height).sum::<Length>() <= self.cx.theme.area().size.height;
        let last = out.len().saturating_sub(1);
        for (at, strip) in out.iter_mut().enumerate().take(last).skip(start) {
            strip.keep |= fits || at == start || at + 1 == last;
        }
    }

    pub(super) fn admonition(&mut self, admonition: &Admonition, place: &Place, out: &mut Vec<Strip>) {
        let style = self.cx.theme.style(Role::Admonition).clone();
        let (x, measure) = self.inset(&style, place);
        let tag = self.tags.push(TagKind::Section, place.tag);
        let inner = Place { x, measure, role: Role::Admonition, tag, flat: true, indented: false, ..place.clone() };
        let start = out.len();
        self.spaced(Role::Admonition, out, |this, out| {
            let title_style = this.flat(Role::AdmonitionTitle);
            let tag = this.tags.push(TagKind::Paragraph, tag);
            let word = this.cx.edition.words().admonition(&admonition.kind).unwrap_or(&admonition.kind);
            let word = [Inline::text(word)];
            let title = if admonition.title.is_empty() { &word[..] } else { &admonition.title };
            let collected = this.collect(title, &title_style, tag, &place.lang, &admonition.span);
            this.paragraph(&collected, &title_style, &inner, false, out);
            this.keep_last(out);
            this.blocks(&admonition.blocks, &inner, out);
        });
        // A rule at the spine's side, as long as the text.
        let ink = self.cx.theme.ink(crate::theme::Colour::Accent);
        let width = Length::pt(1.5);
        self.backdrop(Backdrop { x: place.x, width, ink, pad: Length::ZERO }, &mut out[start..]);
    }
}
