//! Preflight of a book: what a print shop would object to, before it has seen the file.

use super::print::{block, proof};
use super::{Job, PublishError};
use crate::diag::{Sink, Span};
use crate::font::FontBook;
use crate::impose::Kind;
use crate::layout::{Item, Paged};
use crate::press::preflight::{Fault, Limits};
use crate::source::Source;
use crate::unit::{Point, Rect};

/// Looks into the file that would go to the press, page by page, and tells what it finds. Pages are those of the book, and
/// pictures have their names.
///
/// # Errors
/// When the file cannot be made.
pub fn preflight(
    job: &Job,
    paged: &Paged,
    source: &dyn Source,
    fonts: &FontBook,
    sink: &Sink,
) -> Result<(), PublishError> {
    let block = block(job, paged);
    // Booklets and sections are made of sheets of four pages, leaves of two.
    let pages = if job.press.scheme == Some(Kind::Pages) { 2 } else { 4 };
    let limits = Limits { pages, ..Limits::default() };
    for fault in proof(job, &block.paged, source, fonts, sink)?.preflight(&limits) {
        let moved = |page: usize| page + block.without;
        let fault = Fault { page: fault.page.map(moved), pages: fault.pages.into_iter().map(moved).collect(), ..fault };
        let mut finding = fault.diagnostic(&Span::default());
        if let Some(path) = fault.page.zip(fault.area).and_then(|(page, area)| picture(paged, page, area)) {
            finding.message = format!("{path}: {}", finding.message);
        }
        sink.push(finding);
    }
    Ok(())
}

/// The picture at a place.
fn picture(paged: &Paged, page: usize, area: Rect) -> Option<&str> {
    let middle = Point::new(area.at.x + area.size.width / 2, area.at.y + area.size.height / 2);
    paged.pages.get(page)?.frame.items.iter().find_map(|placed| match &placed.item {
        Item::Image { path, size } => {
            let place = Rect::new(placed.at, *size);
            let within =
                (place.at.x..=place.right()).contains(&middle.x) && (place.at.y..=place.bottom()).contains(&middle.y);
            within.then_some(&**path)
        }
        _ => None,
    })
}
