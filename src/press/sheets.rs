//! Pages of a file → sheets: each page becomes a form XObject (ISO 32000-1, 8.10) and is painted where its place is.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::error::PressError;
use super::file::{File, Page, UNPACKED, inherited};
use super::geometry::Matrix;
use super::marks;
use crate::impose::{Mark, Sheet, Slot};
use crate::unit::{Length, Point, Rect, Size};

/// Puts the pages of `file` on sheets: a page of the new file for each face of `faces`, in their order. The words of slug
/// lines are the pages of `labels`, one for each face.
///
/// # Errors
/// When a page unpacks to more than pages do.
pub(super) fn impose(
    file: File,
    labels: Option<File>,
    faces: &[(&Sheet, usize)],
    inks: marks::Inks,
) -> Result<Document, PressError> {
    let File { mut document, pages } = file;
    let mut forms = Forms::new();
    let labels = labels.map(|labels| join(&mut document, labels)).unwrap_or_default();
    let tree = document.new_object_id();
    let targets = |mark: &Mark| matches!(mark, Mark::Target(_));
    let registered =
        inks == marks::Inks::Process && faces.iter().any(|(sheet, side)| sheet.marks[*side].iter().any(targets));
    let registration = registered.then(|| document.add_object(marks::registration()));
    let mut kids = Vec::with_capacity(faces.len());
    let mut contents: HashMap<String, ObjectId> = HashMap::new();
    for (nth, &(sheet, side)) in faces.iter().enumerate() {
        let slots = if side == 0 { &sheet.front } else { &sheet.back };
        let mut painted = Face { content: String::new(), forms: BTreeMap::new(), height: sheet.size.height.to_pt() };
        for (place, slot) in slots.iter().enumerate() {
            let Some(page) = slot.page.and_then(|at| pages.get(at)) else { continue };
            // Named by their places: faces that are alike share one content.
            let name = format!("P{}", place + 1);
            painted.page(slot, page, &name);
            painted.forms.insert(name, forms.form(&mut document, page)?);
        }
        marks::paint(&mut painted.content, painted.height, &sheet.marks[side], inks);
        let slug = sheet.marks[side].iter().find_map(|mark| match mark {
            Mark::Slug(area) => Some(*area),
            _ => None,
        });
        if let Some((area, label)) = slug.zip(labels.get(nth)) {
            painted.forms.insert("Slug".to_owned(), forms.form(&mut document, label)?);
            painted.label(area, label);
        }
        let xobjects: Dictionary =
            painted.forms.iter().map(|(name, id)| (name.clone(), Object::Reference(*id))).collect();
        let content = match contents.get(&painted.content) {
            Some(&content) => content,
            None => {
                let content = document.add_object(forms.packer.pack(painted.content.as_bytes())?);
                contents.insert(painted.content, content);
                content
            }
        };
        let [trim, bleed] = boxes(sheet, side, slots);
        let mut resources = dictionary! { "XObject" => xobjects };
        if let Some(registration) = registration {
            resources.set("ColorSpace", dictionary! { "All" => registration });
        }
        kids.push(Object::Reference(document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => rectangle(Rect::new(Point::default(), sheet.size), sheet.size),
            "BleedBox" => rectangle(bleed, sheet.size),
            "TrimBox" => rectangle(trim, sheet.size),
            "Resources" => resources,
            "Contents" => content,
        })));
    }
    let count = Object::Integer(kids.len() as i64);
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    // What belonged to pages as they were read is gone with them: outline, tags, forms, names. Layers are not, nor
    // how the file is read.
    let kept = [b"OCProperties".as_slice(), b"ViewerPreferences"];
    let kept = kept.map(|key| Some((key, document.catalog().ok()?.get(key).ok()?.clone())));
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
    for (key, value) in kept.into_iter().flatten() {
        catalog.set(key, value);
    }
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    Ok(document)
}

/// Packs contents, all with one machine: one for each of thousands of faces would leave holes in the memory.
struct Packer(flate2::Compress);

impl Packer {
    fn new() -> Self {
        Self(flate2::Compress::new(flate2::Compression::best(), true))
    }

    fn pack(&mut self, content: &[u8]) -> Result<Stream, PressError> {
        self.0.reset();
        // Longer than its content by a hundredth at worst (RFC 1950, RFC 1951).
        let mut packed = Vec::with_capacity(content.len() + content.len() / 100 + 64);
        let done = self.0.compress_vec(content, &mut packed, flate2::FlushCompress::Finish);
        if !matches!(done, Ok(flate2::Status::StreamEnd)) {
            return Err(PressError::Write("a sheet's content cannot be packed".to_owned()));
        }
        packed.shrink_to_fit();
        Ok(Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed))
    }
}

/// What is left of a face after the cut, and what is printed for that.
fn boxes(sheet: &Sheet, side: usize, slots: &[Slot]) -> [Rect; 2] {
    let whole = Rect::new(Point::default(), sheet.size);
    // Half a millimetre of grace lets pages stand over the sheet's edge; boxes do not.
    let trim = within(sheet.trims[side], whole);
    let bleed = slots.iter().flat_map(|slot| slot.bleed).max().unwrap_or_default();
    let around = Size::new(trim.size.width + bleed * 2, trim.size.height + bleed * 2);
    let at = Point::new(trim.at.x - bleed, trim.at.y - bleed);
    [trim, within(Rect::new(at, around), whole)]
}

fn within(area: Rect, whole: Rect) -> Rect {
    let (left, top) = (area.at.x.max(whole.at.x), area.at.y.max(whole.at.y));
    let (right, foot) = (area.right().min(whole.right()), area.bottom().min(whole.bottom()));
    Rect::new(Point::new(left, top), Size::new(right - left, foot - top))
}

/// A rectangle in the space of a page, whose origin is its lower left corner.
fn rectangle(area: Rect, page: Size) -> Object {
    let numbers = [area.at.x, page.height - area.bottom(), area.right(), page.height - area.at.y];
    Object::Array(numbers.map(|number| Object::Real(number.to_f32())).to_vec())
}

/// Takes another file's objects over; gives its pages as they are called now.
fn join(document: &mut Document, other: File) -> Vec<Page> {
    let File { document: mut other, pages } = other;
    other.renumber_objects_with(document.max_id + 1);
    let ids: Vec<ObjectId> = other.page_iter().collect();
    document.max_id = document.max_id.max(other.max_id);
    document.objects.extend(std::mem::take(&mut other.objects));
    pages.into_iter().zip(ids).map(|(page, id)| Page { id, ..page }).collect()
}

/// What is painted on a face.
struct Face {
    content: String,
    forms: BTreeMap<String, ObjectId>,
    height: f64,
}

impl Face {
    /// A page at its place; what reaches over its edges is cut off there, so that it does not lie on its neighbour.
    fn page(&mut self, slot: &Slot, page: &Page, name: &str) {
        let (width, height) = (slot.size.width.to_pt(), slot.size.height.to_pt());
        let (own_width, own_height) = page.upright();
        let fits = (width / own_width).min(height / own_height);
        // Pages of one size differ by what somebody rounded.
        let scale = if (fits - 1.0).abs() < 0.02 { 1.0 } else { fits };
        let (left, low) = ((slot.at.x + slot.creep).to_pt(), self.height - (slot.at.y + slot.size.height).to_pt());
        let inset = ((width - own_width * scale) / 2.0, (height - own_height * scale) / 2.0);
        let placed = if slot.turned {
            Matrix([-1.0, 0.0, 0.0, -1.0, left + width, low + height])
        } else {
            Matrix::shift(left, low)
        };
        let matrix = upright(page).then(Matrix([scale, 0.0, 0.0, scale, inset.0, inset.1])).then(placed);
        let [before, above, behind, below] = slot.bleed.map(Length::to_pt);
        let (x, y) = (slot.at.x.to_pt() - before, low - below);
        self.clipped([x, y, width + before + behind, height + above + below], matrix, name);
    }

    /// The words of a slug line, as large as they fit.
    fn label(&mut self, area: Rect, label: &Page) {
        let (x, y) = (area.at.x.to_pt(), self.height - area.bottom().to_pt());
        let (width, height) = (area.size.width.to_pt(), area.size.height.to_pt());
        let (own_width, own_height) = label.upright();
        let scale = (width / own_width).min(height / own_height);
        let matrix = upright(label).then(Matrix([scale, 0.0, 0.0, scale, x, y]));
        self.clipped([x, y, width, height], matrix, "Slug");
    }

    fn clipped(&mut self, clip: [f64; 4], matrix: Matrix, name: &str) {
        self.content.push_str("q\n");
        numbers(&mut self.content, &clip);
        self.content.push_str("re W n\n");
        numbers(&mut self.content, &matrix.0);
        let _ = writeln!(self.content, "cm\n/{name} Do\nQ");
    }
}

/// Numbers as a content stream has them.
pub(super) fn numbers(content: &mut String, numbers: &[f64]) {
    for number in numbers {
        let text = format!("{number:.4}");
        let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let _ = write!(content, "{} ", if short == "-0" { "0" } else { short });
    }
}

/// A page set upright, the lower left corner of its trim at the origin, a unit a point.
fn upright(page: &Page) -> Matrix {
    let (trim, u) = (page.trim, page.unit);
    match page.turns {
        0 => Matrix([u, 0.0, 0.0, u, -trim.left * u, -trim.low * u]),
        1 => Matrix([0.0, -u, u, 0.0, -trim.low * u, trim.right * u]),
        2 => Matrix([-u, 0.0, 0.0, -u, trim.right * u, trim.high * u]),
        _ => Matrix([0.0, u, -u, 0.0, trim.high * u, -trim.left * u]),
    }
}

/// The forms that pages became; pages that are alike share one.
struct Forms {
    /// By contents, and by what else a form says, as it is written.
    made: HashMap<(Vec<ObjectId>, Vec<u8>), ObjectId>,
    /// Contents that became forms themselves.
    lent: HashSet<ObjectId>,
    /// Resources, as they are written.
    shared: HashMap<Vec<u8>, ObjectId>,
    packer: Packer,
}

impl Forms {
    fn new() -> Self {
        Self { made: HashMap::new(), lent: HashSet::new(), shared: HashMap::new(), packer: Packer::new() }
    }

    /// The form of a page. A content of one stream is taken as it is: nothing is unpacked.
    fn form(&mut self, document: &mut Document, page: &Page) -> Result<ObjectId, PressError> {
        let contents = document.get_page_contents(page.id);
        let area = page.media;
        let corners = [area.left, area.low, area.right, area.high].map(|number| Object::Real(number as f32));
        let mut says = dictionary! {
            "Subtype" => "Form", "BBox" => corners.to_vec(), "Resources" => self.resources(document, page.id)?,
        };
        let group = document.get_dictionary(page.id).ok().and_then(|page| page.get(b"Group").ok()).cloned();
        if let Some(group) = group {
            says.set("Group", group);
        }
        let key = (contents, written(&Object::Dictionary(says.clone()))?);
        if let Some(&made) = self.made.get(&key) {
            return Ok(made);
        }
        let whole = match key.0[..] {
            [only] => document.objects.get(&only).and_then(|content| content.as_stream().ok()).cloned(),
            _ => None,
        };
        // The first form of a content takes its place; others are copies.
        let place = key.0.first().copied().filter(|&content| whole.is_some() && self.lent.insert(content));
        let mut stream = match whole {
            Some(stream) => stream,
            None => self.packer.pack(&document.get_page_content_with_limit(page.id, UNPACKED)?)?,
        };
        stream.dict.remove(b"Group");
        for (key, value) in says {
            stream.dict.set(key, value);
        }
        let id = place.unwrap_or_else(|| document.new_object_id());
        document.set_object(id, stream);
        self.made.insert(key, id);
        Ok(id)
    }

    /// The resources of a page, its own or those of a node above, as an object of their own: packed with others, and one for
    /// all pages that have the same.
    fn resources(&mut self, document: &mut Document, page: ObjectId) -> Result<Object, PressError> {
        let resources = match inherited(document, page, b"Resources").cloned() {
            Some(Object::Dictionary(resources)) => resources,
            Some(reference @ Object::Reference(_)) => return Ok(reference),
            _ => Dictionary::new(),
        };
        let resources = Object::Dictionary(resources);
        let shared = self.shared.entry(written(&resources)?).or_insert_with(|| document.add_object(resources));
        Ok(Object::Reference(*shared))
    }
}

/// An object as a file has it.
fn written(object: &Object) -> Result<Vec<u8>, PressError> {
    let mut written = Vec::new();
    lopdf::Writer::write_object(&mut written, object).map_err(|error| PressError::Write(error.to_string()))?;
    Ok(written)
}
