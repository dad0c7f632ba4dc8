//! Visits what a reader may still change in a finished book: its stretches of text, its tables, its spans.

use crate::diag::Span;
use crate::model::{Block, Book, Division, Heading, Inline, MathBlock, Table};

/// Who changes things. Each method has a default that leaves them alone.
pub(crate) trait Change {
    /// One stretch of text, as a reader's eye takes it: a title, a paragraph, a caption. Notes in it come separately.
    fn line(&mut self, _span: &Span, _content: &mut Vec<Inline>) {}
    /// A table, before what its cells hold.
    fn table(&mut self, _table: &mut Table) {}
    /// A heading, before its title.
    fn heading(&mut self, _heading: &mut Heading) {}
    /// A displayed formula.
    fn formula(&mut self, _formula: &mut MathBlock) {}
    /// Where something stood.
    fn span(&mut self, _span: &mut Span) {}
}

/// Visits all of a book.
pub(crate) fn book(book: &mut Book, change: &mut impl Change) {
    for division in book.front.iter_mut().chain(&mut book.body).chain(&mut book.back) {
        self::division(division, change);
    }
}

fn division(division: &mut Division, change: &mut impl Change) {
    change.span(&mut division.span);
    if let Some(title) = &mut division.title {
        line(&division.span, &mut title.content, change);
    }
    blocks(&mut division.blocks, change);
    for inner in &mut division.divisions {
        self::division(inner, change);
    }
}

/// Visits blocks and all in them.
pub(crate) fn blocks(list: &mut [Block], change: &mut impl Change) {
    for block in list {
        match block {
            Block::Heading(heading) => {
                change.span(&mut heading.span);
                change.heading(heading);
                line(&heading.span, &mut heading.title.content, change);
            }
            Block::Paragraph(paragraph) => {
                change.span(&mut paragraph.span);
                line(&paragraph.span, &mut paragraph.content, change);
            }
            Block::Quote(quote) => {
                change.span(&mut quote.span);
                blocks(&mut quote.blocks, change);
                line(&quote.span, &mut quote.attribution, change);
            }
            Block::Verse(verse) => {
                change.span(&mut verse.span);
                line(&verse.span, &mut verse.title, change);
                line(&verse.span, &mut verse.author, change);
                for text in &mut verse.lines {
                    line(&verse.span, text, change);
                }
            }
            Block::List(list) => {
                change.span(&mut list.span);
                list.items.iter_mut().for_each(|item| blocks(&mut item.blocks, change));
            }
            Block::Definitions(definitions) => {
                change.span(&mut definitions.span);
                for item in &mut definitions.items {
                    line(&definitions.span, &mut item.term, change);
                    item.definitions.iter_mut().for_each(|definition| blocks(definition, change));
                }
            }
            Block::Table(table) => {
                change.span(&mut table.span);
                change.table(table);
                line(&table.span, &mut table.caption, change);
                for cell in table.head.iter_mut().chain(&mut table.body).flat_map(|row| &mut row.cells) {
                    blocks(&mut cell.blocks, change);
                }
            }
            Block::Figure(figure) => {
                change.span(&mut figure.span);
                figure.images.iter_mut().for_each(|image| change.span(&mut image.span));
                line(&figure.span, &mut figure.caption, change);
            }
            Block::Admonition(admonition) => {
                change.span(&mut admonition.span);
                line(&admonition.span, &mut admonition.title, change);
                blocks(&mut admonition.blocks, change);
            }
            Block::NoteText(note) => {
                change.span(&mut note.span);
                blocks(&mut note.blocks, change);
            }
            Block::Code(code) => change.span(&mut code.span),
            Block::Rule(rule) | Block::PageBreak(rule) | Block::References(rule) => change.span(&mut rule.span),
            Block::Math(math) => {
                change.span(&mut math.span);
                change.formula(math);
            }
            Block::Raw(raw) => change.span(&mut raw.span),
        }
    }
}

fn line(span: &Span, content: &mut Vec<Inline>, change: &mut impl Change) {
    if content.is_empty() {
        return;
    }
    change.line(span, content);
    within(content, change);
}

fn within(list: &mut [Inline], change: &mut impl Change) {
    for inline in list {
        match inline {
            Inline::Link(link) => {
                change.span(&mut link.span);
                within(&mut link.content, change);
            }
            Inline::CrossRef(reference) => change.span(&mut reference.span),
            Inline::Cite(cite) => change.span(&mut cite.span),
            Inline::Image(image) => change.span(&mut image.span),
            Inline::IndexTerm(term) => change.span(&mut term.span),
            Inline::Note(note) => {
                change.span(&mut note.span);
                blocks(&mut note.blocks, change);
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Dots(content)
            | Inline::ProperName(content)
            | Inline::TitleLine(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content)
            | Inline::Strike(content)
            | Inline::Small(content)
            | Inline::Warichu(content)
            | Inline::Lang { content, .. } => within(content, change),
            Inline::Text(_)
            | Inline::Ruby(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::LineBreak
            | Inline::Raw { .. } => {}
        }
    }
}
