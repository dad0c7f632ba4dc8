//! What a character is to a compositor: its class, and the blank its mark carries.
//!
//! clreq, punctuation width adjustment; jlreq appendix A; UTR #59 for letters. Unit of the boxes: 1/1000 em.

use unicode_script::{Script, UnicodeScript};

use super::{LangSys, tables};
use crate::theme::Kinsoku;

/// Stands in the text for a formula: invisible function application, a letter to UAX #14.
pub const FORMULA: char = '\u{2061}';

/// The classes. The marks' names are those of clreq's adjustment tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Opening brackets and quotes.
    Op,
    /// Closing brackets and quotes.
    Cl,
    /// 。 and ．
    Stop,
    /// ， and 、
    Pause,
    /// ： and ；
    Mid,
    /// ？ and ！
    Excl,
    /// Interpunct.
    Dot,
    /// Two-em dash.
    Dash,
    /// Ellipsis.
    Ellipsis,
    /// Connectors: single dash, wave.
    Conn,
    /// Solidus used as a dividing mark.
    Slash,
    /// Iteration marks.
    Iter,
    /// Small kana and the prolonged sound mark.
    Small,
    /// Goes with the number after it.
    Pre,
    /// Goes with the number before it.
    Post,
    /// Digits.
    Num,
    /// Letters that take space beside Han.
    Latin,
    /// U+0020.
    Space,
    /// U+3000.
    WideSpace,
    /// Everything set on the one-em frame.
    Han,
    /// Hangul syllables: break like Han, spaced like Latin.
    Hangul,
    /// Western marks and all the rest.
    Other,
    /// A picture or note call in the line.
    Object,
    /// The end of a line the author wants.
    Newline,
    /// A formula, or part of one: stands among other characters as a Western word does.
    Formula,
}

/// How the marks of a text lie in their frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marks {
    /// Mainland China: at the line start's side, half an em of blank after (GB/T 15834).
    Gb,
    /// Taiwan and Hong Kong: pause and stop marks in the middle of the frame.
    Cns,
    /// Japan.
    Jis,
}

impl Marks {
    /// The style of a language system.
    pub fn of(lang: LangSys) -> Self {
        match lang {
            LangSys::Zht | LangSys::Zhh => Self::Cns,
            LangSys::Jan => Self::Jis,
            LangSys::Zhs | LangSys::Kor | LangSys::Other(_) => Self::Gb,
        }
    }
}

/// The parts of a mark's frame, in 1/1000 em: blank, ink, blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Box {
    /// Blank before the ink.
    pub lead: i64,
    /// The ink's part.
    pub body: i64,
    /// Blank after the ink.
    pub trail: i64,
}

impl Box {
    /// The whole frame.
    pub fn width(self) -> i64 {
        self.lead + self.body + self.trail
    }
}

/// A set of classes, from the tables.
fn has(set: u32, class: Class) -> bool {
    set >> class as u32 & 1 == 1
}

impl Class {
    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Op => "op",
            Self::Cl => "cl",
            Self::Stop => "stop",
            Self::Pause => "pause",
            Self::Mid => "mid",
            Self::Excl => "excl",
            Self::Dot => "dot",
            Self::Dash => "dash2",
            Self::Ellipsis => "ellip",
            Self::Conn => "conn",
            Self::Slash => "slash",
            Self::Iter => "iter",
            Self::Small => "small",
            Self::Pre => "pre",
            Self::Post => "post",
            Self::Num => "num",
            Self::Latin => "latin",
            Self::Space => "wsp",
            Self::WideSpace => "isp",
            Self::Han => "han",
            Self::Hangul => "hangul",
            Self::Other => "other",
            Self::Object => "object",
            Self::Newline => "newline",
            Self::Formula => "formula",
        }
    }

    /// Whether this is one of the Chinese marks that carry blanks or rules.
    pub fn is_mark(self) -> bool {
        matches!(
            self,
            Self::Op
                | Self::Cl
                | Self::Stop
                | Self::Pause
                | Self::Mid
                | Self::Excl
                | Self::Dot
                | Self::Dash
                | Self::Ellipsis
                | Self::Conn
                | Self::Slash
        )
    }

    /// Whether keben's own break rules speak of it, rather than UAX #14.
    pub fn is_cjk(self) -> bool {
        self.is_mark() || matches!(self, Self::Iter | Self::Small | Self::WideSpace | Self::Han | Self::Hangul)
    }

    /// Whether it takes part in the one-em frame without being a mark.
    pub fn is_ideograph(self) -> bool {
        matches!(self, Self::Han | Self::Iter | Self::Small)
    }

    /// Whether it is set in the Western face and belongs to Western words and numbers.
    pub fn is_western(self) -> bool {
        matches!(self, Self::Latin | Self::Num | Self::Pre | Self::Post)
    }

    /// Whether it takes space beside Han.
    pub fn is_spaced(self) -> bool {
        matches!(self, Self::Latin | Self::Num | Self::Formula)
    }

    /// Whether the layout puts something there that is no character.
    pub fn is_object(self) -> bool {
        matches!(self, Self::Object | Self::Formula)
    }

    /// The frame of a mark of this class; `None` for what is as wide as its glyph.
    pub fn frame(self, marks: Marks) -> Option<Box> {
        let [lead, body, trail] = tables::BOXES[marks as usize][self as usize]?.map(i64::from);
        Some(Box { lead, body, trail })
    }

    /// The blank between its body and that of the class after it, on one line and of one size, in 1/1000 em: what is
    /// left where blanks meet, or the space between Han and Western text.
    pub fn kept(self, after: Self, squeezing: Squeezing) -> i64 {
        i64::from(tables::KEPT[squeezing as usize][self as usize][after as usize])
    }

    /// The blank it keeps at a line's end, in 1/1000 em; `None`: all of it.
    pub fn kept_at_end(self, marks: Marks) -> Option<i64> {
        tables::END[marks as usize][self as usize].map(i64::from)
    }

    /// Whether a gap beside it opens only where nothing else helps.
    pub fn opens_late(self) -> bool {
        has(tables::STRETCH_AVOID, self)
    }

    /// Whether no gap beside it opens in Japanese (jlreq, appendix E).
    pub fn never_opens_in_japanese(self) -> bool {
        has(tables::STRETCH_NEVER_JAPANESE, self)
    }

    /// Whether it may not begin a line at a level of prohibition.
    pub(super) fn starts_no_line(self, level: Level, lang: LangSys) -> bool {
        let japanese = if lang == LangSys::Jan { tables::NOT_START_JAPANESE[level as usize] } else { 0 };
        has(tables::NOT_START[level as usize] | japanese, self)
    }

    /// Whether it may not end a line at a level of prohibition.
    pub(super) fn ends_no_line(self, level: Level) -> bool {
        has(tables::NOT_END[level as usize], self)
    }
}

/// Whether a mark may hang outside the measure, in horizontal lines.
pub fn may_hang(mark: char, marks: Marks) -> bool {
    tables::HANG[marks as usize].contains(mark)
}

/// How marks that meet are squeezed: a region's way, or clreq's principle for centred marks (Hong Kong).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Squeezing {
    /// Mainland China.
    Gb,
    /// Taiwan: brackets only.
    Cns,
    /// Hong Kong: centred marks too.
    CnsClreq,
    /// Japan.
    Jis,
}

/// A level of prohibition that a language has been asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    None,
    Basic,
    Gb,
    Strict,
}

impl Level {
    /// The level of a setting; by language where it leaves that open.
    pub fn of(kinsoku: Kinsoku, lang: LangSys) -> Self {
        match (kinsoku, lang) {
            (Kinsoku::None, _) => Self::None,
            (Kinsoku::Basic, _) | (Kinsoku::Auto, LangSys::Zht | LangSys::Zhh | LangSys::Kor) => Self::Basic,
            (Kinsoku::Gb, _) | (Kinsoku::Auto, LangSys::Zhs | LangSys::Other(_)) => Self::Gb,
            (Kinsoku::Strict, _) | (Kinsoku::Auto, LangSys::Jan) => Self::Strict,
        }
    }
}

/// The frame of one mark: connectors of one class differ in width.
pub(super) fn frame_of(class: Class, first: char, marks: Marks) -> Option<Box> {
    if class == Class::Conn {
        let body = if tables::CONN_HALF[marks as usize].contains(first) { 500 } else { 1000 };
        return Some(Box { lead: 0, body, trail: 0 });
    }
    class.frame(marks)
}

/// The class of a character alone. Marks that Western text shares (`“ — … /`) come out as Chinese ones: whether they are
/// is decided by [`super::segment`] from what stands around them.
pub(super) fn of(c: char) -> Class {
    match c {
        '\u{4E00}'..='\u{9FFF}' => Class::Han,
        '0'..='9' => Class::Num,
        'A'..='Z' | 'a'..='z' => Class::Latin,
        ' ' => Class::Space,
        '\u{3000}' => Class::WideSpace,
        // UAX #14 LB4, LB5: what ends a line whatever follows.
        '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '\u{FFFC}' => Class::Object,
        FORMULA => Class::Formula,
        _ => tables::listed(c).unwrap_or_else(|| by_range(c)),
    }
}

fn by_range(c: char) -> Class {
    match c {
        '\0'..='\u{7F}' => Class::Other,
        '\u{31F0}'..='\u{31FF}' => Class::Small,
        '\u{3001}'..='\u{33FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' => Class::Han,
        // Circled and enclosed numbers, geometric shapes: one-em frames in Chinese books.
        '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{25FF}' | '\u{2605}'..='\u{2606}' => Class::Han,
        _ => match c.script() {
            Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo => Class::Han,
            Script::Hangul => Class::Hangul,
            Script::Latin | Script::Greek | Script::Cyrillic => Class::Latin,
            _ => Class::Other,
        },
    }
}
