//! The printed cover: where its parts lie, what stands on them, and what is said of what has no room.

use keben::diag::{Diagnostic, Sink};
use keben::impose::{Mark, Marks};
use keben::layout::{Frame, Ink, Item, SpineText, Way};
use keben::publish::{self, Job, Manifest, PrintedCover};
use keben::source::Memory;
use keben::theme::Binding;
use keben::unit::{Length, Point, Rect, Size};

use crate::common::{fonts, han, job, lay_out, png};
use crate::pdf::extract::Pdf;

const FRONT: &str = "title: 云端与会场\nsubtitle: 十事\nauthor: 王小明\npublisher: 示例出版社\ndate: 2026\n\
                     isbn: 978-7-02-000220-7\ndescription: 一本小书。\nimprint: {price: 39.00元}";

fn text(front: &str) -> String {
    format!("---\n{front}\n---\n\n正文。\n")
}

fn said_of(job: &Job, front: &str, pages: usize) -> (PrintedCover, Vec<Diagnostic>) {
    let sink = Sink::new();
    let source = Memory::new().with("t.md", text(front)).with("c.png", png(874, 1228));
    let edition = publish::edition(job, &source, &sink).expect("there is a text");
    sink.take();
    let fonts = fonts().for_roles(&job.theme.fonts);
    (publish::print_cover(job, &edition, pages, &fonts, &sink), sink.take())
}

/// A job on paper of 0.1 mm.
fn on_paper(theme: &str) -> Job {
    let mut job = job("t.md", theme);
    job.press.paper = Some("offset 80g".parse().expect("it is a paper"));
    job
}

fn made(job: &Job, front: &str, pages: usize) -> Frame {
    let (cover, said) = said_of(job, front, pages);
    assert!(said.is_empty(), "{said:?}");
    let [page] = &cover.paged.pages[..] else { panic!("one page") };
    page.frame.clone()
}

/// A run: its text, the box of its ems on the page, its ink, and whether it is turned.
struct Word {
    text: String,
    area: Rect,
    ink: Ink,
    turned: bool,
    size: Length,
}

fn words(frame: &Frame) -> Vec<Word> {
    let mut found = Vec::new();
    frame.each(&mut |placed, way: Way| {
        if let Item::Run(run) = &placed.item {
            let at = Point::new(placed.at.x, placed.at.y - run.size.scale(0.88));
            let area = way.area(Rect::new(at, Size::new(run.width(), run.size)));
            let turned = way.turns != 0;
            assert!(!turned || way.turns == 3, "turned with the clock");
            found.push(Word { text: run.text.clone(), area, ink: run.ink, turned, size: run.size });
        }
    });
    found
}

/// The words that lie between two places from left to right.
fn between(frame: &Frame, from: Length, to: Length) -> Vec<Word> {
    let within = |word: &Word| word.area.at.x >= from && word.area.right() <= to;
    words(frame).into_iter().filter(within).collect()
}

fn said(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// The bars of the bar code.
fn bars(frame: &Frame) -> Vec<Rect> {
    let bar = |item: &Item, at: Point| match item {
        Item::Rule { size, ink } if *ink == Ink::BLACK && size.height > Length::mm(15.0) => Some(Rect::new(at, *size)),
        _ => None,
    };
    frame.items.iter().filter_map(|placed| bar(&placed.item, placed.at)).collect()
}

/// The white panels.
fn panels(frame: &Frame) -> Vec<Rect> {
    let panel = |item: &Item, at: Point| match item {
        Item::Rule { size, ink } if ink.rgb == [255; 3] && size.height > Length::mm(15.0) => Some(Rect::new(at, *size)),
        _ => None,
    };
    frame.items.iter().filter_map(|placed| panel(&placed.item, placed.at)).collect()
}

/// Widths of the bars and spaces of digits, bars and spaces in turn (ISO/IEC 15420, table 1: set A; set B backwards).
const WIDTHS: [[i64; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];

/// Reads bars as a scanner does.
fn decoded(bars: &[Rect], module: Length) -> String {
    assert_eq!(bars.len(), 30, "EAN-13 has thirty bars");
    let mut widths = Vec::new();
    for (at, bar) in bars.iter().enumerate() {
        if at > 0 {
            widths.push(bar.at.x - bars[at - 1].right());
        }
        widths.push(bar.size.width);
    }
    let modules: Vec<i64> = widths.iter().map(|width| width.whole(module)).collect();
    assert!(widths.iter().zip(&modules).all(|(width, count)| module * *count == *width), "whole modules: {widths:?}");
    assert_eq!((&modules[..3], &modules[27..32], &modules[56..]), (&[1; 3][..], &[1; 5][..], &[1; 3][..]), "guards");
    let mut digits = String::new();
    let mut sets = String::new();
    for group in modules[3..27].chunks(4).chain(modules[32..56].chunks(4)) {
        let backwards: Vec<i64> = group.iter().rev().copied().collect();
        let at = |wanted: &[i64]| WIDTHS.iter().position(|widths| widths == wanted);
        let (digit, set) =
            at(group).map(|digit| (digit, 'A')).or(at(&backwards).map(|digit| (digit, 'B'))).expect("a digit");
        digits.push_str(&digit.to_string());
        sets.push(set);
    }
    assert_eq!(sets, "ABBABAAAAAAA", "the sets at the left say 9");
    format!("9{digits}")
}

#[test]
fn the_parts_lie_side_by_side() {
    for binding in [Binding::Left, Binding::Right] {
        for flap in [0.0, 80.0] {
            let mut job = on_paper("booklet");
            job.theme.page.binding = binding;
            job.print_cover.get_or_insert_default().flap = Length::mm(flap);
            let (cover, said) = said_of(&job, FRONT, 240);
            assert!(said.is_empty(), "{said:?}");
            let mm = |length: Length| (length.to_mm() * 100.0).round() / 100.0;
            // 120 leaves of 0.1 mm, and the cover of 0.3 mm twice.
            assert_eq!(mm(cover.spine), 12.6);
            assert_eq!(mm(cover.paged.trim.width), 148.0 * 2.0 + 12.6 + flap * 2.0);
            assert_eq!((mm(cover.paged.trim.height), mm(cover.paged.bleed)), (210.0, 3.0));
            let folds: Vec<f64> = cover.folds.iter().map(|&fold| mm(fold)).collect();
            let spine = [flap + 148.0, flap + 160.6];
            assert_eq!(folds, if flap > 0.0 { vec![flap, spine[0], spine[1], flap + 308.6] } else { spine.to_vec() });
            // The front is the book's cover, word for word and place for place.
            let page = lay_out(&job, &Memory::new().with("t.md", text(FRONT))).paged.pages[0].frame.clone();
            let at = Length::mm(if binding == Binding::Left { spine[1] } else { flap });
            let frame = &cover.paged.pages[0].frame;
            let front = between(frame, at, at + Length::mm(148.0));
            assert_eq!(words(&page).len(), front.len());
            for (of_page, of_cover) in words(&page).iter().zip(front) {
                assert_eq!(of_page.text, of_cover.text);
                assert!((of_page.area.at.x + at - of_cover.area.at.x).abs() < Length::pt(0.01), "{}", of_page.text);
                assert!((of_page.area.at.y - of_cover.area.at.y).abs() < Length::pt(0.01), "{}", of_page.text);
            }
            // The bar code stands on the back, beside the spine.
            let panel = panels(frame)[0];
            let fold = Length::mm(if binding == Binding::Left { spine[0] } else { spine[1] });
            let gap = if binding == Binding::Left { fold - panel.right() } else { panel.at.x - fold };
            assert!((Length::mm(10.0)..Length::mm(30.0)).contains(&gap), "{gap}");
            assert!(panel.bottom() <= Length::mm(200.0));
            // The theme's colour runs over every edge.
            let ink = job.theme.ink(job.theme.cover.colour).rgb;
            let reach = |of: fn(Rect) -> Length| {
                let rule = |item: &Item, at| match item {
                    Item::Rule { size, ink: one } if one.rgb == ink => Some(of(Rect::new(at, *size))),
                    _ => None,
                };
                frame.items.iter().filter_map(|placed| rule(&placed.item, placed.at)).collect::<Vec<_>>()
            };
            assert_eq!(reach(|rule| rule.at.x).into_iter().min(), Some(-Length::mm(3.0)));
            let right = reach(Rect::right).into_iter().max().expect("there is colour");
            assert!((right - cover.paged.trim.width - Length::mm(3.0)).abs() < Length::pt(0.01));
        }
    }
}

#[test]
fn a_spine_has_words_where_they_fit() {
    let mut job = on_paper("booklet");
    let narrow = |job: &Job, pages: usize| {
        let (cover, said) = said_of(job, FRONT, pages);
        let from = Length::mm(148.0);
        let words = between(&cover.paged.pages[0].frame, from, from + cover.spine);
        (cover.spine, words, said)
    };
    // 6 pt and 1.5 mm each side: 5.1 mm.
    let (_, none, told) = narrow(&job, 88);
    assert!(none.is_empty());
    assert_eq!(told.iter().map(|one| one.code).collect::<Vec<_>>(), ["cover-spine"]);
    assert!(told[0].message.contains("5.0 mm") && told[0].message.contains("5.1 mm"), "{}", told[0].message);
    for pages in [92, 160, 400, 1000] {
        let (spine, found, told) = narrow(&job, pages);
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(said(&found), "云端与会场王小明著示例出版社", "{pages} pages");
        for word in &found {
            let (before, after) = (word.area.at.x - Length::mm(148.0), Length::mm(148.0) + spine - word.area.right());
            let air = before.min(after);
            assert!(air >= Length::mm(1.49) && (before - after).abs() < Length::pt(0.1), "{}: {air}", word.text);
            assert!(word.size >= Length::pt(6.0) && word.size <= Length::pt(28.0));
        }
        assert!(found.windows(2).all(|pair| pair[0].area.bottom() <= pair[1].area.at.y), "from the head down");
    }
    job.print_cover.get_or_insert_default().spine_text = SpineText::Always;
    let (_, found, told) = narrow(&job, 60);
    assert!(!found.is_empty() && told.is_empty(), "{told:?}");
    assert_eq!(narrow(&job, 20).2[0].code, "cover-spine", "6 pt are broader than that spine");
    job.print_cover.get_or_insert_default().spine_text = SpineText::Never;
    assert!(narrow(&job, 400).1.is_empty());
}

#[test]
fn latin_words_are_turned() {
    let frame = made(&on_paper("booklet"), "title: The Travelling Typesetter\nlanguage: en\nauthor: Mary Smith", 240);
    let found = between(&frame, Length::mm(148.0), Length::mm(160.6));
    assert_eq!(said(&found), "The Travelling TypesetterMary Smith");
    assert!(found.iter().all(|word| word.turned && word.area.size.height > word.area.size.width));
    let mixed = made(&on_paper("booklet"), "title: 从TeX到《Web》：1978年以来、之后\nlanguage: zh-Hans", 240);
    let turned: Vec<(String, bool)> = between(&mixed, Length::mm(148.0), Length::mm(162.0))
        .into_iter()
        .map(|word| (word.text, word.turned))
        .collect();
    let wanted = [
        ("从", false),
        ("TeX", true),
        ("到", false),
        ("《", true),
        ("Web", true),
        ("》", true),
        ("：", false),
        ("1978", true),
    ];
    let wanted: Vec<(String, bool)> = wanted.iter().map(|(text, turned)| ((*text).to_owned(), *turned)).collect();
    assert_eq!(turned[..8], wanted);
}

#[test]
fn long_titles_are_smaller_or_left_out() {
    let job = on_paper("booklet");
    let front = |count: usize| format!("title: {}\nauthor: 王小明\npublisher: 示例出版社", han(count, 1));
    let size = |count: usize| between(&made(&job, &front(count), 400), Length::mm(148.0), Length::mm(168.6))[0].size;
    assert!(size(10) > size(30) && size(30) > size(45));
    let (cover, told) = said_of(&job, &front(70), 400);
    assert_eq!(between(&cover.paged.pages[0].frame, Length::mm(148.0), Length::mm(168.6)).len(), 70, "the title alone");
    assert!(told.iter().any(|one| one.code == "cover-spine" && one.message.contains("`示例出版社`")), "{told:?}");
    let (cover, told) = said_of(&job, &front(300), 400);
    assert!(between(&cover.paged.pages[0].frame, Length::mm(148.0), Length::mm(168.6)).is_empty());
    assert!(told.iter().any(|one| one.code == "cover-spine"));
    // Without a title the book has its language's word for none.
    assert!(said(&words(&made(&job, "author: 王小明", 400))).contains("王小明"));
}

#[test]
fn the_bar_code_is_the_isbn() {
    for (theme, isbn, wanted) in [
        ("booklet", "978-7-02-000220-7", "9787020002207"),
        ("booklet", "9787020002207", "9787020002207"),
        ("book", "7-02-000220-X", "9787020002207"),
        ("book", "0-306-40615-2", "9780306406157"),
        ("poetry", "979-10-90636-07-1", "9791090636071"),
    ] {
        let frame = made(&on_paper(theme), &FRONT.replace("978-7-02-000220-7", isbn), 240);
        let bars = bars(&frame);
        let module = bars[0].size.width;
        assert!((0.2639..=0.3301).contains(&module.to_mm()), "{} mm", module.to_mm());
        assert_eq!(decoded(&bars, module), wanted);
        // The panel is white as far as scanners want it, and lies wholly on the back.
        let panel = panels(&frame)[0];
        let (first, last) = (bars[0], bars[29]);
        assert!(first.at.x - panel.at.x >= module * 11 && panel.right() - last.right() >= module * 7);
        let on_panel: Vec<Word> = between(&frame, panel.at.x, panel.right())
            .into_iter()
            .filter(|word| word.area.at.y >= panel.at.y && word.area.bottom() <= panel.bottom())
            .collect();
        let text = said(&on_panel);
        assert!(text.starts_with("ISBN") && text.contains(wanted) && text.contains("39.00"), "{text}");
        assert!(on_panel.iter().all(|word| word.ink == Ink::BLACK), "black alone");
        assert!(on_panel.iter().all(|word| word.size >= Length::pt(6.0)), "no small print");
    }
    let narrow = |width: &str| {
        let theme = format!(
            "extends = \"booklet\"\n[page]\ntrim = \"{width} × 148mm\"\nmargins = {{ head = \"9mm\", foot = \"9mm\", spine = \"9mm\", fore-edge = \"9mm\" }}\narea = {{ chars = 0, lines = 0 }}"
        );
        let theme = keben::theme::Theme::parse(&theme).expect("it is a theme");
        said_of(&Job { theme, ..on_paper("booklet") }, FRONT, 240)
    };
    let (cover, _) = narrow("92mm");
    assert_eq!(
        bars(&cover.paged.pages[0].frame)[0].size.width,
        Length::mm(0.264),
        "no larger than a third of the back"
    );
    let (cover, told) = narrow("45mm");
    assert!(bars(&cover.paged.pages[0].frame).is_empty() && told.iter().any(|one| one.code == "cover-barcode"));
}

#[test]
fn a_wrong_isbn_has_no_bar_code() {
    let job = on_paper("booklet");
    let (cover, told) = said_of(&job, &FRONT.replace("220-7", "220-1"), 240);
    assert!(bars(&cover.paged.pages[0].frame).is_empty());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].code, "cover-barcode");
    assert!(told[0].message.contains("the last digit should be 7"), "{}", told[0].message);
    assert!(said(&words(&cover.paged.pages[0].frame)).contains("39.00"), "the price stands without it");
    for (isbn, why) in [("12", "2 digits"), ("978-7-02-00A220-7", "`A`"), ("5901234123457", "neither 978 nor 979")] {
        let told = said_of(&job, &FRONT.replace("978-7-02-000220-7", &format!("\"{isbn}\"")), 240).1;
        assert!(told.iter().any(|one| one.code == "cover-barcode" && one.message.contains(why)), "{isbn}: {told:?}");
    }
    let none = made(&job, "title: 题目", 240);
    assert!(bars(&none).is_empty() && panels(&none).is_empty());
    let mut without = on_paper("booklet");
    without.print_cover.get_or_insert_default().barcode = false;
    assert!(bars(&made(&without, FRONT, 240)).is_empty());
}

#[test]
fn a_back_takes_what_has_room() {
    for theme in ["booklet", "book", "report"] {
        let job = on_paper(theme);
        let front = FRONT.replace("一本小书。", &han(5000, 1));
        let (cover, told) = said_of(&job, &front, 240);
        assert_eq!(told.iter().map(|one| one.code).collect::<Vec<_>>(), ["cover-back"], "{theme}: {told:?}");
        assert!(told[0].message.contains("lines"), "{}", told[0].message);
        let frame = &cover.paged.pages[0].frame;
        let panel = panels(frame)[0];
        let trim = job.theme.page.trim;
        let back = between(frame, Length::ZERO, trim.width);
        assert!(back.len() > 10, "{theme}");
        let on_panel = |word: &Word| word.area.at.y >= panel.at.y && word.area.at.x >= panel.at.x;
        let edge = trim.height.scale(job.theme.cover.colour_to);
        for word in back.iter().filter(|word| !on_panel(word)) {
            let inside = word.area.at.x > Length::mm(5.0) && word.area.bottom() < trim.height - Length::mm(5.0);
            assert!(inside, "{theme}: {}", word.text);
            let clear = word.area.bottom() < panel.at.y || word.area.right() < panel.at.x;
            assert!(clear, "{theme}: {} runs into the bar code", word.text);
            assert!(word.ink.rgb != [255; 3] || word.area.bottom() < edge, "{theme}: white on white");
        }
    }
}

#[test]
fn a_flap_says_what_the_back_does_not() {
    let mut job = on_paper("book");
    job.print_cover.get_or_insert_default().flap = Length::mm(70.0);
    job.print_cover.get_or_insert_default().back = Some("第一句。\n\n第二句。".into());
    let frame = made(&job, FRONT, 240);
    let width = job.theme.page.trim.width;
    let back = between(&frame, Length::mm(70.0), Length::mm(70.0) + width);
    assert!(said(&back).contains("第一句。") && said(&back).contains("第二句。") && !said(&back).contains("一本小书"));
    let flap = between(&frame, Length::mm(70.0 + 12.6) + width * 2, Length::mm(140.0 + 12.6) + width * 2);
    assert_eq!(said(&flap), "一本小书。");
    job.print_cover.get_or_insert_default().back = None;
    assert!(said(&between(&made(&job, FRONT, 240), Length::mm(70.0), Length::mm(70.0) + width)).contains("一本小书。"));
}

#[test]
fn a_picture_ends_at_the_spine() {
    let job = on_paper("book");
    let frame = made(&job, &format!("{FRONT}\ncover: c.png"), 240);
    let at = |wanted: &dyn Fn(&Item) -> bool| frame.items.iter().position(|placed| wanted(&placed.item));
    let picture = at(&|item| matches!(item, Item::Image { .. })).expect("the picture is there");
    let over = frame.items[picture + 1..].iter().find_map(|placed| match &placed.item {
        Item::Rule { size, .. } => Some(Rect::new(placed.at, *size)),
        _ => None,
    });
    let fold = job.theme.page.trim.width + Length::mm(12.6);
    let over = over.expect("back and spine lie over what it reaches beyond the fold");
    assert!((over.right() - fold).abs() < Length::pt(0.01) && frame.items[picture].at.x < fold);
}

#[test]
fn the_spine_is_reckoned_measured_or_none() {
    let spine = |change: fn(&mut Job)| {
        let mut job = on_paper("booklet");
        change(&mut job);
        let (cover, said) = said_of(&job, FRONT, 101);
        ((cover.spine.to_mm() * 100.0).round() / 100.0, said.iter().map(|one| one.code).collect::<Vec<_>>())
    };
    assert_eq!(spine(|_| {}).0, 5.7, "51 leaves");
    assert_eq!(spine(|job| job.print_cover.get_or_insert_default().glue = Length::mm(0.5)).0, 6.2);
    assert_eq!(spine(|job| job.print_cover.get_or_insert_default().paper = "0.2mm".parse().expect("a paper")).0, 5.5);
    assert_eq!(spine(|job| job.print_cover.get_or_insert_default().spine = Some(Length::mm(9.0))), (9.0, vec![]));
    assert_eq!(spine(|job| job.press.paper = None), (5.7, vec!["cover-spine"]), "nobody said what the paper is");
    let stapled = spine(|job| job.press.scheme = Some("saddle".parse().expect("a scheme")));
    assert_eq!(stapled, (0.0, vec![]), "staples make no spine");
}

#[test]
fn marks_stand_at_the_folds() {
    let mut job = on_paper("booklet");
    job.print_cover.get_or_insert_default().flap = Length::mm(80.0);
    let (cover, _) = said_of(&job, FRONT, 240);
    let sheet = cover.sheet(Marks::ALL).expect("it has a sheet");
    let trim = sheet.trims[0];
    assert_eq!(trim.size, cover.paged.trim);
    let mut folds = Vec::new();
    for mark in &sheet.marks[0] {
        let Mark::Fold(from, to) = mark else { continue };
        let outside = to.y <= trim.at.y - Length::mm(3.0) || from.y >= trim.bottom() + Length::mm(3.0);
        assert!(from.x == to.x && outside, "{mark:?}");
        folds.push(from.x - trim.at.x);
    }
    assert_eq!(folds, cover.folds.iter().flat_map(|&fold| [fold, fold]).collect::<Vec<_>>(), "above and below each");
    let near = |at: &Point| cover.folds.iter().any(|&fold| (trim.at.x + fold - at.x).abs() < Length::mm(4.0));
    let on_fold = |mark: &Mark| matches!(mark, Mark::Target(at) if near(at));
    assert!(!sheet.marks[0].iter().any(on_fold), "no target on a fold");
    let count = |marks| cover.sheet(marks).expect("it has a sheet").marks[0].len();
    // A binder who sees where the cover is cut wants to see where it is folded.
    assert_eq!((count(Marks::NONE), count(Marks { fold: true, ..Marks::NONE }), count(Marks::CROP)), (0, 8, 16));
}

#[test]
fn keben_toml_says_it_and_is_checked() {
    let parse = |text: &str| Manifest::parse(&format!("[print-cover]\n{text}"));
    let manifest =
        parse("paper = \"cover 300g\"\nflap = \"80mm\"\nspine-text = \"never\"\nback = \"甲\"").expect("it is right");
    assert_eq!(manifest.print_cover.as_ref().expect("it is asked for").paper.caliper, Length::mm(0.36));
    assert_eq!(manifest.print_cover.as_ref().expect("it is asked for").flap, Length::mm(80.0));
    assert_eq!(manifest.print_cover.as_ref().expect("it is asked for").spine_text, SpineText::Never);
    for wrong in [
        "flap = \"-1mm\"",
        "flap = \"1000mm\"",
        "glue = \"9cm\"",
        "spine = \"1000mm\"",
        "papr = \"x\"",
        "paper = \"x\"",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_colour_is_made_of_the_inks_a_theme_names() {
    use keben::theme::{Colour, Theme};
    for (text, cmyk) in [("#E60012", None), ("#E60012 C0 M80 Y80 K0", Some([0, 80, 80, 0]))] {
        let colour: Colour = text.parse().expect("it is a colour");
        assert_eq!(colour, Colour::Rgb([0xE6, 0, 0x12], cmyk));
        assert_eq!(colour.to_string(), text);
    }
    for wrong in ["#E60012 C0", "#E60012 M80 C0 Y80 K0", "#E60012 C0 M101 Y80 K0", "#E60012 C0 M80 Y80 K0 K0", "#E6001"]
    {
        assert!(wrong.parse::<Colour>().is_err(), "{wrong}");
    }
    // GB/T 9704-2012, 6.2: red ink has Y80 and M80.
    let theme = Theme::built_in("gongwen").expect("it is built in");
    assert_eq!(theme.ink(Colour::Accent).cmyk, Some([0, 80, 80, 0]));
    let (cover, _) = said_of(&Job { theme, ..on_paper("booklet") }, FRONT, 240);
    let bytes = keben::pdf::print(&cover.paged, fonts(), keben::pdf::Inks::Process).expect("it can be written");
    let pdf = Pdf::read(&bytes);
    let operations = pdf.operations(0);
    let colours: std::collections::BTreeSet<String> = operations
        .iter()
        .filter(|(operation, _)| {
            matches!(operation.operator.as_str(), "rg" | "RG" | "g" | "G" | "k" | "K" | "sc" | "scn")
        })
        .map(|(operation, _)| {
            let of = |operand: &lopdf::Object| format!("{:.2} ", operand.as_float().unwrap_or(-1.0));
            operation.operands.iter().map(of).collect::<String>() + &operation.operator
        })
        .collect();
    // The colour, the white of its words and of the bar code's panel, the black of the bars.
    let wanted = ["0.00 0.00 0.00 0.00 ", "0.00 0.00 0.00 1.00 ", "0.00 0.80 0.80 0.00 "];
    assert!(wanted.iter().all(|wanted| colours.iter().any(|found| found.starts_with(wanted))), "{colours:?}");
    assert_eq!(colours.len(), wanted.len(), "{colours:?}");
}
