//! Where the characters of a paragraph come from in the author's text, so that each line knows the place it begins at.
//! In: stretches, as `collect` meets them. Out: the places of lines, for `flow` and `page`.

use super::Collected;
use crate::model::TextPlace;

/// Stretches of collected text, and what stands before each of them in the author's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// Where the text begins; `None` for what nobody wrote: heads, folios, lists of contents.
    pub from: Option<TextPlace>,
    /// The byte each stretch begins at, and the length of the author's text before it.
    stretches: Vec<(usize, u32)>,
    /// The length of all of it.
    length: u32,
}

impl Origins {
    /// From this byte on stands a stretch of so much of the author's text, whatever its characters are.
    pub fn stretch(&mut self, byte: usize, length: u32) {
        self.stretches.push((byte, self.length));
        self.length += length;
    }

    /// Where what follows the text begins.
    pub fn end(&self) -> Option<TextPlace> {
        self.from.map(|from| TextPlace { at: from.at + self.length, ..from })
    }
}

impl Collected {
    /// The same as the text from this place on.
    pub fn from(mut self, place: TextPlace) -> Self {
        self.origins.from = Some(place);
        self
    }
}

/// Tells the places of bytes, one after the other, so that every character is counted once.
pub(super) struct Follower<'a> {
    text: &'a str,
    origins: &'a Origins,
    /// The next stretch.
    next: usize,
    byte: usize,
    at: u32,
}

impl<'a> Follower<'a> {
    pub fn new(collected: &'a Collected) -> Self {
        Self { text: &collected.text, origins: &collected.origins, next: 0, byte: 0, at: 0 }
    }

    /// The place of a byte that is not before the one asked for last.
    pub fn place(&mut self, byte: usize) -> Option<TextPlace> {
        let Origins { from, stretches, length } = self.origins;
        let from = (*from)?;
        while let Some(&(start, at)) = stretches.get(self.next).filter(|(start, _)| *start <= byte) {
            (self.byte, self.at) = (start, at);
            self.next += 1;
        }
        let passed = self.text.get(self.byte..byte).map_or(0, |passed| passed.chars().count() as u32);
        // A reference has many characters and one place: the text after it begins no sooner than its last.
        let last = stretches.get(self.next).map_or(*length, |(_, at)| *at).saturating_sub(1).max(self.at);
        (self.byte, self.at) = (byte, (self.at + passed).min(last));
        Some(TextPlace { at: from.at + self.at, ..from })
    }
}
