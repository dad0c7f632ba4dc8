//! A golden case as its README describes it, and where the data lies.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub schema: String,
    #[serde(rename = "group")]
    pub _group: String,
    pub cases: Vec<Value>,
}

/// A case. What it expects is read by its kind, which refuses fields it does not know.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    #[serde(rename = "id")]
    pub _id: String,
    #[serde(rename = "req")]
    pub _req: String,
    pub kind: String,
    pub lang: String,
    #[serde(default)]
    pub text: String,
    pub measure_em: Option<f64>,
    #[serde(default)]
    pub options: Options,
    #[serde(default)]
    pub runs: Vec<Run>,
    pub expect: Map<String, Value>,
    #[serde(default, rename = "source")]
    pub _source: String,
    #[serde(default, rename = "note")]
    pub _note: String,
}

/// A styled piece of the text.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    pub t: String,
    pub style: Option<String>,
    pub size: Option<f64>,
}

/// Options; the README's defaults where a case is silent.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    pub level: Option<String>,
    pub hanging: Option<String>,
    pub line_start: Option<String>,
    pub line_end: Option<String>,
    pub adjacent: Option<String>,
    pub autospace: Option<String>,
    pub align: Option<String>,
    pub indent: Option<f64>,
    pub breaker: Option<String>,
    pub orphan_min: Option<u8>,
    pub shrink: Option<String>,
    pub keep_counter: Option<bool>,
    pub hyphenate: Option<bool>,
    pub word_break: Option<String>,
    pub grid: Option<bool>,
}

/// How a case ended.
pub enum Outcome {
    Passed,
    Failed(String),
    /// It belongs to a part of keben that is still to come, and counts as failed.
    Later(String),
}

impl From<Result<(), String>> for Outcome {
    fn from(result: Result<(), String>) -> Self {
        result.map_or_else(Self::Failed, |()| Self::Passed)
    }
}

impl Case {
    /// What the case expects, as its kind reads it.
    pub fn expect<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_value(Value::Object(self.expect.clone())).map_err(|error| format!("in `expect`: {error}"))
    }
}

/// The checkout's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A path of the data beside the checkout; `None`, with a word, where it is missing and not required.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = root().join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    assert!(
        std::env::var_os("KEBEN_SHARED_REQUIRED").is_none_or(|value| value != "1"),
        "KEBEN_SHARED_REQUIRED is set, and {} is missing",
        full.display()
    );
    eprintln!("skipped: no {} beside the checkout", Path::new("../shared").join(path).display());
    None
}

/// Fails with a message unless `holds`.
pub fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}
