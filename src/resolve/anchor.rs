//! Names the places that links reach. A name comes from the author's label, else from the node's own words and the
//! titles above it, so that an edit elsewhere never breaks a link from outside.

use std::collections::{BTreeMap, BTreeSet};

use super::cite::{self, Reference};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Division, Inline, Label, NodeId};

/// The anchors of all nodes that can have one.
pub(super) fn anchors(book: &Book, references: &[Reference]) -> BTreeMap<NodeId, String> {
    let mut namer = Namer::default();
    // Labels first: what an author chose must not be taken by a name that keben made.
    walk::book(book, &mut |node| {
        if let Some((id, label)) = labelled(node) {
            namer.label(id, label);
        }
    });
    for reference in references {
        namer.name(reference.id, safe(&cite::place(&reference.key)));
    }
    for division in book.divisions() {
        namer.division(division, Hash::new());
    }
    namer.names
}

/// A node's label, for the nodes that can have one.
pub(super) fn labelled(node: Node<'_>) -> Option<(NodeId, &Label)> {
    let (id, label) = match node {
        Node::Division(Division { id, label, .. }) => (id, label),
        Node::Block(Block::Heading(heading)) => (&heading.id, &heading.label),
        Node::Block(Block::Table(table)) => (&table.id, &table.label),
        Node::Block(Block::Figure(figure)) => (&figure.id, &figure.label),
        Node::Block(Block::Math(math)) => (&math.id, &math.label),
        Node::Block(_) | Node::Inline(_) => return None,
    };
    Some((*id, label.as_ref()?))
}

#[derive(Default)]
struct Namer {
    names: BTreeMap<NodeId, String>,
    taken: BTreeSet<String>,
    /// How often a name was wanted, so that the thousandth node of one text does not try nine hundred names.
    wanted: BTreeMap<String, u32>,
}

impl Namer {
    fn label(&mut self, id: NodeId, label: &Label) {
        let name = safe(&label.0);
        if self.taken.insert(name.clone()) {
            self.names.insert(id, name);
        }
    }

    fn division(&mut self, division: &Division, above: Hash) {
        let title = division.title.as_ref();
        let own =
            title.map_or(above, |title| above.add(title.number.as_deref()).add(Some(&walk::plain(&title.content))));
        self.name(
            division.id,
            match title {
                Some(_) => own.of("division"),
                // An article and its colophon may both be without a title, and neither should shift the other.
                None => own.of(&format!("{:?}", division.kind)),
            },
        );
        if let Some(title) = title {
            walk::inlines(&title.content, &mut |node| self.node(node, own));
        }
        let mut above: Vec<(u8, Hash)> = vec![(0, own)];
        walk::blocks(&division.blocks, &mut |node| {
            if let Node::Block(Block::Heading(heading)) = node {
                while above.len() > 1 && above.last().is_some_and(|(level, _)| *level >= heading.level) {
                    above.pop();
                }
                let parent = above.last().map_or(own, |(_, hash)| *hash);
                let title = &heading.title;
                let hash = parent.add(title.number.as_deref()).add(Some(&walk::plain(&title.content)));
                self.name(heading.id, hash.of("heading"));
                above.push((heading.level, hash));
            } else {
                self.node(node, above.last().map_or(own, |(_, hash)| *hash));
            }
        });
        for inner in &division.divisions {
            self.division(inner, own);
        }
    }

    fn node(&mut self, node: Node<'_>, above: Hash) {
        match node {
            Node::Block(Block::Table(table)) => {
                self.name(table.id, above.add(Some(&walk::plain(&table.caption))).of("table"));
            }
            Node::Block(Block::Figure(figure)) => {
                let hash = above.add(Some(&walk::plain(&figure.caption)));
                let hash = figure.images.iter().fold(hash, |hash, image| hash.add(Some(&image.path)));
                self.name(figure.id, hash.of("figure"));
            }
            Node::Block(Block::Math(math)) => self.name(math.id, above.add(Some(&math.tex)).of("math")),
            Node::Inline(Inline::Note(note)) => {
                let mut hash = above;
                walk::blocks(&note.blocks, &mut |node| {
                    if let Node::Inline(Inline::Text(text) | Inline::Code(text)) = node {
                        hash = hash.add(Some(text));
                    }
                });
                self.name(note.id, hash.of("note"));
            }
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        }
    }

    fn name(&mut self, id: NodeId, name: String) {
        if self.names.contains_key(&id) {
            return;
        }
        let wanted = self.wanted.entry(name.clone()).or_default();
        let free = loop {
            *wanted += 1;
            let tried = if *wanted == 1 { name.clone() } else { format!("{name}-{wanted}") };
            if self.taken.insert(tried.clone()) {
                break tried;
            }
        };
        self.names.insert(id, free);
    }
}

/// An author's label as an ASCII NCName (Namespaces in XML, production 4), which every output takes as it is.
fn safe(label: &str) -> String {
    let label = label.trim();
    if label.is_empty() || !label.is_ascii() {
        return Hash::new().add(Some(label)).of("label");
    }
    let keep = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = label.chars().map(keep).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { name } else { format!("s-{name}") }
}

/// FNV-1a, 64 bits, so that a name can be worked out again by hand or in another program.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Goes on with a text and a mark for its end; nothing for a text that is not there.
    fn add(self, text: Option<&str>) -> Self {
        let Some(text) = text else { return self };
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(text.trim().bytes().chain([0]).fold(self.0, step))
    }

    /// The name of a node of this kind: eight digits, both halves folded into one.
    fn of(self, kind: &str) -> String {
        let Self(hash) = self.add(Some(kind));
        format!("s-{:08x}", (hash >> 32) as u32 ^ hash as u32)
    }
}
