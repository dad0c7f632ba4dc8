//! What the pattern readers ask of characters and lines: script, width, how a line ends.

/// Han characters, the ideographic zero and the iteration mark with them.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Hiragana and katakana.
pub(crate) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30ff}')
}

/// Hangul syllables and letters.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}')
}

/// Characters set on a whole frame: between two of them a line end means nothing.
pub(crate) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}')
        || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’')
}

/// Columns as a typewriter counts them: two for a wide character.
pub(crate) fn width(line: &str) -> usize {
    line.chars().map(|c| if is_wide(c) || is_hangul(c) { 2 } else { 1 }).sum()
}

/// Whether a line ends as a sentence does, closing quotes aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let closers = ['”', '’', '」', '』', '）', ')', '"', '】', '》'];
    line.trim_end_matches(closers).ends_with(['。', '！', '？', '；', '…', '.', '!', '?', ';', '：', ':', '～'])
}

/// Whether a line ends with a mark that no title ends with.
pub(crate) fn ends_unlike_title(line: &str) -> bool {
    line.ends_with(['。', '；', '，', '、', '：', ';', ',', ':', '”']) && !line.ends_with("）：")
        || (line.ends_with('.') && !line.ends_with("..."))
}

/// Puts a broken line together: no blank where a wide character is on both sides, else one.
pub(crate) fn join(text: &mut String, next: &str) {
    let left = text.chars().next_back();
    let right = next.chars().next();
    if let (Some(left), Some(right)) = (left, right)
        && !(is_wide(left) && is_wide(right))
    {
        text.push(' ');
    }
    text.push_str(next);
}
