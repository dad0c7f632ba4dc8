//! Cases of kind `report`: what is said of lines that could not be set well.

use keben::diag::Diagnostic;
use keben::theme::Breaker;
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
    for part in words.split(',').map(str::trim) {
        let fields: Vec<&str> = part.split(' ').collect();
        match fields.as_slice() {
            ["measure", em, "em"] => case.measure_em = Some(em.parse().map_err(|_| format!("bad measure `{em}`"))?),
            ["justify"] => case.options.align = Some("justify".into()),
            ["start"] => case.options.align = Some("start".into()),
            ["hyphenation", "off"] => case.options.hyphenate = Some(false),
            ["hyphenation", "on"] => case.options.hyphenate = Some(true),
            ["level", level] => case.options.level = Some((*level).into()),
            ["hanging", mode] => case.options.hanging = Some((*mode).into()),
            ["orphan_min", least] => {
                case.options.orphan_min = Some(least.parse().map_err(|_| format!("bad orphan_min `{least}`"))?);
            }
            ["indent", em, "em"] => case.options.indent = Some(em.parse().map_err(|_| format!("bad indent `{em}`"))?),
            _ => return Err(format!("unknown set-up `{part}`")),
        }
    }
    Ok(())
}
