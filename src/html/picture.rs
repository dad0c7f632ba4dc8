//! The pictures a site shows: a name for each, and SVG without what does not belong into a book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::markup::{self, Element, Node};
use crate::resolve::{Picture, PictureFormat};

/// A picture as the output holds it.
#[derive(Clone, Debug)]
pub struct SitePicture {
    /// Its file name: ASCII, unique, with the ending of its real format.
    pub name: String,
    /// Its bytes and format; SVG is cleaned.
    pub picture: Picture,
}

/// The pictures in use, by their path in the project, and the names given so far.
#[derive(Default)]
pub(super) struct Pictures {
    pub used: BTreeMap<String, SitePicture>,
    names: BTreeSet<String>,
}

impl Pictures {
    /// The file name of a picture; `None` where it is an SVG that cannot be cleaned.
    pub fn name(&mut self, path: &str, picture: &Picture) -> Option<String> {
        if let Some(known) = self.used.get(path) {
            return Some(known.name.clone());
        }
        let picture = match picture.format {
            PictureFormat::Svg => Picture { bytes: Arc::new(clean_svg((*picture.bytes).as_ref())?), ..picture.clone() },
            PictureFormat::Png | PictureFormat::Jpeg | PictureFormat::Webp | PictureFormat::Gif => picture.clone(),
        };
        let name = self.unique(path, picture.format.extension());
        self.used.insert(path.to_owned(), SitePicture { name: name.clone(), picture });
        Some(name)
    }

    fn unique(&mut self, path: &str, ending: &str) -> String {
        let file = path.rsplit('/').next().unwrap_or(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
        let ascii = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
        let words: Vec<&str> = ascii.split('-').filter(|word| !word.is_empty()).collect();
        let mut stem = words.join("-");
        stem.truncate(40);
        if stem.is_empty() {
            stem.push_str("picture");
        }
        let mut name = format!("{stem}.{ending}");
        let mut count = 1;
        while !self.names.insert(name.clone()) {
            count += 1;
            name = format!("{stem}-{count}.{ending}");
        }
        name
    }
}

/// An SVG without scripts, handlers, foreign content and anything fetched from elsewhere; `None` where it is not
/// well-formed XML with an `svg` root.
pub fn clean_svg(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut svg = markup::parse(text.trim_start_matches('\u{FEFF}'))?;
    if local(&svg.name) != "svg" {
        return None;
    }
    clean(&mut svg);
    if svg.name == "svg" && svg.get("xmlns").is_none() {
        svg = svg.attr("xmlns", "http://www.w3.org/2000/svg");
    }
    Some(svg.write_xml_file())
}

fn clean(element: &mut Element) {
    // Nobody can follow a link in a picture.
    if local(&element.name) == "a" {
        element.name = if element.name.contains(':') { "svg:g" } else { "g" }.into();
        element.attributes.retain(|(name, _)| !matches!(local(name), "href" | "target" | "rel"));
    }
    element.children.retain(|child| match child {
        Node::Element(child) => {
            // Elements of editors' own namespaces (`inkscape:grid`) are of no use to readers, and checkers refuse them.
            matches!(child.name.split_once(':'), None | Some(("svg", _)))
                && !matches!(local(&child.name), "script" | "foreignObject" | "metadata" | "set" | "handler")
                && !local(&child.name).starts_with("animate")
        }
        Node::Text(_) => true,
    });
    element.attributes.retain(|(name, value)| {
        let handler = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
        let known = match name.split_once(':') {
            None => true,
            Some((prefix, rest)) => {
                matches!(prefix, "xlink" | "xml") || prefix == "xmlns" && matches!(rest, "xlink" | "svg")
            }
        };
        let away = local(name) == "href" && !value.starts_with('#') && !value.starts_with("data:image/");
        !handler && known && !away && !fetches(value) && name != "data-name"
    });
    let is_style = local(&element.name) == "style";
    for child in &mut element.children {
        match child {
            Node::Element(child) => clean(child),
            Node::Text(text) if is_style && (fetches(text) || text.contains("@import")) => text.clear(),
            Node::Text(_) => {}
        }
    }
}

/// Whether a value names something outside the file through `url(…)`, or a script.
fn fetches(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let away = |after: &str| {
        let target = after.trim_start().trim_start_matches(['"', '\'']);
        !target.starts_with('#') && !target.starts_with("data:image/") && !target.starts_with("data:font/")
    };
    lower.contains("javascript:") || lower.split("url(").skip(1).any(away)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
