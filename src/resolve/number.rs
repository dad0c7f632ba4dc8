//! Numbers titles, figures, tables and formulas. An author's written number always stands as it is.

use std::collections::BTreeMap;

pub use super::counter::{Style, format};
pub use super::outline::{Number, Outline, patterned};

use super::counter::ordinal;
use super::float::Floats;
use super::formula::Formulas;
use super::{Numbering, Options, Words};
use crate::model::walk::{self, Node};
use crate::model::{
    Block, Book, Division, DivisionKind, Figure, Image, Lang, NodeId, NumeralStyle, Numerals, Table, Title,
};

/// Numbers by node.
pub(super) type Numbers = BTreeMap<NodeId, Number>;

/// A list's number as its author wants it.
pub fn marker(numerals: &Numerals, n: u64) -> String {
    let style = match numerals.style {
        NumeralStyle::Decimal => Style::Decimal,
        NumeralStyle::LowerAlpha => Style::LowerAlpha,
        NumeralStyle::UpperAlpha => Style::UpperAlpha,
        NumeralStyle::LowerRoman => Style::LowerRoman,
        NumeralStyle::UpperRoman => Style::UpperRoman,
        NumeralStyle::Chinese => Style::ChineseLower,
        NumeralStyle::Circled => Style::Circled,
    };
    let numeral = format(style, n).unwrap_or_else(|| n.to_string());
    [numerals.before.as_str(), &numeral, &numerals.after].concat()
}

/// What stands beneath a picture of a figure: its own title, lettered where pictures stand beside each other. A picture
/// without one has none, and neither has one whose title is the figure's caption.
pub fn beneath(figure: &Figure, at: usize) -> Option<String> {
    let titled = |image: &Image| image.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).is_some();
    let title = figure.images.get(at).filter(|image| titled(image))?.title.as_deref()?.trim();
    if figure.images.len() > 1 {
        let before = figure.images[..at].iter().filter(|image| titled(image)).count() as u64;
        let letter = format(Style::LowerAlpha, before + 1).unwrap_or_else(|| (before + 1).to_string());
        return Some(format!("({letter}) {title}"));
    }
    let caption = walk::plain(&figure.caption);
    (!caption.is_empty() && caption.trim() != title).then(|| title.to_owned())
}

/// A number, where there is one, and the title after it in one line of characters.
pub(super) fn with_title(number: Option<&Number>, title: &str) -> String {
    number.map_or_else(|| title.to_owned(), |number| number.with(title))
}

/// The numbers of a book, as printed.
pub(super) fn numbers(book: &Book, options: &Options, lang: &Lang, formulas: &Formulas) -> Numbers {
    let mut titles = Titles::new(book, options, lang);
    written(book, &mut titles.numbers);
    for division in &book.front {
        titles.division(division, Part::Outer);
    }
    for division in &book.body {
        titles.division(division, Part::Body { depth: 0, numbered: true });
    }
    for division in &book.back {
        titles.division(division, Part::Outer);
    }
    let mut floats = Floats::new(lang, titles.chapters, titles.appendices, titles.numbers, formulas);
    for division in book.divisions() {
        floats.division(division, None);
    }
    floats.numbers
}

/// Numbers as their authors wrote them, wherever the title stands.
fn written(book: &Book, numbers: &mut Numbers) {
    let keep = |numbers: &mut Numbers, id: NodeId, title: &Title| {
        if let Some(number) = title.number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
            numbers.insert(id, Number::written(number));
        }
    };
    walk::book(book, &mut |node| match node {
        Node::Division(Division { id, title: Some(title), .. }) => keep(numbers, *id, title),
        Node::Block(Block::Heading(heading)) => keep(numbers, heading.id, &heading.title),
        Node::Block(
            Block::Figure(Figure { id, number: Some(number), .. })
            | Block::Table(Table { id, number: Some(number), .. }),
        ) => {
            numbers.insert(*id, Number::written(number));
        }
        Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
    });
}

/// Where in the book a division stands, as far as numbers care.
#[derive(Clone, Copy)]
enum Part {
    /// Before or after the numbered text.
    Outer,
    /// In the text, below this many numbered chapters; whether all of those have a number.
    Body { depth: usize, numbered: bool },
}

/// How keben writes the numbers of titles.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    None,
    Decimal,
    /// In Chinese, level by level, with the name of a part: 编, 編, 部.
    Levels(Outline, &'static str),
}

/// The count of a level.
#[derive(Clone, Default)]
struct Counter {
    n: u64,
    /// The numbers before it where its author wrote all of them: 4 and 2 of `4.2.7`. They stand for the levels above.
    before: Option<Vec<u64>>,
}

struct Titles<'o> {
    options: &'o Options,
    words: &'static Words,
    scheme: Scheme,
    /// The author numbers the titles: those without a number are to have none.
    by_author: bool,
    numbers: Numbers,
    /// One counter a level, the chapter's first.
    counters: Vec<Counter>,
    /// Whether the first counter counts appendices, and is written as a letter.
    lettered: bool,
    parts: u64,
    /// Chapters that have a number, and what it means, in order.
    chapters: Vec<(NodeId, u64)>,
    appendices: Vec<(NodeId, u64)>,
    /// How many there are, where they are attachments of an official document.
    attached: Option<usize>,
}

impl<'o> Titles<'o> {
    fn new(book: &Book, options: &'o Options, lang: &Lang) -> Self {
        let words = Words::of(lang);
        let scheme = match (options.headings, options.headings.outline()) {
            (Numbering::None, _) => Scheme::None,
            (_, Some(outline)) if matches!(lang.primary(), "zh" | "ja") => Scheme::Levels(outline, words.part),
            _ => Scheme::Decimal,
        };
        Self {
            options,
            words,
            scheme,
            by_author: options.gives_way && author_numbers(book),
            numbers: Numbers::new(),
            counters: Vec::new(),
            lettered: false,
            parts: 0,
            chapters: Vec::new(),
            appendices: Vec::new(),
            attached: (options.headings == Numbering::Gongwen)
                .then(|| book.divisions().filter(|division| division.kind == DivisionKind::Appendix).count()),
        }
    }

    fn division(&mut self, division: &Division, part: Part) {
        let inner = match (division.kind, part, &division.title) {
            (DivisionKind::Appendix, _, Some(title)) => return self.appendix(division, title),
            (DivisionKind::Part, Part::Body { .. }, Some(title)) => {
                self.part(division.id, title);
                part
            }
            (DivisionKind::Chapter, Part::Body { depth, numbered }, Some(title)) => {
                let numbered = self.title(division.id, title, depth + 1, numbered);
                if let (0, true, Some(number)) = (depth, numbered, self.counters.first()) {
                    self.chapters.push((division.id, number.n));
                }
                Part::Body { depth: depth + 1, numbered }
            }
            // An article's headings are its chapters, and another article's begin anew.
            (DivisionKind::Article | DivisionKind::Chapter, Part::Body { depth: 0, .. }, _) => {
                let outer = std::mem::take(&mut self.counters);
                self.inside(division, part, true);
                self.counters = outer;
                return;
            }
            (DivisionKind::Part | DivisionKind::Article | DivisionKind::Chapter, Part::Body { .. }, _) => part,
            // A preface or an index has no number, and neither has what stands in it.
            _ => Part::Outer,
        };
        self.inside(division, inner, false);
    }

    fn inside(&mut self, division: &Division, part: Part, article: bool) {
        if let Part::Body { depth, numbered } = part {
            self.headings(&division.blocks, depth, numbered, article);
        }
        for inner in &division.divisions {
            self.division(inner, part);
        }
    }

    fn headings(&mut self, blocks: &[Block], depth: usize, numbered: bool, article: bool) {
        // Headings below one that has no number would seem to belong to the one before it.
        let mut silent: Option<u8> = None;
        for block in blocks {
            let Block::Heading(heading) = block else { continue };
            let level = heading.level.clamp(1, 6);
            if silent.is_some_and(|above| level <= above) {
                silent = None;
            }
            let above = numbered && silent.is_none();
            let has = self.title_in(heading.id, &heading.title, depth + usize::from(level), above, article);
            if !has && silent.is_none() && heading.title.unnumbered {
                silent = Some(level);
            }
        }
    }

    fn title(&mut self, id: NodeId, title: &Title, level: usize, numbered: bool) -> bool {
        self.title_in(id, title, level, numbered, false)
    }

    /// Counts a title and gives it a number where it is to have one; says whether it has.
    fn title_in(&mut self, id: NodeId, title: &Title, level: usize, numbered: bool, article: bool) -> bool {
        if let Some(own) = self.numbers.get(&id) {
            let own = own.text.clone();
            self.count(level, Some(&own));
            return true;
        }
        let wanted = self.scheme != Scheme::None && !self.by_author && numbered && !title.unnumbered;
        if !wanted || level > usize::from(self.options.depth) {
            return false;
        }
        self.count(level, None);
        let number = self.write(level, article);
        self.numbers.insert(id, number);
        true
    }

    fn count(&mut self, level: usize, own: Option<&str>) {
        self.counters.resize(level, Counter::default());
        let Some(counter) = self.counters.last_mut() else { return };
        let next = counter.n.saturating_add(1);
        match own {
            Some(own) => *counter = Counter { n: ordinal(own).unwrap_or(next), before: path_before(own) },
            None => counter.n = next,
        }
    }

    fn write(&self, level: usize, article: bool) -> Number {
        let last = self.counters.last().map_or(0, |counter| counter.n);
        match self.scheme {
            Scheme::None => Number::written(""),
            Scheme::Decimal => Number::written(self.decimal()),
            // An article has no chapters: it begins with what stands below them.
            Scheme::Levels(outline, _) => {
                let chapters = self.options.headings != Numbering::Gongwen;
                let Number { text, gap } = outline.number(level + usize::from(article && chapters), last);
                Number { text: text.replace("{path}", &self.decimal()), gap }
            }
        }
    }

    /// The numbers of all levels, an appendix's as a letter: 1.2.3, A.1.
    fn decimal(&self) -> String {
        let letter = |at: usize, n: u64| (at == 0 && self.lettered).then(|| format(Style::UpperAlpha, n))?;
        let write = |(at, &n): (usize, &u64)| letter(at, n).unwrap_or_else(|| n.to_string());
        let mut path: Vec<u64> = Vec::new();
        for Counter { n, before } in &self.counters {
            if let Some(before) = before {
                path.clone_from(before);
            }
            path.push(*n);
        }
        path.iter().enumerate().map(write).collect::<Vec<_>>().join(".")
    }

    /// Parts count for themselves; the chapters go on through them.
    fn part(&mut self, id: NodeId, title: &Title) {
        if let Some(own) = self.numbers.get(&id) {
            self.parts = ordinal(&own.text).unwrap_or(self.parts + 1);
            return;
        }
        if title.unnumbered || self.scheme == Scheme::None || self.by_author {
            return;
        }
        self.parts += 1;
        let number = match self.scheme {
            Scheme::None => return,
            Scheme::Levels(_, name) => format!("第{}{name}", chinese(self.parts)),
            Scheme::Decimal => format(Style::UpperRoman, self.parts).unwrap_or_else(|| self.parts.to_string()),
        };
        self.numbers.insert(id, Number::written(number));
    }

    /// 附录一, Appendix A; what stands in it is numbered A.1, or 一、 again.
    fn appendix(&mut self, division: &Division, title: &Title) {
        let named = walk::plain(&title.content).trim_start().starts_with(self.words.appendix);
        let silent = self.scheme == Scheme::None || title.unnumbered || named;
        let has = match self.numbers.contains_key(&division.id) {
            true => true,
            false if silent => false,
            false => {
                let n = self.appendices.len() as u64 + 1;
                let number = match self.scheme {
                    // A document's only attachment has no number (GB/T 9704, 7.3.4).
                    Scheme::Levels(..) if self.attached == Some(1) => self.words.attachment.to_owned(),
                    Scheme::Levels(..) if self.attached.is_some() => format!("{}{n}", self.words.attachment),
                    Scheme::Levels(..) => format!("{}{}", self.words.appendix, chinese(n)),
                    Scheme::None | Scheme::Decimal => {
                        let letter = format(Style::UpperAlpha, n).unwrap_or_default();
                        format!("{}{}{letter}", self.words.appendix, self.words.gap)
                    }
                };
                self.numbers.insert(division.id, Number::written(number));
                true
            }
        };
        if has {
            self.appendices.push((division.id, self.appendices.len() as u64 + 1));
        }
        // What stands in an attachment is numbered as the document itself is.
        let (begun, depth) = if self.attached.is_some() { (0, 0) } else { (1, 1) };
        let inner = vec![Counter { n: self.appendices.len() as u64, before: None }; begun];
        let outer = std::mem::replace(&mut self.counters, inner);
        self.lettered = true;
        self.inside(division, Part::Body { depth, numbered: has }, false);
        self.lettered = false;
        self.counters = outer;
    }
}

/// Whether the author numbers at least half of the titles of the highest level: the chapters', or where there are none
/// the first headings'.
fn author_numbers(book: &Book) -> bool {
    fn chapters<'b>(division: &'b Division, titles: &mut Vec<&'b Title>) {
        match (&division.title, division.kind) {
            (Some(title), DivisionKind::Chapter | DivisionKind::Article) => titles.push(title),
            _ => division.divisions.iter().for_each(|inner| chapters(inner, titles)),
        }
    }
    let mut titles = Vec::new();
    book.body.iter().for_each(|division| chapters(division, &mut titles));
    if titles.is_empty() {
        let blocks = book.body.iter().flat_map(|division| &division.blocks);
        let headings = blocks.filter_map(|block| match block {
            Block::Heading(heading) if heading.level <= 1 => Some(&heading.title),
            _ => None,
        });
        titles.extend(headings);
    }
    titles.retain(|title| !title.unnumbered);
    let own = titles.iter().filter(|title| title.number.as_deref().is_some_and(|number| !number.trim().is_empty()));
    let own = own.count();
    own > 0 && own * 2 >= titles.len()
}

/// The numbers before the last of a number such as `4.2.7`.
fn path_before(written: &str) -> Option<Vec<u64>> {
    let (before, last) = written.trim_end_matches(['.', '．']).rsplit_once('.')?;
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(last) {
        return None;
    }
    before.split('.').map(|part| part.parse().ok().filter(|_| all_digits(part))).collect()
}

fn chinese(n: u64) -> String {
    // Up to ten thousand the traditional numerals are the same.
    format(Style::ChineseLower, n).unwrap_or_else(|| n.to_string())
}
