//! Unicode's own rules: where lines may end (UAX #14), where words part, in which order a line is read (UAX #9).

use std::collections::BTreeSet;

use keben::layout::Item;
use keben::source::Memory;
use keben::text::{LangSys, Run, bidi, hyphen, opportunities};
use keben::unit::Length;

use crate::common::{self, shared};

/// Lines of Unicode's own test that keben answers otherwise, with what it answers, and why.
const UAX14_DEVIATIONS: [(&str, &str, &str); 2] = [
    ("× 0E31 × 0E01 ÷", "× 0E31 ÷ 0E01 ÷", "LB1: between two letters of class SA a dictionary decides, not the table"),
    ("× 102C × 0E01 ÷", "× 102C ÷ 0E01 ÷", "LB1: between two letters of class SA a dictionary decides, not the table"),
];

/// A line of `LineBreakTest`: its characters, and the offsets of its ÷.
fn line_break_case(case: &str) -> (String, Vec<usize>) {
    let (mut text, mut breaks) = (String::new(), vec![0]);
    for word in case.split_whitespace() {
        match word {
            "÷" => breaks.push(text.len()),
            "×" => {}
            hex => text.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)),
        }
    }
    (text, breaks)
}

/// The characters and breaks of an answer, in the notation of the test.
fn line_break_notation(text: &str, breaks: &[usize]) -> String {
    let sign = |at| if at > 0 && breaks.contains(&at) { "÷" } else { "×" };
    let mut out: Vec<String> = Vec::new();
    for (at, c) in text.char_indices() {
        out.push(format!("{} {:04X}", sign(at), c as u32));
    }
    out.push(sign(text.len()).into());
    out.join(" ")
}

#[test]
fn the_floor_is_uax14() {
    let Some(path) = shared("corpora/spec/unicode-17/LineBreakTest.txt") else { return };
    let file = std::fs::read_to_string(path).expect("sample data can be read");
    let mut tested = 0;
    let (mut wrong, mut deviating) = (Vec::new(), BTreeSet::new());
    for line in file.lines() {
        let case = line.split('#').next().unwrap_or_default().trim();
        if case.is_empty() {
            continue;
        }
        tested += 1;
        let (text, expected) = line_break_case(case);
        let found = opportunities(&text);
        let answer = line_break_notation(&text, &found);
        if found == expected {
            continue;
        }
        match UAX14_DEVIATIONS.iter().find(|(known, ..)| *known == case) {
            Some((_, ours, _)) if *ours == answer => _ = deviating.insert(case.to_owned()),
            _ => wrong.push(format!("{case}  answered {answer}")),
        }
    }
    println!("LineBreakTest 17.0: {tested} lines, {} listed deviations, none set aside", deviating.len());
    assert!(wrong.is_empty(), "{} of {tested}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(deviating.len(), UAX14_DEVIATIONS.len(), "a listed deviation is none");
    assert!(tested > 19_000, "the file was read to its end");
}

/// The pieces between opportunities.
fn pieces(text: &str) -> Vec<&str> {
    let breaks = opportunities(text);
    breaks.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

#[test]
fn lines_end_where_unicode_17_lets_them() {
    for (text, expected) in [
        ("well-known U.S. facts", &["well-", "known ", "U.S. ", "facts"][..]),
        ("$1,234.56 and 30% (net)", &["$1,234.56 ", "and ", "30% ", "(net)"]),
        ("a\u{A0}b c\u{200B}d", &["a\u{A0}b ", "c\u{200B}", "d"]),
        // LB19a, new with Unicode 16: a quote parts from Han on its outer side.
        ("说“你”的", &["说", "“你”", "的"]),
        // LB20a: a hyphen that begins a word stays with it.
        ("see -x or \u{2010}y", &["see ", "-x ", "or ", "\u{2010}y"]),
        // LB21a: a Hebrew word and its hyphen stay with what follows.
        ("שלום-abc", &["שלום-abc"]),
        ("👨\u{200D}👩\u{200D}👧👍🏽", &["👨\u{200D}👩\u{200D}👧", "👍🏽"]),
        ("", &[]),
    ] {
        assert_eq!(pieces(text), expected, "{text}");
    }
}

#[test]
fn scripts_without_spaces_are_parted_by_dictionary() {
    assert_eq!(pieces("ภาษาไทยสวย"), ["ภาษา", "ไทย", "สวย"]);
    assert_eq!(pieces("ພາສາລາວ"), ["ພາສາ", "ລາວ"]);
    assert!(pieces("ភាសាខ្មែរជាភាសា").len() > 1);
    assert!(pieces("မြန်မာစာသည်").len() > 1);
    // Beside Han and Western words the rules decide again.
    assert_eq!(pieces("他说ภาษาไทย，and ไทย."), ["他", "说", "ภาษา", "ไทย，", "and ", "ไทย."]);
    // A mark never begins a line, even where no dictionary knows it.
    assert_eq!(pieces("ก\u{308}\u{E31}"), ["ก\u{308}\u{E31}"]);
}

/// The language system of a tag.
fn lang(tag: &str) -> LangSys {
    LangSys::of(&tag.parse().expect("it is a tag"))
}

/// A word with its hyphenation points shown.
fn hyphenated(word: &str, tag: &str) -> String {
    let mut shown = word.to_owned();
    for at in hyphen::points(word, lang(tag)).into_iter().rev() {
        shown.insert(at, '-');
    }
    shown
}

#[test]
fn words_are_divided_by_the_rules_of_their_language() {
    for (tag, divided) in [
        // The dictionary's own divisions.
        ("en", "hy-phen-ation"),
        ("en-GB", "ex-ten-sive"),
        ("en", "type-set-ting"),
        ("en", "sen-tence"),
        // In Chinese, Japanese and Korean text a Western word without a language is English.
        ("zh-Hans", "ex-ten-sive"),
        ("ja", "won-der-ful"),
        ("de", "Sil-ben-tren-nung"),
        ("fr", "ty-po-gra-phie"),
        ("fr", "l’uni-ver-sité"),
        ("it", "ti-po-gra-fia"),
        ("nl", "let-ter-gre-pen"),
        ("sv", "av-stav-ning"),
        ("nb", "orde-ling"),
        ("pl", "ty-po-gra-fia"),
        ("ru", "ти-по-гра-фия"),
        ("el", "τυ-πο-γρα-φία"),
    ] {
        assert_eq!(hyphenated(&divided.replace('-', ""), tag), divided, "{tag}");
    }
    // The same word, another language.
    assert_ne!(hyphenated("international", "en"), hyphenated("international", "de"));
}

#[test]
fn some_words_are_never_divided() {
    for (tag, word) in [
        // Two letters stay before a hyphen and three go over: `a-bout`, `fair-ly`.
        ("en", "about"),
        ("en", "fairly"),
        ("en", "UNESCO"),
        ("en", "JavaScript"),
        ("en", "MP3player"),
        ("en", "covid19vaccination"),
        ("en", "example.com/wonderful"),
        ("en", "wonderful-extensive"),
        // Letters that the language is not written with.
        ("zh-Hans", "типография"),
        ("ru", "typography"),
        ("en", "汉字编排"),
        // No patterns.
        ("eo", "tipografio"),
        ("tlh", "tipografio"),
        // An accent of its own would be torn off.
        ("fr", "universite\u{301}s"),
        ("en", ""),
        ("en", "’"),
        ("en", "—"),
    ] {
        assert!(hyphen::points(word, lang(tag)).is_empty(), "{tag}: {word}");
    }
}

#[test]
fn marks_around_a_word_and_soft_hyphens_are_minded() {
    assert_eq!(hyphenated("(“extensive”),", "en"), "(“ex-ten-sive”),");
    assert_eq!(hyphenated("ex\u{AD}tensive", "en"), "ex\u{AD}-tensive");
    // They serve in every language, known or not.
    assert_eq!(hyphenated("tipo\u{AD}grafio", "eo"), "tipo\u{AD}-grafio");
    let long = "wonderful".repeat(2_000);
    assert!(hyphen::points(&long, lang("en")).iter().all(|at| long.is_char_boundary(*at)));
}

/// The clusters of a line in visual order, each character a cluster.
fn visual(text: &str, tag: &str) -> Option<Vec<usize>> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    Some(bidi::levels(text, lang(tag))?.visual(text, &starts))
}

/// The same as a text.
fn shown(text: &str, tag: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    visual(text, tag).expect("it runs both ways").into_iter().map(|at| chars[at]).collect()
}

#[test]
fn right_to_left_words_stand_in_visual_order() {
    assert_eq!(visual("他说שלום。", "zh-Hans"), Some(vec![0, 1, 5, 4, 3, 2, 6]));
    assert_eq!(visual("他说你好。", "zh-Hans"), None);
    assert_eq!(visual("“CJK” ÷ —— 〈é〉", "zh-Hans"), None);
    // Numbers keep their direction inside (W2, N1); a mark between two Hebrew words goes with them, one after not.
    assert_eq!(shown("有אבג 123 דהו，了", "zh-Hans"), "有והד 123 גבא，了");
    assert_eq!(shown("有אבג, דהו. 了", "zh-Hans"), "有והד ,גבא. 了");
    // Whatever a Chinese paragraph begins with, it runs from the left; a Hebrew one as its first letter does (P2, P3).
    assert_eq!(shown("אבג 了。", "zh-Hans"), "גבא 了。");
    assert_eq!(shown("אבג abc.", "he"), ".abc גבא");
    assert_eq!(shown("abc אבג.", "he"), "abc גבא.");
    // L1: blanks at the line's end run as the paragraph does.
    assert_eq!(shown("有אבג  ", "zh-Hans"), "有גבא  ");
    assert_eq!(shown("אבג  ", "ar"), "  גבא");
    // An override is obeyed, and closed at its end.
    assert_eq!(shown("a\u{202E}bc\u{202C}d", "en").replace(['\u{202E}', '\u{202C}'], ""), "acbd");
}

#[test]
fn a_line_is_ordered_by_itself() {
    let text = "有אבג דהו了";
    let levels = bidi::levels(text, lang("zh-Hans")).expect("it runs both ways");
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    assert_eq!(levels.visual(text, &starts[..5]), [0, 3, 2, 1, 4], "the blank at the end is trailing");
    assert_eq!(levels.visual(text, &starts[5..]), [2, 1, 0, 3]);
    assert!(levels.visual(text, &[]).is_empty());
    assert!(levels.is_rtl(3) && !levels.is_rtl(0) && !levels.is_rtl(10_000) && !levels.from_right());
}

/// The runs and missing characters of a book's pages, from left to right line by line: text and left edge.
fn placed(made: &common::Made) -> Vec<(String, Length, Option<&Run>)> {
    let items = made.paged.pages.iter().flat_map(|page| &page.frame.items);
    let mut found: Vec<_> = items
        .filter_map(|placed| match &placed.item {
            Item::Run(run) => Some((placed.at, run.text.clone(), Some(run))),
            Item::Missing { text, .. } => Some((placed.at, text.clone(), None)),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(at, ..)| at.x);
    found.into_iter().map(|(at, text, run)| (text, at.x, run)).collect()
}

#[test]
fn a_page_shows_right_to_left_words_from_their_end() {
    let source = Memory::new().with("t.md", "他说שלום。");
    let mut job = common::job("t.md", "booklet");
    job.layout.allow_missing_glyphs = true;
    let made = common::lay_out(&job, &source);
    let line: Vec<_> = placed(&made).into_iter().filter(|(text, ..)| !text.is_ascii()).collect();
    let texts: Vec<&str> = line.iter().map(|(text, ..)| text.as_str()).collect();
    assert_eq!(texts, ["他说", "ם", "ו", "ל", "ש", "。"]);
    assert!(line.windows(2).all(|pair| pair[0].1 < pair[1].1), "none stands on another");
}

#[test]
fn a_run_from_right_to_left_keeps_its_text_in_order() {
    // An override makes Latin letters run from the right, so that the shipped fonts serve.
    let made = common::pages_of("他说\u{202E}abc (d)\u{202C}的。");
    let all = placed(&made);
    let whole: String = made
        .paged
        .pages
        .iter()
        .flat_map(|page| &page.frame.items)
        .fold(String::new(), |all, placed| if let Item::Run(run) = &placed.item { all + &run.text } else { all });
    assert!(whole.contains("abc") && !whole.contains("cba"), "{whole}");
    let (text, _, run) = all.iter().find(|(text, ..)| text.contains("abc")).expect("there is a run");
    let run = run.expect("it is a run");
    let drawn: Vec<&str> = run.glyphs.iter().map(|glyph| &text[glyph.start as usize..glyph.end as usize]).collect();
    let letters: String = drawn.concat().chars().filter(char::is_ascii).collect();
    assert_eq!(letters, ")d( cba");
    // Mirrored (L4): what opens the bracket in the text is drawn as the mark that closes it.
    let plain = common::pages_of("他说abc (d)的。");
    let glyph = |made: &common::Made, wanted: &str| {
        placed(made).into_iter().find_map(|(text, _, run)| {
            let glyphs = &run?.glyphs;
            glyphs.iter().find(|glyph| &text[glyph.start as usize..glyph.end as usize] == wanted).map(|glyph| glyph.id)
        })
    };
    assert!(glyph(&plain, "(").is_some());
    assert_eq!(glyph(&made, "("), glyph(&plain, ")"));
    assert_eq!(glyph(&made, ")"), glyph(&plain, "("));
}
