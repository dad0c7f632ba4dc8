//! What stands around an official document's text, in rows: composed as if a page had no foot, then handed on row by row.

use std::collections::BTreeMap;

use super::super::flow::Strip;
use super::super::frame::Frame;
use super::super::inline::Line;
use super::super::set::room;
use crate::unit::{Length, Point, Rect};

/// Rows by the distance of their upper edge from the page's head. None is ever divided.
#[derive(Default)]
pub(super) struct Rows(BTreeMap<Length, Row>);

#[derive(Default)]
struct Row {
    frame: Frame,
    height: Length,
    /// It stays with the next one even where not all fit on a page.
    keep: bool,
    /// It falls on the grid, on whatever page.
    grid: bool,
}

impl Rows {
    /// Puts something at `at`, `height` high, beside what begins as high. What reaches into the margin above hangs on
    /// the row that begins at the page's head.
    pub fn put(&mut self, at: Point, height: Length, frame: Frame) {
        let top = at.y.max(Length::ZERO);
        let row = self.0.entry(top).or_default();
        row.height = row.height.max(at.y - top + height);
        row.frame.push_frame(Point::new(at.x, at.y - top), frame);
    }

    /// Puts a rule.
    pub fn rule(&mut self, area: Rect, ink: crate::theme::Ink) {
        let mut frame = Frame::default();
        frame.push_rule(Rect::new(Point::ORIGIN, area.size), ink);
        self.put(area.at, area.size.height, frame);
    }

    /// Puts lines below each other from `at` on, `height` high; gives the last one's foot.
    pub fn lines(&mut self, lines: Vec<Line>, at: Point, pitch: Length, height: Length) -> Length {
        let mut foot = at.y;
        for (down, line) in (0..).zip(lines) {
            let top = at.y + pitch * down;
            self.put(Point::new(at.x, top), height, line.frame);
            foot = top + height;
        }
        foot
    }

    /// Puts the lines of a title, which stay together and fall on the grid; gives where what follows them begins.
    pub fn title(&mut self, lines: Vec<Line>, top: Length, down: Length, pitch: Length, height: Length) -> Length {
        let count = lines.len() as i64;
        for (at, line) in (0..).zip(lines) {
            let top = top + pitch * at;
            let mut frame = Frame::default();
            frame.push_frame(Point::new(Length::ZERO, down), line.frame);
            self.put(Point::new(Length::ZERO, top), height, frame);
            self.0.entry(top).and_modify(|row| (row.keep, row.grid) = (true, true));
        }
        top + pitch * (count + 1)
    }

    /// The lowest row stays with what is put below it.
    pub fn keep_last(&mut self) {
        if let Some(mut last) = self.0.last_entry() {
            last.get_mut().keep = true;
        }
    }

    /// The rows as strips; what follows them begins at `end`. Where they are `whole` none leaves the others.
    pub fn strips(self, width: Length, end: Length, whole: bool) -> Vec<Strip> {
        let ends: Vec<Length> = self.0.keys().skip(1).copied().chain([end]).collect();
        let strip = |((top, row), next): ((Length, Row), Length)| {
            let mut frame = room(width, row.height);
            frame.push_frame(Point::ORIGIN, row.frame);
            Strip { frame, advance: next - top, grid: row.grid, keep: whole || row.keep, ..Strip::default() }
        };
        self.0.into_iter().zip(ends).map(strip).collect()
    }

    /// The rows in frames no higher than `most`, as many as it takes.
    pub fn frames(self, width: Length, most: Length) -> Vec<Frame> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut begun = Length::ZERO;
        let mut rows = self.0.into_iter().peekable();
        while let Some((top, row)) = rows.next() {
            let mut together = vec![(top, row)];
            while together.last().is_some_and(|(_, row)| row.keep) {
                together.extend(rows.next());
                if rows.peek().is_none() {
                    break;
                }
            }
            let foot = together.iter().map(|(top, row)| *top + row.height).max().unwrap_or(top);
            if frames.is_empty() || foot - begun > most {
                begun = top;
                frames.push(room(width, Length::ZERO));
            }
            let Some(frame) = frames.last_mut() else { continue };
            for (top, row) in together {
                frame.push_frame(Point::new(Length::ZERO, top - begun), row.frame);
            }
            frame.size.height = frame.size.height.max(foot - begun);
        }
        frames
    }
}
