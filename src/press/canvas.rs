//! What of a finished PDF is painted, and where it lies: content streams, images, shadings, each once.

use std::collections::BTreeSet;
use std::fmt;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::press::file::holder;

/// What there is to say about a place of a PDF.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The page from 1 where it was met first; none if it is about the whole file.
    pub page: Option<usize>,
    /// What it is, in lower case without a full stop.
    pub what: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.page {
            Some(page) => write!(f, "page {page}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// A value in a document: an object, or what lies in it under some keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    id: ObjectId,
    keys: Vec<Vec<u8>>,
}

impl Place {
    /// The object `id` itself.
    pub(crate) fn object(id: ObjectId) -> Self {
        Self { id, keys: Vec::new() }
    }

    /// What `key` of the dictionary at this place holds, wherever that lies.
    pub(crate) fn under(&self, key: &[u8], document: &Document) -> Option<Self> {
        let held = dictionary(self.get(document)?)?.get(key).ok()?;
        match document.dereference(held).ok()?.0 {
            Some(id) => Some(Self::object(id)),
            None => {
                let mut keys = self.keys.clone();
                keys.push(key.to_vec());
                Some(Self { id: self.id, keys })
            }
        }
    }

    /// The object this value is, if it is one of its own.
    pub(crate) fn own(&self) -> Option<ObjectId> {
        self.keys.is_empty().then_some(self.id)
    }

    /// The value.
    pub(crate) fn get<'a>(&self, document: &'a Document) -> Option<&'a Object> {
        let held = document.get_object(self.id).ok()?;
        self.keys.iter().try_fold(held, |held, key| dictionary(held)?.get(key).ok())
    }

    /// The value as a dictionary; a stream's is its own.
    pub(crate) fn dictionary<'a>(&self, document: &'a Document) -> Option<&'a Dictionary> {
        dictionary(self.get(document)?)
    }

    /// The dictionary, to be changed.
    pub(crate) fn dictionary_mut<'a>(&self, document: &'a mut Document) -> Option<&'a mut Dictionary> {
        let held = document.get_object_mut(self.id).ok()?;
        let held = self.keys.iter().try_fold(held, |held, key| dictionary_mut(held)?.get_mut(key).ok())?;
        dictionary_mut(held)
    }

    /// The dictionary under `key`, made if there is none.
    pub(crate) fn made(&self, key: &[u8], document: &mut Document) -> Option<Self> {
        if self.under(key, document).is_none() {
            self.dictionary_mut(document)?.set(key, Dictionary::new());
        }
        self.under(key, document)
    }

    /// The names of the dictionary at this place, in order.
    fn names(&self, document: &Document) -> Vec<Vec<u8>> {
        self.dictionary(document).map(|held| held.iter().map(|(name, _)| name.clone()).collect()).unwrap_or_default()
    }
}

/// A dictionary, or a stream's.
pub(crate) fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

fn dictionary_mut(object: &mut Object) -> Option<&mut Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    }
}

/// The value of `key`, references followed.
pub(crate) fn value<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    Some(document.dereference(dictionary.get(key).ok()?).ok()?.1)
}

/// The name that `key` holds.
pub(crate) fn name<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    value(document, dictionary, key)?.as_name().ok()
}

/// What a content stream belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page.
    Page,
    /// A form XObject.
    Form,
    /// A tiling pattern.
    Tile,
    /// A glyph of a Type 3 font.
    Glyph,
}

/// Something with a content stream and the resources that its names mean.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    /// The page, from 1, that shows it first.
    pub(crate) page: usize,
    pub(crate) kind: Kind,
    /// The page, or the stream.
    pub(crate) id: ObjectId,
    pub(crate) resources: Option<Place>,
    /// Whether only a soft mask shows it: then its colours are shares of cover and no inks (§11.5.3).
    pub(crate) mask: bool,
}

/// More than this is not read of one content stream, however well it is packed.
const CONTENT: usize = 256 << 20;

impl Canvas {
    /// The content, decoded; a page's streams are one (§7.8.2). `None` if it cannot be decoded.
    pub(crate) fn content(&self, document: &Document) -> Option<Vec<u8>> {
        let streams = match self.kind {
            Kind::Page => document.get_page_contents(self.id),
            Kind::Form | Kind::Tile | Kind::Glyph => vec![self.id],
        };
        let mut content = Vec::new();
        for id in streams {
            // A reference to nothing is null, and paints nothing.
            let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
            if !content.is_empty() {
                content.push(b'\n');
            }
            content.extend(stream.get_plain_content_with_limit(CONTENT.saturating_sub(content.len())).ok()?);
        }
        Some(content)
    }

    /// Puts `content` in the place of what was there.
    pub(crate) fn write(&self, document: &mut Document, content: Vec<u8>) {
        let streams = document.get_page_contents(self.id);
        let id = match (self.kind, streams.as_slice()) {
            (Kind::Page, [one]) => *one,
            (Kind::Page, _) => {
                let id = document.add_object(lopdf::Stream::new(Dictionary::new(), Vec::new()));
                if let Ok(page) = document.get_dictionary_mut(self.id) {
                    page.set("Contents", id);
                }
                id
            }
            (Kind::Form | Kind::Tile | Kind::Glyph, _) => self.id,
        };
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            stream.set_plain_content(content);
            // What does not pack stays plain, which is as good.
            let _ = stream.compress();
        }
    }
}

/// All that is painted.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) canvases: Vec<Canvas>,
    /// Image XObjects with the page that shows them first, soft masks left out.
    pub(crate) images: Vec<(usize, ObjectId)>,
    /// Shading dictionaries, likewise.
    pub(crate) shadings: Vec<(usize, Place)>,
    seen: BTreeSet<Place>,
}

/// Looks through all pages; a thing that many pages share is found once. What only soft masks show comes last.
pub(crate) fn survey(document: &Document) -> Survey {
    let mut survey = Survey::default();
    let mut masks = Vec::new();
    for (index, id) in document.page_iter().enumerate() {
        let holder = holder(document, id, b"Resources");
        let resources = holder.and_then(|holder| Place::object(holder).under(b"Resources", document));
        let page = Canvas { page: index + 1, kind: Kind::Page, id, resources, mask: false };
        survey.add(document, page, &mut masks);
    }
    while let Some(mask) = masks.pop() {
        survey.add(document, mask, &mut masks);
    }
    survey
}

impl Survey {
    /// Notes `first` and all canvases that it shows.
    fn add(&mut self, document: &Document, first: Canvas, masks: &mut Vec<Canvas>) {
        let mut pending = vec![first];
        while let Some(canvas) = pending.pop() {
            if !self.seen.insert(Place::object(canvas.id)) {
                continue;
            }
            if let Some(resources) = canvas.resources.clone().filter(|resources| self.seen.insert(resources.clone())) {
                self.resources(document, &resources, &canvas, &mut pending, masks);
            }
            self.canvases.push(canvas);
        }
    }

    /// Notes what `resources` hold.
    fn resources(
        &mut self,
        document: &Document,
        resources: &Place,
        of: &Canvas,
        pending: &mut Vec<Canvas>,
        masks: &mut Vec<Canvas>,
    ) {
        // A form without resources of its own takes the page's (§7.8.3).
        let shown = |kind, id, mask| {
            let own = Place::object(id).under(b"Resources", document);
            Canvas { page: of.page, kind, id, resources: own.or_else(|| Some(resources.clone())), mask }
        };
        for object in entries(document, resources, b"XObject") {
            let (Some(id), Some(dictionary)) = (object.own(), object.dictionary(document)) else { continue };
            match name(document, dictionary, b"Subtype") {
                Some(b"Form") => pending.push(shown(Kind::Form, id, of.mask)),
                Some(b"Image") if !of.mask && self.seen.insert(object.clone()) => self.images.push((of.page, id)),
                _ => {}
            }
        }
        let mut shadings = entries(document, resources, b"Shading");
        for pattern in entries(document, resources, b"Pattern") {
            let tiling = pattern.get(document).is_some_and(|pattern| pattern.as_stream().is_ok());
            match pattern.own() {
                Some(id) if tiling => pending.push(shown(Kind::Tile, id, of.mask)),
                _ => shadings.extend(pattern.under(b"Shading", document)),
            }
        }
        for shading in shadings {
            if !of.mask && self.seen.insert(shading.clone()) {
                self.shadings.push((of.page, shading));
            }
        }
        for state in entries(document, resources, b"ExtGState") {
            let group = state.under(b"SMask", document).and_then(|mask| mask.under(b"G", document));
            masks.extend(group.and_then(|group| group.own()).map(|id| shown(Kind::Form, id, true)));
        }
        for font in entries(document, resources, b"Font") {
            let own = font.under(b"Resources", document);
            for glyph in entries(document, &font, b"CharProcs") {
                let Some(id) = glyph.own() else { continue };
                let resources = own.clone().or_else(|| Some(resources.clone()));
                pending.push(Canvas { page: of.page, kind: Kind::Glyph, id, resources, mask: of.mask });
            }
        }
    }
}

/// Where the entries of the dictionary under `key` lie.
pub(crate) fn entries(document: &Document, of: &Place, key: &[u8]) -> Vec<Place> {
    let Some(held) = of.under(key, document) else { return Vec::new() };
    held.names(document).iter().filter_map(|name| held.under(name, document)).collect()
}
