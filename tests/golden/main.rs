//! The golden cases for CJK typesetting: Chinese composition as data, by requirement.
//!
//! `cargo test --test golden` runs the cases of `../shared/golden/cjk` and our own in `tests/golden/cases`;
//! `KEBEN_GOLDEN=DIR` runs another folder of the same schema instead. A field the harness does not know fails its case.
#![allow(clippy::disallowed_methods, reason = "the tests are their own gate to files and the environment")]

mod annotation;
mod case;
#[path = "../it/checkout.rs"]
mod checkout;
mod compose;
mod counter;
#[path = "../it/pdf/extract.rs"]
#[allow(dead_code, reason = "the tests of the PDF use the rest")]
mod extract;
mod font;
mod line;
mod marks;
mod normalise;
mod page;
mod report;
mod spacing;
mod vertical;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use case::{Case, File, Outcome};

/// A kind, and where it is judged.
type Kind = (&'static str, fn(&Case) -> Outcome);

const KINDS: [Kind; 14] = [
    ("spacing", spacing::run),
    ("spacing-grid", spacing::run),
    ("spacing-sized", spacing::run),
    ("break", line::breaks),
    ("break-url", line::breaks),
    ("break-ko", line::breaks),
    ("line", line::run),
    ("font", font::run),
    ("annotation", annotation::run),
    ("normalise", normalise::run),
    ("counter", counter::run),
    ("report", report::run),
    ("page", page::run),
    ("vertical", vertical::run),
];

/// Cases that their own source contradicts: id, clause. They count as failed until somebody settles them.
const DISPUTED: [(&str, &str); 0] = [];

fn main() -> ExitCode {
    // The usual runner's way of asking which tests there are.
    if std::env::args().any(|argument| argument == "--list") {
        println!("golden: test");
        return ExitCode::SUCCESS;
    }
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let mut cases = Vec::new();
    for folder in folders() {
        for path in files(&folder) {
            let text = std::fs::read_to_string(&path).expect("a golden file can be read");
            let file: File = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(file.schema, "keben-cjk-golden-1", "{}: a schema the harness does not know", path.display());
            cases.extend(file.cases);
        }
    }
    if let Some(wanted) = wanted {
        cases.retain(|case| {
            let of = |key: &str| case.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            of("id").contains(&wanted) || of("kind") == wanted || of("req") == wanted
        });
    }
    let mut by_requirement: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let (mut later, mut broken) = (0, 0);
    for value in cases {
        let id = value.get("id").and_then(|id| id.as_str()).unwrap_or("a case without id").to_owned();
        let requirement =
            value.get("req").and_then(|req| req.as_str()).and_then(|req| req.rsplit('-').next()?.parse().ok());
        let entry = by_requirement.entry(requirement.unwrap_or_default()).or_default();
        let outcome = match Case::read(&value) {
            Ok(case) => judge(&case),
            Err(why) => Outcome::Failed(why),
        };
        match outcome {
            Outcome::Passed => entry.0 += 1,
            Outcome::Later(why) => {
                entry.1 += 1;
                later += 1;
                println!("{id}: later: {why}");
            }
            Outcome::Failed(why) => {
                entry.1 += 1;
                let disputed = DISPUTED.iter().find(|(known, _)| *known == id);
                broken += usize::from(disputed.is_none());
                println!(
                    "{id}: {}{why}",
                    disputed.map(|(_, clause)| format!("disputed ({clause}): ")).unwrap_or_default()
                );
            }
        }
    }
    println!();
    for (requirement, (passed, failed)) in &by_requirement {
        println!("CJK-{requirement}: {passed} passed, {failed} failed");
    }
    let passed: usize = by_requirement.values().map(|(passed, _)| passed).sum();
    let failed: usize = by_requirement.values().map(|(_, failed)| failed).sum();
    if later > 0 {
        println!("of the failed, {later} are for parts of keben that are still to come");
    }
    println!("{passed} passed, {failed} failed");
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a case; a panic fails the case, not the run.
fn judge(case: &Case) -> Outcome {
    let Some((_, run)) = KINDS.iter().find(|(kind, _)| *kind == case.kind) else {
        return Outcome::Failed(format!("the harness does not know the kind `{}`", case.kind));
    };
    std::panic::catch_unwind(|| run(case)).unwrap_or_else(|_| Outcome::Failed("it panicked".into()))
}

/// The folders of cases; our own are always among them unless another folder is asked for.
fn folders() -> Vec<PathBuf> {
    if let Some(folder) = std::env::var_os("KEBEN_GOLDEN") {
        return vec![folder.into()];
    }
    let mut folders = vec![checkout::root().join("tests/golden/cases")];
    folders.extend(checkout::shared("golden/cjk"));
    folders
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = listed
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}
