//! Visits every block and inline of a book in reading order.

use super::{Block, Book, Division, Inline, NodeId};

/// What a visitor may look at; both kinds come in reading order, holders before what they hold.
#[derive(Clone, Copy, Debug)]
pub enum Node<'b> {
    /// A division.
    Division(&'b Division),
    /// A block.
    Block(&'b Block),
    /// An inline.
    Inline(&'b Inline),
}

/// Visits all of a book.
///
/// ```
/// use keben::model::{Book, Division, Block, Paragraph, Inline, walk};
/// let paragraph = Block::Paragraph(Paragraph { content: vec![Inline::text("天地")], ..Default::default() });
/// let book = Book { body: vec![Division { blocks: vec![paragraph], ..Default::default() }], ..Default::default() };
/// let mut nodes = 0;
/// walk::book(&book, &mut |_| nodes += 1);
/// assert_eq!(nodes, 3);
/// ```
pub fn book<'b>(book: &'b Book, visit: &mut impl FnMut(Node<'b>)) {
    for top in book.divisions() {
        division(top, visit);
    }
}

/// Visits a division and all in it.
pub fn division<'b>(division: &'b Division, visit: &mut impl FnMut(Node<'b>)) {
    visit(Node::Division(division));
    if let Some(title) = &division.title {
        inlines(&title.content, visit);
    }
    blocks(&division.blocks, visit);
    for inner in &division.divisions {
        self::division(inner, visit);
    }
}

/// Visits blocks and all in them.
pub fn blocks<'b>(list: &'b [Block], visit: &mut impl FnMut(Node<'b>)) {
    for block in list {
        visit(Node::Block(block));
        match block {
            Block::Heading(heading) => inlines(&heading.title.content, visit),
            Block::Paragraph(paragraph) => inlines(&paragraph.content, visit),
            Block::Quote(quote) => {
                blocks(&quote.blocks, visit);
                inlines(&quote.attribution, visit);
            }
            Block::Verse(verse) => {
                inlines(&verse.title, visit);
                inlines(&verse.author, visit);
                for line in &verse.lines {
                    inlines(line, visit);
                }
            }
            Block::List(list) => {
                for item in &list.items {
                    blocks(&item.blocks, visit);
                }
            }
            Block::Definitions(definitions) => {
                for item in &definitions.items {
                    inlines(&item.term, visit);
                    for definition in &item.definitions {
                        blocks(definition, visit);
                    }
                }
            }
            Block::Table(table) => {
                inlines(&table.caption, visit);
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    blocks(&cell.blocks, visit);
                }
            }
            Block::Figure(figure) => inlines(&figure.caption, visit),
            Block::Admonition(admonition) => {
                inlines(&admonition.title, visit);
                blocks(&admonition.blocks, visit);
            }
            Block::NoteText(note) => blocks(&note.blocks, visit),
            Block::Code(_)
            | Block::Rule(_)
            | Block::PageBreak(_)
            | Block::References(_)
            | Block::Math(_)
            | Block::Raw(_) => {}
        }
    }
}

/// Visits inlines and all in them, the text of notes included.
pub fn inlines<'b>(list: &'b [Inline], visit: &mut impl FnMut(Node<'b>)) {
    for inline in list {
        visit(Node::Inline(inline));
        match inline {
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
            | Inline::Lang { content, .. } => inlines(content, visit),
            Inline::Link(link) => inlines(&link.content, visit),
            Inline::Note(note) => blocks(&note.blocks, visit),
            Inline::Text(_)
            | Inline::Ruby(_)
            | Inline::Code(_)
            | Inline::CrossRef(_)
            | Inline::Cite(_)
            | Inline::Image(_)
            | Inline::IndexTerm { .. }
            | Inline::Math(_)
            | Inline::LineBreak
            | Inline::Raw { .. } => {}
        }
    }
}

/// The characters of inlines as one string, for titles in outlines, metadata and anchors; notes left out.
///
/// ```
/// use keben::model::{Inline, walk};
/// let title = [Inline::text("天"), Inline::Strong(vec![Inline::text("地")])];
/// assert_eq!(walk::plain(&title), "天地");
/// ```
pub fn plain(list: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(list, &mut text);
    text
}

fn push_plain(list: &[Inline], text: &mut String) {
    for inline in list {
        match inline {
            Inline::Text(chars) | Inline::Code(chars) | Inline::Math(chars) => text.push_str(chars),
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
            | Inline::Lang { content, .. } => push_plain(content, text),
            Inline::Link(link) => push_plain(&link.content, text),
            Inline::Ruby(ruby) => ruby.pairs.iter().for_each(|pair| text.push_str(&pair.base)),
            Inline::Image(image) => text.push_str(image.alt.as_deref().unwrap_or_default()),
            Inline::LineBreak => text.push(' '),
            Inline::Cite(_) | Inline::CrossRef(_) | Inline::Note(_) | Inline::IndexTerm { .. } | Inline::Raw { .. } => {
            }
        }
    }
}

/// Gives every node that others may ask about its identity, in document order from 1.
/// `read` calls this once a book is whole, and so must a program that builds a book by hand; nobody else does.
pub fn number(book: &mut Book) {
    let mut ids = Ids(0);
    for division in book.front.iter_mut().chain(&mut book.body).chain(&mut book.back) {
        ids.division(division);
    }
}

/// The highest identity in a book: who adds nodes goes on from there.
pub fn last(book: &Book) -> NodeId {
    let mut last = NodeId::default();
    self::book(book, &mut |node| {
        let id = match node {
            Node::Division(division) => division.id,
            Node::Block(Block::Heading(heading)) => heading.id,
            Node::Block(Block::Paragraph(paragraph)) => paragraph.id,
            Node::Block(Block::Quote(quote)) => quote.id,
            Node::Block(Block::Verse(verse)) => verse.id,
            Node::Block(Block::Code(code)) => code.id,
            Node::Block(Block::Admonition(admonition)) => admonition.id,
            Node::Block(Block::Table(table)) => table.id,
            Node::Block(Block::Figure(figure)) => figure.id,
            Node::Block(Block::Math(math)) => math.id,
            Node::Block(Block::Definitions(list)) => list.items.iter().map(|item| item.id).max().unwrap_or_default(),
            Node::Inline(Inline::Note(note)) => note.id,
            Node::Inline(Inline::Cite(cite)) => cite.id,
            Node::Inline(Inline::CrossRef(reference)) => reference.id,
            Node::Inline(Inline::IndexTerm(term)) => term.id,
            Node::Block(_) | Node::Inline(_) => return,
        };
        last = last.max(id);
    });
    last
}

struct Ids(u32);

impl Ids {
    fn next(&mut self) -> NodeId {
        self.0 += 1;
        NodeId(self.0)
    }

    fn division(&mut self, division: &mut Division) {
        division.id = self.next();
        if let Some(title) = &mut division.title {
            self.inlines(&mut title.content);
        }
        self.blocks(&mut division.blocks);
        for inner in &mut division.divisions {
            self.division(inner);
        }
    }

    fn blocks(&mut self, list: &mut [Block]) {
        for block in list {
            match block {
                Block::Heading(heading) => {
                    heading.id = self.next();
                    self.inlines(&mut heading.title.content);
                }
                Block::Paragraph(paragraph) => {
                    paragraph.id = self.next();
                    self.inlines(&mut paragraph.content);
                }
                Block::Quote(quote) => {
                    quote.id = self.next();
                    self.blocks(&mut quote.blocks);
                    self.inlines(&mut quote.attribution);
                }
                Block::Verse(verse) => {
                    verse.id = self.next();
                    self.inlines(&mut verse.title);
                    self.inlines(&mut verse.author);
                    verse.lines.iter_mut().for_each(|line| self.inlines(line));
                }
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                Block::Definitions(definitions) => {
                    for item in &mut definitions.items {
                        item.id = self.next();
                        self.inlines(&mut item.term);
                        item.definitions.iter_mut().for_each(|definition| self.blocks(definition));
                    }
                }
                Block::Table(table) => {
                    table.id = self.next();
                    self.inlines(&mut table.caption);
                    for cell in table.head.iter_mut().chain(&mut table.body).flat_map(|row| &mut row.cells) {
                        self.blocks(&mut cell.blocks);
                    }
                }
                Block::Figure(figure) => {
                    figure.id = self.next();
                    self.inlines(&mut figure.caption);
                }
                Block::Admonition(admonition) => {
                    admonition.id = self.next();
                    self.inlines(&mut admonition.title);
                    self.blocks(&mut admonition.blocks);
                }
                Block::NoteText(note) => self.blocks(&mut note.blocks),
                Block::Math(math) => math.id = self.next(),
                Block::Code(code) => code.id = self.next(),
                Block::Rule(_) | Block::PageBreak(_) | Block::References(_) | Block::Raw(_) => {}
            }
        }
    }

    fn inlines(&mut self, list: &mut [Inline]) {
        for inline in list {
            match inline {
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
                | Inline::Lang { content, .. } => self.inlines(content),
                Inline::Link(link) => self.inlines(&mut link.content),
                Inline::CrossRef(reference) => reference.id = self.next(),
                Inline::Cite(cite) => cite.id = self.next(),
                Inline::Note(note) => {
                    note.id = self.next();
                    self.blocks(&mut note.blocks);
                }
                Inline::IndexTerm(term) => term.id = self.next(),
                Inline::Text(_)
                | Inline::Ruby(_)
                | Inline::Code(_)
                | Inline::Image(_)
                | Inline::Math(_)
                | Inline::LineBreak
                | Inline::Raw { .. } => {}
            }
        }
    }
}
