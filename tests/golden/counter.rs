//! Cases of kind `counter`: how numbers are written.

use std::collections::BTreeMap;

use keben::diag::{Diagnostic, Sink};
use keben::model::{Block, Book, Division, DivisionKind, Heading, Inline, Lang, NodeId, Title};
use keben::resolve::number::{Style, format};
use keben::resolve::{Edition, Numbering, Options, resolve};
use keben::source::Memory;
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    style: String,
    /// The language of the numbers, where it is not the case's.
    lang: Option<String>,
    values: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    outline: String,
    levels: BTreeMap<String, String>,
    gap_after_em: Option<f64>,
}

pub fn run(case: &Case) -> Outcome {
    let judged = if case.expect.contains_key("outline") {
        case.expect().and_then(|expect| outline(case, &expect))
    } else {
        case.expect().and_then(|expect| values(case, &expect))
    };
    judged.into()
}

fn values(case: &Case, expect: &Values) -> Result<(), String> {
    let lang = lang(expect.lang.as_ref().unwrap_or(&case.paragraph.lang))?;
    let style = match (expect.style.as_str(), lang.is_traditional()) {
        ("decimal", _) => Style::Decimal,
        ("cn-informal", false) => Style::ChineseLower,
        ("cn-informal", true) => Style::ChineseLowerHant,
        ("cn-formal", false) => Style::ChineseFormal,
        ("cn-formal", true) => Style::ChineseFormalHant,
        ("positional", _) => Style::Positional,
        ("stems", _) => Style::Stems,
        ("circled", _) => Style::Circled,
        (other, _) => return Err(format!("no counter style `{other}`")),
    };
    for (number, expected) in &expect.values {
        let n = number.parse().map_err(|_| format!("`{number}` is no number"))?;
        let written = format(style, n).unwrap_or_else(|| "nothing".to_owned());
        ensure(written == *expected, || format!("{number} is {written}, not {expected}"))?;
    }
    Ok(())
}

fn lang(tag: &str) -> Result<Lang, String> {
    tag.parse().map_err(|error| format!("{error}"))
}

/// An article with one heading a level, as keben numbers it.
fn outline(case: &Case, expect: &Levels) -> Result<(), String> {
    let headings = match expect.outline.as_str() {
        "gongwen" => Numbering::Gongwen,
        "book" => Numbering::Sections,
        "chinese" => Numbering::Chinese,
        "decimal" => Numbering::Decimal,
        other => return Err(format!("no outline `{other}`")),
    };
    let depth = expect.levels.len() as u8;
    let options = Options { headings, depth, contents_depth: Some(depth), ..Options::default() };
    let edition = numbered(lang(&case.paragraph.lang)?, depth, &options, headings == Numbering::Gongwen)?;
    for (level, expected) in &expect.levels {
        let level: u32 = level.parse().map_err(|_| format!("`{level}` is no level"))?;
        let number = edition.number(NodeId(level)).unwrap_or("nothing");
        ensure(number == expected, || format!("level {level} is {number}, not {expected}"))?;
        if let Some(gap) = expect.gap_after_em {
            let parted = !edition.number_gap(NodeId(level)).is_empty();
            ensure(parted == (gap > 0.0), || format!("level {level}: a space after {number} is {parted}"))?;
            let line = edition.numbered(NodeId(level), "题");
            ensure(line.contains(' ') == (gap > 0.0), || format!("level {level} reads `{line}`"))?;
        }
    }
    Ok(())
}

/// A book whose titles have the numbers 1, 2, 3 … as nodes by level: in an article, or with a chapter as level 1.
fn numbered(lang: Lang, depth: u8, options: &Options, article: bool) -> Result<Edition, String> {
    let title = || Title { content: vec![Inline::text("题")], ..Title::default() };
    let above = u8::from(!article);
    let heading = |level: u8| {
        let heading =
            Heading { id: NodeId(u32::from(level)), level: level - above, title: title(), ..Heading::default() };
        Block::Heading(heading)
    };
    let mut division = Division { blocks: (1 + above..=depth).map(heading).collect(), ..Division::default() };
    division.id = NodeId(if article { u32::from(depth) + 1 } else { 1 });
    division.kind = if article { DivisionKind::Article } else { DivisionKind::Chapter };
    division.title = (!article).then(title);
    let mut book = Book { body: vec![division], ..Book::default() };
    book.meta.language = Some(lang);
    let sink = Sink::new();
    let edition = resolve(book, &Memory::new(), options, &sink);
    let said: Vec<Diagnostic> = sink.take();
    ensure(said.is_empty(), || format!("keben complains: {}", said[0].message))?;
    Ok(edition)
}
