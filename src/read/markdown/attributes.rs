//! `{#label .class key=value}` as pandoc writes it, after headings, pictures, links, bracketed spans and containers.

use std::ops::Range;

use crate::diag::nearest;
use crate::model::{Label, Lang, Placement};

/// What stood between the braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub label: Option<Label>,
    pub classes: Vec<String>,
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// A `lang` that is a language tag.
    pub fn lang(&self) -> Option<Lang> {
        self.get("lang").or_else(|| self.get("xml:lang")).and_then(|tag| tag.parse().ok())
    }

    /// A `width` in per cent, as a share of the measure.
    pub fn width(&self) -> Option<f64> {
        share(self.get("width")?)
    }

    /// Where a figure goes on a page: `place=top`.
    ///
    /// # Errors
    /// The word that says nothing of the kind, and the nearest that does.
    pub fn placement(&self) -> Result<Placement, (&str, &'static str)> {
        let Some(word) = self.get("place") else { return Ok(Placement::Theme) };
        let known = PLACES.iter().find(|(name, _)| *name == word).map(|(_, place)| *place);
        let names = PLACES.iter().map(|(name, _)| *name);
        known.ok_or_else(|| (word, nearest(word, names).unwrap_or("top")))
    }
}

/// The words for where a figure goes on a page.
const PLACES: [(&str, Placement); 5] = [
    ("near", Placement::Near),
    ("here", Placement::Here),
    ("top", Placement::Top),
    ("bottom", Placement::Bottom),
    ("page", Placement::Page),
];

/// `50%` as 0.5; other units say nothing about the measure.
pub(super) fn share(text: &str) -> Option<f64> {
    let number: f64 = text.trim().strip_suffix('%')?.trim().parse().ok()?;
    (number > 0.0 && number <= 100.0).then_some(number / 100.0)
}

/// Longer braces are no attributes, and looking for their end must not take long.
const LONGEST: usize = 1000;

/// Reads attributes at the very start of `text`; gives them and the bytes they took.
/// Anything that is not wholly made of attributes is ordinary text.
pub(super) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let inner = text.strip_prefix('{')?;
    let mut attributes = Attributes::default();
    let mut at = 0;
    loop {
        at += inner[at..].len() - inner[at..].trim_start_matches([' ', '\t', '\n']).len();
        let rest = &inner[at..];
        if at > LONGEST {
            return None;
        }
        let first = rest.chars().next()?;
        if first == '}' {
            let any = attributes != Attributes::default();
            return any.then_some((attributes, at + 2));
        }
        let word = name(rest.strip_prefix(['#', '.']).unwrap_or(rest));
        if rest.starts_with("-}") || rest.starts_with("- ") {
            attributes.classes.push("unnumbered".into());
            at += 1;
        } else if word.is_empty() {
            return None;
        } else if first == '#' {
            attributes.label = Some(Label(word.to_owned()));
            at += 1 + word.len();
        } else if first == '.' {
            attributes.classes.push(word.to_owned());
            at += 1 + word.len();
        } else {
            let (value, took) = value(rest[word.len()..].strip_prefix('=')?)?;
            attributes.pairs.push((word.to_owned(), value));
            at += word.len() + 1 + took;
        }
    }
}

/// Attributes that end `text`, for captions: their place in it, and themselves.
pub(super) fn at_end(text: &str) -> Option<(Range<usize>, Attributes)> {
    let trimmed = text.trim_end();
    let start = trimmed.strip_suffix('}')?.rfind('{')?;
    let (attributes, took) = parse(&trimmed[start..])?;
    (start + took == trimmed.len()).then_some((start..trimmed.len(), attributes))
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).unwrap_or(text.len());
    // `.a.b` is two classes, as in CSS.
    let end = if text[..end].contains(':') { end } else { text[..end].find('.').unwrap_or(end) };
    &text[..end]
}

fn value(text: &str) -> Option<(String, usize)> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let reach = &quoted[..floor(quoted, LONGEST)];
            let end = reach.find(quote)?;
            return Some((quoted[..end].to_owned(), end + 2));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'')).unwrap_or(text.len());
    (end > 0).then(|| (text[..end].to_owned(), end))
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first word of an info string, up to mdBook's comma; `{.rust}` as pandoc has it.
pub(super) fn language(info: &str) -> Option<String> {
    let word = info.split_whitespace().next()?.trim_start_matches("{.").trim_start_matches('{');
    let word = word.split([',', '}', '{']).next()?;
    (!word.is_empty()).then(|| word.to_owned())
}
