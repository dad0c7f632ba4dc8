//! Shapes the characters and measures them. In: [`Collected`]. Out: [`Prepared`]. Next: `linebreak`.

use super::super::Cx;
use super::boundary::{hyphenate, part_addresses, part_formulas};
use super::collect::{Collected, Object};
use super::faces;
use super::gaps::{Frames, Gap, settle};
use super::ruby::{Reading, keep_ruby_whole, readings, space};
use super::warichu::{Warichu, fold};
use crate::diag::Diagnostic;
use crate::text::tables::SHRINK_STOP;
use crate::text::{Break, Class, LangSys, Marks, Shaped, Shaper, breaks};
use crate::theme::{Adjacent, Autospace, Hanging, Hyphenate, LineEnd, LineStart, Setting};
use crate::unit::Length;

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
    /// Sums of what the gaps may shrink before the blanks after sentences are touched.
    pub shrinks: Vec<Length>,
    /// The same with those blanks.
    pub all_shrinks: Vec<Length>,
    /// Blank before and after the ink of each cluster.
    pub blanks: Vec<[Length; 2]>,
    /// Blank that goes when the cluster begins a line.
    pub leads: Vec<Length>,
    /// Blank that goes, or may go, when the cluster ends one.
    pub trails: Vec<Length>,
    /// How far the cluster reaches out of a line it hangs from; empty where nothing hangs.
    pub hangs: Vec<Length>,
    /// What a hyphen before each boundary takes; empty where no word may be divided.
    pub hyphens: Vec<Length>,
    /// For each boundary, the one after the last cluster before it that is no space: looked up at every boundary of a
    /// line, so that a text of spaces takes no longer than any other.
    pub inks: Vec<usize>,
    /// Size of the paragraph's own text.
    pub size: Length,
    /// Readings, in the order of the text.
    pub readings: Vec<Reading>,
    /// What is wanted besides where a line begins or ends with the cluster, for a reading wider than its base; empty
    /// where there is none.
    pub edge_rooms: Vec<[Length; 2]>,
    /// Notes in two lines, in the order of the text.
    pub warichu: Vec<Warichu>,
    /// Whether it is Western text, whose words are divided as a matter of course.
    pub western: bool,
    /// How its lines are composed.
    pub setting: Setting,
    /// What is to be said of the paragraph, whatever its lines.
    pub said: Vec<Diagnostic>,
}

/// Shapes and measures a paragraph; `justified` lines may part where ragged ones would not.
pub(super) fn prepare(
    cx: &Cx,
    shaper: &mut Shaper,
    collected: &Collected,
    setting: &Setting,
    justified: bool,
) -> Prepared {
    let setting = if setting.grid { in_cells(setting) } else { *setting };
    let mut shaped = shaper.shape(&collected.text, &collected.spans);
    faces::stand_ins(cx, collected);
    let mut said = collected.said.clone();
    said.extend(faces::findings(cx, collected, &collected.text, &shaped));
    fill_objects(cx, collected, &mut shaped);
    let mut readings = readings(shaper, collected, &mut shaped);
    for reading in &readings {
        said.extend(faces::findings(cx, collected, &reading.text, &reading.shaped));
    }
    let lang = collected.spans.first().map(|span| span.style.lang).unwrap_or_default();
    let mut breaks = breaks(&collected.text, &shaped.clusters, lang, &setting, justified);
    part_addresses(collected, &shaped, &mut breaks);
    part_formulas(&shaped, &mut breaks);
    let hyphens = match setting.hyphenate {
        Hyphenate::Never => Vec::new(),
        Hyphenate::Auto | Hyphenate::Always => hyphenate(shaper, collected, &shaped, &mut breaks),
    };
    keep_ruby_whole(collected, &shaped, &readings, &mut breaks);
    breaks.push(Break::Allowed);
    let marks = Marks::of(lang);
    let stops = stops(cx, shaper, collected, &shaped, lang, marks);
    let size = collected.spans.iter().map(|span| span.style.size).max().unwrap_or_default();
    let changes = settle(&Frames { collected, shaped: &shaped, lang, setting: &setting, marks, stops });
    changes.into_iter().for_each(|(at, advance)| set_advance(&mut shaped, at, advance));
    if setting.grid {
        fill_cells(collected, &mut shaped);
    }
    let frames = Frames { collected, shaped: &shaped, lang, setting: &setting, marks, stops };
    let mut gaps = frames.gaps();
    if collected.tracking != Length::ZERO {
        for (gap, pair) in gaps.iter_mut().skip(1).zip(shaped.clusters.windows(2)) {
            // Latin letters are spaced already; wider they fall apart.
            if pair.iter().all(|cluster| cluster.class.is_cjk()) {
                gap.rest += collected.tracking;
            }
        }
    }
    let count = shaped.clusters.len();
    let blanks: Vec<[Length; 2]> = (0..count).map(|at| frames.blanks(at)).collect();
    let leads: Vec<Length> = (0..count).map(|at| frames.lead(at)).collect();
    let mut trails: Vec<Length> = (0..count).map(|at| frames.trail(at)).collect();
    let objects = (0..count).filter(|&at| shaped.clusters[at].class.is_object()).zip(&collected.objects);
    for (at, object) in objects {
        if let Object::Formula(part) = object {
            trails[at] = part.after;
        }
    }
    let hangs: Vec<Length> = match setting.hanging {
        Hanging::None => Vec::new(),
        Hanging::Allow | Hanging::Force => (0..count).map(|at| frames.hang(at)).collect(),
    };
    let edge_rooms = space(collected, &shaped, &mut readings, marks, &mut gaps);
    let warichu = fold(collected, &mut shaped, &blanks, &mut breaks, &mut gaps);
    let sums = |of: &dyn Fn(usize) -> Length| {
        let mut sums = Vec::with_capacity(count + 1);
        let mut sum = Length::ZERO;
        sums.push(sum);
        sums.extend((0..count).map(|at| {
            sum += of(at);
            sum
        }));
        sums
    };
    Prepared {
        breaks,
        sums: sums(&|at| gaps[at].rest + shaped.clusters[at].advance),
        shrinks: sums(&|at| if gaps[at].step == SHRINK_STOP { Length::ZERO } else { gaps[at].shrink }),
        all_shrinks: sums(&|at| gaps[at].shrink),
        blanks,
        leads: outside(leads, &warichu),
        trails: outside(trails, &warichu),
        hangs: outside(hangs, &warichu),
        hyphens,
        inks: inks(&shaped),
        gaps,
        shaped,
        size,
        readings,
        edge_rooms,
        warichu,
        western: !lang.is_cjk(),
        setting,
        said,
    }
}

/// What marks do at a line's edge they do not do in a note of two lines.
fn outside(mut blanks: Vec<Length>, notes: &[Warichu]) -> Vec<Length> {
    if !blanks.is_empty() {
        notes.iter().for_each(|note| blanks[note.members.clone()].fill(Length::ZERO));
    }
    blanks
}

/// 稿纸: every mark has its cell, nothing is squeezed, spaced or cut, and one mark may stand outside the last cell.
fn in_cells(setting: &Setting) -> Setting {
    Setting {
        adjacent: Adjacent::None,
        autospace: Autospace::Off,
        line_start: LineStart::Keep,
        line_end: LineEnd::Keep,
        hanging: if setting.hanging == Hanging::None { Hanging::Allow } else { setting.hanging },
        ..*setting
    }
}

/// Western stretches, and marks of half an em, are padded on both sides to whole cells (clreq, grid alignment in mixed
/// text composition).
fn fill_cells(collected: &Collected, shaped: &mut Shaped) {
    let mut at = 0;
    while at < shaped.clusters.len() {
        let wide = |class: Class| class.is_cjk() || class.is_object() || class == Class::Newline;
        let start = at;
        at += 1;
        let cell = collected.spans[shaped.clusters[start].span as usize].style.size;
        if wide(shaped.clusters[start].class) {
            let narrow = shaped.clusters[start].advance < cell;
            if narrow && shaped.clusters[start].class != Class::Newline {
                let room = cell - shaped.clusters[start].advance;
                pad(shaped, start, start, room / 2, room - room / 2);
            }
            continue;
        }
        while at < shaped.clusters.len() && !wide(shaped.clusters[at].class) {
            at += 1;
        }
        let width: Length = shaped.clusters[start..at].iter().map(|cluster| cluster.advance).sum();
        let room = cell * (width.whole(cell) + 1) - width;
        pad(shaped, start, at - 1, room / 2, room - room / 2);
    }
}

/// Puts room before the cluster `first` and after the cluster `last`, inside their frames.
fn pad(shaped: &mut Shaped, first: usize, last: usize, before: Length, after: Length) {
    let range = |shaped: &Shaped, at: usize| {
        let cluster = &shaped.clusters[at];
        cluster.glyphs as usize..(cluster.glyphs + cluster.count) as usize
    };
    shaped.clusters[first].advance += before;
    let glyphs = range(shaped, first);
    for glyph in &mut shaped.glyphs[glyphs.clone()] {
        glyph.dx += before;
    }
    if let Some(glyph) = shaped.glyphs[glyphs].last_mut() {
        glyph.advance += before;
    }
    shaped.clusters[last].advance += after;
    let glyphs = range(shaped, last);
    if let Some(glyph) = shaped.glyphs[glyphs].last_mut() {
        glyph.advance += after;
    }
}

fn inks(shaped: &Shaped) -> Vec<usize> {
    let mut inks = Vec::with_capacity(shaped.clusters.len() + 1);
    let mut ink = 0;
    inks.push(ink);
    for (at, cluster) in shaped.clusters.iter().enumerate() {
        if !matches!(cluster.class, Class::Space | Class::Newline | Class::WideSpace) {
            ink = at + 1;
        }
        inks.push(ink);
    }
    inks
}

/// The regional style of pause and stop marks: where the font draws their ink counts, whatever the language says
/// (CJK-11).
fn stops(cx: &Cx, shaper: &mut Shaper, collected: &Collected, shaped: &Shaped, lang: LangSys, marks: Marks) -> Marks {
    let stop = |class: Class| matches!(class, Class::Stop | Class::Pause | Class::Mid);
    let Some(mark) = shaped.clusters.iter().find(|cluster| stop(cluster.class)) else { return marks };
    let centred = ['，', '。'].iter().find_map(|&mark_of| shaper.ink_is_centred(mark.face, lang, mark_of));
    let found = match (marks, centred) {
        (Marks::Gb | Marks::Jis, Some(true)) => Marks::Cns,
        (Marks::Cns, Some(false)) => Marks::Gb,
        _ => return marks,
    };
    faces::mismatch(cx, collected, &shaper.fonts().face(mark.face).family, found);
    found
}

/// Objects take the room of what will stand there.
fn fill_objects(cx: &Cx, collected: &Collected, shaped: &mut Shaped) {
    let mut objects = collected.objects.iter();
    for cluster in shaped.clusters.iter_mut().filter(|cluster| cluster.class.is_object()) {
        let size = collected.spans[cluster.span as usize].style.size;
        cluster.advance = match objects.next() {
            Some(Object::Note(_)) => super::super::call_width(cx, size),
            Some(Object::Image { width, .. }) => *width,
            Some(Object::Formula(part)) => part.width + part.after,
            None => Length::ZERO,
        };
    }
}

fn set_advance(shaped: &mut Shaped, at: usize, advance: Length) {
    let cluster = &mut shaped.clusters[at];
    let change = advance - cluster.advance;
    cluster.advance = advance;
    let last = (cluster.glyphs + cluster.count).checked_sub(1).filter(|_| cluster.count > 0);
    if let Some(glyph) = last.and_then(|last| shaped.glyphs.get_mut(last as usize)) {
        glyph.advance += change;
    }
}
