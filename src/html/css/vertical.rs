//! A stylesheet for lines that run down the page: what stood above stands to the right.

/// The direction of lines, under the names that EPUB 3 and older systems know it by as well (EPUB 3.3, E.1).
/// Pictures are as wide as the screen at most, for there the page has no width of its own.
const MODE: &str = "\
html, body { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; }
img { max-width: 95vw; }
";

/// The same stylesheet for lines that run down. Logical properties would say it shorter, but weak systems do not know
/// them.
///
/// ```
/// let css = "p { margin: 1em 2em 3em 4em; padding-left: 1em; text-align: left; }\n";
/// assert!(keben::html::vertical(css).ends_with("p { margin: 4em 1em 2em 3em; padding-top: 1em; text-align: left; }\n"));
/// ```
pub fn vertical(css: &str) -> String {
    let mut turned = String::from(MODE);
    for line in css.lines() {
        match line.split_once(" { ").and_then(|(selector, rest)| Some((selector, rest.strip_suffix(" }")?))) {
            Some((selector, rest)) => {
                let declarations: Vec<String> = rest.split_inclusive(';').map(|one| turn(one.trim())).collect();
                turned.push_str(&format!("{selector} {{ {} }}\n", declarations.join(" ")));
            }
            None => turned.extend([line, "\n"]),
        }
    }
    turned
}

/// Turns a declaration.
fn turn(declaration: &str) -> String {
    let Some((property, value)) = declaration.split_once(": ") else { return declaration.to_owned() };
    let sides = |value: &str| {
        let (value, end) = value.split_at(value.find([';', '!']).unwrap_or(value.len()));
        let gap = if end.starts_with('!') { " " } else { "" };
        let of: Vec<&str> = value.split_whitespace().collect();
        let [top, right, bottom, left] = match of[..] {
            [top, side] => [top, side, top, side],
            [top, side, bottom] => [top, side, bottom, side],
            [top, right, bottom, left] => [top, right, bottom, left],
            _ => return None,
        };
        Some(format!("{left} {top} {right} {bottom}{gap}{end}"))
    };
    if matches!(property, "margin" | "padding") {
        return sides(value).map_or_else(|| declaration.to_owned(), |value| format!("{property}: {value}"));
    }
    let (before, side) = property.rsplit_once('-').map_or(("", property), |(before, side)| (before, side));
    let side = match side {
        "top" => "right",
        "right" => "bottom",
        "bottom" => "left",
        "left" => "top",
        "width" if matches!(before, "" | "min" | "max") => {
            return format!("{}: {value}", property.replace("width", "inline-size"));
        }
        _ => return declaration.to_owned(),
    };
    if before.is_empty() { format!("{side}: {value}") } else { format!("{before}-{side}: {value}") }
}
