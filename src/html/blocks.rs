//! The CSS of blocks that have looks of their own in a theme: poems, remarks, thematic breaks, first characters of chapters.

use super::css::{em, number};
use crate::theme::{BreakMark, Theme};
use crate::unit::Length;

/// Poems: the poet after the title, lines that are too long turned over.
pub(super) fn verse(theme: &Theme) -> String {
    let turn = em(theme.verse.turn.0.min(2.0));
    let back = em(-theme.verse.turn.0.min(2.0));
    let mut text = format!(
        "div.verse > p {{ margin: 0 0 0 {turn}; text-indent: {back}; text-align: left; }}\n\
         div.verse > p.stanza {{ margin-top: 1em; }}\n\
         div.verse > p.verse-title, div.verse > p.verse-author {{ display: inline-block; margin: 0 0 0.6em; \
         text-indent: 0; text-align: left; }}\ndiv.verse > p.verse-title + p.verse-author {{ margin-left: 2em; }}\n"
    );
    if theme.verse.centre {
        text.push_str("div.verse { display: table; margin-left: auto !important; margin-right: auto !important; }\n");
    }
    text
}

/// The rule beside a remark, in a colour of its own where it has one.
pub(super) fn admonition(theme: &Theme, colour: Option<String>) -> String {
    if theme.admonition.rule <= Length::ZERO {
        return String::new();
    }
    let colour = colour.map(|colour| format!(" border-color: {colour};")).unwrap_or_default();
    format!("div.admonition {{ padding-left: 1em; border-left: 2px solid;{colour} margin-left: 0; }}\n")
}

/// What a thematic break shows.
pub(super) fn parting(mark: BreakMark) -> String {
    let shown = |text: &str| {
        format!(
            "hr {{ margin: 1.4em 0; border: 0; height: auto; text-align: center; text-indent: 0; font-size: 0.8em; opacity: 0.7; }}\n\
             hr::before {{ content: \"{text}\"; }}\n"
        )
    };
    match mark {
        BreakMark::Discs => shown("\\2022\\2003\\2022\\2003\\2022"),
        BreakMark::Star => shown("＊"),
        BreakMark::Rule => {
            "hr { width: 4em; margin: 1.6em auto; border: 0; border-top: 1px solid; opacity: 0.5; }\n".into()
        }
        BreakMark::Blank => "hr { margin: 1.6em 0; border: 0; }\n".into(),
    }
}

/// The first character of a chapter over several lines; systems that know `initial-letter` set it better.
pub(super) fn drop_capital(theme: &Theme, cjk: bool) -> String {
    let lines = theme.chapter.drop_lines;
    if lines < 2 {
        return String::new();
    }
    let body = theme.body();
    let pitch = body.pitch.ratio(body.size).max(1.5);
    let size = pitch * f64::from(lines - 1) + 1.0;
    // A hair less than the lines, so that the next one stands below it.
    let (height, size) = (number(pitch * f64::from(lines) * 0.97 / size), em(size));
    let first = [
        "section.chapter > .chapter-title + p:not([class])",
        "section.article > .chapter-title + p:not([class])",
        "section.article > p:first-child:not([class])",
    ];
    let (paragraphs, letters) = (first.join(", "), first.map(|first| format!("{first}::first-letter")).join(", "));
    let mut text = format!(
        "{paragraphs} {{ text-indent: 0; }}\n\
         {letters} {{ float: left; font-size: {size}; line-height: {height}; padding-right: 0.08em; }}\n"
    );
    // Browsers size it by its capitals, which Han characters have none of.
    if !cjk {
        text.push_str(&format!(
            "@supports (initial-letter: {lines}) or (-webkit-initial-letter: {lines}) {{\n  \
             {letters} {{ float: none; font-size: inherit; line-height: inherit; padding-right: 0.3em; \
             -webkit-initial-letter: {lines}; initial-letter: {lines}; }}\n}}\n"
        ));
    }
    text
}
