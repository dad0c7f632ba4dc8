//! Where keys of the front matter stand.

use std::ops::Range;

use serde_json::{Map, Value};

use super::super::Place;
use crate::model::Places;

/// Keeps where a key stands, and the keys of its table, by the names they have in keben.toml.
pub(super) fn keep_places(places: &mut Places, place: &Place, inner: &Range<usize>, key: &str, value: &Value) {
    let range = key_range(place, inner, key);
    let lower = key.to_lowercase();
    let name = match lower.as_str() {
        "isbn" | "identifier" => "identifiers",
        "cover-image" => "cover",
        "csl" | "citation-style" => "references.style",
        "nocite" => "references.nocite",
        "公文" => "official",
        "author" | "authors" | "creator" => "creators",
        "copyright" => "rights",
        "abstract" => "description",
        "keywords" | "subject" | "tags" => "subjects",
        name => name,
    };
    for inside in value.as_object().into_iter().flat_map(Map::keys) {
        if let Some(range) = find_key(place, &(range.start..inner.end), inside, " \t\"'") {
            places.keep(format!("{name}.{inside}"), place.span(range));
        }
    }
    places.keep(name, place.span(range));
}

/// The line of a key at the top, else all of the front matter.
pub(super) fn key_range(place: &Place, inner: &Range<usize>, key: &str) -> Range<usize> {
    find_key(place, inner, key, "[\"'").unwrap_or_else(|| inner.clone())
}

/// The first line that begins with a key, `before` which some characters may stand.
fn find_key(place: &Place, inner: &Range<usize>, key: &str, before: &str) -> Option<Range<usize>> {
    let mut at = inner.start;
    for line in place.text[inner.clone()].split_inclusive('\n') {
        let found = line.trim_start_matches(|c| before.contains(c));
        let after = found.strip_prefix(key).map(|after| after.trim_start_matches(['"', '\'', ' ']));
        if after.is_some_and(|after| after.starts_with([':', '=', ']', '.'])) {
            let start = at + line.len() - found.len();
            return Some(start..start + key.len());
        }
        at += line.len();
    }
    None
}
