//! The model's JSON ↔ [`Book`]. In: text. Out: the book as it stands there. `grid` mends what the schema cannot say.

use super::ReadError;
use crate::model::Book;

/// Reads the model's JSON.
///
/// # Errors
/// When the text is no JSON, or does not fit the model; the message names line and column.
pub(crate) fn book(file: &str, text: &str) -> Result<Book, ReadError> {
    serde_json::from_str(text).map_err(|error| fault(file, &error))
}

/// What serde says, at its place.
pub(crate) fn fault(file: &str, error: &serde_json::Error) -> ReadError {
    let said = error.to_string();
    let at = format!(" at line {} column {}", error.line(), error.column());
    let said = said.strip_suffix(&at).unwrap_or(&said);
    ReadError::new(format!("{file}:{}:{}: {said}", error.line(), error.column()))
        .help("`keben schema` prints what the model's JSON may hold")
}

/// A book as JSON text, the same for the same book, with a line feed at its end.
///
/// ```
/// use keben::{model::Book, read::to_json};
/// assert!(to_json(&Book::default()).starts_with("{\n  \"meta\": {\n    \"title\": \"\"\n  }\n}"));
/// ```
pub fn to_json(book: &Book) -> String {
    let mut text = serde_json::to_string_pretty(book).expect("the model has no maps with keys that are no strings");
    text.push('\n');
    text
}
