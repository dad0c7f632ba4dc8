//! Where a Western word may be divided. In: a word and its language. Out: byte offsets. Next: `layout::inline`, which
//! divides a word only where a line would be too loose without (CJK-22).

use hypher::{Lang, hyphenate_bounded};
use unicode_script::{Script, UnicodeScript};

use super::LangSys;

/// Letters that stay before a hyphen, and letters that go to the next line (CSS Text 4, `hyphenate-limit-chars`).
const LEAST: (usize, usize) = (2, 3);
/// What an author puts into a word where it may be divided.
const SOFT_HYPHEN: char = '\u{AD}';

/// The byte offsets at which `word` may be divided with a hyphen, in order. Marks before and after the word are no part
/// of it.
///
/// Where the author put soft hyphens, they alone are the places (the offsets are those after them). Otherwise the
/// patterns of the language speak; a Western word in Chinese, Japanese or Korean text is English. There is no place in a
/// word with digits or marks in it, with capitals after its first letter, or in letters that the language is not
/// written with, nor in a language whose patterns keben does not have.
pub fn points(word: &str, lang: LangSys) -> Vec<usize> {
    let inner = |c: char| c.is_alphanumeric();
    let (Some(start), Some(last)) = (word.find(inner), word.rfind(inner)) else { return Vec::new() };
    let end = last + word[last..].chars().next().map_or(0, char::len_utf8);
    let core = &word[start..end];
    if core.contains(SOFT_HYPHEN) {
        return core.match_indices(SOFT_HYPHEN).map(|(at, hyphen)| start + at + hyphen.len()).collect();
    }
    let Some(lang) = patterns(lang) else { return Vec::new() };
    let script = match lang {
        Lang::Greek => Script::Greek,
        Lang::Bulgarian | Lang::Russian | Lang::Ukrainian => Script::Cyrillic,
        _ => Script::Latin,
    };
    let ordinary = core
        .char_indices()
        .all(|(at, c)| is_apostrophe(c) || c.is_alphabetic() && c.script() == script && (at == 0 || !c.is_uppercase()));
    if !ordinary {
        return Vec::new();
    }
    let (before, after) = lang.bounds();
    let (before, after) = (before.max(LEAST.0), after.max(LEAST.1));
    let mut found = Vec::new();
    let mut at = start;
    // l’université: what an apostrophe parts are words of their own.
    for part in core.split_inclusive(is_apostrophe) {
        let letters = part.trim_end_matches(is_apostrophe);
        let mut within = at;
        for syllable in hyphenate_bounded(letters, lang, before, after) {
            within += syllable.len();
            if within < at + letters.len() {
                found.push(within);
            }
        }
        at += part.len();
    }
    found
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// The patterns of a language.
fn patterns(lang: LangSys) -> Option<Lang> {
    match lang {
        LangSys::Other(tag) => Lang::from_iso(tag.as_str().as_bytes().try_into().ok()?),
        _ => Some(Lang::English),
    }
}
