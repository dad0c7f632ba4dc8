//! Cases of kinds `break` and `line`: where lines may end, where they do, and how they are filled.

use keben::layout::LineDetail;
use keben::text::Break;
use keben::theme::Breaker;
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::compose::{breakers, composed, fonts};
use crate::font::extracted;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breaks {
    #[serde(default)]
    breaks_allowed: Vec<usize>,
    #[serde(default)]
    breaks_forbidden: Vec<usize>,
}

pub fn breaks(case: &Case) -> Outcome {
    judge_breaks(case).into()
}

fn judge_breaks(case: &Case) -> Result<(), String> {
    let expect: Breaks = case.expect()?;
    let found = composed(case, Breaker::Greedy, false)?.breaks;
    // A place inside a cluster is none; one that costs a penalty is no free one.
    let open = |at: usize| {
        let place = found.iter().find(|(start, _)| *start == at);
        place.is_some_and(|(_, kind)| matches!(kind, Break::Allowed | Break::Hyphen))
    };
    for at in &expect.breaks_allowed {
        ensure(open(*at), || format!("no break before {at}"))?;
    }
    for at in &expect.breaks_forbidden {
        ensure(!open(*at), || format!("a break before {at}"))?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    lines: Option<Vec<String>>,
    no_line_starts_with: Option<String>,
    no_line_ends_with: Option<String>,
    #[serde(default)]
    keep_together: Vec<String>,
    line_count: Option<usize>,
    line_count_range: Option<[usize; 2]>,
    last_line_min_chars: Option<usize>,
    flush: Option<bool>,
    max_stretch_em: Option<f64>,
    #[serde(default)]
    x_of: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    line: usize,
    index: usize,
    em: f64,
}

pub fn run(case: &Case) -> Outcome {
    judge(case).into()
}

fn judge(case: &Case) -> Result<(), String> {
    let expect: Lines = case.expect()?;
    copied(case)?;
    for breaker in breakers(case) {
        for styled in if case.paragraph.runs.is_empty() { vec![false] } else { vec![true, false] } {
            let lines = composed(case, breaker, styled)?.lines;
            let shown: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            judge_lines(case, &expect, &lines).map_err(|why| format!("{breaker:?}: {why} in {shown:?}"))?;
        }
    }
    Ok(())
}

/// What is copied from the PDF is what was written: no space for a gap, none for a line's end (CJK-56).
fn copied(case: &Case) -> Result<(), String> {
    // Characters are compared without the breaks and spaces that pages put between lines of Western text.
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let found = extracted(case, fonts())?;
    let same = plain(&found) == plain(&case.paragraph.text);
    let spaces = |text: &str| text.trim().matches(' ').count();
    ensure(same, || format!("the PDF says `{found}`"))?;
    ensure(spaces(&found) <= spaces(&case.paragraph.text), || format!("the PDF has spaces of its own: `{found}`"))
}

fn judge_lines(case: &Case, expect: &Lines, lines: &[LineDetail]) -> Result<(), String> {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.trim_end()).collect();
    let count = lines.len();
    if let Some(wanted) = &expect.lines {
        let wanted: Vec<&str> = wanted.iter().map(|line| line.trim_end()).collect();
        ensure(texts == wanted, || format!("not the lines {wanted:?}"))?;
    }
    let whole: String = lines.iter().map(|line| line.text.as_str()).collect();
    ensure(whole == case.paragraph.text, || "the lines do not give the text".into())?;
    if let Some(marks) = &expect.no_line_starts_with {
        let wrong = texts.iter().skip(1).find(|line| line.starts_with(|c| marks.contains(c)));
        ensure(wrong.is_none(), || format!("a line begins `{}`", wrong.unwrap_or(&"")))?;
    }
    if let Some(marks) = &expect.no_line_ends_with {
        let wrong = texts[..count - 1].iter().find(|line| line.ends_with(|c| marks.contains(c)));
        ensure(wrong.is_none(), || format!("a line ends `{}`", wrong.unwrap_or(&"")))?;
    }
    for piece in &expect.keep_together {
        let in_lines: usize = texts.iter().map(|line| line.matches(piece.as_str()).count()).sum();
        let in_text = case.paragraph.text.matches(piece.as_str()).count();
        ensure(in_lines == in_text, || format!("`{piece}` is divided"))?;
    }
    if let Some(wanted) = expect.line_count {
        ensure(count == wanted, || format!("{count} lines, not {wanted}"))?;
    }
    if let Some([least, most]) = expect.line_count_range {
        ensure((least..=most).contains(&count), || format!("{count} lines, not {least} to {most}"))?;
    }
    if let Some(wanted) = expect.last_line_min_chars {
        let last = texts.last().map_or(0, |line| line.chars().filter(|c| c.is_alphanumeric()).count());
        ensure(last >= wanted, || format!("the last line has {last} characters"))?;
    }
    if expect.flush == Some(true) {
        for line in &lines[..count - 1] {
            let missing = line.measure - line.width;
            ensure(missing.abs() <= 0.05, || format!("`{}` ends {missing:.3} em from the edge", line.text))?;
        }
    }
    if let Some(most) = expect.max_stretch_em {
        let widest = lines.iter().map(widest_han_gap).fold(0.0, f64::max);
        ensure(widest <= most + 0.0005, || format!("{widest:.4} em added between two Han, at most {most}"))?;
    }
    for Place { line, index, em } in &expect.x_of {
        let cluster = lines.get(*line).and_then(|line| line.clusters.iter().find(|cluster| cluster.start == *index));
        let found = cluster.map(|cluster| cluster.x).ok_or_else(|| format!("{index} is not on line {line}"))?;
        ensure((found - em).abs() <= 0.02, || format!("x of {index}: {found:.3} em, not {em}"))?;
    }
    Ok(())
}

/// The largest space added between two neighbouring Han of a justified line.
fn widest_han_gap(line: &LineDetail) -> f64 {
    let pairs = line.clusters.windows(2).filter(|pair| pair.iter().all(|cluster| cluster.class == "han"));
    if line.last { 0.0 } else { pairs.map(|pair| pair[1].gap.used).fold(0.0, f64::max) }
}
