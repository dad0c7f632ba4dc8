//! `:::` containers: their fence lines, and what each name stands for.
//!
//! ```text
//! ::: verse {title="静夜思" author="李白"}
//! 床前明月光，
//! 疑是地上霜。
//! :::
//! ```
//! A name may be followed by a title and by attributes; a container within a container may have more or fewer colons.

use super::attributes::{self, Attributes};
use super::kind::Kind;
use crate::diag::nearest;
use crate::model::{Inline, Layout};

/// A fence line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fence {
    /// How many colons it begins with, at least three.
    pub colons: usize,
    /// What it opens; a fence that says nothing closes.
    pub opens: Option<Opening>,
}

/// What a fence opens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opening {
    pub name: String,
    pub title: String,
    pub attributes: Attributes,
}

/// Reads a line that begins with three colons. `None`: it is ordinary text.
pub(super) fn fence(line: &str) -> Option<Fence> {
    let rest = line.trim_start_matches(':');
    let colons = line.len() - rest.len();
    if colons < 3 {
        return None;
    }
    // Pandoc allows colons at the end of an opening fence, for looks.
    let rest = rest.trim().trim_end_matches(':').trim_end();
    if rest.is_empty() {
        return Some(Fence { colons, opens: None });
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if !after.is_empty() && !after.starts_with(['{', '[', ' ', '\t']) || name.is_empty() && !after.starts_with('{') {
        return None;
    }
    let (after, mut attributes) = match attributes::at_end(after) {
        Some((range, attributes)) => (&after[..range.start], attributes),
        None => (after, Attributes::default()),
    };
    let title = after.trim();
    let title = title.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(title);
    if name.is_empty() && attributes == Attributes::default() {
        return None;
    }
    let name = match name {
        "" if attributes.classes.is_empty() => "div".to_owned(),
        "" => attributes.classes.remove(0),
        name => name.to_owned(),
    };
    Some(Fence { colons, opens: Some(Opening { name, title: title.to_owned(), attributes }) })
}

/// What a container's name, or the class of an HTML `div`, stands for.
pub(super) enum Meaning {
    /// A holder of blocks.
    Holds(Kind),
    /// A page break; it holds nothing.
    PageBreak,
}

/// Names, most usual first within a line.
const NAMES: &[&str] = &[
    "verse",
    "poem",
    "poetry",
    "诗",
    "quote",
    "blockquote",
    "引用",
    "source",
    "remark",
    "注",
    "figure",
    "图",
    "div",
    "group",
    "section",
    "centre",
    "center",
    "居中",
    "right",
    "end",
    "signature",
    "落款",
    "left",
    "start",
    "pagebreak",
    "page-break",
    "newpage",
    "分页",
    "note",
];

/// Names of admonitions; the kind they are printed as.
const ADMONITIONS: &[(&str, &str)] = &[
    ("tip", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("caution", "caution"),
    ("danger", "danger"),
    ("info", "info"),
    ("hint", "tip"),
    ("example", "example"),
    ("question", "question"),
    ("success", "success"),
    ("admonition", "note"),
    ("提示", "tip"),
    ("警告", "warning"),
    ("注意", "caution"),
    ("重要", "important"),
];

/// The meaning of a container; `None` for an unknown name.
pub(super) fn meaning(opening: &Opening) -> Option<Meaning> {
    let Opening { name, title, attributes } = opening;
    let inlines = |text: &str| if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
    let attribute = |key: &str| inlines(attributes.get(key).unwrap_or_default());
    let titled = if title.is_empty() { attribute("title") } else { inlines(title) };
    let group = |layout| Kind::Group { layout, lang: attributes.lang() };
    let kind = match name.to_lowercase().as_str() {
        "verse" | "poem" | "poetry" | "诗" => Kind::Verse { title: titled, author: attribute("author") },
        "quote" | "blockquote" | "引用" => {
            Kind::Quote { attribution: if title.is_empty() { attribute("by") } else { titled } }
        }
        "note" | "source" | "remark" | "注" => Kind::NoteText,
        "figure" | "图" => {
            // Whoever opens the container complains about an unknown word.
            let placement = attributes.placement().unwrap_or_default();
            Kind::Figure { label: attributes.label.clone(), width: attributes.width(), placement, caption: titled }
        }
        "div" | "group" | "section" => group(Layout::Theme),
        "centre" | "center" | "居中" => group(Layout::Centre),
        "right" | "end" | "signature" | "落款" => group(Layout::End),
        "left" | "start" => group(Layout::Start),
        "pagebreak" | "page-break" | "newpage" | "分页" => return Some(Meaning::PageBreak),
        name => {
            let (_, kind) = ADMONITIONS.iter().find(|(known, _)| *known == name)?;
            Kind::Admonition { kind: (*kind).to_owned(), title: titled }
        }
    };
    Some(Meaning::Holds(kind))
}

/// The known name most like `name`.
pub(super) fn nearest_name(name: &str) -> Option<&'static str> {
    nearest(name, NAMES.iter().copied().chain(ADMONITIONS.iter().map(|(name, _)| *name)))
}
