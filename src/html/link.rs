//! Addresses that lead out of the book, mended so that every reading system takes them.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a URL cannot hold as it is (URL Standard, 1.3: the query set, and what EPUB checkers refuse besides).
/// `%` is kept: what is encoded already stays as it is.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Schemes that a book may lead to. Scripts, data and the reader's own disk are none of them.
const SCHEMES: [&str; 8] = ["http", "https", "mailto", "tel", "ftp", "doi", "urn", "geo"];

/// The address with every character encoded that must be; `None` where it is no address a book may lead to.
///
/// ```
/// use keben::html::mend;
/// assert_eq!(mend("https://example.org/三 峡?q=<1>").as_deref(), Some("https://example.org/%E4%B8%89%20%E5%B3%A1?q=%3C1%3E"));
/// assert_eq!(mend("100%"), None);
/// assert_eq!(mend("javascript:alert(1)"), None);
/// ```
pub fn mend(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    if matches!(scheme.as_str(), "http" | "https" | "ftp") {
        let rest = rest.strip_prefix("//")?;
        let host_end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(host_end);
        let authority = authority_of(authority)?;
        return Some(format!("{scheme}://{authority}{}", encode(path)));
    }
    if rest.is_empty() { None } else { Some(format!("{scheme}:{}", encode(rest))) }
}

/// Host and port; names and passwords before them are for nobody's book.
fn authority_of(text: &str) -> Option<String> {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    if let Some(address) = host.strip_prefix('[') {
        let (inside, port) = address.split_once(']')?;
        let good = inside.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'));
        return (good && !inside.is_empty() && good_port(port)).then(|| host.to_owned());
    }
    let (name, port) = match host.find(':') {
        Some(at) => host.split_at(at),
        None => (host, ""),
    };
    let good =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || (!c.is_ascii() && c.is_alphanumeric());
    if name.is_empty() || !name.chars().all(good) || name.starts_with('.') || !good_port(port) {
        return None;
    }
    Some(encode(host))
}

fn good_port(port: &str) -> bool {
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok() || digits.is_empty())
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    let mut pieces = text.split('%');
    out.extend(pieces.next().map(|first| utf8_percent_encode(first, UNSAFE).to_string()));
    for piece in pieces {
        // A per cent sign that encodes nothing is one itself.
        let encodes = piece.len() >= 2 && piece.bytes().take(2).all(|b| b.is_ascii_hexdigit());
        out.push_str(if encodes { "%" } else { "%25" });
        out.push_str(&utf8_percent_encode(piece, UNSAFE).to_string());
    }
    // Only the first `#` begins a fragment; brackets belong to hosts alone.
    let out = out.replace('[', "%5B").replace(']', "%5D");
    match out.split_once('#') {
        Some((before, after)) => format!("{before}#{}", after.replace('#', "%23")),
        None => out,
    }
}
