//! The ways titles are numbered.

use schemars::JsonSchema;
use serde::Deserialize;

/// How titles are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Only where the author wrote a number.
    #[default]
    None,
    /// 1, 1.1, 1.1.1.
    Decimal,
    /// 第一章, then 一、 （一） 1. （1） (GB/T 9704 7.3.3). Chinese and Japanese only; elsewhere as `decimal`.
    Chinese,
    /// 一、 （一） 1. （1） from the first level on, as in official documents. Where, as `chinese`.
    Gongwen,
    /// 第一章, 第一节, then 一、 （一） 1． （1）. Where, as `chinese`.
    Sections,
    /// 第1章, then 1.1, 1.1.1, as in theses. Where, as `chinese`.
    Thesis,
}
