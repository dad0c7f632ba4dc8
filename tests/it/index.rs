//! The index: what is collected, how it is sorted, where it leads, in all outputs.

use std::fmt::Write;
use std::time::Instant;

use keben::diag::Sink;
use keben::layout::Item;
use keben::pdf;
use keben::publish::{self, Format};
use keben::read::Input;
use keben::resolve::{IndexEntry, Sort};
use keben::source::Memory;

use crate::common::{self, Made, han};
use crate::pdf::extract::Pdf;
use crate::references::leads;

/// Terms one after another, each in a paragraph of its own.
fn text(lang: &str, terms: &[&str]) -> String {
    let mut text = format!("---\ntitle: t\nlanguage: {lang}\n---\n\n# 章\n\n");
    for term in terms {
        let _ = writeln!(text, "字[]{{{term}}}字\n");
    }
    text
}

fn made(text: &str, sort: Sort) -> Made {
    let mut job = common::job("t.md", "booklet");
    job.numbering.index.sort = sort;
    common::lay_out(&job, &Memory::new().with("t.md", text))
}

/// The groups of an index and the terms in them: `A: API 阿 | B: 八`.
fn order(lang: &str, sort: Sort, terms: &[&str]) -> String {
    let quoted: Vec<String> = terms
        .iter()
        .map(|term| {
            let (term, reading) = term.split_once('=').unwrap_or((term, ""));
            format!("index=\"{term}\" reading=\"{reading}\"")
        })
        .collect();
    let made = made(&text(lang, &quoted.iter().map(String::as_str).collect::<Vec<_>>()), sort);
    let groups = made.edition.index().groups.iter().map(|group| {
        let terms: Vec<&str> = group.entries.iter().map(|entry| entry.term.as_str()).collect();
        format!("{}: {}", group.label, terms.join(" "))
    });
    groups.collect::<Vec<_>>().join(" | ")
}

#[test]
fn terms_are_sorted_as_their_language_sorts_them() {
    let han = ["中国", "阿房", "重复=chóngfù", "重量", "充电", "一", "API", "École", "《红楼梦》", "3D", "%", "龙"];
    assert_eq!(
        order("zh-Hans", Sort::Auto, &han),
        "符号与数字: % 3D | A: API 阿房 | C: 充电 重复 | E: École | H: 《红楼梦》 | L: 龙 | Y: 一 | Z: 中国 重量"
    );
    assert_eq!(
        order("zh-Hant", Sort::Auto, &["二", "一", "水", "人", "API"]),
        "A: API | 一畫: 一 | 二畫: 二 人 | 四畫: 水"
    );
    assert_eq!(order("zh-Hans", Sort::Stroke, &["二", "一", "龙"]), "一画: 一 | 二画: 二 | 五画: 龙");
    assert_eq!(order("zh-Hant", Sort::Zhuyin, &["中", "八", "一"]), "ㄅ: 八 | ㄓ: 中 | ㄧ: 一");
    assert_eq!(
        order("ja", Sort::Auto, &["東京=とうきょう", "ガラス", "あか", "かき", "夏目=なつめ", "ぁ", "ABC"]),
        "A: ABC | あ: ぁ あか | か: かき ガラス | た: 東京 | な: 夏目"
    );
    assert_eq!(
        order("ko", Sort::Auto, &["하늘", "가을", "까치", "나무", "API"]),
        "ㄱ: 가을 까치 | ㄴ: 나무 | ㅎ: 하늘 | A: API"
    );
    assert_eq!(
        order("en", Sort::Auto, &["zebra", "Apple", "élan", "β-test", "10 ways", "9 lives"]),
        "Symbols and numbers: 9 lives 10 ways | A: Apple | E: élan | Z: zebra | Β: β-test"
    );
}

#[test]
fn readings_are_pinyin_with_tones_or_without() {
    let all = ["行甲=xíng", "行乙=hang2", "行丙=hang", "绿=lǜ", "西安=xi'an", "重庆=虫庆", "大夫=dàifu"];
    assert_eq!(order("zh-Hans", Sort::Auto, &all), "C: 重庆 | D: 大夫 | H: 行丙 行乙 | L: 绿 | X: 西安 行甲");
    let wrong = made(&text("zh-Hans", &["index=重 reading=xqz"]), Sort::Auto);
    let [finding] = &wrong.said[..] else { panic!("one finding: {:#?}", wrong.said) };
    assert_eq!((finding.code, finding.span.line), ("index-reading", 8));
}

#[test]
fn a_term_that_leads_nowhere_is_told() {
    for (terms, code) in [
        (&["index=长江", "index=扬子江 see=长河"][..], "index-see"),
        (&["index=三峡 .start"], "index-range"),
        (&["index=三峡 .end"], "index-range"),
    ] {
        let made = made(&text("zh-Hans", terms), Sort::Auto);
        let codes: Vec<&str> = made.said.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [code], "{terms:?}: {:#?}", made.said);
    }
    let japanese = made(&text("ja", &["index=東京"]), Sort::Auto);
    assert!(japanese.said.iter().any(|finding| finding.code == "index-reading"), "{:#?}", japanese.said);
}

/// A term on each of some pages.
fn on_pages(marks: &[&str]) -> Made {
    let mut text = "---\ntitle: t\nlanguage: zh-Hans\n---\n\n# 章\n\n".to_owned();
    for mark in marks {
        for term in mark.split_whitespace() {
            let (class, term) = term.split_at(1);
            let class = match class {
                "!" => ".main",
                "<" => ".start",
                ">" => ".end",
                _ => "",
            };
            let _ = writeln!(text, "字[]{{index=\"{term}\" {class}}}\n");
        }
        text += "字\n\n::: pagebreak\n:::\n\n";
    }
    made(&text, Sort::Auto)
}

/// The lines of the pages behind the text.
fn printed(made: &Made) -> Vec<String> {
    let home = made.edition.index().home.expect("there is an index");
    let (first, _) = made.paged.places[&home];
    let mut lines = std::collections::BTreeMap::new();
    for (number, page) in made.paged.pages.iter().enumerate().skip(first) {
        for placed in &page.frame.items {
            if let Item::Run(run) = &placed.item {
                let line: &mut Vec<_> = lines.entry((number, placed.at.y.raw())).or_default();
                line.push((placed.at.x, run.text.clone()));
            }
        }
    }
    lines
        .into_values()
        .map(|mut line: Vec<_>| {
            line.sort();
            line.into_iter().map(|(_, text)| text).collect::<String>().replace('\u{3000}', " ")
        })
        .collect()
}

#[test]
fn pages_are_merged_and_runs_joined() {
    let made = on_pages(&["-甲 -甲 -乙 <丙", "-甲 -乙", "-甲 >丙", "-乙", "!甲", "-甲"]);
    let lines = printed(&made);
    for line in ["甲 1～3, 5, 6", "乙 1, 2, 4", "丙 1～3"] {
        assert!(lines.iter().any(|known| known.contains(line)), "no {line:?} in {lines:#?}");
    }
}

#[test]
fn numbers_of_an_index_are_those_of_the_pages_they_lead_to() {
    let terms: Vec<String> = (0..60).map(|n| han(2, n + 700)).collect();
    let mut text = "---\ntitle: t\nlanguage: zh-Hans\n---\n\n".to_owned();
    for n in 0..240u32 {
        if n % 40 == 0 {
            let _ = writeln!(text, "# 第{}章\n", n / 40 + 1);
        }
        let term = &terms[(n * 7 % 60) as usize];
        let _ = writeln!(
            text,
            "{}[{term}]{{.index}}{}[^{n}]\n\n[^{n}]: 注[{term}]{{.index}}。\n",
            han(60, n),
            han(90, n + 1)
        );
    }
    let made = made(&text, Sort::Auto);
    assert!(made.said.is_empty(), "{:#?}", made.said);
    let sink = Sink::new();
    let bytes = pdf::reading(&made.paged, common::fonts(), &pdf::Options::default(), &sink).expect("it can be written");
    let pdf = Pdf::read(&bytes);
    let all = leads(&pdf);
    let mut numbers = 0;
    for lead in all.iter().filter(|lead| !lead.listed && lead.text.starts_with(|c: char| c.is_ascii_digit())) {
        let folio = made.paged.pages[lead.page].folio.name(lead.page);
        assert_eq!(lead.text.split('～').next(), Some(folio.as_str()), "{lead:?}");
        numbers += 1;
    }
    assert!(numbers > 100, "{numbers} numbers");
    // What the numbers say is there: each term's pages are just those whose text has it.
    let body: Vec<(String, String)> = (0..pdf.pages.len())
        .map(|page| (made.paged.pages[page].folio.name(page), pdf.page_text(page).split_whitespace().collect()))
        .collect();
    let home = made.paged.places[&made.edition.index().home.expect("there is one")].0;
    let mut lines = printed(&made).join("\n");
    lines = lines.replace(" ", "");
    for entry in made.edition.index().groups.iter().flat_map(|group| &group.entries) {
        let IndexEntry { term, locators, .. } = entry;
        let pages: std::collections::BTreeSet<usize> = locators.iter().map(|l| made.paged.places[&l.id].0).collect();
        for &page in &pages {
            assert!(page < home && body[page].1.contains(term.as_str()), "{term} is not on page {}", body[page].0);
        }
        let first = &body[*pages.first().expect("it has a page")].0;
        assert!(lines.contains(&format!("{term}{first}")), "{term} begins with {first}");
    }
}

#[test]
fn all_outputs_have_the_same_index() {
    let text = "---\ntitle: 志\nlanguage: zh-Hans\n---\n\n# 第一章 源\n\n[长江]{.index}[]{index=\"长江!三峡\"}\n\n# 第二章 流\n\n\
        长江[]{index=长江 .main}又[长江]{.index}[]{index=扬子江 see=长江}\n";
    let job = common::job("t.md", "booklet");
    let source = Memory::new().with("t.md", text);
    let sink = Sink::new();
    let files = publish::publish(&job, &source, common::fonts(), &sink).expect("there is a book");
    assert!(sink.take().is_empty());
    let html = common::bytes(files.iter().find(|file| file.format == Format::Html).expect("it is made"));
    let html = String::from_utf8_lossy(html);
    let list = &html[html.find("index-letter\">").expect("there is an index")..];
    let plain: String = list.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("扬子江 见长江") && plain.contains("长江 第一章，第二章，2") && plain.contains("三峡 第一章"),
        "{plain}"
    );
    let anchors: Vec<&str> = list.split("href=\"#").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(anchors.len(), 5);
    for anchor in anchors {
        assert!(html.contains(&format!("id=\"{anchor}\"")), "{anchor} is nowhere");
    }
    assert!(html.contains("doc-index"));
}

#[test]
fn an_index_of_the_authors_own_is_filled_and_none_is_made_beside_it() {
    let made = common::pages_of(
        "# 第一章 甲\n\n[江]{.index}\n\n# 第二章 乙\n\n乙。\n\n# 索引\n\n按音序。\n\n# 后记\n\n完。\n",
    );
    let index = made.edition.index();
    assert!(made.edition.book.divisions().filter(|division| Some(division.id) == index.home).count() == 1);
    let kinds: Vec<String> = made.edition.book.divisions().map(|division| format!("{:?}", division.kind)).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "Index").count(), 1, "{kinds:?}");
    let lines = printed(&made);
    assert!(lines.iter().any(|line| line == "江 1"), "{lines:#?}");
    let empty = common::pages_of("# 第一章 甲\n\n江\n\n# 第二章 乙\n\n乙。\n\n# 索引\n");
    assert!(empty.said.iter().any(|finding| finding.code == "empty-chapter"), "{:#?}", empty.said);
}

#[test]
fn pandoc_marks_terms_as_markdown_does() {
    let json = r#"{"pandoc-api-version":[1,23],"meta":{},"blocks":[{"t":"Para","c":[{"t":"Span","c":[["",["index"],[["reading","jiāng"]]],[{"t":"Str","c":"江"}]]}]}]}"#;
    let mut job = common::job("t.json", "booklet");
    job.input = Input::File("t.json".into(), None);
    let made = common::lay_out(&job, &Memory::new().with("t.json", json));
    assert_eq!(made.edition.index().groups.len(), 1, "{:#?}", made.edition.index());
}

#[test]
fn ten_thousand_terms_take_ten_times_as_long_as_a_thousand() {
    let time = |count: u32| {
        let mut text = "---\ntitle: t\nlanguage: zh-Hans\n---\n\n# 章\n\n".to_owned();
        for n in 0..count {
            let _ = write!(text, "字[]{{index=\"{}\"}}", han(3, n * 3));
            if n % 50 == 49 {
                text += "\n\n";
            }
        }
        let source = Memory::new().with("t.md", text);
        let start = Instant::now();
        let made = common::lay_out(&common::job("t.md", "booklet"), &source);
        let seconds = start.elapsed().as_secs_f64();
        let entries: usize = made.edition.index().groups.iter().map(|group| group.entries.len()).sum();
        assert!(entries as u32 > count / 3, "{entries}");
        println!("{count} terms, {entries} entries: {seconds:.2} s");
        seconds
    };
    time(200);
    let (small, large) = (time(1_000), time(10_000));
    assert!(large < small.max(0.05) * 40.0, "{small} s, then {large} s");
}
