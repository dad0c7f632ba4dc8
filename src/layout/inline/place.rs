//! Sets the gaps of broken lines and places their glyphs. In: [`Prepared`] and [`Broken`] lines. Out: [`Line`]s.
//! Next: `flow`.

use super::super::BASELINE;
use super::super::frame::{Frame, Item, TagId};
use super::Par;
use super::beside::{Beside, Room};
use super::boundary::HYPHEN;
use super::collect::{Collected, Object};
use super::justify::set_gaps;
use super::linebreak::{Broken, Edge};
use super::origin::Follower;
use super::prepare::Prepared;
use super::readings::{Above, open_edges};
use super::run::OpenRun;
use super::visual::Visual;
use super::warichu::Warichu;
use crate::diag::Span;
use crate::model::{NodeId, TextPlace};
use crate::text::bidi::Levels;
use crate::text::{self, Class, Shaper};
use crate::theme::Alignment;
use crate::unit::{Length, Point, Size};

/// A finished line. Its frame's upper edge is the em box's of the paragraph's size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub frame: Frame,
    /// Where its ink ends.
    pub width: Length,
    /// The place in the author's text that it begins at.
    pub from: Option<TextPlace>,
    /// The notes it calls.
    pub notes: Vec<NodeId>,
    /// Where each of its clusters begins, in logical order.
    pub xs: Vec<Length>,
    /// How it was filled.
    pub fill: Fill,
    /// How far formulas reach out of it.
    pub reach: Option<Reach>,
}

/// How far formulas reach out of a line's em boxes.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    pub over: Length,
    pub under: Length,
    /// Where the text stood.
    pub place: Span,
}

/// How far a line is from rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fill {
    /// Space added to each gap without a visible blank, in em.
    pub ratio: f64,
    /// How much wider than its measure it is.
    pub over: Length,
    /// How much is wanting of a justified line whose gaps could take no more.
    pub short: Length,
}

pub(super) fn place(
    shaper: &mut Shaper,
    collected: &Collected,
    p: &Prepared,
    lines: &[Broken],
    par: &Par,
) -> Vec<Line> {
    let mut objects = 0;
    let mut follower = Follower::new(collected);
    lines
        .iter()
        .enumerate()
        .map(|(number, line)| {
            let indent = par.indent_of(number);
            let mut placer = Placer::new(collected, p, line, par, indent, objects);
            placer.run(shaper);
            placer.places();
            let first = p.shaped.clusters.get(line.start);
            placer.line.from = first.and_then(|cluster| follower.place(cluster.start as usize));
            objects += placer.objects.len();
            placer.line
        })
        .collect()
}

struct Placer<'a> {
    collected: &'a Collected,
    p: &'a Prepared,
    start: usize,
    end: usize,
    /// Gap before each cluster of the line, set.
    gaps: Vec<Length>,
    x: Length,
    baseline: Length,
    /// How far below it the present glyphs stand: in a sub-line of a note.
    drop: Length,
    /// The objects of the line.
    objects: &'a [Object],
    /// The order of its clusters on paper, where that is not the order of the text.
    visual: Option<Visual>,
    edge: Edge,
    open: Option<OpenRun>,
    /// Where each cluster stands, in logical order.
    rooms: Vec<Room>,
    line: Line,
}

/// Gives every gap of a line the same share of what is free (jlreq, jidori processing).
fn spread(gaps: &mut [Length], free: Length) {
    let count = gaps.len().saturating_sub(1) as i64;
    if free <= Length::ZERO || count == 0 {
        return;
    }
    for (at, gap) in (1..).zip(&mut gaps[1..]) {
        // Sums of shares, so that the last one ends at the measure.
        *gap += free.fraction(at, count) - free.fraction(at - 1, count);
    }
}

impl<'a> Placer<'a> {
    fn new(
        collected: &'a Collected,
        p: &'a Prepared,
        line: &Broken,
        par: &Par,
        indent: Length,
        objects: usize,
    ) -> Self {
        let (start, end) = (line.start, line.end);
        let measure = par.measure - indent;
        let free = measure - p.width(start, end, line.edge) - p.noted(start, end);
        let set = set_gaps(p, line, par.align.is_justified(), measure);
        let fill = Fill {
            ratio: set.ratio,
            over: (-set.rest).max(Length::ZERO),
            short: if par.align.is_justified() && !line.last { set.rest.max(Length::ZERO) } else { Length::ZERO },
        };
        let mut gaps = set.gaps;
        open_edges(p, start, p.ink_end(start, end), &mut gaps);
        let alone = line.start == 0 && line.end == p.shaped.clusters.len();
        if par.align == Alignment::Even && alone {
            spread(&mut gaps, free);
        }
        let visual = Visual::of(collected, p, (start, p.ink_end(start, end), end), &gaps);
        let from_right = p.shaped.levels.as_ref().is_some_and(Levels::from_right);
        let justified = par.align.is_justified() && !line.last;
        let x = match par.align {
            Alignment::Even => indent,
            // A paragraph that runs from the right begins there.
            Alignment::Justify | Alignment::Start if from_right && !justified => free.max(Length::ZERO),
            Alignment::Justify | Alignment::End if from_right => Length::ZERO,
            Alignment::Justify | Alignment::Start => indent,
            Alignment::Centre => indent + free.max(Length::ZERO) / 2,
            Alignment::End => indent + free.max(Length::ZERO),
        };
        let baseline = p.size.scale(BASELINE);
        let count = p.shaped.clusters[start..end].iter().filter(|cluster| cluster.class.is_object()).count();
        let objects = &collected.objects[objects..objects + count];
        let extents = || objects.iter().filter_map(Object::extent);
        let reach = extents().next().map(|_| Reach {
            over: extents().map(|(height, _)| height - baseline).fold(Length::ZERO, Length::max),
            under: extents().map(|(_, depth)| depth - (p.size - baseline)).fold(Length::ZERO, Length::max),
            place: collected.place.clone(),
        });
        let note = |object: &Object| if let Object::Note(note) = object { Some(*note) } else { None };
        Self {
            collected,
            p,
            start,
            end,
            gaps,
            x,
            baseline,
            drop: Length::ZERO,
            objects,
            visual,
            edge: line.edge,
            open: None,
            rooms: vec![Room::default(); end - start],
            line: Line {
                frame: Frame::new(Size::new(par.measure, p.size)),
                notes: objects.iter().filter_map(note).collect(),
                fill,
                reach,
                ..Line::default()
            },
        }
    }

    fn run(&mut self, shaper: &mut Shaper) {
        let p = self.p;
        let ink_end = p.ink_end(self.start, self.end);
        if self.start < self.end {
            self.x -= p.leads[self.start];
        }
        let mut slot = 0;
        while slot < self.end - self.start {
            let at = self.at(slot);
            if slot > 0 {
                self.x += self.visual.as_ref().map_or(self.gaps[slot], |visual| visual.gap(slot));
            }
            if let Some(note) = p.note_at(at) {
                slot += self.two_lines(note);
                continue;
            }
            let left = self.x;
            if at < ink_end {
                self.cluster(at);
            } else {
                self.trailing_space(at);
            }
            self.rooms[at - self.start] = Room { left, right: self.x, drop: Length::ZERO };
            slot += 1;
        }
        self.hyphen(shaper);
        self.line.width = self.x - if ink_end > self.start { p.cut(ink_end, self.edge) } else { Length::ZERO };
        self.close();
        self.line.xs = self.rooms.iter().map(|room| room.left).collect();
        if let Some(first) = self.line.xs.first_mut() {
            *first += p.leads[self.start];
        }
        if self.visual.is_none() {
            self.trim_rooms(ink_end);
        }
        let Self { collected, baseline, .. } = *self;
        let clusters = self.start..self.end;
        let frame = &mut self.line.frame;
        Beside { collected, p, clusters: clusters.clone(), rooms: &self.rooms, baseline, frame }.marks();
        let measure = frame.size.width;
        Above { collected, p, clusters, ink_end, rooms: &self.rooms, baseline, measure, frame }.readings(shaper);
    }

    /// The places on this line that something leads to; those behind the text stand at its end.
    fn places(&mut self) {
        let clusters = &self.p.shaped.clusters;
        let (first, next) = (clusters.get(self.start), clusters.get(self.end));
        let from = if self.start == 0 { 0 } else { first.map_or(0, |cluster| cluster.start as usize) };
        let to = next.map_or(usize::MAX, |cluster| cluster.start as usize);
        let places = &self.collected.places;
        let on_line = places.partition_point(|(byte, _)| *byte < from)..places.partition_point(|(byte, _)| *byte < to);
        for &(byte, id) in &places[on_line] {
            let at = clusters[self.start..self.end].partition_point(|cluster| (cluster.start as usize) < byte);
            let x = self.line.xs.get(at).copied().unwrap_or(self.line.width);
            self.line.frame.push(Point::new(x, Length::ZERO), Item::Anchor(id), TagId::ARTIFACT);
        }
    }

    /// What of a note in two lines stands on this line: two half-size lines that fill the frame without a gap.
    /// Gives how many clusters that are.
    fn two_lines(&mut self, note: &Warichu) -> usize {
        self.close();
        let part = note.members.start.max(self.start)..note.members.end.min(self.end);
        let parted = note.part(&part);
        let left = self.x;
        let top = note.size.scale(BASELINE) * -1;
        for (nth, row) in [part.start..parted.second, parted.second..part.end].into_iter().enumerate() {
            self.drop = top + note.size * nth as i64;
            self.x = left;
            for at in row.clone() {
                self.x += if at > row.start { note.gap_before(at) } else { -note.lead_of(at) };
                let room = Room { left: self.x, right: self.x + note.width_of(at), drop: self.drop };
                self.cluster(at);
                self.x = room.right;
                self.rooms[at - self.start] = room;
            }
            self.close();
        }
        self.drop = Length::ZERO;
        self.x = left + parted.width;
        part.len()
    }

    /// Where a mark's blank is squeezed away, its room ends with its ink.
    fn trim_rooms(&mut self, ink_end: usize) {
        for at in self.start..self.end {
            let room = at - self.start;
            // A note's lines are set solid.
            let solid = self.rooms[room].drop != Length::ZERO;
            let [lead, trail] = if solid { [Length::ZERO; 2] } else { self.p.blanks[at] };
            let gap = |at: usize| self.gaps.get(at).copied().unwrap_or_default();
            let before = if at == self.start { self.p.leads[at] } else { -gap(room) };
            let after = match self.edge {
                Edge::Trim if at + 1 == ink_end => self.p.trails[at],
                Edge::Hang if at + 1 == ink_end => trail,
                _ => -gap(room + 1),
            };
            self.rooms[room].left += before.max(Length::ZERO).min(lead);
            self.rooms[room].right -= after.max(Length::ZERO).min(trail);
        }
    }

    /// The cluster in a slot of the line.
    fn at(&self, slot: usize) -> usize {
        self.visual.as_ref().map_or(self.start + slot, |visual| visual.cluster(slot))
    }

    fn cluster(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        let piece = &self.collected.pieces[cluster.span as usize];
        let style = self.collected.spans[cluster.span as usize].style;
        match cluster.class {
            Class::Object | Class::Formula => {
                self.close();
                self.object(at);
            }
            Class::Newline => {}
            _ if cluster.count == 0 => {
                self.close();
                if self.p.shaped.missing.binary_search(&(at as u32)).is_ok() {
                    let text = self.collected.text[cluster.start as usize..cluster.end as usize].to_owned();
                    let top = self.baseline + self.drop - style.size.scale(BASELINE) - piece.rise;
                    self.line.frame.push(Point::new(self.x, top), Item::Missing { size: style.size, text }, piece.tag);
                }
            }
            _ => self.glyphs(at),
        }
        self.x += cluster.advance;
    }

    /// The hyphen of a divided word. It belongs to the cluster before it, so that the word is whole when copied.
    fn hyphen(&mut self, shaper: &mut Shaper) {
        if self.p.hyphen(self.end) == Length::ZERO {
            return;
        }
        let style = self.collected.spans[self.p.shaped.clusters[self.end - 1].span as usize].style;
        let shaped = shaper.shape(HYPHEN, &[text::Span { range: 0..HYPHEN.len(), style }]);
        let Some(open) = &mut self.open else { return };
        let (start, end) = open.run.glyphs.last().map_or((0, 0), |glyph| (glyph.start, glyph.end));
        for cluster in &shaped.clusters {
            open.run.glyphs.extend(shaped.placed(cluster, start, end));
            self.x += cluster.advance;
        }
    }

    /// A space at the line's end takes no room but stays in the text, so that words stay apart when copied.
    fn trailing_space(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        if cluster.class != Class::Space || cluster.count == 0 {
            return;
        }
        let same = self.open.as_ref().is_some_and(|open| open.span == cluster.span && open.run.face == cluster.face);
        if same {
            self.glyphs(at);
            if let Some(glyph) = self.open.as_mut().and_then(|open| open.run.glyphs.last_mut()) {
                glyph.advance = Length::ZERO;
            }
        }
    }

    fn glyphs(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        let rtl = self.p.shaped.levels.as_ref().is_some_and(|levels| levels.is_rtl(cluster.start as usize));
        let size = self.collected.spans[cluster.span as usize].style.size.scale(self.p.shaped.fit_of(cluster).scale);
        if !self.open.as_ref().is_some_and(|open| open.takes(cluster, rtl, size)) {
            self.close();
            let piece = &self.collected.pieces[cluster.span as usize];
            let at = Point::new(self.x, self.baseline + self.drop - piece.rise);
            self.open = Some(OpenRun::new(cluster, rtl, size, piece, at));
        }
        let open = self.open.as_mut().expect("it was opened just now");
        open.add(&self.collected.text, &self.p.shaped, cluster, self.x);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let (at, item, tag) = open.finish();
            self.line.frame.push(at, item, tag);
        }
    }

    fn object(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        let piece = &self.collected.pieces[cluster.span as usize];
        let style = self.collected.spans[cluster.span as usize].style;
        let before = self.p.shaped.clusters[self.start..at].iter().filter(|before| before.class.is_object());
        match &self.objects[before.count()] {
            Object::Note(note) => {
                let item = Item::Call { note: *note, size: style.size };
                self.line.frame.push(Point::new(self.x, self.baseline + self.drop), item, piece.tag);
            }
            Object::Image { path, width, height, tag } => {
                let top = self.baseline + self.drop + style.size.scale(0.1) - *height;
                let item = Item::Image { path: path.clone(), size: Size::new(*width, *height) };
                self.line.frame.push(Point::new(self.x, top), item, *tag);
            }
            Object::Formula(part) => {
                let at = Point::new(self.x, self.baseline + self.drop - piece.rise);
                self.line.frame.push_frame(at, part.frame.clone());
            }
        }
    }
}
