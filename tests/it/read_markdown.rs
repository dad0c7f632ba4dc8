//! Tests of the Markdown reader: goldens of the model, the specifications' own examples, and hostile texts.

#![allow(clippy::disallowed_methods)] // Cases and specifications are files.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use keben::diag::{Diagnostic, Sink};
use keben::model::walk::{self, Node};
use keben::model::{Block, Book, Inline};
use keben::read::{Input, Options, read};
use keben::source::Memory;
use serde_json::Value;

use crate::common;

fn parse(text: &str) -> (Book, Vec<Diagnostic>) {
    let sink = Sink::new();
    let source = Memory::new().with("a.md", text);
    let book = read(&source, &Input::File("a.md".into(), None), &Options::default(), &sink);
    // A text of nothing but definitions is no book.
    (book.unwrap_or_default(), sink.take())
}

/// The model as JSON, a value a line where it fits; `span` as `line:column start..end`. Then what the author is told.
fn dump(book: &Book, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    write(&serde_json::to_value(book).expect("a book is always JSON"), 0, &mut out);
    out.push('\n');
    for diagnostic in diagnostics {
        out.push_str(&format!("{diagnostic}\n"));
    }
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    let short = short(value).to_string();
    let (open, close, parts): (char, char, Vec<(String, &Value)>) = match value {
        Value::Object(map) if short.chars().count() > 100 => {
            ('{', '}', map.iter().map(|(key, value)| (format!("{key:?}: "), value)).collect())
        }
        Value::Array(list) if short.chars().count() > 100 => {
            ('[', ']', list.iter().map(|value| (String::new(), value)).collect())
        }
        _ => return out.push_str(&short),
    };
    out.push(open);
    for (at, (key, value)) in parts.iter().enumerate() {
        out.push_str(&format!("{}\n{}{key}", if at > 0 { "," } else { "" }, "  ".repeat(depth + 1)));
        write(value, depth + 1, out);
    }
    out.push_str(&format!("\n{}{close}", "  ".repeat(depth)));
}

fn short(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("file") && map.contains_key("line") => {
            format!("{}:{} {}..{}", map["line"], map["column"], map["start"], map["end"]).into()
        }
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), short(value))).collect()),
        Value::Array(list) => list.iter().map(short).collect(),
        other => other.clone(),
    }
}

/// Compares the model of `tests/it/read/NAME.md`, and what its author is told, with the golden beside it.
fn check(name: &str) {
    let path = common::root().join(format!("tests/it/read/{name}.md"));
    let (book, diagnostics) = parse(&std::fs::read_to_string(path).expect("the case is there"));
    common::golden(&format!("read/{name}.book"), &dump(&book, &diagnostics));
}

macro_rules! cases {
    ($($test:ident $name:literal)*) => {$(
        #[test]
        fn $test() {
            check($name);
        }
    )*};
}

cases! {
    blocks "md-blocks"
    inlines "md-inlines"
    notes "md-notes"
    tables "md-tables"
    figures "md-figures"
    containers "md-containers"
    chinese "md-chinese"
    ruby "md-ruby"
    html_blocks "md-html"
    html_inlines "md-html-inlines"
    yaml "md-yaml"
    toml "md-toml"
    broken_front_matter "md-front-broken"
    references "md-references"
    mathematics "md-math"
}

/// Every visible character of a book in order, without what stands for pictures.
fn text_of(book: &Book) -> String {
    let mut out = String::new();
    let mut captions: Vec<*const Inline> = Vec::new();
    walk::book(book, &mut |node| match node {
        Node::Division(_) => out.push(' '),
        Node::Block(block) => {
            out.push(' ');
            match block {
                Block::Heading(heading) => out.push_str(heading.title.number.as_deref().unwrap_or_default()),
                Block::Code(code) => out.push_str(&code.text),
                Block::Math(math) => out.push_str(&math.tex),
                Block::Raw(raw) => out.push_str(&text_of_html(&raw.text)),
                Block::Figure(figure) => captions.extend(figure.caption.iter().map(|inline| inline as *const Inline)),
                _ => {}
            }
        }
        Node::Inline(inline) if captions.contains(&(inline as *const Inline)) => {}
        Node::Inline(inline) => match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => out.push_str(text),
            Inline::Ruby(ruby) => {
                ruby.pairs.iter().for_each(|pair| out.push_str(&format!("{}{}", pair.base, pair.reading)))
            }
            Inline::Raw { text, .. } => out.push_str(&text_of_html(text)),
            Inline::LineBreak => out.push(' '),
            _ => {}
        },
    });
    collapse(&out)
}

/// Every character that a browser shows of a piece of HTML.
fn text_of_html(html: &str) -> String {
    const BLOCKS: &str = " address article aside blockquote body br caption center dd details div dl dt figcaption figure \
        footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul ";
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut out = String::new();
    let mut unseen = false;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        let (name, starts) = match &token {
            Token::String(text) if !unseen => {
                out.push_str(&String::from_utf8_lossy(text));
                continue;
            }
            Token::StartTag(tag) => (String::from_utf8_lossy(&tag.name).into_owned(), true),
            Token::EndTag(tag) => (String::from_utf8_lossy(&tag.name).into_owned(), false),
            _ => continue,
        };
        if matches!(name.as_str(), "script" | "style") {
            unseen = starts;
        }
        if BLOCKS.contains(&format!(" {name} ")) {
            out.push(' ');
        }
    }
    collapse(&out)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All examples of a specification but those listed, with the reason, as known to differ.
fn specification(path: &str, known: &[(u64, &str)]) {
    let Some(path) = common::shared(path) else { return };
    let text = std::fs::read_to_string(path).expect("the specification is readable");
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the specification is JSON");
    let known: BTreeMap<u64, &str> = known.iter().copied().collect();
    let mut wrong = Vec::new();
    for example in &examples {
        let number = example["example"].as_u64().expect("an example has a number");
        let markdown = example["markdown"].as_str().expect("an example has Markdown");
        let (book, _) = parse(markdown);
        let (actual, expected) = (text_of(&book), text_of_html(example["html"].as_str().expect("an example has HTML")));
        // An opening heading became the book's title.
        let titled = collapse(&format!("{} {actual}", book.meta.title));
        match (actual == expected || titled == expected, known.get(&number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => wrong.push(format!("{number} is right now, though listed: {reason}")),
            (false, None) => {
                wrong.push(format!("{number}: {markdown:?}\n  expected {expected:?}\n  actual   {actual:?}"))
            }
        }
    }
    assert!(known.len() * 100 <= examples.len(), "more than one in a hundred is listed as known to differ");
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

/// A browser swallows a tag that is never finished with all that follows; a book keeps the text.
const UNFINISHED: &[(u64, &str)] = &[(156, "its text is kept"), (157, "its text is kept"), (158, "its text is kept")];

#[test]
fn commonmark() {
    specification("corpora/spec/commonmark-0.31.2/spec.json", UNFINISHED);
}

#[test]
fn github_flavoured() {
    let known = [
        (126, "an unfinished tag: its text is kept"),
        (127, "an unfinished tag: its text is kept"),
        (128, "an unfinished tag: its text is kept"),
        (645, "comments as CommonMark 0.31 has them"),
        (646, "comments as CommonMark 0.31 has them"),
        (653, "GitHub shows some tags as text; a book leaves `style` out"),
    ];
    specification("corpora/spec/gfm/spec.json", &known);
}

/// The parser's own examples of what goes beyond CommonMark: whatever is made of them, nothing breaks.
#[test]
fn extensions() {
    let Some(folder) = common::shared("corpora/spec/pulldown-cmark") else { return };
    for name in
        ["footnotes", "old_footnotes", "table", "definition_lists", "heading_attrs", "math", "super_sub", "regression"]
    {
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the specification is readable");
        parse(&text);
        for example in text.split("\n````````````````````````````````").skip(1).step_by(2) {
            let markdown =
                example.split_once('\n').map_or("", |(_, rest)| rest).split("\n.\n").next().unwrap_or_default();
            parse(&markdown.replace('→', "\t"));
        }
    }
}

/// The golden cases of line ends and emphasis in Chinese.
#[test]
fn chinese_golden_cases() {
    let Some(path) = common::shared("golden/cjk/normalise.json") else { return };
    let text = std::fs::read_to_string(path).expect("the cases are readable");
    let cases: Value = serde_json::from_str(&text).expect("the cases are JSON");
    let mut seen = 0;
    for case in cases["cases"].as_array().expect("there are cases") {
        let expect = &case["expect"];
        if expect["input"] != "markdown" {
            continue;
        }
        seen += 1;
        let (book, _) = parse(expect["source"].as_str().expect("a case has a source"));
        if let Some(text) = expect["text"].as_str() {
            assert_eq!(text_of(&book), text, "{}", case["id"]);
        }
        if let Some(strong) = expect["strong"].as_array() {
            let mut found = Vec::new();
            walk::book(&book, &mut |node| {
                if let Node::Inline(Inline::Strong(content)) = node {
                    found.push(Value::from(walk::plain(content)));
                }
            });
            assert_eq!(&found, strong, "{}", case["id"]);
        }
    }
    assert!(seen >= 4);
}

/// `source` and the strong, emphasised and struck text in it.
#[test]
fn emphasis_beside_chinese_marks() {
    let cases: &[(&str, &[&str])] = &[
        ("这是**重点。**后面", &["重点。"]),
        ("**“重点”**后面", &["“重点”"]),
        ("前面**（注）**后面", &["（注）"]),
        ("前面**\"注\"**后面", &["\"注\""]),
        ("前面***（注）***后面", &["（注）", "（注）"]),
        ("，**。**，", &["。"]),
        ("~~删除。~~后面", &["删除。"]),
        ("한국어**(괄호)**입니다", &["(괄호)"]),
        ("看**`code`**吗", &["code"]),
        ("*“甲”*，**乙**", &["“甲”", "乙"]),
        ("a**\"b\"**c", &[]),
        ("** 不是 **", &[]),
        ("`**重点。**后`", &[]),
        ("\\*\\*重点。\\*\\*后", &[]),
        ("\u{E000}**重点。**后\u{E001}", &["重点。"]),
        ("&#xE000;**重点。**后", &["重点。"]),
    ];
    for (source, expected) in cases {
        let (book, _) = parse(source);
        let mut found = Vec::new();
        walk::book(&book, &mut |node| {
            if let Node::Inline(Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strike(content)) = node {
                found.push(walk::plain(content));
            }
        });
        assert_eq!(&found, expected, "{source}");
        let kept: String = source.replace("&#xE000;", "\u{E000}").chars().filter(|c| !"*~`\\".contains(*c)).collect();
        let shown: String = text_of(&book).chars().filter(|c| !"*~`".contains(*c)).collect();
        assert_eq!(collapse(&shown), collapse(&kept), "{source}");
    }
}

/// What ordinary text must not become.
#[test]
fn ordinary_text() {
    let texts = [
        "a@b",
        "写给 @甲",
        "[@]",
        "[@ a]",
        "{a}",
        "{start|stop}",
        "{漢字}",
        "{|}",
        "3~5天，6~8天",
        "10~20~30",
        "^_^ 哈哈^o^",
        "价格$100，$200元",
        "$5 and $6",
        "::: ",
        "a ::: note",
        "http://",
        "www.",
        "[]{}",
        "[a]{b c}",
        "a{.b}",
        "x_1_2",
        "|",
        "表：没有表",
        "#标题",
        "1.5 倍",
        "+++",
        "---\n没有结尾",
        "\\",
        "&nope;",
        "&#0;",
        "<",
        "<3",
        "a < b > c",
        "{{#include x}}",
    ];
    for text in texts {
        let (book, _) = parse(text);
        let shown = text_of(&book);
        let expected = collapse(&text.replace("&#0;", "\u{FFFD}")).replace("--- ", "");
        assert_eq!(shown, expected, "{text}");
        walk::book(&book, &mut |node| {
            if let Node::Inline(inline) = node {
                assert!(matches!(inline, Inline::Text(_)), "{text}: {inline:?}");
            }
        });
    }
}

fn depth(blocks: &[Block]) -> usize {
    let inner = blocks.iter().map(|block| match block {
        Block::Quote(quote) => depth(&quote.blocks),
        Block::List(list) => list.items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        Block::Admonition(admonition) => depth(&admonition.blocks),
        Block::NoteText(note) => depth(&note.blocks),
        _ => 0,
    });
    1 + inner.max().unwrap_or(0)
}

/// Texts that someone wrote to break a reader: no panic, no overflow, no nesting without end, no waiting.
#[test]
fn hostile() {
    let n = 10_000;
    let nested_notes: String = (0..200).map(|i| format!("[^{i}]: a[^{}]b[^{}]\n\n", i + 1, i + 1)).collect();
    let texts: Vec<String> = vec![
        "> ".repeat(n) + "a",
        ">".repeat(n),
        "- ".repeat(n) + "a",
        (0..500).map(|i| "  ".repeat(i) + "- a\n").collect(),
        "[".repeat(n),
        "![".repeat(n) + "a" + &"](x)".repeat(n),
        "[a](".repeat(n),
        "*".repeat(n) + "a" + &"*".repeat(n),
        "*a ".repeat(n),
        "**a *b ".repeat(n) + &"** *".repeat(n),
        "_a ".repeat(n),
        "<div>".repeat(n) + "a",
        "<div>".repeat(n) + "a" + &"</div>".repeat(n),
        "<b>".repeat(n) + "a" + &"</i>".repeat(n),
        "a <b>".repeat(n) + "a" + &"</i>".repeat(n),
        "<ruby>".repeat(n) + "a<rt>",
        "<table><tr><td colspan=1000 rowspan=65000>".repeat(200),
        "<table>".to_owned() + &"<tr><td colspan=1000>a".repeat(2000),
        "<svg>".repeat(n),
        "<pre>".repeat(n),
        "::: note\n".repeat(n),
        ":::\n".repeat(n),
        "{漢".repeat(n),
        "{漢|".repeat(n),
        "x~".repeat(n),
        "x^1".repeat(n),
        "(http://a.b".repeat(n),
        "(http://".repeat(n),
        "a@".repeat(n),
        "[^a]".repeat(n) + "\n\n[^a]: " + &"长".repeat(1000),
        "[^0]\n\n".to_owned() + &nested_notes,
        "[^a]\n\n[^a]: b[^a]".into(),
        "$a ".repeat(n),
        "$1，$2".repeat(n),
        "`".repeat(n),
        "`a``".repeat(n),
        "|a".repeat(n) + "\n" + &"|-".repeat(n) + "\n" + &"|b\n".repeat(300),
        "字。**".repeat(n),
        "[a]{.b}".repeat(n),
        "[a]{index=\"".repeat(n),
        "[@a]".repeat(n),
        "[]{index=a}".repeat(n),
        "a\0b\rc\r\nd\u{FEFF}\u{FDD0}e".into(),
        "\u{FEFF}---\ntitle: 书\n---\n正文".into(),
        "---\n".into(),
        "---\n---\n".into(),
        "---\na: &a [*a, *a]\n---\n".into(),
        "+++\n= \n+++\n".into(),
        "<".into(),
        "<!--".into(),
        "<a href=".into(),
        "\u{E0100}**。**\u{20000}*\"a\"*\u{20000}".into(),
        "字\n".repeat(n),
        "字".repeat(200_000),
        // A million openings, each of which once searched 400 characters for its end.
        "{{".repeat(500_000),
        ("{{#include x}}\n".repeat(10) + &"字".repeat(50_000) + "\n\n").repeat(20),
    ];
    for text in &texts {
        let started = std::time::Instant::now();
        let shown: String = text.chars().take(40).collect();
        let (book, _) = parse(text);
        let deepest = book.divisions().map(|division| depth(&division.blocks)).max().unwrap_or(0);
        assert!(deepest <= 110, "{deepest} levels: {shown:?}");
        let json = serde_json::to_string(&book).expect("a book is always JSON");
        assert!(json.len() < 40_000_000, "{} bytes of JSON: {shown:?}", json.len());
        let taken = started.elapsed();
        assert!(taken.as_secs() < 5, "{taken:?}: {shown:?}");
    }
}

/// Front matter as people write it, and as it comes out.
#[test]
fn front_matter() {
    let meta = |yaml: &str| parse(&format!("---\n{yaml}\n---\n正文\n")).0.meta;
    assert_eq!(meta("title: No").title, "No");
    assert_eq!(meta("title: 1984").title, "1984");
    assert_eq!(meta("author: [甲, 乙]").creators.len(), 2);
    assert_eq!(meta("identifier: doi:10.1/x").identifiers[0].value, "10.1/x");
    assert_eq!(meta("tags: a, b").subjects, ["a", "b"]);
    assert_eq!(meta("lang: zh-TW").language.expect("it is a language").as_str(), "zh-Hant-TW");
    let (book, diagnostics) = parse("---\nlang: 中文\n---\n# 题\n");
    assert_eq!((book.meta.language, diagnostics.len()), (Some("zh-Hans".parse().expect("a tag")), 1));
    assert_eq!(diagnostics[0].span.to_string(), "a.md:2:1");
    // A rule, a heading and a rule are Markdown.
    let (book, diagnostics) = parse("---\n只是字\n---\n正文\n");
    assert_eq!((text_of(&book).as_str(), diagnostics.len()), ("只是字 正文", 0));
}

/// Places are counted in the file as it is: front matter, byte order mark and Windows line ends included.
#[test]
fn places() {
    let (book, _) = parse("\u{FEFF}---\r\ntitle: 书\r\n---\r\n\r\n> 甲\r\n>\r\n> **乙**[x](y)\r\n");
    let mut found = Vec::new();
    walk::book(&book, &mut |node| match node {
        Node::Block(block) => found.push(format!("{}:{}", block.span().line, block.span().column)),
        Node::Inline(Inline::Link(link)) => found.push(format!("{}:{}", link.span.line, link.span.column)),
        _ => {}
    });
    assert_eq!(found, ["5:1", "5:3", "7:3", "7:8"]);
}

/// Texts put together at random, always the same ones: nothing breaks, and no character goes missing.
#[test]
fn random_texts() {
    let parts = [
        "*",
        "**",
        "~~",
        "~",
        "字",
        "。",
        "“",
        "”",
        "a",
        " ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "`",
        "```\n",
        "[",
        "]",
        "(x)",
        "{",
        "}",
        "{.dots}",
        "{index=a}",
        "[^a]",
        "[^a]: ",
        "$",
        "$$",
        "|",
        "|\n|-|-|\n",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td rowspan=3>",
        "<td colspan=2>",
        "</table>",
        "<ruby>",
        "<rt>",
        "</ruby>",
        "<svg>",
        "</svg>",
        "<script>",
        "</script>",
        "<pre>",
        "</pre>",
        "<li>",
        "<ul>",
        "</ul>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "::: verse\n",
        ":::\n",
        "::: figure\n",
        "::: pagebreak\n",
        "\n:::: x\n",
        "# ",
        "{#a}",
        "![x](y)",
        "[@a]",
        "{漢|か}",
        "\\",
        "&amp;",
        "\0",
        "\r",
        "\u{FEFF}",
        "---\n",
        "+++\n",
        ": def",
        "Table: x\n",
        "表：\n",
        "\\pagebreak",
        "<img src=a>",
        "<code>",
        "</code>",
        "<h2>",
        "</h2>",
        "<details><summary>",
        "</details>",
        "\u{20000}",
        "\u{1}",
        "\u{E000}",
        "http://a.b",
        "@c.d",
        "^2^",
        "~2~",
        "<!--",
        "-->",
        "<br>",
        "<hr>",
        "\t",
        "\"",
        "🙂",
        "한",
    ];
    // Within these a character may rightly not be shown.
    let hiding = ["<script", "[^a]", "<!--", "<img", "{", "[", "---", "+++", "```", "~~~"];
    let mut state: u64 = 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for _ in 0..3000 {
        let length = next() % 60 + 1;
        let text: String = (0..length).map(|_| parts[next() % parts.len()]).collect();
        let (book, _) = parse(&text);
        let shown = serde_json::to_string(&book).expect("a book is always JSON");
        if !hiding.iter().any(|mark| text.contains(mark)) {
            assert!(shown.matches('字').count() >= text.matches('字').count(), "{text:?}");
        }
    }
}

/// The caption of the first figure, its notes as `[…]`, and what is told.
fn caption(text: &str) -> (String, Vec<(&'static str, u32)>) {
    let (book, said) = parse(&format!("# 章\n\n{text}\n"));
    let mut caption = String::new();
    walk::book(&book, &mut |node| {
        if let (Node::Block(Block::Figure(figure)), true) = (node, caption.is_empty()) {
            for inline in &figure.caption {
                match inline {
                    Inline::Note(note) => caption.push_str(&format!("[{}]", note.blocks.len())),
                    Inline::Strong(content) => caption.push_str(&format!("**{}**", walk::plain(content))),
                    Inline::Math(tex) => caption.push_str(&format!("${tex}$")),
                    other => caption.push_str(&walk::plain(std::slice::from_ref(other))),
                }
            }
        }
    });
    let quiet = |code: &str| matches!(code, "missing-image" | "ascii-punctuation" | "title" | "han-space");
    (caption, said.iter().filter(|said| !quiet(said.code)).map(|said| (said.code, said.span.line)).collect())
}

#[test]
fn the_title_of_a_picture_is_markdown() {
    let note = "\n\n[^g]: 注";
    for (text, expected) in [
        ("![图](a.png \"图题[^g]\")", "图题[1]"),
        ("![图](a.png '**重**于“$x$”[^g]'){#fig-a}", "**重**于“$x$”[1]"),
        ("![图](a.png (第\\(1\\)[^g]幅))", "第(1)[1]幅"),
        ("![图](a.png \"1. \\\"引\\\"[^g]\")", "1. \"引\"[1]"),
        ("![图][p]\n\n[p]: a.png \"价$5至$6[^g]\"", "价$5至$6[1]"),
        ("> ![图](a.png \"图题[^g]\")", "图题[1]"),
        ("::: figure\n![图](a.png \"图题[^g]\")\n:::", "图题[1]"),
    ] {
        assert_eq!(caption(&format!("{text}{note}")), (expected.to_owned(), vec![]), "{text}");
    }
    assert_eq!(caption("![图](a.png \"图题[^h]\")"), ("图题[^h]".to_owned(), vec![("no-note", 3)]));
    let broken = "> ![图](a.png \"一行\n> 二行\")";
    assert_eq!(caption(broken).0, "一行\n二行", "what would be more than a line is words");
}

#[test]
fn notes_of_titles_that_are_no_captions_are_told() {
    let note = "\n\n[^g]: 注";
    for text in [
        "词\n![图](a.png \"图题[^g]\")词",
        "::: figure\n![图](a.png \"图题[^g]\")\n\n![图](b.png \"又题\")\n:::",
        "词\n![图](a.png \"图题[^g]\") ![图](b.png \"又题\")",
    ] {
        assert_eq!(caption(&format!("{text}{note}")).1, [("unused-note", 4)], "{text}");
    }
    let (book, _) = parse("# 章\n\n![图](a.png \"**重**\") 词\n");
    let Some(Block::Paragraph(paragraph)) = book.body[0].blocks.first() else { panic!("a paragraph") };
    assert!(matches!(&paragraph.content[0], Inline::Image(image) if image.title.as_deref() == Some("重")));
}
