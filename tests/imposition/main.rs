//! Worked examples of imposition, as data: `cargo test --test imposition`, with `KEBEN_IMPOSITION=FILE` for others.
//!
//! Beside the sample data's there are a few of our own, so that a plain clone judges as well.
#![allow(clippy::disallowed_methods, reason = "the tests are their own gate to files and the environment")]

#[path = "../it/checkout.rs"]
mod checkout;
mod judge;

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Map, Value};

/// A judge of one case: `Err` says what is wrong.
type Judge = fn(&Value) -> Result<(), String>;

const KINDS: [(&str, Judge); 8] = [
    ("order", judge::order),
    ("cut", judge::cut),
    ("zine", judge::zine),
    ("creep", judge::creep),
    ("spine", judge::spine),
    ("collation", judge::collation),
    ("manual_duplex", judge::manual_duplex),
    ("reader_spreads", judge::reader_spreads),
];

fn main() -> ExitCode {
    // The usual runner's way of asking which tests there are.
    if std::env::args().any(|argument| argument == "--list") {
        println!("imposition: test");
        return ExitCode::SUCCESS;
    }
    let (mut passed, mut failed) = (0, 0);
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let groups: &Map<String, Value> = file["cases"].as_object().expect("cases are grouped by kind");
        for (kind, cases) in groups {
            for case in cases.as_array().expect("a kind has a list of cases") {
                match run(kind, case) {
                    Ok(()) => passed += 1,
                    Err(why) => {
                        failed += 1;
                        println!("{}: {why}", case["id"].as_str().unwrap_or("a case without id"));
                    }
                }
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A panic fails the case, not the run.
fn run(kind: &str, case: &Value) -> Result<(), String> {
    let Some((_, judge)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        return Err(format!("the harness does not know the kind `{kind}`"));
    };
    std::panic::catch_unwind(|| judge(case)).unwrap_or_else(|_| Err("it panicked".into()))
}

fn files() -> Vec<PathBuf> {
    if let Some(file) = std::env::var_os("KEBEN_IMPOSITION") {
        return vec![file.into()];
    }
    let mut files = vec![checkout::root().join("tests/imposition/cases.json")];
    files.extend(checkout::shared("golden/imposition.json"));
    files
}
