//! Cases of kind `report`: what is said of lines that could not be set well.

use keben::diag::Diagnostic;
use keben::theme::{Alignment, Breaker};
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::compose::composed;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    setup: String,
    lines: Option<Vec<String>>,
    report: Option<Vec<Finding>>,
    report_kinds_any_of: Option<Vec<String>>,
    no_silent_overflow: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    kind: String,
    line: Option<usize>,
    stretch_em: Option<f64>,
}

pub fn run(case: &Case) -> Outcome {
    judge(case).into()
}

fn judge(case: &Case) -> Result<(), String> {
    let expect: Expect = case.expect()?;
    let mut case = case.clone();
    set_up(&mut case, &expect.setup)?;
    for breaker in [Breaker::Greedy, Breaker::Optimal] {
        judge_one(&case, breaker, &expect).map_err(|why| format!("{breaker:?}: {why}"))?;
    }
    Ok(())
}

fn judge_one(case: &Case, breaker: Breaker, expect: &Expect) -> Result<(), String> {
    let composed = composed(case, breaker, false)?;
    // What the ideal font cannot show is no matter of lines.
    let said: Vec<&Diagnostic> =
        composed.said.iter().filter(|said| !matches!(said.code, "missing-glyph" | "font-style-mismatch")).collect();
    let kinds: Vec<&str> = said.iter().map(|said| said.code).collect();
    if let Some(wanted) = &expect.lines {
        let lines: Vec<&str> = composed.lines.iter().map(|line| line.text.as_str()).collect();
        ensure(lines == *wanted, || format!("lines {lines:?}, not {wanted:?}"))?;
    }
    if let Some(wanted) = &expect.report {
        ensure(said.len() == wanted.len(), || format!("the report is {kinds:?}"))?;
        for Finding { kind, line, stretch_em } in wanted {
            ensure(kinds.contains(&kind.as_str()), || format!("the report is {kinds:?}, without {kind}"))?;
            let line = composed.lines.get(line.unwrap_or(0)).ok_or("there is no such line")?;
            let shown: String = line.text.chars().take(4).collect();
            let named = said.iter().any(|said| said.code == kind && said.message.contains(&shown));
            ensure(named, || format!("no {kind} names `{shown}`"))?;
            if let Some(wanted) = stretch_em {
                ensure((line.ratio - wanted).abs() <= 0.02, || format!("{} em added, not {wanted}", line.ratio))?;
            }
        }
    }
    if let Some(any) = &expect.report_kinds_any_of {
        ensure(any.iter().any(|kind| kinds.contains(&kind.as_str())), || format!("the report is {kinds:?}"))?;
    }
    if expect.no_silent_overflow == Some(true) {
        let over = composed.lines.iter().any(|line| line.width > line.measure + 0.02);
        ensure(!over || kinds.contains(&"overfull"), || format!("a line is too wide, the report is {kinds:?}"))?;
    }
    Ok(())
}

/// Reads a set-up in words: `measure 5 em, justify, hyphenation off`.
fn set_up(case: &mut Case, words: &str) -> Result<(), String> {
    let paragraph = &mut case.paragraph;
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("bad number `{text}`"));
    let word = |text: &str| serde_json::Value::from(text);
    for part in words.split(',').map(str::trim) {
        let options = &mut paragraph.options;
        let bad = |error: serde_json::Error| format!("in `{part}`: {error}");
        match part.split(' ').collect::<Vec<_>>().as_slice() {
            ["measure", em, "em"] => paragraph.measure_em = Some(number(em)?),
            ["indent", em, "em"] => options.indent = Some(number(em)?),
            ["justify"] => options.align = Some(Alignment::Justify),
            ["start"] => options.align = Some(Alignment::Start),
            ["hyphenation", "off"] => options.hyphenate = Some(false),
            ["hyphenation", "on"] => options.hyphenate = Some(true),
            ["level", level] => options.level = Some(serde_json::from_value(word(level)).map_err(bad)?),
            ["hanging", mode] => options.hanging = Some(serde_json::from_value(word(mode)).map_err(bad)?),
            ["orphan_min", least] => options.orphan_min = Some(number(least)? as u8),
            _ => return Err(format!("unknown set-up `{part}`")),
        }
    }
    Ok(())
}
