//! A line as the compositor set it, for `keben dump lines` and the golden cases: what stands where, and why (CJK-59).

use std::fmt::Write;

use serde::Serialize;

/// A line. Lengths are in em of the paragraph's size, rounded to a ten-thousandth; characters are counted from 0 in the
/// paragraph's text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LineDetail {
    /// Its characters.
    pub text: String,
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The measure, its indent taken off.
    pub measure: f64,
    /// How far the line is indented.
    pub indent: f64,
    /// Its width as set, without what hangs.
    pub width: f64,
    /// Space added to each gap between Han; negative: the share used of what may shrink.
    pub ratio: f64,
    /// The last step of shrinking (2 to 7) or stretching (1 to 4) that was used; 0 for none.
    pub step: u8,
    /// Blank cut at its start.
    pub trim_start: f64,
    /// Blank cut at its end.
    pub trim_end: f64,
    /// How far a mark hangs outside.
    pub hang: f64,
    /// Whether it ends with a hyphen.
    pub hyphen: bool,
    /// Whether its paragraph is justified.
    pub justified: bool,
    /// Whether it ends the paragraph, or where the author wants it.
    pub last: bool,
    /// What is on it, in logical order.
    pub clusters: Vec<ClusterDetail>,
}

/// A cluster of a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClusterDetail {
    /// Its characters.
    pub text: String,
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The origin of its frame from the line's start edge, indent included.
    pub x: f64,
    /// Width of its frame.
    pub advance: f64,
    /// Its size against the paragraph's.
    pub size: f64,
    /// What it is to a compositor.
    pub class: &'static str,
    /// The family its glyphs come from.
    pub face: String,
    /// The numbers of its glyphs in their font.
    pub glyphs: Vec<u32>,
    /// The gap before it.
    pub gap: GapDetail,
}

/// The gap before a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct GapDetail {
    /// At rest; negative where blank is squeezed away.
    pub natural: f64,
    /// As set.
    pub used: f64,
    /// In which step it shrinks; 0 where it does not.
    pub step: u8,
}

/// Lines as text, one a line: range, width, ratio, step, characters.
pub fn lines(lines: &[(String, LineDetail)]) -> String {
    let mut out = String::new();
    for (page, line) in lines {
        let LineDetail { text, start, end, width, measure, ratio, step, .. } = line;
        writeln!(out, "{page}\t{start}..{end}\t{width:.3}/{measure:.3}\t{ratio:+.4}\t{step}\t{text}")
            .expect("a string takes all that is written");
    }
    out
}
