//! Why nothing was made.

use std::fmt;

use crate::{impose, pdf, press, read};

/// Why nothing was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// There is no text to go on with.
    Read(read::ReadError),
    /// The pages cannot be put on sheets.
    Impose(impose::ImposeError),
    /// The PDF cannot be written.
    Pdf(pdf::PdfError),
    /// A printed file cannot be made of it.
    Press(press::PressError),
    /// No font was found.
    NoFonts,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Impose(error) => error.fmt(f),
            Self::Pdf(error) => error.fmt(f),
            Self::Press(error) => error.fmt(f),
            Self::NoFonts => f.write_str("no fonts were found"),
        }
    }
}

impl std::error::Error for PublishError {}

impl From<read::ReadError> for PublishError {
    fn from(error: read::ReadError) -> Self {
        Self::Read(error)
    }
}
impl From<impose::ImposeError> for PublishError {
    fn from(error: impose::ImposeError) -> Self {
        Self::Impose(error)
    }
}
impl From<pdf::PdfError> for PublishError {
    fn from(error: pdf::PdfError) -> Self {
        Self::Pdf(error)
    }
}
impl From<press::PressError> for PublishError {
    fn from(error: press::PressError) -> Self {
        Self::Press(error)
    }
}
