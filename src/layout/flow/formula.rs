//! Displayed formulas: centred in the measure, their numbers at its end, in whole lines of the grid (CJK-3).

use super::strip::Strip;
use super::{Flow, Place};
use crate::diag::Diagnostic;
use crate::layout::BASELINE;
use crate::layout::formula::{Look, Part, Row, set, without_fonts};
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::math::Style;
use crate::model::{Inline, MathBlock, Role, TextPlace};
use crate::text::{LangSys, Run, Span};
use crate::theme::BlockStyle;
use crate::unit::{Length, Point, Size};

/// White that stays between a formula and its number, in em.
const NUMBER_GAP: f64 = 1.0;

/// White between the lines of a formula that had to be broken, and at least between any two rows, in em.
const ROW_GAP: f64 = 0.35;

/// How far the later lines of a broken formula are set in, in em.
const TURN: f64 = 2.0;

/// The smallest size a formula too wide for the measure is set in, against its own; below it runs over.
const LEAST: f64 = 0.5;

/// A number as it stands at the measure's end.
struct Number {
    items: Vec<(Point, Run)>,
    width: Length,
}

impl Flow<'_, '_> {
    pub(super) fn formula(&mut self, block: &MathBlock, place: &Place, out: &mut Vec<Strip>) {
        self.anchor(block.id);
        let theme = self.cx.theme;
        let style = theme.style(Role::Math).clone();
        let outer = self.tags.push(TagKind::Paragraph, place.tag);
        let tag = self.tags.push(TagKind::Formula(block.tex.clone()), outer);
        let lang = LangSys::of(&place.lang);
        let look = Look { size: style.size, ink: theme.ink(style.text.colour), lang, tag };
        let number = self.cx.edition.number(block.id);
        let Some(mut rows) = set(self.cx, &block.tex, Style::Display, look) else {
            if let Some(said) = without_fonts(self.cx, &block.tex, &block.span) {
                self.say(said);
            }
            return self.notation(block, &style, place, outer, tag, out);
        };
        // One number for all rows stands beside the last; where rows have their own, these are all there are.
        if rows.iter().all(|(_, tag)| tag.is_none())
            && let Some((_, last)) = rows.last_mut()
        {
            *last = number.map(str::to_owned);
        }
        let mut strips = self.rows(rows, block, &style, place, outer);
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.from = Some(TextPlace::start(block.id));
            // Long rows of equations may part, but not after the first nor before the last.
            strip.keep = at + 1 < count && (count < 4 || at == 0 || at + 2 == count);
        }
        self.in_lines(&style, &mut strips);
        self.space(&BlockStyle { before: 0.0, after: 0.0, ..style }, &mut strips);
        out.append(&mut strips);
    }

    /// A formula that cannot be set, as it was written, with its number.
    fn notation(
        &mut self,
        block: &MathBlock,
        style: &BlockStyle,
        place: &Place,
        outer: TagId,
        tag: TagId,
        out: &mut Vec<Strip>,
    ) {
        let code = [Inline::Code(block.tex.clone())];
        let collected = self.collect(&code, style, tag, &place.lang, &block.span);
        let collected = collected.from(TextPlace::start(block.id));
        self.paragraph(&collected, style, place, false, out);
        if let Some(number) = self.cx.edition.number(block.id) {
            let style = BlockStyle { align: crate::theme::Alignment::End, before: 0.0, ..style.clone() };
            self.keep_last(out);
            let collected = self.collect(&[Inline::text(number)], &style, outer, &place.lang, &block.span);
            self.paragraph(&collected, &style, place, false, out);
        }
    }

    fn rows(&mut self, rows: Vec<Row>, block: &MathBlock, style: &BlockStyle, place: &Place, tag: TagId) -> Vec<Strip> {
        let (x, measure) = self.inset(style, place);
        let numbers: Vec<Option<Number>> = rows
            .iter()
            .map(|(_, number)| number.as_deref().map(|number| self.numbered(number, style, place)))
            .collect();
        let widest = numbers.iter().flatten().map(|number| number.width).max().unwrap_or_default();
        let side = if widest > Length::ZERO { widest + style.size.scale(NUMBER_GAP) } else { Length::ZERO };
        let room = (measure - side).max(style.size * 4);
        let lines: Vec<Vec<Part>> = rows.into_iter().map(|(parts, _)| broken(parts, room, style.size)).collect();
        let width_of = |line: &Vec<Part>| line.iter().map(|part| part.width).max().unwrap_or_default();
        let widest = lines.iter().map(width_of).max().unwrap_or_default();
        let factor = if widest > room { room.ratio(widest).max(LEAST) } else { 1.0 };
        let turned = lines.iter().any(|line| line.len() > 1);
        if turned || factor < 1.0 {
            let how = if factor < 1.0 { format!("set {:.0} % as large", factor * 100.0) } else { "broken".into() };
            let message = format!("a formula is wider than the measure and was {how}");
            let help = "break it by hand, with `\\begin{aligned} … \\\\ … \\end{aligned}`";
            self.say(Diagnostic::note("wide-formula", &block.span, message).help(help));
        }
        let widest = widest.scale(factor);
        // Centred in the measure; where that runs into the number, in what the number leaves.
        let centred = (measure - widest) / 2;
        let left = if centred + widest + side > measure { (room - widest).max(Length::ZERO) / 2 } else { centred };
        let mut strips = Vec::new();
        for (line, number) in lines.into_iter().zip(numbers) {
            let parts: Vec<Part> = line.into_iter().map(|part| part.scaled_to(factor)).collect();
            let mut number = number;
            let count = parts.len();
            for (at, part) in parts.into_iter().enumerate() {
                let Part { frame: inner, width, height, depth, after: _ } = part;
                let mut frame = Frame::new(Size::new(x + measure, Length::ZERO));
                let turn = if at > 0 { style.size.scale(TURN) } else { Length::ZERO };
                let start = if turned { left + turn.min(measure - left - width) } else { left };
                frame.push_frame(Point::new(x + start.max(Length::ZERO), Length::ZERO), inner);
                let ends = at + 1 == count;
                let number = if ends { number.take() } else { None };
                for (at, run) in number.into_iter().flat_map(|number| number.items) {
                    frame.push(Point::new(x + measure + at.x, at.y), Item::Run(run), tag);
                }
                strips.push(if count == 1 {
                    self.equation(frame, height, depth)
                } else {
                    // Lines of one formula stand nearer to each other than to what follows, each where a page may end.
                    let white = if ends {
                        self.cx.theme.pitch() - self.cx.theme.body().size
                    } else {
                        style.size.scale(ROW_GAP)
                    };
                    stood(frame, height, depth, white)
                });
            }
        }
        strips
    }

    /// A row, whose frame has its origin on the baseline, as high as a line of text or as it needs.
    fn equation(&self, frame: Frame, height: Length, depth: Length) -> Strip {
        let (pitch, body) = (self.cx.theme.pitch(), self.cx.theme.body().size);
        let baseline = body.scale(BASELINE);
        let gap = pitch - body;
        // What may stand in the white between lines without touching them.
        let free = gap / 2;
        let low = height <= baseline + free && depth <= body - baseline + free;
        let (height, depth) = if low { (baseline, body - baseline) } else { (height, depth) };
        stood(frame, height, depth, gap)
    }

    /// Gives the rows of a formula the white its style wants around it, and as much more as makes the whole a number
    /// of lines: what follows is on the grid again.
    fn in_lines(&self, style: &BlockStyle, strips: &mut [Strip]) {
        let pitch = self.cx.theme.pitch();
        let natural: Length = strips.iter().map(|strip| strip.advance).sum();
        // A formula of several lines stands out by itself: it needs less white than one that could be taken for text.
        let share = if natural > pitch { 0.6 } else { 1.0 };
        let white = pitch.scale(style.before + style.after).scale(share);
        let whole = (natural + white).round_up_to(pitch);
        let spare = whole - natural;
        let above =
            if white > Length::ZERO { spare.scale(style.before / (style.before + style.after)) } else { spare / 2 };
        if let Some(first) = strips.first_mut() {
            first.grid = true;
            first.advance += above;
            first.frame.size.height += above;
            first.frame.items.iter_mut().for_each(|placed| placed.at.y += above);
        }
        if let Some(last) = strips.last_mut() {
            last.advance += spare - above;
        }
    }

    /// A number set flush with a measure's end: its points count from there.
    fn numbered(&mut self, number: &str, style: &BlockStyle, place: &Place) -> Number {
        let body = self.cx.theme.body().text;
        let shaping = crate::text::Style {
            face: body.face,
            weight: body.weight,
            italic: false,
            size: style.size,
            lang: LangSys::of(&place.lang),
        };
        let shaped = self.shaper.shape(number, &[Span { range: 0..number.len(), style: shaping }]);
        let ink = self.cx.theme.ink(body.colour);
        let mut items = Vec::new();
        let mut width = Length::ZERO;
        for cluster in &shaped.clusters {
            let text = number[cluster.start as usize..cluster.end as usize].to_owned();
            let glyphs: Vec<_> = shaped.placed(cluster, 0, text.len() as u32).collect();
            let size = style.size.scale(shaped.fit_of(cluster).scale);
            items.push((Point::new(width, Length::ZERO), Run { face: cluster.face, size, ink, text, glyphs }));
            width += cluster.advance;
        }
        // The blank of a full-width bracket hangs outside: its ink ends with the measure.
        let hung = if number.ends_with('）') { style.size / 2 } else { Length::ZERO };
        for (at, _) in &mut items {
            at.x -= width - hung;
        }
        Number { items, width: width - hung }
    }
}

/// What has its origin on a baseline as a strip, with white below it.
fn stood(frame: Frame, height: Length, depth: Length, white: Length) -> Strip {
    let mut placed = Frame::new(Size::new(frame.size.width, height + depth));
    placed.push_frame(Point::new(Length::ZERO, height), frame);
    Strip { frame: placed, advance: height + depth + white, ..Strip::default() }
}

/// Parts in lines no wider than `room`, as far as they can be parted; each line as one part.
fn broken(parts: Vec<Part>, room: Length, size: Length) -> Vec<Part> {
    let whole: Length = parts.iter().map(|part| part.width + part.after).sum();
    let last = parts.last().map_or(Length::ZERO, |part| part.after);
    if whole - last <= room {
        return vec![Part::joined(parts)];
    }
    let mut lines: Vec<Vec<Part>> = Vec::new();
    let mut width = Length::ZERO;
    for part in parts {
        let turn = if lines.len() > 1 { size.scale(TURN) } else { Length::ZERO };
        match lines.last_mut() {
            Some(line) if width + part.width <= room - turn => {
                width += part.width + part.after;
                line.push(part);
            }
            _ => {
                width = part.width + part.after;
                lines.push(vec![part]);
            }
        }
    }
    lines.into_iter().map(Part::joined).collect()
}
