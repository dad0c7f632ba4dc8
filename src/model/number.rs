//! Numbers as tables have them: where their decimal point stands.

/// Where the point of a number stands that `text` begins with, as a byte: behind the last digit of its whole part.
///
/// ```
/// use keben::model::number::point;
/// assert_eq!(point("1,234.5%"), Some(5));
/// assert_eq!(point("−３．１４"), Some(6));
/// assert_eq!(point("(12)"), Some(3));
/// assert_eq!(point("no. 3"), None);
/// ```
pub fn point(text: &str) -> Option<usize> {
    split(text).map(|(point, _)| point)
}

/// Whether `text` is a number and nothing else: with a sign, in groups, with a fraction, a per cent sign or a mark.
///
/// ```
/// use keben::model::number::is_number;
/// assert!(["0", "-1.5", "12 345", "１，２３４", "93.7％", "¥ 3.50", "≈5*", ".5"].iter().all(|text| is_number(text)));
/// assert!(["", "A1", "2026-08-01", "1.2.3", "17:00", "3 km", "1–5"].iter().all(|text| !is_number(text)));
/// ```
pub fn is_number(text: &str) -> bool {
    split(text).is_some_and(|(_, end)| text[end..].chars().all(|c| c.is_whitespace() || AFTER.contains(c)))
}

/// What may stand before the digits, and behind them.
const BEFORE: &str = "+-−–±＋－~～≈<>≤≥＜＞¥￥$＄€£(（";
const AFTER: &str = "%％‰‱°℃*＊†‡)）";
/// What parts groups of three digits.
const GROUP: &str = ",，'’ \u{A0}\u{2009}\u{202F}\u{3000}";
/// The point itself. A comma is one where no group of three follows it.
const POINT: &str = ".．·٫";

/// The bytes after the whole part and after the fraction.
fn split(text: &str) -> Option<(usize, usize)> {
    let start = text.find(|c: char| !(c.is_whitespace() || BEFORE.contains(c)))?;
    let mut point = start + digits(&text[start..]);
    while point > start {
        let Some(group) = text[point..].chars().next().filter(|&c| GROUP.contains(c)) else { break };
        let next = point + group.len_utf8();
        let length = digits(&text[next..]);
        if text[next..next + length].chars().count() != 3 {
            break;
        }
        point = next + length;
    }
    let mark = text[point..].chars().next().filter(|&c| POINT.contains(c) || ",，".contains(c));
    let fraction = mark.map_or(0, |mark| match digits(&text[point + mark.len_utf8()..]) {
        0 => 0,
        length => mark.len_utf8() + length,
    });
    (point + fraction > start).then_some((point, point + fraction))
}

/// How many bytes of digits a text begins with.
fn digits(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c))).unwrap_or(text.len())
}
