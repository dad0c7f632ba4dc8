//! Chooses the face of a cluster: the style's own, or the first of its chain that has all of the cluster.

use skrifa::MetadataProvider;
use unicode_script::{Script, UnicodeScript};

use super::Style;
use crate::font::{FaceId, FontBook};

/// A face that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub face: FaceId,
    /// The cluster is a variation sequence that no font of the style has: its base is shown.
    pub base_only: bool,
}

/// The first face that has a glyph for every character of a cluster; Western clusters try the Latin companion of the
/// face first. `None` where no font has them.
pub(super) fn find(fonts: &FontBook, style: Style, western: bool, cluster: &str) -> Option<Found> {
    let own = fonts.chain_in(style.lang, style.face, style.weight, style.italic);
    if western {
        let companion = fonts.chain_in(style.lang, style.face.latin(), style.weight, style.italic);
        let found = companion.iter().chain(own).copied().find(|&id| covers(fonts, id, cluster));
        return found.map(|face| Found { face, base_only: false });
    }
    let sequence = han_sequence(cluster);
    if let Some((base, selector)) = sequence {
        // A form from a face of another style would stand out more than the usual form does.
        let strokes = own.first().map(|&id| fonts.face(id).strokes);
        let has = |id: &&FaceId| {
            let face = fonts.face(**id);
            Some(face.strokes) == strokes && face.has_sequence(base, selector) && covers(fonts, **id, cluster)
        };
        if let Some(&face) = own.iter().find(has) {
            return Some(Found { face, base_only: false });
        }
    }
    let face = own.iter().copied().find(|&id| covers(fonts, id, cluster))?;
    Some(Found { face, base_only: sequence.is_some() })
}

/// Whether a face has all visible characters of a cluster.
fn covers(fonts: &FontBook, id: FaceId, cluster: &str) -> bool {
    let font = fonts.face(id).font();
    let charmap = font.charmap();
    cluster.chars().all(|c| is_invisible(c) || charmap.map(c).is_some_and(|glyph| glyph.to_u32() != 0))
}

/// An ideograph with a selector: of the Ideographic Variation Database, or of the standardized variants (Unicode
/// 23.4).
fn han_sequence(cluster: &str) -> Option<(char, char)> {
    let mut chars = cluster.chars();
    let (base, selector) = (chars.next()?, chars.next()?);
    let selects = matches!(selector, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    (selects && base.script() == Script::Han).then_some((base, selector))
}

/// Characters that draw nothing: joiners, variation selectors, direction marks, soft hyphens. A font may lack them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{FFFC}'
        | '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}')
}
