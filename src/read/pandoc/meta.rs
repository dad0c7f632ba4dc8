//! Pandoc's metadata → [`Meta`]: the keys its own writers know.

use serde_json::Value;

use super::{Reader, text};
use crate::diag::Diagnostic;
use crate::model::{Creator, Identifier, Lang, Meta, References, walk};
use crate::source;

impl Reader<'_> {
    pub(super) fn meta(&self, meta: &Value) -> Meta {
        let one = |key: &str| Some(self.plain(&meta[key])).filter(|text| !text.is_empty());
        let many = |key: &str| -> Vec<String> {
            let value = &meta[key];
            let items = if value["t"] == "MetaList" { value["c"].as_array().map(Vec::as_slice) } else { None };
            let items = items.unwrap_or(std::slice::from_ref(value)).iter();
            items.map(|item| self.plain(item)).filter(|text| !text.is_empty()).collect()
        };
        let language = one("lang").or(one("language")).and_then(|tag| match tag.parse::<Lang>() {
            Ok(lang) => Some(lang),
            Err(error) => {
                self.cx.sink.push(Diagnostic::warning("language", &self.span, error.to_string()));
                None
            }
        });
        let author = |name| Creator { name, ..Creator::default() };
        let identifier = |value| Identifier { value, ..Identifier::default() };
        Meta {
            title: one("title").unwrap_or_default(),
            subtitle: one("subtitle"),
            creators: many("author").into_iter().map(author).collect(),
            language,
            identifiers: many("identifier").into_iter().map(identifier).collect(),
            publisher: one("publisher"),
            date: one("date"),
            rights: one("rights"),
            description: one("description").or(one("abstract")),
            subjects: many("keywords").into_iter().chain(many("subject")).collect(),
            cover: one("cover-image"),
            references: References {
                bibliography: many("bibliography")
                    .into_iter()
                    .map(|path| source::join(&self.span.file, &path).unwrap_or(path))
                    .collect(),
                style: one("csl").or(one("citation-style")),
                nocite: keys(&meta["nocite"]),
            },
            ..Meta::default()
        }
    }

    /// A metadata value as one line; of a map (`name`, `text`) the entry that says it.
    fn plain(&self, value: &Value) -> String {
        let c = &value["c"];
        match value["t"].as_str().unwrap_or_default() {
            "MetaString" => text(c).to_owned(),
            "MetaInlines" => walk::plain(&self.inlines(c)),
            "MetaBlocks" => {
                let mut paragraphs = Vec::new();
                for block in c.as_array().into_iter().flatten() {
                    paragraphs.push(walk::plain(&self.inlines(&block["c"])));
                }
                paragraphs.join("\n")
            }
            "MetaMap" => ["name", "text"]
                .iter()
                .map(|key| self.plain(&c[*key]))
                .find(|said| !said.is_empty())
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// The keys of all citations below a node.
fn keys(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(keys).collect(),
        Value::Object(node) => match node.get("citationId").and_then(Value::as_str) {
            Some(key) => vec![key.to_owned()],
            None => node.values().flat_map(keys).collect(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}
