//! Made from `numbering.toml` by tests/it/generated.rs: change that, not this.

use super::counter::Numerals;
use super::outline::{Level, Outline};

pub(super) const FORMAL: Numerals = Numerals {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ["", "拾", "佰", "仟"],
    myriads: ["", "万", "亿", "兆"],
    bare_ten: false,
};

pub(super) const FORMAL_HANT: Numerals = Numerals {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ["", "拾", "佰", "仟"],
    myriads: ["", "萬", "億", "兆"],
    bare_ten: false,
};

pub(super) const LOWER: Numerals = Numerals {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ["", "十", "百", "千"],
    myriads: ["", "万", "亿", "兆"],
    bare_ten: true,
};

pub(super) const LOWER_HANT: Numerals = Numerals {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ["", "十", "百", "千"],
    myriads: ["", "萬", "億", "兆"],
    bare_ten: true,
};

pub(super) const POSITIONAL: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

pub(super) const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

/// First number, last number, sign of the first.
pub(super) const CIRCLED: [(u64, u64, char); 3] = [(1, 20, '①'), (21, 35, '㉑'), (36, 50, '㊱')];

pub(super) const CHINESE: Outline = Outline {
    levels: &[
        Level { pattern: "第{cn}章", gap: true },
        Level { pattern: "{cn}、", gap: false },
        Level { pattern: "（{cn}）", gap: false },
        Level { pattern: "{ar}.", gap: false },
        Level { pattern: "（{ar}）", gap: false },
        Level { pattern: "{circ}", gap: false },
    ],
};

pub(super) const GONGWEN: Outline = Outline {
    levels: &[
        Level { pattern: "{cn}、", gap: false },
        Level { pattern: "（{cn}）", gap: false },
        Level { pattern: "{ar}.", gap: false },
        Level { pattern: "（{ar}）", gap: false },
    ],
};

pub(super) const SECTIONS: Outline = Outline {
    levels: &[
        Level { pattern: "第{cn}章", gap: true },
        Level { pattern: "第{cn}节", gap: true },
        Level { pattern: "{cn}、", gap: false },
        Level { pattern: "（{cn}）", gap: false },
        Level { pattern: "{ar}．", gap: false },
        Level { pattern: "（{ar}）", gap: false },
        Level { pattern: "{circ}", gap: false },
    ],
};

pub(super) const THESIS: Outline = Outline {
    levels: &[
        Level { pattern: "第{ar}章", gap: true },
        Level { pattern: "{path}", gap: true },
    ],
};
