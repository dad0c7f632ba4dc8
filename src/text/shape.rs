//! Clusters → glyphs, through the HarfBuzz port.
//!
//! Han and Chinese marks keep the glyph they have alone, so each is shaped once and remembered; Western words are
//! shaped whole, for kerning and ligatures.

use std::collections::HashMap;

use super::class::Class;
use super::engine::{Engines, RawGlyph, Setting};
use super::face::find;
use super::framed::framed;
use super::probe::Measured;
use super::segment::{Segment, segments};
use super::{Cluster, Glyph, LangSys, Shaped, Span, Style};
use crate::font::{FaceId, FontBook};
use crate::model::{Face, Weight};
use crate::unit::Length;

/// Shapes paragraphs. Keeps what it has learnt of the fonts; one belongs to one thread.
pub struct Shaper<'f> {
    fonts: &'f FontBook,
    pub(super) engines: Engines<'f>,
    /// Single characters by style (size left out), as font units.
    known: HashMap<(StyleKey, char), Option<Known>>,
    /// Faces of Western characters by style.
    western: HashMap<(StyleKey, char), Option<FaceId>>,
    pub(super) measured: Measured,
}

/// A style without its size: what decides glyphs.
type StyleKey = (Face, Weight, bool, LangSys);

#[derive(Clone, Copy)]
struct Known {
    face: FaceId,
    glyph: u32,
    /// In em.
    advance: f64,
}

impl<'f> Shaper<'f> {
    /// A shaper that knows nothing yet.
    pub fn new(fonts: &'f FontBook) -> Self {
        Self {
            fonts,
            engines: Engines::new(fonts),
            known: HashMap::new(),
            western: HashMap::new(),
            measured: Measured::new(),
        }
    }

    /// The fonts it shapes with.
    pub fn fonts(&self) -> &'f FontBook {
        self.fonts
    }

    /// Shapes a paragraph. The spans cover the text without gaps.
    pub fn shape(&mut self, text: &str, spans: &[Span]) -> Shaped {
        let segments = segments(text, spans);
        let mut shaped = Shaped {
            clusters: Vec::with_capacity(segments.len()),
            glyphs: Vec::with_capacity(segments.len()),
            missing: Vec::new(),
        };
        let mut at = 0;
        while at < segments.len() {
            let segment = &segments[at];
            let style = spans[segment.span].style;
            let part = &text[segment.range.clone()];
            at += match segment.class {
                Class::Object | Class::Newline => self.nothing(&mut shaped, segment, style),
                _ if segment.western || !is_single(part) => self.word(&mut shaped, text, &segments[at..], style),
                _ => self.single(&mut shaped, segment, part, style),
            };
        }
        shaped
    }

    /// What takes no glyph: the layout knows what to put there.
    fn nothing(&mut self, shaped: &mut Shaped, segment: &Segment, style: Style) -> usize {
        let face = self.fonts.chain(style.face, style.weight, style.italic).first().copied().unwrap_or(FaceId(0));
        push(shaped, segment, face, Length::ZERO, &[]);
        1
    }

    /// A Han character or Chinese mark.
    fn single(&mut self, shaped: &mut Shaped, segment: &Segment, part: &str, style: Style) -> usize {
        let c = part.chars().next().expect("a cluster holds a character");
        let key = (style.face, style.weight, style.italic, style.lang);
        let known = match self.known.get(&(key, c)) {
            Some(known) => *known,
            None => {
                let known = self.learn(style, part, segment.class);
                self.known.insert((key, c), known);
                known
            }
        };
        match known {
            Some(Known { face, glyph, advance }) => {
                let advance = style.size.scale(advance);
                let (frame, dx) = framed(segment.class, part, advance, style);
                push(shaped, segment, face, frame, &[Glyph { id: glyph, advance: frame, dx, dy: Length::ZERO }]);
            }
            None => self.missing(shaped, segment, style),
        }
        1
    }

    /// The glyph of a character alone. Two-em dashes and ellipses come here too when their font draws them as one.
    fn learn(&mut self, style: Style, part: &str, class: Class) -> Option<Known> {
        let face = find(self.fonts, style, false, part)?;
        let glyphs = self.run(face, part, class, style);
        let advance = glyphs.iter().map(|glyph| glyph.advance).sum();
        Some(Known { face, glyph: glyphs.first()?.id, advance })
    }

    /// Neighbouring clusters of one face and kind that are shaped together.
    fn word(&mut self, shaped: &mut Shaped, text: &str, segments: &[Segment], style: Style) -> usize {
        let first = &segments[0];
        let Some(face) = self.face_of(style, first, &text[first.range.clone()]) else {
            self.missing(shaped, first, style);
            return 1;
        };
        let joins = |next: &Segment| first.western && next.western && next.span == first.span && is_wordly(next.class);
        let mut count = 1;
        if is_wordly(first.class) {
            while let Some(next) = segments.get(count)
                && joins(next)
                && self.face_of(style, next, &text[next.range.clone()]) == Some(face)
            {
                count += 1;
            }
        }
        let word = &segments[..count];
        let range = first.range.start..word[count - 1].range.end;
        let glyphs = self.run(face, &text[range.clone()], first.class, style);
        let size = style.size;
        // HarfBuzz numbers clusters by their first byte; letters of a ligature share one.
        let mut next_glyph = 0;
        let mut segment_at = 0;
        while segment_at < word.len() {
            let mut whole = word[segment_at].clone();
            segment_at += 1;
            let from = next_glyph;
            while next_glyph < glyphs.len() && glyphs[next_glyph].cluster + range.start < whole.range.end {
                next_glyph += 1;
            }
            while next_glyph > from
                && segment_at < word.len()
                && glyphs.get(next_glyph).is_none_or(|glyph| glyph.cluster + range.start > word[segment_at].range.start)
            {
                whole.range.end = word[segment_at].range.end;
                segment_at += 1;
                while next_glyph < glyphs.len() && glyphs[next_glyph].cluster + range.start < whole.range.end {
                    next_glyph += 1;
                }
            }
            let placed: Vec<Glyph> = glyphs[from..next_glyph]
                .iter()
                .map(|glyph| Glyph {
                    id: glyph.id,
                    advance: size.scale(glyph.advance),
                    dx: size.scale(glyph.dx),
                    dy: size.scale(glyph.dy),
                })
                .collect();
            let advance: Length = placed.iter().map(|glyph| glyph.advance).sum();
            let (frame, dx) = framed(whole.class, &text[whole.range.clone()], advance, style);
            let mut placed = placed;
            if let (Some(glyph), true) = (placed.first_mut(), dx != Length::ZERO) {
                glyph.dx += dx;
            }
            if let Some(last) = placed.last_mut() {
                last.advance += frame - advance;
            }
            push(shaped, &whole, face, frame, &placed);
        }
        count
    }

    fn face_of(&mut self, style: Style, segment: &Segment, part: &str) -> Option<FaceId> {
        let mut chars = part.chars();
        if let (true, Some(c), None) = (segment.western, chars.next(), chars.next()) {
            let key = (style.face, style.weight, style.italic, style.lang);
            let fonts = self.fonts;
            return *self.western.entry((key, c)).or_insert_with(|| find(fonts, style, true, part));
        }
        find(self.fonts, style, segment.western, part)
    }

    /// A frame of one em (half for Western characters) that the layout fills with a visible box.
    fn missing(&mut self, shaped: &mut Shaped, segment: &Segment, style: Style) {
        shaped.missing.push(shaped.clusters.len() as u32);
        let face = self.fonts.chain(style.face, style.weight, style.italic).first().copied().unwrap_or(FaceId(0));
        push(shaped, segment, face, style.size, &[]);
    }

    fn run(&mut self, face: FaceId, text: &str, class: Class, style: Style) -> Vec<RawGlyph> {
        self.engines.shape(face, text, Setting { lang: style.lang, class, as_typed: style.face == Face::Mono })
    }
}

/// One character, so that the memory of single glyphs serves.
fn is_single(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some() && chars.next().is_none()
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
        advance,
        glyphs: shaped.glyphs.len() as u32,
        count: glyphs.len() as u32,
    });
    shaped.glyphs.extend_from_slice(glyphs);
}
