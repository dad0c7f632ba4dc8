//! What stands in a line and is no character: notes' calls, pictures, formulas. Part of `collect`.

use std::sync::Arc;

use super::{Collector, FORMULA, Style, TagId, TagKind};
use crate::layout::formula::{self, Part};
use crate::layout::natural_size;
use crate::math;
use crate::model::{Image, NodeId};
use crate::unit::Length;

/// What stands in a line and is no character.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Object {
    Note(NodeId),
    Image { path: Arc<str>, width: Length, height: Length, tag: TagId },
    Formula(Box<Part>),
}

impl Object {
    /// Where it reaches above and below the baseline, if that may be out of its line.
    pub fn extent(&self) -> Option<(Length, Length)> {
        match self {
            Self::Formula(part) => Some((part.height, part.depth)),
            Self::Note(_) | Self::Image { .. } => None,
        }
    }
}

impl Collector<'_, '_> {
    /// A formula as parts a line may be broken between; its notation where it cannot be set (reported).
    pub(super) fn formula(&mut self, tex: &str) {
        let parent = self.piece.tag;
        let artifact = parent == TagId::ARTIFACT;
        let tag = if artifact { parent } else { self.tags.push(TagKind::Formula(tex.to_owned()), parent) };
        let Style { size, lang, .. } = self.style;
        let look = formula::Look { size, ink: self.piece.ink, lang, tag };
        let Some(rows) = formula::set(self.cx, tex, math::Style::Inline, look) else {
            self.out.said.extend(formula::without_fonts(self.cx, tex, &self.out.place));
            let code = self.cx.theme.inline;
            return self.within(
                |this| {
                    this.piece.tag = tag;
                    this.style.face = code.code;
                    this.style.size = this.style.size.scale(code.code_size);
                },
                |this| this.text(tex),
            );
        };
        for part in rows.into_iter().flat_map(|(parts, _)| parts) {
            self.out.objects.push(Object::Formula(Box::new(part)));
            self.within(|this| this.piece.tag = tag, |this| this.push_char(FORMULA));
        }
    }

    pub(super) fn image(&mut self, image: &Image) {
        let alt = image.alt.clone().unwrap_or_default();
        let Some(picture) = self.cx.edition.picture(&image.path) else {
            let shown = if alt.is_empty() { image.path.as_str() } else { alt.as_str() };
            return self.text(&format!("[{shown}]"));
        };
        // A picture in a line is at most as high as the line's pitch leaves room for.
        let (width, height) = natural_size(picture);
        let limit = self.style.size.scale(1.2);
        let factor = (limit.ratio(height)).min(1.0);
        let tag = if self.piece.tag == TagId::ARTIFACT {
            TagId::ARTIFACT
        } else {
            self.tags.push(TagKind::Figure(alt), self.piece.tag)
        };
        self.object(Object::Image {
            path: image.path.as_str().into(),
            width: width.scale(factor),
            height: height.scale(factor),
            tag,
        });
    }
}
