//! A cover → an SVG drawing → a PNG: what shelves and shops show. In: [`Frame`]. Out: bytes.
//!
//! The PNG is made of the drawing, so that the two cannot differ.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg;

use crate::font::{FontBook, Path};
use crate::html::markup::{Element, element};
use crate::layout::{Frame, Ink, Item};
use crate::text::Run;

/// Writes a frame's text, as outlines, and its colour areas as a drawing so many pixels wide, clipped to the frame's
/// extent. Pictures are left out: a cover with a picture is that picture.
pub fn svg(frame: &Frame, fonts: &FontBook, width: u32, title: &str) -> Vec<u8> {
    let scale = f64::from(width) / frame.size.width.to_pt();
    let height = (frame.size.height.to_pt() * scale).round();
    let mut paper = Path::default();
    paper.area((0.0, 0.0), (f64::from(width), height));
    let mut root = element("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("width", width.to_string())
        .attr("height", height.to_string())
        .attr("viewBox", format!("0 0 {width} {height}"))
        .attr("role", "img")
        .child(element("title").text(title))
        .child_if(filled(&paper, [255; 3]));
    for placed in &frame.items {
        let at @ (x, y) = (placed.at.x.to_pt() * scale, placed.at.y.to_pt() * scale);
        let mut path = Path::default();
        let rgb = match &placed.item {
            Item::Run(run) => glyphs(&mut path, run, fonts, at, scale),
            Item::Rule { size, ink: Ink { rgb, .. } } => {
                path.area(at, (size.width.to_pt() * scale, size.height.to_pt() * scale));
                *rgb
            }
            Item::Missing { size, .. } => {
                let (side, line) = (size.to_pt() * scale, size.to_pt() * scale / 24.0);
                // The inner one runs the other way round and is left free.
                path.area(at, (side, side));
                path.area((x + side - line, y + line), (2.0 * line - side, side - 2.0 * line));
                [0; 3]
            }
            // Titles and names have neither marks beside them, nor notes, nor formulas.
            Item::Disc { .. }
            | Item::Wave { .. }
            | Item::Outline { .. }
            | Item::Image { .. }
            | Item::Link { .. }
            | Item::Anchor(_)
            | Item::Turned(_)
            | Item::Call { .. } => continue,
        };
        root = root.child_if(filled(&path, rgb));
    }
    root.write_xml_file()
}

fn glyphs(path: &mut Path, run: &Run, fonts: &FontBook, (mut x, y): (f64, f64), scale: f64) -> [u8; 3] {
    let face = fonts.face(run.face);
    for glyph in &run.glyphs {
        let at = (x + glyph.dx.to_pt() * scale, y - glyph.dy.to_pt() * scale);
        path.glyph(face, glyph.id, at, run.size.to_pt() * scale);
        x += glyph.advance.to_pt() * scale;
    }
    run.ink.rgb
}

/// A path in a colour; nothing where nothing is drawn.
fn filled(path: &Path, [r, g, b]: [u8; 3]) -> Option<Element> {
    let data = path.data();
    (!data.is_empty()).then(|| element("path").attr("fill", format!("#{r:02x}{g:02x}{b:02x}")).attr("d", data))
}

/// Paints a drawing without text and pictures, as PNG in RGB: shops take no other. With its size in pixels.
///
/// `None` where it is no such drawing, or larger than can be painted.
pub fn png(svg: &[u8]) -> Option<(Vec<u8>, (u32, u32))> {
    let tree = usvg::Tree::from_data(svg, &usvg::Options::default()).ok()?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    let rgb: Vec<u8> = pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(&rgb, size.width(), size.height(), ExtendedColorType::Rgb8).ok()?;
    Some((bytes, (size.width(), size.height())))
}
