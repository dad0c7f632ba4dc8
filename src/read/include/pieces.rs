//! A text put together from several files, and the way back from a place in it to the place in the file.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Lines, Span};

/// Text with the origin of each stretch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expanded {
    pub text: String,
    pieces: Vec<Piece>,
    files: Vec<(Arc<str>, Arc<str>)>,
}

/// From `at` on, the text is that of `file` from `from` on, up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: usize,
    file: usize,
    from: usize,
    /// Whether the text itself is from the file, rather than written in its place.
    verbatim: bool,
}

impl Expanded {
    pub(super) fn add_file(&mut self, name: &str, text: &str) -> usize {
        self.files.push((name.into(), text.into()));
        self.files.len() - 1
    }

    pub(super) fn find_file(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|(known, _)| &**known == name)
    }

    pub(super) fn file_name(&self, file: usize) -> Arc<str> {
        self.files[file].0.clone()
    }

    pub(super) fn file_text(&self, file: usize) -> Arc<str> {
        self.files[file].1.clone()
    }

    pub(super) fn same_files(&self) -> Self {
        Self { files: self.files.clone(), ..Self::default() }
    }

    /// Appends a stretch of a file.
    pub(super) fn verbatim(&mut self, file: usize, range: Range<usize>) {
        if !range.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), file, from: range.start, verbatim: true });
            let text = self.file_text(file);
            self.text.push_str(&text[range]);
        }
    }

    /// Appends text that stands for what is at `from` in a file.
    pub(super) fn foreign(&mut self, text: &str, file: usize, from: usize) {
        self.pieces.push(Piece { at: self.text.len(), file, from, verbatim: false });
        self.text.push_str(text);
    }

    /// Appends text that stands for what is at `at` in another expanded text of the same files.
    pub(super) fn foreign_at(&mut self, text: &str, other: &Self, at: usize) {
        if let Some((file, from)) = other.origin(at) {
            self.foreign(text, file, from);
        }
    }

    /// Appends a stretch of another expanded text of the same files.
    pub(super) fn copy_of(&mut self, other: &Self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let first = other.piece_at(range.start);
        for piece in other.pieces[first..].iter().take_while(|piece| piece.at < range.end) {
            let skipped = range.start.saturating_sub(piece.at);
            let from = piece.from + if piece.verbatim { skipped } else { 0 };
            let at = self.text.len() + (piece.at + skipped - range.start);
            // Line after line of one stretch is one piece.
            let goes_on = self.pieces.last().is_some_and(|last| {
                last.verbatim && piece.verbatim && last.file == piece.file && last.from + (at - last.at) == from
            });
            if !goes_on {
                self.pieces.push(Piece { at, file: piece.file, from, verbatim: piece.verbatim });
            }
        }
        self.text.push_str(&other.text[range]);
    }

    fn piece_at(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)
    }

    /// The file and the byte in it that a byte of the text came from.
    fn origin(&self, at: usize) -> Option<(usize, usize)> {
        let piece = self.pieces.get(self.piece_at(at))?;
        Some((piece.file, if piece.verbatim { piece.from + at.saturating_sub(piece.at) } else { piece.from }))
    }

    /// Leads spans of this text back to the files. Keeps the line tables of all of them.
    pub(crate) fn origins(&self) -> Origins<'_> {
        Origins { expanded: self, lines: self.files.iter().map(|(name, text)| Lines::new(name, text)).collect() }
    }
}

/// See [`Expanded::origins`].
pub(crate) struct Origins<'e> {
    expanded: &'e Expanded,
    lines: Vec<Lines<'e>>,
}

impl Origins<'_> {
    /// The same place in the file it came from. A span that runs over several files ends where the first does.
    pub(crate) fn span(&self, span: &Span) -> Span {
        if span.line == 0 {
            return span.clone();
        }
        let Some((file, start)) = self.expanded.origin(span.start) else { return span.clone() };
        let last = span.end.saturating_sub(1).max(span.start);
        let end = match self.expanded.origin(last) {
            Some((other, end)) if other == file && end >= start => end + (span.end - last),
            _ => start,
        };
        self.lines[file].span(start..end)
    }
}
