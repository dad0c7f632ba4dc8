//! Page sizes and a scheme → sheets. In: a count of pages and their trim. Out: [`Sheet`]s. Next: `pdf`.
//!
//! Only integers and rectangles: nothing here knows what is on a page. `fold` folds a sheet in thought, `order` tells from
//! that which page stands where, `creep`, `spine` and `gather` are what paper adds.

mod creep;
mod fold;
mod gather;
mod order;
mod spine;

pub use creep::{Creep, Mode};
pub use fold::{SCHEMES, Scheme};
pub use gather::{Steps, Tray, backs};
pub use order::{Blanks, Cell, Face, Last, Nest, Order, PressSheet, Sections};
pub use spine::{Cover, Panel, Stock, caliper, cover, spine};

use std::fmt;

use serde::Deserialize;

use crate::unit::{Length, Point, Size};

/// `[booklet]` of keben.toml.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// The sheet of paper: `A4`, `A3`, `SRA3`, `Letter`, or `auto` for the smallest that holds two pages.
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
        Self { sheet: "auto".to_owned(), duplex: Duplex::ShortEdge, keep_last: 0, binding: None }
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
}

/// Why pages cannot be imposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImposeError {
    /// There is nothing to print.
    NoPages,
    /// The name is not a sheet's.
    UnknownSheet(String),
    /// Two pages do not fit on the sheet side by side.
    TooSmall {
        /// The sheet's name.
        sheet: String,
        /// What two pages need.
        needs: Size,
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
            Self::TooSmall { sheet, needs } => write!(
                f,
                "two pages need {:.0} × {:.0} mm and do not fit on {sheet}; choose a larger `sheet`, or `auto`",
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

/// Imposes `count` pages of `trim` as one saddle-stitched booklet: sheets laid into each other, folded, stapled in the
/// fold. With N pages, padded to a multiple of four, sheet i carries N−2i | 2i+1 in front and 2i+2 | N−2i−1 behind.
///
/// # Errors
/// When there is no page, the sheet is unknown, or two pages do not fit on it.
///
/// ```
/// use keben::impose::{Options, Side, saddle};
/// use keben::unit::{Length, Size};
/// let a5 = Size::new(Length::mm(148.0), Length::mm(210.0));
/// let sheets = saddle(8, a5, Side::Left, &Options::default()).unwrap();
/// let pages = |slots: &[keben::impose::Slot]| slots.iter().map(|slot| slot.page.map_or(0, |page| page + 1)).collect::<Vec<_>>();
/// assert_eq!(pages(&sheets[0].front), [8, 1]);
/// assert_eq!(pages(&sheets[1].back), [4, 5]);
/// ```
pub fn saddle(count: usize, trim: Size, binding: Side, options: &Options) -> Result<Vec<Sheet>, ImposeError> {
    if count == 0 {
        return Err(ImposeError::NoPages);
    }
    let size = sheet_size(&options.sheet, trim)?;
    let binding = options.binding.unwrap_or(binding);
    let blanks = Blanks { first: false, keep_last: options.keep_last as usize };
    let mut order = Order::folded(count, Scheme::FOLIO, Sections::default(), blanks).bound(binding);
    if options.duplex == Duplex::LongEdge {
        order = order.tumbled();
    }
    let top = (size.height - trim.height) / 2;
    let left = size.width / 2 - trim.width;
    let face = |face: &Face| {
        let slot = |(column, cell): (usize, &Cell)| Slot {
            page: cell.page,
            at: Point::new(left + trim.width * column as i64, top),
            size: trim,
            turned: cell.turned,
            // A recto's spine is at its left where the book is bound at the left.
            spine_right: ((cell.at % 2 == 1) == (binding == Side::Left)) ^ cell.turned,
        };
        face.iter().flat_map(|row| row.iter().enumerate().map(slot)).collect()
    };
    let sheet = |sheet: &PressSheet| Sheet { size, front: face(&sheet.front), back: face(&sheet.back) };
    Ok(order.sheets.iter().map(sheet).collect())
}

/// The landscape extent of the sheet that carries two pages side by side.
fn sheet_size(name: &str, trim: Size) -> Result<Size, ImposeError> {
    let needs = Size::new(trim.width * 2, trim.height);
    // Half a millimetre of grace for each page: A5 is half an A4 only on average.
    let grace = Length::mm(1.0);
    let landscape = |&(_, width, height): &(&str, f64, f64)| Size::new(Length::mm(height), Length::mm(width));
    let holds = |size: Size| needs.width <= size.width + grace && needs.height <= size.height + grace;
    let too_small = |sheet: &str| ImposeError::TooSmall { sheet: sheet.to_owned(), needs };
    if name == "auto" {
        return OFFICE
            .iter()
            .filter_map(|office| SHEETS.iter().find(|(name, ..)| name == office))
            .map(landscape)
            .find(|&size| holds(size))
            .ok_or_else(|| too_small("A2"));
    }
    let sheet = SHEETS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(name))
        .ok_or_else(|| ImposeError::UnknownSheet(name.to_owned()))?;
    let size = landscape(sheet);
    if holds(size) { Ok(size) } else { Err(too_small(sheet.0)) }
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
