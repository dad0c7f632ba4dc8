//! Blocks → markup.

use super::content::{At, Content, Look};
use super::inline::languaged;
use super::markup::{Element, Node, element};
use super::math;
use super::raw::Place;
use super::{pages, says_something};
use crate::model::{
    Admonition, Block, Definitions, Face, Figure, Heading, Inline, Lang, Layout, List, ListItem, ListKind, MathBlock,
    NodeId, NumeralStyle, Numerals, Paragraph, Quote, Role, Title, Verse,
};
use crate::resolve::number;

impl<'e> Content<'e> {
    /// The markup of blocks. A heading among them opens a section that holds what follows, up to the next heading that
    /// is as high: so ranks never leave one out, whatever levels the author chose.
    pub fn blocks(&mut self, blocks: &'e [Block], at: At<'e>) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            if let Block::Heading(heading) = block {
                let same_or_higher = |b: &Block| matches!(b, Block::Heading(next) if next.level <= heading.level);
                let end = after.iter().position(same_or_higher).unwrap_or(after.len());
                let (inside, after) = after.split_at(end);
                rest = after;
                nodes.push(Node::Element(self.section(heading, inside, at)));
            } else {
                self.block(block, at, &mut nodes);
            }
        }
        nodes
    }

    fn section(&mut self, heading: &'e Heading, inside: &'e [Block], at: At<'e>) -> Element {
        let role = Role::Heading(heading.level.clamp(1, 6));
        let below = At { rank: at.rank + 1, ..at };
        let begun = self.pages_at(heading.id);
        let title = self.title_element(&heading.title, heading.id, role, below);
        let inside = self.blocks(inside, if title.is_some() { below } else { at });
        element("section").attr_if("id", self.anchor(heading.id)).children(begun).child_if(title).children(inside)
    }

    /// A title as `h1` to `h6` by its rank: the number as printed, what parts it, the words. `None` where nothing of it can
    /// be seen or heard.
    pub fn title_element(&mut self, title: &'e Title, id: NodeId, role: Role, at: At<'e>) -> Option<Element> {
        let at = at.look(Look::of(self.theme.style(role)));
        let mut made = element(&format!("h{}", at.rank.clamp(1, 6))).class(&role.to_string());
        if let Some(number) = self.edition.number(id) {
            self.set(number, at.look);
            made = made.child(element("span").class("number").text(number));
            let gap = self.edition.number_gap(id);
            if !title.content.is_empty() && !gap.is_empty() {
                self.set(gap, at.look);
                made = made.child(element("span").class("gap").text(gap));
            }
        }
        made = made.children(self.inlines(&title.content, at));
        let mut says = says_something(&made.plain());
        made.each(&mut |one| says |= matches!(one.name.as_str(), "img" | "math"));
        says.then_some(made)
    }

    fn block(&mut self, block: &'e Block, at: At<'e>, to: &mut Vec<Node>) {
        let made = match block {
            Block::Heading(heading) => self.section(heading, &[], at),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, at),
            Block::Quote(quote) => self.quote(quote, at),
            Block::Verse(verse) => self.verse(verse, at),
            Block::List(list) => self.list(list, at),
            Block::Definitions(definitions) => self.definitions(definitions, at),
            Block::Code(code) => self.code_block(code, at),
            Block::Table(table) => self.table(table, at),
            Block::Figure(figure) => self.figure(figure, at),
            Block::Rule(_) => element("hr"),
            Block::PageBreak(_) => return, // Without pages there is nothing to break.
            Block::References(_) => match self.references(at) {
                Some(list) => list,
                None => return,
            },
            Block::Admonition(admonition) => self.admonition(admonition, at),
            Block::NoteText(note) => {
                let look = self.look(Role::NoteText);
                element("div").class("note-text").children(self.blocks(&note.blocks, at.look(look)))
            }
            Block::Math(math) => self.math_block(math, at),
            Block::Raw(raw) => {
                to.extend(self.raw(&raw.format, &raw.text, Place::Flow, &raw.span, at));
                return;
            }
        };
        to.push(Node::Element(made));
    }

    fn look(&self, role: Role) -> Look {
        Look::of(self.theme.style(role))
    }

    fn paragraph(&mut self, paragraph: &'e Paragraph, at: At<'e>) -> Element {
        let Paragraph { id, content, continued, layout, lang, span } = paragraph;
        let file = if span.file.is_empty() { at.file } else { &span.file };
        let class = match layout {
            Layout::Theme => continued.then_some("continued"),
            Layout::Start => Some("start"),
            Layout::Centre => Some("centre"),
            Layout::End => Some("end"),
        };
        let made = element("p").attr_if("class", class).children(self.text_of(*id, content, At { file, ..at }));
        match lang {
            Some(lang) => languaged(made, lang),
            None => made,
        }
    }

    fn quote(&mut self, quote: &'e Quote, at: At<'e>) -> Element {
        let inside = at.look(self.look(Role::Quote));
        let made = element("blockquote").children(self.blocks(&quote.blocks, inside));
        if quote.attribution.is_empty() {
            return made;
        }
        let at = at.look(self.look(Role::Attribution));
        made.child(element("p").class("attribution").children(self.text_of(quote.id, &quote.attribution, at)))
    }

    fn verse(&mut self, verse: &'e Verse, at: At<'e>) -> Element {
        let (made, rest) = self.reading(verse.id, |this| this.poem(verse, at));
        made.children(rest)
    }

    fn poem(&mut self, verse: &'e Verse, at: At<'e>) -> Element {
        let mut made = element("div").class("verse");
        for (text, role) in [(&verse.title, Role::VerseTitle), (&verse.author, Role::Attribution)] {
            if !text.is_empty() {
                let at = at.look(self.look(role));
                let class = if role == Role::VerseTitle { "verse-title" } else { "verse-author" };
                made = made.child(element("p").class(class).children(self.inlines(text, at)));
            }
        }
        let at = at.look(self.look(Role::Verse));
        let mut after_gap = false;
        for line in &verse.lines {
            if !line.is_empty() {
                let class = after_gap.then_some("stanza");
                made = made.child(element("p").attr_if("class", class).children(self.inlines(line, at)));
            }
            after_gap = line.is_empty();
        }
        made
    }

    fn list(&mut self, list: &'e List, at: At<'e>) -> Element {
        let List { kind, numerals, tight, items, span: _ } = list;
        let at = at.look(self.look(Role::ListItem));
        let made = match kind {
            ListKind::Unordered => element("ul"),
            ListKind::Ordered(1) => element("ol"),
            ListKind::Ordered(start) => element("ol").attr("start", start.to_string()),
        };
        let own = if let ListKind::Ordered(start) = kind { numerals.as_ref().map(|own| (own, *start)) } else { None };
        let letter = own.and_then(|(own, _)| list_type(own));
        // Numbers that browsers do not write are written out, and hung before the item.
        let written = own.filter(|_| letter.is_none());
        let mut made_items = Vec::with_capacity(items.len());
        for (nth, item) in (0u64..).zip(items) {
            let marker = written.map(|(own, start)| number::marker(own, start.saturating_add(nth)));
            if let Some(marker) = &marker {
                self.set(marker, at.look);
            }
            made_items.push(Node::Element(self.item(item, at).attr_if("data-marker", marker)));
        }
        let classes: Vec<&str> = [tight.then_some("tight"), written.map(|_| "written")].into_iter().flatten().collect();
        let class = (!classes.is_empty()).then(|| classes.join(" "));
        made.attr_if("type", letter).attr_if("class", class).children(made_items)
    }

    fn item(&mut self, item: &'e ListItem, at: At<'e>) -> Element {
        let mut blocks = self.blocks(&item.blocks, at);
        let Some(done) = item.checked else {
            return element("li").children(blocks);
        };
        // A book has no form controls: the box is a character with a name.
        let [open, finished] = task_words(&self.edition.lang);
        let (mark, word) = if done { ("☑", finished) } else { ("☐", open) };
        let mark = element("span").class("check").attr("role", "img").attr("aria-label", word).text(mark);
        match blocks.first_mut() {
            Some(Node::Element(first)) if first.name == "p" => {
                let start = pages::leading(&first.children);
                first.children.splice(start..start, [Node::Element(mark), Node::Text(" ".into())]);
            }
            Some(_) | None => blocks.insert(0, Node::Element(element("p").child(mark))),
        }
        element("li").class("task").children(blocks)
    }

    fn definitions(&mut self, definitions: &'e Definitions, at: At<'e>) -> Element {
        let (term, meaning) = (at.look(self.look(Role::Term)), at.look(self.look(Role::Definition)));
        let mut made = element("dl");
        for item in &definitions.items {
            let id = self.anchor(item.id);
            let dt = element("dt").attr_if("id", id).attr_if("epub:type", id.map(|_| "glossterm"));
            made = made.child(dt.children(self.text_of(item.id, &item.term, term)));
            if item.definitions.is_empty() {
                made = made.child(element("dd"));
            }
            for definition in &item.definitions {
                made = made.child(element("dd").children(self.blocks(definition, meaning)));
            }
        }
        made
    }

    fn figure(&mut self, figure: &'e Figure, at: At<'e>) -> Element {
        let at = at.look(self.look(Role::Caption));
        let said = self.edition.title_of(figure.id);
        let mut made = element("figure").attr_if("id", self.anchor(figure.id)).children(self.pages_at(figure.id));
        let beneath: Vec<Option<String>> = (0..figure.images.len()).map(|at| number::beneath(figure, at)).collect();
        let parted = beneath.iter().any(Option::is_some);
        if parted {
            made = made.class("parts");
        }
        for (image, title) in figure.images.iter().zip(beneath) {
            let mut picture = self.image(image, said, at);
            if !parted {
                made = made.child(picture);
                continue;
            }
            // Its width is that of the picture with its title.
            let width = picture.get("style").map(str::to_owned);
            picture.attributes.retain(|(name, _)| name != "style" && (name != "title" || title.is_none()));
            let class = if width.is_some() { "part wide" } else { "part" };
            let mut part = element("figure").class(class).attr_if("style", width).child(picture);
            if let Some(title) = title {
                self.set(&title, at.look);
                part = part.child(element("figcaption").text(title));
            }
            made = made.child(part);
        }
        if figure.caption.is_empty() {
            return made;
        }
        made.child(element("figcaption").children(self.caption(&figure.caption, figure.id, at)))
    }

    /// The number with its word, a space, the caption.
    pub fn caption(&mut self, caption: &'e [Inline], id: NodeId, at: At<'e>) -> Vec<Node> {
        let mut nodes = Vec::new();
        if let Some(number) = self.edition.number(id) {
            let label = Look { face: Face::Hei, ..at.look };
            self.set(number, label);
            self.set(" ", at.look);
            nodes.push(Node::Element(element("span").class("label").text(number)));
            nodes.push(Node::Text(" ".into()));
        }
        nodes.extend(self.inlines(caption, at));
        nodes
    }

    fn admonition(&mut self, admonition: &'e Admonition, at: At<'e>) -> Element {
        let Admonition { id, kind, title, blocks, span: _ } = admonition;
        let label = at.look(self.look(Role::AdmonitionTitle));
        let mut head = element("p").class("admonition-title");
        if title.is_empty() {
            let word = self.words.admonition(kind).unwrap_or(kind);
            self.set(word, label.look);
            head = head.children(self.pages_at(*id)).text(word);
        } else {
            head = head.children(self.text_of(*id, title, label));
        }
        let kind: String = kind.chars().filter(char::is_ascii_alphanumeric).collect();
        let class = format!("admonition {}", kind.to_ascii_lowercase());
        let inside = at.look(self.look(Role::Admonition));
        element("div").class(class.trim_end()).attr("role", "note").child(head).children(self.blocks(blocks, inside))
    }

    fn math_block(&mut self, block: &'e MathBlock, at: At<'e>) -> Element {
        let mut made = element("div").class("math").attr_if("id", self.anchor(block.id));
        made = made.children(self.pages_at(block.id));
        let formula = self.edition.formula(&block.tex);
        made = match formula {
            Some(formula) => made.child(math::display(formula, &block.tex)),
            None => {
                self.set(&block.tex, Look { face: self.theme.inline.code, ..at.look });
                made.child(element("code").text(&block.tex))
            }
        };
        // Rows with numbers of their own have them in the formula.
        let rows = formula.map_or(0, |formula| formula.tags.iter().flatten().count());
        if let Some(number) = self.edition.number(block.id).filter(|_| rows < 2) {
            self.set(number, at.look);
            made = made.text(" ").child(element("span").class("label").text(number));
        }
        made
    }
}

/// The `type` of a list whose numbers HTML itself can write: a letter or a Roman numeral and a point.
fn list_type(numerals: &Numerals) -> Option<&'static str> {
    let Numerals { style, before, after } = numerals;
    let letter = match style {
        NumeralStyle::LowerAlpha => "a",
        NumeralStyle::UpperAlpha => "A",
        NumeralStyle::LowerRoman => "i",
        NumeralStyle::UpperRoman => "I",
        NumeralStyle::Decimal => "1",
        NumeralStyle::Chinese | NumeralStyle::Circled => return None,
    };
    (before.is_empty() && after == ".").then_some(letter)
}

/// What a task's box says to those who hear the text: not done, done.
fn task_words(lang: &Lang) -> [&'static str; 2] {
    match lang.primary() {
        "zh" => ["未完成", "已完成"],
        "ja" => ["未完了", "完了"],
        "ko" => ["미완료", "완료"],
        _ => ["not done", "done"],
    }
}
