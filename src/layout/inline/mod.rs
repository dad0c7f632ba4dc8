//! A paragraph's inlines → lines, in four steps. In: inlines and how they are set. Out: [`Line`]s. Next: `flow`.

mod collect;
mod faces;
mod fit;
mod justify;
mod linebreak;
mod place;
mod prepare;
mod ruby;

pub(crate) use collect::{Base, Collected, Collector};
pub(crate) use place::Line;

use super::Cx;
use crate::text::Shaper;
use crate::theme::Alignment;
use crate::unit::Length;

/// How a paragraph's lines are to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Par {
    /// Width of the lines.
    pub measure: Length,
    /// Indent of the first line.
    pub indent: Length,
    /// How the lines lie.
    pub align: Alignment,
    /// Lines of nearly equal width, for titles.
    pub balance: bool,
}

/// Makes the lines of a paragraph.
pub(crate) fn paragraph(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> Vec<Line> {
    let mut prepared = prepare::prepare(cx, shaper, collected);
    if par.balance {
        prepared.keep_words(&collected.text, par.measure);
    }
    let par = if par.balance { linebreak::balanced(&prepared, par) } else { *par };
    // Running text is broken as a whole; what is not justified, or holds a piece wider than the line, line by line.
    let whole = par.align == Alignment::Justify && linebreak::widths(&prepared).1 <= par.measure - par.indent;
    let breaks = if whole { fit::total_fit(&prepared, &par) } else { linebreak::greedy(&prepared, &par) };
    place::place(shaper, collected, &prepared, &breaks, &par)
}

/// The width the text would have on one endless line, and that of its longest unbreakable piece.
pub(crate) fn widths(cx: &Cx, shaper: &mut Shaper, collected: &Collected) -> (Length, Length) {
    let prepared = prepare::prepare(cx, shaper, collected);
    linebreak::widths(&prepared)
}
