//! What is set off from running text: quotations, remarks.

use super::strip::{Backdrop, Strip};
use super::{Flow, Place};
use crate::layout::frame::TagKind;
use crate::model::{Admonition, Inline, Quote, Role, TextPlace};
use crate::theme::AdmonitionStyle;
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
                this.attribution(quote, &inner, out);
            }
        });
    }

    fn attribution(&mut self, quote: &Quote, place: &Place, out: &mut Vec<Strip>) {
        let style = self.flat(Role::Attribution);
        let tag = self.tags.push(TagKind::Paragraph, place.tag);
        let collected = self.collect(&quote.attribution, &style, tag, &place.lang, &quote.span);
        let collected = collected.from(TextPlace::start(quote.id));
        if collected.text.is_empty() {
            return;
        }
        self.keep_last(out);
        self.paragraph(&collected, &style, place, false, out);
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
            let collected = collected.from(TextPlace::start(admonition.id));
            this.paragraph(&collected, &title_style, &inner, false, out);
            this.keep_last(out);
            this.blocks(&admonition.blocks, &inner, out);
        });
        // A rule where the lines begin, as long as the text: the eye finds it on both pages of a spread at the same place.
        let AdmonitionStyle { rule, colour } = self.cx.theme.admonition;
        if rule > Length::ZERO {
            let ink = self.cx.theme.ink(colour);
            self.backdrop(Backdrop { x: place.x, width: rule, ink, pad: Length::ZERO }, &mut out[start..]);
        }
    }
}
