//! HTML that the author passes through: read as HTML, kept only where it is whole, harmless and in its place.

use html5gum::{Token, Tokenizer};

use super::inline::languaged;
use super::link::mend;
use super::markup::{Element, Node, element};
use crate::model::Lang;

/// Where a piece of HTML stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Among blocks.
    Flow,
    /// In a line.
    Phrase,
}

/// What an element may hold; enough of HTML's content model that checkers find nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Flow,
    Phrase,
    Items,
    Terms,
    Rows,
    TableParts,
    Cells,
    Nothing,
}

/// Elements that are kept: name, whether it stands in a line, what it holds.
const KEPT: [(&str, bool, Holds); 45] = [
    ("a", true, Holds::Phrase),
    ("abbr", true, Holds::Phrase),
    ("b", true, Holds::Phrase),
    ("br", true, Holds::Nothing),
    ("cite", true, Holds::Phrase),
    ("code", true, Holds::Phrase),
    ("del", true, Holds::Phrase),
    ("dfn", true, Holds::Phrase),
    ("em", true, Holds::Phrase),
    ("i", true, Holds::Phrase),
    ("ins", true, Holds::Phrase),
    ("kbd", true, Holds::Phrase),
    ("mark", true, Holds::Phrase),
    ("q", true, Holds::Phrase),
    ("s", true, Holds::Phrase),
    ("samp", true, Holds::Phrase),
    ("small", true, Holds::Phrase),
    ("span", true, Holds::Phrase),
    ("strong", true, Holds::Phrase),
    ("sub", true, Holds::Phrase),
    ("sup", true, Holds::Phrase),
    ("u", true, Holds::Phrase),
    ("var", true, Holds::Phrase),
    ("wbr", true, Holds::Nothing),
    ("blockquote", false, Holds::Flow),
    ("div", false, Holds::Flow),
    ("dl", false, Holds::Terms),
    ("dt", false, Holds::Phrase),
    ("dd", false, Holds::Flow),
    ("figcaption", false, Holds::Phrase),
    ("figure", false, Holds::Flow),
    ("hr", false, Holds::Nothing),
    ("li", false, Holds::Flow),
    ("ol", false, Holds::Items),
    ("p", false, Holds::Phrase),
    ("pre", false, Holds::Phrase),
    ("table", false, Holds::TableParts),
    ("caption", false, Holds::Phrase),
    ("tbody", false, Holds::Rows),
    ("td", false, Holds::Flow),
    ("tfoot", false, Holds::Rows),
    ("th", false, Holds::Phrase),
    ("thead", false, Holds::Rows),
    ("tr", false, Holds::Cells),
    ("ul", false, Holds::Items),
];

/// The HTML as markup, or why it is left out. `linked`: it stands in a link.
pub(super) fn clean(html: &str, place: Place, linked: bool) -> Result<Vec<Node>, String> {
    let top = if place == Place::Flow { Holds::Flow } else { Holds::Phrase };
    let mut open: Vec<(Element, Holds)> = vec![(element(""), top)];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        close_implied(&mut open, &token);
        let deep = open.len();
        let in_link = linked || open.iter().any(|(outer, _)| outer.name == "a");
        let (parent, holds) = open.last_mut().expect("the outermost is never closed");
        match token {
            Token::String(found) => {
                let found = text(&found);
                if matches!(holds, Holds::Flow | Holds::Phrase) {
                    parent.children.push(Node::Text(found));
                } else if !found.trim().is_empty() {
                    return Err(format!("text stands in `{}` itself", parent.name));
                }
            }
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let (name, inside) = admit(&name, *holds, &parent.name)?;
                if name == "a" && in_link {
                    return Err("a link stands in a link".into());
                }
                let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value)));
                let made = attributed(element(name), attributes)?;
                if deep > 100 {
                    return Err("it is nested too deep".into());
                }
                if inside == Holds::Nothing {
                    parent.children.push(Node::Element(made));
                } else {
                    open.push((made, inside));
                }
            }
            Token::EndTag(tag) => {
                let name = renamed(&text(&tag.name)).to_owned();
                let void = KEPT.iter().any(|(known, _, holds)| *known == name && *holds == Holds::Nothing);
                if void {
                    continue;
                }
                if parent.name != name || deep < 2 {
                    return Err(format!("`</{name}>` closes nothing"));
                }
                close(&mut open);
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    while open.len() > 1 && open.last().is_some_and(|(last, _)| ENDS_BY_ITSELF.contains(&last.name.as_str())) {
        close(&mut open);
    }
    let (top, _) = open.pop().expect("the outermost is never closed");
    if !open.is_empty() {
        return Err(format!("`<{}>` is not closed", top.name));
    }
    Ok(match place {
        Place::Phrase => top.children,
        Place::Flow => paragraphs(top.children),
    })
}

/// Elements whose end tag HTML lets authors leave out (HTML, 13.1.2.4).
const ENDS_BY_ITSELF: [&str; 10] = ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"];

/// Moves the innermost open element into the one around it.
fn close(open: &mut Vec<(Element, Holds)>) {
    if open.len() > 1 {
        let (mut closed, _) = open.pop().expect("there are two at least");
        // A term without a meaning is no list of definitions for checkers.
        let ends_in_term = matches!(closed.children.last(), Some(Node::Element(last)) if last.name == "dt");
        if closed.name == "dl" && ends_in_term {
            closed.children.push(Node::Element(element("dd")));
        }
        let (parent, _) = open.last_mut().expect("the outermost is never closed");
        parent.children.push(Node::Element(closed));
    }
}

/// Closes what the token closes without saying so.
fn close_implied(open: &mut Vec<(Element, Holds)>, token: &Token) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    loop {
        let Some((last, holds)) = open.last().filter(|_| open.len() > 1) else { return };
        let ended = match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let sibling = match last.name.as_str() {
                    "li" => name == "li",
                    "dt" | "dd" => matches!(name.as_str(), "dt" | "dd"),
                    "td" | "th" => matches!(name.as_str(), "td" | "th" | "tr" | "thead" | "tbody" | "tfoot"),
                    "tr" => matches!(name.as_str(), "tr" | "thead" | "tbody" | "tfoot"),
                    _ => false,
                };
                sibling || last.name == "p" && admit(&name, *holds, &last.name).is_err()
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                last.name != renamed(&name) && open.iter().any(|(outer, _)| outer.name == renamed(&name))
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => false,
        };
        if !ended || !ENDS_BY_ITSELF.contains(&last.name.as_str()) {
            return;
        }
        close(open);
    }
}

/// Obsolete elements by what stands for them today.
fn renamed(name: &str) -> &str {
    match name {
        "center" | "details" | "address" => "div",
        "summary" => "p",
        "tt" => "code",
        "strike" => "s",
        other => other,
    }
}

/// The element's name as written out and what it may hold, where it may stand in its parent.
fn admit(name: &str, parent: Holds, parent_name: &str) -> Result<(&'static str, Holds), String> {
    let name = renamed(name);
    let (name, line, inside) =
        KEPT.iter().find(|(known, ..)| *known == name).ok_or_else(|| format!("`<{name}>` is not allowed here"))?;
    let fits = match parent {
        Holds::Phrase => *line,
        Holds::Flow => {
            let captioned = *name == "figcaption" && parent_name == "figure";
            let part = matches!(
                *name,
                "dt" | "dd" | "figcaption" | "li" | "caption" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
            );
            captioned || !part
        }
        Holds::Items => *name == "li",
        Holds::Terms => matches!(*name, "dt" | "dd"),
        Holds::TableParts => matches!(*name, "caption" | "tbody" | "tfoot" | "thead" | "tr"),
        Holds::Rows => *name == "tr",
        Holds::Cells => matches!(*name, "td" | "th"),
        Holds::Nothing => false,
    };
    if fits { Ok((name, *inside)) } else { Err(format!("`<{name}>` cannot stand here")) }
}

/// Attributes that only say what text is; whatever could load, run or restyle is left out.
fn attributed(made: Element, attributes: impl Iterator<Item = (String, String)>) -> Result<Element, String> {
    let mut made = made;
    for (name, value) in attributes {
        made = match (made.name.as_str(), name.as_str()) {
            (_, "lang") => match value.parse::<Lang>() {
                Ok(lang) => languaged(made, &lang),
                Err(_) => made,
            },
            (_, "dir") if matches!(value.as_str(), "ltr" | "rtl") => made.attr("dir", value),
            ("a", "href") => match mend(&value) {
                Some(href) => made.attr("href", href),
                None => return Err(format!("`{value}` is no address a book can lead to")),
            },
            ("td" | "th", "colspan" | "rowspan") if value.parse().is_ok_and(|n: u32| (1..=1000).contains(&n)) => {
                made.attr(&name, value)
            }
            ("ol", "start") if value.parse::<i32>().is_ok() => made.attr("start", value),
            _ => made,
        };
    }
    Ok(made)
}

/// Text between blocks becomes paragraphs: reading systems keep indents and sizes only for those.
fn paragraphs(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut line: Vec<Node> = Vec::new();
    let flush = |line: &mut Vec<Node>, out: &mut Vec<Node>| {
        let blank = line.iter().all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()));
        let taken = std::mem::take(line);
        if !blank {
            out.push(Node::Element(element("p").children(taken)));
        }
    };
    for node in nodes {
        let inline = match &node {
            Node::Text(_) => true,
            Node::Element(found) => KEPT.iter().any(|(name, line, _)| *name == found.name && *line),
        };
        if inline {
            line.push(node);
        } else {
            flush(&mut line, &mut out);
            out.push(node);
        }
    }
    flush(&mut line, &mut out);
    out
}
