//! What is to be told of a paragraph's faces: characters and forms no font has, and faces that stand in for missing ones.
//! Part of `prepare`.

use super::super::Cx;
use super::collect::Collected;
use crate::diag::{Diagnostic, Span};
use crate::text::{Marks, Shaped};

/// What the paragraph's own place is told with; what concerns the whole book is said once.
pub(super) fn findings(cx: &Cx, collected: &Collected, shaped: &Shaped) -> Vec<Diagnostic> {
    stand_ins(cx, collected);
    let named = |at: u32| {
        let cluster = &shaped.clusters[at as usize];
        let part = &collected.text[cluster.start as usize..cluster.end as usize];
        let codes: Vec<String> = part.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        format!("{} ({part})", codes.join(" "))
    };
    let missing = shaped.missing.iter().map(|&at| {
        let message = format!("no font has {}", named(at));
        let diagnostic = if cx.options.allow_missing_glyphs {
            Diagnostic::warning("missing-glyph", &collected.place, message)
        } else {
            Diagnostic::error("missing-glyph", &collected.place, message)
        };
        diagnostic.help("put a font that has it into fonts/, or accept a visible box with --allow-missing-glyphs")
    });
    let base_only = shaped.base_only.iter().map(|&at| {
        let message = format!("no font has the form {}; the usual form is shown", named(at));
        Diagnostic::warning("ivs-missing", &collected.place, message)
            .help("put a font that has the variation sequence into fonts/")
    });
    missing.chain(base_only).collect()
}

/// Says once of each face which one stands in for it (CJK-39).
fn stand_ins(cx: &Cx, collected: &Collected) {
    for span in &collected.spans {
        for (wanted, face) in cx.fonts.stand_ins(span.style.lang, span.style.face) {
            let message = format!("no {wanted}; {} stands in", cx.fonts.face(face).family);
            // Without a place, so that it is said once.
            cx.sink.push(
                Diagnostic::note("face-substituted", &Span::default(), message)
                    .help("put the font into fonts/, or name one that is there in the theme's [fonts]"),
            );
        }
    }
}

/// Says that a font draws pause and stop marks as another region does (CJK-11).
pub(super) fn mismatch(cx: &Cx, collected: &Collected, family: &str, found: Marks) {
    let place = if found == Marks::Cns { "in the middle" } else { "at the side" };
    let message = format!("`{family}` draws pause and stop marks {place} of their frames, unlike the text's language");
    cx.sink.push(
        Diagnostic::note("font-style-mismatch", &Span::file(&collected.place.file), message)
            .help("they are spaced as the font draws them; choose a font made for the language"),
    );
}
