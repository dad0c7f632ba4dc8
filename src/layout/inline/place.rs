//! Sets the gaps of broken lines and places their glyphs. In: [`Prepared`] and [`Broken`] lines. Out: [`Line`]s.
//! Next: `flow`.

use super::super::BASELINE;
use super::super::frame::{Frame, Item, TagId};
use super::Par;
use super::boundary::HYPHEN;
use super::collect::{Collected, Object};
use super::justify::set_gaps;
use super::linebreak::{Broken, Edge};
use super::prepare::Prepared;
use super::ruby::{members, reading_style};
use super::run::OpenRun;
use super::visual::Visual;
use crate::model::NodeId;
use crate::text::bidi::Levels;
use crate::text::{Class, Run, Shaper, Span};
use crate::theme::{Alignment, Ink};
use crate::unit::{Length, Point, Rect, Size};

/// A finished line. Its frame's upper edge is the em box's of the paragraph's size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub frame: Frame,
    /// Where its ink ends.
    pub width: Length,
    /// The notes it calls.
    pub notes: Vec<NodeId>,
    /// Where each of its clusters begins, in logical order.
    pub xs: Vec<Length>,
    /// How it was filled.
    pub fill: Fill,
}

/// How far a line is from rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fill {
    /// Space added to each gap without a visible blank, in em.
    pub ratio: f64,
    /// How much wider than its measure it is.
    pub over: Length,
}

pub(super) fn place(
    shaper: &mut Shaper,
    collected: &Collected,
    p: &Prepared,
    lines: &[Broken],
    par: &Par,
) -> Vec<Line> {
    let mut objects = 0;
    lines
        .iter()
        .map(|line| {
            let indent = if line.start == 0 { par.indent } else { Length::ZERO };
            let mut placer = Placer::new(collected, p, line, par, indent, objects);
            placer.run(shaper);
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
    /// The objects of the line.
    objects: &'a [Object],
    /// The order of its clusters on paper, where that is not the order of the text.
    visual: Option<Visual>,
    edge: Edge,
    open: Option<OpenRun>,
    line: Line,
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
        let free = measure - p.width(start, end, line.edge);
        let set = set_gaps(p, line, par.align == Alignment::Justify, measure);
        let fill = Fill { ratio: set.ratio, over: (-set.rest).max(Length::ZERO) };
        let gaps = set.gaps;
        let visual = Visual::of(collected, p, (start, p.ink_end(start, end), end), &gaps);
        let from_right = p.shaped.levels.as_ref().is_some_and(Levels::from_right);
        let justified = par.align == Alignment::Justify && !line.last;
        let x = match par.align {
            // A paragraph that runs from the right begins there.
            Alignment::Justify | Alignment::Start if from_right && !justified => free.max(Length::ZERO),
            Alignment::Justify | Alignment::End if from_right => Length::ZERO,
            Alignment::Justify | Alignment::Start => indent,
            Alignment::Centre => indent + free.max(Length::ZERO) / 2,
            Alignment::End => indent + free.max(Length::ZERO),
        };
        let baseline = p.size.scale(BASELINE);
        let count = p.shaped.clusters[start..end].iter().filter(|cluster| cluster.class == Class::Object).count();
        let objects = &collected.objects[objects..objects + count];
        let note = |object: &Object| if let Object::Note(note) = object { Some(*note) } else { None };
        Self {
            collected,
            p,
            start,
            end,
            gaps,
            x,
            baseline,
            objects,
            visual,
            edge: line.edge,
            open: None,
            line: Line {
                frame: Frame::new(Size::new(par.measure, p.size)),
                notes: objects.iter().filter_map(note).collect(),
                fill,
                ..Line::default()
            },
        }
    }

    fn run(&mut self, shaper: &mut Shaper) {
        let ink_end = self.p.ink_end(self.start, self.end);
        if self.start < self.end {
            self.x -= self.p.leads[self.start];
        }
        // Where the cluster in each slot begins, for marks beside the text and for links.
        let mut edges = Vec::with_capacity(self.end - self.start + 1);
        for slot in 0..self.end - self.start {
            let at = self.at(slot);
            if slot > 0 {
                self.x += self.visual.as_ref().map_or(self.gaps[slot], |visual| visual.gap(slot));
            }
            let edge = if at == self.start { self.x + self.p.leads[at] } else { self.x };
            edges.push(edge);
            if at < ink_end {
                self.cluster(at);
            } else {
                self.trailing_space(at);
            }
        }
        self.hyphen(shaper);
        let cut = if ink_end > self.start { self.p.cut(ink_end, self.edge) } else { Length::ZERO };
        edges.push(self.x - cut);
        self.line.width = self.x - cut;
        self.close();
        self.beside(&edges);
        self.ruby(shaper, &edges);
        self.line.xs = match &self.visual {
            Some(visual) => (0..visual.len()).map(|at| edges[visual.slot(at)]).chain(edges.last().copied()).collect(),
            None => edges,
        };
    }

    /// The cluster in a slot of the line.
    fn at(&self, slot: usize) -> usize {
        self.visual.as_ref().map_or(self.start + slot, |visual| visual.cluster(slot))
    }

    /// The slot of a cluster of the line.
    fn slot(&self, at: usize) -> usize {
        self.visual.as_ref().map_or(at - self.start, |visual| visual.slot(at - self.start))
    }

    fn cluster(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        let piece = &self.collected.pieces[cluster.span as usize];
        let style = self.collected.spans[cluster.span as usize].style;
        match cluster.class {
            Class::Object => {
                self.close();
                self.object(at);
            }
            Class::Newline => {}
            _ if cluster.count == 0 => {
                self.close();
                if self.p.shaped.missing.binary_search(&(at as u32)).is_ok() {
                    let text = self.collected.text[cluster.start as usize..cluster.end as usize].to_owned();
                    let top = self.baseline - style.size.scale(BASELINE) - piece.rise;
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
        let shaped = shaper.shape(HYPHEN, &[Span { range: 0..HYPHEN.len(), style }]);
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
            let at = Point::new(self.x, self.baseline - piece.rise);
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
        let before = self.p.shaped.clusters[self.start..at].iter().filter(|before| before.class == Class::Object);
        match &self.objects[before.count()] {
            Object::Note(note) => {
                let item = Item::Call { note: *note, size: style.size };
                self.line.frame.push(Point::new(self.x, self.baseline), item, piece.tag);
            }
            Object::Image { path, width, height, tag } => {
                let top = self.baseline + style.size.scale(0.1) - *height;
                let item = Item::Image { path: path.clone(), size: Size::new(*width, *height) };
                self.line.frame.push(Point::new(self.x, top), item, *tag);
            }
        }
    }

    /// Links, and the marks that stand beside the text: dots, lines, strikes. The line's pitch never changes.
    fn beside(&mut self, edges: &[Length]) {
        let count = self.end - self.start;
        let mut from = 0;
        while from < count {
            let span = self.p.shaped.clusters[self.at(from)].span;
            let mut to = from + 1;
            while to < count && self.p.shaped.clusters[self.at(to)].span == span {
                to += 1;
            }
            let piece = &self.collected.pieces[span as usize];
            let size = self.collected.spans[span as usize].style.size;
            let (left, right) = (edges[from], edges[to]);
            let width = right - left;
            let below = self.baseline + size.scale(0.16);
            if let Some((target, tag)) = &piece.link {
                let area = Size::new(width, size.scale(1.1));
                let at = Point::new(left, self.baseline - size.scale(0.9));
                self.line.frame.push(at, Item::Link { size: area, target: target.clone() }, *tag);
            }
            let rule = size.scale(0.045);
            if piece.mark.line {
                // A name's line stops short of its neighbours, so that two names stay apart (CJK-42).
                let inset = size.scale(0.06);
                let area = Rect::new(Point::new(left + inset, below), Size::new(width - inset * 2, rule));
                self.line.frame.push_rule(area, piece.ink);
            }
            if piece.mark.wave {
                let item = Item::Wave { length: width, ink: piece.ink };
                self.line.frame.push(Point::new(left, below), item, TagId::ARTIFACT);
            }
            if piece.mark.strike {
                let middle = self.baseline - size.scale(0.34);
                self.line.frame.push_rule(Rect::new(Point::new(left, middle), Size::new(width, rule)), piece.ink);
            }
            if piece.mark.dots {
                self.dots(from, to, edges, piece.ink, size);
            }
            from = to;
        }
    }

    /// One dot at each Han, none at marks and spaces (GB/T 15834 5.1.8: below the character).
    fn dots(&mut self, from: usize, to: usize, edges: &[Length], ink: Ink, size: Length) {
        for (slot, edge) in (from..to).zip(&edges[from..to]) {
            let cluster = &self.p.shaped.clusters[self.at(slot)];
            if cluster.class.is_ideograph() {
                let middle = *edge + cluster.advance / 2;
                let at = Point::new(middle, self.baseline + size.scale(0.27));
                self.line.frame.push(at, Item::Disc { radius: size.scale(0.075), ink }, TagId::ARTIFACT);
            }
        }
    }

    fn ruby(&mut self, shaper: &mut Shaper, edges: &[Length]) {
        // Readings stand in the order of the text: only the line's own are looked at.
        let clusters = &self.p.shaped.clusters;
        let before = self.start.checked_sub(1).map(|at| clusters[at].start as usize);
        let last = self.end.checked_sub(1).map(|at| clusters[at].start as usize);
        let rubies = &self.collected.rubies;
        let first = rubies.partition_point(|ruby| before.is_some_and(|before| ruby.range.start <= before));
        for ruby in rubies[first..].iter().take_while(|ruby| last.is_some_and(|last| ruby.range.start <= last)) {
            let members = members(&self.p.shaped, &ruby.range);
            if members.start < self.start || members.end > self.end || members.is_empty() {
                continue;
            }
            let cluster = &self.p.shaped.clusters[members.start];
            let style = self.collected.spans[cluster.span as usize].style;
            let piece = &self.collected.pieces[cluster.span as usize];
            let (first, last) = (self.slot(members.start), self.slot(members.end - 1));
            let (first, last) = (first.min(last), first.max(last));
            let (left, right) = (edges[first], edges[last] + self.p.shaped.clusters[self.at(last)].advance);
            let small = reading_style(style);
            let shaped = shaper.shape(&ruby.reading, &[Span { range: 0..ruby.reading.len(), style: small }]);
            let width: Length = shaped.clusters.iter().map(|cluster| cluster.advance).sum();
            // 1:2:1 over the base (jlreq, distribution of group ruby); Latin readings stay whole.
            let spread = shaped.clusters.iter().all(|cluster| !cluster.class.is_western());
            let slack = (right - left - width).max(Length::ZERO);
            let count = shaped.clusters.len() as i64;
            let step = if spread && count > 0 { slack / count } else { Length::ZERO };
            let mut x = if spread { left + step / 2 } else { left + (right - left - width) / 2 };
            let y = self.baseline - style.size.scale(BASELINE) - small.size.scale(1.0 - BASELINE);
            for cluster in &shaped.clusters {
                let text = ruby.reading[cluster.start as usize..cluster.end as usize].to_owned();
                let glyphs = shaped.placed(cluster, 0, text.len() as u32).collect();
                let size = small.size.scale(shaped.fit_of(cluster).scale);
                let run = Run { face: cluster.face, size, ink: piece.ink, text, glyphs };
                self.line.frame.push(Point::new(x, y), Item::Run(run), piece.tag);
                x += cluster.advance + step;
            }
        }
    }
}
