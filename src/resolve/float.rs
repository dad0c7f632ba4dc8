//! Numbers figures, tables and formulas: through the book, or by chapter where chapters have numbers of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::Words;
use super::counter::{Style, format};
use super::formula::{Formulas, bracketed};
use super::number::Numbers;
use super::outline::Number;
use crate::model::walk::{self, Node};
use crate::model::{Block, Division, Lang, NodeId};

/// What is counted beside the titles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Float {
    Figure,
    Table,
    Formula,
}

pub(super) struct Floats<'f> {
    lang: &'f Lang,
    formulas: &'f Formulas,
    words: &'static Words,
    /// What stands between the chapter's number and the figure's.
    joint: &'static str,
    /// Chapters by whose number figures are counted; none where they are counted through the book.
    chapters: BTreeMap<NodeId, String>,
    counters: BTreeMap<(Float, Option<String>), u64>,
    pub numbers: Numbers,
}

impl<'f> Floats<'f> {
    pub fn new(
        lang: &'f Lang,
        chapters: Vec<(NodeId, u64)>,
        appendices: Vec<(NodeId, u64)>,
        numbers: Numbers,
        formulas: &'f Formulas,
    ) -> Self {
        // Where chapters count anew in each part, their numbers cannot tell figures apart.
        let distinct = chapters.iter().map(|(_, n)| n).collect::<BTreeSet<_>>().len() == chapters.len();
        let chapters = if chapters.len() >= 2 && distinct {
            let letters = appendices.into_iter().filter_map(|(id, n)| Some((id, format(Style::UpperAlpha, n)?)));
            chapters.into_iter().map(|(id, n)| (id, n.to_string())).chain(letters).collect()
        } else {
            BTreeMap::new()
        };
        let joint = if lang.is_cjk() { "-" } else { "." };
        Self { lang, formulas, words: Words::of(lang), joint, chapters, counters: BTreeMap::new(), numbers }
    }

    pub fn division(&mut self, division: &Division, above: Option<&str>) {
        let own = self.chapters.get(&division.id).cloned();
        let chapter = own.as_deref().or(above);
        walk::blocks(&division.blocks, &mut |node| match node {
            Node::Block(Block::Figure(figure)) if !figure.caption.is_empty() => {
                self.float(Float::Figure, figure.id, chapter);
            }
            Node::Block(Block::Table(table)) if !table.caption.is_empty() => {
                self.float(Float::Table, table.id, chapter);
            }
            Node::Block(Block::Math(math)) => match self.formulas.get(&math.tex).and_then(|formula| formula.tag()) {
                Some(tag) => {
                    self.numbers.insert(math.id, Number::written(tag));
                }
                None if math.label.is_some() => self.float(Float::Formula, math.id, chapter),
                None => {}
            },
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        });
        for inner in &division.divisions {
            self.division(inner, chapter);
        }
    }

    fn float(&mut self, kind: Float, id: NodeId, chapter: Option<&str>) {
        let counter = self.counters.entry((kind, chapter.map(str::to_owned))).or_default();
        *counter += 1;
        if self.numbers.contains_key(&id) {
            return;
        }
        let number = match chapter {
            Some(chapter) => format!("{chapter}{}{counter}", self.joint),
            None => counter.to_string(),
        };
        let number = match kind {
            Float::Figure => format!("{}{}{number}", self.words.figure, self.words.gap),
            Float::Table => format!("{}{}{number}", self.words.table, self.words.gap),
            Float::Formula => bracketed(&number, self.lang),
        };
        self.numbers.insert(id, Number::written(number));
    }
}
