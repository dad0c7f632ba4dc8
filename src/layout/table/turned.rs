//! Tables on turned pages: their head at the left, on pages of their own. In: a plan. Out: strips as high as the type
//! area, each with a slice of the table turned against the clock.

use super::columns::{Columns, Crowd};
use super::{Parts, Plan, stack};
use crate::layout::flow::{Flow, Place, Strip};
use crate::layout::frame::{Frame, TagId, TagKind};
use crate::model::{NoteText, Placement, Turn};
use crate::theme::NotePlace;
use crate::unit::{Length, Point, Size};

/// Notes take at most this part of a turned page; longer ones go on over it.
const MOST_NOTES: i64 = 3;

/// The columns of a table that is turned; `None` for one that stands upright. Without the author's word a table is
/// turned that is too wide for its measure and has room on a turned page.
pub(super) fn columns(flow: &Flow, plan: &Plan, place: &Place, upright: &Columns) -> Option<Columns> {
    let crowded = upright.crowd > Crowd::None;
    let wanted = match plan.table.turn {
        Turn::Upright => false,
        Turn::Turned => true,
        Turn::Auto => crowded,
    };
    if !wanted || is_inside(flow, place.tag) {
        return None;
    }
    let turned = plan.columns(flow, flow.cx.theme.area().size.height);
    (plan.table.turn == Turn::Turned || turned.crowd == Crowd::None).then_some(turned)
}

/// Whether a place lies in a cell or in a note: it cannot have a page of its own.
pub(super) fn is_inside(flow: &Flow, tag: TagId) -> bool {
    let mut tag = tag;
    while tag != TagId::ARTIFACT {
        let here = &flow.tags.0[tag.0 as usize - 1];
        if matches!(here.kind, TagKind::Table | TagKind::Note) {
            return true;
        }
        tag = here.parent;
    }
    false
}

/// Sets a table turned, slice by slice.
pub(super) fn set(
    flow: &mut Flow,
    plan: &Plan,
    columns: &Columns,
    notes: &[&NoteText],
    place: &Place,
    may_float: bool,
) -> Vec<Strip> {
    let begun = Begun::of(flow);
    let slices = slices(flow, plan, columns, notes, place, flow.cx.theme.area().size.height);
    let reserve = slices.iter().map(|slice| notes_height(flow, slice)).max().unwrap_or_default();
    if reserve == Length::ZERO {
        let float = may_float.then_some(Placement::Page);
        return turned(flow, slices, Length::ZERO, float);
    }
    // Notes stand upright at the page's foot: the table is set again with so much less room.
    begun.again(flow);
    let reserve = reserve.min(flow.cx.theme.area().size.height / MOST_NOTES);
    let length = flow.cx.theme.area().size.height - reserve;
    let columns = plan.columns(flow, length);
    let slices = self::slices(flow, plan, &columns, notes, place, length);
    turned(flow, slices, reserve, None)
}

/// The strips of each slice, for pages turned so that lines are `length` long.
fn slices(
    flow: &mut Flow,
    plan: &Plan,
    columns: &Columns,
    notes: &[&NoteText],
    place: &Place,
    length: Length,
) -> Vec<Vec<Strip>> {
    let room = flow.cx.theme.area().size.width;
    flow.pending.after = Length::ZERO;
    super::columns::report(flow, plan, columns);
    let place = Place { x: Length::ZERO, measure: length, ..place.clone() };
    let parts = Parts::new(flow, plan, columns, notes, &place, room);
    let mut again = parts.again();
    if again.iter().map(|strip| strip.advance).sum::<Length>() > room / 3 {
        again.clear();
    }
    let Parts { caption, head, body, note, .. } = parts;
    let mut slices: Vec<Vec<Strip>> = vec![Vec::new()];
    let mut chunk: Vec<Strip> = Vec::new();
    for strip in caption.into_iter().chain(head).chain(body).chain(note) {
        let keep = strip.keep;
        chunk.push(strip);
        if keep {
            continue;
        }
        let slice = slices.last().expect("there is always one");
        if !slice.is_empty() && foot(slice.iter().chain(&chunk)) > room {
            slices.push(again.clone());
        }
        for strip in chunk.drain(..) {
            let slice = slices.last().expect("there is always one");
            // What is higher than a page is divided where it must be.
            if slice.len() > again.len() && foot(slice.iter().chain([&strip])) > room {
                slices.push(again.clone());
            }
            slices.last_mut().expect("there is always one").push(strip);
        }
    }
    if let Some(last) = slices.last_mut() {
        last.append(&mut chunk);
    }
    slices
}

/// Where the last of strips below each other ends.
fn foot<'s>(strips: impl Iterator<Item = &'s Strip>) -> Length {
    let (mut y, mut foot) = (Length::ZERO, Length::ZERO);
    for (at, strip) in strips.enumerate() {
        y += if at == 0 { Length::ZERO } else { strip.before };
        foot = foot.max(y + strip.frame.size.height);
        y += strip.advance;
    }
    foot
}

/// What the notes of a slice take at the page's foot, with the white above them.
fn notes_height(flow: &Flow, slice: &[Strip]) -> Length {
    if flow.cx.theme.notes.place != NotePlace::Foot {
        return Length::ZERO;
    }
    let notes = slice.iter().flat_map(|strip| &strip.notes);
    let lines = notes.flat_map(|&number| &flow.galley.notes[number].strips);
    let height: Length = lines.map(|strip| strip.advance).sum();
    if height == Length::ZERO { height } else { height + flow.cx.theme.pitch() }
}

/// Each slice as a strip that leaves no room on its page but what notes need.
fn turned(flow: &Flow, slices: Vec<Vec<Strip>>, reserve: Length, float: Option<Placement>) -> Vec<Strip> {
    let area = flow.cx.theme.area().size;
    let length = area.height - reserve;
    let alone = slices.len() == 1;
    let turn = |slice: Vec<Strip>| {
        let high = foot(slice.iter());
        let mut whole = Strip::default();
        let mut y = Length::ZERO;
        let below = |(at, strip): (usize, Strip)| {
            let top = if at == 0 { y } else { y + strip.before };
            y = top + strip.advance;
            (top, strip)
        };
        stack(&mut whole, slice.into_iter().enumerate().map(below), &flow.galley.backdrops);
        let Strip { frame: mut inner, notes, anchors, waiting, from, .. } = whole;
        inner.size = Size::new(length, high);
        let mut frame = Frame::new(Size::new(area.width, length));
        // One slice stands in the middle of its page; of several each begins at the left.
        let left = if alone { (area.width - high).max(Length::ZERO) / 2 } else { Length::ZERO };
        frame.push_turned(Point::new(left, Length::ZERO), inner);
        Strip { frame, advance: length, span: true, float, notes, anchors, waiting, from, ..Strip::default() }
    };
    slices.into_iter().map(turn).collect()
}

/// How far a flow was when a table was begun.
struct Begun {
    tags: usize,
    notes: usize,
    backdrops: usize,
    heads: usize,
    said: usize,
}

impl Begun {
    fn of(flow: &Flow) -> Self {
        let galley = &flow.galley;
        Self {
            tags: flow.tags.0.len(),
            notes: galley.notes.len(),
            backdrops: galley.backdrops.len(),
            heads: galley.heads.len(),
            said: flow.pending.said.len(),
        }
    }

    /// Takes back what was set since.
    fn again(self, flow: &mut Flow) {
        let Self { tags, notes, backdrops, heads, said } = self;
        flow.tags.0.truncate(tags);
        flow.galley.notes.truncate(notes);
        flow.galley.backdrops.truncate(backdrops);
        flow.galley.heads.truncate(heads);
        flow.pending.said.truncate(said);
    }
}
