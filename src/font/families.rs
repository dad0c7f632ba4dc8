//! The families behind each face, best first. A user's own font with one of these names is picked up by it.

use crate::model::Face;

/// The families of a face. Each list ends with families of the same style that cover what the first ones lack.
pub(super) fn of(face: Face) -> &'static [&'static str] {
    match face {
        Face::Song => &[
            "Noto Serif SC",
            "Source Han Serif SC",
            "Noto Serif CJK SC",
            "FandolSong",
            "Songti SC",
            "SimSun",
            "Noto Serif CJK KR",
            "Source Serif 4",
        ],
        Face::Hei => &[
            "Noto Sans SC",
            "Source Han Sans SC",
            "Noto Sans CJK SC",
            "FandolHei",
            "PingFang SC",
            "SimHei",
            "Noto Serif SC",
            "Noto Serif CJK KR",
        ],
        Face::Kai => {
            &["FandolKai", "Kaiti SC", "KaiTi", "Keben Kai", "LXGW WenKai", "Noto Serif SC", "Noto Serif CJK KR"]
        }
        Face::Fangsong => &[
            "FandolFang R",
            "FandolFang",
            "仿宋_GB2312",
            "FangSong_GB2312",
            "FangSong",
            "STFangsong",
            // No free Fangsong can be shipped; Kai is the nearest in colour.
            "Keben Kai",
            "LXGW WenKai",
            "Noto Serif SC",
            "Noto Serif CJK KR",
        ],
        Face::LatinSerif => &["Source Serif 4", "Noto Serif SC"],
        Face::LatinSans => &["Source Sans 3", "Noto Sans SC"],
        Face::Mono => &["JetBrains Mono", "Noto Sans SC", "Noto Serif SC"],
    }
}
