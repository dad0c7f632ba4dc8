//! Small questions to a PDF's objects, which never fail: what is not as it should be is as if it were not there.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::file::inherited;

/// Stands for objects that are not there.
const NULL: &Object = &Object::Null;

/// The object itself, where it may be a reference.
pub(super) fn deref<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).map_or(NULL, |(_, object)| object)
}

/// The value of a key, references followed; `Null` where there is none.
pub(super) fn value<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> &'a Object {
    dictionary.get(key).map_or(NULL, |object| deref(document, object))
}

/// The dictionary at a key; of a stream, its own.
pub(super) fn dictionary<'a>(document: &'a Document, of: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    match value(document, of, key) {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A number that can be reckoned with.
pub(super) fn number(document: &Document, object: &Object) -> Option<f64> {
    deref(document, object).as_float().ok().map(f64::from).filter(|value| value.is_finite())
}

/// The numbers among objects.
pub(super) fn numbers(document: &Document, objects: &[Object]) -> Vec<f64> {
    objects.iter().filter_map(|object| number(document, object)).collect()
}

/// As many numbers as wanted, no more and no less.
pub(super) fn exactly<const N: usize>(document: &Document, objects: &[Object]) -> Option<[f64; N]> {
    numbers(document, objects).try_into().ok()
}

/// A name; of anything else, nothing.
pub(super) fn name<'a>(document: &'a Document, object: &'a Object) -> &'a [u8] {
    deref(document, object).as_name().unwrap_or_default()
}

/// A name of the file's as people can read it.
pub(super) fn readable(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).take(60).collect()
}

/// The value of a key that pages inherit, references followed; `Null` where there is none.
pub(super) fn of_page<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> &'a Object {
    inherited(document, page, key).map_or(NULL, |object| deref(document, object))
}
