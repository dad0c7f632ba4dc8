//! Readings in pinyin → Han characters that sound so: the collation can then place them among the others.

use std::collections::HashMap;

/// A syllable a line, and a character of each of its four tones, `-` for none. Made from the readings of the Unified
/// Ideographs: of the characters that have one reading, that in the middle of CLDR's pinyin order.
const SYLLABLES: &str = include_str!("pinyin.txt");

/// Letters with their tone: the letter, and itself in the first to the fourth tone.
const TONES: [&str; 6] = ["aāáǎà", "eēéěè", "iīíǐì", "oōóǒò", "uūúǔù", "vǖǘǚǜ"];

/// A syllable is never longer: `zhuang`.
const LONGEST: usize = 6;

/// A reading of more letters is none.
const MOST: usize = 200;

/// The syllables of pinyin, and characters of each of their tones.
pub(super) struct Syllables(HashMap<&'static str, &'static str>);

/// A letter, its tone (0 for none), and whether its syllable ends here.
struct Letter {
    letter: char,
    tone: u8,
    stop: bool,
}

impl Syllables {
    pub(super) fn new() -> Self {
        Self(SYLLABLES.lines().filter_map(|line| line.split_once(' ')).collect())
    }

    /// Characters that sound as a reading says: `chóng qìng`, `chong2qing4`, `chongqing`. `None` where it is no pinyin.
    pub(super) fn characters(&self, reading: &str) -> Option<String> {
        let letters = spelled(reading).filter(|letters| (1..=MOST).contains(&letters.len()))?;
        let mut ends = Vec::new();
        if !self.divide(&letters, 0, &mut ends, &mut vec![false; letters.len()]) {
            return None;
        }
        let mut start = 0;
        let syllable = |end: usize| {
            let part = &letters[std::mem::replace(&mut start, end)..end];
            let word: String = part.iter().map(|letter| letter.letter).collect();
            self.character(&word, part.iter().map(|letter| letter.tone).max().unwrap_or_default())
        };
        ends.into_iter().map(syllable).collect()
    }

    /// Divides letters from `start` on into syllables as long as they can be, shorter where what follows would be none;
    /// `dead` remembers where that cannot be done.
    fn divide(&self, letters: &[Letter], start: usize, ends: &mut Vec<usize>, dead: &mut [bool]) -> bool {
        if start == letters.len() {
            return true;
        }
        if std::mem::replace(&mut dead[start], true) {
            return false;
        }
        let most = (start + LONGEST).min(letters.len());
        let most = (start..most).find(|&at| letters[at].stop).map_or(most, |at| at + 1);
        for end in (start + 1..=most).rev() {
            let word: String = letters[start..end].iter().map(|letter| letter.letter).collect();
            if self.0.contains_key(word.as_str()) {
                ends.push(end);
                if self.divide(letters, end, ends, dead) {
                    return true;
                }
                ends.pop();
            }
        }
        false
    }

    /// A character of a syllable: of its first tone where that one is not said or not known.
    fn character(&self, syllable: &str, tone: u8) -> Option<char> {
        let row = self.0.get(syllable)?;
        let known = |c: &char| *c != '-';
        row.chars().nth(usize::from(tone).max(1) - 1).filter(known).or_else(|| row.chars().find(known))
    }
}

/// The letters of a reading: tones come as marks or as numbers behind the syllable.
fn spelled(reading: &str) -> Option<Vec<Letter>> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in reading.trim().to_lowercase().chars() {
        let marked = TONES.iter().find_map(|row| Some((row.chars().position(|known| known == c)?, *row)));
        match (c, marked) {
            (_, Some((tone, row))) => {
                letters.push(Letter { letter: row.chars().next()?, tone: tone as u8, stop: false })
            }
            ('ü', None) => letters.push(Letter { letter: 'v', tone: 0, stop: false }),
            ('0'..='5', None) => {
                let last = letters.last_mut()?;
                (last.tone, last.stop) = ((c as u8 - b'0') % 5, true);
            }
            (' ' | '\'' | '’' | '-' | '·', None) => letters.last_mut()?.stop = true,
            _ if c.is_ascii_lowercase() => letters.push(Letter { letter: c, tone: 0, stop: false }),
            _ => return None,
        }
    }
    Some(letters)
}
