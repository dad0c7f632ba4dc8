//! A work under way: the fields of CSL (CSL 1.0.2, appendix IV), whatever file they come from.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};

use crate::diag::{Diagnostic, Sink, Span};
use crate::model::Lang;

/// The fields of a work.
#[derive(Default)]
pub(super) struct Fields(pub BTreeMap<String, Value>);

/// A person or body, its name in parts.
#[derive(Default)]
pub(super) struct Name {
    pub family: String,
    pub given: String,
    pub particle: String,
    pub suffix: String,
}

/// A day, a month or a year.
#[derive(Clone, Copy)]
pub(super) struct Day {
    pub year: i32,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub circa: bool,
}

impl Fields {
    /// Of a work of this type.
    pub fn of(kind: &str) -> Self {
        Self(BTreeMap::from([("type".to_owned(), Value::String(kind.to_owned()))]))
    }

    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        let text = text.into();
        let text = text.trim();
        if !text.is_empty() {
            self.0.insert(name.to_owned(), Value::String(text.to_owned()));
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Value::String(text) => Some(text),
            Value::Number(_) | Value::Names(_) | Value::Date(_) => None,
        }
    }

    pub fn names(&mut self, name: &str, persons: impl IntoIterator<Item = Name>) {
        let names: Vec<NameValue> = persons.into_iter().filter_map(Name::value).collect();
        if !names.is_empty() {
            self.0.insert(name.to_owned(), Value::Names(names));
        }
    }

    pub fn date(&mut self, name: &str, day: Day) {
        let Ok(year) = i16::try_from(day.year) else { return };
        let mut parts = vec![year];
        if let Some(month) = day.month {
            parts.push(i16::from(month));
            parts.extend(day.day.map(i16::from));
        }
        let date_parts = VecDateRange(vec![VecDate(parts)]);
        let date = DateValue::DateParts { date_parts, literal: None, season: None, circa: day.circa };
        self.0.insert(name.to_owned(), Value::Date(date));
    }

    /// The work's language: as said, else as its title is written.
    pub fn lang(&mut self) -> Lang {
        let said = self.text("language").and_then(|tag| tag.parse::<Lang>().ok());
        let lang = said.unwrap_or_else(|| {
            let shown = ["title", "container-title", "publisher"].iter().find_map(|name| self.text(name));
            written_in(shown.unwrap_or_default())
        });
        self.set("language", locale(&lang));
        lang
    }

    /// Tells what no reference can do without.
    pub fn check(&self, key: &str, span: &Span, sink: &Sink) {
        let named = ["title", "container-title", "note", "genre"].iter().any(|name| self.has(name));
        if !named {
            let message = format!("the work `{key}` has no title");
            sink.push(Diagnostic::warning("work-fields", span, message).help("give it a `title`"));
        }
        let dated = ["issued", "accessed", "original-date", "available-date", "submitted"];
        let by = ["author", "editor", "translator", "publisher", "container-title"];
        let missing: Vec<&str> = [("a date", dated.as_slice()), ("an author, editor or publisher", by.as_slice())]
            .iter()
            .filter(|(_, names)| !names.iter().any(|name| self.has(name)))
            .map(|(what, _)| *what)
            .collect();
        if named && !missing.is_empty() {
            let message = format!("the work `{key}` has neither {}", missing.join(" nor "));
            let message = if missing.len() == 1 { format!("the work `{key}` has not {}", missing[0]) } else { message };
            sink.push(Diagnostic::note("work-fields", span, message).help("readers look for it in a reference"));
        }
    }

    /// The finished item. Its first field differs from that of every other work: the formatter compares whole items,
    /// and thousands of times.
    pub fn finish(self, key: &str, number: usize) -> Item {
        let mut fields = self.0;
        fields.insert("!".into(), Value::Number(number as i64));
        fields.insert("id".into(), Value::String(key.to_owned()));
        Item(fields)
    }
}

impl Name {
    fn value(self) -> Option<NameValue> {
        let Self { family, given, particle, suffix } = self;
        if family.trim().is_empty() {
            let literal = given.trim().to_owned();
            return (!literal.is_empty()).then_some(NameValue::Literal(LiteralName { literal }));
        }
        if given.is_empty() && particle.is_empty() && suffix.is_empty() {
            return Some(NameValue::Literal(LiteralName { literal: family }));
        }
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Some(NameValue::Item(NameItem {
            family,
            given: some(given),
            non_dropping_particle: some(particle),
            dropping_particle: None,
            suffix: some(suffix),
            comma_suffix: None,
        }))
    }
}

/// The language that a title is written in, as far as its characters tell.
fn written_in(title: &str) -> Lang {
    let any = |ranges: &[(char, char)]| title.chars().any(|c| ranges.iter().any(|&(a, z)| (a..=z).contains(&c)));
    let tag = if any(&[('\u{3041}', '\u{30FF}')]) {
        "ja"
    } else if any(&[('\u{AC00}', '\u{D7A3}')]) {
        "ko"
    } else if any(&[('\u{3400}', '\u{9FFF}'), ('\u{20000}', '\u{3FFFF}')]) {
        "zh-Hans"
    } else if any(&[('\u{400}', '\u{4FF}')]) {
        "ru"
    } else {
        "en"
    };
    tag.parse().unwrap_or_default()
}

/// A language as CSL's locales are named.
pub(in crate::resolve) fn locale(lang: &Lang) -> String {
    match lang.primary() {
        "zh" if lang.is_traditional() => "zh-TW",
        "zh" => "zh-CN",
        "en" if lang.as_str().ends_with("-GB") => "en-GB",
        "en" => "en-US",
        "ja" => "ja-JP",
        "ko" => "ko-KR",
        "ru" => "ru-RU",
        "de" => "de-DE",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "it" => "it-IT",
        "pt" => "pt-PT",
        _ => return lang.as_str().to_owned(),
    }
    .to_owned()
}
