//! Fonts of the machine the cases run on.

use std::sync::Arc;

use keben::font::FontFile;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

/// Where systems keep their fonts.
const FOLDERS: [&str; 4] = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

fn installed() -> fontdb::Database {
    let mut db = fontdb::Database::new();
    FOLDERS.iter().for_each(|folder| db.load_fonts_dir(folder));
    db
}

/// The regular face of a family, taken out of its collection, so that no sister of it helps.
pub fn family(family: &str) -> Option<FontFile> {
    let db = installed();
    let id = db.query(&fontdb::Query { families: &[fontdb::Family::Name(family)], ..fontdb::Query::default() })?;
    let bytes = db.with_face_data(id, alone)??;
    Some(FontFile { path: format!("{family}.otf"), bytes: Arc::new(bytes), system: false })
}

/// A face that has all of `chars`: the first by name of its file.
pub fn covering(chars: &[char]) -> Option<FontFile> {
    let db = installed();
    let mut faces: Vec<(String, fontdb::ID)> = db
        .faces()
        .filter_map(|face| match &face.source {
            fontdb::Source::File(path) => Some((path.to_string_lossy().into_owned(), face.id)),
            _ => None,
        })
        .collect();
    faces.sort();
    faces.into_iter().find_map(|(path, id)| {
        let bytes = db.with_face_data(id, |data, index| {
            let font = FontRef::from_index(data, index).ok()?;
            let charmap = font.charmap();
            chars.iter().all(|&c| charmap.map(c).is_some()).then(|| data.to_vec())
        })??;
        Some(FontFile { path, bytes: Arc::new(bytes), system: true })
    })
}

/// One face of a collection as a font of its own (OpenType, organization of an OpenType font).
fn alone(data: &[u8], index: u32) -> Option<Vec<u8>> {
    let font = FontRef::from_index(data, index).ok()?;
    let directory = font.table_directory();
    let records = directory.table_records();
    let count = u16::try_from(records.len()).ok()?;
    let mut head = Vec::new();
    head.extend(directory.sfnt_version().to_be_bytes());
    for field in [count, directory.search_range(), directory.entry_selector(), directory.range_shift()] {
        head.extend(field.to_be_bytes());
    }
    let mut tables = Vec::new();
    let start = 12 + 16 * records.len();
    for record in records {
        head.extend(record.tag().to_be_bytes());
        for field in [record.checksum(), (start + tables.len()) as u32, record.length()] {
            head.extend(field.to_be_bytes());
        }
        let from = record.offset() as usize;
        tables.extend(data.get(from..from + record.length() as usize)?);
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    head.extend(tables);
    Some(head)
}

/// The name fontTools prints for a glyph: fonts keyed by CID that hold every CID number their glyphs by it.
pub fn name(font: &FontRef, glyph: u32) -> String {
    let whole = font.cff().is_ok() && font.maxp().is_ok_and(|maxp| maxp.num_glyphs() == u16::MAX);
    if whole {
        return format!("cid{glyph:05}");
    }
    let name = font.glyph_names().get(skrifa::GlyphId::new(glyph));
    name.map_or(format!("gid{glyph}"), |name| name.to_string())
}
