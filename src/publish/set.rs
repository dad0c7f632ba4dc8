//! Keys of the manifest that are set from outside, over what its file says.

use serde::de::IntoDeserializer;

use super::{Manifest, ManifestError};
use crate::diag::unknown_key;

impl Manifest {
    /// The manifest that was read from this text, with keys set over it, each as `KEY=VALUE`: the key with its sections
    /// (`html.form`), the value as the file would have it, where text needs no quotes.
    ///
    /// # Errors
    /// When a key is unknown, or its value of the wrong kind: what is wrong is said with its name.
    ///
    /// ```
    /// use keben::publish::Manifest;
    /// let set = ["book.title=江河".to_owned(), "numbering.depth=2".to_owned()];
    /// let text = "[book]\ntitle = \"书\"\npublisher = \"社\"";
    /// let manifest = Manifest::parse(text).unwrap().set(text, &set).unwrap();
    /// assert_eq!((manifest.book.title.as_str(), manifest.book.publisher.as_deref()), ("江河", Some("社")));
    /// let error = Manifest::default().set("", &["html.from=site".to_owned()]).unwrap_err();
    /// assert!(error.to_string().contains("html.from") && error.to_string().contains("`form`"));
    /// ```
    pub fn set(mut self, text: &str, settings: &[String]) -> Result<Self, ManifestError> {
        let mut table: toml::Table = text.parse().unwrap_or_default();
        for setting in settings {
            let wrong = |message: String| ManifestError { message: format!("`{setting}`: {message}"), at: None };
            let (key, value) = setting.split_once('=').ok_or_else(|| wrong("set it as KEY=VALUE".into()))?;
            let key = key.trim();
            if key.split('.').any(str::is_empty) {
                return Err(wrong("a part of the key is empty".into()));
            }
            let places = std::mem::take(&mut self.book.places);
            self = with(&mut table, key, read(value))
                // What looks like a number may be a title.
                .or_else(|why| with(&mut table, key, value.into()).map_err(|_| why))
                .map_err(&wrong)?;
            self.book.places = places;
        }
        Ok(self)
    }
}

/// A value as TOML has it; what is none is a text.
fn read(value: &str) -> toml::Value {
    let table = toml::from_str::<toml::Table>(&format!("value = {value}"));
    let read = table.ok().filter(|table| table.len() == 1).and_then(|mut table| table.remove("value"));
    read.unwrap_or_else(|| toml::Value::String(value.to_owned()))
}

/// The manifest with a key set in its table.
fn with(table: &mut toml::Table, key: &str, value: toml::Value) -> Result<Manifest, String> {
    put(table, key, value)?;
    let read = serde::Deserialize::deserialize(table.clone().into_deserializer());
    read.map_err(|error: toml::de::Error| unknown_key(error.message()))
}

fn put(table: &mut toml::Table, key: &str, value: toml::Value) -> Result<(), String> {
    let (sections, last) = key.rsplit_once('.').map_or((None, key), |(sections, last)| (Some(sections), last));
    let mut section = table;
    for name in sections.into_iter().flat_map(|sections| sections.split('.')) {
        let inner = section.entry(name).or_insert_with(|| toml::Table::new().into());
        section = inner.as_table_mut().ok_or_else(|| format!("`{name}` is no section"))?;
    }
    section.insert(last.to_owned(), value);
    Ok(())
}
