//! Why the press cannot take a file.

use std::fmt;

use crate::impose::ImposeError;
use crate::unit::Size;

/// Why the press cannot take a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PressError {
    /// It is no PDF, or one that is not whole.
    Damaged(String),
    /// A password guards it.
    Encrypted,
    /// It has no pages.
    Empty,
    /// A part of it unpacks to more than any page needs.
    Bomb,
    /// Its pages have several sizes: the first page that differs, from 0, its size, and that of the first page.
    Mixed(usize, Size, Size),
    /// Its pages do not come to sheets.
    Impose(ImposeError),
    /// A profile cannot be used.
    Profile(String),
    /// It cannot be written.
    Write(String),
}

impl PressError {
    /// What can be done about it.
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Damaged(_) => {
                Some("save it again from the program it came from, or mend it with `qpdf IN.pdf OUT.pdf`")
            }
            Self::Encrypted => Some("save it without a password, as `qpdf --decrypt IN.pdf OUT.pdf` does"),
            Self::Empty => None,
            Self::Bomb => Some("save it again from the program it came from"),
            Self::Mixed(..) => Some("`--fit` makes all pages as large as the sheet lets them"),
            Self::Impose(_) => None,
            Self::Profile(_) => {
                Some("give it an ICC profile of a printing press, as `FOGRA39L_coated.icc`; without, FOGRA39 is taken")
            }
            Self::Write(_) => None,
        }
    }
}

impl fmt::Display for PressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(why) => write!(f, "the PDF is damaged: {why}"),
            Self::Encrypted => f.write_str("the PDF is encrypted"),
            Self::Empty => f.write_str("the PDF has no pages"),
            Self::Bomb => f.write_str("the PDF unpacks to more than any page needs"),
            Self::Mixed(page, one, first) => write!(
                f,
                "page {} is {:.0} × {:.0} mm, the first page {:.0} × {:.0} mm; pages of one size go on a sheet",
                page + 1,
                one.width.to_mm(),
                one.height.to_mm(),
                first.width.to_mm(),
                first.height.to_mm()
            ),
            Self::Impose(error) => error.fmt(f),
            Self::Profile(why) => write!(f, "the colour profile cannot be used: {why}"),
            Self::Write(why) => write!(f, "the PDF cannot be written: {why}"),
        }
    }
}

impl std::error::Error for PressError {}

impl From<ImposeError> for PressError {
    fn from(error: ImposeError) -> Self {
        Self::Impose(error)
    }
}

impl From<lopdf::Error> for PressError {
    fn from(error: lopdf::Error) -> Self {
        match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Self::Bomb,
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::AlreadyEncrypted => {
                Self::Encrypted
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}
