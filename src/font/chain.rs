//! In which order faces are tried for text: the theme's families, the face's own, then what is nearest in style.

use std::collections::BTreeSet;

use fontdb::{Database, Family, Query, Stretch};

use super::{FaceId, FontFace, LangSys, Strokes, families};
use crate::model::{Face, Weight};
use crate::theme::FontRoles;

/// A face that is asked for: what for, how heavy, leaning or not, in which language.
pub(super) type Wanted = (Face, Weight, bool, LangSys);

/// The faces to try, best first, and how many of them are the face itself rather than a stand-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    pub ids: Vec<FaceId>,
    pub own: usize,
}

/// What chains are made of.
pub(super) struct Maker<'a> {
    pub db: &'a Database,
    /// The database's names of `faces`.
    pub ids: &'a [fontdb::ID],
    pub faces: &'a [FontFace],
    pub roles: &'a FontRoles,
}

impl Maker<'_> {
    pub fn chain(&self, wanted: Wanted) -> Chain {
        let (face, weight, italic, lang) = wanted;
        let mut seen = BTreeSet::new();
        let named = self.roles.families(face, lang.bcp47()).filter_map(|family| self.query(family, weight, italic));
        let known = families::own(face, italic, lang).filter_map(|family| self.query(family, weight, italic));
        let mut ids: Vec<FaceId> = named.chain(known).filter(|&id| seen.insert(id)).collect();
        let own = ids.len();
        let stand_ins: Vec<FaceId> =
            families::stand_ins(face).iter().filter_map(|family| self.query(family, weight, italic)).collect();
        let strokes = strokes_of(face);
        // Fonts for formulas are cut for these alone; they are asked for by name.
        let of_text = |face: &&FontFace| !seen.contains(&face.id) && !face.family.starts_with("KaTeX_");
        let mut rest: Vec<&FontFace> = self.faces.iter().filter(of_text).collect();
        // A missing character comes from a face of the same style, where there is one; the machine's fonts come last.
        rest.sort_by_key(|face| {
            let place = stand_ins.iter().position(|&id| id == face.id).unwrap_or(stand_ins.len());
            let foreign = face.native.is_some_and(|native| native != lang);
            (
                face.strokes != strokes,
                place,
                face.system,
                foreign,
                face.native != Some(lang),
                face.weight != weight,
                face.italic != italic,
                face.id,
            )
        });
        ids.extend(rest.iter().map(|face| face.id));
        Chain { ids, own }
    }

    fn query(&self, family: &str, weight: Weight, italic: bool) -> Option<FaceId> {
        let found = self.db.query(&Query {
            families: &[Family::Name(family)],
            weight: if weight == Weight::Bold { fontdb::Weight::BOLD } else { fontdb::Weight::NORMAL },
            stretch: Stretch::Normal,
            style: if italic { fontdb::Style::Italic } else { fontdb::Style::Normal },
        })?;
        self.ids.iter().position(|&id| id == found).map(|at| self.faces[at].id)
    }
}

/// How the strokes of a face end.
fn strokes_of(face: Face) -> Strokes {
    match face {
        Face::Song | Face::Kai | Face::Fangsong | Face::LatinSerif => Strokes::Serif,
        Face::Hei | Face::LatinSans | Face::Mono => Strokes::Sans,
    }
}
