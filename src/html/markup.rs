//! A markup tree, and its two spellings: XHTML for EPUB, HTML for the web. One writer for content documents, package
//! and navigation; nobody glues strings.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::reader::Reader;
use quick_xml::{Writer, XmlVersion};

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

/// An element with its attributes in the order they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, with a prefix where its namespace has one (`dc:title`).
    pub name: String,
    /// Its attributes: name and value, unescaped.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// How markup is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// XML: every element closed, namespaces as attributes.
    Xml,
    /// HTML: void elements unclosed; attributes that only XML knows are left out.
    Html,
}

/// An element without attributes and content.
///
/// ```
/// use keben::html::markup::{Syntax, element};
/// let line = element("p").class("verse").text("天 & 地").child(element("br"));
/// assert_eq!(line.write(Syntax::Xml), "<p class=\"verse\">天 &amp; 地<br/></p>");
/// assert_eq!(line.write(Syntax::Html), "<p class=\"verse\">天 &amp; 地<br></p>");
/// ```
pub fn element(name: &str) -> Element {
    Element { name: name.to_owned(), ..Element::default() }
}

impl Element {
    /// The same with an attribute more.
    #[must_use]
    pub fn attr(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// The same with an attribute more, where there is a value.
    #[must_use]
    pub fn attr_if(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// The same with a class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// The same with characters at its end.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The same with a child at its end.
    #[must_use]
    pub fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// The same with a child at its end, where there is one.
    #[must_use]
    pub fn child_if(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// The same with more markup at its end.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether `class` is among its classes.
    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    /// Visits this element and every one in it, in document order.
    pub fn each<'e>(&'e self, visit: &mut impl FnMut(&'e Element)) {
        visit(self);
        for child in &self.children {
            if let Node::Element(child) = child {
                child.each(visit);
            }
        }
    }

    /// Changes this element and every one in it, in document order.
    pub fn each_mut(&mut self, change: &mut impl FnMut(&mut Element)) {
        change(self);
        for child in &mut self.children {
            if let Node::Element(child) = child {
                child.each_mut(change);
            }
        }
    }

    /// Its characters, and those of all in it.
    pub fn plain(&self) -> String {
        fn push(element: &Element, to: &mut String) {
            for child in &element.children {
                match child {
                    Node::Text(text) => to.push_str(text),
                    Node::Element(child) => push(child, to),
                }
            }
        }
        let mut text = String::new();
        push(self, &mut text);
        text
    }

    /// The element as text.
    pub fn write(&self, syntax: Syntax) -> String {
        let mut out = Out { writer: Writer::new(Vec::new()), syntax };
        out.element(self, false);
        out.finish()
    }

    /// The element as text, with line feeds wherever they change nothing.
    pub fn write_spread(&self, syntax: Syntax) -> String {
        let mut out = Out { writer: Writer::new(Vec::new()), syntax };
        out.element(self, true);
        out.finish()
    }

    /// The element as a whole XML file.
    pub fn write_xml_file(&self) -> Vec<u8> {
        let mut out = Out { writer: Writer::new(Vec::new()), syntax: Syntax::Xml };
        out.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        out.line();
        if self.name == "html" {
            out.event(Event::DocType(BytesText::from_escaped("html")));
            out.line();
        }
        out.element(self, true);
        out.finish().into_bytes()
    }

    /// The element as a whole HTML file.
    pub fn write_html_file(&self) -> Vec<u8> {
        let mut out = Out { writer: Writer::new(b"<!DOCTYPE html>\n".to_vec()), syntax: Syntax::Html };
        out.element(self, true);
        out.finish().into_bytes()
    }
}

/// Reads well-formed XML without a document type; `None` where it is anything else.
pub fn parse(xml: &str) -> Option<Element> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let start = |tag: &BytesStart| {
        let mut made = element(tag.name().as_ref());
        for attribute in tag.attributes() {
            let attribute = attribute.ok()?;
            made = made.attr(attribute.key.as_ref(), attribute.normalized_value(XmlVersion::Implicit1_0).ok()?);
        }
        Some(made)
    };
    loop {
        let closed = match reader.read_event().ok()? {
            Event::Start(tag) => {
                // Deeper than any drawing or formula: not worth the stack.
                if open.len() > 200 {
                    return None;
                }
                open.push(start(&tag)?);
                None
            }
            Event::Empty(tag) => Some(start(&tag)?),
            Event::End(_) => Some(open.pop()?),
            Event::Text(text) => {
                if let Some(parent) = open.last_mut() {
                    parent.push_text(&text.xml10_content());
                }
                None
            }
            Event::CData(text) => {
                open.last_mut()?.push_text(&text.xml10_content());
                None
            }
            Event::GeneralRef(name) => {
                let text = match name.resolve_char_ref().ok()? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name.xml10_content())?.to_owned(),
                };
                open.last_mut()?.push_text(&text);
                None
            }
            Event::Eof => return if open.is_empty() { root } else { None },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
        };
        if let Some(element) = closed {
            match open.last_mut() {
                Some(parent) => parent.children.push(Node::Element(element)),
                None if root.is_none() => root = Some(element),
                None => return None,
            }
        }
    }
}

impl Element {
    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }
}

/// HTML elements that have no end tag (HTML, 13.1.2).
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that hold lines of text: nothing may be added inside, not even a line feed.
const LINES: [&str; 15] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "caption", "figcaption", "title", "a", "span", "text"];

struct Out {
    writer: Writer<Vec<u8>>,
    syntax: Syntax,
}

impl Out {
    fn event(&mut self, event: Event) {
        self.writer.write_event(event).expect("writing to memory cannot fail");
    }

    fn line(&mut self) {
        self.event(Event::Text(BytesText::from_escaped("\n")));
    }

    /// Writes an element; `spread` puts its element children on lines of their own, where that changes no text.
    fn element(&mut self, element: &Element, spread: bool) {
        let Element { name, attributes, children } = element;
        let mut start = BytesStart::new(name.as_str());
        for (name, value) in attributes {
            if self.syntax == Syntax::Xml || !(name.contains(':') || name == "xmlns" && element.name == "html") {
                start.push_attribute((name.as_str(), legal(value).as_ref()));
            }
        }
        if children.is_empty() && (self.syntax == Syntax::Xml && !SHUT.contains(&name.as_str()) || self.is_void(name)) {
            match self.syntax {
                Syntax::Xml => self.event(Event::Empty(start)),
                Syntax::Html => self.event(Event::Start(start)),
            }
            return;
        }
        self.event(Event::Start(start));
        let spread = spread
            && !LINES.contains(&name.as_str())
            && children.iter().all(|child| matches!(child, Node::Element(_)))
            && !children.is_empty();
        for child in children {
            if spread {
                self.line();
            }
            match child {
                Node::Text(text) if self.syntax == Syntax::Html && name == "style" => {
                    self.event(Event::Text(BytesText::from_escaped(text.replace("</", "<\\/"))));
                }
                Node::Text(text) => self.event(Event::Text(BytesText::new(&legal(text)))),
                Node::Element(child) => self.element(child, spread),
            }
        }
        if spread {
            self.line();
        }
        self.event(Event::End(BytesEnd::new(name.as_str())));
    }

    fn is_void(&self, name: &str) -> bool {
        self.syntax == Syntax::Html && VOID.contains(&name)
    }

    fn finish(self) -> String {
        let text = self.writer.into_inner();
        String::from_utf8(text).expect("the writer was given only strings")
    }
}

/// Elements that weak readers take for open when they are written as one tag (`<span/>`).
const SHUT: [&str; 21] = [
    "a",
    "aside",
    "b",
    "code",
    "dd",
    "div",
    "dt",
    "em",
    "figcaption",
    "i",
    "li",
    "p",
    "script",
    "section",
    "span",
    "strong",
    "td",
    "th",
    "title",
    "tr",
    "u",
];

/// The text without the characters that XML 1.0 (2.2) does not allow.
fn legal(text: &str) -> std::borrow::Cow<'_, str> {
    let bad = |c: char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if text.contains(bad) { text.replace(bad, "").into() } else { text.into() }
}
