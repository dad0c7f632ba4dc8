//! What follows a closing bracket or formula as attributes, and what it makes of it.

use std::ops::Range;

use super::super::attributes::{self, Attributes};
use super::super::build::Builder;
use super::super::inline::plain;
use super::super::kind::{Kind, Picture, Wrap};
use super::super::{Place, cite, close, html};
use super::Reader;
use crate::diag::nearest;
use crate::model::{Block, Cite, CrossRef, Inline, Label, Link, MathBlock, Placement, RefForm, walk};
use crate::read::term;

/// `@label`, `@label .page`, `@label .title`, `@label .full`.
fn cross_reference(text: &str) -> Option<(Label, RefForm)> {
    let text = text.strip_prefix('@')?;
    let (label, form) = match text.split_once(' ') {
        None => (text, RefForm::Number),
        Some((label, ".page")) => (label, RefForm::Page),
        Some((label, ".title")) => (label, RefForm::Title),
        Some((label, ".number")) => (label, RefForm::Number),
        Some((label, ".full")) => (label, RefForm::Full),
        Some(_) => return None,
    };
    let valid =
        label.starts_with(char::is_alphanumeric) && label.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c));
    valid.then(|| (Label(label.to_owned()), form))
}

/// Whether a bracket refers to a label or cites works.
pub(super) fn refers(text: &str, place: &Place) -> bool {
    cross_reference(text).is_some() || place.cites && cite::bracketed(text).is_some()
}

impl Reader<'_, '_> {
    /// What a bracket refers to.
    pub(super) fn reference(&self, text: &str, range: &Range<usize>) -> Option<Inline> {
        let span = self.place.span(range.clone());
        if let Some((label, form)) = cross_reference(text) {
            return Some(Inline::CrossRef(CrossRef { id: Default::default(), label, form, span }));
        }
        let items = cite::bracketed(text).filter(|_| self.place.cites)?;
        Some(Inline::Cite(Cite { items, span, ..Cite::default() }))
    }

    /// `{index="甲!乙" reading="…"}`, and what the index says of the place.
    pub(super) fn index_term(
        &self,
        attributes: &Attributes,
        text: Option<&str>,
        range: Range<usize>,
        builder: &mut Builder,
    ) {
        let span = self.place.span(range.clone());
        if let Some(term) = term::term(attributes, text.unwrap_or_default(), span) {
            builder.inline(Inline::IndexTerm(term), range);
        }
    }

    /// The end of a link or of a bracketed span; gives the byte up to which attributes follow.
    pub(super) fn end_link(&self, bracketed: bool, range: &Range<usize>, builder: &mut Builder) -> usize {
        let place = self.range(range);
        let frame = builder.innermost(place.end);
        let found = attributes::parse(self.source(range.end)).filter(|_| frame.kind != Kind::CrossRef);
        let is_link = matches!(frame.kind, Kind::Link { .. });
        let Some((attributes, took)) = found else {
            builder.close(place.end);
            return 0;
        };
        if bracketed && is_link {
            self.bracketed(&attributes, place, builder);
        } else {
            // A link's classes say nothing to a book.
            builder.close(place.end);
        }
        range.end + took
    }

    /// `[text]{attributes}`: what was opened as a link becomes what its attributes say.
    fn bracketed(&self, attributes: &Attributes, range: Range<usize>, builder: &mut Builder) {
        let frame = builder.innermost(range.end);
        let mut content = std::mem::take(&mut frame.inlines);
        frame.kind = Kind::Through;
        builder.close(range.end);
        let index = term::is_term(attributes);
        for (key, _) in &attributes.pairs {
            let known =
                matches!(key.as_str(), "lang" | "xml:lang" | "gloss") || index && term::KEYS.contains(&key.as_str());
            if !known {
                self.unknown_attribute(key, &range);
            }
        }
        if index {
            let text = plain(&content);
            self.index_term(attributes, Some(&text), range.clone(), builder);
        }
        let gloss = term::gloss(attributes, &plain(&content));
        let mut wraps: Vec<Wrap> = attributes.lang().map(Wrap::Lang).into_iter().collect();
        let known = |class: &str| index && term::CLASSES.contains(&class) || class == "gloss";
        for class in attributes.classes.iter().filter(|class| !known(class)) {
            match html::class_wrap(class) {
                Some(wrap) => wraps.push(wrap),
                None => self.unknown_attribute(&format!(".{class}"), &range),
            }
        }
        for wrap in wraps.into_iter().rev() {
            content = vec![wrap.around(content)];
        }
        if gloss.is_some() {
            content =
                vec![Inline::Link(Link { gloss, content, span: self.place.span(range.clone()), ..Link::default() })];
        }
        for inline in content {
            builder.inline(inline, range.clone());
        }
    }

    /// Where a figure goes on a page; a word that says nothing of the kind is complained about.
    pub(super) fn placement(&self, attributes: &Attributes, range: &Range<usize>) -> Placement {
        attributes.placement().unwrap_or_else(|(word, near)| {
            let message = format!("no place on a page is called `{word}`");
            self.place.warn("unknown-attribute", range.clone(), message, Some(format!("the nearest is `{near}`")));
            Placement::Theme
        })
    }

    fn unknown_attribute(&self, name: &str, range: &Range<usize>) {
        let known = [
            ".dots", ".name", ".title", ".warichu", ".small", ".sub", ".sup", ".strike", ".index", ".gloss", "lang",
            "index", "reading",
        ];
        let help = nearest(name, known).map(|near| format!("the nearest is `{near}`"));
        let message = format!("`{name}` has no meaning for a span; its text is kept");
        self.place.warn("unknown-attribute", range.clone(), message, help);
    }

    pub(super) fn end_image(&mut self, range: &Range<usize>, builder: &mut Builder, depth: usize) -> usize {
        let place = self.range(range);
        let frame = builder.innermost(place.end);
        let text = std::mem::take(&mut frame.text);
        let kind = std::mem::replace(&mut frame.kind, Kind::Through);
        builder.close(place.end);
        let Kind::Image(mut image) = kind else { return 0 };
        let alt = plain(&[Inline::Text(text)]).split_whitespace().collect::<Vec<_>>().join(" ");
        let titled = self.title(range.start, depth);
        if let Some(title) = &titled {
            image.title = Some(walk::plain(title)); // Where it is no caption, it is words and nothing else.
        }
        let title = image.title.iter().map(Inline::text).collect();
        let title = titled.unwrap_or(title);
        let caption = match walk::plain(&title).trim() {
            "" if alt.is_empty() || close::names_file(&alt, &image.path) => Vec::new(),
            "" => vec![Inline::text(&alt)],
            _ => title,
        };
        image.alt = Some(alt);
        let (attributes, took) = attributes::parse(self.source(range.end)).unwrap_or_default();
        image.width = attributes.width();
        if image.width.is_none()
            && let Some(width) = attributes.get("width")
        {
            let help = "write a share of the measure, such as `width=50%`";
            let message = format!("the width `{width}` is no share of the measure");
            self.place.note("image-width", place.clone(), message, Some(help.into()));
        }
        let placement = self.placement(&attributes, &place);
        let picture = Picture { label: attributes.label.clone(), placement, caption };
        builder.picture(image, picture, place);
        range.end + took
    }

    pub(super) fn display_math(&self, tex: &str, range: &Range<usize>, builder: &mut Builder) -> usize {
        let tex = self.prepared.restore(tex, range).trim().to_owned();
        let rest = self.source(range.end);
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let (attributes, took) = attributes::parse(&rest[gap..]).unwrap_or_default();
        let took = if took > 0 { gap + took } else { 0 };
        let place = self.range(range);
        let span = self.place.span(place.clone());
        let block = MathBlock { label: attributes.label, tex: tex.clone(), span, ..MathBlock::default() };
        if !builder.interrupt(Block::Math(block)) {
            builder.inline(Inline::Math(tex), place);
        }
        range.end + took
    }
}
