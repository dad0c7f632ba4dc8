//! Decides what all outputs must agree on. In: [`Book`]. Out: [`Edition`]. Next: `layout` and `html`.
//!
//! Every numbering rule that needs no page lives here. Numbers per page (folios, notes at the page foot) are `layout`'s.

mod imprint;

mod meta;

mod official;

pub mod number;

mod counter;

#[rustfmt::skip]
mod numerals;

mod outline;

mod note;

mod anchor;

mod dest;

mod toc;

mod picture;

mod probe;

mod words;

mod check;

mod dump;

pub use dump::dump;
pub use imprint::{Fact, FactLine, FactText};
pub use official::{OfficialParts, Record};
pub use picture::{Picture, PictureFormat};
pub use words::{Facts, Words};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Sink, Span};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, CrossRef, Inline, Label, Lang, NodeId, RefForm};
use crate::source::{Date, Source};
use number::Outline;

pub use crate::model::Numbering;

/// `[numbering]` of keben.toml; what it leaves open, the theme says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Wishes {
    /// How titles without a written number are numbered.
    pub headings: Option<Numbering>,
    /// Down to which level headings are numbered.
    pub depth: Option<u8>,
    /// Down to which level the contents list goes.
    pub contents_depth: Option<u8>,
}

/// How titles are numbered, and how far down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How titles without a written number are numbered.
    pub headings: Numbering,
    /// Down to which level headings are numbered.
    pub depth: u8,
    /// Down to which level the contents list goes; divisions are level 1.
    pub contents_depth: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { headings: Numbering::None, depth: 3, contents_depth: 2 }
    }
}

impl Numbering {
    /// The outline that numbers titles level by level; `None` where there is none, or it is decimal.
    pub fn outline(self) -> Option<Outline> {
        match self {
            Self::None | Self::Decimal => None,
            Self::Chinese => Some(numerals::CHINESE),
            Self::Gongwen => Some(numerals::GONGWEN),
            Self::Sections => Some(numerals::SECTIONS),
            Self::Thesis => Some(numerals::THESIS),
        }
    }
}

/// The book, and beside it what was decided about it.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The book as read.
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
    toc: Vec<TocEntry>,
}

/// An entry of the contents list, with those below it.
#[derive(Clone, Debug, PartialEq)]
pub struct TocEntry {
    /// The division or heading.
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

    /// Whether a space parts the number of a title from the words.
    pub fn parts_number(&self, id: NodeId) -> bool {
        self.numbers.get(&id).is_some_and(|number| number.gap)
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

    /// The node of a label.
    pub fn dest(&self, label: &Label) -> Option<NodeId> {
        self.dests.label(&label.0)
    }

    /// The title or caption of a node as characters, without its number; empty for a node without one.
    pub fn title_of(&self, id: NodeId) -> &str {
        self.dests.title(id)
    }

    /// What a cross reference prints where no page is known: number or title, and the label itself where it
    /// leads nowhere (reported). `layout` prints pages itself.
    pub fn reference(&self, to: &CrossRef) -> String {
        let Some(id) = self.dest(&to.label) else { return to.label.0.clone() };
        let title = self.title_of(id);
        // A mark that parts a number from its title has no business in a sentence: 见“一”, not 见“一、”.
        let number = self.number(id).map(|number| number.trim_end_matches(['、', '.', '．', '：', ':']));
        let (first, second) = match to.form {
            RefForm::Number | RefForm::Page => (number.unwrap_or_default(), title),
            RefForm::Title => (title, number.unwrap_or_default()),
        };
        [first, second, &to.label.0].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    }

    /// The contents list.
    pub fn toc(&self) -> &[TocEntry] {
        &self.toc
    }

    /// A picture by the path its image carries; `None` where it is missing, broken or elsewhere (reported).
    pub fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.get(path)
    }

    /// The pictures of the book by path, in the order of their paths.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, &Picture)> {
        self.pictures.iter().map(|(path, picture)| (path.as_str(), picture))
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

/// Decides numbers, anchors, links, contents and pictures.
///
/// ```
/// use keben::{diag::Sink, model::Book, resolve, source::Memory};
/// let edition = resolve::resolve(Book::default(), &Memory::new(), &resolve::Options::default(), &Sink::new());
/// assert_eq!(edition.title, "无题");
/// ```
pub fn resolve(book: Book, source: &dyn Source, options: &Options, sink: &Sink) -> Edition {
    let lang = book.meta.language.clone().unwrap_or_default();
    let numbers = number::numbers(&book, options, &lang);
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
        anchors: anchor::anchors(&book),
        dests: dest::dests(&book, sink),
        pictures: picture::pictures(&book, source, sink),
        toc: toc::contents(&book, options, &numbers),
        numbers,
        lang,
        book,
    };
    check::links(&edition, source, sink);
    check::shape(&edition, sink);
    edition
}
