//! Plain text → [`Document`]: its structure found by pattern. In: decoded text. Out: blocks. Next: `divide`.
//!
//! Nothing is dropped but blanks: what is not recognised stays a paragraph.

mod heads;
pub(super) mod lines;

use super::{Cx, Document, aozora};
use crate::diag::{Diagnostic, Lines};
use crate::model::{
    Block, Creator, CreatorRole, Heading, Inline, Layout, List, ListItem, ListKind, NumeralStyle, Numerals, Paragraph,
    Title, Verse,
};
use crate::read::{numeral, plain};
use heads::Role;
use lines::Unit;

/// A plain text: its document, and the lines at its end that say where it is from.
pub(crate) struct Text {
    pub document: Document,
    pub colophon: Vec<Block>,
}

/// Reads plain text. Offsets in spans are those of `text`.
pub(crate) fn document(file: &str, text: &str, cx: &Cx) -> Text {
    let place = Lines::new(file, text);
    let mut notation = aozora::Notation::of(text);
    let mut units = lines::units(text);
    if notation.is_some() {
        aozora::drop_legend(&mut units);
    }
    let mut document = Document::default();
    let mut at = 0;
    if cx.options.title.as_ref().is_none_or(|title| units.first().is_some_and(|first| first.text.trim() == title))
        && (heads::is_title(&units)
            || (notation.is_some() && units.get(1).is_some_and(|second| aozora::is_author(second, units.get(2)))))
    {
        document.meta.title = units[0].text.to_string();
        at = 1;
    }
    // Names stand below the title, or at the top of a text that has none.
    while let Some(creator) = units.get(at).and_then(|unit| creator(&unit.text)) {
        document.meta.creators.push(creator);
        at += 1;
    }
    if at == 1
        && notation.is_some()
        && let Some(name) = units.get(1).filter(|unit| aozora::is_author(unit, units.get(2)))
    {
        document.meta.creators.push(Creator { name: name.text.to_string(), ..Creator::default() });
        at += 1;
    }
    let units = &units[at..];
    let source = heads::source_note(units);
    let roles = heads::roles(&units[..source]);
    let mut writer = Writer { place: &place, notation: notation.as_mut() };
    document.blocks = writer.blocks(&units[..source], &roles);
    let colophon = units[source..].iter().map(|unit| writer.paragraph(unit)).collect();
    if let Some(notation) = notation
        && let Some(message) = notation.ignored()
    {
        let span = place.span(0..0);
        cx.sink.push(Diagnostic::note("aozora-note", &span, message).help("their text was left out of the book"));
    }
    Text { document, colophon }
}

/// `作者：鲁迅`.
fn creator(line: &str) -> Option<Creator> {
    const WORDS: [(&str, CreatorRole); 14] = [
        ("作者", CreatorRole::Author),
        ("著者", CreatorRole::Author),
        ("撰文", CreatorRole::Author),
        ("文", CreatorRole::Author),
        ("译者", CreatorRole::Translator),
        ("譯者", CreatorRole::Translator),
        ("翻译", CreatorRole::Translator),
        ("主编", CreatorRole::Editor),
        ("编者", CreatorRole::Compiler),
        ("编著", CreatorRole::Compiler),
        ("绘", CreatorRole::Illustrator),
        ("插图", CreatorRole::Illustrator),
        ("Author", CreatorRole::Author),
        ("Translator", CreatorRole::Translator),
    ];
    let (word, name) = line.split_once(['：', ':', '/', '／'])?;
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let (_, role) = WORDS.iter().find(|(known, _)| *known == word)?;
    let name = name.trim();
    let fits = !name.is_empty() && plain::width(name) <= 60 && !plain::ends_sentence(name);
    fits.then(|| Creator { name: name.into(), role: *role, ..Creator::default() })
}

/// Makes blocks of units.
struct Writer<'a, 't> {
    place: &'a Lines<'t>,
    notation: Option<&'a mut aozora::Notation>,
}

impl Writer<'_, '_> {
    fn blocks(&mut self, units: &[Unit], roles: &[Role]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let unit = &units[at];
            let run = |same: &dyn Fn(&Role) -> bool| roles[at..].iter().take_while(|role| same(role)).count();
            match roles[at] {
                Role::Head(level) => {
                    blocks.push(self.heading(unit, level));
                    at += 1;
                }
                Role::Item(list) => {
                    let count = run(&|role| *role == Role::Item(list));
                    blocks.push(self.list(&units[at..at + count]));
                    at += count;
                }
                Role::Verse(stanza) => {
                    let count = run(&|role| *role == Role::Verse(stanza));
                    blocks.push(self.verse(&units[at..at + count]));
                    at += count;
                }
                Role::Body => {
                    match self.notation.as_mut().and_then(|notation| notation.block(unit, self.place)) {
                        Some(aozora::Line::Block(block)) => blocks.push(block),
                        Some(aozora::Line::Nothing) => {}
                        None => blocks.push(self.paragraph(unit)),
                    }
                    at += 1;
                }
            }
        }
        blocks
    }

    fn heading(&mut self, unit: &Unit, level: u8) -> Block {
        let mut title = Title { content: self.inlines(&unit.text), ..Title::default() };
        if let Some(found) = numeral::parse(&unit.text) {
            title.number = Some(found.number.into());
            title.content = self.inlines(found.rest);
        }
        Block::Heading(Heading { level, title, span: self.place.span(unit.range.clone()), ..Heading::default() })
    }

    fn list(&mut self, units: &[Unit]) -> Block {
        let found = numeral::parse(&units[0].text);
        let first = found.as_ref().map_or(1, |found| u64::from(found.value));
        let numerals = found.as_ref().and_then(numerals);
        let items = units.iter().map(|unit| {
            let text = numeral::parse(&unit.text).map_or(&*unit.text, |found| found.rest);
            let content = self.inlines(text);
            let span = self.place.span(unit.range.clone());
            let paragraph = Block::Paragraph(Paragraph { content, span, ..Paragraph::default() });
            ListItem { checked: None, blocks: vec![paragraph] }
        });
        let items = items.collect();
        let span = self.place.span(units[0].range.start..units[units.len() - 1].range.end);
        Block::List(List { kind: ListKind::Ordered(first), numerals, tight: true, items, span })
    }

    fn verse(&mut self, units: &[Unit]) -> Block {
        let lines = units.iter().map(|unit| self.inlines(&unit.text)).collect();
        let span = self.place.span(units[0].range.start..units[units.len() - 1].range.end);
        Block::Verse(Verse { lines, span, ..Verse::default() })
    }

    fn paragraph(&mut self, unit: &Unit) -> Block {
        // Stars alone part two scenes; they stand in the middle.
        let layout = if heads::is_ornament(&unit.text) { Layout::Centre } else { Layout::Theme };
        let content = self.inlines(&unit.text);
        let span = self.place.span(unit.range.clone());
        Block::Paragraph(Paragraph { content, layout, span, ..Paragraph::default() })
    }

    fn inlines(&mut self, text: &str) -> Vec<Inline> {
        match &mut self.notation {
            Some(notation) => notation.inlines(text),
            None if text.is_empty() => Vec::new(),
            None => vec![Inline::text(text)],
        }
    }
}

/// How a list's numbers are written, where that is not `1.`, which is the theme's to say.
fn numerals(found: &numeral::Numbered) -> Option<Numerals> {
    let style = match found.series {
        numeral::Series::Han | numeral::Series::HanParen => NumeralStyle::Chinese,
        numeral::Series::ArabicParen => NumeralStyle::Decimal,
        _ => return None,
    };
    let marks = |c: char| matches!(c, '(' | ')' | '（' | '）' | '、' | '.' | '．' | ' ');
    let before = found.number.len() - found.number.trim_start_matches(marks).len();
    let after = found.number.trim_end_matches(marks).len();
    let (before, after) = (found.number[..before].to_owned(), found.number[after..].to_owned());
    Some(Numerals { style, before, after })
}
