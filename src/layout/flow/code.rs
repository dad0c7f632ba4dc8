//! Program text: its lines and spaces count; a line too long for the measure goes on below with a turned mark.

use std::collections::BTreeSet;

use super::super::inline::{self, Collected, Origins, Par};
use super::strip::{Backdrop, Strip};
use super::{Flow, Place};
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::layout::{BASELINE, Placed};
use crate::model::{Code, CodeKind, Inline, Role, TextPlace};
use crate::resolve::CodeLine;
use crate::text::{LangSys, PlacedGlyph, Run, Span, Style};
use crate::theme::{Alignment, BlockStyle, Colour, Hyphenate, Ink, Setting};
use crate::unit::{Length, Point, Rect, Size};

/// A tab goes on to the next multiple of so many columns.
const TAB: usize = 4;
/// Space between a line's number and its text, in em.
const NUMBER_GAP: f64 = 1.0;

impl Flow<'_, '_> {
    pub(super) fn code(&mut self, code: &Code, place: &Place, out: &mut Vec<Strip>) {
        let cx = self.cx;
        let style = cx.theme.style(Role::Code).clone();
        let (x, measure) = self.inset(&style, place);
        let lines = cx.edition.code_lines(code, cx.theme.code.numbers);
        let figures = Figures::new(self, &style, place, &lines).filter(|figures| {
            // Where four characters would not stay, the text is more than its numbers.
            measure - figures.room >= style.size * 4
        });
        let room = figures.as_ref().map_or(Length::ZERO, |figures| figures.room);
        let (x, measure) = (x + room, measure - room);
        let mut title = self.listing_title(code, place);
        let tag = self.tags.push(TagKind::Code, place.tag);
        // What is typed is what is seen: nothing is moved for the sake of a line's look.
        let setting = Setting { orphan_min: 0, hyphenate: Hyphenate::Never, ..style.setting };
        let par = Par { align: Alignment::Start, setting, ..Par::of(&style, measure) };
        let mut strips = Vec::new();
        let mut blank = BTreeSet::new();
        let mut from = TextPlace::start(code.id);
        for line in &lines {
            let start = strips.len();
            let (text, stretches, origins) = shown(line);
            let collected = self.collect(&[Inline::Text(text)], &style, tag, &place.lang, &code.span);
            let mut collected = Collected { origins, ..collected }.from(from);
            self.tell_apart(&mut collected, &stretches);
            let composed = inline::paragraph(cx, self.shaper, &collected, &par);
            if composed.is_empty() {
                blank.insert(start);
                strips.push(line_strip(Frame::new(Size::new(measure, style.size)), Some(from), &style));
            }
            for (at, line) in composed.into_iter().enumerate() {
                let mut frame = Frame::new(Size::new(x + measure, style.size));
                frame.push_frame(Point::new(x, Length::ZERO), line.frame);
                if at > 0 {
                    turned(&mut frame, x - style.start.at(style.size), &style, cx.theme.ink(Colour::Grey(0.5)));
                }
                strips.push(line_strip(frame, line.from, &style));
            }
            // A line feed is a character too.
            from.at = collected.origins.end().map_or(from.at, |end| end.at) + 1;
            if let (Some(figures), Some(number)) = (&figures, line.number) {
                let run = figures.run(number);
                let at = Point::new(x - figures.gap - run.width(), style.size.scale(BASELINE));
                strips[start].frame.push(at, Item::Run(run), TagId::ARTIFACT);
            }
            if line.marked {
                let ink = cx.theme.ink(cx.theme.code.marked);
                strips[start..].iter_mut().for_each(|strip| mark(strip, place, &style, ink));
            }
        }
        // Two lines at least on each side of a page break, and no page begins with an empty one.
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.keep = at + 1 < count && (at == 0 || at + 2 == count || blank.contains(&(at + 1)));
        }
        if cx.theme.code.tint != Colour::None {
            let pad = (style.pitch - style.size) / 2 + style.size.scale(0.2);
            let ink = cx.theme.ink(cx.theme.code.tint);
            self.backdrop(Backdrop { x: place.x, width: place.measure, ink, pad }, &mut strips);
        }
        title.append(&mut strips);
        self.space(&style, &mut title);
        out.append(&mut title);
    }

    /// What a listing is called, above it.
    fn listing_title(&mut self, code: &Code, place: &Place) -> Vec<Strip> {
        let Some(title) = &code.title else { return Vec::new() };
        let style = self.flat(Role::Code);
        let style = BlockStyle { align: Alignment::Start, ..style };
        let tag = self.tags.push(TagKind::Caption, place.tag);
        let content = [Inline::Strong(vec![Inline::text(title)])];
        let collected = self.collect(&content, &style, tag, &place.lang, &code.span);
        let lines = inline::paragraph(self.cx, self.shaper, &collected, &Par::of(&style, place.measure));
        let mut strips = super::lines_to_strips(self.cx, lines, &style, place.x);
        strips.iter_mut().for_each(|strip| {
            strip.keep = true;
            strip.from = Some(TextPlace::start(code.id));
        });
        if let Some(last) = strips.last_mut() {
            // The tint reaches up to it.
            last.advance += style.size.scale(0.5);
        }
        strips
    }

    /// Gives the stretches of a line their looks.
    fn tell_apart(&self, collected: &mut Collected, stretches: &[(usize, Option<CodeKind>)]) {
        let theme = self.cx.theme;
        if stretches.iter().all(|(_, kind)| kind.is_none()) {
            return;
        }
        let (Some(span), Some(piece)) = (collected.spans.pop(), collected.pieces.pop()) else { return };
        let mut start = span.range.start;
        for &(end, kind) in stretches {
            let (mut style, mut piece) = (span.style, piece.clone());
            if let Some(look) = kind.map(|kind| theme.code.look(kind)) {
                piece.ink = look.ink(&theme.colours);
                style.weight = look.weight;
                style.italic = look.italic;
            }
            collected.spans.push(Span { range: start..end, style });
            collected.pieces.push(piece);
            start = end;
        }
    }
}

fn line_strip(frame: Frame, from: Option<TextPlace>, style: &BlockStyle) -> Strip {
    Strip { frame, from, advance: style.pitch, ..Strip::default() }
}

/// A tint behind a line that the author wants looked at; it joins that of the next one.
fn mark(strip: &mut Strip, place: &Place, style: &BlockStyle, ink: Ink) {
    let at = Point::new(place.x, (style.size - style.pitch) / 2);
    let item = Item::Rule { size: Size::new(place.measure, style.pitch), ink };
    strip.frame.items.insert(0, Placed { at, item, tag: TagId::ARTIFACT });
}

/// A small angle in the margin of the tint: this line goes on from the one above.
fn turned(frame: &mut Frame, x: Length, style: &BlockStyle, ink: Ink) {
    let (thin, side) = (style.size.scale(0.06), style.size.scale(0.3));
    let top = style.size.scale(0.35);
    let left = x + style.size.scale(0.12);
    frame.push_rule(Rect::new(Point::new(left, top), Size::new(thin, side)), ink);
    frame.push_rule(Rect::new(Point::new(left, top + side - thin), Size::new(side, thin)), ink);
    debug_assert!(frame.items.iter().rev().take(2).all(|placed| placed.tag == TagId::ARTIFACT));
}

/// A line as it is set, tabs as spaces, where its stretches end, and where its characters come from.
fn shown(line: &CodeLine) -> (String, Vec<(usize, Option<CodeKind>)>, Origins) {
    let mut text = String::new();
    let mut origins = Origins::default();
    let mut stretches = Vec::with_capacity(line.pieces.len());
    let mut column = 0;
    for (part, kind) in &line.pieces {
        let start = text.len();
        for c in part.chars() {
            origins.stretch(text.len(), 1);
            match c {
                '\t' => {
                    let more = TAB - column % TAB;
                    text.extend(std::iter::repeat_n(' ', more));
                    column += more;
                }
                // What stands for something else in a line, or for nothing.
                '\r' | '\u{FFFC}' => {}
                '\u{2028}' | '\u{2029}' => text.push(' '),
                c => {
                    text.push(c);
                    column += 1;
                }
            }
        }
        if text.len() > start {
            stretches.push((text.len(), *kind));
        }
    }
    (text, stretches, origins)
}

/// The figures that lines are numbered with: shaped once, for a listing may have many lines.
struct Figures {
    digits: Vec<Run>,
    /// What the longest number and the gap after it take.
    room: Length,
    gap: Length,
}

impl Figures {
    fn new(flow: &mut Flow, style: &BlockStyle, place: &Place, lines: &[CodeLine]) -> Option<Self> {
        let last = lines.last()?.number?;
        let size = style.size.scale(0.85);
        let face = Style {
            face: style.text.face,
            weight: style.text.weight,
            italic: false,
            size,
            lang: LangSys::of(&place.lang),
        };
        let ink = flow.cx.theme.ink(Colour::Grey(0.55));
        let digits = (0..10).map(|digit: u32| {
            let text = digit.to_string();
            let shaped = flow.shaper.shape(&text, &[Span { range: 0..text.len(), style: face }]);
            let face = shaped.clusters.first().map_or(crate::font::FaceId(0), |cluster| cluster.face);
            // Without characters: who copies the program copies no numbers.
            let glyphs = shaped.clusters.iter().flat_map(|cluster| shaped.placed(cluster, 0, 0)).collect();
            Run { face, size, ink, text: String::new(), glyphs }
        });
        let digits: Vec<Run> = digits.collect();
        let gap = style.size.scale(NUMBER_GAP);
        let mut figures = Self { digits, room: Length::ZERO, gap };
        figures.room = figures.run(last).width() + gap;
        Some(figures)
    }

    fn run(&self, number: u64) -> Run {
        let digits = number.to_string().into_bytes();
        let digits = digits.iter().map(|digit| &self.digits[usize::from(digit - b'0')]);
        let glyphs: Vec<PlacedGlyph> = digits.flat_map(|digit| digit.glyphs.iter().copied()).collect();
        Run { glyphs, ..self.digits[0].clone() }
    }
}
