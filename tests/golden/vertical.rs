//! Cases of kind `vertical`: read, and left to the part of keben that will set text vertically.

use serde::Deserialize;
use serde_json::Value;

use crate::case::{Case, Outcome};

/// All that such cases expect, so that a field nobody knows is noticed today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    #[serde(default, rename = "orientation")]
    _orientation: Option<Value>,
    #[serde(default, rename = "glyph_as")]
    _glyph_as: Option<Value>,
    #[serde(default, rename = "advance")]
    _advance: Option<Value>,
    #[serde(default, rename = "tcy")]
    _tcy: Option<Value>,
    #[serde(default, rename = "mark")]
    _mark: Option<Value>,
    #[serde(default, rename = "book")]
    _book: Option<Value>,
    #[serde(default, rename = "distance")]
    _distance: Option<Value>,
    #[serde(default, rename = "extracted_text")]
    _extracted_text: Option<Value>,
    #[serde(default, rename = "line_axis_centred")]
    _line_axis_centred: Option<Value>,
    #[serde(default, rename = "no_autospace_around")]
    _no_autospace_around: Option<Value>,
    #[serde(default, rename = "not_tcy")]
    _not_tcy: Option<Value>,
}

pub fn run(case: &Case) -> Outcome {
    match case.expect::<Expect>() {
        Ok(_) => Outcome::Later("vertical setting is still to come".into()),
        Err(why) => Outcome::Failed(why),
    }
}
