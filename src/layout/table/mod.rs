//! Tables: columns by their content, rows as strips, heads repeated, turned where the measure is too narrow for them.
//! In: a table. Out: strips.

mod cell;
mod columns;
mod measure;
mod point;
mod rows;
mod turned;

use super::flow::{Backdrop, Flow, Head, Place, Strip};
use super::frame::{TagId, TagKind};
use crate::model::{Align, Inline, Lang, NoteText, Role, Seat, Table, TextPlace, seats};
use crate::theme::BlockStyle;
use crate::unit::{Length, Point, Size};
use columns::{Columns, Crowd, Want};
use point::Axis;
use rows::Rows;

/// Sets a table with the notes that belong to it: its caption, three rules, a head that is repeated on every page it
/// goes on over, and below it what the author remarks. One that is too wide for its column stands across all of them; one
/// that is too wide for the page is turned.
pub(super) fn table(flow: &mut Flow, table: &Table, notes: &[&NoteText], place: &Place, out: &mut Vec<Strip>) {
    let plan = Plan::new(flow, table, &place.lang);
    let narrow = plan.columns(flow, place.measure);
    let across = (narrow.crowd > Crowd::None).then(|| across(flow, place)).flatten();
    let spans = across.is_some();
    let place = across.unwrap_or_else(|| place.clone());
    let upright = if spans { plan.columns(flow, place.measure) } else { narrow };
    let turned = turned::columns(flow, &plan, &place, &upright);
    // A turned page goes where it disturbs the text least, but not away from a title that keeps it.
    let may_float =
        flow.pending.opening.is_none() && flow.pending.anchors.is_empty() && out.last().is_some_and(|last| !last.keep);
    // What waits for the table is not for its first cell.
    let held = std::mem::take(&mut flow.pending);
    flow.anchor(table.id);
    let mut strips = match &turned {
        Some(columns) => turned::set(flow, &plan, columns, notes, &place, may_float),
        None => {
            columns::report(flow, &plan, &upright);
            let room = flow.cx.theme.area().size.height;
            let may_float = may_float && !spans && is_in_text(flow, &place) && !table.caption.is_empty();
            let mut strips = Parts::new(flow, &plan, &upright, notes, &place, room).below_each_other(flow, spans);
            keep_whole(flow, &mut strips, may_float);
            strips
        }
    };
    let inner = std::mem::replace(&mut flow.pending, held);
    if let Some(first) = strips.first_mut().filter(|first| first.float.is_some()) {
        first.anchors.extend(inner.anchors);
        first.frame.said.extend(inner.said);
    } else {
        flow.pending.anchors.extend(inner.anchors);
        flow.pending.said.extend(inner.said);
        let spaced = BlockStyle { before: 0.75, after: 0.5, ..flow.cx.theme.body().clone() };
        flow.space(&spaced, &mut strips);
    }
    out.append(&mut strips);
}

/// The place across all columns, for what stands in the text of one.
fn across(flow: &Flow, place: &Place) -> Option<Place> {
    let narrow = flow.cx.theme.area().size.width > place.measure;
    (is_in_text(flow, place) && narrow && !turned::is_inside(flow, place.tag)).then(|| flow.across(place))
}

/// Whether a block stands in the text itself: not in a list, a quotation or a cell.
fn is_in_text(flow: &Flow, place: &Place) -> bool {
    place.x == Length::ZERO && place.measure == flow.cx.theme.measure() && place.depth == 0
}

/// Keeps a low table on one page. One that `floats` leaves its place to the text that follows where the page has no room
/// for it; so it may be higher than one that would leave a hole.
fn keep_whole(flow: &Flow, strips: &mut [Strip], floats: bool) {
    let style = &flow.cx.theme.table;
    let height: Length = strips.iter().map(|strip| strip.advance).sum();
    let most = flow.cx.theme.area().size.height.scale(if floats { style.whole } else { style.whole / 2.0 });
    let Some((_, others)) = strips.split_last_mut().filter(|_| height <= most) else { return };
    others.iter_mut().for_each(|strip| strip.keep = true);
    if floats {
        strips[0].float = Some(style.placement);
    }
}

/// A table whose columns are measured.
struct Plan<'t> {
    table: &'t Table,
    /// How the columns are aligned.
    aligns: Vec<Align>,
    head: Vec<Vec<Seat<'t>>>,
    body: Vec<Vec<Seat<'t>>>,
    /// What each column asks for.
    wants: Vec<Want>,
    /// How far the numbers of each column reach to both sides of their points.
    axes: Vec<Axis>,
}

impl<'t> Plan<'t> {
    fn new(flow: &mut Flow, table: &'t Table, lang: &Lang) -> Self {
        let count = table.columns.len();
        let mut plan = Self {
            table,
            aligns: table.aligns(),
            head: seats(&table.head, count),
            body: seats(&table.body, count),
            wants: Vec::new(),
            axes: vec![Axis::default(); count],
        };
        measure::measure(flow, &mut plan, lang);
        plan
    }

    /// How a cell is aligned; heads stand in the middle above several columns and above numbers.
    fn align(&self, seat: &Seat, role: Role) -> Align {
        let column = self.aligns.get(seat.column).copied().unwrap_or_default();
        let said = seat.cell.align.unwrap_or(if seat.columns == 1 { column } else { Align::Theme });
        match (said, role == Role::TableHead) {
            (Align::Theme, true) if seat.columns > 1 => Align::Centre,
            (Align::Theme, false) if seat.columns > 1 => self.table.columns[seat.column].align,
            (Align::Decimal, true) => Align::Centre,
            (align, _) => align,
        }
    }
}

/// The parts of a set table.
struct Parts {
    caption: Vec<Strip>,
    /// Over its head where it goes on: its number, and that it is continued.
    continued: Vec<Strip>,
    /// Its head between the rules, or the first rule alone.
    head: Vec<Strip>,
    /// Its rows and the closing rule.
    body: Vec<Strip>,
    note: Vec<Strip>,
}

impl Parts {
    /// Sets the parts of a table for pages that have so much `room` from head to foot.
    fn new(flow: &mut Flow, plan: &Plan, columns: &Columns, notes: &[&NoteText], place: &Place, room: Length) -> Self {
        let table = plan.table;
        let style = flow.cx.theme.table.clone();
        let total = columns.total();
        let inset = ((place.measure - total) / 2).max(Length::ZERO);
        let inner = Place { x: place.x + inset, measure: total.min(place.measure), indented: false, ..place.clone() };
        let tag = flow.tags.push(TagKind::Table, place.tag);
        let mut caption = Vec::new();
        if !table.caption.is_empty() {
            let tag = flow.tags.push(TagKind::Caption, tag);
            flow.caption(table.id, &table.caption, place, tag, &table.span, &mut caption);
            caption.iter_mut().for_each(|strip| {
                strip.keep = true;
                strip.from = Some(TextPlace::start(table.id));
            });
        }
        let mut continued = Vec::new();
        if let Some(number) = flow.cx.edition.number(table.id) {
            let words = Inline::text(flow.cx.edition.words().continued);
            let words = [Inline::Strong(vec![Inline::text(number)]), words];
            flow.caption_line(&words, place, TagId::ARTIFACT, &table.span, &mut continued);
        }
        let mut head = vec![rule(flow, &inner, style.outer_rule, 0.0, AIR_HEAD)];
        let set = |flow: &mut Flow, seats, role, kind, out: &mut Vec<Strip>| {
            let group = flow.tags.push(kind, tag);
            Rows { plan, seats, columns, role, group, place: &inner, room }.set(flow, out);
        };
        if !plan.head.is_empty() {
            // A head that heads nothing is, to those who listen, what the table holds: PDF knows none without a body.
            let kind = if plan.body.is_empty() { TagKind::TableBody } else { TagKind::TableHead };
            set(flow, &plan.head, Role::TableHead, kind, &mut head);
            // Without a body its closing rule is near enough.
            if !plan.body.is_empty() {
                head.push(rule(flow, &inner, style.head_rule, AIR_HEAD, AIR));
            }
        }
        head.iter_mut().for_each(|strip| strip.keep = true);
        let mut body = Vec::new();
        set(flow, &plan.body, Role::TableCell, TagKind::TableBody, &mut body);
        keep_ends(&mut body, room);
        // The closing rule stays with the last line.
        flow.keep_last(&mut body);
        body.push(rule(flow, &inner, style.outer_rule, AIR, 0.0));
        let mut below = Vec::new();
        for note in notes {
            flow.pending.after = Length::ZERO;
            // Below a narrow table the notes take the room they need, from the table's edge on.
            let right = place.x + place.measure - inner.x;
            let wide = Place { measure: right, ..inner.clone() };
            flow.remark(note, if total * 2 < place.measure { &wide } else { &inner }, &mut below);
        }
        if let Some((_, lines)) = below.split_last_mut() {
            flow.keep_last(&mut body);
            // Notes that are no text of their own stay on one page.
            let low = lines.iter().map(|strip| strip.advance).sum::<Length>() <= room / 4;
            lines.iter_mut().for_each(|strip| strip.keep |= low);
        }
        Self { caption, continued, head, body, note: below }
    }

    /// What stands over the rows on every page the table goes on over.
    fn again(&self) -> Vec<Strip> {
        self.continued.iter().chain(&self.head).map(repeated).collect()
    }

    /// The parts as strips of a page that stands upright.
    fn below_each_other(self, flow: &mut Flow, spans: bool) -> Vec<Strip> {
        let again = self.again();
        let Self { caption: mut strips, mut head, mut body, mut note, .. } = self;
        let number = flow.galley.heads.len();
        flow.galley.heads.push(Head { strips: again });
        body.iter_mut().for_each(|strip| strip.head = Some(number));
        strips.append(&mut head);
        strips.append(&mut body);
        strips.append(&mut note);
        strips.iter_mut().for_each(|strip| strip.span = spans);
        strips
    }
}

/// White between a rule and the row beside it, in characters of the cells; a head has more of it.
const AIR: f64 = 0.15;
const AIR_HEAD: f64 = 0.3;

/// A rule across the table with the white above and below it, in characters.
fn rule(flow: &Flow, place: &Place, thickness: Length, above: f64, below: f64) -> Strip {
    let size = flow.cx.theme.style(Role::TableCell).size;
    let above = size.scale(above);
    let mut strip = flow.rule(place, thickness);
    strip.frame.items.iter_mut().for_each(|placed| placed.at.y += above);
    strip.frame.size.height = above + thickness;
    strip.advance = above + thickness + size.scale(below);
    strip
}

/// The same strip as decoration, for the pages a table goes on over.
fn repeated(strip: &Strip) -> Strip {
    let mut frame = strip.frame.clone();
    frame.items.iter_mut().for_each(|placed| placed.tag = TagId::ARTIFACT);
    // What is wrong with a head was said where it stood first.
    frame.said.clear();
    Strip { frame, advance: strip.advance, ..Strip::default() }
}

/// Two rows stand together at the table's begin and at its end, where both are low.
fn keep_ends(body: &mut [Strip], room: Length) {
    let low = |pair: &[Strip]| pair.iter().all(|strip| strip.advance <= room / 8);
    if body.len() > 2 && low(&body[..2]) {
        body[0].keep = true;
    }
    let last = body.len().saturating_sub(2);
    if body.len() > 3 && low(&body[last..]) {
        body[last].keep = true;
    }
}

/// Puts strips into another, each so far below its top, with all they bring along; rules and tints go behind them.
fn stack(into: &mut Strip, strips: impl Iterator<Item = (Length, Strip)>, backdrops: &[Backdrop]) {
    let strips: Vec<(Length, Strip)> = strips.collect();
    let mut behind: Vec<(usize, Length, Length)> = Vec::new();
    for (y, strip) in &strips {
        let foot = *y + strip.frame.size.height;
        for &number in &strip.backdrops {
            match behind.iter_mut().find(|(known, ..)| *known == number) {
                Some((_, _, end)) => *end = foot,
                None => behind.push((number, *y, foot)),
            }
        }
    }
    for (number, top, foot) in behind {
        into.frame.push_rule(backdrops[number].area(top, foot), backdrops[number].ink);
    }
    for (y, strip) in strips {
        let Strip { frame, notes, anchors, waiting, title, from, .. } = strip;
        let Size { width, height } = into.frame.size;
        into.frame.size = Size::new(width.max(frame.size.width), height.max(y + frame.size.height));
        into.frame.push_frame(Point::new(Length::ZERO, y), frame);
        into.notes.extend(notes);
        into.anchors.extend(anchors);
        into.waiting.extend(waiting);
        into.title = into.title.take().or(title);
        into.from = into.from.or(from);
    }
}
