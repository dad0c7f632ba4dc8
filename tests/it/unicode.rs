//! Unicode's own rules: where lines may end (UAX #14), where words part, in which order a line is read (UAX #9).

use std::collections::{BTreeMap, BTreeSet};

use keben::layout::Item;
use keben::model::{Face, Weight};
use keben::source::Memory;
use keben::text::{Break, Cluster, LangSys, Run, Shaper, Span, Style, bidi, breaks, hyphen, opportunities};
use keben::theme::{Kinsoku, Setting};
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

/// The clusters of a text in one style and language.
fn clusters(shaper: &mut Shaper, text: &str, lang: LangSys) -> Vec<Cluster> {
    let style = Style { face: Face::Song, weight: Weight::Regular, italic: false, size: Length::pt(10.0), lang };
    shaper.shape(text, &[Span { range: 0..text.len(), style }]).clusters
}

#[test]
fn where_no_cjk_class_stands_lines_end_as_uax14_says() {
    let Some(path) = shared("corpora/spec/unicode-17/LineBreakTest.txt") else { return };
    let file = std::fs::read_to_string(path).expect("sample data can be read");
    let mut shaper = Shaper::new(common::fonts());
    let english = lang("en");
    let (mut tested, mut set_aside, mut objects, mut inside) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for line in file.lines() {
        let case = line.split('#').next().unwrap_or_default().trim();
        if case.is_empty() {
            continue;
        }
        let (text, expected) = line_break_case(case);
        if UAX14_DEVIATIONS.iter().any(|(known, ..)| *known == case) {
            continue;
        }
        let clusters = clusters(&mut shaper, &text, english);
        if clusters.iter().any(|cluster| cluster.class.is_cjk()) {
            set_aside += 1;
            continue;
        }
        // In keben's text U+FFFC is a picture or the call of a note, with rules of its own.
        if text.contains('\u{FFFC}') {
            objects += 1;
            continue;
        }
        tested += 1;
        let found = breaks(&text, &clusters, english, &Setting::default(), true);
        inside += expected.iter().filter(|at| !clusters.iter().any(|c| c.end as usize == **at)).count() - 1;
        let differs = |(at, found): (usize, &Break)| {
            (expected.contains(&(clusters[at].start as usize)) != (*found != Break::No)).then_some(at)
        };
        if let Some(at) = found.iter().enumerate().skip(1).find_map(differs) {
            wrong.push(format!("{case}  {at} {:?}", clusters.iter().map(|c| c.class).collect::<Vec<_>>()));
        }
    }
    println!(
        "{tested} lines as UAX #14 says, {set_aside} with CJK classes and {objects} with objects set aside; \
         {inside} places inside grapheme clusters, where keben never ends a line"
    );
    assert!(wrong.is_empty(), "{} of {tested}:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
    assert!(tested > 5_000, "most lines hold no CJK class");
}

/// One or two characters of each class, set between two Han.
const PAIRED: [&str; 36] = [
    "“", "（", "「", "”", "）", "」", "。", "，", "、", "：", "！", "·", "・", "——", "……", "…", "—", "–", "～", "/",
    "／", "々", "ゃ", "ー", "￥", "$", "％", "%", "℃", "1", "a", " ", "\u{3000}", "国", "한", "(",
];

/// Why keben's pairs differ from UAX #14: whether the floor lets a line end there, classes before, classes after, and the
/// reason. `*` is any class; the first that fits counts.
const PAIR_REASONS: [(bool, &str, &str, &str); 16] = [
    (true, "Pre", "*", "a prefixed unit goes with what follows (jlreq cl-12)"),
    (true, "*", "Post", "a unit goes with what stands before it (jlreq cl-13)"),
    (
        true,
        "*",
        "Cl Stop Pause Mid Excl Conn Dot Slash",
        "begins no line at level basic and above (GB/T 15834 5.1; clreq, prohibition rules); UAX #14 has · as AL, — as B2, \
         ～ as ID and / as SY, and lets marks begin a line after a space",
    ),
    (true, "Slash", "*", "a solidus ends no line at levels gb and strict (clreq, prohibition rules)"),
    (true, "*", "Dash Ellipsis", "begins no line at level strict (clreq, prohibition rules)"),
    (
        true,
        "Space",
        "Iter Small",
        "begins no line in Japanese at level strict (jlreq cl-09 to cl-11), after a space either",
    ),
    (true, "Space", "WideSpace", "an ideographic space ends a line as other spaces do (LB7)"),
    (false, "Op", "*", "level none forbids nothing"),
    (false, "*", "Cl Stop Pause Mid Excl Conn Dot Slash", "level none forbids nothing"),
    (false, "Dash", "Dash", "a row of two-em dashes parts between them (clreq, unbreakable marks)"),
    (false, "Ellipsis", "Ellipsis", "a row of six-dot ellipses parts between them (clreq, unbreakable marks)"),
    (
        false,
        "*",
        "Ellipsis",
        "an ellipsis may begin a line below level strict (clreq); UAX #14 forbids it everywhere (LB22)",
    ),
    (false, "*", "Iter Small", "Japanese only: elsewhere these are characters as others (jlreq cl-09 to cl-11; LB21)"),
    (false, "*", "Op", "a Chinese opening mark begins a line after Western text and marks too (LB19, LB30)"),
    (false, "Cl", "*", "a Chinese closing mark ends a line before Western text and dashes too (LB19, LB30)"),
    (false, "Dot", "*", "an interpunct ends a line as other marks do; UAX #14 has it as a letter (LB28)"),
];

#[test]
fn deviations_from_uax14_are_known() {
    let mut shaper = Shaper::new(common::fonts());
    // By class pair and floor, the pairs of characters and the levels at which they deviate.
    let mut found: BTreeMap<(bool, String, String), BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    for (name, tag, kinsoku) in [
        ("zh none", "zh-Hans", Kinsoku::None),
        ("zh basic", "zh-Hans", Kinsoku::Basic),
        ("zh gb", "zh-Hans", Kinsoku::Gb),
        ("zh strict", "zh-Hans", Kinsoku::Strict),
        ("ja strict", "ja", Kinsoku::Strict),
    ] {
        let setting = Setting { kinsoku, keep_counter: false, ..Setting::default() };
        for before in PAIRED {
            for after in PAIRED {
                let text = format!("汉{before}{after}字");
                let between = "汉".len() + before.len();
                let clusters = clusters(&mut shaper, &text, lang(tag));
                // Two halves of one mark are one cluster.
                let Some(at) = clusters.iter().position(|c| c.start as usize == between) else { continue };
                let ours = breaks(&text, &clusters, lang(tag), &setting, true)[at] != Break::No;
                let floor = opportunities(&text).contains(&between);
                if ours != floor {
                    let class = |at: usize| format!("{:?}", clusters[at].class);
                    let pairs = found.entry((floor, class(at - 1), class(at))).or_default();
                    pairs
                        .entry(format!("{before}{after}").replace(' ', "␠").replace('\u{3000}', "␣"))
                        .or_default()
                        .push(name);
                }
            }
        }
    }
    let fits = |list: &str, class: &str| list == "*" || list.split(' ').any(|known| known == class);
    let mut unexplained = Vec::new();
    // By reason, by levels and class before: the pairs.
    let mut table: BTreeMap<usize, BTreeMap<(String, String), Vec<String>>> = BTreeMap::new();
    for ((floor, before, after), pairs) in found {
        let reason = PAIR_REASONS
            .iter()
            .position(|(given, first, second, _)| *given == floor && fits(first, &before) && fits(second, &after));
        let Some(reason) = reason else {
            unexplained.push(format!("floor {floor}: {before} {after} {pairs:?}"));
            continue;
        };
        for (pair, levels) in pairs {
            table.entry(reason).or_default().entry((levels.join(", "), before.clone())).or_default().push(pair);
        }
    }
    assert!(unexplained.is_empty(), "no reason is known for\n{}", unexplained.join("\n"));
    let unused = (0..PAIR_REASONS.len()).filter(|reason| !table.contains_key(reason));
    assert_eq!(unused.map(|reason| PAIR_REASONS[reason].3).collect::<Vec<_>>(), [""; 0], "reasons for nothing");
    let mut listed = String::from(
        "Pairs between which keben lets a line end otherwise than UAX #14 (Unicode 17.0), each set between two Han.\n\
         A line: the levels of prohibition, the class of the first character, the pairs (␠ is U+0020, ␣ U+3000).\n",
    );
    for (reason, lines) in &table {
        let (floor, .., why) = PAIR_REASONS[*reason];
        let what = if floor { "UAX #14 ÷, keben ×" } else { "UAX #14 ×, keben ÷" };
        listed += &format!("\n{what}: {why}\n");
        for ((levels, before), pairs) in lines {
            listed += &format!("  {levels}: {before}: {}\n", pairs.join("  "));
        }
    }
    common::golden("unicode/deviations.txt", &listed);
}
