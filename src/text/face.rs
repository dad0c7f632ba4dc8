//! Chooses the face of a cluster: the style's own, or the first of its chain that has all of the cluster.

use crate::font::{FaceId, FontBook};
use crate::model::Face;

use super::Style;

/// The first face that has a glyph for every character of a cluster; Western clusters try the Latin companion of the
/// face first. `None` where no font has them.
pub(super) fn find(fonts: &FontBook, style: Style, western: bool, cluster: &str) -> Option<FaceId> {
    let covers = |id: &FaceId| {
        let face = fonts.face(*id);
        cluster.chars().all(|c| is_invisible(c) || face.glyph(c).is_some())
    };
    let own = fonts.chain(style.face, style.weight, style.italic);
    if western {
        let companion = fonts.chain(companion(style.face), style.weight, style.italic);
        return companion.iter().chain(own).copied().find(covers);
    }
    own.iter().copied().find(covers)
}

/// Where the Latin letters and digits of a Han face come from: Hei has its own, the others take the Latin serif.
fn companion(face: Face) -> Face {
    match face {
        Face::Song | Face::Kai | Face::Fangsong | Face::LatinSerif => Face::LatinSerif,
        Face::Hei | Face::LatinSans => Face::LatinSans,
        Face::Mono => Face::Mono,
    }
}

/// Characters that draw nothing: joiners, variation selectors, direction marks, soft hyphens. A font may lack them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{FFFC}'
        | '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}')
}
