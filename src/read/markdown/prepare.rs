//! The text made ready for the parser, byte for byte as long as before, so that every offset stays true.
//!
//! Two things the parser does not know are lent shapes that it knows:
//! - A container's `:::` becomes `<?>`, a block of its own that ends any paragraph before it.
//! - CommonMark's flanking rule fails beside Chinese marks (`**重点。**后面`). The "CJK friendly" amendment says: for
//!   `*` and `~`, a CJK character beside the run neither hinders it as a mark nor as a letter. A neighbour that would
//!   hinder is replaced by a stand-in of the other class that occurs nowhere in the text.
//!
//! [`Prepared::restore`] undoes both.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::containers;
use super::east_asian::is_cjk;

/// Text in the parser's shape beside the original.
pub(super) struct Prepared<'t> {
    /// The original from `start` on.
    pub original: &'t str,
    /// What the parser sees: as long as `original`.
    pub parsed: String,
    /// Where `original` starts in the file's text.
    pub start: usize,
    fences: BTreeSet<usize>,
    back: BTreeMap<char, char>,
}

/// Makes line feeds of lone carriage returns, as CommonMark counts them.
pub(super) fn line_ends(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return text.into();
    }
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        out.push(if c == '\r' && chars.peek() != Some(&'\n') { '\n' } else { c });
    }
    out.into()
}

/// Prepares the text from `start` on.
pub(super) fn prepare(text: &str, start: usize) -> Prepared<'_> {
    let original = &text[start..];
    let mut prepared =
        Prepared { original, parsed: original.to_owned(), start, fences: BTreeSet::new(), back: BTreeMap::new() };
    prepared.lend_fences();
    prepared.lend_neighbours();
    prepared
}

impl Prepared<'_> {
    /// Text of an event as its author wrote it.
    pub fn restore<'e>(&self, text: &'e str, range: &Range<usize>) -> Cow<'e, str>
    where
        Self: 'e,
    {
        let untouched = self.fences.is_empty() && self.back.is_empty();
        if !text.contains('\0') && untouched {
            return text.into();
        }
        let text = match self.parsed.get(range.clone()) {
            Some(same) if same == text => &self.original[range.clone()],
            _ => text,
        };
        // CommonMark 2.3: a NUL is not shown.
        let shown = |c| if c == '\0' { '\u{FFFD}' } else { self.back.get(&c).copied().unwrap_or(c) };
        text.chars().map(shown).collect::<String>().into()
    }

    /// The line of the container fence that stands at this byte, if there is one.
    pub fn fence(&self, at: usize) -> Option<&str> {
        let line = self.original.get(at..)?;
        let at = at + line.len() - line.trim_start_matches([' ', '\t']).len();
        self.fences.contains(&at).then(|| self.original[at..].lines().next().unwrap_or_default())
    }

    /// The character after a byte offset.
    pub fn after(&self, at: usize) -> Option<char> {
        self.original.get(at..)?.chars().next()
    }

    /// Hides one-byte marks from the parser behind a control character that occurs nowhere in the text.
    /// False where there is none left.
    pub fn hide(&mut self, marks: &[usize]) -> bool {
        let known = self.back.iter().find(|&(_, &c)| c == '$').map(|(&stand_in, _)| stand_in);
        let free = || ('\u{1}'..'\u{9}').find(|&c| !self.original.contains(c));
        let Some(stand_in) = known.or_else(free) else { return false };
        self.back.insert(stand_in, '$');
        for &at in marks {
            self.parsed.replace_range(at..=at, stand_in.encode_utf8(&mut [0; 4]));
        }
        true
    }

    fn lend_fences(&mut self) {
        let mut at = 0;
        while let Some(found) = self.original[at..].find(":::") {
            let fence = at + found;
            let line_start = self.original[..fence].rfind('\n').map_or(0, |feed| feed + 1);
            let line_end = self.original[fence..].find('\n').map_or(self.original.len(), |feed| fence + feed);
            let before = &self.original[line_start..fence];
            let opens_line = before.bytes().all(|b| b" \t>-*+.)0123456789".contains(&b));
            if opens_line && containers::fence(&self.original[fence..line_end]).is_some() {
                self.parsed.replace_range(fence..fence + 3, "<?>");
                self.fences.insert(fence);
            }
            at = line_end;
        }
    }

    fn lend_neighbours(&mut self) {
        let wanted = self.hindering();
        if wanted.is_empty() {
            return;
        }
        let used = self.used();
        let mut pools = Pools::new(&used);
        let mut lent: BTreeMap<(char, Class), Option<char>> = BTreeMap::new();
        for (at, class) in wanted {
            let c = self.original[at..].chars().next().expect("a neighbour is a character of the text");
            if is_mark(c) == (class == Class::Mark) {
                continue;
            }
            let lent = lent.entry((c, class)).or_insert_with(|| pools.next(class, c.len_utf8()));
            let Some(stand_in) = *lent else { continue };
            self.back.insert(stand_in, c);
            self.parsed.replace_range(at..at + c.len_utf8(), stand_in.encode_utf8(&mut [0; 4]));
        }
    }

    /// CJK characters beside a delimiter run whose class would hinder it, and the class that would not.
    fn hindering(&self) -> BTreeMap<usize, Class> {
        let text = self.original;
        let mut wanted = BTreeMap::new();
        let mut at = 0;
        // Runs of the block so far: an even one opens, an odd one closes, as far as one can tell here.
        let mut runs = 0;
        while let Some(found) = text[at..].find(['*', '~']) {
            let start = at + found;
            let last_end = at;
            if text[at..start].contains("\n\n") {
                runs = 0;
            }
            let delimiter = text.as_bytes()[start];
            let length = text.as_bytes()[start..].iter().take_while(|&&b| b == delimiter).count();
            let end = start + length;
            at = end;
            if delimiter == b'~' && length == 1 {
                continue; // `3~5天` is no markup.
            }
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            if let Some(c) = before.filter(|&c| is_cjk(c)) {
                let at = start - c.len_utf8();
                match (runs % 2 == 1 && at == last_end, is_mark(c)) {
                    // Alone between its runs (`甲**乙**,`) it opens and closes as a letter does, and only so.
                    (true, true) => drop(wanted.insert(at, Class::Letter)),
                    (true, false) => drop(wanted.remove(&at)),
                    (false, _) => want(&mut wanted, at, c, after),
                }
            }
            runs += 1;
            if let Some(c) = after.filter(|&c| is_cjk(c)) {
                want(&mut wanted, end, c, before);
            }
        }
        wanted
    }

    /// Characters that may not serve as stand-ins: those in the text, and those that its numeric entities name.
    fn used(&self) -> BTreeSet<char> {
        let mut used: BTreeSet<char> = self.original.chars().filter(|&c| Pools::hold(c)).collect();
        for (at, _) in self.original.match_indices("&#") {
            let digits = &self.original[at + 2..];
            let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => (hex, 16),
                None => (digits, 10),
            };
            let value = digits.chars().map_while(|c| c.to_digit(radix)).take(8);
            let value = value.fold(0u32, |sum, digit| sum.saturating_mul(radix).saturating_add(digit));
            used.extend(char::from_u32(value));
        }
        used
    }
}

/// What the parser takes a character for beside a delimiter run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Letter,
    Mark,
}

/// Notes which class the CJK character `c` at `at` needs, `other` being the run's other neighbour: with a Western mark
/// there, the run flanks only beside a mark; with anything else only beside a letter.
fn want(wanted: &mut BTreeMap<usize, Class>, at: usize, c: char, other: Option<char>) {
    let western_mark = other.is_some_and(|o| is_mark(o) && !is_cjk(o));
    match (western_mark, is_mark(c)) {
        // Between two runs that differ, the one beside a Western mark wins: it cannot do without.
        (true, _) => drop(wanted.insert(at, Class::Mark)),
        (false, true) => drop(wanted.entry(at).or_insert(Class::Letter)),
        (false, false) => {}
    }
}

/// Punctuation or symbol. Letters, digits, marks that combine and spaces are what remains of the characters people type.
fn is_mark(c: char) -> bool {
    match c {
        c if c.is_ascii() => c.is_ascii_punctuation(),
        c => !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && !is_combining(c),
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{E000}'..='\u{F8FF}')
}

/// Stand-ins: letters from the private use area, marks from blocks that no named entity reaches (Braille patterns,
/// hexagrams, Yi radicals; beyond the BMP domino tiles). When they run out, the plain rule holds for what remains.
struct Pools<'u> {
    used: &'u BTreeSet<char>,
    letters: Range<u32>,
    marks: std::iter::Chain<std::iter::Chain<Range<u32>, Range<u32>>, Range<u32>>,
    long_marks: Range<u32>,
}

impl<'u> Pools<'u> {
    fn new(used: &'u BTreeSet<char>) -> Self {
        let marks = (0x2800..0x2900).chain(0x4DC0..0x4E00).chain(0xA490..0xA4C7);
        Self { used, letters: 0xE000..0xF900, marks, long_marks: 0x1F030..0x1F094 }
    }

    fn hold(c: char) -> bool {
        matches!(u32::from(c), 0x2800..0x2900 | 0x4DC0..0x4E00 | 0xA490..0xA4C7 | 0xE000..0xF900 | 0x1F030..0x1F094)
    }

    fn next(&mut self, class: Class, bytes: usize) -> Option<char> {
        let free = |&c: &char| !self.used.contains(&c);
        match (class, bytes) {
            (Class::Letter, 3) => self.letters.by_ref().filter_map(char::from_u32).find(free),
            (Class::Mark, 3) => self.marks.by_ref().filter_map(char::from_u32).find(free),
            (Class::Mark, 4) => self.long_marks.by_ref().filter_map(char::from_u32).find(free),
            _ => None,
        }
    }
}
