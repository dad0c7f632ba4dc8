//! The index → markup: nested lists whose links are named after the chapters and sections they lead to.

use super::content::{At, Content, Look};
use super::css::Css;
use super::markup::{Element, Node, element};
use crate::model::{Face, NodeId, Role, Weight};
use crate::resolve::{IndexEntry, Locator};

impl<'e> Content<'e> {
    /// The entries under their initials, each initial a section of its own.
    pub fn index(&mut self, at: At<'e>) -> Vec<Node> {
        let letter = at.look(Look::of(self.theme.style(Role::IndexLetter)));
        let entry = at.look(Look::of(self.theme.style(Role::IndexEntry)));
        let mut nodes = Vec::new();
        for group in &self.edition.index().groups {
            self.set(&group.label, letter.look);
            let rank = (at.rank + 1).clamp(1, 6);
            let begun = group.entries.first().map(|entry| self.pages_at(entry.id)).unwrap_or_default();
            let title = element(&format!("h{rank}")).class("index-letter").text(&group.label);
            let list = self.entries(&group.entries, entry);
            nodes.push(Node::Element(element("section").class("index-group").children(begun).child(title).child(list)));
        }
        nodes
    }

    fn entries(&mut self, list: &'e [IndexEntry], at: At<'e>) -> Element {
        let items: Vec<Node> = list.iter().map(|entry| Node::Element(self.entry(entry, at))).collect();
        element("ul").class("index-entries").children(items)
    }

    fn entry(&mut self, entry: &'e IndexEntry, at: At<'e>) -> Element {
        let IndexEntry { id, term, locators, see, children } = entry;
        self.set(term, at.look);
        let words = self.words;
        let mut made = element("li")
            .attr_if("id", self.anchor(*id))
            .children(self.pages_at(*id))
            .child(element("span").class("term").text(term));
        let mut before: Option<(Option<NodeId>, u32)> = None;
        for locator in locators {
            // Of several places in one section the later ones are counted.
            let nth = before.filter(|(section, _)| *section == locator.section).map_or(1, |(_, nth)| nth + 1);
            made = made.text(if before.is_some() { words.comma } else { " " });
            before = Some((locator.section, nth));
            made = made.child(self.locator(locator, nth, at));
        }
        for (nth, see) in see.iter().enumerate() {
            let word = if see.also { words.see_also } else { words.see };
            let face = if self.edition.lang.is_cjk() {
                self.theme.inline.emphasis_in(self.edition.lang.as_str())
            } else {
                at.look.face
            };
            self.set(word, Look { face, italic: !self.edition.lang.is_cjk(), ..at.look });
            self.set(&see.term, at.look);
            made = made.text(if nth == 0 { " " } else { words.comma }).child(element("em").text(word.trim_end()));
            made = made.text(if word.ends_with(' ') { " " } else { "" });
            made = match see.entry.and_then(|id| self.anchor(id)) {
                Some(anchor) => made.child(element("a").attr("href", format!("#{anchor}")).text(&see.term)),
                None => made.child(element("span").class("broken").text(&see.term)),
            };
        }
        if children.is_empty() { made } else { made.child(self.entries(children, at)) }
    }

    fn locator(&mut self, locator: &Locator, nth: u32, at: At) -> Element {
        let edition = self.edition;
        // The number of a title is short and says where it is; a title without one says what it is.
        let name = locator.section.map(|id| edition.number(id).unwrap_or(edition.title_of(id)));
        let text = match name.map(|name| name.trim_end_matches(['、', '.', '．', '：', ':'])) {
            Some(name) if nth == 1 && super::says_something(name) => name.to_owned(),
            Some(_) | None => nth.to_string(),
        };
        let look = if locator.main { Look { face: Face::Hei, weight: Weight::Bold, ..at.look } } else { at.look };
        self.set(&text, look);
        let Some(anchor) = self.anchor(locator.id) else { return element("span").class("broken").text(text) };
        let text = if locator.main { element("strong").text(text) } else { return link(anchor).text(text) };
        link(anchor).child(text)
    }
}

fn link(anchor: &str) -> Element {
    element("a").class("locator").attr("href", format!("#{anchor}"))
}

impl Css<'_> {
    /// Entries hang; on wide screens they stand in columns.
    pub fn index(&mut self) {
        let letter = self.theme.style(Role::IndexLetter);
        let rule = self.style(".index-letter", letter);
        self.rule(".index-letter", rule);
        self.lines(
            ".index-letter { margin: 1em 0 0.4em; }\n\
             ul.index-entries { list-style: none; margin: 0; padding: 0; }\n.index-group > ul { columns: 14em; }\n\
             .index-entries li { padding-left: 1em; text-indent: -1em; text-align: left; break-inside: avoid; }\n\
             .index-entries .term { margin-right: 0.5em; }\na.locator { text-decoration: none; }\n",
        );
    }
}
