//! Places in the text, for those who must agree on one without seeing each other's outputs: pages begin at them.

use super::{Inline, NodeId};

/// A place in the text: how much of a block's own text stands before it. Equal places are equal in every output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPlace {
    /// The innermost block, or whatever else has text of its own.
    pub node: NodeId,
    /// The [lengths](Inline::length) of its text before the place.
    pub at: u32,
}

impl TextPlace {
    /// Where a node begins.
    pub fn start(node: NodeId) -> Self {
        Self { node, at: 0 }
    }
}

impl Inline {
    /// What an inline adds to the length of its text: its characters, or one where something stands there that is no
    /// text of the author's own (a call, a reference, a formula). `None` where others stand in it: theirs are counted.
    ///
    /// ```
    /// use keben::model::Inline;
    /// assert_eq!(Inline::text("天地").length(), Some(2));
    /// assert_eq!(Inline::Math("x^2".into()).length(), Some(1));
    /// assert_eq!(Inline::Strong(vec![Inline::text("天地")]).length(), None);
    /// ```
    pub fn length(&self) -> Option<u32> {
        let count = |text: &str| text.chars().count() as u32;
        match self {
            Self::Text(text) | Self::Code(text) => Some(count(text)),
            Self::Ruby(ruby) => Some(ruby.pairs.iter().map(|pair| count(&pair.base)).sum()),
            Self::CrossRef(_)
            | Self::Cite(_)
            | Self::Note(_)
            | Self::Image(_)
            | Self::Math(_)
            | Self::LineBreak
            | Self::Raw { .. } => Some(1),
            Self::IndexTerm(_) => Some(0),
            Self::Emphasis(_)
            | Self::Strong(_)
            | Self::Dots(_)
            | Self::ProperName(_)
            | Self::TitleLine(_)
            | Self::Link(_)
            | Self::Subscript(_)
            | Self::Superscript(_)
            | Self::Strike(_)
            | Self::Small(_)
            | Self::Warichu(_)
            | Self::Lang { .. } => None,
        }
    }
}
