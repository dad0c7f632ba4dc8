//! The page: trim, margins and type area.

use serde::{Deserialize, Deserializer};

use crate::diag::nearest;
use crate::unit::{Em, Length, Point, Rect, Size};

/// The page of a theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageStyle {
    /// Size of the trimmed page, by name (`A5`, `大32开`) or as `148mm × 210mm`.
    #[serde(deserialize_with = "trim")]
    pub trim: Size,
    /// How far colour and pictures run over the trim.
    pub bleed: Length,
    /// The side the book is bound on.
    pub binding: Binding,
    /// The four margins, the least there are: head and spine place the type area, and what it leaves of the page falls
    /// to foot and fore-edge.
    pub margins: Margins,
    /// Characters a line and lines a page (clreq, procedure for defining the type area).
    pub area: TypeArea,
    /// Columns side by side, at least 1 (CJK-36).
    pub columns: u8,
    /// White between columns, in body characters.
    pub column_gap: Em,
    /// Thickness of the line between columns; zero for none.
    pub column_rule: Length,
    /// What becomes of columns that the text does not fill.
    pub column_fill: ColumnFill,
    /// Where chapters begin.
    pub chapters_open: Opens,
    /// How many lines of a paragraph stay together at a page's foot (CJK-34); at least 1.
    pub orphans: u8,
    /// How many lines of a paragraph go on over a page together; at least 1.
    pub widows: u8,
}

/// What becomes of the columns of a page that the text does not fill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnFill {
    /// All are as high as each other, but for the last (clreq, handling of spaces before new rectos).
    #[default]
    Balance,
    /// One after the other is filled.
    Fill,
}

/// The side a book is bound on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// At the left: horizontal text.
    #[default]
    Left,
    /// At the right: vertical text.
    Right,
}

/// The margins of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Margins {
    /// 天头.
    pub head: Length,
    /// 地脚.
    pub foot: Length,
    /// At the binding (订口).
    pub spine: Length,
    /// At the outer edge (切口).
    pub fore_edge: Length,
}

/// The type area in characters and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TypeArea {
    /// Characters a line at the body's size, column by column, as far as the margins leave room; 0: as many as they leave.
    pub chars: u32,
    /// Lines a page at the body's pitch, as far as the margins leave room; 0: as many as they leave.
    pub lines: u32,
}

/// Where a division begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opens {
    /// On a new recto.
    Recto,
    /// On a new page.
    #[default]
    Page,
    /// Where the text before it ended.
    RunOn,
}

impl PageStyle {
    /// The type area of a recto of a left-bound book, for text of `size` at `pitch`: whole characters, whole lines.
    ///
    /// ```
    /// use keben::theme::Theme;
    /// let theme = Theme::built_in("booklet").unwrap();
    /// let area = theme.page.type_area(theme.body().size, theme.pitch());
    /// assert_eq!(area.size.width, theme.body().size * 31);
    /// ```
    pub fn type_area(&self, size: Length, pitch: Length) -> Rect {
        let Margins { head, foot, .. } = self.margins;
        let columns = i64::from(self.columns.max(1));
        let width = size * self.chars(size) * columns + self.gap(size) * (columns - 1);
        // The last line needs its own height only, not its gap.
        let room = (self.trim.height - head - foot - size + pitch).whole(pitch).max(1);
        let lines = wanted(self.area.lines, room);
        Rect::new(Point::new(self.margins.spine, head), Size::new(width, pitch * (lines - 1) + size))
    }

    /// Width of the lines: of the type area, or of one of its columns.
    pub fn measure(&self, size: Length) -> Length {
        size * self.chars(size)
    }

    /// From the start of a column to the start of the next.
    pub fn column_step(&self, size: Length) -> Length {
        self.measure(size) + self.gap(size)
    }

    /// What the margins leave beside the type area and under it, beyond what they ask for.
    pub fn rest(&self, size: Length, pitch: Length) -> Size {
        let area = self.type_area(size, pitch);
        let Margins { foot, fore_edge, .. } = self.margins;
        Size::new(self.trim.width - fore_edge - area.right(), self.trim.height - foot - area.bottom())
    }

    fn gap(&self, size: Length) -> Length {
        self.column_gap.at(size)
    }

    /// Characters a line.
    fn chars(&self, size: Length) -> i64 {
        let Margins { spine, fore_edge, .. } = self.margins;
        let columns = i64::from(self.columns.max(1));
        let free = self.trim.width - spine - fore_edge - self.gap(size) * (columns - 1);
        wanted(self.area.chars, (free / columns).whole(size).max(1))
    }
}

/// As many as a theme asks for, as far as there is room for them; 0 asks for all.
fn wanted(count: u32, room: i64) -> i64 {
    if count == 0 { room } else { room.min(i64::from(count)) }
}

/// Trims by name, in millimetres.
const TRIMS: [(&str, f64, f64); 17] = [
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 148.0),
    ("B5", 176.0, 250.0),
    ("B6", 125.0, 176.0),
    ("JIS-B5", 182.0, 257.0),
    ("JIS-B6", 128.0, 182.0),
    ("Letter", 215.9, 279.4),
    ("Half-Letter", 139.7, 215.9),
    ("大16开", 210.0, 285.0),
    ("16开", 185.0, 260.0),
    ("大32开", 140.0, 203.0),
    ("32开", 130.0, 184.0),
    ("大8开", 285.0, 420.0),
    ("8开", 260.0, 370.0),
    ("64开", 92.0, 126.0),
    ("170x240", 170.0, 240.0),
];

fn trim<'de, D: Deserializer<'de>>(from: D) -> Result<Size, D::Error> {
    let text = String::deserialize(from)?;
    parse_trim(&text).map_err(serde::de::Error::custom)
}

fn parse_trim(text: &str) -> Result<Size, String> {
    if let Some((_, width, height)) = TRIMS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text)) {
        return Ok(Size::new(Length::mm(*width), Length::mm(*height)));
    }
    let smallest = Length::mm(20.0);
    // The sign parts the sides where there is one; the spaces around it are only air.
    let sides = text.split_once(['×', '*']).or_else(|| text.split_once(' '));
    if let Some((width, height)) = sides {
        let size = Size::new(width.trim().parse()?, height.trim().parse()?);
        if size.width >= smallest && size.height >= smallest {
            return Ok(size);
        }
    }
    let near = nearest(text, TRIMS.iter().map(|(name, ..)| *name)).unwrap_or("A5");
    Err(format!("`{text}` is not a trim; the nearest name is `{near}`, or write `148mm × 210mm`"))
}
