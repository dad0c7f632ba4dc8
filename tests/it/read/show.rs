//! A book as lines of text, and its bare characters.

use std::fmt::Write;

use keben::diag::Diagnostic;
use keben::model::{Block, Book, Division, Inline, Layout, ListKind, Title, walk};

/// The whole book, a block a line, and what was said about it.
pub fn book(book: &Book, said: &[Diagnostic]) -> String {
    show(book, said, usize::MAX)
}

/// The same with no more than the first characters of each block.
pub fn outline(book: &Book, said: &[Diagnostic]) -> String {
    show(book, said, 24)
}

fn show(book: &Book, said: &[Diagnostic], most: usize) -> String {
    let mut out = format!("title: {}\n", book.meta.title);
    for creator in &book.meta.creators {
        writeln!(out, "{:?}: {}", creator.role, creator.name).expect("a string takes all");
    }
    if let Some(language) = &book.meta.language {
        writeln!(out, "language: {language}").expect("a string takes all");
    }
    for (name, divisions) in [("front", &book.front), ("body", &book.body), ("back", &book.back)] {
        for top in divisions {
            writeln!(out, "{name}").expect("a string takes all");
            division(top, 1, most, &mut out);
        }
    }
    for diagnostic in said {
        writeln!(out, "{diagnostic}").expect("a string takes all");
    }
    out
}

fn title(title: &Title) -> String {
    let number = title.number.as_deref().map(|number| format!("[{number}] ")).unwrap_or_default();
    number + &walk::plain(&title.content)
}

fn division(division: &Division, depth: usize, most: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let named = division.title.as_ref().map(title).unwrap_or_default();
    writeln!(out, "{pad}{:?} {named} @{}", division.kind, division.span).expect("a string takes all");
    blocks(&division.blocks, depth + 1, most, out);
    for inner in &division.divisions {
        self::division(inner, depth + 1, most, out);
    }
}

fn blocks(list: &[Block], depth: usize, most: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    for block in list {
        let line = match block {
            Block::Heading(heading) => format!("h{} {}", heading.level, title(&heading.title)),
            Block::Paragraph(paragraph) => {
                let layout = match paragraph.layout {
                    Layout::Theme => "p",
                    Layout::Start => "p start",
                    Layout::Centre => "p centre",
                    Layout::End => "p end",
                };
                format!("{layout} {}", inlines(&paragraph.content))
            }
            Block::Verse(verse) => {
                let lines: Vec<String> = verse.lines.iter().map(|line| inlines(line)).collect();
                format!("verse {}", lines.join(" / "))
            }
            Block::List(list) => {
                let start = if let ListKind::Ordered(start) = list.kind { start.to_string() } else { "-".into() };
                writeln!(out, "{pad}list {start} @{}", list.span.line).expect("a string takes all");
                list.items.iter().for_each(|item| blocks(&item.blocks, depth + 1, most, out));
                continue;
            }
            other => format!("{:?}", std::mem::discriminant(other)).chars().take(0).collect::<String>() + name(other),
        };
        let cut: String = line.chars().take(most).collect();
        let dots = if cut.len() < line.len() { "…" } else { "" };
        writeln!(out, "{pad}{cut}{dots} @{}", block.span().line).expect("a string takes all");
    }
}

fn name(block: &Block) -> &'static str {
    match block {
        Block::PageBreak(_) => "page break",
        Block::Rule(_) => "rule",
        Block::Code(_) => "code",
        _ => "other",
    }
}

fn inlines(list: &[Inline]) -> String {
    list.iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Ruby(ruby) => ruby.pairs.iter().map(|pair| format!("{{{}|{}}}", pair.base, pair.reading)).collect(),
            Inline::Dots(content) => format!("dots({})", inlines(content)),
            Inline::Strong(content) => format!("strong({})", inlines(content)),
            other => walk::plain(std::slice::from_ref(other)),
        })
        .collect()
}

/// All characters but blanks in reading order: the title where the text gave it, names, numbers, readings.
/// A title made from a file's name (`a`, `article`) is left out, as it stands nowhere in the text.
pub fn characters(book: &Book) -> String {
    let mut out = String::new();
    if !matches!(book.meta.title.as_str(), "a" | "t" | "article") {
        out.push_str(&book.meta.title);
    }
    book.meta.creators.iter().for_each(|creator| out.push_str(&creator.name));
    collect(book, &mut out);
    out.chars().filter(|c| !c.is_whitespace()).collect()
}

fn collect(book: &Book, out: &mut String) {
    fn number(title: Option<&Title>, out: &mut String) {
        out.push_str(title.and_then(|title| title.number.as_deref()).unwrap_or_default());
    }
    fn list(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    number(Some(&heading.title), out);
                    line(&heading.title.content, out);
                }
                Block::List(of) => {
                    for (at, item) in of.items.iter().enumerate() {
                        if let ListKind::Ordered(start) = of.kind {
                            write!(out, "{}.", start + at as u64).expect("a string takes all");
                        }
                        list(&item.blocks, out);
                    }
                }
                Block::Paragraph(paragraph) => line(&paragraph.content, out),
                Block::Verse(verse) => verse.lines.iter().for_each(|verse| line(verse, out)),
                other => walk::blocks(std::slice::from_ref(other), &mut |node| {
                    if let walk::Node::Inline(Inline::Text(text)) = node {
                        out.push_str(text);
                    }
                }),
            }
        }
    }
    fn line(content: &[Inline], out: &mut String) {
        walk::inlines(content, &mut |node| match node {
            walk::Node::Inline(Inline::Text(text) | Inline::Code(text)) => out.push_str(text),
            walk::Node::Inline(Inline::Ruby(ruby)) => ruby.pairs.iter().for_each(|pair| {
                write!(out, "{}《{}》", pair.base, pair.reading).expect("a string takes all");
            }),
            _ => {}
        });
    }
    fn of(division: &Division, out: &mut String) {
        number(division.title.as_ref(), out);
        division.title.iter().for_each(|title| line(&title.content, out));
        list(&division.blocks, out);
        division.divisions.iter().for_each(|inner| of(inner, out));
    }
    book.divisions().for_each(|division| of(division, out));
}

/// An Aozora text without the marks of its notation and without the legend that explains them.
pub fn without_aozora(text: &str) -> String {
    let mut out = text.to_owned();
    let dashes = "-".repeat(55);
    if let Some(start) = out.find(&dashes)
        && let Some(end) = out[start + 55..].find(&dashes)
    {
        out.replace_range(start..start + 55 + end + 55, "");
    }
    while let Some(start) = out.find("［＃") {
        let Some(end) = out[start..].find('］') else { break };
        out.replace_range(start..start + end + '］'.len_utf8(), "");
    }
    out.replace('｜', "")
}

/// The text of Pandoc's AST: what its readers would show.
pub fn pandoc_text(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Array(list) => list.iter().map(pandoc_text).collect(),
        Value::Object(node) => {
            let c = &value["c"];
            match node.get("t").and_then(Value::as_str) {
                Some("Str") => c.as_str().unwrap_or_default().into(),
                Some("Code" | "CodeBlock" | "RawBlock" | "RawInline" | "Math") => {
                    c[1].as_str().unwrap_or_default().into()
                }
                Some("Quoted") => {
                    let marks = if c[0]["t"] == "SingleQuote" { ("‘", "’") } else { ("“", "”") };
                    format!("{}{}{}", marks.0, pandoc_text(&c[1]), marks.1)
                }
                Some(_) => pandoc_text(c),
                None => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// All text of a book but its metadata, program text and raw text too, in any order.
pub fn everything(book: &Book) -> String {
    let mut out = String::new();
    fn number(title: &Title, out: &mut String) {
        out.push_str(title.number.as_deref().unwrap_or_default());
    }
    walk::book(book, &mut |node| match node {
        walk::Node::Division(division) => division.title.iter().for_each(|title| number(title, &mut out)),
        walk::Node::Block(Block::Heading(heading)) => number(&heading.title, &mut out),
        walk::Node::Block(Block::Code(code)) => out.push_str(&code.text),
        walk::Node::Block(Block::Raw(raw)) => out.push_str(&raw.text),
        walk::Node::Block(Block::Math(math)) => out.push_str(&math.tex),
        walk::Node::Inline(Inline::Text(text) | Inline::Code(text) | Inline::Math(text)) => out.push_str(text),
        walk::Node::Inline(Inline::Raw { text, .. }) => out.push_str(text),
        walk::Node::Inline(Inline::Image(image)) => out.push_str(image.alt.as_deref().unwrap_or_default()),
        walk::Node::Block(Block::Figure(figure)) => {
            figure.images.iter().for_each(|image| out.push_str(image.alt.as_deref().unwrap_or_default()));
        }
        walk::Node::Block(_) | walk::Node::Inline(_) => {}
    });
    out
}

/// The characters of a text in the order of their code points, for comparing what order does not matter to.
pub fn sorted(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    chars.sort_unstable();
    chars.into_iter().collect()
}
