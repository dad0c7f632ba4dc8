//! Where the documents of an EPUB begin, and what becomes of what is too large for one.

use std::fmt::Write;

use keben::diag::{Diagnostic, Sink};
use keben::html::markup::Element;
use keben::publish::{self, Format, Job, Manifest};
use keben::read::Input;
use keben::source::Memory;
use keben::theme::Theme;

use crate::common::{bytes, fonts, han, han_of};
use crate::epub::{documents, links};

/// The documents of the text of a book: name, bytes, markup. All its links lead somewhere.
fn texts(text: &str, manifest: &str) -> (Vec<(String, usize, Element)>, Vec<Diagnostic>) {
    let manifest = Manifest::parse(manifest).expect("it is right");
    let theme = Theme::built_in("booklet").expect("it is built in");
    let job = Job::new("t".into(), Input::File("t.md".into(), None), theme, manifest);
    let job = Job { formats: vec![Format::Epub], ..job };
    let sink = Sink::new();
    let made = publish::publish(&job, &Memory::new().with("t.md", text), fonts(), &sink).expect("it can be published");
    let book = bytes(&made[0]);
    links(book);
    let sizes: Vec<(String, usize)> =
        crate::epub::files(book).into_iter().map(|(name, bytes)| (name, bytes.len())).collect();
    let size = |name: &str| sizes.iter().find(|(known, _)| known == name).expect("it is there").1;
    let is_text = |name: &str| name.contains("/text/") && !name.contains("cover") && !name.contains("000-title");
    let docs = documents(book).into_iter().filter(|(name, _)| is_text(name));
    (docs.map(|(name, root)| (name.clone(), size(&name), root)).collect(), sink.take())
}

fn all<'e>(root: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    root.each(&mut |one| {
        if one.name == name {
            found.push(one);
        }
    });
    found
}

fn title(root: &Element) -> String {
    all(root, "title")[0].plain()
}

const DEEP: &str = "---\ntitle: 深书\n---\n\n# 一章\n\n引文[^1]，见[二目](#二目)。\n\n## 一节\n\n文[^2]。\n\n### 一目\n\n文。\n\n\
                    ### 二目[^3]\n\n文。\n\n## 二节\n\n见[一章](#一章)。\n\n# 二章\n\n## 三节\n\n文。\n\n[^1]: 注一。\n\n[^2]: 注二。\n\n\
                    [^3]: 注三。\n";

#[test]
fn documents_begin_as_deep_as_is_wanted() {
    for (depth, wanted) in [
        (1, &["深书"][..]),
        (2, &["深书", "二章"]),
        (3, &["深书", "一节", "二节", "二章"]),
        (4, &["深书", "一节", "一目", "二目", "二节", "二章"]),
        (6, &["深书", "一节", "一目", "二目", "二节", "二章"]),
    ] {
        let (docs, said) = texts(DEEP, &format!("[epub]\nsplit-depth = {depth}"));
        assert!(said.is_empty(), "{said:?}");
        let titles: Vec<String> = docs.iter().map(|(_, _, root)| title(root)).collect();
        // A title stays with the first section below it.
        assert_eq!(titles, wanted, "to depth {depth}");
        for (name, _, root) in &docs {
            let calls = all(root, "a").into_iter().filter(|link| link.has_class("noteref"));
            let called: Vec<&str> = calls.filter_map(|link| link.get("href")?.strip_prefix('#')).collect();
            let notes: Vec<&str> = all(root, "aside").into_iter().filter_map(|note| note.get("id")).collect();
            assert_eq!(called, notes, "{name}: notes stand in the document that calls them");
        }
        let shown: String = docs.iter().map(|(_, _, root)| han_of(&all(root, "body")[0].plain())).collect();
        for words in ["一章引文", "三节文", "注二", "注三"] {
            assert_eq!(shown.matches(words).count(), 1, "{words}: {shown}");
        }
    }
}

#[test]
fn documents_are_as_small_as_is_wanted() {
    let mut text = "---\ntitle: 长书\n---\n\n# 长章\n\n".to_owned();
    for at in 0..200 {
        let heading = if at % 10 == 0 { format!("## 第{at}节\n\n") } else { String::new() };
        let _ = write!(text, "{heading}{}[^{at}]。\n\n[^{at}]: {}。\n\n", han(300, at), han(60, at + 7));
    }
    let (large, _) = texts(&text, "");
    assert!(large.len() > 1 && large.iter().all(|(_, size, _)| *size < 260_000));
    let (small, said) = texts(&text, "[epub]\nsplit-size = \"20KB\"");
    assert!(said.is_empty(), "{said:?}");
    assert!(small.len() > 15, "{} documents", small.len());
    for (name, size, _) in &small {
        assert!(*size <= 20_000, "{name} has {size} bytes");
    }
    let begun = |root: &Element| all(root, "h2").len() + all(root, "h1").len() > 0;
    assert!(small.iter().filter(|(_, _, root)| begun(root)).count() >= 20, "they begin at headings where they can");
    let read = |docs: &[(String, usize, Element)]| -> usize {
        docs.iter().map(|(_, _, root)| han_of(&all(root, "body")[0].plain()).chars().count()).sum()
    };
    assert_eq!(read(&large), read(&small), "nothing is lost");
}

#[test]
fn lists_tables_and_quotations_go_on() {
    let mut text = "---\ntitle: 大书\n---\n\n# 列表\n\n".to_owned();
    (5..605).for_each(|at| {
        let _ = writeln!(text, "{at}. {}", han(100, at));
    });
    text += "\n# 表格\n\n| 甲[^n] | 乙 |\n|---|---|\n";
    (0..600).for_each(|at| {
        let _ = writeln!(text, "| {at} | {} |", han(100, at));
    });
    text += "\n[^n]: 注。\n\n# 引文\n\n";
    (0..300).for_each(|at| {
        let _ = writeln!(text, "> {}\n>", han(200, at));
    });
    let (docs, said) = texts(&text, "[epub]\nsplit-size = 50000");
    assert!(said.iter().all(|one| one.code != "large-document"), "{said:?}");
    assert!(docs.iter().all(|(_, size, _)| *size <= 50_000));
    let (mut items, mut rows, mut lists, mut tables) = (0, 0, 0, 0);
    for (name, _, root) in &docs {
        for list in all(root, "ol") {
            let start: usize = list.get("start").map_or(Ok(1), str::parse).expect("a number");
            assert_eq!(start, 5 + items, "{name}: the numbers go on");
            items += all(list, "li").len();
            lists += 1;
        }
        for table in all(root, "table") {
            let heads = all(table, "th").len();
            assert!(heads == 2 && all(table, "tbody").len() == 1, "{name}: the head stands again");
            rows += all(table, "tr").len() - 1;
            tables += 1;
        }
    }
    assert_eq!((items, rows), (600, 600));
    assert!(lists > 3 && tables > 3, "{lists} lists, {tables} tables");
    let calls: usize =
        docs.iter().map(|(_, _, root)| all(root, "a").iter().filter(|link| link.has_class("noteref")).count()).sum();
    assert_eq!(calls, 1, "the head calls its note once");
}

#[test]
fn rows_stay_with_those_that_reach_into_them() {
    let row = |at: u32| {
        let first = if at.is_multiple_of(3) { "<td rowspan=\"3\">组</td>" } else { "" };
        format!("<tr>{first}<td>{}</td></tr>", han(80, at))
    };
    let rows: String = (0..300).map(row).collect();
    let text = format!("---\ntitle: 表\n---\n\n# 章\n\n<table><tbody>{rows}</tbody></table>\n\n文。\n");
    let (docs, _) = texts(&text, "[epub]\nsplit-size = \"20KB\"");
    let tables: Vec<&Element> = docs.iter().flat_map(|(_, _, root)| all(root, "table")).collect();
    assert!(tables.len() > 3, "{} tables", tables.len());
    for table in tables {
        let rows = all(table, "tr");
        assert!(rows.len().is_multiple_of(3) && all(rows[0], "td").len() == 2, "{} rows", rows.len());
    }
}

#[test]
fn what_cannot_be_divided_is_told() {
    let text = format!("---\ntitle: 长\n---\n\n# 章\n\n前。\n\n{}\n\n后。\n", han(100_000, 3));
    let (docs, said) = texts(&text, "");
    let large: Vec<&Diagnostic> = said.iter().filter(|one| one.code == "large-document").collect();
    assert_eq!(large.len(), 1, "{said:?}");
    assert!(large[0].message.contains("250 KB"), "{}", large[0].message);
    assert_eq!(docs.len(), 3, "what stands around it has documents of its own");
}

#[test]
fn sizes_and_depths_are_checked() {
    for (typed, wanted) in [
        ("split-depth = 0", "1 to 6"),
        ("split-depth = 7", "1 to 6"),
        ("split-size = \"5KB\"", "20KB to 10MB"),
        ("split-size = \"vast\"", "20KB to 10MB"),
        ("split-size = 99000000", "20KB to 10MB"),
        ("split-size = -1", "split-size"),
        ("rendition = { flow = \"pages\" }", "scrolled-doc"),
    ] {
        let error = Manifest::parse(&format!("[epub]\n{typed}")).expect_err(typed).to_string();
        assert!(error.contains(wanted) || wanted == "split-size", "{typed}: {error}");
    }
    let manifest = Manifest::parse("[epub]\nsplit-size = \"1 MB\"\nsplit-depth = 6").expect("it is right");
    assert_eq!(manifest.epub.split_size.bytes(), 1_000_000);
    assert_eq!(Manifest::default().epub.split_size.bytes(), 250_000);
}
