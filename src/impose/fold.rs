//! Folding: a sheet is folded in thought, and what lies where tells which page is printed where.
//!
//! No table of page orders is kept: an order is what the folds make of a sheet.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::plan::FoldOver;

/// A fold, as the sheet lies before the folder: the first front down, page 2 in its lower left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fold {
    LeftOverRight,
    RightOverLeft,
    TopOverBottom,
    BottomOverTop,
}

/// How a sheet is folded into a section, by the name its format has: how many leaves a sheet gives.
///
/// ```
/// use keben::impose::Scheme;
/// let quarto: Scheme = "quarto-foot".parse().unwrap();
/// assert_eq!((quarto.rows(), quarto.columns(), quarto.pages()), (2, 2, 8));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Scheme {
    format: Format,
    closed: Closed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Folio,
    Quarto,
    Octavo,
    OctavoLong,
    Sextodecimo,
}

/// Which edge of the section the folds across the spine close, until it is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Closed {
    #[default]
    Head,
    Foot,
}

/// The names there are.
pub const SCHEMES: [&str; 9] = [
    "folio",
    "quarto",
    "quarto-foot",
    "octavo",
    "octavo-foot",
    "octavo-long",
    "octavo-long-foot",
    "sextodecimo",
    "sextodecimo-foot",
];

/// Where a page of a section is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The sheet, from 0, the outermost first.
    pub sheet: usize,
    /// On its back.
    pub back: bool,
    /// From the top.
    pub row: usize,
    /// From the left of its own face.
    pub column: usize,
    /// On its head.
    pub turned: bool,
}

/// A leaf of a stack while it is folded.
#[derive(Clone, Copy)]
struct Leaf {
    sheet: usize,
    row: usize,
    /// From the left of the back.
    column: usize,
    back_up: bool,
    turned: bool,
}

impl Scheme {
    /// Sheets of two leaves: saddle stitch, and sections of several sheets.
    pub const FOLIO: Self = Self { format: Format::Folio, closed: Closed::Head };

    /// What hands do with a sheet that lies with its first front down, bound at the left or the right.
    pub(super) fn steps(self, right: bool) -> Vec<FoldOver> {
        let step = |fold| match fold {
            Fold::TopOverBottom => FoldOver::TopOverBottom,
            Fold::BottomOverTop => FoldOver::BottomOverTop,
            // Bound at the right, all is mirrored.
            Fold::LeftOverRight if right => FoldOver::RightOverLeft,
            Fold::RightOverLeft if right => FoldOver::LeftOverRight,
            Fold::LeftOverRight => FoldOver::LeftOverRight,
            Fold::RightOverLeft => FoldOver::RightOverLeft,
        };
        self.folds().into_iter().map(step).collect()
    }

    fn folds(self) -> Vec<Fold> {
        use Fold::{BottomOverTop, LeftOverRight, RightOverLeft, TopOverBottom};
        let across = if self.closed == Closed::Head { TopOverBottom } else { BottomOverTop };
        match self.format {
            Format::Folio => vec![LeftOverRight],
            Format::Quarto => vec![across, LeftOverRight],
            Format::Octavo => vec![RightOverLeft, across, LeftOverRight],
            Format::OctavoLong => vec![across, across, LeftOverRight],
            Format::Sextodecimo => vec![across, RightOverLeft, across, LeftOverRight],
        }
    }

    /// How many pages stand above each other on a face.
    pub fn rows(self) -> usize {
        let across = |fold: &&Fold| matches!(fold, Fold::TopOverBottom | Fold::BottomOverTop);
        1 << self.folds().iter().filter(across).count()
    }

    /// How many pages stand beside each other on a face.
    pub fn columns(self) -> usize {
        (1 << self.folds().len()) / self.rows()
    }

    /// How many pages a sheet has.
    pub fn pages(self) -> usize {
        2 * self.rows() * self.columns()
    }

    /// Lays sheets on each other, folds them as one, and gives the places of the pages in the order they are read, bound at
    /// the left. The sheet is turned like a page of a book between its faces.
    pub(super) fn fold(self, sheets: usize) -> Vec<Spot> {
        let (rows, columns) = (self.rows(), self.columns());
        // The outermost lies lowest; each stack is read from its top.
        let stack = |row: usize, column: usize| -> Vec<Leaf> {
            (0..sheets).rev().map(|sheet| Leaf { sheet, row, column, back_up: true, turned: false }).collect()
        };
        let mut grid: Grid = (0..rows).map(|row| (0..columns).map(|column| stack(row, column)).collect()).collect();
        for fold in self.folds() {
            grid = folded(grid, fold);
        }
        let leaves = grid.pop().and_then(|mut row| row.pop()).expect("the folds leave one stack");
        let faces = |leaf: Leaf| {
            let spot = |back: bool| Spot {
                sheet: leaf.sheet,
                back,
                row: leaf.row,
                column: if back { leaf.column } else { columns - 1 - leaf.column },
                turned: leaf.turned,
            };
            [spot(leaf.back_up), spot(!leaf.back_up)]
        };
        leaves.into_iter().flat_map(faces).collect()
    }
}

/// Stacks beside and above each other.
type Grid = Vec<Vec<Vec<Leaf>>>;

/// A grid after one half was turned over and laid on the other.
fn folded(mut grid: Grid, fold: Fold) -> Grid {
    let across = matches!(fold, Fold::TopOverBottom | Fold::BottomOverTop);
    let onto = |(over, under): (Vec<Leaf>, Vec<Leaf>)| -> Vec<Leaf> {
        let turn = |leaf: Leaf| Leaf { back_up: !leaf.back_up, turned: leaf.turned != across, ..leaf };
        over.into_iter().rev().map(turn).chain(under).collect()
    };
    if across {
        let bottom = grid.split_off(grid.len() / 2);
        let (over, under) = if fold == Fold::TopOverBottom { (grid, bottom) } else { (bottom, grid) };
        let rows = over.into_iter().rev().zip(under);
        return rows.map(|(over, under)| over.into_iter().zip(under).map(onto).collect()).collect();
    }
    let row = |mut left: Vec<Vec<Leaf>>| {
        let right = left.split_off(left.len() / 2);
        let (over, under) = if fold == Fold::LeftOverRight { (left, right) } else { (right, left) };
        over.into_iter().rev().zip(under).map(onto).collect()
    };
    grid.into_iter().map(row).collect()
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.format {
            Format::Folio => "folio",
            Format::Quarto => "quarto",
            Format::Octavo => "octavo",
            Format::OctavoLong => "octavo-long",
            Format::Sextodecimo => "sextodecimo",
        })?;
        if self.closed == Closed::Foot { f.write_str("-foot") } else { Ok(()) }
    }
}

impl FromStr for Scheme {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let (stem, closed) = match name.strip_suffix("-foot") {
            Some(stem) => (stem, Closed::Foot),
            None => (name, Closed::Head),
        };
        let format = match stem {
            // Its only fold is the spine: no edge is closed.
            "folio" if closed == Closed::Head => Format::Folio,
            "quarto" => Format::Quarto,
            "octavo" => Format::Octavo,
            "octavo-long" => Format::OctavoLong,
            "sextodecimo" => Format::Sextodecimo,
            _ => return Err(format!("no scheme `{name}`; there are {}", SCHEMES.join(", "))),
        };
        Ok(Self { format, closed })
    }
}

impl TryFrom<String> for Scheme {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}
