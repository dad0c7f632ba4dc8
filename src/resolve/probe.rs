//! Looks at a picture's bytes: format, size, resolution, and whether the file is whole. Decodes no pixels.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::picture::PictureFormat;

/// What a picture's bytes say.
pub(super) struct Probed {
    pub format: PictureFormat,
    pub size: (u32, u32),
    pub dpi: Option<f64>,
    /// For SVG: what in it a book must not hold.
    pub unsafe_parts: Option<&'static str>,
}

/// Why a picture cannot be used, to be said after its name.
pub(super) struct Fault {
    pub code: &'static str,
    pub what: String,
    pub help: &'static str,
}

/// More pixels than this are refused: at 600 dpi they would cover a sheet of A2.
const MAX_PIXELS: u64 = 100_000_000;

/// Finds out what a picture is.
pub(super) fn probe(bytes: &[u8]) -> Result<Probed, Fault> {
    let probed = match bytes {
        [] => return Err(broken("is an empty file")),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => png(bytes)?,
        [0xFF, 0xD8, 0xFF, ..] => jpeg(bytes)?,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        [0x1F, 0x8B, ..] => return Err(foreign("is compressed SVG", "unpack it: `gzip -d` makes an .svg of an .svgz")),
        [b'B', b'M', ..] => return Err(foreign("is a BMP", SAVE_AS)),
        [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => return Err(foreign("is a TIFF", SAVE_AS)),
        [b'%', b'P', b'D', b'F', ..] => return Err(foreign("is a PDF", SAVE_AS)),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return Err(foreign("is an AVIF or HEIC", SAVE_AS)),
        _ => svg(bytes)?,
    };
    let (width, height) = probed.size;
    if width == 0 || height == 0 {
        return Err(broken("has no width or no height"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault {
            code: "large-image",
            what: format!("has {width} × {height} pixels, more than 100 million"),
            help: "scale it down: 300 pixels an inch are enough for print",
        });
    }
    if u64::from(width) * u64::from(height) <= DECODED_PIXELS && !decodes(bytes, probed.format) {
        return Err(broken("cannot be decoded"));
    }
    Ok(probed)
}

/// Whether the pixels can be had; SVG has none, and JPEG goes into every output as it is.
fn decodes(bytes: &[u8], format: PictureFormat) -> bool {
    let format = match format {
        PictureFormat::Png => image::ImageFormat::Png,
        PictureFormat::Webp => image::ImageFormat::WebP,
        PictureFormat::Gif => image::ImageFormat::Gif,
        PictureFormat::Jpeg | PictureFormat::Svg => return true,
    };
    image::load_from_memory_with_format(bytes, format).is_ok()
}

/// Pictures of up to so many pixels are decoded once to see whether they can be.
const DECODED_PIXELS: u64 = 4_000_000;

const SAVE_AS: &str = "save it as PNG, JPEG, WebP or SVG";

fn broken(what: impl Into<String>) -> Fault {
    Fault { code: "broken-image", what: what.into(), help: "save or copy it again from where it came" }
}

fn foreign(what: &str, help: &'static str) -> Fault {
    Fault { code: "image-format", what: format!("{what}, which keben does not read"), help }
}

fn truncated() -> Fault {
    broken("ends before it is whole")
}

/// The size as the decoder understands the header.
fn header(bytes: &[u8], format: ImageFormat) -> Result<(u32, u32), Fault> {
    let size = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
    size.map_err(|error| broken(format!("cannot be decoded ({})", one_line(&error.to_string()))))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const MM_PER_INCH: f64 = 25.4;

/// Chunks to IEND (PNG 5.3); pHYs holds pixels a metre (11.3.4.3).
fn png(bytes: &[u8]) -> Result<Probed, Fault> {
    let size = header(bytes, ImageFormat::Png)?;
    let mut dpi = None;
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8).ok_or_else(truncated)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let data =
            at.checked_add(length.saturating_add(12)).and_then(|end| bytes.get(at + 8..end)).ok_or_else(truncated)?;
        match (&head[4..], data) {
            (b"IEND", _) => break,
            (b"pHYs", [a, b, c, d, _, _, _, _, 1, ..]) => {
                dpi = Some(f64::from(u32::from_be_bytes([*a, *b, *c, *d])) * MM_PER_INCH / 1000.0);
            }
            _ => {}
        }
        at += 12 + length;
    }
    Ok(Probed { format: PictureFormat::Png, size, dpi: dpi.and_then(sensible), unsafe_parts: None })
}

/// Segments to the scan (ITU-T T.81, B.1.1), then an EOI somewhere behind it; JFIF's APP0 holds the density.
fn jpeg(bytes: &[u8]) -> Result<Probed, Fault> {
    let size = header(bytes, ImageFormat::Jpeg)?;
    let mut dpi = None;
    let mut at = 2;
    loop {
        let &[0xFF, marker] = bytes.get(at..at + 2).ok_or_else(truncated)? else {
            return Err(broken("is damaged between its segments"));
        };
        // Fill bytes, and markers that stand alone.
        if marker == 0xFF || marker == 0x01 || (0xD0..=0xD7).contains(&marker) {
            at += if marker == 0xFF { 1 } else { 2 };
            continue;
        }
        let length = bytes.get(at + 2..at + 4).ok_or_else(truncated)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let data = bytes.get(at + 4..at + 2 + length.max(2)).ok_or_else(truncated)?;
        if let (0xE0, [b'J', b'F', b'I', b'F', 0, _, _, unit, a, b, ..]) = (marker, data) {
            let density = f64::from(u16::from_be_bytes([*a, *b]));
            dpi = match unit {
                1 => Some(density),
                2 => Some(density * MM_PER_INCH / 10.0),
                _ => None,
            };
        }
        at += 2 + length.max(2);
        if marker == 0xDA {
            break;
        }
    }
    if !bytes[at..].windows(2).rev().any(|pair| pair == [0xFF, 0xD9]) {
        return Err(truncated());
    }
    Ok(Probed { format: PictureFormat::Jpeg, size, dpi: dpi.and_then(sensible), unsafe_parts: None })
}

/// A resolution that somebody meant; many programs write 1 or 0.
fn sensible(dpi: f64) -> Option<f64> {
    (10.0..=10_000.0).contains(&dpi).then_some(dpi)
}

/// RIFF: the container says how long it is.
fn webp(bytes: &[u8]) -> Result<Probed, Fault> {
    let length = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    if bytes.len() < length.saturating_add(8) {
        return Err(truncated());
    }
    let size = header(bytes, ImageFormat::WebP)?;
    Ok(Probed { format: PictureFormat::Webp, size, dpi: None, unsafe_parts: None })
}

/// The logical screen (GIF89a, 18), and the trailer at the end.
fn gif(bytes: &[u8]) -> Result<Probed, Fault> {
    let &[a, b, c, d] = bytes.get(6..10).ok_or_else(truncated)? else { return Err(truncated()) };
    let end = bytes.iter().rev().find(|byte| **byte != 0);
    if end != Some(&0x3B) {
        return Err(truncated());
    }
    let size = (u32::from(u16::from_le_bytes([a, b])), u32::from(u16::from_le_bytes([c, d])));
    Ok(Probed { format: PictureFormat::Gif, size, dpi: None, unsafe_parts: None })
}

/// Well-formed XML whose root is `svg`.
fn svg(bytes: &[u8]) -> Result<Probed, Fault> {
    let unknown = || Fault { code: "image-format", what: "is no picture that keben reads".into(), help: SAVE_AS };
    let text = std::str::from_utf8(bytes).map_err(|_| unknown())?.trim_start_matches('\u{FEFF}');
    if !text.trim_start().starts_with('<') {
        return Err(unknown());
    }
    let mut reader = Reader::from_str(text);
    let mut size = None;
    let mut unsafe_parts = None;
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(format!("is no well-formed XML ({})", one_line(&error.to_string()))))?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                if size.is_none() {
                    if element.local_name().as_ref() != "svg" {
                        return Err(unknown());
                    }
                    size = Some(svg_size(element));
                }
                unsafe_parts = unsafe_parts.or_else(|| unsafe_element(element));
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) => unsafe_parts = unsafe_parts.or_else(|| unsafe_style(text)),
            Event::CData(text) => unsafe_parts = unsafe_parts.or_else(|| unsafe_style(text)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::GeneralRef(_) => {}
        }
    }
    if depth > 0 {
        return Err(truncated());
    }
    Ok(Probed { format: PictureFormat::Svg, size: size.ok_or_else(unknown)?, dpi: None, unsafe_parts })
}

/// `width` and `height`, what is missing from `viewBox`, else 300 by 150 (CSS Images 3, 5.1: the default object size).
fn svg_size(root: &BytesStart<'_>) -> (u32, u32) {
    let attribute = |name: &str| {
        let found = root.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
        Some(found.value.into_owned())
    };
    let width = attribute("width").and_then(|text| css_pixels(&text));
    let height = attribute("height").and_then(|text| css_pixels(&text));
    let view: Vec<f64> = attribute("viewBox")
        .unwrap_or_default()
        .split([' ', ',', '\t', '\n', '\r'])
        .filter_map(|number| number.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .collect();
    let view = match view[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    };
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(view)) => view,
        (width, height, None) => (width.unwrap_or(300.0), height.unwrap_or(150.0)),
    };
    // A picture that is drawn has at least a pixel, however thin its line.
    let whole = |length: f64| if length > 0.0 { (length.round() as u32).max(1) } else { 0 };
    (whole(width), whole(height))
}

/// A length in CSS pixels; `None` for one that depends on where the picture stands.
fn css_pixels(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E') || c == '%').unwrap_or(text.len());
    let (number, unit) = match text[..end].parse::<f64>() {
        Ok(number) => (number, &text[end..]),
        // The `e` of `em` and `ex` was taken for an exponent.
        Err(_) => return None,
    };
    let pixels = match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / MM_PER_INCH,
        "cm" => 960.0 / MM_PER_INCH,
        "in" => 96.0,
        _ => return None,
    };
    Some(number * pixels).filter(|length| length.is_finite() && *length >= 0.0)
}

fn unsafe_element(element: &BytesStart<'_>) -> Option<&'static str> {
    if element.local_name().as_ref() == "script" {
        return Some("a script");
    }
    for attribute in element.attributes().flatten() {
        let value = attribute.value.trim();
        let name = attribute.key.local_name();
        let name = name.as_ref();
        if name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Some("a script");
        }
        let link = element.local_name().as_ref() == "a";
        if name == "href" && !link && !value.is_empty() && !value.starts_with('#') && !value.starts_with("data:") {
            return Some("a reference to another file");
        }
        if name == "href" && value.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:")) {
            return Some("a script");
        }
        // Names of namespaces are addresses, but nobody goes there.
        if !attribute.key.as_ref().starts_with("xmlns")
            && let Some(parts) = unsafe_style(value)
        {
            return Some(parts);
        }
    }
    None
}

/// Whether style text fetches something: `@import`, or `url()` of anything but a part of the picture.
fn unsafe_style(text: &str) -> Option<&'static str> {
    let fetches = text.match_indices("url(").any(|(at, found)| {
        let target = text[at + found.len()..].trim_start_matches([' ', '"', '\'']);
        !target.starts_with('#') && !target.starts_with("data:") && !target.starts_with('&')
    });
    (fetches || text.contains("@import")).then_some("a reference to another file")
}
