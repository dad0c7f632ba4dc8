//! Covers: the page of the printed book, the pictures for shelves, and what is said of pictures that suit none.

use keben::diag::{Diagnostic, Sink};
use keben::layout::{self, Frame, Item};
use keben::publish::{self, Artifact, Format, Job};
use keben::source::Memory;
use keben::theme::Theme;
use keben::unit::{Length, Rect, Size};

use crate::common::{bytes, fonts, han, job, lay_out, png};
use crate::epub::files;

/// Themes that compose a cover.
const COVERED: [&str; 5] = ["booklet", "book", "report", "thesis", "poetry"];

const SHORT: &str =
    "---\ntitle: 云端与会场\nsubtitle: 十事\nauthor: 王小明\npublisher: 示例出版社\ndate: 2026\n---\n\n正文。\n";

const LONG: [&str; 3] = [
    "title: 国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要学习问答与案例汇编：基层干部读本修订第三版增补本\n\
     subtitle: 附重要讲话、政策文件、统计图表与地方实践经验选编，供各级学校教学参考之用\n\
     creators: [甲编写组, 乙编写组, {name: 丙, role: compiler}, {name: 丁, role: translator}, {name: 戊, role: illustrator}]",
    "title: 近代日本における活版印刷術の受容と変容——長崎から東京まで、そして大阪と京都の工房をめぐって\n\
     subtitle: 明治初期の新聞・雑誌・教科書をめぐる人びとの記録\nlanguage: ja\ncreators: [山田太郎, 佐藤花子]",
    "title: \"The Strange and Surprising Adventures of a Travelling Typesetter: Being an Account of Forty Years among \
     Books, Presses and People\"\nsubtitle: With an Appendix on the Founding of the Imperial Printing Office and Several \
     Unpublished Letters\nlanguage: en\ncreators: [Johannes Wolfeschlegelsteinhausenbergerdorff, Mary Smith]\n\
     publisher: Keben Press, Publishers to the General Public of Both Hemispheres\ndate: 2026",
];

fn published(job: &Job, source: &Memory) -> (Vec<Artifact>, Vec<Diagnostic>) {
    let sink = Sink::new();
    let made = publish::publish(job, source, fonts(), &sink).expect("it can be published");
    (made, sink.take())
}

/// The theme's cover for shelves.
fn shelf(text: &str, theme: &str) -> Frame {
    let job = job("t.md", theme);
    let sink = Sink::new();
    let edition = publish::edition(&job, &Memory::new().with("t.md", text), &sink).expect("there is a text");
    layout::cover(&edition, &job.theme, fonts(), &job.layout, &sink).expect("the theme composes one")
}

/// The text of each run with its size, in order.
fn words(frame: &Frame) -> Vec<(String, Length, [u8; 3])> {
    let run = |item: &Item| match item {
        Item::Run(run) => Some((run.text.clone(), run.size, run.ink.rgb)),
        _ => None,
    };
    frame.items.iter().filter_map(|placed| run(&placed.item)).collect()
}

/// What the lines of a cover cover: about their em boxes.
fn boxes(frame: &Frame) -> Vec<Rect> {
    let mut found: Vec<Rect> = Vec::new();
    for placed in &frame.items {
        let Item::Run(run) = &placed.item else { continue };
        let mut at = placed.at;
        at.y -= run.size.scale(0.88);
        found.push(Rect::new(at, Size::new(run.width(), run.size)));
    }
    found
}

fn meet(a: &Rect, b: &Rect) -> bool {
    let slack = Length::pt(0.5);
    a.at.x + slack < b.right()
        && b.at.x + slack < a.right()
        && a.at.y + slack < b.bottom()
        && b.at.y + slack < a.bottom()
}

#[test]
fn the_shelfs_cover_is_the_pages_in_another_shape() {
    for theme in COVERED {
        let shelf = shelf(SHORT, theme);
        assert!((shelf.size.height * 2 - shelf.size.width * 3).abs() < Length::pt(0.01), "{theme}: 2 to 3");
        let made = lay_out(&job("t.md", theme), &Memory::new().with("t.md", SHORT));
        let page = &made.paged.pages[0].frame;
        assert_eq!(page.size.width, shelf.size.width);
        assert_eq!(words(page), words(&shelf), "{theme}: the same words in the same type and ink");
        let rules = |frame: &Frame| frame.items.iter().filter(|one| matches!(one.item, Item::Rule { .. })).count();
        assert_eq!(rules(page), rules(&shelf));
        let (first, last) = (boxes(&shelf)[0], *boxes(&shelf).last().expect("there is text"));
        let share = first.at.y.ratio(shelf.size.height) - boxes(page)[0].at.y.ratio(page.size.height);
        assert!(share.abs() < 0.02, "{theme}: the title stands as far down as there, {share}");
        let foot = |frame: &Frame, last: Rect| frame.size.height - last.bottom();
        let page_foot = foot(page, *boxes(page).last().expect("there is text"));
        assert!((foot(&shelf, last) - page_foot).abs() < Length::pt(0.1), "{theme}: the foot is as far from the edge");
    }
}

#[test]
fn long_words_never_run_into_each_other() {
    for theme in COVERED {
        for front in LONG {
            let text = format!("---\n{front}\n---\n\n正文。\n");
            let made = lay_out(&job("t.md", theme), &Memory::new().with("t.md", &*text));
            let colour_to = job("t.md", theme).theme.cover.colour_to;
            for frame in [&made.paged.pages[0].frame, &shelf(&text, theme)] {
                let boxes = boxes(frame);
                for (at, one) in boxes.iter().enumerate() {
                    assert!(boxes[at + 1..].iter().all(|other| !meet(one, other)), "{theme}: {:?}", words(frame));
                    let inside = one.at.x >= Length::ZERO && one.right() <= frame.size.width;
                    assert!(
                        inside && one.at.y >= Length::ZERO && one.bottom() <= frame.size.height,
                        "{theme}: {one:?}"
                    );
                }
                // White words stand on the colour.
                for ((_, _, rgb), one) in words(frame).iter().zip(&boxes) {
                    let edge = frame.size.height.scale(colour_to);
                    assert!(colour_to >= 1.0 || *rgb != [255; 3] || one.bottom() < edge, "{theme}: white on white");
                }
            }
        }
    }
}

#[test]
fn a_composed_cover_is_a_drawing_and_a_picture() {
    for theme in COVERED {
        let job = Job { formats: vec![Format::Cover, Format::Epub], ..job("t.md", theme) };
        let source = Memory::new().with("t.md", SHORT);
        let (made, said) = published(&job, &source);
        assert!(said.iter().all(|one| !one.code.contains("cover")), "{said:?}");
        let names: Vec<&str> = made.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["t.epub", "t-cover.png", "t-cover.svg"]);
        let [book, picture, drawing] = &made[..] else { panic!("three files") };
        let read = image::load_from_memory(bytes(picture)).expect("it is a picture");
        assert_eq!((read.width(), read.height()), (1600, 2400));
        assert_eq!(read.color(), image::ColorType::Rgb8, "shops take neither grey nor clear");
        assert!(bytes(picture).len() < 60_000, "{} bytes", bytes(picture).len());
        let svg = String::from_utf8(bytes(drawing).to_vec()).expect("it is text");
        assert!(svg.contains("width=\"1600\" height=\"2400\" viewBox=\"0 0 1600 2400\""));
        assert!(svg.contains("<title>云端与会场</title>") && !svg.contains("<text") && !svg.contains("NaN"));
        let cover = files(bytes(book)).into_iter().find(|(name, _)| name.ends_with("cover_page.png"));
        assert!(cover.expect("the book has a cover").1 == bytes(picture), "the book has the same one");
        let again = published(&job, &source).0;
        assert!(again.iter().zip(&made).all(|(a, b)| a.content == b.content), "the same bytes each time");
        // There is ink where the title is, in the theme's colours.
        let ground = read.to_rgb8().get_pixel(800, 1000).0;
        let title = words(&shelf(SHORT, theme))[0].2;
        let inked = read.to_rgb8().pixels().filter(|pixel| pixel.0 == title && pixel.0 != ground).count();
        assert!(inked > 2_000, "{theme}: {inked} pixels of the title's ink");
    }
}

#[test]
fn an_authors_picture_stays_as_it_is_and_is_judged() {
    let said_of = |width: u32, height: u32| {
        let job = Job { formats: vec![Format::Cover], ..job("t.md", "booklet") };
        let text = "---\ntitle: 题目\ncover: c.png\n---\n\n正文。\n";
        let picture = png(width, height);
        let (made, said) = published(&job, &Memory::new().with("t.md", text).with("c.png", picture.clone()));
        assert_eq!(made.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["t-cover.png"]);
        assert!(bytes(&made[0]) == picture);
        said.into_iter().filter(|one| one.code == "cover-picture").map(|one| one.message).collect::<Vec<_>>()
    };
    assert!(said_of(1600, 2400).is_empty() && said_of(750, 1000).is_empty());
    for ((width, height), wanted) in
        [((300, 450), "1000 pixels high"), ((1600, 1000), "half as high again"), ((600, 1400), "half as high again")]
    {
        let said = said_of(width, height);
        assert_eq!(said.len(), 1, "{width} × {height}");
        assert!(said[0].contains(wanted) && said[0].contains(&format!("{width} × {height}")), "{}", said[0]);
    }
}

#[test]
fn who_asks_for_a_cover_that_the_theme_has_not_is_told() {
    let theme = Theme::built_in("handout").expect("it is built in");
    let asked = Job { formats: vec![Format::Cover], theme: theme.clone(), ..job("t.md", "handout") };
    let source = Memory::new().with("t.md", SHORT);
    let (made, said) = published(&asked, &source);
    assert!(made.is_empty());
    assert_eq!(said.iter().map(|one| one.code).collect::<Vec<_>>(), ["no-cover"]);
    // An EPUB without one is what the theme wants.
    let (_, said) = published(&Job { formats: vec![Format::Epub], ..asked }, &source);
    assert!(said.iter().all(|one| one.code != "no-cover"));
}

#[test]
fn what_the_fonts_lack_on_a_cover_is_said_once() {
    let text = format!("---\ntitle: 题\u{10FFFD}目{}\n---\n\n正文。\n", han(3, 1));
    for formats in [vec![Format::Cover], vec![Format::Cover, Format::Pdf]] {
        let job = Job { formats, ..job("t.md", "booklet") };
        let said = published(&job, &Memory::new().with("t.md", &*text)).1;
        assert_eq!(said.iter().filter(|one| one.code == "missing-glyph").count(), 1, "{said:?}");
    }
}

#[test]
fn a_drawn_cover_is_cleaned_or_the_themes_stands_in() {
    let job = Job { formats: vec![Format::Cover, Format::Epub], ..job("t.md", "booklet") };
    let evil = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 300\" onload=\"x()\"><script>x()</script>\
                <rect width=\"200\" height=\"300\"/></svg>";
    let text = "---\ntitle: 书\ncover: c.svg\n---\n\n文。\n";
    let (made, _) = published(&job, &Memory::new().with("t.md", text).with("c.svg", evil));
    let cover = made.iter().find(|made| made.name.ends_with("cover.svg")).expect("it is written");
    let cover = String::from_utf8(bytes(cover).to_vec()).expect("it is UTF-8");
    assert!(cover.contains("<rect") && !cover.contains("x()"), "{cover}");
    // Entities are markup that no book may have.
    let entity = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", evil.replace("</script>", "&a;</script>"));
    let (made, said) = published(&job, &Memory::new().with("t.md", text).with("c.svg", entity));
    let fault = said.iter().find(|said| said.code == "broken-svg").expect("it is told");
    assert!(fault.severity == keben::diag::Severity::Error && &*fault.span.file == "t.md", "{fault:?}");
    let names: Vec<&str> = made.iter().map(|made| made.name.as_str()).collect();
    assert!(names.iter().any(|name| name.ends_with("cover.png")), "{names:?}");
}
