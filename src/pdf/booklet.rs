//! The PDF to print: pages on sheets, in black only.

use krilla::configure::{Configuration, ConfigurationBuilder, PdfVersion};
use krilla::geom::{PathBuilder, Rect, Transform};
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

use super::font::Fonts;
use super::image::Images;
use super::paint::{Inks, Painter};
use super::{PdfError, metadata};
use crate::font::FontBook;
use crate::impose::{Sheet, Slot};
use crate::layout::Paged;

/// Writes sheets, front and back in turn, as a duplex printer wants them.
///
/// # Errors
/// When the library cannot write the file.
pub fn booklet(paged: &Paged, sheets: &[Sheet], fonts: &FontBook) -> Result<Vec<u8>, PdfError> {
    let settings =
        SerializeSettings { configuration: configuration(), enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(&paged.about));
    let mut painter = Painter { paged, fonts: Fonts::new(fonts), images: Images::default(), inks: Inks::BlackOnly };
    for sheet in sheets {
        for face in [&sheet.front, &sheet.back].into_iter().filter(|face| !face.is_empty()) {
            let (width, height) = (sheet.size.width.to_f32(), sheet.size.height.to_f32());
            let settings = PageSettings::from_wh(width, height).expect("sheets have an extent");
            let trim = Rect::from_xywh(0.0, 0.0, width, height);
            let mut page = document.start_page_with(settings.with_trim_box(trim));
            let mut surface = page.surface();
            for slot in face {
                place(&mut painter, &mut surface, slot);
            }
            surface.finish();
            page.finish();
        }
    }
    Ok(document.finish()?)
}

fn configuration() -> Configuration {
    ConfigurationBuilder::new().with_version(PdfVersion::Pdf17).finish().expect("no standard is claimed")
}

/// A page at its place; what reaches over the fold is cut off there, so that it does not lie on its neighbour.
fn place(painter: &mut Painter, surface: &mut Surface, slot: &Slot) {
    let Some(page) = slot.page.and_then(|page| painter.paged.pages.get(page)) else { return };
    let (width, height) = (slot.size.width, slot.size.height);
    let [before, above, behind, below] = slot.bleed;
    let (left, right) = (slot.at.x - before, slot.at.x + width + behind);
    let (top, foot) = (slot.at.y - above, slot.at.y + height + below);
    let mut clip = PathBuilder::new();
    if let Some(rect) = Rect::from_ltrb(left.to_f32(), top.to_f32(), right.to_f32(), foot.to_f32()) {
        clip.push_rect(rect);
    }
    let Some(clip) = clip.finish() else { return };
    surface.push_clip_path(&clip, &FillRule::NonZero);
    let (x, y) = ((slot.at.x + slot.creep).to_f32(), slot.at.y.to_f32());
    let transform = if slot.turned {
        Transform::from_row(-1.0, 0.0, 0.0, -1.0, x + width.to_f32(), y + height.to_f32())
    } else {
        Transform::from_translate(x, y)
    };
    surface.push_transform(&transform);
    for placed in &page.frame.items {
        painter.item(surface, placed);
    }
    surface.pop();
    surface.pop();
}
