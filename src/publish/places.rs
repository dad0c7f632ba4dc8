//! Where keben.toml says what it says of the book.

use toml::de::{DeTable, DeValue};

use super::MANIFEST;
use crate::diag::{Lines, Span};
use crate::model::Places;

/// The places of all keys of `[book]`; of a text that is no TOML, or has no such table, none.
pub(super) fn places(text: &str) -> Places {
    let mut places = Places::default();
    let Ok(whole) = DeTable::parse(text) else { return places };
    if let Some(DeValue::Table(book)) = whole.get_ref().get("book").map(|book| book.get_ref()) {
        places.keep("", Span::file(MANIFEST));
        keep(book, "", &Lines::new(MANIFEST, text), &mut places);
    }
    places
}

fn keep(table: &DeTable, within: &str, lines: &Lines, places: &mut Places) {
    for (key, value) in table {
        let name = [within, key.get_ref()].concat();
        if let DeValue::Table(inner) = value.get_ref() {
            keep(inner, &format!("{name}."), lines, places);
        }
        places.keep(name, lines.span(key.span()));
    }
}
