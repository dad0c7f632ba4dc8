//! Cases of kinds `spacing`, `spacing-grid`, `spacing-sized`: distances of frames on one line.

use keben::theme::Breaker;
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::compose::{composed, x_of};

/// What lengths may differ by, in em.
const TOLERANCE: f64 = 0.02;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    distance: Vec<Distance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distance {
    pub from: usize,
    pub to: usize,
    pub em: f64,
}

pub fn run(case: &Case) -> Outcome {
    judge(case).into()
}

fn judge(case: &Case) -> Result<(), String> {
    let expect: Expect = case.expect()?;
    // Markup never changes spacing; sizes do.
    let sized = case.paragraph.runs.iter().any(|run| run.size.is_some());
    let ways: &[bool] = if case.paragraph.runs.is_empty() || sized { &[true] } else { &[true, false] };
    for &styled in ways {
        let lines = composed(case, Breaker::Greedy, styled)?.lines;
        for Distance { from, to, em } in &expect.distance {
            let ((first, from_x), (second, to_x)) = (x_of(&lines, *from)?, x_of(&lines, *to)?);
            ensure(first == second, || format!("{from} and {to} stand on two lines"))?;
            let found = to_x - from_x;
            ensure((found - em).abs() <= TOLERANCE, || format!("from {from} to {to}: {found:.3} em, not {em}"))?;
        }
    }
    Ok(())
}
