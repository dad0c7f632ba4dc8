//! How long the road takes, stage by stage: `cargo bench`.
//!
//! Without a framework: the figures that matter are shares of one run, ratios between sizes, and the peak of memory;
//! a table of each says more than a distribution of nanoseconds. `cargo bench --bench road -- --write novel.txt` also keeps the
//! novel, so that the whole program can be timed on it from outside.
#![allow(clippy::disallowed_methods, reason = "reads the samples and the clock; the library does neither")]

use std::path::Path;
use std::time::{Duration, Instant};

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::publish::{self, Format, Job, Manifest};
use keben::read::{self, Input, Notation};
use keben::resolve;
use keben::source::{Memory, font_files};
use keben::theme::{BUILT_IN, Theme};

/// Characters of the longest novel.
const LONG: usize = 1_000_000;
/// Its chapters.
const CHAPTERS: usize = 120;
/// One paragraph of so many has a note where notes are wanted.
const NOTED: usize = 5;
/// Runs of a small book; the middle one counts.
const RUNS: usize = 9;
/// Runs of a novel; the middle one counts.
const NOVEL_RUNS: usize = 3;
/// The stages, in the order of the road.
const STAGES: [&str; 5] = ["fonts", "read", "resolve", "layout", "pdf"];

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let material = material(root);
    let novel = novel(&material, LONG);
    if let Some(at) = words.iter().position(|word| word == "--write") {
        let path = words.get(at + 1).map_or("novel.txt", String::as_str);
        std::fs::write(path, &novel).unwrap_or_else(|error| panic!("cannot write {path}: {error}"));
        println!("{path}: {} characters, {CHAPTERS} chapters", novel.chars().count());
    }
    // First of all, while the peak of memory is nobody else's.
    let whole = median((0..NOVEL_RUNS).map(|_| staged(root, &novel)).collect());
    report_novel(&novel, &whole);
    report_growth(root, &material, &whole);
    report_apparatus(root, &novel);
    report_article(root);
}

/// The novel's stages, each with its share.
fn report_novel(novel: &str, run: &Staged) {
    let total = run.total();
    let characters = novel.chars().count();
    println!(
        "novel, {characters} characters, {CHAPTERS} chapters, {} pages, {} KB of PDF",
        run.pages,
        run.bytes / 1000
    );
    for (stage, time) in STAGES.iter().zip(run.times) {
        println!("  {stage:<8} {:>9.1} ms  {:>5.1} %", ms(time), 100.0 * time.as_secs_f64() / total.as_secs_f64());
    }
    println!(
        "  {:<8} {:>9.1} ms  {:>9.0} characters a second",
        "all",
        ms(total),
        characters as f64 / total.as_secs_f64()
    );
    match peak() {
        Some(kib) => println!("  {:<8} {:>9.1} MB, fonts and text included", "peak", kib as f64 * 1024.0 / 1e6),
        None => println!("  {:<8} not told by this system", "peak"),
    }
}

/// Whether twice the text takes twice the time.
fn report_growth(root: &Path, material: &[String], whole: &Staged) {
    println!("growth (2.00 is linear)");
    let mut before: Option<Duration> = None;
    for characters in [LONG / 4, LONG / 2, LONG] {
        let total = if characters == LONG {
            whole.total()
        } else {
            let text = novel(material, characters);
            median((0..NOVEL_RUNS).map(|_| staged(root, &text)).collect()).total()
        };
        let ratio =
            before.map_or(String::new(), |before| format!("  {:.2}", total.as_secs_f64() / before.as_secs_f64()));
        println!("  {characters:>9} characters  {:>9.1} ms{ratio}", ms(total));
        before = Some(total);
    }
}

/// What running heads, folios, contents and footnotes cost: the novel with them, by its time without them.
fn report_apparatus(root: &Path, novel: &str) {
    let bare = "extends = \"booklet\"\n[contents]\nshow = false\n[heads]\nverso = \"none\"\nrecto = \"none\"\nrule = \"0pt\"\nfolio = \"\"\n";
    let theme = |text: &str| Theme::parse(text).expect("it is a theme");
    let timed = |theme: Theme, notes: bool| {
        let (text, count) = marked_up(novel, notes);
        let input = Input::File("text.md".into(), Some(Notation::Markdown));
        let job = Job { theme, input, ..job("novel") };
        let source = Memory::new().with("text.md", text);
        let run = median((0..NOVEL_RUNS).map(|_| staged_as(root, &job, &source)).collect());
        (run, count)
    };
    let (without, _) = timed(theme(bare), false);
    let (with, notes) = timed(theme("extends = \"booklet\"\n"), true);
    println!("apparatus: heads, folios, contents and {notes} footnotes");
    println!("  {:<8} {:>9.1} ms  {} pages", "without", ms(without.total()), without.pages);
    let ratio = with.total().as_secs_f64() / without.total().as_secs_f64();
    println!("  {:<8} {:>9.1} ms  {} pages  {ratio:.2}  (1.50 at most)", "with", ms(with.total()), with.pages);
}

/// The novel as Markdown, a footnote to one paragraph of [`NOTED`] or none at all; and how many there are.
fn marked_up(novel: &str, notes: bool) -> (String, usize) {
    let (mut text, mut count) = (String::with_capacity(novel.len() * 5 / 4), 0);
    for (at, line) in novel.lines().filter(|line| !line.is_empty()).enumerate() {
        match line.strip_prefix("　　") {
            None => text.push_str(&format!("# {line}\n\n")),
            Some(line) if notes && at % NOTED == 0 => {
                count += 1;
                let remark: String = line.chars().take(40).collect();
                text.push_str(&format!("{line}[^{count}]\n\n[^{count}]: {remark}。\n\n"));
            }
            Some(line) => text.push_str(&format!("{line}\n\n")),
        }
    }
    (text, count)
}

/// The article to PDF, booklet and EPUB, as `keben build` makes them.
fn report_article(root: &Path) {
    let text = std::fs::read_to_string(root.join("../shared/corpora/seed/article.txt"))
        .or_else(|_| std::fs::read_to_string(root.join("content/introduction.md")))
        .expect("the samples are in the checkout");
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            let fonts = fonts(root);
            let sink = Sink::new();
            let made =
                publish::publish(&job("article"), &source(&text), &fonts, &sink).expect("the article can be made");
            assert_eq!(made.len(), 3, "PDF, booklet and EPUB");
            begun.elapsed()
        })
        .collect();
    times.sort();
    let pdf = staged(root, &text);
    println!("article, {} characters, to PDF, booklet and EPUB", text.chars().count());
    println!("  {:<8} {:>9.1} ms, the middle of {RUNS} runs; best {:.1} ms", "all", ms(times[RUNS / 2]), ms(times[0]));
    for (stage, time) in STAGES.iter().zip(pdf.times) {
        println!("  {stage:<8} {:>9.1} ms", ms(time));
    }
    println!(
        "  {:<8} {:>9.1} % of the PDF alone",
        "pdf",
        100.0 * pdf.times[4].as_secs_f64() / pdf.total().as_secs_f64()
    );
}

/// A run to PDF with the time of each of [`STAGES`].
struct Staged {
    times: [Duration; STAGES.len()],
    pages: usize,
    bytes: usize,
}

impl Staged {
    fn total(&self) -> Duration {
        self.times.iter().sum()
    }
}

/// Walks the road to PDF, stopping the clock after each stage.
fn staged(root: &Path, text: &str) -> Staged {
    staged_as(root, &job("novel"), &source(text))
}

fn staged_as(root: &Path, job: &Job, source: &Memory) -> Staged {
    let sink = Sink::new();
    let mut clock = Instant::now();
    let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed();
    let fonts = fonts(root);
    let for_fonts = lap();
    let book = read::read(source, &job.input, &job.read, &sink).expect("a text can be read");
    let for_read = lap();
    let edition = resolve::resolve(book, source, &job.numbering, &sink);
    let for_resolve = lap();
    let paged = publish::paged(job, &edition, &fonts, &sink).expect("there are fonts");
    let for_layout = lap();
    let pdf = keben::pdf::reading(&paged, &fonts, &job.pdf, &sink).expect("the PDF can be written");
    let for_pdf = lap();
    Staged {
        times: [for_fonts, for_read, for_resolve, for_layout, for_pdf],
        pages: paged.pages.len(),
        bytes: pdf.len(),
    }
}

/// The run in the middle by its whole time.
fn median(mut runs: Vec<Staged>) -> Staged {
    runs.sort_by_key(Staged::total);
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory this process ever had, in KiB; only Linux tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Everything as `keben build` has it where nothing is said.
fn job(name: &str) -> Job {
    let theme = Theme::built_in(BUILT_IN[0].0).expect("built-in themes parse");
    let input = Input::File("text.txt".into(), Some(Notation::Text));
    let mut job = Job::new(name.into(), input, theme, Manifest::default());
    job.formats = vec![Format::Pdf, Format::Booklet, Format::Epub];
    // Some classics have characters that no shipped font has.
    job.layout.allow_missing_glyphs = true;
    job
}

fn source(text: &str) -> Memory {
    Memory::new().with("text.txt", text)
}

/// The shipped fonts.
fn fonts(root: &Path) -> FontBook {
    let files = font_files(&root.join("fonts"), "fonts").expect("fonts can be opened");
    let files: Vec<FontFile> = files.into_iter().map(|(path, bytes)| FontFile { path, bytes, system: false }).collect();
    FontBook::new(&files, &Sink::new())
}

/// Paragraphs of Chinese prose: the classics that lie beside the checkout, else the sample book's own.
fn material(root: &Path) -> Vec<String> {
    let mut pieces = Vec::new();
    let classics = root.join("../shared/corpora/classics");
    for path in files(&classics, "json") {
        if let Ok(bytes) = std::fs::read(&path)
            && let Ok(value) = serde_json::from_slice(&bytes)
        {
            prose(&value, false, &mut pieces);
        }
    }
    if pieces.is_empty() {
        println!("no classics beside the checkout: the novel repeats the sample book");
        for path in files(&root.join("content"), "md") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            pieces.extend(text.lines().filter(|line| is_prose(line)).map(str::to_owned));
        }
    }
    // Lines of verse are joined until they are as long as a paragraph of a novel.
    let mut paragraphs: Vec<String> = Vec::new();
    for piece in pieces {
        match paragraphs.last_mut().filter(|last| last.chars().count() < 60) {
            Some(last) => last.push_str(&piece),
            None => paragraphs.push(piece),
        }
    }
    assert!(!paragraphs.is_empty(), "the sample book has prose");
    paragraphs
}

/// Files below a folder whose names end so, sorted.
fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The strings below `content`, `contents` and `paragraphs`, in order.
fn prose(value: &serde_json::Value, inside: bool, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if inside && is_prose(text) => found.push(text.trim().replace('\n', "")),
        serde_json::Value::Array(values) => values.iter().for_each(|value| prose(value, inside, found)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                prose(value, inside || matches!(name.as_str(), "content" | "contents" | "paragraphs"), found);
            }
        }
        _ => {}
    }
}

/// Whether a line is running text: no title, no markup.
fn is_prose(line: &str) -> bool {
    // A rare character that no shipped font has would make the run one of complaints.
    let common = line.chars().all(|c| u32::from(c) < 0x1_0000 && c != '●');
    common
        && line.ends_with(['。', '！', '？', '”'])
        && line.chars().count() > 8
        && !line.starts_with(['#', '|', '>', '-', ' '])
}

/// A novel of [`CHAPTERS`] chapters of equal length with `characters` characters in its paragraphs; always the same.
fn novel(material: &[String], characters: usize) -> String {
    let mut text = String::with_capacity(characters * 3 + characters / 16);
    let mut paragraphs = material.iter().cycle();
    let mut written = 0;
    for chapter in 1..=CHAPTERS {
        text.push_str(&format!("第{}章　{}\n\n", han(chapter), TITLES[chapter % TITLES.len()]));
        while written * CHAPTERS < characters * chapter {
            let paragraph = paragraphs.next().expect("it goes round");
            text.push_str("　　");
            text.push_str(paragraph);
            text.push('\n');
            written += paragraph.chars().count();
        }
        text.push('\n');
    }
    text
}

/// Titles of chapters, by turns.
const TITLES: [&str; 7] = ["山中来客", "夜雨", "渡口", "旧信", "长街灯火", "归途", "雪后初晴"];

/// A number below 1000 in Han figures, as in 第一百二十章.
fn han(number: usize) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (hundreds, tens, ones) = (number / 100 % 10, number / 10 % 10, number % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text.push_str(DIGITS[hundreds]);
        text.push('百');
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => text.push('零'),
        0 => {}
        1 if hundreds == 0 => text.push('十'),
        _ => {
            text.push_str(DIGITS[tens]);
            text.push('十');
        }
    }
    if ones > 0 {
        text.push_str(DIGITS[ones]);
    }
    text
}
