//! A book as a folder of web pages: every address leads somewhere, the contents show where one is, search finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use keben::diag::Sink;
use keben::html::{self, Form, Options, Site};
use keben::publish::{self, Content, Format, Job, Manifest};
use keben::source::{Memory, Source};

use crate::common;
use crate::html::{Made, every_variant, make, pictures};

type Files = BTreeMap<String, Vec<u8>>;

fn website(made: &Made) -> Files {
    let Made { edition, theme, site, .. } = made;
    html::website(site, edition, theme, common::fonts(), &Options::default(), &Sink::new())
}

fn publish(job: Job, source: &dyn Source) -> Files {
    let html = Options { form: Form::Site, ..job.html };
    let job = Job { formats: vec![Format::Html], html, ..job };
    let mut made = publish::publish(&job, source, common::fonts(), &Sink::new()).expect("there is a book");
    match made.remove(0).content {
        Content::Folder(files) => files,
        Content::File(_) => panic!("a site is a folder"),
    }
}

fn site_of(markdown: &str) -> Files {
    publish(common::job("t.md", "booklet"), &Memory::new().with("t.md", markdown))
}

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    let bytes = files.get(name).unwrap_or_else(|| panic!("there is no {name}"));
    std::str::from_utf8(bytes).expect("it is UTF-8")
}

fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.keys().filter(|name| name.ends_with(".html"));
    pages.map(|name| (name.as_str(), text(files, name)))
}

/// The values of an attribute, as written.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let pattern = format!(" {attribute}=\"");
    page.split(pattern.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The links of a page with some `rel`.
fn turns<'p>(page: &'p str, rel: &str) -> Vec<&'p str> {
    let pattern = format!("<a rel=\"{rel}\" href=\"");
    page.split(pattern.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What is found: address, title, title of the page, text.
fn sections(files: &Files) -> Vec<[String; 4]> {
    let script = text(files, "js/text.js");
    let list = script.trim_start_matches("window.kebenText = ").trim_end().trim_end_matches(",\n]");
    serde_json::from_str(&format!("{list}]")).expect("it is a list")
}

/// Every name is given once in a page, and every address leads to a file of the folder and a name in it.
fn assert_every_address_leads_somewhere(what: &str, files: &Files) {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, page) in pages(files) {
        let ids = values(page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{what}, {name}: a name is given twice");
        names.insert(name, unique);
    }
    let check = |from: &str, address: &str| {
        let (file, anchor) = address.split_once('#').map_or((address, None), |(file, anchor)| (file, Some(anchor)));
        let file = if file.is_empty() { from } else { file };
        assert!(files.contains_key(file), "{what}, {from}: no file for {address}");
        if let Some(anchor) = anchor {
            assert!(names[file].contains(anchor), "{what}, {from}: no place for {address}");
        }
    };
    for (name, page) in pages(files) {
        for address in values(page, "href").into_iter().chain(values(page, "src")) {
            if !address.contains(':') {
                check(name, address);
            }
        }
        for loaded in values(page, "src") {
            assert!(!loaded.contains(':'), "{what}, {name}: {loaded} is fetched from elsewhere");
        }
        for foreign in ["epub:type", "xml:lang", "xmlns:epub", "../", ".xhtml", "doc-pagebreak"] {
            assert!(!page.contains(foreign), "{what}, {name}: {foreign} is not for the web");
        }
    }
    for [address, title, _, _] in sections(files) {
        check("index.html", &address);
        assert!(!title.is_empty(), "{what}: {address} has no title");
    }
    for font in text(files, "css/book.css").split("url(\"../").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(files.contains_key(font), "{what}: no file for {font}");
    }
}

fn paths(site: &Site) -> Vec<String> {
    site.docs.iter().map(|doc| doc.file_name().replace(".xhtml", ".html")).collect()
}

#[test]
fn every_address_leads_somewhere() {
    let made = make(every_variant(), &pictures());
    assert_every_address_leads_somewhere("every variant", &website(&made));
    let (job, source) = crate::books::open(&common::root().join("tests/specimen"));
    let files = publish(job, &source);
    assert_every_address_leads_somewhere("specimen", &files);
    assert!(files.keys().any(|name| name.starts_with("images/")));
    let mut job = common::job("t.md", "booklet");
    job.theme.contents.tables = true;
    let table = "# 第一章 甲\n\n表：水 {#tbl-w}\n\n| 甲 |\n| --- |\n| 乙 |\n\n# 第二章 乙\n\n见[@tbl-w]。\n";
    let files = publish(job, &Memory::new().with("t.md", table));
    assert!(text(&files, "index.html").contains("<nav class=\"floats\" aria-label=\"表格目录\">"));
    assert!(values(text(&files, "002-chapter.html"), "href").contains(&"001-chapter.html#tbl-w"));
    assert_every_address_leads_somewhere("a table", &files);
    let (job, source) = crate::books::open(&common::root().join("content"));
    assert_every_address_leads_somewhere("content", &publish(job, &source));
}

#[test]
fn each_document_is_a_page() {
    let made = make(every_variant(), &pictures());
    let files = website(&made);
    let wanted: BTreeSet<String> = paths(&made.site).into_iter().chain(["index.html".into()]).collect();
    let found: BTreeSet<String> = pages(&files).map(|(name, _)| name.to_owned()).collect();
    assert_eq!(found, wanted);
    for (name, page) in pages(&files) {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-Hans\" dir=\"ltr\">"), "{name}");
        assert!(page.contains("rel=\"stylesheet\" href=\"css/book.css\""), "{name}");
        assert!(
            !page.contains("<script>") && !page.contains("<style"),
            "{name}: all pages share one stylesheet and script"
        );
        assert!(page.contains("<h1"), "{name} has a title");
        assert_eq!(page.matches("<main").count(), 1, "{name}");
    }
    for doc in &made.site.docs {
        let page = text(&files, &doc.file_name().replace(".xhtml", ".html"));
        let main = page.split("<main").nth(1).expect("there is a text");
        let mut words = Vec::new();
        doc.each(&mut |one| {
            if one.name == "p" && one.children.len() == 1 {
                words.push(one.plain());
            }
        });
        for word in words.iter().filter(|word| !word.contains(['<', '&', '"', '>'])) {
            assert!(main.contains(word.as_str()), "{}: {word} is missing", doc.path);
        }
    }
}

#[test]
fn pages_are_turned_one_after_another() {
    let made = make(every_variant(), &pictures());
    let files = website(&made);
    let wanted = paths(&made.site);
    let (mut seen, mut at) = (Vec::new(), "index.html");
    assert!(turns(text(&files, at), "prev").is_empty());
    while let [next] = turns(text(&files, at), "next")[..] {
        assert_eq!(turns(text(&files, next), "prev"), [at], "{next} leads back");
        assert!(text(&files, next).contains(&format!("<link rel=\"prev\" href=\"{at}\">")));
        seen.push(next.to_owned());
        at = next;
    }
    assert_eq!(seen, wanted);
}

#[test]
fn the_contents_say_where_the_reader_is() {
    let files = site_of(
        "---\ntitle: 书\n---\n\n# 第一章 源头\n\n字。\n\n## 雪山\n\n字。\n\n# 第二章 峡谷\n\n字。\n\n## 急流\n\n字。\n",
    );
    let mut marked = Vec::new();
    for (name, page) in pages(&files).filter(|(name, _)| *name != "index.html") {
        let links: Vec<&str> = page
            .split("<a ")
            .filter(|link| link.contains("aria-current"))
            .filter_map(|link| link.split("</a>").next())
            .collect();
        assert_eq!(
            links,
            [format!("href=\"{name}\" aria-current=\"page\">{}", links[0].rsplit('>').next().expect("a title"))]
        );
        marked.push(links[0].rsplit('>').next().expect("a title").to_owned());
        let side = page.split("<main").next().expect("the contents stand before the text");
        // What is below the open chapter is listed, what is below others is not.
        assert_eq!(side.contains("雪山"), marked.last().is_some_and(|title| title.contains("源头")), "{name}");
        assert!(side.contains("源头") && side.contains("峡谷"), "{name}");
    }
    assert_eq!(marked.len(), 2);
    let index = text(&files, "index.html");
    assert!(["源头", "雪山", "峡谷", "急流"].iter().all(|title| index.contains(title)), "the index page lists all");
    assert!(!index.contains("aria-current"));
}

#[test]
fn a_thousand_chapters_do_not_list_each_other() {
    let chapters: String = (1..=1000).map(|at| format!("# 第{at}回\n\n{}\n\n", common::han(50, at))).collect();
    let job = common::job("t.md", "booklet");
    let job = Job { html: Options { form: Form::Site, fonts: html::Fonts::None }, ..job };
    let files = publish(job, &Memory::new().with("t.md", chapters));
    assert!(pages(&files).count() > 1000);
    for (name, page) in pages(&files).filter(|(name, _)| *name != "index.html") {
        assert!(page.len() < 8_000, "{name} has {} bytes", page.len());
        assert_eq!(page.matches("aria-current").count(), 1, "{name}");
        assert!(page.contains("class=\"more\""), "{name} leads to the whole list");
    }
    assert_eq!(text(&files, "index.html").matches("<li>").count(), 1000);
    assert_every_address_leads_somewhere("a thousand chapters", &files);
}

#[test]
fn the_text_to_search_is_all_there_by_sections() {
    let files = site_of(
        "---\ntitle: 书\n---\n\n# 第一章 峡谷\n\n{三峡|さんきょう}的**水**很急。[^a]\n\n- 一条\n- 两条\n\n## 滩 *险*\n\n后文。\n\n# 第二章 入海\n\n[^a]: 注文在此。\n",
    );
    let found = sections(&files);
    let titles: Vec<&str> = found.iter().map(|[_, title, ..]| title.as_str()).collect();
    assert_eq!(titles, ["第一章 峡谷", "滩 险", "注1", "第二章 入海"]);
    let [address, _, page, words] = &found[0];
    assert!(!address.contains('#') && page.is_empty(), "a page is found at its top: {address}");
    assert!(words.starts_with("三峡的水很急。") && words.contains("一条 两条"), "{words}");
    let [address, _, page, words] = &found[1];
    assert!(address.contains('#') && page == "第一章 峡谷" && words == "后文。", "{address} {page} {words}");
    assert_eq!(found[2][3], "注文在此。");
}

#[test]
fn search_speaks_the_language_of_the_book() {
    for (lang, word) in [
        ("zh-Hans", "搜索"),
        ("zh-Hant-TW", "搜尋"),
        ("ja", "検索"),
        ("ko", "검색"),
        ("en", "Search"),
        ("fr", "Search"),
    ] {
        let files = site_of(&format!("---\nlanguage: {lang}\n---\n\n# A\n\nB.\n"));
        let index = text(&files, "index.html");
        assert!(index.contains(&format!("aria-label=\"{word}\"")), "{lang}");
        // Without scripts there is no search, and nothing that promises it.
        assert!(index.contains("<form class=\"search\" role=\"search\" hidden"), "{lang}");
    }
}

#[test]
fn the_search_library_goes_with_its_licence() {
    let files = site_of("# 题\n\n字。\n");
    let library = text(&files, "js/minisearch.js");
    assert!(
        library.starts_with("/*! MiniSearch 7.2.0\nCopyright 2022 Luca Ongaro") && library.contains("WITHOUT WARRANTY")
    );
}

#[test]
fn keben_toml_chooses_the_form() {
    let html = |text: &str| Manifest::parse(text).map(|manifest| manifest.html);
    assert_eq!(html("").expect("it may be empty"), Options { form: Form::Page, fonts: html::Fonts::Embed });
    let said = html("[html]\nform = \"site\"\nfonts = \"none\"\n").expect("it is right");
    assert_eq!(said, Options { form: Form::Site, fonts: html::Fonts::None });
    assert!(html("[html]\nform = \"folder\"\n").is_err());
    let error = html("[html]\nfrom = \"site\"\n").expect_err("there is no such key").to_string();
    assert!(error.contains("form"), "{error}");
}

#[test]
fn a_site_brings_the_fonts_it_is_asked_for() {
    let source = Memory::new().with("t.md", "# 题\n\n字。\n");
    let fonts = |fonts| {
        let job = common::job("t.md", "booklet");
        let files = publish(Job { html: Options { form: Form::Site, fonts }, ..job }, &source);
        files.keys().filter(|name| name.starts_with("fonts/")).count()
    };
    let all = fonts(html::Fonts::Embed);
    assert!(fonts(html::Fonts::None) == 0 && fonts(html::Fonts::Headings) < all && all > 0);
}

/// Runs keben in a folder; whether it wrote, and what it said.
fn keben(folder: &Path, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keben"));
    command.args(["build", ".", "--format", "html", "-o", "out"]).args(more).current_dir(folder);
    let ended = command.env("SOURCE_DATE_EPOCH", "1609372800").output().expect("the program runs");
    (ended.status.success(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

fn listed(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it can be listed");
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_build_replaces_the_folder_as_a_whole() {
    let desk = tempfile::tempdir().expect("there is room for a folder");
    let put = |name: &str, text: &str| std::fs::write(desk.path().join(name), text).expect("it can be written");
    put("keben.toml", "name = \"b\"\n[html]\nform = \"site\"\n[book]\ntitle = \"书\"\n");
    put("1.md", "# 第一章\n\n字。\n");
    put("2.md", "# 第二章\n\n字。\n");
    put("3.md", "# 第三章\n\n字。\n");
    let (wrote, said) = keben(desk.path(), &[]);
    assert!(wrote, "{said}");
    let site = desk.path().join("out/b-html");
    let first = listed(&site);
    assert_eq!(first, ["001-chapter.html", "002-chapter.html", "003-chapter.html", "css", "fonts", "index.html", "js"]);

    // A chapter less: its page goes too.
    std::fs::remove_file(desk.path().join("3.md")).expect("it is there");
    assert!(keben(desk.path(), &[]).0);
    assert_eq!(listed(&site), ["001-chapter.html", "002-chapter.html", "css", "fonts", "index.html", "js"]);
    assert_eq!(listed(&desk.path().join("out")), ["b-html"], "nothing temporary is left");

    // A build that fails leaves what there was.
    put("2.md", "# 二\n\n[坏](没有.md)\n");
    let before = std::fs::read(site.join("001-chapter.html")).expect("it is there");
    assert!(!keben(desk.path(), &["--deny", "warnings"]).0);
    assert_eq!(std::fs::read(site.join("001-chapter.html")).expect("it is still there"), before);

    // What others put there is not keben's to remove.
    std::fs::create_dir(site.join(".git")).expect("it can be made");
    let (wrote, said) = keben(desk.path(), &[]);
    assert!(!wrote && said.contains("`.git`"), "{said}");
    assert!(site.join(".git").is_dir() && site.join("001-chapter.html").exists());
    std::fs::remove_dir(site.join(".git")).expect("it is there");
    std::fs::write(site.join("index.html"), "<p>a page of mine</p>").expect("it can be written");
    let (wrote, said) = keben(desk.path(), &[]);
    assert!(!wrote && said.contains("did not write"), "{said}");
    assert_eq!(listed(&desk.path().join("out")), ["b-html"]);
}
