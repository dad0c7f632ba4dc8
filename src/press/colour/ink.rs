//! What colours become: shares of black, or of four inks.

use crate::press::colour::space::Space;
use crate::press::separation::Separation;

/// The inks that colours are turned into.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ink<'a> {
    /// Black alone.
    Gray,
    /// Four inks, for what is RGB.
    Cmyk(&'a Separation),
}

/// A colour in a device's space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Colour {
    Gray(f64),
    Cmyk([f64; 4]),
}

impl Ink<'_> {
    /// Whether colours of `space` are to be converted, and can be.
    pub(crate) fn takes(self, space: &Space) -> bool {
        match (space, self) {
            (Space::Gray { device: false } | Space::Rgb { .. }, _) | (Space::Cmyk { .. }, Self::Gray) => true,
            (Space::Indexed { base, .. }, _) => self.takes(base),
            (Space::Gray { .. } | Space::Cmyk { .. } | Space::Pattern(_) | Space::Spot | Space::Other, _) => false,
        }
    }

    /// What colours of `space` are, if they ought to be converted and cannot be.
    pub(crate) fn cannot(self, space: &Space) -> Option<&'static str> {
        match (space, self) {
            (Space::Spot, Self::Gray) => Some("spot colours"),
            (Space::Other, _) => Some("colours of a space that is not converted"),
            (Space::Pattern(Some(base)), _) if self.takes(base) => Some("uncoloured patterns"),
            (Space::Indexed { base, .. } | Space::Pattern(Some(base)), _) => self.cannot(base),
            _ => None,
        }
    }

    /// The space that converted colours are in.
    pub(crate) fn space(self) -> &'static str {
        match self {
            Self::Gray => "DeviceGray",
            Self::Cmyk(_) => "DeviceCMYK",
        }
    }

    /// A colour of `space`, which this [takes](Self::takes), from its numbers. Neutral RGB is black alone.
    pub(crate) fn colour(self, space: &Space, numbers: &[f64]) -> Option<Colour> {
        match (space, self) {
            (Space::Gray { .. }, Self::Gray) => Some(Colour::Gray(*numbers.first()?)),
            (Space::Gray { .. }, Self::Cmyk(_)) => Some(Colour::Cmyk([0.0, 0.0, 0.0, 1.0 - numbers.first()?])),
            (Space::Rgb { .. }, Self::Gray) => Some(Colour::Gray(luma(numbers.try_into().ok()?))),
            (Space::Rgb { .. }, Self::Cmyk(separation)) => {
                let rgb: [f64; 3] = numbers.try_into().ok()?;
                let bytes = rgb.map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8);
                if bytes[0] == bytes[1] && bytes[1] == bytes[2] {
                    return Some(Colour::Cmyk([0.0, 0.0, 0.0, 1.0 - rgb[0].clamp(0.0, 1.0)]));
                }
                Some(Colour::Cmyk(separation.inks(bytes).map(|ink| f64::from(ink) / 65535.0)))
            }
            (Space::Cmyk { .. }, Self::Gray) => Some(Colour::Gray(gray(numbers.try_into().ok()?))),
            (Space::Indexed { base, palette }, _) => {
                let parts = base.components();
                let entry = numbers.first()?.clamp(0.0, 255.0) as usize * parts;
                let bytes = palette.get(entry..entry + parts)?;
                let numbers: Vec<f64> = bytes.iter().map(|&byte| f64::from(byte) / 255.0).collect();
                self.colour(base, &numbers)
            }
            _ => None,
        }
    }

    /// Samples of a `space` that this takes, a byte each, as samples of [`space`](Self::space).
    pub(crate) fn samples(self, space: &Space, samples: &[u8]) -> Vec<u8> {
        let shares = |of: &[u8]| -> Vec<f64> { of.iter().map(|&byte| f64::from(byte) / 255.0).collect() };
        let byte = |share: f64| (share * 255.0).round() as u8;
        let mut found = Vec::with_capacity(samples.len() / 3 * 4);
        match (space, self) {
            (Space::Rgb { .. }, Self::Cmyk(separation)) => {
                let (pixels, _) = samples.as_chunks::<3>();
                for pixel in pixels {
                    found.extend(separation.inks(*pixel).map(|ink| ((u32::from(ink) * 255 + 32767) / 65535) as u8));
                }
            }
            (Space::Rgb { .. }, Self::Gray) => {
                let (pixels, _) = samples.as_chunks::<3>();
                found.extend(
                    pixels.iter().map(|&[r, g, b]| {
                        ((u32::from(r) * 30 + u32::from(g) * 59 + u32::from(b) * 11 + 50) / 100) as u8
                    }),
                );
            }
            _ => {
                for pixel in samples.chunks_exact(space.components().max(1)) {
                    match self.colour(space, &shares(pixel)) {
                        Some(Colour::Gray(gray)) => found.push(byte(gray)),
                        Some(Colour::Cmyk(inks)) => found.extend(inks.map(byte)),
                        None => {}
                    }
                }
            }
        }
        found
    }
}

impl Colour {
    /// Its numbers.
    pub(crate) fn numbers(&self) -> &[f64] {
        match self {
            Self::Gray(gray) => std::slice::from_ref(gray),
            Self::Cmyk(inks) => inks,
        }
    }

    /// The operator that paints with it, for lines or for areas.
    pub(crate) fn operation(&self, lines: bool) -> String {
        let operator = match (self, lines) {
            (Self::Gray(_), false) => "g",
            (Self::Gray(_), true) => "G",
            (Self::Cmyk(_), false) => "k",
            (Self::Cmyk(_), true) => "K",
        };
        let mut operation = String::new();
        for number in self.numbers() {
            let written = format!("{:.4}", number.clamp(0.0, 1.0));
            operation.push_str(written.trim_end_matches('0').trim_end_matches('.'));
            operation.push(' ');
        }
        operation + operator
    }
}

/// The gray of RGB (ISO 32000-1 §10.3.2).
fn luma([red, green, blue]: [f64; 3]) -> f64 {
    (0.3 * red + 0.59 * green + 0.11 * blue).clamp(0.0, 1.0)
}

/// The gray of CMYK (ISO 32000-1 §10.3.3).
fn gray([cyan, magenta, yellow, black]: [f64; 4]) -> f64 {
    1.0 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black).clamp(0.0, 1.0)
}
