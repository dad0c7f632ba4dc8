//! The words on a book's spine (书脊): Han characters upright below each other, Latin words turned with the clock, so that
//! the spine of a book that lies with its front up can be read.

use unicode_vo::{Orientation, char_orientation};

use super::super::BASELINE;
use super::super::frame::{Frame, TagId};
use super::super::inline::{Line, Par};
use super::super::set::Setter;
use super::cover::scaled;
use crate::model::{Inline, Lang, Role};
use crate::theme::{Alignment, BlockStyle, Ink};
use crate::unit::{Length, Point, Size};

/// Left free on each side of the words, for folds are never exact.
const AIR: f64 = 1.5;
/// The smallest size that can be read on a shelf, in points.
const LEAST: f64 = 6.0;
/// Makers and publisher against the title.
const SMALLER: f64 = 0.7;
/// White between the parts, in the title's em.
const GAP: f64 = 1.5;
/// From one upright character to the next, in em: a column that is read downwards wants some air.
const PITCH: f64 = 1.1;
/// Steps in which a size is tried, in points.
const STEP: f64 = 0.25;

/// How broad a spine must be for words.
pub(super) fn least_width() -> Length {
    Length::pt(LEAST) + Length::mm(AIR) * 2
}

/// The words of a spine: as many as have room, the first before the others.
pub(super) struct Words {
    /// As broad as the spine, as high as its type area.
    pub frame: Frame,
    /// What had no room.
    pub left_out: Vec<String>,
}

/// Title, makers and publisher in a column as broad as the spine and so high; `tight` where they may reach to the folds.
pub(super) fn words(setter: &mut Setter, parts: &[(Role, String)], room: Size, tight: bool, ink: Option<Ink>) -> Words {
    let least = Length::pt(LEAST);
    let free = if tight { room.width.min(least) } else { Length::ZERO };
    let most = (room.width - Length::mm(AIR) * 2).max(free).min(setter.style(Role::CoverTitle).size);
    let mut frame = Frame::new(room);
    // A column is as long as its size asks for: it is measured once, in a size of its own.
    let unit = Length::pt(10.0);
    let measured: Vec<f64> =
        parts.iter().map(|(role, part)| column(setter, part, *role, unit, ink).1.ratio(unit)).collect();
    let sizes = |title: Length| {
        (0..parts.len()).map(move |at| if at == 0 { title } else { title.scale(SMALLER).max(least).min(title) })
    };
    let fits = |count: usize, title: Length| {
        let lengths: Length = sizes(title).zip(&measured).take(count).map(|(size, em)| size.scale(*em)).sum();
        lengths + title.scale(GAP) * (count as i64 - 1) <= room.height
    };
    let steps = (0..).map(|step| most - Length::pt(STEP) * step).take_while(|&size| size >= least);
    let tries = (1..=parts.len()).rev().flat_map(|count| steps.clone().map(move |size| (count, size)));
    let Some((count, size)) = tries.into_iter().find(|&(count, size)| fits(count, size)) else {
        return Words { frame, left_out: parts.iter().map(|(_, part)| part.clone()).collect() };
    };
    let mut set: Vec<(Frame, Length)> = parts[..count]
        .iter()
        .zip(sizes(size))
        .map(|((role, part), size)| column(setter, part, *role, size, ink))
        .collect();
    // The title stands at the head, the last part at the foot, what is between them in the middle of the white.
    let taken: Length = set.iter().map(|(_, height)| *height).sum();
    let gap = (room.height - taken) / (count as i64 - 1).max(1);
    let mut y = Length::ZERO;
    for (part, height) in set.drain(..) {
        frame.push_frame(Point::new((room.width - part.size.width) / 2, y), part);
        y += height + gap;
    }
    Words { frame, left_out: parts[count..].iter().map(|(_, part)| part.clone()).collect() }
}

/// What stands in a column.
enum Piece {
    /// A character that stands as it is.
    Upright(String),
    /// A mark from the lower left of its em, that stands somewhere else in a column.
    Moved(String, Moved),
    /// A word, or a mark, that is turned.
    Turned(String),
}

/// Where a mark goes, and how high it is, in em.
#[derive(Clone, Copy)]
struct Moved {
    right: f64,
    up: f64,
    height: f64,
}

impl Moved {
    /// Pause and stop marks go to the upper right. Chinese colons stay upright, in the middle (clreq, vertical writing
    /// mode; other languages turn them). Traditional Chinese has all of them in the middle anyway.
    fn of(c: char, lang: &Lang) -> Option<Self> {
        match c {
            _ if lang.is_traditional() => None,
            '，' | '、' | '。' | '．' => Some(Self { right: 0.6, up: 0.6, height: 0.5 }),
            '：' | '；' if lang.is_chinese() => Some(Self { right: 0.3, up: 0.28, height: 0.7 }),
            _ => None,
        }
    }
}

/// A text as pieces (UAX #50); one that has nothing upright is turned as a whole.
fn pieces(text: &str, lang: &Lang) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for c in text.trim().chars() {
        let moved = Moved::of(c, lang);
        let orientation = char_orientation(c);
        let turned = matches!(orientation, Orientation::Rotated | Orientation::TransformedOrRotated);
        let turned = turned && moved.is_none() && !(lang.is_chinese() && matches!(c, '：' | '；'));
        match pieces.last_mut() {
            // What combines with a character goes where that stands.
            Some(Piece::Upright(last) | Piece::Moved(last, _)) if is_mark(c) => last.push(c),
            // Brackets of Han text are turned each by itself, the letters of a word together.
            Some(Piece::Turned(last)) if turned && !is_wide(c) && !last.chars().any(is_wide) => last.push(c),
            _ if turned || c.is_whitespace() => pieces.push(Piece::Turned(c.into())),
            _ => pieces.push(match moved {
                Some(moved) => Piece::Moved(c.into(), moved),
                None => Piece::Upright(c.into()),
            }),
        }
    }
    pieces
}

/// Marks and spaces as wide as a Han character.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

/// Marks that combine: accents, and what chooses a variant of a character.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// A text in a column, as broad as its size, and how high it is.
fn column(setter: &mut Setter, text: &str, role: Role, size: Length, ink: Option<Ink>) -> (Frame, Length) {
    let style = setter.style(role);
    let style = scaled(&style, size.ratio(style.size));
    let mut frame = Frame::new(Size::new(size, Length::ZERO));
    let mut y = Length::ZERO;
    let lang = setter.cx.edition.lang.clone();
    for piece in pieces(text, &lang) {
        let (Piece::Upright(words) | Piece::Moved(words, _) | Piece::Turned(words)) = &piece;
        if words.trim().is_empty() {
            y += size / 2;
            continue;
        }
        let mut line = line(setter, words.trim(), &style, ink);
        line.frame.size = Size::new(line.width, size);
        match piece {
            Piece::Upright(_) => {
                frame.push_frame(Point::new((size - line.width).max(Length::ZERO) / 2, y), line.frame);
                y += size.scale(PITCH);
            }
            Piece::Moved(_, Moved { right, up, height }) => {
                frame.push_frame(Point::new(size.scale(right), y - size.scale(up)), line.frame);
                y += size.scale(height);
            }
            Piece::Turned(_) => {
                // Han and Latin keep a little apart, as in lines.
                let apart =
                    if words.chars().any(char::is_alphanumeric) && y > Length::ZERO { size / 4 } else { Length::ZERO };
                y += apart;
                frame.push_clockwise(Point::new(sideways(size), y), line.frame);
                let space = if words.ends_with(char::is_whitespace) { size / 4 } else { Length::ZERO };
                y += line.width + apart + space;
            }
        }
    }
    (frame, y)
}

/// How far to the right a turned line stands, so that its letters lie in the middle: capitals and ascenders reach from the
/// baseline up by about 0.7 em.
fn sideways(size: Length) -> Length {
    size.scale(0.5 - (1.0 - BASELINE) - 0.36)
}

fn line(setter: &mut Setter, words: &str, style: &BlockStyle, ink: Option<Ink>) -> Line {
    let par = Par { align: Alignment::Start, ..Par::of(style, Length::pt(100_000.0)) };
    let lines = setter.lines(&[Inline::text(words)], style, TagId::ARTIFACT, &par, ink);
    lines.into_iter().next().unwrap_or_default()
}
