//! Which families a theme wants for each face, and how its Latin letters are fitted to Han.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::Face;
use crate::unit::Em;

/// The `[fonts]` of a theme: for each face the families that go before keben's own.
///
/// ```
/// use keben::model::Face;
/// use keben::theme::Theme;
/// let theme = Theme::parse("[fonts]\nkai = [\"My Kai\"]\nsong = { families = [\"A\"], ja = [\"B\"] }").unwrap();
/// assert_eq!(theme.fonts.families(Face::Song, "ja").collect::<Vec<_>>(), ["B", "A"]);
/// assert_eq!(theme.fonts.families(Face::Kai, "ja").collect::<Vec<_>>(), ["My Kai"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct FontRoles(BTreeMap<Face, FontRole>);

impl FontRoles {
    /// Whether the theme says nothing of fonts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The families of a face, best first: those for the language (`zh-Hans`, `zh-Hant`, `zh-HK`, `ja`, `ko`), then
    /// those for every language.
    pub fn families(&self, face: Face, lang: &str) -> impl Iterator<Item = &str> {
        let role = self.0.get(&face);
        let by_language = role.and_then(|role| match lang {
            "zh-Hans" => Some(&role.zh_hans),
            "zh-Hant" => Some(&role.zh_hant),
            "zh-HK" => Some(if role.zh_hk.is_empty() { &role.zh_hant } else { &role.zh_hk }),
            "ja" => Some(&role.ja),
            "ko" => Some(&role.ko),
            _ => None,
        });
        by_language.into_iter().chain(role.map(|role| &role.families)).flatten().map(String::as_str)
    }

    /// How a Latin face is fitted to the Han beside it, where the theme says so: its size against theirs, and how far
    /// its baseline is raised, in em.
    pub fn fit(&self, face: Face) -> (Option<f64>, Option<Em>) {
        self.0.get(&face).map_or((None, None), |role| (role.scale, role.shift))
    }

    /// Why these roles cannot be used, if so.
    pub(super) fn complaint(&self) -> Option<String> {
        self.0.iter().find_map(|(face, role)| {
            let name = face.name();
            let latin = matches!(face, Face::LatinSerif | Face::LatinSans | Face::Mono);
            if !latin && (role.scale.is_some() || role.shift.is_some()) {
                return Some(format!(
                    "`fonts.{name}` takes no `scale` and no `shift`; only latin-serif, latin-sans and mono do"
                ));
            }
            if let Some(scale) = role.scale.filter(|scale| !(0.5..=2.0).contains(scale)) {
                return Some(format!("`fonts.{name}.scale` is {scale}; it may be 0.5 to 2"));
            }
            let shift = role.shift.filter(|shift| !(-0.5..=0.5).contains(&shift.0))?;
            Some(format!("`fonts.{name}.shift` is {}; it may be -0.5 to 0.5", shift.0))
        })
    }
}

/// The families of one face.
#[derive(Clone, Debug, Default, PartialEq)]
struct FontRole {
    families: Vec<String>,
    zh_hans: Vec<String>,
    zh_hant: Vec<String>,
    zh_hk: Vec<String>,
    ja: Vec<String>,
    ko: Vec<String>,
    scale: Option<f64>,
    shift: Option<Em>,
}

/// A role as typed, where it is more than a list of families.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Typed {
    families: Vec<String>,
    #[serde(rename = "zh-Hans")]
    zh_hans: Vec<String>,
    #[serde(rename = "zh-Hant")]
    zh_hant: Vec<String>,
    #[serde(rename = "zh-HK")]
    zh_hk: Vec<String>,
    ja: Vec<String>,
    ko: Vec<String>,
    scale: Option<f64>,
    shift: Option<Em>,
}

/// A list of families, or a table: written out, so that an unknown key is named in the complaint.
impl<'de> Deserialize<'de> for FontRole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = FontRole;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of families, or a table with `families`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<FontRole, A::Error> {
                let families = Vec::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(FontRole { families, ..FontRole::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<FontRole, A::Error> {
                let Typed { families, zh_hans, zh_hant, zh_hk, ja, ko, scale, shift } =
                    Typed::deserialize(MapAccessDeserializer::new(table))?;
                Ok(FontRole { families, zh_hans, zh_hant, zh_hk, ja, ko, scale, shift })
            }
        }
        from.deserialize_any(Either)
    }
}
