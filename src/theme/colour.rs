//! Colours by what they are for, and the ink they become on screen and in print.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// A colour as a theme names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Colour {
    /// Nothing is drawn; the paper shows.
    None,
    /// The text's colour.
    Text,
    /// The paper's.
    Paper,
    /// The theme's one accent.
    Accent,
    /// A share of black, 0 to 1: `60%`.
    Grey(f64),
    /// Red, green, blue: `#8C1C13`; and where a press is to mix it in a way of its own, the inks in percent:
    /// `#E60012 C0 M80 Y80 K0`.
    Rgb([u8; 3], Option<[u8; 4]>),
}

/// The two colours a theme sets.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Colours {
    /// Running text.
    pub text: Colour,
    /// The accent; used three times a page at most.
    pub accent: Colour,
}

/// What is put on the page: a colour for the screen, and a share of black for files that print in black only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// On the screen.
    pub rgb: [u8; 3],
    /// In print, 0 (paper) to 1 (black).
    pub k: f64,
    /// Cyan, magenta, yellow and black in percent, where a theme gives them; else the press's profile does.
    pub cmyk: Option<[u8; 4]>,
}

impl Ink {
    /// Solid black.
    pub const BLACK: Self = Self { rgb: [0, 0, 0], k: 1.0, cmyk: None };
    /// The paper's white.
    pub const PAPER: Self = Self { rgb: [255; 3], k: 0.0, cmyk: None };

    /// A colour of the screen; in print, as dark as it looks.
    pub fn screen(rgb: [u8; 3]) -> Self {
        let [r, g, b] = rgb.map(f64::from);
        Self { rgb, k: 1.0 - (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255.0, cmyk: None }
    }
}

impl Colours {
    /// The ink of a colour. An accent prints as solid black: a grey hairline or numeral breaks into dots.
    pub fn ink(&self, colour: Colour) -> Ink {
        match colour {
            Colour::None | Colour::Paper => Ink::PAPER,
            Colour::Text if self.text == Colour::Text => Ink::BLACK,
            Colour::Text => self.ink(self.text),
            Colour::Accent if self.accent == Colour::Accent => Ink::BLACK,
            Colour::Accent => Ink { k: 1.0, ..self.ink(self.accent) },
            Colour::Grey(k) => Ink { rgb: [(255.0 * (1.0 - k)).round() as u8; 3], k, cmyk: None },
            Colour::Rgb(rgb, cmyk) => Ink { cmyk, ..Ink::screen(rgb) },
        }
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || {
            format!(
                "`{text}` is not a colour; write none, text, paper, accent, a grey such as 60%, #8C1C13, or with its inks #E60012 C0 M80 Y80 K0"
            )
        };
        if let Some(percent) = text.strip_suffix('%') {
            return match percent.trim().parse::<f64>() {
                Ok(value) if (0.0..=100.0).contains(&value) => Ok(Self::Grey(value / 100.0)),
                _ => Err(bad()),
            };
        }
        if let Some(words) = text.strip_prefix('#') {
            let mut words = words.split_whitespace();
            let hex = words.next().filter(|hex| hex.len() == 6).ok_or_else(bad)?;
            let value = u32::from_str_radix(hex, 16).map_err(|_| bad())?;
            let rgb = [(value >> 16) as u8, (value >> 8) as u8, value as u8];
            return Ok(Self::Rgb(rgb, inks(words).map_err(|()| bad())?));
        }
        match text {
            "none" => Ok(Self::None),
            "text" => Ok(Self::Text),
            "paper" => Ok(Self::Paper),
            "accent" => Ok(Self::Accent),
            "black" => Ok(Self::Grey(1.0)),
            _ => Err(bad()),
        }
    }
}

/// The four inks of a press, each by its letter and in percent; nothing where none is named.
fn inks<'w>(mut words: impl Iterator<Item = &'w str>) -> Result<Option<[u8; 4]>, ()> {
    let mut inks = [0; 4];
    for (at, letter) in ['C', 'M', 'Y', 'K'].into_iter().enumerate() {
        match words.next() {
            None if at == 0 => return Ok(None),
            word => {
                let percent = word.and_then(|word| word.strip_prefix(letter)).and_then(|word| word.parse().ok());
                inks[at] = percent.filter(|percent| *percent <= 100).ok_or(())?;
            }
        }
    }
    if words.next().is_none() { Ok(Some(inks)) } else { Err(()) }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Text => f.write_str("text"),
            Self::Paper => f.write_str("paper"),
            Self::Accent => f.write_str("accent"),
            Self::Grey(k) => write!(f, "{}%", k * 100.0),
            Self::Rgb([r, g, b], None) => write!(f, "#{r:02X}{g:02X}{b:02X}"),
            Self::Rgb([r, g, b], Some([c, m, y, k])) => write!(f, "#{r:02X}{g:02X}{b:02X} C{c} M{m} Y{y} K{k}"),
        }
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
