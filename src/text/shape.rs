//! Clusters → glyphs, through the HarfBuzz port.
//!
//! Han and Chinese marks keep the glyph they have alone, so each is shaped once and remembered; Western words are
//! shaped whole, for kerning and ligatures.

use unicode_script::{Script, UnicodeScript};

use super::class::Class;
use super::engine::{Engines, RawGlyph, Shaping};
use super::face::{Found, find};
use super::fit::Fit;
use super::framed::framed;
use super::known::{Known, Single, Western, key};
use super::probe::{Measured, bounds};
use super::segment::{Segment, segments};
use super::{Cluster, Glyph, Shaped, Span, Style, bidi};
use crate::font::{FaceId, FontBook};
use crate::model::Face;
use crate::unit::Length;

/// How far the two halves of a dash reach into each other where a font leaves a joint, in em.
const LAP: f64 = 0.01;

/// Shapes paragraphs. Keeps what it has learnt of the fonts; one belongs to one thread.
pub struct Shaper<'f> {
    pub(super) engines: Engines<'f>,
    /// By style.
    pub(super) known: Vec<Known>,
    pub(super) measured: Measured,
    /// Where the style asked for last is in `known`.
    last: usize,
}

/// Where a text is taken apart.
struct Work<'t> {
    text: &'t str,
    shaped: Shaped,
    /// Whether Latin is fitted to Han.
    fits: bool,
}

impl Work<'_> {
    fn is_rtl(&self, segment: &Segment) -> bool {
        self.shaped.levels.as_ref().is_some_and(|levels| levels.is_rtl(segment.range.start))
    }
}

impl<'f> Shaper<'f> {
    /// A shaper that knows nothing yet.
    pub fn new(fonts: &'f FontBook) -> Self {
        Self { engines: Engines::new(fonts), known: Vec::new(), measured: Measured::new(), last: 0 }
    }

    /// The fonts it shapes with.
    pub fn fonts(&self) -> &'f FontBook {
        self.engines.fonts()
    }

    /// Shapes a paragraph. The spans cover the text without gaps.
    pub fn shape(&mut self, text: &str, spans: &[Span]) -> Shaped {
        let segments = segments(text, spans);
        let shaped = Shaped {
            clusters: Vec::with_capacity(segments.len()),
            glyphs: Vec::with_capacity(segments.len()),
            levels: bidi::levels(text, bidi::language(spans)),
            fits: vec![Fit::NONE],
            ..Shaped::default()
        };
        // Letters stand beside Han in a paragraph that has some; one without is Western text.
        let fits = segments.iter().any(|segment| segment.class.is_ideograph() || segment.class == Class::Hangul);
        let mut work = Work { text, shaped, fits };
        let mut at = 0;
        while at < segments.len() {
            let segment = &segments[at];
            let style = spans[segment.span].style;
            let part = &text[segment.range.clone()];
            at += match segment.class {
                Class::Object | Class::Formula | Class::Newline => self.nothing(&mut work.shaped, segment, style),
                _ if segment.western || !is_single(part) || work.is_rtl(segment) => {
                    self.word(&mut work, &segments[at..], style)
                }
                _ => self.single(&mut work.shaped, segment, part, style),
            };
        }
        work.shaped
    }

    /// Where a style's memory is.
    pub(super) fn style_at(&mut self, style: Style) -> usize {
        let key = key(style);
        if self.known.get(self.last).is_some_and(|known| known.key == key) {
            return self.last;
        }
        self.last = self.known.iter().position(|known| known.key == key).unwrap_or_else(|| {
            self.known.push(Known::new(key));
            self.known.len() - 1
        });
        self.last
    }

    /// What takes no glyph: the layout knows what to put there.
    fn nothing(&mut self, shaped: &mut Shaped, segment: &Segment, style: Style) -> usize {
        let face = self.first_face(style);
        push(shaped, segment, face, Length::ZERO, &[]);
        1
    }

    fn first_face(&self, style: Style) -> FaceId {
        let chain = self.fonts().chain_in(style.lang, style.face, style.weight, style.italic);
        chain.first().copied().unwrap_or(FaceId(0))
    }

    /// A Han character or Chinese mark.
    fn single(&mut self, shaped: &mut Shaped, segment: &Segment, part: &str, style: Style) -> usize {
        let c = part.chars().next().expect("a cluster holds a character");
        let at = self.style_at(style);
        let mut known = self.known[at].singles.get(c);
        if known == Single::New {
            known = self.learn(style, part, segment.class);
            self.known[at].singles.set(c, known);
        }
        match known {
            Single::Glyph { face, glyph, advance } => {
                let advance = style.size.scale(advance);
                let (frame, dx) = framed(segment.class, part, advance, style);
                push(shaped, segment, face, frame, &[Glyph { id: glyph, advance: frame, dx, dy: Length::ZERO }]);
            }
            Single::New | Single::Missing => self.missing(shaped, segment, style),
        }
        1
    }

    /// The glyph of a character alone. Two-em dashes and ellipses come here too when their font draws them as one.
    fn learn(&mut self, style: Style, part: &str, class: Class) -> Single {
        let Some(Found { face, .. }) = find(self.fonts(), style, false, part) else { return Single::Missing };
        let glyphs = self.run(face, part, class, style, false);
        let advance = glyphs.iter().map(|glyph| glyph.advance).sum();
        glyphs.first().map_or(Single::Missing, |glyph| Single::Glyph { face, glyph: glyph.id, advance })
    }

    /// Neighbouring clusters of one face and kind that are shaped together.
    fn word(&mut self, work: &mut Work, segments: &[Segment], style: Style) -> usize {
        let text = work.text;
        let first = &segments[0];
        let Some(Found { face, base_only }) = self.face_of(style, first, &text[first.range.clone()]) else {
            self.missing(&mut work.shaped, first, style);
            return 1;
        };
        if base_only {
            work.shaped.base_only.push(work.shaped.clusters.len() as u32);
        }
        let rtl = work.is_rtl(first);
        let joins = |next: &Segment| {
            let kin = first.western && next.western && next.span == first.span && is_wordly(next.class);
            kin && work.is_rtl(next) == rtl
        };
        let mut count = 1;
        if is_wordly(first.class) {
            let mut script = script_of(&text[first.range.clone()]);
            while let Some(next) = segments.get(count)
                && joins(next)
                && let part = &text[next.range.clone()]
                && let other = script_of(part)
                && (other.is_none() || script.is_none() || script == other)
                && self.face_of(style, next, part).is_some_and(|found| found.face == face)
            {
                script = script.or(other);
                count += 1;
            }
        }
        let word = &segments[..count];
        let range = first.range.start..word[count - 1].range.end;
        let mut glyphs = self.run(face, &text[range.clone()], first.class, style, rtl);
        let fit = if work.fits && first.western && style.lang.is_cjk() { self.fit(style, face) } else { Fit::NONE };
        if first.class == Class::Dash && !first.western {
            self.close_joint(face, &mut glyphs);
        }
        self.clusters(work, word, &glyphs, face, style, fit);
        count
    }

    /// Distributes a word's glyphs to its clusters. HarfBuzz numbers clusters by their first byte; letters of a
    /// ligature share one, and become one cluster.
    fn clusters(
        &mut self,
        work: &mut Work,
        word: &[Segment],
        glyphs: &[RawGlyph],
        face: FaceId,
        style: Style,
        fit: Fit,
    ) {
        let start = word[0].range.start;
        let rise = style.size.scale(fit.rise);
        let size = style.size.scale(fit.scale);
        let fit = work.shaped.fit_number(fit);
        let mut placed: Vec<Glyph> = Vec::new();
        let mut next_glyph = 0;
        let mut segment_at = 0;
        while segment_at < word.len() {
            let mut whole = word[segment_at].clone();
            segment_at += 1;
            let from = next_glyph;
            while next_glyph < glyphs.len() && glyphs[next_glyph].cluster + start < whole.range.end {
                next_glyph += 1;
            }
            while next_glyph > from
                && segment_at < word.len()
                && glyphs.get(next_glyph).is_none_or(|glyph| glyph.cluster + start > word[segment_at].range.start)
            {
                whole.range.end = word[segment_at].range.end;
                segment_at += 1;
                while next_glyph < glyphs.len() && glyphs[next_glyph].cluster + start < whole.range.end {
                    next_glyph += 1;
                }
            }
            placed.clear();
            placed.extend(glyphs[from..next_glyph].iter().map(|glyph| Glyph {
                id: glyph.id,
                advance: size.scale(glyph.advance),
                dx: size.scale(glyph.dx),
                dy: size.scale(glyph.dy) + rise,
            }));
            let advance: Length = placed.iter().map(|glyph| glyph.advance).sum();
            let (frame, dx) = framed(whole.class, &work.text[whole.range.clone()], advance, Style { size, ..style });
            placed.iter_mut().for_each(|glyph| glyph.dx += dx);
            if let Some(last) = placed.last_mut() {
                last.advance += frame - advance;
            }
            push(&mut work.shaped, &whole, face, frame, &placed);
            if let Some(cluster) = work.shaped.clusters.last_mut() {
                cluster.fit = fit;
            }
        }
    }

    /// A dash of two halves is one stroke (GB/T 15834 5.1.4): where a font leaves blanks beside its dash, the halves
    /// are moved until they meet. The stroke is as long as its two halves, in the middle of its frame.
    fn close_joint(&self, face: FaceId, glyphs: &mut [RawGlyph]) {
        let [left, right] = glyphs else { return };
        let edges = |glyph: &RawGlyph| bounds(self.fonts(), face, glyph.id).map(|[from, _, to, _]| (from, to));
        let (Some((_, end)), Some((begin, _))) = (edges(left), edges(right)) else { return };
        let joint = left.advance + right.dx + begin - (left.dx + end);
        if joint > 0.0 {
            left.dx += (joint + LAP) / 2.0;
            right.dx -= (joint + LAP) / 2.0;
        }
    }

    fn face_of(&mut self, style: Style, segment: &Segment, part: &str) -> Option<Found> {
        let mut chars = part.chars();
        let (true, Some(c), None) = (segment.western, chars.next(), chars.next()) else {
            return find(self.fonts(), style, segment.western, part);
        };
        let at = self.style_at(style);
        let mut known = self.known[at].western.get(c);
        if known == Western::New {
            let found = find(self.fonts(), style, true, part);
            known = found.map_or(Western::Missing, |found| Western::Face(found.face));
            self.known[at].western.set(c, known);
        }
        match known {
            Western::Face(face) => Some(Found { face, base_only: false }),
            Western::New | Western::Missing => None,
        }
    }

    /// A frame of one em (half for Western characters) that the layout fills with a visible box.
    fn missing(&mut self, shaped: &mut Shaped, segment: &Segment, style: Style) {
        shaped.missing.push(shaped.clusters.len() as u32);
        let face = self.first_face(style);
        push(shaped, segment, face, style.size, &[]);
    }

    fn run(&mut self, face: FaceId, text: &str, class: Class, style: Style, rtl: bool) -> Vec<RawGlyph> {
        self.engines.shape(face, text, Shaping { lang: style.lang, class, as_typed: style.face == Face::Mono, rtl })
    }
}

/// One character, so that the memory of single glyphs serves.
fn is_single(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some() && chars.next().is_none()
}

/// The script of a cluster, where it has one of its own.
fn script_of(part: &str) -> Option<Script> {
    let c = part.chars().next()?;
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    Some(c.script()).filter(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown))
}

/// What may stand inside a word that is shaped whole.
fn is_wordly(class: Class) -> bool {
    matches!(class, Class::Latin | Class::Num | Class::Other | Class::Pre | Class::Post)
}

fn push(shaped: &mut Shaped, segment: &Segment, face: FaceId, advance: Length, glyphs: &[Glyph]) {
    shaped.clusters.push(Cluster {
        start: segment.range.start as u32,
        end: segment.range.end as u32,
        span: segment.span as u32,
        class: segment.class,
        face,
        fit: 0,
        advance,
        glyphs: shaped.glyphs.len() as u32,
        count: glyphs.len() as u32,
    });
    shaped.glyphs.extend_from_slice(glyphs);
}
