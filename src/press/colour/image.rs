//! Image XObjects (ISO 32000-1 §8.9.5) → the same pictures in other inks.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::press::canvas::value;
use crate::press::colour::ink::Ink;
use crate::press::colour::space::{Space, last_filter, space_of, stencil};

/// Pictures with more pixels stay as they are: a sheet of 70 × 100 cm in 150 dpi has 24 million, and each costs seven bytes here.
const PIXELS: usize = 40_000_000;

/// What gray JPEGs are packed with again: no eye sees the difference on paper.
const QUALITY: u8 = 90;

/// The picture `stream` in `ink`; `None` if it may stay.
///
/// # Errors
/// Says what it is that cannot be converted.
pub(crate) fn convert(document: &Document, stream: &Stream, ink: Ink<'_>) -> Result<Option<Stream>, String> {
    let dict = &stream.dict;
    if stencil(document, dict) {
        return Ok(None);
    }
    let filter = last_filter(document, dict).unwrap_or_default();
    if filter == b"JPXDecode" {
        return Err("a JPEG 2000 picture".to_owned());
    }
    let Some(space) = space_of(document, dict) else { return Ok(None) };
    if !ink.takes(&space) {
        return ink.cannot(&space).map_or(Ok(None), |what| Err(format!("a picture with {what}")));
    }
    if let Space::Gray { .. } = space {
        let mut stream = stream.clone();
        stream.dict.set("ColorSpace", "DeviceGray");
        return Ok(Some(stream));
    }
    if let Space::Indexed { base, palette } = &space {
        return Ok(Some(repalette(stream, base, palette, ink)));
    }
    if matches!(value(document, dict, b"Mask"), Some(Object::Array(_))) {
        return Err("a picture with a transparent colour".to_owned());
    }
    if let Some(Object::Stream(mask)) = value(document, dict, b"SMask")
        && mask.dict.has(b"Matte")
    {
        return Err("a picture blended with a matte".to_owned());
    }
    let size = Size::of(document, dict).ok_or("a picture without a size")?;
    if size.pixels() > PIXELS {
        return Err(format!("a picture of {} × {} pixels", size.width, size.height));
    }
    let maps = maps(document, dict, space.components());
    let jpeg = filter == b"DCTDecode";
    let samples = match jpeg {
        true if matches!(ink, Ink::Gray) && maps.is_none() && matches!(space, Space::Rgb { .. }) => {
            unpack_jpeg(document, stream, &space, &size, true)?
        }
        true => unpack_jpeg(document, stream, &space, &size, false)?,
        false => unpack(document, stream, &space, &size)?,
    };
    let samples = match samples {
        Samples::Gray(gray) => Samples::Gray(gray),
        Samples::Own(mut own) => {
            if let Some(maps) = maps {
                for pixel in own.chunks_exact_mut(maps.len()) {
                    pixel.iter_mut().zip(&maps).for_each(|(sample, map)| *sample = map[usize::from(*sample)]);
                }
            }
            inked(ink, &space, own)
        }
    };
    Ok(Some(packed(dict, &size, samples, jpeg)))
}

/// Samples, a byte each.
enum Samples {
    Gray(Vec<u8>),
    /// In the picture's own space, or in four inks.
    Own(Vec<u8>),
}

/// Samples in `ink`; a picture that holds nothing but grays is printed with black alone, as drawings are.
fn inked(ink: Ink<'_>, space: &Space, own: Vec<u8>) -> Samples {
    let neutral = |[r, g, b]: &[u8; 3]| r == g && g == b;
    match ink {
        _ if matches!(space, Space::Gray { .. }) => Samples::Gray(own),
        Ink::Gray => Samples::Gray(ink.samples(space, &own)),
        Ink::Cmyk(_) if own.as_chunks::<3>().0.iter().all(neutral) => {
            Samples::Gray(own.iter().step_by(3).copied().collect())
        }
        Ink::Cmyk(_) => Samples::Own(ink.samples(space, &own)),
    }
}

struct Size {
    width: usize,
    height: usize,
    bits: usize,
}

impl Size {
    fn of(document: &Document, dict: &Dictionary) -> Option<Self> {
        let number = |key: &[u8]| usize::try_from(value(document, dict, key)?.as_i64().ok()?).ok();
        let [width, height] = [number(b"Width")?, number(b"Height")?];
        let bits = number(b"BitsPerComponent").unwrap_or(8);
        let known = width > 0 && height > 0 && matches!(bits, 1 | 2 | 4 | 8 | 16);
        known.then_some(Self { width, height, bits })
    }

    fn pixels(&self) -> usize {
        self.width.saturating_mul(self.height)
    }
}

/// A picture with a palette: only the palette changes.
fn repalette(stream: &Stream, base: &Space, palette: &[u8], ink: Ink<'_>) -> Stream {
    let colours = palette.len() / base.components().max(1);
    let (space, table) = match inked(ink, base, palette[..colours * base.components()].to_vec()) {
        Samples::Gray(table) => ("DeviceGray", table),
        Samples::Own(table) => (ink.space(), table),
    };
    let mut stream = stream.clone();
    let last = colours.saturating_sub(1) as i64;
    let table = Object::String(table, StringFormat::Hexadecimal);
    stream.dict.set("ColorSpace", vec!["Indexed".into(), space.into(), last.into(), table]);
    stream
}

/// What a `Decode` array makes of samples, a map for each component; `None` if it changes nothing.
fn maps(document: &Document, dict: &Dictionary, components: usize) -> Option<Vec<[u8; 256]>> {
    let array = value(document, dict, b"Decode")?.as_array().ok()?;
    let ends: Vec<f64> = array.iter().filter_map(|end| end.as_float().ok()).map(f64::from).collect();
    let (ends, _) = ends.as_chunks::<2>();
    if ends.len() != components || ends.iter().all(|ends| *ends == [0.0, 1.0]) {
        return None;
    }
    let map = |&[low, high]: &[f64; 2]| {
        let at = |sample: usize| (low + (high - low) * sample as f64 / 255.0).clamp(0.0, 1.0) * 255.0;
        std::array::from_fn(|sample| at(sample).round() as u8)
    };
    Some(ends.iter().map(map).collect())
}

/// Samples of a picture that is no JPEG, in eight bits.
fn unpack(document: &Document, stream: &Stream, space: &Space, size: &Size) -> Result<Samples, String> {
    let across = size.width * space.components();
    let row = (across * size.bits).div_ceil(8);
    let whole = row * size.height;
    // Some bytes more are often there, and do no harm.
    let held = plain(document, stream, whole + 4096).ok_or_else(|| unreadable(document, stream))?;
    let mut held = held;
    held.resize(whole, 0);
    if size.bits == 8 {
        return Ok(Samples::Own(held));
    }
    let mut samples = Vec::with_capacity(across * size.height);
    for row in held.chunks_exact(row) {
        match size.bits {
            16 => samples.extend(row.iter().step_by(2)),
            bits => {
                let top = (1_u16 << bits) - 1;
                samples.extend((0..across).map(|index| {
                    let at = index * bits;
                    let sample = u16::from(row[at / 8]) >> (8 - bits - at % 8) & top;
                    (sample * 255 / top) as u8
                }));
            }
        }
    }
    Ok(Samples::Own(samples))
}

/// What the filters before a picture's own, or all of them, give.
fn plain(document: &Document, stream: &Stream, limit: usize) -> Option<Vec<u8>> {
    // The parameters may lie elsewhere, where the decoder does not look.
    let mut stream = stream.clone();
    for key in ["Filter", "DecodeParms"] {
        if let Some(held) = value(document, &stream.dict, key.as_bytes()) {
            let own = |object: &Object| document.dereference(object).map_or(Object::Null, |(_, own)| own.clone());
            let held = match held {
                Object::Array(parts) => parts.iter().map(own).collect::<Vec<_>>().into(),
                one => one.clone(),
            };
            stream.dict.set(key, held);
        }
    }
    stream.get_plain_content_with_limit(limit).ok()
}

fn unreadable(document: &Document, stream: &Stream) -> String {
    let filter = last_filter(document, &stream.dict).unwrap_or_default();
    format!("a picture packed with {}", String::from_utf8_lossy(filter))
}

/// Samples of a JPEG, as the file has them (ISO 32000-1 §7.4.8): `Decode` says what they mean, also where Adobe's inks are upside down.
fn unpack_jpeg(
    document: &Document,
    stream: &Stream,
    space: &Space,
    size: &Size,
    gray: bool,
) -> Result<Samples, String> {
    let mut outer = stream.clone();
    if let Ok(Object::Array(mut filters)) = stream.dict.get(b"Filter").cloned() {
        filters.pop();
        outer.dict.set("Filter", filters);
    } else {
        outer.dict.remove(b"Filter");
    }
    let broken = || "a damaged JPEG picture".to_owned();
    let file = plain(document, &outer, stream.content.len().max(PIXELS)).ok_or_else(broken)?;
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(PIXELS).set_max_height(PIXELS);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file.as_slice()), options);
    decoder.decode_headers().map_err(|_| broken())?;
    let has = decoder.input_colorspace().ok_or_else(broken)?;
    if decoder.dimensions() != Some((size.width, size.height)) {
        return Err("a JPEG picture of another size than the page says".to_owned());
    }
    let wanted = match (has, space.components()) {
        // The luminance of Y'CbCr is its first component: nothing to work out.
        (ColorSpace::YCbCr, 3) if gray => ColorSpace::Luma,
        (ColorSpace::YCbCr | ColorSpace::RGB, 3) => ColorSpace::RGB,
        (ColorSpace::CMYK | ColorSpace::YCCK, 4) => has,
        _ => return Err("a JPEG picture of other channels than the page says".to_owned()),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let mut samples = decoder.decode().map_err(|_| broken())?;
    if has == ColorSpace::YCCK {
        samples.as_chunks_mut::<4>().0.iter_mut().for_each(ycc_to_cmy);
    }
    if samples.len() != size.pixels() * wanted.num_components() {
        return Err(broken());
    }
    Ok(if wanted == ColorSpace::Luma { Samples::Gray(samples) } else { Samples::Own(samples) })
}

/// YCCK → CMYK: RGB of the first three (ITU-R T.871), turned over; black as it is.
fn ycc_to_cmy(pixel: &mut [u8; 4]) {
    let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(i32::from);
    let [cb, cr] = [cb - 128, cr - 128];
    // In 65536ths, rounded.
    let rgb = [91_881 * cr, -22_554 * cb - 46_802 * cr, 116_130 * cb];
    for (sample, part) in pixel.iter_mut().zip(rgb) {
        *sample = 255 - (y + ((part + 32_768) >> 16)).clamp(0, 255) as u8;
    }
}

/// A picture of eight bits. Grays that came as JPEG leave as JPEG; inks are packed without loss.
fn packed(dict: &Dictionary, size: &Size, samples: Samples, jpeg: bool) -> Stream {
    let (space, components, samples) = match samples {
        Samples::Gray(samples) => ("DeviceGray", 1, samples),
        Samples::Own(samples) => ("DeviceCMYK", 4, samples),
    };
    let mut dict = dict.clone();
    for key in ["Decode", "DecodeParms", "Filter", "Alternates"] {
        dict.remove(key.as_bytes());
    }
    dict.set("ColorSpace", space);
    dict.set("BitsPerComponent", 8);
    let mut file = Vec::new();
    let sides = u32::try_from(size.width).ok().zip(u32::try_from(size.height).ok());
    if let (true, 1, Some((width, height))) = (jpeg, components, sides)
        && JpegEncoder::new_with_quality(&mut file, QUALITY)
            .encode(&samples, width, height, ExtendedColorType::L8)
            .is_ok()
    {
        dict.set("Filter", "DCTDecode");
        return Stream::new(dict, file);
    }
    let mut stream = Stream::new(dict, predicted(&samples, size.width * components, components));
    // What does not pack stays plain; the predictor is undone only by the filter.
    let packs = stream.compress().is_ok() && stream.dict.has(b"Filter");
    if packs {
        let mut parameters = Dictionary::new();
        parameters.set("Predictor", 15);
        parameters.set("Colors", components as i64);
        parameters.set("BitsPerComponent", 8);
        parameters.set("Columns", size.width as i64);
        stream.dict.set("DecodeParms", parameters);
    } else {
        stream.set_content(samples);
    }
    stream
}

/// Samples as differences from their neighbours (PNG's Paeth filter, RFC 2083 §6.6), which pack to half.
fn predicted(samples: &[u8], row: usize, components: usize) -> Vec<u8> {
    const PAETH: u8 = 4;
    let mut found = Vec::with_capacity(samples.len() + samples.len() / row.max(1));
    let mut above: &[u8] = &vec![0; row];
    for samples in samples.chunks_exact(row) {
        found.push(PAETH);
        for (index, &sample) in samples.iter().enumerate() {
            let [left, corner] =
                if index < components { [0, 0] } else { [samples[index - components], above[index - components]] };
            let up = above[index];
            let [a, b, c] = [left, up, corner].map(i16::from);
            let [from_left, from_up, from_corner] = [(b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs()];
            let nearest = if from_left <= from_up && from_left <= from_corner {
                left
            } else if from_up <= from_corner {
                up
            } else {
                corner
            };
            found.push(sample.wrapping_sub(nearest));
        }
        above = samples;
    }
    found
}
