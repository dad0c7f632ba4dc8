//! Fills in what outputs cannot do without: a title and an identifier; complains about dates nobody can read.

use serde_json::Value;
use uuid::Uuid;

use super::{Isbn, Words};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Book, Identifier, IdentifierScheme, Lang, Meta, Places, walk};

/// The book's title: the author's, else the first title in it, else the language's word for none.
pub(super) fn title(book: &Book, lang: &Lang) -> String {
    let written = book.meta.title.trim();
    if !written.is_empty() {
        return written.to_owned();
    }
    book.divisions()
        .filter_map(|division| division.title.as_ref())
        .map(|title| walk::plain(&title.content).trim().to_owned())
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| Words::of(lang).untitled.to_owned())
}

/// The first identifier as a URN or URL, else a UUID that the same title, makers and language always give.
pub(super) fn identifier(meta: &Meta, lang: &Lang, sink: &Sink) -> String {
    check_date(meta, sink);
    if let Ok(value) = serde_json::to_value(meta) {
        check_characters(&value, "", &meta.places, sink);
    }
    let mut written = meta.identifiers.iter().filter(|one| !one.value.trim().is_empty());
    match written.next() {
        Some(first) => urn(first, &meta.places, sink),
        None => {
            let creators = meta.creators.iter().map(|creator| creator.name.as_str());
            let parts: Vec<&str> = ["keben", &meta.title].into_iter().chain(creators).chain([lang.as_str()]).collect();
            Uuid::new_v5(&Uuid::NAMESPACE_OID, parts.join("\0").as_bytes()).urn().to_string()
        }
    }
}

fn urn(identifier: &Identifier, places: &Places, sink: &Sink) -> String {
    let value = identifier.value.trim();
    let complain = |message: String, help: &str| {
        sink.push(Diagnostic::warning("bad-identifier", &places.of("identifiers"), message).help(help));
    };
    match identifier.scheme {
        IdentifierScheme::Isbn => {
            if let Err(why) = value.parse::<Isbn>() {
                complain(format!("`{value}` is not an ISBN: {why}"), "compare its digits with the certificate's");
            }
            let digits: String = value.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
            format!("urn:isbn:{digits}")
        }
        IdentifierScheme::Uuid => match Uuid::parse_str(value) {
            Ok(uuid) => uuid.urn().to_string(),
            Err(_) => {
                complain(format!("`{value}` is not a UUID"), "write 32 hexadecimal digits, or leave it out");
                value.to_owned()
            }
        },
        IdentifierScheme::Doi => {
            let bare = ["https://doi.org/", "http://doi.org/", "doi:"];
            let name = bare.iter().find_map(|prefix| value.strip_prefix(prefix)).unwrap_or(value);
            format!("https://doi.org/{name}")
        }
        IdentifierScheme::Other | IdentifierScheme::Serial => value.to_owned(),
    }
}

fn check_date(meta: &Meta, sink: &Sink) {
    let Some(date) = &meta.date else { return };
    if !is_date(date.trim()) {
        let message = format!("`{date}` is not a date that readers' programs understand");
        let help = "write a year, a year and month, or a day: 2020, 2020-12, 2020-12-31";
        sink.push(Diagnostic::warning("bad-date", &meta.places.of("date"), message).help(help));
    }
}

/// Tells of characters in metadata that no output can show.
fn check_characters(value: &Value, key: &str, places: &Places, sink: &Sink) {
    match value {
        Value::String(text) => {
            if let Some(c) = text.chars().find(|c| c.is_control() && !c.is_whitespace()) {
                let message = format!("`{key}` has the control character U+{:04X}", u32::from(c));
                let finding = Diagnostic::warning("control-character", &places.of(key), message);
                sink.push(finding.help("remove it: nothing can show it, and the PDF claims no standard with it"));
            }
        }
        Value::Array(list) => list.iter().for_each(|value| check_characters(value, key, places, sink)),
        Value::Object(keys) => keys.iter().for_each(|(name, value)| {
            let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
            check_characters(value, &key, places, sink);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a text is a date by W3C's note on date and time formats: a year, a month, a day, or a minute or second with its
/// zone.
///
/// ```
/// use keben::resolve::is_date;
/// assert!(is_date("2026") && is_date("2026-11-23") && is_date("2026-11-23T10:00:00Z"));
/// assert!(!is_date("2026-02-30") && !is_date("0000"));
/// ```
pub fn is_date(text: &str) -> bool {
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let parts: Vec<Option<u32>> = day.split('-').zip([4, 2, 2]).map(|(part, width)| digits(part, width)).collect();
    let whole_day = match (parts.as_slice(), day.split('-').count()) {
        ([Some(0), ..], _) => return false,
        ([Some(_)], 1) => false,
        ([Some(_), Some(month)], 2) if (1..=12).contains(month) => false,
        ([Some(year), Some(month), Some(day)], 3) if (1..=12).contains(month) => {
            if *day < 1 || *day > days_in(*year, *month) {
                return false;
            }
            true
        }
        _ => return false,
    };
    time.is_none_or(|time| whole_day && is_time(time))
}

/// A date in the words of a language: `2026年11月23日`, `2026-11-23`; `None` for what is no date.
pub(super) fn day(date: &str, lang: &Lang) -> Option<String> {
    let date = date.trim();
    let [year, month, day] = numbers(date)?;
    let year = year?;
    let units = match lang.primary() {
        "zh" | "ja" => ["年", "月", "日"],
        "ko" => ["년 ", "월 ", "일"],
        _ => return Some(date.to_owned()),
    };
    let parts = [Some(year), month, day].into_iter().flatten().zip(units);
    let text: String = parts.map(|(number, unit)| format!("{number}{unit}")).collect();
    Some(text.trim_end().to_owned())
}

/// Year, month and day of a date: `2026-11-23`, or `2026年11月23日` as documents print it.
fn numbers(date: &str) -> Option<[Option<u32>; 3]> {
    if is_date(date) {
        let day = date.split_once('T').map_or(date, |(day, _)| day);
        let mut parts = day.split('-').map(|part| part.parse().ok());
        return Some([parts.next()?, parts.next().flatten(), parts.next().flatten()]);
    }
    let (year, rest) = date.split_once('年')?;
    let (month, rest) = rest.trim().split_once('月')?;
    let day = rest.trim().strip_suffix('日')?;
    let [year, month, day] = [year, month, day].map(|part| part.trim().parse::<u32>().ok());
    is_date(&format!("{:04}-{:02}-{:02}", year?, month?, day?)).then_some([year, month, day])
}

fn is_time(text: &str) -> bool {
    let Some(zone_at) = text.find(['Z', '+', '-']) else { return false };
    let (clock, zone) = text.split_at(zone_at);
    let parts: Vec<&str> = clock.split(':').collect();
    let seconds_ok = match parts.get(2) {
        None => true,
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            below(whole, 60) && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit())
        }
    };
    let zone_ok = match zone[1..].split_once(':') {
        None => zone == "Z",
        Some((hours, minutes)) => !zone.starts_with('Z') && below(hours, 24) && below(minutes, 60),
    };
    matches!(parts.len(), 2 | 3) && below(parts[0], 24) && below(parts[1], 60) && seconds_ok && zone_ok
}

fn below(text: &str, limit: u32) -> bool {
    digits(text, 2).is_some_and(|value| value < limit)
}

fn digits(text: &str, width: usize) -> Option<u32> {
    let right = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    if right { text.parse().ok() } else { None }
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
