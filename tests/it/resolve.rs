//! What an edition decides: numbers, anchors, links, contents and pictures, as text beside what was complained about.

use std::fmt::Write;
use std::io::Cursor;

use keben::diag::{Severity, Sink, Span};
use keben::model::*;
use keben::resolve::number::{self, Style};
use keben::resolve::{Numbering, Options, Target, dump, resolve};
use keben::source::{Date, Disk, Memory, Source};

use crate::common;

/// Compares the edition and its diagnostics with `resolve/<case>.edition`.
/// A red picture of 7 by 8 pixels.
const GIF: &[u8] = b"GIF89a\x07\x00\x08\x00\xf0\x00\x00\xff\x00\x00\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x07\x00\x08\x00\x00\x02\x07\x84\x8f\xa9\xcb\xedP\x00\x00;";

fn check(case: &str, book: Book, source: &Memory, options: &Options) {
    let (edition, said) = run(book, source, options);
    let mut text = dump(&edition);
    if !said.is_empty() {
        text.push_str("said\n");
    }
    for diagnostic in said {
        let _ = writeln!(text, "[{}] {diagnostic}", diagnostic.code);
    }
    common::golden(&format!("resolve/{case}.edition"), &text);
}

fn run(mut book: Book, source: &Memory, options: &Options) -> (keben::resolve::Edition, Vec<keben::diag::Diagnostic>) {
    walk::number(&mut book);
    let sink = Sink::new();
    let edition = resolve(book, source, options, &sink);
    (edition, sink.take())
}

fn codes(book: Book, source: &Memory) -> Vec<&'static str> {
    run(book, source, &Options::default()).1.iter().map(|diagnostic| diagnostic.code).collect()
}

// Builders: a book in a few lines.

fn book(lang: &str, title: &str, body: Vec<Division>) -> Book {
    let language = Some(lang.parse().expect("a language tag"));
    Book { meta: Meta { title: title.into(), language, ..Meta::default() }, body, ..Book::default() }
}

fn titled(number: Option<&str>, text: &str) -> Title {
    Title { number: number.map(str::to_owned), content: vec![Inline::text(text)], unnumbered: false }
}

fn division(kind: DivisionKind, file: &str, title: &str, blocks: Vec<Block>) -> Division {
    let (number, text) = match title.split_once('|') {
        Some((number, text)) => (Some(number), text),
        None => (None, title),
    };
    let title = (!title.is_empty()).then(|| titled(number, text));
    Division { kind, title, blocks, span: at(file, 1), ..Division::default() }
}

fn chapter(file: &str, title: &str, blocks: Vec<Block>) -> Division {
    division(DivisionKind::Chapter, file, title, blocks)
}

fn at(file: &str, line: u32) -> Span {
    Span { line, column: u32::from(line > 0), ..Span::file(file) }
}

fn heading(level: u8, title: &str) -> Block {
    let (number, text) = title.split_once('|').map_or((None, title), |(number, text)| (Some(number), text));
    Block::Heading(Heading { level, title: titled(number, text), ..Heading::default() })
}

fn labelled(level: u8, title: &str, label: &str) -> Block {
    Block::Heading(Heading {
        level,
        title: titled(None, title),
        label: Some(Label(label.into())),
        ..Heading::default()
    })
}

fn para(content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { content, ..Paragraph::default() })
}

fn text(text: &str) -> Block {
    para(vec![Inline::text(text)])
}

fn note(words: &str) -> Inline {
    Inline::Note(Note { blocks: vec![text(words)], ..Note::default() })
}

fn link(file: &str, line: u32, url: &str) -> Block {
    para(vec![Inline::Link(Link { url: url.into(), span: at(file, line), ..Link::default() })])
}

fn reference(label: &str, form: RefForm) -> Block {
    para(vec![Inline::CrossRef(CrossRef {
        id: Default::default(),
        label: Label(label.into()),
        form,
        span: at("r.md", 7),
    })])
}

fn figure(label: &str, caption: &str, path: &str) -> Block {
    let image = Image { path: path.into(), alt: Some("x".into()), ..Image::default() };
    Block::Figure(Figure {
        label: (!label.is_empty()).then(|| Label(label.into())),
        caption: if caption.is_empty() { Vec::new() } else { vec![Inline::text(caption)] },
        images: if path.is_empty() { Vec::new() } else { vec![image] },
        ..Figure::default()
    })
}

fn table(caption: &str) -> Block {
    Block::Table(Table { caption: vec![Inline::text(caption)], ..Table::default() })
}

fn image(path: &str, alt: Option<&str>) -> Block {
    let alt = alt.map(str::to_owned);
    para(vec![Inline::Image(Image { path: path.into(), alt, span: at("a.md", 3), ..Image::default() })])
}

fn math(label: &str) -> Block {
    let label = (!label.is_empty()).then(|| Label(label.into()));
    Block::Math(MathBlock { label, tex: "a+b".into(), ..MathBlock::default() })
}

fn numbered(headings: Numbering) -> Options {
    Options { headings, ..Options::default() }
}

/// Chapters with sections, an unnumbered one, an appendix; figures, tables and formulas by chapter.
fn long_book(lang: &str) -> Book {
    let mut plain = chapter("c.md", "Plain", vec![heading(1, "silent"), figure("", "between", "")]);
    plain.title.as_mut().expect("it has one").unnumbered = true;
    let mut book = book(
        lang,
        "Long",
        vec![
            division(DivisionKind::Part, "", "Water", Vec::new()),
            chapter(
                "b.md",
                "Lakes",
                vec![heading(1, "Deep"), figure("fig-deep", "Deep lake", ""), math("eq"), math("")],
            ),
            plain,
            chapter("d.md", "Seas", vec![reference("fig-deep", RefForm::Number), reference("eq", RefForm::Number)]),
        ],
    );
    book.body[0].divisions = vec![chapter(
        "a.md",
        "Rivers",
        vec![
            heading(1, "Source"),
            heading(2, "Spring"),
            heading(2, "Snow"),
            heading(3, "too deep"),
            heading(1, "Mouth"),
            heading(2, "Delta"),
            figure("", "One", ""),
            figure("", "Two", ""),
            figure("", "", ""),
            table("Lengths"),
        ],
    )];
    book.front = vec![division(DivisionKind::Preface, "p.md", "Preface", vec![heading(1, "Thanks"), text("…")])];
    book.back = vec![
        division(DivisionKind::Appendix, "x.md", "Sources", vec![heading(1, "Maps"), table("Sheets")]),
        division(DivisionKind::Appendix, "y.md", "Names", vec![text("…")]),
        division(DivisionKind::Colophon, "z.md", "", vec![text("…")]),
    ];
    book
}

#[test]
fn numbers() {
    let none = Memory::new();
    check("numbers-decimal", long_book("en"), &none, &numbered(Numbering::Decimal));
    check("numbers-chinese", long_book("zh-Hant"), &none, &numbered(Numbering::Chinese));
    check("numbers-none", long_book("ja"), &none, &Options::default());
    // Korean has no outline of Han numerals, and a space before a number.
    check("numbers-korean", long_book("ko"), &none, &numbered(Numbering::Chinese));
}

#[test]
fn authors_numbers_stand() {
    // The seed article's shape: an untitled article, whose headings are written `1.` and `3. `.
    let headings =
        vec![heading(1, "1.|河流"), text("……"), heading(1, "3.|湖泊"), heading(1, "大海"), heading(2, "东海")];
    let article = division(DivisionKind::Article, "a.txt", "", headings);
    let source = division(DivisionKind::Colophon, "a.txt", "", vec![heading(1, "来源"), text("……")]);
    let mut article = book("zh", "水", vec![article]);
    article.back = vec![source];
    check("article", article.clone(), &Memory::new(), &Options::default());
    check("article-chinese", article, &Memory::new(), &numbered(Numbering::Chinese));
    // keben goes on from what the author wrote; figures take the chapter's own number.
    let chapters = vec![
        chapter("a.md", "第二十回|甲", vec![figure("", "子", "")]),
        chapter("b.md", "乙", vec![figure("", "丑", ""), heading(1, "一、|丙")]),
    ];
    check("written", book("zh", "书", chapters), &Memory::new(), &numbered(Numbering::Chinese));
}

#[test]
fn a_theme_gives_way_to_an_authors_numbers() {
    let chapters = || {
        let own = |title: &str| chapter("a.md", title, vec![heading(1, "1.1.1|甲"), heading(1, "链接")]);
        book("zh", "书", vec![chapter("r.md", "读我", vec![heading(1, "缘起")]), own("1.1|起源"), own("1.2|环境")])
    };
    let contents = |options: &Options| {
        let (edition, _) = run(chapters(), &Memory::new(), options);
        let mut lines = Vec::new();
        edition.contents(3).iter().for_each(|entry| {
            lines.push(entry.text.clone());
            lines.extend(entry.children.iter().map(|entry| entry.text.clone()));
        });
        lines
    };
    let theme = Options { gives_way: true, ..numbered(Numbering::Decimal) };
    assert_eq!(contents(&theme), ["读我", "缘起", "1.1 起源", "1.1.1 甲", "链接", "1.2 环境", "1.1.1 甲", "链接"]);
    // Who asks for numbers gets them, and they go on from the author's.
    let asked = contents(&numbered(Numbering::Decimal));
    assert_eq!(
        asked,
        ["1 读我", "1.1 缘起", "1.1 起源", "1.1.1 甲", "1.1.2 链接", "1.2 环境", "1.1.1 甲", "1.1.2 链接"]
    );
    // One number in a book is no numbering.
    let one = book(
        "zh",
        "书",
        vec![chapter("a.md", "第一章|甲", vec![]), chapter("b.md", "乙", vec![]), chapter("c.md", "丙", vec![])],
    );
    let (edition, _) = run(one, &Memory::new(), &theme);
    assert_eq!(edition.contents(1)[2].text, "3 丙");
}

#[test]
fn chapters_that_count_anew_leave_figures_to_the_book() {
    let part = |name: &str| Division {
        divisions: vec![chapter("", "第一章|甲", vec![figure("", "子", "")])],
        ..division(DivisionKind::Part, "", name, Vec::new())
    };
    let (edition, _) = run(book("zh", "", vec![part("上"), part("下")]), &Memory::new(), &Options::default());
    let text = dump(&edition);
    assert!(text.contains("[图1]") && text.contains("[图2]"), "{text}");
}

#[test]
fn counter_styles() {
    let some = |style, n, text: &str| assert_eq!(number::format(style, n).as_deref(), Some(text), "{style:?} {n}");
    some(Style::ChineseLower, 120, "一百二十");
    some(Style::ChineseLower, 0, "零");
    some(Style::ChineseLower, 100_000_001, "一亿零一");
    some(Style::ChineseLower, 100_001_000, "一亿零一千");
    some(Style::ChineseLower, 1_010_100, "一百零一万零一百");
    some(Style::ChineseLower, 9_999_999_999_999_999, "九千九百九十九兆九千九百九十九亿九千九百九十九万九千九百九十九");
    some(Style::ChineseLowerHant, 20_000, "二萬");
    some(Style::Stems, 10, "癸");
    some(Style::LowerRoman, 1994, "mcmxciv");
    some(Style::UpperAlpha, 26, "Z");
    some(Style::LowerAlpha, 27, "aa");
    for (style, n) in [
        (Style::ChineseLower, u64::MAX),
        (Style::Stems, 11),
        (Style::Stems, 0),
        (Style::Circled, 0),
        (Style::Circled, 51),
        (Style::UpperRoman, 4000),
        (Style::UpperAlpha, 0),
    ] {
        assert_eq!(number::format(style, n), None, "{style:?} {n}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads its golden itself")]
fn counter_styles_of_the_standards() {
    let Some(path) = common::shared("golden/cjk/numbering.json") else { return };
    let cases = std::fs::read_to_string(path).expect("the golden can be read");
    let cases: serde_json::Value = serde_json::from_str(&cases).expect("the golden is JSON");
    for case in cases["cases"].as_array().expect("a list of cases") {
        let expect = &case["expect"];
        if let Some(levels) = expect["levels"].as_object() {
            assert_eq!(expect["outline"], "gongwen", "{case}");
            let mut blocks = Vec::new();
            (1..=levels.len()).for_each(|level| blocks.push(heading(level as u8, "…")));
            let article = division(DivisionKind::Article, "", "", blocks);
            let options =
                Options { headings: Numbering::Gongwen, depth: 9, contents_depth: Some(9), ..Options::default() };
            let (edition, _) = run(book("zh", "", vec![article]), &Memory::new(), &options);
            for (level, pattern) in levels {
                let id = NodeId(1 + level.parse::<u32>().expect("a level"));
                assert_eq!(edition.number(id), pattern.as_str(), "{case}");
            }
            continue;
        }
        let traditional = expect["lang"].as_str().is_some_and(|lang| lang.contains("Hant"));
        let style = match expect["style"].as_str().expect("a style") {
            "cn-informal" if traditional => Style::ChineseLowerHant,
            "cn-informal" => Style::ChineseLower,
            "cn-formal" if traditional => Style::ChineseFormalHant,
            "cn-formal" => Style::ChineseFormal,
            "positional" => Style::Positional,
            "circled" => Style::Circled,
            other => panic!("no style {other}"),
        };
        for (n, text) in expect["values"].as_object().expect("values") {
            let n = n.parse().expect("a number");
            assert_eq!(number::format(style, n).as_deref(), text.as_str(), "{case}");
        }
    }
}

#[test]
fn links() {
    let from = "ch1/a.md";
    let lines = [
        "b.md",
        "b.md#湖",
        "b.md#%E6%B9%96",
        "b.html#湖-1",
        "../README.md",
        "../index.html",
        "../",
        "../ch2",
        "../ch2/readme.md#x",
        "#一河流",
        "#fig-a",
        "#Only-There",
        "#第-1-节",
        "#",
        "https://example.org/a b",
        "//example.org",
        "mailto:a@example.org",
        "b.md#hu",
        "c.md",
        "data.csv",
        "../../x.md",
        "#nowhere",
        "",
        "javascript:alert(1)",
        "C:\\book\\a.md",
    ];
    let mut blocks = vec![heading(1, "一、|河流"), heading(1, "第 1 节"), figure("fig-a", "甲", "")];
    blocks.extend(lines.iter().enumerate().map(|(at, url)| link(from, at as u32 + 1, url)));
    let book = book(
        "zh",
        "路",
        vec![
            chapter("README.md", "前言", vec![text("…")]),
            chapter(from, "甲", blocks),
            chapter("ch1/b.md", "乙", vec![heading(1, "湖"), heading(1, "湖"), heading(1, "only there")]),
            chapter("ch2/readme.md", "丙", vec![labelled(1, "x", "x")]),
        ],
    );
    check("links", book, &Memory::new().with("ch1/data.csv", "1,2"), &Options::default());
}

#[test]
fn references_and_labels() {
    let blocks = vec![
        labelled(1, "Rivers & lakes", "rivers"),
        labelled(1, "Again", "rivers"),
        labelled(1, "汉", "图:河"),
        labelled(1, "digits", "1 a/b"),
        figure("fig-map", "The map", ""),
        reference("fig-map", RefForm::Number),
        reference("fig-map", RefForm::Title),
        reference("fig-map", RefForm::Page),
        reference("rivers", RefForm::Number),
        reference("fig-maps", RefForm::Number),
    ];
    let book = book("en", "Refs", vec![chapter("r.md", "One", blocks)]);
    check("references", book, &Memory::new(), &numbered(Numbering::Decimal));
}

#[test]
fn anchors_survive_edits_elsewhere() {
    let one = || chapter("a.md", "甲", vec![heading(1, "子"), heading(1, "子"), para(vec![note("注"), note("注")])]);
    let (before, _) = run(book("zh", "", vec![one()]), &Memory::new(), &Options::default());
    let more =
        vec![chapter("0.md", "零", vec![heading(1, "新"), table("表")]), one(), chapter("z.md", "癸", Vec::new())];
    let (after, _) = run(book("zh", "", more), &Memory::new(), &Options::default());
    // The chapter, two headings, two notes in a paragraph (which is a node, and so is theirs); in the second book three nodes stand before them.
    for id in [1, 2, 3, 5, 7] {
        assert_eq!(before.anchor(NodeId(id)), after.anchor(NodeId(id + 3)));
        assert!(before.anchor(NodeId(id)).starts_with("s-"), "{}", before.anchor(NodeId(id)));
    }
    assert_eq!(format!("{}-2", before.anchor(NodeId(2))), before.anchor(NodeId(3)));
    // Notes count anew in each top division.
    assert_eq!((after.note(NodeId(8)), after.note(NodeId(10))), (1, 2));
}

#[test]
fn contents() {
    let noted = Block::Heading(Heading {
        level: 1,
        title: Title {
            content: vec![
                Inline::Link(Link {
                    url: "https://example.org".into(),
                    content: vec![Inline::text("甲")],
                    ..Link::default()
                }),
                note("不入目录"),
                Inline::LineBreak,
                Inline::Strong(vec![Inline::text("乙")]),
            ],
            ..Title::default()
        },
        ..Heading::default()
    });
    let blocks = vec![noted, heading(3, "三级"), heading(2, "二级"), heading(1, ""), heading(4, "太深")];
    let book = book("zh", "", vec![chapter("a.md", "章", blocks)]);
    check("contents", book, &Memory::new(), &Options { contents_depth: Some(4), ..Options::default() });
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = image::DynamicImage::new_luma8(4, 3);
    pixels.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a PNG can be written");
    // A pHYs chunk of 11811 pixels a metre, before the image data.
    let physical = [0, 0, 0, 9, b'p', b'H', b'Y', b's', 0, 0, 46, 35, 0, 0, 46, 35, 1, 120, 165, 63, 118];
    bytes.splice(33..33, physical);
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(150));
    encoder.encode_image(&image::DynamicImage::new_rgb8(20, 10)).expect("a JPEG can be written");
    bytes
}

fn webp() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = image::DynamicImage::new_rgb8(5, 6);
    pixels.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::WebP).expect("a WebP can be written");
    bytes
}

#[test]
fn pictures() {
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() - 6].to_vec();
    let svg =
        |inside: &str| format!("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" {inside}</svg>");
    let mut huge = png();
    huge[16..24].copy_from_slice(&[0, 0, 78, 32, 0, 0, 78, 32]);
    // The header's check sum, for 20000 by 20000 pixels of eight-bit grey.
    let crc = crc(&huge[12..29]);
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.png", png()),
        ("图 片.png", png()),
        ("lies.png", jpeg()),
        ("b.webp", webp()),
        ("c.gif", GIF.to_vec()),
        ("d.svg", svg("width=\"25.4mm\" viewBox=\"0 0 20 10\">").into_bytes()),
        ("e.svg", svg("width=\"100%\" height=\"2em\">").into_bytes()),
        ("script.svg", svg("viewBox=\"0 0 9 9\"><script>x</script>").into_bytes()),
        ("far.svg", svg("viewBox=\"0 0 9 9\"><image href=\"x.png\"/>").into_bytes()),
        ("cut.png", cut(png())),
        ("cut.jpg", cut(jpeg())),
        ("cut.webp", cut(webp())),
        ("cut.gif", b"GIF89a\x07\0".to_vec()),
        ("cut.svg", b"<svg width=\"1\" height=\"1\"><g>".to_vec()),
        ("html.svg", b"<html></html>".to_vec()),
        ("f.svgz", vec![0x1F, 0x8B, 8, 0]),
        ("empty.png", Vec::new()),
        ("text.png", b"not a picture".to_vec()),
        ("huge.png", huge),
    ];
    let mut source = Memory::new();
    let mut blocks = Vec::new();
    for (name, bytes) in files {
        source = source.with(name, bytes);
        blocks.push(image(name, Some("")));
    }
    blocks.push(image("%E5%9B%BE%20%E7%89%87.png", Some("")));
    blocks.push(image("img/a.PNG", Some("")));
    blocks.push(image("bb.webp", Some("")));
    blocks.push(image("https://example.org/a.png", Some("")));
    blocks.push(image(
        "data:image/gif;base64,R0lGODlhBwAIAPAAAP8AAAAAACH5BAAAAAAALAAAAAAHAAgAAAIHhI+py+1QAAA7",
        Some(""),
    ));
    blocks.push(image("data:image/gif;base64,!", Some("")));
    blocks.push(image("a.png", None));
    blocks.push(image("a.png", None));
    let mut book = book("zh", "图", vec![chapter("a.md", "甲", blocks)]);
    book.meta.cover = Some("cover.jpg".into());
    check("pictures", book, &source, &Options::default());
}

#[test]
fn pictures_of_real_books_are_whole() {
    let Some(folder) = common::shared("corpora/books") else { return };
    let source = Disk::new(&folder, Date::from_unix(0)).expect("the folder is there");
    let is_picture = |path: &String| [".png", ".jpg", ".svg"].iter().any(|ending| path.ends_with(ending));
    let paths: Vec<String> = source.list("").into_iter().filter(is_picture).collect();
    let mut book = book("zh", "", vec![chapter("", "", paths.iter().map(|path| image(path, Some(""))).collect())]);
    walk::number(&mut book);
    let sink = Sink::new();
    let edition = resolve(book, &source, &Options::default(), &sink);
    let said: Vec<String> = sink.take().iter().map(ToString::to_string).collect();
    assert_eq!(edition.pictures().count(), paths.len(), "{}", said.join("\n"));
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// CRC-32 as PNG wants it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

#[test]
fn pictures_that_are_damaged_never_panic() {
    let svg = b"<svg viewBox='0 0 1e9 -1' width='1e999px'><a onclick='x' href='\xE5\x9B\xBE'/></svg>".to_vec();
    for whole in [png(), jpeg(), webp(), GIF.to_vec(), svg] {
        for end in 0..whole.len() {
            let flipped: Vec<u8> = whole.iter().enumerate().map(|(at, b)| if at == end { !b } else { *b }).collect();
            let source = Memory::new().with("cut", &whole[..end]).with("flipped", flipped);
            let book = book("zh", "", vec![chapter("", "", vec![image("cut", Some("")), image("flipped", Some(""))])]);
            let (edition, _) = run(book, &source, &Options::default());
            assert!(edition.pictures().all(|(_, picture)| picture.size.0 > 0 && picture.size.1 > 0));
        }
    }
}

#[test]
fn what_is_said_of_a_book() {
    let none = Memory::new();
    let dated = |date: &str| {
        let mut book = book("zh", "书", Vec::new());
        book.meta.date = Some(date.into());
        codes(book, &none)
    };
    for right in ["2020", "2020-12", "2020-02-29", "2020-12-31T08:00Z", "2020-12-31T08:00:09.5+08:00"] {
        assert!(dated(right).is_empty(), "{right}");
    }
    for wrong in ["二〇二〇年", "2020-13", "2021-02-29", "20-1-1", "2020-12-31T", "2020-12-31T08:00", "2020T08:00Z", ""]
    {
        assert_eq!(dated(wrong), ["bad-date"], "{wrong}");
    }
    let blocks = vec![heading(2, "跳"), heading(4, "再跳"), heading(1, "")];
    assert_eq!(codes(book("zh", "", vec![chapter("a.md", "甲", blocks)]), &none), ["empty-title", "heading-gap"]);
    assert_eq!(codes(book("zh", "", vec![chapter("a.md", "甲", Vec::new())]), &none), ["empty-chapter"]);
}

#[test]
fn identifiers() {
    let with = |scheme, value: &str| {
        let mut book = book("zh", "书", Vec::new());
        book.meta.identifiers = vec![Identifier { scheme, value: value.into() }];
        let (edition, said) = run(book, &Memory::new(), &Options::default());
        (edition.identifier, said.len())
    };
    assert_eq!(with(IdentifierScheme::Isbn, "978-7-115-27579-0"), ("urn:isbn:9787115275790".into(), 0));
    assert_eq!(with(IdentifierScheme::Isbn, "0-19-852663-6"), ("urn:isbn:0198526636".into(), 0));
    assert_eq!(with(IdentifierScheme::Isbn, "978-7-115-27579-2"), ("urn:isbn:9787115275792".into(), 1));
    assert_eq!(with(IdentifierScheme::Doi, "doi:10.1000/182"), ("https://doi.org/10.1000/182".into(), 0));
    assert_eq!(with(IdentifierScheme::Serial, "京内资准字 1 号"), ("京内资准字 1 号".into(), 0));
    let uuid = "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(with(IdentifierScheme::Uuid, "67E5504410B1426F9247BB680E5FE0C8"), (uuid.into(), 0));
    assert_eq!(with(IdentifierScheme::Uuid, "67e5"), ("67e5".into(), 1));
    let (none, _) = with(IdentifierScheme::Other, "");
    assert!(none.starts_with("urn:uuid:") && none == with(IdentifierScheme::Other, " ").0);
    let other = run(book("en", "书", Vec::new()), &Memory::new(), &Options::default()).0.identifier;
    assert_ne!(none, other);
}

#[test]
fn words_and_titles() {
    let titled = |lang: &str| run(book(lang, " ", Vec::new()), &Memory::new(), &Options::default()).0;
    assert_eq!(titled("zh-TW").title, "無題");
    assert_eq!(titled("de").title, "Untitled");
    assert_eq!(titled("ja").words().contents, "目次");
    assert_eq!(titled("ko").words().admonition("TIP"), Some("팁"));
    assert_eq!(titled("zh").words().admonition("我的"), None);
    let (edition, _) = run(book("zh", "", vec![chapter("", "首章", Vec::new())]), &Memory::new(), &Options::default());
    assert_eq!(edition.title, "首章");
}

#[test]
fn a_thousand_chapters_and_a_hundred_thousand_links() {
    let chapters = (0..1000)
        .map(|n| {
            let file = format!("c{n}.md");
            let mut blocks: Vec<Block> =
                (0..100).map(|k| link(&file, k + 1, &format!("c{}.md#s-{}", (n + 7) % 1000, k % 10))).collect();
            blocks.extend((0..10).map(|_| heading(1, "s")));
            blocks.push(para((0..10).map(|_| note("同上")).collect()));
            chapter(&file, "同名", blocks)
        })
        .collect();
    let (edition, said) = run(book("zh", "", chapters), &Memory::new(), &numbered(Numbering::Decimal));
    // `#s-0` is nowhere: the first heading is `#s`, its twins are `#s-1` and on.
    assert_eq!(said.len(), 10_000);
    assert!(said.iter().all(|diagnostic| diagnostic.severity == Severity::Warning));
    assert_eq!(edition.target("c0.md", "c999.md#s-9"), Target::Node(last_heading(&edition)));
}

fn last_heading(edition: &keben::resolve::Edition) -> NodeId {
    let mut last = NodeId::default();
    walk::book(&edition.book, &mut |node| {
        if let walk::Node::Block(Block::Heading(heading)) = node {
            last = heading.id;
        }
    });
    last
}
