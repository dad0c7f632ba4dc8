//! A run that is being filled with the clusters of a line, from left to right. Part of `place`.

use super::super::frame::{Item, TagId};
use super::collect::Piece;
use crate::text::{Cluster, Run, Shaped};
use crate::unit::{Length, Point};

/// A run being filled.
#[derive(Debug)]
pub(super) struct OpenRun {
    pub at: Point,
    pub span: u32,
    pub run: Run,
    pub tag: TagId,
    /// The first byte of its text in the paragraph's.
    text_start: usize,
    /// Whether its characters run from right to left: its text is then filled from the end, so that it reads in logical
    /// order.
    rtl: bool,
    /// Where the pen stands after its last glyph.
    pen: Length,
}

impl OpenRun {
    /// An empty run that begins with `cluster` at `at`.
    pub fn new(cluster: &Cluster, rtl: bool, size: Length, piece: &Piece, at: Point) -> Self {
        let run = Run { face: cluster.face, size, ink: piece.ink, text: String::new(), glyphs: Vec::new() };
        Self { at, span: cluster.span, run, tag: piece.tag, text_start: cluster.start as usize, rtl, pen: at.x }
    }

    /// Whether a cluster is set as the run is, and stands beside it in the text.
    pub fn takes(&self, cluster: &Cluster, rtl: bool, size: Length) -> bool {
        let (from, to) = (cluster.start as usize, cluster.end as usize);
        let follows = if rtl { to == self.text_start } else { from == self.text_start + self.run.text.len() };
        let alike = self.run.face == cluster.face && self.run.size == size && self.rtl == rtl;
        self.span == cluster.span && alike && follows
    }

    /// Adds a cluster of the paragraph `text` that stands at `x`.
    pub fn add(&mut self, text: &str, shaped: &Shaped, cluster: &Cluster, x: Length) {
        // The pen may stand short of this cluster by the gap before it.
        if let Some(last) = self.run.glyphs.last_mut() {
            last.advance += x - self.pen;
        }
        self.pen = x + cluster.advance;
        let (from, to) = (cluster.start as usize, cluster.end as usize);
        if self.rtl && !self.run.text.is_empty() {
            self.text_start = from;
            for glyph in &mut self.run.glyphs {
                glyph.start += (to - from) as u32;
                glyph.end += (to - from) as u32;
            }
            self.run.text.insert_str(0, &text[from..to]);
        } else {
            self.run.text.push_str(&text[from..to]);
        }
        let (start, end) = (from - self.text_start, to - self.text_start);
        self.run.glyphs.extend(shaped.placed(cluster, start as u32, end as u32));
    }

    /// The finished run.
    pub fn finish(self) -> (Point, Item, TagId) {
        (self.at, Item::Run(self.run), self.tag)
    }
}
