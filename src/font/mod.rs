//! Which font files there are, which faces they hold, what these cover. No shaping.
//!
//! Faces are found by what they are for ([`Face`]); an ordered list of families stands behind each.

mod families;

use std::collections::BTreeMap;
use std::fmt;

use fontdb::{Database, Family, Query, Stretch, Style};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use crate::diag::{Diagnostic, Sink, Span};
use crate::model::{Face, Weight};
use crate::source::Bytes;

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
}

/// All faces a build may use.
#[derive(Debug, Default)]
pub struct FontBook {
    faces: Vec<FontFace>,
    chains: BTreeMap<(Face, Weight, bool), Vec<FaceId>>,
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
                if let Some(face) = describe(info, file, faces.len()) {
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
        let mut chains = BTreeMap::new();
        for face in Face::ALL {
            for weight in [Weight::Regular, Weight::Bold] {
                for italic in [false, true] {
                    chains.insert((face, weight, italic), chain(&db, &ids, &faces, files, face, weight, italic));
                }
            }
        }
        Self { faces, chains }
    }

    /// Every face, in loading order.
    pub fn faces(&self) -> &[FontFace] {
        &self.faces
    }

    /// A face.
    pub fn face(&self, id: FaceId) -> &FontFace {
        &self.faces[usize::from(id.0)]
    }

    /// The faces to try for text, best first: the families of `face`, then those of the same style, then any.
    pub fn chain(&self, face: Face, weight: Weight, italic: bool) -> &[FaceId] {
        self.chains.get(&(face, weight, italic)).map_or(&[], Vec::as_slice)
    }

    /// The first face of a chain that has a glyph for `c`.
    pub fn find(&self, face: Face, weight: Weight, italic: bool, c: char) -> Option<FaceId> {
        self.chain(face, weight, italic).iter().copied().find(|&id| self.face(id).glyph(c).is_some())
    }
}

fn describe(info: &fontdb::FaceInfo, file: &FontFile, at: usize) -> Option<FontFace> {
    let font = FontRef::from_index((*file.bytes).as_ref(), info.index).ok()?;
    let head = font.head().ok()?;
    font.cmap().ok()?;
    is_whole(&font, (*file.bytes).as_ref().len())?;
    let metrics = font.metrics(FontSize::unscaled(), LocationRef::default());
    let units_per_em = head.units_per_em();
    // OS/2 fsType: bit 1 alone forbids embedding; the later bits allow it to some degree.
    let restricted = font.os2().is_ok_and(|os2| os2.fs_type() & 0x000F == 0x0002);
    Some(FontFace {
        id: FaceId(u16::try_from(at).ok()?),
        family: info.families.first().map(|(name, _)| name.clone()).unwrap_or_default(),
        name: info.post_script_name.clone(),
        weight: if info.weight.0 >= 600 { Weight::Bold } else { Weight::Regular },
        italic: info.style != Style::Normal,
        path: file.path.clone(),
        bytes: file.bytes.clone(),
        index: info.index,
        units_per_em,
        cap_height: metrics.cap_height.map_or(0.7, |height| f64::from(height) / f64::from(units_per_em)),
        embeddable: !restricted,
        true_type: font.glyf().is_ok(),
    })
}

/// Whether a font can be embedded: all its tables lie in the file, and those that outlines and widths need are there.
fn is_whole(font: &FontRef, length: usize) -> Option<()> {
    let inside = |offset: u32, size: u32| u64::from(offset) + u64::from(size) <= length as u64;
    let records = font.table_directory().table_records();
    if !records.iter().all(|record| inside(record.offset(), record.length())) {
        return None;
    }
    font.maxp().ok()?;
    font.hhea().ok()?;
    font.hmtx().ok()?;
    let outlines = font.glyf().is_ok() && font.loca(None).is_ok();
    (outlines || font.cff().is_ok() || font.cff2().is_ok()).then_some(())
}

fn chain(
    db: &Database,
    ids: &[fontdb::ID],
    faces: &[FontFace],
    files: &[FontFile],
    face: Face,
    weight: Weight,
    italic: bool,
) -> Vec<FaceId> {
    let query = |family: &str| {
        db.query(&Query {
            families: &[Family::Name(family)],
            weight: if weight == Weight::Bold { fontdb::Weight::BOLD } else { fontdb::Weight::NORMAL },
            stretch: Stretch::Normal,
            style: if italic { Style::Italic } else { Style::Normal },
        })
        .and_then(|found| ids.iter().position(|&id| id == found))
        .map(|at| faces[at].id)
    };
    let mut chain: Vec<FaceId> = families::of(face).iter().filter_map(|family| query(family)).collect();
    // Whatever else there is, its own weight first, the machine's fonts last.
    let system = |face: &FontFace| files.iter().any(|file| file.system && file.path == face.path);
    let mut rest: Vec<&FontFace> = faces.iter().collect();
    rest.sort_by_key(|face| (system(face), face.weight != weight, face.italic != italic, face.id));
    chain.extend(rest.into_iter().map(|face| face.id));
    let mut seen = std::collections::BTreeSet::new();
    chain.retain(|&id| seen.insert(id));
    chain
}
