//! Formulas: TeX's notation → a tree of what it says, and the tree → boxes of glyphs. The notation is read once, in
//! `resolve`; pages set the tree, the web writes it as MathML.
//!
//! The parser and the rules of setting are those of KaTeX, in a Rust port. Its name occurs in this module only.

mod notation;
mod set;
mod symbols;

pub use notation::{labels, references, tags};
pub use ratex_parser::parse_node as node;
pub use set::{Mark, Piece, Row, Step, Style};
pub use symbols::{accent, symbol};

use std::collections::BTreeSet;

use node::{ArrayTag, ParseNode};

/// Longer ones are no formulas, and would take long to be refused.
const LONGEST: usize = 20_000;

/// A formula that can be set.
#[derive(Clone, Debug)]
pub struct Formula {
    /// What it says, without tags.
    pub nodes: Vec<ParseNode>,
    /// The author's own number (`\tag`) of each row that has one; a formula of one line has one row.
    pub tags: Vec<Option<String>>,
    /// The characters in it that are not ASCII, each once: another font may have to lend them.
    foreign: Vec<char>,
}

/// Why a formula cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The notation from where it went wrong; empty where that is not known.
    pub near: String,
}

/// Reads a formula. `number` gives what a reference within it prints.
///
/// ```
/// use keben::math::read;
/// assert!(read("\\frac{a}{b}", &|_| None).is_ok());
/// let fault = read("a + \\nonsense", &|_| None).unwrap_err();
/// assert_eq!(fault.near, "\\nonsense");
/// ```
///
/// # Errors
/// Where the notation is not TeX as KaTeX reads it, or too deep or too long to be a formula.
pub fn read(tex: &str, number: &dyn Fn(&str) -> Option<String>) -> Result<Formula, Fault> {
    let fault = |message: &str| Fault { message: message.to_owned(), near: String::new() };
    if tex.len() > LONGEST {
        return Err(fault("it is too long"));
    }
    let plain = notation::plain(tex, number);
    if plain.trim().is_empty() {
        return Err(fault("it is empty"));
    }
    let nodes = ratex_parser::parse(&plain).map_err(|error| Fault {
        near: error.loc.map_or(String::new(), |at| near(&plain, at.start)),
        message: error.message,
    })?;
    let foreign: BTreeSet<char> = plain.chars().filter(|c| !c.is_ascii()).collect();
    let formula = untagged(nodes, foreign.into_iter().collect());
    set::check(&formula.nodes).map_err(|message| fault(&message))?;
    Ok(formula)
}

/// The notation at a fault, as much of it as tells where that is.
fn near(tex: &str, start: usize) -> String {
    let rest = tex.get(start..).unwrap_or_default();
    let end = rest.char_indices().skip(1).find(|&(at, c)| at >= 24 || matches!(c, '\\' | '{') || c.is_whitespace());
    rest[..end.map_or(rest.len(), |(at, _)| at)].to_owned()
}

/// Takes the tags out of a formula: they stand at the measure's edge, not beside it.
fn untagged(mut nodes: Vec<ParseNode>, foreign: Vec<char>) -> Formula {
    let mut tags = vec![None];
    nodes.retain(|node| match node {
        ParseNode::Tag { tag, .. } => {
            tags[0] = Some(words(tag));
            false
        }
        ParseNode::NoNumber { .. } => false,
        _ => true,
    });
    if let [ParseNode::Array { body, tags: own, .. }] = nodes.as_mut_slice() {
        let first = tags[0].take();
        let mut rows: Vec<Option<String>> = own.take().unwrap_or_default().iter().map(tag).collect();
        rows.resize(body.len().max(1), None);
        if let Some(last) = rows.last_mut() {
            *last = last.take().or(first);
        }
        tags = rows;
    }
    Formula { nodes, tags, foreign }
}

fn tag(tag: &ArrayTag) -> Option<String> {
    match tag {
        ArrayTag::Explicit(nodes) => Some(words(nodes)).filter(|tag| !tag.is_empty()),
        ArrayTag::Auto(_) => None,
    }
}

/// The characters of a tag.
fn words(nodes: &[ParseNode]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            ParseNode::OrdGroup { body, .. } | ParseNode::Text { body, .. } => out.push_str(&words(body)),
            ParseNode::SupSub { base, sup, sub, .. } => {
                for part in [base, sub, sup].into_iter().flatten() {
                    out.push_str(&words(std::slice::from_ref(&**part)));
                }
            }
            other => match other.symbol_text() {
                Some("\\prime") => out.push('′'),
                Some(" " | "~" | "\\ ") => out.push(' '),
                Some(text) => out.push_str(text),
                None => {}
            },
        }
    }
    out
}

impl Formula {
    /// The number the author gave the formula as a whole: that of its first row with one.
    pub fn tag(&self) -> Option<&str> {
        self.tags.iter().flatten().next().map(String::as_str)
    }
}
