//! A golden case, composed by keben: its options as a setting, its styled pieces as inlines, the ideal font.

use std::sync::OnceLock;

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::layout::{Composed, LineDetail, compose};
use keben::model::{Book, Lang};
use keben::resolve::{self, Edition};
use keben::source::Memory;
use keben::theme::{Breaker, Theme};

use crate::case::Case;
use crate::checkout::{root, shared};

/// The ideal test font; where the data is missing, the shipped fonts, which cases of our own are made for too.
pub fn fonts() -> &'static FontBook {
    static FONTS: OnceLock<FontBook> = OnceLock::new();
    FONTS.get_or_init(|| match shared("golden/KebenGolden.ttf") {
        Some(path) => book(&[path.to_string_lossy().into_owned()]),
        None => shipped(),
    })
}

/// The fonts that keben ships.
pub fn shipped() -> FontBook {
    FontBook::new(&shipped_files(), &Sink::new())
}

/// Their files.
pub fn shipped_files() -> Vec<FontFile> {
    let files = keben::source::font_files(&root().join("fonts"), "fonts").expect("the shipped fonts can be read");
    let file = |(path, bytes)| FontFile { path, bytes, system: false };
    files.into_iter().map(file).collect()
}

/// A font book of files.
pub fn book(paths: &[String]) -> FontBook {
    let file = |path: &String| {
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        FontFile { path: path.clone(), bytes: std::sync::Arc::new(bytes), system: false }
    };
    FontBook::new(&paths.iter().map(file).collect::<Vec<_>>(), &Sink::new())
}

/// The theme of the cases: code as large as text, so that the ideal widths hold.
pub fn theme() -> Theme {
    Theme::parse("extends = \"booklet\"\n[inline]\ncode-size = 1.0\n").expect("it is a theme")
}

/// An empty book's edition.
pub fn edition(lang: &Lang) -> Edition {
    let mut book = Book::default();
    book.meta.language = Some(lang.clone());
    resolve::resolve(book, &Memory::new(), &resolve::Options::default(), &Sink::new())
}

/// The breakers a case is about: both where it names none, and then the results must agree.
pub fn breakers(case: &Case) -> Vec<Breaker> {
    case.paragraph.options.breaker.map_or_else(|| vec![Breaker::Greedy, Breaker::Optimal], |breaker| vec![breaker])
}

/// The case composed with one breaker, as one piece or as its runs.
pub fn composed(case: &Case, breaker: Breaker, styled: bool) -> Result<Composed, String> {
    let mut sample = case.paragraph.sample(styled)?;
    sample.setting.breaker = breaker;
    let mut theme = theme();
    if let Some(size) = case.paragraph.runs.iter().find_map(|run| run.size) {
        theme.inline.small_size = size;
    }
    Ok(compose(&edition(&sample.lang), &theme, fonts(), &sample))
}

/// Where the frame of the character `index` begins, from its line's start edge; the line's number with it.
pub fn x_of(lines: &[LineDetail], index: usize) -> Result<(usize, f64), String> {
    for (at, line) in lines.iter().enumerate() {
        if let Some(cluster) = line.clusters.iter().find(|cluster| cluster.start == index) {
            return Ok((at, cluster.x));
        }
    }
    Err(format!("no cluster begins with character {index}"))
}
