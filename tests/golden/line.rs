//! Cases of kinds `break` and `line`.

use crate::case::{Case, Outcome};

pub fn breaks(_: &Case) -> Outcome {
    Outcome::Failed("not judged yet".into())
}

pub fn run(_: &Case) -> Outcome {
    Outcome::Failed("not judged yet".into())
}
