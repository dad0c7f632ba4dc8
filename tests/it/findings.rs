//! Findings know where they are: in the source and on the page.

use keben::diag::{CODES, Diagnostic, Sink, Span};

use crate::common::{han, pages_of};

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
