//! Composes the colophon page (版权页) from what a book says of itself: which facts, in which order, in which words.

use super::Words;
use super::meta::day;
use crate::model::walk::{self, Node};
use crate::model::{Book, CreatorRole, DivisionKind, IdentifierScheme, Inline, Lang, Meta};

/// A fact of a colophon page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What names it, its colon included; empty where it speaks for itself.
    pub label: String,
    /// What it says.
    pub text: FactText,
}

/// A line of a colophon page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactLine {
    /// What stands beside each other on it.
    pub facts: Vec<Fact>,
    /// Whether white sets it off from the lines above.
    pub apart: bool,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactText {
    /// The book's title; set off.
    Title(String),
    /// Words.
    Words(String),
    /// 开本, which only an output with pages knows.
    Format,
    /// 印张; likewise.
    Sheets,
    /// The fonts of the theme.
    Fonts,
}

impl Fact {
    /// The fact in a line, where it needs no page and no theme.
    pub fn said(&self) -> Option<String> {
        match &self.text {
            FactText::Title(words) | FactText::Words(words) => Some(format!("{}{words}", self.label)),
            FactText::Format | FactText::Sheets | FactText::Fonts => None,
        }
    }
}

/// Creators by what they did, in the order of the title page.
pub(super) fn credits(meta: &Meta, lang: &Lang) -> Vec<String> {
    let words = Words::of(lang);
    let mut groups: Vec<(CreatorRole, Vec<&str>)> = Vec::new();
    for creator in &meta.creators {
        match groups.last_mut() {
            Some((role, names)) if *role == creator.role => names.push(&creator.name),
            Some(_) | None => groups.push((creator.role, vec![&creator.name])),
        }
    }
    groups.into_iter().map(|(role, names)| words.credit(&names, role)).collect()
}

/// What stands under the title at the head of a text: its series with the issue, its date, who publishes it, or who
/// made it.
pub(super) fn title_block(meta: &Meta, lang: &Lang) -> Vec<String> {
    let words = Words::of(lang);
    let series = meta.series.as_ref().map(|series| {
        let issue = series.number.as_ref().map(|number| words.issue.replace("{}", number.trim()));
        [Some(series.name.trim().to_owned()), issue].into_iter().flatten().collect::<Vec<_>>().join(words.names)
    });
    let date = meta.date.as_deref().map(|date| day(date, lang).unwrap_or_else(|| date.to_owned()));
    let by = meta.publisher.clone().or_else(|| Some(credits(meta, lang).join(words.names)));
    [series, date, by].into_iter().flatten().filter(|fact| !fact.is_empty()).collect()
}

/// The lines of the colophon page.
pub(super) fn colophon(book: &Book, title: &str, lang: &Lang) -> Vec<FactLine> {
    let meta = &book.meta;
    let imprint = &meta.imprint;
    // A title, a name and a year stand on the cover already.
    if meta.publisher.is_none() && meta.rights.is_none() && meta.identifiers.is_empty() && imprint.is_empty() {
        return Vec::new();
    }
    // Nor does a book want two of them: what its author wrote stands for it, unless there is more to say.
    let own = book.divisions().any(|division| division.kind == DivisionKind::Colophon);
    if own && imprint.is_empty() {
        return Vec::new();
    }
    let words = Words::of(lang);
    let facts = &words.facts;
    let chinese = lang.primary() == "zh";
    let said = |label: &str, text: Option<&str>| {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let label = if label.is_empty() { String::new() } else { format!("{label}{}", words.colon) };
        Some(Fact { label, text: FactText::Words(text.to_owned()) })
    };
    let found = |label: &str, text: FactText| Some(Fact { label: format!("{label}{}", words.colon), text });
    let plain = |text: &str| said("", Some(text));
    let joint = if lang.is_cjk() { "——" } else { ": " };
    let whole = meta.subtitle.as_ref().map_or_else(|| title.to_owned(), |sub| format!("{title}{joint}{sub}"));
    let mut lines: Vec<Vec<Option<Fact>>> =
        vec![vec![Some(Fact { label: String::new(), text: FactText::Title(whole) })]];
    lines.extend(credits(meta, lang).iter().map(|credit| vec![plain(credit)]));
    let publication = lines.len();
    lines.push(vec![said(facts.publisher, meta.publisher.as_deref())]);
    lines.push(vec![said(facts.address, imprint.address.as_deref())]);
    lines.push(vec![said(facts.phone, imprint.phone.as_deref()), said(facts.web, imprint.web.as_deref())]);
    lines.push(vec![said(facts.printer, imprint.printer.as_deref())]);
    let counted = chinese.then(|| length(book));
    lines.push(vec![
        said(facts.format, imprint.format.as_deref()).or_else(|| found(facts.format, FactText::Format)),
        said(facts.sheets, imprint.sheets.as_deref()).or_else(|| found(facts.sheets, FactText::Sheets)),
    ]);
    lines.push(vec![
        said(facts.words, imprint.words.as_deref().or(counted.as_deref())),
        said(facts.copies, imprint.copies.as_deref()),
    ]);
    let date = meta.date.as_deref().map(|date| day(date, lang).unwrap_or_else(|| date.to_owned()));
    let edition = said(facts.edition, imprint.edition.as_deref());
    lines.push(vec![edition.or_else(|| said(facts.date, date.as_deref()))]);
    lines.push(vec![said(facts.printing, imprint.printing.as_deref())]);
    for identifier in &meta.identifiers {
        lines.push(vec![match identifier.scheme {
            IdentifierScheme::Isbn => plain(&format!("ISBN {}", identifier.value.trim())),
            IdentifierScheme::Doi => plain(&format!("DOI {}", identifier.value.trim())),
            IdentifierScheme::Serial | IdentifierScheme::Other => plain(&identifier.value),
            IdentifierScheme::Uuid => None,
        }]);
    }
    lines.push(vec![said(facts.cip, imprint.cip.as_deref())]);
    lines.push(vec![said(facts.price, imprint.price.as_deref())]);
    let rights = lines.len();
    lines.push(vec![meta.rights.as_deref().and_then(plain)]);
    lines.push(vec![said(facts.fonts, imprint.fonts.as_deref()).or_else(|| found(facts.fonts, FactText::Fonts))]);
    lines.push(vec![imprint.made.as_deref().and_then(plain)]);
    let mut apart = false;
    let mut made = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        apart |= at == publication || at == rights;
        let facts: Vec<Fact> = line.into_iter().flatten().collect();
        if !facts.is_empty() {
            made.push(FactLine { facts, apart: std::mem::take(&mut apart) });
        }
    }
    made
}

/// The length of a text in thousands of characters, as Chinese colophons count it.
fn length(book: &Book) -> String {
    let mut count = 0_usize;
    let mut add = |text: &str| count += text.chars().filter(|c| !c.is_whitespace()).count();
    walk::book(book, &mut |node| match node {
        Node::Inline(Inline::Text(text) | Inline::Code(text)) => add(text),
        Node::Inline(Inline::Ruby(ruby)) => ruby.pairs.iter().for_each(|pair| add(&pair.base)),
        Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
    });
    if count < 1000 { format!("{count}字") } else { format!("{}千字", (count + 500) / 1000) }
}
