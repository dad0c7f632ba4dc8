//! Citations and the list of what they cite → markup: both lead to each other.

use super::content::{At, Content, Look};
use super::inline::languaged;
use super::markup::{Element, Node, element};
use super::pages;
use crate::model::{Inline, Role};

impl<'e> Content<'e> {
    /// A citation. The first of a work is where its number in the list leads back to.
    pub fn citation(&mut self, printed: &'e [Inline], at: At<'e>) -> Element {
        let mut made = element("span").class("citation").children(self.inlines(printed, at));
        made.each_mut(&mut |link| {
            let Some(href) = link.get("href").filter(|href| link.name == "a" && href.starts_with('#')) else { return };
            let (href, id) = (href.to_owned(), back(&href[1..]));
            link.attributes.push(("epub:type".into(), "biblioref".into()));
            link.attributes.push(("role".into(), "doc-biblioref".into()));
            if self.cited.insert(href) {
                link.attributes.push(("id".into(), id));
            }
        });
        made
    }

    /// The list of references; `None` where nothing is cited, or it stands elsewhere already.
    pub fn references(&mut self, at: At<'e>) -> Option<Element> {
        let works = self.edition.references();
        if works.is_empty() || std::mem::replace(&mut self.listed, true) {
            return None;
        }
        let at = at.look(Look::of(self.theme.style(Role::Reference)));
        let numbered = works.iter().any(|work| !work.label.is_empty());
        let class = if numbered { "references numbered" } else { "references" };
        let mut list = element("ul").class(class);
        for work in works {
            let anchor = self.anchor(work.id).unwrap_or_default();
            let mut content = self.text_of(work.id, &work.content, at);
            // A page that begins with a work begins with its label.
            let begun: Vec<Node> = content.drain(..pages::leading(&content)).collect();
            let mut item = element("li").attr("id", anchor).children(begun);
            if !work.label.is_empty() {
                let label = self.inlines(&work.label, At { linked: true, ..at });
                let link = element("a").class("label").attr("href", format!("#{}", back(anchor)));
                item = item.child(link.attr("role", "doc-backlink").children(label)).text(" ");
            }
            list = list.child(match &work.lang {
                Some(lang) => item.child(languaged(element("span"), lang).children(content)),
                None => item.children(content),
            });
        }
        Some(list)
    }
}

/// The name of the place where a work is first cited.
fn back(anchor: &str) -> String {
    format!("cited-{anchor}")
}
