//! Shows an edition as text, for `keben dump edition` and for the tests.

use std::fmt::Write;

use super::{Edition, Target, TocEntry};
use crate::model::walk::{self, Node};
use crate::model::{Block, Division, Inline, NodeId, RefForm};
use crate::model::{Cite, CrossRef};

/// Numbers, anchors, links, contents, labels and pictures of an edition, a line each.
pub fn dump(edition: &Edition) -> String {
    let mut out = Dump { edition, text: String::new() };
    out.line(0, &["title", &edition.title]);
    out.line(0, &["lang", edition.lang.as_str()]);
    out.line(0, &["identifier", &edition.identifier]);
    out.line(0, &["date", &edition.date.to_string()]);
    let book = &edition.book;
    for (name, divisions) in [("front", &book.front), ("body", &book.body), ("back", &book.back)] {
        if !divisions.is_empty() {
            out.line(0, &[name]);
        }
        divisions.iter().for_each(|division| out.division(division, 1));
    }
    if !edition.toc().is_empty() {
        out.line(0, &["contents"]);
        out.entries(edition.toc());
    }
    let labels: Vec<_> = edition.dests.labels().collect();
    if !labels.is_empty() {
        out.line(0, &["labels"]);
    }
    for (label, id) in labels {
        out.line(1, &[label, "->", &out.anchor(id)]);
    }
    if edition.pictures().next().is_some() {
        out.line(0, &["pictures"]);
    }
    for (path, picture) in edition.pictures() {
        let dpi = picture.dpi.map(|dpi| format!("{dpi:.0} dpi")).unwrap_or_default();
        out.line(1, &[path, &format!("{picture:?}"), &dpi]);
    }
    out.text
}

struct Dump<'e> {
    edition: &'e Edition,
    text: String,
}

impl Dump<'_> {
    /// One line; empty words leave no trace.
    fn line(&mut self, depth: usize, words: &[&str]) {
        let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        let _ = writeln!(self.text, "{}{}", "  ".repeat(depth), words.join(" "));
    }

    fn anchor(&self, id: NodeId) -> String {
        format!("#{}", self.edition.anchor(id))
    }

    fn node(&mut self, depth: usize, kind: &str, id: NodeId) {
        let edition = self.edition;
        let number = edition.number(id).map(|number| format!("[{number}]")).unwrap_or_default();
        self.line(depth, &[kind, &number, edition.title_of(id), &self.anchor(id)]);
    }

    fn division(&mut self, division: &Division, depth: usize) {
        self.node(depth, &format!("{:?}", division.kind).to_lowercase(), division.id);
        if let Some(title) = &division.title {
            walk::inlines(&title.content, &mut |node| self.inside(node, depth + 1));
        }
        walk::blocks(&division.blocks, &mut |node| self.inside(node, depth + 1));
        for inner in &division.divisions {
            self.division(inner, depth + 1);
        }
    }

    fn inside(&mut self, node: Node<'_>, depth: usize) {
        let edition = self.edition;
        match node {
            Node::Block(Block::Heading(heading)) => self.node(depth, &format!("h{}", heading.level), heading.id),
            Node::Block(Block::Table(table)) => self.node(depth, "table", table.id),
            Node::Block(Block::Figure(figure)) => {
                self.node(depth, "figure", figure.id);
                figure.images.iter().for_each(|image| self.image(&image.path, depth + 1));
            }
            Node::Block(Block::Math(math)) => self.node(depth, "math", math.id),
            Node::Inline(Inline::Note(note)) => {
                self.line(depth, &["note", &edition.note(note.id).to_string(), &self.anchor(note.id)]);
            }
            Node::Inline(Inline::Image(image)) => self.image(&image.path, depth),
            Node::Inline(Inline::Link(link)) => {
                let lead = match edition.target(&link.span.file, &link.url) {
                    Target::External(_) => "outside".to_owned(),
                    Target::Node(id) => self.anchor(id),
                    Target::Broken => "nowhere".to_owned(),
                };
                self.line(depth, &["link", &link.url, "->", &lead]);
            }
            Node::Inline(Inline::Cite(Cite { id, .. }) | Inline::CrossRef(CrossRef { id, .. }))
                if edition.citation(*id).is_some() =>
            {
                let printed = edition.citation(*id).unwrap_or_default();
                self.line(depth, &["cite", &format!("`{}`", walk::plain(printed))]);
            }
            Node::Block(Block::References(_)) => {
                for reference in edition.references() {
                    let (label, text) = (walk::plain(&reference.label), walk::plain(&reference.content));
                    self.line(
                        depth,
                        &["work", &reference.key, &self.anchor(reference.id), &label, &format!("`{text}`")],
                    );
                }
            }
            Node::Inline(Inline::CrossRef(to)) => {
                let lead = edition.dest(&to.label).map_or("nowhere".to_owned(), |id| self.anchor(id));
                let form = match to.form {
                    RefForm::Number => "",
                    RefForm::Title => "(title)",
                    RefForm::Page => "(page)",
                };
                self.line(depth, &["ref", &to.label.0, form, "->", &lead, &format!("`{}`", edition.reference(to))]);
            }
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        }
    }

    fn image(&mut self, path: &str, depth: usize) {
        let state = if self.edition.picture(path).is_some() { "" } else { "missing" };
        self.line(depth, &["image", path, state]);
    }

    fn entries(&mut self, list: &[TocEntry]) {
        for entry in list {
            self.line(usize::from(entry.level), &[&entry.text, &self.anchor(entry.id)]);
            self.entries(&entry.children);
        }
    }
}
