//! What stands beside the line: readings, dots, names' lines, notes in two lines.

use keben::layout::{Item, Page};
use keben::model::{Inline, walk};
use keben::theme::Theme;
use keben::unit::Length;

use crate::common::{self, Made, pages_of};

/// The size of the body's text.
fn body_size() -> Length {
    Theme::built_in("booklet").expect("it is built in").body().size
}

/// The body's lines of all pages: baseline and characters, the readings left out.
fn lines(made: &Made) -> Vec<(Length, String)> {
    let mut lines: Vec<(Length, String)> = Vec::new();
    for placed in made.paged.pages.iter().flat_map(|page: &Page| &page.frame.items) {
        let Item::Run(run) = &placed.item else { continue };
        if run.size != body_size() {
            continue;
        }
        match lines.last_mut() {
            Some((y, text)) if *y == placed.at.y => text.push_str(&run.text),
            _ => lines.push((placed.at.y, run.text.clone())),
        }
    }
    lines
}

/// The small characters, in painting order: baseline and characters.
fn small(made: &Made) -> Vec<(Length, String)> {
    let runs = made.paged.pages.iter().flat_map(|page| &page.frame.items).filter_map(|placed| match &placed.item {
        Item::Run(run) if run.size * 2 == body_size() => Some((placed.at.y, run.text.clone())),
        _ => None,
    });
    runs.collect()
}

#[test]
fn no_annotation_changes_the_pitch() {
    let plain = "甲乙丙丁戊己庚辛壬癸".repeat(20);
    let annotated = "{甲|zhuāng}乙[丙丁]{.dots}[戊]{.name}[己]{.title}（[庚辛壬癸]{.warichu}）".repeat(20);
    for text in [plain, annotated] {
        let made = pages_of(&format!("---\nlang: zh-Hans\n---\n\n{text}\n"));
        let ys: Vec<Length> = lines(&made).into_iter().map(|(y, _)| y).collect();
        assert!(ys.len() > 4);
        let steps: Vec<Length> = ys.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| *step == steps[0]), "{steps:?}");
    }
}

#[test]
fn a_note_in_two_lines_goes_on_in_the_next_line_and_is_found_as_written() {
    let note = "子者男子之通称谓孔子也时者学者以时诵习之".repeat(4);
    let made = pages_of(&format!("孔子曰学而时习之（[{note}]{{.warichu}}）不亦说乎。\n"));
    let rows = small(&made);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows.iter().map(|(_, text)| text.as_str()).collect::<String>(), note);
    let half = body_size() / 2;
    for pair in rows.chunks(2) {
        assert_eq!(pair[1].0 - pair[0].0, half);
        let [first, second] = [&pair[0].1, &pair[1].1].map(|row| row.chars().count());
        assert!(first == second || first == second + 1, "{pair:?}");
    }
}

#[test]
fn names_lines_go_on_and_end_before_gaps() {
    let made = pages_of(&format!("{}[阿历山大里亚的克利门特]{{.name}}City\n", common::han(20, 3)));
    let rules = made.paged.pages.iter().flat_map(|page| &page.frame.items).filter_map(|placed| {
        let Item::Rule { size, .. } = &placed.item else { return None };
        (size.height < Length::pt(1.0) && size.width < Length::pt(250.0)).then_some((placed.at, size.width))
    });
    let rules: Vec<_> = rules.collect();
    assert_eq!(rules.len(), 2, "{rules:?}");
    let frames = body_size() * 11;
    let drawn: Length = rules.iter().map(|(_, width)| *width).sum();
    assert!(drawn < frames && drawn > frames - body_size(), "{drawn} of {frames}");
}

#[test]
fn a_reading_wider_than_its_line_is_told() {
    let made = pages_of(&format!("{{漢|{}}}字\n", "かな".repeat(150)));
    assert!(made.said.iter().any(|said| said.code == "ruby-overlap" && said.page.is_some()), "{:?}", made.said);
    let made = pages_of("（[{漢|かん}字]{.warichu}）\n");
    assert!(made.said.iter().any(|said| said.code == "ruby-overlap"), "{:?}", made.said);
    let made = pages_of("{床|chuáng}，{床|chuáng}{庄|zhuāng}{重|zhòng}\n");
    assert!(made.said.iter().all(|said| said.code != "ruby-overlap"), "{:?}", made.said);
}

#[test]
fn odd_annotations_do_no_harm() {
    for text in [
        "{字|ㄅ}{字|ˊ}{字|˙˙ㄅㄆㄇㄈˊˊ}{字字|ㄅ ㄆ}{字字|ㄅ ㄆ ㄇ}\n",
        "[]{.warichu}[ ]{.warichu}[。]{.warichu}[（（（]{.warichu}[，，，]{.warichu}\n",
        "[a]{.warichu}[一[^1]二]{.warichu}[abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz]{.warichu}\n\n[^1]: 注\n",
        "[שלום 世界]{.warichu} שלום [עולם]{.name} {世|שלום}\n",
        "[ ]{.name}[ ]{.title}[。]{.dots}[{字|zì}]{.dots}~~ ~~\n",
        "{字\u{301}|e\u{301}}{。|zì}{字|\u{200D}}\n",
    ] {
        let made = pages_of(text);
        assert!(!made.paged.pages.is_empty());
    }
}

#[test]
fn notes_in_two_lines_are_read_from_spans() {
    for text in ["（[注]{.warichu}）", "（[注]{.夹注}）", "（<span class=\"warichu\">注</span>）"] {
        let mut found = false;
        walk::book(&pages_of(text).edition.book, &mut |node| {
            found |= matches!(node, walk::Node::Inline(Inline::Warichu(_)));
        });
        assert!(found, "{text}");
    }
}
