//! Colours on dark paper: what reading systems do not turn round themselves.

use super::Css;
use crate::theme::Colour;
use crate::unit::Length;

impl Css<'_> {
    /// On dark paper colours are lightened until they can be read, and pictures lie on white.
    pub(super) fn dark(&mut self) {
        let (remarks, official) = (self.theme.admonition, &self.theme.official);
        let marks = ".number, .admonition-title, a.noteref, a.backlink";
        let coloured = [
            (true, marks, "color", Colour::Accent, " !important"),
            (remarks.rule > Length::ZERO, "div.admonition", "border-color", remarks.colour, ""),
            (official.show, "section.title-page p.issuer", "color", official.colour, ""),
        ];
        let rules = coloured.into_iter().filter_map(|(there, selector, property, colour, weight)| {
            let colour = self.colour(colour, true).filter(|_| there)?;
            Some(format!("  {selector} {{ {property}: {colour}{weight}; }}\n"))
        });
        let rules: String = rules.collect();
        // Drawings with nothing behind them are dark on dark otherwise.
        let paper = "  img { background: #fdfcf9; }\n";
        self.text.push_str(&format!("@media (prefers-color-scheme: dark) {{\n{paper}{rules}}}\n"));
    }
}
