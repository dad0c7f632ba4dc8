//! A citation as the formatter is asked for it, and what is printed of its answer.

use std::collections::BTreeSet;

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{LocaleCode, VerticalAlign, json::Item};
use hayagriva::{
    CitationItem, CitationRequest, CitePurpose, ElemChild, ElemMeta, Formatting, LocatorPayload, SpecificLocator,
};

use super::inlines::{self, Piece};
use super::style::Style;
use super::{Found, Runs};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::model::{CiteForm, CiteItem, CrossRef, Inline, Label, NodeId, RefForm};
use crate::resolve::works::{Work, Works, locale};

/// A citation that is printed.
pub(super) struct Ask {
    /// The node that prints it.
    pub id: NodeId,
    parts: Vec<Part>,
}

enum Part {
    /// Works in one bracket.
    Works(Vec<Cited>),
    /// A label of the book among the works.
    Label(CrossRef),
    /// Text as it is.
    Text(String),
}

/// A work that is cited.
#[derive(Clone)]
struct Cited {
    work: usize,
    purpose: Option<CitePurpose>,
    prefix: String,
    place: Option<(Locator, String)>,
    rest: String,
    no_author: bool,
}

impl Ask {
    /// The works it cites.
    pub fn works(&self) -> impl Iterator<Item = usize> {
        self.requests().flatten().map(|cited| cited.work)
    }

    /// The brackets that the formatter is asked for, in order.
    fn requests(&self) -> impl Iterator<Item = &[Cited]> {
        self.parts.iter().filter_map(|part| match part {
            Part::Works(works) => Some(works.as_slice()),
            Part::Label(_) | Part::Text(_) => None,
        })
    }
}

/// What is asked for a citation; `None` where it cites no work.
pub(super) fn ask(found: &Found, works: &Works, labels: &BTreeSet<&str>, style: &Style, sink: &Sink) -> Option<Ask> {
    let mut parts: Vec<Part> = Vec::new();
    for item in &found.items {
        let key = item.key.as_str();
        match (labels.contains(key), works.at(key)) {
            (true, work) => {
                if work.is_some() {
                    let message =
                        format!("`{key}` is a label of the book and a work of its bibliography; the label wins");
                    let help = "give one of them another name";
                    sink.push(Diagnostic::warning("label-and-work", found.span, message).help(help));
                }
                if !found.meant {
                    return None;
                }
                let label = Label(key.to_owned());
                parts.extend((!item.prefix.is_empty()).then(|| Part::Text(spaced(&item.prefix))));
                // Without an identity: it stands for itself, not for the citation.
                let (id, form) = (NodeId::default(), RefForm::Number);
                parts.push(Part::Label(CrossRef { id, label, form, span: found.span.clone() }));
                parts.extend((!item.suffix.is_empty()).then(|| Part::Text(follows(&item.suffix))));
            }
            (false, Some(work)) => cited(item, work, &works.list()[work], found.form, style, &mut parts),
            (false, None) if !found.meant => return None,
            (false, None) => {
                parts.push(Part::Text(match found.form {
                    CiteForm::InText => format!("@{key}"),
                    CiteForm::Bracketed => format!("[@{key}]"),
                }));
                unknown(found, key, works, labels, sink);
            }
        }
    }
    Some(Ask { id: found.id, parts })
}

/// Tells of a key that nothing has.
pub(super) fn unknown(found: &Found, key: &str, works: &Works, labels: &BTreeSet<&str>, sink: &Sink) {
    let near = nearest(key, works.keys().chain(labels.iter().copied()));
    let help = near.map_or("add it to the bibliography".to_owned(), |near| format!("the nearest is `{near}`"));
    let message = format!("no work `{key}` in the bibliography");
    sink.push(match found.form {
        // An at sign in running text may mean many things.
        CiteForm::InText => Diagnostic::note("no-work", found.span, message).help(help),
        CiteForm::Bracketed => Diagnostic::warning("no-work", found.span, message).help(help),
    });
}

fn cited(item: &CiteItem, work: usize, work_of: &Work, form: CiteForm, style: &Style, parts: &mut Vec<Part>) {
    let (place, rest) = place(&item.suffix);
    let dated = !style.numeric;
    let purpose = (dated && (form == CiteForm::InText || item.no_author)).then_some(CitePurpose::Prose);
    let one = Cited { work, purpose, prefix: item.prefix.clone(), place, rest, no_author: dated && item.no_author };
    if form == CiteForm::InText && style.numeric {
        let names = work_of.names(&style.main);
        let gap = if style.raised || names.is_empty() { "" } else { " " };
        parts.push(Part::Text(format!("{names}{gap}")));
    }
    // What is said about a work above the line would get lost between numbers: it has a bracket of its own.
    let apart = |one: &Cited| one.purpose.is_some() || style.raised && one.says();
    match parts.last_mut() {
        Some(Part::Works(works)) if !apart(&one) && !works.iter().any(apart) => works.push(one),
        _ => parts.push(Part::Works(vec![one])),
    }
}

impl Cited {
    fn says(&self) -> bool {
        !self.prefix.is_empty() || self.place.is_some() || !self.rest.is_empty()
    }
}

/// The requests of all citations, in the words of one language.
pub(super) fn requests<'a>(
    asks: &'a [Ask],
    works: &'a Works,
    style: &'a Style,
    words: &LocaleCode,
) -> Vec<CitationRequest<'a, Item>> {
    let mut list = Vec::new();
    for request in asks.iter().flat_map(Ask::requests) {
        let items = request.iter().map(|cited| {
            let work = &works.list()[cited.work];
            let place = cited.place.as_ref().filter(|_| style.locators);
            let place = place.map(|(kind, text)| SpecificLocator(*kind, LocatorPayload::Str(text)));
            CitationItem::new(&work.item, place, Some(LocaleCode(locale(&work.lang))), false, cited.purpose)
        });
        list.push(CitationRequest::new(items.collect(), &style.csl, Some(words.clone()), &style.locales, None));
    }
    list
}

/// What each citation prints.
pub(super) fn print(asks: &[Ask], runs: &Runs, works: &Works, style: &Style) -> Vec<(NodeId, Vec<Inline>)> {
    let mut at = 0;
    let mut printed = Vec::with_capacity(asks.len());
    for ask in asks {
        let mut list: Vec<Inline> = Vec::new();
        let mut pending: Vec<Piece> = Vec::new();
        let mut bracketed = false;
        for part in &ask.parts {
            match part {
                Part::Label(reference) => {
                    list.extend(inlines::inlines(&std::mem::take(&mut pending)));
                    list.push(Inline::CrossRef(reference.clone()));
                }
                Part::Text(text) => pending.push(Piece::plain(text, Formatting::default())),
                Part::Works(cited) => {
                    if bracketed {
                        pending.push(Piece::plain(if style.raised { "," } else { " " }, look(style)));
                    }
                    pending.extend(answer(cited, at, runs, works, style));
                    at += 1;
                }
            }
            bracketed = matches!(part, Part::Works(_));
        }
        list.extend(inlines::inlines(&pending));
        printed.push((ask.id, list));
    }
    printed
}

/// How the brackets of the style are set.
fn look(style: &Style) -> Formatting {
    let vertical_align = if style.raised { VerticalAlign::Sup } else { VerticalAlign::None };
    Formatting { vertical_align, ..Formatting::default() }
}

/// What the formatter printed for the request `at`, with what it does not know of put in.
fn answer(request: &[Cited], at: usize, runs: &Runs, works: &Works, style: &Style) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let plain = Formatting::default();
    for child in &runs.main().citations[at].citation.0 {
        let number = match child {
            ElemChild::Elem(elem) => match elem.meta {
                Some(ElemMeta::Entry(number)) => Some(number),
                _ => None,
            },
            ElemChild::Text(_) | ElemChild::Markup(_) | ElemChild::Link { .. } | ElemChild::Transparent { .. } => None,
        };
        let Some((number, cited)) = number.and_then(|number| Some((number, request.get(number)?))) else {
            inlines::push(child, &mut pieces);
            continue;
        };
        // In the words of the work's own language, where the style asks for them.
        let own = runs.of(&works.list()[cited.work]);
        let is_item =
            |child: &&ElemChild| matches!(child, ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::Entry(number)));
        let child = own.citations[at].citation.0.iter().find(is_item).unwrap_or(child);
        let mut inner = Vec::new();
        inlines::push(child, &mut inner);
        if cited.no_author {
            without_author(&mut inner, style);
        }
        let key = &works.list()[cited.work].key;
        for piece in &mut inner {
            piece.link = Some(super::address(key));
        }
        if !style.raised && !cited.prefix.is_empty() {
            pieces.push(Piece::plain(spaced(&cited.prefix), plain));
        }
        pieces.append(&mut inner);
        if !style.raised {
            let unsaid = cited.place.as_ref().filter(|_| !style.locators).map(|(_, text)| text.as_str());
            let after: String = unsaid
                .into_iter()
                .chain(Some(cited.rest.as_str()))
                .filter(|text| !text.is_empty())
                .map(follows)
                .collect();
            // A name in the sentence closes its own bracket.
            match pieces
                .last_mut()
                .filter(|last| cited.purpose == Some(CitePurpose::Prose) && last.text.ends_with([')', '）', ']']))
            {
                Some(last) if !after.is_empty() => {
                    let close = last.text.pop().unwrap_or_default();
                    last.text.push_str(&after);
                    last.text.push(close);
                }
                Some(_) => {}
                None => pieces.extend((!after.is_empty()).then(|| Piece::plain(after, plain))),
            }
        }
    }
    if style.raised
        && let [cited] = request
        && cited.purpose.is_none()
    {
        if !cited.prefix.is_empty() {
            pieces.insert(0, Piece::plain(&cited.prefix, plain));
        }
        let place = cited.place.as_ref().map(|(_, text)| bare(text)).unwrap_or_default();
        let rest = if place.is_empty() { cited.rest.clone() } else { follows(&cited.rest) };
        let after = format!("{place}{rest}");
        pieces.extend((!after.is_empty()).then(|| Piece::plain(after, look(style))));
    }
    if style.raised {
        // It belongs to the word before it, and never begins a line.
        let first = pieces.iter().position(|piece| piece.look.vertical_align == VerticalAlign::Sup);
        first.into_iter().for_each(|at| pieces[at].text.insert(0, JOINER));
    }
    pieces
}

/// U+2060: no line ends before or after it.
const JOINER: char = '\u{2060}';

/// 第33页 as GB/T 7714-2015, 10.1.3, has it: the figures alone.
fn bare(place: &str) -> &str {
    let pages = place.strip_suffix(['页', '頁']).map(|pages| pages.strip_prefix('第').unwrap_or(pages).trim());
    pages.unwrap_or(place)
}

/// Takes what stands before the bracket: the author's name, which the sentence has.
fn without_author(pieces: &mut Vec<Piece>, style: &Style) {
    let open =
        style.csl.citation.layout.prefix.as_deref().map(str::trim).filter(|prefix| !prefix.is_empty()).unwrap_or("(");
    let found = pieces.iter().enumerate().find_map(|(at, piece)| Some((at, piece.text.find(open)?)));
    if let Some((at, byte)) = found {
        pieces[at].text.drain(..byte);
        pieces.drain(..at);
    }
}

/// A word before a citation, with the space its script wants.
fn spaced(prefix: &str) -> String {
    if prefix.chars().next_back().is_some_and(|c| c.is_ascii()) { format!("{prefix} ") } else { prefix.to_owned() }
}

/// Words behind a citation, parted from it as their script wants.
fn follows(rest: &str) -> String {
    match rest.chars().next() {
        Some(c) if c.is_ascii_punctuation() || "，。；：、".contains(c) => rest.to_owned(),
        Some(c) if c.is_ascii() => format!(", {rest}"),
        Some(_) => format!("，{rest}"),
        None => String::new(),
    }
}

/// The place in a work that a suffix begins with, and what follows it.
fn place(suffix: &str) -> (Option<(Locator, String)>, String) {
    let suffix = suffix.trim();
    let whole = |text: &str| text.trim_start_matches([',', '，', ' ']).to_owned();
    // 第3章 is its own words, in any style.
    if let Some((before, rest)) = suffix.split_once(HAN_PLACES) {
        let number = before.strip_prefix('第').unwrap_or(before).trim();
        if !number.is_empty() && number.chars().all(|c| is_numeral(c) || "一二三四五六七八九十百千零〇、".contains(c))
        {
            let end = suffix.len() - rest.len();
            return (Some((Locator::Custom, suffix[..end].to_owned())), whole(rest));
        }
        return (None, suffix.to_owned());
    }
    let lower = suffix.to_ascii_lowercase();
    let term = PLACES.iter().find(|(term, _)| lower.starts_with(term));
    let (kind, rest) = term.map_or((Locator::Page, suffix), |(term, kind)| (*kind, suffix[term.len()..].trim_start()));
    let end = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
    let end = rest[..end].trim_end_matches([',', ' ', '-', '–']).len();
    let number = &rest[..end];
    let letters = rest[end..].starts_with(|c: char| c.is_alphanumeric());
    if !number.contains(|c: char| c.is_ascii_digit()) || letters {
        return (None, suffix.to_owned());
    }
    (Some((kind, number.to_owned())), whole(&rest[end..]))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | ',' | ' ')
}

const HAN_PLACES: [char; 9] = ['页', '頁', '章', '节', '節', '卷', '条', '行', '段'];

const PLACES: [(&str, Locator); 16] = [
    ("pp.", Locator::Page),
    ("p.", Locator::Page),
    ("pages ", Locator::Page),
    ("page ", Locator::Page),
    ("chap.", Locator::Chapter),
    ("chapter ", Locator::Chapter),
    ("ch.", Locator::Chapter),
    ("sec.", Locator::Section),
    ("section ", Locator::Section),
    ("§", Locator::Section),
    ("vol.", Locator::Volume),
    ("fig.", Locator::Figure),
    ("part ", Locator::Part),
    ("para.", Locator::Paragraph),
    ("line ", Locator::Line),
    ("n.", Locator::Note),
];
