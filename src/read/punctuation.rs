//! ASCII marks in Chinese text: reported, and set as Chinese marks where that is wished. In: a book. Out: the same.
//!
//! A mark is looked at in its line as a reader sees it, across emphasis and links. Program text, mathematics and URLs are
//! left alone, and so is every mark without a Han character (or a Chinese mark) on its left: `1,000` and `10:30` stay.

mod place;

use std::ops::Range;

use super::plain::{is_han, is_kana};
use super::visit::{self, Change};
use super::{Cx, Fix, decoded};
use crate::diag::{Diagnostic, Span};
use crate::model::{Book, Inline};

/// Stands for what is no text: a picture, a formula, code.
const OBJECT: char = '\u{fffc}';

/// Reports ASCII marks and spaces among Han characters, once a file, and replaces the marks when told to.
pub(crate) fn check(book: &mut Book, cx: &Cx) {
    let Some(language) = book.meta.language.clone().filter(|language| language.is_chinese()) else { return };
    let mut checker = Checker {
        replace: cx.options.fix == Some(Fix::Punctuation),
        traditional: language.is_traditional(),
        marks: Vec::new(),
        spaces: Vec::new(),
    };
    let mut title = vec![Inline::Text(std::mem::take(&mut book.meta.title))];
    // The title's place is that of the text it opens; it is not counted where the text repeats it.
    checker.quietly(&mut title);
    if let Some(Inline::Text(title)) = title.pop() {
        book.meta.title = title;
    }
    visit::book(book, &mut checker);
    for found in &checker.marks {
        let marks = if found.count == 1 { "1 ASCII mark".into() } else { format!("{} ASCII marks", found.count) };
        let first = found.is_first();
        let span = &found.place(cx);
        cx.sink.push(if checker.replace {
            Diagnostic::note(
                "ascii-punctuation",
                span,
                format!("{marks} among Chinese characters became Chinese marks{first}"),
            )
        } else {
            Diagnostic::warning("ascii-punctuation", span, format!("{marks} among Chinese characters{first}")).help(
                "`--fix punctuation`, or `fix = \"punctuation\"` under `[read]` in keben.toml, sets Chinese marks",
            )
        });
    }
    for found in &checker.spaces {
        let spaces = if found.count == 1 { "1 space".into() } else { format!("{} spaces", found.count) };
        let message = format!("{spaces} between Chinese characters{}", found.is_first());
        let help = "they are kept as typed; delete those that are no part of the text";
        cx.sink.push(Diagnostic::note("han-space", &found.place(cx), message).help(help));
    }
}

struct Checker {
    replace: bool,
    traditional: bool,
    /// The ASCII marks, file by file.
    marks: Vec<Found>,
    /// The spaces between Han characters, file by file.
    spaces: Vec<Found>,
}

/// What was found in a file.
struct Found {
    /// The stretch of text in which the first one stands.
    around: Span,
    /// What stands before it there.
    before: Vec<char>,
    /// The first one.
    mark: String,
    count: usize,
}

impl Found {
    fn is_first(&self) -> &'static str {
        if self.count == 1 { "" } else { "; this is the first" }
    }

    /// The place of the first one, as exactly as the file shows it.
    fn place(&self, cx: &Cx) -> Span {
        let text = if self.around.line > 0 { decoded(cx.source, &self.around.file) } else { None };
        let place = text.and_then(|text| place::place(&text, &self.around, &self.before, &self.mark));
        place.unwrap_or_else(|| self.around.clone())
    }
}

/// Adds what was found at `ranges` of a stretch of text.
fn note(all: &mut Vec<Found>, span: &Span, chars: &[char], ranges: &[Range<usize>]) {
    let Some(first) = ranges.first() else { return };
    match all.iter_mut().find(|found| found.around.file == span.file) {
        Some(found) => found.count += ranges.len(),
        None => {
            let hidden = chars[..first.start].iter().rposition(|&c| matches!(c, OBJECT | '\n'));
            let before = chars[hidden.map_or(0, |at| at + 1)..first.start].to_vec();
            let mark = chars[first.clone()].iter().collect();
            all.push(Found { around: span.clone(), before, mark, count: ranges.len() });
        }
    }
}

impl Change for Checker {
    fn line(&mut self, span: &Span, content: &mut Vec<Inline>) {
        if !has(content, |c| is_mark(c) || c == ' ') {
            return;
        }
        let mut chars = Vec::new();
        flatten(content, &mut chars);
        note(&mut self.spaces, span, &chars, &spaces(&chars));
        let marks: Vec<Range<usize>> = self.quietly(content).iter().map(|mark| mark.start..mark.end).collect();
        note(&mut self.marks, span, &chars, &marks);
    }
}

impl Checker {
    /// Looks at one line, and returns the marks that were found.
    fn quietly(&self, content: &mut [Inline]) -> Vec<Mark> {
        if !has(content, is_mark) {
            return Vec::new();
        }
        let mut chars = Vec::new();
        flatten(content, &mut chars);
        let changes = marks(&chars, self.traditional);
        if self.replace && !changes.is_empty() {
            rebuild(content, &mut Rebuild { at: 0, next: 0, changes: &changes });
        }
        changes
    }
}

/// A stretch of characters that is one mark, and what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    start: usize,
    end: usize,
    becomes: &'static str,
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ':' | ';' | '?' | '!' | '(' | ')' | '"' | '\'' | '.' | '-')
}

fn has(content: &[Inline], wanted: fn(char) -> bool) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => text.contains(wanted),
        other => within(other).is_some_and(|content| has(content, wanted)),
    })
}

/// Spaces with a Han character on both sides.
fn spaces(chars: &[char]) -> Vec<Range<usize>> {
    let mut spaces = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|&&c| c == ' ').count();
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|&c| is_han(c));
        if run > 0 && beside(at.checked_sub(1)) && beside(Some(at + run)) {
            spaces.push(at..at + run);
        }
        at += run.max(1);
    }
    spaces
}

/// The text inside an inline that is part of its line.
fn within(inline: &Inline) -> Option<&[Inline]> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Dots(content)
        | Inline::ProperName(content)
        | Inline::TitleLine(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content)
        | Inline::Strike(content)
        | Inline::Small(content)
        | Inline::Warichu(content) => Some(content),
        Inline::Link(link) => Some(&link.content),
        // Other languages have other marks.
        Inline::Lang { lang, content } if lang.is_chinese() => Some(content),
        Inline::Lang { .. }
        | Inline::Text(_)
        | Inline::Ruby(_)
        | Inline::Code(_)
        | Inline::CrossRef(_)
        | Inline::Cite(_)
        | Inline::Note(_)
        | Inline::Image(_)
        | Inline::IndexTerm { .. }
        | Inline::Math(_)
        | Inline::LineBreak
        | Inline::Raw { .. } => None,
    }
}

fn within_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    within(inline)?;
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Dots(content)
        | Inline::ProperName(content)
        | Inline::TitleLine(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content)
        | Inline::Strike(content)
        | Inline::Small(content)
        | Inline::Warichu(content)
        | Inline::Lang { content, .. } => Some(content),
        Inline::Link(link) => Some(&mut link.content),
        _ => None,
    }
}

fn flatten(content: &[Inline], chars: &mut Vec<char>) {
    for inline in content {
        match inline {
            Inline::Text(text) => chars.extend(text.chars()),
            Inline::Ruby(ruby) => chars.push(last_of(ruby.pairs.iter().map(|pair| pair.base.as_str()))),
            Inline::LineBreak => chars.push('\n'),
            // A note's call and an index term stand between two characters and part nothing.
            Inline::Note(_) | Inline::IndexTerm { .. } => {}
            other => match within(other) {
                Some(content) => flatten(content, chars),
                None => chars.push(OBJECT),
            },
        }
    }
}

/// Ruby counts as the last character of its base: a mark after it asks what stands on its left.
fn last_of<'t>(bases: impl DoubleEndedIterator<Item = &'t str>) -> char {
    bases.rev().find_map(|base| base.chars().next_back()).unwrap_or(OBJECT)
}

struct Rebuild<'m> {
    at: usize,
    next: usize,
    changes: &'m [Mark],
}

fn rebuild(content: &mut [Inline], state: &mut Rebuild) {
    for inline in content {
        match inline {
            Inline::Text(text) => {
                let mut mended = String::with_capacity(text.len() + 16);
                for c in text.chars() {
                    match state.changes.get(state.next) {
                        Some(mark) if mark.start <= state.at => {
                            // A mark that runs over two inlines is written once, where it begins.
                            if mark.start == state.at {
                                mended.push_str(mark.becomes);
                            }
                            if state.at + 1 == mark.end {
                                state.next += 1;
                            }
                        }
                        _ => mended.push(c),
                    }
                    state.at += 1;
                }
                *text = mended;
            }
            Inline::Note(_) | Inline::IndexTerm { .. } => {}
            other => match within_mut(other) {
                Some(content) => rebuild(content, state),
                None => state.at += 1,
            },
        }
    }
}

/// A Han character, or a mark that only stands in Chinese text.
fn is_chinese(c: char) -> bool {
    is_han(c)
        || is_kana(c)
        || matches!(c, '\u{3001}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Finds the marks of one line.
fn marks(chars: &[char], traditional: bool) -> Vec<Mark> {
    let skip = urls(chars);
    let mut marks: Vec<Mark> = Vec::new();
    let mut parens: Vec<(usize, bool)> = Vec::new();
    // Whether the character on the left is Chinese, marks already found included.
    let mut left = false;
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if skip.get(at).copied().unwrap_or(false) {
            left = false;
            at += 1;
            continue;
        }
        let run = chars[at..].iter().take_while(|&&other| other == c).count();
        let mut one = |becomes| marks.push(Mark { start: at, end: at + 1, becomes });
        let mut now = is_chinese(c);
        let mut length = 1;
        match c {
            ',' | ':' | ';' | '?' | '!' if left => {
                one(match c {
                    ',' => "，",
                    ':' => "：",
                    ';' => "；",
                    '?' => "？",
                    _ => "！",
                });
                now = true;
            }
            '.' if left && run >= 3 => {
                marks.push(Mark { start: at, end: at + run, becomes: "……" });
                (now, length) = (true, run);
            }
            '-' if left && run == 2 => {
                marks.push(Mark { start: at, end: at + run, becomes: "——" });
                (now, length) = (true, run);
            }
            '.' | '-' => length = run,
            '(' => {
                let chinese = left || chars.get(at + 1).copied().is_some_and(is_chinese);
                parens.push((at, chinese));
                now = chinese;
            }
            ')' => {
                if let Some((open, true)) = parens.pop() {
                    marks.push(Mark { start: open, end: open + 1, becomes: "（" });
                    marks.push(Mark { start: at, end: at + 1, becomes: "）" });
                    now = true;
                }
            }
            // Quotes are paired below; on the left of a mark they are as Chinese as what they follow.
            '"' | '\'' => now = left,
            _ => {}
        }
        left = now;
        at += length;
    }
    quotes(chars, &skip, '"', if traditional { ("「", "」") } else { ("“", "”") }, &mut marks);
    quotes(chars, &skip, '\'', if traditional { ("『", "』") } else { ("‘", "’") }, &mut marks);
    marks.sort_unstable_by_key(|mark| mark.start);
    marks
}

/// Straight quotes, two by two, each pair with a Chinese character on one side of one of them.
fn quotes(chars: &[char], skip: &[bool], quote: char, becomes: (&'static str, &'static str), marks: &mut Vec<Mark>) {
    let near = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
    let chinese = |at: usize| [near(at.checked_sub(1)), near(Some(at + 1))].into_iter().flatten().any(is_chinese);
    let apostrophe = |at: usize| {
        [near(at.checked_sub(1)), near(Some(at + 1))].iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    let places: Vec<usize> = (0..chars.len())
        .filter(|&at| chars[at] == quote && !skip.get(at).copied().unwrap_or(false) && !apostrophe(at))
        .collect();
    // An odd one out makes all pairs doubtful.
    if places.len() % 2 == 1 {
        return;
    }
    for pair in places.chunks_exact(2) {
        if chinese(pair[0]) || chinese(pair[1]) {
            marks.push(Mark { start: pair[0], end: pair[0] + 1, becomes: becomes.0 });
            marks.push(Mark { start: pair[1], end: pair[1] + 1, becomes: becomes.1 });
        }
    }
}

/// Which characters belong to a URL: from the scheme on, as long as they are ASCII and no blank.
fn urls(chars: &[char]) -> Vec<bool> {
    if !chars.contains(&'/') && !chars.windows(4).any(|window| window == ['w', 'w', 'w', '.']) {
        return Vec::new();
    }
    let mut skip = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let scheme = rest.iter().take(12).take_while(|c| c.is_ascii_alphabetic()).count();
        let is_url =
            (scheme > 1 && rest[scheme..].starts_with(&[':', '/', '/'])) || rest.starts_with(&['w', 'w', 'w', '.']);
        let length = if is_url { rest.iter().take_while(|c| c.is_ascii_graphic()).count() } else { scheme.max(1) };
        if is_url {
            skip[at..at + length].fill(true);
        }
        at += length;
    }
    skip
}
