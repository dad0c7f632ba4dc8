//! Which files of a folder are its texts, and in what order a person would read them.

use std::cmp::Ordering;

use crate::read::numeral;

/// Texts of a book, not what builds and tools leave beside them.
pub(super) fn is_text(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let ends = [".md", ".markdown", ".mdown", ".txt", ".text"].iter().any(|end| name.ends_with(end));
    ends && !name.starts_with('.')
        && parts.all(|folder| !matches!(folder, "out" | "target" | "node_modules") && !folder.starts_with('.'))
}

/// The order of files a person would expect: README and index first in their folder, numbers by value.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let leads = |name: &str| match name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase().as_str() {
        "readme" => 0,
        "index" => 1,
        _ => 2,
    };
    let (mut left, mut right) = (a.split('/'), b.split('/'));
    loop {
        return match (left.next(), right.next()) {
            (None, None) => a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) if x == y => continue,
            (Some(x), Some(y)) => leads(x).cmp(&leads(y)).then_with(|| natural(x, y)).then_with(|| x.cmp(y)),
        };
    }
}

/// Compares names with their numbers by value: `2.md` before `10.md`, 第二章 before 第十章.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else { return a.len().cmp(&b.len()) };
        // Chinese numerals count as numbers only after 第: a name may well begin with 三.
        let both = match (x, y) {
            ('第', '第') => {
                a = &a[x.len_utf8()..];
                b = &b[y.len_utf8()..];
                numeral::numeral(a).zip(numeral::numeral(b))
            }
            _ if x.is_ascii_digit() && y.is_ascii_digit() => numeral::numeral(a).zip(numeral::numeral(b)),
            _ => None,
        };
        match both {
            Some(((m, rest_a), (n, rest_b))) => {
                if m != n {
                    return m.cmp(&n);
                }
                (a, b) = (rest_a, rest_b);
            }
            None if x == '第' && y == '第' => {}
            None if x != y => return x.to_lowercase().cmp(y.to_lowercase()).then(x.cmp(&y)),
            None => {
                a = &a[x.len_utf8()..];
                b = &b[y.len_utf8()..];
            }
        }
    }
}
