//! Numbers before titles: `第一章`, `卷二`, `一、`, `（一）`, `1.`, `1.2`, `Chapter 3`. In: a line. Out: number and rest.

use crate::model::{Inline, Title};

/// What a number belongs to, from the outermost to the innermost of a usual Chinese text
/// (GB/T 9704 7.3.3 has 一、 above （一） above 1. above （1）).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Series {
    /// 编、卷、部、篇.
    Part,
    /// 章、回 and their like.
    Chapter,
    /// 节.
    Section,
    /// `一、`
    Han,
    /// `（一）`
    HanParen,
    /// `1.`, `1．`, `1、`
    Arabic,
    /// `（1）`, `1）`
    ArabicParen,
    /// `1.2`, with blanks after it.
    Dotted,
}

impl Series {
    /// All of them, outermost first.
    pub(crate) const ALL: [Self; 8] = [
        Self::Part,
        Self::Chapter,
        Self::Section,
        Self::Han,
        Self::HanParen,
        Self::Arabic,
        Self::ArabicParen,
        Self::Dotted,
    ];

    /// Whether such a number cannot well be anything but a title's.
    pub(crate) fn is_strong(self) -> bool {
        self <= Self::Section
    }
}

/// A line that begins with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbered<'t> {
    /// The number as written, with its mark.
    pub number: &'t str,
    /// What follows, without the blanks between.
    pub rest: &'t str,
    pub series: Series,
    pub value: u32,
}

/// Reads the number at the start of a line.
pub(crate) fn parse(line: &str) -> Option<Numbered<'_>> {
    let (end, series, value) = ordinal(line)
        .or_else(|| volume(line))
        .or_else(|| english(line))
        .or_else(|| paren(line))
        .or_else(|| counted(line))?;
    let (number, rest) = line.split_at(end);
    Some(Numbered { number: number.trim_end(), rest: rest.trim_start(), series, value })
}

/// Splits the number off a title that a notation left in its text.
pub(crate) fn split(title: &mut Title, dotted: bool) {
    if title.number.is_some() {
        return;
    }
    let Some(Inline::Text(first)) = title.content.first() else { return };
    let Some(found) = parse(first.trim_start()) else { return };
    let weak = found.series == Series::Dotted || (found.series == Series::Arabic && found.rest.is_empty());
    if (weak && !dotted) || (found.rest.is_empty() && title.content.len() == 1 && !found.series.is_strong()) {
        return;
    }
    let (number, rest) = (found.number.to_owned(), found.rest.to_owned());
    title.number = Some(number);
    if rest.is_empty() {
        title.content.remove(0);
    } else {
        title.content[0] = Inline::Text(rest);
    }
}

/// `第一章`, `第 2 回`, `第三编：`.
fn ordinal(line: &str) -> Option<(usize, Series, u32)> {
    let rest = line.strip_prefix('第')?.trim_start();
    let (value, rest) = numeral(rest)?;
    let rest = rest.trim_start();
    let unit = rest.chars().next()?;
    let mut after = &rest[unit.len_utf8()..];
    let (series, sure) = match unit {
        '编' | '編' | '卷' | '巻' => (Series::Part, true),
        '部' | '篇' | '册' | '冊' => (Series::Part, false),
        '章' | '回' => (Series::Chapter, true),
        '话' | '話' | '讲' | '講' | '课' | '課' | '集' | '幕' => (Series::Chapter, false),
        '节' | '節' => (Series::Section, true),
        _ => return None,
    };
    if unit == '部' {
        after = after.strip_prefix('分').unwrap_or(after);
    }
    let marked = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || is_mark(c));
    // `第一章总则` is a title; `第一部电影` is not.
    (sure || marked).then(|| (with_mark(line, line.len() - after.len()), series, value))
}

/// `卷一`, `卷之二`, `上编`, `下卷`.
fn volume(line: &str) -> Option<(usize, Series, u32)> {
    let (value, rest) = if let Some(rest) = line.strip_prefix(['卷', '巻']) {
        let rest = rest.strip_prefix('之').unwrap_or(rest);
        numeral(rest).or_else(|| above_below(rest))?
    } else {
        let (value, rest) = above_below(line)?;
        (value, rest.strip_prefix(['编', '編', '卷', '巻', '部', '篇', '册', '冊'])?)
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| (line.len() - rest.len(), Series::Part, value))
}

fn above_below(text: &str) -> Option<(u32, &str)> {
    let first = text.chars().next()?;
    let value = match first {
        '上' => 1,
        '中' => 2,
        '下' => 3,
        _ => return None,
    };
    Some((value, &text[first.len_utf8()..]))
}

/// `Chapter 3`, `PART II`.
fn english(line: &str) -> Option<(usize, Series, u32)> {
    let word_end = line.find(|c: char| !c.is_ascii_alphabetic())?;
    let (word, rest) = line.split_at(word_end);
    let series = match word.to_ascii_lowercase().as_str() {
        "chapter" => Series::Chapter,
        "part" | "book" | "volume" => Series::Part,
        _ => return None,
    };
    let rest = rest.strip_prefix(' ')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let value = rest[..end].parse().ok().or_else(|| roman(&rest[..end]))?;
    let after = &rest[end..];
    let marked = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || is_mark(c) || c == '-');
    marked.then(|| (with_mark(line, line.len() - after.len()), series, value))
}

/// `（一）`, `(3)`.
fn paren(line: &str) -> Option<(usize, Series, u32)> {
    let rest = line.strip_prefix(['(', '（'])?;
    let han = !rest.starts_with(is_digit);
    let (value, rest) = numeral(rest)?;
    let rest = rest.strip_prefix([')', '）'])?;
    Some((line.len() - rest.len(), if han { Series::HanParen } else { Series::ArabicParen }, value))
}

/// `一、`, `1.`, `1．`, `1、`, `1）`, `1.2 `.
fn counted(line: &str) -> Option<(usize, Series, u32)> {
    let (value, rest) = numeral(line)?;
    if !line.starts_with(is_digit) {
        let rest = rest.strip_prefix(['、', '．', '.'])?;
        return Some((line.len() - rest.len(), Series::Han, value));
    }
    // More digits are a year or an amount.
    if value > 999 {
        return None;
    }
    if let Some(rest) = rest.strip_prefix([')', '）']) {
        return Some((line.len() - rest.len(), Series::ArabicParen, value));
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    let mut rest = &rest[mark.len_utf8()..];
    if mark == '.' && rest.starts_with(is_digit) {
        while let Some((_, more)) = numeral(rest).filter(|_| rest.starts_with(is_digit)) {
            match more.strip_prefix('.') {
                Some(next) if next.starts_with(is_digit) => rest = next,
                Some(next) => {
                    rest = next;
                    break;
                }
                None => {
                    rest = more;
                    break;
                }
            }
        }
        return rest.starts_with([' ', '\t', '\u{3000}']).then(|| (line.len() - rest.len(), Series::Dotted, value));
    }
    // `3.5` is an amount, `1..` is something else.
    (!rest.starts_with(|c| is_digit(c) || c == '.')).then(|| (line.len() - rest.len(), Series::Arabic, value))
}

/// A mark between number and title belongs to the number.
fn with_mark(line: &str, end: usize) -> usize {
    line[end..].chars().next().filter(|&c| is_mark(c)).map_or(end, |c| end + c.len_utf8())
}

fn is_mark(c: char) -> bool {
    matches!(c, '：' | ':' | '、' | '．' | '.' | '·')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// A number in digits, full-width digits or Chinese numerals at the start of `text`, and what follows it.
pub(crate) fn numeral(text: &str) -> Option<(u32, &str)> {
    let arabic = text.starts_with(is_digit);
    let belongs = |c: char| if arabic { is_digit(c) } else { han_digit(c).is_some() || han_unit(c).is_some() };
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    // Nine digits are no chapter's number.
    if digits.is_empty() || digits.chars().take(9).count() > 8 {
        return None;
    }
    let value = if arabic {
        digits.chars().fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(c as u32 & 0xf))
    } else {
        han_value(digits)
    };
    Some((value, rest))
}

/// 十二 and 二百零三 by their units, 一二三 by place.
fn han_value(digits: &str) -> u32 {
    let (mut sum, mut digit, mut any) = (0_u32, 0_u32, false);
    for c in digits.chars() {
        if let Some(unit) = han_unit(c) {
            sum = sum.saturating_add(unit.saturating_mul(if any { digit } else { 1 }));
            (digit, any) = (0, false);
        } else {
            let next = han_digit(c).unwrap_or(0);
            digit = if any { digit.saturating_mul(10) + next } else { next };
            // The zero of 一百零三 only holds a place.
            any = next != 0 || digit != 0;
        }
    }
    sum.saturating_add(digit)
}

fn han_digit(c: char) -> Option<u32> {
    const DIGITS: [&str; 10] =
        ["〇零○Ｏ", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"];
    DIGITS.iter().position(|set| set.contains(c)).map(|value| value as u32)
}

fn han_unit(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '廿' => Some(20),
        '卅' => Some(30),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

/// A number in Roman numerals up to 399.
fn roman(text: &str) -> Option<u32> {
    let of = |c: u8| match c.to_ascii_uppercase() {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        _ => None,
    };
    let values = text.bytes().map(of).collect::<Option<Vec<i32>>>()?;
    if values.is_empty() || values.len() > 12 {
        return None;
    }
    let signed =
        |at: usize| if values.get(at + 1).is_some_and(|&next| next > values[at]) { -values[at] } else { values[at] };
    (0..values.len()).map(signed).sum::<i32>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_titles() {
        let cases = [
            ("第一章 总则", Some(("第一章", "总则", Series::Chapter, 1))),
            ("第一百零二回　王婆", Some(("第一百零二回", "王婆", Series::Chapter, 102))),
            ("第 12 章：水", Some(("第 12 章：", "水", Series::Chapter, 12))),
            ("第３节路", Some(("第３节", "路", Series::Section, 3))),
            ("第二部分 河", Some(("第二部分", "河", Series::Part, 2))),
            ("第一部电影", None),
            ("第一条 为了", None),
            ("卷二", Some(("卷二", "", Series::Part, 2))),
            ("下编 人", Some(("下编", "人", Series::Part, 3))),
            ("下部", Some(("下部", "", Series::Part, 3))),
            ("中国", None),
            ("Chapter IV. Rain", Some(("Chapter IV.", "Rain", Series::Chapter, 4))),
            ("Part of it", None),
            ("二十一、雪", Some(("二十一、", "雪", Series::Han, 21))),
            ("（三）冰", Some(("（三）", "冰", Series::HanParen, 3))),
            ("(3) 冰", Some(("(3)", "冰", Series::ArabicParen, 3))),
            ("10. 霜", Some(("10.", "霜", Series::Arabic, 10))),
            ("１．霜", Some(("１．", "霜", Series::Arabic, 1))),
            ("3.5倍", None),
            ("2020.", None),
            ("1.2.3 云", Some(("1.2.3", "云", Series::Dotted, 1))),
            ("十分好", None),
            ("一九四九年", None),
        ];
        for (line, expected) in cases {
            let found = parse(line).map(|n| (n.number, n.rest, n.series, n.value));
            assert_eq!(found, expected, "{line}");
        }
    }
}
