//! Bare addresses in text become links (GFM 6.9): `https://…`, `www.…`, `someone@example.org`.
//!
//! Unlike GFM, an address may follow a Han character directly and ends before one, for Chinese is written without
//! spaces: `见https://example.org/。`

use super::east_asian::is_cjk;
use crate::model::{Inline, Link};

/// Nobody types a longer address; looking for its end must not take long.
const LONGEST: usize = 4000;

/// A link that starts at the start of `rest`, and the bytes it takes; for an e-mail address, whose first part has
/// already been passed, also how many bytes of `plain` belong to it.
pub(super) fn at(plain: &str, before: Option<char>, rest: &str) -> Option<(usize, (Inline, usize))> {
    match rest.as_bytes().first()? {
        b'@' => mail(plain, rest),
        b'h' | b'H' | b'w' | b'W' | b'f' | b'F' => {
            let opens =
                before.is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric() && !"/:@.-".contains(c) || is_cjk(c));
            if opens { web(rest).map(|found| (0, found)) } else { None }
        }
        _ => None,
    }
}

fn web(rest: &str) -> Option<(Inline, usize)> {
    let starts = |prefix: &str| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let scheme = ["https://", "http://", "ftp://"].into_iter().find(|scheme| starts(scheme));
    let domain_at = match scheme {
        Some(scheme) => scheme.len(),
        None if starts("www.") => 0,
        None => return None,
    };
    let rest = match rest.char_indices().nth(LONGEST) {
        Some((at, _)) => &rest[..at],
        None => rest,
    };
    let end =
        rest.find(|c: char| c.is_whitespace() || c.is_control() || c == '<' || ends_address(c)).unwrap_or(rest.len());
    let end = trim(&rest[..end]);
    let address = &rest[..end];
    let domain = address.get(domain_at..)?.split(['/', '?', '#', ':']).next()?;
    let parts: Vec<&str> = domain.split('.').collect();
    let valid =
        parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)));
    let last_two = &parts[parts.len().saturating_sub(2)..];
    if !valid || parts.len() < 2 || last_two.iter().any(|part| part.contains('_')) {
        return None;
    }
    let url = if scheme.is_some() { address.to_owned() } else { format!("http://{address}") };
    Some((link(url, address), end))
}

fn ends_address(c: char) -> bool {
    is_cjk(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Marks at the end belong to the sentence, not to the address; so does `)` without its partner.
fn trim(address: &str) -> usize {
    let mut end = address.len();
    let mut closing = address.matches(')').count();
    let opening = address.matches('(').count();
    while let Some(last) = address[..end].chars().next_back() {
        let cut = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => 1,
            ')' if closing > opening => {
                closing -= 1;
                1
            }
            ';' => {
                let word = address[..end - 1].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
                let entity = address[..end - 1 - word].ends_with('&') && word > 0;
                if entity { word + 2 } else { 1 }
            }
            _ => break,
        };
        end -= cut;
    }
    end
}

fn mail(plain: &str, rest: &str) -> Option<(usize, (Inline, usize))> {
    let name = plain.bytes().rev().take(64).take_while(|b| b.is_ascii_alphanumeric() || b".-_+".contains(b)).count();
    let user = &plain[plain.len() - name..];
    let domain = &rest[1..];
    let end = domain.bytes().take(255).take_while(|b| b.is_ascii_alphanumeric() || b".-_".contains(b)).count();
    let domain = domain[..end].trim_end_matches('.');
    let parts = domain.split('.');
    let valid = !domain.ends_with(['-', '_']) && domain.contains('.') && parts.clone().all(|part| !part.is_empty());
    if user.is_empty() || !valid {
        return None;
    }
    let address = format!("{user}@{domain}");
    Some((name, (link(format!("mailto:{address}"), &address), 1 + domain.len())))
}

fn link(url: String, text: &str) -> Inline {
    Inline::Link(Link { url, content: vec![Inline::text(text)], ..Link::default() })
}
