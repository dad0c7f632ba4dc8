//! What TeX's own notation says about references: a formula that gives itself a label (`\label{…}`) has it, and
//! `\ref{…}` or `\eqref{…}` in the text refers to it. Part of `read`, for all notations.

use std::collections::BTreeSet;

use super::visit::{self, Change};
use crate::diag::Span;
use crate::math;
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, CrossRef, Inline, Label, MathBlock, RefForm};

/// Gives formulas the labels in their notation, and makes references of what the text says of them in that notation.
pub(super) fn refer(book: &mut Book) {
    let mut known = BTreeSet::new();
    walk::book(book, &mut |node| {
        if let Node::Block(Block::Math(block)) = node {
            known.extend(block.label.iter().map(|label| label.0.clone()));
            known.extend(math::labels(&block.tex).into_iter().map(str::to_owned));
        }
    });
    if !known.is_empty() {
        visit::book(book, &mut Refer { known });
    }
}

struct Refer {
    known: BTreeSet<String>,
}

impl Change for Refer {
    fn formula(&mut self, block: &mut MathBlock) {
        if block.label.is_none() {
            block.label = math::labels(&block.tex).first().map(|label| Label((*label).to_owned()));
        }
    }

    fn line(&mut self, span: &Span, content: &mut Vec<Inline>) {
        self.inlines(span, content);
    }
}

impl Refer {
    fn inlines(&self, span: &Span, list: &mut Vec<Inline>) {
        let mut at = 0;
        while at < list.len() {
            let made = match &mut list[at] {
                Inline::Text(text) if text.contains("ref{") => self.parts(span, text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Small(content)
                | Inline::Lang { content, .. } => {
                    self.inlines(span, content);
                    None
                }
                _ => None,
            };
            match made {
                Some(parts) => {
                    let count = parts.len();
                    list.splice(at..=at, parts);
                    at += count;
                }
                None => at += 1,
            }
        }
    }

    /// A text with its references; nothing where it has none.
    fn parts(&self, span: &Span, text: &str) -> Option<Vec<Inline>> {
        let mut parts = Vec::new();
        let mut done = 0;
        for (at, _) in text.match_indices('\\') {
            let Some(rest) = text[at + 1..].strip_prefix("eq").or(Some(&text[at + 1..])) else { continue };
            let Some(rest) = rest.strip_prefix("ref{") else { continue };
            let Some(end) = rest.find('}') else { continue };
            let label = rest[..end].trim();
            if at < done || !self.known.contains(label) {
                continue;
            }
            if at > done {
                parts.push(Inline::text(&text[done..at]));
            }
            let label = Label(label.to_owned());
            parts.push(Inline::CrossRef(CrossRef {
                id: Default::default(),
                label,
                form: RefForm::Number,
                span: span.clone(),
            }));
            done = text.len() - rest.len() + end + 1;
        }
        if parts.is_empty() {
            return None;
        }
        if done < text.len() {
            parts.push(Inline::text(&text[done..]));
        }
        Some(parts)
    }
}
