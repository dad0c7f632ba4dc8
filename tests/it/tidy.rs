//! Holds the house rules that a compiler does not know: who may import whom, and that what is written stays true.
#![allow(clippy::disallowed_methods, reason = "reads the sources themselves")]

use std::collections::BTreeSet;
use std::path::Path;

use keben::diag::CODES;

use crate::common::root;

/// Which modules each module may name, beside itself; the table of ARCHITECTURE.md.
const MAY_IMPORT: [(&str, &str); 18] = [
    ("unit", ""),
    ("diag", ""),
    ("source", "diag"),
    ("model", "unit diag"),
    ("math", "unit"),
    ("read", "math model source diag"),
    ("resolve", "math model source diag"),
    ("theme", "model unit diag"),
    ("font", "model theme unit source diag"),
    ("text", "font theme model unit diag"),
    ("layout", "resolve theme text font math model unit diag"),
    ("impose", "unit"),
    ("pdf", "layout text font model unit diag"),
    ("press", "impose unit diag"),
    ("html", "resolve theme font math model unit diag"),
    ("epub", "html resolve theme font math model unit diag"),
    ("drawing", "html layout text font"),
    ("publish", "*"),
];

/// Libraries whose names occur in one place only, and that place.
const AT_HOME: [(&str, &[&str]); 10] = [
    ("hayagriva", &["resolve/works", "resolve/cite", "resolve/cite.rs"]),
    ("biblatex::", &["resolve/works"]),
    ("krilla", &["pdf"]),
    ("lopdf", &["press"]),
    ("moxcms", &["press"]),
    ("zune_jpeg", &["press/colour"]),
    ("ratex_", &["math", "math.rs"]),
    ("pulldown_cmark", &["read/markdown", "read/markdown.rs"]),
    ("toml_edit", &["theme"]),
    ("zip::", &["epub", "epub.rs"]),
];

/// Files longer than [`LONGEST`] lines, and why they may be.
const LONG: [(&str, &str); 0] = [];

/// A file is a thought; a longer one is a table or hides a second thought.
const LONGEST: usize = 400;

/// All Rust files below `src`, as paths below it with their text.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    let mut pending = vec![src.clone()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).expect("src can be listed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&src).expect("it lies in src").to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).expect("a source can be read")));
            }
        }
    }
    found.sort();
    found
}

/// The first part of a path below `src`: `layout` for `layout/page/run.rs`, `unit` for `unit.rs`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// A source without its comments, so that prose may name what code may not.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The modules that a source names as `crate::…`, groups in braces included.
fn imports(text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut found = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        let own = code[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
        let rest = code[at + prefix.len()..].trim_start();
        let group = rest.strip_prefix('{').filter(|_| own);
        let mut depth = 0;
        let mut name = String::new();
        // In a group, the names at the group's own depth are modules; elsewhere there is only one.
        for c in group.unwrap_or(rest).chars() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' if depth == 0 && group.is_some() => found.extend([std::mem::take(&mut name)]),
                c if depth == 0 && (c.is_alphanumeric() || matches!(c, '_' | ':')) => name.push(c),
                c if c.is_whitespace() && group.is_some() => {}
                _ if depth > 0 => {}
                _ => break,
            }
        }
        found.extend([name].into_iter().filter(|_| own));
    }
    let first = |path: String| path.split("::").next().unwrap_or_default().to_owned();
    found.into_iter().map(first).filter(|name| !matches!(name.as_str(), "" | "self")).collect()
}

/// What is wrong with the imports of the file at `path`.
fn wrong_imports(path: &str, text: &str) -> Vec<String> {
    let own = module(path);
    if matches!(own, "lib" | "main" | "cli") {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == own) else {
        return vec![format!("{path}: `{own}` has no row in the import table")];
    };
    let may = |name: &str| *allowed == "*" || name == own || allowed.split(' ').any(|known| known == name);
    let wrong = imports(text).into_iter().filter(|name| !may(name));
    wrong.map(|name| format!("{path}: `{own}` must not name `{name}`")).collect()
}

/// Which libraries the file at `path` names that live elsewhere.
fn strayed(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let away = AT_HOME.iter().filter(|(library, homes)| {
        let home = |home: &&str| path == *home || path.starts_with(&format!("{home}/")) || path == format!("{home}.rs");
        names(&code, library) && !homes.iter().any(home)
    });
    away.map(|(library, _)| format!("{path}: `{library}` belongs elsewhere")).collect()
}

/// Whether `code` names `word`, and not merely a longer word that ends in it (`unzip::`).
fn names(code: &str, word: &str) -> bool {
    let begins = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(word).any(|(at, _)| begins(at))
}

/// Words that say a thing is not finished.
fn unfinished(text: &str) -> bool {
    ["todo!", "unimplemented!", "dbg!"].iter().any(|word| names(&code(text), word))
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn modules_name_only_those_above_them() {
    none(sources().iter().flat_map(|(path, text)| wrong_imports(path, text)).collect());
}

#[test]
fn libraries_stay_at_home() {
    none(sources().iter().flat_map(|(path, text)| strayed(path, text)).collect());
}

#[test]
fn a_planted_mistake_is_caught() {
    let caught = |path: &str, text: &str| !wrong_imports(path, text).is_empty();
    assert!(caught("layout/page/run.rs", "use crate::html::Doc;"));
    assert!(caught("unit.rs", "fn f(x: crate::model::Book) {}"));
    assert!(caught("resolve/toc.rs", "use crate::{\n    diag::{Sink, Span},\n    layout,\n};"));
    assert!(caught("model/walk.rs", "pub(crate) fn f() { crate::read::read() }"));
    assert!(caught("novel.rs", ""), "a module without a row");
    assert!(!caught("layout/line.rs", "use crate::{layout::Frame, text, diag::{Sink, html}};"));
    assert!(!caught("theme.rs", "/// See [`crate::layout`].\n//! crate::pdf\nlet x = 1; // crate::pdf"));
    assert!(!caught("unit.rs", "use quick_crate::model;"));
    assert!(!caught("publish.rs", "use crate::{read, pdf, epub};"));
    assert!(!caught("cli/args.rs", "use crate::html;"));
    assert!(!strayed("layout/frame.rs", "use krilla::Document;").is_empty());
    assert!(!strayed("html.rs", "let file = zip::ZipWriter::new();").is_empty());
    assert!(strayed("pdf/page.rs", "use krilla_svg::SurfaceExt;").is_empty());
    assert!(strayed("html.rs", "// krilla does this\nlet (a, b) = pairs.unzip::<Vec<_>, Vec<_>>();").is_empty());
    assert!(strayed("read/markdown/inline.rs", "use pulldown_cmark::Event;").is_empty());
    assert!(unfinished("fn f() { todo!() }") && !unfinished("fn f() {} // no todo!() here"));
}

#[test]
fn files_are_short_or_say_why_not() {
    let sources = sources();
    let long: Vec<_> = sources.iter().filter(|(_, text)| text.lines().count() > LONGEST).collect();
    let excused = |path: &str| LONG.iter().any(|(known, why)| *known == path && !why.is_empty());
    let unexcused = long.iter().filter(|(path, _)| !excused(path));
    let mut wrong: Vec<String> = unexcused.map(|(path, _)| format!("{path} is longer than {LONGEST} lines")).collect();
    let stale = LONG.iter().filter(|(known, _)| !long.iter().any(|(path, _)| path == known));
    wrong.extend(stale.map(|(known, _)| format!("{known} is not long any more: take it from the list")));
    none(wrong);
}

/// The codes of the findings that a source makes: the first thing said to a diagnostic, or a fault's `code`.
fn codes(text: &str) -> Vec<String> {
    let code = code(text);
    let makers = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", ".warn(", ".note(", "code: "];
    let mut found = Vec::new();
    for maker in makers {
        for (at, _) in code.match_indices(maker) {
            let said = code[at + maker.len()..].trim_start();
            found.extend(said.strip_prefix('"').and_then(|said| said.split('"').next()).map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_code_is_listed_and_every_listed_code_is_used() {
    assert_eq!(codes("x(Diagnostic::note(\n  \"one\", s)); self.warn(\"two\", Fault { code: \"three\" })").len(), 3);
    let listed: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert!(listed.is_sorted_by(|a, b| a < b), "the list is in order, and nothing is in it twice");
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (path, text) in sources() {
        for code in codes(&text) {
            if !listed.contains(&code.as_str()) {
                wrong.push(format!("{path}: `{code}` is not in `diag::CODES`"));
            }
            used.insert(code);
        }
    }
    wrong.extend(listed.iter().filter(|code| !used.contains(**code)).map(|code| format!("no finding is `{code}`")));
    none(wrong);
}

#[test]
fn nothing_is_left_unfinished() {
    none(sources().into_iter().filter(|(_, text)| unfinished(text)).map(|(path, _)| path).collect());
}

#[test]
fn every_dependency_says_why() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml can be read");
    let mut listed = false;
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            listed = matches!(line, "[dependencies]" | "[dev-dependencies]" | "[build-dependencies]");
        } else if listed && line.contains('=') {
            seen += 1;
            if line.split_once('#').is_none_or(|(_, why)| why.trim().is_empty()) {
                wrong.push(format!("Cargo.toml says not why: {line}"));
            }
        }
    }
    assert!(seen > 0, "Cargo.toml has dependencies");
    none(wrong);
}

/// The paths a text names between backticks.
fn named_paths(text: &str) -> Vec<&str> {
    let is_path = |word: &&str| {
        let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
        plain && (word.contains('/') || [".rs", ".toml", ".md"].iter().any(|ending| word.ends_with(ending)))
    };
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(is_path).collect()
}

#[test]
fn paths_in_the_plan_exist() {
    assert_eq!(named_paths("`src/a.rs` and `b` or src/c.rs, `x / y`, `clippy.toml`"), ["src/a.rs", "clippy.toml"]);
    // A book's own files have these names too, and need not lie here.
    let of_books = ["keben.toml", "SUMMARY.md", "book.toml"];
    let Ok(plan) = std::fs::read_to_string(root().join("ARCHITECTURE.md")) else { return };
    let exists =
        |path: &str| [root().to_owned(), root().join("src")].iter().any(|base| base.join(Path::new(path)).exists());
    let missing = named_paths(&plan).into_iter().filter(|path| !of_books.contains(path) && !exists(path));
    none(missing.map(|path| format!("ARCHITECTURE.md names `{path}`, which is not there")).collect());
}
