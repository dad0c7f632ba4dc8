//! Strips → pages. In: galleys. Out: [`Paged`]. Next: `impose` and `pdf`.
//!
//! The text is paged first; cover and contents come before it once its folios are known.

mod contents;
mod cover;
mod fill;
mod margin;
mod number;

use std::collections::BTreeMap;

use super::flow::Galley;
use super::frame::{Frame, Tag, TagId};
use super::{Cx, Folio, Page, Paged, PrintedPages, Side, Spot};
use crate::model::NodeId;
use crate::text::Shaper;
use crate::theme::Binding;
use crate::unit::{Point, Rect};

/// A page while it is made; points are relative to the type area.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheetlet {
    pub frame: Frame,
    pub anchors: Vec<(NodeId, Point)>,
    /// Notes called, in order.
    pub notes: Vec<NodeId>,
    /// The division's title.
    pub division: Option<String>,
    /// The last section title begun on the page or before it.
    pub section: Option<String>,
    /// A division opens here: no running head.
    pub opens: bool,
    /// Nothing is on it: neither head nor folio.
    pub blank: bool,
}

/// Pages and their tags, before they are joined with others.
#[derive(Clone, Debug, Default)]
pub(super) struct Matter {
    pub pages: Vec<Sheetlet>,
    pub tags: Vec<Tag>,
}

/// Makes the pages of a book.
pub(super) fn paged(cx: &Cx, galleys: Vec<Galley>) -> Paged {
    let mut shaper = Shaper::new(cx.fonts);
    let mut body = fill::fill(cx, galleys);
    super::official::record(cx, &mut shaper, &mut body);
    let printed = printed_of(&body);
    let mut front = cover::front(cx, &mut shaper);
    let contents = contents::galley(cx, &mut shaper, &printed).map(|galley| fill::fill(cx, vec![galley]));
    let mut book = Book { paged: empty(cx), shaper };
    let count = front.pages.len() + contents.as_ref().map_or(0, |contents| contents.pages.len());
    if count % 2 == 1 {
        // The text begins on a recto: a blank goes behind the contents, or behind the cover alone.
        let blank = Sheetlet { blank: true, ..Sheetlet::default() };
        match contents {
            Some(mut contents) => {
                contents.pages.push(blank);
                book.add(cx, front, Folio::Front(1));
                book.add(cx, contents, Folio::Front(1));
            }
            None => {
                front.pages.push(blank);
                book.add(cx, front, Folio::Front(1));
            }
        }
    } else {
        book.add(cx, front, Folio::Front(1));
        if let Some(contents) = contents {
            book.add(cx, contents, Folio::Front(1));
        }
    }
    book.add(cx, body, Folio::Body(1));
    book.paged
}

fn empty(cx: &Cx) -> Paged {
    let page = &cx.theme.page;
    Paged {
        trim: page.trim,
        bleed: page.bleed,
        binding: page.binding,
        outline: super::outline(cx.edition.toc()),
        about: super::about(cx.edition),
        pictures: cx.edition.pictures().map(|(path, picture)| (path.to_owned(), picture.clone())).collect(),
        ..Paged::default()
    }
}

/// The printed page of every node of the text.
fn printed_of(body: &Matter) -> PrintedPages {
    let mut printed = BTreeMap::new();
    for (at, page) in body.pages.iter().enumerate() {
        for (id, _) in &page.anchors {
            printed.entry(*id).or_insert_with(|| (at + 1).to_string());
        }
    }
    PrintedPages(printed)
}

/// The printed page of every node, read from finished pages.
pub(super) fn printed(paged: &Paged) -> PrintedPages {
    let mut printed = BTreeMap::new();
    for (id, (page, _)) in &paged.places {
        if let Folio::Body(folio) = paged.pages[*page].folio {
            printed.insert(*id, folio.to_string());
        }
    }
    PrintedPages(printed)
}

/// The book while pages are added to it.
struct Book<'f> {
    paged: Paged,
    shaper: Shaper<'f>,
}

impl<'f> Book<'f> {
    fn add(&mut self, cx: &Cx<'f>, matter: Matter, first: Folio) {
        let offset = self.paged.tags.len() as u32;
        self.paged.tags.extend(matter.tags.into_iter().map(|tag| Tag { parent: shifted(tag.parent, offset), ..tag }));
        let begun = self.paged.pages.len() as u32;
        for (at, mut page) in (0u32..).zip(matter.pages) {
            let number = self.paged.pages.len();
            let side = if number.is_multiple_of(2) { Side::Recto } else { Side::Verso };
            let folio = match first {
                Folio::Body(first) => Folio::Body(first + at),
                Folio::Front(first) => Folio::Front(first + begun + at),
                Folio::None => Folio::None,
            };
            let area = area(cx, side);
            for placed in &mut page.frame.items {
                placed.tag = shifted(placed.tag, offset);
            }
            number::calls(cx, &mut self.shaper, &mut page, &mut self.paged.notes, number, area.at);
            let mut frame = Frame::new(cx.theme.page.trim);
            if matches!(folio, Folio::Body(_)) && !page.blank {
                margin::margins(cx, &mut self.shaper, &page, side, folio, area, &mut frame);
            }
            let anchors = std::mem::take(&mut page.anchors);
            for (id, at) in anchors {
                self.paged.places.entry(id).or_insert((number, at + area.at));
            }
            frame.push_frame(area.at, page.frame);
            for diagnostic in std::mem::take(&mut frame.said) {
                cx.sink.push(diagnostic.on_page(folio.name(number)));
            }
            self.paged.pages.push(Page { side, folio, frame });
        }
    }
}

pub(super) fn shifted(tag: TagId, offset: u32) -> TagId {
    if tag == TagId::ARTIFACT { tag } else { TagId(tag.0 + offset) }
}

/// The type area on a side.
pub(super) fn area(cx: &Cx, side: Side) -> Rect {
    let page = &cx.theme.page;
    let area = page.type_area(cx.theme.body().size, cx.theme.pitch());
    let spine_at_left = (side == Side::Recto) == (page.binding == Binding::Left);
    let x = if spine_at_left { area.at.x } else { page.trim.width - area.at.x - area.size.width };
    Rect::new(Point::new(x, area.at.y), area.size)
}

/// Where a note is called and where its text stands, filled in as pages are finished.
pub(super) type NoteSpots = BTreeMap<NodeId, (Spot, Spot)>;
