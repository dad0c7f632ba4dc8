//! Prints citations and lists the works they cite, after a CSL style. In: a book and its [`Works`]. Out: [`Citations`].
//!
//! The formatter sees all citations in reading order at once: numbers, `a` and `b` behind years, and `ibid.` depend on it.
//! A Chinese style is run once for each language of the works, since GB/T 7714 asks for `等` or `et al` by the work, not
//! by the book.

mod inlines;
mod list;
mod request;
mod style;

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::LocaleCode;
use hayagriva::{BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, Rendered};

use super::anchor::labelled;
use super::works::{Work, Works, locale};
use crate::diag::{Diagnostic, Sink, Span};
use crate::model::walk::{self, Node};
use crate::model::{Book, Cite, CiteForm, CiteItem, CrossRef, Inline, Lang, NodeId, Places};
use crate::source::Source;
use request::Ask;
use style::Style;

/// A work in the list of references.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Who this is: links lead here.
    pub id: NodeId,
    /// Its key.
    pub key: String,
    /// What stands before it in a column of its own: `[1]`. Empty in styles that do not number.
    pub label: Vec<Inline>,
    /// The reference itself.
    pub content: Vec<Inline>,
    /// Its language, where it differs from the book's.
    pub lang: Option<Lang>,
}

/// What citations print, and the list of what they cite.
#[derive(Clone, Debug, Default)]
pub(super) struct Citations {
    printed: BTreeMap<NodeId, Vec<Inline>>,
    /// The works in the style's order.
    pub references: Vec<Reference>,
}

impl Citations {
    /// What a citation prints; `None` where the node cites nothing.
    pub fn printed(&self, id: NodeId) -> Option<&[Inline]> {
        self.printed.get(&id).map(Vec::as_slice)
    }
}

/// A citation, or what may turn out to be one.
struct Found<'b> {
    id: NodeId,
    span: &'b Span,
    form: CiteForm,
    items: Vec<CiteItem>,
    /// Written as a citation, not as a reference to a label.
    meant: bool,
    written: String,
}

/// Finds all citations of a book, prints them, and gives the list of what they cite its place.
pub(super) fn citations(book: &mut Book, works: &Works, lang: &Lang, source: &dyn Source, sink: &Sink) -> Citations {
    let mut labels = BTreeSet::new();
    let mut found = Vec::new();
    let mut last = walk::last(book);
    walk::book(book, &mut |node| {
        if let Some((_, label)) = labelled(node) {
            labels.insert(label.0.as_str());
        }
        match node {
            Node::Inline(Inline::Cite(cite)) => found.push(Found::of(cite)),
            Node::Inline(Inline::CrossRef(reference)) => found.push(Found::of_reference(reference)),
            Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
        }
    });
    let nocite = &book.meta.references.nocite;
    if works.list().is_empty() || found.is_empty() && nocite.is_empty() {
        return Citations { printed: unresolved(&found, works, &labels, sink), references: Vec::new() };
    }
    let style = style::choose(&book.meta, lang, source, sink);
    let asks: Vec<Ask> = found.iter().filter_map(|one| request::ask(one, works, &labels, &style, sink)).collect();
    let uncited = uncited(nocite, &book.meta.places, works, sink);
    let runs = Runs::new(&asks, &uncited, works, &style);
    let printed = request::print(&asks, &runs, works, &style).into_iter().collect();
    let references = references(&runs, works, lang, &mut last);
    list::place(book, NodeId(last.0 + 1), lang);
    Citations { printed, references }
}

/// What citations print where there is nothing to cite: what their author wrote.
fn unresolved(found: &[Found], works: &Works, labels: &BTreeSet<&str>, sink: &Sink) -> BTreeMap<NodeId, Vec<Inline>> {
    let mut printed = BTreeMap::new();
    for one in found.iter().filter(|one| one.meant) {
        for item in one.items.iter().filter(|item| !labels.contains(item.key.as_str())) {
            request::unknown(one, &item.key, works, labels, sink);
        }
        printed.insert(one.id, vec![Inline::text(&one.written)]);
    }
    printed
}

/// The works that are to be listed though nothing cites them.
fn uncited(nocite: &[String], places: &Places, works: &Works, sink: &Sink) -> Vec<usize> {
    let mut list = Vec::new();
    for key in nocite.iter().flat_map(|keys| keys.split([',', ' '])) {
        let key = key.trim().trim_start_matches('@');
        match works.at(key) {
            _ if key == "*" => list.extend(0..works.list().len()),
            Some(work) => list.push(work),
            None if key.is_empty() => {}
            None => {
                let message = format!("no work `{key}` in the bibliography, which `nocite` names");
                sink.push(
                    Diagnostic::warning("no-work", &places.of("references.nocite"), message)
                        .help("`*` names all of them"),
                );
            }
        }
    }
    list
}

/// What the formatter gave, in the words of each language that was asked for.
struct Runs {
    runs: BTreeMap<String, Rendered>,
    main: String,
    by_work: bool,
}

impl Runs {
    fn new(asks: &[Ask], uncited: &[usize], works: &Works, style: &Style) -> Self {
        let mut words = BTreeSet::from([style.main.0.clone()]);
        if style.by_work {
            let cited = asks.iter().flat_map(Ask::works).chain(uncited.iter().copied());
            words.extend(cited.map(|work| locale(&works.list()[work].lang)));
        }
        let runs = words.into_iter().map(|code| {
            let words = LocaleCode(code.clone());
            let mut driver = BibliographyDriver::new();
            for request in request::requests(asks, works, style, &words) {
                driver.citation(request);
            }
            let hidden = |&work: &usize| CitationItem::new(&works.list()[work].item, None, None, true, None);
            let hidden: Vec<_> = uncited.iter().map(hidden).collect();
            if !hidden.is_empty() {
                driver.citation(CitationRequest::new(hidden, &style.csl, Some(words.clone()), &style.locales, None));
            }
            (code, driver.finish(BibliographyRequest::new(&style.csl, Some(words), &style.locales)))
        });
        Self { runs: runs.collect(), main: style.main.0.clone(), by_work: style.by_work }
    }

    /// In the words of the book.
    fn main(&self) -> &Rendered {
        &self.runs[&self.main]
    }

    /// In the words that a work is listed in.
    fn of(&self, work: &Work) -> &Rendered {
        let own = self.runs.get(&locale(&work.lang)).filter(|_| self.by_work);
        own.unwrap_or_else(|| self.main())
    }
}

/// The list of references, in the order of the book's language.
fn references(runs: &Runs, works: &Works, lang: &Lang, last: &mut NodeId) -> Vec<Reference> {
    let mut items: BTreeMap<(&str, &str), &BibliographyItem> = BTreeMap::new();
    for (words, run) in &runs.runs {
        let entries = run.bibliography.iter().flat_map(|list| &list.items);
        items.extend(entries.map(|item| ((words.as_str(), item.key.as_str()), item)));
    }
    let mut references = Vec::new();
    for item in runs.main().bibliography.iter().flat_map(|list| &list.items) {
        let Some(work) = works.at(&item.key).map(|at| &works.list()[at]) else { continue };
        let own = locale(&work.lang);
        let item = items.get(&(own.as_str(), item.key.as_str())).filter(|_| runs.by_work).unwrap_or(&item);
        let mut label = Vec::new();
        item.first_field.iter().for_each(|field| inlines::push(field, &mut label));
        if let Some(last) = label.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        let content = inlines::inlines(&inlines::pieces(&item.content));
        let own = Some(&work.lang).filter(|own| own.primary() != lang.primary()).cloned();
        last.0 += 1;
        references.push(Reference {
            id: *last,
            key: work.key.clone(),
            label: inlines::inlines(&label),
            content,
            lang: own,
        });
    }
    references
}

/// The address of a work within the book.
pub(super) fn address(key: &str) -> String {
    format!("#{}", place(key).replace('%', "%25"))
}

/// The name of a work's place, by which anyone may lead to it.
pub(super) fn place(key: &str) -> String {
    format!("ref-{key}")
}

impl<'b> Found<'b> {
    fn of(cite: &'b Cite) -> Self {
        let Cite { id, items, form, span } = cite;
        Self { id: *id, span, form: *form, items: items.clone(), meant: true, written: cite.written() }
    }

    fn of_reference(reference: &'b CrossRef) -> Self {
        let item = CiteItem { key: reference.label.0.clone(), ..CiteItem::default() };
        let form = CiteForm::Bracketed;
        Self { id: reference.id, span: &reference.span, form, items: vec![item], meant: false, written: String::new() }
    }
}
