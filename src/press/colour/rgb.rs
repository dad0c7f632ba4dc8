//! What RGB means: `DefaultRGB` (ISO 32000-1 §8.6.5.6), in the resources where RGB is used and there only.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::press::canvas::{Canvas, Place, entries, name, survey};
use crate::press::colour::space::{Space, space_of};
use crate::press::content::{Operand, Reader, mentions};
use crate::press::profile::SRGB;

/// Gives device RGB the meaning of sRGB wherever it has none.
pub(crate) fn define_rgb(document: &mut Document) {
    let wanting = wanting(document);
    if wanting.is_empty() {
        return;
    }
    let profile = srgb(document);
    for canvas in wanting {
        // A canvas that takes its page's resources finds what was set there before.
        let place = canvas.resources.or_else(|| Place::object(canvas.id).made(b"Resources", document));
        let spaces = place.and_then(|place| place.made(b"ColorSpace", document));
        if let Some(spaces) = spaces.and_then(|spaces| spaces.dictionary_mut(document)) {
            spaces.set("DefaultRGB", vec![Object::from("ICCBased"), profile.into()]);
        }
    }
}

/// The pages on which device RGB has no meaning.
pub(crate) fn undefined_rgb(document: &Document) -> BTreeSet<usize> {
    wanting(document).into_iter().map(|canvas| canvas.page).collect()
}

/// The profile of sRGB as an object of the document: the one that is there, or a new one.
fn srgb(document: &mut Document) -> ObjectId {
    let mut dict = Dictionary::new();
    dict.set("N", 3);
    let mut stream = Stream::new(dict, SRGB.to_vec());
    // What does not pack stays plain, which is as good.
    let _ = stream.compress();
    let there = document.objects.iter().find(|(_, object)| matches!(object, Object::Stream(held) if *held == stream));
    match there {
        Some((id, _)) => *id,
        None => document.add_object(stream),
    }
}

/// What paints with device RGB and has no `DefaultRGB`.
fn wanting(document: &Document) -> Vec<Canvas> {
    let defined = |canvas: &Canvas| {
        let spaces = canvas.resources.as_ref().and_then(|place| place.under(b"ColorSpace", document));
        spaces.and_then(|spaces| spaces.under(b"DefaultRGB", document)).is_some()
    };
    let mut canvases = survey(document).canvases;
    canvases.retain(|canvas| !defined(canvas) && (shows_rgb(document, canvas) || paints_rgb(document, canvas)));
    canvases
}

/// Whether pictures, gradients, named spaces or the group of a canvas are in device RGB.
fn shows_rgb(document: &Document, canvas: &Canvas) -> bool {
    let device = |space: Option<Space>| space.is_some_and(|space| space.device_rgb());
    let in_rgb = |place: &Place| {
        let image = |dict: &&Dictionary| name(document, dict, b"Subtype") == Some(b"Image");
        let shading = |dict: &&Dictionary| dict.has(b"ShadingType");
        let found = place.dictionary(document).filter(|dict| image(dict) || shading(dict));
        device(found.and_then(|dict| space_of(document, dict)))
    };
    let group = Place::object(canvas.id).under(b"Group", document);
    let blended = group.as_ref().and_then(|group| space_of(document, group.dictionary(document)?));
    let Some(resources) = &canvas.resources else { return device(blended) };
    let patterns = entries(document, resources, b"Pattern");
    let mut gradients = patterns.iter().filter_map(|pattern| pattern.under(b"Shading", document));
    device(blended)
        || entries(document, resources, b"XObject").iter().any(in_rgb)
        || entries(document, resources, b"Shading").iter().any(in_rgb)
        || gradients.any(|shading| in_rgb(&shading))
        || entries(document, resources, b"ColorSpace")
            .iter()
            .any(|space| space.get(document).is_some_and(|space| Space::of(document, space, None).device_rgb()))
}

/// Whether the content of a canvas sets device RGB.
fn paints_rgb(document: &Document, canvas: &Canvas) -> bool {
    let Some(content) = canvas.content(document) else { return false };
    let rgb = |name: &[u8]| matches!(name, b"DeviceRGB" | b"RGB");
    if !mentions(&content, &[b"rg", b"RG", b"cs", b"CS", b"BI"]) {
        return false;
    }
    let mut reader = Reader::new(&content);
    while let Some(operation) = reader.next() {
        let sets = match operation.operator {
            b"rg" | b"RG" => true,
            b"cs" | b"CS" => operation.operands.first().and_then(|space| space.name()).is_some_and(rgb),
            b"EI" => operation.operands.iter().any(|operand| matches!(operand, Operand::Name(name) if rgb(name))),
            _ => false,
        };
        if sets {
            return true;
        }
    }
    false
}
