//! A golden case as its README describes it, and where the data lies.

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
#[derive(Clone)]
pub struct Case {
    /// Everything but what it expects, as keben reads it.
    pub paragraph: keben::layout::Case,
    pub kind: String,
    pub expect: Map<String, Value>,
}

impl Case {
    /// A case from its JSON.
    pub fn read(value: &Value) -> Result<Self, String> {
        let kind = value.get("kind").and_then(Value::as_str).ok_or("it has no kind")?.to_owned();
        let expect = value.get("expect").and_then(Value::as_object).ok_or("it expects nothing")?.clone();
        let paragraph = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        Ok(Self { paragraph, kind, expect })
    }
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

/// Fails with a message unless `holds`.
pub fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}
