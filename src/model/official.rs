//! What stands around the text of an official document (GB/T 9704-2012).

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// The parts of an official document that are not its text. All may be missing: a part without words is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Official {
    /// The layout of the standard.
    #[serde(alias = "格式")]
    pub form: OfficialForm,
    /// 份号: six figures.
    #[serde(skip_serializing_if = "Option::is_none", alias = "份号")]
    pub copy: Option<String>,
    /// 密级 (`机密`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "密级")]
    pub secrecy: Option<String>,
    /// 保密期限 (`1年`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "保密期限")]
    pub term: Option<String>,
    /// 紧急程度 (`特急`, `加急`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "紧急程度")]
    pub urgency: Option<String>,
    /// 发文机关, the one in charge first.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "发文机关")]
    pub issuers: Vec<String>,
    /// 发文机关标志, where it is not the issuers' names with the word of the form (`文件`, `纪要`) behind them.
    #[serde(skip_serializing_if = "Option::is_none", alias = "发文机关标志")]
    pub head: Option<String>,
    /// 发文字号 (`示政办〔2026〕1号`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "发文字号")]
    pub number: Option<String>,
    /// 签发人 of a document that goes up.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "签发人")]
    pub signatories: Vec<String>,
    /// 主送机关.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "主送机关")]
    pub addressees: Vec<String>,
    /// 附件说明, where it is not to be made from the attachments found in the text.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "附件")]
    pub attachments: Vec<String>,
    /// 发文机关署名; the issuers where nothing is said.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "署名")]
    pub signatures: Vec<String>,
    /// 成文日期 (`2026-08-10` or `2026年8月10日`); the book's date where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", alias = "成文日期")]
    pub date: Option<String>,
    /// Whether room is left for a seal over signature and date.
    #[serde(skip_serializing_if = "super::is_false", alias = "盖章")]
    pub sealed: bool,
    /// 出席: who was at the meeting that minutes tell of.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "出席")]
    pub present: Vec<String>,
    /// 请假: who was excused.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "请假")]
    pub excused: Vec<String>,
    /// 列席: who sat in.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "列席")]
    pub observing: Vec<String>,
    /// 附注.
    #[serde(skip_serializing_if = "Option::is_none", alias = "附注")]
    pub note: Option<String>,
    /// 抄送机关.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more", alias = "抄送机关")]
    pub copies_to: Vec<String>,
    /// 印发机关.
    #[serde(skip_serializing_if = "Option::is_none", alias = "印发机关")]
    pub printed_by: Option<String>,
    /// 印发日期.
    #[serde(skip_serializing_if = "Option::is_none", alias = "印发日期")]
    pub printed_on: Option<String>,
}

/// The layouts of the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OfficialForm {
    /// 公文 with a red head (clause 7).
    #[default]
    #[serde(alias = "文件")]
    Document,
    /// 信函 (10.1).
    #[serde(alias = "信函")]
    Letter,
    /// 纪要 (10.3).
    #[serde(alias = "纪要")]
    Minutes,
}

/// A word, or a list of them.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a word, or a list of words")]
    enum Either {
        One(String),
        More(Vec<String>),
    }
    Ok(match Either::deserialize(from)? {
        Either::One(word) => vec![word],
        Either::More(words) => words,
    })
}
