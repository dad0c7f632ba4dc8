//! Files that a program writes: each is made anew and compared; `BLESS=1` rewrites those that are stale.

use keben::diag::CODES;

use crate::common::{generated, root};

/// What is generated: the file, and who makes it.
const GENERATED: [(&str, fn() -> String); 1] = [("docs/findings.md", findings)];

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
