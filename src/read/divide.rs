//! Flat blocks with headings → divisions. In: a [`Document`]. Out: a [`Book`], or one [`Division`] of a book folder.

mod attached;
mod kind;

use super::{Cx, Document, numeral};
use crate::diag::{Diagnostic, Span};
use crate::model::{Block, Book, Division, DivisionKind, Heading, Inline, Label, NoteText, Rule, Title, walk};
use kind::{is_back, is_front};
pub(crate) use kind::{is_contents, of_title as kind_of_title};
use numeral::Series;

/// A text longer than this has chapters if it has headings, numbered or not: some sixty pages.
const LONG: usize = 30_000;

/// How a text becomes a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// What stands before the first heading of an article belongs to it.
    Stays,
    /// It is an introduction (plain text).
    Introduction,
}

/// A whole book from one document.
pub(crate) fn single(mut document: Document, colophon: Vec<Block>, file: &str, lead: Lead, cx: &Cx) -> Book {
    split_numbers(&mut document.blocks, false);
    let attached = attached::take(&mut document, file, cx);
    let label = take_title(&mut document, file, lead, cx);
    let Document { meta, theme: _, blocks, opens: _ } = document;
    let mut book = Book { meta, ..Book::default() };
    let top = headings(&blocks).map(|heading| heading.level).min();
    match top.filter(|&top| has_chapters(&blocks, top)) {
        Some(top) => chapters(&mut book, blocks, top, file, cx),
        None => article(&mut book, blocks, file, lead, cx),
    }
    book.back.extend(attached);
    // Who refers to the title's label is led to where the text begins.
    if let Some(first) = book.front.first_mut().or(book.body.first_mut()).filter(|first| first.label.is_none()) {
        first.label = label;
    }
    if !colophon.is_empty() {
        let span = colophon[0].span().clone();
        book.back.push(Division { kind: DivisionKind::Colophon, blocks: colophon, span, ..Division::default() });
    }
    book
}

/// A division of a book folder from the document of its file: its title is the front matter's, its first heading's,
/// or `fallback`.
pub(crate) fn chapter(mut document: Document, file: &str, fallback: Option<&str>, cx: &Cx) -> Division {
    split_numbers(&mut document.blocks, true);
    super::folder::say_theme(document.theme.as_ref(), cx);
    let mut division = Division { span: start_of(file), ..Division::default() };
    let mut blocks = document.blocks;
    if let Some(at) = own_heading(&blocks, fallback.is_some()) {
        let plain = heading(&blocks[at]).map(|heading| walk::plain(&heading.title.content)).unwrap_or_default();
        if (document.meta.title.is_empty() || document.meta.title == plain)
            && let Block::Heading(heading) = blocks.remove(at)
        {
            division.title = Some(heading.title);
            division.label = heading.label;
        }
    }
    if division.title.is_none() {
        let given = Some(document.meta.title.as_str()).filter(|title| !title.is_empty()).or(fallback);
        division.title = given.map(title);
    }
    division.lang = document.meta.language;
    division.kind = division.title.as_ref().and_then(kind_of).unwrap_or_default();
    division.title.iter_mut().for_each(attached::number);
    close_gaps(&mut blocks, file, cx);
    division.blocks = blocks;
    division
}

/// A title from a string, its number split off.
pub(crate) fn title(text: &str) -> Title {
    let mut title = Title { content: vec![Inline::text(text)], ..Title::default() };
    numeral::split(&mut title, true);
    title
}

/// What sort of division bears this title, if its words say so.
pub(crate) fn kind_of(title: &Title) -> Option<DivisionKind> {
    match &title.number {
        Some(_) => None,
        None => kind_of_title(&walk::plain(&title.content)),
    }
}

/// Puts divisions into their places: those of the front that lead, the text, those of the back that close.
pub(crate) fn arrange(book: &mut Book, mut divisions: Vec<Division>) {
    let leading = divisions.iter().take_while(|division| is_front(division.kind)).count();
    // Where every division leads, there is no text to lead to.
    let leading = if leading == divisions.len() { 0 } else { leading };
    let trailing = divisions[leading..].iter().rev().take_while(|division| is_back(division.kind)).count();
    let trailing = if leading + trailing == divisions.len() { 0 } else { trailing };
    let back = divisions.split_off(divisions.len() - trailing);
    let mut body = divisions.split_off(leading);
    for division in &mut body {
        if division.kind != DivisionKind::Part {
            division.kind = DivisionKind::Chapter;
        }
    }
    book.front.append(&mut divisions);
    book.body.append(&mut body);
    book.back.extend(back);
}

/// The first place of a file: what a division that is a whole file has for a span.
pub(crate) fn start_of(file: &str) -> Span {
    Span { line: 1, column: 1, ..Span::file(file) }
}

/// A file's name without folder and extension, as a title of last resort; standard input has no name.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if matches!(stem, "-" | "" | "stdin" | "<stdin>") { "" } else { stem }
}

/// The plain text of the heading that gives a document its name, for books whose folder says nothing.
pub(crate) fn name_of(document: &Document) -> Option<String> {
    let given = Some(document.meta.title.clone()).filter(|title| !title.is_empty());
    let first = || headings(&document.blocks).next().map(|heading| walk::plain(&heading.title.content));
    given.or_else(first).filter(|name| !is_contents(name))
}

fn heading(block: &Block) -> Option<&Heading> {
    if let Block::Heading(heading) = block { Some(heading) } else { None }
}

fn headings(blocks: &[Block]) -> impl Iterator<Item = &Heading> {
    blocks.iter().filter_map(heading)
}

/// Blocks that nobody sees do not count as text before a heading.
fn is_unseen(block: &Block) -> bool {
    matches!(block, Block::Raw(_) | Block::Rule(_) | Block::PageBreak(_))
}

/// `1.2 ` and a bare `3.` are numbers only where more than one heading has such, or in a file that is one of many.
fn split_numbers(blocks: &mut [Block], one_of_many: bool) {
    let dotted = |heading: &&Heading| {
        let text = walk::plain(&heading.title.content);
        numeral::parse(&text).is_some_and(|number| matches!(number.series, Series::Dotted | Series::Arabic))
    };
    let several = one_of_many || headings(blocks).filter(dotted).nth(1).is_some();
    for block in blocks {
        if let Block::Heading(heading) = block {
            numeral::split(&mut heading.title, several);
        }
    }
}

/// The only heading of level 1, at the start, is the book's title. Returns its label.
fn take_title(document: &mut Document, file: &str, lead: Lead, cx: &Cx) -> Option<Label> {
    let mut label = None;
    let first = document.blocks.iter().position(|block| !is_unseen(block));
    let sole = headings(&document.blocks).filter(|heading| heading.level == 1).count() == 1;
    let at = first.filter(|&at| sole && heading(&document.blocks[at]).is_some_and(|heading| heading.level == 1));
    let alone = document.blocks.iter().filter(|block| !is_unseen(block)).count() == 1;
    if let Some(at) = at {
        let heading = heading(&document.blocks[at]).expect("the position was chosen for its heading");
        let named = heading.label.clone();
        let number = heading.title.number.as_deref();
        let text = walk::plain(&heading.title.content);
        // A lone numbered heading is a chapter of a book whose title stands elsewhere.
        let text = text.trim();
        let given = cx.options.title.as_deref().unwrap_or(&document.meta.title);
        if number.is_none() && (given.is_empty() || given == text) {
            document.meta.title = text.to_owned();
            // A file of nothing but its title would be left with nothing.
            if !alone {
                take_heading(&mut document.blocks, at);
                label = named;
            }
        } else if number.is_none() && cx.options.title.is_some() {
            let message = format!("the text's own title `{text}` gives way to `{given}`");
            cx.note("title", &heading.span, message);
            take_heading(&mut document.blocks, at);
            label = named;
        }
    }
    if document.meta.title.is_empty() && cx.options.title.is_none() {
        // One of several headings of level 1 names the text if it opens it, and stays where it is.
        let opening = first.and_then(|at| heading(&document.blocks[at]));
        let naming =
            opening.filter(|heading| heading.level == 1 && lead == Lead::Stays && kind_of(&heading.title).is_none());
        if let Some(heading) = naming.filter(|heading| heading.title.number.is_none()) {
            document.meta.title = walk::plain(&heading.title.content);
        }
    }
    if document.meta.title.is_empty() && cx.options.title.is_none() {
        document.meta.title = stem(file).to_owned();
    }
    label
}

/// Takes a heading out of the text. A title stands on covers and in metadata, where no note can be called: the text of
/// its notes opens what stood below it.
fn take_heading(blocks: &mut Vec<Block>, at: usize) {
    let notes = heading(&blocks[at]).map(|heading| notes_of(&heading.title)).unwrap_or_default();
    blocks.splice(at..=at, notes);
}

/// The notes of a title as remarks.
pub(crate) fn notes_of(title: &Title) -> Vec<Block> {
    let mut notes = Vec::new();
    walk::inlines(&title.content, &mut |node| {
        if let walk::Node::Inline(Inline::Note(note)) = node {
            notes.push(Block::NoteText(NoteText { blocks: note.blocks.clone(), span: note.span.clone() }));
        }
    });
    notes
}

/// Whether the headings of level `top` open chapters.
fn has_chapters(blocks: &[Block], top: u8) -> bool {
    let tops = || headings(blocks).filter(|heading| heading.level == top);
    let numbered = |heading: &&Heading| matches!(series(&heading.title), Some(Series::Part | Series::Chapter));
    tops().nth(1).is_some() && (tops().filter(numbered).nth(1).is_some() || length(blocks) > LONG)
}

fn series(title: &Title) -> Option<Series> {
    title.number.as_deref().and_then(numeral::parse).map(|number| number.series)
}

/// The characters of a text, roughly: enough to tell a booklet from a book.
fn length(blocks: &[Block]) -> usize {
    let mut count = 0;
    walk::blocks(blocks, &mut |node| match node {
        walk::Node::Inline(Inline::Text(text) | Inline::Code(text)) => count += text.chars().count(),
        walk::Node::Block(Block::Code(code)) => count += code.text.chars().count(),
        walk::Node::Inline(Inline::Ruby(ruby)) => {
            count += ruby.pairs.iter().map(|pair| pair.base.chars().count()).sum::<usize>();
        }
        walk::Node::Division(_) | walk::Node::Block(_) | walk::Node::Inline(_) => {}
    });
    count
}

fn article(book: &mut Book, mut blocks: Vec<Block>, file: &str, lead: Lead, cx: &Cx) {
    let first = blocks.iter().position(|block| heading(block).is_some());
    let several = headings(&blocks).nth(1).is_some();
    if let Some(first) = first.filter(|&first| first > 0 && several && lead == Lead::Introduction) {
        let rest = blocks.split_off(first);
        book.front.push(introduction(blocks));
        blocks = rest;
    }
    close_gaps(&mut blocks, file, cx);
    list_references(&mut blocks);
    let division = Division { kind: DivisionKind::Article, blocks, span: start_of(file), ..Division::default() };
    book.body.push(division);
}

/// Below a heading of an article that names the bibliography, the works are listed after what stands there.
fn list_references(blocks: &mut Vec<Block>) {
    let names = |block: &Block| heading(block).is_some_and(|it| kind_of(&it.title) == Some(DivisionKind::Bibliography));
    let Some(at) = blocks.iter().rposition(names) else { return };
    let level = heading(&blocks[at]).map_or(0, |heading| heading.level);
    let ends = |block: &Block| heading(block).is_some_and(|next| next.level <= level);
    let end = blocks[at + 1..].iter().position(ends).map_or(blocks.len(), |found| at + 1 + found);
    blocks.insert(end, Block::References(Rule { span: blocks[at].span().clone() }));
}

fn introduction(blocks: Vec<Block>) -> Division {
    let span = blocks.first().map(|block| block.span().clone()).unwrap_or_default();
    Division { kind: DivisionKind::Introduction, blocks, span, ..Division::default() }
}

/// Cuts blocks at the headings of one level: what stands before the first, and each heading with what follows it.
fn cut(blocks: Vec<Block>, level: u8) -> (Vec<Block>, Vec<Division>) {
    let mut before = Vec::new();
    let mut divisions: Vec<Division> = Vec::new();
    for block in blocks {
        match (block, divisions.last_mut()) {
            (Block::Heading(heading), _) if heading.level <= level => divisions.push(Division {
                kind: kind_of(&heading.title).unwrap_or_default(),
                label: heading.label,
                title: Some(heading.title),
                span: heading.span,
                ..Division::default()
            }),
            (block, Some(last)) => last.blocks.push(block),
            (block, None) => before.push(block),
        }
    }
    (before, divisions)
}

fn chapters(book: &mut Book, blocks: Vec<Block>, top: u8, file: &str, cx: &Cx) {
    let (mut before, mut divisions) = cut(blocks, top);
    if before.iter().all(is_unseen) {
        // What a format may want to have raw stays; rules and page breaks before the first chapter part nothing.
        before.retain(|block| matches!(block, Block::Raw(_)));
        if let Some(first) = divisions.first_mut() {
            first.blocks.splice(0..0, before);
        }
    } else {
        let mut lead = introduction(before);
        close_gaps(&mut lead.blocks, file, cx);
        book.front.push(lead);
    }
    let mut divisions = parts(divisions);
    for division in &mut divisions {
        close_gaps(&mut division.blocks, file, cx);
        for inner in &mut division.divisions {
            close_gaps(&mut inner.blocks, file, cx);
        }
    }
    arrange(book, divisions);
}

/// 编、卷、部 above 章 become parts: the chapters stand one level below them, or after them on the same level.
fn parts(divisions: Vec<Division>) -> Vec<Division> {
    let of = |division: &Division| division.title.as_ref().and_then(series);
    let flat = divisions.iter().any(|division| of(division) == Some(Series::Chapter));
    let mut grouped: Vec<Division> = Vec::new();
    for mut division in divisions {
        if of(&division) == Some(Series::Part) {
            let deeper = headings(&division.blocks).map(|heading| heading.level).min();
            let chapters = deeper.filter(|&level| {
                headings(&division.blocks)
                    .any(|heading| heading.level == level && series(&heading.title) == Some(Series::Chapter))
            });
            if let Some(level) = chapters {
                let (before, inner) = cut(std::mem::take(&mut division.blocks), level);
                division.blocks = before;
                division.divisions = inner;
                division.divisions.iter_mut().for_each(|inner| inner.kind = DivisionKind::Chapter);
                division.kind = DivisionKind::Part;
            }
        } else if flat
            && of(&division) == Some(Series::Chapter)
            && let Some(part) = grouped.last_mut().filter(|last| of(last) == Some(Series::Part))
        {
            part.kind = DivisionKind::Part;
            part.divisions.push(division);
            continue;
        }
        grouped.push(division);
    }
    if grouped.iter().any(|division| division.kind == DivisionKind::Part) {
        for division in grouped.iter_mut().filter(|division| of(division) == Some(Series::Part)) {
            division.kind = DivisionKind::Part;
        }
    }
    grouped
}

/// Which heading is the title of a chapter's file: the first, if nothing but unseen blocks stands before it, or if it is
/// the only one of the highest level. Where there is no other title, the first wherever it stands.
fn own_heading(blocks: &[Block], has_fallback: bool) -> Option<usize> {
    let first = blocks.iter().position(|block| heading(block).is_some())?;
    let level = heading(&blocks[first])?.level;
    let alone = headings(blocks).filter(|heading| heading.level <= level).count() == 1;
    let opens = blocks[..first].iter().all(is_unseen);
    (opens || alone || !has_fallback).then_some(first)
}

/// Renumbers the headings of one division: from 1, one step down at a time.
fn close_gaps(blocks: &mut [Block], file: &str, cx: &Cx) {
    let base = headings(blocks).map(|heading| heading.level).min().unwrap_or(1).max(1) - 1;
    let mut open: Vec<u8> = Vec::new();
    let mut gaps: Option<(usize, Span)> = None;
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        while open.last().is_some_and(|&level| level >= heading.level) {
            open.pop();
        }
        open.push(heading.level);
        let level = open.len().min(6) as u8;
        if level != heading.level.saturating_sub(base) {
            gaps = Some(gaps.map_or((1, heading.span.clone()), |(count, first)| (count + 1, first)));
        }
        heading.level = level;
    }
    if let Some((count, span)) = gaps {
        let span = if span.is_none() { start_of(file) } else { span };
        let message = match count {
            1 => "a heading skips a level; it was raised".to_owned(),
            _ => format!("{count} headings skip a level; they were raised"),
        };
        cx.sink
            .push(Diagnostic::note("heading-gap", &span, message).help("go down one level at a time, `##` after `#`"));
    }
}
