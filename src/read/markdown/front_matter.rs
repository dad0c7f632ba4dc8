//! Front matter: YAML between `---` lines or TOML between `+++` lines at the very start → [`Meta`].

mod places;
mod table;

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Place, paths};
use crate::diag::nearest;
use crate::model::{Block, Code, Creator, CreatorRole, Identifier, IdentifierScheme, Meta, Series};
use places::{keep_places, key_range};
use table::table;

/// What stands before the text.
#[derive(Default)]
pub(super) struct Front {
    /// What it says.
    pub meta: Meta,
    /// The theme it asks for, and where.
    pub theme: Option<(String, Range<usize>)>,
    /// Broken front matter, kept as it is so that nothing is lost.
    pub kept: Vec<Block>,
    /// Where the Markdown starts.
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Notation {
    Yaml,
    Toml,
}

/// Reads the front matter of the text, where there is any.
pub(super) fn read(place: &Place) -> Front {
    let start = if place.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let none = Front { end: start, ..Front::default() };
    let Some((notation, inner, end)) = find(place.text, start) else { return none };
    let text = &place.text[inner.clone()];
    let parsed = match notation {
        Notation::Yaml => yaml(text),
        Notation::Toml => toml(text),
    };
    match parsed {
        Ok(Value::Object(keys)) => {
            let theme = keys.get("theme").and_then(scalar).map(|name| (name, key_range(place, &inner, "theme")));
            Front { meta: meta(place, &inner, &keys), theme, kept: Vec::new(), end }
        }
        // A rule, some words and a rule: Markdown after all.
        Ok(_) => none,
        Err(_) if !looks_like_keys(text) => none,
        Err(mistake) => {
            let at = offset(text, mistake.line, mistake.column);
            let range = inner.start + at..inner.start + at;
            let help = "it is printed as it stands; mend it and build again";
            place.warn("front-matter", range, format!("broken front matter: {}", mistake.what), Some(help.into()));
            let language = if notation == Notation::Yaml { "yaml" } else { "toml" };
            let kept = Code {
                language: Some(language.into()),
                text: text.trim_end().to_owned(),
                span: place.span(inner),
                ..Code::default()
            };
            Front { kept: vec![Block::Code(kept)], end, ..Front::default() }
        }
    }
}

/// The notation, the bytes between the fences, and the byte after the closing fence's line.
fn find(text: &str, start: usize) -> Option<(Notation, Range<usize>, usize)> {
    let first = text[start..].lines().next()?;
    let notation = match first.trim_end() {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => return None,
    };
    let inner = start + text[start..].find('\n')? + 1;
    // A blank line after `---` makes it a thematic break, as in pandoc.
    if text[inner..].lines().next()?.trim().is_empty() {
        return None;
    }
    let mut at = inner;
    for line in text[inner..].split_inclusive('\n') {
        let closes = match notation {
            Notation::Yaml => matches!(line.trim_end(), "---" | "..."),
            Notation::Toml => line.trim_end() == "+++",
        };
        if closes {
            return Some((notation, inner..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

struct Mistake {
    what: String,
    /// From 1; 0 where unknown.
    line: usize,
    column: usize,
}

fn yaml(text: &str) -> Result<Value, Mistake> {
    // `title: No` is a title, `isbn: 007` keeps its noughts.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location();
        let what = error.without_snippet().to_string();
        Mistake {
            what: first_line(&what),
            line: place.map_or(0, |place| place.line() as usize),
            column: place.map_or(0, |place| place.column() as usize),
        }
    })
}

fn toml(text: &str) -> Result<Value, Mistake> {
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
        let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
        Mistake {
            what: first_line(error.message()),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

/// TOML's dates are strings here, as they are in YAML.
fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(of_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    // The diagnostic says where, counted in the file.
    let line = line.split(" at line ").next().unwrap_or_default().trim().trim_end_matches('.');
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "it cannot be read".into(),
    }
}

fn looks_like_keys(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    let key = first.split([':', '=']).next().unwrap_or_default().trim();
    key.len() < first.trim().len()
        && !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let Some(line) = line.checked_sub(1) else { return 0 };
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.trim_end().len(), |(at, _)| at)
}

const KEYS: &[&str] = &[
    "title",
    "subtitle",
    "title-in",
    "author",
    "authors",
    "creator",
    "creators",
    "date",
    "lang",
    "language",
    "rights",
    "copyright",
    "publisher",
    "isbn",
    "identifier",
    "cover",
    "cover-image",
    "description",
    "abstract",
    "keywords",
    "subjects",
    "subject",
    "tags",
    "series",
    "bibliography",
    "csl",
    "citation-style",
    "nocite",
    "imprint",
    "official",
    "theme",
];

fn meta(place: &Place, inner: &Range<usize>, keys: &Map<String, Value>) -> Meta {
    let mut meta = Meta::default();
    for (key, value) in keys {
        keep_places(&mut meta.places, place, inner, key, value);
        let complain = |what: &str| {
            let range = key_range(place, inner, key);
            place.warn("front-matter", range, format!("`{key}` of the front matter {what}"), None);
        };
        let text = || {
            let text = scalar(value);
            if text.is_none() && !value.is_null() {
                complain("must be a word or a sentence");
            }
            text
        };
        match key.to_lowercase().as_str() {
            "title" => meta.title = text().unwrap_or_default(),
            "subtitle" => meta.subtitle = text(),
            "title-in" => meta.title_in = table(value, &complain),
            "author" | "authors" | "creator" | "creators" => meta.creators.extend(creators(value, &complain)),
            "date" => meta.date = text(),
            "lang" | "language" => match text().map(|tag| tag.parse()) {
                Some(Ok(lang)) => meta.language = Some(lang),
                Some(Err(error)) => complain(&format!("is wrong: {error}")),
                None => {}
            },
            "rights" | "copyright" => meta.rights = text(),
            "publisher" => meta.publisher = text(),
            "isbn" => meta.identifiers.extend(text().map(|value| {
                let value = value.trim_start_matches("ISBN").trim_start_matches([':', ' ', '：']).to_owned();
                Identifier { scheme: IdentifierScheme::Isbn, value }
            })),
            "identifier" => meta.identifiers.extend(list(value).into_iter().filter_map(identifier)),
            "cover" | "cover-image" => meta.cover = text().map(|path| paths::image_path(place.file, &path)),
            "bibliography" => {
                let files = list(value).into_iter().filter_map(scalar);
                meta.references.bibliography.extend(files.map(|path| paths::image_path(place.file, &path)));
            }
            "csl" | "citation-style" => {
                let of_file =
                    |name: String| if name.ends_with(".csl") { paths::image_path(place.file, &name) } else { name };
                meta.references.style = text().map(of_file);
            }
            "nocite" => meta.references.nocite.extend(list(value).into_iter().filter_map(scalar)),
            "description" | "abstract" => meta.description = text(),
            "keywords" | "subjects" | "subject" | "tags" => {
                for word in list(value).into_iter().filter_map(scalar) {
                    let words = word.split([',', '，', '、', ';', '；']).map(str::trim).filter(|word| !word.is_empty());
                    meta.subjects.extend(words.map(str::to_owned));
                }
            }
            "series" => meta.series = series(value),
            "imprint" | "版权页" => meta.imprint = table(value, &complain),
            // Not of the book: of how it looks.
            "theme" => drop(text()),
            "official" | "公文" => meta.official = Some(Box::new(table(value, &complain))),
            _ => {
                let help = nearest(key, KEYS.iter().copied()).map(|near| format!("the nearest key is `{near}`"));
                let range = key_range(place, inner, key);
                place.note("unknown-key", range, format!("no meaning for `{key}` of the front matter"), help);
            }
        }
    }
    meta
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn creators(value: &Value, complain: &dyn Fn(&str)) -> Vec<Creator> {
    let mut creators = Vec::new();
    for item in list(value) {
        if let Value::Object(keys) = item {
            let get = |names: &[&str]| names.iter().find_map(|name| scalar(keys.get(*name)?));
            let Some(name) = get(&["name", "text"]) else {
                complain("has an entry without a `name`");
                continue;
            };
            let role = get(&["role"]).map_or(Some(CreatorRole::default()), |word| role(&word));
            if role.is_none() {
                complain(
                    "has a role that is none of author, editor, compiler, translator, illustrator, designer, contributor",
                );
            }
            let file_as = get(&["file-as", "file_as"]);
            creators.push(Creator {
                name,
                role: role.unwrap_or(CreatorRole::Contributor),
                file_as,
                ..Creator::default()
            });
        } else if let Some(name) = scalar(item) {
            creators.push(Creator { name, ..Creator::default() });
        }
    }
    creators
}

fn role(word: &str) -> Option<CreatorRole> {
    Some(match word.to_lowercase().as_str() {
        "author" | "aut" | "著" | "作者" => CreatorRole::Author,
        "editor" | "edt" | "主编" | "责任编辑" => CreatorRole::Editor,
        "compiler" | "com" | "编" | "辑" => CreatorRole::Compiler,
        "translator" | "trl" | "译" | "译者" => CreatorRole::Translator,
        "illustrator" | "ill" | "绘" => CreatorRole::Illustrator,
        "designer" | "bkd" | "装帧" => CreatorRole::Designer,
        "contributor" | "ctb" => CreatorRole::Contributor,
        _ => return None,
    })
}

fn identifier(value: &Value) -> Option<Identifier> {
    let (scheme, value) = match value {
        Value::Object(keys) => (keys.get("scheme").and_then(scalar), scalar(keys.get("text").or(keys.get("value"))?)?),
        other => (None, scalar(other)?),
    };
    let lower = value.to_lowercase();
    let bare = |prefixes: &[&str]| {
        let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix))?;
        value.get(prefix.len()..).map(str::to_owned)
    };
    let known = [
        (IdentifierScheme::Isbn, bare(&["urn:isbn:", "isbn:", "isbn "])),
        (IdentifierScheme::Doi, bare(&["doi:", "https://doi.org/", "http://doi.org/"])),
        (IdentifierScheme::Uuid, bare(&["urn:uuid:", "uuid:"])),
    ];
    for (scheme, found) in known {
        if let Some(value) = found {
            return Some(Identifier { scheme, value: value.trim().to_owned() });
        }
    }
    let scheme = match scheme.unwrap_or_default().to_lowercase().as_str() {
        "isbn" | "isbn-10" | "isbn-13" => IdentifierScheme::Isbn,
        "doi" => IdentifierScheme::Doi,
        "uuid" => IdentifierScheme::Uuid,
        "serial" => IdentifierScheme::Serial,
        _ => IdentifierScheme::Other,
    };
    Some(Identifier { scheme, value })
}

fn series(value: &Value) -> Option<Series> {
    match value {
        Value::Object(keys) => {
            let number = keys.get("number").or(keys.get("position")).and_then(scalar);
            Some(Series { name: scalar(keys.get("name")?)?, number })
        }
        other => Some(Series { name: scalar(other)?, number: None }),
    }
}
