//! What is to be told of a paragraph's faces: forms no font has, and faces that stand in for missing ones. Part of
//! `prepare`.

use super::super::Cx;
use super::collect::Collected;
use crate::diag::{Diagnostic, Span};
use crate::text::Shaped;

pub(super) fn report(cx: &Cx, collected: &Collected, shaped: &Shaped, said: &mut Vec<Diagnostic>) {
    for &at in &shaped.base_only {
        let cluster = &shaped.clusters[at as usize];
        let part = &collected.text[cluster.start as usize..cluster.end as usize];
        let codes: Vec<String> = part.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let message = format!("no font has the form {} ({part}); the usual form is shown", codes.join(" "));
        said.push(
            Diagnostic::warning("ivs-missing", &collected.place, message)
                .help("put a font that has the variation sequence into fonts/"),
        );
    }
    for span in &collected.spans {
        for (wanted, face) in cx.fonts.stand_ins(span.style.lang, span.style.face) {
            let message = format!("no {wanted}; {} stands in", cx.fonts.face(face).family);
            // Without a place or a page, so that it is said once.
            cx.sink.push(
                Diagnostic::note("face-substituted", &Span::default(), message)
                    .help("put the font into fonts/, or name one that is there in the theme's [fonts]"),
            );
        }
    }
}
