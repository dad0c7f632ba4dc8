//! The tag tree: what is painted is attached in the order in which it is first painted. Blocks stand in the order in
//! which they were written, wherever figures and notes went on paper.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag as Pdf, TagGroup, TagKind as Kind, TagTree,
};

use crate::layout::{Tag, TagId, TagKind};

enum Child {
    Content(Identifier),
    Tag(TagId),
}

/// The tree while pages are painted.
pub(super) struct Tree<'t> {
    tags: &'t [Tag],
    children: Vec<Vec<Child>>,
    attached: Vec<bool>,
    top: Vec<TagId>,
}

impl<'t> Tree<'t> {
    pub fn new(tags: &'t [Tag]) -> Self {
        Self {
            tags,
            children: tags.iter().map(|_| Vec::new()).collect(),
            attached: vec![false; tags.len()],
            top: Vec::new(),
        }
    }

    fn at(id: TagId) -> usize {
        id.0 as usize - 1
    }

    /// Notes that `identifier` is content of a tag.
    pub fn content(&mut self, id: TagId, identifier: Identifier) {
        self.attach(id);
        self.children[Self::at(id)].push(Child::Content(identifier));
    }

    /// Hangs a tag, and what it stands in, into the tree.
    fn attach(&mut self, id: TagId) {
        let mut id = id;
        while !self.attached[Self::at(id)] {
            self.attached[Self::at(id)] = true;
            let parent = self.tags[Self::at(id)].parent;
            if parent == TagId::ARTIFACT {
                self.top.push(id);
                return;
            }
            self.children[Self::at(parent)].push(Child::Tag(id));
            id = parent;
        }
    }

    pub fn finish(mut self, lang: &str) -> TagTree {
        // A cell without content keeps its place in the grid, which those who listen count.
        for at in 0..self.tags.len() {
            let Tag { kind, parent } = &self.tags[at];
            if matches!(kind, TagKind::HeaderCell(..) | TagKind::Cell(..)) && self.is_shown(*parent) {
                self.attach(TagId(at as u32 + 1));
            }
        }
        let mut tree = TagTree::new().with_lang(Some(lang.to_owned()));
        for id in std::mem::take(&mut self.top) {
            tree.push(self.group(id));
        }
        tree
    }

    /// Whether anything of the table that a row stands in is painted.
    fn is_shown(&self, mut id: TagId) -> bool {
        while id != TagId::ARTIFACT && self.tags[Self::at(id)].kind != TagKind::Table {
            id = self.tags[Self::at(id)].parent;
        }
        id != TagId::ARTIFACT && self.attached[Self::at(id)]
    }

    fn group(&mut self, id: TagId) -> TagGroup {
        let mut group = TagGroup::new(kind(&self.tags[Self::at(id)].kind));
        let mut children = std::mem::take(&mut self.children[Self::at(id)]);
        let number = |child: &Child| match child {
            Child::Tag(inner) => Some(*inner),
            Child::Content(_) => None,
        };
        // Among characters a tag stands where it was painted; blocks have the numbers of their order.
        if children.iter().all(|child| number(child).is_some()) {
            children.sort_by_key(number);
        }
        for child in children {
            match child {
                Child::Content(identifier) => group.push(Node::from(identifier)),
                Child::Tag(inner) => {
                    let inner = self.group(inner);
                    group.push(inner);
                }
            }
        }
        group
    }
}

fn kind(kind: &TagKind) -> Kind {
    let spans = |n: u32| NonZeroU32::new(n.max(1));
    match kind {
        TagKind::Section => Pdf::Section.into(),
        TagKind::Heading(level, text) => {
            Pdf::Hn(NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
        }
        TagKind::Paragraph => Pdf::P.into(),
        TagKind::Quote => Pdf::BlockQuote.into(),
        TagKind::List(true) => Pdf::L(ListNumbering::Decimal).into(),
        TagKind::List(false) => Pdf::L(ListNumbering::Disc).into(),
        TagKind::ListItem => Pdf::LI.into(),
        TagKind::Label => Pdf::Lbl.into(),
        TagKind::ItemBody => Pdf::LBody.into(),
        TagKind::Table => Pdf::Table.into(),
        TagKind::TableHead => Pdf::THead.into(),
        TagKind::TableBody => Pdf::TBody.into(),
        TagKind::Row => Pdf::TR.into(),
        TagKind::HeaderCell(columns, rows) => {
            Pdf::TH(TableHeaderScope::Column).with_col_span(spans(*columns)).with_row_span(spans(*rows)).into()
        }
        TagKind::Cell(columns, rows) => Pdf::TD.with_col_span(spans(*columns)).with_row_span(spans(*rows)).into(),
        TagKind::Figure(alt) => Pdf::Figure(Some(described(alt))).with_placement(None).into(),
        TagKind::Caption => Pdf::Caption.into(),
        TagKind::Code => Pdf::Code.into(),
        TagKind::Note => Pdf::Note.into(),
        TagKind::Link => Pdf::Link.into(),
        TagKind::Formula(tex) => Pdf::Formula(Some(described(tex))).into(),
        TagKind::Contents => Pdf::TOC.into(),
        TagKind::ContentsItem => Pdf::TOCI.into(),
        TagKind::Lang(lang) => Pdf::Span.with_lang(Some(lang.clone())).into(),
        TagKind::Emphasis | TagKind::Strong => Pdf::Span.into(),
    }
}

/// PDF/UA wants a text even where the author left a picture undescribed (reported).
fn described(alt: &str) -> String {
    if alt.trim().is_empty() { "—".to_owned() } else { alt.to_owned() }
}
