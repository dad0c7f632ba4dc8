//! What stands on a book's colophon page (版权页) beside its title and makers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The facts of an edition. What is not said is left out, or counted where it can be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Imprint {
    /// Edition as printed (`2026年11月第1版`); made from the date where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "版次")]
    pub edition: Option<String>,
    /// Printing as printed (`2026年11月第1次印刷`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "印次")]
    pub printing: Option<String>,
    /// Sheet size and its part (`880mm×1230mm　1/32`); from the trim where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "开本")]
    pub format: Option<String>,
    /// Sheets of paper in a copy; from the pages where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "印张")]
    pub sheets: Option<String>,
    /// Length in characters (`120千字`); counted where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "字数")]
    pub words: Option<String>,
    /// Copies printed.
    #[serde(skip_serializing_if = "Option::is_none", alias = "印数")]
    pub copies: Option<String>,
    /// Price (`39.00元`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "定价")]
    pub price: Option<String>,
    /// Number of the cataloguing data (CIP数据核字).
    #[serde(skip_serializing_if = "Option::is_none", alias = "核字")]
    pub cip: Option<String>,
    /// Who printed it.
    #[serde(skip_serializing_if = "Option::is_none", alias = "印刷")]
    pub printer: Option<String>,
    /// The publisher's address.
    #[serde(skip_serializing_if = "Option::is_none", alias = "地址")]
    pub address: Option<String>,
    /// The publisher's telephone.
    #[serde(skip_serializing_if = "Option::is_none", alias = "电话")]
    pub phone: Option<String>,
    /// The publisher's place on the web, or its mail address.
    #[serde(skip_serializing_if = "Option::is_none", alias = "网址")]
    pub web: Option<String>,
    /// Fonts; those of the theme where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "字体")]
    pub fonts: Option<String>,
    /// How the book was made, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none", alias = "制作")]
    pub made: Option<String>,
}

impl Imprint {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
