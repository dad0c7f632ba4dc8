//! What a character is to a compositor: its class, and the blank its mark carries.
//!
//! clreq, punctuation width adjustment; jlreq appendix A; UTR #59 for letters. Unit of the boxes: 1/1000 em.

use unicode_script::{Script, UnicodeScript};

use super::LangSys;

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
    /// A picture, formula or note call in the line.
    Object,
    /// The end of a line the author wants.
    Newline,
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

impl Class {
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

    /// Whether space is put between it and Han.
    pub fn is_western(self) -> bool {
        matches!(self, Self::Latin | Self::Num | Self::Pre | Self::Post)
    }

    /// The blank a full-width mark of this class carries; `None` for what has no adjustable frame.
    pub fn frame(self, marks: Marks) -> Option<Box> {
        let parts = |lead, body, trail| Some(Box { lead, body, trail });
        match (self, marks) {
            (Self::Op, _) => parts(500, 500, 0),
            (Self::Cl, _) | (Self::Stop | Self::Pause, Marks::Gb | Marks::Jis) => parts(0, 500, 500),
            (Self::Mid | Self::Excl, Marks::Gb) => parts(0, 500, 500),
            (Self::Stop | Self::Pause | Self::Mid, Marks::Cns) | (Self::Mid, Marks::Jis) => parts(250, 500, 250),
            (Self::Dot, Marks::Cns | Marks::Jis) => parts(250, 500, 250),
            // GB/T 15834 5.1.7 and 5.1.9: half a character.
            (Self::Dot | Self::Slash, Marks::Gb) => parts(0, 500, 0),
            _ => None,
        }
    }
}

/// The class of a character alone. Marks that Western text shares (`“ — …`) come out as Chinese ones: whether they are
/// is decided by [`super::segment`] from what stands around them.
pub(super) fn of(c: char) -> Class {
    match c {
        '\u{4E00}'..='\u{9FFF}' => Class::Han,
        '0'..='9' => Class::Num,
        'A'..='Z' | 'a'..='z' => Class::Latin,
        ' ' => Class::Space,
        '\u{3000}' => Class::WideSpace,
        '\n' | '\u{2028}' => Class::Newline,
        '\u{FFFC}' => Class::Object,
        '‘' | '“' | '（' | '〔' | '［' | '｛' | '《' | '〈' | '「' | '『' | '【' | '〖' | '〘' | '〚' | '｟' | '〝' => {
            Class::Op
        }
        '’' | '”' | '）' | '〕' | '］' | '｝' | '》' | '〉' | '」' | '』' | '】' | '〗' | '〙' | '〛' | '｠' | '〞'
        | '〟' => Class::Cl,
        '。' | '．' => Class::Stop,
        '，' | '、' => Class::Pause,
        '：' | '；' => Class::Mid,
        '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' => Class::Excl,
        '·' | '‧' | '・' => Class::Dot,
        '⸺' => Class::Dash,
        '…' | '⋯' | '‥' => Class::Ellipsis,
        '—' | '–' | '‐' | '～' | '〜' | '゠' | '―' => Class::Conn,
        '／' => Class::Slash,
        '々' | '〻' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ' => Class::Iter,
        'ぁ'
        | 'ぃ'
        | 'ぅ'
        | 'ぇ'
        | 'ぉ'
        | 'っ'
        | 'ゃ'
        | 'ゅ'
        | 'ょ'
        | 'ゎ'
        | 'ゕ'
        | 'ゖ'
        | 'ァ'
        | 'ィ'
        | 'ゥ'
        | 'ェ'
        | 'ォ'
        | 'ッ'
        | 'ャ'
        | 'ュ'
        | 'ョ'
        | 'ヮ'
        | 'ヵ'
        | 'ヶ'
        | 'ー'
        | '\u{31F0}'..='\u{31FF}' => Class::Small,
        '￥' | '¥' | '＄' | '$' | '￡' | '£' | '€' | '№' | '＃' => Class::Pre,
        '％' | '%' | '‰' | '℃' | '℉' | '°' | '′' | '″' | '￠' => Class::Post,
        '\0'..='\u{7F}' => Class::Other,
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
