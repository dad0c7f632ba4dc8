//! Markup of ours within plain text: ruby, intraword indices, bare addresses.
//!
//! - `{漢字|かんじ}` is ruby, `{漢字|かん|じ}` ruby character by character. The base must hold a Han, kana or Hangul
//!   letter: `{start|stop}` stays as it is.
//! - `H~2~O` and `x^2^`: an index belongs to the character before it. `3~5天，6~8天` stays as it is.

use super::inline::{ESCAPED, Within};
use super::{autolink, cite, east_asian};
use crate::diag::Span;
use crate::model::{Inline, Ruby, RubyPair};

/// Longer braces are no ruby.
const LONGEST_RUBY: usize = 400;

/// Longer words between `~` or `^` are no index.
const LONGEST_INDEX: usize = 24;

/// Cuts text into inlines and appends them.
pub(super) fn split(text: &str, within: Within, cites: Option<&Span>, out: &mut Vec<Inline>) {
    let mut plain = String::new();
    let mut before = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == ESCAPED {
            at += ESCAPED.len_utf8();
            if let Some(escaped) = text[at..].chars().next() {
                plain.push(escaped);
                before = Some(escaped);
                at += escaped.len_utf8();
            }
            continue;
        }
        let rest = &text[at..];
        let found = match c {
            '{' => ruby(rest).map(|found| (0, found)),
            '~' | '^' => index(before, rest).map(|found| (0, found)),
            _ if within == Within::Text => autolink::at(&plain, before, rest)
                .or_else(|| cite::in_text(before, rest, cites.filter(|_| c == '@')?).map(|found| (0, found))),
            _ => None,
        };
        if let Some((back, (inline, took))) = found {
            plain.truncate(plain.len() - back);
            if !plain.is_empty() {
                out.push(Inline::Text(std::mem::take(&mut plain)));
            }
            out.push(inline);
            at += took;
            before = text[..at].chars().next_back();
        } else {
            plain.push(c);
            before = Some(c);
            at += c.len_utf8();
        }
    }
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
}

fn ruby(rest: &str) -> Option<(Inline, usize)> {
    let inner = &rest[1..];
    // A brace within braces ends the search, so that a line of nothing but braces is not searched for each of them.
    let end = inner.char_indices().take(LONGEST_RUBY).find(|&(_, c)| matches!(c, '{' | '}' | '\n'))?.0;
    if !inner[end..].starts_with('}') {
        return None;
    }
    // In a table the bar had to be escaped.
    let body: String = inner[..end].chars().filter(|&c| c != ESCAPED).collect();
    let mut parts = body.split('|');
    let base = parts.next()?.trim();
    let readings: Vec<&str> = parts.map(str::trim).collect();
    if readings.is_empty() || readings.iter().all(|r| r.is_empty()) || !base.chars().any(east_asian::is_letter) {
        return None;
    }
    let pair = |base: String, reading: &str| RubyPair { base, reading: reading.to_owned() };
    let letters: Vec<char> = base.chars().collect();
    let pairs = if letters.len() == readings.len() {
        letters.iter().zip(&readings).map(|(letter, reading)| pair(letter.to_string(), reading)).collect()
    } else {
        vec![pair(base.to_owned(), &readings.concat())]
    };
    Some((Inline::Ruby(Ruby { pairs }), end + 2))
}

fn index(before: Option<char>, rest: &str) -> Option<(Inline, usize)> {
    let before = before?;
    let delimiter = rest.chars().next()?;
    let inner = &rest[1..];
    let end = inner.char_indices().take(LONGEST_INDEX).find(|&(_, c)| c == delimiter)?.0;
    let word = &inner[..end];
    let of_index = |c: char| c.is_ascii_alphanumeric() || "+-−()[],.*′".contains(c);
    let figures = word.chars().any(|c| c.is_ascii_digit());
    let follows = match (delimiter, before) {
        ('~', c) => c.is_ascii_alphabetic() || matches!(c, ')' | ']'),
        (_, c) if c.is_ascii_alphanumeric() || matches!(c, ')' | ']') => true,
        (_, c) => figures && east_asian::is_letter(c),
    };
    if !follows || !word.chars().any(|c| c.is_ascii_alphanumeric()) || !word.chars().all(of_index) {
        return None;
    }
    let content = vec![Inline::text(word)];
    let inline = if delimiter == '~' { Inline::Subscript(content) } else { Inline::Superscript(content) };
    Some((inline, end + 2))
}
