//! Where strips stand in the columns of a band. In: chunks. Out: columns of spots. Next: `emit`.
//!
//! A band is a stretch of a page whose columns begin and end together: the whole page, or what lies between two titles
//! that stand across its columns. Chunks go into a column if they and the notes they call fit, else into the next; so
//! the time is linear in the strips. Nothing is moved yet: a band can be poured again, lower, until it is balanced.

use std::collections::VecDeque;

use super::chunk::{Across, Chunk, NoteLine, Rest, Ruler, Spot, Stock, What};
use super::notes::{least, note_gap};
use crate::model::Placement;
use crate::theme::NotePlace;
use crate::unit::Length;

/// The share of a column's height that floats at its head may take.
const MOST_FLOATS: f64 = 0.7;

/// A stretch of a page, with what was poured into it.
pub(super) struct Band {
    pub chunks: Vec<Chunk>,
    pub pour: Pour,
    /// Lines of notes it was begun with.
    begun_with: VecDeque<NoteLine>,
    /// What is in it goes down to its foot.
    pub to_foot: bool,
}

/// Columns while they are filled.
#[derive(Clone)]
pub(super) struct Pour {
    pub top: Length,
    pub limit: Length,
    pub across: Across,
    pub columns: Vec<Column>,
    /// Floats that wait for a column's head, as numbers of chunks.
    pub waiting: VecDeque<usize>,
    /// Lines of notes that go on in the next column.
    pub carried: VecDeque<NoteLine>,
}

/// A column of a band.
#[derive(Clone, Default)]
pub(super) struct Column {
    pub spots: Vec<Spot>,
    /// Floats at its foot, as numbers of chunks.
    pub bottom: Vec<usize>,
    /// Lines of notes at its foot.
    pub notes: Vec<NoteLine>,
    /// Lines of notes beside it.
    pub margin: Vec<(NoteLine, Length)>,
    /// Foot of what stands in it.
    pub foot: Length,
    /// Where the next strip's top would be.
    y: Length,
    /// White the last float wants below it.
    white: Length,
    pub held: bool,
    bottom_height: Length,
    pub note_height: Length,
    /// Where the next note in the margin may begin.
    pub margin_y: Length,
}

impl Band {
    /// A band from `top` to `limit` in columns, begun with what the one before it left.
    pub fn new(stock: &Stock, ruler: Ruler, top: Length, limit: Length, across: Across, rest: Rest) -> Self {
        let chunks: Vec<Chunk> = rest.floats.into();
        let waiting = (0..chunks.len()).collect();
        let begun_with = rest.carried.clone();
        let mut pour = Pour { top, limit, across, columns: Vec::new(), waiting, carried: rest.carried };
        pour.next_column(stock, ruler, &chunks);
        Self { chunks, pour, begun_with, to_foot: false }
    }

    /// Whether nothing stands in it.
    pub fn is_bare(&self) -> bool {
        self.pour.columns.iter().all(|column| !column.held && column.bottom.is_empty() && column.notes.is_empty())
    }

    /// Pours a chunk; gives it back when no column has room for it.
    pub fn add(&mut self, stock: &Stock, ruler: Ruler, chunk: Chunk) -> Result<(), Chunk> {
        self.chunks.push(chunk);
        if self.pour.add(stock, ruler, &self.chunks, self.chunks.len() - 1) {
            return Ok(());
        }
        Err(self.chunks.pop().expect("it was pushed above"))
    }

    /// Puts a chunk where it is, though it has no room.
    pub fn force(&mut self, stock: &Stock, ruler: Ruler, chunk: Chunk) {
        self.chunks.push(chunk);
        self.pour.put(stock, ruler, &self.chunks, self.chunks.len() - 1);
    }

    /// Makes all columns as high as each other, but for the last. Says whether it could.
    pub fn balance(&mut self, stock: &Stock, ruler: Ruler) -> bool {
        let Pour { top, limit, across, .. } = self.pour;
        let count = across.count;
        if count < 2 || self.is_bare() {
            return false;
        }
        let all: Length = self.chunks.iter().flat_map(|chunk| &chunk.strips).map(|strip| strip.advance).sum();
        // A line's gap is no part of a column's height.
        let gap = self.chunks.iter().flat_map(|chunk| &chunk.strips).map(|s| s.advance - s.frame.size.height).max();
        let least = (all / count as i64).round_up_to(ruler.pitch) - gap.unwrap_or_default();
        let mut height = least.max(Length::ZERO);
        while top + height < limit {
            let mut pour = Pour {
                top,
                limit: top + height,
                across,
                columns: Vec::new(),
                waiting: VecDeque::new(),
                carried: self.begun_with.clone(),
            };
            pour.next_column(stock, ruler, &self.chunks);
            let all_in = (0..self.chunks.len()).all(|chunk| pour.add(stock, ruler, &self.chunks, chunk));
            if all_in && pour.waiting.is_empty() && pour.carried.is_empty() {
                self.pour = pour;
                return true;
            }
            height += ruler.pitch;
        }
        false
    }

    /// Where what follows on the page begins.
    pub fn end(&self) -> Length {
        let Pour { top, limit, columns, .. } = &self.pour;
        let end = |column: &Column| if column.notes.is_empty() { column.y + column.white } else { *limit };
        columns.iter().map(end).max().unwrap_or(*top)
    }

    /// Leaves the notes at its foot to the band after it.
    pub fn hand_on_notes(&mut self) {
        for column in self.pour.columns.iter_mut().rev() {
            column.note_height = Length::ZERO;
            for line in column.notes.drain(..).rev() {
                self.pour.carried.push_front(line);
            }
        }
    }
}

impl Pour {
    fn add(&mut self, stock: &Stock, ruler: Ruler, chunks: &[Chunk], chunk: usize) -> bool {
        match chunks[chunk].float {
            Some(Placement::Bottom) => return self.add_bottom(stock, ruler, chunks, chunk),
            // Figures never overtake each other.
            Some(place @ (Placement::Theme | Placement::Near | Placement::Top | Placement::Page)) => {
                let late = place == Placement::Top && self.column().held;
                if !late && self.waiting.is_empty() && self.fits(stock, ruler, chunks, chunk) {
                    self.put(stock, ruler, chunks, chunk);
                } else {
                    self.waiting.push_back(chunk);
                }
                return true;
            }
            Some(Placement::Here) | None => {}
        }
        loop {
            if self.fits(stock, ruler, chunks, chunk) {
                self.put(stock, ruler, chunks, chunk);
                return true;
            }
            if !self.next_column(stock, ruler, chunks) {
                return false;
            }
        }
    }

    fn add_bottom(&mut self, stock: &Stock, ruler: Ruler, chunks: &[Chunk], chunk: usize) -> bool {
        let needed = chunks[chunk].height() + ruler.white;
        let room = self.room() - self.column().foot;
        if self.waiting.is_empty() && needed <= room && !calls_notes(stock, &chunks[chunk]) {
            let column = self.column_mut();
            column.bottom.push(chunk);
            column.bottom_height += needed;
        } else {
            self.waiting.push_back(chunk);
        }
        true
    }

    /// Goes on to the next column: with the notes carried over to it, and floats that waited for its head.
    pub fn next_column(&mut self, stock: &Stock, ruler: Ruler, chunks: &[Chunk]) -> bool {
        if self.columns.len() == self.across.count {
            return false;
        }
        let top = self.top;
        self.columns.push(Column { y: top, foot: top, margin_y: top, ..Column::default() });
        self.carry_over(stock, ruler);
        let most = (self.limit - top).scale(MOST_FLOATS);
        while let Some(&chunk) = self.waiting.front() {
            let held = self.column().held;
            if (held && self.column().y - top + chunks[chunk].height() > most)
                || !self.fits(stock, ruler, chunks, chunk)
            {
                // What is higher than a column stands alone in one, over its foot where it must.
                if !held && chunks[chunk].height() >= self.limit - top {
                    self.waiting.pop_front();
                    self.put(stock, ruler, chunks, chunk);
                }
                break;
            }
            self.waiting.pop_front();
            self.put(stock, ruler, chunks, chunk);
        }
        true
    }

    pub(super) fn column(&self) -> &Column {
        self.columns.last().expect("a band has a column")
    }
    pub(super) fn column_mut(&mut self) -> &mut Column {
        self.columns.last_mut().expect("a band has a column")
    }

    /// Down to where the column may be filled.
    fn room(&self) -> Length {
        self.limit - self.column().bottom_height - self.column().note_height
    }

    /// Whether a chunk and the notes it calls fit into the column. Of the last note its first lines are enough.
    fn fits(&self, stock: &Stock, ruler: Ruler, chunks: &[Chunk], chunk: usize) -> bool {
        let chunk = &chunks[chunk];
        let column = self.column();
        let mut foot = column.y;
        self.run(stock, ruler, chunk, |_, top, height| foot = top + height);
        if ruler.notes != NotePlace::Foot {
            return foot <= self.room();
        }
        let mut notes = column.note_height;
        let called = stock.called(&chunk.strips);
        for (at, &number) in called.iter().enumerate() {
            let lines = &stock.notes[number].strips;
            if notes == Length::ZERO {
                notes = note_gap(ruler);
            }
            let needed = if at + 1 == called.len() { least(lines.len()) } else { lines.len() };
            notes += lines[..needed].iter().map(|strip| strip.advance).sum();
        }
        foot + notes <= self.limit - column.bottom_height
    }

    /// Runs through the tops of a chunk's strips, the head of a table it goes on with before them; gives where the
    /// strip after them would begin.
    fn run(&self, stock: &Stock, ruler: Ruler, chunk: &Chunk, mut each: impl FnMut(What, Length, Length)) -> Length {
        let column = self.column();
        let (mut y, mut held) = (column.y, column.held);
        let mut white = column.white;
        if let Some(number) = chunk.strips.first().and_then(|strip| strip.head).filter(|_| !held) {
            let head = &stock.heads[number].strips;
            // A head that takes a third of the page would leave the body no room.
            if head.iter().map(|strip| strip.advance).sum::<Length>() <= (self.limit - self.top) / 3 {
                for (at, strip) in head.iter().enumerate() {
                    each(What::Head(number, at), y, strip.frame.size.height);
                    y += strip.advance;
                    held = true;
                }
            }
        }
        let shift = self.slack(ruler, chunk);
        for (at, strip) in chunk.strips.iter().enumerate() {
            let mut top = y;
            if held {
                let before = if chunk.float.is_some() && at == 0 { ruler.white } else { strip.before };
                top += before.max(white);
            }
            if strip.grid {
                top = top.round_up_to(ruler.pitch);
            }
            each(What::Strip(0, at), top + shift, strip.frame.size.height);
            y = top + strip.advance;
            (held, white) = (true, Length::ZERO);
        }
        y
    }

    /// How far a float goes down so that the white above and below it is the same once the text is on the grid again.
    fn slack(&self, ruler: Ruler, chunk: &Chunk) -> Length {
        let column = self.column();
        if chunk.float.is_none() || !column.held {
            return Length::ZERO;
        }
        let foot = column.y + ruler.white.max(column.white) + chunk.height() + ruler.white;
        (foot.round_up_to(ruler.pitch) - foot) / 2
    }

    fn put(&mut self, stock: &Stock, ruler: Ruler, chunks: &[Chunk], number: usize) {
        let chunk = &chunks[number];
        let mut spots = Vec::with_capacity(chunk.strips.len());
        let mut foot = self.column().foot;
        let end = self.run(stock, ruler, chunk, |what, top, height| {
            let what = match what {
                What::Strip(_, strip) => What::Strip(number, strip),
                head @ What::Head(..) => head,
            };
            spots.push(Spot { what, top });
            foot = top + height;
        });
        let is_float = chunk.float.is_some();
        let column = self.column_mut();
        column.spots.extend(&spots);
        column.held = true;
        column.foot = foot;
        // What a float is followed by takes its white from the float's foot.
        (column.y, column.white) = if is_float { (foot, ruler.white) } else { (end, Length::ZERO) };
        for spot in spots {
            let What::Strip(_, strip) = spot.what else { continue };
            for note in stock.called(std::slice::from_ref(&chunk.strips[strip])) {
                let lines: Vec<NoteLine> =
                    (0..stock.notes[note].strips.len()).map(|line| NoteLine { note, line }).collect();
                match ruler.notes {
                    NotePlace::Foot => {
                        let most = self.limit - self.column().bottom_height - foot;
                        self.note_lines(stock, ruler, &lines, |height| most - height);
                    }
                    NotePlace::Margin => self.beside(stock, &lines, spot.top + ruler.margin_drop),
                    // They are set when the chapter or the book is done.
                    NotePlace::Chapter | NotePlace::Book => {}
                }
            }
        }
    }
}

fn calls_notes(stock: &Stock, chunk: &Chunk) -> bool {
    chunk.strips.iter().flat_map(|strip| &strip.notes).any(|&note| !stock.notes[note].strips.is_empty())
}
