//! Numbers of pages, read back from the PDF: each is that of the page its link leads to, and what it speaks of is there.

use std::path::Path;

use keben::diag::Sink;
use keben::pdf;
use keben::source::{Memory, Source};
use keben::theme::Theme;
use lopdf::Object;

use crate::books;
use crate::common::{self, Made, han};
use crate::pdf::extract::{Node, Pdf, each, logical};

/// A link of a PDF: the types of the tags it stands in are known by the one above it.
#[derive(Debug)]
pub struct Lead {
    /// Whether it is an entry of a list of contents.
    pub listed: bool,
    pub text: String,
    /// The page it leads to, from 0.
    pub page: usize,
}

pub fn reading(made: &Made) -> Pdf {
    let sink = Sink::new();
    let bytes = pdf::reading(&made.paged, common::fonts(), &pdf::Options::default(), &sink).expect("it can be written");
    Pdf::read(&bytes)
}

/// The links within a book.
pub fn leads(pdf: &Pdf) -> Vec<Lead> {
    let tags = pdf.tags();
    let contents = pdf.contents();
    let mut leads = Vec::new();
    each(&tags, &mut |kind, _, kids| {
        for kid in kids {
            let Node::Tag(name, _, inside) = kid else { continue };
            if name != "Link" {
                continue;
            }
            let text = logical(inside, &contents, &[], 0);
            let targets = inside.iter().filter_map(|node| match node {
                Node::Annotation(id) => target(pdf, *id),
                Node::Tag(..) | Node::Content(..) => None,
            });
            let listed = kind == "TOCI";
            leads.extend(targets.take(1).map(|page| Lead { listed, text: text.clone(), page }));
        }
    });
    leads
}

fn target(pdf: &Pdf, annotation: lopdf::ObjectId) -> Option<usize> {
    let dict = pdf.document.get_dictionary(annotation).ok()?;
    let target = dict
        .get_deref(b"Dest", &pdf.document)
        .or_else(|error| pdf.dict(dict, "A").ok_or(error).and_then(|action| action.get_deref(b"D", &pdf.document)));
    let page = target.and_then(Object::as_array).ok()?.first()?.as_reference().ok()?;
    pdf.pages.iter().position(|&known| known == page)
}

pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every entry of the lists ends with the number of its page; gives how many there are.
fn assert_lists(what: &str, made: &Made) -> usize {
    let pdf = reading(made);
    let entries: Vec<Lead> = leads(&pdf).into_iter().filter(|lead| lead.listed).collect();
    for Lead { text, page, .. } in &entries {
        let folio = made.paged.pages[*page].folio.name(*page);
        assert!(text.ends_with(&folio), "{what}: {text:?} leads to page {folio}");
    }
    entries.len()
}

/// A book of parts that fill pages unevenly, every one spoken of from elsewhere.
fn book() -> String {
    let mut text = "---\ntitle: 江河志\nlanguage: zh-Hans\n---\n\n".to_owned();
    for n in 0..12u32 {
        let other = (n * 5 + 3) % 12;
        text += &format!("# 第{}章 {} {{#c{n}}}\n\n", n + 1, han(3, n + 50));
        text += &format!("参见[@c{other} .full]。也在[@f{other} .page]有图，[@s{other} .page]有节。\n\n");
        text += &format!("{}\n\n## {} {{#s{n}}}\n\n{}\n\n", han(90 + n as usize * 67, n), han(4, n + 90), han(500, n));
        text += &format!("![图](p.png \"{}\"){{#f{n}}}\n\n", han(6, n + 200));
        text += &format!("Table: {} {{#t{n}}}\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n", han(6, n + 300));
    }
    text
}

fn job() -> keben::publish::Job {
    let theme = "extends = \"booklet\"\n[contents]\nfigures = true\ntables = true\n";
    keben::publish::Job { theme: Theme::parse(theme).expect("it is a theme"), ..common::job("t.md", "booklet") }
}

#[test]
fn every_list_and_reference_names_the_page_it_leads_to() {
    let source = Memory::new().with("t.md", book()).with("p.png", common::png(60, 40));
    let made = common::lay_out(&job(), &source);
    assert!(made.said.iter().all(|finding| finding.code != "unsettled-pages"), "{:#?}", made.said);
    assert_eq!(assert_lists("lists", &made), 12 * 4, "chapters, sections, figures and tables");
    let pdf = reading(&made);
    let (mut pages, mut full) = (0, 0);
    for Lead { listed, text, page } in leads(&pdf) {
        let there = bare(&pdf.page_text(page));
        let folio = made.paged.pages[page].folio.name(page);
        if listed {
            let words = bare(text.strip_suffix(&folio).expect("the number was looked at"));
            let title = words.split_once('章').map_or(words.as_str(), |(_, title)| title);
            assert!(there.contains(title), "{title} is not on the page that it leads to:\n{there}");
        } else if text.contains('页') {
            pages += 1;
            assert!(bare(&text).contains(&format!("第{folio}页")), "{text:?} leads to page {folio}");
            if let Some((before, title)) = text.split_once('“') {
                full += 1;
                let title = title.split('”').next().expect("there is a part");
                assert!(there.contains(title) && before.ends_with('章'), "{text:?}:\n{there}");
            }
        }
    }
    assert_eq!((pages, full), (36, 12));
}

#[test]
fn contents_of_real_books_name_the_pages_their_titles_stand_on() {
    for (path, least) in [("corpora/books/zh-document-style", 5), ("corpora/books/mdbook-guide-en", 10)] {
        let Some(path) = common::shared(path) else { continue };
        let (job, source) = books::open(&path);
        let made = common::lay_out(&job, &source as &dyn Source);
        let count = assert_lists(&path.display().to_string(), &made);
        assert!(count >= least, "{}: {count} entries", path.display());
    }
    let (job, source) = books::open(&common::root().join("content") as &Path);
    assert!(assert_lists("the sample", &common::lay_out(&job, &source)) > 10);
}

#[test]
fn references_read_well_without_pages() {
    let text = "---\ntitle: 志\nlanguage: zh-Hans\n---\n\n# 第一章 源流 {#one}\n\n见[@one .page]、[@two .page]、[@two .full]、\
        [@one .full]、[@one]、[@one .title]、[@fig .page]。\n\n![图](p.png){#fig}\n\n# 余论 {#two}\n\n文。\n";
    let source = Memory::new().with("t.md", text).with("p.png", common::png(60, 40));
    let made = common::lay_out(&common::job("t.md", "booklet"), &source);
    let dump = keben::resolve::dump(&made.edition);
    let words: Vec<&str> =
        dump.lines().filter(|line| line.contains("ref ")).filter_map(|l| l.split('`').nth(1)).collect();
    assert_eq!(words, ["第一章", "“余论”", "“余论”", "第一章“源流”", "第一章", "源流", "图1"]);
    let page = made.paged.pages.iter().find(|page| page.folio == keben::layout::Folio::Body(1)).expect("there is one");
    let shown: String = page
        .frame
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            keben::layout::Item::Run(run) => Some(run.text.as_str()),
            _ => None,
        })
        .collect();
    let shown = bare(&shown);
    assert!(shown.contains("见第1页、第1页、“余论”（第1页）、第一章“源流”（第1页）、第一章、源流、第1页。"), "{shown}");
}

#[test]
fn the_only_text_of_a_book_is_called_by_the_title_it_gave_the_book() {
    let made = common::pages_of("# 江河志 {#top}\n\n## 一节\n\n回到[@top]。\n");
    let dump = keben::resolve::dump(&made.edition);
    assert!(dump.contains("`江河志`"), "{dump}");
}

#[test]
fn contents_go_to_any_depth() {
    let heads: String = (1..=6).map(|level| format!("{} 第{level}级\n\n文。\n\n", "#".repeat(level))).collect();
    for (depth, wanted) in [(1u8, 2), (3, 4), (6, 7)] {
        let mut job = common::job("t.md", "booklet");
        job.numbering.contents_depth = Some(depth);
        let source = Memory::new().with("t.md", format!("---\ntitle: 书\n---\n\n{heads}# 另一章\n\n文。\n"));
        let made = common::lay_out(&job, &source);
        assert_eq!(assert_lists("depths", &made), wanted.min(usize::from(depth) + 1), "depth {depth}");
    }
    let error = Theme::parse("[contents]\ndepth = 7").expect_err("there are six levels");
    assert!(error.to_string().contains("contents.depth"), "{error}");
}

#[test]
fn five_hundred_entries_with_long_titles_never_touch_their_numbers() {
    use keben::layout::{Folio, Item};
    let chapter = |n: u32| format!("# 第{}章 {}\n\n文。\n\n", n + 1, han(8 + n as usize % 60, n));
    let source = Memory::new().with("t.md", (0..500).map(chapter).collect::<String>());
    let made = common::lay_out(&common::job("t.md", "booklet"), &source);
    assert_eq!(assert_lists("many", &made), 500);
    let mut rows = 0;
    for page in made.paged.pages.iter().filter(|page| matches!(page.folio, Folio::Front(_))) {
        let numbers = page.frame.items.iter().filter_map(|placed| match &placed.item {
            Item::Run(run) if run.text.chars().all(|c| c.is_ascii_digit()) => Some((placed.at, run)),
            _ => None,
        });
        for (at, number) in numbers {
            rows += 1;
            for other in &page.frame.items {
                let Item::Run(run) = &other.item else { continue };
                let clear = other.at.x + run.width() + number.size / 3 < at.x;
                assert!(other.at.y != at.y || other.at == at || clear, "{:?} touches {}", run.text, number.text);
            }
        }
    }
    assert!(rows >= 500, "{rows} numbers");
}

#[test]
fn terms_lead_to_the_glossary() {
    let text = "# 第一章 甲\n\n甲。\n\n# 第二章 乙\n\n[版心]{.gloss}与[心]{gloss=\"版心\"}，[天]{.gloss}。\n\n# 术语表\n\n版心\n: 印字之处。\n\n天头\n: 上白边。\n";
    let source = Memory::new().with("t.md", text);
    let job = common::job("t.md", "booklet");
    let sink = Sink::new();
    let files = keben::publish::publish(&job, &source, common::fonts(), &sink).expect("there is a book");
    let said = sink.take();
    let [finding] = &said[..] else { panic!("one finding: {said:#?}") };
    assert_eq!(finding.code, "no-gloss");
    let html = files.iter().find(|file| file.format == keben::publish::Format::Html).expect("it is made");
    let html = String::from_utf8_lossy(common::bytes(html)).into_owned();
    assert_eq!(html.matches("doc-glossref").count(), 2, "{html}");
    let made = common::lay_out(&job, &source);
    let pdf = reading(&made);
    let found: Vec<(String, usize)> =
        leads(&pdf).into_iter().filter(|lead| !lead.listed).map(|lead| (lead.text, lead.page)).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|(_, page)| pdf.page_text(*page).contains("印字之处")), "{found:?}");
}
