//! Pages → bytes, through the PDF library. No decision about content or place is made here.

mod font;
mod image;
mod paint;
mod print;
mod reading;
mod tag;

pub use paint::Inks;
pub use print::print;
pub use reading::reading;

use std::fmt;

use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use serde::Deserialize;

use crate::layout::About;

/// `[pdf]` of keben.toml.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Whether the reading file claims PDF/A-2a (ISO 19005-2).
    pub archival: bool,
    /// Whether it claims PDF/UA-1 (ISO 14289-1).
    pub accessible: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { archival: true, accessible: true }
    }
}

/// Why a PDF could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the PDF cannot be written: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

impl From<KrillaError> for PdfError {
    fn from(error: KrillaError) -> Self {
        Self(match error {
            KrillaError::Font(_, why) => format!("a font cannot be embedded ({why})"),
            KrillaError::Image(_, _, why) => format!("a picture cannot be embedded ({why})"),
            KrillaError::Validation(errors) => violations(&errors).join("; "),
            other => format!("{other:?}"),
        })
    }
}

/// What stands against a standard, in words, each once.
fn violations<T>(errors: &[(ValidationError, T)]) -> Vec<String> {
    let mut words: Vec<String> = errors
        .iter()
        .map(|(error, _)| match error {
            ValidationError::UnicodePrivateArea(_, _, c, _) => {
                format!("the text has the private-use character U+{:04X}", u32::from(*c))
            }
            ValidationError::ContainsNotDefGlyph(_, _, text) => format!("no font has {text:?}"),
            ValidationError::NoCodepointMapping(..) => "a glyph stands for no character".to_owned(),
            ValidationError::InvalidCodepointMapping(_, _, c, _) => {
                format!("the text has the character U+{:04X}", u32::from(*c))
            }
            ValidationError::RestrictedLicense(_) => "a font's licence forbids embedding".to_owned(),
            ValidationError::MissingAltText(_) => "a picture has no alternative text".to_owned(),
            ValidationError::MissingAnnotationAltText(_) => "a link has no description".to_owned(),
            ValidationError::MissingDocumentOutline => "the book has no titles for an outline".to_owned(),
            other => format!("{other:?}"),
        })
        .collect();
    words.sort();
    words.dedup();
    words
}

fn metadata(about: &About) -> Metadata {
    let (year, month, day) = about.date;
    let date = DateTime::new(u16::try_from(year).unwrap_or(1970)).month(month).day(day).hour(0).minute(0).second(0);
    let metadata = Metadata::new()
        .title(about.title.clone())
        .authors(about.authors.clone())
        .keywords(about.subjects.clone())
        .language(about.lang.to_string())
        .creator(concat!("keben ", env!("CARGO_PKG_VERSION")).to_owned())
        .document_id(about.identifier.clone())
        .creation_date(date.utc_offset_hour(0).utc_offset_minute(0));
    match &about.description {
        Some(description) => metadata.description(description.clone()),
        None => metadata,
    }
}
