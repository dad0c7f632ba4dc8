//! Titles and running text: lines become strips, kept together as compositors keep them.

use super::super::inline::{self, Collected, Line, Par};
use super::super::{BASELINE, Cx};
use super::strip::{Opening, Strip};
use super::{Flow, Place};
use crate::diag::Diagnostic;
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::model::{
    Block, Division, DivisionKind, Heading, Inline, Layout, NodeId, Paragraph, Role, TextPlace, Title, walk,
};
use crate::text::{Run, Span, Style};
use crate::theme::{Alignment, BlockStyle, NumberPlace, NumberStyle, Opens};
use crate::unit::{Length, Point, Size};

/// Height of figures in the shipped Hei, against their size; generous for others.
const CAP_HEIGHT: f64 = 0.75;

/// Lines of running text as strips: as many as the theme says stay together before and after a page break (CJK-34).
pub(crate) fn lines_to_strips(cx: &Cx, lines: Vec<Line>, style: &BlockStyle, x: Length) -> Vec<Strip> {
    let count = lines.len();
    let (orphans, widows) = (usize::from(cx.theme.page.orphans), usize::from(cx.theme.page.widows));
    let grid = style.pitch == cx.theme.pitch();
    let mut hanging = Length::ZERO;
    lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            // A formula that has no room in the white between lines takes whole lines of it.
            let (over, under) = line.reach.as_ref().map_or_else(Default::default, |reach| (reach.over, reach.under));
            let above = extra_lines(over, std::mem::replace(&mut hanging, under), style);
            let below = if at + 1 == count { extra_lines(Length::ZERO, hanging, style) } else { Length::ZERO };
            let size = Size::new(x + line.frame.size.width, above + style.size + below);
            let mut frame = Frame::new(size);
            if above + below > Length::ZERO
                && let Some(reach) = &line.reach
            {
                let message = "a formula is higher than its line, which has taken another line's room";
                let help = "display it, or write its fractions with a solidus";
                frame.said.push(Diagnostic::note("tall-formula", &reach.place, message).help(help));
            }
            frame.push_frame(Point::new(x, above), line.frame);
            Strip {
                frame,
                advance: above + style.pitch + below,
                grid,
                keep: at + 1 < count && (at + 1 < orphans || at + widows >= count),
                waiting: line.notes,
                from: line.from,
                ..Strip::default()
            }
        })
        .collect()
}

/// Whether a division, below so many others, may begin with a drop capital.
pub(super) fn is_chapter(division: &Division, above: u8) -> bool {
    above == 0 && matches!(division.kind, DivisionKind::Chapter | DivisionKind::Article)
}

/// The room of lines that must come between two, of which the lower reaches up by `over` and the upper down by `under`.
fn extra_lines(over: Length, under: Length, style: &BlockStyle) -> Length {
    let free = style.pitch - style.size;
    // Ink never comes nearer to other ink than a tenth of the white.
    let wanted = over + under - free.scale(0.9);
    if over + under > Length::ZERO && wanted > Length::ZERO { wanted.round_up_to(style.pitch) } else { Length::ZERO }
}

impl Flow<'_, '_> {
    /// A paragraph of running text; `begins` where it is a chapter's first.
    pub(super) fn running_text(&mut self, paragraph: &Paragraph, begins: bool, place: &Place, out: &mut Vec<Strip>) {
        // A quotation's indents are taken once, by the quotation.
        let style = if place.flat { self.flat(place.role) } else { self.cx.theme.style(place.role).clone() };
        let align = match paragraph.layout {
            Layout::Theme => style.align,
            Layout::Start => Alignment::Start,
            Layout::Centre => Alignment::Centre,
            Layout::End => Alignment::End,
        };
        let own = BlockStyle { align, before: 0.0, after: 0.0, ..style };
        let tag = self.tags.push(TagKind::Paragraph, place.tag);
        if begins
            && paragraph.layout == Layout::Theme
            && let Some(mut strips) = self.dropped(paragraph, &own, place, tag)
        {
            self.notes_of(&mut strips);
            self.space(&own, &mut strips);
            return out.append(&mut strips);
        }
        let indented = place.indented && !paragraph.continued && paragraph.layout == Layout::Theme;
        let lang = paragraph.lang.as_ref().unwrap_or(&place.lang);
        let collected = self.collect(&paragraph.content, &own, tag, lang, &paragraph.span);
        let collected = collected.from(TextPlace::start(paragraph.id));
        self.paragraph(&collected, &own, place, indented, out);
    }

    /// A sentence that ends with a colon stays with what it announces.
    pub(super) fn keep_leading(&self, block: &Block, next: Option<&Block>, out: &mut [Strip]) {
        let announced = matches!(
            next,
            Some(
                Block::List(_)
                    | Block::Code(_)
                    | Block::Table(_)
                    | Block::Math(_)
                    | Block::Quote(_)
                    | Block::Verse(_)
                    | Block::Definitions(_)
            )
        );
        if let Block::Paragraph(paragraph) = block
            && announced
            && walk::plain(&paragraph.content).trim_end().ends_with(['：', ':'])
        {
            self.keep_last(out);
        }
    }

    /// The title of a division: where it opens, its number and its text.
    pub(super) fn title(&mut self, division: &Division, place: &Place, out: &mut Vec<Strip>) {
        let theme = self.cx.theme;
        if theme.official.show && division.kind == DivisionKind::Appendix && place.nested == 0 {
            return self.attachment(division, place, out);
        }
        let role = if division.kind == DivisionKind::Part { Role::PartTitle } else { Role::ChapterTitle };
        let style = theme.style(role).clone();
        let nested = place.nested > 0 && division.kind != DivisionKind::Part;
        let opens = match (role, nested) {
            (_, true) => Opens::RunOn,
            (Role::PartTitle, _) => style.opens,
            _ if division.title.is_none() => theme.page.chapters_open,
            _ => style.opens,
        };
        let opening = self.opening(&BlockStyle { opens, ..style.clone() });
        let Some(title) = &division.title else {
            // Text without a title begins at the page's head.
            self.pending.opening = opening.map(|opening| Opening { sink: Length::ZERO, ..opening });
            return;
        };
        let style = if nested { theme.style(Role::Heading(place.nested)).clone() } else { style };
        let kind = TagKind::Heading(place.level.min(6), title_text(self.cx, division.id, title));
        let text = title_text(self.cx, division.id, title);
        let Some(mut strip) = self.heading_strip(division.id, title, &style, place, kind, &division.span) else {
            return;
        };
        strip.opening = opening;
        strip.title = Some((if nested { place.nested } else { 0 }, text));
        let mut strips = [strip];
        self.space(&style, &mut strips);
        out.extend(strips);
    }

    /// A heading in a division.
    pub(super) fn heading(&mut self, heading: &Heading, place: &Place, out: &mut Vec<Strip>) {
        let depth = heading.level.saturating_add(place.nested);
        let style = self.cx.theme.style(Role::Heading(depth)).clone();
        let text = title_text(self.cx, heading.id, &heading.title);
        let level = place.level.saturating_add(heading.level).clamp(1, 6);
        let kind = TagKind::Heading(level, text.clone());
        self.anchor(heading.id);
        let Some(mut strip) = self.heading_strip(heading.id, &heading.title, &style, place, kind, &heading.span) else {
            return;
        };
        strip.title = Some((depth, text));
        strip.opening = self.opening(&style);
        let mut style = style;
        if out.last().is_some_and(|above| above.title.is_some()) {
            self.pending.after = Length::ZERO;
            style.before = style.after_title;
        }
        let mut strips = [strip];
        self.space(&style, &mut strips);
        out.extend(strips);
    }

    /// How a style opens a page, if it does.
    pub(super) fn opening(&self, style: &BlockStyle) -> Option<Opening> {
        let sink = self.cx.theme.pitch() * i64::from(style.sink);
        (style.opens != Opens::RunOn).then_some(Opening { opens: style.opens, sink })
    }

    /// A title as one strip that takes whole lines of the grid, its text centred in them (占行, CJK-35).
    pub(super) fn heading_strip(
        &mut self,
        id: NodeId,
        title: &Title,
        style: &BlockStyle,
        place: &Place,
        kind: TagKind,
        span: &crate::diag::Span,
    ) -> Option<Strip> {
        let place = &if style.span { self.across(place) } else { place.clone() };
        let tag = self.tags.push(kind, place.tag);
        let number = self.cx.edition.number(id).map(str::to_owned);
        let (x, measure) = self.inset(style, place);
        let mut frame = Frame::new(Size::new(x + measure, Length::ZERO));
        let mut top = Length::ZERO;
        let mut indent = Length::ZERO;
        let mut lead = None;
        if let Some(number) = &number {
            let place_of = match style.number.place {
                // A title that is nothing but its number is set as a title.
                _ if title.content.is_empty() => NumberPlace::Inline,
                NumberPlace::Hang if !is_short(number) => NumberPlace::Inline,
                other => other,
            };
            match place_of {
                NumberPlace::Inline => lead = Some(number.as_str()),
                NumberPlace::Above => {
                    let (run, width) = self.number_run(number, style, place);
                    let left = match style.align {
                        Alignment::Centre => x + (measure - width) / 2,
                        Alignment::End => x + measure - width,
                        Alignment::Justify | Alignment::Start | Alignment::Even => x,
                    };
                    let size = style.number.size;
                    frame.push(Point::new(left, size.scale(BASELINE)), Item::Run(run), tag);
                    top = size.scale(1.9);
                }
                NumberPlace::Hang => {
                    let (run, width) = self.number_run(number, style, place);
                    indent = width + style.number.gap.at(style.size);
                    hang(&mut frame, run, x, style, tag);
                }
            }
        }
        let content = self.title_content(id, title, lead);
        let mut collected = self.collect(&content, style, tag, &place.lang, span);
        if let Some(number) = lead {
            tint_number(self.cx, &mut collected, number, &style.number);
        }
        let par = Par { balance: true, ..Par::of(style, measure - indent) };
        let lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
        if lines.is_empty() && frame.items.is_empty() {
            return None;
        }
        let count = lines.len() as i64;
        let mut notes = Vec::new();
        // The number stands on the line of a title of one line, in the middle of the first two lines of a longer one, and
        // never reaches over the strip: at a page's head it would run into the head.
        if indent > Length::ZERO {
            let middle = (style.pitch + style.size + style.number.size.scale(CAP_HEIGHT)) / 2;
            let down = if count > 1 { middle - style.size.scale(BASELINE) } else { Length::ZERO };
            let over = style.number.size.scale(CAP_HEIGHT) - style.size.scale(BASELINE) - down;
            top = over.max(Length::ZERO);
            frame.items.iter_mut().for_each(|placed| placed.at.y += down + top);
        }
        for (at, line) in lines.into_iter().enumerate() {
            notes.extend(line.notes);
            frame.push_frame(Point::new(x + indent, top + style.pitch * at as i64), line.frame);
        }
        let height = top + style.pitch * (count - 1).max(0) + style.size;
        let mut strip = self.in_whole_lines(frame, height, style);
        strip.waiting = notes;
        strip.from = (id != NodeId::default()).then(|| TextPlace::start(id));
        let mut strips = [strip];
        self.notes_of(&mut strips);
        let [strip] = strips;
        Some(strip)
    }

    /// A frame of `height` centred in as many lines of the grid as its style wants, or as it needs.
    pub(super) fn in_whole_lines(&self, frame: Frame, height: Length, style: &BlockStyle) -> Strip {
        let pitch = self.cx.theme.pitch();
        let body = self.cx.theme.body().size;
        // The gap under the last line belongs to the block, and a little more than the body's height takes no line more:
        // a title one size larger than the text stands in one line.
        let gap = pitch - body;
        let needed = (height + gap / 2).round_up_to(pitch);
        let advance = needed.max(pitch * i64::from(style.lines));
        let down = (advance - gap - height) / 2;
        let mut centred = Frame::new(Size::new(frame.size.width, advance - gap));
        centred.push_frame(Point::new(Length::ZERO, down), frame);
        Strip { frame: centred, advance, grid: true, keep: true, span: style.span, ..Strip::default() }
    }

    fn title_content(&self, id: NodeId, title: &Title, lead: Option<&str>) -> Vec<Inline> {
        let mut content = Vec::new();
        if let Some(number) = lead {
            // The EPUB has the same characters between number and title.
            let gap = if title.content.is_empty() { "" } else { self.cx.edition.number_gap(id) };
            content.push(Inline::text(format!("{number}{gap}")));
        }
        content.extend(title.content.iter().cloned());
        content
    }

    /// A number set apart from its title.
    fn number_run(&mut self, number: &str, style: &BlockStyle, place: &Place) -> (Run, Length) {
        let NumberStyle { size, colour, .. } = style.number;
        let shaping = Style {
            face: style.text.face,
            weight: style.text.weight,
            italic: false,
            size,
            lang: crate::text::LangSys::of(&place.lang),
        };
        // Set apart, a number needs no point; the point stays in the text that is copied.
        let shown = number.trim_end_matches(['.', '．', '、', ' ']);
        let shown = if shown.is_empty() { number } else { shown };
        let shaped = self.shaper.shape(shown, &[Span { range: 0..shown.len(), style: shaping }]);
        let mut glyphs = Vec::new();
        let mut face = None;
        for cluster in &shaped.clusters {
            face = face.or(Some(cluster.face));
            glyphs.extend(shaped.placed(cluster, cluster.start, cluster.end));
        }
        if let Some(last) = glyphs.last_mut() {
            last.end = number.len() as u32;
        }
        let run = Run {
            face: face.unwrap_or(crate::font::FaceId(0)),
            size,
            ink: self.cx.theme.ink(colour),
            text: number.to_owned(),
            glyphs,
        };
        let width = run.width();
        (run, width)
    }
}

/// Whether a number can stand large beside its title: `3.`, not `1.2.3`.
fn is_short(number: &str) -> bool {
    number.trim_end_matches(['.', '．', '、', ' ']).chars().count() <= 2
}

/// A number that hangs at the line start; its baseline is moved to the line it stands on later.
fn hang(frame: &mut Frame, run: Run, x: Length, style: &BlockStyle, tag: TagId) {
    frame.push(Point::new(x, style.size.scale(BASELINE)), Item::Run(run), tag);
}

/// The title of a node as characters, its number before it.
pub(crate) fn title_text(cx: &Cx, id: NodeId, title: &Title) -> String {
    let text = walk::plain(&title.content);
    cx.edition.numbered(id, &text)
}

/// Gives the number in a title's line its colour.
fn tint_number(cx: &Cx, collected: &mut Collected, number: &str, style: &NumberStyle) {
    let ink = cx.theme.ink(style.colour);
    let (Some(span), Some(piece)) = (collected.spans.first().cloned(), collected.pieces.first().cloned()) else {
        return;
    };
    let end = number.len();
    if ink == piece.ink || span.range.end <= end {
        return;
    }
    collected.spans.insert(0, Span { range: 0..end, ..span.clone() });
    collected.spans[1].range.start = end;
    let mut tinted = piece;
    tinted.ink = ink;
    collected.pieces.insert(0, tinted);
}
