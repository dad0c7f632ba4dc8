//! Printing conditions as ICC profiles: the one that comes with keben, or the user's.

use std::borrow::Cow;
use std::fmt;

use moxcms::{ColorProfile, ProfileText};

/// FOGRA39: offset on coated paper after ISO 12647-2, the common ground of European print shops.
const FOGRA39: &[u8] = include_bytes!("profiles/FOGRA39L_coated.icc");

/// What a device's RGB means where nothing else is said (IEC 61966-2-1).
pub(crate) const SRGB: &[u8] = include_bytes!("profiles/sRGB-v2-magic.icc");

/// Where printing conditions are registered that OutputIntents may name (ISO 15930-7).
const REGISTRY: &str = "http://www.color.org";

/// A printing condition, as an output profile for CMYK.
#[derive(Clone, Debug)]
pub struct Profile {
    bytes: Cow<'static, [u8]>,
    name: String,
    condition: Option<&'static str>,
}

/// Why bytes are no profile of a CMYK printing condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not an ICC profile at all.
    NotIcc,
    /// A profile of a newer ICC version than PDF 1.6 knows.
    Version(u8),
    /// A profile of another class than `prtr`, such as a monitor's.
    Class(String),
    /// A printer's profile for other inks.
    Space(String),
    /// An ICC profile that cannot be read.
    Damaged(String),
    /// A profile whose tables are of a kind that colours are not converted with.
    Tables,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIcc => f.write_str("this is not an ICC profile"),
            Self::Version(major) => write!(f, "this is an ICC profile of version {major}, newer than PDF 1.6 takes"),
            Self::Class(class) => write!(f, "this is a profile of class `{class}`"),
            Self::Space(space) => write!(f, "this is an output profile for `{space}`"),
            Self::Damaged(why) => write!(f, "this ICC profile cannot be read ({why})"),
            Self::Tables => f.write_str("this profile has no `mft1` or `mft2` tables to and from Lab"),
        }?;
        f.write_str("; wanted is an output profile (class `prtr`) for CMYK, of version 2 or 4")
    }
}

impl std::error::Error for Unfit {}

impl Profile {
    /// The printing condition that comes with keben: FOGRA39.
    pub fn fogra39() -> Self {
        Self { bytes: Cow::Borrowed(FOGRA39), name: "FOGRA39L Coated".to_owned(), condition: Some("FOGRA39") }
    }

    /// The user's profile.
    ///
    /// # Errors
    /// When `bytes` are no output profile for CMYK that a PDF may hold.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Unfit> {
        // ICC.1 §7.2: the header's fields have fixed places.
        let word = |at: usize| bytes.get(at..at + 4);
        let told = |at: usize| String::from_utf8_lossy(word(at).unwrap_or_default()).trim_end().to_owned();
        if word(36) != Some(b"acsp") || bytes.len() < 128 {
            return Err(Unfit::NotIcc);
        }
        if bytes[8] > 4 {
            return Err(Unfit::Version(bytes[8]));
        }
        if word(12) != Some(b"prtr") {
            return Err(Unfit::Class(told(12)));
        }
        if word(16) != Some(b"CMYK") {
            return Err(Unfit::Space(told(16)));
        }
        let read = parse(&bytes)?;
        let name = read.description.as_ref().map(said).filter(|name| !name.is_empty());
        Ok(Self { name: name.unwrap_or_else(|| "CMYK".to_owned()), bytes: Cow::Owned(bytes), condition: None })
    }

    /// The profile as a file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it calls itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The printing condition as an output intent names it: a registered one, or the profile's own name.
    pub fn condition(&self) -> &str {
        self.condition.unwrap_or(&self.name)
    }

    /// The registry that knows [`condition`](Self::condition), if it is registered.
    pub fn registry(&self) -> Option<&'static str> {
        self.condition.map(|_| REGISTRY)
    }

    /// The tables, read.
    pub(crate) fn parsed(&self) -> Result<ColorProfile, Unfit> {
        parse(&self.bytes)
    }
}

fn parse(bytes: &[u8]) -> Result<ColorProfile, Unfit> {
    ColorProfile::new_from_slice(bytes).map_err(|error| Unfit::Damaged(error.to_string()))
}

/// The text of a tag, without what pads it.
fn said(text: &ProfileText) -> String {
    let said = match text {
        ProfileText::PlainString(text) => text,
        ProfileText::Localizable(texts) => {
            let english = texts.iter().find(|text| text.language == "en").or(texts.first());
            english.map_or("", |text| &text.value)
        }
        ProfileText::Description(text) => &text.ascii_string,
    };
    said.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned()
}
