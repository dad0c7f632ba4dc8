//! What LaTeX writes into a formula but KaTeX leaves to its host: labels, references, automatic numbers.

/// The labels a formula gives itself (`\label{…}`), in order.
///
/// ```
/// assert_eq!(keben::math::labels("a \\label{eq:a} \\\\ b \\label{eq:b}"), ["eq:a", "eq:b"]);
/// ```
pub fn labels(tex: &str) -> Vec<&str> {
    commands(tex).filter(|command| command.name == "label").filter_map(|command| command.argument).collect()
}

/// The labels a formula refers to (`\ref{…}`, `\eqref{…}`), in order.
pub fn references(tex: &str) -> Vec<&str> {
    let refers = |command: &Command| matches!(command.name, "ref" | "eqref");
    commands(tex).filter(refers).filter_map(|command| command.argument).map(str::trim).collect()
}

/// How many numbers its author gives a formula (`\tag{…}`).
pub fn tags(tex: &str) -> usize {
    commands(tex).filter(|command| command.name == "tag").count()
}

/// A command of the notation.
struct Command<'t> {
    /// Where its backslash is.
    start: usize,
    /// After its argument, where it was asked for.
    end: usize,
    name: &'t str,
    /// What stands in braces after it, without inner braces.
    argument: Option<&'t str>,
}

/// The commands that are letters, in order.
fn commands(tex: &str) -> impl Iterator<Item = Command<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + tex[at..].find('\\')?;
            let rest = &tex[start + 1..];
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            if letters == 0 {
                // `\\` is one command: what follows it is none.
                at = start + 1 + rest.chars().next().map_or(0, char::len_utf8);
                continue;
            }
            let name_end = start + 1 + letters;
            let argument = argument(&tex[name_end..]);
            let end = name_end + argument.map_or(0, |(_, length)| length);
            at = name_end;
            let argument = argument.map(|(text, _)| text);
            return Some(Command { start, end, name: &rest[..letters], argument });
        }
    })
}

/// What stands in braces at a text's beginning, and how long it is with them.
fn argument(rest: &str) -> Option<(&str, usize)> {
    let blank = rest.len() - rest.trim_start_matches([' ', '*']).len();
    let inner = rest[blank..].strip_prefix('{')?;
    let end = inner.find(['{', '}'])?;
    inner[end..].starts_with('}').then(|| (&inner[..end], blank + end + 2))
}

/// The notation as KaTeX reads it: labels gone, references as what they print, no automatic numbers.
pub(super) fn plain(tex: &str, number: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut done = 0;
    for command in commands(tex) {
        let Some(argument) = command.argument else { continue };
        let instead = match (command.name, argument) {
            ("label", _) => String::new(),
            ("ref" | "eqref", label) => {
                let found = number(label.trim()).unwrap_or_else(|| label.to_owned());
                let bare = found.trim_matches(['(', ')', '（', '）']);
                let shown = if command.name == "ref" { bare } else { &found };
                format!("\\text{{{}}}", shown.replace(['\\', '{', '}', '$', '%', '#', '&', '_', '^', '~'], " "))
            }
            ("begin" | "end", name) => match automatic(name) {
                Some(name) => format!("\\{}{{{name}}}", command.name),
                None => continue,
            },
            _ => continue,
        };
        if command.start < done {
            continue;
        }
        out.push_str(&tex[done..command.start]);
        out.push_str(&instead);
        done = command.end;
    }
    out.push_str(&tex[done..]);
    out
}

/// An environment whose lines TeX numbers by itself, and the one that is the same without.
fn automatic(name: &str) -> Option<&'static str> {
    match name {
        "equation" => Some("equation*"),
        "align" => Some("align*"),
        "alignat" => Some("alignat*"),
        "gather" | "multline" | "multline*" => Some("gather*"),
        "eqnarray" | "eqnarray*" | "flalign" | "flalign*" => Some("align*"),
        _ => None,
    }
}
