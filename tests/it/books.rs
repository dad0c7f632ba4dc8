//! Whole books through the whole road: every format of the sample booklet and of the seed, and what others wrote.

use std::collections::BTreeSet;
use std::path::Path;

use keben::diag::{Diagnostic, Severity, Sink};
use keben::html::markup::{self, Element, Node};
use keben::layout::{Folio, Item, Paged};
use keben::model::{Block, Book, Inline, walk};
use keben::publish::{self, Artifact, Content, Format, Job, MANIFEST, Manifest};
use keben::read::Input;
use keben::resolve::{Edition, IndexEntry, TocEntry};
use keben::source::{Date, Disk, Source};
use keben::theme::{BUILT_IN, ColophonPlace, Theme};
use keben::unit::Length;

use crate::common::{self, han_of};
use crate::pdf::extract::{Pdf, logical};

/// A folder or file as the command line would open it.
pub fn open(path: &Path) -> (Job, Disk) {
    let date = Date::from_unix(1_609_372_800);
    let (root, input) = if path.is_dir() {
        (path, Input::Folder)
    } else {
        let file = path.file_name().and_then(|name| name.to_str()).expect("it has a name");
        (path.parent().expect("it is in a folder"), Input::File(file.into(), None))
    };
    let manifest = match std::fs::read_to_string(root.join(MANIFEST)) {
        Ok(text) if path.is_dir() => Manifest::parse(&text).expect("the manifest is right"),
        _ => Manifest::default(),
    };
    let theme = manifest.theme.clone().unwrap_or_else(|| BUILT_IN[0].0.to_owned());
    let theme = Theme::built_in(&theme).expect("it is built in");
    let job = Job::new("book".into(), input, theme, manifest);
    (Job { formats: Format::ALL.to_vec(), ..job }, Disk::new(root, date).expect("the folder is there"))
}

/// A book built to every format.
pub struct Built {
    pub edition: Edition,
    pub paged: Paged,
    files: Vec<Artifact>,
    pub said: Vec<Diagnostic>,
    colophon: ColophonPlace,
}

pub fn build(job: &Job, source: &dyn Source) -> Built {
    let sink = Sink::new();
    let artifacts = publish::publish(job, source, common::fonts(), &sink).expect("there is a book");
    let said = sink.take();
    let made = common::lay_out(job, source);
    Built { edition: made.edition, paged: made.paged, files: artifacts, said, colophon: job.theme.colophon.at }
}

impl Built {
    fn artifact(&self, format: Format) -> &Artifact {
        self.files.iter().find(|artifact| artifact.format == format).expect("it was made")
    }

    fn bytes(&self, format: Format) -> &[u8] {
        common::bytes(self.artifact(format))
    }

    /// The HTML: one page, or all pages of a site, as their names follow each other.
    fn web(&self) -> String {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
        match &self.artifact(Format::Html).content {
            Content::File(bytes) => text(bytes),
            Content::Folder(files) => {
                files.iter().filter(|(name, _)| name.ends_with(".html")).map(|(_, bytes)| text(bytes)).collect()
            }
        }
    }

    /// The documents of the EPUB's spine but for cover, title page and contents.
    fn documents(&self) -> Vec<Element> {
        let epub = rbook::Epub::read(std::io::Cursor::new(self.bytes(Format::Epub).to_vec())).expect("it opens");
        let mut documents = Vec::new();
        for entry in epub.spine().iter() {
            let entry = entry.manifest_entry().expect("it is listed");
            let text = entry.read_str().expect("it can be unpacked");
            let before = ["<nav", "class=\"cover\"", "class=\"title-page\""];
            if before.iter().any(|sign| text.contains(sign)) {
                continue;
            }
            documents.push(markup::parse(&text).expect("it is well-formed"));
        }
        documents
    }
}

/// The Han of a book piece by piece: of the text, and of its notes.
fn pieces(book: &Book) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut notes) = (Vec::new(), Vec::new());
    let in_notes = |inline: &Inline, notes: &mut Vec<String>| {
        if let Inline::Note(note) = inline {
            walk::blocks(&note.blocks, &mut |node| {
                if let walk::Node::Inline(Inline::Text(text)) = node {
                    notes.push(han_of(text));
                }
            });
        }
    };
    let mut skip = 0;
    walk::book(book, &mut |node| match node {
        walk::Node::Inline(inline @ Inline::Note(_)) => {
            let before = notes.len();
            in_notes(inline, &mut notes);
            skip += notes.len() - before;
        }
        // The walk goes into notes too: what was taken there is not taken again.
        walk::Node::Inline(Inline::Text(_)) if skip > 0 => skip -= 1,
        walk::Node::Inline(Inline::Text(text) | Inline::Code(text)) => texts.push(han_of(text)),
        walk::Node::Inline(Inline::Ruby(ruby)) => texts.extend(ruby.pairs.iter().map(|pair| han_of(&pair.base))),
        walk::Node::Division(division) => {
            texts.extend(division.title.as_ref().and_then(|title| title.number.as_deref()).map(han_of));
        }
        walk::Node::Block(Block::Heading(heading)) => texts.extend(heading.title.number.as_deref().map(han_of)),
        walk::Node::Block(Block::Code(code)) => texts.push(han_of(&code.text)),
        walk::Node::Block(_) | walk::Node::Inline(_) => {}
    });
    let full = |pieces: Vec<String>| pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    (full(texts), full(notes))
}

/// Whether all pieces stand in `text` once and in order, with nothing between them but words keben adds itself.
fn assert_in_order(what: &str, pieces: &[String], text: &str, made: &str) {
    let text = han_of(text);
    let mut rest = text.as_str();
    let mut added = String::new();
    for piece in pieces {
        let at = rest.find(piece.as_str()).unwrap_or_else(|| {
            panic!("{what}: {piece:?} is missing after …{:?}", rest.chars().take(30).collect::<String>())
        });
        added.push_str(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    added.push_str(rest);
    // Numbers of titles, figures and tables, titles of admonitions, the way back from a note, what a colophon counts.
    let own = |c: char| "图表式注回正文目录开本印张字体毫米第章一二三四五六七八九十".contains(c) || made.contains(c);
    assert!(added.chars().all(own), "{what}: more than the book says: {added:?}");
}

/// Characters of markup outside the elements that `without` names.
fn plain_without(element: &Element, without: &dyn Fn(&Element) -> bool) -> String {
    if without(element) {
        return String::new();
    }
    let parts = element.children.iter().map(|node| match node {
        Node::Element(inner) => plain_without(inner, without),
        Node::Text(text) => text.clone(),
    });
    parts.collect()
}

fn is_note(element: &Element) -> bool {
    element.has_class("footnote")
}

/// Terms of the index and names of the sections they lead to.
fn index_text(edition: &Edition) -> String {
    fn terms(entries: &[IndexEntry], to: &mut String) {
        for entry in entries {
            to.push_str(&entry.term);
            terms(&entry.children, to);
        }
    }
    fn titles(entries: &[TocEntry], to: &mut String) {
        for entry in entries {
            to.push_str(&entry.text);
            titles(&entry.children, to);
        }
    }
    let mut text = String::new();
    edition.index().groups.iter().for_each(|group| terms(&group.entries, &mut text));
    if !text.is_empty() {
        titles(edition.toc(), &mut text);
    }
    text
}

pub fn assert_all_text_is_there(what: &str, built: &Built) {
    let (mut texts, notes) = pieces(&built.edition.book);
    assert!(texts.iter().map(|text| text.chars().count()).sum::<usize>() > 300);
    // What is made of the metadata.
    let edition = &built.edition;
    let facts = edition.colophon.iter().flat_map(|line| &line.facts).filter_map(|fact| fact.said());
    let facts: Vec<String> = facts.map(|fact| han_of(&fact)).filter(|fact| !fact.is_empty()).collect();
    let subtitle = edition.book.meta.subtitle.iter();
    let words = subtitle.chain(&edition.title_block).chain([&edition.title]).chain(&facts);
    let lists = [edition.words().figures, edition.words().tables, &index_text(edition)];
    // The parts of an official document, and the words before them.
    let official = edition.book.meta.official.is_some().then(|| format!("{:?}主送抄送附件签发人", edition.official));
    let official = official.unwrap_or_default();
    let made: String = words.map(String::as_str).chain(lists).chain([official.as_str()]).collect();
    if built.colophon == ColophonPlace::End {
        // The colophon page ends the whole.
        texts.extend(facts);
    }
    let pdf = Pdf::read(built.bytes(Format::Pdf));
    // A preface with folios of its own comes before the contents.
    let begin = edition.book.divisions().next().expect("there is text").id;
    let first = built.paged.places[&begin].0;
    let (tags, contents) = (pdf.tags(), pdf.contents());
    assert_in_order(&format!("{what}, PDF"), &texts, &logical(&tags, &contents, &["Note", "TOC"], first), &made);
    let all = han_of(&logical(&tags, &contents, &[], first));
    let documents = built.documents();
    let of = |keep: &dyn Fn(&Element) -> bool| -> String {
        documents.iter().map(|document| plain_without(body(document), keep)).collect()
    };
    assert_in_order(&format!("{what}, EPUB"), &texts, &of(&is_note), &made);
    let html = han_of(&built.web());
    for note in &notes {
        assert!(all.contains(note.as_str()), "{what}, PDF: the note {note:?} is missing");
        assert!(han_of(&of(&|_| false)).contains(note.as_str()), "{what}, EPUB: the note {note:?} is missing");
    }
    let mut from = 0;
    for text in &texts {
        let at = html[from..].find(text.as_str()).unwrap_or_else(|| panic!("{what}, HTML: {text:?} is missing"));
        from += at + text.len();
    }
}

fn body(document: &Element) -> &Element {
    let is_body = |node: &&Node| matches!(node, Node::Element(element) if element.name == "body");
    match document.children.iter().find(is_body) {
        Some(Node::Element(body)) => body,
        _ => panic!("a document has a body"),
    }
}

/// Nothing reaches over the trim but what runs to the bleed on purpose.
pub fn assert_inside_trim(what: &str, paged: &Paged) {
    let slack = Length::pt(0.5);
    let (width, height) = (paged.trim.width + slack, paged.trim.height + slack);
    for (number, page) in paged.pages.iter().enumerate() {
        for placed in &page.frame.items {
            let right = match &placed.item {
                Item::Run(run) => placed.at.x + run.width(),
                Item::Image { size, .. } => placed.at.x + size.width,
                Item::Missing { size, .. } => placed.at.x + *size,
                Item::Turned(inner) => placed.at.x + inner.size.height,
                Item::Rule { size, .. } if placed.at.x >= Length::ZERO => placed.at.x + size.width,
                Item::Rule { .. }
                | Item::Disc { .. }
                | Item::Wave { .. }
                | Item::Outline { .. }
                | Item::Link { .. }
                | Item::Anchor(_)
                | Item::Call { .. } => continue,
            };
            let inside = placed.at.x >= -slack && right <= width && placed.at.y >= -slack && placed.at.y <= height;
            assert!(inside, "{what}, page {}: {:?} at {:?}", number + 1, placed.item, placed.at);
        }
    }
}

fn assert_no_errors(what: &str, said: &[Diagnostic]) {
    let errors: Vec<String> =
        said.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

fn assert_same_twice(what: &str, built: &Built, job: &Job, source: &dyn Source) {
    let again = publish::publish(job, source, common::fonts(), &Sink::new()).expect("there is a book");
    assert_eq!(again.len(), built.files.len());
    for (artifact, first) in again.iter().zip(&built.files) {
        assert!(artifact.content == first.content && artifact.name == first.name, "{what}: {} differs", artifact.name);
    }
}

#[test]
fn the_sample_booklet_is_whole() {
    let (job, source) = open(&common::root().join("content"));
    let built = build(&job, &source);
    let said: Vec<String> =
        built.said.iter().filter(|finding| finding.severity > Severity::Note).map(ToString::to_string).collect();
    assert!(said.is_empty(), "our own booklet has nothing to complain about: {said:#?}");
    assert_all_text_is_there("content", &built);
    assert_inside_trim("content", &built.paged);
    assert_same_twice("content", &built, &job, &source);
}

/// The names of all blocks and inlines of a book.
fn kinds(book: &Book) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    // The derived form of an enum begins with the variant's name.
    let mut note = |form: String| {
        names.insert(form.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned());
    };
    walk::book(book, &mut |node| match node {
        walk::Node::Block(block) => note(format!("{block:?}")),
        walk::Node::Inline(inline) => note(format!("{inline:?}")),
        walk::Node::Division(_) => {}
    });
    names
}

#[test]
fn the_specimen_holds_every_block_and_inline_and_is_whole() {
    let (job, source) = open(&common::root().join("tests/specimen"));
    let built = build(&job, &source);
    let said: Vec<String> =
        built.said.iter().filter(|finding| finding.severity > Severity::Note).map(ToString::to_string).collect();
    assert!(said.is_empty(), "{said:#?}");
    assert_inside_trim("specimen", &built.paged);
    let css = crate::epub::files(built.bytes(Format::Epub)).into_iter().find(|(name, _)| name.ends_with("book.css"));
    let css = css.expect("there are styles").1.len();
    assert!(css < 12_000, "{css} bytes of styles");
    assert_same_twice("specimen", &built, &job, &source);
    let there = kinds(&built.edition.book);
    // Markdown has no way to write `Raw`.
    let blocks =
        "Heading Paragraph Quote Verse List Definitions Code Table Figure Rule PageBreak Admonition NoteText Math";
    let inlines = "Text Emphasis Strong Dots ProperName TitleLine Ruby Code Link CrossRef Cite Note Image Subscript \
        Superscript Strike Small Warichu IndexTerm Lang Math LineBreak";
    let missing: Vec<&str> =
        blocks.split(' ').chain(inlines.split_whitespace()).filter(|name| !there.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?} of {there:?}");
}

#[test]
fn the_seed_is_whole() {
    let Some(path) = common::shared("corpora/seed/article.txt") else { return };
    let (job, source) = open(&path);
    let built = build(&job, &source);
    assert_no_errors("seed", &built.said);
    assert_all_text_is_there("seed", &built);
    assert_inside_trim("seed", &built.paged);
    assert_same_twice("seed", &built, &job, &source);
    let bytes = common::shared_bytes("corpora/seed/article.txt").expect("it is there");
    let source_han = han_of(&String::from_utf8(bytes).expect("it is UTF-8"));
    let pdf = Pdf::read(built.bytes(Format::Pdf));
    let first = built.paged.pages.iter().position(|page| matches!(page.folio, Folio::Body(_))).expect("there is text");
    let text = han_of(&logical(&pdf.tags(), &pdf.contents(), &["Note", "TOC"], first));
    assert_eq!(text, source_han, "every character of the article, once and in order");
    assert!(built.bytes(Format::Pdf).len() < 400_000, "{} bytes of PDF", built.bytes(Format::Pdf).len());
    assert!(built.bytes(Format::Epub).len() < 500_000, "{} bytes of EPUB", built.bytes(Format::Epub).len());
    // Ten titles, wherever titles are listed.
    let ten = |what: &str, titles: &[String]| {
        let numbered: Vec<&String> =
            titles.iter().filter(|title| title.starts_with(|c: char| c.is_ascii_digit())).collect();
        assert_eq!(numbered.len(), 10, "{what}: {titles:#?}");
        for (number, title) in (1..).zip(numbered) {
            assert!(title.starts_with(&format!("{number}.")), "{what}: {title} is number {number}");
        }
    };
    let mut outline = Vec::new();
    fn all(entries: &[keben::layout::OutlineEntry], to: &mut Vec<String>) {
        for entry in entries {
            to.push(entry.text.clone());
            all(&entry.children, to);
        }
    }
    all(&built.paged.outline, &mut outline);
    ten("outline", &outline);
    let epub = rbook::Epub::read(std::io::Cursor::new(built.bytes(Format::Epub).to_vec())).expect("it opens");
    let toc = epub.toc().contents().expect("there is a contents list");
    let nav: Vec<String> = toc.flatten().map(|entry| entry.label().to_owned()).collect();
    ten("nav", &nav);
    let pdf_contents: String = (0..first).map(|page| pdf.page_text(page)).collect();
    for title in &outline {
        let words = han_of(title);
        assert!(han_of(&pdf_contents).contains(&words), "{title} is not in the contents");
    }
}

#[test]
fn books_of_others_come_through() {
    let mut paths = Vec::new();
    for name in ["advanced-go-zh", "mdbook-guide-en", "the-way-to-go-zh", "zh-copywriting", "zh-document-style"] {
        paths.extend(common::shared(&format!("corpora/books/{name}")));
    }
    paths.extend(common::shared("corpora/laws"));
    for path in paths {
        let what = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let begun = std::time::Instant::now();
        let (job, source) = open(&path);
        let sink = Sink::new();
        let artifacts = publish::publish(&job, &source, common::fonts(), &sink).expect("there is a book");
        let made = |format: &Format| artifacts.iter().any(|artifact| artifact.format == *format);
        assert!(Format::ALL.iter().all(made), "{what}");
        let said = sink.take();
        assert!(said.iter().all(|finding| !finding.message.ends_with(['.', '。'])), "{what}: a message is no sentence");
        let pages: Vec<String> =
            artifacts.iter().filter_map(|artifact| artifact.extent).map(|(n, word)| format!("{n} {word}")).collect();
        eprintln!("{what}: {}, {} findings, {:.1} s", pages.join(", "), said.len(), begun.elapsed().as_secs_f64());
    }
}

/// The blocks of a manual page that are TOML.
fn toml_blocks(page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(crate::common::root().join(page)).expect("the manual has this page");
    let blocks = text.split("```toml\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or(rest).to_owned()).collect()
}

#[test]
fn the_manual_names_keys_that_there_are() {
    let blocks = toml_blocks("docs/manifest.md");
    let manifest = keben::publish::Manifest::parse(&blocks[0]).expect("the manual's keben.toml can be used");
    assert_eq!(manifest.book.creators[0].file_as.as_deref(), Some("Zuo, Zhe"));
    let official = keben::publish::Manifest::parse(&blocks[1]).expect("the manual's official document can be used");
    assert!(official.book.official.is_some_and(|parts| parts.number.is_some()));
    let own = &toml_blocks("docs/themes.md")[0];
    let theme = keben::theme::Theme::parse(own).expect("the manual's theme can be used");
    assert_eq!(theme.name, "house");
    let formats = toml_blocks("docs/formats.md");
    keben::publish::Manifest::parse(&formats[0]).expect("the manual's short keben.toml can be used");
}
