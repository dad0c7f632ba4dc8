//! 版头, title and addressees (7.2, 7.3.1, 7.3.2; letters 10.1).

use super::super::flow::{Opening, Strip, lines_to_strips};
use super::super::frame::{Frame, Item, TagId, TagKind};
use super::super::inline::{Line, Par};
use super::super::set::{Setter, room, stack};
use super::{area, grid, text};
use crate::model::{Inline, OfficialForm, Role};
use crate::resolve::OfficialParts;
use crate::text::LangSys;
use crate::theme::{Alignment, BlockStyle, Opens};
use crate::unit::{Length, Point, Rect, Size};

/// Between lines of a head with several issuers, against their size.
const ISSUER_PITCH: f64 = 1.25;

/// The strips above the text: one with everything down to the title, then the addressees.
pub(super) fn strips(setter: &mut Setter) -> Vec<Strip> {
    let head = head(setter);
    let lines = addressees(setter, &head);
    let mut strips = if setter.cx.edition.official.is_headless() { Vec::new() } else { vec![head] };
    strips.extend(lines.unwrap_or_default());
    // The first page shows text (7.3.3).
    if let Some(last) = strips.last_mut() {
        last.keep = true;
    }
    strips
}

/// Whether the addressees would leave the first page no line of text, and so stand in the record (7.3.2).
pub(super) fn addressees_move(setter: &mut Setter) -> bool {
    let head = head(setter);
    setter.cx.edition.official.addressees.is_some() && addressees(setter, &head).is_none()
}

fn addressees(setter: &mut Setter, head: &Strip) -> Option<Vec<Strip>> {
    let cx = setter.cx;
    let words = cx.edition.official.addressees.as_deref()?;
    let tag = setter.tag(TagKind::Paragraph);
    let style = BlockStyle { align: Alignment::Justify, ..setter.style(Role::OfficialText) };
    let par = Par::of(&style, area(cx).width);
    let lines = setter.lines(&text(words), &style, tag, &par, None);
    let needed = head.advance + cx.theme.pitch() * lines.len() as i64 + style.size;
    (needed <= area(cx).height).then(|| lines_to_strips(cx, lines, &style, Length::ZERO))
}

/// Everything down to the title, and the line under it.
fn head(setter: &mut Setter) -> Strip {
    let cx = setter.cx;
    let parts = &cx.edition.official;
    if parts.is_headless() {
        return Strip::default();
    }
    let (line, character) = grid(cx);
    let mut frame = room(area(cx).width, Length::ZERO);
    let bottom = match parts.form {
        OfficialForm::Document | OfficialForm::Minutes => document(setter, &mut frame, parts),
        OfficialForm::Letter => letter(setter, &mut frame, parts),
    };
    // Two lines stay free below it (7.3.1), more where the page's lines want it: the text stands on them.
    let top = (bottom + line * 2).round_up_to(line);
    let style = setter.style(Role::ChapterTitle);
    let tag = setter.tag(TagKind::Heading(1, parts.title.clone()));
    let lines = title(setter, &parts.title, &style, tag);
    let count = lines.len() as i64;
    stack(&mut frame, lines, Point::new(Length::ZERO, top + (character - style.size) / 2), line);
    frame.size.height = top + line * (count - 1).max(0) + character;
    Strip {
        frame,
        advance: top + line * (count + 1),
        grid: true,
        keep: true,
        opening: Some(Opening { opens: Opens::Page, sink: Length::ZERO }),
        title: Some((0, parts.title.clone())),
        ..Strip::default()
    }
}

/// A title in centred lines that make a trapezium or a lozenge (7.3.1).
pub(super) fn title(setter: &mut Setter, words: &str, style: &BlockStyle, tag: TagId) -> Vec<Line> {
    let style = BlockStyle { align: Alignment::Centre, ..style.clone() };
    let par = Par { shaped: true, ..Par::of(&style, area(setter.cx).width) };
    setter.lines(&text(words), &style, tag, &par, None)
}

/// The head of a document: marks at the left, the red head, number and signatories, the red rule. Gives its foot.
fn document(setter: &mut Setter, frame: &mut Frame, parts: &OfficialParts) -> Length {
    let cx = setter.cx;
    let style = &cx.theme.official;
    let (line, character) = grid(cx);
    let marked = marks(setter, frame, parts, Length::ZERO);
    let mut bottom = marked;
    if !parts.issuers.is_empty() {
        let top = issuer_top(cx.theme.page.margins.head, parts.form, style);
        // What stands above it moves it down, and never into it.
        bottom = issuers(setter, frame, parts, top.max(marked));
    }
    if parts.number.is_some() || !parts.signatories.is_empty() {
        let top = if bottom > Length::ZERO { bottom + line * 2 } else { bottom };
        bottom = number_and_signatories(setter, frame, parts, top) + character;
    }
    if parts.issuers.is_empty() && parts.number.is_none() {
        return bottom;
    }
    bottom += style.rule_gap;
    let rule = Rect::new(Point::new(Length::ZERO, bottom), Size::new(frame.size.width, style.rule));
    frame.push_rule(rule, cx.theme.ink(style.colour));
    bottom + style.rule
}

/// From the type area's upper edge to the issuer's.
fn issuer_top(head: Length, form: OfficialForm, style: &crate::theme::OfficialStyle) -> Length {
    match form {
        OfficialForm::Document | OfficialForm::Minutes => style.issuer_at,
        OfficialForm::Letter => style.letter_at - head,
    }
}

/// The head of a letter: the issuer, a double rule on either end of the page, marks at the left, the number at the right.
fn letter(setter: &mut Setter, frame: &mut Frame, parts: &OfficialParts) -> Length {
    let cx = setter.cx;
    let style = &cx.theme.official;
    let page = &cx.theme.page;
    let (_, character) = grid(cx);
    let top = issuer_top(page.margins.head, parts.form, style);
    let bottom = issuers(setter, frame, parts, top) + style.rule_gap;
    let ink = cx.theme.ink(style.colour);
    // Centred on the page, not on the type area.
    let x = (page.trim.width - style.letter_rule) / 2 - page.margins.spine;
    let mut rule = |y: Length, thickness: Length| {
        frame.push_rule(Rect::new(Point::new(x, y), Size::new(style.letter_rule, thickness)), ink);
    };
    let (thick, thin) = (style.rule * 2, style.rule);
    rule(bottom, thick);
    rule(bottom + thick + thin, thin);
    let foot = page.trim.height - page.margins.head - style.letter_foot;
    rule(foot - thick - thin * 2, thin);
    rule(foot - thick, thick);
    // The first mark stands seven eighths of a character below the rule.
    let first = bottom + thick + thin * 2 + character.fraction(7, 8);
    let mut lowest = marks(setter, frame, parts, first);
    if let Some(number) = &parts.number {
        let tag = setter.tag(TagKind::Paragraph);
        let (words, width) = setter.words(number, Role::OfficialText, tag);
        frame.push_frame(Point::new(frame.size.width - width, first), words);
        lowest = lowest.max(first + character);
    }
    if lowest > first { lowest } else { bottom + thick + thin * 2 }
}

/// 份号, 密级 and 紧急程度 below each other from `top`; gives their foot (7.2.1 to 7.2.3).
fn marks(setter: &mut Setter, frame: &mut Frame, parts: &OfficialParts, top: Length) -> Length {
    let (line, character) = grid(setter.cx);
    let letter = parts.form == OfficialForm::Letter;
    let mut at = 0;
    let mut foot = top;
    for (least, words, role) in [
        (0, &parts.copy, Role::OfficialText),
        // In a document's head the second line is secrecy's, with and without a number above it.
        (i64::from(!letter), &parts.secrecy, Role::OfficialMark),
        (0, &parts.urgency, Role::OfficialMark),
    ] {
        let Some(words) = words else { continue };
        at = at.max(least);
        let tag = setter.tag(TagKind::Paragraph);
        let (words, _) = setter.words(words, role, tag);
        let y = top + line * at;
        frame.push_frame(Point::new(Length::ZERO, y), words);
        foot = y + character;
        at += 1;
    }
    foot
}

/// 发文机关标志, as large as its style says and as narrow as the line; its ink begins at `top`. Gives its foot.
fn issuers(setter: &mut Setter, frame: &mut Frame, parts: &OfficialParts, top: Length) -> Length {
    if parts.issuers.is_empty() {
        return top;
    }
    let cx = setter.cx;
    let measure = area(cx).width;
    let full = setter.style(Role::OfficialIssuer);
    let endless = |setter: &mut Setter, words: &str| setter.words(words, Role::OfficialIssuer, TagId::ARTIFACT).1;
    let widest = parts.issuers.iter().map(|words| endless(setter, words)).max().unwrap_or_default();
    let word = parts.word.as_deref().map_or(Length::ZERO, |word| endless(setter, word) + full.size / 2);
    let factor = measure.ratio(widest + word).min(1.0);
    let style = sized(&full, full.size.scale(factor));
    let (widest, word) = (widest.scale(factor), word.scale(factor));
    let left = (measure - widest - word) / 2;
    let ink = Some(cx.theme.ink(cx.theme.official.colour));
    let tag = setter.tag(TagKind::Paragraph);
    let several = parts.issuers.len() > 1;
    let pitch = style.size.scale(ISSUER_PITCH);
    let mut lines = Vec::new();
    for words in &parts.issuers {
        // Several names are as wide as the widest (7.2.4).
        let align = if several { Alignment::Even } else { Alignment::Start };
        let room = if several { widest } else { measure };
        let par = Par { align, ..Par::of(&style, room + Length::pt(0.1)) };
        lines.extend(setter.lines(&text(words), &style, tag, &par, ink).into_iter().take(1));
    }
    let rise = lines.first().map_or(Length::ZERO, |line| blank_above(setter, line, style.size));
    let y = top - rise;
    let count = lines.len() as i64;
    stack(frame, lines, Point::new(left, y), pitch);
    let foot = y + pitch * (count - 1) + style.size;
    if let Some(words) = &parts.word {
        let par = Par { align: Alignment::Start, ..Par::of(&style, measure) };
        let set = setter.lines(&text(words), &style, tag, &par, ink);
        let middle = y + pitch * (count - 1) / 2;
        stack(frame, set, Point::new(left + widest + style.size / 2, middle), pitch);
    }
    foot
}

/// The style at another size.
fn sized(style: &BlockStyle, size: Length) -> BlockStyle {
    let mut style = style.clone();
    style.size = size;
    style.text.size = size;
    style
}

/// What is free between a line's upper edge and its ink: 35 mm are measured to what is seen.
fn blank_above(setter: &mut Setter, line: &Line, size: Length) -> Length {
    let lang = LangSys::of(&setter.cx.edition.lang);
    let runs: Vec<_> = line
        .frame
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Run(run) => Some((placed.at.y, run.face, run.text.clone())),
            _ => None,
        })
        .collect();
    let mut free = size;
    for (baseline, face, words) in runs {
        for c in words.chars() {
            if let Some(ink) = setter.shaper.ink(face, lang, c) {
                free = free.min(baseline - size.scale(ink.top));
            }
        }
    }
    if free == size { Length::ZERO } else { free }
}

/// 发文字号, and 签发人 of a document that goes up; gives the upper edge of the number's line (7.2.5, 7.2.6).
fn number_and_signatories(setter: &mut Setter, frame: &mut Frame, parts: &OfficialParts, top: Length) -> Length {
    let cx = setter.cx;
    let (line, character) = grid(cx);
    let measure = area(cx).width;
    let style = setter.style(Role::OfficialText);
    let rows: Vec<&[String]> = parts.signatories.chunks(2).collect();
    let last = top + line * (rows.len() as i64 - 1).max(0);
    if let Some(number) = &parts.number {
        let tag = setter.tag(TagKind::Paragraph);
        let (words, width) = setter.words(number, Role::OfficialText, tag);
        let x = if rows.is_empty() { (measure - width) / 2 } else { character };
        frame.push_frame(Point::new(x, last), words);
    }
    if rows.is_empty() {
        return last;
    }
    // Names in Kai, two a line, each as wide as the widest; one character stays free at the right.
    let tag = setter.tag(TagKind::Paragraph);
    let par = Par { align: Alignment::Start, ..Par::of(&style, measure) };
    let mut set = |words: &str, named: bool| {
        let words = if named { Inline::Emphasis(vec![Inline::text(words)]) } else { Inline::text(words) };
        setter.lines(&[words], &style, tag, &par, None).into_iter().next().unwrap_or_default()
    };
    let label = set(OfficialParts::SIGNED_BY, false);
    let names: Vec<Vec<Line>> = rows.iter().map(|row| row.iter().map(|name| set(name, true)).collect()).collect();
    let widest = names.iter().flatten().map(|line| line.width).max().unwrap_or_default();
    let columns = rows.first().map_or(1, |row| row.len()) as i64;
    let left = measure - character - widest * columns - character * (columns - 1);
    frame.push_frame(Point::new(left - character * 4, top), label.frame);
    for (down, row) in (0..).zip(names) {
        for (across, name) in (0..).zip(row) {
            frame.push_frame(Point::new(left + (widest + character) * across, top + line * down), name.frame);
        }
    }
    last
}
