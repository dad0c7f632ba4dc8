//! Lines → paragraphs. In: decoded text. Out: [`Unit`]s, rejoined where an editor broke the lines. Next: `heads`.

use std::borrow::Cow;
use std::ops::Range;

use crate::read::{numeral, plain};

/// A line or a rejoined paragraph: what may become one block.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'t> {
    /// Its text, blanks at both ends taken off.
    pub text: Cow<'t, str>,
    /// Where it stood, in bytes of the text.
    pub range: Range<usize>,
    /// Whether a blank line stands before it.
    pub apart: bool,
}

/// Lines longer than this were not broken by an editor or a mail program.
const LONGEST_BROKEN: usize = 120;

/// Fewer broken lines than this prove nothing.
const FEWEST_BROKEN: usize = 3;

/// The width given to a line that is not worth measuring.
const UNMEASURED: usize = 1 << 20;

struct Line<'t> {
    text: &'t str,
    start: usize,
    width: usize,
    indented: bool,
    apart: bool,
}

/// The paragraphs of a text, as far as lines tell.
pub(crate) fn units(text: &str) -> Vec<Unit<'_>> {
    let lines = lines(text);
    match broken_at(&lines) {
        Some(measure) => rejoined(&lines, measure),
        None => lines.iter().map(Unit::of).collect(),
    }
}

impl<'t> Unit<'t> {
    fn of(line: &Line<'t>) -> Self {
        Self { text: line.text.into(), range: line.start..line.start + line.text.len(), apart: line.apart }
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut apart = false;
    for raw in text.split('\n') {
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{1a}');
        if trimmed.is_empty() {
            apart = true;
        } else {
            let indent = raw.find(|c: char| !c.is_whitespace() && c != '\u{feff}').unwrap_or(0);
            // One blank at the head of a line is a slip; an indent is two columns at least.
            let indented = plain::width(&raw[..indent]) >= 2;
            let width = if trimmed.len() > 4 * LONGEST_BROKEN { UNMEASURED } else { plain::width(trimmed) };
            lines.push(Line { text: trimmed, start: start + indent, width, indented, apart });
            apart = false;
        }
        start += raw.len() + 1;
    }
    lines
}

/// The measure at which an editor broke the lines, where one did: most lines that are followed by another of their
/// paragraph are then of nearly one width, and end in the middle of a sentence.
fn broken_at(lines: &[Line]) -> Option<usize> {
    let inner = || lines.windows(2).filter(|pair| !pair[1].apart && !pair[1].indented).map(|pair| &pair[0]);
    let mut widths: Vec<usize> = inner().map(|line| line.width).collect();
    if widths.len() < FEWEST_BROKEN {
        return None;
    }
    widths.sort_unstable();
    let measure = widths[widths.len() * 9 / 10];
    let full = widths.len() - widths.partition_point(|&width| width * 4 < measure * 3);
    let unfinished = inner().filter(|line| !plain::ends_sentence(line.text)).count();
    // Poems and lists have short lines too; prose is broken at thirty columns at least.
    let broken = (30..=LONGEST_BROKEN).contains(&measure)
        && full * 10 >= widths.len() * 8
        && unfinished * 10 >= widths.len() * 6;
    broken.then_some(measure)
}

/// Puts the broken lines of each paragraph together. A short line, an indent, a blank line or a number that titles
/// bear ends a paragraph.
fn rejoined<'t>(lines: &[Line<'t>], measure: usize) -> Vec<Unit<'t>> {
    let mut units: Vec<Unit<'t>> = Vec::new();
    let mut open = false;
    for line in lines {
        let starts = !open || line.apart || line.indented || starts_anew(line.text);
        match units.last_mut().filter(|_| !starts) {
            Some(unit) => {
                plain::join(unit.text.to_mut(), line.text);
                unit.range.end = line.start + line.text.len();
            }
            None => units.push(Unit::of(line)),
        }
        open = line.width * 2 >= measure && !(plain::ends_sentence(line.text) && line.width * 4 < measure * 3);
    }
    units
}

fn starts_anew(text: &str) -> bool {
    numeral::parse(text).is_some() || text.starts_with(['•', '·', '●', '■', '◆'])
}
