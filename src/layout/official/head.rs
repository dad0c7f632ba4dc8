//! 版头, title and addressees (7.2, 7.3.1, 7.3.2; letters 10.1).

use super::super::flow::{Opening, Strip, lines_to_strips};
use super::super::frame::{Frame, Item, TagId, TagKind};
use super::super::inline::{Line, Par};
use super::super::set::Setter;
use super::rows::Rows;
use super::{area, grid, text};
use crate::diag::Diagnostic;
use crate::model::{Block, Division, Inline, OfficialForm, Role};
use crate::resolve::OfficialParts;
use crate::text::LangSys;
use crate::theme::{Alignment, BlockStyle, Opens};
use crate::unit::{Length, Point, Rect, Size};

/// Between lines of a head with several issuers, against their size.
const ISSUER_PITCH: f64 = 1.25;

/// Sizes that a head which leaves its first page no text is tried in, from the theme's down to that of the title.
const ISSUER_SIZES: i64 = 14;

/// What stands above the text.
struct Head {
    strips: Vec<Strip>,
    /// The addressees would leave the first page no line of text, and stand in the record (7.3.2).
    moved: bool,
    /// A line of the text stands below it on the first page (7.3.3).
    fits: bool,
}

/// The strips above the text: rows down to the title, then the addressees.
pub(super) fn strips(setter: &mut Setter) -> Vec<Strip> {
    let Head { strips, moved: _, fits } = head(setter);
    if !fits {
        let message = "the head of this document leaves its first page no line of text, and goes on on the next";
        let help = "`official.head` names the organ in charge alone, if it should be shorter";
        let place = setter.cx.edition.book.meta.places.of("official");
        setter.cx.sink.push(Diagnostic::warning("official-head", &place, message).help(help));
    }
    strips
}

/// Whether the addressees stand in the record.
pub(super) fn addressees_move(setter: &mut Setter) -> bool {
    head(setter).moved
}

/// Composes the head as large as lets the first page show text: the issuers become smaller first, then the addressees
/// leave it; where neither is enough it goes on on the next page, in rows that are never divided.
fn head(setter: &mut Setter) -> Head {
    let cx = setter.cx;
    let parts = &cx.edition.official;
    let area = area(cx);
    let (line, character) = grid(cx);
    // The text's first line, below its title where it begins with one.
    let titled = |division: &Division| matches!(division.blocks.first(), Some(Block::Heading(_)));
    let titled = cx.edition.book.divisions().next().is_some_and(titled);
    let room = area.height - character - if titled { line } else { Length::ZERO };
    let style = setter.style(Role::OfficialText);
    let called = addressees(setter, &style).len() as i64;
    let full = setter.style(Role::OfficialIssuer).size;
    // A head smaller than the title would be none.
    let least = full.min(setter.style(Role::ChapterTitle).size);
    let steps = if parts.issuers.is_empty() || least == full { 0 } else { ISSUER_SIZES };
    let sizes: Vec<Length> = (0..=steps).map(|step| full - (full - least).fraction(step, steps.max(1))).collect();
    let tags = setter.tags.clone();
    let (mut smallest, mut moved, mut fits) = (least, false, false);
    for (below, moves) in [(line * called, false), (Length::ZERO, called > 0)] {
        let first = sizes.iter().find(|&&size| {
            setter.tags = tags.clone();
            rows(setter, size).1 + below <= room
        });
        if let Some(&size) = first {
            (smallest, moved, fits) = (size, moves, true);
            break;
        }
    }
    setter.tags = tags;
    let mut strips = Vec::new();
    if !parts.is_headless() {
        let (rows, end) = rows(setter, smallest);
        strips = rows.strips(area.width, end, fits);
    }
    if let Some(first) = strips.first_mut() {
        first.opening = Some(Opening { opens: Opens::Page, sink: Length::ZERO });
        first.title = Some((0, parts.title.clone()));
    }
    if !moved {
        let lines = addressees(setter, &style);
        strips.extend(lines_to_strips(cx, lines, &style, Length::ZERO));
    }
    Head { strips, moved, fits }
}

/// 主送机关, from the left edge on.
fn addressees(setter: &mut Setter, style: &BlockStyle) -> Vec<Line> {
    let Some(words) = setter.cx.edition.official.addressees.as_deref() else { return Vec::new() };
    let tag = setter.tag(TagKind::Paragraph);
    let style = BlockStyle { align: Alignment::Justify, ..style.clone() };
    let par = Par::of(&style, area(setter.cx).width);
    setter.lines(&text(words), &style, tag, &par, None)
}

/// Everything down to the title, with issuers no larger than `size`, and where what is below begins.
fn rows(setter: &mut Setter, size: Length) -> (Rows, Length) {
    let cx = setter.cx;
    let parts = &cx.edition.official;
    let mut rows = Rows::default();
    if parts.is_headless() {
        return (rows, Length::ZERO);
    }
    let (line, character) = grid(cx);
    rows.put(Point::ORIGIN, Length::ZERO, Frame::default());
    let bottom = match parts.form {
        OfficialForm::Document | OfficialForm::Minutes => document(setter, &mut rows, parts, size),
        OfficialForm::Letter => letter(setter, &mut rows, parts, size),
    };
    // Two lines stay free below it (7.3.1), more where the page's lines want it: the text stands on them.
    let top = (bottom + line * 2).round_up_to(line);
    let style = setter.style(Role::ChapterTitle);
    let tag = setter.tag(TagKind::Heading(1, parts.title.clone()));
    let lines = title(setter, &parts.title, &style, tag);
    let end = rows.title(lines, top, (character - style.size) / 2, line, character);
    (rows, end)
}

/// A title in centred lines that make a trapezium or a lozenge (7.3.1).
pub(super) fn title(setter: &mut Setter, words: &str, style: &BlockStyle, tag: TagId) -> Vec<Line> {
    let style = BlockStyle { align: Alignment::Centre, ..style.clone() };
    let par = Par { shaped: true, ..Par::of(&style, area(setter.cx).width) };
    setter.lines(&text(words), &style, tag, &par, None)
}

/// The head of a document: marks at the left, the red head, number and signatories, the red rule. Gives its foot.
fn document(setter: &mut Setter, rows: &mut Rows, parts: &OfficialParts, size: Length) -> Length {
    let cx = setter.cx;
    let style = &cx.theme.official;
    let (line, _) = grid(cx);
    let marked = marks(setter, rows, parts, Length::ZERO);
    let mut bottom = marked;
    if !parts.issuers.is_empty() {
        let top = issuer_top(cx.theme.page.margins.head, parts.form, style);
        // What stands above it moves it down, and never into it.
        bottom = issuers(setter, rows, parts, top.max(marked), size);
        rows.keep_last();
    }
    if parts.number.is_some() || !parts.signatories.is_empty() {
        let top = if bottom > Length::ZERO { bottom + line * 2 } else { bottom };
        bottom = number_and_signatories(setter, rows, parts, top);
        rows.keep_last();
    }
    if parts.issuers.is_empty() && parts.number.is_none() {
        return bottom;
    }
    bottom += style.rule_gap;
    let rule = Rect::new(Point::new(Length::ZERO, bottom), Size::new(area(cx).width, style.rule));
    rows.rule(rule, cx.theme.ink(style.colour));
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
fn letter(setter: &mut Setter, rows: &mut Rows, parts: &OfficialParts, size: Length) -> Length {
    let cx = setter.cx;
    let style = &cx.theme.official;
    let page = &cx.theme.page;
    let (line, character) = grid(cx);
    let top = issuer_top(page.margins.head, parts.form, style);
    let bottom = issuers(setter, rows, parts, top, size) + style.rule_gap;
    let ink = cx.theme.ink(style.colour);
    // Centred on the page, not on the type area; what belongs to the page hangs on its head.
    let x = (page.trim.width - style.letter_rule) / 2 - page.margins.spine;
    let mut ruled = Frame::default();
    let mut rule = |y: Length, thickness: Length| {
        ruled.push_rule(Rect::new(Point::new(x, y), Size::new(style.letter_rule, thickness)), ink);
    };
    let (thick, thin) = (style.rule * 2, style.rule);
    rule(bottom, thick);
    rule(bottom + thick + thin, thin);
    let foot = page.trim.height - page.margins.head - style.letter_foot;
    rule(foot - thick - thin * 2, thin);
    rule(foot - thick, thick);
    rows.put(Point::ORIGIN, Length::ZERO, ruled);
    // The first mark stands seven eighths of a character below the rule.
    let first = bottom + thick + thin * 2 + character.fraction(7, 8);
    let mut lowest = marks(setter, rows, parts, first);
    if let Some(number) = &parts.number {
        let text_style = setter.style(Role::OfficialText);
        let beside = [
            (&parts.copy, Role::OfficialText),
            (&parts.secrecy, Role::OfficialMark),
            (&parts.urgency, Role::OfficialMark),
        ];
        let taken = beside.into_iter().find_map(|(words, role)| words.as_deref().map(|words| (words, role)));
        let taken =
            taken.map_or(Length::ZERO, |(words, role)| setter.words(words, role, TagId::ARTIFACT).1 + character);
        let tag = setter.tag(TagKind::Paragraph);
        let width = setter.words(number, Role::OfficialText, TagId::ARTIFACT).1;
        // One that has no room beside the first mark stands below them all.
        let y = if taken + width <= area(cx).width { first } else { lowest.max(first) + (line - character) };
        let par = Par { align: Alignment::End, ..Par::of(&text_style, area(cx).width) };
        let lines = setter.lines(&text(number), &text_style, tag, &par, None);
        lowest = lowest.max(rows.lines(lines, Point::new(Length::ZERO, y), line, character));
    }
    if lowest > first { lowest } else { bottom + thick + thin * 2 }
}

/// 份号, 密级 and 紧急程度 below each other from `top`; gives their foot (7.2.1 to 7.2.3).
fn marks(setter: &mut Setter, rows: &mut Rows, parts: &OfficialParts, top: Length) -> Length {
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
        let lines = setter.plain(words, role, tag, area(setter.cx).width);
        let count = lines.len() as i64;
        foot = rows.lines(lines, Point::new(Length::ZERO, top + line * at), line, character);
        at += count;
    }
    foot
}

/// 发文机关标志, no larger than `size` and as narrow as the line; its ink begins at `top`. Gives its foot.
fn issuers(setter: &mut Setter, rows: &mut Rows, parts: &OfficialParts, top: Length, size: Length) -> Length {
    if parts.issuers.is_empty() {
        return top;
    }
    let cx = setter.cx;
    let measure = area(cx).width;
    let full = setter.style(Role::OfficialIssuer);
    let endless = |setter: &mut Setter, words: &str| setter.words(words, Role::OfficialIssuer, TagId::ARTIFACT).1;
    let widths: Vec<Length> = parts.issuers.iter().map(|words| endless(setter, words)).collect();
    let widest = widths.iter().copied().max().unwrap_or_default();
    let word = parts.word.as_deref().map_or(Length::ZERO, |word| endless(setter, word) + full.size / 2);
    // Narrow enough for the line, but a head smaller than the title would be none: a longer name takes more lines.
    let least = size.min(setter.style(Role::ChapterTitle).size);
    let style = sized(&full, full.size.scale(measure.ratio(widest + word).min(1.0)).min(size).max(least));
    let factor = style.size.ratio(full.size);
    let word = word.scale(factor);
    let room = widest.scale(factor).min(measure - word);
    let left = (measure - room - word) / 2;
    let ink = Some(cx.theme.ink(cx.theme.official.colour));
    let tag = setter.tag(TagKind::Paragraph);
    let pitch = style.size.scale(ISSUER_PITCH);
    let mut lines = Vec::new();
    for (words, width) in parts.issuers.iter().zip(widths) {
        let turns = width.scale(factor) > room + Length::pt(0.1);
        // Several names are as wide as the widest (7.2.4).
        let align = match parts.issuers.len() {
            _ if turns => Alignment::Centre,
            1 => Alignment::Start,
            _ => Alignment::Even,
        };
        let par = Par { align, balance: turns, ..Par::of(&style, room + Length::pt(0.1)) };
        lines.extend(setter.lines(&text(words), &style, tag, &par, ink));
    }
    let rise = lines.first().map_or(Length::ZERO, |line| blank_above(setter, line, style.size));
    let y = top - rise;
    let count = lines.len() as i64;
    let foot = rows.lines(lines, Point::new(left, y), pitch, style.size);
    if let Some(words) = &parts.word {
        let par = Par { align: Alignment::Start, ..Par::of(&style, measure) };
        let set = setter.lines(&text(words), &style, tag, &par, ink);
        let middle = y + pitch * (count - 1) / 2;
        rows.lines(set, Point::new(left + room + style.size / 2, middle), pitch, style.size);
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

/// 发文字号, and 签发人 of a document that goes up; gives their foot (7.2.5, 7.2.6).
fn number_and_signatories(setter: &mut Setter, rows: &mut Rows, parts: &OfficialParts, top: Length) -> Length {
    let cx = setter.cx;
    let (line, character) = grid(cx);
    let measure = area(cx).width;
    let style = setter.style(Role::OfficialText);
    let named = !parts.signatories.is_empty();
    let mut last = top;
    // Where the number ends at the latest, to stand beside the names.
    let mut limit = measure;
    // The number comes first when it is read.
    let numbered = parts.number.as_ref().map(|number| {
        let tag = setter.tag(TagKind::Paragraph);
        let align = if named { Alignment::Start } else { Alignment::Centre };
        let indent = if named { character } else { Length::ZERO };
        let par = Par { align, ..Par::of(&style, measure - indent) };
        (indent, setter.lines(&text(number), &style, tag, &par, None))
    });
    if named {
        // Names in Kai, two a line where there is room, each as wide as the widest; one character stays free on
        // either side.
        let label_width = character * 4;
        let room = measure - character * 2 - label_width;
        let tag = setter.tag(TagKind::Paragraph);
        let par = Par { align: Alignment::Start, ..Par::of(&style, room) };
        let mut set = |words: &str, named: bool| {
            let words = if named { Inline::Emphasis(vec![Inline::text(words)]) } else { Inline::text(words) };
            setter.lines(&[words], &style, tag, &par, None)
        };
        let label = set(OfficialParts::SIGNED_BY, false);
        let names: Vec<Vec<Line>> = parts.signatories.iter().map(|name| set(name, true)).collect();
        let widest = names.iter().flatten().map(|line| line.width).max().unwrap_or_default();
        let columns = if names.len() > 1 && widest * 2 + character <= room { 2 } else { 1 };
        let left = measure - character - widest * columns - character * (columns - 1);
        rows.lines(label, Point::new(left - label_width, top), line, character);
        let (mut y, mut across, mut high) = (top, 0, 0);
        for name in names {
            if across == columns {
                (y, across, high) = (y + line * high, 0, 0);
            }
            let count = name.len() as i64;
            rows.lines(name, Point::new(left + (widest + character) * across, y), line, character);
            (across, high) = (across + 1, high.max(count));
        }
        last = y + line * (high - 1).max(0);
        limit = if last == top { left - label_width } else { left };
    }
    let Some((x, lines)) = numbered else { return last + character };
    let width = lines.first().map_or(Length::ZERO, |line| line.width);
    if named && (lines.len() > 1 || x + width > limit) {
        last += line;
    }
    rows.lines(lines, Point::new(x, last), line, character)
}
