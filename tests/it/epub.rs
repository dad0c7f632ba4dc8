//! The EPUB file: what another reader finds in it, byte for byte the same each time, fonts that draw.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use keben::diag::Sink;
use keben::epub::{self, Cover, Options};
use keben::font::{FontBook, FontFile};
use keben::html::Fonts;
use keben::html::markup::{self, Element};
use keben::model::*;
use keben::resolve::PictureFormat;
use keben::source::{Memory, font_files};
use rbook::Epub;
use skrifa::MetadataProvider;

use crate::common;
use crate::html::{Made, division, every_variant, heading, keep, make, par, pictures};

/// The shipped fonts; `None` where they do not lie beside the checkout.
fn fonts() -> Option<FontBook> {
    let folder = common::shared("fonts")?;
    let files = font_files(&folder, "fonts").expect("the fonts can be read");
    let files: Vec<FontFile> = files.into_iter().map(|(path, bytes)| FontFile { path, bytes, system: false }).collect();
    Some(FontBook::new(&files, &Sink::new()))
}

fn cover() -> Cover {
    let mut png = Cursor::new(Vec::new());
    let red = image::RgbImage::from_pixel(160, 240, image::Rgb([0x8C, 0x1C, 0x13]));
    red.write_to(&mut png, image::ImageFormat::Png).expect("a PNG can be written");
    Cover { bytes: png.into_inner(), format: PictureFormat::Png, size: (160, 240) }
}

fn write(made: &Made, fonts: &FontBook, options: &Options) -> Vec<u8> {
    epub::write(&made.site, &made.edition, &made.theme, fonts, Some(&cover()), options, &Sink::new())
}

/// The files of a book: names in their order, with their bytes.
pub fn files(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("it is a zip file");
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("the file is there");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be unpacked");
        found.push((file.name().expect("names are UTF-8").into_owned(), bytes));
    }
    found
}

pub fn documents(epub: &[u8]) -> Vec<(String, Element)> {
    let xml = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        (name.clone(), markup::parse(&text).unwrap_or_else(|| panic!("{name} is well-formed")))
    };
    files(epub)
        .into_iter()
        .filter(|(name, _)| name.ends_with("xhtml") || name.ends_with("opf") || name.ends_with("ncx"))
        .map(xml)
        .collect()
}

/// The seed article, or a short one where the sample data is missing.
#[expect(clippy::disallowed_methods, reason = "the tests are their own gate")]
fn article() -> Book {
    let text =
        common::shared("corpora/seed/article.txt").map(|path| std::fs::read_to_string(path).expect("it is text"));
    let text = text.unwrap_or_else(|| "导语。\n1.甲\n甲文。\n2. 乙\n乙文。\n来源".into());
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let colophon = lines.pop().unwrap_or_default();
    let mut blocks = Vec::new();
    for line in lines.iter().skip(1) {
        match line.split_once('.').filter(|(number, _)| number.parse::<u8>().is_ok()) {
            Some((number, rest)) => blocks.push(heading(1, Some(&format!("{number}.")), rest.trim())),
            None => blocks.push(par(line)),
        }
    }
    Book {
        meta: Meta { title: "2020年党的对外工作十大新闻".into(), ..Meta::default() },
        front: vec![division(DivisionKind::Introduction, None, vec![par(lines.first().copied().unwrap_or_default())])],
        body: vec![division(DivisionKind::Article, None, blocks)],
        back: vec![division(DivisionKind::Colophon, None, vec![par(colophon)])],
    }
}

#[test]
fn another_reader_finds_the_book() {
    let made = make(every_variant(), &pictures());
    let bytes = write(&made, &FontBook::default(), &Options::default());
    keep("every-variant.epub", &bytes);
    let book = Epub::read(Cursor::new(bytes)).expect("another reader opens it");
    let metadata = book.metadata();
    let titles: Vec<String> = metadata.titles().map(|title| title.value().to_owned()).collect();
    assert_eq!(titles, ["江河小识", "各种文字与块"]);
    let creator = metadata.creators().next().expect("there is a creator");
    assert_eq!((creator.value(), creator.file_as()), ("张三", Some("Zhang, San")));
    assert_eq!(creator.main_role().expect("with a role").code(), "aut");
    assert_eq!(metadata.identifier().expect("there is one").value(), made.edition.identifier);
    assert_eq!(metadata.language().expect("there is one").value(), "zh-Hans");
    let spine: Vec<String> =
        book.spine().iter().map(|entry| entry.manifest_entry().expect("it is listed").href().to_string()).collect();
    let texts = |path: &str| format!("/EPUB/{path}");
    assert_eq!(spine[..3], [texts("text/cover.xhtml"), texts("text/000-title.xhtml"), texts("nav.xhtml")]);
    assert_eq!(spine.len(), 3 + made.site.docs.len());
    let toc = book.toc().contents().expect("there is a contents list");
    let mut labels = Vec::new();
    for entry in toc.flatten() {
        labels.push(entry.label().to_owned());
    }
    let mut expected = Vec::new();
    fn all(entries: &[keben::resolve::TocEntry], to: &mut Vec<String>) {
        for entry in entries {
            to.push(entry.text.clone());
            all(&entry.children, to);
        }
    }
    all(made.edition.toc(), &mut expected);
    assert_eq!(labels, expected);
    assert!(book.manifest().cover_image().is_some());
}

#[test]
fn the_container_is_plain_and_stable() {
    let made = make(every_variant(), &pictures());
    let [one, two] = [(); 2].map(|()| write(&made, &FontBook::default(), &Options::default()));
    assert!(one == two, "the same book is the same bytes");
    // OCF, 4.3: name at byte 30, content at byte 38, neither extra field nor compression.
    assert_eq!(&one[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(one[8..10], [0, 0], "stored");
    assert_eq!(one[28..30], [0, 0], "no extra field");
    assert_eq!(one[6..8], [0, 0], "no descriptor, no flag");
    assert_eq!(one[10..14], [0, 0, 0x21, 0], "1980-01-01");
    for (name, _) in files(&one) {
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b)), "{name}");
    }
}

/// Asserts that every link of a book leads to something in it, that no name stands twice, and counts them.
pub fn links(bytes: &[u8]) -> usize {
    let names: BTreeSet<String> = files(bytes).into_iter().map(|(name, _)| name).collect();
    let documents = documents(bytes);
    let mut ids = BTreeSet::new();
    for (name, root) in &documents {
        root.each(&mut |element| {
            if let Some(id) = element.get("id") {
                assert!(ids.insert(format!("{name}#{id}")), "{name}#{id} stands twice");
            }
        });
    }
    let mut links = 0;
    for (name, root) in &documents {
        root.each(&mut |element| {
            let href = element.get("href").or(element.get("src")).filter(|_| !element.name.starts_with("dc:"));
            let Some(href) = href.filter(|href| !href.contains("://")) else { return };
            let (file, anchor) = href.split_once('#').map_or((href, None), |(file, anchor)| (file, Some(anchor)));
            let path =
                if file.is_empty() { name.clone() } else { keben::source::join(name, file).expect("within the book") };
            assert!(names.contains(&path), "{name} links to {href}");
            if let Some(anchor) = anchor {
                assert!(ids.contains(&format!("{path}#{anchor}")), "{name} links to {href}");
            }
            links += 1;
        });
    }
    links
}

#[test]
fn every_link_leads_somewhere() {
    let made = make(every_variant(), &pictures());
    let links = links(&write(&made, &FontBook::default(), &Options::default()));
    assert!(links > 80, "{links}");
}

#[test]
fn bad_pictures_do_no_harm() {
    let made = make(every_variant(), &pictures());
    let bytes = write(&made, &FontBook::default(), &Options::default());
    let (_, svg) = files(&bytes).into_iter().find(|(name, _)| name.ends_with(".svg")).expect("the drawing is there");
    let svg = String::from_utf8(svg).expect("it is UTF-8");
    assert!(svg.contains("<rect") && svg.contains('江'));
    for evil in ["script", "onload", "example.org", "alert"] {
        assert!(!svg.contains(evil), "{evil} is gone");
    }
}

#[test]
fn the_article_is_small_and_its_fonts_draw() {
    let Some(fonts) = fonts() else { return };
    let made = make(article(), &Memory::new());
    let bytes = write(&made, &fonts, &Options::default());
    keep("article.epub", &bytes);
    keep("article.html", &keben::html::page(&made.site, &made.edition));
    assert!(bytes.len() < 250_000, "{} bytes", bytes.len());
    let found = files(&bytes);
    let embedded: Vec<skrifa::FontRef> = found
        .iter()
        .filter(|(name, _)| name.ends_with(".ttf"))
        .map(|(_, bytes)| skrifa::FontRef::new(bytes).expect("it is a font"))
        .collect();
    assert!(embedded.len() >= 3, "song, hei, kai");
    for set in made.site.fonts.values() {
        for c in set.iter().filter(|c| !c.is_whitespace()) {
            let drawn = embedded
                .iter()
                .any(|font| font.charmap().map(*c).and_then(|glyph| font.outline_glyphs().get(glyph)).is_some());
            assert!(drawn, "{c} is in an embedded font");
        }
    }
    let css = found.iter().find(|(name, _)| name.ends_with(".css")).expect("there is a stylesheet");
    let css = String::from_utf8_lossy(&css.1);
    assert!(css.contains("\"keben-latin-serif\", \"keben-song\""), "{css}");
    // The marks that Chinese shares with Latin come from the Chinese font.
    let song = found.iter().find(|(name, _)| name.contains("NotoSerifSC")).expect("Song is there");
    let song = skrifa::FontRef::new(&song.1).expect("it is a font");
    for shared in ['“', '”', '—', '…', '·'] {
        let used = made.site.fonts.iter().any(|((face, ..), set)| *face == Face::Song && set.contains(&shared));
        assert!(!used || song.charmap().map(shared).is_some(), "{shared}");
        for (name, latin) in found.iter().filter(|(name, _)| name.contains("SourceSerif")) {
            let font = skrifa::FontRef::new(latin).expect("it is a font");
            assert!(font.charmap().map(shared).is_none(), "{shared} in {name}");
        }
    }
}

#[test]
fn fonts_are_embedded_as_asked() {
    let Some(fonts) = fonts() else { return };
    let made = make(every_variant(), &pictures());
    let names = |which: Fonts| {
        let bytes = write(&made, &fonts, &Options { fonts: which, ..Options::default() });
        if which == Fonts::Embed {
            keep("every-variant-fonts.epub", &bytes);
        }
        files(&bytes).into_iter().map(|(name, _)| name).filter(|name| name.ends_with(".ttf")).collect::<Vec<_>>()
    };
    assert!(names(Fonts::None).is_empty());
    let headings = names(Fonts::Headings);
    assert!(headings.iter().any(|name| name.contains("NotoSansSC")), "{headings:?}");
    assert!(!headings.iter().any(|name| name.contains("SourceSerif")), "{headings:?}");
    assert!(names(Fonts::Embed).len() > headings.len());
}

#[test]
fn hangul_is_embedded_in_the_face_that_is_asked_for() {
    let job = common::job("t.md", "booklet");
    let job = keben::publish::Job { formats: vec![keben::publish::Format::Epub], ..job };
    // The last syllable is none of KS X 1001.
    let text = "---\nlanguage: ko\n---\n\n# 책\n\n## 첫째 장\n\n한글은 **굵은** 글자이다. 뷁.\n";
    let sink = Sink::new();
    let source = Memory::new().with("t.md", text);
    let made = keben::publish::publish(&job, &source, common::fonts(), &sink).expect("there is a book");
    let said = sink.take();
    assert!(!said.iter().any(|said| said.code.contains("font") || said.code == "missing-glyph"), "{said:?}");
    let mut found = BTreeMap::new();
    for (name, bytes) in files(common::bytes(&made[0])).iter().filter(|(name, _)| name.contains("/fonts/")) {
        let font = skrifa::FontRef::new(bytes).expect("it is a font");
        for c in "장첫한글굵은뷁".chars().filter(|&c| font.charmap().map(c).is_some()) {
            found.entry(c).or_insert_with(Vec::new).push(name.trim_start_matches("EPUB/fonts/").to_owned());
        }
    }
    let of =
        |c: char, family: &str| found.get(&c).is_some_and(|names| names.iter().any(|name| name.starts_with(family)));
    assert!(of('장', "NotoSansKRBold") && of('굵', "NotoSansKRBold"), "{found:?}");
    assert!(of('한', "NotoSerifKRRegular") && of('뷁', "NotoSansKRRegular"), "{found:?}");
}

#[test]
fn obfuscated_fonts_come_back_with_the_books_identifier() {
    let made = make(every_variant(), &pictures());
    let write = |obfuscate| {
        let bytes = write(&made, common::fonts(), &Options { obfuscate, ..Options::default() });
        files(&bytes).into_iter().collect::<BTreeMap<_, _>>()
    };
    let (plain, mixed) = (write(false), write(true));
    assert!(!plain.contains_key("META-INF/encryption.xml"));
    let list = String::from_utf8(mixed["META-INF/encryption.xml"].clone()).expect("it is text");
    let list = markup::parse(&list).expect("it is well-formed");
    let mut listed = Vec::new();
    list.each(&mut |element| listed.extend(element.get("URI").map(str::to_owned)));
    let fonts: Vec<&String> = plain.keys().filter(|name| name.ends_with(".ttf")).collect();
    assert!(fonts.len() > 3 && listed.iter().eq(fonts.iter().copied()), "{listed:?}");
    // EPUB 3.3, 4.3.3: the key is the SHA-1 of the identifier; 1040 bytes are mixed with it, over and over.
    let key = sha1_smol::Sha1::from(&made.edition.identifier).digest().bytes();
    for name in fonts {
        let (plain, mixed) = (&plain[name], &mixed[name]);
        assert_ne!(plain[..4], mixed[..4], "{name}");
        for (at, (plain, mixed)) in plain.iter().zip(mixed).enumerate() {
            let key = if at < 1040 { key[at % 20] } else { 0 };
            assert_eq!(plain ^ key, *mixed, "{name}, byte {at}");
        }
    }
}

/// The values that `meta` elements of the package give a property.
fn properties(epub: &[u8], property: &str) -> Vec<String> {
    let package = documents(epub).into_iter().find(|(name, _)| name.ends_with("opf")).expect("there is a package").1;
    let mut values = Vec::new();
    package.each(&mut |element| {
        if element.get("property") == Some(property) {
            values.push(element.plain());
        }
    });
    values
}

#[test]
fn conformance_is_claimed_where_it_is_proven() {
    let claims = |markdown: &str| {
        let sink = Sink::new();
        let job = common::job("t.md", "booklet");
        let job = keben::publish::Job { formats: vec![keben::publish::Format::Epub], ..job };
        let source = Memory::new().with("t.md", markdown).with("p.png", common::png(30, 20));
        let made = keben::publish::publish(&job, &source, common::fonts(), &sink).expect("there is a book");
        let said = sink.take().into_iter().find(|finding| finding.code == "accessibility");
        (properties(common::bytes(&made[0]), "dcterms:conformsTo"), said.map(|finding| finding.message))
    };
    let good = "# 书\n\n文。\n\n## 一\n\n![红](p.png)\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n$x^2$\n";
    assert_eq!(claims(good), (vec!["EPUB Accessibility 1.1 - WCAG 2.2 Level AA".to_owned()], None));
    for (bad, word) in [
        ("# 书\n\n![](p.png \"图\")\n\n<img src=\"p.png\"/>文。\n", "pictures"),
        ("# 书\n\n<table><tr><td>1</td><td>2</td></tr></table>\n", "tables"),
    ] {
        let (claims, said) = claims(bad);
        assert!(claims.is_empty(), "{bad}");
        assert!(said.as_deref().is_some_and(|said| said.contains(word)), "{said:?}");
    }
}

#[test]
fn formulas_have_drawings_of_their_size() {
    let job = common::job("t.md", "booklet");
    let job = keben::publish::Job { formats: vec![keben::publish::Format::Epub], ..job };
    let text =
        "# 式\n\n设 $\\frac{1}{x}$，又 $a$、$\\frac{1}{x}$，$\\text{天}$。\n\n$$\\frac{1}{x}$$\n\n$\\undefined{$\n";
    let source = Memory::new().with("t.md", text);
    let made = keben::publish::publish(&job, &source, common::fonts(), &Sink::new()).expect("there is a book");
    let all: BTreeMap<String, Vec<u8>> = files(common::bytes(&made[0])).into_iter().collect();
    let package = String::from_utf8(all["EPUB/package.opf"].clone()).expect("it is UTF-8");
    let mut shown = Vec::new();
    for (_, document) in documents(common::bytes(&made[0])).iter().filter(|(name, _)| name.contains("/text/")) {
        document.each(&mut |math| {
            if math.name != "math" {
                return;
            }
            let Some(path) = math.get("altimg") else { return };
            let path = path.strip_prefix("../").expect("pictures lie in a folder of their own");
            assert!(package.contains(&format!("href=\"{path}\"")), "{path}");
            let svg = String::from_utf8(all[&format!("EPUB/{path}")].clone()).expect("it is UTF-8");
            let svg = markup::parse(&svg).expect("it is well-formed");
            let view: Vec<f64> =
                svg.get("viewBox").expect("it has a size").split(' ').map(|n| n.parse().expect("a number")).collect();
            let em = |name: &str| -> f64 {
                let said = math.get(name).and_then(|said| said.strip_suffix("em")).expect("it is in em");
                said.parse().expect("a number")
            };
            // Ten points to the em; the drawing is as broad and high as is said, and goes below the line as far.
            assert!((view[2] - em("altimg-width") * 10.0).abs() < 0.02, "{view:?}");
            assert!((view[3] - em("altimg-height") * 10.0).abs() < 0.02, "{view:?}");
            assert!(em("altimg-valign") <= 0.0 && -em("altimg-valign") < em("altimg-height"));
            let mut outlines = 0;
            svg.each(&mut |path| outlines += path.get("d").map_or(0, |d| d.matches('M').count()));
            shown.push((path.to_owned(), outlines > 0, em("altimg-height")));
        });
    }
    let [one, letter, again, han, display] = &shown[..] else { panic!("{shown:?}") };
    assert!(shown.iter().all(|(_, drawn, _)| *drawn), "{shown:?}");
    assert_eq!(one, again);
    assert!(display.0 != one.0 && display.2 > one.2 && one.2 > letter.2, "{shown:?}");
    // Characters the maths fonts lack have the size of the text.
    assert!(han.2 < 1.3, "{han:?}");
}

#[test]
fn names_in_other_scripts_stand_beside_their_own() {
    let text = "---\ntitle: 江河\ntitle-in:\n  en: Rivers\n  zh-Latn: Jiānghé\n---\n\n文。\n";
    let made = {
        let job = common::job("t.md", "booklet");
        let job = keben::publish::Job { formats: vec![keben::publish::Format::Epub], ..job };
        keben::publish::publish(&job, &Memory::new().with("t.md", text), common::fonts(), &Sink::new())
    };
    let made = made.expect("there is a book");
    assert_eq!(properties(common::bytes(&made[0]), "alternate-script"), ["Rivers", "Jiānghé"]);
}

/// What authors' tools leave in texts: nothing of it may make the file invalid.
fn nasty() -> Book {
    let link = |url: &str| Inline::Link(Link { url: url.into(), content: vec![Inline::text(url)], ..Link::default() });
    let raw = |text: &str| Block::Raw(RawBlock { format: "html".into(), text: text.into(), ..RawBlock::default() });
    let phrase = |text: &str| Inline::Raw { format: "html".into(), text: text.into() };
    let picture = |path: &str| Inline::Image(Image { path: path.into(), ..Image::default() });
    let links = [
        "http://",
        "http:///x",
        "https://例え.jp/路?問=答#節#二",
        "https://a b/",
        "https://x:99999/",
        "https://u:p@example.org/a%zz[1]|<>\"\\^`{}",
        "mailto:a b@example.org",
        "HTTPS://EXAMPLE.ORG",
        "//example.org/x",
        "file:///etc/passwd",
        "data:text/html,<script>",
        "http://[::1]/",
        "no such file.md",
        "#nowhere",
        "",
    ];
    let raws = [
        "<div>a<p>b</div>c<br>d<hr/>e",
        "<table><tr><td>1<td>2<tr><th>3</table>",
        "<ul>x<li>y</ul>",
        "<p><div>in p</div></p>",
        "<a href='https://e.org'>x<a href='https://f.org'>y</a></a>",
        "<svg onload=x><path/></svg>",
        "<iframe src=x></iframe>",
        "<img src=x onerror=y>",
        "<!-- a -- b --><center>c</center><font color=red>d</font>",
        "<dl><dt>a<dd>b<dt>c</dl><ol start=3><li>z</ol>",
        "</p>",
        "&nbsp;&copy; &unknown; \u{1}",
        "<details><summary>s</summary>t</details>",
        "<ruby>字<rt>zi</rt></ruby>",
        "<p lang=zh_CN dir=auto style='x' id='dup'>l</p>",
    ];
    let mut blocks: Vec<Block> = vec![
        par("\u{0}\u{1}\u{b}\u{fffe}控制\u{feff}符]]>&amp;<!--\r\n"),
        Block::Paragraph(Paragraph { content: links.map(link).into(), ..Paragraph::default() }),
        Block::Paragraph(Paragraph { content: raws.map(phrase).into(), ..Paragraph::default() }),
        Block::Paragraph(Paragraph {
            content: ["图/a\"b'c 📚.svg", "图/evil.svg", "图/broken.svg", "图/broken.png", "图/😀.png"]
                .map(picture)
                .into(),
            ..Paragraph::default()
        }),
        Block::List(List::default()),
        Block::Definitions(Definitions::default()),
        Block::Table(Table::default()),
        Block::Figure(Figure::default()),
        Block::Quote(Quote::default()),
        Block::Verse(Verse::default()),
        Block::Code(Code { language: Some("\"><x".into()), text: "\t\u{7}".into(), ..Code::default() }),
        Block::Admonition(Admonition { kind: "\" x".into(), ..Admonition::default() }),
        Block::NoteText(NoteText::default()),
        heading(9, Some(" "), ""),
        heading(0, None, "零级"),
        Block::Heading(Heading { label: Some(Label("a b\"c".into())), level: 1, ..Heading::default() }),
    ];
    blocks.extend(raws.map(raw));
    let tex = [
        "",
        "}",
        "\\color{red}x",
        "\\text{中 & 文 <b>}",
        "\\begin{matrix}a&b\\\\c&d\\end{matrix}",
        "\\begin{matrix}\\end{matrix}",
        "\\unknown",
        "\u{1}",
        "\\begin{cases} x & y \\\\ z & w \\end{cases}",
        "\\xrightarrow{f}",
        "\\href{javascript:x}{y}",
        "\\boxed{x}\\cancel{y}",
        "\\not= \\mathbb{R} \\overbrace{a}^b",
    ];
    blocks.extend(tex.map(|tex| Block::Math(MathBlock { tex: tex.into(), ..MathBlock::default() })));
    let name = |text: &str| Some(title_of(text));
    Book {
        meta: Meta {
            title: " 书\u{1}名 <\"&\"> ".into(),
            subtitle: Some(" ".into()),
            creators: vec![Creator::default(), Creator { name: "a & b".into(), ..Creator::default() }],
            identifiers: vec![
                Identifier { scheme: IdentifierScheme::Uuid, value: "not a uuid".into() },
                Identifier { scheme: IdentifierScheme::Isbn, value: "".into() },
                Identifier { scheme: IdentifierScheme::Other, value: "x y".into() },
            ],
            date: Some("二〇二〇年".into()),
            description: Some("".into()),
            subjects: vec!["".into(), "a\nb".into()],
            series: Some(Series { name: "丛书".into(), number: Some("第一".into()) }),
            rights: Some("\u{c}".into()),
            ..Meta::default()
        },
        body: vec![
            division(DivisionKind::Part, None, vec![]),
            Division { label: Some(Label("toc".into())), ..division(DivisionKind::Chapter, name("  "), blocks) },
            Division { label: Some(Label("toc".into())), ..division(DivisionKind::Chapter, name("\u{1}"), vec![]) },
        ],
        ..Book::default()
    }
}

fn title_of(text: &str) -> Title {
    Title { content: vec![Inline::text(text)], ..Title::default() }
}

#[test]
fn nasty_input_makes_a_valid_book() {
    let evil = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
                xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' width='10' height='10' \
                inkscape:version='1'><metadata><x/></metadata><inkscape:grid/><style>@import url(https://e.org/x.css);</style>\
                <foreignObject><p>x</p></foreignObject><a xlink:href='javascript:x'><circle r='4' onclick='y()' \
                style='fill:url(https://e.org/f)'/></a><use href='#q'/></svg>";
    let source = Memory::new()
        .with("图/a\"b'c 📚.svg", evil)
        .with("图/evil.svg", evil)
        .with("图/broken.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'><g></svg>")
        .with("图/broken.png", "\u{89}PNG");
    let made = make(nasty(), &source);
    let bytes = write(&made, &FontBook::default(), &Options::default());
    keep("nasty.epub", &bytes);
    let all = documents(&bytes);
    assert!(all.len() > 5);
    for (name, root) in &all {
        root.each(&mut |element| {
            for (attribute, value) in &element.attributes {
                assert!(!attribute.starts_with("column") || !value.is_empty(), "{name}: {attribute}");
                let evil = value.contains("javascript:") && attribute != "alttext" || attribute.starts_with("on");
                assert!(!evil && element.name != "script", "{name}: {attribute}={value}");
            }
        });
    }
    for (name, svg) in files(&bytes).iter().filter(|(name, _)| name.ends_with(".svg")) {
        let svg = markup::parse(std::str::from_utf8(svg).expect("it is UTF-8")).expect("it is well-formed");
        let mut circles = 0;
        svg.each(&mut |element| {
            assert!(!matches!(element.name.as_str(), "a" | "foreignObject" | "animate"), "{name}: {element:?}");
            circles += usize::from(element.name == "circle");
        });
        // What a link held is still drawn.
        assert_eq!(circles, 1, "{name}");
    }
    assert!(Epub::read(Cursor::new(bytes)).is_ok());
}

#[test]
fn an_empty_book_is_a_book() {
    let made = make(Book::default(), &Memory::new());
    let bytes = write(&made, &FontBook::default(), &Options::default());
    keep("empty.epub", &bytes);
    let book = Epub::read(Cursor::new(bytes)).expect("another reader opens it");
    assert_eq!(book.toc().contents().expect("there is a contents list").flatten().count(), 1);
}
