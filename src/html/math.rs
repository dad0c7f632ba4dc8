//! TeX notation → MathML.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

use super::markup::{Element, Node, parse};

/// A formula in a line; `None` where the notation cannot be read.
pub(super) fn inline(tex: &str) -> Option<Element> {
    convert(tex, DisplayMode::Inline)
}

/// A displayed formula; `None` where the notation cannot be read.
pub(super) fn display(tex: &str) -> Option<Element> {
    convert(tex, DisplayMode::Block)
}

fn convert(tex: &str, display_mode: DisplayMode) -> Option<Element> {
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
    let config = RenderConfig { display_mode, xml: true, ..RenderConfig::default() };
    let mut xml = String::new();
    push_mathml(&mut xml, events.into_iter().map(Ok::<_, std::convert::Infallible>), config).ok()?;
    let mut math = parse(&xml)?;
    math.each_mut(&mut tidy);
    // Speech and weak readers fall back on the notation itself.
    Some(math.attr("alttext", tex.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Leaves out what only keeps the source readable, and what MathML 3 checkers do not know.
fn tidy(element: &mut Element) {
    element.children.retain(|child| match child {
        Node::Element(_) => true,
        Node::Text(text) => !text.trim_matches([' ', '\n', '\t']).is_empty(),
    });
}
