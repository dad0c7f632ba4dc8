//! Puts words in the order of a language's indexes, and finds the initials they stand under.
//!
//! Order and initials both come from the Unicode collation data (CLDR), which marks where the words of an initial begin.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::{CollationNumericOrdering, CollationType};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use schemars::JsonSchema;
use serde::Deserialize;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::Words;
use super::counter::{Style, format};
use super::pinyin::Syllables;
use crate::model::Lang;

/// How Han characters are sorted in an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// As the book's language has it: by pinyin in simplified Chinese, by strokes in traditional Chinese, by their
    /// readings in Japanese and Korean.
    #[default]
    Auto,
    /// By sound in Latin letters, A to Z.
    Pinyin,
    /// By the number of strokes.
    Stroke,
    /// By sound in 注音.
    Zhuyin,
}

/// How Han characters find their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Han {
    Pinyin,
    Stroke,
    Zhuyin,
    /// By the reading beside them.
    Kana,
    /// By their Korean sound.
    Hangul,
    /// They have no place of their own.
    None,
}

/// The initial that words stand under, in the order of initials.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Initial {
    rank: u8,
    at: usize,
    pub label: String,
}

/// Where a word stands.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub initial: Initial,
    /// Han characters follow other words of the same initial.
    han: bool,
    /// What is compared: the word, or its reading.
    sound: String,
    text: String,
}

/// Why a word may stand in the wrong place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Its reading is none.
    BadReading,
    /// Its characters do not tell how they sound.
    NoReading,
}

/// The order of an index.
pub(super) struct Order {
    han: Han,
    words: &'static Words,
    collator: CollatorBorrowed<'static>,
    /// Sees no accents and no case.
    letters: CollatorBorrowed<'static>,
    /// Where the Han characters of each initial begin, in order.
    begins: Vec<(String, String)>,
    syllables: Syllables,
}

/// The character that begins a boundary of initials in CLDR's collations (UTS #35, part 5, collation index characters).
const BOUNDARY: char = '\u{FDD0}';
/// Stroke counts stand behind it as this character and those that follow.
const STROKES: u32 = 0x2800;
/// No Han character has more strokes.
const MOST_STROKES: u32 = 64;
/// Rows of kana: a word stands in the last row that is not behind it.
const ROWS: &str = "あかさたなはまやらわ";
/// The same of Hangul: the first syllable, and the letter it stands under.
const HANGUL: [(&str, &str); 14] = [
    ("가", "ㄱ"),
    ("나", "ㄴ"),
    ("다", "ㄷ"),
    ("라", "ㄹ"),
    ("마", "ㅁ"),
    ("바", "ㅂ"),
    ("사", "ㅅ"),
    ("아", "ㅇ"),
    ("자", "ㅈ"),
    ("차", "ㅊ"),
    ("카", "ㅋ"),
    ("타", "ㅌ"),
    ("파", "ㅍ"),
    ("하", "ㅎ"),
];
const ZHUYIN: &str = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ";

impl Order {
    pub(super) fn new(sort: Sort, lang: &Lang) -> Self {
        let han = match (sort, lang.primary()) {
            (Sort::Pinyin, _) => Han::Pinyin,
            (Sort::Stroke, _) => Han::Stroke,
            (Sort::Zhuyin, _) => Han::Zhuyin,
            (Sort::Auto, "zh") if lang.is_traditional() => Han::Stroke,
            (Sort::Auto, "zh") => Han::Pinyin,
            (Sort::Auto, "ja") => Han::Kana,
            (Sort::Auto, "ko") => Han::Hangul,
            (Sort::Auto, _) => Han::None,
        };
        let collator = collator(han, lang, Strength::Tertiary);
        let mut begins: Vec<(String, String)> = match han {
            Han::Pinyin => ('A'..='Z').map(|c| (format!("{BOUNDARY}{c}"), c.to_string())).collect(),
            Han::Zhuyin => ZHUYIN.chars().map(|c| (format!("{BOUNDARY}{c}"), c.to_string())).collect(),
            Han::Stroke => (1..=MOST_STROKES).filter_map(|n| strokes(n, Words::of(lang))).collect(),
            Han::Hangul => HANGUL.map(|(first, label)| (first.to_owned(), label.to_owned())).to_vec(),
            Han::Kana | Han::None => Vec::new(),
        };
        // A boundary that the collation does not know stands behind everything.
        begins.retain(|(begin, _)| han == Han::Hangul || collator.compare(begin, "ㄅ") == Ordering::Less);
        begins.sort_by(|a, b| collator.compare(&a.0, &b.0));
        Self {
            han,
            words: Words::of(lang),
            letters: self::collator(han, lang, Strength::Primary),
            collator,
            begins,
            syllables: Syllables::new(),
        }
    }

    /// Where a word stands, by its reading where there is one.
    pub(super) fn key(&self, text: &str, reading: Option<&str>) -> (Key, Option<Doubt>) {
        let bare = bare(text);
        let is_han = |text: &str| text.chars().next().is_some_and(|c| c.script() == Script::Han);
        let mut doubt = None;
        let sound = match reading.map(str::trim).filter(|reading| !reading.is_empty()) {
            None => {
                doubt = (self.han == Han::Kana && is_han(&bare)).then_some(Doubt::NoReading);
                bare.clone()
            }
            // A reading in characters that sound alike, or in the letters that words of the book are sorted by.
            Some(reading) if is_han(reading) || !is_han(&bare) => self::bare(reading),
            Some(reading) => match self.han {
                Han::Pinyin | Han::Zhuyin => self.syllables.characters(reading).unwrap_or_else(|| {
                    doubt = Some(Doubt::BadReading);
                    bare.clone()
                }),
                Han::Kana | Han::Hangul => self::bare(reading),
                Han::Stroke | Han::None => bare.clone(),
            },
        };
        let initial = self.initial(&sound);
        (Key { initial, han: is_han(&sound), sound, text: text.to_owned() }, doubt)
    }

    /// The order of two words.
    pub(super) fn compare(&self, a: &Key, b: &Key) -> Ordering {
        a.initial
            .cmp(&b.initial)
            .then(a.han.cmp(&b.han))
            .then_with(|| self.collator.compare(&a.sound, &b.sound))
            .then_with(|| self.collator.compare(&a.text, &b.text))
            .then_with(|| a.text.cmp(&b.text))
    }

    fn initial(&self, sound: &str) -> Initial {
        let Some(first) = sound.chars().next().filter(|c| c.is_alphabetic()) else {
            return Initial { rank: 0, at: 0, label: self.words.symbols.to_owned() };
        };
        let korean = self.han == Han::Hangul;
        let initial = |rank: u8, (at, label): (usize, String)| Initial { rank, at, label };
        match first.script() {
            Script::Latin => initial(2, self.letter(first, sound)),
            Script::Hiragana | Script::Katakana => initial(3, self.row(sound)),
            Script::Common if matches!(first, 'ー' | 'ｰ') => initial(3, self.row(sound)),
            Script::Hangul => initial(if korean { 1 } else { 4 }, self.syllable(sound)),
            Script::Han => match self.han {
                Han::Pinyin => initial(2, self.begin(sound)),
                Han::Stroke | Han::Zhuyin => initial(5, self.begin(sound)),
                Han::Hangul => initial(1, self.begin(sound)),
                Han::Kana | Han::None => initial(6, (0, "漢字".to_owned())),
            },
            _ => initial(7, (first as usize, first.to_uppercase().collect())),
        }
    }

    /// The letter that a Latin word stands under: É under E, but Ö under itself where a language sorts it so.
    fn letter(&self, first: char, sound: &str) -> (usize, String) {
        let same = |a: &str, b: &str| self.letters.compare(a, b) == Ordering::Equal;
        let own = first.to_string();
        let letters = ('A'..='Z').map(String::from);
        let not_behind = |letter: &String| self.letters.compare(letter, sound) != Ordering::Greater;
        match letters.clone().find(|letter| same(letter, &own)).or_else(|| letters.rev().find(not_behind)) {
            Some(letter) if letter != "Z" || same("Z", &own) => (usize::from(letter.as_bytes()[0]), letter),
            Some(_) | None => (first as usize, first.to_uppercase().collect()),
        }
    }

    fn row(&self, sound: &str) -> (usize, String) {
        let behind = |row: &char| self.letters.compare(&row.to_string(), sound) == Ordering::Greater;
        let at = ROWS.chars().take_while(|row| !behind(row)).count().max(1) - 1;
        (at, ROWS.chars().nth(at).map(String::from).unwrap_or_default())
    }

    fn syllable(&self, sound: &str) -> (usize, String) {
        let before = |first: &&(&str, &str)| self.letters.compare(first.0, sound) != Ordering::Greater;
        let at = HANGUL.iter().take_while(before).count().max(1) - 1;
        (at, HANGUL[at].1.to_owned())
    }

    /// The initial of a word that begins with a Han character.
    fn begin(&self, sound: &str) -> (usize, String) {
        let after = self.begins.partition_point(|(begin, _)| self.collator.compare(begin, sound) != Ordering::Greater);
        match after.checked_sub(1).map(|at| (at, &self.begins[at].1)) {
            // Latin words stand under the same letters.
            Some((_, label)) if self.han == Han::Pinyin => (usize::from(label.as_bytes()[0]), label.clone()),
            Some((at, label)) => (at, label.clone()),
            None => (usize::MAX, "漢字".to_owned()),
        }
    }
}

/// `三画` and where its characters begin.
fn strokes(n: u32, words: &Words) -> Option<(String, String)> {
    let begin = format!("{BOUNDARY}{}", char::from_u32(STROKES + n)?);
    Some((begin, format!("{}{}", format(Style::ChineseLower, u64::from(n))?, words.strokes)))
}

fn collator(han: Han, lang: &Lang, strength: Strength) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    let kind = match han {
        Han::Pinyin => Some(("zh", CollationType::Pinyin)),
        Han::Stroke => Some(("zh", CollationType::Stroke)),
        Han::Zhuyin => Some(("zh", CollationType::Zhuyin)),
        Han::Kana | Han::Hangul | Han::None => None,
    };
    let tag = kind.map_or(lang.as_str(), |(tag, _)| tag);
    let locale = tag.parse::<Locale>().ok();
    let mut preferences = locale.map_or_else(CollatorPreferences::default, CollatorPreferences::from);
    preferences.collation_type = kind.map(|(_, kind)| kind);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    // The data lies in the program: a language without any of its own is sorted by the root's rules.
    Collator::try_new(preferences, options).expect("the collations are compiled in")
}

/// A word without the marks around it: 《红楼梦》 stands under H. A word of nothing but marks keeps them.
fn bare(text: &str) -> String {
    use GeneralCategory::{ClosePunctuation, FinalPunctuation, InitialPunctuation, OpenPunctuation};
    let is_mark = |c: char| {
        let bracket = [OpenPunctuation, ClosePunctuation, InitialPunctuation, FinalPunctuation];
        bracket.contains(&c.general_category()) || matches!(c, '"' | '\'')
    };
    let bare: String = text.trim().chars().filter(|c| !is_mark(*c)).collect();
    if bare.trim().is_empty() { text.trim().to_owned() } else { bare.trim().to_owned() }
}
