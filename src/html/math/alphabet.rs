//! The mathematical alphabets of Unicode: MathML Core knows bold, script and the rest as characters of their own.

/// An alphabet that TeX's font commands choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// As mathematics has it: single letters in italics.
    #[default]
    Usual,
    Upright,
    Bold,
    Italic,
    BoldItalic,
    Double,
    Script,
    Fraktur,
    Sans,
    Mono,
}

impl Alphabet {
    /// The alphabet of a font command, of formulas or of text in them.
    pub fn of(command: &str, now: Self) -> Self {
        match command.trim_start_matches('\\') {
            "mathrm" | "textrm" | "rm" | "textup" | "textnormal" | "textmd" => Self::Upright,
            "mathbf" | "textbf" | "bf" | "bold" => Self::Bold,
            "mathit" | "textit" | "it" | "emph" | "mathnormal" => Self::Italic,
            "boldsymbol" | "bm" | "mathbfit" | "bfit" => Self::BoldItalic,
            "mathbb" | "Bbb" => Self::Double,
            "mathcal" | "cal" | "mathscr" | "scr" => Self::Script,
            "mathfrak" | "frak" => Self::Fraktur,
            "mathsf" | "textsf" | "sf" | "mathsfit" => Self::Sans,
            "mathtt" | "texttt" | "tt" => Self::Mono,
            _ => now,
        }
    }

    /// The letters and digits of a text in the alphabet; what it does not have stays.
    pub fn spell(self, text: &str) -> String {
        text.chars().map(|c| self.letter(c)).collect()
    }

    fn letter(self, c: char) -> char {
        if let Some(c) = self.exception(c) {
            return c;
        }
        let [upper, lower, digit, greek] = match self {
            Self::Usual | Self::Upright => return c,
            Self::Bold => [0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8],
            Self::Italic => [0x1D434, 0x1D44E, 0, 0x1D6E2],
            Self::BoldItalic => [0x1D468, 0x1D482, 0x1D7CE, 0x1D71C],
            Self::Double => [0x1D538, 0x1D552, 0x1D7D8, 0],
            Self::Script => [0x1D49C, 0x1D4B6, 0, 0],
            Self::Fraktur => [0x1D504, 0x1D51E, 0, 0],
            Self::Sans => [0x1D5A0, 0x1D5BA, 0x1D7E2, 0],
            Self::Mono => [0x1D670, 0x1D68A, 0x1D7F6, 0],
        };
        let (base, first) = match c {
            'A'..='Z' => (upper, 'A'),
            'a'..='z' => (lower, 'a'),
            '0'..='9' => (digit, '0'),
            'Α'..='Ω' => (greek, 'Α'),
            'α'..='ω' => (if greek == 0 { 0 } else { greek + 26 }, 'α'),
            _ => return c,
        };
        if base == 0 { c } else { char::from_u32(base + u32::from(c) - u32::from(first)).unwrap_or(c) }
    }

    /// Letters that Unicode had before the alphabets.
    fn exception(self, c: char) -> Option<char> {
        Some(match (self, c) {
            (Self::Italic, 'h') => 'ℎ',
            (Self::Double, 'C') => 'ℂ',
            (Self::Double, 'H') => 'ℍ',
            (Self::Double, 'N') => 'ℕ',
            (Self::Double, 'P') => 'ℙ',
            (Self::Double, 'Q') => 'ℚ',
            (Self::Double, 'R') => 'ℝ',
            (Self::Double, 'Z') => 'ℤ',
            (Self::Script, 'B') => 'ℬ',
            (Self::Script, 'E') => 'ℰ',
            (Self::Script, 'F') => 'ℱ',
            (Self::Script, 'H') => 'ℋ',
            (Self::Script, 'I') => 'ℐ',
            (Self::Script, 'L') => 'ℒ',
            (Self::Script, 'M') => 'ℳ',
            (Self::Script, 'R') => 'ℛ',
            (Self::Script, 'e') => 'ℯ',
            (Self::Script, 'g') => 'ℊ',
            (Self::Script, 'o') => 'ℴ',
            (Self::Fraktur, 'C') => 'ℭ',
            (Self::Fraktur, 'H') => 'ℌ',
            (Self::Fraktur, 'I') => 'ℑ',
            (Self::Fraktur, 'R') => 'ℜ',
            (Self::Fraktur, 'Z') => 'ℨ',
            _ => return None,
        })
    }
}
