//! The EPUB's marks for the pages of the PDF: each stands before the characters that begin its page, as another reader
//! finds them in both files.

use std::collections::{BTreeMap, BTreeSet};

use keben::diag::Sink;
use keben::html::markup::{Element, Node};
use keben::layout::Folio;
use keben::publish::{self, Format, Job};
use keben::source::{Memory, Source};
use keben::theme::Theme;

use crate::books::open;
use crate::common::{self, han, lay_out, shared};
use crate::epub::documents;
use crate::pdf::extract::{Pdf, logical};

/// How many characters of a page are compared.
const SOME: usize = 12;

/// What the tag tree of the PDF keeps elsewhere, or the EPUB does not have as text: it is compared in neither.
const PDF_WITHOUT: [&str; 4] = ["Note", "Caption", "Figure", "Formula"];
const EPUB_WITHOUT: [&str; 8] = ["aside", "caption", "figcaption", "math", "rt", "rp", "title", "nav"];

/// The characters that are compared: Han and letters.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphabetic())
}

/// The letters of an EPUB's text, and how many of them stand before each page.
#[derive(Default)]
struct Text {
    letters: Vec<char>,
    pages: Vec<(String, usize)>,
}

impl Text {
    fn add(&mut self, element: &Element, silent: bool) {
        if element.get("role") == Some("doc-pagebreak") {
            assert!(element.children.is_empty() && element.get("id").is_some(), "{element:?}");
            self.pages.push((element.get("aria-label").expect("it has a label").to_owned(), self.letters.len()));
        }
        // Calls of notes, and the places of an index, are numbers of their own here.
        let own = element.get("role") == Some("doc-noteref") || element.has_class("locator");
        let silent = silent || own || EPUB_WITHOUT.contains(&element.name.as_str());
        for child in &element.children {
            match child {
                Node::Element(child) => self.add(child, silent),
                Node::Text(text) if !silent => self.letters.extend(letters(text)),
                Node::Text(_) => {}
            }
        }
    }
}

/// What both files of a book say of its pages.
struct Pages {
    /// The label of each page that begins with text, and its letters.
    printed: Vec<(String, String)>,
    text: Text,
    parts: BTreeMap<String, Element>,
}

fn pages(job: &Job, source: &dyn Source) -> Pages {
    let job = Job { formats: vec![Format::Pdf, Format::Epub], ..job.clone() };
    let made = publish::publish(&job, source, common::fonts(), &Sink::new()).expect("there is a book");
    let bytes = |format| common::bytes(made.iter().find(|artifact| artifact.format == format).expect("it was made"));
    let pdf = Pdf::read(bytes(Format::Pdf));
    let (tags, contents) = (pdf.tags(), pdf.contents());
    let mut by_page: Vec<BTreeMap<(usize, i64), String>> = vec![BTreeMap::new(); pdf.pages.len()];
    contents.into_iter().for_each(|(at, text)| {
        by_page[at.0].insert(at, text);
    });
    let paged = lay_out(&job, source).paged;
    let mut printed = Vec::new();
    for (at, page) in paged.pages.iter().enumerate() {
        // The pages before the text that have no text of their own are not in the EPUB.
        if matches!(page.folio, Folio::Body(_)) || page.begins.is_some() {
            let text: String = letters(&logical(&tags, &by_page[at], &PDF_WITHOUT, 0)).take(SOME).collect();
            printed.push((page.folio.name(at), text));
        }
    }
    let parts: BTreeMap<String, Element> = documents(bytes(Format::Epub)).into_iter().collect();
    let mut text = Text::default();
    for (_, document) in parts.iter().filter(|(name, _)| name.contains("/text/")) {
        text.add(document, false);
    }
    Pages { printed, text, parts }
}

impl Pages {
    /// Compares each page's letters with those behind its mark; gives how many were compared.
    fn compare(&self) -> usize {
        let marks: BTreeMap<&str, usize> = self.text.pages.iter().map(|(label, at)| (label.as_str(), *at)).collect();
        assert_eq!(marks.len(), self.text.pages.len(), "no page has two marks");
        let mut compared = 0;
        for (label, printed) in self.printed.iter().filter(|(_, printed)| !printed.is_empty()) {
            let at = marks.get(label.as_str()).unwrap_or_else(|| panic!("page {label} has a mark: {printed}"));
            let found: String = self.text.letters[*at..].iter().take(printed.chars().count()).collect();
            assert_eq!(&found, printed, "page {label}");
            compared += 1;
        }
        compared
    }

    fn part(&self, name: &str) -> &Element {
        self.parts.iter().find(|(path, _)| path.ends_with(name)).map(|(_, part)| part).expect("it is there")
    }

    /// The labels and addresses of the list of pages.
    fn list(&self) -> Vec<(String, String)> {
        let mut list = Vec::new();
        self.part("nav.xhtml").each(&mut |nav| {
            if nav.get("role") == Some("doc-pagelist") {
                nav.each(&mut |link| list.extend(link.get("href").map(|href| (link.plain(), href.to_owned()))));
            }
        });
        list
    }
}

/// A book with every block that a page can begin in, longer than a page each.
fn mixed() -> String {
    let mut book = String::from("---\ntitle: \"1984\"\nlanguage: zh-Hans\n---\n\n# 前言\n\n");
    let mut add = |text: String| book.push_str(&format!("{text}\n\n"));
    (0..6).for_each(|at| add(han(700, 900 + at)));
    add("# 第一章 正文".into());
    for at in 0..12 {
        let text = han(620, at);
        let cut = |from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
        // Marks of all kinds wherever a line may begin.
        add(format!(
            "{}**{}**{}[^n{at}]{}`code{at}`{}[{}]{{.dots}}{}*{}*{}$x^2$，{}[见](https://example.org/a){}\n\n[^n{at}]: {}",
            cut(0, 90),
            cut(90, 160),
            cut(160, 240),
            cut(240, 300),
            cut(300, 340),
            cut(340, 400),
            cut(400, 450),
            cut(450, 500),
            cut(500, 520),
            cut(520, 560),
            cut(560, 620),
            han(70, 50 + at),
        ));
        if at % 3 == 0 {
            add(format!("![红块](red.png \"{}\"){{place=top}}", han(6, 70 + at)));
        }
    }
    add("## 诗\n".into());
    let lines: Vec<String> = (0..60).map(|at| han(12, 100 + at)).collect();
    let stanzas: Vec<String> = lines.chunks(4).map(|stanza| stanza.join("\n")).collect();
    add(format!("::: verse {{title=\"{}\" author=\"{}\"}}\n{}\n:::", han(3, 200), han(2, 201), stanzas.join("\n\n")));
    add("## 码\n".into());
    let code: Vec<String> = (0..80)
        .map(|at| match at % 4 {
            0 => format!("fn line{at}() {{ {} }}", "call(); ".repeat(12)),
            1 => format!("\tlet {} = {at};\t// {}", "abcdefgh".repeat(9), han(30, at)),
            2 => String::new(),
            _ => format!("    // {}", han(10, 300 + at)),
        })
        .collect();
    add(format!("```rust\n{}\n```", code.join("\n")));
    add("## 列\n".into());
    let items: Vec<String> =
        (0..30).map(|at| format!("{}. {}\n   - {}", at + 1, han(60, at), han(90, 40 + at))).collect();
    add(items.join("\n"));
    add("## 引\n".into());
    (0..8).for_each(|at| add(format!("> {}\n>\n> {}", han(150, 400 + at), han(200, 500 + at))));
    (0..5).for_each(|at| add(format!("> [!NOTE]\n> {}\n>\n> {}", han(80, 420 + at), han(200, 520 + at))));
    (0..30).for_each(|at| add(format!("{}\n: {}", han(4, 600 + at), han(100, 640 + at))));
    add("## 表\n".into());
    let rows: Vec<String> = (0..70).map(|at| format!("| {} | {} |", han(5, at), han(40, 700 + at))).collect();
    add(format!("| {} | {} |\n|---|---|\n{}", han(2, 800), han(3, 801), rows.join("\n")));
    add("## 注音\n".into());
    for at in 0..12 {
        let ruby: String = han(90, 820 + at).chars().map(|base| format!("{{{base}|かな}}")).collect();
        add(format!("{}{ruby}{}", han(37 * at as usize % 150, 840 + at), han(30, 860 + at)));
    }
    add("# 第二章 公式\n".into());
    (0..25).for_each(|at| add(format!("{}\n\n$$\nx_{{{at}}} = y\n$$", han(60 + at as usize * 3, 880 + at))));
    book
}

fn source(text: &str) -> Memory {
    Memory::new().with("t.md", text).with("red.png", common::png(300, 200))
}

#[test]
fn every_page_of_mixed_blocks_has_its_mark_before_its_first_character() {
    for theme in ["book", "booklet", "report", "thesis", "handout", "newsletter"] {
        let pages = pages(&common::job("t.md", theme), &source(&mixed()));
        let compared = pages.compare();
        assert!(compared > 20, "{theme}: {compared}");
        let list = pages.list();
        let labels: Vec<&str> = list.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, pages.text.pages.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), "{theme}");
        let roman = labels.iter().take_while(|label| label.parse::<u32>().is_err()).count();
        assert_eq!(roman > 2, ["book", "thesis"].contains(&theme), "{theme}: {labels:?}");
        let numbers: Vec<u32> = labels[roman..].iter().map(|label| label.parse().expect("it is a number")).collect();
        assert!(numbers.is_sorted(), "{theme}: {numbers:?}");
        // Each leads to a mark, and no name is given twice.
        let mut names = BTreeSet::new();
        for (path, part) in &pages.parts {
            let file = path.trim_start_matches("EPUB/");
            part.each(&mut |one| {
                if let Some(id) = one.get("id") {
                    assert!(names.insert(format!("{file}#{id}")), "{theme}: {file}#{id}");
                }
            });
        }
        list.iter().for_each(|(label, href)| assert!(names.contains(href), "{theme}: {label} {href}"));
    }
}

#[test]
fn notes_after_a_chapter_and_large_first_characters_are_no_hindrance() {
    let own = "[notes]\nplace = \"chapter\"\nrestart = \"chapter\"\n[chapter]\ndrop-lines = 2\n[page]\ncolumns = 2\n";
    let theme = Theme::parse(own).expect("it is a theme");
    let pages = pages(&Job { theme, ..common::job("t.md", "booklet") }, &source(&mixed()));
    // Pages of nothing but notes have no mark.
    let compared = pages.compare();
    assert!(compared > 30 && pages.text.pages.len() == compared, "{compared}");
}

#[test]
fn works_terms_titles_of_listings_and_captions_begin_pages_too() {
    let works: String = (0..120)
        .map(|at| {
            format!(
                "@book{{w{at}, author={{{}}}, title={{{}}}, year=1900, langid={{chinese}}}}\n",
                han(3, at),
                han(40, 200 + at)
            )
        })
        .collect();
    let mut book = String::from("---\ntitle: \"1984\"\nbibliography: r.bib\nnocite: \"@*\"\n---\n\n# 正文\n\n");
    for at in 0..120 {
        let term = han(6, 300 + at);
        book.push_str(&format!(
            "{}[{term}]{{.index}}[@w{at}]{}。\n\n",
            han(60 + at as usize, 400 + at),
            han(40, 500 + at)
        ));
        if at % 5 == 0 {
            book.push_str(&format!(
                "```{{.rust title=\"{}\"}}\nlet x = {at};\n{}\n```\n\n",
                han(5, 700 + at),
                "go();\n".repeat(9)
            ));
        }
        if at % 7 == 0 {
            book.push_str(&format!("> {}\n>\n> —— {}\n\n", han(90, 800 + at), han(50, 830 + at)));
        }
    }
    book.push_str("# 参考文献\n\n# 索引\n");
    let pages = pages(&common::job("t.md", "book"), &source(&book).with("r.bib", works));
    let compared = pages.compare();
    assert!(compared > 40, "{compared}");
}

#[test]
fn what_the_package_and_the_old_contents_say_of_pages() {
    let pages = pages(&common::job("t.md", "book"), &source(&mixed()));
    let list = pages.list();
    let mut said = Vec::new();
    pages.part(".opf").each(&mut |one| {
        let page = |text: &str| text.to_ascii_lowercase().contains("page");
        let property = one.get("property").unwrap_or_default();
        if page(property) || property == "schema:accessibilityFeature" && page(&one.plain()) {
            said.push(format!("{property} {}", one.plain()));
        }
    });
    let feature = "schema:accessibilityFeature";
    let [navigation, markers] = ["pageNavigation", "pageBreakMarkers"].map(|name| format!("{feature} {name}"));
    assert_eq!(said, [navigation, markers, "pageBreakSource 1984 (PDF, 2020-12-31)".into()]);
    let (mut metas, mut targets) = (BTreeMap::new(), Vec::new());
    let mut orders = BTreeSet::new();
    pages.part(".ncx").each(&mut |one| {
        if let (Some(name), Some(content)) = (one.get("name"), one.get("content")) {
            metas.insert(name.to_owned(), content.to_owned());
        }
        if one.name == "pageTarget" {
            let mut src = String::new();
            one.each(&mut |inner| src.extend(inner.get("src").map(str::to_owned)));
            targets.push((one.plain().trim().to_owned(), src));
        }
        orders.extend(one.get("playOrder").map(|order| order.parse::<usize>().expect("it is a number")));
    });
    let targets: Vec<(String, String)> = targets.into_iter().collect();
    assert_eq!(targets, list);
    assert_eq!(metas["dtb:totalPageCount"], list.len().to_string());
    assert_eq!(metas["dtb:maxPageNumber"], list.last().expect("there are pages").0);
    assert!(orders.iter().copied().eq(1..=orders.len()), "{orders:?}");
}

#[test]
fn what_floats_leaves_the_mark_to_the_text_and_pages_without_text_have_none() {
    let text = |seed| han(900, seed);
    let turned: Vec<String> = (0..8).map(|at| format!("| {} | 1 |", han(6, at))).collect();
    let table = format!("表：{} {{.turned}}\n\n| 名 | 数 |\n|---|---|\n{}", han(4, 30), turned.join("\n"));
    let book = format!(
        "---\ntitle: 书\n---\n\n# 第一章\n\n{}\n\n![红](red.png \"图\"){{place=page}}\n\n{}\n\n{table}\n\n{}\n\n# 第二章\n\n短。\n\n# 第三章\n\n完。\n",
        text(1),
        text(2),
        text(3)
    );
    let pages = pages(&common::job("t.md", "book"), &source(&book));
    pages.compare();
    // A page of its own begins with what stands on it; the blank one before a chapter begins with nothing.
    let blank = pages.printed.iter().filter(|(_, text)| text.is_empty()).count();
    let figures = pages.text.pages.len() - (pages.printed.len() - blank);
    assert_eq!((blank > figures, figures), (true, 1), "{:?} {:?}", pages.printed, pages.text.pages);
}

#[test]
fn a_name_that_a_page_would_have_stays_its_authors() {
    let book = format!("---\ntitle: 书\n---\n\n# 一 {{#page-1}}\n\n{}\n", han(900, 1));
    let pages = pages(&common::job("t.md", "booklet"), &source(&book));
    pages.compare();
    assert!(pages.list()[0].1.ends_with("#page-1-"), "{:?}", pages.list());
}

#[test]
fn other_formats_do_not_change_what_is_written() {
    let text = mixed();
    let job = common::job("t.md", "booklet");
    let bytes = |formats: Vec<Format>| -> BTreeMap<Format, Vec<u8>> {
        let job = Job { formats, ..job.clone() };
        let made = publish::publish(&job, &source(&text), common::fonts(), &Sink::new()).expect("there is a book");
        made.into_iter().map(|artifact| (artifact.format, common::bytes(&artifact).to_vec())).collect()
    };
    let all = bytes(Format::ALL.to_vec());
    for format in [Format::Epub, Format::Html] {
        assert!(bytes(vec![format])[&format] == all[&format], "{format:?}");
    }
    assert!(!String::from_utf8_lossy(&all[&Format::Html]).contains("pagebreak"));
}

#[test]
fn real_books_have_their_marks_before_the_first_character_of_each_page() {
    let books = [
        ("books/the-way-to-go-zh", "report"),
        ("books/advanced-go-zh", "book"),
        ("laws", "book"),
        ("seed/article.txt", "booklet"),
        ("aozora/127_ruby_150.utf8.txt", "book"),
    ];
    let Some(corpora) = shared("corpora") else { return };
    let mut compared = 0;
    for (path, theme) in books {
        let (job, source) = open(&corpora.join(path));
        let job = Job { theme: Theme::built_in(theme).expect("it is built in"), ..job };
        let own = pages(&job, &source).compare();
        assert!(own >= 3, "{path}: {own}");
        compared += own;
    }
    assert!(compared > 200, "{compared}");
}
