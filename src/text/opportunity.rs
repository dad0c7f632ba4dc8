//! Where a line may end: UAX #14 is the floor, and keben's own pairs decide where a CJK class stands on either side.

use super::class::{Class, Level};
use super::{Cluster, LangSys, opportunities, tables};
use crate::theme::{Setting, WordBreak};

/// Whether a line may end before a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// It may not.
    No,
    /// It may.
    Allowed,
    /// It may, at a price: between a number and its counter (CJK-23).
    Counter,
    /// It may, with a hyphen.
    Hyphen,
    /// Only because a row of marks is wider than the line (clreq's relief of the prohibition).
    Relief,
    /// Only because a piece without any break is wider than the line.
    Emergency,
    /// It must.
    Forced,
}

/// For each cluster, whether a line may begin with it; the first entry is always `No`.
///
/// What may not begin or end a line is the level of `setting` (clreq, prohibition rules; GB/T 15834 5.1), by language
/// where it leaves that open. `justified` lines of Korean break between syllables unless the setting says otherwise.
pub fn breaks(text: &str, clusters: &[Cluster], lang: LangSys, setting: &Setting, justified: bool) -> Vec<Break> {
    let mut result = vec![Break::No; clusters.len()];
    let floor = floor(text, clusters);
    let syllables = match setting.word_break {
        WordBreak::Auto => justified,
        WordBreak::Word => false,
        WordBreak::Syllable => true,
    };
    let rules = Rules { text, level: Level::of(setting.kinsoku, lang), lang, syllables };
    let mut next = 0;
    // The last cluster that is no space: a mark keeps what follows over spaces (UAX #14 LB14).
    let mut ink = 0;
    for at in 1..clusters.len() {
        let start = clusters[at].start as usize;
        while next < floor.len() && floor[next] < start {
            next += 1;
        }
        if clusters[at - 1].class != Class::Space {
            ink = at - 1;
        }
        let (before, after) = (&clusters[at - 1], &clusters[at]);
        // Most of any Chinese text, said at once.
        if before.class == Class::Han && after.class == Class::Han {
            result[at] = Break::Allowed;
            continue;
        }
        result[at] = if before.class == Class::Newline {
            Break::Forced
        } else if clusters[ink].class.ends_no_line(rules.level)
            || !rules.may_part(before, after, floor.get(next) == Some(&start))
        {
            Break::No
        } else if setting.keep_counter && rules.counts(before, after) {
            Break::Counter
        } else {
            Break::Allowed
        };
    }
    result
}

/// The opportunities of UAX #14 where they are asked for: in Western text and in Korean, never between Han. Of Chinese text
/// only the Western stretches are looked at, each with the characters beside it.
fn floor(text: &str, clusters: &[Cluster]) -> Vec<usize> {
    let asked = |cluster: &Cluster| !cluster.class.is_cjk() || cluster.class == Class::Hangul;
    let han = clusters.iter().filter(|cluster| !asked(cluster)).count();
    if han == 0 || clusters.iter().any(|cluster| cluster.class == Class::Hangul) {
        return opportunities(text);
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < clusters.len() {
        let stretch = clusters[at..].iter().take_while(|cluster| asked(cluster)).count();
        // A character alone has no place inside.
        if stretch > 1 {
            let first = &clusters[at.saturating_sub(1)];
            let last = &clusters[(at + stretch).min(clusters.len() - 1)];
            let (start, end) = (first.start as usize, last.end as usize);
            found.extend(opportunities(&text[start..end]).into_iter().map(|place| start + place));
        }
        at += stretch.max(1);
    }
    found
}

struct Rules<'t> {
    text: &'t str,
    level: Level,
    lang: LangSys,
    /// Whether Korean breaks between syllables.
    syllables: bool,
}

impl Rules<'_> {
    fn of(&self, cluster: &Cluster) -> &str {
        &self.text[cluster.start as usize..cluster.end as usize]
    }

    fn may_part(&self, before: &Cluster, after: &Cluster, floor: bool) -> bool {
        // UAX #14 LB6, LB7.
        if matches!(after.class, Class::Newline | Class::Space | Class::WideSpace) {
            return false;
        }
        // A note call and other objects cling to the text before them, a mark after them clings to them.
        if after.class == Class::Object && before.class != Class::Space {
            return false;
        }
        if !before.class.is_cjk() && !after.class.is_cjk() {
            // `C++` in a Chinese line is a word, whatever UAX #14 has for prefixes of numbers.
            if self.lang.is_cjk() && after.class == Class::Other && self.of(before) == self.of(after) {
                return false;
            }
            return floor || (before.class == Class::Object && after.class != Class::Other);
        }
        if after.class.starts_no_line(self.level, self.lang) {
            return false;
        }
        match (before.class, after.class) {
            // A number's own marks (jlreq, unbreakable character sequences).
            (Class::Pre, _) | (_, Class::Post) => false,
            // A Western mark after Han stays with it (`汉,`), one before Han may open (`(汉`).
            (_, Class::Other) => !is_western_closing(self.of(after)),
            (Class::Other, _) => !is_western_opening(self.of(before)),
            // More than one pair may part between pairs.
            (Class::Dash, Class::Dash) | (Class::Ellipsis, Class::Ellipsis) => {
                self.is_pair(before) && self.is_pair(after)
            }
            // A hyphen before a number may be its sign.
            (Class::Conn, Class::Num) => !self.of(before).starts_with('-'),
            (Class::Hangul, _) | (_, Class::Hangul) if before.class != Class::Space => {
                self.korean(before, after, floor)
            }
            _ => true,
        }
    }

    /// Korean text parts between words, or between syllables (klreq, line break).
    fn korean(&self, before: &Cluster, after: &Cluster, floor: bool) -> bool {
        let wordly = |class: Class| class.is_ideograph() || class.is_western() || class == Class::Hangul;
        if wordly(before.class) && wordly(after.class) {
            self.syllables && floor
        } else {
            floor || before.class.is_mark()
        }
    }

    fn is_pair(&self, cluster: &Cluster) -> bool {
        self.of(cluster).chars().count() == 2
    }

    /// A number and its counter, an ordinal's 第 and its number.
    fn counts(&self, before: &Cluster, after: &Cluster) -> bool {
        let listed = |list: &str, cluster: &Cluster| list.contains(self.of(cluster));
        (before.class == Class::Num && after.class == Class::Han && listed(tables::COUNTERS, after))
            || (after.class == Class::Num && before.class == Class::Han && listed(tables::ORDINALS, before))
    }
}

fn is_western_closing(text: &str) -> bool {
    text.starts_with([',', '.', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '-', '/', '”', '’', '…', '%'])
}

fn is_western_opening(text: &str) -> bool {
    text.starts_with(['(', '[', '{', '\'', '"', '“', '‘', '/'])
}
