//! Sheets and papers by name.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::spine::caliper;
use crate::unit::{Length, Size};

/// The sheet that is printed on, by its name, `正度对开` or `A3`, or by its extent, `320x450`.
///
/// ```
/// use keben::impose::SheetSize;
/// let folio: SheetSize = "正度对开".parse().unwrap();
/// assert_eq!((folio.size.width.to_mm().round(), folio.size.height.to_mm().round()), (546.0, 787.0));
/// assert!("320x450".parse::<SheetSize>().is_ok() && "A9".parse::<SheetSize>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SheetSize {
    /// As it was asked for.
    pub name: String,
    /// Its extent, portrait.
    pub size: Size,
}

/// Sheets by name, portrait, in millimetres, from small to large.
const SHEETS: [(&str, f64, f64); 14] = [
    ("A5", 148.0, 210.0),
    ("B5", 182.0, 257.0),
    ("Letter", 215.9, 279.4),
    ("A4", 210.0, 297.0),
    ("Legal", 215.9, 355.6),
    ("SRA4", 225.0, 320.0),
    ("B4", 257.0, 364.0),
    ("Tabloid", 279.4, 431.8),
    ("A3", 297.0, 420.0),
    ("SRA3", 320.0, 450.0),
    ("A3+", 329.0, 483.0),
    ("A2", 420.0, 594.0),
    ("SRA2", 450.0, 640.0),
    ("A1", 594.0, 841.0),
];

/// Whole sheets of the Chinese trade, 全张, which are named by how often they are cut.
const WHOLE: [(&str, f64, f64); 2] = [("正度", 787.0, 1092.0), ("大度", 889.0, 1194.0)];

/// What a whole sheet is cut into: the name, and how often its longer side is halved.
const PARTS: [(&str, usize); 6] = [("", 0), ("全张", 0), ("对开", 1), ("4开", 2), ("8开", 3), ("16开", 4)];

impl SheetSize {
    /// What a sheet is chosen from where nothing is said: what offices have.
    pub(super) fn office() -> impl Iterator<Item = Self> {
        ["A4", "A3", "A2", "A1"].into_iter().filter_map(|name| name.parse().ok())
    }

    /// Names of sheets, for who asked for another.
    fn names() -> String {
        let names: Vec<&str> = SHEETS.iter().map(|(name, ..)| *name).collect();
        format!(
            "auto, exact, {}, 正度全张 to 正度16开, 大度全张 to 大度16开, or millimetres as in 320x450",
            names.join(", ")
        )
    }
}

impl FromStr for SheetSize {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = |width: Length, height: Length| {
            let size = Size::new(width.min(height), width.max(height));
            Ok(Self { name: name.to_owned(), size })
        };
        if let Some((_, width, height)) = SHEETS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)) {
            return found(Length::mm(*width), Length::mm(*height));
        }
        for (whole, width, height) in WHOLE {
            let part = name.strip_prefix(whole).and_then(|part| PARTS.iter().find(|(known, _)| *known == part));
            if let Some((_, halvings)) = part {
                let halved = |(short, long): (f64, f64), _| ((long / 2.0).floor(), short);
                let (short, long) = (0..*halvings).fold((width, height), halved);
                return found(Length::mm(short), Length::mm(long));
            }
        }
        let unknown = || format!("no sheet `{name}`; there are {}", Self::names());
        let (width, height) = name.split_once(['x', '×', '*']).ok_or_else(unknown)?;
        let side = |text: &str| {
            let text = text.trim();
            let bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            (if bare { format!("{text}mm") } else { text.to_owned() }).parse::<Length>().map_err(|_| unknown())
        };
        let (width, height) = (side(width)?, side(height)?);
        // ISO 32000-1, Annex C.2: 14 400 units, 5.08 m, is as wide as a page may be.
        let sane = Length::mm(20.0)..=Length::mm(5000.0);
        if !sane.contains(&width) || !sane.contains(&height) {
            return Err(format!("a sheet of `{name}` cannot be printed on; its sides are 20 mm to 5000 mm"));
        }
        found(width, height)
    }
}

impl TryFrom<String> for SheetSize {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

impl fmt::Display for SheetSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A paper: how thick a leaf of it is. By its name, by weight and bulk, or measured:
/// `"胶版纸 80g"`, `{ gsm = 80, bulk = 1.25 }`, `{ caliper = "0.1mm" }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Described")]
pub struct Paper {
    /// How thick a leaf is.
    pub caliper: Length,
}

/// A paper as it is written.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a paper is a name, { gsm = 80, bulk = 1.25 }, or { caliper = \"0.1mm\" }")]
enum Described {
    Name(String),
    Measured { caliper: Length },
    Weighed { gsm: f64, bulk: f64 },
}

/// Papers by name, with the thickness of a leaf in millimetres: what the trade reckons with.
const PAPERS: [(&str, f64); 18] = [
    ("胶版纸 60g", 0.0808),
    ("胶版纸 70g", 0.0942),
    ("胶版纸 80g", 0.1077),
    ("胶版纸 100g", 0.1346),
    ("道林纸 80g", 0.1),
    ("道林纸 100g", 0.13),
    ("雪铜 100g", 0.09),
    ("雪铜 150g", 0.16),
    ("铜版 157g", 0.13),
    ("offset 80g", 0.1),
    ("offset 100g", 0.13),
    ("coated matte 100g", 0.105),
    ("KDP white", 0.1144),
    ("KDP cream", 0.127),
    ("KDP premium colour", 0.1192),
    ("cover 200g", 0.24),
    ("cover 250g", 0.3),
    ("cover 300g", 0.36),
];

impl FromStr for Paper {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        // Spaces and capitals are not what papers differ by.
        let plain = |name: &str| name.replace(' ', "").to_lowercase();
        if let Some((_, caliper)) = PAPERS.iter().find(|(known, _)| plain(known) == plain(name)) {
            return Ok(Self { caliper: Length::mm(*caliper) });
        }
        if let Ok(caliper) = name.parse::<Length>() {
            return Described::Measured { caliper }.try_into();
        }
        let names: Vec<&str> = PAPERS.iter().map(|(name, _)| *name).collect();
        Err(format!("no paper `{name}`; there are {}; or the thickness of a leaf, as in 0.1mm", names.join(", ")))
    }
}

impl TryFrom<Described> for Paper {
    type Error = String;

    fn try_from(described: Described) -> Result<Self, String> {
        let caliper = match described {
            Described::Name(name) => return name.parse(),
            Described::Measured { caliper } => caliper,
            Described::Weighed { gsm, bulk } => caliper(gsm, bulk),
        };
        // Bible paper has 0.03 mm, book board 3 mm.
        if !(Length::mm(0.02)..=Length::mm(3.0)).contains(&caliper) {
            return Err(format!("no paper is {:.3} mm thick; a leaf has 0.02 mm to 3 mm", caliper.to_mm()));
        }
        Ok(Self { caliper })
    }
}
