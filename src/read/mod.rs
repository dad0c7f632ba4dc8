//! Notation → [`Book`]. In: bytes of one file or a folder of them. Out: the model and complaints. Next: `resolve`.
//!
//! A mistake in the text is a diagnostic, never a failure: `read` returns a book whatever the text.
//! `Err` means there is nothing to go on with (no such file, nothing but bytes that are no text).

mod markdown;

use std::fmt;

use serde::Deserialize;

use crate::diag::Sink;
use crate::model::{Block, Book, Lang, Meta};
use crate::source::Source;

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
    pub blocks: Vec<Block>,
}

/// What every reader needs: the world, the wishes, and where to complain.
pub(crate) struct Cx<'a> {
    pub source: &'a dyn Source,
    pub options: &'a Options,
    pub sink: &'a Sink,
}

/// Reads a book.
///
/// # Errors
/// When there is nothing to go on with.
pub fn read(source: &dyn Source, input: &Input, options: &Options, sink: &Sink) -> Result<Book, ReadError> {
    let Input::File(file, _) = input else {
        return Err(ReadError { message: "only single files can be read".into(), help: None });
    };
    let bytes = source.read(file).map_err(|error| ReadError { message: error.to_string(), help: None })?;
    let text = String::from_utf8_lossy((*bytes).as_ref()).into_owned();
    let document = markdown::document(file, &text, &Cx { source, options, sink });
    let division = crate::model::Division {
        kind: crate::model::DivisionKind::Article,
        blocks: document.blocks,
        span: crate::diag::Span::file(file),
        ..Default::default()
    };
    let mut book = Book { meta: document.meta, body: vec![division], ..Default::default() };
    crate::model::walk::number(&mut book);
    Ok(book)
}
