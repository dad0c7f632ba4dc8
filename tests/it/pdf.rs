//! PDFs read back by another program: pages, labels, outline, tags, fonts, links, text, colours.

pub mod extract;

use keben::diag::Sink;
use keben::layout::Folio;
use keben::pdf;
use keben::publish::{self, Format};
use keben::source::Memory;
use lopdf::content::Content;
use lopdf::{Dictionary, Object};

use crate::common::{self, Made};
use extract::{Mark, Node, Pdf, each, logical, name, text_string};

/// A small book with something of everything a PDF has to keep.
const BOOK: &str = "\
---
title: 江河小识
author: 张三
language: zh-Hans
---

# 第一章 源流

江出岷山，“其源可以滥觞”——《荀子》。见[下章](#down)，又见[网页](https://example.org/长江?q=1)。[^1]

[^1]: 语出《子道》。

## 上游

*重*而**强**，English words and 2020年，`code x = 1;` 都在一行。

- 一项
- 二项

| 河 | 长 |
|---|---|
| 长江 | 6300 |
| 黄河 | 5464 |

![红块](red.png \"图题\")

# 第二章 归海 {#down}

百川东到海，何时复西归？
";

fn book() -> (Made, Memory, publish::Job) {
    let source = Memory::new().with("t.md", BOOK).with("red.png", common::png(60, 40));
    let job = common::job("t.md", "booklet");
    let made = common::lay_out(&job, &source);
    assert!(made.said.is_empty(), "{:#?}", made.said);
    (made, source, job)
}

fn reading(made: &Made) -> Vec<u8> {
    let sink = Sink::new();
    let bytes = pdf::reading(&made.paged, common::fonts(), &pdf::Options::default(), &sink).expect("it can be written");
    let said = sink.take();
    assert!(said.is_empty(), "{said:#?}");
    bytes
}

fn booklet(job: &publish::Job, source: &Memory) -> Vec<u8> {
    let job = publish::Job { formats: vec![Format::Booklet], ..job.clone() };
    let made = publish::publish(&job, source, common::fonts(), &Sink::new()).expect("it can be written");
    common::bytes(&made[0]).to_vec()
}

fn numbers(object: &Object) -> Vec<f32> {
    object.as_array().expect("an array").iter().map(|part| part.as_float().expect("a number")).collect()
}

#[test]
fn pages_have_their_size_and_their_label() {
    let (made, ..) = book();
    let pdf = Pdf::read(&reading(&made));
    assert_eq!(pdf.pages.len(), made.paged.pages.len());
    for page in 0..pdf.pages.len() {
        let dict = pdf.page(page);
        let trim = numbers(dict.get(b"TrimBox").expect("there is a trim box"));
        assert!(
            (trim[2] - trim[0] - 419.53).abs() < 0.05 && (trim[3] - trim[1] - 595.28).abs() < 0.05,
            "{trim:?} is A5"
        );
    }
    // A label holds until the next range begins: small Roman figures before the text, Arabic ones in it.
    let labels = pdf.dict(pdf.catalog(), "PageLabels").expect("there are labels");
    let ranges = labels.get_deref(b"Nums", &pdf.document).and_then(Object::as_array).expect("there are ranges");
    let mut found = Vec::new();
    for (at, pair) in ranges.chunks(2).enumerate() {
        let begins = pair[0].as_i64().expect("a page");
        let ends = ranges.get(at * 2 + 2).map_or(pdf.pages.len() as i64, |next| next.as_i64().expect("a page"));
        let (_, label) = pdf.document.dereference(&pair[1]).expect("it is there");
        let label = label.as_dict().expect("a label is a dictionary");
        let start = label.get(b"St").and_then(Object::as_i64).unwrap_or(1);
        let style = label.get(b"S").map(name).unwrap_or_default();
        found.extend((0..ends - begins).map(|more| (style.clone(), start + more)));
    }
    let wanted: Vec<(String, i64)> = made
        .paged
        .pages
        .iter()
        .map(|page| match page.folio {
            Folio::Front(number) => ("r".into(), i64::from(number)),
            Folio::Body(number) => ("D".into(), i64::from(number)),
            Folio::None => (String::new(), 1),
        })
        .collect();
    assert_eq!(found, wanted);
    assert!(wanted.contains(&("r".into(), 1)) && wanted.contains(&("D".into(), 1)));
}

/// Titles of an outline with the pages they lead to.
fn outline(pdf: &Pdf, of: &Dictionary, depth: usize, all: &mut Vec<(usize, String, usize)>) {
    let mut next = pdf.dict(of, "First");
    while let Some(entry) = next {
        let title = text_string(entry.get_deref(b"Title", &pdf.document).expect("an entry has a title"));
        let target = entry.get_deref(b"Dest", &pdf.document).or_else(|_| {
            let action = pdf.dict(entry, "A").expect("an entry leads somewhere");
            action.get_deref(b"D", &pdf.document)
        });
        let target = target.and_then(Object::as_array).expect("a place is an array")[0].as_reference().expect("a page");
        let page = pdf.pages.iter().position(|&page| page == target).expect("the page is in the file");
        all.push((depth, title, page));
        outline(pdf, entry, depth + 1, all);
        next = pdf.dict(entry, "Next");
    }
}

#[test]
fn the_outline_leads_to_the_titles() {
    let (made, ..) = book();
    let pdf = Pdf::read(&reading(&made));
    let mut found = Vec::new();
    outline(&pdf, pdf.dict(pdf.catalog(), "Outlines").expect("there is an outline"), 1, &mut found);
    let titles: Vec<(usize, &str)> = found.iter().map(|(depth, title, _)| (*depth, title.as_str())).collect();
    assert_eq!(titles, [(1, "第一章 源流"), (2, "上游"), (1, "第二章 归海")]);
    for (_, title, page) in &found {
        let words = title.rsplit(' ').next().unwrap_or(title);
        assert!(pdf.page_text(*page).contains(words), "{title} stands on the page it leads to");
    }
}

#[test]
fn the_document_says_what_it_is() {
    let (made, ..) = book();
    let pdf = Pdf::read(&reading(&made));
    let catalog = pdf.catalog();
    assert_eq!(text_string(catalog.get(b"Lang").expect("there is a language")), "zh-Hans");
    let marked = pdf.dict(catalog, "MarkInfo").expect("there is MarkInfo");
    assert_eq!(marked.get(b"Marked").and_then(Object::as_bool).ok(), Some(true));
    let view = pdf.dict(catalog, "ViewerPreferences").expect("viewers are told");
    assert_eq!(view.get(b"DisplayDocTitle").and_then(Object::as_bool).ok(), Some(true));
    let info = pdf.dict(&pdf.document.trailer, "Info").expect("there is an info dictionary");
    assert_eq!(text_string(info.get(b"Title").expect("there is a title")), "江河小识");
    assert_eq!(text_string(info.get(b"Author").expect("there is an author")), "张三");
    let xmp = catalog.get_deref(b"Metadata", &pdf.document).and_then(Object::as_stream).expect("there is XMP");
    let xmp = String::from_utf8(xmp.get_plain_content().expect("it can be unpacked")).expect("it is UTF-8");
    for needed in ["江河小识", "张三", "<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>"] {
        assert!(xmp.contains(needed), "the XMP has {needed}:\n{xmp}");
    }
}

#[test]
fn every_font_is_a_subset_and_embedded() {
    let (made, source, job) = book();
    for bytes in [reading(&made), booklet(&job, &source)] {
        let pdf = Pdf::read(&bytes);
        let mut count = 0;
        for object in pdf.document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            if !font.has_type(b"FontDescriptor") {
                continue;
            }
            count += 1;
            let name = name(font.get(b"FontName").expect("a font has a name"));
            let (tag, rest) = name.split_at(7.min(name.len()));
            let is_tag = tag.ends_with('+') && tag[..6].bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(is_tag && !rest.is_empty(), "{name} says that it is a subset");
            assert!([b"FontFile2", b"FontFile3"].iter().any(|key| font.has(*key)), "{name} is embedded");
        }
        assert!(count >= 4, "Song, Hei, Kai and mono are in it, not {count}");
    }
}

#[test]
fn links_are_tagged_and_lead_somewhere() {
    let (made, ..) = book();
    let pdf = Pdf::read(&reading(&made));
    let mut tagged = Vec::new();
    each(&pdf.tags(), &mut |kind, _, kids| {
        for kid in kids {
            if let Node::Annotation(id) = kid {
                assert_eq!(kind, "Link", "an annotation stands in a link");
                tagged.push(*id);
            }
        }
    });
    let mut urls = Vec::new();
    let mut count = 0;
    for page in 0..pdf.pages.len() {
        let Ok(annotations) = pdf.page(page).get_deref(b"Annots", &pdf.document) else { continue };
        for annotation in annotations.as_array().expect("an array") {
            let id = annotation.as_reference().expect("annotations are objects");
            assert!(tagged.contains(&id), "every link belongs to a tag");
            count += 1;
            let dict = pdf.document.get_dictionary(id).expect("it is there");
            assert!(!text_string(dict.get(b"Contents").expect("links are described")).is_empty());
            if let Some(uri) = pdf.dict(dict, "A").and_then(|action| action.get(b"URI").ok()) {
                urls.push(text_string(uri));
            }
        }
    }
    assert_eq!(tagged.len(), count, "no tag holds a link that is on no page");
    assert_eq!(urls, ["https://example.org/%E9%95%BF%E6%B1%9F?q=1"]);
    // Three entries of the contents, two links, a call and the way back from its note.
    assert!(count >= 7, "only {count} links");
}

#[test]
fn tags_say_what_the_text_is() {
    let (made, ..) = book();
    let pdf = Pdf::read(&reading(&made));
    let (tags, contents) = (pdf.tags(), pdf.contents());
    let mut kinds: Vec<String> = Vec::new();
    let mut headings = Vec::new();
    let mut alts = Vec::new();
    each(&tags, &mut |kind, dict, kids| {
        kinds.push(kind.to_owned());
        if kind.len() == 2 && kind.starts_with('H') {
            headings.push((kind.to_owned(), logical(kids, &contents, &[], 0)));
        }
        if kind == "Figure" {
            alts.push(text_string(dict.get(b"Alt").expect("a figure has words")));
        }
    });
    for needed in
        ["P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure", "Note", "Link", "TOC", "TOCI", "Caption"]
    {
        assert!(kinds.iter().any(|kind| kind == needed), "no {needed} among {kinds:?}");
    }
    assert_eq!(alts, ["红块"]);
    let headings: Vec<(&str, &str)> = headings.iter().map(|(kind, text)| (kind.as_str(), text.trim())).collect();
    let wanted = [("H1", "江河小识"), ("H1", "目录"), ("H1", "第一章源流"), ("H2", "上游"), ("H1", "第二章归海")];
    let plain: Vec<(&str, String)> =
        headings.iter().map(|(kind, text)| (*kind, text.replace([' ', '\u{3000}'], ""))).collect();
    assert_eq!(plain.iter().map(|(kind, text)| (*kind, text.as_str())).collect::<Vec<_>>(), wanted);
}

#[test]
fn tables_are_whole_to_those_who_listen() {
    // A head alone has a body; cells and rows without content keep their places.
    let markdown = "|甲|乙|\n|-|-|\n\n文。\n\n|丙|丁|\n|-|-|\n|戊||\n|||\n";
    let pdf =
        Pdf::read(&reading(&common::lay_out(&common::job("t.md", "booklet"), &Memory::new().with("t.md", markdown))));
    let mut kinds = Vec::new();
    each(&pdf.tags(), &mut |kind, _, _| {
        kinds.extend(["Table", "THead", "TBody", "TR", "TH", "TD"].contains(&kind).then(|| kind.to_owned()));
    });
    assert_eq!(kinds.join(" "), "Table TBody TR TH TH Table THead TR TH TH TBody TR TD TD TR TD TD");
}

#[test]
fn text_comes_back_as_it_was_written() {
    for text in [
        "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。",
        "他说：“好。”（完）——《论语》……又如‘内引’、「角括」；问？叹！",
        "混排English words与2020年3月5日，占50%，约3.14公里，见https://example.org/a_b。",
        "office affluent fjord: ligatures stay searchable; naïve café; “quotes” don’t matter.",
        "𠮷野家、㐂、龘、𰻞：扩展区的字",
        "⼀⽉ 与一月不同：部首归部首",
    ] {
        let job = common::job("t.md", "booklet");
        let job =
            publish::Job { layout: keben::layout::Options { allow_missing_glyphs: true, ..Default::default() }, ..job };
        let made = common::lay_out(&job, &Memory::new().with("t.md", text));
        let sink = Sink::new();
        let bytes = pdf::reading(&made.paged, common::fonts(), &job.pdf, &sink).expect("it can be written");
        let pdf = Pdf::read(&bytes);
        let tags = pdf.tags();
        let first = made.paged.pages.iter().position(|page| matches!(page.folio, Folio::Body(_)));
        let back = logical(&tags, &pdf.contents(), &[], first.expect("there is text"));
        assert_eq!(back, text);
    }
}

#[test]
fn decoration_is_no_content() {
    let made = common::pages_of(&format!("# 甲题\n\n{}\n\n# 乙题\n\n{}", common::han(2000, 1), common::han(2000, 2)));
    let pdf = Pdf::read(&reading(&made));
    let last = pdf.pages.len() - 1;
    let texts = pdf.texts(last);
    let decoration: String =
        texts.iter().filter(|(mark, _)| *mark == Mark::Artifact).map(|(_, text)| text.as_str()).collect();
    let folio = match made.paged.pages[last].folio {
        Folio::Body(number) => number.to_string(),
        other => panic!("the last page has no number: {other:?}"),
    };
    assert!(decoration.contains(&folio), "the folio {folio} is decoration: {decoration:?}");
    assert!(!pdf.page_text(last).contains(&folio));
}

#[test]
fn two_writes_are_equal() {
    let (made, source, job) = book();
    assert_eq!(reading(&made), reading(&made));
    assert_eq!(booklet(&job, &source), booklet(&job, &source));
}

#[test]
fn the_booklet_is_black_on_a4() {
    let (_, _, job) = book();
    // The picture is left out: what is in colour there prints as the printer sees fit.
    let text = BOOK.replace("![红块](red.png \"图题\")\n", "");
    let bytes = booklet(&job, &Memory::new().with("t.md", text));
    let pdf = Pdf::read(&bytes);
    for page in 0..pdf.pages.len() {
        let media = numbers(pdf.page(page).get(b"MediaBox").expect("there is a media box"));
        assert!((media[2] - 841.89).abs() < 0.05 && (media[3] - 595.28).abs() < 0.05, "{media:?} is A4, landscape");
    }
    let mut shades = 0;
    for object in pdf.document.objects.values() {
        // Pages are forms on their sheets.
        let Ok(stream) = object.as_stream() else { continue };
        if !matches!(stream.dict.get(b"Subtype"), Ok(Object::Name(name)) if name == b"Form") {
            continue;
        }
        let content = stream.get_plain_content().expect("it unpacks");
        for operation in Content::decode(&content).expect("it is read").operations {
            match operation.operator.as_str() {
                "g" | "G" => shades += 1,
                "rg" | "RG" | "k" | "K" | "sh" | "cs" | "CS" | "scn" | "SCN" => panic!("{operation:?} is a colour"),
                _ => {}
            }
        }
    }
    assert!(shades > 0, "something is painted");
}
