//! The frame a cluster stands in, whatever its font gives: marks that are drawn narrow, or wide, are brought to the width
//! their class has in the region's style. Part of `shape`.

use super::Style;
use super::class::{Class, Marks, frame_of};
use crate::unit::Length;

/// The frame of a cluster whose glyphs are `advance` wide, and how far its ink moves in it (GB/T 15834 5.1.4 to 5.1.9).
pub(super) fn framed(class: Class, part: &str, advance: Length, style: Style) -> (Length, Length) {
    if !class.is_mark() {
        return (advance, Length::ZERO);
    }
    let mut chars = part.chars();
    let first = chars.next().unwrap_or_default();
    let Some(frame) = frame_of(class, first, Marks::of(style.lang)) else { return (advance, Length::ZERO) };
    // A single dot group is half an ellipsis.
    let half = class == Class::Ellipsis && chars.next().is_none();
    let width = style.size.fraction(frame.width(), if half { 2000 } else { 1000 });
    let room = width - advance;
    match class {
        _ if room.abs() <= style.size / 50
            && !matches!(class, Class::Dash | Class::Ellipsis | Class::Dot | Class::Conn) =>
        {
            (advance, Length::ZERO)
        }
        // A narrow quote gets the blank on its outer side (Noto JP, Kai).
        Class::Op => (width, room),
        Class::Cl => (width, Length::ZERO),
        _ => (width, room / 2),
    }
}
