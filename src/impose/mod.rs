//! Page sizes and a scheme → sheets. In: a count of pages and their trim. Out: [`Sheet`]s. Next: `pdf`.
//!
//! Only integers and rectangles: nothing here knows what is on a page. `fold` folds a sheet in thought, `order` tells from
//! that which page stands where, `creep`, `spine` and `gather` are what paper adds.

mod creep;
mod fold;
mod gather;
mod marks;
mod options;
mod order;
mod paper;
mod place;
mod plan;
mod spine;

pub use creep::{Creep, Mode};
pub use fold::{SCHEMES, Scheme};
pub use gather::{Steps, Tray, backs};
pub use marks::Mark;
pub use options::{Creeping, Duplex, Kind, Marks, Options, Wanted};
pub use order::{Blanks, Cell, Face, Joints, Last, Nest, Order, PressSheet, Sections};
pub use paper::{Paper, SheetSize};
pub(crate) use plan::ending;
pub use plan::{Edge, FoldOver, Plan, PlannedSheet, Step, plan};
pub use spine::{Cover, Panel, Stock, caliper, cover, spine};

use std::fmt;
use std::num::NonZeroUsize;

use serde::Deserialize;

use crate::unit::{Length, Point, Rect, Size};

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
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The sheet's extent as it is printed.
    pub size: Size,
    /// The section it belongs to, from 0.
    pub section: usize,
    /// The face that is printed first.
    pub front: Vec<Slot>,
    /// The other; nothing where one side is printed.
    pub back: Vec<Slot>,
    /// What is left of front and back after the cut.
    pub trims: [Rect; 2],
    /// What is printed around the pages of front and back.
    pub marks: [Vec<Mark>; 2],
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
    /// An option says what no press can do.
    Absurd(String),
    /// The pages of a face do not fit on the sheet.
    TooSmall {
        /// The sheet's name.
        sheet: String,
        /// What they need, with marks and gripper.
        needs: Size,
        /// How many they are.
        pages: usize,
    },
}

impl fmt::Display for ImposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPages => f.write_str("there are no pages to put on sheets"),
            Self::Absurd(what) => f.write_str(what),
            Self::TooSmall { sheet, needs, pages } => write!(
                f,
                "{pages} page{} {:.0} × {:.0} mm and do not fit on {sheet}; choose a larger `sheet`, or `auto`, or \
                 `fit` to make the pages smaller, or fewer `marks` around them",
                if *pages == 1 { " needs" } else { "s need" },
                needs.width.to_mm(),
                needs.height.to_mm()
            ),
        }
    }
}

impl std::error::Error for ImposeError {}

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
    let order = match options.scheme.unwrap_or(Kind::Folded(Scheme::FOLIO)) {
        Kind::Folded(scheme) => Order::folded(count, scheme, sections, blanks),
        Kind::Cut { strips, stacked } => Order::cut(count, strips, stacked, blanks),
        Kind::Zine => Order::zine(count, blanks),
        Kind::Proof { rows, columns } => Order::proof(count, rows, columns),
        Kind::Spreads => Order::spreads(count),
        Kind::Pages => Order::proof(count, 1, 1),
    };
    let order = order.bound(options.binding.unwrap_or(binding));
    Ok(if options.work_and_turn { order.worked_and_turned() } else { order })
}

/// Imposes `count` pages of `trim` with this bleed.
///
/// # Errors
/// When there is no page, the pages of a face do not fit on the sheet, or an option is absurd.
pub fn impose(
    count: usize,
    trim: Size,
    bleed: Length,
    binding: Side,
    options: &Options,
) -> Result<Vec<Sheet>, ImposeError> {
    imposition(count, trim, bleed, binding, options).map(|(_, sheets)| sheets)
}

/// The order, as it is printed, and the sheets.
fn imposition(
    count: usize,
    trim: Size,
    bleed: Length,
    binding: Side,
    options: &Options,
) -> Result<(Order, Vec<Sheet>), ImposeError> {
    if let Some(absurd) = options.absurd() {
        return Err(ImposeError::Absurd(absurd));
    }
    let order = order(count, binding, options)?;
    let marks = options.marks.unwrap_or(Marks::NONE);
    let zone = marks::zone(bleed, marks) * 2;
    let around = Size::new(zone, zone + options.gripper);
    let (sheet, trim) = sheet(&order, trim, bleed, around, options)?;
    // Pages that are cut apart have their bleed between them, where the sheet has room for it.
    let wide = place::extent(&order, trim, bleed * 2);
    let room = wide.width + around.width <= sheet.width && wide.height + around.height <= sheet.height;
    let gutter = if room { bleed * 2 } else { Length::ZERO };
    // A landscape sheet turns over its short edge like a page of a book, a portrait one over its long edge.
    let like_a_page = if sheet.width > sheet.height { Duplex::ShortEdge } else { Duplex::LongEdge };
    let tumbled = options.duplex.is_some_and(|duplex| duplex != like_a_page) && !options.work_and_turn;
    let order = if tumbled { order.tumbled() } else { order };
    let sheets = place::place(&order, &place::Paper { sheet, trim, bleed, gutter, tumbled, marks, options });
    Ok((order, sheets))
}

/// The extent of the sheet, turned so that it holds what it must, and of the pages on it. `around` is the room for marks
/// and gripper.
fn sheet(
    order: &Order,
    trim: Size,
    bleed: Length,
    around: Size,
    options: &Options,
) -> Result<(Size, Size), ImposeError> {
    let net = place::extent(order, trim, Length::ZERO);
    let needs = Size::new(net.width + around.width, net.height + around.height);
    // Nobody folds single pages: their paper is as large as what is on it.
    let by_itself = matches!(options.scheme, Some(Kind::Pages | Kind::Spreads));
    let sheets: Vec<SheetSize> = match &options.sheet {
        Wanted::Sheet(sheet) => vec![sheet.clone()],
        Wanted::Auto | Wanted::Exact if by_itself || options.sheet == Wanted::Exact => {
            let least = if matches!(options.scheme, Some(Kind::Spreads)) { Length::ZERO } else { bleed * 2 };
            let (wide, high) = (around.width.max(least), around.height.max(least + options.gripper));
            return Ok((Size::new(net.width + wide, net.height + high), trim));
        }
        Wanted::Auto | Wanted::Exact => SheetSize::office().collect(),
    };
    let both = |sheet: &SheetSize| {
        let (portrait, landscape) = (sheet.size, Size::new(sheet.size.height, sheet.size.width));
        if needs.width > needs.height { [landscape, portrait] } else { [portrait, landscape] }
    };
    if options.fit {
        let scale = |size: Size| {
            (size.width - around.width).ratio(net.width).min((size.height - around.height).ratio(net.height))
        };
        let best = sheets.first().map(both).into_iter().flatten().max_by(|a, b| scale(*a).total_cmp(&scale(*b)));
        if let Some(size) = best.filter(|&size| scale(size) > 0.05) {
            let factor = scale(size);
            return Ok((size, Size::new(trim.width.scale(factor), trim.height.scale(factor))));
        }
    }
    // Half a millimetre of grace for each page: A5 is half an A4 only on average.
    let grace = |pages: usize| Length::mm(0.5) * pages as i64;
    let (across, down) = (grace(order.columns), grace(order.rows + 1));
    let holds = |size: &Size| needs.width <= size.width + across && needs.height <= size.height + down;
    let found = sheets.iter().find_map(|sheet| both(sheet).into_iter().find(holds));
    let name = sheets.last().map(|sheet| sheet.name.clone()).unwrap_or_default();
    let pages = order.rows * order.columns;
    found.map(|size| (size, trim)).ok_or(ImposeError::TooSmall { sheet: name, needs, pages })
}
