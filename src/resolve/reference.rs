//! What a reference to a node prints.

use super::Edition;
use crate::model::{NodeId, walk};

impl Edition {
    /// The number of a node with its word (`图3`, `第二章`), or its title where it has no number.
    pub fn reference(&self, id: NodeId) -> String {
        match self.number(id) {
            Some(number) => number.trim_end_matches(['.', '、', '．']).to_owned(),
            None => self.reference_title(id),
        }
    }

    /// The title of a node, or its number where it has no title.
    pub fn reference_title(&self, id: NodeId) -> String {
        let mut title = None;
        walk::book(&self.book, &mut |node| match node {
            walk::Node::Division(division) if division.id == id => {
                title = division.title.as_ref().map(|title| walk::plain(&title.content));
            }
            walk::Node::Block(crate::model::Block::Heading(heading)) if heading.id == id => {
                title = Some(walk::plain(&heading.title.content));
            }
            walk::Node::Block(crate::model::Block::Figure(figure)) if figure.id == id => {
                title = Some(walk::plain(&figure.caption));
            }
            walk::Node::Block(crate::model::Block::Table(table)) if table.id == id => {
                title = Some(walk::plain(&table.caption));
            }
            _ => {}
        });
        title.filter(|title| !title.is_empty()).or_else(|| self.number(id).map(str::to_owned)).unwrap_or_default()
    }
}
