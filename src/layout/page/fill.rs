//! Fills pages with strips. In: galleys. Out: pages without margins. Next: `margin`.
//!
//! Strips that are kept together form a chunk; a chunk goes onto the page if it and the notes it calls fit, else onto
//! the next. So the time is linear in the strips.

use std::collections::VecDeque;

use super::super::Cx;
use super::super::flow::{Galley, Head, NoteGalley, Strip};
use super::super::frame::{Tag, TagId};
use super::{Matter, Sheetlet, shifted};
use crate::model::DivisionKind;
use crate::theme::{Colour, Opens};
use crate::unit::{Length, Point, Rect, Size};

/// Lines of a note that stay together when it goes on over the page.
const NOTE_LINES: usize = 2;

/// Fills pages with galleys; the first page is a recto.
pub(super) fn fill(cx: &Cx, galleys: Vec<Galley>) -> Matter {
    let area = cx.theme.page.type_area(cx.theme.body().size, cx.theme.pitch()).size;
    let mut filler = Filler {
        cx,
        area,
        pitch: cx.theme.pitch(),
        matter: Matter::default(),
        page: None,
        y: Length::ZERO,
        notes: NoteArea::default(),
        carried: VecDeque::new(),
        division: None,
        section: None,
        fresh: false,
        backdrops: Vec::new(),
    };
    for galley in galleys {
        filler.galley(galley);
    }
    filler.finish()
}

struct Filler<'a, 'c> {
    cx: &'a Cx<'c>,
    area: Size,
    pitch: Length,
    matter: Matter,
    /// The page being filled; `None` before the first strip of a page.
    page: Option<Sheetlet>,
    /// Where the next strip's top would be.
    y: Length,
    notes: NoteArea,
    /// Lines of notes that go on over the page.
    carried: VecDeque<Strip>,
    division: Option<String>,
    section: Option<String>,
    /// Whether no strip of the division was put yet.
    fresh: bool,
    /// Tints and rules on the page that may go on: number, top, foot, and where in the frame they are painted.
    backdrops: Vec<(usize, Length, Length, usize)>,
}

/// The notes at the foot of the page being filled.
#[derive(Default)]
struct NoteArea {
    strips: Vec<Strip>,
    height: Length,
}

impl Filler<'_, '_> {
    fn galley(&mut self, galley: Galley) {
        let Galley { kind, mut strips, mut notes, backdrops, mut heads, tags } = galley;
        let offset = self.matter.tags.len() as u32;
        self.matter.tags.extend(tags.0.into_iter().map(|tag| Tag { parent: shifted(tag.parent, offset), ..tag }));
        shift_all(&mut strips, offset);
        notes.iter_mut().for_each(|note| shift_all(&mut note.strips, offset));
        heads.iter_mut().for_each(|head| shift_all(&mut head.strips, offset));
        self.backdrops.clear();
        self.fresh = true;
        let first_page = self.matter.pages.len() + usize::from(self.page.is_some());
        let opened = strips.first().is_some_and(|strip| strip.opening.is_some());
        let mut strips = strips.into_iter().peekable();
        while let Some(first) = strips.next() {
            let mut chunk = vec![first];
            while chunk.last().is_some_and(|strip| strip.keep) || self.leaves_heading_alone(&chunk, strips.peek()) {
                match strips.next_if(|next| next.opening.is_none()) {
                    Some(next) => chunk.push(next),
                    None => break,
                }
            }
            self.chunk(chunk, &mut notes, &backdrops, &heads);
        }
        self.backdrops.clear();
        if kind == DivisionKind::Colophon && opened {
            self.sink_to_foot(first_page);
        }
    }

    /// Whether a chunk ends with a heading and a single line below it, and another line would follow (CJK-35).
    fn leaves_heading_alone(&self, chunk: &[Strip], next: Option<&Strip>) -> bool {
        let [.., heading, line] = chunk else { return false };
        let is_line = |strip: &Strip| strip.title.is_none() && strip.advance <= self.pitch;
        heading.title.is_some() && is_line(line) && next.is_some_and(is_line)
    }

    /// Puts a chunk onto this page, or onto the next.
    fn chunk(
        &mut self,
        chunk: Vec<Strip>,
        notes: &mut [NoteGalley],
        backdrops: &[super::super::flow::Backdrop],
        heads: &[Head],
    ) {
        if let Some(opening) = chunk[0].opening {
            self.open(opening.opens);
            self.forget_titles();
            self.page_mut().opens = true;
            self.y = opening.sink;
        } else if self.page.is_some() && !self.fits(&chunk, notes) {
            self.turn();
            self.repeat_head(&chunk[0], heads);
        }
        self.begin();
        self.forget_titles();
        let whole = self.fits(&chunk, notes);
        for strip in chunk {
            // A chunk higher than a page is divided where it must be.
            if !whole && self.holds_something() && !self.fits(std::slice::from_ref(&strip), notes) {
                self.turn();
                self.begin();
                self.repeat_head(&strip, heads);
            }
            self.put(strip, notes, backdrops);
        }
    }

    /// A new division has its own titles; the page before it was finished with the old ones.
    fn forget_titles(&mut self) {
        if std::mem::take(&mut self.fresh) {
            self.division = None;
            self.section = None;
        }
    }

    /// The head of a table at the top of a page it goes on over.
    fn repeat_head(&mut self, next: &Strip, heads: &[Head]) {
        let Some(head) = next.head.and_then(|number| heads.get(number)) else { return };
        // A head that takes a third of the page would leave the body no room.
        if head.strips.iter().map(|strip| strip.advance).sum::<Length>() > self.area.height / 3 {
            return;
        }
        self.begin();
        for strip in head.strips.clone() {
            self.put(strip, &mut [], &[]);
        }
    }

    fn holds_something(&self) -> bool {
        self.page.as_ref().is_some_and(|page| !page.frame.items.is_empty())
    }

    /// Whether strips and the notes they call fit onto the page. Of the last note two lines are enough.
    fn fits(&self, strips: &[Strip], notes: &[NoteGalley]) -> bool {
        let mut y = self.y;
        let mut foot = self.y;
        let mut note_height = self.notes.height;
        let at_head = !self.holds_something();
        let called: Vec<usize> = strips.iter().flat_map(|strip| strip.notes.iter().copied()).collect();
        for (at, strip) in strips.iter().enumerate() {
            y = self.top(strip, y, at == 0 && at_head);
            foot = y + strip.frame.size.height;
            y += strip.advance;
        }
        for (at, &number) in called.iter().enumerate() {
            let lines = notes.get(number).map_or(&[][..], |note| &note.strips);
            let needed = if at + 1 == called.len() { lines.len().min(NOTE_LINES) } else { lines.len() };
            if note_height == Length::ZERO {
                note_height = self.note_gap();
            }
            note_height += lines[..needed].iter().map(|strip| strip.advance).sum();
        }
        foot + note_height <= self.area.height
    }

    /// Where a strip's top comes: its white is dropped at the page's head, text falls on the grid.
    fn top(&self, strip: &Strip, y: Length, at_head: bool) -> Length {
        let y = if at_head { y } else { y + strip.before };
        if strip.grid { y.round_up_to(self.pitch) } else { y }
    }

    /// The white and the rule above the notes.
    fn note_gap(&self) -> Length {
        self.pitch
    }

    fn put(&mut self, strip: Strip, notes: &mut [NoteGalley], backdrops: &[super::super::flow::Backdrop]) {
        let at_head = !self.holds_something();
        let top = self.top(&strip, self.y, at_head);
        let Strip { frame, advance, notes: called, anchors, title, backdrops: behind, .. } = strip;
        let height = frame.size.height;
        for number in behind {
            if let Some(backdrop) = backdrops.get(number) {
                self.backdrop(number, *backdrop, top, height);
            }
        }
        if let Some((level, text)) = title {
            match level {
                0 => {
                    self.division = Some(text);
                    self.section = None;
                }
                1 => self.section = Some(text),
                _ => {}
            }
        }
        let page = self.page.as_mut().expect("a page was begun");
        page.anchors.extend(anchors.into_iter().map(|id| (id, Point::new(Length::ZERO, top))));
        page.frame.push_frame(Point::new(Length::ZERO, top), frame);
        page.division.clone_from(&self.division);
        page.section.clone_from(&self.section);
        self.y = top + advance;
        for number in called {
            if let Some(note) = notes.get_mut(number) {
                self.page_mut().notes.push(note.id);
                let strips = std::mem::take(&mut note.strips);
                self.note_lines(strips, top + height);
            }
        }
    }

    /// Puts the lines of a note at the foot; those that do not fit are carried to the next page.
    fn note_lines(&mut self, strips: Vec<Strip>, foot: Length) {
        for strip in strips {
            if self.notes.height == Length::ZERO {
                self.notes.height = self.note_gap();
            }
            let full = foot + self.notes.height + strip.advance > self.area.height;
            if !self.carried.is_empty() || (full && !self.notes.strips.is_empty()) {
                self.carried.push_back(strip);
            } else {
                self.notes.height += strip.advance;
                self.notes.strips.push(strip);
            }
        }
    }

    fn backdrop(&mut self, number: usize, backdrop: super::super::flow::Backdrop, top: Length, height: Length) {
        let ink = backdrop.ink;
        let page = self.page.as_mut().expect("a page was begun");
        let (top, foot) = (top - backdrop.pad, top + height + backdrop.pad);
        let area =
            |top: Length, foot: Length| Rect::new(Point::new(backdrop.x, top), Size::new(backdrop.width, foot - top));
        let item = |rect: Rect| super::super::Placed {
            at: rect.at,
            item: super::super::Item::Rule { size: rect.size, ink },
            tag: TagId::ARTIFACT,
        };
        if let Some((_, from, to, place)) = self.backdrops.iter_mut().find(|(known, ..)| *known == number) {
            *to = foot;
            page.frame.items[*place] = item(area(*from, *to));
        } else {
            self.backdrops.push((number, top, foot, page.frame.items.len()));
            page.frame.items.push(item(area(top, foot)));
        }
    }

    fn page_mut(&mut self) -> &mut Sheetlet {
        self.page.get_or_insert_with(Sheetlet::default)
    }

    /// Begins a page if none is begun, with what notes carried over to it.
    fn begin(&mut self) {
        if self.page.is_some() && (self.y > Length::ZERO || self.carried.is_empty()) {
            return;
        }
        self.page_mut();
        let limit = self.area.height - self.pitch * 4;
        while let Some(strip) = self.carried.pop_front() {
            if self.notes.height == Length::ZERO {
                self.notes.height = self.note_gap();
            }
            if self.notes.height + strip.advance > limit && !self.notes.strips.is_empty() {
                self.carried.push_front(strip);
                break;
            }
            self.notes.height += strip.advance;
            self.notes.strips.push(strip);
        }
    }

    /// Ends the page and, for a recto, leaves a blank where one is needed.
    fn open(&mut self, opens: Opens) {
        if self.page.is_some() {
            self.turn();
        }
        while !self.carried.is_empty() {
            self.begin();
            self.turn();
        }
        if opens == Opens::Recto && self.matter.pages.len() % 2 == 1 {
            self.matter.pages.push(Sheetlet { blank: true, ..Sheetlet::default() });
        }
    }

    /// Ends the page: its notes go to the foot.
    fn turn(&mut self) {
        let Some(mut page) = self.page.take() else { return };
        let notes = std::mem::take(&mut self.notes);
        if !notes.strips.is_empty() {
            let style = &self.cx.theme.notes;
            // The last line's own gap lies outside the type area.
            let last = notes.strips.last().map_or(Length::ZERO, |strip| strip.advance - strip.frame.size.height);
            let mut y = self.area.height - notes.height + self.note_gap() + last;
            let rule = Rect::new(
                Point::new(Length::ZERO, y - self.pitch / 3),
                Size::new(self.area.width.scale(style.rule_length), style.rule),
            );
            page.frame.push_rule(rule, self.cx.theme.ink(Colour::Text));
            for strip in notes.strips {
                page.frame.push_frame(Point::new(Length::ZERO, y), strip.frame);
                y += strip.advance;
            }
        }
        page.division.clone_from(&self.division);
        page.section.clone_from(&self.section);
        self.matter.pages.push(page);
        self.y = Length::ZERO;
        self.backdrops.clear();
    }

    /// A colophon stands at the foot of its page.
    fn sink_to_foot(&mut self, first_page: usize) {
        if self.matter.pages.len() != first_page || !self.notes.strips.is_empty() {
            return;
        }
        let Some(page) = &mut self.page else { return };
        let down = (self.area.height - self.y).max(Length::ZERO);
        page.frame.items.iter_mut().for_each(|placed| placed.at.y += down);
        page.anchors.iter_mut().for_each(|(_, at)| at.y += down);
    }

    fn finish(mut self) -> Matter {
        self.turn();
        while !self.carried.is_empty() {
            self.begin();
            self.turn();
        }
        self.matter
    }
}

fn shift_all(strips: &mut [Strip], offset: u32) {
    for placed in strips.iter_mut().flat_map(|strip| &mut strip.frame.items) {
        placed.tag = shifted(placed.tag, offset);
    }
}
