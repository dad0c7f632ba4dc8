//! Citations as Pandoc writes them: `[@key]`, `[see @a, p. 33; -@b]`, `@key`, `@key [p. 33]`.

use super::inline::ESCAPED;
use crate::diag::Span;
use crate::model::{Cite, CiteForm, CiteItem, Inline};

/// What is said about a work in one bracket is no longer than this.
const LONGEST: usize = 1000;

/// The works that a bracket cites; `None` where a part of it names none.
pub(super) fn bracketed(text: &str) -> Option<Vec<CiteItem>> {
    if !text.contains('@') || text.len() > LONGEST {
        return None;
    }
    text.split([';', '；']).map(item).collect()
}

fn item(text: &str) -> Option<CiteItem> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let opens = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    let at = text.match_indices('@').map(|(at, _)| at).find(opens)?;
    let (key, took) = key(&text[at + 1..], char::is_alphanumeric)?;
    let before = text[..at].trim_end();
    let (prefix, no_author) = match before.strip_suffix('-') {
        Some(prefix) if text[..at].ends_with('-') => (prefix.trim_end(), true),
        Some(_) | None => (before, false),
    };
    let suffix = text[at + 1 + took..].trim_start_matches([',', '，', ' ']);
    Some(CiteItem { key, prefix: prefix.to_owned(), suffix: suffix.to_owned(), no_author })
}

/// A citation that is a word of its sentence, at the start of `rest`, and the bytes it takes. Its key is ASCII, for
/// Chinese puts no space behind it; `@{…}` holds any other.
pub(super) fn in_text(before: Option<char>, rest: &str, span: &Span) -> Option<(Inline, usize)> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '@' | '_')) {
        return None;
    }
    let (key, took) = key(rest.strip_prefix('@')?, |c| c.is_ascii_alphanumeric())?;
    let mut end = 1 + took;
    let mut suffix = String::new();
    let bracket = rest[end..].strip_prefix(' ').unwrap_or(&rest[end..]).strip_prefix('[');
    if let Some((said, _)) = bracket.and_then(|inside| inside.split_once(']'))
        && said.len() < LONGEST
        && !said.contains(['[', '@', '^'])
    {
        end = rest.len() - bracket.map_or(0, str::len) + said.len() + 1;
        suffix = said.chars().filter(|&c| c != ESCAPED).collect::<String>().trim().to_owned();
    }
    let items = vec![CiteItem { key, suffix, ..CiteItem::default() }];
    Some((Inline::Cite(Cite { items, form: CiteForm::InText, span: span.clone(), ..Cite::default() }), end))
}

/// A key, and the bytes it takes: letters and digits, with marks between them.
fn key(text: &str, is_letter: impl Fn(char) -> bool) -> Option<(String, usize)> {
    if let Some(inside) = text.strip_prefix('{') {
        let (key, _) = inside.split_once('}')?;
        return (!key.is_empty() && !key.contains([ESCAPED, '\n'])).then(|| (key.to_owned(), key.len() + 2));
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_letter(c) || c == '_' {
            end = at + c.len_utf8();
        } else if at == 0 || at > end || !":.#$%&-+?<>~/".contains(c) {
            break;
        }
    }
    (end > 0).then(|| (text[..end].to_owned(), end))
}
