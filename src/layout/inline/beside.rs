//! Marks beside the text of a line: links, dots, names' and titles' lines, strikes. In: where the line's characters
//! stand. Out: items of its frame. They take no room: the line's pitch never changes (CJK-3).

use std::ops::Range;

use super::super::BASELINE;
use super::super::frame::{Frame, Item, TagId};
use super::collect::{Collected, Mark};
use super::prepare::Prepared;
use super::ruby::{Side, ZHUYIN_ROOM};
use crate::text::{Class, LangSys};
use crate::theme::Ink;
use crate::unit::{Em, Length, Point, Rect, Size};

/// The upper edge of a line below the text, from the baseline: next to the em box.
const LINE: Em = Em(0.16);
/// How thick a line is.
const RULE: Em = Em(0.045);
/// By this much a line stops short of the frames it marks, so that neighbours stay apart (CJK-42).
const INSET: Em = Em(0.08);
/// The middle of a wave, from the baseline.
const WAVE: Em = Em(0.19);
/// A strike's upper edge, above the baseline.
const STRIKE: Em = Em(0.34);
/// The middle of a dot below the text, from the baseline.
const DOT: Em = Em(0.27);
/// The same where a line stands between.
const DOT_UNDER_LINE: Em = Em(0.35);
/// From a dot above the text down to the em box.
const DOT_OVER: Em = Em(0.13);
/// A dot's radius.
const DOT_RADIUS: Em = Em(0.075);

/// The room of a cluster in its line: its frame without what was squeezed away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Room {
    pub left: Length,
    pub right: Length,
    /// How far its baseline lies below the line's: in notes of two lines.
    pub drop: Length,
}

/// A line whose text stands.
pub(super) struct Beside<'a> {
    pub collected: &'a Collected,
    pub p: &'a Prepared,
    /// The line's clusters.
    pub clusters: Range<usize>,
    /// Where each is.
    pub rooms: &'a [Room],
    pub baseline: Length,
    pub frame: &'a mut Frame,
}

impl Beside<'_> {
    /// Puts all marks of the line into its frame.
    pub fn marks(mut self) {
        self.links();
        let lines = self.stretches(|mark| mark.line);
        lines.into_iter().for_each(|stretch| self.line(stretch));
        let waves = self.stretches(|mark| mark.wave);
        waves.into_iter().for_each(|stretch| self.wave(stretch));
        let strikes = self.stretches(|mark| u32::from(mark.strike));
        strikes.into_iter().for_each(|stretch| self.strike(stretch));
        self.dots();
    }

    fn links(&mut self) {
        let spans = self.grouped(|this, at| this.p.shaped.clusters[at].span);
        for stretch in spans {
            let span = self.p.shaped.clusters[stretch.start].span as usize;
            let Some((target, tag)) = &self.collected.pieces[span].link else { continue };
            let size = self.collected.spans[span].style.size;
            let (left, right) = self.edges(&stretch);
            let area = Size::new(right - left, size.scale(1.1));
            let at = Point::new(left, self.baseline + self.room(stretch.start).drop - size.scale(0.9));
            self.frame.push(at, Item::Link { size: area, target: target.clone() }, *tag);
        }
    }

    /// A name's line. Where the name goes on in another line, so does its line, to the very edge.
    fn line(&mut self, stretch: Range<usize>) {
        let (left, right, size, ink) = self.extent(&stretch, |mark| mark.line);
        let top = self.baseline + self.room(stretch.start).drop + LINE.at(size);
        let area = Rect::new(Point::new(left, top), Size::new(right - left, RULE.at(size)));
        self.frame.push_rule(area, ink);
    }

    fn wave(&mut self, stretch: Range<usize>) {
        let (left, right, size, ink) = self.extent(&stretch, |mark| mark.wave);
        let at = Point::new(left, self.baseline + self.room(stretch.start).drop + WAVE.at(size));
        self.frame.push(at, Item::Wave { length: right - left, ink }, TagId::ARTIFACT);
    }

    fn strike(&mut self, stretch: Range<usize>) {
        let (left, right) = self.edges(&stretch);
        let (size, ink) = (self.size(&stretch), self.ink(stretch.start));
        let top = self.baseline + self.room(stretch.start).drop - STRIKE.at(size);
        self.frame.push_rule(Rect::new(Point::new(left, top), Size::new(right - left, RULE.at(size))), ink);
    }

    /// One dot at each Han, none at marks and spaces: below it in Chinese (GB/T 15834 5.1.8), above it in Japanese and
    /// Korean (jlreq, emphasis dots) unless a reading stands there, and outside of a name's line.
    fn dots(&mut self) {
        for at in self.clusters.clone() {
            let cluster = &self.p.shaped.clusters[at];
            let mark = self.mark(at);
            if !mark.dots || !cluster.class.is_ideograph() {
                continue;
            }
            let style = self.collected.spans[cluster.span as usize].style;
            let (size, room, ink) = (style.size, self.room(at), self.ink(at));
            let reading = self.reading(at);
            let beside = if reading == Some(Side::Right) { ZHUYIN_ROOM.at(size) } else { Length::ZERO };
            let middle = (room.left + room.right - beside) / 2;
            let baseline = self.baseline + room.drop;
            let y = if matches!(style.lang, LangSys::Jan | LangSys::Kor) && reading != Some(Side::Above) {
                baseline - size.scale(BASELINE) - DOT_OVER.at(size)
            } else if mark.line > 0 || mark.wave > 0 {
                baseline + DOT_UNDER_LINE.at(size)
            } else {
                baseline + DOT.at(size)
            };
            let item = Item::Disc { radius: DOT_RADIUS.at(size), ink };
            self.frame.push(Point::new(middle, y), item, TagId::ARTIFACT);
        }
    }

    /// From where to where a name's or title's line runs, and how it is drawn.
    fn extent(&self, stretch: &Range<usize>, of: fn(&Mark) -> u32) -> (Length, Length, Length, Ink) {
        let (size, ink) = (self.size(stretch), self.ink(stretch.start));
        let own = of(&self.mark(stretch.start));
        let goes_on = |at: Option<usize>| {
            let cluster = at.and_then(|at| self.p.shaped.clusters.get(at));
            cluster.is_some_and(|cluster| of(&self.collected.pieces[cluster.span as usize].mark) == own)
        };
        let inset = |goes_on: bool| if goes_on { Length::ZERO } else { INSET.at(size) };
        let (left, right) = self.edges(stretch);
        let left = left + inset(goes_on(stretch.start.checked_sub(1)));
        let right = right - inset(goes_on(Some(stretch.end)));
        (left, right.max(left), size, ink)
    }

    /// Stretches of the line with one and the same mark, without the spaces at their ends.
    fn stretches(&self, of: fn(&Mark) -> u32) -> Vec<Range<usize>> {
        let blank =
            |at: usize| matches!(self.p.shaped.clusters[at].class, Class::Space | Class::WideSpace | Class::Newline);
        let marked = self.grouped(|this, at| of(&this.mark(at)));
        let inner = marked.into_iter().filter(|stretch| of(&self.mark(stretch.start)) > 0).filter_map(|stretch| {
            let first = stretch.clone().find(|&at| !blank(at))?;
            let last = stretch.rev().find(|&at| !blank(at))?;
            Some(first..last + 1)
        });
        inner.collect()
    }

    /// The line's clusters in stretches of one key; the sub-lines of a note are stretches of their own.
    fn grouped(&self, key: impl Fn(&Self, usize) -> u32) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for at in self.clusters.clone() {
            match stretches.last_mut() {
                Some(last)
                    if key(self, last.start) == key(self, at) && self.room(last.start).drop == self.room(at).drop =>
                {
                    last.end = at + 1;
                }
                _ => stretches.push(at..at + 1),
            }
        }
        stretches
    }

    /// Where a stretch begins and ends on paper, whichever way it is read.
    fn edges(&self, stretch: &Range<usize>) -> (Length, Length) {
        let (first, last) = (self.room(stretch.start), self.room(stretch.end - 1));
        (first.left.min(last.left), first.right.max(last.right))
    }

    fn room(&self, at: usize) -> Room {
        self.rooms[at - self.clusters.start]
    }

    fn mark(&self, at: usize) -> Mark {
        self.collected.pieces[self.p.shaped.clusters[at].span as usize].mark
    }

    fn ink(&self, at: usize) -> Ink {
        self.collected.pieces[self.p.shaped.clusters[at].span as usize].ink
    }

    /// The largest size in a stretch: a line that changes its height within a name would be two.
    fn size(&self, stretch: &Range<usize>) -> Length {
        let sizes = stretch.clone().map(|at| {
            let span = self.p.shaped.clusters[at].span as usize;
            self.collected.spans[span].style.size
        });
        sizes.max().unwrap_or_default()
    }

    /// Where the cluster has a reading.
    fn reading(&self, at: usize) -> Option<Side> {
        let next = self.p.readings.partition_point(|reading| reading.base.end <= at);
        self.p.readings.get(next).filter(|reading| reading.base.contains(&at)).map(|reading| reading.side)
    }
}
