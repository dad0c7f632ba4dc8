//! Index terms and terms of the glossary, as Markdown's and Pandoc's attributes mark them: `[贵阳]{.index}`,
//! `[]{index="贵州!贵阳"}`, `[版心]{.gloss}`.

use crate::diag::Span;
use crate::model::{IndexTerm, Mention};

/// Keys of a span that marks an index term.
pub(super) const KEYS: [&str; 4] = ["index", "reading", "see", "see-also"];

/// Classes of it that say something of the place.
pub(super) const CLASSES: [&str; 4] = ["index", "main", "start", "end"];

/// The attributes of a span.
pub(super) trait Marks {
    fn value(&self, key: &str) -> Option<&str>;
    fn has(&self, class: &str) -> bool;
}

/// Whether a span marks an index term.
pub(super) fn is_term(marks: &impl Marks) -> bool {
    marks.has("index") || marks.value("index").is_some()
}

/// The term of a span: what its `index` says, else its text. `!` parts a term from those above it.
pub(super) fn term(marks: &impl Marks, text: &str, span: Span) -> Option<IndexTerm> {
    let named = marks.value("index").filter(|term| !term.trim().is_empty());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let path = named.map_or_else(|| Some(text).filter(|text| !text.is_empty()).into_iter().collect(), self::path);
    let other = |key: &str| marks.value(key).map(self::path).filter(|path| !path.is_empty());
    let mention = match (other("see"), other("see-also")) {
        (Some(see), _) => Mention::See(see),
        (None, Some(also)) => Mention::SeeAlso(also),
        (None, None) if marks.has("main") => Mention::Main,
        (None, None) if marks.has("start") => Mention::Begins,
        (None, None) if marks.has("end") => Mention::Ends,
        (None, None) => Mention::Here,
    };
    let reading = marks.value("reading").map(str::to_owned);
    (!path.is_empty()).then_some(IndexTerm { path, reading, mention, span, ..IndexTerm::default() })
}

/// The term of the glossary that a span means: what its `gloss` says, else its text.
pub(super) fn gloss(marks: &impl Marks, text: &str) -> Option<String> {
    let named = marks.value("gloss").map(str::trim).filter(|term| !term.is_empty());
    let term = named.unwrap_or(text.trim());
    ((marks.has("gloss") || named.is_some()) && !term.is_empty()).then(|| term.to_owned())
}

fn path(term: &str) -> Vec<String> {
    term.split('!').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
