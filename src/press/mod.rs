//! A finished PDF → a PDF for a printing press: pages on sheets, marks and boxes, colours, PDF/X-4, preflight.
//!
//! It reads files, ours and anybody's: nothing here knows what a book is. The library that reads and writes PDFs is named in
//! this module only.

mod canvas;
pub mod colour;
mod content;
mod error;
mod faults;
mod file;
mod geometry;
mod marks;
mod overprint;
pub mod preflight;
pub mod profile;
mod separation;
mod sheets;
pub mod standard;

pub use canvas::Remark;
pub use colour::Policy;
pub use error::PressError;
pub use faults::x4_faults;
pub use file::File;
pub use marks::Inks;
pub use overprint::overprint_black;
pub use profile::Profile;
pub use standard::About;

use lopdf::{Document, Object, SaveOptions, dictionary};

use crate::impose::{Sheet, Tray, backs};

/// Faces of sheets that go through the printer in one pass: each sheet with 0 for its front, 1 for its back.
pub type Pass<'s> = Vec<(&'s Sheet, usize)>;

/// Faces of sheets in the order they are printed, as files: one, or for a printer of one side, one for all fronts and one for
/// all backs.
pub fn passes(sheets: &[Sheet], one_sided: Option<Tray>) -> Vec<Pass<'_>> {
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

/// What a file says of itself as PDF/X-4, and the press it is for.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'c> {
    /// What it says of itself.
    pub about: &'c About,
    /// The press.
    pub profile: &'c Profile,
}

/// Puts the pages of a file on faces of sheets, and writes these. Where PDF/X-4 is to be claimed and something stands
/// against that, the file is whole all the same, without the claim, and what stands against it is told.
///
/// # Errors
/// When a page unpacks to more than pages do, or the file cannot be written.
pub fn impose(
    file: File,
    labels: Option<File>,
    faces: &[(&Sheet, usize)],
    inks: Inks,
    claim: Option<Claim>,
) -> Result<(Vec<u8>, Vec<Remark>), PressError> {
    let mut document = sheets::impose(file, labels, faces, inks)?;
    let mut against = Vec::new();
    if let Some(Claim { about, profile }) = claim {
        standard::claim_x4(&mut document, about, profile)?;
        against = x4_faults(&document);
        if !against.is_empty() {
            standard::unclaim_x4(&mut document);
        }
    }
    Ok((write(document)?, against))
}

impl File {
    /// Turns its colours into the inks that are wanted, and lets black text overprint where there is a press. Tells what
    /// had to stay.
    ///
    /// # Errors
    /// When colours cannot be converted with the profile.
    pub fn ink(&mut self, images: Policy, profile: &Profile, inks: Inks) -> Result<Vec<Remark>, PressError> {
        let stayed = colour::recolour(&mut self.document, images, profile);
        let stayed = stayed.map_err(|unfit| PressError::Profile(unfit.to_string()))?;
        if inks != Inks::Grey {
            overprint_black(&mut self.document);
        }
        Ok(stayed)
    }

    /// Whether a picture in it has colour.
    pub fn has_colour(&self) -> bool {
        self.document.objects.values().any(|object| {
            let Ok(picture) = object.as_stream() else { return false };
            let is_picture = matches!(picture.dict.get(b"Subtype"), Ok(Object::Name(kind)) if kind == b"Image");
            let space = picture.dict.get(b"ColorSpace").and_then(|space| self.document.dereference(space));
            is_picture && space.is_ok_and(|(_, space)| !matches!(space, Object::Name(name) if name == b"DeviceGray"))
        })
    }

    /// Says that its pages are read from right to left (ISO 32000-1, 12.2).
    pub fn read_leftwards(&mut self) {
        if let Ok(catalog) = self.document.catalog_mut() {
            catalog.set("ViewerPreferences", dictionary! { "Direction" => "R2L" });
        }
    }

    /// What a print shop would object to.
    pub fn preflight(&self, limits: &preflight::Limits) -> Vec<preflight::Fault> {
        preflight::preflight(&self.document, limits)
    }
}

/// Writes a file as small as it gets, without what nothing in it names.
fn write(mut document: Document) -> Result<Vec<u8>, PressError> {
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(9).build();
    document.save_with_options(&mut bytes, options).map_err(|error| PressError::Write(error.to_string()))?;
    Ok(bytes)
}
