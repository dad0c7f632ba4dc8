//! Divides a paragraph into clusters with classes, and says where a line may end.

use std::ops::Range;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, WordSegmenter};

use super::class::{self, Class};
use super::uax14::opportunities;
use super::{Cluster, LangSys, Span};

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
    if !text.contains(['—', '―', '…', '⋯', '‥']) {
        return;
    }
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments.drain(..) {
        let pairs = joined.last().is_some_and(|last| {
            last.span == segment.span
                && last.range.len() == 3
                && text[last.range.clone()] == text[segment.range.clone()]
                && matches!(&text[segment.range.clone()], "—" | "―" | "…" | "⋯" | "‥")
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

/// Quotes, dashes, ellipses and the interpunct belong to the Han face or to the Latin one, by language and neighbours;
/// both marks of a pair agree (CJK-8).
fn resolve_shared(text: &str, spans: &[Span], segments: &mut [Segment]) {
    let mut open: Vec<usize> = Vec::new();
    let no_han = !segments.iter().any(|segment| segment.class.is_ideograph());
    for at in 0..segments.len() {
        let cjk = spans[segments[at].span].style.lang.is_cjk();
        let first = text[segments[at].range.clone()].chars().next().unwrap_or('\0');
        let western = match first {
            '’' if is_apostrophe(segments, at) => true,
            '“' | '‘' => {
                open.push(at);
                !cjk || no_han || in_western(segments, at)
            }
            '”' | '’' => match open.pop() {
                Some(opening) => segments[opening].western,
                None => !cjk,
            },
            '—' | '―' | '–' | '…' | '⋯' | '‥' | '·' | '‧' | '‐' => {
                !cjk || between_western(segments, at)
            }
            // ASCII marks beside Han stay what was typed; `read` reports and mends them.
            _ => is_western(first, segments[at].class, cjk),
        };
        let segment = &mut segments[at];
        segment.western = western;
        if western && segment.class.is_mark() {
            segment.class = Class::Other;
        }
    }
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

/// An opening quote with Western letters before it and after it stands in a Western sentence.
fn in_western(segments: &[Segment], at: usize) -> bool {
    let letter = |s: &Segment| matches!(s.class, Class::Latin | Class::Num);
    let before = segments[..at].iter().rev().find(|s| !matches!(s.class, Class::Space | Class::Other));
    before.is_some_and(letter) && segments.get(at + 1).is_some_and(letter)
}

/// Western text on both sides, spaces passed over.
fn between_western(segments: &[Segment], at: usize) -> bool {
    let western = |s: Option<&Segment>| s.is_some_and(|s| matches!(s.class, Class::Latin | Class::Num | Class::Other));
    let before = segments[..at].iter().rev().find(|s| s.class != Class::Space);
    let after = segments[at + 1..].iter().find(|s| s.class != Class::Space);
    western(before) && western(after)
}

/// Where words begin and end, by dictionary for Chinese and Japanese (UAX #29, 4).
pub fn words(text: &str) -> Vec<usize> {
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()).segment_str(text).collect()
}

/// Whether a line may end before a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// It may not.
    No,
    /// It may.
    Allowed,
    /// It must.
    Forced,
}

/// For each cluster, whether a line may begin with it; the first entry is always `No`.
///
/// UAX #14 is the floor; where a CJK class stands on either side, keben's own pairs decide: what may not start a line
/// (GB/T 15834 5.1, clreq prohibition rules, level `gb` for Simplified, `basic` for Traditional Chinese, `strict` for
/// Japanese) and what may not end one.
pub fn breaks(text: &str, clusters: &[Cluster], lang: LangSys) -> Vec<Break> {
    let mut result = vec![Break::No; clusters.len()];
    let all_cjk = clusters.iter().all(|c| c.class.is_cjk());
    let uax14: Vec<usize> = if all_cjk { Vec::new() } else { opportunities(text) };
    let mut next = 0;
    for at in 1..clusters.len() {
        let start = clusters[at].start as usize;
        let (before, after) = (&clusters[at - 1], &clusters[at]);
        while next < uax14.len() && uax14[next] < start {
            next += 1;
        }
        let floor = uax14.get(next) == Some(&start);
        result[at] = if before.class == Class::Newline {
            Break::Forced
        } else if may_part(text, before, after, floor, lang) {
            Break::Allowed
        } else {
            Break::No
        };
    }
    result
}

fn may_part(text: &str, before: &Cluster, after: &Cluster, floor: bool, lang: LangSys) -> bool {
    use Class::{
        Cl, Conn, Dash, Dot, Ellipsis, Excl, Hangul, Iter, Mid, Newline, Num, Object, Op, Other, Pause, Post, Pre,
        Slash, Small, Space, Stop, WideSpace,
    };
    let strict = lang == LangSys::Jan;
    if matches!(after.class, Newline) || matches!(after.class, Space) {
        return false;
    }
    // A note call and other objects cling to the text before them, a mark after them clings to them.
    if after.class == Object && before.class != Space {
        return floor && text[after.start as usize..].is_empty();
    }
    if !before.class.is_cjk() && !after.class.is_cjk() {
        return floor || (before.class == Object && !matches!(after.class, Other));
    }
    match after.class {
        Cl | Stop | Pause | Mid | Excl | Dot | Conn | Slash => return false,
        Dash | Ellipsis | Iter | Small if strict => return false,
        Post => return false,
        _ => {}
    }
    match before.class {
        Op | Pre => return false,
        Slash if matches!(lang, LangSys::Zhs | LangSys::Jan) => return false,
        _ => {}
    }
    match (before.class, after.class) {
        // A Western mark after Han stays with it (`汉,`), one before Han may open (`(汉`).
        (_, Other) => !is_western_closing(&text[after.start as usize..]),
        (Other, _) => !is_western_opening(&text[before.start as usize..]),
        (Dash | Ellipsis, Dash | Ellipsis) => before.class != after.class,
        (Conn, Num) => true,
        (Hangul, Hangul) => floor || lang == LangSys::Kor,
        (WideSpace, WideSpace) => false,
        _ => true,
    }
}

fn is_western_closing(text: &str) -> bool {
    text.starts_with([',', '.', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '-', '/', '”', '’', '…', '%'])
}

fn is_western_opening(text: &str) -> bool {
    text.starts_with(['(', '[', '{', '\'', '"', '“', '‘', '/'])
}
