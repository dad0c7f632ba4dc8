//! Title page and colophon page, composed from what the book says of itself.

use super::content::{Content, Look};
use super::markup::{Element, Node, element};
use super::{ContentDoc, Matter, official};
use crate::model::Role;
use crate::resolve::FactText;

/// Title, subtitle, creators, then publisher and date at the foot; rights where no colophon follows.
pub(super) fn title_page(content: &mut Content) -> ContentDoc {
    let edition = content.edition;
    let meta = &edition.book.meta;
    let [title, text] = [Role::TitlePageTitle, Role::TitlePageText].map(|role| Look::of(content.theme.style(role)));
    let mut section = element("section").class("title-page").attr("epub:type", "titlepage");
    if content.theme.official.show {
        section = official::head(content, section);
    } else {
        content.set(&edition.title, title);
        section = section.child(element("h1").class("title-page-title").text(&edition.title));
        let rights = meta.rights.as_deref().filter(|_| edition.colophon.is_empty());
        let lines = [("subtitle", meta.subtitle.as_deref())]
            .into_iter()
            .chain(edition.credits.iter().map(|credit| ("creator", Some(credit.as_str()))))
            .chain([("publisher", meta.publisher.as_deref()), ("date", meta.date.as_deref()), ("rights", rights)]);
        for (class, line) in lines {
            if let Some(line) = line.filter(|line| !line.trim().is_empty()) {
                content.set(line, text);
                section = section.child(element("p").class(class).text(line));
            }
        }
    }
    document(content, "text/000-title.xhtml".into(), &edition.title, Matter::Front, section)
}

/// The colophon page behind the text, where the book says enough of itself: the facts that need no page.
pub(super) fn colophon(content: &mut Content, docs: usize) -> Option<ContentDoc> {
    let edition = content.edition;
    if edition.colophon.is_empty() {
        return None;
    }
    let look = Look::of(content.theme.style(Role::Colophon));
    let title = Look { face: content.theme.inline.strong, ..look };
    let mut section =
        element("section").class("imprint").attr("epub:type", "copyright-page").attr("role", "doc-colophon");
    for line in &edition.colophon {
        let mut words = Vec::new();
        for fact in &line.facts {
            let Some(said) = fact.said() else { continue };
            if !words.is_empty() {
                words.push(Node::Text("\u{3000}\u{3000}".into()));
            }
            words.push(match &fact.text {
                FactText::Title(_) => {
                    content.set(&said, title);
                    Node::Element(element("strong").text(said))
                }
                FactText::Words(_) | FactText::Format | FactText::Sheets | FactText::Fonts => {
                    content.set(&said, look);
                    Node::Text(said)
                }
            });
        }
        if !words.is_empty() {
            let made: Element = if line.apart { element("p").class("apart") } else { element("p") };
            section = section.child(made.children(words));
        }
    }
    let path = format!("text/{:03}-imprint.xhtml", docs + 1);
    Some(document(content, path, content.words.colophon, Matter::Back, section))
}

fn document(content: &Content, path: String, title: &str, matter: Matter, section: Element) -> ContentDoc {
    ContentDoc {
        path,
        title: title.to_owned(),
        lang: content.edition.lang.clone(),
        matter,
        depth: 0,
        continued: false,
        mathml: false,
        body: vec![Node::Element(section)],
    }
}
