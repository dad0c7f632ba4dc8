//! Markdown → [`Document`]. In: the decoded text of one file. Out: metadata, blocks, complaints. Next: divisions.
//!
//! CommonMark and GFM, and what books need beyond them: front matter, notes, `:::` containers, ruby, labels and
//! cross references, captions, index terms, and the HTML that people write where Markdown ends.
//! The road through this folder: [`prepare`] the text, parse it to [`events`], [`build`] the tree from these and from
//! [`html`] tags, and finish each paragraph's [`inline`]s.

mod attributes;
mod autolink;
mod build;
mod cite;
mod close;
mod containers;
mod east_asian;
mod events;
mod front_matter;
mod html;
mod inline;
mod kind;
mod paths;
mod patterns;
mod prepare;
mod siblings;
mod table;

use std::ops::Range;

use super::{Cx, Document};
use crate::diag::{Diagnostic, Lines, Sink, Span};

/// Reads the text of one Markdown file.
pub(crate) fn document(file: &str, text: &str, cx: &Cx) -> Document {
    let text = prepare::line_ends(text);
    let place = Place { file, text: &text, lines: Lines::new(file, &text), sink: cx.sink, cites: cx.options.cites };
    let front = front_matter::read(&place);
    let place = Place { cites: place.cites || !front.meta.references.bibliography.is_empty(), ..place };
    let mut prepared = prepare::prepare(&text, front.end);
    let mut blocks = front.kept;
    let (text, opens) = events::blocks(&mut prepared, &place);
    blocks.extend(text);
    let theme = front.theme.map(|(name, range)| (name, place.span(range)));
    Document { meta: front.meta, theme, blocks, opens }
}

/// The theme that the front matter asks for, and where; all else is told when the text is read.
pub(crate) fn theme(file: &str, text: &str) -> Option<(String, Span)> {
    let text = prepare::line_ends(text);
    let place = Place { file, text: &text, lines: Lines::new(file, &text), sink: &Sink::new(), cites: false };
    front_matter::read(&place).theme.map(|(name, range)| (name, place.span(range)))
}

/// The file that is being read, and where its mistakes are told.
struct Place<'t> {
    file: &'t str,
    text: &'t str,
    lines: Lines<'t>,
    sink: &'t Sink,
    /// Whether there is a bibliography, so that `@key` is a citation.
    cites: bool,
}

impl Place<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        self.lines.span(range)
    }

    fn note(&self, code: &'static str, range: Range<usize>, message: String, help: Option<String>) {
        self.tell(Diagnostic::note(code, &self.span(range), message), help);
    }

    fn warn(&self, code: &'static str, range: Range<usize>, message: String, help: Option<String>) {
        self.tell(Diagnostic::warning(code, &self.span(range), message), help);
    }

    fn tell(&self, diagnostic: Diagnostic, help: Option<String>) {
        self.sink.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}
