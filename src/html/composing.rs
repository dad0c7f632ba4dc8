//! How lines are composed, as CSS asks a reading system for it (CJK-57): the same style without a character or an
//! element that only spaces the text. Systems that do not know a property pass it over.

use super::css::Declarations;
use crate::model::Lang;
use crate::theme::{
    Adjacent, Alignment, Autospace, Hanging, Hyphenate, Kinsoku, LineEnd, LineStart, ListStyle, Setting, WordBreak,
};

/// A setting for text in `lang` (CSS Text 4).
pub(super) fn lines_of(setting: &Setting, lang: &Lang) -> Declarations {
    let line_break = match setting.kinsoku {
        // `anywhere` would cut words too.
        Kinsoku::None => "loose",
        // `loose` lets ！ and ： begin lines.
        Kinsoku::Basic | Kinsoku::Gb => "normal",
        Kinsoku::Strict => "strict",
        // By language, as on pages.
        Kinsoku::Auto if matches!(lang.primary(), "zh" | "ko") => "normal",
        Kinsoku::Auto => "strict",
    };
    let trim = match (setting.adjacent, setting.line_start, setting.line_end) {
        _ if setting.grid => "space-all",
        (Adjacent::None, ..) => "space-all",
        (_, LineStart::Trim, LineEnd::Trim) => "trim-both",
        (_, LineStart::Trim, LineEnd::Allow) => "trim-start",
        (_, LineStart::Trim, LineEnd::Keep) => "trim-start",
        (_, LineStart::Keep, LineEnd::Trim | LineEnd::Allow) => "normal",
        (_, LineStart::Keep, LineEnd::Keep) => "space-first",
    };
    let autospace = match setting.autospace {
        Autospace::On | Autospace::Third | Autospace::Fixed => "normal",
        Autospace::Off => "no-autospace",
    };
    let hanging = match setting.hanging {
        Hanging::None => "none",
        Hanging::Allow => "allow-end",
        Hanging::Force => "force-end",
    };
    let mut rule = vec![
        ("line-break", line_break.to_owned()),
        ("text-spacing-trim", trim.to_owned()),
        ("text-autospace", autospace.to_owned()),
        ("hanging-punctuation", hanging.to_owned()),
    ];
    if lang.primary() == "ko" {
        // On a screen lines are ragged more often than not: words stay whole unless the theme says otherwise.
        let word_break = match setting.word_break {
            WordBreak::Auto | WordBreak::Word => "keep-all",
            WordBreak::Syllable => "normal",
        };
        rule.push(("word-break", word_break.to_owned()));
    }
    rule
}

/// Whether words may be parted: long ones need it where lines are flush at both edges. `auto` asks for a language that
/// has patterns.
pub(super) fn hyphens(setting: &Setting, lang: &Lang) -> &'static str {
    match setting.hyphenate {
        Hyphenate::Never => "manual",
        Hyphenate::Always => "auto",
        Hyphenate::Auto if lang.is_cjk() => "manual",
        Hyphenate::Auto => "auto",
    }
}

/// How lines lie.
pub(super) fn alignment(align: Alignment) -> Declarations {
    let text_align = match align {
        Alignment::Justify | Alignment::Even => "justify",
        Alignment::Start => "left",
        Alignment::Centre => "center",
        Alignment::End => "right",
    };
    let mut rule = vec![("text-align", text_align.to_owned())];
    if align == Alignment::Even {
        rule.push(("text-align-last", "justify".into()));
        rule.push(("text-justify", "inter-character".into()));
    }
    rule
}

/// Numbers of ordered lists as on pages; nothing where they are what browsers write anyway.
pub(super) fn list_styles(lists: &ListStyle) -> String {
    let mut text = String::new();
    if lists.ordered.iter().all(|pattern| pattern == "{ar}.") {
        return text;
    }
    let mut selector = String::new();
    for (depth, pattern) in lists.ordered.iter().enumerate() {
        let signs = [
            ("{ar}", "system: extends decimal"),
            ("{cn}", "system: extends simp-chinese-informal"),
            ("{circ}", CIRCLED),
        ];
        let found = signs.iter().find_map(|(sign, system)| Some((pattern.split_once(sign)?, system)));
        let Some(((before, after), system)) = found else { continue };
        let (before, after) = (quoted(before), quoted(after));
        let name = format!("number-{}", depth + 1);
        text.push_str(&format!("@counter-style {name} {{ {system}; prefix: {before}; suffix: {after}; }}\n"));
        selector.push_str(if depth == 0 { "ol" } else { " ol" });
        text.push_str(&format!("{selector} {{ list-style-type: {name}; }}\n"));
    }
    // Lists that number nothing keep to it.
    text.push_str("nav ol, nav ol ol { list-style: none; }\n");
    text
}

/// Circled numbers as far as Unicode has them in a row; beyond, figures.
const CIRCLED: &str = "system: fixed; symbols: \"①\" \"②\" \"③\" \"④\" \"⑤\" \"⑥\" \"⑦\" \"⑧\" \"⑨\" \"⑩\" \"⑪\" \"⑫\" \"⑬\" \
                       \"⑭\" \"⑮\" \"⑯\" \"⑰\" \"⑱\" \"⑲\" \"⑳\"";

/// A string as CSS writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || c == '<' => out.push_str(&format!("\\{:x} ", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
