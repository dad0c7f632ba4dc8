//! The plan: which page comes where, and what hands do with the sheets, as data that can be shown as text, JSON or a page.

use std::fmt;

use serde::Serialize;

use super::fold::Scheme;
use super::order::{Face, Order};
use super::{Duplex, ImposeError, Kind, Nest, Options, Sheet, Side, Slot, Tray, imposition};
use crate::unit::{Length, Size};

/// What is printed where, and what is done with the sheets. Pages and sheets are counted from 1; lengths are millimetres.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Pages there are.
    pub pages: usize,
    /// Pages of the finished book, blanks counted.
    pub padded_pages: usize,
    /// Blank pages among them.
    pub blanks_added: usize,
    /// Rows of a face.
    pub rows: usize,
    /// Columns of a face.
    pub cols: usize,
    /// The side the book is bound on.
    pub binding: &'static str,
    /// Sheets of each section.
    pub sections: Vec<usize>,
    /// All sheets.
    pub press_sheets: usize,
    /// Width and height of the sheet.
    pub sheet_mm: [f64; 2],
    /// Width and height of a page on it.
    pub page_mm: [f64; 2],
    /// The sheets in the order they are printed.
    pub sheets: Vec<PlannedSheet>,
    /// What is done, in its order.
    pub steps: Vec<Step>,
}

/// A sheet of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedSheet {
    /// Its section.
    pub section: usize,
    /// Which one of its section it is, the outermost first.
    pub sheet: usize,
    /// Pages of the front, rows from the top, as the face is looked at; `None` for a blank.
    pub front: Vec<Vec<Option<usize>>>,
    /// Pages of the back; nothing where one side is printed.
    pub back: Vec<Vec<Option<usize>>>,
    /// How far pages of the front are turned, clockwise in degrees.
    pub front_rot: Vec<Vec<u16>>,
    /// The same of the back.
    pub back_rot: Vec<Vec<u16>>,
    /// How far the left and the upper edge of each page of the front stand from those of the sheet, drawn in for creep.
    pub front_mm: Vec<Vec<[f64; 2]>>,
    /// The same of the back.
    pub back_mm: Vec<Vec<[f64; 2]>>,
}

/// Something that hands or machines do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Step {
    /// Print both sides at once.
    PrintBothSides {
        /// Over which edge the printer turns the sheet.
        turn: Edge,
    },
    /// Print one side, and nothing else.
    PrintOneSide,
    /// Print all fronts, then lay the stack in again.
    PrintFronts,
    /// Print the backs.
    PrintBacks {
        /// How the stack lay in the tray: face down, it goes in again as it is; face up, the last sheet is the first.
        reversed: bool,
    },
    /// Print both sides from one plate, turning the sheet like a page, and cut it into two copies.
    WorkAndTurn,
    /// Cut every sheet across into strips, from the top down.
    Cut {
        /// How many strips a sheet gives.
        strips: usize,
        /// Whether the whole stack is cut at once, and its parts are laid on each other.
        stacked: bool,
    },
    /// Lay the first sheet down, its front below: there page 1 stands, whose head is at the far side.
    FrontDown,
    /// Fold.
    Fold {
        /// Which half goes over.
        fold: FoldOver,
    },
    /// Cut in the middle between the two inner columns, then open it out and push the ends together.
    Zine,
    /// Put the folded sheets of a section into each other.
    Insert,
    /// Lay the sheets of a section on each other before they are folded.
    Together,
    /// Gather the sections in order.
    Gather,
    /// Staple through the fold.
    Staple,
    /// Sew the sections, or glue their backs.
    SewOrGlue,
    /// Cut head, foot and fore-edge.
    Trim,
}

/// An edge of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// The shorter ones.
    Short,
    /// The longer ones.
    Long,
}

/// Which half of a sheet goes over the other, as it lies with its first front down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoldOver {
    /// The left half over the right one.
    LeftOverRight,
    /// The right half over the left one.
    RightOverLeft,
    /// The upper half over the lower one.
    TopOverBottom,
    /// The lower half over the upper one.
    BottomOverTop,
}

/// The plan of `count` pages of `trim` with this bleed.
///
/// # Errors
/// As [`super::impose`].
///
/// ```
/// use keben::impose::{Options, Side, plan};
/// use keben::unit::{Length, Size};
/// let a5 = Size::new(Length::mm(148.0), Length::mm(210.0));
/// let plan = plan(8, a5, Length::ZERO, Side::Left, &Options::default()).unwrap();
/// assert_eq!(plan.sheets[0].front, [[Some(8), Some(1)]]);
/// assert!(plan.to_string().contains("8 | 1"));
/// ```
pub fn plan(count: usize, trim: Size, bleed: Length, binding: Side, options: &Options) -> Result<Plan, ImposeError> {
    let (order, sheets) = imposition(count, trim, bleed, binding, options)?;
    let first = sheets.first();
    let mm = |size: Size| [size.width, size.height].map(|side| (side.to_mm() * 100.0).round() / 100.0);
    let page = first.and_then(|sheet| sheet.front.first()).map_or(trim, |slot| slot.size);
    let mut before = (usize::MAX, 0);
    let places = |slots: &[Slot]| -> Vec<Vec<[f64; 2]>> {
        let place =
            |slot: &Slot| [slot.at.x + slot.creep, slot.at.y].map(|at| (at.to_mm() * 10_000.0).round() / 10_000.0);
        slots.chunks(order.columns.max(1)).map(|row| row.iter().map(place).collect()).collect()
    };
    let planned = order.sheets.iter().zip(&sheets).map(|(sheet, placed)| {
        before = (sheet.section, if before.0 == sheet.section { before.1 + 1 } else { 1 });
        PlannedSheet {
            section: sheet.section + 1,
            sheet: before.1,
            front: pages(&sheet.front),
            back: pages(&sheet.back),
            front_rot: turns(&sheet.front),
            back_rot: turns(&sheet.back),
            front_mm: places(&placed.front),
            back_mm: places(&placed.back),
        }
    });
    Ok(Plan {
        pages: count,
        padded_pages: order.total,
        blanks_added: order.total - count,
        rows: order.rows,
        cols: order.columns,
        binding: if order.binding == Side::Left { "left" } else { "right" },
        press_sheets: order.sheets.len(),
        sheet_mm: mm(first.map_or(trim, |sheet| sheet.size)),
        page_mm: mm(page),
        sheets: planned.collect(),
        steps: steps(&order, first, options),
        sections: order.sections,
    })
}

fn pages(face: &Face) -> Vec<Vec<Option<usize>>> {
    face.iter().map(|row| row.iter().map(|cell| cell.page.map(|page| page + 1)).collect()).collect()
}

fn turns(face: &Face) -> Vec<Vec<u16>> {
    face.iter().map(|row| row.iter().map(|cell| if cell.turned { 180 } else { 0 }).collect()).collect()
}

fn steps(order: &Order, first: Option<&Sheet>, options: &Options) -> Vec<Step> {
    let landscape = first.is_none_or(|sheet| sheet.size.width > sheet.size.height);
    let like_a_page = if landscape { Duplex::ShortEdge } else { Duplex::LongEdge };
    let one_side = order.sheets.iter().all(|sheet| sheet.back.is_empty());
    let mut steps = match options.one_sided {
        _ if options.work_and_turn => vec![Step::WorkAndTurn],
        _ if one_side => vec![Step::PrintOneSide],
        Some(tray) => vec![Step::PrintFronts, Step::PrintBacks { reversed: tray == Tray::FaceUp }],
        None => {
            let long = options.duplex.unwrap_or(like_a_page) == Duplex::LongEdge;
            vec![Step::PrintBothSides { turn: if long { Edge::Long } else { Edge::Short } }]
        }
    };
    let right = order.binding == Side::Right;
    let fold = |scheme: Scheme| {
        let folds = scheme.steps(right).into_iter().map(|fold| Step::Fold { fold });
        [Step::FrontDown].into_iter().chain(folds)
    };
    let several = order.sections.len() > 1;
    let bind = |steps: &mut Vec<Step>| {
        steps.extend(if several { vec![Step::Gather, Step::SewOrGlue] } else { vec![Step::Staple] });
    };
    match options.scheme.unwrap_or(Kind::Folded(Scheme::FOLIO)) {
        Kind::Folded(scheme) => {
            let nested = order.sections.iter().any(|&sheets| sheets > 1);
            // Sheets with one fold lie in each other whether they were folded together or not; together is quicker.
            let together = nested && (options.nest == Nest::Together || scheme == Scheme::FOLIO);
            steps.extend(together.then_some(Step::Together));
            steps.extend(fold(scheme));
            steps.extend((nested && !together).then_some(Step::Insert));
            bind(&mut steps);
            steps.extend(
                (scheme != Scheme::FOLIO || options.marks.is_some_and(|marks| marks.crop)).then_some(Step::Trim),
            );
        }
        Kind::Cut { strips, stacked } => {
            steps.extend([Step::Cut { strips, stacked }, Step::Together]);
            steps.extend(fold(Scheme::FOLIO));
            bind(&mut steps);
        }
        Kind::Zine => {
            steps.push(Step::Zine);
        }
        Kind::Proof { .. } | Kind::Spreads | Kind::Pages => {}
    }
    steps
}

/// The plan as text: `'` behind a page that stands on its head, `-` for a blank.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [[width, height], [page_width, page_height]] = [self.sheet_mm, self.page_mm];
        writeln!(
            f,
            "{} page{}{} on {} sheet{} of {width} × {height} mm, pages {page_width} × {page_height} mm, bound at the {}",
            self.pages,
            ending(self.pages),
            if self.blanks_added > 0 { format!(" and {} blank", self.blanks_added) } else { String::new() },
            self.press_sheets,
            ending(self.press_sheets),
            self.binding
        )?;
        let several = self.sections.len() > 1;
        for (nth, sheet) in self.sheets.iter().enumerate() {
            write!(f, "sheet {}", nth + 1)?;
            if several {
                write!(f, "  section {}", sheet.section)?;
            }
            write!(f, "  front {}", face(&sheet.front, &sheet.front_rot))?;
            if !sheet.back.is_empty() {
                write!(f, "  back {}", face(&sheet.back, &sheet.back_rot))?;
            }
            writeln!(f)?;
        }
        for (nth, step) in self.steps.iter().enumerate() {
            writeln!(f, "{}. {step}", nth + 1)?;
        }
        Ok(())
    }
}

/// What the word for so many things ends in.
pub(crate) fn ending(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A face in a line: cells parted by `|`, rows by `/`.
fn face(pages: &[Vec<Option<usize>>], turns: &[Vec<u16>]) -> String {
    let cell = |(page, turn): (&Option<usize>, &u16)| {
        let page = page.map_or_else(|| "-".to_owned(), |page| page.to_string());
        if *turn == 180 { page + "'" } else { page }
    };
    let row = |(pages, turns): (&Vec<Option<usize>>, &Vec<u16>)| {
        pages.iter().zip(turns).map(cell).collect::<Vec<_>>().join(" | ")
    };
    pages.iter().zip(turns).map(row).collect::<Vec<_>>().join(" / ")
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PrintBothSides { turn: Edge::Short } => {
                f.write_str("Print both sides at 100 % (\"actual size\"), turned over the short edge.")
            }
            Self::PrintBothSides { turn: Edge::Long } => {
                f.write_str("Print both sides at 100 % (\"actual size\"), turned over the long edge.")
            }
            Self::PrintOneSide => f.write_str("Print one side at 100 % (\"actual size\")."),
            Self::PrintFronts => f.write_str("Print all fronts at 100 % (\"actual size\")."),
            Self::PrintBacks { reversed: false } => {
                f.write_str("Turn the stack over like a page, lay it in again as it is, and print the backs.")
            }
            Self::PrintBacks { reversed: true } => {
                f.write_str("Turn the stack over like a page, the last sheet to be drawn first, and print the backs.")
            }
            Self::WorkAndTurn => f.write_str(
                "Print both sides from the one plate, turning the sheet like a page, and cut it in the middle: two copies.",
            ),
            Self::Cut { strips, stacked: false } => {
                write!(f, "Cut each sheet across into {strips} strips, and lay each below the one above it.")
            }
            Self::Cut { strips, stacked: true } => {
                write!(f, "Cut the whole stack across into {strips}, and lay each part below the one above it.")
            }
            Self::Fold { fold } => {
                let (over, under) = match fold {
                    FoldOver::LeftOverRight => ("left", "right"),
                    FoldOver::RightOverLeft => ("right", "left"),
                    FoldOver::TopOverBottom => ("upper", "lower"),
                    FoldOver::BottomOverTop => ("lower", "upper"),
                };
                write!(f, "Fold the {over} half over the {under} one.")
            }
            Self::FrontDown => f.write_str("Lay the first sheet before you with page 1 underneath, its head away from you."),
            Self::Zine => f.write_str(
                "Fold in half each way, open, cut the middle fold of the two inner columns, and push the ends together.",
            ),
            Self::Insert => f.write_str("Put the folded sheets of each section into each other, the first outside."),
            Self::Together => f.write_str("Lay the sheets of each section on each other, the first outside."),
            Self::Gather => f.write_str("Gather the sections in order."),
            Self::Staple => f.write_str("Staple twice through the fold, from outside."),
            Self::SewOrGlue => f.write_str("Sew the sections through their folds, or glue their backs."),
            Self::Trim => f.write_str("Cut head, foot and fore-edge."),
        }
    }
}
