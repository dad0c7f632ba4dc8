//! Which characters are East Asian wide, as far as reading Markdown must know. Widths: UAX #11, Unicode 17.

/// Blocks whose assigned characters are Wide, Fullwidth or Halfwidth, Hangul and emoji left out.
const WIDE: &[(char, char)] = &[
    ('\u{2329}', '\u{232A}'),
    ('\u{2E80}', '\u{303E}'),
    ('\u{3041}', '\u{312F}'),
    ('\u{3190}', '\u{31FF}'),
    ('\u{3220}', '\u{325F}'),
    ('\u{3280}', '\u{4DBF}'),
    ('\u{4E00}', '\u{A4CF}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FE10}', '\u{FE19}'),
    ('\u{FE30}', '\u{FE6F}'),
    ('\u{FF01}', '\u{FF9F}'),
    ('\u{FFE0}', '\u{FFEE}'),
    ('\u{16FE0}', '\u{18DFF}'),
    ('\u{1AFF0}', '\u{1B2FF}'),
    ('\u{1F200}', '\u{1F2FF}'),
    ('\u{20000}', '\u{3FFFD}'),
];

const HANGUL: &[(char, char)] = &[
    ('\u{1100}', '\u{11FF}'),
    ('\u{3131}', '\u{318E}'),
    ('\u{3200}', '\u{321E}'),
    ('\u{3260}', '\u{327E}'),
    ('\u{A960}', '\u{A97C}'),
    ('\u{AC00}', '\u{D7FB}'),
    ('\u{FFA0}', '\u{FFDC}'),
];

/// Wide, Fullwidth or Halfwidth, and not Hangul: characters between which a line of source text ends without a space.
pub(super) fn is_wide(c: char) -> bool {
    within(c, WIDE)
}

/// East Asian in the sense of the "CJK friendly" amendment to CommonMark: wide, or Hangul.
pub(super) fn is_cjk(c: char) -> bool {
    is_wide(c) || within(c, HANGUL)
}

/// A letter that can carry ruby or stand in a Chinese, Japanese or Korean word; no mark.
pub(super) fn is_letter(c: char) -> bool {
    is_cjk(c) && c.is_alphanumeric() || matches!(c, '々' | '〆' | 'ヶ' | '〇')
}

/// Marks shared with Western text (Ambiguous in UAX #11) that are Chinese where the neighbour is.
pub(super) fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{B7}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2025}' | '\u{2026}')
}

fn within(c: char, table: &[(char, char)]) -> bool {
    let at = table.partition_point(|&(_, last)| last < c);
    table.get(at).is_some_and(|&(first, _)| first <= c)
}
