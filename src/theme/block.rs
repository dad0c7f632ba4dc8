//! Looks that only one kind of block has.

use serde::Deserialize;

use super::{Colour, Colours, Ink, Theme};
use crate::model::{CodeKind, Weight};
use crate::unit::{Em, Length};

/// Program text: `[code]`. Face, size and indents are those of the style `code`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CodeStyle {
    /// Whether lines are numbered where the author does not say.
    pub numbers: bool,
    /// Behind the text.
    pub tint: Colour,
    /// Behind lines that the author marks.
    pub marked: Colour,
    comment: CodeLook,
    keyword: CodeLook,
    string: CodeLook,
    number: CodeLook,
    function: CodeLook,
    r#type: CodeLook,
    inserted: CodeLook,
    deleted: CodeLook,
}

impl CodeStyle {
    /// How a stretch of a kind looks.
    pub fn look(&self, kind: CodeKind) -> CodeLook {
        match kind {
            CodeKind::Comment => self.comment,
            CodeKind::Keyword => self.keyword,
            CodeKind::String => self.string,
            CodeKind::Number => self.number,
            CodeKind::Function => self.function,
            CodeKind::Type => self.r#type,
            CodeKind::Inserted => self.inserted,
            CodeKind::Deleted => self.deleted,
        }
    }
}

/// How a stretch of program text looks.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CodeLook {
    /// Its colour.
    pub colour: Colour,
    /// Its weight.
    pub weight: Weight,
    /// Whether its Latin is in italics.
    pub italic: bool,
}

impl Default for CodeLook {
    fn default() -> Self {
        Self { colour: Colour::Text, weight: Weight::Regular, italic: false }
    }
}

impl CodeLook {
    /// Its ink. A colour prints as solid black: small type breaks into dots.
    pub fn ink(&self, colours: &Colours) -> Ink {
        let ink = colours.ink(self.colour);
        if matches!(self.colour, Colour::Rgb(..)) { Ink { k: 1.0, ..ink } } else { ink }
    }
}

/// Poems: `[verse]`. Face and indents are those of the style `verse`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VerseStyle {
    /// Whether the poem stands in the middle of the measure as a whole, by its longest line.
    pub centre: bool,
    /// How far a line that is too long stands in where it goes on.
    pub turn: Em,
}

/// Remarks set off from the text: `[admonition]`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AdmonitionStyle {
    /// Thickness of the rule beside it; zero for none.
    pub rule: Length,
    /// The rule's colour.
    pub colour: Colour,
}

/// What parts text and is none: `[break]`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BreakStyle {
    /// What a thematic break shows.
    pub mark: BreakMark,
}

/// What a thematic break shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreakMark {
    /// Three small discs.
    Discs,
    /// A star.
    Star,
    /// A short hairline.
    Rule,
    /// Nothing but white.
    Blank,
}

/// Chapters: `[chapter]`. The look of their titles is that of the style `chapter-title`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChapterStyle {
    /// Over how many lines the first character of a chapter reaches; 0 for none that is larger.
    pub drop_lines: u8,
}

/// Why these looks cannot be used, if so.
pub(super) fn complaint(theme: &Theme) -> Option<String> {
    let ranges = [
        ("lists.loose", theme.lists.loose, 10.0),
        ("verse.turn", theme.verse.turn.0, 20.0),
        ("admonition.rule", theme.admonition.rule.to_pt(), 20.0),
    ];
    let outside = ranges.into_iter().find(|(_, value, most)| !(0.0..=*most).contains(value));
    if let Some((key, value, most)) = outside {
        return Some(format!("`{key}` is {value}; it may be 0 to {most}"));
    }
    let lines = theme.chapter.drop_lines;
    (!matches!(lines, 0 | 2..=6)).then(|| format!("`chapter.drop-lines` is {lines}; it may be 0 or 2 to 6"))
}
