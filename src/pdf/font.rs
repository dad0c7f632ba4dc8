//! The fonts of a file, each handed to the PDF library once.

use std::collections::HashMap;

use krilla::Data;
use krilla::text::Font;

use crate::font::{FaceId, FontBook};

/// Faces as the PDF library knows them.
pub(super) struct Fonts<'f> {
    book: &'f FontBook,
    known: HashMap<FaceId, Option<Font>>,
}

impl<'f> Fonts<'f> {
    pub fn new(book: &'f FontBook) -> Self {
        Self { book, known: HashMap::new() }
    }

    /// A face; `None` where the library cannot read it.
    pub fn get(&mut self, id: FaceId) -> Option<Font> {
        let book = self.book;
        self.known
            .entry(id)
            .or_insert_with(|| {
                let face = book.face(id);
                Font::new(Data::from(face.bytes.clone()), face.index)
            })
            .clone()
    }

    /// All font files, for text in SVG pictures.
    pub fn for_svg(&self) -> usvg::fontdb::Database {
        let mut db = usvg::fontdb::Database::new();
        for face in self.book.faces() {
            if face.index == 0 {
                db.load_font_source(usvg::fontdb::Source::Binary(face.bytes.clone()));
            }
        }
        db
    }
}
