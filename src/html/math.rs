//! A formula's tree → MathML, in the parts that browsers know (MathML Core) and with the few attributes that older
//! readers want.

mod alphabet;
mod script;
mod table;

use super::markup::{Element, Node, element};
use crate::math::Formula;
use crate::math::node::{AtomFamily, Measurement, Mode, ParseNode, StyleStr};
use crate::math::{accent, symbol};
use alphabet::Alphabet;
use script::{arrowed, named};

/// A formula in a line.
pub(super) fn inline(formula: &Formula, tex: &str) -> Element {
    convert(formula, tex, false)
}

/// A displayed formula.
pub(super) fn display(formula: &Formula, tex: &str) -> Element {
    convert(formula, tex, true).attr("display", "block")
}

fn convert(formula: &Formula, tex: &str, display: bool) -> Element {
    let cx = Cx { alphabet: Alphabet::Usual, display };
    let numbered = formula.tags.iter().flatten().count() > 1;
    let made = match formula.nodes.as_slice() {
        [array @ ParseNode::Array { .. }] if numbered => table::table(array, cx, &formula.tags),
        nodes => cx.row(nodes),
    };
    element("math").attr("xmlns", "http://www.w3.org/1998/Math/MathML").attr("alttext", spoken(tex)).child(made)
}

/// What stands for a formula where it is spoken: its notation, on one line.
pub fn spoken(tex: &str) -> String {
    tex.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What holds around a part of a formula.
#[derive(Clone, Copy)]
struct Cx {
    alphabet: Alphabet,
    display: bool,
}

fn mo(text: &str) -> Element {
    element("mo").text(text)
}

fn fence(delimiter: &str) -> Element {
    mo(&delimiter_text(delimiter)).attr("fence", "true")
}

fn delimiter_text(delimiter: &str) -> String {
    match symbol(delimiter, Mode::Math).as_str() {
        "." => String::new(),
        // As a sign between terms they are others, with room on both sides.
        "∣" => "|".to_owned(),
        "∥" => "‖".to_owned(),
        other => other.to_owned(),
    }
}

fn space(width: f64) -> Element {
    element("mspace").attr("width", format!("{}em", (width * 10_000.0).round() / 10_000.0))
}

/// A measure in em; TeX's points are those of a font of ten.
fn em(measure: &Measurement) -> f64 {
    let Measurement { number, unit } = measure;
    number
        * match unit.as_str() {
            "mu" => 1.0 / 18.0,
            "ex" => 0.431,
            "pt" => 0.1,
            "bp" => 0.100_375,
            "mm" => 0.2845,
            "cm" => 2.845,
            "in" => 7.227,
            "pc" => 1.2,
            _ => 1.0,
        }
}

impl Cx {
    /// Nodes as one element.
    fn row(self, nodes: &[ParseNode]) -> Element {
        let mut made = self.list(nodes);
        if let [Node::Element(only)] = made.as_mut_slice() {
            return std::mem::take(only);
        }
        element("mrow").children(made)
    }

    /// Nodes one after another; the digits of a number are one.
    fn list(self, nodes: &[ParseNode]) -> Vec<Node> {
        let mut made: Vec<Element> = Vec::new();
        for node in nodes {
            let next = self.node(node);
            match (made.last_mut(), next) {
                (Some(last), next) if joins(last, &next) => last.children.extend(next.children),
                // A negation is a mark on the sign it negates, written after it.
                (Some(last), next) if next.name == "mo" && last.children == [Node::Text("\u{0338}".into())] => {
                    *last = next.text("\u{0338}");
                }
                (_, next) => made.push(next),
            }
        }
        made.into_iter().map(Node::Element).collect()
    }

    fn one(self, node: &ParseNode) -> Element {
        match node {
            ParseNode::OrdGroup { body, .. } => self.row(body),
            other => self.node(other),
        }
    }

    fn node(self, node: &ParseNode) -> Element {
        match node {
            ParseNode::Atom { family, text, mode, .. } => self.atom(*family, text, *mode),
            ParseNode::MathOrd { text, mode, .. } => self.letter(text, *mode),
            ParseNode::TextOrd { text, mode, .. } => self.letter(text, *mode),
            ParseNode::OpToken { text, mode, .. } | ParseNode::AccentToken { text, mode, .. } => {
                mo(&symbol(text, *mode))
            }
            ParseNode::SpacingNode { text, .. } => match text.as_str() {
                "\\nobreak" | "\\allowbreak" => element("mrow"),
                _ => element("mtext").text("\u{A0}"),
            },
            ParseNode::OrdGroup { body, .. } => self.row(body),
            ParseNode::SupSub { base, sup, sub, .. } => self.scripts(base.as_deref(), sup.as_deref(), sub.as_deref()),
            ParseNode::GenFrac { numer, denom, has_bar_line, left_delim, right_delim, bar_size, continued, .. } => {
                let inner = Cx { display: *continued && self.display, ..self };
                let mut made = element("mfrac");
                if !has_bar_line {
                    made = made.attr("linethickness", "0");
                } else if let Some(size) = bar_size {
                    made = made.attr("linethickness", format!("{}em", em(size)));
                }
                made = made.child(inner.one(numer)).child(inner.one(denom));
                match (left_delim, right_delim) {
                    (None, None) => made,
                    (left, right) => {
                        let delimiter = |one: &Option<String>| one.as_deref().filter(|one| *one != ".").map(fence);
                        element("mrow").child_if(delimiter(left)).child(made).child_if(delimiter(right))
                    }
                }
            }
            ParseNode::Sqrt { body, index: None, .. } => element("msqrt").child(self.one(body)),
            ParseNode::Sqrt { body, index: Some(index), .. } => {
                element("mroot").child(self.one(body)).child(self.script(index))
            }
            ParseNode::Accent { label, base, .. } => {
                element("mover").attr("accent", "true").child(self.one(base)).child(mo(accent(label)))
            }
            ParseNode::AccentUnder { label, base, .. } => {
                element("munder").attr("accentunder", "true").child(self.one(base)).child(mo(accent(label)))
            }
            ParseNode::HorizBrace { label, is_over, base, .. } => {
                element(if *is_over { "mover" } else { "munder" }).child(self.one(base)).child(mo(accent(label)))
            }
            ParseNode::Overline { body, .. } => {
                element("mover").attr("accent", "true").child(self.one(body)).child(mo("‾").attr("stretchy", "true"))
            }
            ParseNode::Underline { body, .. } => element("munder")
                .attr("accentunder", "true")
                .child(self.one(body))
                .child(mo("_").attr("stretchy", "true")),
            ParseNode::Op { name, body, symbol: large, .. } => self.operator(name.as_deref(), body.as_deref(), *large),
            ParseNode::OperatorName { body, .. } => {
                let upright = Cx { alphabet: Alphabet::Upright, ..self };
                let mut words = String::new();
                upright.row(body).each(&mut |one| {
                    words.extend(one.children.iter().filter_map(|child| match child {
                        Node::Text(text) => Some(text.as_str()),
                        Node::Element(_) => None,
                    }));
                });
                named(&words)
            }
            ParseNode::Font { font, body, .. } => Cx { alphabet: Alphabet::of(font, self.alphabet), ..self }.one(body),
            ParseNode::Text { body, font, .. } => {
                let alphabet = font.as_deref().map_or(Alphabet::Upright, |font| Alphabet::of(font, self.alphabet));
                Cx { alphabet, ..self }.text(body)
            }
            ParseNode::HBox { body, .. } => self.text(body),
            ParseNode::Color { color, body, .. } => {
                element("mstyle").attr("mathcolor", color.as_str()).children(self.list(body))
            }
            ParseNode::Styling { style, body, .. } => {
                let (level, display) = match style {
                    StyleStr::Display => ("0", true),
                    StyleStr::Text => ("0", false),
                    StyleStr::Script => ("1", false),
                    StyleStr::Scriptscript => ("2", false),
                };
                let inner = Cx { display, ..self };
                let shown = if display { "true" } else { "false" };
                element("mstyle").attr("scriptlevel", level).attr("displaystyle", shown).children(inner.list(body))
            }
            ParseNode::Sizing { size, body, .. } => {
                const SIZES: [f64; 11] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488];
                let size = SIZES.get(usize::from(size.saturating_sub(1))).copied().unwrap_or(1.0);
                element("mstyle").attr("mathsize", format!("{size}em")).children(self.list(body))
            }
            ParseNode::DelimSizing { size, delim, .. } => {
                const SIZES: [&str; 5] = ["1em", "1.2em", "1.8em", "2.4em", "3em"];
                let size = SIZES.get(usize::from(*size)).copied().unwrap_or("1em");
                fence(delim).attr("stretchy", "true").attr("minsize", size).attr("maxsize", size)
            }
            ParseNode::LeftRight { body, left, right, .. } => element("mrow")
                .child(fence(left).attr("stretchy", "true"))
                .child(self.row(body))
                .child(fence(right).attr("stretchy", "true")),
            ParseNode::Middle { delim, .. } => {
                fence(delim).attr("stretchy", "true").attr("lspace", "0.05em").attr("rspace", "0.05em")
            }
            ParseNode::Kern { dimension, .. } => space(em(dimension)),
            ParseNode::Rule { shift, width, height, .. } => {
                let rule = space(em(width)).attr("height", format!("{}em", em(height))).attr("mathbackground", "black");
                match shift {
                    Some(shift) => element("mpadded").attr("voffset", format!("{}em", em(shift))).child(rule),
                    None => rule,
                }
            }
            ParseNode::Phantom { body, .. } => element("mphantom").children(self.list(body)),
            ParseNode::VPhantom { body, .. } => {
                element("mpadded").attr("width", "0").child(element("mphantom").child(self.one(body)))
            }
            ParseNode::Smash { body, smash_height, smash_depth, .. } => {
                let zero = |on: &bool| on.then_some("0");
                let made = element("mpadded").attr_if("height", zero(smash_height)).attr_if("depth", zero(smash_depth));
                made.child(self.one(body))
            }
            ParseNode::Lap { body, alignment, .. } => {
                let shift = match alignment.as_str() {
                    "llap" => Some("-1width"),
                    "clap" => Some("-0.5width"),
                    _ => None,
                };
                element("mpadded").attr_if("lspace", shift).attr("width", "0").child(self.one(body))
            }
            ParseNode::MClass { mclass, body, .. } => match mclass.as_str() {
                "mbin" | "mrel" => element("mrow").child(space(0.2)).child(self.row(body)).child(space(0.2)),
                _ => self.row(body),
            },
            ParseNode::Array { .. } => table::table(node, self, &[]),
            ParseNode::Enclose { label, body, .. } => {
                let how = match label.as_str() {
                    "\\cancel" => "updiagonalstrike",
                    "\\bcancel" => "downdiagonalstrike",
                    "\\xcancel" => "updiagonalstrike downdiagonalstrike",
                    "\\sout" => "horizontalstrike",
                    "\\angl" => "actuarial",
                    "\\phase" => "phasorangle",
                    "\\centernot" => "updiagonalstrike",
                    _ => "box",
                };
                // Browsers know boxes by their style only.
                let style = (how == "box").then_some("border: 0.04em solid; padding: 0.3em");
                element("menclose").attr("notation", how).attr_if("style", style).child(self.one(body))
            }
            ParseNode::MathChoice { display, text, .. } => self.row(if self.display { display } else { text }),
            ParseNode::RaiseBox { dy, body, .. } => {
                element("mpadded").attr("voffset", format!("{}em", em(dy))).child(self.one(body))
            }
            ParseNode::VCenter { body, .. } => self.one(body),
            ParseNode::XArrow { label, body, below, .. } => {
                let arrow = mo(accent(label)).attr("stretchy", "true").attr("minsize", "2em");
                arrowed(arrow, Some(self.script(body)), below.as_deref().map(|below| self.script(below)))
            }
            ParseNode::CdArrow { direction, label_above, label_below, .. } => {
                let arrow = match direction.as_str() {
                    "right" => "→",
                    "left" => "←",
                    "up" => "↑",
                    "down" => "↓",
                    "horiz_eq" => "=",
                    "vert_eq" => "∥",
                    _ => "",
                };
                let label = |label: &Option<Box<ParseNode>>| label.as_deref().map(|label| self.script(label));
                let made = mo(arrow).attr("stretchy", "true");
                match direction.as_str() {
                    "up" | "down" => {
                        element("mrow").child_if(label(label_above)).child(made).child_if(label(label_below))
                    }
                    _ => arrowed(made, label(label_above), label(label_below)),
                }
            }
            ParseNode::CdLabel { label, .. } => self.script(label),
            ParseNode::CdLabelParent { fragment, .. } => self.one(fragment),
            ParseNode::Pmb { body, .. } => Cx { alphabet: Alphabet::BoldItalic, ..self }.row(body),
            ParseNode::Html { body, .. } | ParseNode::Href { body, .. } | ParseNode::Tag { body, .. } => self.row(body),
            ParseNode::HtmlMathMl { mathml, .. } => self.row(mathml),
            ParseNode::Verb { body, .. } => element("mtext").text(Alphabet::Mono.spell(body)),
            ParseNode::Url { url: text, .. } | ParseNode::Raw { string: text, .. } => element("mtext").text(text),
            ParseNode::IncludeGraphics { alt, .. } => element("mtext").text(alt),
            ParseNode::ProofTree { tree, .. } => table::proof(tree, self),
            ParseNode::Cr { .. } => element("mspace").attr("linebreak", "newline"),
            ParseNode::LeftRightRight { delim, .. } => fence(delim),
            // What the parser uses up itself.
            ParseNode::ColorToken { .. }
            | ParseNode::Size { .. }
            | ParseNode::Environment { .. }
            | ParseNode::Infix { .. }
            | ParseNode::Internal { .. }
            | ParseNode::NoNumber { .. } => element("mrow"),
        }
    }

    fn atom(self, family: AtomFamily, text: &str, mode: Mode) -> Element {
        let text = symbol(text, mode);
        if mode == Mode::Text {
            return element("mtext").text(text);
        }
        match family {
            AtomFamily::Open | AtomFamily::Close => mo(&text).attr("stretchy", "false"),
            AtomFamily::Punct => mo(&text).attr("separator", "true"),
            // `a : b` is a relation with room on both sides, `f\colon X` a mark.
            AtomFamily::Bin | AtomFamily::Rel | AtomFamily::Inner => mo(&text),
        }
    }

    /// A letter, digit or other sign that is no operator.
    fn letter(self, text: &str, mode: Mode) -> Element {
        let shown = symbol(text, mode);
        if mode == Mode::Text {
            return element("mtext").text(self.alphabet.spell(&shown));
        }
        let spelled = self.alphabet.spell(&shown);
        let mut chars = shown.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_digit() => element("mn").text(spelled),
            (Some('.'), None) => element("mn").text(spelled),
            (Some('′' | '!' | '/' | '|' | '∣' | '∥' | '‖' | '(' | ')' | '[' | ']'), None) => {
                mo(&delimiter_text(text)).attr("stretchy", "false").attr("lspace", "0").attr("rspace", "0")
            }
            (Some(c), None) => {
                let capital = ('Α'..='Ω').contains(&c);
                let upright = self.alphabet == Alphabet::Upright || (self.alphabet == Alphabet::Usual && capital);
                element("mi").attr_if("mathvariant", (upright && spelled == shown).then_some("normal")).text(spelled)
            }
            _ => element("mi").text(spelled),
        }
    }

    /// Text in a formula, as one stretch where it is nothing but characters.
    fn text(self, body: &[ParseNode]) -> Element {
        let mut made: Vec<Element> = Vec::new();
        for node in body {
            let next = match node {
                ParseNode::SpacingNode { .. } => element("mtext").text("\u{A0}"),
                ParseNode::OrdGroup { body, .. } => self.text(body),
                other => self.node(other),
            };
            match made.last_mut() {
                Some(last) if last.name == "mtext" && next.name == "mtext" => last.children.extend(next.children),
                _ => made.push(next),
            }
        }
        if made.len() == 1 {
            return made.remove(0);
        }
        element("mrow").children(made.into_iter().map(Node::Element))
    }
}

/// Whether an element goes on with the number before it.
fn joins(last: &Element, next: &Element) -> bool {
    last.name == "mn" && next.name == "mn"
}
