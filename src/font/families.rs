//! The families behind each face, best first. A user's own font with one of these names is picked up by it.

use super::LangSys;
use crate::model::Face;

/// The families that are a face, those drawn for the language first.
pub(super) fn own(face: Face, italic: bool, lang: LangSys) -> impl Iterator<Item = &'static str> {
    // Beside Han, upright letters are those that were drawn for them: a text face's own stand out dark.
    let beside_han = face == Face::LatinSerif && !italic && lang.is_cjk();
    let first: &[&str] = if beside_han { general(Face::Song) } else { native(face, lang) };
    first.iter().chain(general(face)).copied()
}

/// Families drawn for the forms of one region.
fn native(face: Face, lang: LangSys) -> &'static [&'static str] {
    match (face, lang) {
        (Face::Song, LangSys::Zht) => {
            &["Noto Serif TC", "Source Han Serif TC", "Noto Serif CJK TC", "Songti TC", "PMingLiU"]
        }
        (Face::Song, LangSys::Zhh) => &["Noto Serif HK", "Source Han Serif HC", "Noto Serif CJK HK", "PMingLiU_HKSCS"],
        (Face::Song, LangSys::Jan) => &[
            "Noto Serif JP",
            "Source Han Serif",
            "Noto Serif CJK JP",
            "Hiragino Mincho ProN",
            "Yu Mincho",
            "MS Mincho",
        ],
        (Face::Hei, LangSys::Zht) => &["Noto Sans TC", "Source Han Sans TC", "Noto Sans CJK TC", "PingFang TC"],
        (Face::Hei, LangSys::Zhh) => &["Noto Sans HK", "Source Han Sans HC", "Noto Sans CJK HK", "PingFang HK"],
        (Face::Hei, LangSys::Jan) => {
            &["Noto Sans JP", "Source Han Sans", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "MS Gothic"]
        }
        (Face::Kai, LangSys::Zht | LangSys::Zhh) => &["Kaiti TC", "BiauKai", "DFKai-SB"],
        _ => &[],
    }
}

fn general(face: Face) -> &'static [&'static str] {
    match face {
        Face::Song => {
            &["Noto Serif SC", "Source Han Serif SC", "Noto Serif CJK SC", "FandolSong", "Songti SC", "SimSun"]
        }
        Face::Hei => &["Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "FandolHei", "PingFang SC", "SimHei"],
        Face::Kai => &["FandolKai", "Kaiti SC", "KaiTi", "STKaiti", "Keben Kai", "LXGW WenKai"],
        Face::Fangsong => &["FandolFang R", "FandolFang", "仿宋_GB2312", "FangSong_GB2312", "FangSong", "STFangsong"],
        Face::LatinSerif => &["Source Serif 4", "Noto Serif SC"],
        Face::LatinSans => &["Source Sans 3", "Noto Sans SC"],
        Face::Mono => &["JetBrains Mono"],
    }
}

/// What stands in where a face is missing or lacks a character, best first.
pub(super) fn stand_ins(face: Face) -> &'static [&'static str] {
    match face {
        Face::Song => &["Noto Serif KR", "Noto Sans KR", "Noto Serif CJK KR", "Source Serif 4"],
        Face::Hei | Face::LatinSans => &["Noto Sans KR", "Noto Serif SC", "Noto Serif CJK KR"],
        Face::Kai | Face::LatinSerif => &["Noto Serif SC", "Noto Serif KR", "Noto Sans KR", "Noto Serif CJK KR"],
        // No free Fangsong can be shipped; Kai is the nearest in colour.
        Face::Fangsong => &["Keben Kai", "LXGW WenKai", "Noto Serif SC", "Noto Serif KR", "Noto Sans KR"],
        Face::Mono => &["Noto Sans SC", "Noto Sans KR", "Noto Serif SC"],
    }
}
