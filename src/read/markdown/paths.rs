//! Paths of pictures.

use crate::source::join;

/// The path of a picture, relative to the project: as written where it is a URL or leaves the project.
pub(super) fn image_path(file: &str, written: &str) -> String {
    if written.is_empty() || is_url(written) {
        return written.to_owned();
    }
    // `picture.png?raw=true` is how GitHub is asked for the file itself.
    let path = written.split(['?', '#']).next().filter(|path| !path.is_empty()).unwrap_or(written);
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    join(file, &decoded).unwrap_or_else(|| decoded.into_owned())
}

pub(super) fn is_url(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    let named = scheme.len() > 1
        && scheme.len() < text.len()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    named || text.starts_with("//")
}
