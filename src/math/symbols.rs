//! Which characters the commands of TeX are.

use super::node::Mode;

/// The character of a command or of a character that stands for itself.
///
/// ```
/// use keben::math::{node::Mode, symbol};
/// assert_eq!(symbol("\\alpha", Mode::Math), "α");
/// assert_eq!(symbol("若", Mode::Text), "若");
/// ```
pub fn symbol(text: &str, mode: Mode) -> String {
    let wanted = match mode {
        Mode::Math => ratex_font::Mode::Math,
        Mode::Text => ratex_font::Mode::Text,
    };
    match (text, ratex_font::get_symbol(text, wanted).and_then(|known| known.codepoint)) {
        ("\\prime", _) => "′".to_owned(),
        ("-" | "\\minus", _) if mode == Mode::Math => "−".to_owned(),
        ("*", _) if mode == Mode::Math => "∗".to_owned(),
        (_, Some(c)) => super::set::copied(u32::from(c)).unwrap_or(c).to_string(),
        (command, None) => command.trim_start_matches('\\').to_owned(),
    }
}

/// The character of an accent, brace or arrow by the command that sets it.
pub fn accent(command: &str) -> &'static str {
    match command.trim_start_matches('\\') {
        "acute" | "'" => "´",
        "grave" | "`" => "`",
        "ddot" | "\"" => "¨",
        "dddot" => "\u{20DB}",
        "ddddot" => "\u{20DC}",
        "tilde" | "widetilde" | "~" | "utilde" => "~",
        "bar" | "=" => "¯",
        "breve" | "u" => "˘",
        "check" | "widecheck" | "v" => "ˇ",
        "hat" | "widehat" | "^" => "^",
        "vec" => "→",
        "dot" | "." => "˙",
        "mathring" | "r" => "˚",
        "H" => "˝",
        "c" => "¸",
        "overrightarrow" | "underrightarrow" | "xrightarrow" | "cdrightarrow" | "cdlongequal" => "→",
        "overleftarrow" | "underleftarrow" | "xleftarrow" | "cdleftarrow" => "←",
        "overleftrightarrow" | "underleftrightarrow" | "xleftrightarrow" => "↔",
        "Overrightarrow" | "xRightarrow" => "⇒",
        "xLeftarrow" => "⇐",
        "xLeftrightarrow" => "⇔",
        "xhookleftarrow" => "↩",
        "xhookrightarrow" => "↪",
        "xmapsto" => "↦",
        "xrightharpoonup" | "overrightharpoon" => "⇀",
        "xrightharpoondown" => "⇁",
        "xleftharpoonup" | "overleftharpoon" => "↼",
        "xleftharpoondown" => "↽",
        "xrightleftharpoons" | "xrightleftarrows" | "xrightequilibrium" => "⇌",
        "xleftrightharpoons" | "xleftequilibrium" => "⇋",
        "xtwoheadrightarrow" => "↠",
        "xtwoheadleftarrow" => "↞",
        "xlongequal" => "=",
        "xtofrom" => "⇄",
        "overbrace" => "⏞",
        "underbrace" => "⏟",
        "overbracket" => "⎴",
        "underbracket" => "⎵",
        "overparen" | "overgroup" | "wideparen" => "⏜",
        "underparen" | "undergroup" => "⏝",
        "overlinesegment" | "underlinesegment" => "¯",
        _ => "¯",
    }
}
