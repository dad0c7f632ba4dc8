//! Which font files there are, which faces they hold, what these cover. No shaping.
//!
//! Faces are found by what they are for ([`Face`]); an ordered list of families stands behind each.

mod chain;
mod describe;
mod families;
mod language;
mod maths;
mod outline;

pub use language::{LangSys, Subtag};
pub use maths::{MATHS, MathsGlyph};
pub use outline::Path;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fontdb::Database;
use skrifa::charmap::MapVariant;
use skrifa::{FontRef, MetadataProvider};

use crate::diag::{Diagnostic, Sink, Span};
use crate::model::{Face, Weight};
use crate::source::Bytes;
use crate::theme::FontRoles;
use chain::{Chain, Maker, Wanted};

/// A font file as the gate hands it over.
#[derive(Clone)]
pub struct FontFile {
    /// Its path, for `keben fonts list` and for complaints.
    pub path: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Whether it belongs to the machine rather than to the project or to keben: such a family is used only by name
    /// or as a last resort.
    pub system: bool,
}

/// A face of the font book. Small and stable: the place in loading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// One face of one font file.
#[derive(Clone)]
pub struct FontFace {
    /// Who this is.
    pub id: FaceId,
    /// Its family's English name, or the only one it has.
    pub family: String,
    /// Its PostScript name.
    pub name: String,
    /// Whether it is heavy.
    pub weight: Weight,
    /// Whether it leans.
    pub italic: bool,
    /// The file it comes from.
    pub path: String,
    /// The file's bytes.
    pub bytes: Bytes,
    /// The face's number in a collection; 0 otherwise.
    pub index: u32,
    /// Design units in an em.
    pub units_per_em: u16,
    /// Height of capitals in em; 0.7 where the font is silent.
    pub cap_height: f64,
    /// Whether the licence bits allow embedding in a document (OS/2 fsType).
    pub embeddable: bool,
    /// Whether the outlines are TrueType ones.
    pub true_type: bool,
    /// Whether it belongs to the machine.
    pub system: bool,
    /// The language it was drawn for, where it tells.
    pub native: Option<LangSys>,
    /// How its strokes end.
    pub strokes: Strokes,
    /// The width of its character frame in em: the advance of 水 (CJK-1); 1 where it has none.
    pub frame: f64,
    /// Whether its Han differ in width: 水, 卜 and 一 do not advance alike. Such a font has no frame, and the tables of
    /// marks' blanks do not hold for it (CJK-1).
    pub proportional: bool,
}

/// How strokes end: what keeps a borrowed character from standing out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strokes {
    /// With feet and brush marks: Song, Ming, Kai, Batang, Latin with serifs.
    Serif,
    /// Plain: Hei, Gothic, Latin without serifs.
    Sans,
    /// Pictures and symbols.
    Symbols,
}

impl fmt::Debug for FontFace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id.0, self.name)
    }
}

impl FontFace {
    /// The parsed font.
    pub fn font(&self) -> FontRef<'_> {
        FontRef::from_index((*self.bytes).as_ref(), self.index).expect("the font book holds only fonts that parse")
    }

    /// The glyph of a character; `None` where the font has none.
    pub fn glyph(&self, c: char) -> Option<u32> {
        self.font().charmap().map(c).map(|glyph| glyph.to_u32()).filter(|&glyph| glyph != 0)
    }

    /// Whether the font knows a variation sequence (`cmap` format 14), be it that its usual glyph is the one.
    pub fn has_sequence(&self, base: char, selector: char) -> bool {
        match self.font().charmap().map_variant(base, selector) {
            Some(MapVariant::UseDefault) => self.glyph(base).is_some(),
            Some(MapVariant::Variant(glyph)) => glyph.to_u32() != 0,
            None => false,
        }
    }
}

/// All faces a build may use.
#[derive(Clone, Debug, Default)]
pub struct FontBook {
    db: Database,
    /// The database's names of the faces.
    ids: Vec<fontdb::ID>,
    faces: Vec<FontFace>,
    roles: FontRoles,
    chains: BTreeMap<Wanted, Chain>,
    stand_ins: BTreeMap<(Face, LangSys), (String, FaceId)>,
}

impl FontBook {
    /// Describes the faces in `files`; an earlier file wins over a later one with the same family.
    /// A file that is no font is reported and left out.
    pub fn new(files: &[FontFile], sink: &Sink) -> Self {
        let mut db = Database::new();
        let mut ids = Vec::new();
        let mut faces = Vec::new();
        for file in files {
            let loaded = db.load_font_source(fontdb::Source::Binary(file.bytes.clone()));
            let before = faces.len();
            for id in loaded {
                let info = db.face(id).expect("it was loaded just now");
                if let Some(face) = describe::face(info, file, faces.len()) {
                    ids.push(id);
                    faces.push(face);
                }
            }
            if faces.len() == before {
                sink.push(
                    Diagnostic::error("broken-font", &Span::file(&file.path), format!("`{}` is not a font", file.path))
                        .help("put whole TrueType or OpenType files there, or remove it"),
                );
            }
        }
        Self { db, ids, faces, ..Self::default() }.led_by(&FontRoles::default())
    }

    /// The same faces in the order a theme wants them: its families go before the built-in ones.
    #[must_use]
    pub fn led_by(mut self, roles: &FontRoles) -> Self {
        let maker = Maker { db: &self.db, ids: &self.ids, faces: &self.faces, roles };
        let mut chains = BTreeMap::new();
        for face in Face::ALL {
            for weight in [Weight::Regular, Weight::Bold] {
                for italic in [false, true] {
                    for lang in LangSys::ALL {
                        let wanted = (face, weight, italic, lang);
                        chains.insert(wanted, maker.chain(wanted));
                    }
                }
            }
        }
        self.chains = chains;
        self.roles = roles.clone();
        let all = Face::ALL.into_iter().flat_map(|face| LangSys::ALL.map(|lang| (face, lang)));
        self.stand_ins = all.filter_map(|(face, lang)| Some(((face, lang), self.stand_in(lang, face)?))).collect();
        self
    }

    /// The same, copied only where the order changes.
    pub fn for_roles(&self, roles: &FontRoles) -> Cow<'_, Self> {
        if self.roles == *roles { Cow::Borrowed(self) } else { Cow::Owned(self.clone().led_by(roles)) }
    }

    /// What the theme wants of fonts.
    pub fn roles(&self) -> &FontRoles {
        &self.roles
    }

    /// Every face, in loading order.
    pub fn faces(&self) -> &[FontFace] {
        &self.faces
    }

    /// A face.
    pub fn face(&self, id: FaceId) -> &FontFace {
        &self.faces[usize::from(id.0)]
    }

    /// The faces to try for text in a language, best first: the families of `face`, then those that stand in for it,
    /// of the same style and for the same language before others.
    pub fn chain_in(&self, lang: LangSys, face: Face, weight: Weight, italic: bool) -> &[FaceId] {
        self.chains.get(&(face, weight, italic, lang.system())).map_or(&[], |chain| &chain.ids)
    }

    /// The same for Simplified Chinese.
    pub fn chain(&self, face: Face, weight: Weight, italic: bool) -> &[FaceId] {
        self.chain_in(LangSys::Zhs, face, weight, italic)
    }

    /// The first face of a chain that has a glyph for `c`.
    pub fn find(&self, face: Face, weight: Weight, italic: bool, c: char) -> Option<FaceId> {
        self.chain(face, weight, italic).iter().copied().find(|&id| self.face(id).glyph(c).is_some())
    }

    /// The face with a PostScript name, as formulas ask for theirs.
    pub fn named(&self, name: &str) -> Option<FaceId> {
        self.faces.iter().find(|face| face.name == name).map(|face| face.id)
    }

    /// What was wanted for text in a face and what stands in for it, where none of the face's own families is there, or
    /// none of those that the theme names (CJK-39). The face's Latin companion is asked too.
    pub fn stand_ins(&self, lang: LangSys, face: Face) -> impl Iterator<Item = (&str, FaceId)> {
        let latin = face.latin();
        let faces = std::iter::once(face).chain((latin != face).then_some(latin));
        faces.filter_map(move |face| {
            self.stand_ins.get(&(face, lang.system())).map(|(wanted, id)| (wanted.as_str(), *id))
        })
    }

    fn stand_in(&self, lang: LangSys, face: Face) -> Option<(String, FaceId)> {
        let chain = self.chains.get(&(face, Weight::Regular, false, lang))?;
        let first = *chain.ids.first()?;
        let has = |family: &str| self.db.faces().any(|face| face.families.iter().any(|(name, _)| name == family));
        let mut named = self.roles.families(face, lang.bcp47()).peekable();
        match named.peek().map(|&family| family.to_owned()) {
            Some(wanted) if !named.any(has) => Some((format!("font family `{wanted}`"), first)),
            _ if chain.own == 0 => Some((format!("font for the face `{}`", face.name()), first)),
            _ => None,
        }
    }
}
