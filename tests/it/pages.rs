//! What pages do with columns, figures, notes and folios: read from finished pages.

use keben::diag::Severity;
use keben::layout::{Folio, Item, Paged, Placed};
use keben::source::Memory;
use keben::theme::Theme;
use keben::unit::{Length, Point};

use crate::common::{self, Made, han, lay_out};

/// A page of 20 characters by 20 lines in 10 points at a pitch of 17, with more keys of `[page]` and more tables.
fn theme(page: &str, rest: &str) -> Theme {
    let text = format!(
        "[cover]\nshow = false\n[contents]\nshow = false\n[heads]\nverso = \"none\"\nrecto = \"none\"\nrule = \"0pt\"\n\
         [styles.body]\nsize = \"10pt\"\npitch = \"17pt\"\n\
         [page]\ntrim = \"300mm × 200mm\"\narea = {{ chars = 20, lines = 20 }}\n{page}\n{rest}"
    );
    Theme::parse(&text).expect("it is a theme")
}

fn made(theme: Theme, markdown: &str) -> Made {
    let source = Memory::new()
        .with("t.md", markdown)
        .with("wide.png", common::png(600, 200))
        .with("small.png", common::png(100, 100))
        .with("high.png", common::png(300, 3000));
    let job = keben::publish::Job { theme, ..common::job("t.md", "booklet") };
    lay_out(&job, &source)
}

/// What stands on pages of the text that says `find`: page from 0, and place.
fn runs<'p>(paged: &'p Paged, find: &'p str) -> impl Iterator<Item = (usize, Point)> + 'p {
    items(paged).filter_map(move |(page, placed)| match &placed.item {
        Item::Run(run) if run.text.contains(find) => Some((page, placed.at)),
        _ => None,
    })
}

fn items(paged: &Paged) -> impl Iterator<Item = (usize, &Placed)> {
    paged.pages.iter().enumerate().flat_map(|(at, page)| page.frame.items.iter().map(move |placed| (at, placed)))
}

/// All that is printed, in the order in which it is painted.
fn text_of(paged: &Paged) -> String {
    let run = |(_, placed): (usize, &Placed)| match &placed.item {
        Item::Run(run) => Some(run.text.clone()),
        _ => None,
    };
    items(paged).filter_map(run).collect()
}

fn images(paged: &Paged) -> Vec<(usize, Point, Length)> {
    let image = |(page, placed): (usize, &Placed)| match &placed.item {
        Item::Image { size, .. } => Some((page, placed.at, size.width)),
        _ => None,
    };
    items(paged).filter_map(image).collect()
}

/// The page and line, from 0, that a text stands on.
fn line_of(made: &Made, theme: &Theme, text: &str) -> (usize, f64) {
    let (page, at) = runs(&made.paged, text).next().unwrap_or_else(|| panic!("no `{text}`"));
    let first = theme.area().at.y + theme.body().size.scale(0.88);
    (page, (at.y - first).ratio(theme.pitch()))
}

#[test]
fn columns_are_read_one_after_the_other_and_share_a_grid() {
    let theme = theme("columns = 2\ncolumn-rule = \"0.25pt\"", "");
    let text: String = (0..60).map(|at| format!("甲{}乙\n\n", han(30, at))).collect();
    let made = made(theme.clone(), &text);
    let step = theme.page.column_step(theme.body().size);
    let origin = theme.area().at;
    let mut before = (0, 0, Length::ZERO);
    for (page, at) in runs(&made.paged, "甲") {
        let left = if page % 2 == 0 { origin.x } else { theme.page.trim.width - theme.area().size.width - origin.x };
        let here = (page, (at.x - left).whole(step), at.y);
        assert!(here > before, "{here:?} comes after {before:?}");
        let lines = (at.y - origin.y - theme.body().size.scale(0.88)).ratio(theme.pitch());
        assert!((lines - lines.round()).abs() < 0.001, "a line lies {lines} lines down");
        before = here;
    }
    assert_eq!(runs(&made.paged, "甲").count(), 60);
    let rules = items(&made.paged)
        .filter(|(_, placed)| matches!(placed.item, Item::Rule { size, .. } if size.width == Length::pt(0.25)));
    assert_eq!(rules.count(), made.paged.pages.len());
}

#[test]
fn a_title_across_columns_parts_them() {
    let theme = theme("columns = 2", "[styles.heading-1]\nspan = true\nlines = 2\nbefore = 1\nafter = 0");
    let text = format!("{}\n\n## 丁丁\n\n{}", "甲".repeat(180), "乙".repeat(180));
    let made = made(theme.clone(), &text);
    let (page, title) = line_of(&made, &theme, "丁丁");
    let rows = |text: &str| -> Vec<(Length, Length)> { runs(&made.paged, text).map(|(_, at)| (at.x, at.y)).collect() };
    // Ten lines stand five by five above the title, and five by five below it.
    let columns = |rows: &[(Length, Length)]| {
        let mut lefts: Vec<Length> = rows.iter().map(|(x, _)| *x).collect();
        lefts.sort();
        (lefts.iter().filter(|x| **x < lefts[0] + Length::pt(100.0)).count(), lefts.len())
    };
    assert_eq!((page, columns(&rows("甲")), columns(&rows("乙"))), (0, (5, 10), (5, 10)));
    let first_of = |text: &str| rows(text).iter().map(|(_, y)| *y).min().expect("it is there");
    let title_y = runs(&made.paged, "丁丁").next().expect("it is there").1.y;
    assert!(first_of("甲") < title_y && title_y < first_of("乙") && title > 5.0);
}

#[test]
fn a_figure_without_room_goes_on_at_the_head_and_text_fills_the_page() {
    let theme = theme("", "");
    let text = format!(
        "{}\n\n![图](wide.png){{width=100%}}\n\n{}\n\n![又](small.png)\n\n{}",
        "甲".repeat(20 * 16),
        "乙".repeat(20 * 7),
        "丙".repeat(20 * 12)
    );
    let made = made(theme.clone(), &text);
    let images = images(&made.paged);
    assert_eq!(images.iter().map(|(page, ..)| *page).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(images[0].1.y, theme.area().at.y);
    assert!(images[1].1.y > images[0].1.y);
    // The first page is full, and what follows the figure is on the grid again.
    let last = runs(&made.paged, "乙").filter(|(page, _)| *page == 0).map(|(_, at)| at.y).max().expect("text went on");
    assert!(theme.area().bottom() - last < theme.pitch());
    let (_, line) = line_of(&made, &theme, "丙");
    assert!((line - line.round()).abs() < 0.001);
}

#[test]
fn figures_stand_where_their_author_wants_them() {
    let theme = theme("", "");
    let text = |place: &str| {
        let (before, after) = ("甲".repeat(100), "乙".repeat(20 * 26));
        format!("{before}\n\n![图](small.png){{place={place}}}\n\n{after}")
    };
    let at = |place: &str| {
        let made = made(theme.clone(), &text(place));
        let (page, at, _) = images(&made.paged)[0];
        (page, at.y - theme.area().at.y, made.paged.pages.len())
    };
    let area = theme.area().size.height;
    assert!(matches!(at("here"), (0, y, 2) if y > theme.pitch() * 5 && y < theme.pitch() * 8));
    assert!(matches!(at("top"), (1, y, 2) if y == Length::ZERO));
    assert!(matches!(at("bottom"), (0, y, 2) if y > area / 2));
    assert!(matches!(at("page"), (1, y, 3) if y > area / 4));
    let said = made(theme.clone(), &text("toop")).said;
    assert!(said.iter().any(|finding| finding.code == "unknown-attribute" && finding.to_string().contains("top")));
}

#[test]
fn pictures_of_a_figure_stand_beside_each_other() {
    let theme = theme("", "");
    let picture = "![](wide.png){width=50%}\n\n";
    let made = made(theme.clone(), &format!("::: figure 两幅\n{}\n:::\n", picture.repeat(3)));
    let images = images(&made.paged);
    let gap = theme.figures.gap.at(theme.body().size);
    assert_eq!(images[0].1.y, images[1].1.y);
    assert!((images[1].1.x - images[0].1.x - images[0].2 - gap).abs() < Length::pt(0.01));
    assert!(images[1].1.x + images[1].2 <= theme.area().right() + Length::pt(0.01));
    assert!(images[2].1.y > images[0].1.y);
}

#[test]
fn hundreds_of_figures_keep_their_order_and_none_is_lost() {
    let theme = theme("", "");
    let text: String = (0..300).map(|at| format!("![{}](small.png)\n\n", han(5, at))).collect();
    let made = made(theme, &format!("{text}{}", "甲".repeat(100)));
    let found = images(&made.paged);
    assert_eq!(found.len(), 300);
    let in_order = found.windows(2).all(|pair| (pair[0].0, pair[0].1.y) < (pair[1].0, pair[1].1.y));
    assert!(in_order, "figures overtake each other");
    let text = text_of(&made.paged);
    for at in 0..300 {
        assert_eq!(text.matches(&han(5, at)).count(), 1);
    }
}

#[test]
fn a_figure_higher_than_a_page_is_made_smaller_and_reported() {
    let theme = theme("", "");
    let made = made(theme.clone(), &format!("甲\n\n![{}](high.png){{width=80%}}\n\n乙", "题".repeat(90)));
    assert!(made.said.iter().any(|finding| finding.code == "picture-scaled"));
    let bottom = theme.area().bottom() + Length::pt(0.01);
    let lowest = runs(&made.paged, "题").map(|(_, at)| at.y).max().expect("it has a caption");
    assert!(lowest < bottom, "the caption stands on the page");
}

#[test]
fn a_caption_with_its_authors_number_belongs_to_its_picture() {
    let made = made(theme("", ""), "![radix](small.png)\n\n*图 3-7 字典树*\n\n见图 3-7。\n\n![甲](small.png)\n");
    assert_eq!(runs(&made.paged, "radix").count(), 0);
    let spoken = text_of(&made.paged);
    assert!(spoken.contains("图3-7") && spoken.contains("字典树"), "{spoken}");
    // The next is counted on.
    assert!(spoken.contains("图2"), "{spoken}");
}

#[test]
fn a_long_note_parts_with_two_lines_on_each_side() {
    let theme = theme("", "");
    for lines in 3..9 {
        let note = "注".repeat(lines * 20);
        let text = format!("{}\n\n丙丙[^1]。\n\n{}\n\n[^1]: {note}\n", "甲".repeat(20 * 13), "乙".repeat(20 * 20));
        let made = made(theme.clone(), &text);
        let mut pages = vec![0; made.paged.pages.len()];
        let mut seen = Vec::new();
        for (page, at) in runs(&made.paged, "注") {
            if !seen.contains(&(page, at.y)) {
                seen.push((page, at.y));
                pages[page] += 1;
            }
        }
        assert!(pages.iter().all(|&count| count != 1), "{lines}: {pages:?}");
        assert_eq!(han_count(&made.paged, '注'), lines * 20);
        let bottom = theme.area().bottom() + Length::pt(0.01);
        assert!(seen.iter().all(|(_, y)| *y < bottom));
    }
}

fn han_count(paged: &Paged, wanted: char) -> usize {
    let count = |(_, placed): (usize, &Placed)| match &placed.item {
        Item::Run(run) => run.text.chars().filter(|c| *c == wanted).count(),
        _ => 0,
    };
    items(paged).map(count).sum()
}

#[test]
fn notes_stand_after_their_chapter_or_the_book() {
    let chapters = "# 第一章 甲甲\n\n甲一[^a]。甲二[^b]。\n\n[^a]: 注子\n[^b]: 注丑\n\n# 第二章 乙乙\n\n乙一[^c]。\n\n[^c]: 注寅\n";
    let place = |notes: &str| {
        let made = made(theme("", &format!("[notes]\n{notes}\n")), chapters);
        let page = |text: &str| runs(&made.paged, text).next().map(|(page, _)| page);
        let mut numbers: Vec<String> = made.paged.notes.values().map(|(call, _)| run_at(&made.paged, *call)).collect();
        numbers.sort();
        (["甲一", "注子", "乙一", "注寅"].map(page), numbers)
    };
    let (by_chapter, numbers) = place("place = \"chapter\"\nrestart = \"chapter\"");
    assert_eq!(by_chapter, [Some(0), Some(0), Some(1), Some(1)]);
    assert_eq!(numbers, ["①", "①", "②"]);
    let (by_book, numbers) = place("place = \"book\"\nrestart = \"book\"");
    assert_eq!(by_book, [Some(0), Some(1), Some(1), Some(1)]);
    assert_eq!(numbers, ["①", "②", "③"]);
    let refused = Theme::parse("[notes]\nplace = \"book\"\nrestart = \"page\"").expect_err("numbers would meet");
    assert!(refused.to_string().contains("restart"));
}

/// The run that stands at a note's place, give or take its rise.
fn run_at(paged: &Paged, (page, at): (usize, Point)) -> String {
    let near = |placed: &&Placed| placed.at.x == at.x && (placed.at.y - at.y).abs() < Length::pt(8.0);
    let found = paged.pages[page].frame.items.iter().filter(near).find_map(|placed| match &placed.item {
        Item::Run(run) => Some(run.text.clone()),
        _ => None,
    });
    found.expect("a number stands there")
}

#[test]
fn notes_in_the_margin_stand_beside_their_call() {
    let theme = theme("", "[notes]\nplace = \"margin\"\nmargin-width = \"30mm\"\nmargin-gap = \"5mm\"\n");
    let text = format!("{}\n\n甲[^1]乙[^2]。\n\n[^1]: 子子\n[^2]: 丑丑\n", "丙".repeat(60));
    let made = made(theme.clone(), &text);
    let (_, call) = runs(&made.paged, "甲").next().expect("it is there");
    let (_, first) = runs(&made.paged, "子子").next().expect("it is there");
    let (_, second) = runs(&made.paged, "丑丑").next().expect("it is there");
    assert!(first.x > theme.area().right() && second.x == first.x);
    assert!((first.y - call.y).abs() < Length::pt(0.01), "their baselines are one");
    assert!(second.y - first.y >= theme.style(keben::model::Role::Footnote).pitch);
}

#[test]
fn a_note_in_a_note_stands_after_it() {
    let made = made(theme("", ""), "甲[^1]。\n\n[^1]: 子子[^2]。\n[^2]: 丑丑。\n");
    let y = |text: &str| runs(&made.paged, text).next().expect("it is there").1.y;
    assert!(y("甲") < y("子子") && y("子子") < y("丑丑"));
}

#[test]
fn folios_before_the_text_are_roman_where_the_theme_wants_it() {
    let theme = Theme::parse("[cover]\nshow = false\n[heads]\nfront = \"roman\"\n").expect("it is a theme");
    let text = "# 前言\n\n甲甲。\n\n# 第一章 乙\n\n乙乙。\n\n# 第二章 丙\n\n丙丙。\n";
    let made = made(theme.clone(), text);
    let folio = |text: &str| made.paged.pages[runs(&made.paged, text).last().expect("it is there").0].folio;
    assert_eq!((folio("甲甲"), folio("乙乙"), folio("丙丙")), (Folio::Front(1), Folio::Body(1), Folio::Body(2)));
    let printed = |text: &str| runs(&made.paged, text).any(|(_, at)| at.y > theme.area().bottom());
    assert!(printed("i") && printed("2"), "their numbers are printed");
    assert!(made.said.iter().all(|finding| finding.severity < Severity::Warning), "{:?}", made.said);
}

#[test]
fn margins_that_leave_a_rest_say_so() {
    let theme = Theme::parse("[page]\narea = { chars = 0, lines = 0 }\n").expect("it is a theme");
    let made = made(theme, "甲");
    let finding = made.said.iter().find(|finding| finding.code == "type-area-rounded").expect("it is said");
    assert!(finding.to_string().contains("fore-edge"));
}

/// The runs of the pages with where they stand.
fn placed_runs(made: &Made) -> Vec<(usize, Point, String)> {
    let mut all = Vec::new();
    for (page, sheet) in made.paged.pages.iter().enumerate() {
        sheet.frame.each(&mut |placed, way| {
            if let Item::Run(run) = &placed.item {
                all.push((page, way.point(placed.at), run.text.clone()));
            }
        });
    }
    all
}

const PICTURES: &str = "文。\n\n::: figure {#fig-two}\n![甲](a.png \"春山\"){width=40%}\n\n![乙](a.png){width=20%}\n\n\
    ![丙](a.png \"夏河\"){width=40%}\n\n两个季节\n:::\n\n文。\n";

#[test]
fn pictures_side_by_side_have_their_titles_beneath() {
    let source = Memory::new().with("t.md", PICTURES).with("a.png", common::png(60, 40));
    let made = lay_out(&common::job("t.md", "booklet"), &source);
    let mut pictures = Vec::new();
    let mut foot = Length::ZERO;
    for placed in made.paged.pages.iter().flat_map(|page| &page.frame.items) {
        if let Item::Image { size, .. } = &placed.item {
            pictures.push(placed.at.x + size.width / 2);
            foot = foot.max(placed.at.y + size.height);
        }
    }
    assert_eq!(pictures.len(), 3);
    let runs = placed_runs(&made);
    let line = |word: &str| {
        let (_, at, _) = runs.iter().find(|(_, _, text)| text.contains(word)).unwrap_or_else(|| panic!("no {word}"));
        let of_line: Vec<_> = runs.iter().filter(|(_, other, _)| other.y == at.y).collect();
        (at.x, at.y, of_line.iter().map(|(_, _, text)| text.as_str()).collect::<String>())
    };
    let (spring, summer, all) = (line("春山"), line("夏河"), line("两个季节"));
    assert_eq!(spring.1, summer.1, "they stand on one line");
    assert_eq!(spring.2.replace(' ', ""), "(a)春山(b)夏河", "the second picture has no title and no letter");
    assert!(foot < spring.1 && spring.1 < all.1, "below the pictures, above the caption");
    assert!((spring.0 - pictures[0]).abs() < Length::pt(30.0) && (summer.0 - pictures[2]).abs() < Length::pt(30.0));
}

#[test]
fn pictures_side_by_side_have_the_same_titles_without_pages() {
    let source = Memory::new().with("t.md", PICTURES).with("a.png", common::png(60, 40));
    let job = keben::publish::Job { formats: vec![keben::publish::Format::Html], ..common::job("t.md", "booklet") };
    let files = keben::publish::publish(&job, &source, common::fonts(), &keben::diag::Sink::new()).expect("it is made");
    let html = String::from_utf8(common::bytes(&files[0]).to_vec()).expect("text");
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("<figcaption>(a) 春山</figcaption>") < at("<figcaption>(b) 夏河</figcaption>"));
    assert!(at("(b) 夏河") < at("</span> 两个季节</figcaption>"));
    assert_eq!(html.matches("<figcaption>").count(), 3);
}

#[test]
fn a_note_of_the_title_is_kept() {
    let text = "# 标题[^1]\n\n[^1]: 题注在**此**。\n\n正文。\n\n## 节\n\n文。\n";
    for theme in keben::theme::BUILT_IN.map(|(name, _)| name) {
        let source = Memory::new().with("t.md", text);
        let made = lay_out(&common::job("t.md", theme), &source);
        let runs = placed_runs(&made);
        let page = |word: &str| runs.iter().find(|(_, _, text)| text.contains(word)).map(|(page, ..)| *page);
        assert!(page("题注在").is_some(), "{theme} keeps it");
        assert_eq!(page("题注在"), page("正文"), "{theme} sets it where the text begins");
        assert_eq!(made.edition.title, "标题");
        let job = keben::publish::Job { formats: vec![keben::publish::Format::Html], ..common::job("t.md", theme) };
        let files = keben::publish::publish(&job, &source, common::fonts(), &keben::diag::Sink::new());
        let html = String::from_utf8(common::bytes(&files.expect("it is made")[0]).to_vec()).expect("text");
        assert_eq!(html.matches("题注在").count(), 1, "{theme}");
    }
    // Before chapters it has no text to stand with, and makes an introduction of its own.
    let chapters = "# 书[^1]\n\n[^1]: 题注。\n\n## 第一章 甲\n\n文。\n\n## 第二章 乙\n\n文。\n";
    let made = common::pages_of(chapters);
    assert!(placed_runs(&made).iter().any(|(_, _, text)| text.contains("题注")));
    assert_eq!(made.edition.book.front.len(), 1);
}
