//! Cases of kind `annotation`: readings, marks beside the text, notes in two lines. Everything is judged by what stands
//! in the lines' frames.

use std::ops::Range;

use keben::layout::{Composed, Frame, Item, compose};
use keben::model::{Inline, Ruby, RubyPair};
use keben::text::Break;
use keben::theme::{Alignment, Breaker};
use keben::unit::{Em, Length};
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::compose::{edition, fonts, theme};
use crate::marks;

/// What lengths may differ by, in em.
pub const TOLERANCE: f64 = 0.02;
/// Where a baseline lies below the upper edge of its em box.
const BASELINE: f64 = 0.88;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    pub ruby: Option<String>,
    pub annotations: Vec<String>,
    pub annotation: Option<String>,
    pub size_em_default: Option<f64>,
    pub side: Option<String>,
    pub line_pitch_unchanged: Option<bool>,
    pub min_gap_between_annotations_em_of_ruby: Option<f64>,
    pub min_advance_per_base_em: Option<f64>,
    pub symbol_size_em: Option<f64>,
    pub keep_with_base: Option<bool>,
    pub neutral_tone: Option<NeutralTone>,
    pub base_solid: Option<bool>,
    pub break_inside: Option<bool>,
    pub marks: Vec<Mark>,
    pub visible_gap_between_marks: Option<bool>,
    pub text_advance_unchanged: Option<bool>,
    pub dots_at: Option<Vec<usize>>,
    pub warichu: Option<[usize; 2]>,
    pub sub_lines: Option<Vec<usize>>,
    pub second_not_longer: Option<bool>,
    pub size_em_max: Option<f64>,
    pub outer_pitch_unchanged: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeutralTone {
    pub index: usize,
    pub position: String,
    pub height_em: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    #[serde(rename = "type")]
    pub kind: String,
    pub range: [usize; 2],
}

/// A glyph where it is painted, in em of the body.
#[derive(Clone, Debug)]
pub struct Painted {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub advance: f64,
    pub size: f64,
}

/// Where a reading stands.
struct Reading {
    glyphs: Vec<Painted>,
}

pub fn run(case: &Case) -> Outcome {
    judge(case).into()
}

fn judge(case: &Case) -> Result<(), String> {
    let expect: Expect = case.expect()?;
    let kinds = [expect.ruby.is_some(), !expect.marks.is_empty(), expect.warichu.is_some()];
    ensure(kinds.iter().filter(|is| **is).count() == 1, || "not one kind of annotation".into())?;
    let own = composed(case, content(case, &expect)?, case.paragraph.measure_em)?;
    pitch(case, &own, &expect)?;
    match (&expect.ruby, expect.warichu) {
        (Some(kind), _) => ruby(case, &expect, kind, &own),
        (None, Some(range)) => warichu(case, &expect, range, &own),
        (None, None) => marks::judge(case, &expect, &own),
    }
}

/// The case's text with its annotation as inlines.
pub fn content(case: &Case, expect: &Expect) -> Result<Vec<Inline>, String> {
    let chars: Vec<char> = case.paragraph.text.chars().collect();
    let text = |range: Range<usize>| -> String { chars[range].iter().collect() };
    let inside = |[from, to]: [usize; 2]| ensure(from < to && to <= chars.len(), || format!("no range {from} to {to}"));
    if let Some([from, to]) = expect.warichu {
        inside([from, to])?;
        let note = Inline::Warichu(vec![Inline::text(text(from..to))]);
        return Ok(vec![Inline::text(text(0..from)), note, Inline::text(text(to..chars.len()))]);
    }
    if !expect.marks.is_empty() {
        let mut content = Vec::new();
        let mut at = 0;
        for Mark { kind, range } in &expect.marks {
            inside(*range)?;
            ensure(range[0] >= at, || "marks that overlap".into())?;
            content.push(Inline::text(text(at..range[0])));
            let marked = vec![Inline::text(text(range[0]..range[1]))];
            content.push(match kind.as_str() {
                "proper-name" => Inline::ProperName(marked),
                "title-wave" => Inline::TitleLine(marked),
                "emphasis-dot" => Inline::Dots(marked),
                other => return Err(format!("the harness does not know the mark `{other}`")),
            });
            at = range[1];
        }
        content.push(Inline::text(text(at..chars.len())));
        return Ok(content);
    }
    let mut pairs = Vec::new();
    if let Some(reading) = &expect.annotation {
        ensure(expect.annotations.is_empty(), || "both annotation and annotations".into())?;
        pairs.push(RubyPair { base: case.paragraph.text.clone(), reading: reading.clone() });
    } else {
        let mut readings = expect.annotations.iter();
        let han = |c: char| !"，。、；：？！「」『』（）《》“”‘’ ".contains(c);
        for &c in &chars {
            let reading = if han(c) {
                readings.next().ok_or("fewer annotations than characters")?.clone()
            } else {
                String::new()
            };
            pairs.push(RubyPair { base: c.into(), reading });
        }
        ensure(readings.next().is_none(), || "more annotations than characters".into())?;
    }
    Ok(vec![Inline::Ruby(Ruby { pairs })])
}

/// The content in lines of a measure in em; one line where there is none.
pub fn composed(case: &Case, content: Vec<Inline>, measure: Option<f64>) -> Result<Composed, String> {
    let mut sample = case.paragraph.sample(false)?;
    sample.content = content;
    sample.measure = measure.map(Em);
    sample.align = if measure.is_some() { Alignment::Justify } else { Alignment::Start };
    sample.setting.breaker = Breaker::Optimal;
    let composed = compose(&edition(&sample.lang), &theme(), fonts(), &sample);
    match composed.said.iter().find(|said| said.code == "missing-glyph") {
        Some(said) => Err(said.message.clone()),
        None => Ok(composed),
    }
}

/// A length in em of the body.
pub fn em(length: Length) -> f64 {
    length.ratio(theme().body().size)
}

/// The glyphs of a line in the order they are painted, which is the order in which the text is found.
pub fn painted(frame: &Frame) -> Vec<Painted> {
    let mut glyphs: Vec<Painted> = Vec::new();
    for placed in &frame.items {
        let Item::Run(run) = &placed.item else { continue };
        let mut x = placed.at.x;
        for glyph in &run.glyphs {
            glyphs.push(Painted {
                text: run.text[glyph.start as usize..glyph.end as usize].to_owned(),
                x: em(x),
                y: em(placed.at.y),
                advance: em(glyph.advance),
                size: em(run.size),
            });
            x += glyph.advance;
        }
    }
    glyphs
}

/// The line's own characters: those of the body's size.
pub fn body_of(frame: &Frame) -> Vec<Painted> {
    painted(frame).into_iter().filter(|glyph| (glyph.size - 1.0).abs() < 0.01).collect()
}

/// No annotation changes a line's height.
fn pitch(case: &Case, own: &Composed, expect: &Expect) -> Result<(), String> {
    for said in [expect.line_pitch_unchanged, expect.outer_pitch_unchanged].into_iter().flatten() {
        ensure(said, || "no annotation may change the pitch".into())?;
    }
    let plain = composed(case, vec![Inline::text(case.paragraph.text.clone())], None)?;
    let first = |composed: &Composed| composed.frames.first().map(|frame| frame.size.height);
    for frame in &own.frames {
        ensure(Some(frame.size.height) == first(&plain), || "the line is higher than one without".into())?;
        let lines = body_of(frame);
        ensure(lines.iter().all(|glyph| near(glyph.y, BASELINE)), || "a character left its baseline".into())?;
    }
    Ok(())
}

pub fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE
}

fn ruby(case: &Case, expect: &Expect, kind: &str, own: &Composed) -> Result<(), String> {
    let whole: Vec<String> = expect.annotation.iter().cloned().collect();
    let wanted = if whole.is_empty() { &expect.annotations } else { &whole };
    let bases: Vec<Painted> = own.frames.iter().flat_map(body_of).collect();
    let text: String = bases.iter().map(|glyph| glyph.text.as_str()).collect();
    ensure(text == case.paragraph.text, || format!("the line reads `{text}`"))?;
    let readings = readings(own.frames.iter().flat_map(painted), wanted)?;
    match kind {
        "mono" | "group" | "jukugo" => above(expect, kind, &bases, &readings)?,
        "zhuyin" => beside(expect, own, &readings)?,
        other => return Err(format!("the harness does not know the ruby `{other}`")),
    }
    kept_whole(case, expect, kind, own)
}

/// The readings among the glyphs of a line, which follow its text.
fn readings(glyphs: impl Iterator<Item = Painted>, wanted: &[String]) -> Result<Vec<Reading>, String> {
    let mut glyphs = glyphs.filter(|glyph| glyph.size < 0.99);
    let mut found = Vec::new();
    for reading in wanted {
        let mut parts = Vec::new();
        let mut text = String::new();
        while text.len() < reading.len() {
            let glyph = glyphs.next().ok_or(format!("no reading `{reading}`"))?;
            text.push_str(&glyph.text);
            parts.push(glyph);
        }
        ensure(text == *reading, || format!("`{text}` stands where `{reading}` should"))?;
        found.push(Reading { glyphs: parts });
    }
    ensure(glyphs.next().is_none(), || "more readings than wanted".into())?;
    Ok(found)
}

impl Reading {
    fn left(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.x).fold(f64::MAX, f64::min)
    }

    fn right(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.x + glyph.advance).fold(f64::MIN, f64::max)
    }
}

/// Pinyin and kana: small, above, over their bases, apart from each other.
fn above(expect: &Expect, kind: &str, bases: &[Painted], readings: &[Reading]) -> Result<(), String> {
    if let Some(side) = &expect.side {
        ensure(side == "above", || format!("the reading stands above, not {side}"))?;
    }
    let size = expect.size_em_default.unwrap_or(0.5);
    for glyph in readings.iter().flat_map(|reading| &reading.glyphs) {
        // Latin letters of another font are fitted to the Han ones.
        ensure((glyph.size - size).abs() < 0.05, || format!("a reading of {:.3} em", glyph.size))?;
        ensure(glyph.y <= BASELINE - 0.88 + TOLERANCE, || "a reading within its base".into())?;
        ensure(glyph.y >= -0.5, || "a reading far above its base".into())?;
    }
    for pair in readings.windows(2) {
        let least = expect.min_gap_between_annotations_em_of_ruby.unwrap_or(0.0) * size;
        let gap = pair[1].left() - pair[0].right();
        ensure(gap >= least - TOLERANCE, || format!("readings {gap:.3} em apart"))?;
    }
    let (first, last) = (&bases[0], &bases[bases.len() - 1]);
    let width = last.x + last.size - first.x;
    let room = |reading: &Reading| reading.right() - reading.left();
    let sum: f64 = readings.iter().map(room).sum();
    if kind == "group" {
        let solid = bases.windows(2).all(|pair| near(pair[1].x - pair[0].x, 1.0));
        let narrow = sum <= bases.len() as f64 + TOLERANCE;
        let wanted = expect.base_solid.unwrap_or(narrow || bases.len() == 1);
        ensure(solid == wanted, || "the base is not set as it should be".into())?;
        let glyphs = &readings[0].glyphs;
        let ink: f64 = glyphs.iter().map(|glyph| glyph.size.min(glyph.advance)).sum();
        let step = (width - ink) / glyphs.len() as f64;
        if narrow && !glyphs[0].text.is_ascii() {
            // 1:2:1 (jlreq, group ruby).
            ensure(near(glyphs[0].x - first.x, step / 2.0), || "the reading does not begin at half a gap".into())?;
            let even = glyphs.windows(2).all(|pair| near(pair[1].x - pair[0].x - pair[0].size, step));
            ensure(even, || "the reading is not evenly spread".into())?;
        }
    } else if kind == "mono" || readings.iter().all(|reading| room(reading) <= 1.0 + TOLERANCE) {
        let han: Vec<&Painted> =
            bases.iter().filter(|base| !"，。、；：？！「」（）《》".contains(&base.text)).collect();
        for (at, (base, reading)) in han.iter().zip(readings).enumerate() {
            let middle = (reading.left() + reading.right()) / 2.0;
            let flush = (at == 0 && near(reading.left(), base.x))
                || (at + 1 == readings.len() && near(reading.right(), base.x + base.size));
            let wide = room(reading) > 1.0;
            ensure(near(middle, base.x + 0.5) || (wide && flush), || "a reading is not over its base".into())?;
        }
        if expect.base_solid == Some(true) {
            ensure(bases.windows(2).all(|pair| near(pair[1].x - pair[0].x, 1.0)), || "the base is not solid".into())?;
        }
    } else {
        let outer = readings.last().map_or(0.0, Reading::right);
        ensure(readings[0].left() >= first.x - 0.5 - TOLERANCE, || "the reading begins too far before".into())?;
        ensure(outer <= first.x + width + 0.5 + TOLERANCE, || "the reading ends too far behind".into())?;
        if let Some(wanted) = expect.base_solid {
            let solid = bases.windows(2).all(|pair| near(pair[1].x - pair[0].x, 1.0));
            ensure(solid == wanted, || "the base is not set as it should be".into())?;
        }
    }
    Ok(())
}

/// Zhuyin: stacked at the right of its base, tones at their places.
fn beside(expect: &Expect, own: &Composed, readings: &[Reading]) -> Result<(), String> {
    if let Some(side) = &expect.side {
        ensure(side == "right", || format!("zhuyin stands at the right, not {side}"))?;
    }
    let clusters = || own.lines.iter().flat_map(|line| &line.clusters);
    let least = expect.min_advance_per_base_em.unwrap_or(1.5);
    let is_tone = |glyph: &Painted| "ˊˇˋ˙".contains(&glyph.text);
    for (at, (base, reading)) in clusters().filter(|cluster| cluster.class == "han").zip(readings).enumerate() {
        ensure(base.advance >= least - TOLERANCE, || format!("a base of {:.3} em", base.advance))?;
        let (tones, symbols): (Vec<&Painted>, Vec<&Painted>) = reading.glyphs.iter().partition(|glyph| is_tone(glyph));
        ensure(!symbols.is_empty(), || "a reading without symbols".into())?;
        let size = expect.symbol_size_em.unwrap_or(0.3);
        let tops: Vec<f64> = symbols.iter().map(|glyph| glyph.y - size * BASELINE).collect();
        for symbol in &symbols {
            ensure(near(symbol.size, size), || format!("a symbol of {:.3} em", symbol.size))?;
            let middle = symbol.x + symbol.advance / 2.0;
            ensure(near(middle, base.x + 1.0 + size / 2.0), || "a symbol is not at the right of its base".into())?;
        }
        ensure(tops.windows(2).all(|pair| near(pair[1] - pair[0], size)), || "symbols are not stacked".into())?;
        let (first, bottom) = (tops[0], tops[tops.len() - 1] + size);
        for tone in tones.iter().filter(|tone| tone.text != "˙") {
            ensure(tone.x + tone.advance / 2.0 > base.x + 1.0 + size, || "a tone is not right of its symbol".into())?;
            ensure(tone.y - tone.size * 0.6 < bottom - size / 2.0, || "a tone is not at the top of its symbol".into())?;
        }
        // The stack is in the middle of the base: what it is higher above than below is the neutral tone's.
        let above = first - (1.0 - bottom);
        let neutral = tones.iter().find(|tone| tone.text == "˙");
        match (&expect.neutral_tone, neutral) {
            (Some(NeutralTone { index, position, height_em }), Some(tone)) if *index == at => {
                ensure(position == "before first symbol", || format!("unknown position `{position}`"))?;
                ensure(tone.y - tone.size * 0.5 < first + TOLERANCE, || "the neutral tone is not above".into())?;
                ensure((above - height_em).abs() < 0.005, || format!("the neutral tone takes {above:.4} em"))?;
            }
            (Some(NeutralTone { index, .. }), None) if *index == at => return Err("no neutral tone".into()),
            (_, Some(_)) => ensure(above > 0.0, || "no room for a neutral tone".into())?,
            (_, None) => ensure(near(above, 0.0), || "the symbols are not in the middle".into())?,
        }
    }
    Ok(())
}

/// At any measure a reading stays with its base; a group is never parted.
fn kept_whole(case: &Case, expect: &Expect, kind: &str, own: &Composed) -> Result<(), String> {
    let count = case.paragraph.text.chars().count();
    let parted = (1..count).any(|at| own.breaks.iter().any(|&(place, kind)| place == at && kind != Break::No));
    let may = expect.break_inside.unwrap_or(kind != "group");
    // A case may ask for what a wide jukugo forbids; it says so by its own field.
    ensure(parted == may || (expect.break_inside.is_none() && kind != "group"), || {
        format!("{} break inside the base", if parted { "a" } else { "no" })
    })?;
    ensure(expect.keep_with_base != Some(false), || "a reading always stays with its base".into())?;
    if kind == "group" {
        return Ok(());
    }
    // Every base between two words, so that lines end everywhere.
    let Inline::Ruby(ruby) = content(case, expect)?.remove(0) else { return Ok(()) };
    let plain =
        ['一', '丁', '七'].into_iter().find(|&c| !case.paragraph.text.contains(c)).ok_or("no plain character")?;
    for before in 0..4 {
        let around = |count: usize| Inline::text(String::from(plain).repeat(count));
        let content = vec![around(before), Inline::Ruby(ruby.clone()), around(3)];
        let mut pairs = ruby.pairs.iter();
        for frame in &composed(case, content, Some(3.5))?.frames {
            let bases: String = body_of(frame).into_iter().map(|glyph| glyph.text).collect();
            let own = bases.chars().filter(|&c| c != plain).count();
            let wanted: String = pairs.by_ref().take(own).map(|pair| pair.reading.as_str()).collect();
            let found: String =
                painted(frame).into_iter().filter(|glyph| glyph.size < 0.99).map(|glyph| glyph.text).collect();
            ensure(found == wanted, || format!("`{bases}` has the reading `{found}`, not `{wanted}`"))?;
        }
    }
    Ok(())
}

/// A note in two lines: half the size, balanced, in the order of the text.
fn warichu(case: &Case, expect: &Expect, range: [usize; 2], own: &Composed) -> Result<(), String> {
    let glyphs: Vec<Painted> = own.frames.iter().flat_map(painted).collect();
    let text: String = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    ensure(text == case.paragraph.text, || format!("the line is found as `{text}`"))?;
    let note: Vec<&Painted> = glyphs.iter().filter(|glyph| glyph.size < 0.99).collect();
    let characters: usize = note.iter().map(|glyph| glyph.text.chars().count()).sum();
    ensure(characters == range[1] - range[0], || format!("a note of {characters} characters"))?;
    let most = expect.size_em_max.unwrap_or(0.5);
    ensure(note.iter().all(|glyph| glyph.size <= most + 0.001), || "the note is too large".into())?;
    let rows: Vec<&[&Painted]> = note.chunk_by(|a, b| near(a.y, b.y)).collect();
    let lengths: Vec<usize> = rows.iter().map(|row| row.iter().map(|glyph| glyph.text.chars().count()).sum()).collect();
    if let Some(wanted) = &expect.sub_lines {
        ensure(lengths == *wanted, || format!("sub-lines of {lengths:?}"))?;
    }
    for pair in rows.chunks(2) {
        let [first, second] = pair else { continue };
        let size = first[0].size;
        ensure(near(second[0].y - first[0].y, size), || "a gap between the sub-lines".into())?;
        ensure(near(second[0].x, first[0].x), || "the sub-lines do not begin together".into())?;
        let end = |row: &[&Painted]| row.iter().map(|glyph| glyph.x + glyph.size).fold(0.0, f64::max);
        ensure(end(second) <= end(first) + size + TOLERANCE, || "the sub-lines are not balanced".into())?;
        if expect.second_not_longer.unwrap_or(true) {
            ensure(second.len() <= first.len(), || "the second sub-line is longer".into())?;
        }
        ensure(near(first[0].y, size * BASELINE), || "the note leaves the line's frame".into())?;
    }
    Ok(())
}
