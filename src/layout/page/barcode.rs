//! The bar code of a book: an ISBN as EAN-13 (GS1 General Specifications, 5.2; ISO/IEC 15420).

use super::super::frame::{Frame, TagId};
use super::super::inline::{Line, Par};
use super::super::set::Setter;
use crate::model::{Face, Inline, Role, Weight};
use crate::resolve::Isbn;
use crate::theme::{Alignment, Ink};
use crate::unit::{Length, Point, Rect, Size};

/// Modules of the bars, from the first guard to the last.
const MODULES: i64 = 95;
/// Modules left white before and after them.
const QUIET: [i64; 2] = [11, 7];
/// Height of the bars, in modules: 22.85 mm where a module has 0.33 mm. The guards reach lower.
const HEIGHT: i64 = 69;
const GUARD: i64 = 5;
/// White above and below what stands on the panel.
const AIR: i64 = 3;
/// Size of the digits below the bars, each of which is seven modules wide, and of the lines above and below.
const DIGITS: f64 = 10.5;
const WORDS: f64 = 9.0;
/// Height of digits against their size.
const FIGURE: f64 = 0.74;

/// Digits as modules of odd parity, a set bit for a bar (set A). Set C is their complement, set B that one backwards.
const ODD: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011, 0b011_0111,
    0b000_1011,
];

/// Which of the six digits at the left are of set B. That says which digit stands before them, which has no bars of its
/// own: of an ISBN it is always 9.
const EVEN: u8 = 0b011_010;

/// The bars and spaces of thirteen digits, a module each.
fn modules(digits: &[u8; 13]) -> Vec<bool> {
    let mut made = vec![true, false, true];
    for (at, &digit) in digits[1..].iter().enumerate() {
        let odd = ODD[usize::from(digit)];
        let code = match at {
            0..6 if EVEN >> (5 - at) & 1 == 0 => odd,
            0..6 => (!odd & 0x7F).reverse_bits() >> 1,
            _ => !odd & 0x7F,
        };
        if at == 6 {
            made.extend([false, true, false, true, false]);
        }
        made.extend((0..7).rev().map(|bit| code >> bit & 1 == 1));
    }
    made.extend([true, false, true]);
    made
}

/// How wide a bar code is with modules of this width.
pub(super) fn width(module: Length) -> Length {
    module * (QUIET[0] + MODULES + QUIET[1])
}

/// The number as it is printed above the bars: as its author parts it, with thirteen digits.
fn written(isbn: &Isbn, said: &str) -> String {
    let parts = said.trim();
    let digits = parts.chars().filter(|c| c.is_alphanumeric()).count();
    if digits == isbn.digits.len() {
        return format!("ISBN {parts}");
    }
    let body: String = parts.chars().take(parts.chars().count().saturating_sub(1)).collect();
    format!("ISBN 978-{body}{}", isbn.digits[12])
}

/// The bar code on a white panel, black alone: the number as it was `said` above the bars, a price below. Every edge of a
/// bar lies on a whole number of modules.
pub(super) fn barcode(setter: &mut Setter, isbn: &Isbn, said: &str, price: Option<&str>, module: Length) -> Frame {
    let width = width(module);
    let bars_at = module * QUIET[0];
    let mut frame = Frame::default();
    let mut y = module * AIR;
    // No line is wider than the panel.
    let words = |setter: &mut Setter, frame: &mut Frame, words: &str, y: Length| {
        let size = module.scale(WORDS);
        let line = line(setter, words, size);
        let size = size.scale((width - module * 4).ratio(line.width).min(1.0));
        let line = self::line(setter, words, size);
        frame.push_frame(Point::new((width - line.width) / 2, y), line.frame);
        y + size
    };
    y = words(setter, &mut frame, &written(isbn, said), y) + module * 2;
    let modules = modules(&isbn.digits);
    let mut at = 0;
    for run in modules.chunk_by(|a, b| a == b) {
        let (from, count) = (at, run.len() as i64);
        at += count;
        if run[0] {
            let guard = from < 3 || (45..50).contains(&from) || from >= 92;
            let height = module * if guard { HEIGHT + GUARD } else { HEIGHT };
            let bar = Rect::new(Point::new(bars_at + module * from, y), Size::new(module * count, height));
            frame.push_rule(bar, Ink::BLACK);
        }
    }
    y += module * (HEIGHT + 1);
    let size = module.scale(DIGITS);
    for (at, digit) in isbn.digits.iter().enumerate() {
        let line = line(setter, &digit.to_string(), size);
        // The first stands in the white before the bars; the others below their own.
        let from = match at {
            0 => -8,
            1..7 => 3 + 7 * (at as i64 - 1),
            _ => 50 + 7 * (at as i64 - 7),
        };
        let x = bars_at + module * from + (module * 7 - line.width) / 2;
        let up = size.scale(super::super::BASELINE - FIGURE);
        frame.push_frame(Point::new(x, y - up), line.frame);
    }
    y += size.scale(FIGURE);
    if let Some(price) = price {
        y = words(setter, &mut frame, price, y + module * 2);
    }
    let mut panel = Frame::new(Size::new(width, y + module * AIR));
    panel.push_rule(Rect::new(Point::ORIGIN, panel.size), Ink::PAPER);
    panel.push_frame(Point::ORIGIN, frame);
    panel
}

/// Words in one line of plain Hei.
fn line(setter: &mut Setter, words: &str, size: Length) -> Line {
    let mut style = setter.style(Role::CoverCreator);
    style.size = size;
    style.text.size = size;
    style.text.face = Face::Hei;
    style.text.weight = Weight::Regular;
    let par = Par { align: Alignment::Start, ..Par::of(&style, Length::pt(100_000.0)) };
    let lines = setter.lines(&[Inline::text(words)], &style, TagId::ARTIFACT, &par, Some(Ink::BLACK));
    lines.into_iter().next().unwrap_or_default()
}
