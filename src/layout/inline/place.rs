//! Sets the gaps of broken lines and places their glyphs. In: [`Prepared`] and [`Broken`] lines. Out: [`Line`]s.
//! Next: `flow`.

use super::super::BASELINE;
use super::super::frame::{Frame, Item, TagId};
use super::Par;
use super::collect::{Collected, Object};
use super::justify::set_gaps;
use super::linebreak::Broken;
use super::prepare::Prepared;
use super::ruby::{members, reading_style};
use crate::model::NodeId;
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
            objects = placer.objects;
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
    objects: usize,
    open: Option<OpenRun>,
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

/// A run being filled.
struct OpenRun {
    at: Point,
    span: u32,
    text_start: usize,
    /// Where the pen stands after its last glyph.
    pen: Length,
    run: Run,
    tag: TagId,
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
        let set = set_gaps(p, line, par.align.is_justified(), measure);
        let fill = Fill { ratio: set.ratio, over: (-set.rest).max(Length::ZERO) };
        let mut gaps = set.gaps;
        let alone = line.start == 0 && line.end == p.shaped.clusters.len();
        if par.align == Alignment::Even && alone {
            spread(&mut gaps, free);
        }
        let x = match par.align {
            Alignment::Justify | Alignment::Start | Alignment::Even => indent,
            Alignment::Centre => indent + free.max(Length::ZERO) / 2,
            Alignment::End => indent + free.max(Length::ZERO),
        };
        let baseline = p.size.scale(BASELINE);
        Self {
            collected,
            p,
            start,
            end,
            gaps,
            x,
            baseline,
            objects,
            open: None,
            line: Line { frame: Frame::new(Size::new(par.measure, p.size)), fill, ..Line::default() },
        }
    }

    fn run(&mut self, shaper: &mut Shaper) {
        let ink_end = self.p.ink_end(self.start, self.end);
        if self.start < self.end {
            self.x -= self.p.leads[self.start];
        }
        // Where each cluster begins, for marks beside the text and for links.
        let mut edges = Vec::with_capacity(self.end - self.start + 1);
        for at in self.start..self.end {
            if at > self.start {
                self.x += self.gaps[at - self.start];
            }
            let edge = if at == self.start { self.x + self.p.leads[at] } else { self.x };
            edges.push(edge);
            if at < ink_end {
                self.cluster(at);
            } else {
                self.trailing_space(at);
            }
        }
        let last_trail = if ink_end > self.start { self.p.trails[ink_end - 1] } else { Length::ZERO };
        edges.push(self.x - last_trail);
        self.line.width = self.x - last_trail;
        self.close();
        self.beside(&edges);
        self.ruby(shaper, &edges);
        self.line.xs = edges;
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
        let goes_on = self.open.as_ref().is_some_and(|open| open.span == cluster.span && open.run.face == cluster.face);
        if !goes_on {
            self.close();
            let piece = &self.collected.pieces[cluster.span as usize];
            let style = self.collected.spans[cluster.span as usize].style;
            self.open = Some(OpenRun {
                at: Point::new(self.x, self.baseline - piece.rise),
                span: cluster.span,
                text_start: cluster.start as usize,
                pen: self.x,
                run: Run {
                    face: cluster.face,
                    size: style.size,
                    ink: piece.ink,
                    text: String::new(),
                    glyphs: Vec::new(),
                },
                tag: piece.tag,
            });
        }
        let open = self.open.as_mut().expect("it was opened just now");
        // The pen may stand short of this cluster by the gap before it.
        if let Some(last) = open.run.glyphs.last_mut() {
            last.advance += self.x - open.pen;
        }
        open.pen = self.x + cluster.advance;
        let (start, end) = (cluster.start as usize - open.text_start, cluster.end as usize - open.text_start);
        open.run.glyphs.extend(self.p.shaped.placed(cluster, start as u32, end as u32));
        open.run.text.push_str(&self.collected.text[cluster.start as usize..cluster.end as usize]);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.line.frame.push(open.at, Item::Run(open.run), open.tag);
        }
    }

    fn object(&mut self, at: usize) {
        let cluster = &self.p.shaped.clusters[at];
        let piece = &self.collected.pieces[cluster.span as usize];
        let style = self.collected.spans[cluster.span as usize].style;
        let object = &self.collected.objects[self.objects];
        self.objects += 1;
        match object {
            Object::Note(note) => {
                self.line.notes.push(*note);
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
        let mut from = self.start;
        while from < self.end {
            let span = self.p.shaped.clusters[from].span;
            let mut to = from + 1;
            while to < self.end && self.p.shaped.clusters[to].span == span {
                to += 1;
            }
            let piece = &self.collected.pieces[span as usize];
            let size = self.collected.spans[span as usize].style.size;
            let (left, right) = (edges[from - self.start], edges[to - self.start]);
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
        for at in from..to {
            if self.p.shaped.clusters[at].class.is_ideograph() {
                let middle = edges[at - self.start] + self.p.shaped.clusters[at].advance / 2;
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
            let left = edges[members.start - self.start];
            let last = members.end - 1;
            let right = edges[last - self.start] + self.p.shaped.clusters[last].advance;
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
                let run = Run { face: cluster.face, size: small.size, ink: piece.ink, text, glyphs };
                self.line.frame.push(Point::new(x, y), Item::Run(run), piece.tag);
                x += cluster.advance + step;
            }
        }
    }
}
