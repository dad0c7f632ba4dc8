//! Decides what all outputs must agree on. In: [`Book`]. Out: [`Edition`]. Next: `layout` and `html`.
//!
//! Every numbering rule that needs no page lives here. Numbers per page (folios, notes at the page foot) are `layout`'s.

mod anchor;
mod check;
mod cite;
mod collate;
mod counter;
mod dest;
mod dump;
mod float;
mod formula;
mod highlight;
mod imprint;
mod index;
mod isbn;
mod meta;
mod note;
pub mod number;
#[rustfmt::skip]
mod numerals;
mod official;
mod options;
mod outline;
mod picture;
mod pinyin;
mod probe;
mod toc;
mod words;
mod works;

pub use crate::model::Numbering;
pub use cite::Reference;
pub use dump::dump;
pub use highlight::CodeLine;
pub use imprint::{Fact, FactLine, FactText};
pub use index::{Index, IndexEntry, IndexGroup, IndexOptions, Locator, See, Sort};
pub use isbn::Isbn;
pub use meta::is_date;
pub use official::{OfficialParts, Record};
pub use options::{Options, Wishes};
pub use picture::{Picture, PictureFormat};
pub use words::{Facts, Words};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Sink, Span};
use crate::math::Formula;
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Code, CrossRef, Inline, Label, Lang, Link, NodeId, RefForm};
use crate::source::{Date, Source};

/// The book, and beside it what was decided about it.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The book as read; where its text has index terms and no place to print them, with a division for the index.
    pub book: Book,
    /// Its language.
    pub lang: Lang,
    /// Its title, never empty.
    pub title: String,
    /// What identifies it: the first identifier as a URN or URL, else a UUID from title, creators and language.
    pub identifier: String,
    /// The date the outputs carry as their modification date.
    pub date: Date,
    /// Its creators with what they did, a line for those who did the same.
    pub credits: Vec<String>,
    /// What stands under its title at the head of the text.
    pub title_block: Vec<String>,
    /// The lines of its colophon page (版权页); none where it says too little of itself.
    pub colophon: Vec<FactLine>,
    /// What stands around its text where it is set as an official document.
    pub official: OfficialParts,
    numbers: number::Numbers,
    notes: BTreeMap<NodeId, note::NoteNumber>,
    anchors: BTreeMap<NodeId, String>,
    dests: dest::Dests,
    pictures: BTreeMap<String, Picture>,
    code: highlight::Stretches,
    toc: Vec<TocEntry>,
    citations: cite::Citations,
    contents_depth: Option<u8>,
    figures: Vec<TocEntry>,
    tables: Vec<TocEntry>,
    index: Index,
    formulas: formula::Formulas,
}

/// An entry of the contents list, with those below it; or one of the list of figures or tables.
#[derive(Clone, Debug, PartialEq)]
pub struct TocEntry {
    /// The division or heading, the figure or table.
    pub id: NodeId,
    /// 1 for divisions, one more for each step down.
    pub level: u8,
    /// Its number as printed.
    pub number: Option<String>,
    /// Its title without the number; notes, links, pictures and index terms are gone from it.
    pub title: Vec<Inline>,
    /// The same as characters, the number before it, for outlines and metadata. Never empty.
    pub text: String,
    /// Entries below.
    pub children: Vec<TocEntry>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'e> {
    /// Out of the book.
    External(&'e str),
    /// To a node of the book.
    Node(NodeId),
    /// Nowhere; reported.
    Broken,
}

impl Edition {
    /// The number of a division, heading, figure, table or formula as printed (`第一章`, `图3`, `1.2`): the author's
    /// where one was written. Figures' and tables' numbers come with their word.
    pub fn number(&self, id: NodeId) -> Option<&str> {
        self.numbers.get(&id).map(|number| number.text.as_str())
    }

    /// A title's words with its number before them, as one line of characters.
    pub fn numbered(&self, id: NodeId, title: &str) -> String {
        number::with_title(self.numbers.get(&id), title)
    }

    /// What parts the number of a title from the words in the title itself and in the contents.
    pub fn number_gap(&self, id: NodeId) -> &'static str {
        self.numbers.get(&id).map_or("", |number| number.white(&self.lang))
    }

    /// The formulas that could be read, by their notation.
    pub fn formulas(&self) -> impl Iterator<Item = (&str, &Formula)> {
        self.formulas.iter()
    }

    /// The number of a note within its top division, from 1, for outputs without pages.
    pub fn note(&self, id: NodeId) -> u32 {
        self.notes.get(&id).copied().unwrap_or_default().in_division
    }

    /// The number of a note within the book, from 1.
    pub fn note_in_book(&self, id: NodeId) -> u32 {
        self.notes.get(&id).copied().unwrap_or_default().in_book
    }

    /// The name by which links reach a node; ASCII, an NCName, stable as long as the node's text is.
    /// Empty for a node without one.
    pub fn anchor(&self, id: NodeId) -> &str {
        self.anchors.get(&id).map_or("", String::as_str)
    }

    /// Where a link leads that stands in `file` (the link's own `span.file`).
    pub fn target<'e>(&'e self, file: &str, url: &'e str) -> Target<'e> {
        match self.dests.find(file, url) {
            dest::Lead::External => Target::External(url),
            dest::Lead::Node(id) | dest::Lead::Near(id, _) => Target::Node(id),
            dest::Lead::Lost(_) => Target::Broken,
        }
    }

    /// Where a link of the book leads.
    pub fn lead<'e>(&'e self, link: &'e Link) -> Target<'e> {
        match &link.gloss {
            Some(term) => self.dests.gloss(term).map_or(Target::Broken, Target::Node),
            None => self.target(&link.span.file, &link.url),
        }
    }

    /// The node of a label.
    pub fn dest(&self, label: &Label) -> Option<NodeId> {
        self.dests.label(&label.0)
    }

    /// The title or caption of a node as characters, without its number; empty for a node without one.
    pub fn title_of(&self, id: NodeId) -> &str {
        self.dests.title(id)
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// A formula by its notation; `None` where it cannot be set (reported).
    pub fn formula(&self, tex: &str) -> Option<&Formula> {
        self.formulas.get(tex).map(Arc::as_ref)
    }

    /// What a cross reference prints, and the label itself where it leads nowhere (reported). Without a page, in
    /// outputs that have none, number and title say what the page would.
    pub fn reference(&self, to: &CrossRef, page: Option<&str>) -> String {
        let Some(id) = self.dest(&to.label) else { return to.label.0.clone() };
        if let Some(line) = self.formulas.line(&to.label.0) {
            return line.to_owned();
        }
        let words = self.words();
        // A mark that parts a number from its title has no business in a sentence: 见“一”, not 见“一、”.
        let number = self.number(id).map(|number| number.trim_end_matches(['、', '.', '．', '：', ':']));
        let number = number.unwrap_or_default().to_owned();
        let title = match self.title_of(id) {
            // The only text of a book has the book's title.
            "" if number.is_empty() => self.dests.unnamed(id, words).unwrap_or(&self.title),
            title => title,
        };
        let quoted = if title.is_empty() { String::new() } else { words.quoted(title) };
        let text = match (to.form, page) {
            (RefForm::Page, Some(page)) => words.page(page),
            (RefForm::Number, _) if number.is_empty() => title.to_owned(),
            (RefForm::Title, _) if !title.is_empty() => title.to_owned(),
            (RefForm::Page, None) if number.is_empty() => quoted,
            (RefForm::Number | RefForm::Title | RefForm::Page, _) => number,
            (RefForm::Full, page) => {
                let gap = if number.is_empty() || quoted.is_empty() { "" } else { words.gap };
                let page = page.map(|page| words.bracketed(&words.page(page))).unwrap_or_default();
                format!("{number}{gap}{quoted}{page}")
            }
        };
        if text.is_empty() { to.label.0.clone() } else { text }
    }

    /// The contents list, as deep as the author wants it, else as deep as it can be.
    pub fn toc(&self) -> &[TocEntry] {
        &self.toc
    }

    /// What a citation prints, or a reference by a key that only the bibliography has; `None` for any other node.
    pub fn citation(&self, id: NodeId) -> Option<&[Inline]> {
        self.citations.printed(id)
    }

    /// The works that the book cites, in the order of its style: what `Block::References` prints.
    pub fn references(&self) -> &[Reference] {
        &self.citations.references
    }

    /// The contents list as all outputs show it in a theme that shows `depth` levels where the author says nothing.
    pub fn contents(&self, depth: u8) -> Vec<TocEntry> {
        toc::shallow(&self.toc, self.contents_depth.unwrap_or(depth))
    }

    /// The figures that have a caption, as a list of entries without levels.
    pub fn figures(&self) -> &[TocEntry] {
        &self.figures
    }

    /// The tables that have a caption, likewise.
    pub fn tables(&self) -> &[TocEntry] {
        &self.tables
    }

    /// A picture by the path its image carries; `None` where it is missing, broken or elsewhere (reported).
    pub fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.get(path)
    }

    /// The pictures of the book by path, in the order of their paths.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, &Picture)> {
        self.pictures.iter().map(|(path, picture)| (path.as_str(), picture))
    }

    /// The lines of a listing, told apart as its language wants it; `numbered` where the author leaves that to the theme.
    pub fn code_lines<'e>(&self, code: &'e Code, numbered: bool) -> Vec<CodeLine<'e>> {
        highlight::lines(code, self.code.get(&code.id).map_or(&[][..], Vec::as_slice), numbered)
    }

    /// The words keben itself prints, in the edition's language.
    pub fn words(&self) -> &'static Words {
        Words::of(&self.lang)
    }

    /// Where pictures stand whose author did not say what they show, in reading order.
    pub fn images_without_alt(&self) -> Vec<&Span> {
        let mut spans = Vec::new();
        walk::book(&self.book, &mut |node| match node {
            Node::Block(Block::Figure(figure)) => {
                spans.extend(figure.images.iter().filter(|image| image.alt.is_none()).map(|image| &image.span));
            }
            Node::Inline(Inline::Image(image)) if image.alt.is_none() => spans.push(&image.span),
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        });
        spans
    }
}

/// Decides numbers, anchors, links, contents, pictures and citations.
///
/// ```
/// use keben::{diag::Sink, model::Book, resolve, source::Memory};
/// let edition = resolve::resolve(Book::default(), &Memory::new(), &resolve::Options::default(), &Sink::new());
/// assert_eq!(edition.title, "无题");
/// ```
pub fn resolve(mut book: Book, source: &dyn Source, options: &Options, sink: &Sink) -> Edition {
    let lang = book.meta.language.clone().unwrap_or_default();
    let works = works::works(&book.meta.references, source, sink);
    let citations = cite::citations(&mut book, &works, &lang, source, sink);
    let taken = citations.references.iter().map(|reference| reference.id).max().unwrap_or_default();
    let book = index::with_home(book, taken, Words::of(&lang));
    let mut formulas = formula::formulas(&book, &lang);
    let numbers = number::numbers(&book, options, &lang, &formulas);
    let dests = dest::dests(&book, &citations.references, sink);
    formulas.refer(&lang, &|label| Some(numbers.get(&dests.label(label)?)?.text.clone()));
    let toc = toc::contents(&book, options, &numbers);
    let (figures, tables) = toc::floats(&book, &numbers);
    let index = index::index(&book, &toc, &options.index, &lang, sink);
    let title = meta::title(&book, &lang);
    let edition = Edition {
        credits: imprint::credits(&book.meta, &lang),
        title_block: imprint::title_block(&book.meta, &lang),
        colophon: imprint::colophon(&book, &title, &lang),
        official: official::parts(&book, sink),
        title,
        identifier: meta::identifier(&book.meta, &lang, sink),
        date: source.date(),
        notes: note::notes(&book),
        anchors: anchor::anchors(&book, &citations.references, &index),
        dests,
        pictures: picture::pictures(&book, source, sink),
        code: highlight::stretches(&book, sink),
        toc,
        contents_depth: options.contents_depth,
        figures,
        tables,
        index,
        citations,
        numbers,
        formulas,
        lang,
        book,
    };
    formula::report(&edition, sink);
    check::links(&edition, &works, source, sink);
    check::shape(&edition, sink);
    edition
}
