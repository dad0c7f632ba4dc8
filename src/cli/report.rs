//! Findings and progress, as people and as machines want them.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use keben::diag::{Diagnostic, Severity, Span};
use keben::publish::Artifact;
use keben::read;
use keben::source::Source;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::Failure;
use super::args::{Color, Common, MessageFormat};

/// More findings of one kind than this are summed up.
const MANY: usize = 20;
/// A line longer than this is not shown: underlining it helps nobody.
const LONG_LINE: usize = 2_000;

/// Prints a line; a reader that has gone away is no error.
macro_rules! say {
    ($to:expr, $($line:tt)*) => {{
        let _ = writeln!($to, $($line)*);
    }};
}

/// Tells people and machines what was found.
pub struct Reporter {
    quiet: bool,
    verbose: bool,
    format: MessageFormat,
    colour: bool,
}

/// The text last shown from: findings come file by file, and a long text is not decoded for each of them.
#[derive(Default)]
struct Text(Option<(String, Option<String>)>);

impl Text {
    fn of(&mut self, file: &str, source: &dyn Source) -> Option<&str> {
        if self.0.as_ref().is_none_or(|(known, _)| known != file) {
            self.0 = Some((file.to_owned(), read::decoded(source, file)));
        }
        self.0.as_ref().and_then(|(_, text)| text.as_deref())
    }
}

/// A line of a text, whatever part of it is asked for.
struct Shown {
    /// The finding's place; its column is the one to be shown.
    span: Span,
    /// Where in the text the line begins.
    start: usize,
    line: String,
}

impl SourceCode for Shown {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Span { file, line, column, .. } = &self.span;
        let whole = SourceSpan::from((self.start, self.line.len()));
        let (line, column) = (line.saturating_sub(1) as usize, column.saturating_sub(1) as usize);
        let contents = MietteSpanContents::new_named(file.to_string(), self.line.as_bytes(), whole, line, column, 1);
        Ok(Box::new(contents))
    }
}

impl Reporter {
    #[expect(clippy::disallowed_methods, reason = "NO_COLOR is asked here only")]
    pub fn new(common: &Common) -> Self {
        let colour = match common.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self { quiet: common.quiet, verbose: common.verbose, format: common.message_format, colour }
    }

    /// Shows findings: errors and warnings, notes where asked for.
    pub fn findings(&self, findings: &[Diagnostic], source: Option<&dyn Source>) {
        let mut shown = std::collections::BTreeMap::new();
        let mut text = Text::default();
        for finding in findings.iter().filter(|finding| self.wants(finding)) {
            let count = shown.entry(finding.code).or_insert(0_usize);
            *count += 1;
            if *count <= MANY || self.format != MessageFormat::Human {
                self.finding(finding, source, &mut text);
            }
        }
        for (code, count) in shown.into_iter().filter(|&(_, count)| count > MANY) {
            if self.format == MessageFormat::Human {
                say!(
                    std::io::stderr(),
                    "… and {} more of the kind {code} (--message-format short shows all)",
                    count - MANY
                );
            }
        }
    }

    fn wants(&self, finding: &Diagnostic) -> bool {
        match finding.severity {
            Severity::Error => true,
            Severity::Warning => !self.quiet,
            Severity::Note => self.verbose && !self.quiet,
        }
    }

    fn finding(&self, finding: &Diagnostic, source: Option<&dyn Source>, text: &mut Text) {
        match self.format {
            MessageFormat::Json => {
                say!(std::io::stderr(), "{}", serde_json::to_string(finding).expect("a finding is JSON"));
            }
            MessageFormat::Short => {
                let page = finding.page.as_ref().map(|page| format!(", page {page}")).unwrap_or_default();
                let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
                say!(
                    std::io::stderr(),
                    "{}: {}[{}]: {}{page}{help}",
                    finding.span,
                    severity(finding.severity),
                    finding.code,
                    finding.message
                );
            }
            MessageFormat::Human => say!(std::io::stderr(), "{}", self.rendered(finding, source, text)),
        }
    }

    /// The finding with its text underlined.
    fn rendered(&self, finding: &Diagnostic, source: Option<&dyn Source>, text: &mut Text) -> String {
        let mut report = MietteDiagnostic::new(finding.message.clone()).with_severity(match finding.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        });
        if let Some(page) = &finding.page {
            report.message.push_str(&format!(", page {page}"));
        }
        if let Some(help) = &finding.help {
            report = report.with_help(help.clone());
        }
        let span = &finding.span;
        let text = source.filter(|_| span.line > 0).and_then(|source| text.of(&span.file, source));
        let line = text.and_then(|text| line_of(text, span.line));
        let mut out = String::new();
        let theme = if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_context_lines(0);
        let rendered = match line {
            Some((start, line)) if line.len() <= LONG_LINE && (start..=start + line.len()).contains(&span.start) => {
                // Only the line itself is shown: a block's span may be pages long.
                let from = span.start - start;
                let to = (span.end.max(span.start) - start).min(line.len()).max(from);
                let label = LabeledSpan::new_with_span(None, (start + from, (to - from).max(1)));
                let shown = Shown { span: span.clone(), start, line: line.to_owned() };
                let report = miette::Report::new(report.with_labels([label])).with_source_code(shown);
                handler.render_report(&mut out, report.as_ref())
            }
            _ => {
                if !span.is_none() {
                    report.message = format!("{} ({span})", report.message);
                }
                handler.render_report(&mut out, &report)
            }
        };
        match rendered {
            Ok(()) => out.trim_end().to_owned(),
            Err(_) => finding.to_string(),
        }
    }

    /// Shows why a command ended early.
    pub fn failure(&self, failure: &Failure) {
        match self.format {
            MessageFormat::Json => {
                let value = serde_json::json!({ "severity": "error", "code": "failure", "message": failure.message, "help": failure.help });
                say!(std::io::stderr(), "{value}");
            }
            MessageFormat::Human | MessageFormat::Short => {
                say!(std::io::stderr(), "error: {}", failure.message);
                if let Some(help) = &failure.help {
                    say!(std::io::stderr(), "  help: {help}");
                }
            }
        }
    }

    /// Says what was written, and how long it took.
    pub fn artifacts(&self, artifacts: &[Artifact], written: &[PathBuf], begun: Instant) {
        let seconds = begun.elapsed().as_secs_f64();
        for (artifact, path) in artifacts.iter().zip(written) {
            let extent = artifact.extent.map(|(count, word)| counted(count, word)).unwrap_or_default();
            self.line(&format!("{}{extent}  {}  {seconds:.2} s", path.display(), size(artifact.content.size())));
        }
    }

    /// A line for a finished file.
    pub fn line(&self, text: &str) {
        if !self.quiet && self.format != MessageFormat::Json {
            say!(std::io::stdout(), "{text}");
        }
    }

    /// A turning mark while work goes on, where someone is looking.
    pub fn progress(&self, what: &str) -> Option<ProgressBar> {
        if self.quiet || self.format == MessageFormat::Json || !super::is_watched() {
            return None;
        }
        let bar = ProgressBar::new_spinner().with_message(what.to_owned());
        bar.set_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("the template is well formed"));
        bar.enable_steady_tick(Duration::from_millis(80));
        Some(bar)
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A line by number, from 1, and where it begins.
fn line_of(text: &str, number: u32) -> Option<(usize, &str)> {
    let mut start = 0;
    for (at, line) in (1..).zip(text.split('\n')) {
        if at == number {
            return Some((start, line));
        }
        start += line.len() + 1;
    }
    None
}

/// `  1 sheet`, `  26 pages`.
fn counted(count: usize, word: &str) -> String {
    format!("  {count} {word}{}", if count == 1 { "" } else { "s" })
}

fn size(bytes: usize) -> String {
    if bytes < 1_000_000 { format!("{} KB", bytes.div_ceil(1000)) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}
