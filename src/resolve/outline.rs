//! Outlines: how the levels of titles are numbered. Their patterns are data: `numbering.toml`.

use super::counter::{Style, format};
use crate::model::Lang;

/// Patterns of numbers, level by level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outline {
    pub(super) levels: &'static [Level],
}

/// The numbers of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// The number as printed, `{cn}`, `{ar}` or `{circ}` where its numeral stands, `{path}` where those of all levels do.
    pub pattern: &'static str,
    /// Whether a space parts it from its title.
    pub gap: bool,
}

/// A title's number as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number with its marks.
    pub text: String,
    /// Whether a space parts it from its title.
    pub gap: bool,
}

impl Number {
    /// As an author wrote it: a full-width mark brings its own space, everything else takes one.
    pub fn written(text: impl Into<String>) -> Self {
        let text = text.into();
        let gap = !text.ends_with(['、', '）', '．', '：']);
        Self { text, gap }
    }

    /// What parts it from its title where that is set: nothing after a mark that brings its own white, else the width of
    /// a character in Chinese, Japanese and Korean (GB/T 7713.1), a space elsewhere.
    pub fn white(&self, lang: &Lang) -> &'static str {
        match (self.gap, lang.is_cjk()) {
            (false, _) => "",
            (true, true) => "\u{3000}",
            (true, false) => " ",
        }
    }

    /// The number and a title in one line of characters.
    pub fn with(&self, title: &str) -> String {
        let Self { text, gap } = self;
        if title.is_empty() {
            return text.clone();
        }
        format!("{text}{}{title}", if *gap { " " } else { "" })
    }
}

impl Outline {
    /// The number `n` at `level`, from 1; levels below the last are written like it.
    ///
    /// ```
    /// use keben::resolve::Numbering;
    /// let gongwen = Numbering::Gongwen.outline().unwrap();
    /// assert_eq!(gongwen.number(2, 3).with("总则"), "（三）总则");
    /// ```
    pub fn number(&self, level: usize, n: u64) -> Number {
        match self.levels.get(level.saturating_sub(1)).or(self.levels.last()) {
            Some(Level { pattern, gap }) => Number { text: patterned(pattern, n), gap: *gap },
            None => Number::written(n.to_string()),
        }
    }
}

/// The number `n` as `pattern` has it: `{cn}` in Chinese numerals, `{circ}` circled, `{ar}` in Arabic ones. A pattern
/// with none of them is all there is.
///
/// ```
/// assert_eq!(keben::resolve::number::patterned("（{cn}）", 12), "（十二）");
/// ```
pub fn patterned(pattern: &str, n: u64) -> String {
    // Up to ten thousand the traditional numerals are the same as the simplified ones.
    let styles = [("{cn}", Style::ChineseLower), ("{circ}", Style::Circled), ("{ar}", Style::Decimal)];
    let written = styles.into_iter().find_map(|(sign, style)| {
        let (before, after) = pattern.split_once(sign)?;
        // Beyond ㊿ a number stands in brackets.
        let numeral = format(style, n).unwrap_or_else(|| match style {
            Style::Circled => format!("（{n}）"),
            _ => n.to_string(),
        });
        Some(format!("{before}{numeral}{after}"))
    });
    written.unwrap_or_else(|| pattern.to_owned())
}
