//! Which fonts readers may have of their own.

use crate::model::{Face, Lang};

/// Families that readers' systems bring, by face and language. The `DK-` names are Duokan's.
pub(super) fn readers_own(face: Face, lang: &Lang) -> &'static [&'static str] {
    const LATIN: &[&str] = &["Source Serif 4", "Georgia", "Times New Roman", "serif"];
    const SANS: &[&str] = &["Source Sans 3", "Helvetica Neue", "Arial", "sans-serif"];
    match (face, lang.primary()) {
        (Face::LatinSerif, _) => LATIN,
        (Face::LatinSans, _) => SANS,
        (Face::Mono, _) => &["JetBrains Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"],
        (Face::Song, "zh") if lang.is_traditional() => {
            &["Source Han Serif TC", "Noto Serif CJK TC", "Songti TC", "LiSong Pro", "PMingLiU", "DK-SONGTI", "serif"]
        }
        (Face::Song, "zh") => &[
            "Source Han Serif SC",
            "Noto Serif SC",
            "Noto Serif CJK SC",
            "Songti SC",
            "STSong",
            "SimSun",
            "DK-SONGTI",
            "serif",
        ],
        (Face::Song, "ja") => {
            &["Source Han Serif JP", "Noto Serif CJK JP", "Hiragino Mincho ProN", "Yu Mincho", "serif"]
        }
        (Face::Song, "ko") => &["Source Han Serif KR", "Noto Serif CJK KR", "AppleMyungjo", "Batang", "serif"],
        (Face::Hei, "zh") if lang.is_traditional() => {
            &["Source Han Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", "DK-HEITI", "sans-serif"]
        }
        (Face::Hei, "zh") => &[
            "Source Han Sans SC",
            "Noto Sans SC",
            "Noto Sans CJK SC",
            "PingFang SC",
            "Heiti SC",
            "Microsoft YaHei",
            "DK-HEITI",
            "sans-serif",
        ],
        (Face::Hei, "ja") => &["Source Han Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "sans-serif"],
        (Face::Hei, "ko") => {
            &["Source Han Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "sans-serif"]
        }
        (Face::Kai, "zh") if lang.is_traditional() => &["Kaiti TC", "BiauKai", "DFKai-SB", "DK-KAITI", "serif"],
        (Face::Kai, "zh") => &["Kaiti SC", "STKaiti", "KaiTi", "DK-KAITI", "serif"],
        (Face::Fangsong, "zh") => &["STFangsong", "FangSong", "DK-FANGSONG", "serif"],
        (Face::Song | Face::Kai | Face::Fangsong, _) => LATIN,
        (Face::Hei, _) => SANS,
    }
}
