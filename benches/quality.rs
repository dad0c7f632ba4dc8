//! How good the lines are: `cargo bench --bench quality`.
//!
//! Real books, Chinese and Japanese, set in 25, 28 and 30 characters a line, with all breaks chosen together and line by
//! line: space added to the gaps between Han, loose lines, characters left alone, and marks where none may stand.
#![allow(clippy::disallowed_methods, reason = "reads the samples; the library reads nothing")]

use std::path::{Path, PathBuf};

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::layout::LineDetail;
use keben::publish::{self, Job, Manifest};
use keben::read::Input;
use keben::source::{Date, Disk, font_files};
use keben::theme::Theme;

/// Marks that begin no line, and marks that end none, in any of the languages here.
const NOT_START: &str = "。．，、：；？！‼⁇⁈⁉’”）〕］｝》〉」』】〗〙〛｠〞〟·‧・—–～〜゠/／";
const NOT_END: &str = "‘“（〔［｛《〈「『【〖〘〚｟〝/／";
/// Above this a line is loose, in em.
const LOOSE: f64 = 0.125;
/// Lines narrower than this stand in tables, lists and quotations, and are counted apart.
const BODY: f64 = 24.0;

/// What is counted.
#[derive(Default)]
struct Count {
    lines: usize,
    gaps: usize,
    added: f64,
    loose: usize,
    reported: usize,
    orphans: usize,
    paragraphs: usize,
    starts: usize,
    ends: usize,
    narrow: usize,
    narrow_loose: usize,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fonts = fonts(root);
    let books = books(root);
    println!(
        "{:<22} {:>3} {:<8} {:>7} {:>9} {:>6} {:>6} {:>7} {:>6} {:>5} {:>13}",
        "book", "em", "breaks", "lines", "mean em", "loose", "told", "orphans", "starts", "ends", "narrow, loose"
    );
    for measure in [25, 28, 30] {
        for breaker in ["optimal", "greedy"] {
            let mut all = Count::default();
            for (name, path) in &books {
                let mut count = Count::default();
                judge(path, &fonts, measure, breaker, &mut count);
                if measure == 28 {
                    count.print(name, measure, breaker);
                }
                all.add(&count);
            }
            all.print("all", measure, breaker);
        }
    }
}

fn fonts(root: &Path) -> FontBook {
    let files = font_files(&root.join("fonts"), "fonts").expect("the shipped fonts can be read");
    let file = |(path, bytes)| FontFile { path, bytes, system: false };
    FontBook::new(&files.into_iter().map(file).collect::<Vec<_>>(), &Sink::new())
}

/// Our own book, and the corpora where they lie beside the checkout.
fn books(root: &Path) -> Vec<(String, PathBuf)> {
    let mut books = vec![("content".to_owned(), root.join("content"))];
    let corpora = root.join("../shared/corpora");
    for name in [
        "seed/article.txt",
        "laws",
        "books/advanced-go-zh",
        "books/the-way-to-go-zh",
        "books/zh-copywriting",
        "books/zh-document-style",
        "aozora/127_ruby_150.utf8.txt",
        "aozora/1567_ruby_4948.utf8.txt",
        "aozora/776_ruby_6020.utf8.txt",
        "aozora/92_ruby_164.utf8.txt",
    ] {
        let path = corpora.join(name);
        if path.exists() {
            books.push((name.rsplit_once('/').map_or(name, |(_, last)| last).to_owned(), path));
        }
    }
    books
}

fn judge(path: &Path, fonts: &FontBook, measure: u32, breaker: &str, count: &mut Count) {
    let theme = format!(
        "extends = \"booklet\"\n[page]\ntrim = \"A5\"\narea = {{ chars = {measure}, lines = 30 }}\n[styles.body.setting]\nbreaker = \"{breaker}\"\n"
    );
    let theme = Theme::parse(&theme).expect("it is a theme");
    let (root, input) = if path.is_dir() {
        (path, Input::Folder)
    } else {
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name");
        (path.parent().expect("it lies in a folder"), Input::File(name.into(), None))
    };
    let source = Disk::new(root, Date::from_unix(0)).expect("the folder can be read");
    let mut job = Job::new("q".into(), input, theme, Manifest::default());
    job.layout.detail = true;
    job.layout.allow_missing_glyphs = true;
    let sink = Sink::new();
    let Ok(edition) = publish::edition(&job, &source, &sink) else { return };
    let Ok(paged) = publish::paged(&job, &edition, fonts, &sink) else { return };
    for page in &paged.pages {
        page.frame.details.iter().for_each(|line| count.line(line));
    }
    count.reported = sink.take().iter().filter(|said| said.code == "loose-line").count();
}

impl Count {
    fn line(&mut self, line: &LineDetail) {
        let text = line.text.trim_end();
        let code = line.clusters.first().is_some_and(|cluster| cluster.face == "JetBrains Mono");
        self.starts += usize::from(line.start > 0 && !code && text.starts_with(|c| NOT_START.contains(c)));
        // An address may part after its solidus, program text anywhere.
        let technical = text.ends_with('/') && text.trim_end_matches('/').ends_with(|c: char| c.is_ascii());
        self.ends += usize::from(!line.last && !technical && text.ends_with(|c| NOT_END.contains(c)));
        if !line.justified {
            return;
        }
        let seen = |c: char| c.is_alphanumeric();
        if line.last {
            self.paragraphs += 1;
            self.orphans += usize::from(line.start > 0 && text.chars().filter(|&c| seen(c)).count() < 2);
            return;
        }
        let loose = usize::from(line.ratio > LOOSE + 0.0001);
        if line.measure + line.indent < BODY {
            self.narrow += 1;
            self.narrow_loose += loose;
            return;
        }
        self.lines += 1;
        self.loose += loose;
        for pair in line.clusters.windows(2) {
            if pair.iter().all(|cluster| cluster.class == "han") {
                self.gaps += 1;
                self.added += pair[1].gap.used.max(0.0);
            }
        }
    }

    fn add(&mut self, other: &Self) {
        let Self { lines, gaps, added, loose, reported, orphans, paragraphs, starts, ends, narrow, narrow_loose } =
            other;
        self.lines += lines;
        self.gaps += gaps;
        self.added += added;
        self.loose += loose;
        self.reported += reported;
        self.orphans += orphans;
        self.paragraphs += paragraphs;
        self.starts += starts;
        self.ends += ends;
        self.narrow += narrow;
        self.narrow_loose += narrow_loose;
    }

    fn print(&self, name: &str, measure: u32, breaker: &str) {
        let Self { lines, gaps, added, loose, reported, orphans, paragraphs: _, starts, ends, narrow, narrow_loose } =
            self;
        let mean = added / (*gaps).max(1) as f64;
        println!(
            "{name:<22} {measure:>3} {breaker:<8} {lines:>7} {mean:>9.4} {loose:>6} {reported:>6} {orphans:>7} {starts:>6} {ends:>5} {narrow:>7} {narrow_loose:>5}"
        );
    }
}
