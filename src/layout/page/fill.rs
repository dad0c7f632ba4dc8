//! Fills pages with strips. In: galleys. Out: pages without margins. Next: `margin`.
//!
//! Strips that are kept together form a chunk; chunks are poured into the columns of a band; a page is one band, or
//! several between titles that stand across the columns.

use std::collections::VecDeque;

use super::super::flow::{Closes, Galley, Strip};
use super::super::frame::Tag;
use super::super::{Cx, Side};
use super::band::Band;
use super::chunk::{Across, Chunk, Numbers, Rest, Ruler, Stock};
use super::{Matter, Sheetlet, Titles, emit, outer_at_end, shifted};
use crate::diag::Diagnostic;
use crate::layout::BASELINE;
use crate::model::{DivisionKind, Placement, Role};
use crate::theme::{ColumnFill, NotePlace, Opens};
use crate::unit::{Length, Size};

/// Lines of text that follow a title across columns on its page, at least.
const LINES_AFTER_SPAN: i64 = 2;

/// Fills pages with galleys; the first page is a recto.
pub(super) fn fill(cx: &Cx, galleys: Vec<Galley>) -> Matter {
    let mut filler = Filler::new(cx);
    for galley in galleys {
        filler.galley(galley);
    }
    filler.finish()
}

struct Filler<'a, 'c> {
    cx: &'a Cx<'c>,
    area: Size,
    ruler: Ruler,
    /// The columns of the text that is poured, and how wide each is.
    columns: (u8, Length),
    stock: Stock,
    matter: Matter,
    /// The page being filled, without its last band.
    page: Sheetlet,
    band: Band,
    titles: Titles,
    /// Floats that take a page of their own.
    own: VecDeque<Chunk>,
    /// Notes that wait for the end of the chapter or the book.
    endnotes: Vec<usize>,
}

impl<'a, 'c> Filler<'a, 'c> {
    fn new(cx: &'a Cx<'c>) -> Self {
        let theme = cx.theme;
        let area = theme.area().size;
        let pitch = theme.pitch();
        let ruler = Ruler {
            pitch,
            white: pitch.scale(0.75),
            notes: theme.notes.place,
            margin_drop: (theme.body().size - theme.style(Role::Footnote).size).scale(BASELINE),
        };
        let stock = Stock::default();
        let columns = theme.columns(DivisionKind::default());
        let across = Across { count: usize::from(columns.0), measure: columns.1 };
        let band = Band::new(&stock, ruler, Length::ZERO, area.height, across, Rest::default());
        Self {
            cx,
            area,
            ruler,
            columns,
            stock,
            matter: Matter::default(),
            page: Sheetlet::default(),
            band,
            titles: Titles::default(),
            own: VecDeque::new(),
            endnotes: Vec::new(),
        }
    }

    fn galley(&mut self, galley: Galley) {
        let Galley {
            kind,
            front: _,
            columns,
            mut strips,
            mut notes,
            mut backdrops,
            mut heads,
            tags,
            closes,
            notes_title,
        } = galley;
        self.columns = columns;
        let offset = self.matter.tags.len() as u32;
        self.matter.tags.extend(tags.0.into_iter().map(|tag| Tag { parent: shifted(tag.parent, offset), ..tag }));
        let numbers = Numbers {
            tags: offset,
            notes: self.stock.notes.len(),
            backdrops: self.stock.backdrops.len(),
            heads: self.stock.heads.len(),
        };
        strips.iter_mut().for_each(|strip| numbers.shift(strip));
        notes.iter_mut().flat_map(|note| &mut note.strips).for_each(|strip| numbers.shift(strip));
        heads.iter_mut().flat_map(|head| &mut head.strips).for_each(|strip| numbers.shift(strip));
        self.stock.notes.append(&mut notes);
        self.stock.backdrops.append(&mut backdrops);
        self.stock.heads.append(&mut heads);
        if let Some(first) = strips.first_mut() {
            first.begins = true;
        }
        let first_page = self.matter.pages.len() + usize::from(!self.is_bare());
        let opened = strips.first().is_some_and(|strip| strip.opening.is_some());
        self.strips(strips);
        self.flush_floats();
        if let Some(title) = notes_title {
            self.endnotes(closes, title, numbers);
        }
        if kind == DivisionKind::Colophon && opened && self.matter.pages.len() == first_page {
            // A colophon stands at the foot of its page.
            self.band.to_foot = true;
        }
    }

    fn strips(&mut self, strips: Vec<Strip>) {
        let mut strips = strips.into_iter().peekable();
        while let Some(first) = strips.next() {
            let float = first.float;
            if let (Some(_), NotePlace::Chapter | NotePlace::Book) = (first.notes.first(), self.ruler.notes) {
                self.endnotes.extend(&first.notes);
            }
            let mut chunk = vec![first];
            while chunk.last().is_some_and(|strip| strip.keep) || self.leaves_heading_alone(&chunk, strips.peek()) {
                // What stands across the columns is a band of its own.
                let span = chunk[0].span && self.columns.0 > 1;
                match strips.next_if(|next| next.opening.is_none() && (!span || next.span)) {
                    Some(next) => {
                        if matches!(self.ruler.notes, NotePlace::Chapter | NotePlace::Book) {
                            self.endnotes.extend(&next.notes);
                        }
                        chunk.push(next);
                    }
                    None => break,
                }
            }
            self.chunk(Chunk { float, ..Chunk::of(chunk) });
        }
    }

    /// Whether a chunk ends with a heading and a single line below it, and another line would follow (CJK-35).
    fn leaves_heading_alone(&self, chunk: &[Strip], next: Option<&Strip>) -> bool {
        let [.., heading, line] = chunk else { return false };
        let is_line = |strip: &Strip| strip.title.is_none() && strip.advance <= self.ruler.pitch;
        heading.title.is_some() && is_line(line) && next.is_some_and(is_line)
    }

    /// Puts a chunk where it belongs.
    fn chunk(&mut self, chunk: Chunk) {
        if let Some(opening) = chunk.strips[0].opening {
            self.open(opening.opens);
            self.page.opens = true;
            if opening.sink > Length::ZERO {
                self.begin_band(opening.sink, self.band.pour.across);
            }
        }
        if chunk.float == Some(Placement::Page) {
            self.own.push_back(chunk);
            if self.is_bare() {
                self.own_pages();
            }
            return;
        }
        self.take_columns(&chunk);
        self.flow(chunk);
    }

    /// Sees to it that the band has the columns a chunk wants: all, or one for what stands across them.
    fn take_columns(&mut self, chunk: &Chunk) {
        let first = &chunk.strips[0];
        let wanted = if first.span { self.whole() } else { self.side_by_side() };
        if self.band.pour.across == wanted {
            return;
        }
        let sink = self.band.pour.top;
        if self.band.is_bare() {
            return self.begin_band(sink, wanted);
        }
        let balanced = self.close_band();
        let top = (balanced + first.before).round_up_to(self.ruler.pitch);
        let needed = chunk.height() + self.ruler.pitch * if first.span { LINES_AFTER_SPAN } else { 0 };
        if top + needed > self.area.height {
            self.push_page();
            self.own_pages();
        }
        let top = if self.is_page_bare() { Length::ZERO } else { top };
        self.begin_band(top, wanted);
    }

    /// Puts a chunk into this band, or onto the next page.
    fn flow(&mut self, mut chunk: Chunk) {
        loop {
            match self.band.add(&self.stock, self.ruler, chunk) {
                Ok(()) => return,
                Err(back) => chunk = back,
            }
            if !self.is_bare() {
                self.turn();
                if chunk.strips[0].span {
                    self.take_columns(&chunk);
                }
                continue;
            }
            // A chunk higher than a page is divided where it must be.
            let Chunk { mut strips, float, late } = chunk;
            if let [strip] = &mut strips[..] {
                if strip.frame.size.height > self.area.height {
                    let message = "what stands here is higher than the page, and runs over its foot";
                    let finding = Diagnostic::warning("tall-block", &strip.place, message);
                    strip.frame.said.push(finding.help("divide it, or make it smaller"));
                }
                return self.band.force(&self.stock, self.ruler, Chunk { strips, float, late });
            }
            for strip in strips {
                self.flow(Chunk { strips: vec![strip], float: None, late });
            }
            return;
        }
    }

    /// Floats that still wait stand where they are before anything else begins.
    fn flush_floats(&mut self) {
        while !self.band.pour.waiting.is_empty() {
            let numbers = std::mem::take(&mut self.band.pour.waiting);
            let waiting: Vec<Chunk> =
                numbers.into_iter().map(|number| std::mem::take(&mut self.band.chunks[number])).collect();
            for chunk in waiting {
                self.flow(Chunk { float: Some(Placement::Here), late: true, ..chunk });
            }
        }
    }

    /// The notes of a chapter or of the book, after it.
    fn endnotes(&mut self, closes: Closes, mut title: Vec<Strip>, numbers: Numbers) {
        let due = match self.ruler.notes {
            NotePlace::Chapter => closes != Closes::Nothing,
            NotePlace::Book => closes == Closes::Book,
            NotePlace::Foot | NotePlace::Margin => false,
        };
        if !due || self.endnotes.is_empty() {
            return;
        }
        title.iter_mut().for_each(|strip| numbers.shift(strip));
        let mut strips = title;
        let mut at = 0;
        // A note may hold a note: it stands after those that were called before it.
        let mut called = std::mem::take(&mut self.endnotes);
        while at < called.len() {
            let lines = std::mem::take(&mut self.stock.notes[called[at]].strips);
            called.extend(lines.iter().flat_map(|line| &line.notes));
            let count = lines.len();
            strips.extend(lines.into_iter().enumerate().map(|(line, strip)| {
                let keep = strip.keep || (line + 1 < count && (line == 0 || line + 2 == count));
                Strip { keep, notes: Vec::new(), from: None, ..strip }
            }));
            at += 1;
        }
        self.strips(strips);
    }

    /// The columns of the text.
    fn side_by_side(&self) -> Across {
        Across { count: usize::from(self.columns.0), measure: self.columns.1 }
    }

    /// The whole type area.
    fn whole(&self) -> Across {
        Across { count: 1, measure: self.area.width }
    }

    fn is_page_bare(&self) -> bool {
        self.page.frame.items.is_empty()
    }

    fn is_bare(&self) -> bool {
        self.is_page_bare() && self.band.is_bare()
    }

    /// A new band on the page, with what waits for it.
    fn begin_band(&mut self, top: Length, across: Across) {
        let old = std::mem::replace(
            &mut self.band,
            Band::new(&self.stock, self.ruler, top, self.area.height, across, Rest::default()),
        );
        let rest = self.emit(old);
        self.band = Band::new(&self.stock, self.ruler, top, self.area.height, across, rest);
    }

    /// Ends the band in the middle of a page; gives where the next may begin.
    fn close_band(&mut self) -> Length {
        let balances = self.cx.theme.page.column_fill == ColumnFill::Balance;
        if !(balances && self.band.balance(&self.stock, self.ruler)) {
            self.band.hand_on_notes();
        }
        let end = self.band.end();
        self.begin_band(end, self.whole());
        end
    }

    fn emit(&mut self, band: Band) -> Rest {
        let recto = self.matter.pages.len().is_multiple_of(2);
        let side = if recto { Side::Recto } else { Side::Verso };
        let margin = emit::margin(self.cx, outer_at_end(self.cx, side));
        emit::emit(self.cx, &mut self.stock, self.ruler, band, margin, &mut self.titles, &mut self.page)
    }

    /// Ends the page, which is full.
    fn turn(&mut self) {
        self.push_page();
        self.own_pages();
    }

    /// Ends the page as it is; the next begins with what is left over.
    fn push_page(&mut self) {
        let columns = self.side_by_side();
        let empty = Band::new(&self.stock, self.ruler, Length::ZERO, self.area.height, columns, Rest::default());
        let full = std::mem::replace(&mut self.band, empty);
        let rest = self.emit(full);
        self.matter.pages.push(std::mem::take(&mut self.page));
        self.band = Band::new(&self.stock, self.ruler, Length::ZERO, self.area.height, columns, rest);
    }

    /// Pages of floats that take pages of their own, in the middle of their height.
    fn own_pages(&mut self) {
        if self.own.is_empty() {
            return;
        }
        let columns = self.side_by_side();
        let empty = Band::new(&self.stock, self.ruler, Length::ZERO, self.area.height, columns, Rest::default());
        let mut held = std::mem::replace(&mut self.band, empty);
        while let Some(first) = self.own.pop_front() {
            let mut height = first.height();
            let mut chunks = vec![first];
            let white = self.ruler.white * 2;
            while self.own.front().is_some_and(|next| height + white + next.height() <= self.area.height) {
                let Some(next) = self.own.pop_front() else { break };
                height += white + next.height();
                chunks.push(next);
            }
            let top = ((self.area.height - height) / 2).max(Length::ZERO);
            let mut band = Band::new(&self.stock, self.ruler, top, self.area.height, self.whole(), Rest::default());
            for chunk in chunks {
                let chunk = Chunk { float: Some(Placement::Here), late: true, ..chunk };
                band.force(&self.stock, self.ruler, chunk);
            }
            let Rest { carried, .. } = self.emit(band);
            self.matter.pages.push(std::mem::take(&mut self.page));
            held.pour.carried.extend(carried);
        }
        self.band = held;
    }

    /// Ends the page and, for a recto, leaves a blank where one is needed.
    fn open(&mut self, opens: Opens) {
        self.end_pages();
        if opens == Opens::Recto && self.matter.pages.len() % 2 == 1 {
            self.matter.pages.push(Sheetlet { blank: true, ..Sheetlet::default() });
        }
    }

    /// Ends the page and whatever still goes on: floats, notes carried over.
    fn end_pages(&mut self) {
        if self.cx.theme.page.column_fill == ColumnFill::Balance {
            self.band.balance(&self.stock, self.ruler);
        }
        while !self.is_bare() || !self.own.is_empty() || !self.band.pour.carried.is_empty() {
            if self.is_bare() && self.band.pour.carried.is_empty() {
                self.own_pages();
            } else {
                self.turn();
            }
        }
    }

    fn finish(mut self) -> Matter {
        self.end_pages();
        self.matter
    }
}
