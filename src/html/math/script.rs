//! What stands above, below and beside: scripts, limits, operators by name.

use super::{Cx, mo};
use crate::html::markup::{Element, element};
use crate::math::node::{Mode, ParseNode};
use crate::math::symbol;

impl Cx {
    pub fn script(self, node: &ParseNode) -> Element {
        Cx { display: false, ..self }.one(node)
    }

    pub fn scripts(self, base: Option<&ParseNode>, sup: Option<&ParseNode>, sub: Option<&ParseNode>) -> Element {
        let limits = match base {
            Some(ParseNode::Op { limits, always_handle_sup_sub, .. }) => {
                *limits && (self.display || always_handle_sup_sub == &Some(true))
            }
            Some(ParseNode::OperatorName { limits, always_handle_sup_sub, .. }) => {
                *always_handle_sup_sub && (self.display || *limits)
            }
            Some(ParseNode::HorizBrace { is_over, .. }) => (*is_over && sup.is_some()) || (!is_over && sub.is_some()),
            _ => false,
        };
        let name = match (limits, sub.is_some(), sup.is_some()) {
            (true, true, true) => "munderover",
            (true, true, false) => "munder",
            (true, false, _) => "mover",
            (false, true, true) => "msubsup",
            (false, true, false) => "msub",
            (false, false, _) => "msup",
        };
        let base = base.map_or_else(|| element("mrow"), |base| self.one(base));
        let script = |node: Option<&ParseNode>| node.map(|node| self.script(node));
        element(name).child(base).child_if(script(sub)).child_if(script(sup))
    }

    pub fn operator(self, name: Option<&str>, body: Option<&[ParseNode]>, large: bool) -> Element {
        match (name, body) {
            (Some(name), _) if large => mo(&symbol(name, Mode::Math)),
            (Some(name), _) => named(name.trim_start_matches('\\')),
            (None, Some(body)) => self.row(body),
            (None, None) => element("mrow"),
        }
    }
}

/// A function by name (`sin`), with its distance from what it is applied to.
pub(super) fn named(name: &str) -> Element {
    mo(name).attr("form", "prefix").attr("lspace", "0").attr("rspace", "0.1667em")
}

pub(super) fn arrowed(arrow: Element, over: Option<Element>, under: Option<Element>) -> Element {
    let name = match (&under, &over) {
        (Some(_), Some(_)) => "munderover",
        (Some(_), None) => "munder",
        (None, Some(_)) => "mover",
        (None, None) => return arrow,
    };
    element(name).child(arrow).child_if(under).child_if(over)
}
