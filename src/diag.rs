//! How the book's author is told about mistakes: where, what, and what to do next.

mod codes;

pub use codes::{CODES, is_code};

use std::fmt;
use std::sync::{Arc, Mutex};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where something stood in the source: file, bytes, and the line and column a person would count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Span {
    /// The file, relative to the project; empty where there is none (generated text).
    pub file: Arc<str>,
    /// First byte, counted from 0 in the text after decoding to UTF-8.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Line, counted from 1; 0 where unknown.
    pub line: u32,
    /// Column in characters, counted from 1; 0 where unknown.
    pub column: u32,
}

impl Span {
    /// A span that names a file only.
    pub fn file(file: &str) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Whether this span says nothing.
    pub fn is_none(&self) -> bool {
        self.file.is_empty() && self.line == 0
    }
}

/// `file:line:column`, as editors understand it.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.is_empty(), self.line) {
            (true, _) => f.write_str("(generated)"),
            (false, 0) => f.write_str(&self.file),
            (false, _) => write!(f, "{}:{}:{}", self.file, self.line, self.column),
        }
    }
}

/// Turns byte offsets of one decoded text into [`Span`]s.
///
/// ```
/// use keben::diag::Lines;
/// let lines = Lines::new("a.md", "甲\n乙丙");
/// assert_eq!(lines.span(7..10).to_string(), "a.md:2:2");
/// ```
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    file: Arc<str>,
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Prepares the line table of `text`, the decoded content of `file`.
    pub fn new(file: &str, text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), text, starts }
    }

    /// The span of a byte range; offsets beyond the text are brought back to its end.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = floor_char_boundary(self.text, range.start);
        let end = floor_char_boundary(self.text, range.end.max(range.start));
        let line = self.starts.partition_point(|&s| s <= start).max(1);
        let before = &self.text[self.starts[line - 1]..start];
        Span {
            file: self.file.clone(),
            start,
            end,
            line: line as u32,
            // A line of 200 MB must not be counted through for each of its spans.
            column: if before.len() > 100_000 { before.len() as u32 } else { before.chars().count() as u32 } + 1,
        }
    }

    /// The file's name as spans carry it.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the output is as meant.
    Note,
    /// The output is complete, but something in it is not as meant.
    Warning,
    /// Something the author asked for is not in the output; the build fails.
    Error,
}

/// One thing to tell the author. Messages are lower case and without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A short fixed name for the kind of finding (`missing-glyph`), one of [`CODES`]: for `--deny` and for machines.
    pub code: &'static str,
    /// What is the matter.
    pub message: String,
    /// Where.
    pub span: Span,
    /// The page it shows on, as printed there or as viewers number it; `None` where it has none.
    pub page: Option<String>,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of kind `code` at `span`.
    pub fn error(code: &'static str, span: &Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), span: span.clone(), page: None, help: None }
    }
    /// A warning of kind `code` at `span`.
    pub fn warning(code: &'static str, span: &Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }
    /// A note of kind `code` at `span`.
    pub fn note(code: &'static str, span: &Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, span, message) }
    }
    /// The same with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
    /// The same, shown on a page.
    #[must_use]
    pub fn on_page(mut self, page: impl Into<String>) -> Self {
        self.page = Some(page.into());
        self
    }

    /// What findings are sorted by; pages by number as far as they are numbers.
    fn rank(&self) -> impl Ord + '_ {
        let Self { severity, code, message, span, page, help } = self;
        let page = page.as_deref().map(|page| (page.parse::<u64>().ok(), page));
        let place = (&*span.file, span.line, span.column, span.start, span.end);
        (place, *code, page, message.as_str(), *severity, help.as_deref())
    }
}

/// `warning: no label `fig-maps`` and, on the next lines, the place with its page, and the remedy.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}: {}", self.message)?;
        match (self.span.is_none(), &self.page) {
            (false, Some(page)) => write!(f, "\n  {}, page {page}", self.span)?,
            (false, None) => write!(f, "\n  {}", self.span)?,
            (true, Some(page)) => write!(f, "\n  page {page}")?,
            (true, None) => {}
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Collects what the stages have to say. Shared by reference; stages may run side by side.
#[derive(Debug, Default)]
pub struct Sink(Mutex<Vec<Diagnostic>>);

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one diagnostic.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.0.lock().expect("no stage panics while it reports").push(diagnostic);
    }

    /// All that was said, by file, place, page and wording, each thing once: the order never depends on threads.
    pub fn take(&self) -> Vec<Diagnostic> {
        let mut all = std::mem::take(&mut *self.0.lock().expect("no stage panics while it reports"));
        all.sort_by(|a, b| a.rank().cmp(&b.rank()));
        all.dedup();
        all
    }
}

/// The candidate most like `name`, where one is near enough to be meant.
///
/// ```
/// assert_eq!(keben::diag::nearest("fig-maps", ["fig-map", "tab-one"]), Some("fig-map"));
/// assert_eq!(keben::diag::nearest("zzz", ["fig-map", "tab-one"]), None);
/// ```
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 5 < name.chars().count().max(candidate.chars().count()) * 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What serde says of a key or word it does not know, with the nearest one it does; its other messages as they are.
///
/// ```
/// let said = keben::diag::unknown_key("unknown field `them`, expected one of `name`, `theme`");
/// assert_eq!(said, "unknown key `them`; the nearest is `theme`");
/// ```
pub fn unknown_key(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.starts_with("unknown field") || message.starts_with("unknown variant"), quoted.split_first()) {
        (true, Some((name, known))) => match nearest(name, known.iter().copied()) {
            Some(near) => format!("unknown key `{name}`; the nearest is `{near}`"),
            None => format!("unknown key `{name}`; known are {}", known.join(", ")),
        },
        _ => message.to_owned(),
    }
}
