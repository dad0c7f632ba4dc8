//! The boxes of a page (ISO 32000-1 §14.11.2), and how its coordinates become those of the trimmed page.

use lopdf::{Document, Object, ObjectId};

use super::Limits;
use super::fault::Faults;
use super::object::{dictionary, exactly, name, number, of_page, value};
use super::rules;
use crate::press::geometry::{Area, Matrix};

/// What rules know of the page a mark stands on.
pub(super) struct Ground<'l> {
    /// From the page's own coordinates to those of the trimmed page.
    pub matrix: Matrix,
    pub trim: Area,
    /// What can be shown at all.
    pub media: Area,
    /// Whether the spine is at its left.
    pub spine_left: bool,
    pub limits: &'l Limits,
}

/// The boxes as they are written, in the page's own coordinates.
pub(super) struct Boxes {
    pub media: Area,
    pub bleed: Area,
    pub trim: Area,
    /// Whether the file itself says where the page is trimmed.
    pub trimmed: bool,
}

/// Reads a page's boxes; nothing where it has no size.
pub(super) fn ground<'l>(
    document: &Document,
    id: ObjectId,
    index: usize,
    limits: &'l Limits,
    faults: &mut Faults,
) -> Option<Ground<'l>> {
    let page = document.get_dictionary(id).ok()?;
    let area = |object: &Object| {
        let [x0, y0, x1, y1] = exactly(document, object.as_array().ok()?)?;
        Some(Matrix::IDENTITY.area((x0, y0), (x1, y1))).filter(|area| area.width() > 0.0 && area.height() > 0.0)
    };
    let own = |key: &[u8]| area(value(document, page, key));
    let Some(media) = area(of_page(document, id, b"MediaBox")) else {
        rules::unread("a page has no size (MediaBox)", faults);
        return None;
    };
    let crop = area(of_page(document, id, b"CropBox")).map_or(media, |crop| crop.within(media));
    let crop = if crop.is_some() { crop } else { media };
    // PDF/X lets ArtBox stand for TrimBox (ISO 15930-7 §6.12).
    let said = own(b"TrimBox").or_else(|| own(b"ArtBox"));
    let trim = said.unwrap_or(crop);
    let boxes = Boxes { media, bleed: own(b"BleedBox").unwrap_or(crop), trim, trimmed: said.is_some() };
    rules::boxes::nested(&boxes, faults);
    let (left, low, right, high) = (trim.left, trim.top, trim.right, trim.bottom);
    let turn = number(document, of_page(document, id, b"Rotate")).unwrap_or(0.0).rem_euclid(360.0);
    let turned = match turn as i64 {
        90 => Matrix([0.0, 1.0, 1.0, 0.0, -low, -left]),
        180 => Matrix([-1.0, 0.0, 0.0, 1.0, right, -low]),
        270 => Matrix([0.0, -1.0, -1.0, 0.0, high, right]),
        _ => Matrix([1.0, 0.0, 0.0, -1.0, -left, high]),
    };
    let unit = number(document, value(document, page, b"UserUnit")).filter(|&unit| unit > 0.0).unwrap_or(1.0);
    let matrix = turned.then(Matrix([unit, 0.0, 0.0, unit, 0.0, 0.0]));
    let shown = |area: Area| matrix.area((area.left, area.top), (area.right, area.bottom));
    let preferences = document.catalog().ok().and_then(|catalog| dictionary(document, catalog, b"ViewerPreferences"));
    let right_bound = preferences.is_some_and(|these| name(document, value(document, these, b"Direction")) == b"R2L");
    let spine_left = index.is_multiple_of(2) != right_bound;
    Some(Ground { matrix, trim: shown(trim), media: shown(media), spine_left, limits })
}
