//! Lines of notes in the columns of a band: at their feet, or beside them.

use super::band::Pour;
use super::chunk::{NoteLine, Ruler, Stock};
use crate::theme::NotePlace;
use crate::unit::Length;

/// Lines of a note that stay together when it goes on over the page.
const NOTE_LINES: usize = 2;

impl Pour {
    /// Lines of notes from the column before.
    pub(super) fn carry_over(&mut self, stock: &Stock, ruler: Ruler) {
        if ruler.notes == NotePlace::Margin {
            let lines: Vec<NoteLine> = self.carried.drain(..).collect();
            let top = self.top;
            return self.beside(stock, &lines, top);
        }
        let most = self.limit - self.top - ruler.pitch * 4;
        let lines: Vec<NoteLine> = self.carried.drain(..).collect();
        let room = |height: Length| most - height;
        self.note_lines(stock, ruler, &lines, room);
    }

    /// Puts lines of notes at the foot as long as there is room, two lines of a note at least on each side; the rest
    /// goes on in the next column.
    pub(super) fn note_lines(
        &mut self,
        stock: &Stock,
        ruler: Ruler,
        lines: &[NoteLine],
        room: impl Fn(Length) -> Length,
    ) {
        let mut at = 0;
        while at < lines.len() {
            // The lines of one note.
            let note = lines[at].note;
            let end = at + lines[at..].iter().take_while(|line| line.note == note).count();
            let mut height = self.column().note_height;
            if height == Length::ZERO {
                height = note_gap(ruler);
            }
            let mut taken = 0;
            if self.carried.is_empty() {
                for line in &lines[at..end] {
                    let advance = stock.notes[note].strips[line.line].advance;
                    if room(height + advance) < Length::ZERO {
                        break;
                    }
                    height += advance;
                    taken += 1;
                }
            }
            let count = end - at;
            if taken < count {
                taken = taken.min(count.saturating_sub(NOTE_LINES));
                if taken < NOTE_LINES {
                    taken = 0;
                }
                // A column that can hold nothing else takes what there is: no note is carried for ever.
                if taken == 0 && self.carried.is_empty() && !self.column().held && self.column().notes.is_empty() {
                    taken = 1;
                }
            }
            if taken > 0 {
                let column = self.column_mut();
                if column.note_height == Length::ZERO {
                    column.note_height = note_gap(ruler);
                }
                for line in &lines[at..at + taken] {
                    column.note_height += stock.notes[note].strips[line.line].advance;
                    column.notes.push(*line);
                }
            }
            self.carried.extend(&lines[at + taken..end]);
            at = end;
        }
    }

    /// Puts lines of notes beside the column: from `y` on, or as much higher as they need, below those before them.
    pub(super) fn beside(&mut self, stock: &Stock, lines: &[NoteLine], y: Length) {
        let limit = self.limit;
        let advance = |line: &NoteLine| stock.notes[line.note].strips[line.line].advance;
        let height: Length = lines.iter().map(advance).sum();
        let mut top = y.max(self.column().margin_y);
        if top + height > limit {
            top = (limit - height).max(self.column().margin_y);
        }
        for (at, line) in lines.iter().enumerate() {
            if top + advance(line) > limit && !(at == 0 && self.column().margin.is_empty()) {
                self.carried.extend(&lines[at..]);
                break;
            }
            let column = self.column_mut();
            column.margin.push((*line, top));
            top += advance(line);
        }
        // Half a line parts one note from the next.
        let gap = lines.last().map_or(Length::ZERO, |line| advance(line) / 2);
        let column = self.column_mut();
        column.margin_y = column.margin_y.max(top + gap);
    }
}

/// The white and the rule above the notes.
pub(super) fn note_gap(ruler: Ruler) -> Length {
    ruler.pitch
}

/// How many lines of a note of so many must stand where it is called.
pub(super) fn least(lines: usize) -> usize {
    if lines < NOTE_LINES * 2 { lines } else { NOTE_LINES }
}
