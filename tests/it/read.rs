//! Notation → book: structure, encodings, folders, JSON; nothing lost.

mod show;

use std::path::Path;

use keben::diag::{Diagnostic, Sink};
use keben::model::{Book, Inline, walk};
use keben::read::{Chapters, Fix, Input, Notation, Options, read, to_json};
use keben::source::{Date, Disk, Memory, Source};

use crate::common;

const DATE: Date = Date { year: 2020, month: 12, day: 31 };

fn read_with(source: &dyn Source, input: &Input, options: &Options) -> (Result<Book, String>, Vec<Diagnostic>) {
    let sink = Sink::new();
    let book = read(source, input, options, &sink).map_err(|error| match &error.help {
        Some(help) => format!("{error} ({help})"),
        None => error.to_string(),
    });
    (book, sink.take())
}

/// Reads one file from memory and shows the book and what was said.
fn shown(file: &str, bytes: &[u8], options: &Options) -> String {
    let source = Memory::new().with(file, bytes);
    let (book, said) = read_with(&source, &Input::File(file.into(), None), options);
    show::book(&book.unwrap_or_else(|error| panic!("{file}: {error}")), &said)
}

fn text_of(file: &str, text: &str, options: &Options) -> (Book, Vec<Diagnostic>) {
    let source = Memory::new().with(file, text);
    let (book, said) = read_with(&source, &Input::File(file.into(), None), options);
    (book.unwrap_or_else(|error| panic!("{file}: {error}")), said)
}

/// Every case of `read_text/` against its golden.
fn check(case: &str) {
    let source = Disk::new(&common::root().join("tests/it/read_text"), DATE).expect("the cases lie beside the tests");
    let bytes = source.read(case).unwrap_or_else(|error| panic!("{error}"));
    let stem = case.rsplit_once('.').expect("a case has an extension").0;
    common::golden(&format!("read_text/{stem}.book"), &shown(case, (*bytes).as_ref(), &Options::default()));
}

#[test]
fn plain_texts_by_pattern() {
    for case in [
        "novel.txt",
        "parts.txt",
        "official.txt",
        "numbers-in-prose.txt",
        "list.txt",
        "contents-list.txt",
        "broken-lines.txt",
        "english-broken-lines.txt",
        "poem.txt",
        "aozora.txt",
    ] {
        check(case);
    }
}

/// All characters of a book but blanks, in reading order: what was read must be there.
fn characters(book: &Book) -> String {
    show::characters(book)
}

fn disk_of(path: &Path) -> (Disk, String) {
    let folder = path.parent().expect("a file lies in a folder");
    let file = path.file_name().and_then(|name| name.to_str()).expect("sample files have UTF-8 names");
    (Disk::new(folder, DATE).expect("the sample folder is there"), file.to_owned())
}

#[test]
fn the_seed_article() {
    let Some(path) = common::shared("corpora/seed/article.txt") else { return };
    let (source, file) = disk_of(&path);
    let (book, said) = read_with(&source, &Input::File(file.clone(), None), &Options::default());
    let book = book.expect("the seed is a text");
    common::golden("read_text/seed.book", &show::outline(&book, &said));
    let bytes = source.read(&file).expect("the seed is there");
    let text = String::from_utf8_lossy((*bytes).as_ref()).into_owned();
    assert_eq!(characters(&book), solid(&text), "a character of the seed is lost or moved");

    let title = "2020年党的对外工作十大新闻";
    let options = Options { title: Some(title.into()), fix: Some(Fix::Punctuation), ..Options::default() };
    let (book, said) = read_with(&source, &Input::File(file, None), &options);
    let book = book.expect("the seed is a text");
    assert_eq!(book.meta.title, title);
    assert_eq!(said.len(), 1, "{said:?}");
    let mended = characters(&book);
    assert!(!mended.contains(','), "{mended}");
    assert!(mended.ends_with("请注明本文地址：https://www.86376.net/gedi/24090.html"));
}

/// A text without its blanks.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

#[test]
fn nothing_is_lost_of_any_text() {
    let Some(corpora) = common::shared("corpora") else { return };
    let all = Disk::new(&corpora, DATE).expect("the corpora are a folder");
    let mut texts = 0;
    for file in all.list("").iter().filter(|file| file.ends_with(".txt")) {
        let bytes = all.read(file).expect("a listed file can be read");
        let Ok(text) = std::str::from_utf8((*bytes).as_ref()) else { continue };
        // The first characters are enough of the tables of Unicode, which are megabytes of the same.
        let text: String = text.chars().take(200_000).collect();
        let (book, _) = text_of("a.txt", &text, &Options::default());
        // Control characters are dropped, and that is said.
        let mut expected = solid(&text.replace(char::is_control, " "));
        let mut found = characters(&book);
        if file.starts_with("aozora") {
            let read = |text: &str| show::without_aozora(text);
            (expected, found) = (read(&expected), read(&found));
        }
        // A list's numbers come back as `1.` however they were written.
        let loosely = |text: &str| text.replace(['、', '．', '.'], "");
        if loosely(&expected) != loosely(&found) {
            let (a, b) = (loosely(&expected), loosely(&found));
            let at = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
            let near = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
            panic!("{file} differs at character {at}\n  text: {}\n  book: {}", near(&a), near(&b));
        }
        texts += 1;
    }
    assert!(texts > 20, "only {texts} texts were found");
}

#[test]
fn encodings() {
    let text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。闰余成岁，律吕调阳。云腾致雨，露结为霜。\n\
        中国的文字在各种编码里都应当读得出来，一个字也不能少。2020年。\n";
    let traditional = "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。寒來暑往，秋收冬藏。閏餘成歲，律呂調陽。\n這是一個用繁體中文寫的句子。\n";
    let japanese = "ある日の暮方の事である。一人の下人が、羅生門の下で雨やみを待っていた。広い門の下には、この男のほかに誰もいない。\n";
    let utf_16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let legacy = |encoding: &'static encoding_rs::Encoding, text| encoding.encode(text).0.into_owned();
    let cases: [(&str, Vec<u8>, &str, Option<&str>); 10] = [
        ("utf-8", text.into(), text, None),
        ("utf-8 with mark", format!("\u{feff}{text}").into(), text, None),
        ("utf-16le with mark", utf_16(text, false, true), text, None),
        ("utf-16be with mark", utf_16(text, true, true), text, None),
        ("utf-16le", utf_16(text, false, false), text, Some("UTF-16LE")),
        ("utf-16be", utf_16(text, true, false), text, Some("UTF-16BE")),
        ("gb18030", legacy(encoding_rs::GB18030, text), text, Some("gb18030")),
        ("gbk", legacy(encoding_rs::GBK, text), text, Some("gb18030")),
        ("big5", legacy(encoding_rs::BIG5, traditional), traditional, Some("Big5")),
        ("shift_jis", legacy(encoding_rs::SHIFT_JIS, japanese), japanese, Some("Shift_JIS")),
    ];
    for (name, bytes, text, told) in cases {
        let source = Memory::new().with("a.txt", bytes);
        let (book, said) = read_with(&source, &Input::File("a.txt".into(), None), &Options::default());
        let book = book.unwrap_or_else(|error| panic!("{name}: {error}"));
        // The file's name became the title.
        assert_eq!(characters(&book), solid(text), "{name}");
        let note = said.iter().find(|said| said.code == "encoding");
        assert_eq!(note.is_some(), told.is_some(), "{name}: {said:?}");
        assert!(told.is_none_or(|told| note.is_some_and(|note| note.message.contains(told))), "{name}: {note:?}");
    }
    let Some(path) = common::shared("corpora/aozora/127_ruby_150.sjis.txt") else { return };
    let (source, file) = disk_of(&path);
    let of = |file: &str| read_with(&source, &Input::File(file.into(), None), &Options::default()).0.expect("a text");
    assert_eq!(characters(&of(&file)), characters(&of("127_ruby_150.utf8.txt")));
}

#[test]
fn what_is_no_text_is_refused() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.txt", b"", "`a.txt` is empty"),
        ("a.md", " \n\u{3000}\r\n".as_bytes(), "`a.md` is empty"),
        ("a.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0", "`a.txt` is no text"),
        ("a.bin", &[0xfe, 0x01, 0x02, 0x80, 0x07, 0x91, 0x00, 0x13, 0x05, 0xff, 0x9c], "`a.bin` is no text"),
        ("a.docx", b"PK\x03\x04", "pandoc -t json"),
        ("a", b"%PDF-1.7\n", "pandoc -t json"),
        ("a.html", b"<p>a</p>", "pandoc -t json"),
        ("a.json", b"{\"body\": [}", "a.json:1:11: expected value"),
        ("a.json", b"{\n\"bdy\": []}", "a.json:2:5: unknown field `bdy`"),
    ];
    for (file, bytes, expected) in cases {
        let source = Memory::new().with(file, bytes);
        let error = read_with(&source, &Input::File(file.into(), None), &Options::default()).0.expect_err(expected);
        assert!(error.contains(expected), "{error}");
    }
    let source = Memory::new().with("book/chapter-one.md", "x");
    let error = read_with(&source, &Input::File("book/chapter-on.md".into(), None), &Options::default()).0;
    assert!(error.expect_err("there is no such file").contains("the nearest name is `book/chapter-one.md`"));
    assert!(read_with(&Memory::new(), &Input::Folder, &Options::default()).0.is_err());
    assert!(read_with(&source, &Input::Chapters(Chapters::default()), &Options::default()).0.is_err());
}

#[test]
fn odd_bytes_are_told_and_the_text_read() {
    let (book, said) = {
        let source =
            Memory::new().with("a.txt", [&"甲乙丙丁".repeat(50).into_bytes()[..], b"\r\n\xff\0\r", b"end"].concat());
        let (book, said) = read_with(&source, &Input::File("a.txt".into(), None), &Options::default());
        (book.expect("mostly UTF-8"), said)
    };
    assert!(characters(&book).ends_with("甲乙丙丁\u{fffd}end"));
    let codes: Vec<_> = said.iter().map(|said| (said.code, said.span.line)).collect();
    assert_eq!(codes, [("undecodable", 2), ("control-character", 2)]);
}

#[test]
fn halves_of_surrogates_do_not_make_a_text_another_encoding() {
    let bytes = ["汉字".as_bytes(), b"\xed\xa0\x80", "很多。".as_bytes()].concat();
    let source = Memory::new().with("a.txt", bytes);
    let (book, said) = read_with(&source, &Input::File("a.txt".into(), None), &Options::default());
    let read = characters(&book.expect("it is UTF-8 but for the halves"));
    assert!(read.starts_with("汉字") && read.ends_with("很多。"), "{read}");
    assert!(said.iter().any(|said| said.code == "undecodable"), "{said:?}");
}

#[test]
fn ascii_punctuation() {
    let cases = [
        ("在过去的一年里,面对新冠肺炎疫情", "在过去的一年里，面对新冠肺炎疫情", 1),
        (
            "操作:浩宇科技,地址:https://www.86376.net/gedi/24090.html",
            "操作：浩宇科技，地址：https://www.86376.net/gedi/24090.html",
            3,
        ),
        ("约1,000人,3.5倍", "约1,000人，3.5倍", 1),
        ("他说:\"你好!\"然后走了...", "他说：“你好！”然后走了……", 5),
        ("中国(CPC)的GDP(2020)是1:2", "中国（CPC）的GDP(2020)是1:2", 2),
        ("等等--不对;好吗?it's 5\" wide", "等等——不对；好吗？it's 5\" wide", 3),
        ("《共同倡议》,“一带一路”;完", "《共同倡议》，“一带一路”；完", 2),
        ("no Chinese, here", "no Chinese, here", 0),
    ];
    for (text, mended, count) in cases {
        let zh = Some("zh".parse().expect("a tag"));
        for fix in [None, Some(Fix::Punctuation)] {
            let options = Options { language: zh.clone(), fix, title: Some("t".into()), ..Options::default() };
            let (book, said) = text_of("a.txt", text, &options);
            let expected = if fix.is_some() { mended } else { text };
            assert_eq!(characters(&book), solid(expected));
            let reports: Vec<_> = said.iter().filter(|said| said.code == "ascii-punctuation").collect();
            assert_eq!(reports.len(), usize::from(count > 0), "{text}: {said:?}");
            assert!(count == 0 || reports[0].message.starts_with(&format!("{count} ASCII mark")), "{reports:?}");
        }
    }
}

#[test]
fn golden_cases_of_normalisation() {
    let Some(path) = common::shared("golden/cjk/normalise.json") else { return };
    let (source, file) = disk_of(&path);
    let bytes = source.read(&file).expect("the golden is there");
    let golden: serde_json::Value = serde_json::from_slice((*bytes).as_ref()).expect("JSON");
    let mut cases = 0;
    for case in golden["cases"].as_array().expect("cases").iter().filter(|case| case["expect"]["input"] == "text") {
        let expect = &case["expect"];
        let fix = (expect["fix"] == "punctuation").then_some(Fix::Punctuation);
        let options = Options { fix, ..Options::default() };
        let (book, said) = text_of("a.txt", expect["source"].as_str().expect("a text"), &options);
        assert_eq!(characters(&book), expect["text"].as_str().expect("a text"), "{}", case["id"]);
        let count = said.iter().find(|said| said.code == "ascii-punctuation").expect("a report");
        assert!(count.message.starts_with(&format!("{} ASCII", expect["report_count"])), "{}", case["id"]);
        cases += 1;
    }
    assert!(cases >= 4);
}

#[test]
fn languages() {
    let cases = [
        ("ja", "ある日の暮方の事である。一人の下人が待っていた。"),
        ("ko", "어느 날 저녁이었다. 한 사람이 기다리고 있었다."),
        ("zh-Hant", "這是一個關於漢字的問題，我們來說說看。"),
        ("zh-Hans", "这是一个关于汉字的问题，我们来说说看。"),
        ("en", "It was an evening like all others, and 雨 fell."),
    ];
    for (tag, text) in cases {
        let (book, _) = text_of("a.txt", text, &Options::default());
        assert_eq!(book.meta.language.expect("a guess").as_str(), tag, "{text}");
    }
}

#[test]
fn a_line_without_end_takes_linear_time() {
    let text = "第一章，1.2（三）、字(\"".repeat(12 << 20 >> 5);
    let started = std::time::Instant::now();
    let (book, _) = text_of("a.txt", &text, &Options::default());
    assert!(characters(&book).len() >= text.len());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn the_models_json_comes_back_as_it_was() {
    let (book, _) =
        text_of("a.txt", "标题\n\n作者：某人\n\n第一章 起\n正文。\n第二章 承\n正文，长一些。\n", &Options::default());
    let json = to_json(&book);
    let (mut again, said) = text_of("a.json", &json, &Options::default());
    // The file that says it is another one.
    again.meta.places = book.meta.places.clone();
    assert_eq!(again, book);
    assert_eq!(said, []);
    assert_eq!(book.body.len(), 2);
    assert_eq!(walk::plain(&book.body[0].title.as_ref().expect("a title").content), "起");
}

#[test]
fn tables_are_mended_to_their_grid() {
    let cell = |columns: u64, rows: u64| serde_json::json!({"blocks": [], "columns": columns, "rows": rows});
    let table = serde_json::json!({
        "columns": [{}, {}],
        "body": [
            {"cells": [cell(1, 9), cell(4_000_000_000, 1)]},
            {"cells": [cell(0, 0), cell(1, 1), cell(1, 1)]},
            {"cells": []},
        ],
    });
    let book = serde_json::json!({"body": [{"blocks": [
        {"table": table}, {"heading": {"level": 9, "title": {"content": [{"text": "a"}]}}}
    ]}]});
    let (book, said) = text_of("a.json", &book.to_string(), &Options::default());
    let codes: Vec<_> = said.iter().map(|said| said.code).collect();
    assert_eq!(codes, ["heading-level", "table-grid"]);
    let keben::model::Block::Table(table) = &book.body[0].blocks[0] else { panic!("a table") };
    let mut covered = vec![vec![0; table.columns.len()]; table.body.len()];
    for (at, row) in table.body.iter().enumerate() {
        let mut column = 0;
        for cell in &row.cells {
            while covered[at][column] > 0 {
                column += 1;
            }
            for line in covered.iter_mut().skip(at).take(cell.rows as usize) {
                line[column..column + cell.columns as usize].iter_mut().for_each(|place| *place += 1);
            }
        }
    }
    assert!(covered.iter().flatten().all(|&times| times == 1), "{covered:?}");
}

#[test]
fn pandocs_json_keeps_all_text() {
    let Some(path) = common::shared("corpora/pandoc/json/commonmark-0.31.2.ast.json") else { return };
    let (source, _) = disk_of(&path);
    let mut documents = 0;
    for file in source.list("") {
        let bytes = source.read(&file).expect("a listed file can be read");
        let value: serde_json::Value = serde_json::from_slice((*bytes).as_ref()).expect("JSON");
        // A title of its own keeps every heading in the text.
        let whole = |blocks: &serde_json::Value| {
            let meta = serde_json::json!({"title": {"t": "MetaString", "c": "题"}});
            serde_json::json!({"pandoc-api-version": [1, 23, 1, 1], "meta": meta, "blocks": blocks})
        };
        let examples: Vec<serde_json::Value> = match value["examples"].as_array() {
            Some(examples) => examples.iter().map(|example| whole(&example["ast"])).collect(),
            None => vec![whole(&value["blocks"])],
        };
        for example in examples {
            let expected = show::pandoc_text(&example["blocks"]);
            // An empty document is refused.
            if example["blocks"].as_array().is_none_or(Vec::is_empty) {
                continue;
            }
            let source = Memory::new().with("-.json", example.to_string());
            let (book, said) = read_with(&source, &Input::File("-.json".into(), None), &Options::default());
            let book = match book {
                Ok(book) => book,
                Err(error) => panic!("{file}: {error}\n{example}"),
            };
            let mut found = solid(&show::everything(&book));
            // The boxes of tasks are what `checked` says.
            let mut expected = solid(&expected.replace(['☐', '☒'], ""));
            // Notes and numbers stand elsewhere in the model than in the AST.
            (found, expected) = (show::sorted(&found), show::sorted(&expected));
            assert_eq!(found, expected, "{file}\n{example}");
            assert!(said.iter().all(|said| said.code != "pandoc"), "{said:?}");
            documents += 1;
        }
    }
    assert!(documents > 1000, "{documents}");
}

#[test]
fn pandocs_unknown_constructors_are_named() {
    let json = r#"{"pandoc-api-version":[1,23],"meta":{"title":{"t":"MetaInlines","c":[{"t":"Str","c":"题"}]}},
        "blocks":[{"t":"Para","c":[{"t":"Str","c":"甲"},{"t":"SoftBreak"},{"t":"Str","c":"乙"},{"t":"Wavy","c":[{"t":"Str","c":"丙"}]},
        {"t":"Span","c":[["",["dots"],[]],[{"t":"Str","c":"丁"}]]}]}]}"#;
    let (book, said) = text_of("a.json", json, &Options::default());
    assert_eq!(book.meta.title, "题");
    assert_eq!(characters(&book), "题甲乙丙丁");
    assert_eq!(said.len(), 1);
    assert!(said[0].message.contains("`Wavy`"));
    let mut dots = 0;
    walk::book(&book, &mut |node| dots += usize::from(matches!(node, walk::Node::Inline(Inline::Dots(_)))));
    assert_eq!(dots, 1);
}

/// A folder of text files, so that these cases stand without Markdown.
#[test]
fn directives_of_mdbook_and_gitbook() {
    let page = "# 页\n\n{{#include part.md}}\n\n后面。\n\n```rust\n# hidden\n{{#include code.rs:one}}\n## shown\n```\n\n\
        {{#include code.rs:1:2}} \\{{#include x}} `{{#include}}`\n\n{{#title 别的}}\n{{#include circle.md}}\n{{#include prat.md}}\n\
        {{#include ../outside.md}}\n{{#include code.rs:two}}\n\n{{#playground code.rs}}\n\n\
        {% hint style=\"info\" %}\n提示。\n{% endhint %}\n\n坏,标点。\n";
    let source = Memory::new()
        .with("book.toml", "[book]\nlanguage = \"zh\"\nsrc = \".\"\n")
        .with("SUMMARY.md", "- [页](page.md)\n")
        .with("page.md", page)
        .with("part.md", "被包含的,一段。\n\n## 节\n")
        .with("circle.md", "圆 {{#include circle.md}}\n")
        .with("code.rs", "use a;\nuse b;\n// ANCHOR: one\nfn one() {}\n// ANCHOR_END: one\n");
    let (book, said) = read_with(&source, &Input::Folder, &Options::default());
    common::golden("read_text/includes.book", &show::book(&book.expect("a book"), &said));
}

#[test]
fn includes_are_bounded() {
    // Ten files that include the next one ten times each would be ten thousand million lines.
    let mut source = Memory::new().with("SUMMARY.md", "- [a](f0.md)\n");
    for at in 0..12 {
        source = source.with(&format!("f{at}.md"), format!("{{{{#include f{}.md}}}}\n", at + 1).repeat(10) + "\n字\n");
    }
    source = source.with("f12.md", "{{".repeat(1 << 8));
    let started = std::time::Instant::now();
    let (_, said) = read_with(&source, &Input::Folder, &Options::default());
    assert!(said.iter().any(|said| said.code == "include-depth"), "{said:?}");
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn markdown_becomes_divisions() {
    let cases = [
        (
            "chapters",
            "# 书名 {#top}\n\n引子。\n\n## 前言\n\n话。\n\n## 第一章 甲\n\n#### 深\n\n文。\n\n##### 更深\n\n## 第二章：乙\n\n文。\n\n## 附录 A 表\n\n表。\n",
        ),
        (
            "parts",
            "## 第一编 总\n\n### 第一章 甲\n\n文。\n\n### 第二章 乙\n\n文。\n\n## 第二编 分\n\n### 第三章 丙\n\n#### 第一节 子\n\n文。\n\n## 附则\n\n文。\n",
        ),
        ("flat-parts", "# 上卷\n\n# 第一回 甲\n\n文。\n\n# 下卷\n\n# 第二回 乙\n\n文。\n"),
        ("article", "# 题\n\n开头。\n\n### 1. 一\n\n文。\n\n###### 1.1 细\n\n文。\n\n### 2. 二\n\n文。\n"),
    ];
    for (name, text) in cases {
        common::golden(
            &format!("read_text/divide-{name}.book"),
            &shown("text.md", text.as_bytes(), &Options::default()),
        );
    }
}

#[test]
fn laws_have_chapters_and_articles() {
    let Some(folder) = common::shared("corpora/laws") else { return };
    let source = Disk::new(&folder, DATE).expect("a folder");
    let cases = [("公务员法(2018-12-29).md", 1, 18), ("宪法.md", 2, 4), ("国歌法(2017-09-01).md", 0, 1)];
    for (file, front, body) in cases {
        let (book, _) = read_with(&source, &Input::File(file.into(), None), &Options::default());
        let book = book.expect("a law is a text");
        assert_eq!((book.front.len(), book.body.len()), (front, body), "{file}");
        assert!(book.meta.title.starts_with("中华人民共和国"), "{file}");
        let bytes = source.read(file).expect("a law is there");
        let text = String::from_utf8_lossy((*bytes).as_ref()).replace('#', "");
        let text = text.replace("<!-- INFO END -->", "").replace("<!-- FORCE BREAK -->", "");
        assert_eq!(characters(&book), solid(&text), "{file}");
    }
}

#[test]
fn folders_with_a_summary() {
    let summary = "# Summary\n\n[序](xu.txt)\n\n# 上\n\n- [水](shui.txt)\n    - [泉](shan/quan.txt)\n- [无]()\n\
        - [缺](que.txt)\n- [水](shui.txt#x)\n- [网](https://a.example/)\n\n# 下\n\n1. [火](huo.txt)\n\n---\n\n[跋尾](ba.txt)\n???\n";
    let source = Memory::new()
        .with("book.toml", "[book]\ntitle = \"山水\"\nauthors = [\"某人\"]\nlanguage = \"zh-CN\"\n[output.html]\n")
        .with("src/SUMMARY.md", summary)
        .with("src/xu.txt", "短的话。")
        .with("src/shui.txt", "水之篇\n\n水往低处流。")
        .with("src/shan/quan.txt", "泉水。")
        .with("src/huo.txt", "火。")
        .with("src/quee.txt", "不在内。")
        .with("src/ba.txt", "完。");
    let (book, said) = read_with(&source, &Input::Folder, &Options::default());
    common::golden("read_text/folder-summary.book", &show::book(&book.expect("a book"), &said));
}

#[test]
fn folders_without_a_summary() {
    let source = Memory::new()
        .with("第10章.txt", "十。")
        .with("第2章.txt", "二。")
        .with("README.txt", "书名\n\n导言的话。")
        .with("b/2.txt", "乙二。")
        .with("b/10.txt", "乙十。")
        .with("out/x.txt", "不要。")
        .with("b/.x.txt", "不要。");
    let (book, said) = read_with(&source, &Input::Folder, &Options::default());
    common::golden("read_text/folder-files.book", &show::book(&book.expect("a book"), &said));
    let chapters = Chapters {
        front: vec!["README.txt".into()],
        body: vec!["b/2.txt".into(), "b/1O.txt".into(), "b/2.txt".into()],
        back: vec!["第2章.txt".into()],
    };
    let (book, said) = read_with(&source, &Input::Chapters(chapters), &Options::default());
    common::golden("read_text/folder-chapters.book", &show::book(&book.expect("a book"), &said));
}

#[test]
fn sample_folders_are_read() {
    for folder in ["advanced-go-zh", "mdbook-guide-en", "the-way-to-go-zh", "zh-copywriting", "zh-document-style"] {
        let Some(path) = common::shared(&format!("corpora/books/{folder}")) else { return };
        let source = Disk::new(&path, DATE).expect("a folder");
        let (book, said) = read_with(&source, &Input::Folder, &Options::default());
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        // Without text in its Markdown files there is no book; a panic is what this test is about.
        assert!(book.is_ok() || said.len() < 1000, "{folder}: {book:?}");
    }
}

#[test]
fn forced_notation() {
    let source = Memory::new().with("-", "# 不是标题\n正文。");
    let input = Input::File("-".into(), Some(Notation::Text));
    let (book, _) = read_with(&source, &input, &Options::default());
    assert!(characters(&book.expect("a text")).starts_with("#不是标题"));
}

#[test]
fn a_text_too_large_to_set_is_refused_with_a_remedy() {
    let source = Memory::new().with("huge.txt", vec![b'a'; 20 << 20]);
    let error = read(&source, &Input::File("huge.txt".into(), None), &Options::default(), &Sink::new()).unwrap_err();
    assert_eq!(error.to_string(), "`huge.txt` has 20 MB; a text may have 16 MB");
    assert!(error.help.is_some_and(|help| help.contains("chapters")));
}

#[test]
fn a_long_text_in_an_old_encoding_is_told_by_more_than_its_first_megabyte() {
    // The sample that is looked at ends inside a character in one of the two.
    for lead in ["", "x"] {
        let text = format!("{lead}第1章 测试\n\n{}", "中文测试，内容。\n".repeat(90_000));
        let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
        let source = Memory::new().with("a.txt", bytes.into_owned());
        let (book, _) = read_with(&source, &Input::File("a.txt".into(), None), &Options::default());
        let characters = characters(&book.expect("it is a text"));
        assert!(characters.contains("中文测试"), "lead {lead:?}");
    }
}
