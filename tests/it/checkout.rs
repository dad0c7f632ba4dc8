//! Where the project lies, and the sample data beside it. Every kind of test reaches them through here.

use std::path::{Path, PathBuf};

/// The checkout's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A path of the sample data that lies beside the checkout. `None`, with a word on standard error, where it is
/// missing, so that a plain clone passes; `KEBEN_SHARED_REQUIRED=1` makes that a failure.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = root().join("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    assert!(
        std::env::var_os("KEBEN_SHARED_REQUIRED").is_none_or(|value| value != "1"),
        "KEBEN_SHARED_REQUIRED is set, and {} is missing",
        full.display()
    );
    eprintln!("skipped: no {} beside the checkout", Path::new("../shared").join(path).display());
    None
}
