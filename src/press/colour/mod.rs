//! The colours of a finished PDF, turned into inks.
//!
//! Content streams are copied but for the operators that set colours, and one without any is not touched; pictures and
//! gradients are converted once, however many pages show them. What cannot be converted stays and is told.

mod image;
mod ink;
mod rgb;
mod shading;
mod space;
mod stream;

use lopdf::{Dictionary, Document, Object, ObjectId};
use serde::Deserialize;

pub(crate) use crate::press::colour::rgb::{define_rgb, undefined_rgb};
pub(crate) use crate::press::colour::space::Space;

use crate::press::canvas::{Canvas, Place, Remark, survey};
use crate::press::colour::ink::Ink;
use crate::press::colour::space::space_of;
use crate::press::profile::{Profile, Unfit};
use crate::press::separation::Separation;

/// What becomes of colours in a file for a press.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// They stay what they are.
    #[default]
    Keep,
    /// All become shares of black.
    Gray,
    /// RGB becomes four inks by the profile; what is neutral in drawings, and pictures without colour, become black alone.
    Cmyk,
}

/// Converts the colours of `document` and tells what had to stay. Asked again, it changes nothing more.
///
/// # Errors
/// When the tables of `profile` are of a kind that colours are not converted with, and `policy` needs them.
pub fn recolour(document: &mut Document, policy: Policy, profile: &Profile) -> Result<Vec<Remark>, Unfit> {
    let separation;
    let ink = match policy {
        Policy::Keep => return Ok(Vec::new()),
        Policy::Gray => Ink::Gray,
        Policy::Cmyk => {
            separation = Separation::new(profile)?;
            Ink::Cmyk(&separation)
        }
    };
    let survey = survey(document);
    let mut left = Vec::new();
    for canvas in survey.canvases.iter().filter(|canvas| !canvas.mask) {
        left.extend(paint(document, canvas, ink).into_iter().map(|what| Remark { page: Some(canvas.page), what }));
    }
    for (page, id) in survey.images {
        if let Err(what) = picture(document, id, ink) {
            left.push(Remark { page: Some(page), what });
        }
    }
    for (page, place) in survey.shadings {
        if let Err(what) = shading::convert(document, &place, ink) {
            left.push(Remark { page: Some(page), what });
        }
    }
    blend_in_inks(document);
    left.sort();
    left.dedup();
    Ok(left)
}

/// Converts a content stream; gives what had to stay.
fn paint(document: &mut Document, canvas: &Canvas, ink: Ink<'_>) -> Vec<String> {
    let mut left = Vec::new();
    let Some(content) = canvas.content(document) else {
        return vec!["content that cannot be decoded".to_owned()];
    };
    let resources = canvas.resources.as_ref().and_then(|resources| resources.dictionary(document));
    if let Some(content) = stream::recolour(document, &content, resources, ink, &mut left) {
        canvas.write(document, content);
    }
    left
}

/// Blends groups in the inks of the press (ISO 32000-1 §11.6.6): in RGB, and in gray on its way to the page, black would
/// come out as four inks.
pub(crate) fn blend_in_inks(document: &mut Document) {
    for canvas in survey(document).canvases.iter().filter(|canvas| !canvas.mask) {
        let Some(group) = Place::object(canvas.id).under(b"Group", document) else { continue };
        let space = group.dictionary(document).and_then(|group| space_of(document, group));
        if matches!(space, Some(Space::Gray { .. } | Space::Rgb { .. } | Space::Cmyk { device: false }))
            && let Some(group) = group.dictionary_mut(document)
        {
            group.set("CS", "DeviceCMYK");
        }
    }
}

/// What `name` means as a space where `resources` hold.
pub(crate) fn named_space(document: &Document, name: &[u8], resources: Option<&Dictionary>) -> Space {
    Space::of(document, &Object::Name(name.to_vec()), resources)
}

fn picture(document: &mut Document, id: ObjectId, ink: Ink<'_>) -> Result<(), String> {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return Ok(()) };
    if let Some(converted) = image::convert(document, stream, ink)? {
        document.objects.insert(id, converted.into());
    }
    Ok(())
}
