//! What follows the text: the note of attachments, who was there, signature and date, the remark (7.3.4 to 7.3.6, 10.3).

use super::super::flow::{Strip, lines_to_strips};
use super::super::frame::TagKind;
use super::super::inline::{Line, Par};
use super::super::set::{Setter, room};
use super::{area, grid, text};
use crate::model::Role;
use crate::resolve::OfficialParts;
use crate::theme::Alignment;
use crate::unit::{Length, Point};

/// Characters that stay free at the right of an unsealed signature, and that its date stands in from it.
const IN: i64 = 2;
/// Characters that stay free at the right of a sealed date.
const SEALED_IN: i64 = 4;
/// Lines that a seal wants above the signature: it begins within a line of the text and covers signature and date.
const SEAL_LINES: i64 = 2;

/// The strips below the text: all together where that is no more than half a page, else what ends one part with the next.
pub(super) fn strips(setter: &mut Setter) -> Vec<Strip> {
    let parts = [attachments(setter), attendance(setter), signature(setter), note(setter)];
    let height: Length = parts.iter().flatten().map(|strip| strip.before + strip.advance).sum();
    let whole = height * 2 <= area(setter.cx).height;
    let mut strips = Vec::new();
    for mut part in parts {
        let count = part.len();
        for (at, strip) in part.iter_mut().enumerate() {
            strip.keep |= whole || at == 0 || at + 2 >= count;
        }
        strips.append(&mut part);
    }
    if let Some(last) = strips.last_mut() {
        last.keep = false;
    }
    strips
}

/// 附件：1. … one line below the text, two characters in; names hang (7.3.4).
fn attachments(setter: &mut Setter) -> Vec<Strip> {
    let cx = setter.cx;
    let names = &cx.edition.official.attachments;
    let (line, character) = grid(cx);
    let measure = area(cx).width;
    let several = names.len() > 1;
    // 附件： is three characters wide; a number takes half a one for each digit and its point.
    let label_at = character * 2;
    let number_at = character * 5;
    let digits = if several { names.len().to_string().len() as i64 + 1 } else { 0 };
    let name_at = number_at + character * digits / 2;
    let mut strips = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let tag = setter.tag(TagKind::Paragraph);
        let mut first = room(measure, character);
        if at == 0 {
            let (words, _) = setter.words(OfficialParts::ATTACHED, Role::OfficialText, tag);
            first.push_frame(Point::new(label_at, Length::ZERO), words);
        }
        if several {
            let (words, _) = setter.words(&format!("{}.", at + 1), Role::OfficialText, tag);
            first.push_frame(Point::new(number_at, Length::ZERO), words);
        }
        let style = setter.style(Role::OfficialText);
        let lines = setter.plain(name, Role::OfficialText, tag, measure - name_at);
        let mut own = lines_to_strips(cx, lines, &style, name_at);
        if let Some(strip) = own.first_mut() {
            let words = std::mem::replace(&mut strip.frame, first);
            strip.frame.push_frame(Point::ORIGIN, words);
            strip.before = if at == 0 { line } else { Length::ZERO };
        }
        strips.extend(own);
    }
    strips
}

/// 出席, 请假, 列席: the word in Hei, two characters in, one line below the text; names hang (10.3).
fn attendance(setter: &mut Setter) -> Vec<Strip> {
    let cx = setter.cx;
    let (line, character) = grid(cx);
    let measure = area(cx).width;
    let (label_at, name_at) = (character * 2, character * 5);
    let mut strips = Vec::new();
    for (word, names) in &cx.edition.official.attendance {
        let tag = setter.tag(TagKind::Paragraph);
        let mut first = room(measure, character);
        let (label, _) = setter.words(word, Role::OfficialMark, tag);
        first.push_frame(Point::new(label_at, Length::ZERO), label);
        let style = setter.style(Role::OfficialText);
        let lines = setter.plain(names, Role::OfficialText, tag, measure - name_at);
        let mut own = lines_to_strips(cx, lines, &style, name_at);
        if let Some(strip) = own.first_mut() {
            let words = std::mem::replace(&mut strip.frame, first);
            strip.frame.push_frame(Point::ORIGIN, words);
            strip.before = line;
        }
        strips.extend(own);
    }
    strips
}

/// 发文机关署名 and 成文日期 (7.3.5.1, 7.3.5.2).
fn signature(setter: &mut Setter) -> Vec<Strip> {
    let cx = setter.cx;
    let parts = &cx.edition.official;
    let (line, character) = grid(cx);
    let measure = area(cx).width;
    // What is wider than the line goes on on the next.
    let mut set = |words: &str| {
        let tag = setter.tag(TagKind::Paragraph);
        setter.plain(words, Role::OfficialText, tag, measure - character * IN)
    };
    let signatures: Vec<Line> = parts.signatures.iter().flat_map(|name| set(name)).collect();
    let dates: Vec<Line> = parts.date.as_deref().map(&mut set).unwrap_or_default();
    let widest = signatures.iter().map(|line| line.width).max().unwrap_or_default();
    let dated = dates.iter().map(|line| line.width).max().unwrap_or_default();
    let (sign_at, date_at) = if parts.sealed {
        // The signature is centred over the date; one that would leave the page takes the date with it.
        let date_at = measure - character * SEALED_IN - dated;
        let over = (date_at + (dated + widest) / 2 - measure).max(Length::ZERO);
        (date_at + (dated - widest) / 2 - over, date_at - over)
    } else if dated > widest {
        let date_at = measure - character * IN - dated;
        (date_at - character * IN, date_at)
    } else {
        let sign_at = measure - character * IN - widest;
        (sign_at, sign_at + character * IN)
    };
    // Minutes and the like have a date and no signature.
    let date_at = if signatures.is_empty() { measure - character * SEALED_IN - dated } else { date_at };
    let sealed = parts.sealed;
    let signed = signatures.into_iter().map(|line| {
        let x = if sealed { sign_at + (widest - line.width) / 2 } else { sign_at };
        (line.frame, x)
    });
    let lines: Vec<_> = signed.chain(dates.into_iter().map(|line| (line.frame, date_at))).collect();
    let above = if sealed { line * SEAL_LINES } else { line };
    let strip = |(at, (words, x)): (usize, (super::super::Frame, Length))| {
        let mut frame = room(measure, character);
        frame.push_frame(Point::new(x.max(Length::ZERO), Length::ZERO), words);
        let before = if at == 0 { above } else { Length::ZERO };
        Strip { frame, advance: line, before, grid: true, ..Strip::default() }
    };
    lines.into_iter().enumerate().map(strip).collect()
}

/// 附注 in its brackets, two characters in, on the line below the date (7.3.6).
fn note(setter: &mut Setter) -> Vec<Strip> {
    let cx = setter.cx;
    let Some(words) = &cx.edition.official.note else { return Vec::new() };
    let (_, character) = grid(cx);
    let style = setter.style(Role::OfficialText);
    let tag = setter.tag(TagKind::Paragraph);
    let par = Par { align: Alignment::Justify, indent: character * 2, ..Par::of(&style, area(cx).width) };
    let lines: Vec<Line> = setter.lines(&text(words), &style, tag, &par, None);
    lines_to_strips(cx, lines, &style, Length::ZERO)
}
