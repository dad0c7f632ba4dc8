//! Reads the content of pages (ISO 32000-1 §7.8.2) and gives each mark it makes: text, paths, pictures, shadings.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

use super::colour::{Kind, Space, entry, ink};
use super::font::Font;
use super::image::{Image, UNPACKED};
use super::mark::{Event, Mark, Shape};
use super::object::{deref, dictionary, exactly, name, number, readable, value};
use super::path::Path;
use super::state::{Paint, State};
use crate::press::content::too_long;
use crate::press::geometry::Matrix;

/// Forms within forms.
const DEEP: usize = 16;

/// States that `q` puts aside; ISO 32000-1 annex C asks for 28.
const SAVED: usize = 1024;

/// How many bytes of content are read of a page, forms as often as they are shown.
const PAGE: usize = 256 << 20;

/// No operation with its operands is so long: the library keeps them all, each byte of them as a hundred.
const LONG: usize = 2 << 20;

/// As many for each byte in the file, so that what is read grows with the file and not with what it promises: text packs
/// ten to one, and forms are shown again and again.
const SWELL: usize = 64;

/// What a form costs beside its bytes, so that empty ones have an end too.
const CALL: usize = 2048;

/// An operator that no stream has: it comes last where the content was read to its end.
const END: &str = "keben'end";

/// Reads pages one by one and remembers the fonts and pictures it met.
pub(super) struct Reader<'d> {
    document: &'d Document,
    /// By the place of their dictionaries in memory: nothing moves while the document is lent out.
    fonts: HashMap<usize, Rc<Font>>,
    images: HashMap<usize, Rc<Image>>,
    spaces: HashMap<usize, Rc<Space>>,
    /// Bytes of content that may still be read, of the file and of the page.
    left: usize,
    page: usize,
    /// Bytes of pictures that may still be unpacked.
    pixels: usize,
}

/// One page while it is read.
pub(super) struct Run<'r, 'd> {
    reader: &'r mut Reader<'d>,
    tell: &'r mut dyn FnMut(Event),
    depth: usize,
}

/// What one stream knows beside the graphics state.
pub(super) struct Local<'d> {
    resources: Option<&'d Dictionary>,
    saved: Vec<State>,
    pub path: Path,
    /// The text matrix and that of the line.
    pub text: Matrix,
    pub line: Matrix,
}

impl<'d> Reader<'d> {
    pub fn new(document: &'d Document) -> Self {
        let (fonts, images, spaces) = Default::default();
        let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
        let stored: usize = streams.map(|stream| stream.content.len()).sum();
        let left = stored.saturating_mul(SWELL).saturating_add(PAGE);
        Self { document, fonts, images, spaces, left, page: 0, pixels: UNPACKED }
    }

    /// Tells all marks of a page.
    pub fn page(
        &mut self,
        page: &'d Dictionary,
        state: State,
        resources: Option<&'d Dictionary>,
        tell: &mut dyn FnMut(Event),
    ) {
        // A page without content is empty; one whose content is not there is damaged.
        let contents = match (page.get(b"Contents"), value(self.document, page, b"Contents")) {
            (_, Object::Array(parts)) => parts.as_slice(),
            (Ok(one), _) => std::slice::from_ref(one),
            (Err(_), _) => &[],
        };
        self.page = PAGE;
        let mut bytes = Vec::new();
        for part in contents {
            let stream = deref(self.document, part).as_stream();
            match stream.map_err(|_| Event::Damage(UNREAD.to_owned())).and_then(|stream| self.unpack(stream)) {
                Ok(part) => {
                    bytes.extend_from_slice(&part);
                    bytes.push(b'\n');
                }
                Err(event) => tell(event),
            }
        }
        Run { reader: self, tell, depth: 0 }.stream(bytes, state, resources);
    }

    /// The bytes of a stream of content, as long as not too many were read.
    fn unpack(&mut self, stream: &Stream) -> Result<Vec<u8>, Event<'static>> {
        let most = self.left.min(self.page);
        let (cost, result) = match stream.get_plain_content_with_limit(most) {
            Ok(bytes) if bytes.is_empty() && stream.content.len() > 16 => (0, Err(Event::Damage(UNREAD.to_owned()))),
            Ok(bytes) => (bytes.len(), Ok(bytes)),
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => (most, Err(Event::Unseen)),
            Err(_) => (0, Err(Event::Damage(UNREAD.to_owned()))),
        };
        let cost = cost.saturating_add(stream.content.len()).saturating_add(CALL);
        (self.left, self.page) = (self.left.saturating_sub(cost), self.page.saturating_sub(cost));
        result
    }
}

const UNREAD: &str = "a part of the content cannot be read";

/// Reads what `key` stands for once.
fn once<V>(known: &mut HashMap<usize, Rc<V>>, key: usize, read: impl FnOnce() -> V) -> Rc<V> {
    known.entry(key).or_insert_with(|| Rc::new(read())).clone()
}

fn address<T>(of: &T) -> usize {
    std::ptr::from_ref(of) as usize
}

impl<'d> Run<'_, 'd> {
    pub(super) fn document(&self) -> &'d Document {
        self.reader.document
    }

    fn damage(&mut self, what: String) {
        (self.tell)(Event::Damage(what));
    }

    /// Reads the operations of one stream, a page's or a form's.
    fn stream(&mut self, mut bytes: Vec<u8>, mut state: State, resources: Option<&'d Dictionary>) {
        if too_long(&bytes, LONG) {
            return (self.tell)(Event::Unseen);
        }
        bytes.extend(b"\n");
        bytes.extend(END.as_bytes());
        let mut local = Local {
            resources,
            saved: Vec::new(),
            path: Path::default(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        };
        let mut whole = false;
        for operation in Content::decode_iter(&bytes) {
            match operation {
                Ok(operation) if operation.operator == END => whole = true,
                Ok(operation) => self.operation(&operation, &mut state, &mut local),
                Err(_) => break,
            }
        }
        if !whole {
            self.damage("the content of a page ends in something that cannot be read".to_owned());
        }
    }

    fn operation(&mut self, operation: &Operation, state: &mut State, local: &mut Local<'d>) {
        let document = self.reader.document;
        let operands = &operation.operands[..];
        let first = operands.first().and_then(|object| number(document, object));
        match operation.operator.as_str() {
            "q" if local.saved.len() < SAVED => local.saved.push(state.clone()),
            "Q" => *state = local.saved.pop().unwrap_or_else(|| state.clone()),
            "cm" => {
                if let Some(matrix) = exactly(document, operands) {
                    state.matrix = Matrix(matrix).then(state.matrix);
                }
            }
            "w" => state.line_width = first.unwrap_or(state.line_width),
            "gs" => self.graphics_state(operands, state, local),
            "g" | "rg" | "k" => self.device(&operation.operator, operands, &mut state.fill),
            "G" | "RG" | "K" => self.device(&operation.operator, operands, &mut state.stroke),
            "cs" => self.space(operands, &mut state.fill, local),
            "CS" => self.space(operands, &mut state.stroke, local),
            "sc" | "scn" => state.fill.ink = ink(document, &state.fill.space, operands),
            "SC" | "SCN" => state.stroke.ink = ink(document, &state.stroke.space, operands),
            "Do" => self.object(operands, state, local),
            "BI" => {
                // An image whose data are packed comes without its dictionary: nothing can be said of it.
                if let Some(Object::Stream(stream)) = operands.first() {
                    let image = Image::read(document, stream, local.resources, &mut self.reader.pixels);
                    self.image(&image, None, state);
                }
            }
            "sh" => self.shading(operands, state, local),
            "BT" => (local.text, local.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            operator => {
                if !self.text(operator, operands, state, local) {
                    self.path(operator, operands, state, local);
                }
            }
        }
    }

    fn graphics_state(&mut self, operands: &[Object], state: &mut State, local: &mut Local<'d>) {
        let Some(found) = self.resource(b"ExtGState", operands, local) else { return };
        if let Ok(with) = found.as_dict() {
            state.set(self.reader.document, with);
            if let Ok([font, size]) = value(self.reader.document, with, b"Font").as_array().map(Vec::as_slice) {
                self.font(deref(self.reader.document, font), number(self.reader.document, size), state);
            }
        }
    }

    fn device(&self, operator: &str, operands: &[Object], paint: &mut Paint) {
        let kind = match operator {
            "g" | "G" => Kind::Gray,
            "rg" | "RG" => Kind::Rgb,
            _ => Kind::Cmyk,
        };
        let space = Space::Plain(kind);
        paint.ink = ink(self.reader.document, &space, operands);
        if paint.space.kind() != kind || !matches!(*paint.space, Space::Plain(_)) {
            paint.space = Rc::new(space);
        }
    }

    fn space(&mut self, operands: &[Object], paint: &mut Paint, local: &Local<'d>) {
        let Some(object) = operands.first() else { return };
        let (document, resources) = (self.reader.document, local.resources);
        // A named space is read once; those of a device need no reading.
        let named = resources.and_then(|resources| entry(document, resources, b"ColorSpace", name(document, object)));
        paint.space = match named {
            Some(named) => once(&mut self.reader.spaces, address(named), || Space::read(document, named, resources)),
            None => Rc::new(Space::read(document, object, resources)),
        };
        paint.ink = paint.space.first();
    }

    /// The resource that the first operand names; one that is missing is told.
    pub(super) fn resource(&mut self, kind: &[u8], operands: &[Object], local: &Local<'d>) -> Option<&'d Object> {
        let document = self.reader.document;
        let called = operands.iter().rev().find_map(|operand| operand.as_name().ok())?;
        let found = local.resources.and_then(|resources| entry(document, resources, kind, called));
        let found = found.map(|object| deref(document, object)).filter(|object| !object.is_null());
        if found.is_none() {
            let (kind, called) = (String::from_utf8_lossy(kind), readable(called));
            self.damage(format!("the page uses `{called}` ({kind}), which is not in the file"));
        }
        found
    }

    pub(super) fn font(&mut self, font: &'d Object, size: Option<f64>, state: &mut State) {
        let document = self.reader.document;
        let read = |font: &'d Dictionary| once(&mut self.reader.fonts, address(font), || Font::read(document, font));
        state.text.font = font.as_dict().ok().map(read);
        state.text.size = size.unwrap_or(state.text.size);
    }

    fn object(&mut self, operands: &[Object], state: &State, local: &Local<'d>) {
        let Some(found) = self.resource(b"XObject", operands, local) else { return };
        let Ok(stream) = found.as_stream() else { return };
        let document = self.reader.document;
        match name(document, value(document, &stream.dict, b"Subtype")) {
            b"Image" => {
                let Reader { images, pixels, .. } = &mut *self.reader;
                let key = address(stream);
                let image = once(images, key, || Image::read(document, stream, local.resources, pixels));
                self.image(&image, Some(key), state);
            }
            b"Form" => self.form(stream, state, local),
            _ => {}
        }
    }

    /// Shows a form (§8.10): its own stream in its own space.
    fn form(&mut self, form: &'d Stream, state: &State, local: &Local<'d>) {
        let document = self.reader.document;
        if self.depth == DEEP {
            return self.damage("a form shows itself, or forms lie too deep within each other".to_owned());
        }
        let bytes = match self.reader.unpack(form) {
            Ok(bytes) => bytes,
            Err(event) => return (self.tell)(event),
        };
        let mut state = state.clone();
        let list = |key: &[u8]| value(document, &form.dict, key).as_array().ok();
        if let Some(matrix) = list(b"Matrix").and_then(|matrix| exactly(document, matrix)) {
            state.matrix = Matrix(matrix).then(state.matrix);
        }
        if let Some([x0, y0, x1, y1]) = list(b"BBox").and_then(|bbox| exactly(document, bbox)) {
            state.clip = state.clip.within(state.matrix.area((x0, y0), (x1, y1)));
        }
        if state.clip.is_some() {
            self.depth += 1;
            self.stream(bytes, state, dictionary(document, &form.dict, b"Resources").or(local.resources));
            self.depth -= 1;
        }
    }

    fn image(&mut self, image: &Image, key: Option<usize>, state: &State) {
        let area = state.matrix.area((0.0, 0.0), (1.0, 1.0)).within(state.clip);
        let (wide, high) = state.matrix.lengths(1.0, 1.0);
        let shape = Shape::Image { image, key, ppi: (image.width * 72.0 / wide).min(image.height * 72.0 / high) };
        let fill = image.stencil.then_some(&state.fill);
        let transparent = state.transparent(0) || image.transparent;
        self.mark(Mark { area, shape, fill, stroke: None, transparent });
    }

    fn shading(&mut self, operands: &[Object], state: &State, local: &Local<'d>) {
        let Some(found) = self.resource(b"Shading", operands, local) else { return };
        let shading = match found {
            Object::Stream(stream) => &stream.dict,
            object => match object.as_dict() {
                Ok(shading) => shading,
                Err(_) => return,
            },
        };
        let document = self.reader.document;
        let space = Space::read(document, value(document, shading, b"ColorSpace"), local.resources);
        let transparent = state.transparent(0);
        self.mark(Mark { area: state.clip, shape: Shape::Shading(&space), fill: None, stroke: None, transparent });
    }

    /// Tells a mark that can be seen.
    pub(super) fn mark(&mut self, mark: Mark) {
        if mark.area.is_some() {
            (self.tell)(Event::Mark(mark));
        }
    }
}
