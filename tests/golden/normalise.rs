//! Cases of kind `normalise`.

use crate::case::{Case, Outcome};

pub fn run(_: &Case) -> Outcome {
    Outcome::Failed("not judged yet".into())
}
