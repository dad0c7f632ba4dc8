//! The PDF of single pages that goes to the press: boxes, bleed, and no colour but what the ink allows.

use krilla::configure::{Configuration, ConfigurationBuilder, PdfVersion};
use krilla::geom::{Rect, Transform};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use super::font::Fonts;
use super::image::Images;
use super::paint::Painter;
use super::{Inks, PdfError, metadata};
use crate::font::FontBook;
use crate::layout::{Paged, Placed};

/// Writes the pages one by one, in the order they are read, each with its TrimBox, and as much around it as the bleed is
/// wide: MediaBox and BleedBox are one. Sheets, marks and standards are what the press adds to such a file.
///
/// # Errors
/// When the library cannot write the file.
pub fn print(paged: &Paged, fonts: &FontBook, inks: Inks) -> Result<Vec<u8>, PdfError> {
    let settings =
        SerializeSettings { configuration: configuration(), enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(&paged.about));
    let mut painter = Painter { paged, fonts: Fonts::new(fonts), images: Images::default(), inks };
    let (width, height) = (paged.trim.width, paged.trim.height);
    let bleed = paged.bleed;
    let (whole_width, whole_height) = ((width + bleed * 2).to_f32(), (height + bleed * 2).to_f32());
    let whole = Rect::from_xywh(0.0, 0.0, whole_width, whole_height);
    let trim = Rect::from_xywh(bleed.to_f32(), bleed.to_f32(), width.to_f32(), height.to_f32());
    for page in &paged.pages {
        let settings = PageSettings::from_wh(whole_width, whole_height).expect("a theme's trim is at least 20 mm wide");
        let mut printed = document.start_page_with(settings.with_trim_box(trim).with_bleed_box(whole));
        let mut surface = printed.surface();
        surface.push_transform(&Transform::from_translate(bleed.to_f32(), bleed.to_f32()));
        page.frame.items.iter().for_each(|placed: &Placed| painter.item(&mut surface, placed));
        surface.pop();
        surface.finish();
        printed.finish();
    }
    Ok(document.finish()?)
}

fn configuration() -> Configuration {
    ConfigurationBuilder::new().with_version(PdfVersion::Pdf16).finish().expect("no standard is claimed")
}
