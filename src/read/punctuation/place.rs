//! Where in a file a mark stands: the model knows the place of its paragraph, the file knows the rest.

use crate::diag::{Lines, Span};

/// How many characters before a mark tell it from others like it.
const CONTEXT: usize = 16;

/// The place of a mark by what stands before it in its paragraph; `None` where the text does not show it plainly.
///
/// `text` is the file as decoded, `around` the paragraph's place.
pub(super) fn place(text: &str, around: &Span, before: &[char], mark: &str) -> Option<Span> {
    let text = &with_unix_ends(text);
    let lines = Lines::new(&around.file, text);
    // A text that came about in another way (by an include, from JSON) has its places elsewhere.
    let same = lines.span(around.start..around.end);
    if (same.line, same.column) != (around.line, around.column) {
        return None;
    }
    let paragraph = text.get(around.start..around.end)?;
    let before: Vec<char> = before.iter().rev().copied().filter(is_shown).take(CONTEXT).collect();
    // Among marks alike the one whose text before it is most alike; the first of several.
    let mut best: Option<(usize, usize)> = None;
    for (at, _) in paragraph.match_indices(mark) {
        let found = paragraph[..at].chars().rev().filter(is_shown);
        let alike = found.zip(&before).take_while(|(found, wanted)| found == *wanted).count();
        if best.is_none_or(|(_, most)| alike > most) {
            best = Some((at, alike));
        }
        if alike == before.len() {
            break;
        }
    }
    let (at, alike) = best?;
    let start = around.start + at;
    (alike > 0 || before.is_empty()).then(|| lines.span(start..start + mark.len()))
}

/// Whether a character is text wherever it stands: ASCII marks and blanks may be markup.
fn is_shown(c: &char) -> bool {
    !c.is_ascii_punctuation() && !c.is_whitespace()
}

/// Spans count line ends as one character, whatever the file has.
fn with_unix_ends(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}
