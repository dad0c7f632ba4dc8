//! Orders: which page stands where on which sheet, before anybody asks how large a page is.

use serde::Deserialize;

use super::Side;
use super::fold::{Scheme, Spot};

/// How many sheets are folded into one section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// Sheets of a section; all of them where nothing is said, as for stitching through the fold.
    pub sheets: Option<usize>,
    /// What becomes of the last section, where the pages do not fill it.
    pub last: Last,
    /// How the sheets of a section come together.
    pub nest: Nest,
}

/// The last section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Last {
    /// Has as few sheets as its pages need.
    #[default]
    Short,
    /// Has as many as the others, blank ones too.
    Full,
    /// Lends from the others: no section has two sheets more than another.
    Balanced,
}

/// How the sheets of a section come together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nest {
    /// Each is folded alone and put into the middle of the one before.
    #[default]
    Insert,
    /// All are laid on each other and folded as one.
    Together,
}

/// Where blank pages go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blanks {
    /// Before the first page, not behind the last.
    pub first: bool,
    /// Blanks behind go before this many last pages: a back cover stays at the back.
    pub keep_last: usize,
}

/// A place on a face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The page, from 0; `None` for a blank.
    pub page: Option<usize>,
    /// Its place in the finished book, from 0, blanks counted.
    pub at: usize,
    /// Whether it is a right-hand page of a book bound at the left, a left-hand one of a book bound at the right.
    pub recto: bool,
    /// Whether it stands on its head.
    pub turned: bool,
}

impl Cell {
    /// A place of a book that begins with a recto.
    fn at(at: usize, page: Option<usize>) -> Self {
        Self { page, at, recto: at.is_multiple_of(2), turned: false }
    }
}

/// A face: rows from the top, cells from the left, as the face is looked at.
pub type Face = Vec<Vec<Cell>>;

/// A sheet as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PressSheet {
    /// The section it belongs to, from 0.
    pub section: usize,
    /// The face that is printed first.
    pub front: Face,
    /// The other; no rows where the sheet has one printed face only.
    pub back: Face,
}

/// Which page is printed where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Rows of a face.
    pub rows: usize,
    /// Columns of a face.
    pub columns: usize,
    /// How many sheets each section has, from the first.
    pub sections: Vec<usize>,
    /// The sheets in the order they are printed.
    pub sheets: Vec<PressSheet>,
    /// How many pages the finished book has, blanks counted.
    pub total: usize,
    /// What becomes of neighbours on a face.
    pub joints: Joints,
    /// Whether the sheet is folded where pages are cut apart later.
    pub folded: bool,
    /// Whether front and back stand beside each other on one plate.
    pub both_on_one: bool,
    /// The side the book is bound on.
    pub binding: Side,
}

/// What becomes of neighbours on a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joints {
    /// Pages that share a spine stay together, all others are cut apart.
    Spines,
    /// Nothing is cut.
    All,
    /// Everything is.
    None,
}

impl Order {
    /// Sheets folded into sections, bound at the left, turned between their faces like pages of a book.
    pub fn folded(count: usize, scheme: Scheme, sections: Sections, blanks: Blanks) -> Self {
        let (rows, columns) = (scheme.rows(), scheme.columns());
        let sections_of = split(count.div_ceil(scheme.pages()), sections);
        let total = sections_of.iter().sum::<usize>() * scheme.pages();
        let pages = padded(count, total, blanks);
        let mut sheets = Vec::new();
        for (section, &of) in sections_of.iter().enumerate() {
            let first = sheets.len() * scheme.pages();
            let blank = vec![vec![Cell::default(); columns]; rows];
            let mut made = vec![PressSheet { section, front: blank.clone(), back: blank }; of];
            for (at, spot) in (first..).zip(spots(scheme, of, sections.nest)) {
                let sheet = &mut made[spot.sheet];
                let face = if spot.back { &mut sheet.back } else { &mut sheet.front };
                face[spot.row][spot.column] = Cell { turned: spot.turned, ..Cell::at(at, pages[at]) };
            }
            sheets.append(&mut made);
        }
        Self {
            rows,
            columns,
            sections: sections_of,
            sheets,
            total,
            joints: Joints::Spines,
            folded: true,
            both_on_one: false,
            binding: Side::Left,
        }
    }

    /// Sheets cut into strips of two pages, which are folded as one section. Strips follow each other down each sheet, or,
    /// for whole stacks that are cut at once, through all sheets (`stacked`): each stack then goes under the one above it.
    pub fn cut(count: usize, strips: usize, stacked: bool, blanks: Blanks) -> Self {
        let sheets = count.div_ceil(4 * strips);
        let total = 4 * strips * sheets;
        let pages = padded(count, total, blanks);
        let folio = Self::folded(total, Scheme::FOLIO, Sections::default(), Blanks::default());
        let sheet = |at: usize| {
            let mut made = PressSheet::default();
            for strip in 0..strips {
                let from = &folio.sheets[if stacked { strip * sheets + at } else { at * strips + strip }];
                made.front.extend_from_slice(&from.front);
                made.back.extend_from_slice(&from.back);
            }
            made
        };
        let sheets: Vec<PressSheet> = (0..sheets).map(sheet).collect();
        let mut order = Self { rows: strips, sections: vec![sheets.len()], sheets, folded: false, ..folio };
        order.faces().flatten().flatten().for_each(|cell| cell.page = pages[cell.at]);
        order
    }

    /// Eight pages on one face: cut in the middle, folded, they make a little book without a staple. More pages make more.
    pub fn zine(count: usize, blanks: Blanks) -> Self {
        // As the sheet is opened: the upper row on its head, from page 5 back to 2; the lower from 6 to the front page.
        const PLACES: [[usize; 4]; 2] = [[4, 3, 2, 1], [5, 6, 7, 0]];
        let sheets = count.div_ceil(8);
        let pages = padded(count, sheets * 8, blanks);
        let face = |first: usize| {
            let cell = |row: usize, place: usize| {
                let at = first + place;
                Cell { turned: row == 0, ..Cell::at(at, pages[at]) }
            };
            PLACES.iter().enumerate().map(|(row, places)| places.map(|place| cell(row, place)).to_vec()).collect()
        };
        let faces = (0..sheets).map(|at| face(at * 8)).collect();
        Self { joints: Joints::All, ..Self::one_sided(2, 4, sheets * 8, faces) }
    }

    /// Pages in the order they are read, so many on a face: a proof.
    pub fn proof(count: usize, rows: usize, columns: usize) -> Self {
        let on = rows * columns;
        let cell = |at: usize| Cell::at(at, (at < count).then_some(at));
        let face = |face: usize| {
            (0..rows).map(|row| (0..columns).map(|column| cell(face * on + row * columns + column)).collect()).collect()
        };
        let faces = count.div_ceil(on);
        Self::one_sided(rows, columns, faces * on, (0..faces).map(face).collect())
    }

    /// Spreads as a reader sees them, the first page alone.
    pub fn spreads(count: usize) -> Self {
        // A blank verso stands beside the first page.
        let cell = |at: usize| {
            let page = at.checked_sub(1).filter(|&page| page < count);
            Cell { recto: at % 2 == 1, ..Cell::at(at, page) }
        };
        let faces = (count + 1).div_ceil(2);
        let face = |spread: usize| vec![vec![cell(2 * spread), cell(2 * spread + 1)]];
        Self { joints: Joints::Spines, ..Self::one_sided(1, 2, faces * 2, (0..faces).map(face).collect()) }
    }

    fn one_sided(rows: usize, columns: usize, total: usize, faces: Vec<Face>) -> Self {
        let sheets: Vec<PressSheet> =
            faces.into_iter().map(|front| PressSheet { front, ..PressSheet::default() }).collect();
        Self {
            rows,
            columns,
            sections: vec![sheets.len()],
            sheets,
            total,
            joints: Joints::None,
            folded: false,
            both_on_one: false,
            binding: Side::Left,
        }
    }

    fn faces(&mut self) -> impl Iterator<Item = &mut Face> {
        self.sheets.iter_mut().flat_map(|sheet| [&mut sheet.front, &mut sheet.back])
    }

    /// The same, bound at this side: at the right every row is mirrored.
    #[must_use]
    pub fn bound(mut self, side: Side) -> Self {
        if side != self.binding {
            self.faces().flatten().for_each(|row| row.reverse());
        }
        self.binding = side;
        self
    }

    /// Whether the spine is at the right edge of a cell, as its face is looked at.
    pub fn spine_right(&self, cell: &Cell) -> bool {
        (cell.recto == (self.binding == Side::Right)) ^ cell.turned
    }

    /// Whether two neighbours in a row stay together.
    fn together(&self, left: &Cell, right: &Cell) -> bool {
        match self.joints {
            Joints::All => true,
            Joints::None => false,
            Joints::Spines => self.spine_right(left) && !self.spine_right(right),
        }
    }

    /// Between which columns nothing is cut; the same on every face.
    pub fn joined_columns(&self) -> Vec<bool> {
        let row = self.sheets.first().and_then(|sheet| sheet.front.first());
        row.map(|row| row.windows(2).map(|pair| self.together(&pair[0], &pair[1])).collect()).unwrap_or_default()
    }

    /// Front and back beside each other on one plate, for both sides of the sheet: turned like a page of a book, each half has
    /// the other's back behind it.
    #[must_use]
    pub fn worked_and_turned(mut self) -> Self {
        for sheet in &mut self.sheets {
            for (front, back) in sheet.front.iter_mut().zip(std::mem::take(&mut sheet.back)) {
                front.extend(back);
            }
        }
        self.both_on_one = true;
        self.columns = self.sheets.first().and_then(|sheet| sheet.front.first()).map_or(0, Vec::len);
        self
    }

    /// The same for a sheet that is turned over its other axis: head over heels, so the backs stand on their heads.
    #[must_use]
    pub fn tumbled(mut self) -> Self {
        for sheet in &mut self.sheets {
            sheet.back.reverse();
            for row in &mut sheet.back {
                row.reverse();
                row.iter_mut().for_each(|cell| cell.turned = !cell.turned);
            }
        }
        self
    }
}

/// Sheets to sections.
fn split(sheets: usize, sections: Sections) -> Vec<usize> {
    let of = sections.sheets.unwrap_or(sheets).max(1);
    let count = sheets.div_ceil(of);
    match sections.last {
        Last::Full => vec![of; count],
        Last::Short => (0..count).map(|at| of.min(sheets - at * of)).collect(),
        Last::Balanced => (0..count).map(|at| sheets / count + usize::from(at < sheets % count)).collect(),
    }
}

/// The places of a section's pages, in the order they are read.
fn spots(scheme: Scheme, sheets: usize, nest: Nest) -> Vec<Spot> {
    if nest == Nest::Together {
        return scheme.fold(sheets);
    }
    // Each sheet opens in its middle, where the next one lies.
    let one = scheme.fold(1);
    let (before, behind) = one.split_at(one.len() / 2);
    let of = |half: &[Spot], sheet: usize| half.iter().map(|&spot| Spot { sheet, ..spot }).collect::<Vec<_>>();
    let inwards = (0..sheets).flat_map(|sheet| of(before, sheet));
    inwards.chain((0..sheets).rev().flat_map(|sheet| of(behind, sheet))).collect()
}

/// Pages padded with blanks.
fn padded(count: usize, total: usize, blanks: Blanks) -> Vec<Option<usize>> {
    let missing = std::iter::repeat_n(None, total - count);
    let kept = if blanks.first { count } else { blanks.keep_last.min(count) };
    (0..count - kept).map(Some).chain(missing).chain((count - kept..count).map(Some)).collect()
}
