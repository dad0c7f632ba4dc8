//! What can be open while Markdown is read, and what it can take in.

use super::Place;
use super::table::Said;
use crate::diag::Diagnostic;
use crate::model::walk::{self, Node};
use crate::model::{
    self, Align, Cell, DefinitionItem, Image, Inline, Label, Lang, Layout, ListItem, ListKind, Numerals, Placement,
    Row, RubyPair,
};

/// What is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    // Holders of blocks.
    Root,
    Group {
        layout: Layout,
        lang: Option<Lang>,
    },
    Quote {
        attribution: Vec<Inline>,
    },
    Admonition {
        kind: String,
        title: Vec<Inline>,
    },
    NoteText,
    Verse {
        title: Vec<Inline>,
        author: Vec<Inline>,
    },
    Figure {
        label: Option<Label>,
        width: Option<f64>,
        placement: Placement,
        caption: Vec<Inline>,
    },
    Item {
        checked: Option<bool>,
    },
    Definition,
    Cell(Cell),
    /// Also holds what strays between its rows; that is put before it.
    Table {
        columns: Vec<Align>,
        caption: Vec<Inline>,
        said: Said,
        rows: Vec<(bool, Row)>,
    },
    // Holders of parts.
    List {
        kind: ListKind,
        numerals: Option<Numerals>,
        loose: bool,
        items: Vec<ListItem>,
    },
    Definitions {
        items: Vec<DefinitionItem>,
    },
    Section {
        head: bool,
    },
    Row {
        head: bool,
        cells: Vec<Cell>,
    },
    // Blocks that hold inlines.
    Paragraph {
        layout: Layout,
        lang: Option<Lang>,
        continued: bool,
        picture: Option<Picture>,
    },
    Heading {
        level: u8,
        label: Option<Label>,
        unnumbered: bool,
    },
    Summary,
    Term,
    Caption,
    // Inlines that hold inlines.
    Wrap(Wrap),
    Link {
        url: String,
        title: Option<String>,
    },
    // What holds characters only.
    Image(Image),
    CrossRef,
    Code,
    Preformatted(model::Code),
    Ruby {
        pairs: Vec<RubyPair>,
        bases: Vec<String>,
    },
    Reading,
    Hidden,
    /// Holds nothing itself: what comes goes to the one below.
    Through,
}

/// What a picture says that a figure made of it wants to know.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Picture {
    pub label: Option<Label>,
    pub placement: Placement,
    /// Its title, without one Markdown's `![text]`; HTML's `alt` is no caption.
    pub caption: Vec<Inline>,
}

impl Picture {
    /// Tells of the notes of a caption that is not printed as one.
    pub fn tell_notes(&self, place: &Place) {
        walk::inlines(&self.caption, &mut |node| {
            if let Node::Inline(Inline::Note(note)) = node {
                let message = "a note called in the title of a picture that is no figure by itself is left out";
                let finding = Diagnostic::warning("unused-note", &note.span, message);
                place.tell(finding, Some("call it in the text, or in the caption of the figure".to_owned()));
            }
        });
    }
}

/// Inlines with nothing but content.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wrap {
    Emphasis,
    Strong,
    Dots,
    ProperName,
    TitleLine,
    Subscript,
    Superscript,
    Strike,
    Small,
    Warichu,
    Lang(Lang),
}

impl Wrap {
    pub fn around(self, content: Vec<Inline>) -> Inline {
        match self {
            Self::Emphasis => Inline::Emphasis(content),
            Self::Strong => Inline::Strong(content),
            Self::Dots => Inline::Dots(content),
            Self::ProperName => Inline::ProperName(content),
            Self::TitleLine => Inline::TitleLine(content),
            Self::Subscript => Inline::Subscript(content),
            Self::Superscript => Inline::Superscript(content),
            Self::Strike => Inline::Strike(content),
            Self::Small => Inline::Small(content),
            Self::Warichu => Inline::Warichu(content),
            Self::Lang(lang) => Inline::Lang { lang, content },
        }
    }
}

/// What a kind can take in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Blocks,
    Parts,
    Inlines,
    Characters,
    Nothing,
}

impl Kind {
    pub fn holds(&self) -> Holds {
        match self {
            Self::Root
            | Self::Group { .. }
            | Self::Quote { .. }
            | Self::Admonition { .. }
            | Self::NoteText
            | Self::Verse { .. }
            | Self::Figure { .. }
            | Self::Item { .. }
            | Self::Definition
            | Self::Cell(_)
            | Self::Table { .. } => Holds::Blocks,
            Self::List { .. } | Self::Definitions { .. } | Self::Section { .. } | Self::Row { .. } => Holds::Parts,
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::Summary
            | Self::Term
            | Self::Caption
            | Self::Wrap(_)
            | Self::Link { .. } => Holds::Inlines,
            Self::Image(_)
            | Self::CrossRef
            | Self::Code
            | Self::Preformatted(_)
            | Self::Ruby { .. }
            | Self::Reading
            | Self::Hidden => Holds::Characters,
            Self::Through => Holds::Nothing,
        }
    }

    /// Whether it stands in a line.
    pub fn is_inline(&self) -> bool {
        match self {
            Self::Wrap(_)
            | Self::Link { .. }
            | Self::Image(_)
            | Self::CrossRef
            | Self::Code
            | Self::Ruby { .. }
            | Self::Reading
            | Self::Hidden => true,
            Self::Root
            | Self::Group { .. }
            | Self::Quote { .. }
            | Self::Admonition { .. }
            | Self::NoteText
            | Self::Verse { .. }
            | Self::Figure { .. }
            | Self::Item { .. }
            | Self::Definition
            | Self::Cell(_)
            | Self::Table { .. }
            | Self::List { .. }
            | Self::Definitions { .. }
            | Self::Section { .. }
            | Self::Row { .. }
            | Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::Summary
            | Self::Term
            | Self::Caption
            | Self::Preformatted(_)
            | Self::Through => false,
        }
    }

    /// A block with nothing but inlines or characters: it may stand at the deepest place.
    pub fn is_leaf(&self) -> bool {
        matches!(self, Self::Paragraph { .. } | Self::Heading { .. } | Self::Preformatted(_))
    }

    /// A plain paragraph.
    pub fn paragraph() -> Self {
        Self::Paragraph { layout: Layout::Theme, lang: None, continued: false, picture: None }
    }
}

/// Who opened it, and so may close it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Opener {
    Markdown,
    /// An HTML tag of this name.
    Html(String),
    /// A container fence with so many colons.
    Fence(usize),
    /// Nobody: it had to be there.
    Implied,
}

/// An empty table.
pub(super) fn table() -> Kind {
    Kind::Table { columns: Vec::new(), caption: Vec::new(), said: Said::default(), rows: Vec::new() }
}
