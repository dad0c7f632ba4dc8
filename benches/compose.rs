//! How fast lines are made of Chinese prose: `cargo bench --bench compose`.
//!
//! Characters a second on two threads for each stage, and how often the mere shaping of the same text fits into the whole:
//! ratios of one run, because seconds belong to a machine.
#![allow(clippy::disallowed_methods, reason = "reads the samples and the clock; the library does neither")]

use std::path::Path;
use std::time::{Duration, Instant};

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::layout::{Composer, Sample, Stage};
use keben::model::{Book, Face, Inline, Lang, Weight};
use keben::resolve::{self, Edition};
use keben::source::{Memory, font_files};
use keben::text::{LangSys, Shaper, Span, Style};
use keben::theme::{Alignment, Breaker, Setting, Theme};
use keben::unit::Em;

/// Characters that are composed.
const CHARACTERS: usize = 2_000_000;
/// Characters of the one long paragraph.
const LONG: usize = 100_000;
/// Characters a line.
const MEASURE: f64 = 28.0;
/// Threads.
const THREADS: usize = 2;
/// Runs; the best counts, because the others tell what else the machine did.
const RUNS: usize = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fonts = fonts(root);
    let theme = Theme::built_in("booklet").expect("it is built in");
    let edition = resolve::resolve(Book::default(), &Memory::new(), &resolve::Options::default(), &Sink::new());
    let prose = prose(root);
    let characters: usize = prose.iter().map(|text| text.chars().count()).sum();
    println!("{characters} characters in {} paragraphs, {MEASURE} a line, {THREADS} threads", prose.len());
    let shaping = best(|| shaped(&fonts, &prose));
    row("shaping alone", characters, shaping, shaping);
    for breaker in [Breaker::Optimal, Breaker::Greedy] {
        let samples: Vec<Sample> = prose.iter().map(|text| sample(text, breaker)).collect();
        let mut before = Duration::ZERO;
        let mut whole = Duration::ZERO;
        for (name, stage) in [("measuring", Stage::Measured), ("breaking", Stage::Broken), ("placing", Stage::Placed)] {
            whole = best(|| composed(&edition, &theme, &fonts, &samples, stage));
            row(&format!("{breaker:?}: {name}"), characters, whole.saturating_sub(before), shaping);
            before = whole;
        }
        row(&format!("{breaker:?}: all"), characters, whole, shaping);
    }
    let long: String = prose.concat().chars().take(LONG).collect();
    let long = [sample(&long, Breaker::Optimal)];
    let time = best(|| composed(&edition, &theme, &fonts, &long, Stage::Placed));
    row("one paragraph", LONG, time, time);
}

fn row(name: &str, characters: usize, time: Duration, shaping: Duration) {
    let rate = characters as f64 / time.as_secs_f64() / 1e6;
    let ratio = time.as_secs_f64() / shaping.as_secs_f64();
    println!("{name:<22} {:>8.1} ms {rate:>8.2} million/s {ratio:>7.2} x shaping", time.as_secs_f64() * 1e3);
}

fn best(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        work();
        times.push(begun.elapsed());
    }
    times.into_iter().min().expect("there are runs")
}

/// Deals the paragraphs out to threads, each with what `make` gives.
fn dealt<T: Sync>(all: &[T], work: impl Fn(&[T]) + Sync) {
    let share = all.len().div_ceil(THREADS);
    std::thread::scope(|scope| {
        for part in all.chunks(share.max(1)) {
            scope.spawn(|| work(part));
        }
    });
}

fn shaped(fonts: &FontBook, prose: &[String]) {
    let style = Style {
        face: Face::Song,
        weight: Weight::Regular,
        italic: false,
        size: keben::unit::Length::pt(10.5),
        lang: LangSys::Zhs,
    };
    dealt(prose, |part| {
        let mut shaper = Shaper::new(fonts);
        for text in part {
            std::hint::black_box(shaper.shape(text, &[Span { range: 0..text.len(), style }]));
        }
    });
}

fn composed(edition: &Edition, theme: &Theme, fonts: &FontBook, samples: &[Sample], stage: Stage) {
    dealt(samples, |part| {
        let mut composer = Composer::new(edition, theme, fonts);
        for sample in part {
            std::hint::black_box(composer.until(sample, stage));
        }
    });
}

fn sample(text: &str, breaker: Breaker) -> Sample {
    Sample {
        content: vec![Inline::text(text)],
        lang: "zh-Hans".parse::<Lang>().expect("it is a tag"),
        measure: Some(Em(MEASURE)),
        indent: Em(2.0),
        align: Alignment::Justify,
        setting: Setting { breaker, ..Setting::default() },
    }
}

fn fonts(root: &Path) -> FontBook {
    let files = font_files(&root.join("fonts"), "fonts").expect("the shipped fonts can be read");
    let file = |(path, bytes)| FontFile { path, bytes, system: false };
    FontBook::new(&files.into_iter().map(file).collect::<Vec<_>>(), &Sink::new())
}

/// The sample book's prose as paragraphs of some two hundred characters, again and again.
fn prose(root: &Path) -> Vec<String> {
    let mut pieces = Vec::new();
    for name in ["items.md", "overview.md", "introduction.md", "places.md"] {
        let text = std::fs::read_to_string(root.join("content").join(name)).unwrap_or_default();
        let is_prose = |line: &&str| {
            let han = line.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
            han * 2 > line.chars().count() && han > 20 && !line.contains(['|', '[', '*', '`', '{'])
        };
        pieces.extend(text.lines().filter(is_prose).map(str::to_owned));
    }
    assert!(!pieces.is_empty(), "the sample book has prose");
    let mut paragraphs = Vec::new();
    let mut count = 0;
    let mut paragraph = String::new();
    for piece in pieces.iter().cycle() {
        paragraph.push_str(piece);
        if paragraph.chars().count() >= 200 {
            count += paragraph.chars().count();
            paragraphs.push(std::mem::take(&mut paragraph));
        }
        if count >= CHARACTERS {
            return paragraphs;
        }
    }
    paragraphs
}
