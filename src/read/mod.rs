//! Notation → [`Book`]. In: bytes of one file or a folder of them. Out: the model and complaints. Next: `resolve`.
//!
//! A mistake in the text is a diagnostic, never a failure: `read` returns a book whatever the text.
//! `Err` means there is nothing to go on with (no such file, nothing but bytes that are no text).

mod aozora;
mod decode;
mod detect;
mod divide;
mod folder;
mod formula;
mod grid;
mod include;
mod json;
mod language;
mod listing;
mod markdown;
mod numeral;
mod pandoc;
mod plain;
mod punctuation;
mod summary;
mod term;
mod text;
mod visit;

use std::fmt;

use serde::Deserialize;

use crate::diag::{Sink, Span};
use crate::model::{Block, Book, DivisionKind, Lang, Meta, walk};
use crate::source::Source;

pub use json::to_json;

/// What to read.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// One file of the project; its notation from its name, or as told.
    File(String, Option<Notation>),
    /// The project's folder: SUMMARY.md, or its Markdown and text files in order.
    Folder,
    /// The chapters that keben.toml lists.
    Chapters(Chapters),
}

/// The notations keben reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Plain text, structure found by pattern.
    Text,
    /// CommonMark with GFM and keben's additions.
    Markdown,
    /// The model's own JSON.
    Json,
    /// Pandoc's JSON AST.
    Pandoc,
}

/// The chapter list of keben.toml: paths of files in reading order.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chapters {
    /// Files before the numbered text.
    pub front: Vec<String>,
    /// Files of the text.
    pub body: Vec<String>,
    /// Files after it.
    pub back: Vec<String>,
}

/// `[read]` of keben.toml: how texts are read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// The book's title, whatever the text says.
    pub title: Option<String>,
    /// The book's language, whatever the text says.
    pub language: Option<Lang>,
    /// What to mend while reading.
    pub fix: Option<Fix>,
    /// Whether the project names a bibliography, so that `@key` in its texts is a citation.
    #[serde(skip)]
    pub cites: bool,
}

/// What to mend while reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fix {
    /// ASCII marks after Han characters become Chinese marks.
    Punctuation,
}

/// Why there is no book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is the matter, with the file's name.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// One text as its reader gives it: what its front matter says, and its blocks.
/// Headings are blocks here, `#` being level 1; [`divide`] makes divisions of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    pub meta: Meta,
    /// The theme its front matter asks for, and where.
    pub theme: Option<(String, Span)>,
    pub blocks: Vec<Block>,
    /// Where the author says what the next heading opens, in the order of the text.
    pub opens: Vec<Opens>,
}

/// The first heading on this line or below it opens a division of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opens {
    pub line: u32,
    pub kind: DivisionKind,
}

/// What every reader needs: the world, the wishes, and where to complain.
pub(crate) struct Cx<'a> {
    pub source: &'a dyn Source,
    pub options: &'a Options,
    pub sink: &'a Sink,
}

/// Reads a book.
///
/// ```
/// use keben::{diag::Sink, read::{Input, Options, read}, source::Memory};
/// let source = Memory::new().with("a.md", "天地玄黄，宇宙洪荒。").with("b.txt", "  \n");
/// let sink = Sink::new();
/// let of = |file: &str| read(&source, &Input::File(file.into(), None), &Options::default(), &sink);
/// assert_eq!(of("b.txt").unwrap_err().to_string(), "`b.txt` is empty");
/// ```
///
/// # Errors
/// When there is nothing to go on with: no such file, bytes that are no text, a notation that is not read here,
/// JSON that does not fit the model, or no text at all.
pub fn read(source: &dyn Source, input: &Input, options: &Options, sink: &Sink) -> Result<Book, ReadError> {
    let cx = Cx { source, options, sink };
    let mut book = match input {
        Input::File(file, notation) => {
            let mut book = detect::file(file, *notation, &cx)?;
            book.meta.places.keep("", Span::file(file));
            book
        }
        Input::Folder => folder::folder(&cx)?,
        Input::Chapters(chapters) => folder::chapters(chapters, &cx)?,
    };
    if let Some(language) = &options.language {
        book.meta.language = Some(language.clone());
    } else if book.meta.language.is_none() {
        book.meta.language = Some(language::guess(&book));
    }
    grid::mend(&mut book, sink);
    punctuation::check(&mut book, &cx);
    // Last, so that the title asked for stays as it was typed.
    if let Some(title) = &options.title {
        book.meta.title.clone_from(title);
    }
    formula::refer(&mut book);
    walk::number(&mut book);
    if is_empty(&book) {
        return Err(ReadError::new(format!("{} holds no text", shown(input))).help("write something to publish"));
    }
    Ok(book)
}

/// The theme that the front matter of a single Markdown text asks for, and where: for who opens a theme before the text is
/// read. Other texts ask for none.
pub fn theme(source: &dyn Source, input: &Input) -> Option<(String, Span)> {
    match input {
        Input::File(file, notation) => detect::theme(file, *notation, source),
        Input::Folder | Input::Chapters(_) => None,
    }
}

/// Whether there is nothing in a book to publish: no titles, and no block but empty paragraphs.
fn is_empty(book: &Book) -> bool {
    let mut seen = false;
    walk::book(book, &mut |node| {
        seen |= match node {
            walk::Node::Division(division) => division.title.is_some(),
            walk::Node::Block(Block::Paragraph(paragraph)) => !paragraph.content.is_empty(),
            walk::Node::Block(_) => true,
            walk::Node::Inline(_) => false,
        };
    });
    !seen
}

fn shown(input: &Input) -> String {
    match input {
        Input::File(file, _) => format!("`{file}`"),
        Input::Folder => "the folder".into(),
        Input::Chapters(_) => "the chapter list".into(),
    }
}

impl ReadError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    #[must_use]
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Cx<'_> {
    fn note(&self, code: &'static str, span: &Span, message: impl Into<String>) {
        self.sink.push(crate::diag::Diagnostic::note(code, span, message));
    }
}

/// The decoded text of a file, as spans count it; for showing the place of a finding.
pub fn decoded(source: &dyn Source, file: &str) -> Option<String> {
    let (options, sink) = (Options::default(), Sink::new());
    let bytes = source.read(file).ok()?;
    decode::text(file, (*bytes).as_ref(), &Cx { source, options: &options, sink: &sink }).ok()
}
