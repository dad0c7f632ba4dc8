//! SUMMARY.md → its entries. In: text. Out: parts, separators and chapters as they stand there. Next: `folder`.
//!
//! The grammar is mdBook's, with what GitBook and HonKit allow beside it: list items without a link, headings of any level,
//! anchors in targets. One entry a line.

use percent_encoding::percent_decode_str;

use crate::diag::{Lines, Span};

/// Deeper nesting than this is drawn as if it were this deep.
pub(crate) const DEEPEST: usize = 8;

/// One line that says something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// `# Part`: what follows belongs to it.
    Part(String, Span),
    /// `---`
    Separator,
    /// A chapter.
    Chapter(Chapter),
    /// A line that is none of these.
    Unknown(Span),
}

/// A chapter as SUMMARY.md names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chapter {
    pub title: String,
    /// Path or URL as written, percent signs decoded; none for a draft.
    pub target: Option<String>,
    /// Depth in the list from 0; none for a chapter outside it.
    pub depth: Option<usize>,
    pub span: Span,
}

/// Reads SUMMARY.md.
pub(crate) fn entries(file: &str, text: &str) -> Vec<Entry> {
    let place = Lines::new(file, text);
    let mut entries = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    let mut comment = false;
    let mut titled = false;
    let mut start = 0;
    for raw in text.split('\n') {
        let at = start + (raw.len() - raw.trim_start().len());
        start += raw.len() + 1;
        let line = raw.trim();
        let span = || place.span(at..at + line.len());
        if comment || line.starts_with("<!--") {
            comment = !line.contains("-->");
        } else if line.is_empty() {
        } else if let Some(title) = line.strip_prefix('#') {
            // The first heading names the list itself.
            if titled || !entries.is_empty() {
                entries.push(Entry::Part(plain(title.trim_matches(['#', ' '])), span()));
            }
            titled = true;
            indents.clear();
        } else if is_separator(line) {
            entries.push(Entry::Separator);
        } else if let Some(item) = list_item(line) {
            let indent = columns(raw);
            while indents.last().is_some_and(|&last| last >= indent) {
                indents.pop();
            }
            let depth = indents.len().min(DEEPEST);
            indents.push(indent);
            let (title, target) = link(item).unwrap_or_else(|| (plain(item), None));
            entries.push(Entry::Chapter(Chapter { title, target, depth: Some(depth), span: span() }));
        } else if let Some((title, target)) = link(line) {
            entries.push(Entry::Chapter(Chapter { title, target, depth: None, span: span() }));
        } else {
            entries.push(Entry::Unknown(span()));
        }
    }
    entries
}

fn is_separator(line: &str) -> bool {
    let mark = line.chars().next().filter(|c| matches!(c, '-' | '*' | '_'));
    mark.is_some_and(|mark| {
        line.chars().all(|c| c == mark || c == ' ') && line.chars().filter(|&c| c == mark).count() >= 3
    })
}

/// What follows the bullet or number of a list item.
fn list_item(line: &str) -> Option<&str> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+'])?,
        _ => line[digits..].strip_prefix(['.', ')'])?,
    };
    rest.starts_with([' ', '\t']).then(|| rest.trim())
}

fn columns(line: &str) -> usize {
    let mut columns = 0;
    for c in line.chars() {
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// `[title](target)`: the title's text and the target.
fn link(text: &str) -> Option<(String, Option<String>)> {
    let inner = text.strip_prefix('[')?;
    let (mut depth, mut escaped, mut close) = (1_usize, false, None);
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    close = Some(at);
                    break;
                }
            }
            _ => {}
        }
    }
    let close = close?;
    let title = plain(&inner[..close]);
    let target = inner[close + 1..].strip_prefix('(')?;
    let target = &target[..target.rfind(')')?];
    let target = match target.trim().strip_prefix('<') {
        Some(pointed) => pointed.split('>').next().unwrap_or_default(),
        // A title in quotes may follow.
        None => target.split([' ', '\t']).find(|part| !part.is_empty()).unwrap_or_default(),
    };
    let target = percent_decode_str(target).decode_utf8_lossy().into_owned();
    Some((title, Some(target).filter(|target| !target.is_empty())))
}

/// The text of a title: emphasis and code marks taken off, escapes resolved.
fn plain(title: &str) -> String {
    let mut text = String::new();
    let mut escaped = false;
    for c in title.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '`' | '*' if !escaped => {}
            c => {
                text.push(c);
                escaped = false;
            }
        }
    }
    text.trim().to_owned()
}
