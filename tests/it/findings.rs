//! Findings know where they are: in the source and on the page.

use keben::diag::{CODES, Diagnostic, Sink, Span};
use keben::publish::{Job, Manifest};
use keben::read::Input;
use keben::source::Memory;

use crate::common::{han, job, lay_out, pages_of};

/// A formula wider than any page: each is a finding of layout's, whatever it stands in.
const FORMULA: &str = "$$\n\\rule{99em}{1em}\n$$\n";

fn pages(markdown: &str, code: &str) -> Vec<(u32, String)> {
    let made = pages_of(markdown);
    let of_code = made.said.into_iter().filter(|said| said.code == code);
    of_code.map(|said| (said.span.line, said.page.unwrap_or_else(|| "none".into()))).collect()
}

#[test]
fn a_finding_of_layout_names_its_page() {
    // 930 characters fill a page of the booklet.
    let text = format!("# 题\n\n{FORMULA}\n{}\n\n{FORMULA}", han(930 * 2, 1));
    assert_eq!(pages(&text, "wide-formula"), [(3, "1".to_owned()), (9, "3".to_owned())]);
}

#[test]
fn findings_come_through_whatever_they_stand_in() {
    let indented = FORMULA.replace('\n', "\n  ");
    let quoted = FORMULA.trim_end().replace('\n', "\n> ");
    for text in [
        format!("- {indented}\n"),
        format!("> {quoted}\n"),
        format!("::: note 题\n{FORMULA}:::\n"),
        format!("词[^1]。\n\n[^1]: 注\n\n    {}", FORMULA.replace('\n', "\n    ")),
    ] {
        let found = pages(&text, "wide-formula");
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].1, "1", "{text}");
    }
    let columns = "|甲".repeat(60);
    let table = format!("{}\n\n{columns}|\n{}|\n{columns}|\n", han(1000, 2), "|-".repeat(60));
    assert_eq!(pages(&table, "crowded-table"), [(3, "2".to_owned())]);
}

#[test]
fn pages_part_findings_and_order_them() {
    let at = |page: &str| Diagnostic::warning("missing-glyph", &Span::file("a.md"), "no glyph").on_page(page);
    let sink = Sink::new();
    for page in ["10", "iv", "9", "10"] {
        sink.push(at(page));
    }
    sink.push(Diagnostic::warning("missing-glyph", &Span::file("a.md"), "no glyph"));
    let pages: Vec<Option<String>> = sink.take().into_iter().map(|said| said.page).collect();
    let pages: Vec<Option<&str>> = pages.iter().map(Option::as_deref).collect();
    assert_eq!(pages, [None, Some("iv"), Some("9"), Some("10")]);
    assert_eq!(at("9").to_string(), "warning: no glyph\n  a.md, page 9");
    let json = serde_json::to_value(at("9")).expect("a finding is JSON");
    assert_eq!(json["page"], "9");
}

#[test]
fn codes_are_names() {
    for (code, meaning) in CODES {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        assert!(!meaning.is_empty() && !meaning.ends_with('.'), "{code}: {meaning}");
        assert!(keben::diag::is_code(code), "{code}");
    }
}

#[test]
fn what_goes_with_a_script_is_told() {
    let said = |text: &str| {
        let sink = Sink::new();
        let source = keben::source::Memory::new().with("t.md", text);
        let job = crate::common::job("t.md", "booklet");
        keben::publish::edition(&job, &source, &sink).expect("there is a book");
        sink.take().into_iter().map(|said| said.message).collect::<Vec<_>>()
    };
    assert_eq!(said("文<script>x()</script>字。\n"), ["`<script>` is left out"]);
    assert_eq!(said("文<script>字。\n"), ["`<script>` has no end: all that follows it here is left out"]);
    assert_eq!(said("<STYLE>\na\n</STYLE>\n\n字。\n"), ["`<style>` is left out"]);
}

#[test]
fn a_mark_is_reported_where_it_stands() {
    let places = |file: &str, text: &str| -> Vec<(u32, u32)> {
        let source = keben::source::Memory::new().with(file, text);
        let sink = Sink::new();
        let input = keben::read::Input::File(file.into(), None);
        let options = keben::read::Options::default();
        keben::read::read(&source, &input, &options, &sink).expect("there is a text");
        let said = sink.take().into_iter().filter(|said| ["ascii-punctuation", "han-space"].contains(&said.code));
        said.map(|said| (said.span.line, said.span.column)).collect()
    };
    assert_eq!(places("a.txt", "第一段。\n\n第二段里有,一个。"), [(3, 6)]);
    assert_eq!(places("a.txt", "第一段。\r\n\r\n第二段里有,一个。\r\n"), [(3, 6)]);
    assert_eq!(places("a.md", "# 题\n\n第一行有a,b字样，\n第**二行**有,在此, 和彼。\n"), [(4, 9)]);
    assert_eq!(places("a.md", "一,二\n"), [(1, 2)]);
    assert_eq!(places("a.md", "某事**很重要**,某人\n"), [(1, 10)]);
    assert_eq!(places("a.md", "甲 乙,丙\n"), [(1, 2), (1, 4)]);
    // Markup is no text: what stands before it tells.
    assert_eq!(places("a.md", "用`,`甲**乙**,丙,\n"), [(1, 11)]);
}

/// A reading that cannot be set as it should is set as it can be, and told.
#[test]
fn a_reading_wider_than_any_line_is_shown_and_told() {
    for (base, reading) in [("漢字", "か".repeat(80)), (&*"漢".repeat(60), "かん".to_owned())] {
        let made = pages_of(&format!("---\nlanguage: ja\n---\n\n{{{base}|{reading}}}\n"));
        let shown: String = made.paged.pages.iter().flat_map(|page| &page.frame.items).filter_map(text_of).collect();
        assert_eq!(shown.matches('か').count(), reading.matches('か').count(), "{shown}");
        assert!(made.said.iter().any(|said| said.code == "ruby-overlap"), "{:?}", made.said);
    }
}

fn text_of(placed: &keben::layout::Placed) -> Option<&str> {
    match &placed.item {
        keben::layout::Item::Run(run) => Some(&run.text),
        _ => None,
    }
}

/// The places of findings of a build of `files`, with what they are.
fn places(job: &Job, files: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let source = files.iter().fold(Memory::new(), |source, (file, text)| source.with(file, *text));
    let made = lay_out(job, &source);
    made.said.into_iter().map(|said| (said.span.to_string(), said.code)).collect()
}

const BIB: (&str, &str) = ("b.bib", "@book{a, title={T}, author={A}, year=2000, publisher={P}, address={L}}\n");

#[test]
fn findings_about_front_matter_name_its_lines() {
    let text = "---\ntitle: \"题\\u0001目\"\ndate: 二〇二〇\ncover: none.png\nisbn: 123\ncsl: foo\nbibliography: b.bib\n\
                nocite: zz\nofficial:\n  date: 哪天\n  number: 12号\n---\n\n# 章\n\n文[@a]。\n";
    let found = places(&job("t.md", "booklet"), &[("t.md", text), BIB]);
    for (place, code) in [
        ("t.md:2:1", "control-character"),
        ("t.md:3:1", "bad-date"),
        ("t.md:4:1", "missing-image"),
        ("t.md:5:1", "bad-identifier"),
        ("t.md:6:1", "citation-style"),
        ("t.md:8:1", "no-work"),
        ("t.md:9:1", "official-theme"),
        ("t.md:10:3", "bad-date"),
        ("t.md:11:3", "official-number"),
    ] {
        assert!(found.contains(&(place.to_owned(), code)), "{place} {code} in {found:?}");
    }
    assert!(found.iter().all(|(place, _)| place != "(generated)"), "{found:?}");
    let toml = "+++\ntitle = \"题\"\ndate = \"二〇\"\n[official]\ndate = \"哪天\"\n+++\n\n文\n";
    let mut found = places(&job("t.md", "gongwen"), &[("t.md", toml)]);
    found.retain(|(_, code)| *code != "face-substituted");
    assert_eq!(found, [("t.md:3:1".to_owned(), "bad-date"), ("t.md:5:1".to_owned(), "bad-date")]);
    let glyph = places(&job("t.md", "booklet"), &[("t.md", "---\ntitle: \"题\\U00010FFF\"\n---\n\n文\n")]);
    assert!(
        !glyph.is_empty() && glyph.iter().all(|(place, code)| place == "t.md" && *code == "missing-glyph"),
        "{glyph:?}"
    );
}

#[test]
fn findings_about_the_manifest_name_its_lines() {
    let text = "[book]\ntitle = \"题\"\ndate = \"二〇\"\ncover = \"x.png\"\n\n[book.references]\nstyle = \"foo\"\n\
                nocite = \"zz\"\nbibliography = [\"b.bib\"]\n\n[book.official]\nprinted-on = \"哪天\"\n";
    let manifest = Manifest::parse(text).expect("it is sound");
    let theme = keben::theme::Theme::built_in("gongwen").expect("it is built in");
    let job = Job::new("t".into(), Input::Folder, theme, manifest);
    let found = places(&job, &[("a.md", "# 章\n\n文[@a]。\n"), BIB]);
    for (line, code) in [(3, "bad-date"), (4, "missing-image"), (7, "citation-style"), (8, "no-work"), (12, "bad-date")]
    {
        assert!(found.contains(&(format!("keben.toml:{line}:1"), code)), "{line} {code} in {found:?}");
    }
}

#[test]
fn a_theme_that_extends_itself_is_told_where_it_does() {
    let read = |path: &str| match path {
        "a.toml" => Some("# 一\nextends = \"b.toml\"\n".to_owned()),
        "b.toml" => Some("extends = \"a.toml\"\n".to_owned()),
        "c.toml" => Some("extends = \"c.toml\"\n".to_owned()),
        _ => None,
    };
    for (theme, place) in [("a.toml", "b.toml:1:1"), ("c.toml", "c.toml:1:1")] {
        let error = keben::theme::Theme::open(theme, &read).expect_err("it never ends");
        assert_eq!(error.span.to_string(), place);
    }
}

#[test]
fn what_is_higher_than_a_page_says_where_it_stands() {
    let formula = "$$\n\\rule{1em}{99em}\n$$\n";
    for (text, line) in [
        (format!("# 题\n\n{formula}"), 3),
        (format!("# 题\n\n文\n\n- 项\n\n  {}", formula.replace('\n', "\n  ")), 7),
        ("# 题\n\n文$\\rule{1em}{99em}$文\n".to_owned(), 3),
        (format!("# 题\n\n## {}\n\n文\n", han(3000, 1)), 3),
    ] {
        let made = pages_of(&text);
        let tall: Vec<u32> =
            made.said.iter().filter(|said| said.code == "tall-block").map(|said| said.span.line).collect();
        assert_eq!(tall, [line], "{:?}", made.said);
    }
}

/// What reading a file says of attributes, with the line.
fn attributes(file: &str, text: &str) -> Vec<(u32, String)> {
    let sink = Sink::new();
    let source = Memory::new().with(file, text);
    keben::read::read(&source, &Input::File(file.into(), None), &Default::default(), &sink).expect("there is a text");
    let said = sink.take().into_iter().filter(|said| said.code == "unknown-attribute");
    said.map(|said| (said.span.line, said.help.unwrap_or_default())).collect()
}

#[test]
fn what_a_table_does_not_understand_is_told() {
    let table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
    for (braces, line, help) in [
        ("align=\"q\"", 5, "write `align=\"l c r d\"`"),
        ("align=\"l c r\"", 1, "give a letter for each column"),
        ("algin=\"l c\"", 5, "the nearest is `align`"),
        ("#tab-a .turnd", 5, "the nearest is `.turned`"),
        ("#tab-a colour=red", 5, "a table has `align`"),
        ("colour=red", 5, "the braces are printed"),
    ] {
        let said = attributes("a.md", &format!("{table}\n表：题 {{{braces}}}\n"));
        assert!(matches!(said.as_slice(), [(at, told)] if *at == line && told.starts_with(help)), "{braces}: {said:?}");
    }
    for sound in ["#tab-a", "align=\"l d\"", "align=l", ".turned"] {
        assert_eq!(attributes("a.md", &format!("{table}\n表：题 {{{sound}}}\n")), [], "{sound}");
    }
}

#[test]
fn slips_in_pandocs_program_text_are_told() {
    let code = |key: &str| {
        format!(
            "{{\"pandoc-api-version\":[1,23],\"meta\":{{}},\"blocks\":[{{\"t\":\"CodeBlock\",\"c\":[[\"\",[\"rust\"],[[\"{key}\",\"3\"]]],\"fn\"]}}]}}"
        )
    };
    let helps = |key: &str| attributes("a.json", &code(key)).into_iter().map(|(_, help)| help).collect::<Vec<_>>();
    assert_eq!(helps("startFrm"), ["the nearest is `startFrom`"]);
    assert!(helps("startFrom").is_empty());
}
