//! Program text, poems, lists, remarks and first characters: what each block does on pages and in markup.

use std::collections::BTreeMap;

use keben::diag::Sink;
use keben::html;
use keben::layout::{Item, Paged, TagId, TagKind};
use keben::read::Input;
use keben::source::Memory;
use keben::text::Run;
use keben::theme::Theme;
use keben::unit::{Length, Point};

use crate::common::{self, Made, han, lay_out, pages_of};

/// A text in the booklet theme with changes.
fn themed(changes: &str, markdown: &str) -> (Made, Theme) {
    let theme = Theme::parse(changes).expect("it is a theme");
    let job = keben::publish::Job { theme: theme.clone(), ..common::job("t.md", "booklet") };
    assert!(matches!(job.input, Input::File(..)));
    (lay_out(&job, &Memory::new().with("t.md", markdown)), theme)
}

/// The documents of a text, as one.
fn markup(made: &Made, theme: &Theme) -> (String, String) {
    let site = html::site(&made.edition, theme, &[], html::Split::default(), &Sink::new());
    let write = |doc: &html::ContentDoc| doc.body.iter().map(written).collect::<String>();
    (site.docs.iter().map(write).collect(), site.css)
}

fn written(node: &html::markup::Node) -> String {
    match node {
        html::markup::Node::Element(element) => element.write(html::markup::Syntax::Xml),
        html::markup::Node::Text(text) => text.clone(),
    }
}

/// Every run: page, place, tag and itself.
fn runs(paged: &Paged) -> Vec<(usize, Point, TagId, &Run)> {
    let pages = paged.pages.iter().enumerate();
    pages
        .flat_map(|(page, made)| {
            made.frame.items.iter().filter_map(move |placed| match &placed.item {
                Item::Run(run) => Some((page, placed.at, placed.tag, run)),
                _ => None,
            })
        })
        .collect()
}

/// The runs of program text, in lines: page, baseline, left and right edge, characters.
fn code_lines(paged: &Paged) -> Vec<(usize, Length, Length, Length, String)> {
    let mut lines: Vec<(usize, Length, Length, Length, String)> = Vec::new();
    for (page, at, tag, run) in runs(paged) {
        if tag == TagId::ARTIFACT || paged.tags[tag.0 as usize - 1].kind != TagKind::Code {
            continue;
        }
        match lines.last_mut() {
            Some((on, y, _, right, text)) if (*on, *y) == (page, at.y) => {
                *right = at.x + run.width();
                text.push_str(&run.text);
            }
            _ => lines.push((page, at.y, at.x, at.x + run.width(), run.text.clone())),
        }
    }
    lines
}

fn run_with<'p>(made: &'p Made, part: &str) -> (usize, Point, TagId, &'p Run) {
    runs(&made.paged).into_iter().find(|(_, _, _, run)| run.text.contains(part)).unwrap_or_else(|| panic!("{part}"))
}

#[test]
fn words_strings_and_remarks_of_a_program_are_told_apart_in_every_output() {
    let (made, theme) = themed("", "```rust\nfn main() { // 注 remark\n    let s = \"text\";\n}\n```\n");
    let family = |run: &Run| common::fonts().face(run.face);
    let word = family(run_with(&made, "fn").3);
    assert!(word.weight == keben::model::Weight::Bold, "a keyword is bold");
    let (_, _, _, plain) = run_with(&made, "main");
    assert!(family(plain).weight == keben::model::Weight::Regular && plain.ink.k == 1.0);
    let (_, _, _, remark) = run_with(&made, "remark");
    assert!(family(remark).italic && remark.ink.k < 0.7, "a remark is grey and leans");
    let (_, _, _, string) = run_with(&made, "text");
    assert!(
        string.ink.rgb != [0, 0, 0] && string.ink.k == 1.0,
        "a string has a colour on screens and is black in print"
    );
    let (xml, css) = markup(&made, &theme);
    for part in [
        "<span class=\"keyword\">fn</span>",
        "<span class=\"string\">&quot;text&quot;</span>",
        "<span class=\"comment\">//",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    assert!(css.contains("pre .keyword { font-weight: bold; }") && css.contains("pre .comment { color: #"));
}

#[test]
fn an_unknown_language_is_plain_and_nothing_is_said() {
    for language in ["", "text", "nosuchlanguage", "ansi", "mermaid"] {
        let (made, theme) = themed("", &format!("```{language}\nfn main() {{ \"x\" }} \u{1b}[31m\n```\n"));
        let said: Vec<_> = made.said.iter().filter(|said| said.code != "control-character").collect();
        assert!(said.is_empty(), "{language}: {said:?}");
        assert!(!markup(&made, &theme).0.contains("span"));
    }
}

#[test]
fn a_listing_too_long_to_be_read_stays_plain_and_says_so() {
    let text = format!("```rust\n{}```\n", "let a = 1;\n".repeat(60_000));
    let sink = Sink::new();
    let source = Memory::new().with("t.md", &*text);
    let edition = keben::publish::edition(&common::job("t.md", "booklet"), &source, &sink).expect("there is a text");
    assert!(sink.take().iter().any(|said| said.code == "plain-listing"));
    assert_eq!(edition.book.body.len(), 1);
}

#[test]
fn lines_are_numbered_where_the_author_or_the_theme_wants_it_and_numbers_are_not_text() {
    let code = "```{.rust .numberLines startFrom=\"99\"}\nlet a = 1;\nlet b = 2;\n```\n";
    let made = pages_of(code);
    let numbers: Vec<(Point, &Run)> = runs(&made.paged)
        .into_iter()
        .filter(|(_, _, tag, run)| *tag == TagId::ARTIFACT && run.text.is_empty() && !run.glyphs.is_empty())
        .map(|(_, at, _, run)| (at, run))
        .collect();
    assert_eq!(numbers.iter().map(|(_, run)| run.glyphs.len()).collect::<Vec<_>>(), [2, 3], "99 and 100");
    let right = |(at, run): &(Point, &Run)| at.x + run.width();
    assert_eq!(right(&numbers[0]), right(&numbers[1]), "they are flush at the right");
    let lines = code_lines(&made.paged);
    assert!(lines.iter().all(|line| line.2 > right(&numbers[0])), "the text stands after them");
    let numbered = |theme: &str, info: &str| {
        let (made, _) = themed(theme, &format!("```{info}\na\nb\n```\n"));
        runs(&made.paged).iter().filter(|(_, _, _, run)| run.text.is_empty() && !run.glyphs.is_empty()).count()
    };
    assert_eq!(numbered("", "rust"), 0);
    assert_eq!(numbered("[code]\nnumbers = true", "rust"), 2);
    assert_eq!(numbered("[code]\nnumbers = true", "rust linenos=false"), 0);
    let (made, theme) = themed("", code);
    assert!(markup(&made, &theme).0.contains("<span class=\"line\" data-line=\"100\">"));
}

#[test]
fn marked_lines_have_a_darker_tint_and_a_listing_its_title_above() {
    let (made, theme) = themed("", "```js {2-3} title=\"src/a.js\"\none\ntwo\nthree\nfour\n```\n");
    let ink = theme.ink(theme.code.marked);
    let tints = made.paged.pages.iter().flat_map(|page| &page.frame.items);
    let tints = tints.filter(|placed| matches!(placed.item, Item::Rule { ink: found, .. } if found == ink)).count();
    assert_eq!(tints, 2);
    let title = run_with(&made, "src/a.js");
    assert!(title.1.y < run_with(&made, "one").1.y);
    let (xml, _) = markup(&made, &theme);
    assert!(xml.contains("<figcaption><code>src/a.js</code></figcaption>"), "{xml}");
    assert_eq!(xml.matches("class=\"line marked\"").count(), 2, "{xml}");
}

#[test]
fn no_line_of_code_is_wider_than_the_measure_and_every_character_is_there() {
    let wide = format!("{}\n\t{}\n{}\n", "x".repeat(10_000), "a\tb".repeat(300), han(2_000, 3));
    for info in ["", "rust", "c linenos=true"] {
        let (made, theme) = themed("", &format!("```{info}\n{wide}```\n"));
        let area = theme.page.type_area(theme.body().size, theme.pitch()).size.width;
        let lines = code_lines(&made.paged);
        assert!(lines.iter().all(|(_, _, left, right, _)| *right - *left <= area), "{info}");
        let text: String = lines.iter().map(|line| line.4.as_str()).collect();
        assert_eq!(text.matches('x').count(), 10_000, "{info}");
        assert_eq!(common::han_of(&text).chars().count(), 2_000, "{info}");
    }
}

#[test]
fn two_lines_of_code_stay_on_each_side_of_a_page_break() {
    for before in 20..30 {
        let made = pages_of(&format!("{}```\na\nb\nc\nd\ne\nf\ng\nh\n```\n", "甲。\n\n".repeat(before)));
        let mut pages: BTreeMap<usize, usize> = BTreeMap::new();
        for (page, ..) in code_lines(&made.paged) {
            *pages.entry(page).or_default() += 1;
        }
        assert!(pages.values().all(|count| *count >= 2), "{before}: {pages:?}");
    }
}

#[test]
fn the_poet_stands_after_the_title_and_a_long_line_turns_over() {
    let long = "春".repeat(40);
    let text = format!("::: verse {{title=\"静夜思\" author=\"李白\"}}\n床前明月光，\n疑是地上霜。\n\n{long}\n:::\n");
    let (made, theme) = themed("", &text);
    let (title, poet) = (run_with(&made, "静夜思"), run_with(&made, "李白"));
    let first = run_with(&made, "床前");
    assert_eq!(title.1.y, poet.1.y);
    assert_eq!(title.1.x, first.1.x, "flush with the poem's left edge");
    assert_eq!(poet.1.x, title.1.x + title.3.width() + theme.body().size * 2);
    let turned: Vec<Length> =
        runs(&made.paged).iter().filter(|(.., run)| run.text.contains("春春")).map(|(_, at, ..)| at.x).collect();
    assert_eq!(turned[0], first.1.x);
    assert!(turned.len() > 1 && turned[1..].iter().all(|x| *x == first.1.x + theme.body().size * 2), "{turned:?}");
    let gap = run_with(&made, "春春").1.y - run_with(&made, "疑是").1.y;
    assert_eq!(gap, theme.pitch() * 2, "stanzas are parted by one line");
}

#[test]
fn lines_behind_bars_are_a_poem() {
    let made = pages_of("| 床前*明月*光，\n| 疑是地上霜。\n|\n| 举头望明月，\n| 低头思故乡。\n\n尾\n");
    let y = |part: &str| run_with(&made, part).1.y;
    let pitch = Theme::built_in("booklet").expect("it is built in").pitch();
    assert_eq!(y("疑是地") - y("床前"), pitch);
    assert_eq!(y("举头") - y("疑是地"), pitch * 2);
    let all: String = runs(&made.paged).iter().map(|(.., run)| run.text.as_str()).collect();
    assert!(!all.contains('|') && all.contains("明月"), "{all}");
    // Bars within the lines are text, and a table is a table.
    for text in ["| 甲 | 乙\n| 丙\n", "| 甲\n乙\n", "| 甲\n"] {
        let made = pages_of(text);
        let all: String = runs(&made.paged).iter().map(|(.., run)| run.text.as_str()).collect();
        assert!(all.contains('|'), "{text}: {all}");
    }
}

#[test]
fn a_poem_can_stand_in_the_middle_as_a_whole() {
    let (made, theme) = themed("[verse]\ncentre = true", "::: verse\n床前明月光，\n疑是\n:::\n");
    let (long, short) = (run_with(&made, "床前"), run_with(&made, "疑是"));
    assert_eq!(long.1.x, short.1.x);
    let area = theme.page.type_area(theme.body().size, theme.pitch());
    // The mark at the line's end has half a character of ink.
    let free = area.size.width - (long.3.width() - theme.body().size / 2);
    assert!((long.1.x - area.at.x - free / 2).to_pt().abs() < 3.0, "{} {}", long.1.x, free);
}

#[test]
fn a_stanza_stays_whole_and_couplets_are_not_parted() {
    let stanza =
        |count: usize| (0..count).map(|at| format!("第{}句\n", char::from(b'a' + at as u8))).collect::<String>();
    for before in 18..30 {
        let made = pages_of(&format!("{}::: verse\n{}:::\n", "甲。\n\n".repeat(before), stanza(8)));
        let pages: Vec<usize> =
            runs(&made.paged).iter().filter(|(.., run)| run.text.starts_with('第')).map(|(page, ..)| *page).collect();
        assert!(pages.iter().all(|page| *page == pages[0]), "{before}: {pages:?}");
        let made = pages_of(&format!("{}::: verse\n{}:::\n", "甲。\n\n".repeat(before), stanza(24)));
        let pages: Vec<usize> =
            runs(&made.paged).iter().filter(|(.., run)| run.text.starts_with('第')).map(|(page, ..)| *page).collect();
        assert!(pages.chunks(2).all(|pair| pair[0] == pair[1]), "{before}: {pages:?}");
    }
}

#[test]
fn lists_thirty_deep_lose_nothing_and_keep_their_markers_apart_from_the_text() {
    let text: String = (0..30).map(|depth| format!("{}- 第{depth}层的文字\n", "  ".repeat(depth))).collect();
    let (made, theme) = themed("", &text);
    let all: String = runs(&made.paged).iter().map(|(.., run)| run.text.as_str()).collect();
    assert_eq!(all.matches(['•', '◦', '▪']).count(), 30);
    let area = theme.page.type_area(theme.body().size, theme.pitch());
    let mut lines: BTreeMap<(usize, Length), Vec<(Length, Length)>> = BTreeMap::new();
    for (page, at, tag, run) in runs(&made.paged) {
        if tag != TagId::ARTIFACT && !run.text.trim().is_empty() {
            lines.entry((page, at.y)).or_default().push((at.x, at.x + run.width()));
        }
    }
    for (place, mut runs) in lines {
        runs.sort();
        assert!(runs.windows(2).all(|pair| pair[0].1 <= pair[1].0 + Length::pt(0.1)), "{place:?}: {runs:?}");
        let right = area.at.x.max(theme.page.trim.width - area.size.width - area.at.x) + area.size.width;
        assert!(runs.iter().all(|run| run.1 <= right), "{place:?}: {runs:?}");
    }
    assert_eq!(common::han_of(&all).matches('层').count(), 30);
}

#[test]
fn numbers_of_lists_are_written_as_the_author_wants_them() {
    let item = |text: &str| format!("[{{\"t\":\"Plain\",\"c\":[{{\"t\":\"Str\",\"c\":\"{text}\"}}]}}]");
    let list = |start: u32, style: &str, delimiter: &str| {
        format!(
            "{{\"t\":\"OrderedList\",\"c\":[[{start},{{\"t\":\"{style}\"}},{{\"t\":\"{delimiter}\"}}],[{},{}]]}}",
            item("甲"),
            item("乙")
        )
    };
    let lists = [list(3, "LowerAlpha", "TwoParens"), list(4, "UpperRoman", "Period"), list(1, "Decimal", "Period")];
    let json = format!("{{\"pandoc-api-version\":[1,23],\"meta\":{{}},\"blocks\":[{}]}}", lists.join(","));
    let made = lay_out(&common::job("t.json", "booklet"), &Memory::new().with("t.json", &*json));
    let all: String = runs(&made.paged).iter().map(|(.., run)| run.text.as_str()).collect();
    for marker in ["(c)", "(d)", "IV.", "V.", "1.", "2."] {
        assert!(all.contains(marker), "{marker} in {all}");
    }
    let (xml, _) = markup(&made, &Theme::built_in("booklet").expect("it is built in"));
    assert!(xml.contains("<li data-marker=\"(c)\">") && xml.contains("<ol start=\"4\" type=\"I\""), "{xml}");
}

#[test]
fn items_of_several_blocks_are_parted_and_plain_ones_are_not() {
    let (made, theme) = themed("", "1. 甲一\n\n   甲二\n\n2. 乙\n\n段落\n\n- 丙\n\n- 丁\n");
    let y = |part: &str| run_with(&made, part).1.y;
    assert_eq!(y("甲二") - y("甲一"), theme.pitch());
    assert_eq!(y("乙") - y("甲二"), theme.pitch() * 2, "a line of white");
    assert_eq!(y("丁") - y("丙"), theme.pitch(), "blank lines between plain items are a habit of typing");
}

#[test]
fn what_a_sentence_announces_stays_with_it() {
    for (name, next) in [("list", "- 乙项\n- 丙\n"), ("code", "```\n乙项\n丙\n丁\n```\n"), ("quote", "> 乙项\n")]
    {
        for before in 24..31 {
            let made = pages_of(&format!("{}如下所列：\n\n{next}", "甲。\n\n".repeat(before)));
            let (intro, first) = (run_with(&made, "如下所列"), run_with(&made, "乙项"));
            assert_eq!(intro.0, first.0, "{name} after {before} lines");
        }
    }
}

#[test]
fn a_thematic_break_shows_what_the_theme_wants() {
    let shown = |mark: &str| {
        let (made, theme) = themed(&format!("[break]\nmark = \"{mark}\""), "甲\n\n---\n\n乙\n");
        let items = made.paged.pages.iter().flat_map(|page| &page.frame.items);
        let discs = items.filter(|placed| matches!(placed.item, Item::Disc { .. })).count();
        let gap = run_with(&made, "乙").1.y - run_with(&made, "甲").1.y;
        let star = runs(&made.paged).iter().any(|(.., run)| run.text.contains('＊'));
        (discs, star, (gap.ratio(theme.pitch())).round() as i64, markup(&made, &theme).1)
    };
    assert!(matches!(shown("discs"), (3, false, 4, _)));
    assert!(matches!(shown("star"), (0, true, 4, _)));
    let (discs, star, gap, css) = shown("blank");
    assert_eq!((discs, star, gap), (0, false, 2));
    assert!(!css.contains("hr::before"));
}

#[test]
fn the_first_character_of_a_chapter_may_reach_over_some_lines() {
    let text = format!("# 章\n\n{}。\n\n{}。\n", han(200, 7), han(60, 9));
    let (made, theme) = themed("[chapter]\ndrop-lines = 2", &text);
    let first: String = han(200, 7).chars().take(1).collect();
    let (size, pitch) = (theme.body().size, theme.pitch());
    let large = runs(&made.paged).into_iter().find(|(.., run)| run.text == first).expect("it stands alone");
    assert_eq!(large.3.size, size + pitch, "from the first line's upper edge to the second's lower one");
    let lines: Vec<Point> = runs(&made.paged)
        .iter()
        .filter(|(.., run)| run.size == size && run.text.chars().count() > 15)
        .map(|(_, at, ..)| *at)
        .collect();
    assert_eq!(lines[0].x, large.1.x + size * 3, "whole characters beside it");
    assert_eq!(lines[1].x, lines[0].x);
    assert_eq!(lines[2].x, large.1.x);
    assert!(lines.windows(2).take(5).all(|pair| pair[1].y - pair[0].y == pitch), "the text stays on the grid");
    let (xml, css) = markup(&made, &theme);
    assert!(css.contains("::first-letter { float: left; font-size: 2."), "{css}");
    assert!(xml.contains(&han(200, 7)[..30]), "EPUB's text is whole");
    // A paragraph too short to stand beside it, one that begins with a mark: nothing is dropped, nothing is lost.
    for short in ["短。".to_owned(), format!("“{}”", han(100, 3)), "**强**调".to_owned(), "A".to_owned()] {
        let (made, _) = themed("[chapter]\ndrop-lines = 3", &format!("# 章\n\n{short}\n"));
        let sizes: Vec<Length> = runs(&made.paged).iter().map(|(.., run)| run.size).collect();
        assert!(sizes.iter().all(|one| *one <= Length::pt(30.0)), "{short}: {sizes:?}");
    }
}

#[test]
fn a_name_behind_a_dash_signs_a_quotation() {
    let right = |text: &str| {
        let made = pages_of(text);
        let theme = Theme::built_in("booklet").expect("it is built in");
        run_with(&made, "鲁迅").1.x > theme.page.trim.width / 2
    };
    assert!(right("> 引文。\n>\n> —— 鲁迅《呐喊》\n"));
    assert!(!right("> 引文。\n>\n> ——鲁迅说：好。\n"), "a sentence is no name");
    assert!(!right("> —— 鲁迅\n"), "a quotation of nothing but a name");
}

#[test]
fn hostile_blocks_are_set() {
    let texts = [
        "```rust {hl_lines=\"999999999-4294967295\" startFrom=18446744073709551615 linenos=true}\nx\ny\n```\n"
            .to_owned(),
        "```\n```\n".to_owned(),
        "```rust\n\n```\n".to_owned(),
        format!("```js\n{}\n```\n", "(".repeat(5_000)),
        format!("```md\n{}\n```\n", "*_[`".repeat(2_000)),
        "```rust\n\u{2028}\u{FFFC}\u{0}\u{7}\u{202E}x\n```\n".to_owned(),
        "::: verse\n\n\n:::\n".to_owned(),
        "::: verse {title=\"题\"}\n:::\n".to_owned(),
        format!("::: verse\n{}\n:::\n", "行\n".repeat(500)),
        "1. \n2.\n   - \n- [ ]\n".to_owned(),
        format!("{}甲\n", "- ".repeat(60)),
        format!("{}甲\n", "> - ".repeat(30)),
    ];
    for text in texts {
        for theme in ["", "[code]\nnumbers = true\n[verse]\ncentre = true\n[chapter]\ndrop-lines = 6"] {
            let (made, theme) = themed(theme, &format!("---\ntitle: 书\n---\n\n# 题\n\n{text}"));
            markup(&made, &theme);
        }
    }
}
