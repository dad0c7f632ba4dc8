//! Makes room: what must be open before something else can be opened or put in.

use super::super::close;
use super::super::kind::{Holds, Kind, Opener, table};
use super::{Builder, Frame};
use crate::model::{Block, Cell, ListKind};

impl Builder<'_> {
    /// Puts finished blocks into the innermost holder; what its paragraph holds so far goes before them.
    pub fn attach(&mut self, blocks: Vec<Block>) {
        if blocks.is_empty() {
            return;
        }
        let at = self.downward().find(|&at| self.stack[at].kind.holds() == Holds::Blocks).unwrap_or(0);
        self.flush(at);
        self.stack[at].blocks.extend(blocks);
    }

    /// Makes paragraphs of the inlines that wait above the holder at `holder`.
    fn flush(&mut self, holder: usize) {
        let waiting: Vec<usize> = self.downward().take_while(|&at| at > holder).collect();
        let mut blocks = Vec::new();
        for (nth, &at) in waiting.iter().enumerate() {
            let frame = &mut self.stack[at];
            if frame.inlines.is_empty() {
                continue;
            }
            let range = frame.range.clone();
            let inline = match &frame.kind {
                Kind::Wrap(wrap) => wrap.clone().around(std::mem::take(&mut frame.inlines)),
                Kind::Link { url, title } => {
                    close::link(self.place, url, title.as_deref(), std::mem::take(&mut frame.inlines), &range)
                }
                Kind::Paragraph { .. } => {
                    let (kind, content) = (frame.kind.clone(), std::mem::take(&mut frame.inlines));
                    if let Kind::Paragraph { picture, .. } = &mut frame.kind {
                        *picture = None;
                    }
                    blocks.extend(close::paragraph(self, kind, content, range));
                    continue;
                }
                _ => continue,
            };
            if let Some(&below) = waiting.get(nth + 1) {
                self.stack[below].inlines.push(inline);
            }
        }
        // The outermost paragraph began first.
        blocks.reverse();
        self.stack[holder].blocks.extend(blocks);
    }

    /// Makes sure that a block of this kind can be opened here; false where it cannot.
    pub(super) fn make_room(&mut self, kind: &Kind, at: usize) -> bool {
        if let Some(line) = self.line_holder() {
            let by_markdown = self.stack[line..].iter().any(|frame| frame.opener == Opener::Markdown);
            if !by_markdown {
                while self.stack.len() > line {
                    self.pop(at);
                }
            } else if !matches!(self.stack[line].kind, Kind::Paragraph { .. }) {
                return false;
            }
        }
        if self.stack[self.real()].kind.holds() == Holds::Characters {
            return false;
        }
        self.drop_implied(kind, at);
        let top = &self.stack[self.real()].kind;
        let missing = match (kind, top) {
            (Kind::Item { .. }, Kind::List { .. })
            | (Kind::Term | Kind::Definition, Kind::Definitions { .. })
            | (Kind::Row { .. }, Kind::Table { .. } | Kind::Section { .. })
            | (Kind::Section { .. } | Kind::Caption, Kind::Table { .. } | Kind::Figure { .. })
            | (Kind::Cell(_), Kind::Row { .. }) => None,
            (Kind::Item { .. }, _) => {
                Some(Kind::List { kind: ListKind::Unordered, numerals: None, loose: false, items: Vec::new() })
            }
            (Kind::Term | Kind::Definition, _) => Some(Kind::Definitions { items: Vec::new() }),
            (Kind::Row { .. } | Kind::Section { .. }, _) => Some(table()),
            (Kind::Cell(_), _) => Some(Kind::Row { head: false, cells: Vec::new() }),
            (_, Kind::List { .. }) => Some(Kind::Item { checked: None }),
            (_, Kind::Definitions { .. }) => Some(Kind::Definition),
            (_, Kind::Row { .. }) => Some(Kind::Cell(Cell::default())),
            _ => None,
        };
        if let Some(missing) = missing {
            if !self.make_room(&missing, at) {
                return false;
            }
            self.push(missing, Opener::Implied, at..at);
        }
        true
    }

    /// Closes implied parts that the next part ends.
    fn drop_implied(&mut self, next: &Kind, at: usize) {
        while let Some(Frame { kind, opener: Opener::Implied, .. }) = self.stack.last() {
            let ends = match (kind, next) {
                (Kind::Item { .. }, Kind::Item { .. })
                | (Kind::Definition, Kind::Term | Kind::Definition)
                | (Kind::Cell(_), Kind::Cell(_) | Kind::Row { .. } | Kind::Section { .. })
                | (Kind::Row { .. }, Kind::Row { .. } | Kind::Section { .. }) => true,
                (Kind::List { .. }, next) => !matches!(next, Kind::Item { .. }),
                (Kind::Definitions { .. }, next) => !matches!(next, Kind::Term | Kind::Definition),
                _ => false,
            };
            if !ends {
                return;
            }
            self.pop(at);
        }
    }

    /// Makes sure that inlines have somewhere to go.
    pub(super) fn line(&mut self, at: usize) {
        match self.stack[self.real()].kind.holds() {
            Holds::Inlines | Holds::Characters | Holds::Nothing => {}
            Holds::Blocks | Holds::Parts => {
                if self.make_room(&Kind::paragraph(), at) {
                    self.push(Kind::paragraph(), Opener::Implied, at..at);
                }
            }
        }
    }

    /// A paragraph that is written as one makes its list loose.
    pub(super) fn loosen(&mut self) {
        let mut open = self.downward();
        let item = open.next().filter(|&at| matches!(self.stack[at].kind, Kind::Item { .. }));
        let list = item.and(open.next());
        drop(open);
        if let Some(Kind::List { loose, .. }) = list.map(|at| &mut self.stack[at].kind) {
            *loose = true;
        }
    }
}
