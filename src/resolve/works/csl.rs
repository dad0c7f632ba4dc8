//! CSL-JSON, as Zotero and other reference managers write it.

use hayagriva::citationberg::json::{DateValue, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};
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
    let depth = if parsed.is_array() { 1 } else { 2 };
    let mut places = places(file.text, depth).into_iter();
    let mut at = 0;
    for entry in list {
        // What is no object is told where the one before it stands.
        if entry.is_object() {
            at = places.next().unwrap_or(at);
        }
        let key = match &entry["id"] {
            Json::String(id) => id.clone(),
            Json::Number(id) => id.to_string(),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
                let help = "give it an `id` to cite it by";
                file.fault(at..at, "a work without an `id` is left out".to_owned(), help);
                continue;
            }
        };
        let mut fields = Fields::default();
        let mut bad = Vec::new();
        for (name, value) in entry.as_object().into_iter().flatten() {
            match field(name, value) {
                Ok(value) => fields.0.extend(value.map(|value| (name.clone(), value))),
                Err(Unreadable) => bad.push(format!("`{name}`")),
            }
        }
        if !bad.is_empty() {
            let message = format!("the work `{key}` has fields that cannot be read: {}", bad.join(", "));
            file.fault(at..at, message, FORMS);
        }
        works.add(key, fields, file.lines.span(at..at), file.sink);
    }
}

/// Where the objects begin that stand in a list, so many brackets deep: parsed JSON keeps no places.
fn places(text: &str, depth: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => {
                if byte == b'{' && open.len() == depth && open.last() == Some(&b'[') {
                    found.push(at);
                }
                open.push(byte);
            }
            b']' | b'}' => {
                open.pop();
            }
            _ => {}
        }
    }
    found
}

/// A field of which the formatter could make nothing, or which would bring it to its end.
struct Unreadable;

const FORMS: &str = "names are lists of `{\"family\": …, \"given\": …}`, dates `{\"date-parts\": [[2001, 5, 3]]}`, \
                     all else text or numbers";

/// A field as the formatter takes it; nothing where it says nothing.
fn field(name: &str, value: &Json) -> Result<Option<Value>, Unreadable> {
    if value.is_null() {
        Ok(None)
    } else if DATES.contains(&name) {
        date(value).map(Some)
    } else if NAMES.contains(&name) {
        names(value)
    } else {
        match text(value) {
            Some(text) => Ok((!text.is_empty()).then_some(Value::String(text))),
            // What programs keep for themselves is none of ours.
            None if name == "custom" => Ok(None),
            None => Err(Unreadable),
        }
    }
}

/// Text, a number or a list of these.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(said) => Some(said.to_string()),
        Json::Array(list) => Some(list.iter().map(text).collect::<Option<Vec<_>>>()?.join(", ")),
        Json::Null | Json::Object(_) => None,
    }
}

fn names(value: &Json) -> Result<Option<Value>, Unreadable> {
    let list = value.as_array().ok_or(Unreadable)?;
    let names = list.iter().map(one_name).collect::<Result<Vec<_>, _>>()?;
    Ok((!names.is_empty()).then_some(Value::Names(names)))
}

fn one_name(value: &Json) -> Result<NameValue, Unreadable> {
    let part = |name: &str| match &value[name] {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Json::Number(number) => Ok(Some(number.to_string())),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(Unreadable),
    };
    let literal = |literal: String| Ok(NameValue::Literal(LiteralName { literal }));
    match (value, part("literal")?, part("family")?, part("given")?) {
        (Json::String(name), ..) if !name.trim().is_empty() => literal(name.trim().to_owned()),
        (_, Some(name), ..) | (_, None, None, Some(name)) => literal(name),
        (_, None, Some(family), given) => Ok(NameValue::Item(NameItem {
            family,
            given,
            non_dropping_particle: part("non-dropping-particle")?,
            dropping_particle: part("dropping-particle")?,
            suffix: part("suffix")?,
            comma_suffix: value["comma-suffix"].as_bool(),
        })),
        (_, None, None, None) => Err(Unreadable),
    }
}

/// A date; of a range the first, which is what a reference needs.
fn date(value: &Json) -> Result<Value, Unreadable> {
    let parts: Vec<i64> = match (value, &value["date-parts"], &value["raw"], &value["literal"]) {
        (_, Json::Array(range), ..) => {
            let parts = range.first().and_then(Json::as_array).ok_or(Unreadable)?.iter();
            let said = parts.filter(|part| !part.is_null() && part.as_str() != Some(""));
            let number = |part: &Json| part.as_i64().or_else(|| part.as_str()?.trim().parse().ok());
            said.map(number).collect::<Option<_>>().ok_or(Unreadable)?
        }
        (Json::String(raw), ..) | (_, Json::Null, Json::String(raw), _) => written(raw),
        (_, Json::Null, Json::Null, Json::String(raw)) => written(raw),
        _ => return Err(Unreadable),
    };
    let (Some(Ok(year)), true) = (parts.first().map(|year| i16::try_from(*year)), parts.len() <= 3) else {
        return Err(Unreadable);
    };
    let mut date = vec![year];
    let mut season = text(&value["season"]);
    match (parts.get(1), parts.get(2)) {
        (None, _) => {}
        (Some(&month @ 1..=12), None) => date.push(month as i16),
        (Some(&month @ 1..=12), Some(&day @ 1..=31)) => date.extend([month as i16, day as i16]),
        // Seasons, as some programs number them.
        (Some(&part @ (13..=16 | 21..=24)), None) => season = Some(((part - 1) % 4 + 1).to_string()),
        (Some(_), _) => return Err(Unreadable),
    }
    let circa = match &value["circa"] {
        Json::Bool(circa) => *circa,
        Json::Number(number) => number.as_i64() == Some(1),
        Json::String(text) => text == "true" || text == "1",
        Json::Null | Json::Array(_) | Json::Object(_) => false,
    };
    let date_parts = VecDateRange(vec![VecDate(date)]);
    Ok(Value::Date(DateValue::DateParts { date_parts, literal: None, season, circa }))
}

/// The numbers of a date in writing that begins with its year (`2001-05-03`, 2001年5月), else the year alone; of a range
/// the first.
fn written(raw: &str) -> Vec<i64> {
    let first = raw.split('/').next().unwrap_or_default();
    let numbers: Vec<&str> = first.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let kept = match numbers.iter().position(|part| part.len() == 4) {
        Some(0) => &numbers[..numbers.len().min(3)],
        Some(at) => &numbers[at..=at],
        None => &[],
    };
    kept.iter().filter_map(|part| part.parse().ok()).collect()
}

const DATES: [&str; 6] = ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

const NAMES: [&str; 28] = [
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editor-translator",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
    "editortranslator",
];
