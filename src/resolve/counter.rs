//! Counter styles: a number as the trade writes it, and back. Knows nothing of books.
//! The signs are data: `numbering.toml`.

use super::numerals::{CIRCLED, FORMAL, FORMAL_HANT, LOWER, LOWER_HANT, POSITIONAL, STEMS};

/// How a number is written. The Chinese styles are those of CSS Counter Styles 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// 1, 2, 3.
    Decimal,
    /// 一, 十, 十一, 二十, 一百零一: the numerals of running text, in simplified characters.
    ChineseLower,
    /// The same in traditional characters (萬, 億).
    ChineseLowerHant,
    /// 壹, 贰, 叁: the numerals of money, in simplified characters.
    ChineseFormal,
    /// 壹, 貳, 參: the same in traditional characters.
    ChineseFormalHant,
    /// 二〇二〇: digit by digit, for years and for pages of vertical books.
    Positional,
    /// 甲, 乙 to 癸; there are ten.
    Stems,
    /// ① to ㊿; there are fifty.
    Circled,
    /// i, ii, iii; to 3999.
    LowerRoman,
    /// I, II, III; to 3999.
    UpperRoman,
    /// a to z, aa, ab.
    LowerAlpha,
    /// A to Z, AA, AB.
    UpperAlpha,
}

/// The number `n` in `style`; `None` where the style has no sign for it.
///
/// ```
/// use keben::resolve::number::{Style, format};
/// assert_eq!(format(Style::ChineseLower, 120).as_deref(), Some("一百二十"));
/// assert_eq!(format(Style::Circled, 51), None);
/// ```
pub fn format(style: Style, n: u64) -> Option<String> {
    match style {
        Style::Decimal => Some(n.to_string()),
        Style::ChineseLower => chinese(n, &LOWER),
        Style::ChineseLowerHant => chinese(n, &LOWER_HANT),
        Style::ChineseFormal => chinese(n, &FORMAL),
        Style::ChineseFormalHant => chinese(n, &FORMAL_HANT),
        Style::Positional => Some(n.to_string().bytes().map(|b| POSITIONAL[usize::from(b - b'0')]).collect()),
        Style::Stems => nth(&STEMS, n),
        Style::Circled => circled(n),
        Style::LowerRoman => roman(n).map(|text| text.to_lowercase()),
        Style::UpperRoman => roman(n),
        Style::LowerAlpha => alpha(n).map(|text| text.to_lowercase()),
        Style::UpperAlpha => alpha(n),
    }
}

/// Numerals with units, as `numbering.toml` has them.
pub(super) struct Numerals {
    pub digits: [char; 10],
    pub units: [&'static str; 4],
    /// Names of the powers of ten thousand.
    pub myriads: [&'static str; 4],
    /// Whether ten to nineteen leave out the 一 before 十.
    pub bare_ten: bool,
}

/// CSS Counter Styles 3, "Longhand East Asian Counter Styles": groups of four digits, and one 零 for a gap of zeros
/// inside a group or between groups; zeros at a group's end are silent.
fn chinese(n: u64, numerals: &Numerals) -> Option<String> {
    if n == 0 {
        return Some(numerals.digits[0].to_string());
    }
    let mut text = String::new();
    let mut gap = false;
    for (power, name) in numerals.myriads.iter().enumerate().rev() {
        let group = n / 10_000_u64.pow(power as u32) % 10_000;
        if group == 0 {
            gap = !text.is_empty();
            continue;
        }
        for (place, unit) in numerals.units.iter().enumerate().rev() {
            let digit = group / 10_u64.pow(place as u32) % 10;
            if digit == 0 {
                gap = !text.is_empty();
                continue;
            }
            if gap {
                text.push(numerals.digits[0]);
                gap = false;
            }
            if !(numerals.bare_ten && (10..20).contains(&n) && place == 1) {
                text.push(numerals.digits[digit as usize]);
            }
            text.push_str(unit);
        }
        gap = false;
        text.push_str(name);
    }
    // The largest name is 兆, and four digits may stand before it.
    (n < 10_000_u64.pow(4)).then_some(text)
}

fn circled(n: u64) -> Option<String> {
    let (first, _, sign) = CIRCLED.iter().find(|(first, last, _)| (first..=last).contains(&&n))?;
    char::from_u32(u32::from(*sign) + (n - first) as u32).map(String::from)
}

fn nth(signs: &[char], n: u64) -> Option<String> {
    signs.get(usize::try_from(n.checked_sub(1)?).ok()?).map(char::to_string)
}

fn roman(n: u64) -> Option<String> {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&n) {
        return None;
    }
    let mut rest = n;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

fn alpha(n: u64) -> Option<String> {
    let mut letters = Vec::new();
    let mut rest = n;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    (!letters.is_empty()).then(|| letters.iter().rev().collect())
}

/// The number that an author's written number means: the last numeral in it, in decimal or Chinese digits.
///
/// `第一百二十回` is 120, `3.` is 3, `1.4` is 4.
pub(super) fn ordinal(written: &str) -> Option<u64> {
    let mut runs = written.split(|c| sign(c).is_none()).filter(|run| !run.is_empty());
    let run = runs.next_back()?;
    let (mut total, mut group, mut digits) = (0_u64, 0_u64, None::<u64>);
    for c in run.chars() {
        match sign(c)? {
            Sign::Digit(value) => digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(value)?),
            Sign::Unit(unit) => group = group.checked_add(digits.take().unwrap_or(1).checked_mul(unit)?)?,
            Sign::Myriad(unit) => {
                let all = group.checked_add(digits.take().unwrap_or(0))?;
                total = total.checked_add(all.checked_mul(unit)?)?;
                group = 0;
            }
        }
    }
    total.checked_add(group)?.checked_add(digits.unwrap_or(0))
}

enum Sign {
    Digit(u64),
    Unit(u64),
    Myriad(u64),
}

fn sign(c: char) -> Option<Sign> {
    let digit = |zero: char| Sign::Digit(u64::from(u32::from(c) - u32::from(zero)));
    Some(match c {
        '0'..='9' => digit('0'),
        '０'..='９' => digit('０'),
        '零' | '〇' => Sign::Digit(0),
        '十' | '拾' => Sign::Unit(10),
        '百' | '佰' => Sign::Unit(100),
        '千' | '仟' => Sign::Unit(1000),
        '万' | '萬' => Sign::Myriad(10_000),
        '亿' | '億' => Sign::Myriad(100_000_000),
        '廿' => Sign::Unit(20),
        '卅' => Sign::Unit(30),
        _ => {
            let lists = ["一二三四五六七八九", "壹贰叁肆伍陆柒捌玖", "壹貳參肆伍陸柒捌玖"];
            let at = lists.iter().find_map(|list| list.chars().position(|known| known == c))?;
            Sign::Digit(at as u64 + 1)
        }
    })
}
