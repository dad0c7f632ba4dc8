//! The pages around a book: cover, half-title, title page, colophon (版权页).

use keben::diag::Sink;
use keben::layout::{Item, Page};
use keben::publish::{self, Format, Job};
use keben::source::Memory;
use keben::theme::Theme;
use keben::unit::Length;

use crate::common::{self, Made, fonts};

const BOOK: &str = "---
title: 云端与会场：一个关于共识的故事集
subtitle: 写给所有在场与不在场的人
creators:
  - 王小明
  - 赵六
  - {name: 李华, role: translator}
publisher: 示例出版社
date: 2026-11
isbn: 978-7-02-000220-7
rights: 版权所有。
imprint:
  版次: 2026年11月第1版
  price: 39
  cip: （2026）第000001号
---

# 第一章 开始

正文。

# 第二章 结束

正文。
";

fn made(text: &str, theme: &str) -> Made {
    common::lay_out(&common::job("t.md", theme), &Memory::new().with("t.md", text))
}

/// The lines of a page from its head to its foot.
fn lines(page: &Page) -> Vec<String> {
    let mut runs: Vec<(Length, Length, &str)> = Vec::new();
    for placed in &page.frame.items {
        if let Item::Run(run) = &placed.item {
            runs.push((placed.at.y, placed.at.x, &run.text));
        }
    }
    runs.sort();
    let mut lines: Vec<(Length, String)> = Vec::new();
    for (y, _, text) in runs {
        match lines.last_mut() {
            Some((at, line)) if *at == y => line.push_str(text),
            _ => lines.push((y, text.to_owned())),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn a_book_opens_with_half_title_title_page_and_colophon() {
    let made = made(BOOK, "book");
    assert!(made.said.is_empty(), "{:?}", made.said);
    let pages: Vec<Vec<String>> = made.paged.pages.iter().map(lines).collect();
    let title = ["云端与会场：", "一个关于共识的故事集"];
    assert_eq!(pages[2].concat(), title.concat(), "the half-title");
    assert!(pages[1].is_empty() && pages[3].is_empty());
    let credits = ["王小明\u{3000}赵六\u{3000}著", "李华\u{3000}译"];
    assert_eq!(
        pages[4],
        [title[0], title[1], "写给所有在场与不在场的人", credits[0], credits[1], "示例出版社\u{3000}2026"]
    );
    assert_eq!(
        pages[5],
        [
            "云端与会场：一个关于共识的故事集——写给所有在场与不在场的人",
            credits[0],
            credits[1],
            "出版：示例出版社",
            "开本：850mm×1168mm\u{3000}1/32\u{3000}\u{3000}印张：0.125",
            "字数：10字",
            "版次：2026年11月第1版",
            "ISBN 978-7-02-000220-7",
            "CIP数据核字：（2026）第000001号",
            "定价：39",
            "版权所有。",
            "字体：Noto Serif SC",
        ]
    );
    let theme = Theme::built_in("book").expect("it is built in");
    let foot = made.paged.pages[5].frame.items.iter().map(|placed| placed.at.y).max().expect("text");
    let area = theme.area();
    assert!((area.bottom() - foot).to_mm() < 0.6, "it stands at the foot");
}

#[test]
fn a_booklet_closes_with_its_colophon() {
    let made = made(BOOK, "booklet");
    let last = lines(made.paged.pages.last().expect("pages"));
    assert!(last.iter().any(|line| line.starts_with("版次：")), "{last:?}");
    assert!(last.iter().any(|line| line.contains("890mm×1240mm\u{3000}1/32")), "{last:?}");
    // What its author wrote is enough, unless there is more to say.
    let own = "\n# 版权页\n\n某某出版。\n";
    let rights = "---\ntitle: 题\nrights: 版权所有\n---\n\n# 第一章 甲\n\n文。\n\n# 第二章 乙\n\n文。\n";
    let colophon = |text: String| {
        !common::lay_out(&common::job("t.md", "booklet"), &Memory::new().with("t.md", text)).edition.colophon.is_empty()
    };
    assert!(colophon(rights.to_owned()));
    assert!(!colophon(format!("{rights}{own}")));
    assert!(colophon(format!("{}{own}", rights.replace("---\n\n#", "imprint: {price: 5元}\n---\n\n#"))));
    // Who says nothing of the book but its title and a name has none.
    let plain = common::lay_out(
        &common::job("t.md", "booklet"),
        &Memory::new().with("t.md", "---\ntitle: 题\nauthor: 某\n---\n\n正文。\n"),
    );
    assert!(plain.edition.colophon.is_empty());
    assert_eq!(lines(plain.paged.pages.last().expect("pages")).first().map(String::as_str), Some("正文。"));
}

#[test]
fn what_a_colophon_says_is_the_same_without_pages() {
    let job = Job { formats: vec![Format::Html], ..common::job("t.md", "book") };
    let files = publish::publish(&job, &Memory::new().with("t.md", BOOK), fonts(), &Sink::new()).expect("it is made");
    let html = String::from_utf8(common::bytes(&files[0]).to_vec()).expect("text");
    let colophon = &html[html.find("doc-colophon").expect("a colophon")..];
    for said in ["王小明\u{3000}赵六\u{3000}著", "出版：示例出版社", "版次：2026年11月第1版", "定价：39", "字数：10字"]
    {
        assert!(colophon.contains(said), "{said}");
    }
    // What only pages know stays with them.
    assert!(!colophon.contains("印张") && !colophon.contains("开本"));
}

#[test]
fn imprint_keys_are_checked() {
    let made = made(&BOOK.replace("  price: 39", "  prise: 39"), "booklet");
    let said: Vec<&str> = made.said.iter().map(|said| said.message.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("`price`")), "{said:?}");
    assert!(made.edition.colophon.iter().flat_map(|line| &line.facts).any(|fact| fact.label.starts_with("CIP")));
    let error = publish::Manifest::parse("[book.imprint]\nprise = \"39\"").expect_err("an unknown key");
    assert!(error.to_string().contains("`price`"), "{error}");
    let error = publish::Manifest::parse("[book.official]\nissuer = \"某局\"").expect_err("an unknown key");
    assert!(error.to_string().contains("`issuers`"), "{error}");
}

#[test]
fn the_manifest_goes_over_the_text_key_by_key() {
    let manifest =
        publish::Manifest::parse("[book.imprint]\nprice = \"40元\"\n[book.official]\nnumber = \"某〔2026〕1号\"");
    let manifest = manifest.expect("it is right");
    let theme = Theme::built_in("booklet").expect("it is built in");
    let job = Job::new("t".into(), keben::read::Input::File("t.md".into(), None), theme, manifest);
    let made = common::lay_out(&job, &Memory::new().with("t.md", BOOK));
    let imprint = &made.edition.book.meta.imprint;
    assert_eq!(imprint.price.as_deref(), Some("40元"));
    assert_eq!(imprint.edition.as_deref(), Some("2026年11月第1版"));
    assert_eq!(made.edition.official.number.as_deref(), Some("某〔2026〕1号"));
}

#[test]
fn a_picture_bleeds_above_the_title_or_fills_the_cover() {
    let png = |width: u32, height: u32| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"/>");
        let text = "---\ntitle: 题目\nauthor: 某\ncover: p.svg\n---\n\n正文。\n";
        let source = Memory::new().with("t.md", text).with("p.svg", svg);
        common::lay_out(&common::job("t.md", "booklet"), &source).paged.pages.swap_remove(0)
    };
    let image = |page: &Page| {
        let found = page.frame.items.iter().find_map(|placed| match &placed.item {
            Item::Image { size, .. } => Some((placed.at, *size)),
            _ => None,
        });
        found.expect("the picture")
    };
    let broad = png(1600, 1000);
    let (at, size) = image(&broad);
    assert!((at.x.to_mm() + 3.0).abs() < 0.01 && (at.y.to_mm() + 3.0).abs() < 0.01, "it bleeds");
    assert!((size.width.to_mm() - 154.0).abs() < 0.01);
    let title = lines(&broad);
    assert_eq!(title[0], "题目");
    let top = broad.frame.items.iter().filter(|placed| matches!(placed.item, Item::Run(_))).map(|placed| placed.at.y);
    assert!(top.min().expect("a title") > at.y + size.height, "the title stands below it");
    // Of the page's own shape: it fills the page to the bleed, and nothing stands on it.
    let tall = png(1000, 1420);
    assert!(lines(&tall).is_empty());
    let (at, size) = image(&tall);
    assert!(at.x.to_mm() <= -2.99 && at.y.to_mm() <= -2.99 && (at.x + size.width).to_mm() >= 150.99);
    // Another shape is shown whole.
    let narrow = image(&png(500, 1420)).1;
    assert!((narrow.height.to_mm() - 210.0).abs() < 0.01);
}

#[test]
fn long_titles_are_balanced_and_never_overfull() {
    for title in [
        "全球治理变局中的政党外交与新型国际关系构建：理论、实践与二〇二〇年以来的若干典型案例研究",
        "\"The Long March of Everyday Reading: How Ordinary Books Are Made in Small Houses\"",
    ] {
        let made = made(&format!("---\ntitle: {title}\n---\n\n正文。\n"), "book");
        let title = title.trim_matches('"');
        for page in [0, 4] {
            let set = lines(&made.paged.pages[page]);
            assert!(set.len() >= 3, "{set:?}");
            let first = title.split_inclusive(['：', ':']).next().expect("a part");
            let ends = set.iter().any(|line| line.trim_end().ends_with(['：', ':']) && first.ends_with(line.trim()));
            assert!(ends, "it parts behind its colon: {set:?}");
        }
        assert!(!made.said.iter().any(|said| said.code.starts_with("overfull")), "{:?}", made.said);
    }
}
