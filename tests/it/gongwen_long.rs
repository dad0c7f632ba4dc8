//! Official documents whose parts are longer than a page has room for: nothing is lost, nothing leaves the type area.

use std::collections::BTreeMap;

use keben::layout::{Item, Page};
use keben::source::Memory;
use keben::unit::Length;

use crate::common::{self, Made, han};

fn made(keys: &str, title: &str) -> Made {
    let text = format!("---\ntitle: {title}\nofficial:\n{keys}\n---\n\n始{}\n", han(100, 9));
    common::lay_out(&common::job("t.md", "gongwen"), &Memory::new().with("t.md", text))
}

fn list(key: &str, count: u32, long: usize) -> String {
    let names: Vec<String> = (0..count).map(|at| han(long, at * 7 + 1)).collect();
    format!("  {key}: [{}]", names.join(", "))
}

/// How often every Han character occurs.
fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut found = BTreeMap::new();
    common::han_of(text).chars().for_each(|c| *found.entry(c).or_default() += 1);
    found
}

fn text(page: &Page) -> String {
    let mut found = String::new();
    page.frame.each(&mut |placed, _| {
        if let Item::Run(run) = &placed.item {
            found.push_str(&run.text);
        }
    });
    found
}

/// Every character of the keys is on a page, within the type area.
fn whole(keys: &str, title: &str) -> Made {
    let made = made(keys, title);
    let all: String = made.paged.pages.iter().map(text).collect();
    let found = counted(&all);
    let words: String = keys.lines().filter_map(|line| line.split_once(':')).map(|(_, words)| words).collect();
    for (c, count) in counted(&format!("{words}{title}{}", han(100, 9))) {
        assert!(found.get(&c).is_some_and(|there| *there >= count), "`{c}` is lost from {keys}");
    }
    let slack = Length::mm(0.6);
    for (at, page) in made.paged.pages.iter().enumerate() {
        let left = Length::mm(if at % 2 == 0 { 28.0 } else { 26.0 });
        for placed in &page.frame.items {
            let Item::Run(run) = &placed.item else { continue };
            // The folio stands below the type area.
            let folio = placed.at.y > Length::mm(265.0) && run.size == Length::pt(14.0);
            let (top, foot) = (placed.at.y - run.size.scale(0.88), placed.at.y + run.size.scale(0.12));
            let across = placed.at.x >= left - slack && placed.at.x + run.width() <= left + Length::mm(156.0) + slack;
            assert!(across, "`{}` leaves the measure on page {}: {keys}", run.text, at + 1);
            // The issuer's ink, not its frame, begins where the standard says, a letter's 30 mm below the paper's edge.
            let down = top >= Length::mm(29.5) - run.size.scale(0.3) && foot <= Length::mm(37.0 + 225.0) + slack;
            // A title's larger characters stand in the middle of a line of the text.
            let down = down || run.size == Length::pt(22.0) && foot <= Length::mm(37.0 + 225.0 + 1.2);
            assert!(folio || down, "`{}` leaves the type area on page {}: {keys}", run.text, at + 1);
        }
    }
    made
}

fn begins(made: &Made) -> bool {
    text(&made.paged.pages[0]).contains('始')
}

fn told(made: &Made) -> bool {
    made.said.iter().any(|one| one.code == "official-head")
}

#[test]
fn issuers_grow_smaller_and_then_go_on() {
    for (count, fits) in [(1, true), (3, true), (8, true), (20, false), (60, false)] {
        let keys = format!("{}\n  number: 示发改〔2026〕3号\n{}", list("issuers", count, 9), list("addressees", 3, 6));
        let made = whole(&keys, "关于开展年度检查的通知");
        assert_eq!((begins(&made), told(&made)), (fits, !fits), "{count} issuers");
    }
}

#[test]
fn names_wider_than_the_line_take_more() {
    for keys in [list("issuers", 1, 90), list("issuers", 3, 40), format!("  form: letter\n{}", list("issuers", 1, 60))]
    {
        assert!(begins(&whole(&keys, "标题")), "{keys}");
    }
    let signed = format!("  number: 示发改〔2026〕3号\n{}", list("signatories", 1, 40));
    assert!(begins(&whole(&signed, "标题")));
}

#[test]
fn signatories_and_long_numbers() {
    for count in [1, 3, 8, 20, 60] {
        for long in [3, 12] {
            let keys =
                format!("  issuers: 示例市政府\n  number: 示发改〔2026〕3号\n{}", list("signatories", count, long));
            let made = whole(&keys, "标题");
            assert_ne!(begins(&made), told(&made), "{count} signatories");
        }
    }
    let number = han(60, 3);
    for rest in ["", "\n  签发人: [张伟, 李明华]", "\n  form: letter\n  urgency: 特急"] {
        assert!(begins(&whole(&format!("  issuers: 示例市政府\n  number: {number}{rest}"), "标题")), "{rest}");
    }
}

#[test]
fn addressees_copies_and_titles() {
    for count in [40, 400] {
        let made = whole(&format!("  issuers: 示例市政府\n{}", list("addressees", count, 8)), "标题");
        assert!(begins(&made));
    }
    for count in [10, 300] {
        let keys = format!("{}\n  printed-by: {}\n  printed-on: 2026-08-12", list("copies-to", count, 9), han(70, 2));
        assert!(whole(&keys, "标题").paged.pages.len().is_multiple_of(2), "the record ends on an even page");
    }
    let made = whole("  issuers: 示例市政府\n  number: 示发改〔2026〕3号", &han(190, 4));
    assert!(begins(&made), "ten lines of title");
    assert!(told(&whole("  issuers: 示例市政府", &han(600, 4))), "thirty of them");
    whole(&format!("  secrecy: {}\n  urgency: {}", han(40, 1), han(60, 2)), "标题");
}

#[test]
fn closes_longer_than_a_page() {
    for count in [9, 120] {
        let keys = format!(
            "{}\n{}\n  date: 2026-08-10\n{}",
            list("attachments", count, 30),
            list("signatures", count, 12),
            list("present", count, 3)
        );
        whole(&keys, "标题");
    }
    whole(&list("signatures", 2, 60), "标题");
    whole(&format!("{}\n  date: 2026-08-10\n  sealed: true", list("signatures", 2, 60)), "标题");
}
