//! The parts of an official document in outputs without pages: the same, in the same order.

use super::ContentDoc;
use super::content::{Content, Look};
use super::markup::{Element, Node, element};
use crate::model::Role;
use crate::resolve::OfficialParts;

/// How they look; colours and faces are the theme's.
pub(super) const CSS: &str = "\
section.title-page p.issuer { text-align: center; font-size: 1.9em; line-height: 1.25; margin: 0.6em 0 0; }
section.title-page p.number { text-align: center; margin: 1.2em 0 0.3em; }
section.title-page hr.red { width: 100%; margin: 0.3em 0 2em; border: 0; border-top: 2px solid; opacity: 1; }
section.title-page h1.chapter-title { text-align: center; }
p.addressees, p.sign, div.record p { text-indent: 0; }
p.sign { text-align: right; margin-right: 2em; }
p.attached, p.attendance { margin-top: 1.5em; }
section.appendix > .chapter-title > .number { text-align: left; font-size: 0.75em; }
ol.attached { margin: 0 0 1.5em; padding: 0 0 0 2em; list-style: none; }
ol.attached > li { padding-left: 1.5em; text-indent: -1.5em; }
div.record { margin-top: 3em; border-top: 2px solid; border-bottom: 2px solid; font-size: 0.9em; }
div.record p { padding: 0.3em 1em; }
div.record p + p { border-top: 1px solid; }
";

struct Part<'c, 'e> {
    content: &'c mut Content<'e>,
    look: Look,
}

impl Part<'_, '_> {
    fn paragraph(&mut self, class: &str, words: &str) -> Element {
        self.content.set(words, self.look);
        element("p").class(class).text(words)
    }
}

/// 版头 and title, as the title page.
pub(super) fn head(content: &mut Content, section: Element) -> Element {
    let parts = &content.edition.official;
    let [mark, text, issuer, title] =
        [Role::OfficialMark, Role::OfficialText, Role::OfficialIssuer, Role::ChapterTitle]
            .map(|role| Look::of(content.theme.style(role)));
    let mut section = section;
    let mut add = |content: &mut Content, class: &str, look: Look, words: &str| {
        let made = Part { content, look }.paragraph(class, words);
        let whole = std::mem::replace(&mut section, element("section"));
        section = whole.child(made);
    };
    for (look, words) in [(text, &parts.copy), (mark, &parts.secrecy), (mark, &parts.urgency)] {
        if let Some(words) = words {
            add(content, "official-mark", look, words);
        }
    }
    let last = parts.issuers.len().saturating_sub(1);
    for (at, words) in parts.issuers.iter().enumerate() {
        let word = parts.word.as_deref().filter(|_| at == last).unwrap_or_default();
        add(content, "issuer", issuer, &format!("{words}{word}"));
    }
    let signed = (!parts.signatories.is_empty())
        .then(|| format!("{}{}", OfficialParts::SIGNED_BY, parts.signatories.join("\u{3000}")));
    let line: Vec<String> = parts.number.iter().cloned().chain(signed).collect();
    if !line.is_empty() {
        add(content, "number", text, &line.join("\u{3000}\u{3000}"));
    }
    if !parts.issuers.is_empty() || parts.number.is_some() {
        section = section.child(element("hr").class("red"));
    }
    content.set(&parts.title, title);
    section.child(element("h1").class("chapter-title").text(&parts.title))
}

/// Addressees before the text; notes of attachments, signature, remark and record behind it.
pub(super) fn dress(content: &mut Content, docs: &mut [ContentDoc]) {
    let parts = &content.edition.official;
    let look = Look::of(content.theme.style(Role::OfficialText));
    let record = Look::of(content.theme.style(Role::OfficialRecord));
    let mut part = Part { content, look };
    let addressees = parts.addressees.as_deref().map(|words| part.paragraph("addressees", words));
    let mut closing: Vec<Element> = Vec::new();
    match parts.attachments.as_slice() {
        [] => {}
        [one] => closing.push(part.paragraph("attached", &format!("{}{one}", OfficialParts::ATTACHED))),
        several => {
            closing.push(part.paragraph("attached", OfficialParts::ATTACHED));
            let mut list = element("ol").class("attached");
            for (at, name) in several.iter().enumerate() {
                let words = format!("{}. {name}", at + 1);
                part.content.set(&words, look);
                list = list.child(element("li").text(words));
            }
            closing.push(list);
        }
    }
    for (word, names) in &parts.attendance {
        closing.push(part.paragraph("attendance", &format!("{word}{names}")));
    }
    closing.extend(parts.signatures.iter().chain(&parts.date).map(|words| part.paragraph("sign", words)));
    closing.extend(parts.note.iter().map(|words| part.paragraph("note", words)));
    part.look = record;
    let copies = parts.record.copies_to.as_ref().map(|organs| format!("{}{organs}", OfficialParts::COPIES_TO));
    let printed: Vec<String> = parts.record.printed_by.iter().chain(&parts.record.printed_on).cloned().collect();
    let printed = (!printed.is_empty()).then(|| printed.join("\u{3000}\u{3000}"));
    let lines: Vec<Element> = copies.iter().chain(&printed).map(|words| part.paragraph("organs", words)).collect();
    let record =
        (!lines.is_empty()).then(|| element("div").class("record").children(lines.into_iter().map(Node::Element)));
    if let (Some(addressees), Some(section)) = (addressees, docs.first_mut().and_then(section)) {
        section.children.insert(0, Node::Element(addressees));
    }
    let text = docs.iter().rposition(|doc| !is_attachment(doc)).unwrap_or_default();
    if let Some(section) = docs.get_mut(text).and_then(section) {
        section.children.extend(closing.into_iter().map(Node::Element));
    }
    // The record ends the whole.
    if let (Some(record), Some(section)) = (record, docs.last_mut().and_then(section)) {
        section.children.push(Node::Element(record));
    }
}

/// The section that a document is.
fn section(doc: &mut ContentDoc) -> Option<&mut Element> {
    doc.body.iter_mut().find_map(|node| match node {
        Node::Element(found) if found.name == "section" => Some(found),
        Node::Element(_) | Node::Text(_) => None,
    })
}

fn is_attachment(doc: &ContentDoc) -> bool {
    doc.body.iter().any(|node| matches!(node, Node::Element(found) if found.has_class("appendix")))
}
