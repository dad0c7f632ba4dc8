//! The floor of line breaking: where UAX #14 (Unicode 17.0) lets a line end. In: a paragraph's characters. Out: byte
//! offsets. Next: `segment`, which lets keben's own pairs decide wherever a CJK class stands on either side (CJK-21).

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The byte offsets at which UAX #14 lets a line end or makes it end, in order; the first is 0 and the last the length of
/// the text. Inside Thai, Lao, Khmer and Burmese, which write no spaces, words come from a dictionary (class SA, LB1).
pub fn opportunities(text: &str) -> Vec<usize> {
    // The constructor without a version follows Unicode 15.1, where “ clings to the Han before it (LB19a).
    let mut segmenter = LineSegmenter::new_17_for_non_complex_scripts(LineBreakOptions::default());
    if !text.chars().any(has_dictionary) {
        return segmenter.segment_str(text).collect();
    }
    segmenter.load_dictionary();
    segmenter.segment_str(text).filter(|at| !parts_mark(text, *at)).collect()
}

/// Scripts whose words are found by dictionary: Thai, Lao, Burmese, Khmer.
fn has_dictionary(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{A9E0}'..='\u{A9FF}'
        | '\u{AA60}'..='\u{AA7F}')
}

/// Whether `at` parts a mark of such a script from what it is written on. LB9 forbids it, but a dictionary may end its
/// last word before a mark it does not know there.
fn parts_mark(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let is_mark = |c: char| has_dictionary(c) && c.general_category_group() == GeneralCategoryGroup::Mark;
    let is_base =
        |c: char| !matches!(c, '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | ' ' | '\u{200B}' | '\u{2028}' | '\u{2029}');
    after.chars().next().is_some_and(is_mark) && before.chars().next_back().is_some_and(is_base)
}
