//! What a picture of a PDF is: its pixels, its colours, and the heaviest ink in it.

use lopdf::{Dictionary, Document, Object, Stream};

use super::colour::{Kind, Space};
use super::object::{name, number, value};

/// A picture as a page shows it.
#[derive(Debug)]
pub(super) struct Image {
    /// Pixels from left to right.
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
    /// Black or white, or a stencil: drawings and letters, which want more pixels than halftones.
    pub line_art: bool,
    /// Painted in the colour of the moment through its pixels.
    pub stencil: bool,
    pub space: Space,
    /// Lets what is under it shine through.
    pub transparent: bool,
    /// Whether the file holds its pixels whole.
    pub sound: bool,
    pub ink: Measure,
}

/// How much ink a picture lays down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// It is not in four colours, so nobody can say yet.
    Unasked,
    /// All but its two hundredth heaviest pixels have no more, in percent.
    Percent(f64),
    /// It is in four colours, but packed in a way that is not read here.
    Unread,
}

/// Of so many pixels a picture's ink is a fair measure.
const SAMPLES: usize = 100_000;

/// What is left of the pixels that may be unpacked for their ink, for a whole file.
pub(super) const UNPACKED: usize = 3 << 30;

impl Image {
    /// Reads the picture; `left` is how many bytes may still be unpacked to measure inks.
    pub fn read(document: &Document, stream: &Stream, resources: Option<&Dictionary>, left: &mut usize) -> Self {
        let entry = |long: &[u8], short: &[u8]| match value(document, &stream.dict, long) {
            Object::Null => value(document, &stream.dict, short),
            object => object,
        };
        let pixels = |long: &[u8], short: &[u8]| number(document, entry(long, short)).unwrap_or(0.0).max(0.0);
        let (width, height) = (pixels(b"Width", b"W"), pixels(b"Height", b"H"));
        let stencil = entry(b"ImageMask", b"IM").as_bool().unwrap_or(false);
        let bits = if stencil { 1.0 } else { pixels(b"BitsPerComponent", b"BPC") };
        let last = filters(document, stream).pop().unwrap_or_default();
        let space = match entry(b"ColorSpace", b"CS") {
            Object::Null => Space::Plain(Kind::Other),
            space => Space::read(document, space, resources),
        };
        let mask = value(document, &stream.dict, b"SMask").as_stream().is_ok();
        let mut image = Self {
            width,
            height,
            line_art: bits == 1.0 || matches!(last, b"CCITTFaxDecode" | b"CCF" | b"JBIG2Decode"),
            stencil,
            space,
            transparent: mask,
            sound: width >= 1.0 && height >= 1.0 && !stream.content.is_empty(),
            ink: Measure::Unasked,
        };
        if !stencil && matches!(image.space.kind(), Kind::Cmyk | Kind::ManagedCmyk) {
            image.measure(stream, bits, last, entry(b"Decode", b"D"), left);
        }
        image
    }

    /// Finds the heaviest ink, of a table of colours at once, of pixels by unpacking them.
    fn measure(&mut self, stream: &Stream, bits: f64, last: &[u8], decode: &Object, left: &mut usize) {
        self.ink = Measure::Unread;
        if let Some(heaviest) = self.space.heaviest() {
            self.ink = Measure::Percent(heaviest);
            return;
        }
        let size = self.width * self.height * 4.0;
        if bits != 8.0 || matches!(last, b"DCTDecode" | b"DCT" | b"JPXDecode") || size > *left as f64 {
            return;
        }
        // The size is known, so a stream that unpacks to more than that is not what it says.
        let size = size as usize;
        *left -= size;
        match stream.get_plain_content_with_limit(size + 4096) {
            Ok(bytes) if bytes.len() >= size => {
                let inverted = decode
                    .as_array()
                    .is_ok_and(|map| map.first().is_some_and(|first| first.as_float().is_ok_and(|low| low == 1.0)));
                self.ink = Measure::Percent(heavy(&bytes[..size], inverted));
            }
            _ => self.sound = false,
        }
    }
}

/// The names of the filters a stream went through, the last to be undone last.
fn filters<'a>(document: &'a Document, stream: &'a Stream) -> Vec<&'a [u8]> {
    let key = if stream.dict.has(b"Filter") { &b"Filter"[..] } else { b"F" };
    match value(document, &stream.dict, key) {
        Object::Array(names) => names.iter().map(|filter| name(document, filter)).collect(),
        filter => vec![name(document, filter)],
    }
}

/// The ink of the heaviest pixels but for half a percent of them: single ones dry.
fn heavy(cmyk: &[u8], inverted: bool) -> f64 {
    let mut counts = [0_usize; 401];
    let pixels = cmyk.len() / 4;
    for pixel in cmyk.chunks_exact(4).step_by((pixels / SAMPLES).max(1)) {
        let sum: u32 = pixel.iter().map(|&share| u32::from(if inverted { 255 - share } else { share })).sum();
        counts[(sum * 100 / 255) as usize] += 1;
    }
    let (spared, mut seen) = (counts.iter().sum::<usize>() / 200, 0);
    let heaviest = counts.iter().rposition(|&count| {
        seen += count;
        seen > spared
    });
    heaviest.unwrap_or(0) as f64
}
