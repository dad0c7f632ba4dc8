//! What authors write beside the language of program text: `rust,ignore`, `{.rust .numberLines startFrom="100"}`,
//! `js {1,4-6} title="a.js"`, `{linenos=table,hl_lines=[2,"4-6"]}`. In: an info string. Out: a [`Code`] without text.
//!
//! mdBook, Pandoc, Hugo, Docusaurus and Zenn each have their own way; none contradicts another, so all are understood.

use crate::diag::nearest;
use crate::model::{Code, LineNumbers};

/// What was asked for, before it is known whether it holds together.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    code: Code,
    /// Whether lines are numbered.
    numbered: Option<bool>,
    /// The number of the first.
    start: Option<u64>,
    /// What could not be understood: what is the matter, and what to do.
    pub faults: Vec<(String, String)>,
}

/// The keys that mean something here.
const KEYS: [&str; 18] = [
    "linenos",
    "numberLines",
    "lineNumbers",
    "showLineNumbers",
    "startFrom",
    "linenostart",
    "start",
    "firstline",
    "hl_lines",
    "hl-lines",
    "highlight",
    "emphasize-lines",
    "data-line",
    "mark",
    "title",
    "filename",
    "file",
    "caption",
];

impl Wishes {
    /// A word that stands alone: a class, the language where none is known yet.
    pub fn class(&mut self, word: &str) {
        match word {
            "numberLines" | "number-lines" | "lineNumbers" | "line-numbers" | "linenos" | "showLineNumbers" => {
                self.numbered = Some(true);
            }
            "noLineNumbers" | "hideLineNumbers" => self.numbered = Some(false),
            _ => self.language(word),
        }
    }

    /// The language, and in Zenn's way a file's name behind a colon.
    fn language(&mut self, word: &str) {
        if self.code.language.is_some() {
            return;
        }
        let (language, title) = word.split_once(':').unwrap_or((word, ""));
        self.code.language = Some(language).filter(|word| !word.is_empty()).map(str::to_owned);
        if !title.is_empty() {
            self.code.title = Some(title.to_owned());
        }
    }

    /// A key with its value.
    pub fn pair(&mut self, key: &str, value: &str) {
        match key {
            "linenos" | "numberLines" | "lineNumbers" | "showLineNumbers" => {
                self.numbered = Some(!matches!(value, "false" | "no" | "0"));
                self.start = self.start.or(value.parse().ok());
            }
            "startFrom" | "linenostart" | "start" | "firstline" => match value.trim().parse() {
                Ok(start) => self.start = Some(start),
                Err(_) => {
                    let message = format!("`{key}` wants the number of the first line, not `{value}`");
                    self.faults.push((message, format!("write `{key}=1`")));
                }
            },
            "hl_lines" | "hl-lines" | "highlight" | "emphasize-lines" | "data-line" | "mark" => {
                let before = self.code.marked.len();
                let sound = self.marked(value);
                if !sound || self.code.marked.len() == before {
                    let message = format!("`{key}` wants numbers of lines, not `{value}`");
                    self.faults.push((message, format!("write `{key}=\"2-4 6\"`")));
                }
            }
            "title" | "filename" | "file" | "caption" if !value.trim().is_empty() => {
                self.code.title = Some(value.trim().to_owned());
            }
            // Other programs have keys of their own; what is nearly one of ours is a slip.
            _ => {
                if let Some(near) = nearest(key, KEYS).filter(|near| *near != key) {
                    let message = format!("`{key}` has no meaning for program text");
                    self.faults.push((message, format!("the nearest is `{near}`")));
                }
            }
        }
    }

    /// `2-4 6,8`: lines to look at. False where a part of it names none.
    fn marked(&mut self, list: &str) -> bool {
        let mut sound = !list.contains(char::is_alphabetic);
        let parts = list.split(|c: char| !(c.is_ascii_digit() || c == '-')).filter(|part| !part.is_empty());
        for part in parts {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse(), last.parse())
                && (1..=last).contains(&first)
            {
                self.code.marked.push((first, last));
            } else {
                sound = false;
            }
        }
        sound
    }

    /// The listing that was asked for.
    pub fn finish(self) -> Code {
        let Self { code, numbered, start, faults: _ } = self;
        let numbers = match numbered {
            Some(true) => LineNumbers::From(start.unwrap_or(1)),
            Some(false) => LineNumbers::Never,
            None => LineNumbers::Theme,
        };
        Code { numbers, ..code }
    }
}

/// Reads an info string.
pub(super) fn info(info: &str) -> Wishes {
    let mut wishes = Wishes::default();
    let mut rest = info.trim();
    // The word at the start is the language; later words are what they are known as.
    if !rest.starts_with('{') {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).unwrap_or(rest.len());
        wishes.language(&rest[..end]);
        rest = &rest[end..];
    }
    let mut braces = false;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        if first.is_whitespace() || matches!(first, ',' | '{' | '}' | '.' | '=') {
            braces = first == '{' || (braces && first != '}');
            rest = after;
            continue;
        }
        let (word, value, after) = token(rest);
        rest = after;
        match value {
            Some(value) => wishes.pair(word, value),
            None if braces && word.chars().all(|c| c.is_ascii_digit() || c == '-') => {
                wishes.marked(word);
            }
            None if braces || is_wish(word) => wishes.class(word),
            None => {} // `ignore`, `editable`: what a tool does with the text.
        }
    }
    wishes
}

fn is_wish(word: &str) -> bool {
    let mut alone = Wishes::default();
    alone.class(word);
    alone.numbered.is_some()
}

/// The word at the start of `text`, its value where it has one, and what follows.
fn token(text: &str) -> (&str, Option<&str>, &str) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '=')).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=') else { return (word, None, rest) };
    let closing = match value.chars().next() {
        Some('"') => Some('"'),
        Some('\'') => Some('\''),
        Some('[') => Some(']'),
        _ => None,
    };
    if let Some(closing) = closing
        && let Some(end) = value[1..].find(closing)
    {
        return (word, Some(&value[1..=end]), &value[end + 2..]);
    }
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, ',' | '}')).unwrap_or(value.len());
    (word, Some(&value[..end]), &value[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, Option<String>, LineNumbers, Vec<(u32, u32)>) {
        let Code { language, title, numbers, marked, .. } = info(text).finish();
        (language.unwrap_or_default(), title, numbers, marked)
    }

    #[test]
    fn every_tools_way_is_understood() {
        let plain = |word: &str| (word.to_owned(), None, LineNumbers::Theme, vec![]);
        assert_eq!(shown("rust"), plain("rust"));
        assert_eq!(shown("rust,ignore,editable"), plain("rust"));
        assert_eq!(shown("{.rust}"), plain("rust"));
        assert_eq!(shown("{r, echo=FALSE}"), plain("r"));
        assert_eq!(shown(""), plain(""));
        let pandoc = shown("{.haskell .numberLines startFrom=\"100\"}");
        assert_eq!(pandoc, ("haskell".into(), None, LineNumbers::From(100), vec![]));
        let hugo = shown("go {linenos=table,hl_lines=[2,\"4-6\"],linenostart=199}");
        assert_eq!(hugo, ("go".into(), None, LineNumbers::From(199), vec![(2, 2), (4, 6)]));
        let docusaurus = shown("jsx title=\"src/a b.jsx\" {1,4-6} showLineNumbers");
        assert_eq!(docusaurus, ("jsx".into(), Some("src/a b.jsx".into()), LineNumbers::From(1), vec![(1, 1), (4, 6)]));
        assert_eq!(shown("js:src/a.js"), ("js".into(), Some("src/a.js".into()), LineNumbers::Theme, vec![]));
        assert_eq!(shown("py linenos=false").2, LineNumbers::Never);
        assert_eq!(shown("c++ {hl_lines=\"3-1 0 2\"}").3, [(2, 2)]);
    }

    #[test]
    fn what_is_nearly_a_wish_is_told() {
        let told = |text: &str| info(&format!("rust {text}")).faults.len();
        assert_eq!(["startFrom=x", "hl_lines=abc", "hl_lines=\"3-1\"", "lineno=true", "titel=a"].map(told), [1; 5]);
        assert_eq!(["{r, echo=FALSE}", "ignore", "startFrom=3", "hl_lines=[2,\"4-6\"]", "id=a"].map(told), [0; 5]);
    }

    #[test]
    fn broken_wishes_are_passed_over() {
        for text in
            ["{", "{{{", "=", "a=", "a=\"", "a=[", "rust {=}", "{.}", "\u{3000}", "go {1-99999999999}", ",,,", "{'"]
        {
            info(text).finish();
        }
    }
}
