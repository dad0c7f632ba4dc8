//! The package of an EPUB: what another reader gets back of what the author said.

use keben::diag::Sink;
use keben::html::markup::Element;
use keben::publish::{self, Format, Job, Manifest};
use keben::read::Input;
use keben::source::Memory;
use keben::theme::Theme;
use rbook::Epub;
use rbook::ebook::metadata::TitleKind;
use rbook::ebook::spine::PageDirection;

use crate::common::{self, fonts};
use crate::epub::{documents, files};

const MANIFEST: &str = r#"
[book]
title = "江河小识"
subtitle = "十条大河"
title-in = { en = "Rivers" }
language = "zh-Hans"
date = "2026-11"
publisher = "江河出版社"
rights = "CC0 1.0"
description = "一本小书。"
subjects = ["地理", "河流"]
series = { name = "小识丛书", number = "3" }
identifiers = [{ scheme = "isbn", value = "978-7-02-000220-7" }, { scheme = "doi", value = "10.1000/182" }]
creators = [
    { name = "张三", role = "author", file-as = "Zhang, San", name-in = { en = "Zhang San" } },
    { name = "李四", role = "editor" },
    { name = "王五", role = "translator" },
    { name = "赵六", role = "illustrator" },
]
[epub.rendition]
flow = "scrolled-doc"
orientation = "portrait"
spread = "none"
"#;

const TEXT: &str = "# 第一章 长江\n\n文。\n\n## 源头\n\n文。\n\n## 入海\n\n文。\n\n# 第二章 黄河\n\n文。\n";

fn book(manifest: &str, theme: Theme) -> Vec<u8> {
    let manifest = Manifest::parse(manifest).expect("it is right");
    let job = Job::new("t".into(), Input::File("t.md".into(), None), theme, manifest);
    let job = Job { formats: vec![Format::Epub], ..job };
    let source = Memory::new().with("t.md", TEXT);
    let made = publish::publish(&job, &source, fonts(), &Sink::new()).expect("it can be published");
    common::bytes(&made[0]).to_vec()
}

fn read(bytes: &[u8]) -> Epub {
    Epub::read(std::io::Cursor::new(bytes.to_vec())).expect("another reader opens it")
}

fn booklet() -> Theme {
    Theme::built_in("booklet").expect("it is built in")
}

fn package(bytes: &[u8]) -> Element {
    documents(bytes).into_iter().find(|(name, _)| name.ends_with("opf")).expect("there is a package").1
}

#[test]
fn what_the_author_said_comes_back() {
    let bytes = book(MANIFEST, booklet());
    let epub = read(&bytes);
    let metadata = epub.metadata();
    let titles: Vec<(&str, TitleKind)> = metadata.titles().map(|title| (title.value(), title.kind())).collect();
    assert_eq!(titles, [("江河小识", TitleKind::Main), ("十条大河", TitleKind::Subtitle)]);
    let title = metadata.title().expect("there is one");
    let other: Vec<(String, String)> = title
        .alternate_scripts()
        .map(|other| (other.language().scheme().code().to_owned(), other.value().to_owned()))
        .collect();
    assert_eq!(other, [("en".to_owned(), "Rivers".to_owned())]);
    let code = |one: &rbook::epub::metadata::EpubContributor| one.main_role().expect("a role").code().to_owned();
    let made: Vec<(String, String)> = metadata.creators().map(|one| (one.value().to_owned(), code(&one))).collect();
    assert_eq!(made, [("张三".to_owned(), "aut".to_owned()), ("李四".to_owned(), "edt".to_owned())]);
    let first = metadata.creators().next().expect("there is one");
    assert_eq!(first.file_as(), Some("Zhang, San"));
    assert_eq!(first.alternate_scripts().next().expect("another name").value(), "Zhang San");
    let helped: Vec<(String, String)> =
        metadata.contributors().map(|one| (one.value().to_owned(), code(&one))).collect();
    assert_eq!(helped, [("王五".to_owned(), "trl".to_owned()), ("赵六".to_owned(), "ill".to_owned())]);
    let identifiers: Vec<(String, Option<String>)> = metadata
        .identifiers()
        .map(|one| (one.value().to_owned(), one.scheme().map(|scheme| scheme.code().to_owned())))
        .collect();
    assert_eq!(
        identifiers,
        [
            ("urn:isbn:9787020002207".to_owned(), Some("15".to_owned())),
            ("doi:10.1000/182".to_owned(), Some("06".to_owned()))
        ]
    );
    assert_eq!(metadata.language().expect("there is one").value(), "zh-Hans");
    assert_eq!(metadata.publishers().next().expect("there is one").value(), "江河出版社");
    assert_eq!(metadata.rights().next().expect("there are some").value(), "CC0 1.0");
    assert_eq!(metadata.description().expect("there is one").value(), "一本小书。");
    assert_eq!(metadata.tags().map(|tag| tag.value()).collect::<Vec<_>>(), ["地理", "河流"]);
    assert_eq!(metadata.published_entry().expect("there is one").value(), "2026-11");
    let series = metadata.by_property("belongs-to-collection").next().expect("there is one");
    assert_eq!(series.value(), "小识丛书");
    let of = |property: &str| series.refinements().by_property(property).next().map(|one| one.value().to_owned());
    assert_eq!((of("collection-type").as_deref(), of("group-position").as_deref()), (Some("series"), Some("3")));
    let values =
        |property: &str| -> Vec<String> { metadata.by_property(property).map(|one| one.value().to_owned()).collect() };
    assert_eq!(values("rendition:flow"), ["scrolled-doc"]);
    assert_eq!(values("rendition:orientation"), ["portrait"]);
    assert_eq!(values("rendition:spread"), ["none"]);
    assert_eq!(values("schema:accessMode"), ["textual", "visual"]);
    assert_eq!(values("schema:accessibilityHazard"), ["none"]);
    assert!(values("schema:accessibilityFeature").contains(&"tableOfContents".to_owned()));
    assert_eq!(values("schema:accessibilitySummary").len(), 1);
    assert_eq!(values("dcterms:conformsTo").len(), 1);
    assert_eq!(epub.spine().page_direction(), PageDirection::LeftToRight);
    let tree: Vec<(String, usize)> = {
        let toc = epub.toc().contents().expect("there is one");
        toc.flatten().map(|entry| (entry.label().replace('\u{3000}', " "), entry.depth())).collect()
    };
    let labels: Vec<&str> = tree.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["第一章 长江", "源头", "入海", "第二章 黄河"]);
    assert!(tree[1].1 == tree[0].1 + 1 && tree[3].1 == tree[0].1, "{tree:?}");
}

#[test]
fn nothing_is_said_of_what_readers_choose() {
    let plain = MANIFEST.split("[epub.rendition]").next().expect("a part");
    let bytes = book(plain, booklet());
    assert_eq!(read(&bytes).metadata().by_property("rendition:flow").count(), 0);
    let mut guide = Vec::new();
    package(&bytes).each(&mut |one| {
        assert!(one.get("linear").is_none(), "all documents are read in order");
        if one.name == "reference" {
            guide.push(one.get("type").unwrap_or_default().to_owned());
        }
    });
    assert_eq!(guide, ["cover", "title-page", "toc", "text"], "for old readers");
}

#[test]
fn lines_run_down_where_that_is_asked_for() {
    let manifest = MANIFEST.replace("[epub.rendition]", "[epub]\nwriting = \"vertical\"\n[epub.rendition]");
    let css = |bytes: &[u8]| {
        let file = files(bytes).into_iter().find(|(name, _)| name.ends_with("book.css")).expect("there are styles");
        String::from_utf8(file.1).expect("it is text")
    };
    let bytes = book(&manifest, booklet());
    assert_eq!(read(&bytes).spine().page_direction(), PageDirection::RightToLeft);
    let down = css(&bytes);
    for hook in ["-epub-writing-mode", "-webkit-writing-mode", " writing-mode"] {
        assert!(down.contains(&format!("{hook}: vertical-rl;")), "{hook}");
        assert!(!css(&book(MANIFEST, booklet())).contains(hook), "{hook}: lines across are every reader's own");
    }
    assert!(down.contains("ul, ol { margin: 0 0.5em 0 0.5em; padding: 2em 0 0 0; }"), "lists are indented from above");
    assert!(down.contains("padding-top: 1em; border-top: 2px solid;"), "the rule of a remark stands above it");
    // A script that does not run down keeps its lines and pages.
    let english = book(&manifest.replace("zh-Hans", "en"), booklet());
    assert!(!css(&english).contains("writing-mode"));
    assert_eq!(read(&english).spine().page_direction(), PageDirection::LeftToRight);
}

#[test]
fn a_book_bound_at_the_right_turns_its_pages_to_the_right() {
    let theme = Theme::parse("extends = \"booklet\"\n[page]\nbinding = \"right\"\n").expect("it is a theme");
    let bytes = book(MANIFEST, theme);
    assert_eq!(read(&bytes).spine().page_direction(), PageDirection::RightToLeft);
    assert!(!package(&bytes).write_xml_file().windows(12).any(|part| part == b"writing-mode"));
}

#[test]
fn only_dates_are_written_as_dates() {
    let dates = |date: &str| {
        let manifest = dated(MANIFEST, date);
        let mut found = Vec::new();
        package(&book(&manifest, booklet())).each(&mut |one| {
            if one.name == "dc:date" {
                found.push(one.plain());
            }
        });
        found
    };
    assert_eq!(dates("2026-11-23T10:00:00Z"), ["2026-11-23T10:00:00Z"]);
    assert_eq!(dates("2026-11"), ["2026-11"]);
    assert!(dates("2026-02-30").is_empty() && dates("0000").is_empty());
}

/// The manifest with another date.
fn dated(manifest: &str, date: &str) -> String {
    let line = |line: &str| if line.starts_with("date = ") { format!("date = \"{date}\"") } else { line.to_owned() };
    manifest.lines().map(line).collect::<Vec<_>>().join("\n")
}
