//! Reads every formula once: whether it can be set, which number its author gave it, and what its references print.
//! All outputs ask here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Edition;
use super::picture::MAX_NEAR;
use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::math::{self, Fault, Formula};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Inline, Lang};

/// The formulas of a book by their notation.
#[derive(Clone, Debug, Default)]
pub(super) struct Formulas {
    read: BTreeMap<String, Result<Arc<Formula>, Fault>>,
    /// What references to lines with a number of their own print, by label.
    lines: BTreeMap<String, String>,
}

/// Reads the formulas of a book; references in them are still to come.
pub(super) fn formulas(book: &Book, lang: &Lang) -> Formulas {
    let mut formulas = Formulas::default();
    each(book, |tex, _, _| {
        if formulas.read.contains_key(tex) {
            return;
        }
        let read = read(tex, lang, &|_| None);
        if let Ok(formula) = &read {
            let labels = math::labels(tex);
            let tags: Vec<&String> = formula.tags.iter().flatten().collect();
            if tags.len() > 1 && tags.len() == labels.len() {
                let pairs = labels.iter().zip(tags).map(|(label, tag)| ((*label).to_owned(), tag.clone()));
                formulas.lines.extend(pairs);
            }
        }
        formulas.read.insert(tex.to_owned(), read);
    });
    formulas
}

fn read(tex: &str, lang: &Lang, number: &dyn Fn(&str) -> Option<String>) -> Result<Arc<Formula>, Fault> {
    let mut formula = math::read(tex, number)?;
    for tag in formula.tags.iter_mut().flatten() {
        *tag = match tag.strip_prefix('(').and_then(|tag| tag.strip_suffix(')')) {
            Some(bare) => bracketed(bare, lang),
            None => std::mem::take(tag),
        };
    }
    Ok(Arc::new(formula))
}

/// A formula's number in the brackets of its language.
pub(super) fn bracketed(number: &str, lang: &Lang) -> String {
    if lang.is_cjk() && lang.primary() != "ko" { format!("（{number}）") } else { format!("({number})") }
}

impl Formulas {
    /// A formula that can be set.
    pub fn get(&self, tex: &str) -> Option<&Arc<Formula>> {
        self.read.get(tex)?.as_ref().ok()
    }

    /// Those that could be read, by their notation.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Formula)> {
        self.read.iter().filter_map(|(tex, formula)| Some((tex.as_str(), &**formula.as_ref().ok()?)))
    }

    /// What a reference to a line of a formula prints, where the line has a number of its own.
    pub fn line(&self, label: &str) -> Option<&str> {
        self.lines.get(label).map(String::as_str)
    }

    /// Reads those formulas again that refer to others, now that all numbers are known.
    pub fn refer(&mut self, lang: &Lang, number: &dyn Fn(&str) -> Option<String>) {
        let lines = &self.lines;
        let number = |label: &str| lines.get(label).cloned().or_else(|| number(label));
        for (tex, known) in &mut self.read {
            if tex.contains("ref{") {
                *known = read(tex, lang, &number);
            }
        }
    }
}

/// Tells which formulas cannot be read, and what of the others is not shown as it is meant.
pub(super) fn report(edition: &Edition, sink: &Sink) {
    let known = |label: &str| edition.formulas.line(label).is_some() || edition.dests.label(label).is_some();
    let mut refers: Vec<(&str, Span)> = Vec::new();
    each(&edition.book, |tex, place, span| match edition.formulas.read.get(tex) {
        Some(Err(Fault { message, near })) => {
            let message = message.trim_start_matches("ParseError: ").trim_end_matches('.');
            let at = if near.is_empty() { String::new() } else { format!(" at `{near}`") };
            let message = format!("cannot read the formula `{}`{at}: {message}", shortened(tex));
            let help = "it is shown as it is written; write it in the TeX notation that MathJax and KaTeX share";
            sink.push(Diagnostic::warning("math", span, message).help(help));
        }
        Some(Ok(formula)) => {
            refers.extend(
                math::references(tex).into_iter().filter(|label| !known(label)).map(|label| (label, span.clone())),
            );
            let shown = match place {
                Place::Display => formula.tags.iter().flatten().count(),
                Place::Line => 0,
            };
            if math::tags(tex) > shown {
                let (message, help) = match place {
                    Place::Display => ("has more numbers (`\\tag`) than lines", "give each line one, at most"),
                    Place::Line => ("stands in a line, where it has no number (`\\tag`)", "display it: `$$…$$`"),
                };
                let message = format!("the formula `{}` {message}", shortened(tex));
                sink.push(Diagnostic::warning("math", span, message).help(help));
            }
        }
        None => {}
    });
    for (at, (label, span)) in refers.into_iter().enumerate() {
        let labels = edition.dests.labels().map(|(label, _)| label);
        let near = nearest(label, labels.filter(|_| at < MAX_NEAR));
        let help = near.map_or_else(
            || format!("give the formula it means that label: `\\label{{{label}}}`"),
            |near| format!("the nearest is `{near}`"),
        );
        sink.push(Diagnostic::warning("no-label", &span, format!("no label `{label}`")).help(help));
    }
}

/// Where a formula stands.
enum Place {
    Line,
    Display,
}

/// Every formula, with where it stands, and the place of the block it stands in.
fn each<'b>(book: &'b Book, mut visit: impl FnMut(&'b str, Place, &Span)) {
    let mut place = Span::default();
    walk::book(book, &mut |node| match node {
        Node::Division(division) => place = division.span.clone(),
        Node::Block(Block::Math(block)) => visit(&block.tex, Place::Display, &block.span),
        Node::Block(block) if !block.span().is_none() => place = block.span().clone(),
        Node::Inline(Inline::Math(tex)) => visit(tex, Place::Line, &place),
        Node::Block(_) | Node::Inline(_) => {}
    });
}

/// As much of a formula as a message can show.
fn shortened(tex: &str) -> String {
    let line = tex.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
