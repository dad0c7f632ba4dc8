//! A paragraph's inlines → lines, in four steps. In: inlines and how they are set. Out: [`Line`]s. Next: `flow`.

mod boundary;
mod collect;
mod fit;
mod gaps;
mod justify;
mod linebreak;
mod place;
mod prepare;
mod report;
mod ruby;

pub(crate) use collect::{Base, Collected, Collector};
pub(crate) use place::Line;

use super::Cx;
use crate::text::{Break, Shaper};
use crate::theme::{Alignment, BlockStyle, Breaker, Setting};
use crate::unit::Length;
use linebreak::Broken;
use prepare::Prepared;

/// How a paragraph's lines are to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Par {
    /// Width of the lines.
    pub measure: Length,
    /// Indent of the first line.
    pub indent: Length,
    /// How the lines lie.
    pub align: Alignment,
    /// How they are composed.
    pub setting: Setting,
    /// Lines of nearly equal width, for titles.
    pub balance: bool,
}

impl Par {
    /// Lines of a block style, without an indent.
    pub fn of(style: &BlockStyle, measure: Length) -> Self {
        Self { measure, indent: Length::ZERO, align: style.align, setting: style.setting, balance: false }
    }

    /// The measure of the line that begins with the cluster `start`.
    fn measure_at(&self, start: usize) -> Length {
        if start == 0 { self.measure - self.indent } else { self.measure }
    }
}

/// Makes the lines of a paragraph.
pub(crate) fn paragraph(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> Vec<Line> {
    // Cells are not justified.
    let align = if par.setting.grid && par.align == Alignment::Justify { Alignment::Start } else { par.align };
    let par = Par { align, ..*par };
    let mut prepared = prepare::prepare(cx, shaper, collected, &par.setting, align.is_justified());
    if par.balance {
        prepared.keep_words(&collected.text, par.measure);
    }
    prepared.relieve(par.measure.min(par.measure - par.indent));
    let (broken, par) = break_lines(&prepared, &par);
    let mut lines = place::place(shaper, collected, &prepared, &broken, &par);
    report::report(cx, collected, &prepared, &broken, &par, &mut lines);
    lines
}

/// Running text is broken as a whole; what is not justified, line by line.
fn break_lines(p: &Prepared, par: &Par) -> (Vec<Broken>, Par) {
    let par = if par.balance { linebreak::balanced(p, par) } else { *par };
    let whole = par.align.is_justified() && p.setting.breaker == Breaker::Optimal;
    let broken = if whole { fit::total_fit(p, &par, fit::Hyphens::Yes) } else { linebreak::greedy(p, &par) };
    (broken, par)
}

/// Where the lines of a paragraph may part: the character each place stands before, and how.
pub(crate) fn opportunities(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> Vec<(usize, Break)> {
    let p = prepare::prepare(cx, shaper, collected, &par.setting, par.align.is_justified());
    let starts = p.shaped.clusters.iter().map(|cluster| cluster.start as usize);
    let chars = |byte: usize| collected.text[..byte].chars().count();
    starts.map(chars).zip(p.breaks.iter().copied()).collect()
}

/// The width the text would have on one endless line, and that of its longest unbreakable piece.
pub(crate) fn widths(cx: &Cx, shaper: &mut Shaper, collected: &Collected, setting: &Setting) -> (Length, Length) {
    prepare::prepare(cx, shaper, collected, setting, false).widths()
}
