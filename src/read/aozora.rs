//! Aozora Bunko's notation in plain text: `漢字《かんじ》`, `｜漢字《かんじ》`, `［＃…］`. In: a line. Out: inlines, blocks.
//!
//! Ruby, emphasis dots, headings, page breaks and lines set at the end are understood; other notes are left out and
//! counted. <https://www.aozora.gr.jp/annotation/> describes the notation.

use super::plain::{is_han, is_kana};
use super::text::lines::Unit;
use crate::diag::Lines;
use crate::model::{Block, Heading, Inline, Layout, Paragraph, Ruby, RubyPair, Rule, Title};

/// The notation is looked for in this many characters.
const SAMPLE: usize = 50_000;

/// Reads the notation, and remembers what it did not understand.
#[derive(Debug, Default)]
pub(super) struct Notation {
    ignored: usize,
    example: String,
}

/// What a line that is not plain text gives.
pub(super) enum Line {
    Block(Block),
    /// The end of an indent and the like.
    Nothing,
}

impl Notation {
    /// The notation, where a text uses it: Japanese with notes, or with readings after Han characters.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (mut kana, mut readings, mut before, mut opened) = (0, 0, ' ', false);
        for c in text.chars().take(SAMPLE) {
            kana += usize::from(is_kana(c));
            readings += usize::from(opened && is_kana(c));
            opened = c == '《' && is_han(before);
            before = c;
        }
        let notes = text.get(..SAMPLE).unwrap_or(text).contains("［＃");
        (kana > 20 && (notes || readings > 2)).then(Self::default)
    }

    /// A block that the notes of a line ask for.
    pub(super) fn block(&mut self, unit: &Unit, place: &Lines) -> Option<Line> {
        let text = &*unit.text;
        if !text.contains("［＃") {
            return None;
        }
        let span = place.span(unit.range.clone());
        let (bare, notes) = strip_notes(text);
        let asks = |word: &str| notes.iter().any(|note| note.contains(word));
        if bare.is_empty() {
            if asks("改ページ") || asks("改丁") {
                return Some(Line::Block(Block::PageBreak(Rule { span })));
            }
            let known = asks("字下げ") || asks("終わり") || asks("ここから");
            if !known {
                notes.iter().for_each(|note| self.ignore(note));
            }
            return Some(Line::Nothing);
        }
        let level = [("大見出し", 1), ("中見出し", 2), ("小見出し", 3)].into_iter().find(|(word, _)| asks(word));
        if let Some((_, level)) = level {
            let title =
                Title { content: self.inlines(&without(text, &["見出し", "字下げ"])), ..Title::default() };
            return Some(Line::Block(Block::Heading(Heading { level, title, span, ..Heading::default() })));
        }
        if notes.first().is_some_and(|note| note.starts_with("地")) && text.starts_with("［＃地") {
            let content = self.inlines(&without(text, &["地から", "地付き"]));
            return Some(Line::Block(Block::Paragraph(Paragraph {
                content,
                layout: Layout::End,
                span,
                ..Paragraph::default()
            })));
        }
        None
    }

    /// A line with its readings and dots.
    pub(super) fn inlines(&mut self, text: &str) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        let mut buffer = String::new();
        // Where the base of the next reading starts, if the text says so.
        let mut base: Option<usize> = None;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let tail = &rest[c.len_utf8()..];
            if c == '｜' && tail.contains('《') {
                base = Some(buffer.len());
                rest = tail;
            } else if c == '《'
                && let Some((reading, after)) = tail.split_once('》')
            {
                let start = base.take().unwrap_or_else(|| han_run(&buffer));
                if start == buffer.len() || reading.is_empty() || reading.len() > 300 {
                    buffer.push(c);
                    rest = tail;
                    continue;
                }
                let pair = RubyPair { base: buffer.split_off(start), reading: reading.into() };
                flush(&mut buffer, &mut out);
                out.push(Inline::Ruby(Ruby { pairs: vec![pair] }));
                rest = after;
            } else if rest.starts_with("［＃")
                && let Some(end) = note_end(rest)
            {
                self.note(&rest["［＃".len()..end - "］".len()], &mut buffer, &mut out);
                base = None;
                rest = &rest[end..];
            } else {
                buffer.push(c);
                rest = tail;
            }
        }
        flush(&mut buffer, &mut out);
        out
    }

    /// A note in a line: dots on what stands before it, a character the old encodings lacked, or nothing known.
    fn note(&mut self, note: &str, buffer: &mut String, out: &mut Vec<Inline>) {
        let quoted = note.strip_prefix('「').and_then(|rest| rest.split_once('」'));
        if let Some((word, what)) = quoted
            && !word.is_empty()
            && buffer.ends_with(word)
            && (what.ends_with("傍点") || what == "に傍線" || what.ends_with("太字"))
        {
            buffer.truncate(buffer.len() - word.len());
            flush(buffer, out);
            let content = vec![Inline::text(word)];
            out.push(if what.ends_with("傍点") { Inline::Dots(content) } else { Inline::Strong(content) });
        } else if buffer.ends_with('※')
            && let Some(c) = code_point(note)
        {
            buffer.pop();
            buffer.push(c);
        } else if note.contains("字下げ") || note.contains("見出し") {
        } else {
            self.ignore(note);
        }
    }

    fn ignore(&mut self, note: &str) {
        self.ignored += 1;
        if self.example.is_empty() {
            self.example = note.into();
        }
    }

    /// What was left out, in a sentence.
    pub(super) fn ignored(self) -> Option<String> {
        let Self { ignored, example } = self;
        (ignored > 0).then(|| {
            format!("notes of Aozora Bunko that are not known here: {ignored}, the first being ［＃{example}］")
        })
    }
}

/// Takes out the legend between two lines of dashes that explains the notation: what it explains is read.
pub(super) fn drop_legend(units: &mut Vec<Unit>) {
    let dashes = |unit: &Unit| unit.text.len() >= 20 && unit.text.bytes().all(|b| b == b'-');
    let Some(first) = units.iter().take(20).position(dashes) else { return };
    if !units.get(first + 1).is_some_and(|unit| unit.text.contains("記号について")) {
        return;
    }
    if let Some(count) = units[first + 1..].iter().take(40).position(dashes) {
        units.drain(first..first + count + 2);
    }
}

/// The second line of a file is its author when an empty line follows.
pub(super) fn is_author(unit: &Unit, next: Option<&Unit>) -> bool {
    !unit.apart && unit.text.chars().take(16).count() <= 15 && next.is_some_and(|next| next.apart)
}

fn flush(buffer: &mut String, out: &mut Vec<Inline>) {
    if !buffer.is_empty() {
        out.push(Inline::Text(std::mem::take(buffer)));
    }
}

/// Where the run of Han characters at the end of `text` starts.
fn han_run(text: &str) -> usize {
    text.trim_end_matches(|c: char| is_han(c) || matches!(c, '々' | '〆' | 'ヶ' | '※')).len()
}

/// The end of the note that `text` starts with; notes may hold notes.
fn note_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(1000) {
        match c {
            '［' => depth += 1,
            '］' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

/// The text without its notes, and the notes.
fn strip_notes(text: &str) -> (String, Vec<&str>) {
    let (mut bare, mut notes) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find("［＃") {
        bare.push_str(&rest[..at]);
        let Some(end) = note_end(&rest[at..]) else { break };
        notes.push(&rest[at + "［＃".len()..at + end - "］".len()]);
        rest = &rest[at + end..];
    }
    bare.push_str(rest);
    (bare.trim().to_owned(), notes)
}

/// The text without the notes that hold one of these words.
fn without(text: &str, words: &[&str]) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("［＃") {
        let Some(end) = note_end(&rest[at..]) else { break };
        let note = &rest[at..at + end];
        kept.push_str(&rest[..at]);
        if !words.iter().any(|word| note.contains(word)) {
            kept.push_str(note);
        }
        rest = &rest[at + end..];
    }
    kept.push_str(rest);
    kept
}

/// `U+6DE9` in a note about a character.
fn code_point(note: &str) -> Option<char> {
    let (_, hex) = note.split_once("U+")?;
    let end = hex.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hex.len());
    u32::from_str_radix(&hex[..end], 16).ok().and_then(char::from_u32)
}
