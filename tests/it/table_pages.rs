//! Tables on finished pages: what stands where, and that nothing is lost between them.

use keben::layout::{Item, Paged, TagId, TagKind};
use keben::model::{Align, Block, Table, Turn, number};
use keben::text::Run;
use keben::theme::Theme;
use keben::unit::{Length, Point};

use crate::common::{Made, han, job, lay_out, pages_of, png};
use keben::source::Memory;

/// A run with its page and its place there.
struct Set<'p> {
    page: usize,
    at: Point,
    run: &'p Run,
    tag: TagId,
}

/// What is painted on the text's pages, turned frames included; decoration left out.
fn content(paged: &Paged) -> Vec<Set<'_>> {
    let mut all = Vec::new();
    for (page, sheet) in paged.pages.iter().enumerate() {
        sheet.frame.each(&mut |placed, way| {
            if let (Item::Run(run), true) = (&placed.item, placed.tag != TagId::ARTIFACT) {
                all.push(Set { page, at: way.point(placed.at), run, tag: placed.tag });
            }
        });
    }
    all
}

/// The kinds of tags a tag stands in.
fn stands_in(paged: &Paged, tag: TagId, wanted: impl Fn(&TagKind) -> bool) -> bool {
    let mut tag = tag;
    while tag != TagId::ARTIFACT {
        let here = &paged.tags[tag.0 as usize - 1];
        if wanted(&here.kind) {
            return true;
        }
        tag = here.parent;
    }
    false
}

/// What stands in cells of tables' bodies.
fn cells(paged: &Paged) -> Vec<Set<'_>> {
    let in_cell = |kind: &TagKind| matches!(kind, TagKind::Cell(..));
    content(paged).into_iter().filter(|set| stands_in(paged, set.tag, in_cell)).collect()
}

fn find<'s, 'p>(sets: &'s [Set<'p>], text: &str) -> &'s Set<'p> {
    sets.iter().find(|set| set.run.text.contains(text)).unwrap_or_else(|| panic!("{text:?} is on a page"))
}

/// The characters of content without blanks.
fn text(sets: &[Set]) -> String {
    sets.iter().flat_map(|set| set.run.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn tables(made: &Made) -> Vec<&Table> {
    let blocks = made.edition.book.body.iter().flat_map(|division| &division.blocks);
    blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

fn said(made: &Made, code: &str) -> bool {
    made.said.iter().any(|diagnostic| diagnostic.code == code)
}

/// Rows of a pipe table.
fn rows(cells: impl IntoIterator<Item = Vec<String>>) -> String {
    cells.into_iter().map(|row| format!("| {} |\n", row.join(" | "))).collect()
}

/// Where a run has the point of its number.
fn point_of(set: &Set) -> Length {
    let point = number::point(&set.run.text).expect("a number stands there");
    let whole = set.run.glyphs.iter().filter(|glyph| (glyph.start as usize) < point);
    set.at.x + whole.map(|glyph| glyph.advance).sum::<Length>()
}

#[test]
fn numbers_of_a_column_stand_at_their_points() {
    let made = pages_of("| 地区 | 数 |\n|---|---|\n| 甲 | 2,184.3 |\n| 乙 | −0.25% |\n| 丙 | 364 |\n| 丁 | — |\n");
    let sets = cells(&made.paged);
    let points = ["2,184.3", "0.25", "364"].map(|number| point_of(find(&sets, number)));
    assert!(points.iter().all(|&point| (point - points[0]).abs() < Length::pt(0.01)), "{points:?}");
    assert_eq!(tables(&made)[0].aligns(), [Align::Theme, Align::Decimal]);
    // The author's word stands: flush at the end, whatever the points.
    let made = pages_of("| 地区 | 数 |\n|---|--:|\n| 甲 | 2.25 |\n| 乙 | 364 |\n");
    let sets = cells(&made.paged);
    let right = |number: &str| find(&sets, number).at.x + find(&sets, number).run.width();
    assert!((right("2.25") - right("364")).abs() < Length::pt(0.01));
    assert_ne!(point_of(find(&sets, "2.25")), point_of(find(&sets, "364")));
}

#[test]
fn a_caption_says_how_columns_lie_and_whether_the_table_is_turned() {
    let made =
        pages_of("Table: 数 {#tab-n align=\"l d -\" .turned}\n\n| 甲 | 乙 | 丙 |\n|---|---|---|\n| 一 | 约 | 三 |\n");
    let table = tables(&made)[0];
    let aligns: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
    assert_eq!(aligns, [Align::Start, Align::Decimal, Align::Theme]);
    assert_eq!((table.turn, table.label.as_ref().map(|label| label.0.as_str())), (Turn::Turned, Some("tab-n")));
    // What is no alignment stays in the caption, where the author sees it.
    let made = pages_of("Table: 数 {align=\"l x\"}\n\n| 甲 |\n|---|\n| 一 |\n");
    assert!(text(&content(&made.paged)).contains("{align="));
}

#[test]
fn a_cell_over_several_rows_has_their_room() {
    let long = han(60, 3);
    let html = format!(
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td rowspan=2>{long}</td><td>第一</td></tr>\
         <tr><td>第二</td></tr><tr><td>末行</td><td>{}</td></tr></table>",
        han(80, 9)
    );
    let made = pages_of(&html);
    let sets = cells(&made.paged);
    let height = |text: &str| find(&sets, text).at.y;
    let long_lines: Vec<Length> = sets.iter().filter(|set| long.contains(&set.run.text)).map(|set| set.at.y).collect();
    let foot = *long_lines.iter().max().expect("it is set");
    assert!(long_lines[0] == height("第一"), "it begins with its first row");
    assert!(height("第二") <= foot, "the second row stands beside it");
    assert!(height("末行") > foot, "the next row is below all of it");
}

#[test]
fn a_long_table_repeats_its_head_and_loses_nothing() {
    let body = rows((0..300).map(|n| vec![format!("行{n}"), han(n % 40, 7), format!("{n}.5")]));
    let made = pages_of(&format!("| 头甲 | 头乙 | 头丙 |\n|---|---|---|\n{body}"));
    let sets = cells(&made.paged);
    let expected: String = (0..300).map(|n| format!("行{n}{}{n}.5", han(n % 40, 7))).collect();
    assert_eq!(text(&sets), expected, "cell by cell, in the order they are read");
    let first = sets[0].page;
    let last = sets.last().expect("there are rows").page;
    for page in first..=last {
        let heads = |item: &Item| matches!(item, Item::Run(run) if run.text.contains("头甲"));
        let count = made.paged.pages[page].frame.items.iter().filter(|placed| heads(&placed.item)).count();
        assert_eq!(count, 1, "page {page} has the head");
    }
    // A row is not parted where the next page has room for it.
    for n in 0..300 {
        let row = sets.iter().filter(|set| set.run.text == format!("行{n}") || set.run.text == format!("{n}.5"));
        let pages: Vec<usize> = row.map(|set| set.page).collect();
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "row {n} is on one page");
    }
}

#[test]
fn a_cell_higher_than_pages_goes_on_over_them() {
    let long = han(4000, 5);
    let made = pages_of(&format!("| 甲 | 乙 |\n|---|---|\n| 短 | {long} |\n| 后 | 尾 |\n"));
    let sets = cells(&made.paged);
    let set: String = text(&sets);
    assert_eq!(set, format!("短{long}后尾"));
    let pages: Vec<usize> = sets.iter().filter(|set| set.run.text.len() > 30).map(|set| set.page).collect();
    let (first, last) = (pages[0], pages[pages.len() - 1]);
    assert!(last > first + 2, "more than three pages");
    for page in first..=last {
        assert!(pages.iter().filter(|&&at| at == page).count() >= 2, "two lines at least on page {page}");
    }
    let theme = Theme::built_in("booklet").expect("it is built in");
    let foot = theme.page.type_area(theme.body().size, theme.pitch()).bottom();
    assert!(sets.iter().all(|set| set.at.y <= foot), "nothing below the type area");
}

#[test]
fn a_group_of_rows_higher_than_a_page_is_parted_between_rows() {
    let label = han(90, 4);
    let rows: String =
        (0..90).map(|n| if n == 0 { String::new() } else { format!("<tr><td>行{n}</td></tr>") }).collect();
    let made = pages_of(&format!("<table><tr><td rowspan=90>{label}</td><td>行零</td></tr>{rows}</table>"));
    let sets = cells(&made.paged);
    for n in 1..90 {
        assert_eq!(sets.iter().filter(|set| set.run.text == format!("行{n}")).count(), 1, "row {n} stands once");
    }
    let set: String =
        sets.iter().filter(|set| label.contains(&set.run.text)).map(|set| set.run.text.as_str()).collect();
    assert_eq!(set, label);
}

#[test]
fn dates_and_names_keep_their_line_beside_sentences() {
    let body = rows((1..9).map(|n| vec![format!("2026年8月{n}日"), "司马文远".into(), han(90, n)]));
    let made = pages_of(&format!("| 日期 | 主讲人 | 内容 |\n|---|---|---|\n{body}"));
    let sets = cells(&made.paged);
    for n in 1..9 {
        let (year, day) = (find(&sets, "2026"), sets.iter().find(|set| set.run.text.contains(&n.to_string())));
        assert!(day.is_some_and(|day| sets.iter().any(|set| set.at.y == day.at.y && set.run.text.contains("2026"))));
        assert!(year.at.x < Length::pt(80.0));
    }
    assert!(sets.iter().filter(|set| set.run.text.contains("司马文远")).count() == 8, "names do not wrap");
}

#[test]
fn a_table_that_goes_on_says_so_under_its_number() {
    let body = rows((0..100).map(|n| vec![format!("行{n}"), "内容".into()]));
    let made = pages_of(&format!("Table: 长表\n\n| 头甲 | 头乙 |\n|---|---|\n{body}"));
    let sets = cells(&made.paged);
    let (first, last) = (sets[0].page, sets[sets.len() - 1].page);
    assert!(last > first + 1);
    for (page, sheet) in made.paged.pages.iter().enumerate().take(last + 1).skip(first) {
        let has = |text: &str| {
            sheet.frame.items.iter().any(|placed| matches!(&placed.item, Item::Run(run) if run.text.contains(text)))
        };
        assert!(has("表1"), "page {page}");
        assert_eq!((has("长表"), has("（续）")), (page == first, page > first), "page {page}");
    }
}

#[test]
fn a_low_table_is_whole_and_the_text_goes_on_before_it() {
    let table = rows((0..5).map(|n| vec![format!("行{n}"), "内容".into()]));
    let mut moved = 0;
    for before in 8..40 {
        let filler = format!("{}\n\n", han(20, 2)).repeat(before);
        for caption in ["", "Table: 表题\n\n"] {
            let text = format!("{filler}{caption}| 甲 | 乙 |\n|---|---|\n{table}\n");
            let made = pages_of(&format!("{text}{}\n", format!("{}\n\n", han(20, 3)).repeat(30)));
            let all = content(&made.paged);
            let table = find(&all, "行0").page;
            assert_eq!(table, find(&all, "行4").page, "after {before} paragraphs");
            let after = find(&all, &han(20, 3)[..30]).page;
            assert!(after >= table || !caption.is_empty(), "without a caption it stands where it is");
            moved += usize::from(after < table);
        }
    }
    assert!(moved > 2, "text fills the page that a table left, {moved} times");
}

#[test]
fn a_note_below_stays_with_its_table() {
    for before in 0..40 {
        let body = rows((0..4).map(|n| vec![format!("行{n}"), "内容".into()]));
        let filler = format!("{}\n\n", han(20, 2)).repeat(before);
        let made = pages_of(&format!("{filler}| 甲 | 乙 |\n|---|---|\n{body}\n::: note\n资料来源在此。\n:::\n"));
        let all = content(&made.paged);
        assert_eq!(find(&all, "行3").page, find(&all, "资料来源").page, "after {before} paragraphs");
        assert!(find(&all, "行3").at.y < find(&all, "资料来源").at.y);
        let size = find(&all, "资料来源").run.size;
        assert_eq!(size, Theme::built_in("booklet").expect("it is built in").style(keben::model::Role::NoteText).size);
    }
}

fn twelve_columns(caption: &str, count: usize) -> String {
    let head = rows([(0..12).map(|n| format!("第{n}项指标")).collect()]);
    let body = rows((0..count).map(|row| (0..12).map(|n| format!("{row}.{n}")).collect()));
    format!("{caption}\n\n{head}|{}\n{body}", "---|".repeat(12))
}

#[test]
fn a_table_too_wide_for_the_measure_is_turned() {
    let made = pages_of(&format!("前文。\n\n{}\n后文。\n", twelve_columns("Table: 宽表", 60)));
    let turned = |made: &Made| {
        let is_turned = |item: &Item| matches!(item, Item::Turned(_));
        let count =
            |page: &keben::layout::Page| page.frame.items.iter().filter(|placed| is_turned(&placed.item)).count();
        made.paged.pages.iter().map(count).collect::<Vec<_>>()
    };
    let slices = turned(&made);
    assert!(slices.iter().filter(|&&count| count == 1).count() >= 2, "over several pages: {slices:?}");
    assert!(!said(&made, "crowded-table"));
    let sets = cells(&made.paged);
    let expected: String = (0..60).flat_map(|row| (0..12).map(move |n| format!("{row}.{n}"))).collect();
    assert_eq!(text(&sets), expected);
    // Rows go from the left to the right, lines from the foot to the head; nothing leaves the type area.
    assert!(find(&sets, "0.0").at.x < find(&sets, "1.0").at.x && find(&sets, "0.0").at.y > find(&sets, "0.5").at.y);
    let theme = Theme::built_in("booklet").expect("it is built in");
    let area = theme.page.type_area(theme.body().size, theme.pitch());
    assert!(sets.iter().all(|set| set.at.y >= area.at.y && set.at.y <= area.bottom()));
    // Each slice has the head.
    for (page, _) in slices.iter().enumerate().filter(|(_, count)| **count == 1) {
        let mut heads = 0;
        made.paged.pages[page].frame.each(&mut |placed, _| {
            heads += usize::from(matches!(&placed.item, Item::Run(run) if run.text.contains("11")));
        });
        assert!(heads >= 1, "page {page} has the head");
    }
    let upright = pages_of(&twelve_columns("Table: 宽表 {.upright}", 3));
    assert!(turned(&upright).iter().all(|&count| count == 0), "the author's word stands");
    let short = pages_of("Table: 短 {.turned}\n\n| 甲 |\n|---|\n| 一 |\n");
    assert_eq!(turned(&short).iter().sum::<usize>(), 1);
}

#[test]
fn notes_and_links_work_on_a_turned_page() {
    let table = twelve_columns("Table: 宽表", 3).replace("| 1.0 |", "| [链接](https://example.org)[^a] |");
    let made = pages_of(&format!("{table}\n\n[^a]: {}\n", han(80, 3)));
    let mut calls = 0;
    let mut links = Vec::new();
    for page in &made.paged.pages {
        page.frame.each(&mut |placed, way| match &placed.item {
            Item::Call { .. } => calls += 1,
            Item::Link { size, .. } => links.push(way.area(keben::unit::Rect::new(placed.at, *size))),
            _ => {}
        });
    }
    assert_eq!(calls, 0, "every call has its number");
    assert!(links.iter().any(|area| area.size.height > area.size.width), "the link stands as its words do");
    let (call, note) = made.paged.notes.values().next().expect("there is a note");
    assert_eq!(call.0, note.0, "the note is at the foot of its page");
    assert!(note.1.y > call.1.y);
    let table_foot = cells(&made.paged).iter().map(|set| set.at.y).max().expect("there are cells");
    assert!(table_foot < note.1.y, "the table leaves it room");
}

#[test]
fn columns_that_cannot_hold_their_words_are_reported() {
    let wide = format!("|{}\n|{}\n|{}\n", "列|".repeat(200), "---|".repeat(200), "12|".repeat(200));
    let made = pages_of(&wide);
    assert!(said(&made, "crowded-table"));
    assert_eq!(text(&cells(&made.paged)), "12".repeat(200));
    assert!(!said(&pages_of("| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n"), "crowded-table"));
}

#[test]
fn odd_tables_lose_nothing() {
    let source = "<table></table>\n\n<table><tr></tr></table>\n\n\
         <table><tr><td>甲</td><td>乙</td></tr><tr><td rowspan=99 colspan=99>越界</td></tr></table>\n\n\
         <table><tr><td>外<table><tr><td>内一</td><td>12.5</td></tr></table></td>\
         <td><ul><li>一项</li></ul><pre>let x;</pre></td><td><img src=\"p.png\" alt=\"图\"></td></tr></table>\n";
    let made = lay_out(&job("t.md", "booklet"), &Memory::new().with("t.md", source).with("p.png", png(60, 40)));
    let all = text(&content(&made.paged));
    for part in ["甲", "乙", "越界", "外", "内一", "12.5", "一项", "letx;"] {
        assert_eq!(all.matches(part).count(), 1, "{part}");
    }
    let images = made.paged.pages.iter().flat_map(|page| &page.frame.items);
    assert_eq!(images.filter(|placed| matches!(placed.item, Item::Image { .. })).count(), 1);
    // A span past the edge makes no columns of its own.
    assert_eq!(tables(&made).iter().map(|table| table.columns.len()).collect::<Vec<_>>(), [2, 3]);
    assert!(!said(&made, "crowded-table"));
}

#[test]
fn rows_of_headings_are_a_head() {
    let made = pages_of(
        "<table><tr><th rowspan=2>地区</th><th colspan=2>年</th></tr><tr><th>上</th><th>下</th></tr>\
         <tr><td>甲</td><td>1.5</td><td>2</td></tr></table>",
    );
    let table = tables(&made)[0];
    assert_eq!((table.head.len(), table.body.len()), (2, 1));
    // A thin rule stands below what heads two columns.
    let theme = Theme::built_in("booklet").expect("it is built in");
    let rules = made.paged.pages.iter().flat_map(|page| &page.frame.items).filter_map(|placed| match &placed.item {
        Item::Rule { size, .. } if size.height == theme.table.head_rule => Some(size.width),
        _ => None,
    });
    let rules: Vec<Length> = rules.collect();
    assert_eq!(rules.len(), 2, "{rules:?}");
    assert!(rules[0] < rules[1]);
}

#[test]
fn all_notes_below_a_table_stay_with_it() {
    let rows: String = (1..6).map(|row| format!("| {row} | 甲 |\n")).chain(["| 6 | 末 |\n".to_owned()]).collect();
    let notes =
        ["::: source\n源。\n:::", "::: source\n源。\n:::\n\n::: note\n注。\n:::", "::: note\n注一。\n\n源。\n:::"];
    for theme in ["booklet", "report", "gongwen", "newsletter", "thesis"] {
        for note in notes {
            for lines in 0..45 {
                let before: String = (0..lines).map(|_| "短。\n\n").collect();
                let source = format!("{before}| 号 | 名 |\n| --- | --- |\n{rows}\n{note}\n\n后。\n");
                let made = lay_out(&job("t.md", theme), &Memory::new().with("t.md", source));
                let all = content(&made.paged);
                let row = find(&all, "末").page;
                for word in ["源。", "注"].iter().filter(|word| note.contains(**word)) {
                    assert_eq!(find(&all, word).page, row, "{theme}, {lines} lines: {note}");
                }
            }
        }
    }
}

#[test]
fn cells_beyond_the_head_are_told() {
    let made = crate::common::pages_of("|甲|乙|\n|-|-|\n|丙|丁|戊 | 己|\n|庚 \\| 辛|壬|\n|癸|子||\n");
    let said: Vec<_> = made.said.iter().map(|said| (said.code, said.span.line)).collect();
    assert_eq!(said, [("table-grid", 3)], "{:?}", made.said);
    assert!(made.said[0].message.contains("戊 | 己"), "{:?}", made.said);
}
