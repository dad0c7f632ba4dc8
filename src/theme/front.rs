//! What stands around a text: cover, title pages, colophon, the parts of an official document.

use serde::Deserialize;

use super::Colour;
use crate::model::Numbering;
use crate::unit::Length;

/// The cover.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CoverStyle {
    /// Whether there is one.
    pub show: bool,
    /// The flat colour that runs to the bleed; `none` leaves the paper white.
    pub colour: Colour,
    /// How far down that colour reaches, as a share of the trim's height; 1 for all of it. Who made the book stands at
    /// the foot, on paper where the colour does not reach.
    pub colour_to: f64,
    /// The colour of its text, on that colour.
    pub text: Colour,
    /// How far down the title's first line stands, as a share of the trim's height.
    pub title_at: f64,
    /// How far down the band with the title begins under a picture, as a share of the trim's height; 1 for a picture
    /// that stands alone.
    pub picture_to: f64,
    /// Whether a page with nothing but the title comes before the title page (书名页前的半书名页).
    pub half_title: bool,
    /// Whether a title page follows.
    pub title_page: bool,
}

/// The title at the head of the first page of text, for what has no cover: an article, a letter, a newsletter (报头).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TitleBlockStyle {
    /// Whether there is one.
    pub show: bool,
    /// Thickness of the rules above and below the line with issue, date and publisher; zero for none.
    pub rule: Length,
}

/// The colophon page (版权页), composed from what the book says of itself.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColophonStyle {
    /// Where it stands.
    pub at: ColophonPlace,
    /// Whether it names the fonts of the theme.
    pub fonts: bool,
}

/// Where the colophon page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColophonPlace {
    /// On the back of the title page.
    TitleVerso,
    /// On the last page.
    End,
    /// Nowhere.
    None,
}

/// How titles are numbered where keben.toml says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberingStyle {
    /// How titles without a written number are numbered.
    pub headings: Numbering,
    /// Down to which level headings are numbered.
    pub depth: u8,
}

/// The parts of an official document (GB/T 9704-2012). Their sizes are those of the styles `official-…`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OfficialStyle {
    /// Whether they are set at all.
    pub show: bool,
    /// Colour of the head and its rules.
    pub colour: Colour,
    /// From the type area's upper edge to that of the issuer (7.2.4); in letters from the paper's (10.1).
    pub issuer_at: Length,
    /// The same in letters.
    pub letter_at: Length,
    /// From the number's lower edge to the red rule (7.2.7), and from a letter's issuer to its first rule (10.1).
    pub rule_gap: Length,
    /// Thickness of the red rule.
    pub rule: Length,
    /// Length of a letter's double rules.
    pub letter_rule: Length,
    /// From the paper's lower edge to a letter's second rule.
    pub letter_foot: Length,
    /// Thickness of the first and the last rule of the record (7.4.1).
    pub record_outer: Length,
    /// Thickness of those between.
    pub record_inner: Length,
}
