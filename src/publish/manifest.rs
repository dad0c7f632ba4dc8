//! keben.toml.

use std::fmt;

use serde::Deserialize;

use super::print::PrintOptions;
use super::{PrintCover, places};
use crate::diag::{Span, unknown_key};
use crate::model::Meta;
use crate::read::Chapters;
use crate::{epub, html, impose, layout, pdf, read, resolve};

/// The file that describes a project.
pub const MANIFEST: &str = "keben.toml";

/// keben.toml as typed: each section belongs to the module that obeys it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// Name of the outputs, without ending; the folder's name where nothing is said.
    pub name: Option<String>,
    /// A built-in theme's name, or the path of a theme.
    pub theme: Option<String>,
    /// Metadata; what is said here goes over what the texts say.
    pub book: Meta,
    /// The texts in order; SUMMARY.md or the folder's files where nothing is said.
    pub chapters: Option<Chapters>,
    /// How texts are read.
    pub read: read::Options,
    /// How titles are numbered.
    pub numbering: resolve::Wishes,
    /// How the index is sorted.
    pub index: resolve::IndexOptions,
    /// How pages are made.
    pub layout: layout::Options,
    /// The PDF to read.
    pub pdf: pdf::Options,
    /// In what everything is printed.
    pub print: PrintOptions,
    /// The booklet to print at home.
    pub booklet: impose::Options,
    /// What goes to a print shop.
    pub press: impose::Options,
    /// The cover that a print shop wraps around it.
    pub print_cover: Option<PrintCover>,
    /// The EPUB.
    pub epub: epub::Options,
    /// The HTML.
    pub html: html::Options,
}

impl Manifest {
    /// Reads keben.toml.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key (the message names the nearest), or a value of the wrong kind.
    ///
    /// ```
    /// let error = keben::publish::Manifest::parse("them = \"book\"").unwrap_err();
    /// assert!(error.to_string().contains("`theme`"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let mut manifest: Self = toml::from_str(text).map_err(|error| {
            let message = unknown_key(error.message());
            ManifestError { message, at: error.span() }
        })?;
        manifest.book.places = places::places(text);
        Ok(manifest)
    }
}

/// What is wrong with keben.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError {
    pub(super) message: String,
    /// The bytes it is about, where known.
    pub at: Option<std::ops::Range<usize>>,
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ManifestError {}

/// A span for complaints about the manifest itself.
pub fn manifest_span(text: &str, at: Option<std::ops::Range<usize>>) -> Span {
    at.map_or_else(|| Span::file(MANIFEST), |range| crate::diag::Lines::new(MANIFEST, text).span(range))
}
