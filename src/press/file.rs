//! A finished PDF as the press sees it: pages with their boxes, ready to be placed.

use lopdf::xref::XrefRecovery;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use super::error::PressError;
use crate::impose::Side;
use crate::unit::{Length, Size};

/// More than a page's content ever unpacks to.
pub(super) const UNPACKED: usize = 64 << 20;

/// More than one stream of packed objects ever unpacks to: each byte of it may become a hundred in memory.
const PACKED: usize = 16 << 20;

/// More pages than a press binds.
const PAGES: usize = 100_000;

/// How far sizes of pages may differ: programs round them to whole points.
const SAME: f64 = 1.5;

/// A PDF that was read.
#[derive(Clone)]
pub struct File {
    pub(super) document: Document,
    pub(super) pages: Vec<Page>,
}

/// A page of a file, in points of its own space (ISO 32000-1, 14.11.2).
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub id: ObjectId,
    /// All there is: the MediaBox.
    pub media: Area,
    /// What is left after the cut: the TrimBox, else the CropBox, else all.
    pub trim: Area,
    /// How often it is turned clockwise by a quarter to stand upright.
    pub turns: u8,
    /// How many points a unit of its space is.
    pub unit: f64,
    /// How many annotations it has, links aside.
    pub notes: usize,
}

/// A rectangle from its lower left to its upper right corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub low: f64,
    pub right: f64,
    pub high: f64,
}

impl Area {
    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            low: self.low.max(other.low),
            right: self.right.min(other.right),
            high: self.high.min(other.high),
        }
    }

    fn is_whole(self) -> bool {
        self.right - self.left > 1.0 && self.high - self.low > 1.0
    }
}

impl Page {
    /// Its trimmed width and height as it stands upright, in points.
    pub fn upright(&self) -> (f64, f64) {
        let (width, height) =
            ((self.trim.right - self.trim.left) * self.unit, (self.trim.high - self.trim.low) * self.unit);
        if self.turns % 2 == 1 { (height, width) } else { (width, height) }
    }

    fn size(&self) -> Size {
        let (width, height) = self.upright();
        Size::new(Length::pt(width), Length::pt(height))
    }

    /// What of it stands around the trim on every side.
    fn bleed(&self) -> f64 {
        let (media, trim) = (self.media, self.trim);
        let sides = [trim.left - media.left, trim.low - media.low, media.right - trim.right, media.high - trim.high];
        sides.into_iter().fold(f64::INFINITY, f64::min).max(0.0) * self.unit
    }
}

impl File {
    /// Reads a PDF.
    ///
    /// # Errors
    /// When it is no PDF, damaged, encrypted, or has no pages.
    pub fn read(bytes: &[u8]) -> Result<Self, PressError> {
        let options =
            LoadOptions { max_decompressed_size: Some(PACKED), filter: Some(printed), ..LoadOptions::default() };
        let document = Document::load_mem_with_options(bytes, options)?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(PressError::Encrypted);
        }
        if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
            // What was found by searching may lack pages: better none than a book with gaps.
            return Err(PressError::Damaged("its end is missing, or its list of contents is wrong".to_owned()));
        }
        let ids: Vec<ObjectId> = document.page_iter().take(PAGES + 1).collect();
        if ids.is_empty() {
            return Err(PressError::Empty);
        }
        if ids.len() > PAGES {
            return Err(PressError::Bomb);
        }
        let page = |(nth, &id): (usize, &ObjectId)| {
            page(&document, id).ok_or_else(|| PressError::Damaged(format!("page {} cannot be read", nth + 1)))
        };
        let pages = ids.iter().enumerate().map(page).collect::<Result<_, _>>()?;
        Ok(Self { document, pages })
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The size its pages are trimmed to, and how far they bleed on every side.
    ///
    /// # Errors
    /// When they differ, unless they may (`any`): then it is the first page's.
    pub fn trim(&self, any: bool) -> Result<(Size, Length), PressError> {
        let first = self.pages.first().ok_or(PressError::Empty)?;
        let size = first.size();
        let differs = |page: &Page| {
            let (one, other) = (page.upright(), first.upright());
            (one.0 - other.0).abs() > SAME || (one.1 - other.1).abs() > SAME
        };
        match self.pages.iter().position(differs).filter(|_| !any) {
            Some(nth) => Err(PressError::Mixed(nth, self.pages[nth].size(), size)),
            None => {
                let bleed = self.pages.iter().map(Page::bleed).fold(f64::INFINITY, f64::min);
                // Ten millimetres are more than any press wants: the rest is somebody's marks.
                Ok((size, Length::pt(bleed).min(Length::mm(10.0))))
            }
        }
    }

    /// The side it is bound on, by the way it is read (ISO 32000-1, 12.2).
    pub fn binding(&self) -> Side {
        let wishes =
            self.document.catalog().and_then(|catalog| catalog.get_deref(b"ViewerPreferences", &self.document));
        let leftwards =
            wishes.and_then(Object::as_dict).and_then(|wishes| wishes.get_deref(b"Direction", &self.document));
        if matches!(leftwards, Ok(Object::Name(name)) if name == b"R2L") { Side::Right } else { Side::Left }
    }

    /// On how many pages there are annotations, links aside, and how many they are: none of them is printed.
    pub fn annotations(&self) -> (usize, usize) {
        let with = self.pages.iter().filter(|page| page.notes > 0).count();
        (with, self.pages.iter().map(|page| page.notes).sum())
    }
}

/// Leaves tags away (ISO 32000-1, 14.7.2): no press prints them, and a tagged book has more of them than of all else.
fn printed(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let tag = |dictionary: &Dictionary| match dictionary.get(b"Type").and_then(Object::as_name) {
        Ok(kind) => matches!(kind, b"StructElem" | b"StructTreeRoot"),
        Err(_) => dictionary.has(b"S") && dictionary.has(b"P"),
    };
    if object.as_dict().is_ok_and(tag) {
        return None;
    }
    // The library takes the answer for what lay packed with others, which no stream can, and else only asks.
    Some((id, if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() }))
}

/// The page, or the node above it, that holds a value which pages inherit (ISO 32000-1, 7.7.3.4).
pub(super) fn holder(document: &Document, page: ObjectId, key: &[u8]) -> Option<ObjectId> {
    let mut id = page;
    // No tree of pages is that deep: a file that says so runs in a circle.
    for _ in 0..64 {
        let node = document.get_dictionary(id).ok()?;
        if node.has(key) {
            return Some(id);
        }
        id = node.get(b"Parent").and_then(Object::as_reference).ok()?;
    }
    None
}

/// Such a value.
pub(super) fn inherited<'d>(document: &'d Document, page: ObjectId, key: &[u8]) -> Option<&'d Object> {
    document.get_dictionary(holder(document, page, key)?).ok()?.get(key).ok()
}

fn page(document: &Document, id: ObjectId) -> Option<Page> {
    let dictionary = document.get_dictionary(id).ok()?;
    let area = |key: &[u8]| inherited(document, id, key).and_then(|value| self::area(document, value));
    let media = area(b"MediaBox").filter(|area| area.is_whole())?;
    let inside = |key: &[u8]| area(key).map(|area| area.within(media)).filter(|area| area.is_whole());
    let number = |value: &Object| document.dereference(value).ok()?.1.as_float().ok();
    let rotate = inherited(document, id, b"Rotate").and_then(number).unwrap_or_default();
    let unit = dictionary.get(b"UserUnit").ok().and_then(number).map_or(1.0, f64::from);
    let page = Page {
        id,
        media,
        trim: inside(b"TrimBox").or_else(|| inside(b"CropBox")).unwrap_or(media),
        turns: ((rotate / 90.0).round() as i64).rem_euclid(4) as u8,
        unit: if unit > 0.0 && unit < 1000.0 { unit } else { 1.0 },
        notes: notes(document, dictionary),
    };
    let (width, height) = page.upright();
    // Five metres: 14 400 units of a page without UserUnit (Annex C.2).
    (width.max(height) < 15_000.0).then_some(page)
}

/// Four numbers, whichever corners they are of.
fn area(document: &Document, value: &Object) -> Option<Area> {
    let values = document.dereference(value).ok()?.1.as_array().ok()?;
    let numbers: Vec<f64> =
        values.iter().filter_map(|value| document.dereference(value).ok()?.1.as_float().ok()).map(f64::from).collect();
    let [a, b, c, d] = numbers[..] else { return None };
    let finite = numbers.iter().all(|number| number.is_finite());
    finite.then(|| Area { left: a.min(c), low: b.min(d), right: a.max(c), high: b.max(d) })
}

fn notes(document: &Document, page: &Dictionary) -> usize {
    let all = page.get(b"Annots").and_then(|value| document.dereference(value)).and_then(|(_, all)| all.as_array());
    let prints = |value: &&Object| {
        let annotation = document.dereference(value).and_then(|(_, value)| value.as_dict());
        let kind = annotation.and_then(|annotation| annotation.get(b"Subtype")).and_then(Object::as_name);
        !matches!(kind, Ok(b"Link" | b"Popup"))
    };
    all.map_or(0, |all| all.iter().filter(prints).count())
}
