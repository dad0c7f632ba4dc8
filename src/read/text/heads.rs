//! Which paragraphs of a plain text are titles, list items, verse. In: units. Out: a [`Role`] for each.
//!
//! One numbered line proves nothing. Titles come as a series (1, 2, 3 …) of short lines with text between them; a series
//! without text between is a list; a number that fits no series is part of its sentence.

use super::lines::Unit;
use crate::read::divide::kind_of_title;
use crate::read::numeral::{self, Numbered, Series};
use crate::read::plain;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A paragraph.
    Body,
    /// A title of this level, 1 being the highest.
    Head(u8),
    /// An item of the list that starts at this unit.
    Item(usize),
    /// A line of the stanza that starts at this unit.
    Verse(usize),
}

/// Titles are not wider than this: sixty Han characters.
const WIDEST_TITLE: usize = 120;

/// Finds the role of each unit.
pub(super) fn roles(units: &[Unit]) -> Vec<Role> {
    let mut numbers: Vec<Option<Numbered>> = units.iter().map(|unit| numeral::parse(&unit.text)).collect();
    let mut series: Vec<Option<Series>> = vec![None; units.len()];
    let mut roles = vec![Role::Body; units.len()];
    // The innermost first: a rejected number is text, and counts as such for the titles above it.
    for rank in Series::ALL.into_iter().rev() {
        let found = match rank.is_strong() {
            true => strong(units, &numbers, rank),
            false => weak(units, &mut numbers, rank, &mut roles),
        };
        for at in found {
            series[at] = Some(rank);
        }
    }
    levels(units, &series, &mut roles);
    stanzas(units, &mut roles);
    roles
}

fn is_short(unit: &Unit) -> bool {
    unit.text.len() <= 4 * WIDEST_TITLE
        && plain::width(&unit.text) <= WIDEST_TITLE
        && !plain::ends_unlike_title(&unit.text)
}

/// 章, 节 and the like: titles, unless three and more follow each other without text, as in a list of contents.
fn strong(units: &[Unit], numbers: &[Option<Numbered>], rank: Series) -> Vec<usize> {
    let is_head = |at: usize| {
        numbers[at].is_some_and(|number| number.series.is_strong() && number.series <= rank) && is_short(&units[at])
    };
    // A title has text when an ordinary line comes before the next title of its rank or above.
    let mut text_follows = false;
    let mut heads: Vec<(usize, bool)> = Vec::new();
    for at in (0..units.len()).rev() {
        if is_head(at) {
            if numbers[at].is_some_and(|number| number.series == rank) {
                heads.push((at, text_follows));
            }
            text_follows = false;
        } else if !numbers[at].is_some_and(|number| number.series.is_strong()) || !is_short(&units[at]) {
            text_follows = true;
        }
    }
    heads.reverse();
    let bare: Vec<bool> = heads.iter().map(|&(_, text)| !text).collect();
    let in_contents = |i: usize| {
        let before = bare[..i].iter().rev().take(2).take_while(|&&bare| bare).count();
        let after = bare[i..].iter().take(3).take_while(|&&bare| bare).count();
        bare[i] && before + after >= 3
    };
    (0..heads.len()).filter(|&i| !in_contents(i)).map(|i| heads[i].0).collect()
}

/// `一、`, `1.` and the like: titles where they count up, are short and have text between them.
fn weak(units: &[Unit], numbers: &mut [Option<Numbered>], rank: Series, roles: &mut [Role]) -> Vec<usize> {
    let mut heads = Vec::new();
    let runs = runs(numbers, rank);
    for run in runs {
        let short = run.iter().filter(|&&at| is_short(&units[at])).count();
        let next = |i: usize| run.get(i + 1).copied().unwrap_or(units.len());
        let with_text = (0..run.len()).filter(|&i| next(i) > run[i] + 1).count();
        if run.len() >= 2 && short == run.len() && with_text * 3 >= run.len() * 2 {
            heads.extend(&run);
            continue;
        }
        // Arabic numbers come out of a list as they went in; others stay as written.
        let mut i = 0;
        while i < run.len() {
            let count = 1 + run[i..].windows(2).take_while(|pair| pair[1] == pair[0] + 1).count();
            if count >= 2 && rank == Series::Arabic {
                run[i..i + count].iter().for_each(|&at| roles[at] = Role::Item(run[i]));
            }
            i += count;
        }
        run.iter().for_each(|&at| numbers[at] = None);
    }
    heads
}

/// Series that count up by one from 1. An inner series may stand within an outer one of the same sort.
fn runs(numbers: &[Option<Numbered>], rank: Series) -> Vec<Vec<usize>> {
    /// Deeper nesting of one sort of number is not to be met.
    const DEEPEST: usize = 4;
    let mut open: Vec<(u32, Vec<usize>)> = Vec::new();
    let mut done = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let Some(number) = number else { continue };
        if number.series < rank && number.series.is_strong() {
            done.extend(open.drain(..).map(|(_, run)| run));
        }
        if number.series != rank {
            continue;
        }
        if let Some(of) = open.iter().rposition(|(last, _)| last.checked_add(1) == Some(number.value)) {
            done.extend(open.drain(of + 1..).map(|(_, run)| run));
            open[of].0 = number.value;
            open[of].1.push(at);
        } else if number.value == 1 {
            if open.len() == DEEPEST {
                done.push(open.remove(0).1);
            }
            open.push((1, vec![at]));
        }
    }
    done.extend(open.into_iter().map(|(_, run)| run));
    done
}

/// Levels without gaps from the sorts of numbers there are; 前言 and the like stand beside the highest.
fn levels(units: &[Unit], series: &[Option<Series>], roles: &mut [Role]) {
    let present: Vec<Series> = Series::ALL.into_iter().filter(|rank| series.contains(&Some(*rank))).collect();
    if present.is_empty() {
        return;
    }
    for (at, unit) in units.iter().enumerate() {
        if let Some(rank) = series[at] {
            let level = present.iter().position(|other| *other == rank).unwrap_or(0) + 1;
            roles[at] = Role::Head(level.min(6) as u8);
        } else if roles[at] == Role::Body && is_short(unit) && kind_of_title(&unit.text).is_some() {
            // A word alone, and text below it: in a list of contents it would be followed by a title.
            let followed = units.get(at + 1).is_some() && series[at + 1].is_none();
            if followed {
                roles[at] = Role::Head(1);
            }
        }
    }
}

/// Stanzas stand apart and have lines of one length: four at least, of sixteen characters at most.
fn stanzas(units: &[Unit], roles: &mut [Role]) {
    let mut at = 0;
    while at < units.len() {
        let ends = |i: usize| i == units.len() || units[i].apart || roles[i] != Role::Body;
        let mut end = at + 1;
        while !ends(end) {
            end += 1;
        }
        let starts = roles[at] == Role::Body && (at == 0 || units[at].apart || roles[at - 1] != Role::Body);
        if starts && end - at >= 4 && is_stanza(&units[at..end]) {
            roles[at..end].fill(Role::Verse(at));
        }
        at = end;
    }
}

fn is_stanza(units: &[Unit]) -> bool {
    let measure = units[0].text.chars().count();
    let same = units.iter().filter(|unit| unit.text.chars().take(17).count() == measure).count();
    measure <= 16
        && same * 4 >= units.len() * 3
        && units.iter().all(|unit| {
            unit.text.chars().take(17).count() <= 16 && unit.text.chars().all(|c| plain::is_wide(c) && !c.is_ascii())
        })
}

/// Whether a text opens with its title: a short line that is no sentence, with something longer, a name or an empty
/// line after it.
pub(super) fn is_title(units: &[Unit]) -> bool {
    let [first, second, rest @ ..] = units else { return false };
    let columns = if first.text.len() > 400 { return false } else { plain::width(&first.text) };
    let no_title = columns > 60
        || plain::ends_sentence(&first.text)
        || plain::ends_unlike_title(&first.text)
        || numeral::parse(&first.text).is_some()
        || kind_of_title(&first.text).is_some()
        || super::creator(&first.text).is_some()
        || is_source(&first.text)
        || is_ornament(&first.text)
        || first.text.contains("://");
    let same_again = second.text.chars().take(64).count().abs_diff(first.text.chars().count()) <= 1 && !rest.is_empty();
    !no_title
        && (super::creator(&second.text).is_some()
            || numeral::parse(&second.text).is_some_and(|number| number.value <= 1)
            || second.apart
            || (!same_again && second.text.len() * 2 > first.text.len() * 3))
}

/// Where the lines at the end begin that say where a text is from; the count of units where there are none.
pub(super) fn source_note(units: &[Unit]) -> usize {
    // Aozora Bunko closes each file with the edition it was typed from.
    let printed_from = units.iter().rposition(|unit| unit.text.starts_with("底本："));
    if let Some(at) = printed_from.filter(|&at| at > 0 && units.len() - at <= 40) {
        return at;
    }
    let mut start = units.len();
    for at in (1..units.len()).rev().take(8) {
        if is_source(&units[at].text) {
            start = at;
        } else if !units[at].text.starts_with("http") {
            break;
        }
    }
    start
}

fn is_source(line: &str) -> bool {
    const STARTS: [&str; 32] = [
        "本文来源",
        "本文來源",
        "文章来源",
        "文章來源",
        "来源：",
        "来源:",
        "來源：",
        "资料来源",
        "信息来源",
        "稿源",
        "本文转自",
        "本文轉自",
        "本文转载",
        "转载自",
        "转自",
        "转载请",
        "转载：",
        "如需转载",
        "版权",
        "版權",
        "本文版权",
        "著作权",
        "©",
        "Copyright",
        "（责任编辑",
        "责任编辑",
        "责编",
        "（责编",
        "原文链接",
        "原文地址",
        "免责声明",
        "Source:",
    ];
    let short = line.len() <= 900;
    short && STARTS.iter().any(|start| line.starts_with(start))
}

/// `* * *`, `＊＊＊`, `◇`: a break between scenes.
pub(super) fn is_ornament(line: &str) -> bool {
    line.len() <= 200 && line.chars().all(|c| c.is_whitespace() || "*＊※◇◆☆★○●~～—－-=＝_·".contains(c))
}
