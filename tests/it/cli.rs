//! The program as people run it: what it writes, what it says, how it ends.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::common;

/// No run may take longer, whatever it is given.
const LIMIT: Duration = Duration::from_secs(100);

/// A folder that is gone after the test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("there is room for a folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("files can be written");
        self
    }

    fn keben(&self, args: &[&str]) -> Ended {
        self.keben_with(args, b"")
    }

    fn keben_with(&self, args: &[&str], input: &[u8]) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_keben"))
            .args(args)
            .current_dir(self.path())
            .env("SOURCE_DATE_EPOCH", "1609372800")
            .env("NO_COLOR", "1")
            .env_remove("KEBEN_FONTS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // A program that ends before it has read all is no failure of ours.
        let _ = child.stdin.take().expect("it has an input").write_all(input);
        let begun = Instant::now();
        let Output { status, stdout, stderr } = child.wait_with_output().expect("the program ends");
        assert!(begun.elapsed() < LIMIT, "{args:?} took {:?}", begun.elapsed());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
        let ended = Ended { code: status.code(), out: text(stdout), err: text(stderr) };
        assert!(!ended.err.contains("internal error") && !ended.err.contains("panicked"), "{args:?}: {}", ended.err);
        ended
    }

    /// The files of a folder with their bytes.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(self.path().join(folder)) else { return BTreeMap::new() };
        let file = |entry: std::fs::DirEntry| {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            (entry.file_name().into_string().expect("names are UTF-8"), bytes)
        };
        entries.map(|entry| file(entry.expect("it can be listed"))).collect()
    }

    /// The names of the files in a folder, each checked to be whole.
    fn whole(&self, folder: &str) -> Vec<String> {
        let files = self.files(folder);
        for (name, bytes) in &files {
            let whole = match name.rsplit('.').next() {
                Some("pdf") => bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"),
                Some("epub") => bytes.starts_with(b"PK") && zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_ok(),
                Some("html") => bytes.trim_ascii_end().ends_with(b"</html>"),
                Some("json") => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
                _ => false,
            };
            assert!(whole, "{name} is not whole, or not ours");
        }
        files.into_keys().collect()
    }
}

/// How a run ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    /// The same, ended with this code.
    #[track_caller]
    fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// The same, having said this.
    #[track_caller]
    fn saying(self, words: &str) -> Self {
        assert!(self.err.contains(words), "no {words:?} in:\n{}", self.err);
        self
    }
}

/// Bytes without any order; the same each time.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..count).map(|_| next()).collect()
}

const TEXT: &str = "# 一\n\n天地玄黄。\n\n# 二\n\n宇宙洪荒。\n";

#[test]
fn one_command_makes_three_files() {
    let desk = Desk::new();
    desk.put("文章.txt", "2020年大事\n\n导语。\n\n1.甲\n\n甲文。\n\n2.乙\n\n乙文。\n")
        .put("a.md", TEXT)
        .put("book/1.md", TEXT);
    for (path, name) in [("文章.txt", "文章"), ("a.md", "a"), ("book", "book")] {
        let folder = format!("out-{name}");
        let ended = desk.keben(&["build", path, "-o", &folder]).with(0);
        assert_eq!(desk.whole(&folder), [format!("{name}-booklet.pdf"), format!("{name}.epub"), format!("{name}.pdf")]);
        assert_eq!(ended.out.lines().count(), 3, "a line for each file: {}", ended.out);
        assert!(ended.out.lines().all(|line| line.contains(name) && line.contains(" KB")), "{}", ended.out);
    }
    desk.keben_with(&["build", "-", "--from", "markdown"], TEXT.as_bytes()).with(0);
    assert_eq!(desk.whole("out"), ["stdin-booklet.pdf", "stdin.epub", "stdin.pdf"]);
    desk.keben(&["build", "a.md", "-f", "html,json", "-o", "web", "-q"]).with(0);
    assert_eq!(desk.whole("web"), ["a.html", "a.json"]);
}

#[test]
fn findings_fail_the_build_but_files_are_whole() {
    let desk = Desk::new();
    desk.put("a.md", "# 题\n\n![图](no.png)\n\n文。\n");
    desk.keben(&["build", "a.md"]).with(1).saying("no.png").saying("a.md:3");
    assert_eq!(desk.whole("out").len(), 3);
    desk.put("broken/a.md", TEXT).put("broken/fonts/x.ttf", "no font at all");
    desk.keben(&["build", "broken", "-o", "b"]).with(1).saying("x.ttf");
    assert_eq!(desk.whole("b").len(), 3);
    desk.put("cycle/SUMMARY.md", "# S\n\n- [A](a.md)\n").put("cycle/a.md", "# A\n\n甲\n\n{{#include b.md}}\n");
    desk.put("cycle/b.md", "乙\n\n{{#include a.md}}\n");
    desk.keben(&["build", "cycle", "-o", "c"]).with(1).saying("include");
    assert_eq!(desk.whole("c").len(), 3);
    desk.put("secret.md", "SECRET-OF-THE-HOUSE\n");
    desk.put("outside/SUMMARY.md", "# S\n\n- [A](a.md)\n");
    desk.put("outside/a.md", "# A\n\n甲\n\n{{#include ../secret.md}}\n\n![图](../../secret.png)\n");
    desk.keben(&["build", "outside", "-o", "d", "-f", "json,html"]).with(1).saying("outside");
    assert_eq!(desk.whole("d"), ["outside.html", "outside.json"]);
    let leaked = desk.files("d").values().any(|bytes| bytes.windows(19).any(|part| part == b"SECRET-OF-THE-HOUSE"));
    assert!(!leaked, "a file outside the project was read");
}

#[test]
fn usage_errors_end_with_two() {
    let desk = Desk::new();
    desk.put("a.md", TEXT);
    for args in [
        &["bild"][..],
        &["build", "a.md", "--no-such-option"],
        &["build", "a.md", "--format", "pfd"],
        &["build", "a.md", "--language", "不是"],
        &["build", "a.md", "-j", "0"],
        &["new"],
        &[],
    ] {
        desk.keben(args).with(2);
    }
    desk.keben(&["build", "a.md", "--format", "pfd"]).with(2).saying("the nearest is `pdf`");
    assert!(desk.files("out").is_empty());
}

#[test]
fn input_that_cannot_be_used_ends_with_three() {
    let desk = Desk::new();
    desk.put("a.md", TEXT).put("empty.md", "").put("blank.txt", " \n\n").put("binary.txt", noise(4096));
    desk.put("typo/keben.toml", "them = \"book\"\n").put("typo/a.md", TEXT);
    desk.put("toml/keben.toml", "theme = [\n").put("toml/a.md", TEXT);
    desk.put("bad.json", "{ \"meta\": 3 }").put("x.toml", "[styles.bodi]\nsize = \"12pt\"\n");
    desk.put("lost/keben.toml", "[chapters]\nbody = [\"../a.md\"]\n");
    desk.put("a-file", "here").put("nofonts/readme.txt", "no fonts here");
    std::fs::create_dir(desk.path().join("nothing")).expect("folders can be made");
    let cases: [(&[&str], &str); 15] = [
        (&["build", "b.md"], "no file or folder `b.md`"),
        (&["build", "empty.md"], "empty"),
        (&["build", "blank.txt"], "empty"),
        (&["build", "binary.txt"], "binary.txt"),
        (&["build", "nothing"], ""),
        (&["build", "typo"], "`theme`"),
        (&["build", "toml"], "keben.toml"),
        (&["build", "bad.json", "--from", "json"], "bad.json"),
        (&["build", "a.md", "--theme", "boklet"], "`booklet`"),
        (&["build", "a.md", "--theme", "x.toml"], "body"),
        (&["build", "a.md", "--theme", "none.toml"], "none.toml"),
        (&["build", "a.md", "-o", "a-file"], "a-file"),
        (&["build", "a.md", "-o", "a-file/below"], "a-file"),
        (&["build", "a.md", "--font-path", "nofonts"], "no fonts in `nofonts`"),
        (&["build", "lost"], "../a.md"),
    ];
    for (args, words) in cases {
        desk.keben(args).with(3).saying(words);
        assert!(desk.files("out").is_empty(), "{args:?} left something behind");
    }
    desk.keben(&["build", "a.me"]).with(3).saying("the nearest name is `a.md`");
    assert_eq!(desk.files(".")["a-file"], b"here", "the file in the way is left alone");
}

#[test]
fn nothing_half_written_stays() {
    let desk = Desk::new();
    desk.put("a.md", TEXT);
    // The last of the three files cannot take its place.
    std::fs::create_dir_all(desk.path().join("out/a.epub/inner")).expect("folders can be made");
    desk.keben(&["build", "a.md"]).with(3).saying("a.epub");
    let left: Vec<String> = desk.files("out").into_keys().filter(|name| name.contains("tmp")).collect();
    assert!(left.is_empty(), "{left:?} were left behind");
    let pdfs = desk.files("out").into_keys().filter(|name| name.ends_with("pdf")).count();
    assert_eq!(pdfs, 0, "all files are written or none");
}

#[test]
fn denied_findings_write_nothing() {
    let desk = Desk::new();
    desk.put("a.md", "# 题\n\n见[无](#nowhere)。\n");
    let plain = desk.keben(&["build", "a.md", "-o", "plain"]).with(0).saying("nowhere");
    assert!(plain.err.contains("a.md"), "{}", plain.err);
    for code in ["warnings", "broken-link"] {
        desk.keben(&["build", "a.md", "--deny", code, "-o", "denied"]).with(1).saying("nothing was written");
        assert!(desk.files("denied").is_empty());
        desk.keben(&["check", "a.md", "--deny", code]).with(1);
    }
    desk.keben(&["check", "a.md"]).with(0);
    desk.keben(&["check", "a.md", "--deny", "brokn-link"]).with(2).saying("the nearest is `broken-link`");
}

#[test]
fn findings_show_their_page() {
    let desk = Desk::new();
    desk.put("a.md", "# 题\n\n$$\n\\rule{99em}{1em}\n$$\n");
    for (format, shown) in [
        (
            "short",
            "a.md:3:1: note[wide-formula]: a formula is wider than the measure and was set 50 % as large, page 1 (break",
        ),
        ("json", "\"page\":\"1\""),
        ("human", "50 % as large, page 1"),
    ] {
        desk.keben(&["check", "a.md", "-v", "--message-format", format]).with(0).saying(shown);
    }
}

#[test]
fn machines_get_a_line_a_finding() {
    let desk = Desk::new();
    desk.put("a.md", "# 题\n\n见[无](#nowhere)。\n\n![图](no.png)\n");
    let ended = desk.keben(&["build", "a.md", "--message-format", "json"]).with(1);
    assert_eq!(ended.out, "");
    let findings: Vec<serde_json::Value> =
        ended.err.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert!(findings.len() >= 2, "{findings:#?}");
    for finding in &findings {
        assert!(finding["message"].is_string() && finding["code"].is_string(), "{finding}");
        assert!(["error", "warning"].contains(&finding["severity"].as_str().unwrap_or_default()), "{finding}");
    }
    let ended = desk.keben(&["build", "b.md", "--message-format", "json"]).with(3);
    let failure: serde_json::Value = serde_json::from_str(ended.err.trim()).expect("a failure is JSON too");
    assert_eq!(failure["severity"], "error");
    let short = desk.keben(&["build", "a.md", "--message-format", "short"]).with(1);
    assert!(short.err.lines().any(|line| line.starts_with("a.md:3:")), "{}", short.err);
}

#[test]
fn a_new_project_builds_as_it_is() {
    let desk = Desk::new();
    for template in ["booklet", "book"] {
        desk.keben(&["new", template, "--template", template]).with(0);
        let ended = desk.keben(&["build", template, "-o", "made", "--deny", "warnings"]).with(0);
        assert_eq!(ended.err, "", "there is nothing to complain about");
        desk.keben(&["new", template]).with(3).saying("exists already");
    }
    assert_eq!(desk.whole("made").len(), 6);
}

#[test]
fn the_model_goes_out_and_comes_in() {
    let desk = Desk::new();
    let schema = desk.keben(&["schema"]).with(0);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).expect("a schema is JSON");
    assert_eq!(schema["title"], "Book");
    assert!(schema["$defs"]["Block"].is_object());
    let text = "---\ntitle: 书\nauthor: 张三\n---\n\n# 第一章 甲\n\n*重*，[^1]见[乙](#b)。\n\n[^1]: 注。\n\n|a|b|\n|-|-|\n|1|2|\n\n# 第二章 乙 {#b}\n\n- 一\n- 二\n";
    desk.put("a/book.md", text);
    let dumped = desk.keben(&["dump", "book", "a/book.md"]).with(0);
    desk.put("b/book.json", &dumped.out);
    let again = desk.keben(&["dump", "book", "b/book.json"]).with(0);
    assert_eq!(again.out, dumped.out, "the model comes back as it went");
    desk.keben(&["build", "a/book.md", "-o", "from-md"]).with(0);
    desk.keben(&["build", "b/book.json", "-o", "from-json"]).with(0);
    let (left, right) = (desk.files("from-md"), desk.files("from-json"));
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    for (name, bytes) in &left {
        assert!(bytes == &right[name], "{name} differs");
    }
    for (stage, words) in [("edition", "第一章"), ("frames", "page 1 recto"), ("sheets", "sheet 1  front")] {
        let shown = desk.keben(&["dump", stage, "a/book.md"]).with(0);
        assert!(shown.out.contains(words), "{stage}: {}", shown.out);
    }
}

#[test]
fn lines_are_shown_as_they_were_set() {
    let desk = Desk::new();
    desk.put("a.md", "甲乙丙丁。\n");
    let shown = desk.keben(&["dump", "lines", "a.md"]).with(0);
    assert!(shown.out.lines().any(|line| line.ends_with("\t甲乙丙丁。")), "{}", shown.out);
    // A golden case as it is, and a text by itself.
    let case = r#"{"id": "x", "lang": "zh-Hans", "text": "山高月小，水落", "measure_em": 4.5, "expect": {}}"#;
    let shown = desk.keben_with(&["dump", "lines", "--json", "-"], case.as_bytes()).with(0);
    let value: serde_json::Value = serde_json::from_str(&shown.out).expect("it is JSON");
    assert_eq!(value["lines"][0]["text"], "山高月小，");
    assert_eq!(value["lines"][0]["trim_end"], 0.5);
    assert_eq!(value["lines"][0]["clusters"][4]["class"], "pause");
    let text = "山高月小，水落\n";
    let shown = desk.keben_with(&["dump", "lines", "-", "--measure", "4", "--set", "hanging=force"], text.as_bytes());
    assert!(shown.with(0).out.contains("山高月小，\n"));
    for (args, words) in [
        (&["--measure", "nan"][..], "a measure of NaN em"),
        (&["--measure", "4", "--set", "level"][..], "sets nothing"),
        (&["--measure", "4", "--set", "levle=gb"][..], "levle"),
    ] {
        let refused = desk.keben_with(&[&["dump", "lines", "-"], args].concat(), text.as_bytes()).with(3);
        assert!(refused.err.contains(words), "{}", refused.err);
    }
    desk.put("long.md", format!("我们{}\n", "ABCDEFGHIJ".repeat(8)));
    let refused = desk.keben(&["build", "long.md", "-o", "out", "--deny", "emergency-break"]).with(1);
    assert!(refused.err.contains("page 1"), "{}", refused.err);
    assert!(!desk.path().join("out").exists(), "nothing is written");
}

#[test]
fn small_commands_answer() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.keben(&["completions", shell]).with(0).out.contains("keben"));
    }
    let fonts = desk.keben(&["fonts", "list"]).with(0);
    for family in ["Noto Serif SC", "Noto Sans SC", "Keben Kai", "Source Serif 4", "JetBrains Mono"] {
        assert!(fonts.out.contains(family), "no {family} in\n{}", fonts.out);
    }
    assert!(desk.keben(&["--version"]).with(0).out.contains(env!("CARGO_PKG_VERSION")));
    assert!(desk.keben(&["--help"]).with(0).out.contains("build"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, other) = (Desk::new(), Desk::new());
    let made = |desk: &Desk, jobs: &str| {
        desk.put("a.md", TEXT).put("p.png", common::png(30, 20)).put("deep/b.md", TEXT);
        desk.keben(&["build", "a.md", "-f", "pdf,booklet,epub,html,json", "-j", jobs]).with(0);
        desk.files("out")
    };
    let (left, right) = (made(&one, "1"), made(&other, "4"));
    assert_eq!(left.len(), 5);
    for (name, bytes) in &left {
        assert!(bytes == &right[name], "{name} differs");
    }
    let bad = Command::new(env!("CARGO_BIN_EXE_keben"))
        .args(["build", "a.md"])
        .current_dir(one.path())
        .env("SOURCE_DATE_EPOCH", "yesterday")
        .output()
        .expect("the program starts");
    assert_eq!(bad.status.code(), Some(3));
}

/// Texts nobody should write. None may bring the program down, and whatever is written is whole.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: String| text.into_bytes();
    let nested = |mark: &str| text(format!("{}文\n", mark.repeat(10_000)));
    let lists: String = (0..30).map(|depth| format!("{}- 第{depth}层\n", "  ".repeat(depth))).collect();
    let notes: String = (0..2000).map(|at| format!("文[^{at}]。\n\n[^{at}]: 注{at}。\n\n")).collect();
    let rows = format!("| 甲 | 乙 |\n|---|---|\n{}", "| 一 | 二 |\n".repeat(2000));
    vec![
        ("quotes.md", nested("> ")),
        ("tight-quotes.md", nested(">")),
        ("dashes.md", nested("- ")),
        ("brackets.md", nested("[")),
        ("images.md", nested("![")),
        ("stars.md", nested("*a ")),
        ("spans.md", nested("<span>")),
        ("divs.md", text("<div>\n\n".repeat(10_000))),
        ("marks.md", text(format!("e{}文\n", "\u{301}".repeat(10_000)))),
        ("ruby.md", text(format!("{{漢|{}}}字\n", "かな".repeat(400)))),
        ("joiners.md", text("文\u{200D}\u{200C}\u{FEFF}\u{2060}\u{200B}\u{200D}字\u{202E}abc\u{202C}\n".repeat(300))),
        ("private.md", text("文\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}字\u{FFFE}\u{FFFF}\n".into())),
        (
            "surrogates.md",
            [&b"\xE6\x96\x87"[..], &b"\xED\xA0\x80\xED\xB0\x80"[..], "字\n".as_bytes()].concat().repeat(50),
        ),
        ("nul.md", text("文\0字\0\n\n# 题\0\n\n`\0`\n".repeat(20))),
        ("unpaired.md", text("“‘（《「他说：“好。\n\n”’）》」完！”””。\n".repeat(200))),
        ("rows.md", text(rows)),
        ("notes.md", text(notes)),
        ("lists.md", text(lists)),
        ("headings.md", text("#\n\n##\n\n# &nbsp;\n\n文\n\n######\n".into())),
        ("only-empty-heading.md", text("# \n".into())),
        ("one-line.txt", text(common::han(1_333_333, 1))),
        ("one-word.txt", text("x".repeat(300_000))),
        ("spaces.txt", text(format!("文{}字", " ".repeat(300_000)))),
        ("newlines.txt", text(format!("文{}字", "\n".repeat(300_000)))),
        ("control.txt", (0..=255_u8).cycle().take(4096).collect()),
        ("utf16.txt", [&[0xFF, 0xFE][..], &[0x00, 0xD8].repeat(200)[..], &[0x87, 0x65].repeat(40)[..]].concat()),
        ("deep.json", text(format!("{{\"body\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000)))),
        ("table.md", text(format!("|{}\n|{}\n|{}\n", "a|".repeat(400), "-|".repeat(400), "字|".repeat(400)))),
        ("math.md", text(format!("${}x{}$\n", "{".repeat(3000), "}".repeat(3000)))),
    ]
}

#[test]
fn hostile_texts_do_no_harm() {
    let desk = Desk::new();
    for (name, bytes) in hostile() {
        desk.put(name, bytes);
        let begun = Instant::now();
        let folder = format!("out-{name}");
        let ended = desk.keben(&["build", name, "-o", &folder, "-q", "--message-format", "short"]);
        eprintln!(
            "{name}: {:?} after {:.2} s, {} bytes said",
            ended.code,
            begun.elapsed().as_secs_f64(),
            ended.err.len()
        );
        assert!(
            matches!(ended.code, Some(0 | 1 | 3)),
            "{name}: {:?} {}",
            ended.code,
            ended.err.chars().take(2000).collect::<String>()
        );
        let written = desk.whole(&folder);
        assert_eq!(written.len(), if ended.code == Some(3) { 0 } else { 3 }, "{name}: {written:?}");
    }
}

#[test]
fn hostile_pictures_and_themes_do_no_harm() {
    let desk = Desk::new();
    let png = common::png(40, 30);
    desk.put("half.png", &png[..png.len() / 2])
        .put("stub.png", &png[..20])
        .put("none.png", "")
        .put("text.png", "no picture");
    desk.put(
        "huge.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'><rect width='9' height='9'/></svg>",
    );
    desk.put("zero.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>");
    desk.put(
        "script.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='alert(1)'><script>alert(2)</script><rect width='9' height='9'/></svg>",
    );
    desk.put("good.png", &png);
    for name in ["half.png", "stub.png", "none.png", "text.png", "huge.svg", "zero.svg", "script.svg", "good.png"] {
        desk.put("a.md", format!("![图]({name})\n"));
        let folder = format!("out-{name}");
        let ended = desk.keben(&["build", "a.md", "-o", &folder, "-q", "-f", "pdf,booklet,epub,html"]);
        assert!(matches!(ended.code, Some(0 | 1)), "{name}: {ended:#?}");
        assert_eq!(desk.whole(&folder).len(), 4, "{name}");
        let html = &desk.files(&folder)["a.html"];
        assert!(!String::from_utf8_lossy(html).contains("alert("), "{name}: a script came through");
    }
    desk.put("b.md", "# 题目很长很长\n\n“文字”，English words。{漢字|かんじ}[^1]\n\n[^1]: 注。\n\n- 甲\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```\n");
    for (name, theme) in [
        ("one.toml", "[page]\narea = { chars = 1, lines = 30 }\n"),
        ("line.toml", "[page]\narea = { chars = 31, lines = 1 }\n"),
        ("both.toml", "[page]\narea = { chars = 1, lines = 1 }\n"),
        ("large.toml", "[styles.body]\nsize = \"900pt\"\npitch = \"950pt\"\n"),
        ("tiny.toml", "[styles.body]\nsize = \"0.1pt\"\npitch = \"0.1pt\"\n"),
        ("nil.toml", "[styles.body]\nsize = \"0pt\"\npitch = \"0pt\"\n"),
        ("minus.toml", "[styles.body]\nsize = \"-5pt\"\npitch = \"-9pt\"\nindent = -40.0\n"),
        (
            "margin.toml",
            "[page]\nmargins = { head = \"300mm\", foot = \"19mm\", spine = \"200mm\", fore-edge = \"15mm\" }\narea = { chars = 0, lines = 0 }\n",
        ),
        ("inf.toml", "[styles.body]\nindent = inf\nbefore = nan\n"),
        ("small.toml", "[page]\ntrim = \"20mm × 20mm\"\n"),
    ] {
        desk.put(name, theme);
        let folder = format!("out-{name}");
        let ended = desk.keben(&["build", "b.md", "-o", &folder, "-q", "--theme", name]);
        assert!(matches!(ended.code, Some(0 | 1 | 3)), "{name}: {ended:#?}");
        assert_eq!(desk.whole(&folder).len(), if ended.code == Some(3) { 0 } else { 3 }, "{name}");
        let refused = ["large.toml", "tiny.toml", "nil.toml", "minus.toml", "margin.toml", "inf.toml", "small.toml"]
            .contains(&name);
        assert_eq!(ended.code == Some(3), refused, "{name}: {ended:#?}");
    }
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let desk = Desk::new();
    desk.put("a.md", "# 题\n\n正文。\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_keben"))
        .args(["build", "a.md"])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
    assert_eq!(desk.whole("out").len(), 3);
}

#[test]
fn a_font_cut_short_is_named_and_left_out() {
    let desk = Desk::new();
    let whole = std::fs::read(crate::common::root().join("fonts/source-serif-4/SourceSerif4-Regular.ttf"));
    desk.put("keben.toml", "[chapters]\nbody = [\"a.md\"]\n").put("a.md", "# 题\n\n正文 text。\n");
    std::fs::create_dir(desk.path().join("fonts")).expect("a folder can be made");
    desk.put("fonts/cut.ttf", &whole.expect("the font can be read")[..100_000]);
    let ended = desk.keben(&["build", "."]);
    assert_eq!(ended.code, Some(1), "{ended:#?}");
    assert!(ended.err.contains("fonts/cut.ttf"), "{ended:#?}");
    assert_eq!(desk.whole("out").len(), 3);
}

#[test]
fn outputs_stay_in_their_folder() {
    let desk = Desk::new();
    desk.put("a.md", "正文。\n");
    for name in ["", "../evil", "a/b", ".x"] {
        desk.put("keben.toml", format!("name = \"{name}\"\n"));
        let ended = desk.keben(&["build", "."]);
        assert_eq!(ended.code, Some(3), "{name:?}: {ended:#?}");
        assert!(ended.err.contains("`name`"), "{name:?}: {ended:#?}");
    }
}

#[test]
fn names_as_long_as_folders_take_are_cut() {
    let desk = Desk::new();
    let (spaced, long) = ("it's \"q\" 📚", "字".repeat(84));
    for (folder, name, cut) in [("a", spaced, spaced), ("b", long.as_str(), &long[..240])] {
        desk.put(&format!("{name}.md"), TEXT);
        desk.keben(&["build", &format!("{name}.md"), "-o", folder]).with(0);
        assert_eq!(desk.whole(folder), [format!("{cut}-booklet.pdf"), format!("{cut}.epub"), format!("{cut}.pdf")]);
    }
}

#[test]
fn keys_are_set_for_once() {
    let desk = Desk::new();
    desk.put("a.md", TEXT).put("book/1.md", TEXT).put("book/keben.toml", "name = \"x\"\n[epub]\nfonts = \"none\"\n");
    let set = ["--set", "html.form=site", "--set", "book.title=江 = 河"];
    desk.keben(&[&["build", "a.md", "-f", "html", "-o", "one"], &set[..]].concat()).with(0);
    let page = std::fs::read_to_string(desk.path().join("one/a-html/index.html")).expect("it is a site");
    assert!(page.contains("<title>江 = 河"), "{page}");
    desk.keben(&["build", "book", "-f", "epub", "-o", "two", "--set", "name=y"]).with(0);
    // What looks like a number is a text where a text is wanted.
    let set = ["--set", "book.title=1984", "--set", "book.date=2026", "--set", "numbering.depth=2"];
    desk.keben(&[&["build", "a.md", "-f", "html", "-o", "year"], &set[..]].concat()).with(0);
    assert_eq!(desk.whole("two"), ["y.epub"]);
    for (wrong, said) in [
        ("html.from=site", "`form`"),
        ("html", "KEY=VALUE"),
        ("html..form=site", "empty"),
        ("name.x=1", "`name.x=1`"),
        ("booklet.keep-last=two", "two"),
    ] {
        let ended = desk.keben(&["build", "a.md", "-o", "three", "--set", wrong]).with(3);
        assert!(ended.err.contains(wrong) && ended.err.contains(said), "{}", ended.err);
    }
    assert!(!desk.path().join("three").exists());
}

#[test]
fn a_text_chooses_its_theme() {
    let desk = Desk::new();
    let text = |theme: &str| format!("---\ntitle: 函\ntheme: {theme}\nofficial:\n  issuers: 某市某局\n---\n\n正文。\n");
    desk.put("a.md", text("gongwen")).put("b.md", text("gongwan")).put("book/a.md", text("gongwen"));
    let pages = |args: &[&str]| desk.keben(&[&["dump", "frames"], args].concat());
    let own = pages(&["a.md"]);
    assert!(own.out.contains("某市某局文件") && own.err.is_empty(), "{}", own.err);
    // The command line goes over it, and what that theme does not show is told.
    let told = pages(&["a.md", "--theme", "booklet"]);
    assert!(!told.out.contains("某市某局"));
    assert!(told.err.contains("official") && told.err.contains("--theme gongwen"), "{}", told.err);
    // A theme of another program's stops nothing.
    let other = pages(&["b.md"]);
    assert_eq!(other.code, Some(0), "{}", other.err);
    assert!(other.err.contains("no theme `gongwan`") && other.err.contains("`gongwen`"), "{}", other.err);
    desk.put("two/a.md", text("gongwen")).put("two/b.md", "文。\n");
    for folder in ["book", "two"] {
        let chapter = pages(&[folder]);
        assert!(chapter.err.contains("is not obeyed") && chapter.err.contains("keben.toml"), "{}", chapter.err);
    }
}

#[test]
fn sheets_asked_for_are_those_of_what_is_made() {
    let desk = Desk::new();
    desk.put("a.md", format!("# 一\n\n{}", common::han(3000, 7)));
    let size = |name: &str| {
        let pdf = crate::pdf::extract::Pdf::read(&desk.files("out")[name]);
        pdf.pages.len()
    };
    desk.keben(&["build", "a.md", "-f", "press", "--scheme", "octavo", "--marks", "none", "-q"]).with(0);
    assert_eq!(size("a-press.pdf"), 2, "an octavo has two faces");
    desk.keben(&["build", "a.md", "-f", "booklet,press", "--scheme", "octavo", "-q"]).with(0);
    assert_eq!(size("a-booklet.pdf"), 2);
    assert!(size("a-press.pdf") > 2, "the press has single pages unless keben.toml says otherwise");
}

#[test]
fn pages_of_any_pdf_come_to_sheets() {
    let desk = Desk::new();
    desk.put("a.md", format!("# 一\n\n{}", common::han(4000, 7)));
    desk.keben(&["build", "a.md", "-f", "pdf", "-q"]).with(0);
    let pdf = desk.files("out").remove("a.pdf").expect("it was made");
    desk.put("a.pdf", &pdf);
    desk.keben(&["impose", "a.pdf", "-o", "sheets", "--plan-page", "--marks", "all", "--sheet", "SRA3"]).with(0);
    assert_eq!(desk.whole("sheets"), ["a-booklet.pdf", "a-plan.pdf"]);
    desk.keben(&["impose", "a.pdf", "-o", "press", "--scheme", "pages", "--images", "gray", "--x4"]).with(0);
    assert_eq!(desk.whole("press"), ["a-booklet.pdf"]);
    let plan = desk.keben(&["impose", "--pages", "8", "--scheme", "quarto", "--plan", "--json"]).with(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.out).expect("it is JSON");
    assert_eq!(plan["sheets"][0]["front"], serde_json::json!([[5, 4], [8, 1]]));
    assert_eq!(plan["sheets"][0]["front_rot"], serde_json::json!([[180, 180], [0, 0]]));
    let plan = desk.keben(&["impose", "a.pdf", "--plan"]).with(0);
    assert!(plan.out.contains("Staple") && plan.out.contains("sheet 1"), "{}", plan.out);
}

#[test]
fn pdfs_that_cannot_be_imposed_end_with_three() {
    let desk = Desk::new();
    desk.put("a.md", TEXT);
    desk.keben(&["build", "a.md", "-f", "pdf", "-q"]).with(0);
    let pdf = desk.files("out").remove("a.pdf").expect("it was made");
    desk.put("a.pdf", &pdf)
        .put("cut.pdf", &pdf[..pdf.len() * 2 / 3])
        .put("noise.pdf", noise(5000))
        .put("empty.pdf", "");
    let cases: [(&[&str], &str); 8] = [
        (&["impose", "none.pdf"], "none.pdf"),
        (&["impose", "cut.pdf"], "damaged"),
        (&["impose", "noise.pdf"], "damaged"),
        (&["impose", "empty.pdf"], "damaged"),
        (&["impose", "a.pdf", "--sheet", "A5"], "do not fit on A5"),
        (&["impose", "a.pdf", "--gripper=-5mm"], "below zero"),
        (&["impose", "a.pdf", "--profile", "noise.pdf", "--images", "cmyk"], "ICC"),
        (&["impose", "--pages", "0", "--plan"], "no pages"),
    ];
    for (args, words) in cases {
        let mut args = args.to_vec();
        if !args.contains(&"--pages") {
            args.extend(["-o", "sheets"]);
        }
        desk.keben(&args).with(3).saying(words);
        assert!(desk.files("sheets").is_empty(), "{args:?} left something behind");
    }
    for args in
        [["--sheet", "A9"], ["--paper", "wood"], ["--scheme", "duodecimo"], ["--marks", "ears"], ["--section", "0"]]
    {
        desk.keben(&["impose", "a.pdf", args[0], args[1]]).with(2).saying(args[1]);
    }
    desk.keben(&["impose", "--pages", "99999999999", "--plan"]).with(2).saying("99999999999");
    desk.keben(&["impose"]).with(2);
}

#[test]
fn a_print_shops_objections_are_told_before() {
    let desk = Desk::new();
    // 90 pixels over the measure are coarse on paper.
    desk.put("a.md", "# 一\n\n![图](a.png)\n").put("a.png", common::png(90, 60));
    desk.keben(&["check", "a.md"]).with(0);
    desk.keben(&["check", "--print", "a.md"]).with(0).saying("144 pixels an inch").saying("a.png");
    desk.keben(&["check", "--print", "a.md", "--deny", "print-resolution"]).with(1);
    desk.keben(&["build", "a.md", "-f", "pdf", "-q"]).with(0);
    let pdf = desk.files("out").remove("a.pdf").expect("it was made");
    desk.put("a.pdf", &pdf);
    // The file to read has a cover without bleed, and RGB.
    let told = desk.keben(&["check", "--print", "a.pdf", "--message-format", "short"]).with(1);
    told.saying("print-bleed").saying("print-colour");
    desk.put("cut.pdf", &pdf[..pdf.len() / 2]);
    desk.keben(&["check", "--print", "cut.pdf"]).with(3).saying("damaged");
}
