//! `[booklet]` and `[press]` of keben.toml: what a person says of sheets.

use std::num::NonZeroUsize;
use std::str::FromStr;

use serde::Deserialize;

use super::{Creep, Last, Mode, Nest, Paper, Scheme, SheetSize, Side, Tray};
use crate::unit::Length;

/// `[booklet]` and `[press]` of keben.toml: how pages come to sheets.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// How pages come to sheets; `folio` where nothing is said, for the press `pages`.
    pub scheme: Option<Kind>,
    /// Sheets of a section, for sewing or gluing; all of them in one where nothing is said, for staples.
    pub section: Option<NonZeroUsize>,
    /// What becomes of the last section.
    pub last: Last,
    /// How the sheets of a section come together.
    pub nest: Nest,
    /// The sheet of paper, or `auto`: the smallest of an office that holds the pages.
    pub sheet: Wanted,
    /// Whether pages become as large as the sheet lets them.
    pub fit: bool,
    /// How the printer turns the sheet; like a page of a book where nothing is said.
    pub duplex: Option<Duplex>,
    /// For printers that print one side: how sheets come to lie in their tray. Fronts and backs become two files.
    pub one_sided: Option<Tray>,
    /// Front and back stand beside each other on one plate, which prints both sides of the sheet: it is cut into two copies.
    pub work_and_turn: bool,
    /// What the press holds the sheet by, at the foot of the front: nothing can be printed there.
    pub gripper: Length,
    /// Blank pages go before this many last pages, so that a back cover stays at the back.
    pub keep_last: u32,
    /// The side the booklet is bound on; the theme's where nothing is said.
    pub binding: Option<Side>,
    /// What is printed around the pages; nothing for a booklet, for the press crop marks beside pages and all around sheets.
    pub marks: Option<Marks>,
    /// What the pages are printed on: creep and spine are reckoned from it.
    pub paper: Option<Paper>,
    /// Which leaves move for creep, where the paper is known or `creep-total` is measured.
    pub creep: Creeping,
    /// How much a leaf creeps for each leaf around it, in calipers: 1 to 2, π/2 where nothing is said.
    pub creep_factor: Option<f64>,
    /// How far the innermost leaf of a folded dummy stands out.
    pub creep_total: Option<Length>,
}

/// A sheet, or the best there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Wanted {
    /// The smallest sheet of an office that holds the pages.
    #[default]
    Auto,
    /// One as large as the pages of a face, with their marks.
    Exact,
    /// This one.
    Sheet(SheetSize),
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "auto" => Ok(Self::Auto),
            "exact" => Ok(Self::Exact),
            name => name.parse().map(Self::Sheet),
        }
    }
}

impl TryFrom<String> for Wanted {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

/// Which leaves move for creep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Creeping {
    /// The inner ones in, the outermost not at all.
    #[default]
    In,
    /// The outer ones out, the innermost not at all.
    Out,
    /// Each half the way.
    Split,
    /// None.
    None,
}

impl Options {
    /// How leaves creep in a section of so many pages; `None` where nothing is known of the paper.
    pub fn creeping(&self, pages: usize) -> Option<Creep> {
        let mode = match self.creep {
            Creeping::None => return None,
            Creeping::In => Mode::In,
            Creeping::Out => Mode::Out,
            Creeping::Split => Mode::Split,
        };
        if let Some(total) = self.creep_total {
            return Some(Creep::measured(total, pages, mode));
        }
        let creep = Creep { mode, ..Creep::of(self.paper?.caliper) };
        Some(Creep { factor: self.creep_factor.unwrap_or(creep.factor), ..creep })
    }

    /// What of this no press can do, in words.
    pub(super) fn absurd(&self) -> Option<String> {
        let negative = |what: &str, length: Length| {
            (length < Length::ZERO).then(|| format!("`{what}` is {:.1} mm; it cannot be below zero", length.to_mm()))
        };
        let factor = self.creep_factor.filter(|factor| !(0.0..=4.0).contains(factor));
        negative("gripper", self.gripper)
            .or_else(|| negative("creep-total", self.creep_total.unwrap_or_default()))
            .or_else(|| {
                let total = self.creep_total.filter(|total| *total > Length::mm(50.0))?;
                Some(format!(
                    "`creep-total` is {:.1} mm; no folded section stands out by more than 50 mm",
                    total.to_mm()
                ))
            })
            .or_else(|| factor.map(|factor| format!("`creep-factor` is {factor}; it is between 0 and 4")))
            .or_else(|| {
                let both = self.work_and_turn && self.one_sided.is_some();
                both.then(|| "`work-and-turn` prints both sides from one plate; `one-sided` does not go with it".into())
            })
    }
}

/// How pages come to sheets, by its name.
///
/// ```
/// use keben::impose::{Kind, Scheme};
/// assert_eq!("saddle".parse(), Ok(Kind::Folded(Scheme::FOLIO)));
/// assert_eq!("cut-2-stacked".parse(), Ok(Kind::Cut { strips: 2, stacked: true }));
/// assert_eq!("proof-3x2".parse(), Ok(Kind::Proof { rows: 2, columns: 3 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Kind {
    /// Sheets are folded: `folio` (or `saddle`), `quarto`, `octavo`, …
    Folded(Scheme),
    /// Sheets are cut into strips of two pages, and these folded: `cut-2`, `cut-3`; with `-stacked` strips go through the
    /// stack, which is cut as a whole.
    Cut {
        /// How many strips a sheet gives, up to 8.
        strips: usize,
        /// Whether a cut stack lies in order.
        stacked: bool,
    },
    /// `zine`: eight pages on one face, cut in the middle and folded.
    Zine,
    /// `proof-3x2`: pages as they are read, three beside and two above each other.
    Proof {
        /// Above each other, up to 8.
        rows: usize,
        /// Beside each other, up to 8.
        columns: usize,
    },
    /// `spreads`: as a reader sees them.
    Spreads,
    /// `pages`: each by itself, on paper as large as it needs.
    Pages,
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let few = |text: &str| text.parse().ok().filter(|count| (1..=8).contains(count));
        match name {
            "zine" | "zine-8" => return Ok(Self::Zine),
            "spreads" => return Ok(Self::Spreads),
            "pages" => return Ok(Self::Pages),
            "saddle" => return Ok(Self::Folded(Scheme::FOLIO)),
            "16mo" => return Self::from_str("sextodecimo"),
            _ => {}
        }
        if let Some(rest) = name.strip_prefix("cut-") {
            let rest = rest.strip_prefix("folio-").unwrap_or(rest);
            let (strips, stacked) = rest.strip_suffix("-stacked").map_or((rest, false), |strips| (strips, true));
            if let Some(strips) = few(strips) {
                return Ok(Self::Cut { strips, stacked });
            }
        }
        let grid = name.strip_prefix("proof-").and_then(|grid| grid.split_once('x'));
        if let Some((columns, rows)) = grid.and_then(|(columns, rows)| few(columns).zip(few(rows))) {
            return Ok(Self::Proof { rows, columns });
        }
        let others = "saddle, cut-2, cut-2-stacked (to cut-8), zine, proof-3x2 (1 to 8 each way), spreads, pages";
        name.parse().map(Self::Folded).map_err(|error: String| format!("{error}, {others}"))
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

/// How a printer turns a sheet between its two faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplex {
    /// Over the short edge: a landscape sheet turns like a page of a book.
    ShortEdge,
    /// Over the long edge: a portrait sheet turns like a page of a book.
    LongEdge,
}

/// What is printed around the pages: a list of `crop`, `fold`, `registration`, `bar`, `collation`, `slug`, or `all`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Listed")]
pub struct Marks {
    /// Where it is cut.
    pub crop: bool,
    /// Where it is folded.
    pub fold: bool,
    /// Targets by which inks are brought to lie on each other.
    pub registration: bool,
    /// Patches by which inks are measured.
    pub bar: bool,
    /// Steps on the backs of sections.
    pub collation: bool,
    /// A line that says which sheet this is.
    pub slug: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "marks are a list of names, or \"all\" or \"none\"")]
enum Listed {
    One(String),
    Some(Vec<String>),
}

impl Marks {
    /// All there are.
    pub const ALL: Self = Self { crop: true, fold: true, registration: true, bar: true, collation: true, slug: true };
    /// Where it is cut, and no more.
    pub const CROP: Self = Self { crop: true, ..Self::NONE };
    /// None.
    pub const NONE: Self =
        Self { crop: false, fold: false, registration: false, bar: false, collation: false, slug: false };

    /// Whether some stand outside the pages, where the sheet must have room for them.
    pub(super) fn around(self) -> bool {
        Self { collation: false, ..self } != Self::NONE
    }

    fn with(mut self, name: &str) -> Result<Self, String> {
        match name.trim() {
            "crop" => self.crop = true,
            "fold" => self.fold = true,
            "registration" => self.registration = true,
            "bar" => self.bar = true,
            "collation" => self.collation = true,
            "slug" => self.slug = true,
            "all" => self = Self::ALL,
            "none" => self = Self::NONE,
            other => {
                let names = "crop, fold, registration, bar, collation, slug, all, none";
                return Err(format!("no marks `{other}`; there are {names}"));
            }
        }
        Ok(self)
    }
}

impl FromStr for Marks {
    type Err = String;

    fn from_str(names: &str) -> Result<Self, String> {
        names.split(',').try_fold(Self::NONE, Self::with)
    }
}

impl TryFrom<Listed> for Marks {
    type Error = String;

    fn try_from(listed: Listed) -> Result<Self, String> {
        match listed {
            Listed::One(name) => name.parse(),
            Listed::Some(names) => names.iter().try_fold(Self::NONE, |marks, name| marks.with(name)),
        }
    }
}
