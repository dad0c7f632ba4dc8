//! Program text and its looks. In: lines as `resolve` told them apart, the theme. Out: `pre` and its CSS.

use super::content::{At, Content, Look};
use super::contrast::readable;
use super::markup::{Element, Node, element};
use crate::model::{Code, CodeKind, Role, Weight};
use crate::resolve::CodeLine;
use crate::theme::{Colour, Theme};

impl<'e> Content<'e> {
    pub(super) fn code_block(&mut self, code: &'e Code, at: At<'e>) -> Element {
        let (made, rest) = self.reading(code.id, |this| this.listing(code, at));
        made.children(rest)
    }

    fn listing(&mut self, code: &'e Code, at: At<'e>) -> Element {
        let style = self.theme.style(Role::Code);
        let look = Look { face: style.text.face, ..at.look(Look::of(style)).look };
        let lines = self.edition.code_lines(code, self.theme.code.numbers);
        // A title stands before the first line, and before a page that begins with it.
        let begun = if code.title.is_some() { self.pages_here() } else { Vec::new() };
        let parted = lines.iter().any(|line| line.marked || line.number.is_some());
        let mut nodes = Vec::new();
        let last = lines.len().saturating_sub(1);
        for (nth, line) in lines.iter().enumerate() {
            let mut inside = self.code_pieces(line, look);
            if nth < last {
                inside.extend(self.divided("\n"));
            }
            if parted {
                let class = if line.marked { "line marked" } else { "line" };
                let number = line.number.map(|number| number.to_string());
                inside =
                    vec![Node::Element(element("span").class(class).attr_if("data-line", number).children(inside))];
            }
            for node in inside {
                match node {
                    Node::Text(text) => push_text(&mut nodes, &text),
                    node => nodes.push(node),
                }
            }
        }
        let language = code.language.as_deref().unwrap_or_default();
        let word: String =
            language.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#' | '_')).collect();
        let class = (!word.is_empty()).then(|| format!("language-{word}"));
        let made = element("code").attr_if("class", class).children(nodes);
        let numbered = lines.first().is_some_and(|line| line.number.is_some());
        let made = element("pre").attr_if("class", numbered.then_some("numbered")).child(made);
        let Some(title) = &code.title else { return made };
        self.set(title, Look { weight: Weight::Bold, ..look });
        let title = element("figcaption").children(begun).child(element("code").text(title));
        element("figure").class("listing").child(title).child(made)
    }

    fn code_pieces(&mut self, line: &CodeLine, look: Look) -> Vec<Node> {
        let mut nodes = Vec::new();
        for &(text, kind) in &line.pieces {
            let own = kind.map(|kind| self.theme.code.look(kind));
            let look = own.map_or(look, |own| Look { weight: own.weight, italic: own.italic, ..look });
            self.set(text, look);
            match kind.filter(|_| own != Some(crate::theme::CodeLook::default())) {
                Some(kind) => {
                    nodes.push(Node::Element(element("span").class(kind.name()).children(self.divided(text))));
                }
                None => nodes.extend(self.divided(text)),
            }
        }
        nodes
    }
}

fn push_text(nodes: &mut Vec<Node>, more: &str) {
    match nodes.last_mut() {
        Some(Node::Text(text)) => text.push_str(more),
        _ => nodes.push(Node::Text(more.to_owned())),
    }
}

/// Colours, weights and slopes of the kinds, numbers of lines, titles of listings.
pub(super) fn styles(theme: &Theme) -> String {
    let mut text = String::new();
    let mut dark = String::new();
    for kind in CodeKind::ALL {
        let look = theme.code.look(kind);
        let selector = format!("pre .{}", kind.name());
        let mut rule = String::new();
        if let Some(rgb) = rgb(theme, look.colour) {
            rule.push_str(&format!(" color: {};", readable(rgb, false)));
            dark.push_str(&format!("  {selector} {{ color: {}; }}\n", readable(rgb, true)));
        }
        if look.weight == Weight::Bold {
            rule.push_str(" font-weight: bold;");
        }
        if look.italic {
            rule.push_str(" font-style: italic;");
        }
        if !rule.is_empty() {
            text.push_str(&format!("{selector} {{{rule} }}\n"));
        }
    }
    if !dark.is_empty() {
        text.push_str(&format!("@media (prefers-color-scheme: dark) {{\n{dark}}}\n"));
    }
    text.push_str(
        "pre { -moz-tab-size: 4; tab-size: 4; }\npre .line { display: block; }\npre .marked { background: rgba(128, 128, 128, 0.16); margin: 0 -0.8em; \
         padding: 0 0.8em; }\npre.numbered .line { padding-left: 4em; text-indent: -4em; }\n\
         pre.numbered .marked { padding-left: 4.8em; }\npre.numbered .line::before { content: attr(data-line); \
         display: inline-block; width: 3em; margin-right: 1em; text-align: right; text-indent: 0; opacity: 0.75; }\n\
         figure.listing { text-align: left; break-inside: auto; page-break-inside: auto; }\nfigure.listing > figcaption { margin: 0; text-align: left; \
         font-weight: bold; }\nfigure.listing > pre { margin-top: 0.3em; }\n",
    );
    text
}

fn rgb(theme: &Theme, colour: Colour) -> Option<[u8; 3]> {
    match colour {
        Colour::None | Colour::Text | Colour::Paper => None,
        Colour::Accent | Colour::Grey(_) | Colour::Rgb(..) => Some(theme.ink(colour).rgb),
    }
}
