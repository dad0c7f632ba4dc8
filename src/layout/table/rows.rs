//! Rows. In: cells at their places. Out: strips that pages may part.
//!
//! Rows that a cell ties together are a group. The strips of its cells stand at their heights first; then the group is
//! cut where nothing is torn: between rows where it is high, inside a row only where the row is.

use std::ops::Range;

use super::columns::Columns;
use super::{Plan, cell, stack};
use crate::layout::flow::{Backdrop, Flow, Place, Strip};
use crate::layout::frame::{TagId, TagKind};
use crate::model::{Role, Seat};
use crate::theme::Colour;
use crate::unit::{Length, Point, Rect, Size};

/// Rows that are tied together stay on a page up to this part of it, a single row up to this.
const WHOLE_GROUP: i64 = 2;
const WHOLE_ROW: i64 = 4;

/// The rows of a table's head or body.
pub(super) struct Rows<'r, 't> {
    pub plan: &'r Plan<'t>,
    pub seats: &'r [Vec<Seat<'t>>],
    pub columns: &'r Columns,
    pub role: Role,
    pub group: TagId,
    pub place: &'r Place,
    /// From a page's head to its foot.
    pub room: Length,
}

/// Rows that are tied together, with their cells from row to row.
struct Group {
    rows: Range<usize>,
    sets: Vec<Set>,
}

/// A cell that is set.
struct Set {
    /// Its rows in the group: the first and how many.
    row: usize,
    rows: usize,
    /// Each strip with its top, from the cell's.
    strips: Vec<(Length, Strip)>,
    height: Length,
    /// Where it begins in the group.
    top: Length,
}

/// Where a group may be parted.
struct Cut {
    at: Length,
    /// The row that goes on there; `None` between rows.
    inside: Option<usize>,
    allowed: bool,
}

impl Rows<'_, '_> {
    /// Sets them as strips.
    pub fn set(&self, flow: &mut Flow, out: &mut Vec<Strip>) {
        let groups: Vec<Group> = self.groups().into_iter().map(|rows| self.cells(flow, rows)).collect();
        let pitch = flow.cx.theme.style(self.role).pitch;
        // Where one row has several lines, all stand a little apart.
        let lines = |set: &Set| set.rows == 1 && set.height > pitch;
        let apart = self.role == Role::TableCell && groups.iter().flat_map(|group| &group.sets).any(lines);
        for group in groups {
            self.group(flow, group, apart, out);
        }
    }

    /// Rows that cells tie together.
    fn groups(&self) -> Vec<Range<usize>> {
        let mut groups = Vec::new();
        let mut start = 0;
        let mut end = 0;
        for (at, row) in self.seats.iter().enumerate() {
            end = row.iter().map(|seat| at + seat.rows).fold(end.max(at + 1), usize::max);
            if at + 1 == end {
                groups.push(start..end);
                start = end;
            }
        }
        groups
    }

    /// Sets the cells of a group.
    fn cells(&self, flow: &mut Flow, rows: Range<usize>) -> Group {
        let mut sets = Vec::new();
        for at in rows.clone() {
            let tag = flow.tags.push(TagKind::Row, self.group);
            for seat in &self.seats[at] {
                let (span, tall) = (seat.columns as u32, seat.rows as u32);
                let heads = self.role == Role::TableHead || seat.cell.header;
                let kind = if heads { TagKind::HeaderCell(span, tall) } else { TagKind::Cell(span, tall) };
                let tag = flow.tags.push(kind, tag);
                let (left, measure) = self.columns.reach(seat.column, seat.columns);
                let inner = Place { x: self.place.x + left, measure, role: self.role, tag, ..self.place.clone() };
                let axis = self.plan.axes[seat.column];
                let strips = cell::set(flow, seat.cell, self.plan.align(seat, self.role), axis, &inner);
                sets.push(Set::new(at - rows.start, seat.rows, strips));
            }
        }
        Group { rows, sets }
    }

    /// Puts a group into strips.
    fn group(&self, flow: &mut Flow, group: Group, apart: bool, out: &mut Vec<Strip>) {
        let Group { rows, mut sets } = group;
        let style = flow.cx.theme.style(self.role);
        let table = &flow.cx.theme.table;
        let (pitch, lead) = (style.pitch, (style.pitch - style.size).max(Length::ZERO) / 2);
        let white = table.row_gap.at(style.size);
        let between = if apart { white } else { Length::ZERO };
        let bottoms = heights(&mut sets, rows.len(), pitch, between);
        let height = bottoms.last().copied().unwrap_or_default();
        let whole = height <= self.room / WHOLE_GROUP && (rows.len() > 1 || height <= self.room / WHOLE_ROW);
        let head = self.role == Role::TableHead;
        let middle = |set: &Set| whole && (head || table.row_rule > Length::ZERO && set.rows > 1);
        for set in &mut sets {
            if middle(set) {
                set.top += (bottoms[set.row + set.rows - 1] - set.top - set.height) / 2;
            }
            set.top += lead;
        }
        let cuts = if whole { Vec::new() } else { self.cuts(&sets, &bottoms, lead) };
        // Groups stand apart as rows do that have several lines.
        let last = rows.end == self.seats.len();
        let below = if last || head || !(apart || rows.len() > 1) { Length::ZERO } else { white };
        let mut pieces = parted(sets, &cuts, height + below, self.room, &flow.galley.backdrops);
        self.rules(flow, rows, &bottoms, between.max(below), &mut pieces);
        out.extend(pieces.into_iter().map(|(_, strip)| strip));
    }

    /// Where the group may be parted, from above. Between rows where none of its texts is left with a single line, and
    /// so inside a row that is high itself.
    fn cuts(&self, sets: &[Set], bottoms: &[Length], lead: Length) -> Vec<Cut> {
        let mut boxes: Vec<(Length, Length)> = sets.iter().flat_map(Set::boxes).collect();
        boxes.sort_unstable();
        let mut cuts = Vec::new();
        let mut reach = Length::ZERO;
        let mut row = 0;
        for (top, foot) in boxes {
            if top >= reach && reach > Length::ZERO {
                // White at a row's edge is parted there.
                while bottoms.get(row).is_some_and(|&bottom| bottom <= reach) {
                    row += 1;
                }
                let boundary = bottoms.get(row).copied().filter(|&bottom| bottom <= top && row + 1 < bottoms.len());
                cuts.push(match boundary {
                    Some(at) => Cut { at, inside: None, allowed: true },
                    None => Cut { at: (top - lead).max(reach), inside: Some(row), allowed: false },
                });
            }
            reach = reach.max(foot);
        }
        let high = |row: usize| {
            let top = row.checked_sub(1).map_or(Length::ZERO, |above| bottoms[above]);
            bottoms[row] - top > self.room / WHOLE_ROW
        };
        let mut forbidden = vec![0_i32; cuts.len() + 1];
        for (above, below) in sets.iter().flat_map(Set::kept) {
            forbidden[cuts.partition_point(|cut| cut.at <= above)] += 1;
            forbidden[cuts.partition_point(|cut| cut.at <= below)] -= 1;
        }
        let mut open = 0;
        for (cut, change) in cuts.iter_mut().zip(forbidden) {
            open += change;
            cut.allowed = open == 0 && cut.inside.is_none_or(high);
        }
        cuts
    }

    /// The thin rules below rows, where the theme asks for them, and in a head below what stands over several columns.
    fn rules(
        &self,
        flow: &Flow,
        rows: Range<usize>,
        bottoms: &[Length],
        white: Length,
        pieces: &mut [(Length, Strip)],
    ) {
        let style = &flow.cx.theme.table;
        let ink = flow.cx.theme.ink(Colour::Text);
        let mut draw = |first: usize, count: usize, row: usize, thickness: Length| {
            let (left, width) = self.columns.reach(first, count);
            let y = bottoms[row] + (white - thickness) / 2;
            let at = pieces.partition_point(|(top, _)| *top <= y).saturating_sub(1);
            let Some((top, strip)) = pieces.get_mut(at) else { return };
            let area = Rect::new(Point::new(self.place.x + left, y - *top), Size::new(width, thickness));
            strip.frame.push_rule(area, ink);
            strip.frame.size.height = strip.frame.size.height.max(y - *top + thickness);
        };
        if self.role == Role::TableHead {
            for seat in self.seats[rows.clone()].iter().flatten() {
                let below = seat.row + seat.rows;
                if seat.columns > 1 && below < rows.end {
                    draw(seat.column, seat.columns, below - 1 - rows.start, style.head_rule);
                }
            }
        } else if style.row_rule > Length::ZERO {
            // For each column, the row before which a cell that covers it ends.
            let mut ends = vec![0; self.columns.widths.len()];
            for at in rows.clone().take_while(|at| at + 1 < self.seats.len()) {
                for seat in &self.seats[at] {
                    ends[seat.column..seat.column + seat.columns].fill(at + seat.rows);
                }
                let mut column = 0;
                while column < ends.len() {
                    let free = ends[column..].iter().take_while(|&&end| end <= at + 1).count();
                    if free > 0 {
                        draw(column, free, at - rows.start, style.row_rule);
                    }
                    column += free.max(1);
                }
            }
        }
    }
}

/// Puts the cells of a group at their heights; gives the lower edge of each row. A row is as high as its cells; what a cell
/// over several rows needs more goes to its last row.
fn heights(sets: &mut [Set], count: usize, pitch: Length, between: Length) -> Vec<Length> {
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, set) in sets.iter().enumerate() {
        ends[set.row + set.rows - 1].push(at);
    }
    let (mut tops, mut bottoms) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut top = Length::ZERO;
    for ends in ends {
        tops.push(top);
        let needed = ends.iter().map(|&at| tops[sets[at].row] + sets[at].height).max().unwrap_or_default();
        // A row without a cell of its own still parts its neighbours.
        let bottom = needed.max(top + pitch);
        bottoms.push(bottom);
        top = bottom + between;
    }
    for set in sets {
        set.top = tops[set.row];
    }
    bottoms
}

impl Set {
    fn new(row: usize, rows: usize, strips: Vec<Strip>) -> Self {
        let mut y = Length::ZERO;
        let count = strips.len();
        let place = |(at, mut strip): (usize, Strip)| {
            // White above the first is the row's; text on the grid of the page is on the row's here.
            let top = if at == 0 { y } else { y + strip.before };
            y = top + strip.advance;
            // Two lines at least on each side of a page's end.
            strip.keep |= count > 1 && (at == 0 || at + 2 == count);
            (top, strip)
        };
        let strips = strips.into_iter().enumerate().map(place).collect();
        Self { row, rows, strips, height: y, top: Length::ZERO }
    }

    /// What its strips cover.
    fn boxes(&self) -> impl Iterator<Item = (Length, Length)> {
        self.strips.iter().map(|(y, strip)| (self.top + *y, self.top + *y + strip.frame.size.height))
    }

    /// The tops of strips that stay together, two and two.
    fn kept(&self) -> impl Iterator<Item = (Length, Length)> {
        let kept = |pair: &[(Length, Strip)]| pair[0].1.keep.then_some((self.top + pair[0].0, self.top + pair[1].0));
        self.strips.windows(2).filter_map(kept)
    }
}

/// The group in pieces between its cuts, each with its top. A piece that is higher than a page is parted where it can
/// be without tearing a line, wished for or not.
fn parted(sets: Vec<Set>, cuts: &[Cut], height: Length, room: Length, backdrops: &[Backdrop]) -> Vec<(Length, Strip)> {
    let mut tops: Vec<(Length, bool)> = vec![(Length::ZERO, false)];
    let mut from = 0;
    for (at, end) in (0..=cuts.len()).filter_map(|at| match cuts.get(at) {
        Some(cut) => cut.allowed.then_some((at, cut.at)),
        None => Some((at, height)),
    }) {
        let begin = tops.last().map_or(Length::ZERO, |(top, _)| *top);
        if end - begin > room {
            tops.extend(cuts[from..at].iter().map(|cut| (cut.at, true)));
        }
        if at < cuts.len() {
            tops.push((end, false));
        }
        from = at + 1;
    }
    let mut pieces: Vec<(Length, Strip)> = tops.iter().map(|(top, _)| (*top, Strip::default())).collect();
    for at in 0..pieces.len() {
        let end = pieces.get(at + 1).map_or(height, |(top, _)| *top);
        let (top, strip) = &mut pieces[at];
        strip.advance = end - *top;
        strip.keep = tops.get(at + 1).is_some_and(|(_, forced)| *forced);
    }
    for Set { strips, top, .. } in sets {
        let mut strips = strips.into_iter().map(|(y, strip)| (top + y, strip)).peekable();
        while let Some(&(y, _)) = strips.peek() {
            let at = pieces.partition_point(|(top, _)| *top <= y).saturating_sub(1);
            let end = pieces.get(at + 1).map(|(top, _)| *top);
            let (top, piece) = &mut pieces[at];
            let here = std::iter::from_fn(|| strips.next_if(|(y, _)| end.is_none_or(|end| *y < end)));
            stack(piece, here.map(|(y, strip)| (y - *top, strip)), backdrops);
        }
    }
    pieces
}
