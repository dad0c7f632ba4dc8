//! The gap before every cluster: how wide it is at rest, how far it shrinks and stretches, and in which step (CJK-11, 12,
//! 24, 26, 27). In: clusters. Out: [`Gap`]s. Next: `prepare` adds them up.

use super::collect::Collected;
use crate::text::tables::{
    AUTOSPACE, AUTOSPACE_MAX, AUTOSPACE_MIN, AUTOSPACE_THIRD, SHRINK_AUTOSPACE, SHRINK_BRACKET, SHRINK_DOT,
    SHRINK_PAUSE, SHRINK_STOP, SHRINK_WORD, SPACED_POSTFIX, WORD_MAX, WORD_MIN,
};
use crate::text::{Class, LangSys, Marks, Shaped, Squeezing, may_hang};
use crate::theme::{Adjacent, Autospace, Hanging, LineEnd, LineStart, Setting};
use crate::unit::{Em, Length};

/// The gap before a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    /// At rest, as the frames of its neighbours leave it; negative where a mark's blank is squeezed away.
    pub rest: Length,
    /// How much it may shrink.
    pub shrink: Length,
    /// In which step of the tables.
    pub step: u8,
    /// How it stretches.
    pub stretch: Stretch,
    /// How much it may stretch in its own step.
    pub stretch_by: Length,
}

/// In which step a gap stretches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// Never.
    #[default]
    Never,
    /// First: word spaces.
    Word,
    /// Second: between Han and Western text.
    Auto,
    /// Third: gaps without a visible blank, equally.
    Han,
    /// With the third, where a line would be loose without: beside a mark's blank, a connector, a solidus.
    Blank,
}

/// What a paragraph's clusters are measured by.
pub(super) struct Frames<'a> {
    pub collected: &'a Collected,
    pub shaped: &'a Shaped,
    pub lang: LangSys,
    pub setting: &'a Setting,
    /// The regional style of brackets, interpuncts and the rest.
    pub marks: Marks,
    /// The regional style of pause and stop marks: the font decides where their ink stands.
    pub stops: Marks,
}

impl Frames<'_> {
    fn class(&self, at: usize) -> Class {
        self.shaped.clusters[at].class
    }

    fn size(&self, at: usize) -> Length {
        self.collected.spans[self.shaped.clusters[at].span as usize].style.size
    }

    fn part(&self, at: usize) -> &str {
        let cluster = &self.shaped.clusters[at];
        &self.collected.text[cluster.start as usize..cluster.end as usize]
    }

    /// The style of a class's marks.
    fn style(&self, class: Class) -> Marks {
        if matches!(class, Class::Stop | Class::Pause | Class::Mid) { self.stops } else { self.marks }
    }

    /// Blank before and after the ink of a cluster.
    pub fn blanks(&self, at: usize) -> [Length; 2] {
        let class = self.class(at);
        let cluster = &self.shaped.clusters[at];
        match class.frame(self.style(class)) {
            Some(frame) if frame.lead + frame.trail > 0 && cluster.count > 0 => {
                let size = self.size(at);
                let lead = size.fraction(frame.lead, 1000);
                // Half of a row of ！ has no blank: what the frame has lost is not there.
                [lead, (cluster.advance - lead - size.fraction(frame.body, 1000)).max(Length::ZERO)]
            }
            _ => [Length::ZERO; 2],
        }
    }

    /// Blank that goes when the cluster begins a line (CJK-13).
    pub fn lead(&self, at: usize) -> Length {
        match self.setting.line_start {
            LineStart::Trim if self.class(at) == Class::Op => self.blanks(at)[0],
            LineStart::Trim | LineStart::Keep => Length::ZERO,
        }
    }

    /// Blank that goes, or may go, when the cluster ends a line (GB/T 15834 5.1.10; CJK-14).
    pub fn trail(&self, at: usize) -> Length {
        let class = self.class(at);
        if !class.is_mark() {
            return Length::ZERO;
        }
        match (self.setting.line_end, class.kept_at_end(self.style(class))) {
            (LineEnd::Keep, _) | (_, None) => Length::ZERO,
            (LineEnd::Trim | LineEnd::Allow, Some(kept)) => {
                (self.blanks(at)[1] - self.size(at).fraction(kept, 1000)).max(Length::ZERO)
            }
        }
    }

    /// How far the cluster reaches out of the line when it hangs: one mark, whole, and none after another mark (CJK-15).
    pub fn hang(&self, at: usize) -> Length {
        if self.setting.hanging == Hanging::None {
            return Length::ZERO;
        }
        let alone = at.checked_sub(1).is_none_or(|before| {
            !matches!(self.class(before), Class::Cl | Class::Stop | Class::Pause | Class::Mid | Class::Excl)
        });
        let mark = self.class(at).is_mark() && self.part(at).chars().any(|c| may_hang(c, self.marks));
        if alone && mark { self.shaped.clusters[at].advance } else { Length::ZERO }
    }

    /// The gaps before all clusters; the first is none.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = vec![Gap::default(); self.shaped.clusters.len()];
        for (at, gap) in gaps.iter_mut().enumerate().skip(1) {
            *gap = if self.class(at - 1) == Class::Space { self.after_space(at) } else { self.between(at) };
            if !self.setting.shrink {
                gap.shrink = Length::ZERO;
            }
        }
        gaps
    }

    fn between(&self, at: usize) -> Gap {
        let (before, after) = (self.class(at - 1), self.class(at));
        // Most of any Chinese text, said at once.
        if before == Class::Han && after == Class::Han {
            let stretch = if self.setting.grid { Stretch::Never } else { Stretch::Han };
            return Gap { stretch, ..Gap::default() };
        }
        if let Some(han) = self.spaced(at - 1, at) {
            return self.autospace(han, Em(AUTOSPACE).at(self.size(han)));
        }
        if !before.is_mark() && !after.is_mark() {
            return Gap { stretch: self.opening(before, after, false), ..Gap::default() };
        }
        let (trail, lead) = (self.blanks(at - 1)[1], self.blanks(at)[0]);
        let blank = trail + lead;
        let kept = if self.setting.adjacent == Adjacent::None {
            blank
        } else {
            // Of marks of two sizes the larger one's blank counts.
            let size = match (trail > Length::ZERO, lead > Length::ZERO) {
                (true, false) => self.size(at - 1),
                (false, true) => self.size(at),
                _ => self.size(at - 1).max(self.size(at)),
            };
            size.fraction(before.kept(after, self.squeezing(before, after)), 1000).min(blank)
        };
        let step = if matches!(before, Class::Stop | Class::Excl) && trail > Length::ZERO {
            SHRINK_STOP
        } else if before == Class::Dot || after == Class::Dot {
            SHRINK_DOT
        } else if matches!(before, Class::Pause | Class::Mid)
            || matches!(after, Class::Pause | Class::Mid | Class::Stop)
        {
            SHRINK_PAUSE
        } else {
            SHRINK_BRACKET
        };
        Gap {
            rest: kept - blank,
            shrink: kept,
            step,
            stretch: self.opening(before, after, kept > Length::ZERO),
            ..Gap::default()
        }
    }

    fn squeezing(&self, before: Class, after: Class) -> Squeezing {
        let marks = if self.stops != self.marks && [before, after].iter().any(|class| self.style(*class) != self.marks)
        {
            self.stops
        } else {
            self.marks
        };
        match (marks, self.setting.adjacent) {
            (Marks::Gb, _) => Squeezing::Gb,
            (Marks::Cns, Adjacent::Clreq) => Squeezing::CnsClreq,
            (Marks::Cns, _) if self.lang == LangSys::Zhh => Squeezing::CnsClreq,
            (Marks::Cns, _) => Squeezing::Cns,
            (Marks::Jis, _) => Squeezing::Jis,
        }
    }

    /// Whether a gap that is neither a space nor an autospace may open.
    fn opening(&self, before: Class, after: Class, blank: bool) -> Stretch {
        let frames = |class: Class| class.is_ideograph() || matches!(class, Class::Hangul | Class::WideSpace);
        let japanese = self.lang == LangSys::Jan;
        match (before, after) {
            _ if self.setting.grid => Stretch::Never,
            _ if japanese && (before.never_opens_in_japanese() || after.never_opens_in_japanese()) => Stretch::Never,
            _ if blank => Stretch::Blank,
            _ if before.opens_late() || after.opens_late() => Stretch::Blank,
            (before, after) if frames(before) && frames(after) => Stretch::Han,
            // A bracket stays close to what it encloses, and two marks close to each other.
            (Class::Op, _) | (_, Class::Cl) => Stretch::Never,
            (before, after) if before.is_mark() && after.is_mark() => Stretch::Never,
            (before, after) if (frames(before) && after.is_mark()) || (before.is_mark() && frames(after)) => {
                Stretch::Han
            }
            // Without autospace the border of Western text is a gap like others.
            (before, after)
                if self.setting.autospace == Autospace::Off
                    && (before.is_ideograph() && after.is_spaced() || after.is_ideograph() && before.is_spaced()) =>
            {
                Stretch::Han
            }
            _ => Stretch::Never,
        }
    }

    /// The Han beside which space to Western text belongs, where it belongs between the two.
    fn spaced(&self, before: usize, after: usize) -> Option<usize> {
        if self.setting.autospace == Autospace::Off {
            return None;
        }
        let (first, second) = (self.class(before), self.class(after));
        // A raised or lowered character belongs to its base.
        let rise = |at: usize| self.collected.pieces[self.shaped.clusters[at].span as usize].rise;
        let western = Class::is_spaced;
        // A number's own mark passes the gap on: `50%的`.
        let passes = first == Class::Post && self.part(before).contains(|c| SPACED_POSTFIX.contains(c));
        let han = if first.is_ideograph() && western(second) {
            before
        } else if (western(first) || passes) && second.is_ideograph() {
            after
        } else {
            return None;
        };
        (rise(before) == rise(after)).then_some(han)
    }

    fn autospace(&self, han: usize, rest: Length) -> Gap {
        let size = self.size(han);
        if self.setting.autospace == Autospace::Fixed {
            return Gap { rest, ..Gap::default() };
        }
        let most = if self.setting.autospace == Autospace::Third { AUTOSPACE_THIRD } else { AUTOSPACE_MAX };
        Gap {
            rest,
            shrink: (rest - Em(AUTOSPACE_MIN).at(size)).max(Length::ZERO),
            step: SHRINK_AUTOSPACE,
            stretch: Stretch::Auto,
            stretch_by: (Em(most).at(size) - rest).max(Length::ZERO),
        }
    }

    /// What a typed space may do is written at the gap after it.
    fn after_space(&self, at: usize) -> Gap {
        let space = &self.shaped.clusters[at - 1];
        if let Some(han) = at.checked_sub(2).and_then(|before| self.spaced(before, at)) {
            return Gap { rest: Length::ZERO, ..self.autospace(han, space.advance) };
        }
        let size = self.size(at - 1);
        let least = Em(WORD_MIN).at(size);
        let most = Em(WORD_MAX).at(size);
        Gap {
            rest: Length::ZERO,
            shrink: (space.advance - least).max(Length::ZERO),
            step: SHRINK_WORD,
            stretch: Stretch::Word,
            stretch_by: (most - space.advance).max(Length::ZERO),
        }
    }
}

/// Frames that change before gaps are measured: a space typed between Han and Western text becomes the quarter em that
/// belongs there; ！ and ？ in a row share their frames (GB/T 15834 5.1.2); in a grid Western text fills whole cells.
pub(super) fn settle(frames: &Frames) -> Vec<(usize, Length)> {
    let mut changes = Vec::new();
    let clusters = &frames.shaped.clusters;
    let mut row = 0;
    for at in 0..clusters.len() {
        let class = clusters[at].class;
        let between = class == Class::Space && at > 0 && at + 1 < clusters.len();
        if between && let Some(han) = frames.spaced(at - 1, at + 1) {
            changes.push((at, Em(AUTOSPACE).at(frames.size(han))));
        }
        row = if class == Class::Excl { row + 1 } else { 0 };
        let ends = clusters.get(at + 1).is_none_or(|next| next.class != Class::Excl);
        if row > 0 && row % 2 == 0 && ends && frames.marks == Marks::Gb && frames.setting.adjacent != Adjacent::None {
            changes.push((at, frames.size(at) / 2));
        }
    }
    changes
}
