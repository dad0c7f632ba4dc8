//! Readings beside the text: the room they want, and where they stand. In: the paragraph's readings. Out: wider bases,
//! breaks taken away, runs beside the line. Part of `prepare` and `place`.

use super::collect::Collected;
use crate::text::{Break, Shaped, Shaper, Span, Style};
use crate::unit::Length;

/// Where a reading is wider than its base, the base is spaced (clreq, ruby longer than its base).
pub(super) fn widen_for_ruby(shaper: &mut Shaper, collected: &Collected, shaped: &mut Shaped) {
    for ruby in &collected.rubies {
        let members = members(shaped, &ruby.range);
        let Some(first) = shaped.clusters.get(members.start) else { continue };
        let style = collected.spans[first.span as usize].style;
        let width = reading_width(shaper, &ruby.reading, style);
        let base: Length = shaped.clusters[members.clone()].iter().map(|cluster| cluster.advance).sum();
        let count = members.len() as i64;
        if width > base && count > 0 {
            let more = (width - base) / count;
            for at in members {
                let cluster = &mut shaped.clusters[at];
                cluster.advance += more;
                let first = cluster.glyphs as usize;
                let glyphs = &mut shaped.glyphs[first..first + cluster.count as usize];
                glyphs.iter_mut().for_each(|glyph| glyph.dx += more / 2);
                if let Some(last) = glyphs.last_mut() {
                    last.advance += more;
                }
            }
        }
    }
}

pub(super) fn reading_style(style: Style) -> Style {
    Style { size: style.size / 2, ..style }
}

fn reading_width(shaper: &mut Shaper, reading: &str, style: Style) -> Length {
    let span = Span { range: 0..reading.len(), style: reading_style(style) };
    shaper.shape(reading, &[span]).clusters.iter().map(|cluster| cluster.advance).sum()
}

/// The clusters of a range of the text.
pub(super) fn members(shaped: &Shaped, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let from = shaped.clusters.partition_point(|cluster| (cluster.start as usize) < range.start);
    let to = shaped.clusters.partition_point(|cluster| (cluster.start as usize) < range.end);
    from..to.max(from)
}

pub(super) fn keep_ruby_whole(collected: &Collected, shaped: &Shaped, breaks: &mut [Break]) {
    for ruby in &collected.rubies {
        for at in members(shaped, &ruby.range).skip(1) {
            breaks[at] = Break::No;
        }
    }
}
