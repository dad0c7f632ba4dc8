//! Pages made for a case, and what can be read from them.

use std::collections::BTreeMap;
use std::io::Read;

use keben::diag::Sink;
use keben::layout::{Folio, Options, Page, Paged, Side, layout};
use keben::model::{Block, Book, Division, DivisionKind, Inline, Paragraph, Rule, walk};
use keben::resolve::resolve;
use keben::source::Memory;
use keben::text::Run;
use keben::theme::Theme;
use keben::unit::{Length, Point, Rect};

use super::text_of;
use crate::compose;

/// The body's size, in points, where a case says none.
pub const BODY: f64 = 10.0;

/// The theme of a page of so many characters and lines, with more keys of `[page]` and more styles.
pub fn page(chars: usize, lines: usize, page: &str, rest: &str) -> String {
    format!(
        "[cover]\nshow = false\n[contents]\nshow = false\n[heads]\nverso = \"none\"\nrecto = \"none\"\nrule = \"0pt\"\n\
         [page]\ntrim = \"400mm × 500mm\"\n{page}area = {{ chars = {chars}, lines = {lines} }}\n{rest}"
    )
}

/// A theme whose body is [`BODY`] points at a pitch of 1.7 em. `rest` begins with more keys of the body's style.
pub fn theme(chars: usize, lines: usize, page: &str, rest: &str) -> Result<Theme, String> {
    theme_of_pitch(chars, lines, BODY * 1.7, page, rest)
}

/// The same with another pitch, in points.
pub fn theme_of_pitch(chars: usize, lines: usize, pitch: f64, page: &str, rest: &str) -> Result<Theme, String> {
    let body = format!("[styles.body]\nsize = \"{BODY}pt\"\npitch = \"{pitch}pt\"\n{rest}");
    Theme::parse(&self::page(chars, lines, page, &body)).map_err(|error| error.to_string())
}

pub fn paragraph(text: &str) -> Block {
    paragraph_of(vec![Inline::text(text)])
}

pub fn paragraph_of(content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { content, ..Paragraph::default() })
}

pub fn break_page() -> Block {
    Block::PageBreak(Rule::default())
}

/// `count` Han characters, no two neighbours alike.
pub fn han(count: usize) -> String {
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏".chars().cycle().take(count).collect()
}

/// The texts in an EPUB, by path.
pub fn texts(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut texts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|error| error.to_string())?;
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            let name = file.name().map_err(|error| error.to_string())?.into_owned();
            texts.insert(name, text);
        }
    }
    Ok(texts)
}

/// The pages of blocks.
pub struct Pages {
    paged: Paged,
    origin: Point,
}

impl Pages {
    /// Lays blocks out as an article.
    pub fn of(lang: &str, theme: &Theme, blocks: Vec<Block>) -> Result<Self, String> {
        let article = Division { kind: DivisionKind::Article, blocks, ..Division::default() };
        let mut book = Book { body: vec![article], ..Book::default() };
        book.meta.language = Some(lang.parse().map_err(|error| format!("{error}"))?);
        walk::number(&mut book);
        let sink = Sink::new();
        let edition = resolve(book, &Memory::new(), &keben::resolve::Options::default(), &sink);
        let options = Options { allow_missing_glyphs: true, ..Options::default() };
        let paged = layout(&edition, theme, compose::fonts(), &options, &sink);
        let origin = theme.page.type_area(theme.body().size, theme.pitch()).at;
        Ok(Self { paged, origin })
    }

    pub fn count(&self) -> usize {
        self.paged.pages.len()
    }

    /// The runs of all pages in order.
    pub fn runs(&self) -> impl Iterator<Item = (Point, &Run)> {
        self.paged.pages.iter().flat_map(runs)
    }

    /// How far right of the type area of a recto something stands, in points.
    pub fn x(&self, at: Point) -> f64 {
        (at.x - self.origin.x).to_pt()
    }

    /// Where the run of exactly this text stands; the marker of a list may be cut at changes of face.
    pub fn run(&self, text: &str) -> Option<Point> {
        self.runs().find(|(_, run)| run.text == text).map(|(at, _)| at)
    }

    /// The run of a text on one page.
    pub fn run_on(&self, page: usize, text: &str) -> Option<(Point, &Run)> {
        runs(&self.paged.pages[page]).find(|(_, run)| run.text == text)
    }

    /// The baselines on a page of runs that hold `text`, from above, each once.
    pub fn baselines(&self, page: usize, text: &str) -> Vec<Length> {
        let holds = runs(&self.paged.pages[page]).filter(|(_, run)| run.text.contains(text));
        let mut found: Vec<Length> = holds.map(|(at, _)| at.y).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The baselines of all that stands in the type area.
    pub fn body_baselines(&self, page: usize, area: Rect) -> Vec<Length> {
        let mut lines = self.baselines(page, "");
        lines.retain(|y| *y > area.at.y && *y <= area.bottom());
        lines
    }

    /// The one baseline of a text.
    pub fn only(&self, text: &str) -> Result<Length, String> {
        match self.baselines(0, text)[..] {
            [one] => Ok(one),
            ref other => Err(format!("`{text}` stands on {} lines", other.len())),
        }
    }

    /// The page a text stands on.
    pub fn page_of(&self, text: &str) -> Option<usize> {
        (0..self.count()).find(|page| !self.baselines(*page, text).is_empty())
    }

    /// The marks of notes page by page: where they are called, or where their texts stand.
    pub fn note_marks(&self, calls: bool) -> Vec<Vec<String>> {
        let mut marks = vec![Vec::new(); self.count()];
        for (call, text) in self.paged.notes.values() {
            let (page, at) = if calls { *call } else { *text };
            let near = |(place, _): &(Point, &Run)| place.x == at.x && (place.y - at.y).abs() < Length::pt(BODY);
            marks[page].extend(runs(&self.paged.pages[page]).find(near).map(|(_, run)| run.text.clone()));
        }
        marks
    }

    /// The page with a printed number.
    pub fn folio(&self, number: u32) -> Option<usize> {
        self.paged.pages.iter().position(|page| page.folio == Folio::Body(number))
    }

    /// The type area of a page.
    pub fn area(&self, page: usize, theme: &Theme) -> Rect {
        let mut area = theme.page.type_area(theme.body().size, theme.pitch());
        if self.paged.pages[page].side == Side::Verso {
            area.at.x = theme.page.trim.width - area.at.x - area.size.width;
        }
        area
    }
}

fn runs(page: &Page) -> impl Iterator<Item = (Point, &Run)> {
    page.frame.items.iter().filter_map(|placed| Some((placed.at, text_of(&placed.item)?)))
}
