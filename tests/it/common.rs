//! What the tests share: where the sample data lies, and goldens that rewrite themselves on request.

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

/// Compares `actual` with the golden file beside the case; `BLESS=1` rewrites it.
pub fn golden(path: &str, actual: &str) {
    let full = root().join("tests/it").join(path);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(full.parent().expect("a golden lies in a folder")).expect("the folder can be made");
        std::fs::write(&full, actual).expect("a golden can be written");
        return;
    }
    let expected = std::fs::read_to_string(&full).unwrap_or_default();
    assert!(expected == actual, "{path} differs (BLESS=1 rewrites it)\n--- expected\n{expected}\n--- actual\n{actual}");
}
