//! A golden case, composed by keben: its options as a setting, its styled pieces as inlines, the ideal font.

use std::sync::OnceLock;

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::layout::{Composed, LineDetail, Sample, compose};
use keben::model::{Book, Inline, Lang};
use keben::resolve::{self, Edition};
use keben::source::Memory;
use keben::theme::{
    Adjacent, Alignment, Autospace, Breaker, Hanging, Hyphenate, Kinsoku, LineEnd, LineStart, Setting, Theme, WordBreak,
};
use keben::unit::Em;

use crate::case::{Case, Run, root, shared};

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
    let files = keben::source::font_files(&root().join("fonts"), "fonts").expect("the shipped fonts can be read");
    let file = |(path, bytes)| FontFile { path, bytes, system: false };
    FontBook::new(&files.into_iter().map(file).collect::<Vec<_>>(), &Sink::new())
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

/// The case's setting, with one breaker.
pub fn setting(case: &Case, breaker: Breaker) -> Result<Setting, String> {
    let options = &case.options;
    let of = |value: &Option<String>, default: &str| value.clone().unwrap_or_else(|| default.to_owned());
    let unknown = |what: &str, value: &str| Err(format!("unknown {what} `{value}`"));
    Ok(Setting {
        kinsoku: match of(&options.level, "auto").as_str() {
            "auto" => Kinsoku::Auto,
            "none" => Kinsoku::None,
            "basic" => Kinsoku::Basic,
            "gb" => Kinsoku::Gb,
            "strict" => Kinsoku::Strict,
            other => return unknown("level", other),
        },
        hanging: match of(&options.hanging, "none").as_str() {
            "none" => Hanging::None,
            "allow" => Hanging::Allow,
            "force" => Hanging::Force,
            other => return unknown("hanging", other),
        },
        line_start: match of(&options.line_start, "trim").as_str() {
            "trim" => LineStart::Trim,
            "keep" => LineStart::Keep,
            other => return unknown("line_start", other),
        },
        line_end: match of(&options.line_end, "trim").as_str() {
            "trim" => LineEnd::Trim,
            "allow" => LineEnd::Allow,
            "keep" => LineEnd::Keep,
            other => return unknown("line_end", other),
        },
        adjacent: match of(&options.adjacent, "std").as_str() {
            "std" => Adjacent::Std,
            "clreq" => Adjacent::Clreq,
            "none" => Adjacent::None,
            other => return unknown("adjacent", other),
        },
        autospace: match of(&options.autospace, "on").as_str() {
            "on" => Autospace::On,
            "off" => Autospace::Off,
            other => return unknown("autospace", other),
        },
        breaker,
        orphan_min: options.orphan_min.unwrap_or(2),
        shrink: match of(&options.shrink, "on").as_str() {
            "on" => true,
            "off" => false,
            other => return unknown("shrink", other),
        },
        keep_counter: options.keep_counter.unwrap_or(false),
        hyphenate: if options.hyphenate.unwrap_or(false) { Hyphenate::Always } else { Hyphenate::Never },
        word_break: match of(&options.word_break, "auto").as_str() {
            "auto" => WordBreak::Auto,
            "word" => WordBreak::Word,
            "syllable" => WordBreak::Syllable,
            other => return unknown("word_break", other),
        },
        grid: options.grid.unwrap_or(false),
    })
}

/// The breakers a case is about: both where it names none, and then the results must agree.
pub fn breakers(case: &Case) -> Result<Vec<Breaker>, String> {
    match case.options.breaker.as_deref() {
        None => Ok(vec![Breaker::Greedy, Breaker::Optimal]),
        Some("greedy") => Ok(vec![Breaker::Greedy]),
        Some("optimal") => Ok(vec![Breaker::Optimal]),
        Some(other) => Err(format!("unknown breaker `{other}`")),
    }
}

/// A styled piece as inlines.
fn inlines(run: &Run) -> Result<Vec<Inline>, String> {
    let text = || vec![Inline::text(run.t.clone())];
    Ok(match run.style.as_deref() {
        None => text(),
        Some("strong" | "emphasis") => vec![Inline::Strong(text())],
        Some("em") => vec![Inline::Emphasis(text())],
        Some("code") => vec![Inline::Code(run.t.clone())],
        // References and quotations are characters to the compositor.
        Some("quote" | "colour" | "color") => text(),
        Some("ref" | "link") => vec![Inline::Link(keben::model::Link {
            url: "https://example.org/".into(),
            content: text(),
            ..keben::model::Link::default()
        })],
        Some(other) => return Err(format!("unknown style `{other}`")),
    })
}

/// The case's text as inlines, as one piece or as its runs.
pub fn content(case: &Case, runs: &[Run]) -> Result<Vec<Inline>, String> {
    if runs.is_empty() {
        return Ok(vec![Inline::text(case.text.clone())]);
    }
    let whole: String = runs.iter().map(|run| run.t.as_str()).collect();
    if whole != case.text {
        return Err(format!("the runs say `{whole}`, the text says `{}`", case.text));
    }
    let mut content = Vec::new();
    for run in runs {
        match run.size {
            None => content.extend(inlines(run)?),
            Some(_) => content.push(Inline::Small(inlines(run)?)),
        }
    }
    Ok(content)
}

/// The case composed with one breaker, as one piece or as its runs.
pub fn composed(case: &Case, breaker: Breaker, styled: bool) -> Result<Composed, String> {
    let runs: &[Run] = if styled { &case.runs } else { &[] };
    let lang: Lang = case.lang.parse().map_err(|_| format!("bad language `{}`", case.lang))?;
    let setting = setting(case, breaker)?;
    let mut theme = theme();
    if let Some(size) = runs.iter().find_map(|run| run.size) {
        theme.inline.small_size = size;
    }
    let align = match case.options.align.as_deref() {
        None if case.measure_em.is_none() => Alignment::Start,
        None | Some("justify") => Alignment::Justify,
        Some("start") => Alignment::Start,
        Some(other) => return Err(format!("unknown alignment `{other}`")),
    };
    let sample = Sample {
        content: content(case, runs)?,
        lang: lang.clone(),
        measure: case.measure_em.map(Em),
        indent: Em(case.options.indent.unwrap_or(0.0)),
        align,
        setting,
    };
    Ok(compose(&edition(&lang), &theme, fonts(), &sample))
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
