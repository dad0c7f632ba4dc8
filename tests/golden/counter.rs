//! Cases of kind `counter`.

use crate::case::{Case, Outcome};

pub fn run(_: &Case) -> Outcome {
    Outcome::Failed("not judged yet".into())
}
