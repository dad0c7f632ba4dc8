//! The list of references: numbers hang in a column of their own, other works hang their lines below the first.

use super::strip::Strip;
use super::{Flow, Place};
use crate::diag::Span;
use crate::layout::frame::TagKind;
use crate::layout::inline::{self, Par};
use crate::model::{Role, TextPlace, walk};
use crate::unit::Length;

/// How far the lines below the first stand in where no number does, in ems.
const HANG: f64 = 2.0;

/// What parts a number from its work, in ems.
const GAP: f64 = 0.5;

impl Flow<'_, '_> {
    pub(super) fn references(&mut self, place: &Place, out: &mut Vec<Strip>) {
        let works = self.cx.edition.references();
        let numbered = works.iter().any(|work| !work.label.is_empty());
        let style = self.cx.theme.style(Role::Reference).clone();
        let list = self.tags.push(TagKind::List(numbered), place.tag);
        let labels: Vec<_> = works.iter().map(|work| self.label(&walk::plain(&work.label), &style, place)).collect();
        let widest = labels.iter().map(|label| label.width).max().unwrap_or_default();
        let (x, measure) = self.inset(&style, place);
        let hang = if numbered { widest + style.size.scale(GAP) } else { style.size.scale(HANG) };
        let hang = hang.min(measure - style.size * 4).max(Length::ZERO);
        for (work, label) in works.iter().zip(labels) {
            let item = self.tags.push(TagKind::ListItem, list);
            let label_tag = self.tags.push(TagKind::Label, item);
            let body = self.tags.push(TagKind::ItemBody, item);
            let mut tag = self.tags.push(TagKind::Paragraph, body);
            if let Some(lang) = &work.lang {
                tag = self.tags.push(TagKind::Lang(lang.to_string()), tag);
            }
            // Western works among Chinese ones are set as Western words in Chinese are: the list stays of one grey.
            let lang = work.lang.as_ref().filter(|own| own.is_cjk() || !place.lang.is_cjk()).unwrap_or(&place.lang);
            self.anchor(work.id);
            let collected = self.collect(&work.content, &style, tag, lang, &Span::default());
            let collected = collected.from(TextPlace::start(work.id));
            // A first line that stands out by as much as the others stand in.
            let indent = if numbered { Length::ZERO } else { -hang };
            let par = Par { indent, ..Par::of(&style, measure - hang) };
            let lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
            let mut strips = super::lines_to_strips(self.cx, lines, &style, x + hang);
            self.space(&style, &mut strips);
            if let Some(first) = strips.first_mut() {
                let left = x - label.lead;
                label.put(left, first, &style, label_tag);
            }
            out.append(&mut strips);
        }
    }
}
