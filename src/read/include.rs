//! mdBook's and GitBook's directives, resolved before Markdown is parsed. In: a file's text. Out: the text with others'
//! in it, and where each stretch came from.
//!
//! `{{#include}}`, `{{#rustdoc_include}}` and `{{#playground}}` are replaced by the text they name, `{{#title}}` goes,
//! `\{{#…}}` is shown as it stands, `{% hint %}` becomes a container. Whatever cannot be resolved stays, with a complaint.

mod pieces;

use std::cell::Cell;
use std::ops::Range;

use super::{Cx, decode};
use crate::diag::{Diagnostic, Lines, Span};
use crate::source::{self, SourceError};
pub(crate) use pieces::{Expanded, Origins};

/// Includes within includes go no deeper than in mdBook.
const DEEPEST: usize = 10;

/// All includes of one file together: a few lines that include each other can ask for more than any memory holds.
const MOST: usize = 64 << 20;

/// A directive is not longer than this, in bytes.
const LONGEST: usize = 4096;

/// After so many complaints about one file nobody reads on.
const ENOUGH: usize = 100;

/// Resolves the directives of a file.
pub(crate) fn expand(file: &str, text: &str, hide_rust: bool, cx: &Cx) -> Expanded {
    let mut expander = Expander { cx, out: Expanded::default(), open: Vec::new(), complaints: Cell::new(0) };
    let file = expander.out.add_file(file, text);
    expander.copy(file, std::slice::from_ref(&(0..text.len())));
    let needs_lines = hide_rust || expander.out.text.contains("{%");
    if needs_lines { by_line(&expander.out, hide_rust) } else { expander.out }
}

struct Expander<'a> {
    cx: &'a Cx<'a>,
    out: Expanded,
    /// The files being copied, each with the ranges wanted.
    open: Vec<(usize, Vec<Range<usize>>)>,
    complaints: Cell<usize>,
}

/// A directive found in a text.
struct Directive<'t> {
    /// Where it stands, a backslash before it included.
    range: Range<usize>,
    escaped: bool,
    name: &'t str,
    argument: &'t str,
}

impl Expander<'_> {
    /// Copies ranges of a file into the output, directives resolved.
    fn copy(&mut self, file: usize, ranges: &[Range<usize>]) {
        let text = self.out.file_text(file);
        self.open.push((file, ranges.to_vec()));
        for range in ranges {
            let mut at = range.start;
            while let Some(directive) = next_directive(&text[at..range.end]) {
                let from = at + directive.range.start;
                let to = at + directive.range.end;
                self.out.verbatim(file, at..from);
                if directive.escaped {
                    self.out.verbatim(file, from + 1..to);
                } else if !self.resolve(file, from..to, &directive) {
                    self.out.verbatim(file, from..to);
                }
                at = to;
            }
            self.out.verbatim(file, at..range.end);
        }
        self.open.pop();
    }

    /// Replaces a directive; `false` where it has to stay.
    fn resolve(&mut self, file: usize, range: Range<usize>, directive: &Directive) -> bool {
        match directive.name {
            "title" => return true,
            "include" | "rustdoc_include" | "playground" | "playpen" => {}
            _ => return false,
        }
        let play = matches!(directive.name, "playground" | "playpen");
        let word = directive.argument.split_whitespace().next().unwrap_or_default();
        if word.is_empty() {
            return false;
        }
        let (path, part) = word.split_once(':').map_or((word, None), |(path, part)| (path, Some(part)));
        let from = self.out.file_name(file);
        let Some(target) = source::join(&from, path) else {
            let message = format!("`{path}` lies outside the project's folder");
            self.complain(file, &range, |span| {
                Diagnostic::error("include-outside", span, message).help("keep what is included in the book's folder")
            });
            return false;
        };
        let Some(included) = self.load(&target, file, &range) else { return false };
        let text = self.out.file_text(included);
        let ranges = match select(&text, part) {
            Ok(ranges) => ranges,
            Err(anchor) => {
                self.complain(file, &range, |span| {
                    Diagnostic::warning("include-anchor", span, format!("no anchor `{anchor}` in `{target}`"))
                        .help(format!("mark it with lines that hold `ANCHOR: {anchor}` and `ANCHOR_END: {anchor}`"))
                });
                return false;
            }
        };
        if let Some(first) = self.open.iter().position(|(open, wanted)| *open == included && *wanted == ranges) {
            let names = self.open[first..].iter().map(|(open, _)| self.out.file_name(*open).to_string());
            let circle = names.chain([target.clone()]).collect::<Vec<_>>().join(" → ");
            self.complain(file, &range, |span| {
                Diagnostic::error("include-cycle", span, format!("files include each other in a circle: {circle}"))
                    .help("take one of the includes out")
            });
            return false;
        }
        let size: usize = ranges.iter().map(Range::len).sum();
        if self.open.len() > DEEPEST || self.out.text.len() + size > MOST {
            self.complain(file, &range, |span| {
                let message = format!("includes go deeper than {DEEPEST} files, or bring more than {} MiB", MOST >> 20);
                Diagnostic::error("include-depth", span, message).help("include less")
            });
            return false;
        }
        if play {
            self.out.foreign("```rust\n", file, range.start);
        }
        self.copy(included, &ranges);
        if play {
            let end = if self.out.text.ends_with('\n') { "```" } else { "\n```" };
            self.out.foreign(end, file, range.start);
        }
        true
    }

    /// The number of an included file, read when it is first asked for.
    fn load(&mut self, target: &str, file: usize, range: &Range<usize>) -> Option<usize> {
        if let Some(known) = self.out.find_file(target) {
            return Some(known);
        }
        let decoded = match self.cx.source.read(target) {
            Ok(bytes) => decode::text(target, (*bytes).as_ref(), self.cx).map_err(|error| error.to_string()),
            Err(error @ SourceError::Outside(_)) => {
                self.complain(file, range, |span| {
                    Diagnostic::error("include-outside", span, error.to_string())
                        .help("keep what is included in the book's folder")
                });
                return None;
            }
            Err(error) => Err(error.to_string()),
        };
        match decoded {
            Ok(text) => Some(self.out.add_file(target, &text)),
            Err(message) => {
                let near = super::detect::near(target, self.cx);
                self.complain(file, range, |span| {
                    let diagnostic = Diagnostic::warning("include-missing", span, message);
                    match near {
                        Some(near) => diagnostic.help(format!("the nearest name is `{near}`")),
                        None => diagnostic.help("the directive stays in the text as it is"),
                    }
                });
                None
            }
        }
    }

    fn complain(&self, file: usize, range: &Range<usize>, make: impl FnOnce(&Span) -> Diagnostic) {
        self.complaints.set(self.complaints.get() + 1);
        if self.complaints.get() > ENOUGH {
            return;
        }
        let text = self.out.file_text(file);
        let span = Lines::new(&self.out.file_name(file), &text).span(range.clone());
        self.cx.sink.push(make(&span));
    }
}

/// The next `{{#name argument}}`, on one line.
fn next_directive(text: &str) -> Option<Directive<'_>> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find("{{")?;
        from = open + 2;
        // A line of many megabytes with many openings and no end must not be searched again and again.
        let inner = &text[from..];
        let near = inner.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).last().unwrap_or(0);
        let inner = &inner[..near];
        let line = &inner[..inner.find('\n').unwrap_or(inner.len())];
        let Some(body) = line.trim_start().strip_prefix('#') else { continue };
        let Some(close) = line.find("}}") else { continue };
        let Some(body) = body.get(..body.len().saturating_sub(line.len() - close)) else { continue };
        let (name, argument) = body.split_once([' ', '\t']).unwrap_or((body, ""));
        let escaped = text[..open].ends_with('\\');
        let known = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if known || escaped {
            let range = open - usize::from(escaped)..open + 2 + close + 2;
            return Some(Directive { range, escaped, name, argument: argument.trim() });
        }
    }
}

/// The stretches of a text that `:2:10` or `:anchor` choose; the anchor's name where there is none.
fn select<'p>(text: &str, part: Option<&'p str>) -> Result<Vec<Range<usize>>, &'p str> {
    let lines = || {
        let mut start = 0;
        text.split_inclusive('\n').map(move |line| {
            start += line.len();
            (start - line.len()..start, line)
        })
    };
    let Some(part) = part.filter(|part| !part.is_empty()) else {
        return Ok(Vec::from([0..text.len()]));
    };
    let mut numbers = part.splitn(2, ':');
    let first = numbers.next().unwrap_or_default();
    let second = numbers.next();
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let chosen: Vec<Range<usize>> = if first.is_empty() || number(first).is_some() {
        let from = number(first).unwrap_or(1).max(1);
        let to = match second {
            None => from,
            Some(second) => number(second).unwrap_or(usize::MAX),
        };
        lines().skip(from - 1).take(to.saturating_sub(from - 1)).map(|(range, _)| range).collect()
    } else {
        let (mut inside, mut found) = (false, false);
        let mut chosen = Vec::new();
        for (range, line) in lines() {
            match anchor(line) {
                Some((name, opens)) if name == first => {
                    inside = opens;
                    found |= opens;
                }
                Some(_) => {}
                None if inside => chosen.push(range),
                None => {}
            }
        }
        if !found {
            return Err(first);
        }
        chosen
    };
    let mut chosen = merged(chosen);
    // As mdBook does: the last line comes without its line feed.
    if let Some(last) = chosen.last_mut()
        && text[last.clone()].ends_with('\n')
    {
        last.end -= 1;
    }
    Ok(chosen)
}

/// `ANCHOR: name` and `ANCHOR_END: name` somewhere in a line.
fn anchor(line: &str) -> Option<(&str, bool)> {
    let (rest, opens) = match line.split_once("ANCHOR_END:") {
        Some((_, rest)) => (rest, false),
        None => (line.split_once("ANCHOR:")?.1, true),
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
    (end > 0).then(|| (&rest[..end], opens))
}

fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => merged.push(range),
        }
    }
    merged
}

/// What depends on whole lines: GitBook's hints outside program text, hidden lines inside Rust.
fn by_line(expanded: &Expanded, hide_rust: bool) -> Expanded {
    let mut out = expanded.same_files();
    let mut fence: Option<(char, usize, bool)> = None;
    let mut start = 0;
    for line in expanded.text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let trimmed = line.trim();
        let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'));
        let marks = mark.map_or(0, |mark| trimmed.chars().take_while(|&c| c == mark).count());
        match fence {
            None if marks >= 3 => {
                let info = trimmed.trim_start_matches(['`', '~']).trim();
                let language = info.split([',', ' ', '{']).next().unwrap_or_default();
                fence = mark.map(|mark| (mark, marks, language == "rust"));
            }
            Some((open, count, _)) if mark == Some(open) && marks >= count && trimmed.chars().all(|c| c == open) => {
                fence = None;
            }
            Some((_, _, true)) if hide_rust => {
                let indent = line.len() - line.trim_start().len();
                if trimmed == "#" || trimmed.starts_with("# ") {
                    continue;
                }
                if trimmed.starts_with("##") {
                    out.copy_of(expanded, range.start..range.start + indent);
                    out.copy_of(expanded, range.start + indent + 1..range.end);
                    continue;
                }
            }
            None => {
                if let Some(container) = hint(trimmed) {
                    out.foreign_at(&format!("\n{container}\n"), expanded, range.start);
                    continue;
                }
            }
            Some(_) => {}
        }
        out.copy_of(expanded, range);
    }
    out
}

/// `{% hint style="info" %}` opens a container, `{% endhint %}` closes it.
fn hint(line: &str) -> Option<String> {
    let body = line.strip_prefix("{%")?.strip_suffix("%}")?.trim();
    if body == "endhint" {
        return Some(":::".into());
    }
    let style = body.strip_prefix("hint")?.trim().strip_prefix("style=")?;
    let style = style.trim_matches(['"', '\'', ' ']);
    let known = style.bytes().all(|b| b.is_ascii_alphanumeric()) && !style.is_empty();
    known.then(|| format!("::: {style}"))
}
