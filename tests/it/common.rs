//! What the tests share: where the sample data lies, goldens that rewrite themselves on request, the shipped fonts, and
//! books laid out with them.

use std::path::Path;
use std::sync::OnceLock;

use keben::diag::{Diagnostic, Sink};
use keben::font::{FontBook, FontFile};
use keben::layout::Paged;
use keben::publish::{self, Artifact, Format, Job, Manifest};
use keben::read::Input;
use keben::resolve::Edition;
use keben::source::{Memory, Source, font_files};
use keben::theme::Theme;

pub use crate::checkout::{root, shared};

/// Compares `actual` with the golden file beside the case; `BLESS=1` rewrites it.
pub fn golden(path: &str, actual: &str) {
    generated(&root().join("tests/it").join(path), actual);
}

/// Compares `actual` with the file at `full`; `BLESS=1` rewrites it.
pub fn generated(full: &Path, actual: &str) {
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(full.parent().expect("a golden lies in a folder")).expect("the folder can be made");
        std::fs::write(full, actual).expect("a golden can be written");
        return;
    }
    let expected = std::fs::read_to_string(full).unwrap_or_default();
    let path = full.display();
    assert!(expected == actual, "{path} differs (BLESS=1 rewrites it)\n--- expected\n{expected}\n--- actual\n{actual}");
}

/// A file of the sample data as bytes; `None` where it is missing.
pub fn shared_bytes(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(shared(path)?).expect("sample data can be read"))
}

/// The shipped fonts, described once for all tests.
pub fn fonts() -> &'static FontBook {
    static FONTS: OnceLock<FontBook> = OnceLock::new();
    FONTS.get_or_init(|| {
        let files = font_files(&root().join("fonts"), "fonts").expect("the shipped fonts can be read");
        let file = |(path, bytes)| FontFile { path, bytes, system: false };
        let sink = Sink::new();
        let fonts = FontBook::new(&files.into_iter().map(file).collect::<Vec<_>>(), &sink);
        assert!(sink.take().is_empty() && fonts.faces().len() > 10, "the shipped fonts are whole");
        fonts
    })
}

/// A job that makes every format of one file in a built-in theme.
pub fn job(file: &str, theme: &str) -> Job {
    let theme = Theme::built_in(theme).expect("it is built in");
    let job = Job::new("t".into(), Input::File(file.into(), None), theme, Manifest::default());
    Job { formats: Format::ALL.to_vec(), ..job }
}

/// A book up to its pages, and what was said on the way.
pub struct Made {
    pub edition: Edition,
    pub paged: Paged,
    pub said: Vec<Diagnostic>,
}

/// Reads, resolves and lays out.
pub fn lay_out(job: &Job, source: &dyn Source) -> Made {
    let sink = Sink::new();
    let edition = publish::edition(job, source, &sink).expect("there is a text");
    let paged = publish::paged(job, &edition, fonts(), &sink).expect("there are fonts");
    Made { edition, paged, said: sink.take() }
}

/// The same for one Markdown text in the `booklet` theme.
pub fn pages_of(markdown: &str) -> Made {
    lay_out(&job("t.md", "booklet"), &Memory::new().with("t.md", markdown))
}

/// `count` Han characters in a row, no two neighbours alike, none of them a mark; another `seed`, another text.
pub fn han(count: usize, seed: u32) -> String {
    (0..count as u32).map(|at| char::from_u32(0x4E00 + (at * 37 + seed * 101) % 5000).expect("it is Han")).collect()
}

/// The bytes of an output that is one file.
pub fn bytes(artifact: &Artifact) -> &[u8] {
    artifact.content.file().expect("it is a file")
}

/// A picture of one colour.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let red = image::RgbImage::from_pixel(width, height, image::Rgb([0x8C, 0x1C, 0x13]));
    red.write_to(&mut png, image::ImageFormat::Png).expect("a PNG can be written");
    png.into_inner()
}

/// The Han characters of a text.
pub fn han_of(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')).collect()
}
