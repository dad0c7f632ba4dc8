//! A paragraph's inlines → lines, in four steps. In: inlines and how they are set. Out: [`Line`]s. Next: `flow`.

mod beside;
mod boundary;
mod collect;
mod faces;
mod fit;
mod gaps;
mod justify;
mod linebreak;
mod origin;
mod place;
mod prepare;
mod readings;
mod report;
mod ruby;
mod run;
mod shape;
mod visual;
mod warichu;

pub(crate) use collect::{Base, Collected, Collector};
pub(crate) use origin::Origins;
pub(crate) use place::Line;

use super::{Cx, Stage};
use crate::text::tables::STRETCH_MAX;
use crate::text::{Break, Cluster, Shaper};
use crate::theme::{Alignment, BlockStyle, Breaker, Hyphenate, Setting};
use crate::unit::Length;
use linebreak::{Broken, Hyphens};
use prepare::Prepared;

/// How a paragraph's lines are to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Par {
    /// Width of the lines.
    pub measure: Length,
    /// Indent of the first lines.
    pub indent: Length,
    /// How many lines those are: one, but more beside a drop capital.
    pub indented: usize,
    /// Indent of the other lines.
    pub hang: Length,
    /// How the lines lie.
    pub align: Alignment,
    /// How they are composed.
    pub setting: Setting,
    /// Lines of nearly equal width, for titles.
    pub balance: bool,
    /// Lines in the shape of a trapezium or a lozenge, for titles of documents.
    pub shaped: bool,
}

impl Par {
    /// Lines of a block style, without an indent.
    pub fn of(style: &BlockStyle, measure: Length) -> Self {
        Self {
            measure,
            indent: Length::ZERO,
            indented: 1,
            hang: Length::ZERO,
            align: style.align,
            setting: style.setting,
            balance: false,
            shaped: false,
        }
    }

    /// The indent of the line with this number, from 0.
    fn indent_of(&self, line: usize) -> Length {
        if line < self.indented { self.indent } else { self.hang }
    }

    /// The measure of the line with this number.
    fn measure_of(&self, line: usize) -> Length {
        self.measure - self.indent_of(line)
    }
}

/// Makes the lines of a paragraph.
pub(crate) fn paragraph(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> Vec<Line> {
    let (prepared, par) = prepared(cx, shaper, collected, par);
    let (broken, par) = break_lines(&prepared, &par);
    let mut lines = place::place(shaper, collected, &prepared, &broken, &par);
    report::report(cx, collected, &prepared, &broken, &par, &mut lines);
    lines
}

/// The same as far as `stage`; gives how many lines there are, once that is known.
pub(crate) fn until(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par, stage: Stage) -> usize {
    match stage {
        Stage::Measured => {
            prepared(cx, shaper, collected, par);
            0
        }
        Stage::Broken => {
            let (prepared, par) = prepared(cx, shaper, collected, par);
            break_lines(&prepared, &par).0.len()
        }
        Stage::Placed => paragraph(cx, shaper, collected, par).len(),
    }
}

/// A paragraph that can be broken, and how.
fn prepared(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> (Prepared, Par) {
    // Cells are not justified.
    let align = if par.setting.grid && par.align == Alignment::Justify { Alignment::Start } else { par.align };
    let par = Par { align, ..*par };
    let mut prepared = prepare::prepare(cx, shaper, collected, &par.setting, align.is_justified());
    if par.balance || par.shaped {
        prepared.keep_words(&collected.text, par.measure);
    }
    if par.shaped {
        prepared.shape(&collected.text, &par);
    }
    prepared.relieve(par.measure_of(0).min(par.measure_of(par.indented)));
    (prepared, par)
}

/// Running text is broken as a whole; what is not justified, line by line.
fn break_lines(p: &Prepared, par: &Par) -> (Vec<Broken>, Par) {
    let par = if par.balance { linebreak::balanced(p, par) } else { *par };
    let justified = par.align.is_justified();
    let choose = |hyphens| match p.setting.breaker {
        Breaker::Optimal if justified => fit::total_fit(p, &par, hyphens),
        Breaker::Optimal | Breaker::Greedy => linebreak::greedy(p, &par, hyphens),
    };
    // Chinese text divides Western words only where a line would be loose without (CJK-22), titles never.
    let freely = justified && (p.western || p.setting.hyphenate == Hyphenate::Always);
    let mut broken = choose(if freely { Hyphens::Yes } else { Hyphens::No });
    let uneven = |(number, line): (usize, &Broken)| {
        let set = justify::set_gaps(p, line, true, par.measure_of(number));
        set.ratio > STRETCH_MAX || set.rest < Length::ZERO
    };
    if justified && !freely && !p.hyphens.is_empty() && broken.iter().enumerate().any(uneven) {
        broken = choose(Hyphens::Yes);
    }
    (broken, par)
}

/// Where the lines of a paragraph may part: the character each place stands before, and how.
pub(crate) fn opportunities(cx: &Cx, shaper: &mut Shaper, collected: &Collected, par: &Par) -> Vec<(usize, Break)> {
    let p = prepare::prepare(cx, shaper, collected, &par.setting, par.align.is_justified());
    let mut next = 0;
    let number = |cluster: &Cluster| {
        let first = next;
        next += collected.text[cluster.start as usize..cluster.end as usize].chars().count();
        first
    };
    p.shaped.clusters.iter().map(number).zip(p.breaks.iter().copied()).collect()
}

/// What a text takes at most and at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Widths {
    /// On one endless line.
    pub line: Length,
    /// Its longest word: what parts only with a hyphen or where marks pile up is one.
    pub word: Length,
    /// Its longest piece that cannot be parted.
    pub piece: Length,
}

/// What the text takes at most and at least.
pub(crate) fn widths(cx: &Cx, shaper: &mut Shaper, collected: &Collected, setting: &Setting) -> Widths {
    prepare::prepare(cx, shaper, collected, setting, false).widths()
}
