//! What the formatter prints → inlines.

use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, Formatting};

use crate::model::{Inline, Link};

/// A stretch of characters set alike.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub text: String,
    pub look: Formatting,
    /// Where it leads.
    pub link: Option<String>,
}

impl Piece {
    pub fn plain(text: impl Into<String>, look: Formatting) -> Self {
        Self { text: text.into(), look, link: None }
    }
}

/// The stretches of an element.
pub(super) fn pieces(children: &ElemChildren) -> Vec<Piece> {
    let mut list = Vec::new();
    children.0.iter().for_each(|child| push(child, &mut list));
    list
}

pub(super) fn push(child: &ElemChild, list: &mut Vec<Piece>) {
    match child {
        ElemChild::Text(text) => list.push(Piece::plain(&text.text, text.formatting)),
        ElemChild::Elem(elem) => elem.children.0.iter().for_each(|child| push(child, list)),
        ElemChild::Markup(text) => list.push(Piece::plain(text, Formatting::default())),
        ElemChild::Link { text, url } => {
            list.push(Piece { text: text.text.clone(), look: text.formatting, link: Some(url.clone()) });
        }
        // Only for places in works that are handed over as such, which these are not.
        ElemChild::Transparent { .. } => {}
    }
}

/// Neighbours that are set alike in one inline: height, link, weight and slope, from outside in.
pub(super) fn inlines(pieces: &[Piece]) -> Vec<Inline> {
    let mut list = Vec::new();
    for raised in pieces.chunk_by(|a, b| a.look.vertical_align == b.look.vertical_align) {
        let content = linked(raised);
        match raised[0].look.vertical_align {
            VerticalAlign::Sup => list.push(Inline::Superscript(content)),
            VerticalAlign::Sub => list.push(Inline::Subscript(content)),
            VerticalAlign::None | VerticalAlign::Baseline => list.extend(content),
        }
    }
    list
}

fn linked(pieces: &[Piece]) -> Vec<Inline> {
    let mut list = Vec::new();
    for together in pieces.chunk_by(|a, b| a.link == b.link) {
        let content = weighed(together);
        match &together[0].link {
            Some(url) => list.push(Inline::Link(Link { url: url.clone(), content, ..Link::default() })),
            None => list.extend(content),
        }
    }
    list
}

fn weighed(pieces: &[Piece]) -> Vec<Inline> {
    let bold = |piece: &Piece| piece.look.font_weight == FontWeight::Bold;
    let slanted = |piece: &Piece| piece.look.font_style == FontStyle::Italic;
    let mut list = Vec::new();
    for alike in pieces.chunk_by(|a, b| bold(a) == bold(b)) {
        let mut content = Vec::new();
        for together in alike.chunk_by(|a, b| slanted(a) == slanted(b)) {
            let text: String = together.iter().map(|piece| piece.text.as_str()).collect();
            if text.is_empty() {
                continue;
            }
            let text = Inline::Text(text);
            content.push(if slanted(&together[0]) { Inline::Emphasis(vec![text]) } else { text });
        }
        if bold(&alike[0]) && !content.is_empty() {
            list.push(Inline::Strong(content));
        } else {
            list.append(&mut content);
        }
    }
    list
}
