//! The cover as a picture: the author's own, else the one that the theme composes.

use super::{Artifact, Content, Format, Job};
use crate::diag::{Diagnostic, Sink};
use crate::drawing;
use crate::epub::Cover;
use crate::font::FontBook;
use crate::html;
use crate::layout;
use crate::resolve::{Edition, Picture, PictureFormat};

/// Width of a composed cover in pixels; it is half as high again, as shops want it.
const WIDTH: u32 = 1600;
/// A picture less high than this looks coarse on a shelf, and shops refuse it.
const LEAST: u32 = 1000;
/// How many times as high as wide a cover may be; shelves have room for 1.33 (Kobo) to 1.6 (Kindle).
const SHAPES: std::ops::RangeInclusive<f64> = 1.2..=1.8;

/// The pictures of the cover, the one for the EPUB first: the author's alone, or the composed one as PNG and as SVG. What
/// is wrong with the words on that goes to `words`.
pub(super) fn pictures(job: &Job, edition: &Edition, fonts: &FontBook, sink: &Sink, words: &Sink) -> Vec<Cover> {
    if let Some(own) = edition.book.meta.cover.as_deref().and_then(|path| edition.picture(path)) {
        if let Some(cover) = cleaned(own) {
            judge(own, edition, sink);
            return vec![cover];
        }
        let message = "the cover is not a drawing that can be cleaned; the theme's stands in";
        let finding = Diagnostic::error("broken-svg", &edition.book.meta.places.of("cover"), message);
        sink.push(finding.help("save it as plain SVG again, or as PNG"));
    }
    let Some(frame) = layout::cover(edition, &job.theme, fonts, &job.layout, words) else {
        if job.formats.contains(&Format::Cover) {
            let message = format!("no cover is made: the theme `{}` composes none", job.theme.name);
            let help = "name a picture as `cover` in `[book]`, or a theme that has `show = true` in `[cover]`";
            sink.push(Diagnostic::warning("no-cover", &edition.book.meta.places.of("cover"), message).help(help));
        }
        return Vec::new();
    };
    let svg = drawing::svg(&frame, fonts, WIDTH, &edition.title);
    let Some((png, size)) = drawing::png(&svg) else { return Vec::new() };
    vec![Cover { bytes: png, format: PictureFormat::Png, size }, Cover { bytes: svg, format: PictureFormat::Svg, size }]
}

/// The author's picture, a drawing without what does not belong into a book.
fn cleaned(picture: &Picture) -> Option<Cover> {
    let bytes = (*picture.bytes).as_ref();
    let bytes = if picture.format == PictureFormat::Svg { html::clean_svg(bytes)? } else { bytes.to_vec() };
    Some(Cover { bytes, format: picture.format, size: picture.size })
}

/// Says what shelves will make of the author's picture.
fn judge(picture: &Picture, edition: &Edition, sink: &Sink) {
    let (width, height) = picture.size;
    let fault = if !SHAPES.contains(&(f64::from(height) / f64::from(width.max(1)))) {
        "shelves have room for covers half as high again as wide"
    } else if height < LEAST && picture.format != PictureFormat::Svg {
        "shops refuse covers less than 1000 pixels high"
    } else {
        return;
    };
    let message = format!("the cover picture has {width} × {height} pixels: {fault}");
    let help = "1600 × 2400 pixels suit all; without `cover` the theme composes one of that size";
    sink.push(Diagnostic::warning("cover-picture", &edition.book.meta.places.of("cover"), message).help(help));
}

/// The files of `--format cover`, by their name without ending.
pub(super) fn artifacts(pictures: &[Cover], name: &str) -> Vec<Artifact> {
    let artifact = |cover: &Cover| Artifact {
        format: Format::Cover,
        name: format!("{name}.{}", cover.format.extension()),
        content: Content::File(cover.bytes.clone()),
        extent: None,
    };
    pictures.iter().map(artifact).collect()
}
