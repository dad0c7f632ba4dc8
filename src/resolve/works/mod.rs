//! Reads a book's bibliography: BibLaTeX, CSL-JSON or Hayagriva's YAML → works, each as the fields CSL knows.
//! In: the files the book names. Out: [`Works`]. Next: `cite`.

mod bib;
mod csl;
mod item;
mod yaml;

pub(super) use item::locale;

use std::collections::BTreeMap;

use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::json::{Item, NameValue, Value};

use crate::diag::{Diagnostic, Lines, Sink, Span, nearest};
use crate::model::{Lang, References};
use crate::source::Source;

/// The works of a bibliography.
#[derive(Default)]
pub(super) struct Works {
    list: Vec<Work>,
    keys: BTreeMap<String, usize>,
}

/// A work that may be cited.
pub(super) struct Work {
    /// What citations call it by.
    pub key: String,
    /// What is known of it, in the words of CSL.
    pub item: Item,
    /// Its language, as said or as its title shows.
    pub lang: Lang,
}

impl Work {
    /// Its makers as a sentence names them, by their family names; its title where nobody is named.
    pub fn names(&self, words: &LocaleCode) -> String {
        let makers = ["author", "editor", "translator"].iter().find_map(|name| match self.item.0.get(*name)? {
            Value::Names(names) => Some(names),
            Value::String(_) | Value::Number(_) | Value::Date(_) => None,
        });
        let short = |name: &NameValue| match name {
            NameValue::Literal(name) => name.literal.clone(),
            NameValue::Item(name) if !name.family.is_ascii() && self.lang.is_cjk() => {
                format!("{}{}", name.family, name.given.as_deref().unwrap_or_default())
            }
            NameValue::Item(name) => {
                let parts = [name.non_dropping_particle.as_deref(), Some(name.family.as_str())];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        };
        let [and, more] = match words.0.get(..2) {
            Some("zh") => ["和", "等"],
            Some("ja") => ["・", "ら"],
            Some("ko") => ["·", " 외"],
            Some(_) | None => [" and ", " et al."],
        };
        match makers.map(Vec::as_slice) {
            Some([one]) => short(one),
            Some([one, two]) => format!("{}{and}{}", short(one), short(two)),
            Some([one, ..]) => format!("{}{more}", short(one)),
            Some([]) | None => match self.item.0.get("title") {
                Some(Value::String(title)) => title.clone(),
                Some(Value::Number(_) | Value::Names(_) | Value::Date(_)) | None => String::new(),
            },
        }
    }
}

impl Works {
    /// The place of the work that has this key.
    pub fn at(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// The works in the order of their files.
    pub fn list(&self) -> &[Work] {
        &self.list
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    fn add(&mut self, key: String, mut fields: item::Fields, span: Span, sink: &Sink) {
        if self.keys.contains_key(&key) {
            let message = format!("the bibliography has two works `{key}`; the first is cited");
            sink.push(Diagnostic::warning("duplicate-work", &span, message).help("give one of them another key"));
            return;
        }
        fields.check(&key, &span, sink);
        self.keys.insert(key.clone(), self.list.len());
        let lang = fields.lang();
        let item = fields.finish(&key, self.list.len());
        self.list.push(Work { key, item, lang });
    }
}

/// Reads the files that a book names; nothing where it names none. A file that cannot be read is told, and so is a
/// work that cannot; the others are kept.
pub(super) fn works(references: &References, source: &dyn Source, sink: &Sink) -> Works {
    let mut works = Works::default();
    for path in &references.bibliography {
        let bytes = match source.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let files = source.list("");
                let near = nearest(path, files.iter().map(String::as_str));
                let help = near.map_or_else(
                    || "give the path of a .bib, .json or .yaml file of the project".to_owned(),
                    |near| format!("the nearest is `{near}`"),
                );
                let message = format!("the bibliography cannot be read: {error}");
                sink.push(Diagnostic::warning("bibliography", &Span::file(path), message).help(help));
                continue;
            }
        };
        let text = String::from_utf8_lossy((*bytes).as_ref());
        let text = text.trim_start_matches('\u{FEFF}');
        let file = File { lines: Lines::new(path, text), text, sink };
        match path.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
            Some("yaml" | "yml") => yaml::read(&file, &mut works),
            Some("json") => csl::read(&file, &mut works),
            _ => bib::read(&file, &mut works),
        }
    }
    works
}

/// A bibliography file that is being read.
struct File<'t> {
    text: &'t str,
    lines: Lines<'t>,
    sink: &'t Sink,
}

impl File<'_> {
    fn fault(&self, at: std::ops::Range<usize>, message: String, help: &str) {
        self.sink.push(Diagnostic::warning("bibliography", &self.lines.span(at), message).help(help));
    }
}
