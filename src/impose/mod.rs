//! Page sizes and a scheme → sheets. In: a count of pages and their trim. Out: [`Sheet`]s. Next: `pdf`.
//!
//! Only integers and rectangles: nothing here knows what is on a page. `fold` folds a sheet in thought, `order` tells from
//! that which page stands where, `creep`, `spine` and `gather` are what paper adds.

mod creep;
mod fold;
mod gather;
mod order;
mod place;
mod spine;

pub use creep::{Creep, Mode};
pub use fold::{SCHEMES, Scheme};
pub use gather::{Steps, Tray, backs};
pub use order::{Blanks, Cell, Face, Joints, Last, Nest, Order, PressSheet, Sections};
pub use spine::{Cover, Panel, Stock, caliper, cover, spine};

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use serde::Deserialize;

use crate::unit::{Length, Point, Size};

/// `[booklet]` of keben.toml.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// How pages come to sheets.
    pub scheme: Kind,
    /// Sheets of a section, for sewing or gluing; all of them in one where nothing is said, for staples.
    pub section: Option<NonZeroUsize>,
    /// What becomes of the last section.
    pub last: Last,
    /// How the sheets of a section come together.
    pub nest: Nest,
    /// The sheet of paper: `A4`, `A3`, `SRA3`, `Letter`, or `auto` for the smallest of an office that holds the pages.
    pub sheet: String,
    /// How the printer turns the sheet.
    pub duplex: Duplex,
    /// Blank pages go before this many last pages, so that a back cover stays at the back.
    pub keep_last: u32,
    /// The side the booklet is bound on; the theme's where nothing is said.
    pub binding: Option<Side>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            scheme: Kind::default(),
            section: None,
            last: Last::default(),
            nest: Nest::default(),
            sheet: "auto".to_owned(),
            duplex: Duplex::ShortEdge,
            keep_last: 0,
            binding: None,
        }
    }
}

/// How pages come to sheets, by its name.
///
/// ```
/// use keben::impose::{Kind, Scheme};
/// assert_eq!("folio".parse(), Ok(Kind::Folded(Scheme::FOLIO)));
/// assert_eq!("cut-2-stacked".parse(), Ok(Kind::Cut { strips: 2, stacked: true }));
/// assert_eq!("proof-3x2".parse(), Ok(Kind::Proof { rows: 2, columns: 3 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Kind {
    /// Sheets are folded: `folio`, `quarto`, `octavo`, …
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
}

impl Default for Kind {
    fn default() -> Self {
        Self::Folded(Scheme::FOLIO)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let few = |text: &str| text.parse().ok().filter(|count| (1..=8).contains(count));
        let cut = |text: &str| {
            let (strips, stacked) = text.strip_suffix("-stacked").map_or((text, false), |strips| (strips, true));
            few(strips).map(|strips| Self::Cut { strips, stacked })
        };
        let proof = |text: &str| {
            let (columns, rows) = text.split_once('x')?;
            Some(Self::Proof { rows: few(rows)?, columns: few(columns)? })
        };
        let known = match name {
            "zine" => Some(Self::Zine),
            "spreads" => Some(Self::Spreads),
            _ => (name.strip_prefix("cut-").and_then(cut)).or_else(|| name.strip_prefix("proof-").and_then(proof)),
        };
        known.or_else(|| name.parse().ok().map(Self::Folded)).ok_or_else(|| {
            format!(
                "no scheme `{name}`; there are {}, cut-2, cut-2-stacked, zine, proof-3x2, spreads",
                SCHEMES.join(", ")
            )
        })
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

/// How a printer turns a sheet between its two faces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplex {
    /// Over the short edge: a landscape sheet turns like a page of a book.
    #[default]
    ShortEdge,
    /// Over the long edge: the backs stand on their heads.
    LongEdge,
}

/// The side a book is bound on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Left to right: horizontal text.
    #[default]
    Left,
    /// Right to left: vertical text.
    Right,
}

/// One sheet of paper, two faces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's extent as it is printed.
    pub size: Size,
    /// The face that is printed first.
    pub front: Vec<Slot>,
    /// The other.
    pub back: Vec<Slot>,
}

/// A page's place on a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The page, from 0; `None` for a blank.
    pub page: Option<usize>,
    /// Upper left corner of the place on the face.
    pub at: Point,
    /// Extent of the place, the page's trim.
    pub size: Size,
    /// Whether the page stands on its head.
    pub turned: bool,
    /// Whether the spine is at the place's right edge, as the face is looked at.
    pub spine_right: bool,
    /// How far the page moves to the right of its place, for creep.
    pub creep: Length,
    /// How far what is on the page may reach beyond the place: at its left, top, right and foot.
    pub bleed: [Length; 4],
}

/// Why pages cannot be imposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImposeError {
    /// There is nothing to print.
    NoPages,
    /// The name is not a sheet's.
    UnknownSheet(String),
    /// The pages of a face do not fit on the sheet.
    TooSmall {
        /// The sheet's name.
        sheet: String,
        /// What they need.
        needs: Size,
        /// How many they are.
        pages: usize,
    },
}

impl fmt::Display for ImposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPages => f.write_str("there are no pages to make a booklet of"),
            Self::UnknownSheet(name) => {
                let names: Vec<&str> = SHEETS.iter().map(|(name, ..)| *name).collect();
                write!(f, "no sheet `{name}`; there are auto, {}", names.join(", "))
            }
            Self::TooSmall { sheet, needs, pages } => write!(
                f,
                "{pages} pages need {:.0} × {:.0} mm and do not fit on {sheet}; choose a larger `sheet`, or `auto`",
                needs.width.to_mm(),
                needs.height.to_mm()
            ),
        }
    }
}

impl std::error::Error for ImposeError {}

/// Sheets by name, portrait, in millimetres, from small to large.
const SHEETS: [(&str, f64, f64); 7] = [
    ("A5", 148.0, 210.0),
    ("Letter", 215.9, 279.4),
    ("A4", 210.0, 297.0),
    ("B4", 257.0, 364.0),
    ("A3", 297.0, 420.0),
    ("SRA3", 320.0, 450.0),
    ("A2", 420.0, 594.0),
];

/// What `auto` chooses from: what offices have.
const OFFICE: [&str; 3] = ["A4", "A3", "A2"];

/// Which page is printed where: `count` pages by the scheme of `options`, bound at `binding` unless they say otherwise,
/// for sheets that are turned like pages of a book.
///
/// # Errors
/// When there is no page.
///
/// ```
/// use keben::impose::{Options, Side, order};
/// let sheets = order(8, Side::Left, &Options::default()).unwrap().sheets;
/// let pages = |row: &[keben::impose::Cell]| row.iter().map(|cell| cell.page.map_or(0, |page| page + 1)).collect::<Vec<_>>();
/// assert_eq!(pages(&sheets[0].front[0]), [8, 1]);
/// assert_eq!(pages(&sheets[1].back[0]), [4, 5]);
/// ```
pub fn order(count: usize, binding: Side, options: &Options) -> Result<Order, ImposeError> {
    if count == 0 {
        return Err(ImposeError::NoPages);
    }
    let blanks = Blanks { first: false, keep_last: options.keep_last as usize };
    let sections = Sections { sheets: options.section.map(NonZeroUsize::get), last: options.last, nest: options.nest };
    let order = match options.scheme {
        Kind::Folded(scheme) => Order::folded(count, scheme, sections, blanks),
        Kind::Cut { strips, stacked } => Order::cut(count, strips, stacked, blanks),
        Kind::Zine => Order::zine(count, blanks),
        Kind::Proof { rows, columns } => Order::proof(count, rows, columns),
        Kind::Spreads => Order::spreads(count),
    };
    Ok(order.bound(options.binding.unwrap_or(binding)))
}

/// Imposes `count` pages of `trim` with this bleed.
///
/// # Errors
/// When there is no page, the sheet is unknown, or the pages of a face do not fit on it.
pub fn impose(
    count: usize,
    trim: Size,
    bleed: Length,
    binding: Side,
    options: &Options,
) -> Result<Vec<Sheet>, ImposeError> {
    let order = order(count, binding, options)?;
    let sheet = sheet_size(&options.sheet, place::extent(&order, trim, Length::ZERO), &order)?;
    // Pages that are cut apart have their bleed between them, where the sheet has room for it.
    let wide = place::extent(&order, trim, bleed * 2);
    let gutter = if wide.width <= sheet.width && wide.height <= sheet.height { bleed * 2 } else { Length::ZERO };
    // A landscape sheet turns over its short edge like a page of a book, a portrait one over its long edge.
    let like_a_page = if sheet.width > sheet.height { Duplex::ShortEdge } else { Duplex::LongEdge };
    let order = if options.duplex == like_a_page { order } else { order.tumbled() };
    Ok(place::place(&order, &place::Paper { sheet, trim, bleed, gutter, creep: None }))
}

/// The extent of the sheet, turned so that it holds what it must.
fn sheet_size(name: &str, needs: Size, order: &Order) -> Result<Size, ImposeError> {
    // Half a millimetre of grace for each page: A5 is half an A4 only on average.
    let grace = |pages: usize| Length::mm(0.5) * pages as i64;
    let (across, down) = (grace(order.columns), grace(order.rows + 1));
    let holds = |size: Size| needs.width <= size.width + across && needs.height <= size.height + down;
    let turned = |&(_, width, height): &(&str, f64, f64)| {
        let (short, long) = (Length::mm(width), Length::mm(height));
        let (landscape, portrait) = (Size::new(long, short), Size::new(short, long));
        let both = if needs.width > needs.height { [landscape, portrait] } else { [portrait, landscape] };
        both.into_iter().find(|&size| holds(size))
    };
    let pages = order.rows * order.columns;
    let too_small = |sheet: &str| ImposeError::TooSmall { sheet: sheet.to_owned(), needs, pages };
    if name == "auto" {
        return OFFICE
            .iter()
            .filter_map(|office| SHEETS.iter().find(|(name, ..)| name == office))
            .find_map(turned)
            .ok_or_else(|| too_small("A2"));
    }
    let sheet = SHEETS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(name))
        .ok_or_else(|| ImposeError::UnknownSheet(name.to_owned()))?;
    turned(sheet).ok_or_else(|| too_small(sheet.0))
}

/// Sheets as text: which page where, `'` for one on its head, `-` for a blank.
pub fn dump(sheets: &[Sheet]) -> String {
    let side = |slots: &[Slot]| {
        let pages: Vec<String> = slots
            .iter()
            .map(|slot| {
                let page = slot.page.map_or_else(|| "-".to_owned(), |page| (page + 1).to_string());
                if slot.turned { page + "'" } else { page }
            })
            .collect();
        pages.join(" | ")
    };
    sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| format!("sheet {}  front {}  back {}\n", at + 1, side(&sheet.front), side(&sheet.back)))
        .collect()
}
