//! CSL-JSON, as Zotero and other reference managers write it.

use hayagriva::citationberg::json::{DateValue, Value};
use serde_json::Value as Json;

use super::item::Fields;
use super::{File, Works};

/// Reads a list of items, or an object with such a list.
pub(super) fn read(file: &File, works: &mut Works) {
    let parsed: Json = match serde_json::from_str(file.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let before: usize =
                file.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = before + error.column().saturating_sub(1);
            let help = "export the bibliography anew as CSL-JSON";
            return file.fault(at..at, format!("the bibliography is no JSON: {error}"), help);
        }
    };
    let list = match &parsed {
        Json::Array(list) => list.as_slice(),
        Json::Object(holder) => {
            holder.get("items").or(holder.get("references")).and_then(Json::as_array).map_or(&[][..], Vec::as_slice)
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => &[],
    };
    if list.is_empty() {
        let help = "a bibliography in JSON is a list of CSL items";
        file.fault(0..0, "the bibliography holds no works".to_owned(), help);
    }
    let mut from = 0;
    for entry in list {
        let key = match &entry["id"] {
            Json::String(id) => id.clone(),
            Json::Number(id) => id.to_string(),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
                file.fault(
                    from..from,
                    "a work without an `id` is left out".to_owned(),
                    "give it an `id` to cite it by",
                );
                continue;
            }
        };
        // JSON keeps no places: the work stands where its key next stands in quotes.
        let at = file.text[from..].find(&format!("\"{key}\"")).map_or(from, |found| from + found);
        from = at;
        let mut fields = Fields::default();
        for (name, value) in entry.as_object().into_iter().flatten() {
            if let Ok(value) = serde_json::from_value::<Value>(value.clone()) {
                fields.0.insert(name.clone(), single(value));
            }
        }
        works.add(key, fields, file.lines.span(at..at), file.sink);
    }
}

/// Of a range of dates the first, which is what a reference needs.
fn single(value: Value) -> Value {
    match value {
        Value::Date(DateValue::DateParts { mut date_parts, literal, season, circa }) => {
            date_parts.0.truncate(1);
            Value::Date(DateValue::DateParts { date_parts, literal, season, circa })
        }
        Value::Date(DateValue::Raw { mut raw, literal, season }) => {
            raw.end = None;
            Value::Date(DateValue::Raw { raw, literal, season })
        }
        Value::String(_) | Value::Number(_) | Value::Names(_) => value,
    }
}
