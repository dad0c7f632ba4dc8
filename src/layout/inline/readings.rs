//! Puts the readings of a line beside their bases. In: where the line's characters stand. Out: runs in its frame.
//!
//! They follow the line's text in the frame, so that the text is found as it was written.

use std::ops::Range;

use super::super::BASELINE;
use super::super::frame::{Frame, Item};
use super::beside::Room;
use super::collect::Collected;
use super::prepare::Prepared;
use super::ruby::{Reading, Side, ZHUYIN, ZHUYIN_ROOM, is_tone};
use crate::diag::Diagnostic;
use crate::text::{Cluster, Run, Shaper};
use crate::unit::{Em, Length, Point};

/// The neutral tone's height above the first symbol, in em of the base (clreq, 1:15).
const NEUTRAL: Em = Em(1.0 / 15.0);
/// The middle of the other tones, at the right of the symbols.
const TONE: Em = Em(0.08);

/// Size of the other tones.
const TONE_SIZE: Em = Em(0.45);

/// A line whose text stands.
pub(super) struct Above<'a> {
    pub collected: &'a Collected,
    pub p: &'a Prepared,
    /// The line's clusters.
    pub clusters: Range<usize>,
    /// Where those end that are no spaces at its end.
    pub ink_end: usize,
    /// Where each is.
    pub rooms: &'a [Room],
    pub baseline: Length,
    pub measure: Length,
    pub frame: &'a mut Frame,
}

/// A base whose reading is too wide stands flush with it at the line's edge: the room is then on the other side.
pub(super) fn open_edges(p: &Prepared, start: usize, ink_end: usize, gaps: &mut [Length]) {
    let first = p.readings.partition_point(|reading| reading.base.start < start);
    if let Some(set) = p.readings[first..].chunk_by(|a, b| a.word == b.word).next()
        && let (Some(first), Some(last)) = (set.first(), set.last())
        && first.base.start == start
        && last.base.end < ink_end
    {
        gaps[last.base.end - start] += p.edge_room(start, 0);
    }
    let last = p.readings.partition_point(|reading| reading.base.end <= ink_end);
    if let Some(set) = p.readings[..last].chunk_by(|a, b| a.word == b.word).next_back()
        && let (Some(first), Some(last)) = (set.first(), set.last())
        && last.base.end == ink_end
        && first.base.start > start
    {
        gaps[first.base.start - start] += p.edge_room(ink_end - 1, 1);
    }
}

impl Above<'_> {
    /// Puts all readings of the line into its frame.
    pub fn readings(mut self, shaper: &mut Shaper) {
        let p = self.p;
        let readings = &p.readings;
        let first = readings.partition_point(|reading| reading.base.start < self.clusters.start);
        let count = readings[first..].partition_point(|reading| reading.base.end <= self.clusters.end);
        let mut taken = None;
        for set in readings[first..first + count].chunk_by(|a, b| a.word == b.word && a.side == Side::Above) {
            if set[0].side == Side::Right {
                set.iter().for_each(|reading| self.zhuyin(shaper, reading));
                continue;
            }
            let (from, to) = self.above(set);
            let text = || set.iter().map(|reading| reading.text.as_str()).collect::<String>();
            if to - from > self.measure {
                self.overlaps(format!("the reading {} is wider than its line", text()));
            } else if taken.is_some_and(|taken| from < taken) {
                self.overlaps(format!("the reading {} overlaps the one before it", text()));
            }
            taken = Some(to);
        }
        // A base wider than any line had to be cut: its reading stands over its beginning.
        let end = self.clusters.end;
        let cut = readings[first + count..].iter().take_while(|reading| reading.base.start < end);
        for reading in cut.cloned().collect::<Vec<_>>() {
            let base = reading.base.start..end;
            let message = format!("the reading {} stands over a base that had to be cut", reading.text);
            self.above(&[Reading { base, ..reading }]);
            self.overlaps(message);
        }
    }

    fn overlaps(&mut self, message: String) {
        let help = "part the base into shorter ones, each with its reading";
        self.frame.said.push(Diagnostic::warning("ruby-overlap", &self.collected.place, message).help(help));
    }

    /// Readings that are set as one above their bases; gives where they begin and end.
    fn above(&mut self, set: &[Reading]) -> (Length, Length) {
        let (first, last) = (&set[0], &set[set.len() - 1]);
        let base = first.base.start..last.base.end;
        let (left, right) = (self.room(base.start).left, self.room(base.end - 1).right);
        let width: Length = set.iter().map(|reading| reading.width).sum();
        let count: usize = set.iter().map(|reading| reading.shaped.clusters.len()).sum();
        let free = right - left - width;
        let (mut x, step) = if free >= Length::ZERO {
            // 1:2:1 over a base of several characters (jlreq, group ruby); Latin readings stay whole.
            let spread = base.len() > 1 && count > 0 && set.iter().all(|reading| !reading.western);
            let step = if spread { free / count as i64 } else { Length::ZERO };
            (if spread { left + step / 2 } else { left + free / 2 }, step)
        } else if base.start == self.clusters.start {
            (left, Length::ZERO)
        } else if base.end == self.ink_end {
            (right - width, Length::ZERO)
        } else {
            (left + free / 2, Length::ZERO)
        };
        let from = x;
        for reading in set {
            let size = reading.style.size;
            let y = self.baseline - reading.size.scale(BASELINE) - size.scale(1.0 - BASELINE);
            for cluster in &reading.shaped.clusters {
                self.cluster(reading, cluster, size, Point::new(x, y));
                x += cluster.advance + step;
            }
        }
        (from, x - step)
    }

    /// Symbols stacked in the middle at the right of the base, the tone at the upper right of the last, the neutral
    /// tone above the first (clreq, positioning of zhuyin).
    fn zhuyin(&mut self, shaper: &mut Shaper, reading: &Reading) {
        let size = reading.size;
        let left = self.room(reading.base.start).right - ZHUYIN_ROOM.at(size);
        let symbol = ZHUYIN.at(size);
        let tone_of = |cluster: &Cluster| {
            reading.text[cluster.start as usize..cluster.end as usize].chars().next().filter(|&c| is_tone(c))
        };
        let clusters = &reading.shaped.clusters;
        let symbols = clusters.iter().filter(|cluster| tone_of(cluster).is_none()).count() as i64;
        let neutral = clusters.iter().any(|cluster| tone_of(cluster) == Some('˙'));
        let height = symbol * symbols + if neutral { NEUTRAL.at(size) } else { Length::ZERO };
        let top = self.baseline - size.scale(BASELINE) + (size - height) / 2;
        let first = top + if neutral { NEUTRAL.at(size) } else { Length::ZERO };
        let mut next = first;
        for cluster in clusters {
            let Some(tone) = tone_of(cluster) else {
                let x = left + (symbol - cluster.advance) / 2;
                self.cluster(reading, cluster, symbol, Point::new(x, next + symbol.scale(BASELINE)));
                next += symbol;
                continue;
            };
            // A tone is small in its frame: its ink is brought to its place.
            let ink = shaper.ink(cluster.face, reading.style.lang, tone);
            let (across, up) = ink.map_or((0.5, 0.7), |ink| (ink.middle(), f64::midpoint(ink.top, ink.bottom)));
            let middle = if tone == '˙' {
                Point::new(left + symbol / 2, top + NEUTRAL.at(size) / 2)
            } else {
                Point::new(left + symbol + TONE.at(size), first + symbol * (symbols - 1).max(0) + size.scale(0.03))
            };
            // A tone's marks are finer than symbols: set larger, they are seen.
            let own = if tone == '˙' { reading.style.size } else { TONE_SIZE.at(size) };
            let at = Point::new(middle.x - own.scale(across), middle.y + own.scale(up));
            self.cluster(reading, cluster, own, at);
        }
    }

    fn cluster(&mut self, reading: &Reading, cluster: &Cluster, size: Length, at: Point) {
        let span = self.p.shaped.clusters[reading.base.start].span as usize;
        let piece = &self.collected.pieces[span];
        let text = reading.text[cluster.start as usize..cluster.end as usize].to_owned();
        if cluster.count == 0 && !text.trim().is_empty() {
            let top = Point::new(at.x, at.y - size.scale(BASELINE));
            return self.frame.push(top, Item::Missing { size, text }, piece.tag);
        }
        let glyphs = reading.shaped.placed(cluster, 0, text.len() as u32).collect();
        let size = size.scale(reading.shaped.fit_of(cluster).scale);
        let run = Run { face: cluster.face, size, ink: piece.ink, text, glyphs };
        self.frame.push(at, Item::Run(run), piece.tag);
    }

    fn room(&self, at: usize) -> Room {
        self.rooms[at - self.clusters.start]
    }
}
