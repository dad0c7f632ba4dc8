//! Languages as fonts tell them apart.

use crate::model::Lang;

/// OpenType language systems that CJK fonts tell apart; everything else is Latin business to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LangSys {
    /// `ZHS `: Simplified Chinese.
    #[default]
    Zhs,
    /// `ZHT `: Traditional Chinese, Taiwan.
    Zht,
    /// `ZHH `: Traditional Chinese, Hong Kong.
    Zhh,
    /// `JAN `: Japanese.
    Jan,
    /// `KOR `: Korean.
    Kor,
    /// Any other language, by its first subtag.
    Other(Subtag),
}

/// The first subtag of a language tag, of two or three letters: what hyphens, word shapes and direction go by where no
/// CJK font is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subtag([u8; 3]);

impl Subtag {
    /// Of no language in particular.
    const NONE: Self = Self([0; 3]);

    fn of(lang: &Lang) -> Self {
        let mut letters = [0; 3];
        for (to, from) in letters.iter_mut().zip(lang.primary().bytes()) {
            *to = from;
        }
        Self(letters)
    }

    /// The subtag: `en`.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|letter| *letter == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..end]).expect("a subtag is of ASCII letters")
    }
}

impl LangSys {
    /// Every language system; languages without one count as one.
    pub const ALL: [Self; 6] = [Self::Zhs, Self::Zht, Self::Zhh, Self::Jan, Self::Kor, Self::Other(Subtag::NONE)];

    /// The language system of a language tag. Macao sets as Hong Kong does.
    pub fn of(lang: &Lang) -> Self {
        match lang.primary() {
            "zh" if lang.as_str().split('-').any(|part| part == "HK" || part == "MO") => Self::Zhh,
            "zh" if lang.is_traditional() => Self::Zht,
            "zh" => Self::Zhs,
            "ja" => Self::Jan,
            "ko" => Self::Kor,
            _ => Self::Other(Subtag::of(lang)),
        }
    }

    /// The system alone, without the language of those that have none.
    pub fn system(self) -> Self {
        if self.is_cjk() { self } else { Self::Other(Subtag::NONE) }
    }

    /// Whether text in it is set on the one-em frame.
    pub fn is_cjk(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// The tag HarfBuzz turns into that system, and the key of a theme's fonts.
    pub(crate) fn bcp47(&self) -> &str {
        match self {
            Self::Zhs => "zh-Hans",
            Self::Zht => "zh-Hant",
            Self::Zhh => "zh-HK",
            Self::Jan => "ja",
            Self::Kor => "ko",
            Self::Other(Subtag::NONE) => "en",
            Self::Other(tag) => tag.as_str(),
        }
    }
}
