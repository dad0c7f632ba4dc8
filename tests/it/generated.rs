//! Files that a program writes: each is made anew and compared; `BLESS=1` rewrites those that are stale.

use std::fmt::Write;

use keben::diag::CODES;

use crate::common::{generated, root};
use crate::tables::tables;

/// A file that is generated, and who makes it.
type Generated = (&'static str, fn() -> String);

const GENERATED: [Generated; 3] =
    [("docs/findings.md", findings), ("src/resolve/numerals.rs", numerals), ("src/text/tables.rs", tables)];

#[test]
fn generated_files_are_fresh() {
    for (path, make) in GENERATED {
        generated(&root().join(path), &make());
    }
}

/// The codes of findings as a page to read.
fn findings() -> String {
    let mut page = "# What keben finds\n\n\
        Every finding has a code, which `--message-format short` and `json` show. `keben build --deny CODE` fails on \
        findings of that kind\nand writes nothing; `--deny warnings` fails on all that are warnings. Errors always fail.\n\n\
        | Code | What was found |\n| --- | --- |\n"
        .to_owned();
    for (code, meaning) in CODES {
        page.push_str(&format!("| `{code}` | {meaning} |\n"));
    }
    page
}

/// A table of the project as TOML.
fn table(path: &str) -> toml::Table {
    let text = std::fs::read_to_string(root().join(path)).expect("the table can be read");
    text.parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The signs of numbers, and outlines made of them.
fn numerals() -> String {
    let table = table("src/resolve/numbering.toml");
    let mut code = "//! Made from `numbering.toml` by tests/it/generated.rs: change that, not this.\n\n\
        use super::counter::Numerals;\nuse super::outline::{Level, Outline};\n"
        .to_owned();
    let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
    let list = |value: &toml::Value| value.as_array().expect("a list").clone();
    let signs = |value: &toml::Value| text(value).chars().map(|c| format!("{c:?}")).collect::<Vec<_>>().join(", ");
    let texts =
        |value: &toml::Value| list(value).iter().map(|v| format!("{:?}", text(v))).collect::<Vec<_>>().join(", ");
    let constant = |name: &str| name.to_uppercase().replace('-', "_");
    for (name, entry) in table["numerals"].as_table().expect("styles of numerals") {
        let (digits, units, myriads) = (signs(&entry["digits"]), texts(&entry["units"]), texts(&entry["myriads"]));
        let bare = &entry["bare-ten"];
        let name = constant(name);
        let _ = write!(
            code,
            "\npub(super) const {name}: Numerals = Numerals {{\n    digits: [{digits}],\n    units: [{units}],\n    \
             myriads: [{myriads}],\n    bare_ten: {bare},\n}};\n"
        );
    }
    for (name, entry) in table["signs"].as_table().expect("signs") {
        let (name, signs) = (constant(name), signs(entry));
        let _ = write!(code, "\npub(super) const {name}: [char; 10] = [{signs}];\n");
    }
    let runs = list(&table["circled"]["runs"]);
    let _ = write!(
        code,
        "\n/// First number, last number, sign of the first.\npub(super) const CIRCLED: [(u64, u64, char); {}] = [{}];\n",
        runs.len(),
        runs.iter().map(|run| format!("({}, {}, {})", run[0], run[1], signs(&run[2]))).collect::<Vec<_>>().join(", ")
    );
    for (name, entry) in table["outline"].as_table().expect("outlines") {
        let levels = list(&entry["levels"]);
        let _ = write!(code, "\npub(super) const {}: Outline = Outline {{\n    levels: &[\n", constant(name));
        for level in levels {
            let (pattern, gap) = (text(&level["pattern"]), &level["gap"]);
            let _ = writeln!(code, "        Level {{ pattern: {pattern:?}, gap: {gap} }},");
        }
        code.push_str("    ],\n};\n");
    }
    code
}
