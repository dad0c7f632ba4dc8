//! A table of the front matter → a part of the metadata: what is wrong in it is told, the rest holds.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diag::unknown_key;

/// Reads a table key by key.
pub(super) fn table<T: Default + DeserializeOwned>(value: &Value, complain: &dyn Fn(&str)) -> T {
    let Value::Object(keys) = value else {
        if !value.is_null() {
            complain("must be a table of keys and words");
        }
        return T::default();
    };
    let mut sound = Map::new();
    for (key, value) in keys.iter().filter(|(_, value)| !value.is_null()) {
        let one = Map::from_iter([(key.clone(), words(value))]);
        match serde_json::from_value::<T>(Value::Object(one.clone())) {
            Ok(_) => sound.extend(one),
            Err(error) => complain(&format!("has `{key}`: {}", unknown_key(&error.to_string()))),
        }
    }
    serde_json::from_value(Value::Object(sound)).unwrap_or_else(|error| {
        complain(&format!("cannot be used: {error}"));
        T::default()
    })
}

/// Numbers are words here: a price, a copy's number.
fn words(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(list) => Value::Array(list.iter().map(words).collect()),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Object(_) => value.clone(),
    }
}
