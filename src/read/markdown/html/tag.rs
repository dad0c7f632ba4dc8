//! What a start tag says: its meaning by name and class, its attributes as the model has them.

use std::collections::BTreeMap;

use html5gum::StartTag;

use crate::model::{Align, Cell, Label, Lang, Layout, NumeralStyle, Numerals};
use crate::read::markdown::attributes::{Attributes, share};
use crate::read::markdown::containers::{self, Meaning, Opening};
use crate::read::markdown::kind::{Kind, Wrap};
use crate::read::markdown::table::{MOST_COLUMNS, MOST_ROWS};

/// A start tag with what it says.
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub attributes: BTreeMap<String, String>,
    pub self_closing: bool,
}

impl<'t> Tag<'t> {
    pub fn new(name: &'t str, tag: &StartTag<usize>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
        Self { name, attributes, self_closing: tag.self_closing }
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str)
    }

    pub fn label(&self) -> Option<Label> {
        self.get("id").filter(|id| !id.is_empty()).map(|id| Label(id.to_owned()))
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.get("class").unwrap_or_default().split_ascii_whitespace()
    }

    pub fn lang(&self) -> Option<Lang> {
        self.get("lang").or_else(|| self.get("xml:lang")).and_then(|tag| tag.parse().ok())
    }

    pub fn align(&self) -> Option<&str> {
        let style = self.get("style").and_then(|style| style.split_once("text-align")?.1.split([':', ';']).nth(1));
        self.get("align").or(style).map(str::trim)
    }

    pub fn layout(&self) -> Layout {
        match self.align().map(str::to_ascii_lowercase).as_deref() {
            Some("center" | "centre" | "middle") => Layout::Centre,
            Some("right" | "end") => Layout::End,
            Some("left" | "start") => Layout::Start,
            _ => Layout::Theme,
        }
    }

    pub fn number(&self, key: &str, most: u32) -> u32 {
        self.get(key).and_then(|text| text.trim().parse().ok()).unwrap_or(1).clamp(1, most)
    }
}

pub(super) fn wrap(tag: &Tag) -> Option<Wrap> {
    Some(match tag.name {
        "em" | "i" | "cite" | "dfn" | "var" => match tag.classes().find_map(class_wrap) {
            Some(Wrap::Dots) => Wrap::Dots,
            _ => Wrap::Emphasis,
        },
        "strong" | "b" => Wrap::Strong,
        // HTML: `u` marks Chinese proper names.
        "u" => Wrap::ProperName,
        "s" | "del" | "strike" => Wrap::Strike,
        "sub" => Wrap::Subscript,
        "sup" => Wrap::Superscript,
        "small" => Wrap::Small,
        "span" | "font" | "bdi" | "mark" => {
            tag.classes().find_map(class_wrap).or_else(|| tag.lang().map(Wrap::Lang))?
        }
        _ => return None,
    })
}

/// The meaning of a class of a span, in HTML as in `[text]{.class}`.
pub(in crate::read::markdown) fn class_wrap(class: &str) -> Option<Wrap> {
    Some(match class {
        "dots" | "着重号" => Wrap::Dots,
        "name" | "专名号" => Wrap::ProperName,
        "title" | "书名号" => Wrap::TitleLine,
        "small" => Wrap::Small,
        "warichu" | "夹注" | "夾注" | "割注" => Wrap::Warichu,
        "sub" => Wrap::Subscript,
        "sup" => Wrap::Superscript,
        "strike" => Wrap::Strike,
        _ => return None,
    })
}

pub(super) fn division(tag: &Tag) -> Kind {
    let opening = |class: &str| {
        let attributes = Attributes { label: tag.label(), ..Attributes::default() };
        Opening { name: class.to_owned(), title: String::new(), attributes }
    };
    let named = tag.classes().find_map(|class| match containers::meaning(&opening(class))? {
        Meaning::Holds(kind) => Some(kind),
        Meaning::PageBreak => None,
    });
    named.unwrap_or(Kind::Group { layout: tag.layout(), lang: tag.lang() })
}

pub(super) fn cell(tag: &Tag) -> Cell {
    let align = match tag.layout() {
        Layout::Theme => None,
        Layout::Start => Some(Align::Start),
        Layout::Centre => Some(Align::Centre),
        Layout::End => Some(Align::End),
    };
    Cell {
        blocks: Vec::new(),
        columns: tag.number("colspan", MOST_COLUMNS),
        rows: tag.number("rowspan", MOST_ROWS),
        header: tag.name == "th",
        align: if tag.align() == Some("char") || tag.classes().any(|class| class == "decimal") {
            Some(Align::Decimal)
        } else {
            align
        },
    }
}

pub(super) fn width(tag: &Tag) -> Option<f64> {
    let style = tag.get("style").and_then(|style| style.split(';').find_map(|rule| rule.trim().strip_prefix("width")));
    let style = style.and_then(|rule| rule.trim().strip_prefix(':'));
    tag.get("width").and_then(share).or_else(|| style.and_then(share))
}

pub(super) fn language(tag: &Tag) -> Option<String> {
    let mut classes = tag.classes();
    classes.find_map(|class| class.strip_prefix("language-").or(class.strip_prefix("lang-"))).map(str::to_owned)
}

/// How a list's numbers are written: `<ol type="a">`.
pub(super) fn numerals(tag: &Tag) -> Option<Numerals> {
    let style = match tag.get("type")?.trim() {
        "a" => NumeralStyle::LowerAlpha,
        "A" => NumeralStyle::UpperAlpha,
        "i" => NumeralStyle::LowerRoman,
        "I" => NumeralStyle::UpperRoman,
        _ => return None,
    };
    Some(Numerals { style, before: String::new(), after: ".".into() })
}
