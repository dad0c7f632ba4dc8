//! Inlines → markup.

use super::content::{At, Content, Look};
use super::link::mend;
use super::markup::{Element, Node, element};
use super::raw::{self, Place};
use super::{math, table};
use crate::diag::{Diagnostic, Span};
use crate::model::{CrossRef, Image, Inline, Lang, Link, Note, Ruby, Weight};
use crate::resolve::Target;
use crate::theme::NoteRestart;

impl<'e> Content<'e> {
    /// The markup of inlines.
    pub fn inlines(&mut self, list: &'e [Inline], at: At<'e>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for inline in list {
            self.inline(inline, at, &mut nodes);
            if !at.linked {
                nodes.extend(std::mem::take(&mut self.held).into_iter().map(Node::Element));
            }
        }
        nodes
    }

    fn inline(&mut self, inline: &'e Inline, at: At<'e>, to: &mut Vec<Node>) {
        // Pages begin between the characters of text, and before what is none.
        match inline.length() {
            Some(length) if !matches!(inline, Inline::Text(_) | Inline::Code(_) | Inline::Ruby(_)) => {
                self.undivided(length, to, |this, to| this.mark_up(inline, at, to));
            }
            Some(_) | None => self.mark_up(inline, at, to),
        }
    }

    fn mark_up(&mut self, inline: &'e Inline, at: At<'e>, to: &mut Vec<Node>) {
        let made = match inline {
            Inline::Text(text) => {
                self.set(text, at.look);
                to.extend(self.divided(text));
                return;
            }
            Inline::Emphasis(content) => {
                let look = if self.edition.lang.is_cjk() {
                    Look { face: self.theme.inline.emphasis_in(self.edition.lang.as_str()), ..at.look }
                } else {
                    Look { italic: true, ..at.look }
                };
                self.span("em", content, at.look(look))
            }
            Inline::Strong(content) => {
                let face = if self.edition.lang.is_cjk() { self.theme.inline.strong } else { at.look.face };
                let look = Look { face, weight: Weight::Bold, ..at.look };
                self.span("strong", content, at.look(look))
            }
            Inline::Dots(content) => self.span("em", content, at).class("dots"),
            Inline::ProperName(content) => self.span("u", content, at).class("name"),
            Inline::TitleLine(content) => self.span("u", content, at).class("title"),
            Inline::Ruby(ruby) => return self.ruby(ruby, at, to),
            Inline::Code(text) => self.code(text, at),
            Inline::Link(link) => self.link(link, at),
            Inline::CrossRef(cross) => match self.edition.citation(cross.id) {
                Some(citation) => self.citation(citation, at),
                None => self.cross_ref(cross, at),
            },
            Inline::Cite(cite) => self.citation(self.edition.citation(cite.id).unwrap_or_default(), at),
            Inline::Note(note) => match self.note(note, at) {
                Some(call) => call,
                None => return,
            },
            Inline::Image(image) => self.image(image, "", at),
            Inline::Subscript(content) => self.span("sub", content, at),
            Inline::Superscript(content) => self.span("sup", content, at),
            Inline::Strike(content) => self.span("s", content, at),
            Inline::Small(content) => self.span("small", content, at),
            Inline::Warichu(content) => self.span("span", content, at).class("warichu"),
            Inline::IndexTerm(term) => element("span").attr_if("id", self.anchor(term.id)),
            Inline::Lang { lang, content } => languaged(self.span("span", content, at), lang),
            Inline::Math(tex) => match self.edition.formula(tex) {
                Some(formula) => math::inline(formula, tex),
                None => self.code(tex, at),
            },
            Inline::LineBreak => element("br"),
            Inline::Raw { format, text } => {
                to.extend(self.raw(format, text, Place::Phrase, &Span::file(at.file), at));
                return;
            }
        };
        to.push(Node::Element(made));
    }

    fn span(&mut self, name: &str, content: &'e [Inline], at: At<'e>) -> Element {
        element(name).children(self.inlines(content, at))
    }

    fn code(&mut self, text: &str, at: At) -> Element {
        self.set(text, Look { face: self.theme.inline.code, ..at.look });
        element("code").children(self.divided(text))
    }

    fn ruby(&mut self, ruby: &Ruby, at: At, to: &mut Vec<Node>) {
        let [open, close] = if self.edition.lang.is_cjk() { ["（", "）"] } else { ["(", ")"] };
        for pairs in ruby.pairs.chunk_by(|a, b| a.reading.is_empty() == b.reading.is_empty()) {
            let mut made = element("ruby");
            for pair in pairs {
                self.set(&pair.base, at.look);
                self.set(&pair.reading, at.look);
                let begun = self.pages_before(&pair.base);
                if !begun.is_empty() && !made.children.is_empty() {
                    to.push(Node::Element(std::mem::replace(&mut made, element("ruby"))));
                }
                to.extend(begun);
                if pair.reading.is_empty() {
                    to.push(Node::Text(pair.base.clone()));
                    continue;
                }
                made = made
                    .text(&pair.base)
                    .child(element("rp").text(open))
                    .child(element("rt").text(&pair.reading))
                    .child(element("rp").text(close));
            }
            if !made.children.is_empty() {
                to.push(Node::Element(made));
            }
        }
    }

    fn link(&mut self, link: &'e Link, at: At<'e>) -> Element {
        let file = if link.span.file.is_empty() { at.file } else { &link.span.file };
        let content = |content: &mut Self| content.inlines(&link.content, At { linked: true, ..at });
        let target = if link.gloss.is_some() { self.edition.lead(link) } else { self.edition.target(file, &link.url) };
        let href = match target {
            Target::External(url) => {
                let mended = mend(url);
                if mended.is_none() {
                    let message = format!("`{}` is no address a book can lead to; its text is kept", shortened(url));
                    self.sink.push(
                        Diagnostic::warning("bad-link", &link.span, message)
                            .help("write the whole address, beginning with https://"),
                    );
                }
                mended
            }
            Target::Node(id) => self.anchor(id).map(|anchor| format!("#{anchor}")),
            Target::Broken => None,
        };
        match href.filter(|_| !at.linked) {
            Some(href) => {
                let inside = content(self);
                let gloss = link.gloss.is_some();
                element("a")
                    .attr("href", href)
                    .attr_if("epub:type", gloss.then_some("glossref"))
                    .attr_if("role", gloss.then_some("doc-glossref"))
                    .attr_if("title", link.title.as_deref())
                    .children(inside)
            }
            None => element("span").class("broken").children(content(self)),
        }
    }

    fn cross_ref(&mut self, cross: &CrossRef, at: At) -> Element {
        let text = self.edition.reference(cross, None);
        self.set(&text, at.look);
        match self.edition.dest(&cross.label).and_then(|id| self.anchor(id)).filter(|_| !at.linked) {
            Some(anchor) => element("a").class("ref").attr("href", format!("#{anchor}")).text(text),
            None => element("span").class("broken").text(text),
        }
    }

    /// The call of a note; the note itself is kept for the document's end. A call in a link is held until the link ends.
    fn note(&mut self, note: &'e Note, at: At<'e>) -> Option<Element> {
        let anchor = self.anchor(note.id)?;
        let number = match self.theme.notes.restart {
            NoteRestart::Book => self.edition.note_in_book(note.id),
            NoteRestart::Page | NoteRestart::Chapter => self.edition.note(note.id),
        }
        .to_string();
        self.set(&number, at.look);
        let look = Look::of(self.theme.style(crate::model::Role::Footnote));
        self.set(&number, look);
        // Reading systems that show the note in a window need the link back first, and no tag inside the call.
        let back = element("a")
            .class("backlink")
            .attr("role", "doc-backlink")
            .attr("href", format!("#{anchor}-call"))
            .text(&number);
        let inside = At { look, linked: false, ..at };
        let held = std::mem::take(&mut self.held);
        let mut blocks = self.blocks(&note.blocks, inside);
        self.held = held;
        match blocks.first_mut() {
            Some(Node::Element(first)) if first.name == "p" => {
                first.children.insert(0, Node::Text(" ".into()));
                first.children.insert(0, Node::Element(back));
            }
            Some(_) | None => blocks.insert(0, Node::Element(element("p").child(back))),
        }
        let aside = element("aside")
            .class("footnote duokan-footnote-item")
            .attr("id", anchor)
            .attr("epub:type", "footnote")
            .attr("role", "doc-footnote")
            .children(blocks);
        self.notes.insert(anchor.to_owned(), aside);
        let call = element("a")
            .class("noteref duokan-footnote")
            .attr("id", format!("{anchor}-call"))
            .attr("href", format!("#{anchor}"))
            .attr("epub:type", "noteref")
            .attr("role", "doc-noteref")
            .text(number);
        if !at.linked {
            return Some(call);
        }
        self.held.push(call);
        None
    }

    /// A picture, or what stands in its place where there is none. `caption` speaks for it where nothing else does.
    pub fn image(&mut self, image: &'e Image, caption: &str, at: At<'e>) -> Element {
        let picture = self.edition.picture(&image.path);
        let name = picture.and_then(|picture| self.pictures.name(&image.path, picture));
        if let (Some(_), None) = (picture, &name) {
            let message =
                format!("`{}` is not a drawing that can be cleaned; its text stands in its place", image.path);
            self.sink.push(Diagnostic::warning("broken-svg", &image.span, message).help("save it as plain SVG again"));
        }
        let alt = image.alt.as_deref().unwrap_or(caption);
        let Some(name) = name else {
            let shown = if alt.is_empty() { image.path.rsplit('/').next().unwrap_or_default() } else { alt };
            self.set(shown, at.look);
            let remote = image.path.starts_with("https://") || image.path.starts_with("http://");
            return match mend(&image.path).filter(|_| remote && !at.linked) {
                Some(href) => element("a").attr("href", href).text(shown),
                None => element("span").class("missing").text(shown),
            };
        };
        let size = self.pictures.used[&image.path].picture.size;
        element("img")
            .attr("src", format!("../images/{name}"))
            .attr("alt", alt)
            .attr_if("title", image.title.as_deref().filter(|title| !title.is_empty()))
            .attr_if("width", (size.0 > 0 && image.width.is_none()).then(|| size.0.to_string()))
            .attr_if("height", (size.1 > 0 && image.width.is_none()).then(|| size.1.to_string()))
            .attr_if("style", image.width.and_then(table::percent).map(|share| format!("width: {share}")))
    }

    /// Markup the author passed through, cleaned; nothing where it was meant for another format.
    pub fn raw(&mut self, format: &str, text: &str, place: Place, span: &Span, at: At) -> Vec<Node> {
        if !matches!(format, "html" | "html5" | "xhtml" | "epub") {
            return Vec::new();
        }
        match raw::clean(text, place, at.linked) {
            Ok(nodes) => {
                self.set(&element("div").children(nodes.clone()).plain(), at.look);
                nodes
            }
            Err(why) => {
                let message = format!("this HTML is left out: {why}");
                self.sink.push(
                    Diagnostic::warning("raw-html", span, message)
                        .help("keep to closed text and table elements without scripts"),
                );
                Vec::new()
            }
        }
    }
}

/// The element with its language, said twice: for XML and for HTML.
pub(super) fn languaged(element: Element, lang: &Lang) -> Element {
    let element = element.attr("lang", lang.as_str()).attr("xml:lang", lang.as_str());
    if super::direction(lang) == "rtl" { element.attr("dir", "rtl") } else { element }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
