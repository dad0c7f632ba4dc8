//! Shapes the characters and puts gaps between clusters. In: [`Collected`]. Out: [`Prepared`]. Next: `linebreak`.
//!
//! Every gap says how wide it is at rest, how far it may shrink and in which step it gives way (CJK-24, 26, 27).

use super::super::Cx;
use super::super::frame::Target;
use super::collect::{Collected, Object};
use super::faces;
use super::ruby::{keep_ruby_whole, members, widen_for_ruby};
use crate::diag::Diagnostic;
use crate::model::Face;
use crate::text::{Break, Class, Marks, Shaped, Shaper, breaks};
use crate::unit::{Em, Length};

/// Space between Han and Western text (clreq, mixed text composition).
const AUTOSPACE: Em = Em(0.25);
/// The least that space may become.
const AUTOSPACE_MIN: Em = Em(0.125);
/// The most that space and word spaces become before the gaps between Han open.
const SPACE_MAX: Em = Em(0.5);
/// The least a word space may become.
const SPACE_MIN: Em = Em(0.25);
/// Steps of shrinking: word space, brackets, ，、；：, autospace, 。？！.
pub(crate) const SHRINK_STEPS: usize = 5;

/// A shaped paragraph that can be broken.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub shaped: Shaped,
    /// Whether a line may begin with the cluster; one more at the end.
    pub breaks: Vec<Break>,
    /// The gap before each cluster.
    pub gaps: Vec<Gap>,
    /// Sums of advances and gaps before each cluster.
    pub sums: Vec<Length>,
    /// Sums of what the gaps may shrink, all steps together.
    pub shrinks: Vec<Length>,
    /// Blank that goes when the cluster begins a line.
    pub leads: Vec<Length>,
    /// Blank that goes when the cluster ends one.
    pub trails: Vec<Length>,
    /// For each boundary, the one after the last cluster before it that is no space: looked up at every boundary of a
    /// line, so that a text of spaces takes no longer than any other.
    pub inks: Vec<usize>,
    /// Size of the paragraph's own text.
    pub size: Length,
}

/// The gap before a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    /// At rest; negative where a mark's blank is squeezed away.
    pub rest: Length,
    /// How much it may shrink.
    pub shrink: Length,
    /// In which step, 0 to 4.
    pub step: u8,
    /// How it stretches.
    pub stretch: Stretch,
    /// How much it may stretch in its own step.
    pub stretch_by: Length,
}

/// In which step a gap stretches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// Never.
    #[default]
    Never,
    /// First: word spaces.
    Word,
    /// Second: between Han and Western text.
    Auto,
    /// Third: between Han, equally.
    Han,
}

pub(super) fn prepare(cx: &Cx, shaper: &mut Shaper, collected: &Collected) -> Prepared {
    let mut shaped = shaper.shape(&collected.text, &collected.spans);
    faces::report(cx, collected, &shaped);
    report_missing(cx, collected, &shaped);
    fill_objects(cx, collected, &mut shaped);
    widen_for_ruby(shaper, collected, &mut shaped);
    let lang = collected.spans.first().map(|span| span.style.lang).unwrap_or_default();
    let mut breaks = breaks(&collected.text, &shaped.clusters, lang);
    part_addresses(collected, &shaped, &mut breaks);
    keep_ruby_whole(collected, &shaped, &mut breaks);
    breaks.push(Break::Allowed);
    let marks = Marks::of(lang);
    let size = collected.spans.iter().map(|span| span.style.size).max().unwrap_or_default();
    absorb_spaces(collected, &mut shaped);
    let mut gaps = gaps(collected, &shaped, marks);
    for (gap, pair) in gaps.iter_mut().skip(1).zip(shaped.clusters.windows(2)) {
        // Latin letters are spaced already; wider they fall apart.
        if pair.iter().all(|cluster| cluster.class.is_cjk()) {
            gap.rest += collected.tracking;
        }
    }
    let (mut sums, mut shrinks) = (vec![Length::ZERO], vec![Length::ZERO]);
    for (cluster, gap) in shaped.clusters.iter().zip(&gaps) {
        sums.push(sums[sums.len() - 1] + gap.rest + cluster.advance);
        shrinks.push(shrinks[shrinks.len() - 1] + gap.shrink);
    }
    let blank = |at: usize, part: fn(crate::text::MarkBox) -> i64| {
        let cluster = &shaped.clusters[at];
        let size = collected.spans[cluster.span as usize].style.size;
        cluster.class.frame(marks).map_or(Length::ZERO, |frame| size.fraction(part(frame), 1000))
    };
    let leads = (0..shaped.clusters.len())
        .map(|at| if shaped.clusters[at].class == Class::Op { blank(at, |frame| frame.lead) } else { Length::ZERO })
        .collect();
    let trails =
        (0..shaped.clusters.len())
            .map(|at| {
                if trims_at_end(shaped.clusters[at].class, marks) {
                    blank(at, |frame| frame.trail)
                } else {
                    Length::ZERO
                }
            })
            .collect();
    let inks = inks(&shaped);
    Prepared { shaped, breaks, gaps, sums, shrinks, leads, trails, inks, size }
}

fn inks(shaped: &Shaped) -> Vec<usize> {
    let mut inks = vec![0];
    for (at, cluster) in shaped.clusters.iter().enumerate() {
        let blank = matches!(cluster.class, Class::Space | Class::Newline | Class::WideSpace);
        inks.push(if blank { inks[at] } else { at + 1 });
    }
    inks
}

/// GB/T 15834 5.1.10: a full-width mark at a line's end takes half its frame; Taiwan and Japan do so for brackets.
fn trims_at_end(class: Class, marks: Marks) -> bool {
    match marks {
        Marks::Gb => matches!(class, Class::Cl | Class::Stop | Class::Pause | Class::Mid | Class::Excl),
        Marks::Cns => class == Class::Cl,
        Marks::Jis => matches!(class, Class::Cl | Class::Pause),
    }
}

fn report_missing(cx: &Cx, collected: &Collected, shaped: &Shaped) {
    for &at in &shaped.missing {
        let cluster = &shaped.clusters[at as usize];
        let part = &collected.text[cluster.start as usize..cluster.end as usize];
        let codes: Vec<String> = part.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let message = format!("no font has {} ({part})", codes.join(" "));
        let diagnostic = if cx.options.allow_missing_glyphs {
            Diagnostic::warning("missing-glyph", &collected.place, message)
        } else {
            Diagnostic::error("missing-glyph", &collected.place, message)
        };
        cx.sink.push(
            diagnostic.help("put a font that has it into fonts/, or accept a visible box with --allow-missing-glyphs"),
        );
    }
}

/// Objects take the room of what will stand there.
fn fill_objects(cx: &Cx, collected: &Collected, shaped: &mut Shaped) {
    let mut objects = collected.objects.iter();
    for cluster in shaped.clusters.iter_mut().filter(|cluster| cluster.class == Class::Object) {
        let size = collected.spans[cluster.span as usize].style.size;
        cluster.advance = match objects.next() {
            Some(Object::Note(_)) => super::super::call_width(cx, size),
            Some(Object::Image { width, .. }) => *width,
            None => Length::ZERO,
        };
    }
}

/// Addresses, paths and program text part after their joints, without a hyphen: in Chinese lines they are too long to
/// be moved down whole (CJK-22).
fn part_addresses(collected: &Collected, shaped: &Shaped, breaks: &mut [Break]) {
    let is_technical = |at: usize| {
        let span = shaped.clusters[at].span as usize;
        let address = matches!(collected.pieces[span].link, Some((Target::Url(_), _)));
        address || collected.spans[span].style.face == Face::Mono
    };
    let first = |at: usize| collected.text[shaped.clusters[at].start as usize..].chars().next().unwrap_or(' ');
    for (at, place) in breaks.iter_mut().enumerate().skip(1) {
        if *place != Break::No || !is_technical(at - 1) || !is_technical(at) {
            continue;
        }
        let (before, after) = (first(at - 1), first(at));
        let joint = |c: char| matches!(c, '/' | '.' | '_' | '=' | '&' | '?' | '-' | '#' | ':' | '(' | ',');
        let hump = before.is_ascii_lowercase() && after.is_ascii_uppercase();
        if hump || (joint(before) && after.is_ascii_alphanumeric()) {
            *place = Break::Allowed;
        }
    }
}

/// A space typed between Han and Western text is the quarter em that belongs there, once.
fn absorb_spaces(collected: &Collected, shaped: &mut Shaped) {
    for at in 1..shaped.clusters.len().saturating_sub(1) {
        if shaped.clusters[at].class != Class::Space {
            continue;
        }
        let (before, after) = (shaped.clusters[at - 1].class, shaped.clusters[at + 1].class);
        if spaced(before, after) {
            let han = if before.is_ideograph() { at - 1 } else { at + 1 };
            let size = collected.spans[shaped.clusters[han].span as usize].style.size;
            set_advance(shaped, at, AUTOSPACE.at(size));
        }
    }
}

fn set_advance(shaped: &mut Shaped, at: usize, advance: Length) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance = advance;
    if let Some(glyph) = shaped.glyphs.get_mut(cluster.glyphs as usize) {
        glyph.advance = advance;
    }
}

/// Whether a quarter em belongs between the two.
fn spaced(before: Class, after: Class) -> bool {
    let western = |class: Class| matches!(class, Class::Latin | Class::Num);
    // A number's own mark takes the gap for it: `50%的`.
    (before.is_ideograph() && (western(after) || after == Class::Pre))
        || ((western(before) || before == Class::Post) && after.is_ideograph())
}

fn gaps(collected: &Collected, shaped: &Shaped, marks: Marks) -> Vec<Gap> {
    let clusters = &shaped.clusters;
    let size_of = |at: usize| collected.spans[clusters[at].span as usize].style.size;
    let mut gaps = vec![Gap::default(); clusters.len()];
    for at in 1..clusters.len() {
        let (before, after) = (clusters[at - 1].class, clusters[at].class);
        gaps[at] = if before == Class::Space {
            after_space(collected, shaped, at)
        } else if before.is_mark() || after.is_mark() {
            beside_mark(before, after, marks, size_of(at - 1).max(size_of(at)))
        } else if spaced(before, after) {
            autospace(size_of(if before.is_ideograph() { at - 1 } else { at }), AUTOSPACE.at(size_of(at)))
        } else if opens(before) && opens(after) {
            Gap { stretch: Stretch::Han, ..Gap::default() }
        } else {
            Gap::default()
        };
    }
    for ruby in &collected.rubies {
        for at in members(shaped, &ruby.range) {
            // The gap before the base is outside of it.
            if clusters[at].start as usize > ruby.range.start {
                gaps[at] = Gap { rest: gaps[at].rest, ..Gap::default() };
            }
        }
    }
    gaps
}

/// Gaps that may open between characters of the one-em frame.
fn opens(class: Class) -> bool {
    class.is_ideograph() || class == Class::Hangul || class == Class::WideSpace
}

fn autospace(size: Length, rest: Length) -> Gap {
    Gap {
        rest,
        shrink: rest - AUTOSPACE_MIN.at(size),
        step: 3,
        stretch: Stretch::Auto,
        stretch_by: SPACE_MAX.at(size) - rest,
    }
}

/// What a typed space may do is written at the gap after it.
fn after_space(collected: &Collected, shaped: &Shaped, at: usize) -> Gap {
    let space = &shaped.clusters[at - 1];
    let size = collected.spans[space.span as usize].style.size;
    let before = at.checked_sub(2).map_or(Class::Other, |before| shaped.clusters[before].class);
    if spaced(before, shaped.clusters[at].class) {
        return Gap { rest: Length::ZERO, ..autospace(size, space.advance) };
    }
    let room = |limit: Em, sign: i64| {
        let room = (limit.at(size) - space.advance) * sign;
        room.max(Length::ZERO)
    };
    Gap {
        rest: Length::ZERO,
        shrink: room(SPACE_MIN, -1),
        step: 0,
        stretch: Stretch::Word,
        stretch_by: room(SPACE_MAX, 1),
    }
}

/// The blank between two frames of which at least one is a mark: of two blanks that meet, one stays, and between two
/// bodies that face each other none (GB/T 15834 5.1.10; clreq, adjustment of adjacent marks).
fn beside_mark(before: Class, after: Class, marks: Marks, size: Length) -> Gap {
    let none = crate::text::MarkBox { lead: 0, body: 1000, trail: 0 };
    let left = before.frame(marks).unwrap_or(none);
    let right = after.frame(marks).unwrap_or(none);
    let blank = left.trail + right.lead;
    let both = before.frame(marks).is_some() && after.frame(marks).is_some();
    let kept = match (before, after) {
        _ if !both => blank,
        (Class::Op, _) | (_, Class::Cl | Class::Stop | Class::Pause | Class::Mid | Class::Excl)
            if marks != Marks::Cns =>
        {
            if after == Class::Op && before != Class::Op {
                blank.min(500)
            } else {
                0
            }
        }
        (Class::Op, Class::Op) | (Class::Cl, Class::Cl) => 0,
        (Class::Cl, Class::Op) => blank.min(500),
        _ => blank.min(500),
    };
    let step = if matches!(before, Class::Stop | Class::Excl) {
        4
    } else if matches!(before, Class::Pause | Class::Mid) || matches!(after, Class::Pause | Class::Mid) {
        2
    } else {
        1
    };
    let fraction = |thousandths: i64| size.fraction(thousandths, 1000);
    Gap { rest: fraction(kept - blank), shrink: fraction(kept), step, ..Gap::default() }
}
