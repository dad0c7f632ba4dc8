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
    /// Any other language.
    Other,
}

impl LangSys {
    /// Every language system.
    pub const ALL: [Self; 6] = [Self::Zhs, Self::Zht, Self::Zhh, Self::Jan, Self::Kor, Self::Other];

    /// The language system of a language tag. Macao sets as Hong Kong does.
    pub fn of(lang: &Lang) -> Self {
        match lang.primary() {
            "zh" if lang.as_str().split('-').any(|part| part == "HK" || part == "MO") => Self::Zhh,
            "zh" if lang.is_traditional() => Self::Zht,
            "zh" => Self::Zhs,
            "ja" => Self::Jan,
            "ko" => Self::Kor,
            _ => Self::Other,
        }
    }

    /// Whether text in it is set on the one-em frame.
    pub fn is_cjk(self) -> bool {
        self != Self::Other
    }

    /// The tag HarfBuzz turns into that system, and the key of a theme's fonts.
    pub(crate) fn bcp47(self) -> &'static str {
        match self {
            Self::Zhs => "zh-Hans",
            Self::Zht => "zh-Hant",
            Self::Zhh => "zh-HK",
            Self::Jan => "ja",
            Self::Kor => "ko",
            Self::Other => "en",
        }
    }
}
