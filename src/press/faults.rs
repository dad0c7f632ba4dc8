//! What keeps a finished PDF from being PDF/X-4 (ISO 15930-7).

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::press::canvas::{Place, Remark, dictionary, entries, name, survey, value};
use crate::press::colour::undefined_rgb;
use crate::press::file::inherited;
use crate::press::standard::VERSION;

/// What in `document` is against PDF/X-4, in the order of its pages. It reads keys and content, not whether the
/// profile is right for the press.
pub fn x4_faults(document: &Document) -> Vec<Remark> {
    let mut faults: Vec<String> = Vec::new();
    if document.is_encrypted() || document.was_encrypted() {
        faults.push("the file is encrypted".to_owned());
    }
    if !matches!(document.version.as_str(), "1.3" | "1.4" | "1.5" | "1.6") {
        faults.push(format!("the file is PDF {}, not 1.6 or older", document.version));
    }
    if document.trailer.get(b"ID").is_err() {
        faults.push("the file has no identifier".to_owned());
    }
    information(document, &mut faults);
    catalog(document, &mut faults);
    let mut faults: Vec<Remark> = faults.into_iter().map(|what| Remark { page: None, what }).collect();
    let on = |page: usize| move |what: String| Remark { page: Some(page), what };
    for (index, id) in document.page_iter().enumerate() {
        faults.extend(page(document, id).into_iter().map(on(index + 1)));
    }
    for page in undefined_rgb(document) {
        faults.push(on(page)("device RGB without a meaning".to_owned()));
    }
    let mut resources = std::collections::BTreeSet::new();
    for canvas in survey(document).canvases {
        let Some(place) = canvas.resources.filter(|place| resources.insert(place.clone())) else { continue };
        faults.extend(fonts(document, &place).into_iter().map(on(canvas.page)));
        let transfers = |state: &Place| {
            let state = state.dictionary(document);
            state.is_some_and(|state| {
                state.has(b"TR") || name(document, state, b"TR2").is_some_and(|tr| tr != b"Default")
            })
        };
        if entries(document, &place, b"ExtGState").iter().any(transfers) {
            faults.push(on(canvas.page)("a transfer function".to_owned()));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// What the information dictionary lacks.
fn information(document: &Document, faults: &mut Vec<String>) {
    let info = value(document, &document.trailer, b"Info").and_then(dictionary);
    for key in ["Title", "Creator", "Producer", "CreationDate", "ModDate"] {
        let held = info.and_then(|info| value(document, info, key.as_bytes())?.as_str().ok());
        if held.is_none_or(<[u8]>::is_empty) {
            faults.push(format!("no {key} in the document information"));
        }
    }
    let trapped = info.and_then(|info| name(document, info, b"Trapped"));
    if !matches!(trapped, Some(b"True" | b"False")) {
        faults.push("the file does not say whether it is trapped".to_owned());
    }
}

/// What is wrong with the catalog.
fn catalog(document: &Document, faults: &mut Vec<String>) {
    let Ok(catalog) = document.catalog() else {
        faults.push("the file has no catalog".to_owned());
        return;
    };
    let metadata = value(document, catalog, b"Metadata").and_then(|metadata| metadata.as_stream().ok());
    let packet = metadata.and_then(|metadata| metadata.get_plain_content_with_limit(1 << 24).ok()).unwrap_or_default();
    if !String::from_utf8_lossy(&packet).contains(VERSION) {
        faults.push(format!("the metadata do not say {VERSION}"));
    }
    for key in ["AA", "OpenAction", "AcroForm"] {
        if catalog.has(key.as_bytes()) {
            faults.push(format!("the catalog has {key}"));
        }
    }
    let names = value(document, catalog, b"Names").and_then(dictionary);
    if names.is_some_and(|names| names.has(b"JavaScript")) {
        faults.push("the file has scripts".to_owned());
    }
    let intents = value(document, catalog, b"OutputIntents").and_then(|intents| intents.as_array().ok());
    let read = |intent: &Object| document.dereference(intent).ok().and_then(|(_, intent)| dictionary(intent)).cloned();
    let intents: Vec<Dictionary> = intents.into_iter().flatten().filter_map(read).collect();
    let intents: Vec<&Dictionary> =
        intents.iter().filter(|intent| name(document, intent, b"S") == Some(b"GTS_PDFX")).collect();
    let [intent] = intents.as_slice() else {
        faults.push(format!("{} output intents for a press, not one", intents.len()));
        return;
    };
    if !intent.has(b"OutputConditionIdentifier") {
        faults.push("the output intent names no printing condition".to_owned());
    }
    let profile = value(document, intent, b"DestOutputProfile").and_then(|profile| profile.as_stream().ok());
    let inks = profile.and_then(|profile| value(document, &profile.dict, b"N")?.as_i64().ok());
    if inks != Some(4) {
        faults.push("the output intent has no profile for four inks".to_owned());
    }
}

/// What is wrong with a page by itself.
fn page(document: &Document, id: ObjectId) -> Vec<String> {
    let mut faults = Vec::new();
    let box_of = |key: &str| rectangle(document, id, key);
    let [media, bleed, trim, art] = ["MediaBox", "BleedBox", "TrimBox", "ArtBox"].map(box_of);
    let crop = box_of("CropBox");
    match (trim, art) {
        (None, None) => faults.push("no TrimBox".to_owned()),
        (Some(_), Some(_)) => faults.push("both TrimBox and ArtBox".to_owned()),
        _ => {}
    }
    let nested = [
        ("TrimBox", trim, "BleedBox", bleed),
        ("TrimBox", trim, "MediaBox", media),
        ("ArtBox", art, "BleedBox", bleed),
        ("ArtBox", art, "MediaBox", media),
        ("BleedBox", bleed, "MediaBox", media),
        ("CropBox", crop, "MediaBox", media),
    ];
    for (inner_name, inner, outer_name, outer) in nested {
        if inner.zip(outer).is_some_and(|(inner, outer)| !within(inner, outer)) {
            faults.push(format!("{inner_name} reaches beyond {outer_name}"));
        }
    }
    let Ok(held) = document.get_dictionary(id) else { return faults };
    if held.has(b"AA") {
        faults.push("a page that acts".to_owned());
    }
    if value(document, held, b"Annots").and_then(|held| held.as_array().ok()).is_some_and(|held| !held.is_empty()) {
        faults.push("annotations".to_owned());
    }
    faults
}

/// A box of a page; two of them may stand at a node above it (ISO 32000-1 §7.7.3.4).
fn rectangle(document: &Document, page: ObjectId, key: &str) -> Option<[f32; 4]> {
    let held = match key {
        "MediaBox" | "CropBox" => inherited(document, page, key.as_bytes())?,
        _ => document.get_dictionary(page).ok()?.get(key.as_bytes()).ok()?,
    };
    let sides = document.dereference(held).ok()?.1.as_array().ok()?;
    let sides = sides.iter().map(|side| document.dereference(side).ok()?.1.as_float().ok());
    let [a, b, c, d] = sides.collect::<Option<Vec<f32>>>()?.try_into().ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// Whether `inner` lies in `outer`, but for what writers round away.
fn within(inner: [f32; 4], outer: [f32; 4]) -> bool {
    const ROUNDED: f32 = 0.01;
    inner[0] >= outer[0] - ROUNDED
        && inner[1] >= outer[1] - ROUNDED
        && inner[2] <= outer[2] + ROUNDED
        && inner[3] <= outer[3] + ROUNDED
}

/// Which fonts of `resources` are not in the file.
fn fonts(document: &Document, resources: &Place) -> Vec<String> {
    let mut faults = Vec::new();
    for font in entries(document, resources, b"Font") {
        let Some(held) = font.dictionary(document) else { continue };
        let descendants = value(document, held, b"DescendantFonts").and_then(|fonts| fonts.as_array().ok());
        let descendant = descendants.and_then(|fonts| dictionary(document.dereference(fonts.first()?).ok()?.1));
        let held = descendant.unwrap_or(held);
        let descriptor = value(document, held, b"FontDescriptor").and_then(dictionary);
        let files = ["FontFile", "FontFile2", "FontFile3"];
        let embedded = descriptor.is_some_and(|held| files.iter().any(|file| held.has(file.as_bytes())));
        if !embedded && name(document, held, b"Subtype") != Some(b"Type3") {
            let called = name(document, held, b"BaseFont").unwrap_or(b"without a name");
            faults.push(format!("font {} is not embedded", String::from_utf8_lossy(called)));
        }
    }
    faults
}
