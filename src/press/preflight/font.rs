//! What a font of a PDF is, as far as its text has to be found and judged: widths, and whether it is in the file.

use lopdf::{Dictionary, Document, Object};

use super::object::{deref, dictionary, name, number, numbers, readable, value};

/// A font as a page uses it.
#[derive(Debug)]
pub(super) struct Font {
    /// Its name, without the mark of a subset.
    pub name: String,
    /// Whether its glyphs are in the file.
    pub embedded: bool,
    /// Two bytes a character, not one.
    pub wide: bool,
    /// Text runs downwards.
    pub vertical: bool,
    /// Codes are the numbers of glyphs as they stand, so that 0 is the sign for "no glyph" (ISO 32000-1 §9.7.4.2).
    pub identity: bool,
    /// How high its type is at size 1: 1, but for Type 3.
    pub unit: f64,
    /// Widths of codes from the first to the last, by first; in thousandths of the size.
    widths: Vec<(u32, u32, Vec<f32>)>,
    /// The width of all others.
    usual: f32,
}

impl Font {
    pub fn read(document: &Document, font: &Dictionary) -> Self {
        match name(document, value(document, font, b"Subtype")) {
            b"Type0" => Self::composite(document, font),
            b"Type3" => Self::drawn(document, font),
            _ => Self::simple(document, font),
        }
    }

    fn composite(document: &Document, font: &Dictionary) -> Self {
        let descendants = value(document, font, b"DescendantFonts").as_array();
        let descendant = descendants.ok().and_then(|fonts| deref(document, fonts.first()?).as_dict().ok());
        let encoding = name(document, value(document, font, b"Encoding"));
        let maps = descendant.is_some_and(|font| value(document, font, b"CIDToGIDMap").as_stream().is_ok());
        let usual = descendant.and_then(|font| number(document, value(document, font, b"DW")));
        Self {
            name: base_name(document, font),
            embedded: descendant.is_some_and(|font| has_file(document, font)),
            wide: true,
            vertical: encoding.ends_with(b"V"),
            identity: encoding.starts_with(b"Identity") && !maps,
            unit: 1.0,
            widths: descendant.map(|font| composite_widths(document, font)).unwrap_or_default(),
            usual: usual.unwrap_or(1000.0) as f32,
        }
    }

    fn simple(document: &Document, font: &Dictionary) -> Self {
        let missing = dictionary(document, font, b"FontDescriptor")
            .and_then(|descriptor| number(document, value(document, descriptor, b"MissingWidth")));
        let widths = simple_widths(document, font);
        // Without widths it is one of the fourteen that every reader has; half its size is what a letter takes.
        let usual = missing.unwrap_or(if widths.is_empty() { 500.0 } else { 0.0 }) as f32;
        Self {
            name: base_name(document, font),
            embedded: has_file(document, font),
            wide: false,
            vertical: false,
            identity: false,
            unit: 1.0,
            widths,
            usual,
        }
    }

    /// A font of drawings has them in itself, and units of its own (§9.6.5): its type is as high as its drawings may be.
    fn drawn(document: &Document, font: &Dictionary) -> Self {
        let list = |key: &[u8]| value(document, font, key).as_array().map(|list| numbers(document, list));
        let (across, up) = match list(b"FontMatrix").as_deref() {
            Ok(&[a, _, _, d, ..]) => (a.abs(), d.abs()),
            _ => (0.001, 0.001),
        };
        let high = match list(b"FontBBox").as_deref() {
            Ok(&[_, low, _, high]) if low != high => (high - low).abs() * up,
            _ => 1.0,
        };
        let mut widths = simple_widths(document, font);
        widths.iter_mut().flat_map(|(.., widths)| widths).for_each(|width| *width *= (across * 1000.0) as f32);
        Self { embedded: true, unit: high, widths, usual: 0.0, ..Self::simple(document, font) }
    }

    /// The width of a character, in shares of the size.
    pub fn width(&self, code: u32) -> f64 {
        let at = self.widths.partition_point(|(first, ..)| *first <= code);
        let known = at.checked_sub(1).map(|at| &self.widths[at]).filter(|(_, last, _)| code <= *last);
        // One width stands for all characters of its range.
        let width = known.and_then(|(first, _, widths)| widths.get((code - first) as usize).or(widths.first()));
        f64::from(*width.unwrap_or(&self.usual)) / 1000.0
    }
}

/// `ABCDEF+` before a name tells that the font is a subset (§9.6.4).
fn base_name(document: &Document, font: &Dictionary) -> String {
    let full = readable(name(document, value(document, font, b"BaseFont")));
    match full.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 && mark.bytes().all(|b| b.is_ascii_uppercase()) => rest.to_owned(),
        _ if full.is_empty() => "without a name".to_owned(),
        _ => full,
    }
}

fn has_file(document: &Document, font: &Dictionary) -> bool {
    let descriptor = dictionary(document, font, b"FontDescriptor");
    let files = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
    descriptor.is_some_and(|descriptor| files.iter().any(|key| value(document, descriptor, key).as_stream().is_ok()))
}

fn simple_widths(document: &Document, font: &Dictionary) -> Vec<(u32, u32, Vec<f32>)> {
    let first = number(document, value(document, font, b"FirstChar")).unwrap_or(0.0).clamp(0.0, 255.0) as u32;
    let Ok(widths) = value(document, font, b"Widths").as_array() else { return Vec::new() };
    let widths = list(document, widths.get(..256).unwrap_or(widths));
    vec![(first, first + widths.len() as u32, widths)].into_iter().filter(|(.., widths)| !widths.is_empty()).collect()
}

/// `W` of a CIDFont: `c [w1 w2 …]` or `first last w`, over and over (§9.7.4.3).
fn composite_widths(document: &Document, font: &Dictionary) -> Vec<(u32, u32, Vec<f32>)> {
    let Ok(mut rest) = value(document, font, b"W").as_array().map(Vec::as_slice) else { return Vec::new() };
    let mut widths = Vec::new();
    let code = |object: &Object| number(document, object).map(|code| code.clamp(0.0, 65_535.0) as u32);
    while let [first, second, more @ ..] = rest {
        let Some(first) = code(first) else { break };
        match (deref(document, second), more) {
            (Object::Array(list_of), _) => {
                let list = list(document, list_of.get(..65_536).unwrap_or(list_of));
                if let Some(last) = (list.len() as u32).checked_sub(1) {
                    widths.push((first, first + last, list));
                }
                rest = more;
            }
            (second, [width, more @ ..]) => {
                let (Some(last), Some(width)) = (code(second), number(document, width)) else { break };
                widths.push((first, last, vec![width as f32]));
                rest = more;
            }
            _ => break,
        }
    }
    widths.sort_by_key(|(first, ..)| *first);
    widths
}

fn list(document: &Document, objects: &[Object]) -> Vec<f32> {
    objects.iter().map(|object| number(document, object).unwrap_or_default() as f32).collect()
}
