//! Divides a paragraph into clusters with classes: marks that Chinese and Western text share are told apart here.

use std::ops::Range;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, WordSegmenter};

use super::class::{self, Class};
use super::{LangSys, Span, tables};
use crate::model::Face;

/// A stretch of characters that is never divided, with its class, before it is shaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub range: Range<usize>,
    pub span: usize,
    pub class: Class,
    /// Set in the Western face of its style.
    pub western: bool,
}

/// Clusters of a paragraph with their classes; marks shared with Western text are resolved.
pub(super) fn segments(text: &str, spans: &[Span]) -> Vec<Segment> {
    let mut segments = clusters(text, spans);
    join_pairs(text, &mut segments);
    resolve_shared(text, spans, &mut segments);
    segments
}

/// UAX #29 clusters, cut at span borders. Plain text needs no tables: each of its characters is a cluster.
fn clusters(text: &str, spans: &[Span]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(text.len() / 3 + 1);
    let mut push = |range: Range<usize>, span: usize| {
        let first = text[range.clone()].chars().next().unwrap_or('\0');
        let class = class::of(first);
        segments.push(Segment { range, span, class, western: false });
    };
    for (at, span) in spans.iter().enumerate() {
        let part = &text[span.range.clone()];
        let base = span.range.start;
        if part.chars().all(is_simple) {
            for (start, c) in part.char_indices() {
                push(base + start..base + start + c.len_utf8(), at);
            }
        } else {
            let mut start = 0;
            for end in GraphemeClusterSegmenter::new().segment_str(part).skip(1) {
                push(base + start..base + end, at);
                start = end;
            }
        }
    }
    segments
}

/// Characters that never join with a neighbour into one cluster.
fn is_simple(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{2028}' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203A}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{33FF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF9D}' | '\u{2460}'..='\u{24FF}' | '\u{FFFC}')
}

/// —— and …… are one mark of two em (GB/T 15834 5.1.4, 5.1.5): two halves in one span become one cluster.
fn join_pairs(text: &str, segments: &mut Vec<Segment>) {
    if !text.contains(tables::is_half) {
        return;
    }
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments.drain(..) {
        let part = &text[segment.range.clone()];
        let pairs = joined.last().is_some_and(|last| {
            last.span == segment.span
                && text[last.range.clone()] == *part
                && part.starts_with(tables::is_half)
                && part.chars().count() == 1
        });
        match joined.last_mut() {
            Some(last) if pairs => {
                last.range.end = segment.range.end;
                last.class = if last.class == Class::Ellipsis { Class::Ellipsis } else { Class::Dash };
            }
            _ => joined.push(segment),
        }
    }
    *segments = joined;
}

/// Quotes, dashes, ellipses, the interpunct, the hyphen and the solidus belong to the Han face or to the Latin one, by
/// language and neighbours; both marks of a pair agree (CJK-8).
fn resolve_shared(text: &str, spans: &[Span], segments: &mut [Segment]) {
    let first = |segment: &Segment| text[segment.range.clone()].chars().next().unwrap_or('\0');
    let quotes = quotes(text, spans, segments);
    let mut quotes = quotes.iter().copied().peekable();
    let address = addresses(text);
    for at in 0..segments.len() {
        let c = first(&segments[at]);
        let style = &spans[segments[at].span].style;
        // Korean sets its marks as Western text does (klreq, punctuation).
        let cjk = style.lang.is_cjk();
        let shares = cjk && style.lang != LangSys::Kor && style.face != Face::Mono;
        let class = segments[at].class;
        let western = if let Some((_, western)) = quotes.next_if(|(quote, _)| *quote == at) {
            western
        } else {
            match c {
                '—' | '―' | '…' | '⋯' | '‥' => {
                    let doubled = segments[at].range.len() > c.len_utf8();
                    !shares || !doubled && !beside_han(text, segments, at)
                }
                '–' | '·' | '‧' | '‐' | '-' | '~' | '/' => {
                    let inside = address.iter().any(|range| range.contains(&segments[at].range.start));
                    !shares || inside || !beside_han(text, segments, at)
                }
                // ASCII marks beside Han stay what was typed; `read` reports and mends them.
                _ => is_western(c, class, cjk),
            }
        };
        let segment = &mut segments[at];
        segment.western = western;
        if western && class.is_mark() {
            segment.class = Class::Other;
        }
    }
}

/// The curly quotes of a paragraph, and whether each is Western: a pair in a Chinese or Japanese paragraph is Chinese,
/// also around Western words, unless the text on both its sides is Western too; ’ inside a word is an apostrophe.
fn quotes(text: &str, spans: &[Span], segments: &[Segment]) -> Vec<(usize, bool)> {
    if !text.contains(['‘', '’', '“', '”']) {
        return Vec::new();
    }
    let mut found: Vec<(usize, bool)> = Vec::new();
    // Places in `found` of quotes that wait for their partner, with the partner's character.
    let mut open: Vec<(usize, char)> = Vec::new();
    // How many Chinese characters stand before each segment, to ask of any stretch whether it has some.
    let mut han = vec![0usize];
    for segment in segments {
        han.push(han[han.len() - 1] + usize::from(is_han_side(text, segment)));
    }
    let no_han = han[segments.len()] == 0;
    let outside = |mut around: &mut dyn Iterator<Item = &Segment>| {
        let near = (&mut around).find(|s| !matches!(s.class, Class::Space | Class::Op | Class::Cl));
        near.is_some_and(|s| matches!(s.class, Class::Latin | Class::Num | Class::Other | Class::Pre | Class::Post))
    };
    for (at, segment) in segments.iter().enumerate() {
        let c = text[segment.range.clone()].chars().next().unwrap_or('\0');
        let style = &spans[segment.span].style;
        let western_text = !style.lang.is_cjk() || style.lang == LangSys::Kor || style.face == Face::Mono;
        match c {
            '’' if is_apostrophe(segments, at) => found.push((at, true)),
            '“' | '‘' => {
                open.push((found.len(), if c == '“' { '”' } else { '’' }));
                found.push((at, western_text || no_han));
            }
            '”' | '’' => match open.iter().rposition(|(_, partner)| *partner == c) {
                Some(place) => {
                    let (opening, _) = open[place];
                    open.truncate(place);
                    let (from, western) = found[opening];
                    let inside = han[at] > han[from + 1];
                    let western = western
                        || !inside
                            && outside(&mut segments[..from].iter().rev())
                            && outside(&mut segments[at + 1..].iter());
                    found[opening].1 = western;
                    found.push((at, western));
                }
                None => found.push((at, western_text || no_han || !beside_han(text, segments, at))),
            },
            _ => {}
        }
    }
    found
}

/// Where typed addresses lie in a text, in order. Their marks are Western whatever stands beside them, and they part
/// after their joints (CJK-22).
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.contains(':') && !text.contains("www.") {
        return Vec::new();
    }
    let mut starts: Vec<usize> =
        tables::ADDRESS_BEGINS.iter().flat_map(|begins| text.match_indices(begins).map(|(start, _)| start)).collect();
    starts.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in starts {
        let length = text[start..].find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len() - start);
        // An address may hold another one: `https://www.…`.
        if found.last().is_none_or(|last| last.end <= start) {
            found.push(start..start + length);
        }
    }
    found
}

fn is_western(first: char, class: Class, cjk: bool) -> bool {
    match class {
        Class::Num | Class::Latin | Class::Space => true,
        Class::Pre | Class::Post => {
            !(matches!(first, '\u{FF00}'..='\u{FFFF}') || cjk && matches!(first, '℃' | '℉' | '№' | '‰'))
        }
        Class::Other => !cjk || !matches!(first, '\u{2100}'..='\u{2BFF}'),
        _ => false,
    }
}

/// ’ inside a Western word.
fn is_apostrophe(segments: &[Segment], at: usize) -> bool {
    let letter = |at: usize| segments.get(at).is_some_and(|s| matches!(s.class, Class::Latin | Class::Num));
    at > 0 && letter(at - 1) && letter(at + 1)
}

/// Marks that Chinese and Western text share.
fn is_shared(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '―' | '…' | '⋯' | '‥' | '·' | '‧' | '–' | '‐' | '-' | '~' | '/')
}

/// What makes a shared mark beside it Chinese: Han, and marks that nobody shares.
fn is_han_side(text: &str, segment: &Segment) -> bool {
    let class = segment.class;
    class.is_ideograph()
        || class == Class::WideSpace
        || class.is_mark() && !text[segment.range.clone()].starts_with(is_shared)
}

fn beside_han(text: &str, segments: &[Segment], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| segments.get(at));
    let near = |segment: Option<&Segment>| segment.is_some_and(|segment| is_han_side(text, segment));
    near(before) || near(segments.get(at + 1))
}

/// Where words begin and end, by dictionary for Chinese and Japanese (UAX #29, 4).
pub fn words(text: &str) -> Vec<usize> {
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()).segment_str(text).collect()
}
