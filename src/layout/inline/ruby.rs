//! Readings beside the text: what they are, and the room they want. In: the paragraph's readings. Out: [`Reading`]s,
//! wider gaps, breaks taken away. Next: `place` puts them where their bases came to stand.
//!
//! Above the base stand pinyin and kana (clreq, interlinear annotations; jlreq, ruby); at its right zhuyin. A reading
//! wider than its base first hangs over its neighbours, then spaces the base; the pitch of the lines never changes.

use std::ops::Range;

use super::collect::{Collected, RubyText};
use super::gaps::Gap;
use crate::model::{Face, Weight};
use crate::text::{Break, Class, Cluster, LangSys, Marks, Shaped, Shaper, Span, Style};
use crate::unit::{Em, Length};

/// What stays between the readings of neighbours, in em of the base (clreq, basic requirements of pinyin).
const APART: Em = Em(0.25);
/// A symbol of zhuyin (clreq, size and ratio of zhuyin).
pub(super) const ZHUYIN: Em = Em(0.3);
/// What zhuyin takes at the right of its base: a symbol and a tone.
pub(super) const ZHUYIN_ROOM: Em = Em(0.5);

/// A reading, shaped.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The clusters of its base.
    pub base: Range<usize>,
    /// Where it stands.
    pub side: Side,
    /// Its characters.
    pub text: String,
    /// Their glyphs.
    pub shaped: Shaped,
    /// How it is set.
    pub style: Style,
    /// Size of its base.
    pub size: Length,
    /// Width at rest.
    pub width: Length,
    /// The word its base belongs to; readings of one word share their room where they must (jlreq, jukugo ruby).
    pub word: u32,
    /// Whether it is of Latin letters: these are never parted, and keep away from each other.
    pub western: bool,
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Above its base, in one line.
    Above,
    /// At the right of its base, stacked.
    Right,
}

/// Neighbouring readings that are set as one: one, or those of a Japanese word of which one is too wide for its base.
struct Unit {
    readings: Range<usize>,
    base: Range<usize>,
    /// How far it reaches over its base on each side; negative where the base is wider.
    over: Length,
    /// How far it may move to either side before it comes too near to something.
    slack: [Length; 2],
}

/// Shapes the readings, and gives bases with zhuyin their room.
pub(super) fn readings(shaper: &mut Shaper, collected: &Collected, shaped: &mut Shaped) -> Vec<Reading> {
    let mut readings = Vec::with_capacity(collected.rubies.len());
    for ruby in &collected.rubies {
        let base = members(shaped, &ruby.range);
        if base.is_empty() {
            continue;
        }
        let syllables: Vec<&str> = ruby.reading.split_whitespace().collect();
        if is_zhuyin(&ruby.reading) && (base.len() == 1 || base.len() == syllables.len()) {
            if base.len() == 1 {
                readings.push(zhuyin(shaper, collected, shaped, ruby.word, base.start, &syllables.concat()));
            } else {
                for (at, syllable) in base.zip(&syllables) {
                    readings.push(zhuyin(shaper, collected, shaped, ruby.word, at, syllable));
                }
            }
        } else {
            readings.push(above(shaper, collected, shaped, ruby, base));
        }
    }
    readings
}

/// The clusters of a range of the text.
pub(super) fn members(shaped: &Shaped, range: &Range<usize>) -> Range<usize> {
    let from = shaped.clusters.partition_point(|cluster| (cluster.start as usize) < range.start);
    let to = shaped.clusters.partition_point(|cluster| (cluster.start as usize) < range.end);
    from..to.max(from)
}

fn above(shaper: &mut Shaper, collected: &Collected, shaped: &Shaped, ruby: &RubyText, base: Range<usize>) -> Reading {
    let own = collected.spans[shaped.clusters[base.start].span as usize].style;
    let text = ruby.reading.trim().to_owned();
    let western = text.chars().any(|c| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}'));
    // Small letters are read more easily in a sans, whose a and g are plain (clreq, pinyin).
    let face = if western && own.lang.is_cjk() { Face::Hei } else { own.face };
    let weight = if western && own.lang.is_cjk() { Weight::Regular } else { own.weight };
    let style = Style { size: own.size / 2, face, weight, italic: false, ..own };
    let shaped = shaper.shape(&text, &[Span { range: 0..text.len(), style }]);
    let width = shaped.clusters.iter().map(|cluster| cluster.advance).sum();
    Reading { base, side: Side::Above, text, shaped, style, size: own.size, width, word: ruby.word, western }
}

fn zhuyin(
    shaper: &mut Shaper,
    collected: &Collected,
    shaped: &mut Shaped,
    word: u32,
    at: usize,
    syllable: &str,
) -> Reading {
    let own = collected.spans[shaped.clusters[at].span as usize].style;
    let style = Style { size: ZHUYIN.at(own.size), italic: false, ..own };
    let reading = shaper.shape(syllable, &[Span { range: 0..syllable.len(), style }]);
    let room = ZHUYIN_ROOM.at(own.size);
    let cluster = &mut shaped.clusters[at];
    cluster.advance += room;
    let last = (cluster.glyphs + cluster.count).checked_sub(1).filter(|_| cluster.count > 0);
    if let Some(glyph) = last.and_then(|last| shaped.glyphs.get_mut(last as usize)) {
        glyph.advance += room;
    }
    Reading {
        base: at..at + 1,
        side: Side::Right,
        text: syllable.to_owned(),
        shaped: reading,
        style,
        size: own.size,
        width: room,
        word,
        western: false,
    }
}

/// Whether a reading is written in zhuyin: its symbols, tones and nothing else but blanks.
fn is_zhuyin(reading: &str) -> bool {
    let symbol = |c: char| matches!(c, '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}');
    reading.chars().any(symbol) && reading.chars().all(|c| symbol(c) || is_tone(c) || c.is_whitespace())
}

/// The tones of zhuyin, the neutral one among them.
pub(super) fn is_tone(c: char) -> bool {
    matches!(c, 'ˊ' | 'ˇ' | 'ˋ' | '˙' | '\u{2EA}' | '\u{2EB}')
}

/// No line ends inside a base. Between the parts of a Japanese word it may, where both halves fit their bases.
pub(super) fn keep_ruby_whole(collected: &Collected, shaped: &Shaped, readings: &[Reading], breaks: &mut [Break]) {
    for reading in readings {
        breaks[reading.base.start + 1..reading.base.end].fill(Break::No);
    }
    for word in words(collected, shaped, readings) {
        let mut over = Length::ZERO;
        let whole: Length = readings[word.clone()].iter().map(|reading| excess(shaped, reading)).sum();
        for reading in &readings[word.start..word.end - 1] {
            over += excess(shaped, reading);
            if over > Length::ZERO || whole - over > Length::ZERO {
                breaks[reading.base.end] = Break::No;
            }
        }
    }
}

/// How much wider a reading is than its base set solid.
fn excess(shaped: &Shaped, reading: &Reading) -> Length {
    reading.width - shaped.clusters[reading.base.clone()].iter().map(|cluster| cluster.advance).sum()
}

/// Japanese words of several readings of which at least one is wider than its base.
fn words(collected: &Collected, shaped: &Shaped, readings: &[Reading]) -> Vec<Range<usize>> {
    let japanese = |reading: &Reading| {
        let span = shaped.clusters[reading.base.start].span as usize;
        reading.side == Side::Above && collected.spans[span].style.lang == LangSys::Jan
    };
    let mut words = Vec::new();
    let mut start = 0;
    for part in readings.chunk_by(|a, b| a.word == b.word && a.base.end == b.base.start && japanese(a) && japanese(b)) {
        if part.len() > 1 && part.iter().any(|reading| excess(shaped, reading) > Length::ZERO) {
            words.push(start..start + part.len());
        }
        start += part.len();
    }
    words
}

/// Opens the gaps around readings that are too wide for their bases, and gives for each cluster the room that is wanted
/// besides where a line begins or ends with it, base and reading flush; nothing where no reading is too wide.
pub(super) fn space(
    collected: &Collected,
    shaped: &Shaped,
    readings: &mut [Reading],
    marks: Marks,
    gaps: &mut [Gap],
) -> Vec<[Length; 2]> {
    let words = words(collected, shaped, readings);
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    let mut next_word = words.iter().peekable();
    while at < readings.len() {
        let range = match next_word.next_if(|word| word.start == at) {
            Some(word) => word.clone(),
            None => at..at + 1,
        };
        at = range.end;
        if readings[range.start].side == Side::Above {
            let space = Space { collected, shaped, readings, marks };
            if let Some(unit) = space.unit(range, units.last_mut(), gaps) {
                units.push(unit);
            }
        }
    }
    // Those that are set as one know each other by their word; the others stand alone.
    let mut own = 0;
    let mut is_joined = vec![false; readings.len()];
    for unit in units.iter().filter(|unit| unit.readings.len() > 1) {
        is_joined[unit.readings.clone()].iter_mut().for_each(|joined| *joined = true);
    }
    for (reading, joined) in readings.iter_mut().zip(is_joined) {
        if !joined {
            own += 1;
            reading.word = u32::MAX - own;
        }
    }
    let mut rooms = Vec::new();
    for unit in units.iter().filter(|unit| unit.over > Length::ZERO) {
        rooms.resize(shaped.clusters.len(), [Length::ZERO; 2]);
        let room = |slack: Length| (unit.over - slack).max(Length::ZERO);
        // What begins a line moves to the right, what ends one to the left.
        rooms[unit.base.start][0] = room(unit.slack[1]);
        rooms[unit.base.end - 1][1] = room(unit.slack[0]);
    }
    rooms
}

/// What the spacing of readings looks at.
struct Space<'a> {
    collected: &'a Collected,
    shaped: &'a Shaped,
    readings: &'a [Reading],
    marks: Marks,
}

impl Space<'_> {
    fn unit(&self, range: Range<usize>, before: Option<&mut Unit>, gaps: &mut [Gap]) -> Option<Unit> {
        let clusters = &self.shaped.clusters;
        let parts = &self.readings[range.clone()];
        let (first, last) = (parts.first()?, parts.last()?);
        let base = first.base.start..last.base.end;
        for gap in &mut gaps[base.start + 1..base.end] {
            // Nothing stretches inside a base (jlreq, group ruby).
            *gap = Gap { rest: gap.rest, ..Gap::default() };
        }
        let solid: Length = clusters[base.clone()].iter().map(|cluster| cluster.advance).sum::<Length>()
            + gaps[base.start + 1..base.end].iter().map(|gap| gap.rest).sum::<Length>();
        let width: Length = parts.iter().map(|reading| reading.width).sum();
        let mut over = (width - solid) / 2;
        let allowed = if over > Length::ZERO {
            [self.overhang(&base, Way::Before, gaps), self.overhang(&base, Way::After, gaps)]
        } else {
            [Length::ZERO; 2]
        };
        if over > Length::ZERO && base.len() > 1 {
            // 1:2:1 of what the neighbours do not take.
            let hung = over.min(allowed[0]).min(allowed[1]);
            let step = (width - solid - hung * 2) / base.len() as i64;
            gaps[base.start + 1..base.end].iter_mut().for_each(|gap| gap.rest += step);
            over = hung + step / 2;
        }
        let mut unit = Unit { readings: range, base: base.clone(), over, slack: [Length::ZERO; 2] };
        let touches = before.as_ref().is_some_and(|before| before.base.end == base.start);
        if base.end < clusters.len() {
            let next = self.readings.get(unit.readings.end).filter(|next| next.side == Side::Above);
            // Between two bases with readings the second decides, when its turn comes.
            if next.is_none_or(|next| next.base.start > base.end) {
                gaps[base.end].rest += (over - allowed[1]).max(Length::ZERO);
            }
        }
        unit.slack[1] = allowed[1].max(over) - over;
        if base.start > 0 && !touches {
            gaps[base.start].rest += (over - allowed[0]).max(Length::ZERO);
        }
        unit.slack[0] = allowed[0].max(over) - over;
        if let Some(before) = before {
            self.keep_apart(before, &mut unit, gaps);
        }
        Some(unit)
    }

    /// Neighbouring readings keep away from each other, and none hangs over a base that has one of its own.
    fn keep_apart(&self, before: &mut Unit, unit: &mut Unit, gaps: &mut [Gap]) {
        let between = before.base.end..unit.base.start;
        let western = [&before.readings, &unit.readings].into_iter().any(|part| self.readings[part.start].western);
        let size = self.readings[unit.readings.start].size;
        let apart = if western { APART.at(size) } else { Length::ZERO };
        let room = self.shaped.clusters[between.clone()].iter().map(|cluster| cluster.advance).sum::<Length>()
            + gaps[between.start..=between.end].iter().map(|gap| gap.rest).sum::<Length>();
        let mut wanted = before.over + unit.over + apart;
        if between.is_empty() {
            wanted = wanted.max(before.over).max(unit.over);
        }
        let wanted = wanted.max(Length::ZERO);
        let more = (wanted - room).max(Length::ZERO);
        gaps[between.end].rest += more;
        let slack = (room - wanted).max(Length::ZERO);
        // In a short line both may move.
        let half = slack / 2;
        before.slack[1] = if between.is_empty() { half } else { before.slack[1].min(half) };
        unit.slack[0] = if between.is_empty() { half } else { unit.slack[0].min(half) };
        // What the line's setting takes back must not bring them together.
        let mut left = slack;
        for gap in &mut gaps[between.start..=between.end] {
            gap.shrink = gap.shrink.min(left);
            left -= gap.shrink;
        }
    }

    /// How far a reading may reach over what stands beside its base: never over a base that has a reading; in Japanese
    /// over kana and the blank of marks only, at most one ruby em (jlreq, ruby longer than its base).
    fn overhang(&self, base: &Range<usize>, way: Way, gaps: &mut [Gap]) -> Length {
        let clusters = &self.shaped.clusters;
        let (at, gap) = match way {
            Way::Before => match base.start.checked_sub(1) {
                Some(at) => (at, base.start),
                None => return Length::ZERO,
            },
            Way::After if base.end < clusters.len() => (base.end, base.end),
            Way::After => return Length::ZERO,
        };
        let cluster = &clusters[at];
        let rest = gaps[gap].rest;
        let free = rest.max(Length::ZERO);
        let taken = self.readings.binary_search_by(|reading| {
            if reading.base.end <= at {
                std::cmp::Ordering::Less
            } else if reading.base.start > at {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        });
        if taken.is_ok() || matches!(cluster.class, Class::Object | Class::Newline) {
            return free;
        }
        let style = self.collected.spans[cluster.span as usize].style;
        let own = self.collected.spans[clusters[base.start].span as usize].style;
        let ruby_em = own.size / 2;
        if own.lang != LangSys::Jan {
            return free + ruby_em.min(cluster.advance);
        }
        if let Some(frame) = cluster.class.frame(self.marks) {
            let blank = match way {
                Way::Before => frame.trail,
                Way::After => frame.lead,
            };
            let blank = (style.size.fraction(blank, 1000) + rest).max(Length::ZERO).min(ruby_em);
            // The blank is needed as it is.
            gaps[gap].shrink = Length::ZERO;
            return blank;
        }
        if self.is_kana(cluster) { free + ruby_em.min(cluster.advance) } else { free }
    }

    fn is_kana(&self, cluster: &Cluster) -> bool {
        let c = self.collected.text[cluster.start as usize..].chars().next().unwrap_or(' ');
        matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')
    }
}

/// A side of a base.
#[derive(Clone, Copy)]
enum Way {
    Before,
    After,
}
