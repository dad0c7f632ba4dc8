//! Pages as text: what stands where, in points. The goldens compare this.

use std::fmt::Write;

use super::{Folio, Frame, Item, Paged, Side};

/// Every page with its items, one a line.
pub fn dump(paged: &Paged) -> String {
    let mut out = String::new();
    for (at, page) in paged.pages.iter().enumerate() {
        let side = match page.side {
            Side::Recto => "recto",
            Side::Verso => "verso",
        };
        let folio = match page.folio {
            Folio::Front(number) => format!("front {number}"),
            Folio::Body(number) => format!("folio {number}"),
            Folio::None => "no folio".to_owned(),
        };
        let _ = writeln!(out, "page {} {side} {folio}", at + 1);
        items(&mut out, &page.frame, 1);
    }
    out
}

/// The items of a frame; those of a turned one stand below it, a step further in.
fn items(out: &mut String, frame: &Frame, depth: usize) {
    for placed in &frame.items {
        let (x, y) = (placed.at.x, placed.at.y);
        let what = match &placed.item {
            Item::Run(run) => format!("run {} {} {:?}", run.face.0, run.size, run.text),
            Item::Rule { size, .. } => format!("rule {} {}", size.width, size.height),
            Item::Disc { radius, .. } => format!("disc {radius}"),
            Item::Wave { length, .. } => format!("wave {length}"),
            Item::Outline { steps, .. } => format!("outline {}", steps.len()),
            Item::Image { path, size } => format!("image {path} {} {}", size.width, size.height),
            Item::Missing { size, text } => format!("missing {size} {text:?}"),
            Item::Link { size, target } => format!("link {} {} {target:?}", size.width, size.height),
            Item::Turned(inner) => format!("turned {} {}", inner.size.width, inner.size.height),
            Item::Anchor(id) => format!("anchor {}", id.0),
            Item::Call { note, size } => format!("call {} {size}", note.0),
        };
        let _ = writeln!(out, "{:1$}{x} {y} #{2} {what}", "", depth * 2, placed.tag.0);
        if let Item::Turned(inner) = &placed.item {
            items(out, inner, depth + 1);
        }
    }
}
