//! What libraries, shops and reading systems want to know about a book.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Imprint, Official};
use crate::diag::Span;

/// A language tag (BCP 47), checked where it enters: `zh-Hans`, `zh-Hant-TW`, `ja`, `ko`, `en`.
///
/// ```
/// use keben::model::Lang;
/// assert_eq!("zh_CN".parse::<Lang>().unwrap().as_str(), "zh-Hans-CN");
/// assert_eq!("zh".parse::<Lang>().unwrap().as_str(), "zh-Hans");
/// assert_eq!("zh-latn".parse::<Lang>().unwrap().as_str(), "zh-Latn");
/// assert!("chinese!".parse::<Lang>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Lang(String);

impl Lang {
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The first subtag: `zh`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
    /// Whether this is Chinese.
    pub fn is_chinese(&self) -> bool {
        self.primary() == "zh"
    }
    /// Whether this is Chinese in traditional characters.
    pub fn is_traditional(&self) -> bool {
        self.is_chinese() && self.0.contains("-Hant")
    }
    /// Whether the script is set on the one-em frame: Chinese, Japanese or Korean.
    pub fn is_cjk(&self) -> bool {
        matches!(self.primary(), "zh" | "ja" | "ko")
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self("zh-Hans".into())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language tag that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangError(String);

impl fmt::Display for LangError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a language tag; write one such as zh-Hans, zh-Hant-TW, ja, ko or en", self.0)
    }
}

impl std::error::Error for LangError {}

impl FromStr for Lang {
    type Err = LangError;

    /// Reads a tag, mends `_`, case, and Chinese tags that name a region but no script.
    fn from_str(text: &str) -> Result<Self, LangError> {
        let bad = || LangError(text.to_owned());
        let mut parts = Vec::new();
        for (at, part) in text.trim().split(['-', '_']).enumerate() {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(bad());
            }
            parts.push(match (at, part.len()) {
                (0, 2 | 3) if part.bytes().all(|b| b.is_ascii_alphabetic()) => part.to_ascii_lowercase(),
                (0, _) => return Err(bad()),
                (_, 2) => part.to_ascii_uppercase(),
                (_, 4) if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase()
                }
                _ => part.to_ascii_lowercase(),
            });
        }
        let scripted =
            parts.iter().skip(1).any(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
        if parts[0] == "zh" && !scripted {
            let hant = parts.iter().any(|part| matches!(part.as_str(), "TW" | "HK" | "MO"));
            parts.insert(1, if hant { "Hant" } else { "Hans" }.to_owned());
        }
        Ok(Self(parts.join("-")))
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Metadata of a book. All of it may be missing; `resolve` fills in what outputs cannot do without.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// Subtitle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The title in other languages or scripts (`en`, `zh-Latn`), for catalogues and shops.
    #[serde(rename = "title-in", skip_serializing_if = "BTreeMap::is_empty")]
    pub title_in: BTreeMap<Lang, String>,
    /// Who made it, in the order of the title page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub creators: Vec<Creator>,
    /// Language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// ISBN, DOI, UUID …; the first is the one reading systems remember the book by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Date of publication: a year, a year and month, or a day (`2020`, `2020-12`, `2020-12-31`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Rights and licence in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// A blurb.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Subjects, keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// The series it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Path of a cover picture; without one the theme composes a cover from the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// The bibliography, and how it is cited.
    #[serde(skip_serializing_if = "References::is_none")]
    pub references: References,
    /// What its colophon page says besides.
    #[serde(skip_serializing_if = "Imprint::is_empty")]
    pub imprint: Imprint,
    /// What stands around its text, where it is an official document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub official: Option<Box<Official>>,
    /// Where all this was said.
    #[serde(skip)]
    pub places: Places,
}

/// Where metadata was said, by its key in `[book]` of keben.toml (`date`, `official.date`), whatever the notation; the
/// empty key is the file that says the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<String, Span>);

impl Places {
    /// Keeps the place of a key.
    pub fn keep(&mut self, key: impl Into<String>, span: Span) {
        self.0.insert(key.into(), span);
    }

    /// The place of a key, else of the table it stands in, else the file.
    pub fn of(&self, key: &str) -> Span {
        let tables = std::iter::successors(Some(key), |key| key.rsplit_once('.').map(|(table, _)| table));
        tables.chain([""]).find_map(|key| self.0.get(key)).cloned().unwrap_or_default()
    }

    /// What `over` says goes over what is said here.
    pub(crate) fn lay_over(&mut self, over: Self) {
        self.0.extend(over.0);
    }
}

/// The bibliography of a book, and how it is cited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct References {
    /// Paths of the files that hold the works: BibLaTeX, CSL-JSON, or Hayagriva's YAML.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more")]
    #[schemars(with = "OneOrMore")]
    pub bibliography: Vec<String>,
    /// A style by name (`gb-7714-2015-numeric`, `apa`), or the path of a `.csl` file; without one the book's language
    /// chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Keys of works that are listed though nothing cites them; `*` is all of them.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_more")]
    #[schemars(with = "OneOrMore")]
    pub nocite: Vec<String>,
}

impl References {
    /// For serde: nothing to write.
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// What `over` says goes over what is said here.
    pub(crate) fn lay_over(&mut self, over: Self) {
        let Self { bibliography, style, nocite } = over;
        if !bibliography.is_empty() {
            self.bibliography = bibliography;
        }
        if !nocite.is_empty() {
            self.nocite = nocite;
        }
        self.style = style.or(self.style.take());
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a word, or a list of words")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A word, or a list of them.
pub(super) fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    Ok(match OneOrMore::deserialize(from)? {
        OneOrMore::One(one) => vec![one],
        OneOrMore::More(more) => more,
    })
}

/// Someone who made the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Creator {
    /// Name as printed.
    pub name: String,
    /// What they did.
    pub role: CreatorRole,
    /// Name for sorting (`Lu, Xun`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_as: Option<String>,
    /// The name in other languages or scripts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub name_in: BTreeMap<Lang, String>,
}

/// What a creator did; written as MARC relator codes in EPUB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CreatorRole {
    /// 著.
    #[default]
    Author,
    /// 主编、责任编辑.
    Editor,
    /// 编、辑.
    Compiler,
    /// 译.
    Translator,
    /// 绘.
    Illustrator,
    /// 装帧.
    Designer,
    /// Anyone else who helped.
    Contributor,
}

/// A number or name that identifies a book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Identifier {
    /// What sort of identifier.
    pub scheme: IdentifierScheme,
    /// The identifier without prefix (`978-7-…`).
    pub value: String,
}

/// What sort of identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierScheme {
    /// Whatever its author says.
    #[default]
    Other,
    /// International Standard Book Number.
    Isbn,
    /// Digital object identifier.
    Doi,
    /// UUID.
    Uuid,
    /// 准印证号 and the like.
    Serial,
}

/// The series a book belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The book's number in it, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}
