//! Lengths, points and rectangles, and the arithmetic they share. Nothing here knows about text or paper.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length as a whole number of 1/65 536 pt (TeX's scaled point; 1 pt = 1/72 inch as in PDF).
///
/// Sums are exact, comparisons are total, and a dump reads the same on every machine.
///
/// ```
/// use keben::unit::Length;
/// let pitch: Length = "16.5pt".parse().unwrap();
/// assert_eq!(pitch + pitch, Length::pt(33.0));
/// assert_eq!("25.4mm".parse::<Length>().unwrap(), Length::pt(72.0));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

const UNITS_PER_PT: f64 = 65_536.0;
const PT_PER_MM: f64 = 72.0 / 25.4;

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any page; used where a region has no end.
    pub const MAX: Self = Self(i64::MAX / 4);

    /// A length of `value` points.
    pub fn pt(value: f64) -> Self {
        Self((value * UNITS_PER_PT).round() as i64)
    }

    /// A length of `value` millimetres.
    pub fn mm(value: f64) -> Self {
        Self::pt(value * PT_PER_MM)
    }

    /// The length in points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / UNITS_PER_PT
    }

    /// The length in millimetres.
    pub fn to_mm(self) -> f64 {
        self.to_pt() / PT_PER_MM
    }

    /// The length in points, as the PDF library wants it.
    pub fn to_f32(self) -> f32 {
        self.to_pt() as f32
    }

    /// How often `unit` fits into this length, rounded down; zero when `unit` is not positive.
    pub fn whole(self, unit: Self) -> i64 {
        if unit.0 <= 0 { 0 } else { self.0.div_euclid(unit.0) }
    }

    /// This length rounded up to a whole number of `unit`s.
    pub fn round_up_to(self, unit: Self) -> Self {
        if unit.0 <= 0 { self } else { Self((self.0 + unit.0 - 1).div_euclid(unit.0) * unit.0) }
    }

    /// The fraction `part / whole` of this length, computed without drift.
    pub fn fraction(self, part: i64, whole: i64) -> Self {
        // Lengths on paper fit the short way; the long one is there for sums without end.
        match self.0.checked_mul(part) {
            Some(product) => Self(product / whole.max(1)),
            None => Self((i128::from(self.0) * i128::from(part) / i128::from(whole.max(1))) as i64),
        }
    }

    /// This length times a plain number.
    pub fn scale(self, factor: f64) -> Self {
        let scaled = self.0 as f64 * factor;
        // Half a unit away from zero and cut: `round` without a call.
        Self((scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i64)
    }

    /// How long this length is, measured in `other`.
    pub fn ratio(self, other: Self) -> f64 {
        if other.0 == 0 { 0.0 } else { self.0 as f64 / other.0 as f64 }
    }

    /// The length without its sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// The count of 1/65 536 pt.
    pub fn raw(self) -> i64 {
        self.0
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, n: i64) -> Self {
        Self(self.0 * n)
    }
}
impl Div<i64> for Length {
    type Output = Self;
    fn div(self, n: i64) -> Self {
        Self(self.0 / n)
    }
}
impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Points to three places, without trailing zeros: `16.5pt`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.to_pt());
        let text = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{}pt", if text == "-0" { "0" } else { text })
    }
}

impl FromStr for Length {
    type Err = String;

    /// Reads `12pt`, `3.5mm`, `2cm`, `1in`, or a size by its Chinese name (`五号`).
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(size) = named_size(text.trim()) {
            return Ok(size);
        }
        let (number, unit) = split_unit(text);
        let value: f64 = number.parse().map_err(|_| bad_length(text))?;
        match unit {
            "pt" => Ok(Self::pt(value)),
            "mm" => Ok(Self::mm(value)),
            "cm" => Ok(Self::mm(value * 10.0)),
            "in" => Ok(Self::pt(value * 72.0)),
            "" if value == 0.0 => Ok(Self::ZERO),
            _ => Err(bad_length(text)),
        }
        .and_then(|length| if value.is_finite() && value.abs() < 1e6 { Ok(length) } else { Err(bad_length(text)) })
    }
}

fn bad_length(text: &str) -> String {
    format!("`{text}` is not a length; write a number with pt, mm, cm or in, or a size such as 五号")
}

fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}

/// The type sizes of Chinese printing, in points as word processors give them.
fn named_size(name: &str) -> Option<Length> {
    const SIZES: [(&str, f64); 15] = [
        ("初号", 42.0),
        ("小初", 36.0),
        ("一号", 26.0),
        ("小一", 24.0),
        ("二号", 22.0),
        ("小二", 18.0),
        ("三号", 16.0),
        ("小三", 15.0),
        ("四号", 14.0),
        ("小四", 12.0),
        ("五号", 10.5),
        ("小五", 9.0),
        ("六号", 7.5),
        ("小六", 6.5),
        ("七号", 5.5),
    ];
    SIZES.iter().find(|(known, _)| *known == name).map(|(_, pt)| Length::pt(*pt))
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
impl JsonSchema for Length {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Length".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "a number with pt, mm, cm or in, or a named Chinese type size" })
    }
}

/// A length in units of a type size: 2 em at 10.5 pt are 21 pt.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Em(pub f64);

impl Em {
    /// No width.
    pub const ZERO: Self = Self(0.0);

    /// The length this is at a type size.
    ///
    /// ```
    /// use keben::unit::{Em, Length};
    /// assert_eq!(Em(2.0).at(Length::pt(10.5)), Length::pt(21.0));
    /// ```
    pub fn at(self, size: Length) -> Length {
        size.scale(self.0)
    }
}

/// A place, measured from the upper left corner of what holds it; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Length,
    /// Distance from the upper edge.
    pub y: Length,
}

impl Point {
    /// The upper left corner itself.
    pub const ORIGIN: Self = Self { x: Length::ZERO, y: Length::ZERO };

    /// A point from its two distances.
    pub fn new(x: Length, y: Length) -> Self {
        Self { x, y }
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Extent from left to right.
    pub width: Length,
    /// Extent from top to bottom.
    pub height: Length,
}

impl Size {
    /// A size from its two extents.
    pub fn new(width: Length, height: Length) -> Self {
        Self { width, height }
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Its upper left corner.
    pub at: Point,
    /// Its extent.
    pub size: Size,
}

impl Rect {
    /// A rectangle from its corner and extent.
    pub fn new(at: Point, size: Size) -> Self {
        Self { at, size }
    }
    /// The x of the right edge.
    pub fn right(self) -> Length {
        self.at.x + self.size.width
    }
    /// The y of the lower edge.
    pub fn bottom(self) -> Length {
        self.at.y + self.size.height
    }
}
