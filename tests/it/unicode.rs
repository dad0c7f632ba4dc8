//! Unicode's own rules: where lines may end (UAX #14), where words part, in which order a line is read (UAX #9).

use std::collections::BTreeSet;

use keben::text::opportunities;

use crate::common::shared;

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
