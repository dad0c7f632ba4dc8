//! What stands where: read from finished pages, in the shipped fonts.

use std::collections::BTreeMap;

use keben::diag::Severity;
use keben::layout::{Folio, Item, Paged, Side, TagId, TagKind, dump};
use keben::model::NodeId;
use keben::resolve::TocEntry;
use keben::source::Memory;
use keben::text::Run;
use keben::theme::Theme;
use keben::unit::{Length, Rect};

use crate::common::{self, Made, han, lay_out, pages_of};

/// A line of the type area: runs on one baseline, from the left.
#[derive(Debug)]
struct Line<'p> {
    page: usize,
    baseline: Length,
    runs: Vec<(Length, &'p Run)>,
    /// The block it is of: a paragraph, a title, a caption …; none for decoration.
    block: Option<usize>,
}

impl Line<'_> {
    fn text(&self) -> String {
        self.runs.iter().map(|(_, run)| run.text.as_str()).collect()
    }
    fn left(&self) -> Length {
        self.runs[0].0
    }
    /// Where the pen stands after the last glyph.
    fn right(&self) -> Length {
        let (x, run) = self.runs.last().expect("a line has a run");
        *x + run.width()
    }
    /// The size of its Han: Latin beside them is fitted, and so has another.
    fn size(&self) -> Length {
        let han = self.runs.iter().find(|(_, run)| run.text.contains(|c| c >= '\u{2E80}'));
        han.unwrap_or(&self.runs[0]).1.size
    }
}

/// The type area of a page.
fn area(paged: &Paged, theme: &Theme, page: usize) -> Rect {
    let mut area = theme.page.type_area(theme.body().size, theme.pitch());
    if paged.pages[page].side == Side::Verso {
        area.at.x = theme.page.trim.width - area.at.x - area.size.width;
    }
    area
}

/// The paragraph, title or the like that a tag stands in.
fn block_of(paged: &Paged, tag: TagId) -> Option<usize> {
    let mut tag = tag;
    while tag != TagId::ARTIFACT {
        let at = tag.0 as usize - 1;
        let is_block = matches!(
            paged.tags[at].kind,
            TagKind::Paragraph
                | TagKind::Heading(..)
                | TagKind::Code
                | TagKind::Caption
                | TagKind::ContentsItem
                | TagKind::Label
        );
        if is_block {
            return Some(at);
        }
        tag = paged.tags[at].parent;
    }
    None
}

/// Every line of the type areas of the text's pages, notes at the foot and tables included.
fn lines<'p>(paged: &'p Paged, theme: &Theme) -> Vec<Line<'p>> {
    let mut all = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        if !matches!(page.folio, Folio::Body(_)) {
            continue;
        }
        let area = area(paged, theme, number);
        let mut on_page: Vec<Line> = Vec::new();
        for placed in &page.frame.items {
            let inside = placed.at.y > area.at.y && placed.at.y <= area.bottom() + Length::pt(0.5);
            let Item::Run(run) = &placed.item else { continue };
            if !inside {
                continue;
            }
            let (baseline, block) = (placed.at.y, block_of(paged, placed.tag));
            match on_page.iter_mut().find(|line| line.baseline == baseline && line.block == block) {
                Some(line) => line.runs.push((placed.at.x, run)),
                None => on_page.push(Line { page: number, baseline, runs: vec![(placed.at.x, run)], block }),
            }
        }
        // By their ends: the frame of an opening mark may begin before the frame in front of it ends.
        on_page.iter_mut().for_each(|line| line.runs.sort_by_key(|(x, run)| *x + run.width()));
        on_page.sort_by_key(|line| (line.baseline, line.block));
        all.extend(on_page);
    }
    all
}

/// Lines of running text at the body's size.
fn body_lines<'p>(paged: &'p Paged, theme: &Theme) -> Vec<Line<'p>> {
    let is_body = |line: &Line| {
        line.size() == theme.body().size
            && line.block.is_some_and(|at| matches!(paged.tags[at].kind, TagKind::Paragraph))
    };
    lines(paged, theme).into_iter().filter(is_body).collect()
}

fn booklet() -> Theme {
    Theme::built_in("booklet").expect("it is built in")
}

fn near(a: Length, b: Length, points: f64) -> bool {
    (a - b).abs() <= Length::pt(points)
}

/// The seed article; a text of our own where the sample data is missing.
fn article() -> Made {
    let text = common::shared_bytes("corpora/seed/article.txt").unwrap_or_else(|| {
        let item = |n: u32| {
            format!("{n}.第{n}件“大事”（附记）\n{}，他说：“{}。”{}\n", han(31, n), han(12, n + 9), han(300, n + 20))
        };
        format!("{}。\n{}来源：《某报》\n", han(90, 3), (1..=10).map(item).collect::<String>()).into_bytes()
    });
    lay_out(&common::job("article.txt", "booklet"), &Memory::new().with("article.txt", text))
}

/// GB/T 15834-2011, 5.1; clreq, prohibition rules for line start and line end.
const NOT_AT_START: &str = "。．，、；：！？）〕］｝》〉」』】〗”’·～％‰℃々ー";
const NOT_AT_END: &str = "（〔［｛《〈「『【〖“‘￥＄№";

#[test]
fn no_line_begins_or_ends_with_a_forbidden_mark() {
    let theme = booklet();
    let marks = "“甲”《乙》（丙）、丁：戊；己！庚？辛，壬——癸……。";
    let dense: String = (0..400).map(|at| format!("{}{}", han(at % 7, at as u32), marks)).collect();
    for made in [article(), pages_of(&dense)] {
        let lines = lines(&made.paged, &theme);
        assert!(lines.len() > 50);
        for line in &lines {
            let text = line.text();
            let text = text.trim();
            assert!(!text.starts_with(|c| NOT_AT_START.contains(c)), "{text:?} begins with a mark");
            assert!(!text.ends_with(|c| NOT_AT_END.contains(c)), "{text:?} ends with a mark");
        }
        for pair in lines.windows(2).filter(|pair| pair[0].block == pair[1].block) {
            let (end, start) = (pair[0].text().chars().last(), pair[1].text().chars().next());
            assert!(end != start || !matches!(end, Some('—' | '…')), "a mark of two characters is divided: {pair:?}");
        }
    }
}

#[test]
fn text_stands_on_the_grid() {
    let theme = booklet();
    let mixed = "# 题\n\n一段。\n\n- 一\n- 二\n\n> 引文。\n\n![](p.png)\n\n又一段。\n\n```\ncode\n```\n\n末段。\n";
    let source = Memory::new().with("t.md", mixed.repeat(6)).with("p.png", common::png(100, 77));
    let mixed = lay_out(&common::job("t.md", "booklet"), &source);
    for made in [article(), mixed] {
        let lines = body_lines(&made.paged, &theme);
        assert!(lines.len() > 20);
        for line in lines {
            let area = area(&made.paged, &theme, line.page);
            let above = line.baseline - theme.body().size.scale(0.88) - area.at.y;
            let steps = theme.pitch() * above.whole(theme.pitch());
            let off = (above - steps).min(theme.pitch() - (above - steps));
            assert!(off <= Length::pt(0.01), "page {}: {:?} is {off} off the grid", line.page, line.text());
        }
    }
}

#[test]
fn justified_lines_fill_the_measure_and_first_lines_are_indented() {
    let theme = booklet();
    let made = article();
    let lines = body_lines(&made.paged, &theme);
    let size = theme.body().size;
    let mut justified = 0;
    let mut first = 0;
    for (at, line) in lines.iter().enumerate() {
        let area = area(&made.paged, &theme, line.page);
        let text = line.text();
        let half =
            |chars: &str, c: Option<char>| if c.is_some_and(|c| chars.contains(c)) { size / 2 } else { Length::ZERO };
        // The blank of an opening mark is cut off at the line start, that of a closing one at the end.
        let left = line.left() + half("“‘（《〈「『【", text.chars().next());
        let right = line.right() - half("。，、；：！？”’）》〉」』】", text.trim_end().chars().last());
        let begins = at == 0 || lines[at - 1].block != line.block;
        let ends = lines.get(at + 1).is_none_or(|next| next.block != line.block);
        if begins {
            first += 1;
            assert!(near(left, area.at.x + size * 2, 0.05), "{text:?} begins {} in", left - area.at.x);
        } else {
            assert!(near(left, area.at.x, 0.05), "{text:?} begins {} in", left - area.at.x);
        }
        if ends {
            assert!(right <= area.right() + Length::pt(0.05), "{text:?} is too long");
        } else {
            justified += 1;
            assert!(near(right, area.right(), 0.05), "{text:?} ends {} before the measure", area.right() - right);
        }
    }
    assert!(justified > 20 && first > 8, "{justified} justified lines, {first} first lines");
}

/// How far the pen moves from each cluster of the text's first line to the next, in em.
fn steps(text: &str) -> Vec<(String, f64)> {
    let theme = booklet();
    let made = pages_of(text);
    let lines = body_lines(&made.paged, &theme);
    let line = lines.first().expect("there is a line");
    let mut at: Vec<(Length, String)> = Vec::new();
    for (x, run) in &line.runs {
        let mut pen = *x;
        let mut last = None;
        for glyph in &run.glyphs {
            if last != Some(glyph.start) {
                at.push((pen, run.text[glyph.start as usize..glyph.end as usize].to_owned()));
            }
            last = Some(glyph.start);
            pen += glyph.advance;
        }
    }
    at.push((line.right(), String::new()));
    at.windows(2).map(|pair| (pair[0].1.clone(), (pair[1].0 - pair[0].0).ratio(theme.body().size))).collect()
}

#[test]
fn neighbouring_marks_are_squeezed() {
    let check = |text: &str, wanted: &[f64]| {
        let steps = steps(text);
        let shown: Vec<f64> = steps.iter().map(|(_, step)| (step * 1000.0).round() / 1000.0).collect();
        assert_eq!(shown, wanted, "{steps:?}");
    };
    check("他说：“好。”（完）", &[1.0, 1.0, 0.5, 1.0, 1.0, 0.5, 0.5, 1.0, 1.0, 1.0]);
    check("甲（乙）丙，丁。", &[1.0; 8]);
    check("《〈甲〉》，乙", &[0.5, 1.0, 1.0, 0.5, 0.5, 1.0, 1.0]);
    check("甲——乙……丙", &[1.0, 2.0, 1.0, 2.0, 1.0]);
}

#[test]
fn a_quarter_em_stands_between_han_and_latin() {
    for text in ["中文abc中", "中文 abc 中"] {
        let steps = steps(text);
        let typed = text.contains(' ');
        let before: f64 = steps.iter().take_while(|(part, _)| part != "a").map(|(_, step)| step).sum();
        assert!((before - 2.25).abs() < 0.001, "{text}: {steps:?}");
        let end = steps.iter().position(|(part, _)| part == "中").map_or(0, |first| {
            steps.iter().rposition(|(part, _)| part == "中").filter(|&last| last > first).expect("it stands twice")
        });
        let size = booklet().body().size;
        let upto: f64 = steps[..end].iter().map(|(_, step)| step).sum();
        // What `abc` itself takes, fitted to Han, from a line where nothing stands after it.
        let alone: f64 = self::steps("中abc").iter().skip(1).map(|(_, step)| step).sum();
        assert!((upto - 2.5 - alone).abs() < 0.001, "{text} (typed: {typed}) at {size}: {steps:?}");
    }
}

/// Paragraphs of one to nine lines with titles between them, in all positions on the page.
fn restless() -> Made {
    let part = |at: u32| {
        let lines = (at * 7 % 9 + 1) as usize;
        let title = if at.is_multiple_of(4) { format!("## 小题{}\n\n", han(4, at)) } else { String::new() };
        format!("{title}{}。\n\n", han(lines * 31 - 8, at))
    };
    let half = |from: u32| (from..from + 90).map(part).collect::<String>();
    pages_of(&format!("# 甲题\n\n{}# 乙题\n\n{}", half(0), half(90)))
}

#[test]
fn titles_stay_with_their_text_and_no_line_is_left_alone() {
    let theme = booklet();
    let made = restless();
    let lines = lines(&made.paged, &theme);
    let pages = lines.last().expect("there are lines").page;
    assert!(pages > 20, "only {pages} pages");
    let mut titles_near_foot = 0;
    for (at, line) in lines.iter().enumerate() {
        let is_title = line.block.is_some_and(|at| matches!(made.paged.tags[at].kind, TagKind::Heading(..)));
        let last = lines.get(at + 1).is_none_or(|next| next.page != line.page);
        assert!(!(is_title && last), "the title {:?} ends page {}", line.text(), line.page);
        let low = line.baseline > area(&made.paged, &theme, line.page).bottom() - theme.pitch() * 5;
        titles_near_foot += usize::from(is_title && low);
    }
    assert!(titles_near_foot > 0, "the text tries no title near a page's foot");
    let mut parts: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for line in body_lines(&made.paged, &theme) {
        *parts.entry(line.block.expect("it is a paragraph")).or_default().entry(line.page).or_default() += 1;
    }
    let divided: Vec<_> = parts.values().filter(|pages| pages.len() > 1).collect();
    assert!(divided.len() > 10, "only {} paragraphs go on over a page", divided.len());
    assert!(divided.iter().all(|pages| pages.values().all(|&lines| lines >= 2)), "a line stands alone: {divided:?}");
}

#[test]
fn notes_stand_on_the_page_of_their_call() {
    let theme = booklet();
    let part = |at: u32| format!("{}。[^{at}]{}。\n\n[^{at}]: 注{}。\n\n", han(60, at), han(30, at + 500), han(20, at));
    let made = pages_of(&(0..90).map(part).collect::<String>());
    assert_eq!(made.paged.notes.len(), 90);
    for (id, ((call, _), (text, _))) in &made.paged.notes {
        assert_eq!(call, text, "note {} is called on one page and stands on another", id.0);
    }
    let circled =
        |run: &Run| run.text.chars().next().filter(|c| ('①'..='⑳').contains(c) && run.text.chars().count() == 1);
    let mut most = 0;
    for (number, page) in made.paged.pages.iter().enumerate() {
        let mut numbers: Vec<(Length, u32)> = Vec::new();
        for placed in &page.frame.items {
            if let Item::Run(run) = &placed.item
                && let Some(c) = circled(run)
            {
                numbers.push((placed.at.y, c as u32 - '①' as u32 + 1));
            }
        }
        numbers.sort_by_key(|(y, _)| *y);
        let numbers: Vec<u32> = numbers.into_iter().map(|(_, number)| number).collect();
        let half = numbers.len() as u32 / 2;
        let wanted: Vec<u32> = (1..=half).chain(1..=half).collect();
        assert_eq!(numbers, wanted, "page {number}: calls, then notes, each from 1");
        most = most.max(half);
    }
    assert!(most >= 3, "no page has three notes");
    assert!(lines(&made.paged, &theme).iter().any(|line| line.text().contains('注') && line.size() == Length::pt(9.0)));
}

/// Whether all that is set stays between the edges of the type area.
fn assert_inside(made: &Made, theme: &Theme, what: &str) {
    for (number, page) in made.paged.pages.iter().enumerate() {
        if !matches!(page.folio, Folio::Body(_)) {
            continue;
        }
        let area = area(&made.paged, theme, number);
        let (left, right) = (area.at.x - Length::pt(0.05), area.right() + Length::pt(0.05));
        for placed in &page.frame.items {
            let (end, shown) = match &placed.item {
                Item::Run(run) => (placed.at.x + run.width() - run.size / 2, run.text.clone()),
                Item::Image { size, path } => (placed.at.x + size.width, path.to_string()),
                Item::Rule { size, .. } => (placed.at.x + size.width, "a rule".into()),
                Item::Missing { size, text } => (placed.at.x + *size, text.clone()),
                Item::Turned(inner) => (placed.at.x + inner.size.height, "a turned frame".into()),
                Item::Outline { .. } => continue,
                Item::Disc { .. } | Item::Wave { .. } | Item::Link { .. } | Item::Anchor(_) | Item::Call { .. } => {
                    continue;
                }
            };
            assert!(
                placed.at.x >= left && end <= right,
                "{what}, page {number}: {shown:?} from {} to {end}",
                placed.at.x
            );
            assert!(placed.at.y >= Length::ZERO && placed.at.y <= made.paged.trim.height, "{what}: {shown:?}");
        }
    }
}

#[test]
fn nothing_is_wider_than_the_measure() {
    let theme = booklet();
    let nested: String = (0..30).map(|depth| format!("{}- {}\n", "  ".repeat(depth), han(40, depth as u32))).collect();
    let cases = [
        ("code", format!("```\n{}\n{}\nlet x = {};\n```\n", "x".repeat(500), han(200, 1), "ab ".repeat(90))),
        ("lists", nested),
        ("numbers", (1..120).map(|at| format!("{at}. {}\n", han(50, at))).collect()),
        (
            "table",
            format!("|{}|\n|{}|\n|{}|\n", "标题|".repeat(7), "---|".repeat(7), format!("{}|", han(30, 1)).repeat(7)),
        ),
        ("quotes", format!("> > > > {}\n", han(200, 5))),
        ("words", format!("{} {}", "incomprehensibilities ".repeat(40), "汉字word".repeat(24))),
        ("address", format!("见 <https://example.org/{}>。", "long-path/".repeat(20))),
        ("one word", format!("甲{}乙", "x".repeat(400))),
        ("title", format!("# {}\n\n正文。\n", han(120, 3))),
    ];
    for (what, text) in cases {
        let made = pages_of(&text);
        assert!(!made.said.iter().any(|finding| finding.severity == Severity::Error), "{what}: {:#?}", made.said);
        assert_inside(&made, &theme, what);
    }
}

#[test]
fn a_table_repeats_its_head() {
    let rows: String = (0..120).map(|at| format!("| {} | {at} |\n", han(5, at))).collect();
    let made = pages_of(&format!("| 表头甲 | 表头乙 |\n|---|---|\n{rows}"));
    let pages: Vec<_> = made.paged.pages.iter().filter(|page| matches!(page.folio, Folio::Body(_))).collect();
    assert!(pages.len() >= 3, "the table goes on over pages");
    for (at, page) in pages.iter().enumerate() {
        let heads: Vec<bool> = page
            .frame
            .items
            .iter()
            .filter(|placed| matches!(&placed.item, Item::Run(run) if run.text.contains("表头甲")))
            .map(|placed| placed.tag == TagId::ARTIFACT)
            .collect();
        // It is content once; what is repeated is decoration.
        assert_eq!(heads, [at > 0], "page {at}");
    }
}

#[test]
fn a_large_picture_is_made_to_fit() {
    let theme = booklet();
    for (width, height) in [(3000, 9000), (9000, 300), (5000, 5000)] {
        let source = Memory::new()
            .with("t.md", "前文。\n\n![图](p.png \"图题\")\n\n后文。")
            .with("p.png", common::png(width, height));
        let made = lay_out(&common::job("t.md", "booklet"), &source);
        let mut seen = 0;
        for (number, page) in made.paged.pages.iter().enumerate() {
            for placed in &page.frame.items {
                let Item::Image { size, .. } = &placed.item else { continue };
                seen += 1;
                let area = area(&made.paged, &theme, number);
                assert!(placed.at.x + size.width <= area.right() + Length::pt(0.05));
                assert!(placed.at.y >= area.at.y && placed.at.y + size.height <= area.bottom() + Length::pt(0.05));
                let ratio = size.width.ratio(size.height) / (f64::from(width) / f64::from(height));
                assert!((ratio - 1.0).abs() < 0.01, "it keeps its shape");
            }
        }
        assert_eq!(seen, 1);
    }
}

fn flat<'e>(entries: &'e [TocEntry], all: &mut Vec<&'e TocEntry>) {
    for entry in entries {
        all.push(entry);
        flat(&entry.children, all);
    }
}

#[test]
fn white_in_the_contents_stands_around_groups() {
    let made =
        pages_of("---\ntitle: 书\n---\n\n# 甲\n\n文。\n\n# 乙\n\n文。\n\n# 丙\n\n## 丙一\n\n文。\n\n# 丁\n\n文。\n");
    let of = |text: &str| {
        let run = made
            .paged
            .pages
            .iter()
            .flat_map(|page| &page.frame.items)
            .find(|placed| matches!(&placed.item, Item::Run(run) if run.text == text));
        run.unwrap_or_else(|| panic!("{text} is listed")).at.y
    };
    let tops: Vec<Length> = ["甲", "乙", "丙", "丙一", "丁"].map(of).to_vec();
    let pitch = Theme::built_in("booklet").expect("it is built in").pitch();
    let steps: Vec<f64> = tops.windows(2).map(|pair| (pair[1] - pair[0]).ratio(pitch)).collect();
    let near = |step: f64, wanted: f64| (step - wanted).abs() < 0.05;
    assert!(near(steps[0], 1.0) && near(steps[1], 1.5) && near(steps[2], 1.0) && near(steps[3], 1.5), "{steps:?}");
}

#[test]
fn the_contents_name_the_pages() {
    for theme in ["booklet", "book"] {
        let chapter = |at: u32| {
            format!("# 章{}\n\n{}\n\n## 节{}\n\n{}\n\n", han(3, at), han(700, at), han(3, at + 50), han(400, at))
        };
        let source = Memory::new().with("t.md", (0..25).map(chapter).collect::<String>());
        let made = lay_out(&common::job("t.md", theme), &source);
        let mut listed = Vec::new();
        for page in made.paged.pages.iter().filter(|page| matches!(page.folio, Folio::Front(_))) {
            let mut rows: BTreeMap<i64, Vec<(Length, &str)>> = BTreeMap::new();
            for placed in &page.frame.items {
                if let Item::Run(run) = &placed.item {
                    rows.entry(placed.at.y.raw()).or_default().push((placed.at.x, &run.text));
                }
            }
            for mut row in rows.into_values() {
                row.sort();
                let row: String = row.into_iter().map(|(_, text)| text).collect();
                listed.push(row.replace('\u{3000}', " "));
            }
        }
        let mut entries = Vec::new();
        flat(made.edition.toc(), &mut entries);
        assert_eq!(entries.len(), 50);
        for entry in entries {
            let (page, _) = made.paged.places[&entry.id];
            let Folio::Body(folio) = made.paged.pages[page].folio else { panic!("{} is not in the text", entry.text) };
            let wanted = format!("{}{folio}", entry.text);
            assert!(listed.contains(&wanted), "{theme}: {wanted:?} is not among {listed:#?}");
        }
    }
}

#[test]
fn chapters_of_a_book_begin_on_a_recto() {
    let chapter =
        |at: u32| format!("# 第{}章 {}\n\n{}\n\n", at + 1, han(3, at), han(400 + 500 * (at as usize % 3), at));
    let source = Memory::new().with("t.md", (0..9).map(chapter).collect::<String>());
    let made = lay_out(&common::job("t.md", "book"), &source);
    let mut blanks = 0;
    for (number, page) in made.paged.pages.iter().enumerate() {
        assert_eq!(page.side == Side::Recto, number % 2 == 0);
        if page.frame.items.is_empty() {
            assert_eq!(page.side, Side::Verso, "only a verso is left blank");
            blanks += 1;
        }
    }
    assert!(blanks > 1, "{blanks} blank: no chapter ended on a recto");
    let mut chapters = 0;
    for entry in made.edition.toc() {
        let (page, _) = made.paged.places[&entry.id];
        assert_eq!(made.paged.pages[page].side, Side::Recto, "{} begins on a verso", entry.text);
        chapters += 1;
    }
    assert_eq!(chapters, 9);
}

#[test]
fn a_character_without_a_font_is_seen_and_said() {
    let source = Memory::new().with("t.md", "甲\u{13000}乙。");
    let mut job = common::job("t.md", "booklet");
    for (allowed, severity) in [(false, Severity::Error), (true, Severity::Warning)] {
        job.layout.allow_missing_glyphs = allowed;
        let made = lay_out(&job, &source);
        let [finding] = &made.said[..] else { panic!("one finding: {:#?}", made.said) };
        assert_eq!((finding.code, finding.severity), ("missing-glyph", severity));
        assert!(finding.message.contains("U+13000"), "{}", finding.message);
        assert_eq!((&*finding.span.file, finding.span.line), ("t.md", 1));
        let boxes: Vec<&str> = made
            .paged
            .pages
            .iter()
            .flat_map(|page| &page.frame.items)
            .filter_map(|placed| match &placed.item {
                Item::Missing { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(boxes, ["\u{13000}"]);
    }
}

#[test]
fn every_titled_node_has_a_place() {
    let made = restless();
    let mut entries = Vec::new();
    flat(made.edition.toc(), &mut entries);
    let lost: Vec<NodeId> =
        entries.iter().map(|entry| entry.id).filter(|id| !made.paged.places.contains_key(id)).collect();
    assert!(lost.is_empty(), "{lost:?} stand nowhere");
}

#[test]
fn a_tiny_book_is_laid_out_as_it_was() {
    let made = pages_of("# 一、题\n\n天地玄黄，“宇宙”洪荒。[^1]\n\n[^1]: 出《千字文》。\n\n- 日月\n- abc 盈昃\n");
    common::golden("layout/tiny.frames", &dump(&made.paged));
}

/// The runs of the body's pages whose text holds `part`.
fn runs_with<'p>(paged: &'p Paged, part: &str) -> Vec<&'p Run> {
    let items = paged.pages.iter().flat_map(|page| &page.frame.items);
    let runs = items.filter_map(|placed| if let Item::Run(run) = &placed.item { Some(run) } else { None });
    runs.filter(|run| run.text.contains(part)).collect()
}

#[test]
fn a_reading_wider_than_its_base_pushes_the_next_character_on() {
    let made = pages_of("一二{面|おもてがわ}七八。\n");
    let run = runs_with(&made.paged, "一二面七八")[0];
    let pen = |at: usize| run.glyphs[..at].iter().map(|glyph| glyph.advance).sum::<Length>() + run.glyphs[at].dx;
    // Five kana at half size are two and a half em: half an em hangs over each neighbour, a quarter pushes it away.
    assert!((pen(2) - pen(1) - run.size.scale(1.25)).abs() < Length::pt(0.01), "{}", pen(2) - pen(1));
    assert!((pen(3) - pen(2) - run.size.scale(1.25)).abs() < Length::pt(0.01), "{}", pen(3) - pen(2));
}

#[test]
fn cells_of_a_row_stand_on_one_line_whatever_came_before() {
    let made =
        pages_of("> 引文。\n\n| 甲甲 | 乙乙 |\n|---|---|\n| 丙 | 丁 |\n\n| 戊戊 | 己己 |\n|---|---|\n| 庚 | 辛 |\n");
    for (first, second) in [("甲甲", "乙乙"), ("戊戊", "己己")] {
        let y = |part: &str| {
            let items = made.paged.pages.iter().flat_map(|page| &page.frame.items);
            let found = items.filter(|placed| matches!(&placed.item, Item::Run(run) if run.text == part));
            found.map(|placed| placed.at.y).next().expect("the cell is there")
        };
        assert_eq!(y(first), y(second), "{first} and {second}");
    }
}

#[test]
fn code_shows_what_was_typed() {
    let made = pages_of("```go\nif a != b { c <- d }\n```\n\n`x => y`\n");
    for part in ["!=", "<-", "=>"] {
        let run = runs_with(&made.paged, part)[0];
        let start = run.text.find(part).expect("it is in there") as u32;
        let alone: Vec<u32> =
            part.chars().map(|c| common::fonts().face(run.face).glyph(c).expect("a mono face has it")).collect();
        let set: Vec<u32> = run
            .glyphs
            .iter()
            .filter(|glyph| (start..start + part.len() as u32).contains(&glyph.start))
            .map(|glyph| glyph.id)
            .collect();
        assert_eq!(set, alone, "{part}");
    }
}

#[test]
fn quotes_in_a_western_sentence_are_western() {
    let made = pages_of("---\nlanguage: zh-Hans\n---\n\n他写道：He said “yes” and left. 然后“好”。\n");
    let western = runs_with(&made.paged, "“yes”")[0];
    assert!(western.text.contains("He said “yes” and left."), "the sentence is one run: {:?}", western.text);
    let opening = western.text.find('“').expect("it is in there") as u32;
    let glyph = western.glyphs.iter().find(|glyph| glyph.start == opening).expect("it has a glyph");
    assert!(glyph.advance < western.size.scale(0.6), "a narrow quote: {}", glyph.advance);
    assert!(runs_with(&made.paged, "“好”")[0].text.contains('。'), "Chinese quotes stay with the Han face");
}

#[test]
fn many_columns_stay_on_the_page() {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(24));
    let made = pages_of(&format!("{}{}{}", row("甲"), row("---"), row("乙")));
    assert_inside(&made, &booklet(), "a wide table");
    let cells = runs_with(&made.paged, "乙").len();
    assert_eq!(cells, 24, "every cell is set");
    // Where a column is narrower than a character nothing helps: that is an error, not a warning.
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(60));
    let made = pages_of(&format!("{}{}{}", row("甲"), row("---"), row("乙")));
    assert!(made.said.iter().any(|finding| finding.code == "crowded-table" && finding.severity == Severity::Error));
}

#[test]
fn english_lines_are_as_full_as_their_words_allow() {
    let text = "mdBook is a command line tool to create books with Markdown. It is ideal for creating product or API \
                documentation, tutorials, course materials or anything that requires a clean and customizable layout.";
    let made = pages_of(&format!("---\nlanguage: en\n---\n\n{text}\n"));
    let lines = lines(&made.paged, &booklet());
    let widest = |line: &Line| {
        let glyphs = line.runs.iter().flat_map(|(_, run)| run.glyphs.iter().map(|glyph| glyph.advance));
        glyphs.max().unwrap_or_default().ratio(line.size())
    };
    assert!(lines.len() >= 3, "{}", lines.len());
    for line in &lines {
        assert!(widest(line) < 1.2, "a hole of {:.2} em in {:?}", widest(line), line.text());
    }
}
