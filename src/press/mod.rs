//! A finished PDF → a PDF for a printing press: pages on sheets, marks and boxes, colours, PDF/X-4, preflight.
//!
//! It reads files, ours and anybody's: nothing here knows what a book is. The library that reads and writes PDFs is named in
//! this module only.

mod error;
mod file;
mod marks;
mod sheets;

pub use error::PressError;
pub use file::File;
pub use marks::Inks;

use lopdf::{Document, SaveOptions};

use crate::impose::{Sheet, Tray, backs};

/// Faces of sheets in the order they are printed, as files: one, or for a printer of one side, one for all fronts and one for
/// all backs.
pub fn passes(sheets: &[Sheet], one_sided: Option<Tray>) -> Vec<Vec<(&Sheet, usize)>> {
    let printed = |sheet: &&Sheet| !sheet.back.is_empty();
    match one_sided.filter(|_| sheets.iter().any(|sheet| printed(&sheet))) {
        None => {
            let faces = |sheet| [(sheet, 0)].into_iter().chain(printed(&sheet).then_some((sheet, 1)));
            vec![sheets.iter().flat_map(faces).collect()]
        }
        Some(tray) => {
            let fronts = sheets.iter().map(|sheet| (sheet, 0)).collect();
            vec![fronts, backs(sheets.len(), tray).into_iter().map(|nth| (&sheets[nth], 1)).collect()]
        }
    }
}

/// Puts the pages of a file on faces of sheets, and writes these.
///
/// # Errors
/// When a page unpacks to more than pages do, or the file cannot be written.
pub fn impose(file: File, labels: Option<File>, faces: &[(&Sheet, usize)], inks: Inks) -> Result<Vec<u8>, PressError> {
    write(sheets::impose(file, labels, faces, inks)?)
}

/// Writes a file as small as it gets, without what nothing in it names.
fn write(mut document: Document) -> Result<Vec<u8>, PressError> {
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    document.save_with_options(&mut bytes, options).map_err(|error| PressError::Write(error.to_string()))?;
    Ok(bytes)
}
