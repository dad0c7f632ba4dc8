//! Strips → pages. In: galleys. Out: [`Paged`]. Next: `impose` and `pdf`.
//!
//! The text is paged first; cover and contents come before it once its folios are known.

mod cover;

mod lists;

mod fill;

mod chunk;

mod band;

mod notes;

mod emit;

mod imprint;

mod margin;

mod number;

mod barcode;

mod spine;

mod wrap;

pub(super) use cover::shelf;
pub(super) use wrap::wrap;
pub use wrap::{Panel, SpineText, Wrap};

use std::collections::BTreeMap;

use super::flow::Galley;
use super::frame::{Frame, Item, Tag, TagId};
use super::{Cx, Folio, Page, Paged, PrintedPages, Side, Spot};
use crate::model::{NodeId, TextPlace};
use crate::text::Shaper;
use crate::theme::{Binding, FrontFolio, Opens};
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
    /// The place in the text that it begins with.
    pub begins: Option<TextPlace>,
    /// The same of what stands there because there was room.
    pub floats: Option<TextPlace>,
    /// Nothing is on it: neither head nor folio.
    pub blank: bool,
}

/// The titles that running heads show.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    pub division: Option<String>,
    pub section: Option<String>,
}

/// Pages and their tags, before they are joined with others.
#[derive(Clone, Debug, Default)]
pub(super) struct Matter {
    pub pages: Vec<Sheetlet>,
    pub tags: Vec<Tag>,
}

/// Makes the pages of a book.
pub(super) fn paged(cx: &Cx, mut galleys: Vec<Galley>) -> Paged {
    let mut shaper = Shaper::new(cx.fonts);
    // What stands before the text, and where it begins.
    let mut before: Vec<(Matter, Opens)> = Vec::new();
    before.extend(cover::front(cx, &mut shaper).map(|cover| (cover, Opens::Page)));
    let fronts = before.len();
    if cx.theme.heads.front == FrontFolio::Roman {
        let text = galleys.iter().position(|galley| !galley.front).unwrap_or(galleys.len());
        let preface: Vec<Galley> = galleys.drain(..text).collect();
        if !preface.is_empty() {
            before.push((fill::fill(cx, preface), Opens::Recto));
        }
    }
    let mut body = fill::fill(cx, galleys);
    super::official::record(cx, &mut shaper, &mut body);
    let printed = printed_of(&before, &body);
    if let Some(mut contents) = lists::galley(cx, &mut shaper, &printed) {
        // Contents stand across the columns of the text.
        contents.strips.iter_mut().for_each(|strip| strip.span = true);
        contents.columns = cx.theme.columns(contents.kind);
        before.push((fill::fill(cx, vec![contents]), cx.theme.contents.opens));
    }
    // The colophon counts what is finished.
    let made = imprint::Made::of(cx, before.iter().skip(fronts).map(|(matter, _)| matter).chain([&body]));
    if let Some((front, _)) = before.first_mut().filter(|_| fronts > 0) {
        imprint::behind_title(cx, &mut shaper, &made, front);
    }
    let last = imprint::last(cx, &mut shaper, &made);
    let mut book = Book { paged: empty(cx), shaper, begun: None };
    for (matter, opens) in before {
        if opens == Opens::Recto && book.paged.pages.len() % 2 == 1 {
            book.blank(cx);
        }
        book.add(cx, matter, Folio::Front(1));
    }
    if book.paged.pages.len() % 2 == 1 {
        book.blank(cx);
    }
    book.add(cx, body, Folio::Body(1));
    if let Some(last) = last {
        book.add(cx, last, Folio::None);
    }
    book.paged
}

fn empty(cx: &Cx) -> Paged {
    let page = &cx.theme.page;
    Paged {
        trim: page.trim,
        bleed: page.bleed,
        binding: page.binding,
        outline: super::outline(&cx.edition.contents(cx.theme.contents.depth)),
        about: super::about(cx.edition),
        pictures: cx.edition.pictures().map(|(path, picture)| (path.to_owned(), picture.clone())).collect(),
        ..Paged::default()
    }
}

/// The printed page of every node of the text and of what stands before it.
fn printed_of(before: &[(Matter, Opens)], body: &Matter) -> PrintedPages {
    let mut printed = BTreeMap::new();
    let mut begun = 0;
    let matters = before.iter().map(|(matter, _)| (matter, true)).chain([(body, false)]);
    for (matter, is_front) in matters {
        for (at, page) in (1u32..).zip(&matter.pages) {
            let folio = if is_front { Folio::Front(begun + at) } else { Folio::Body(at) };
            for (id, _) in &page.anchors {
                printed.entry(*id).or_insert_with(|| (at as usize, folio.name(0)));
            }
        }
        // A preface begins on a recto; the contents come later, and nothing refers to them.
        begun += (matter.pages.len() as u32).next_multiple_of(2);
    }
    PrintedPages(printed)
}

/// The printed page of every node, read from finished pages.
pub(super) fn printed(paged: &Paged) -> PrintedPages {
    let page = |(id, (page, _)): (&NodeId, &Spot)| (*id, (*page, paged.pages[*page].folio.name(*page)));
    PrintedPages(paged.places.iter().map(page).collect())
}

/// The book while pages are added to it.
struct Book<'f> {
    paged: Paged,
    shaper: Shaper<'f>,
    /// Where the last page that has text begins.
    begun: Option<TextPlace>,
}

impl<'f> Book<'f> {
    /// A page with nothing on it, so that what follows begins on a recto.
    fn blank(&mut self, cx: &Cx<'f>) {
        let pages = vec![Sheetlet { blank: true, ..Sheetlet::default() }];
        self.add(cx, Matter { pages, tags: Vec::new() }, Folio::Front(1));
    }

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
            page.frame.each_mut(&mut |placed, _| placed.tag = shifted(placed.tag, offset));
            number::calls(cx, &mut self.shaper, &mut page, &mut self.paged.notes, number, area.at);
            let mut frame = Frame::new(cx.theme.page.trim);
            let numbered = matches!(folio, Folio::Body(_)) || cx.theme.heads.front == FrontFolio::Roman;
            if numbered && !page.blank {
                margin::margins(cx, &mut self.shaper, &page, side, folio, area, &mut frame);
            }
            let anchors = std::mem::take(&mut page.anchors);
            for (id, at) in anchors {
                self.paged.places.entry(id).or_insert((number, at + area.at));
            }
            // Places within lines have done their duty once it is known where they stand.
            page.frame.each(&mut |placed, way| {
                if let Item::Anchor(id) = placed.item {
                    self.paged.places.entry(id).or_insert((number, way.point(placed.at) + area.at));
                }
            });
            page.frame.items.retain(|placed| !matches!(placed.item, Item::Anchor(_)));
            frame.push_frame(area.at, page.frame);
            for diagnostic in std::mem::take(&mut frame.said) {
                cx.sink.push(diagnostic.on_page(folio.name(number)));
            }
            // Floats alone begin a page where that does not lead back to before the page above.
            let begins = page.begins.or(page.floats.filter(|&place| Some(place) > self.begun));
            self.begun = begins.or(self.begun);
            self.paged.pages.push(Page { side, folio, begins, frame });
        }
    }
}

pub(super) fn shifted(tag: TagId, offset: u32) -> TagId {
    if tag == TagId::ARTIFACT { tag } else { TagId(tag.0 + offset) }
}

/// Whether the outer margin of a side is at the line end, its spine at the line start.
pub(super) fn outer_at_end(cx: &Cx, side: Side) -> bool {
    (side == Side::Recto) == (cx.theme.page.binding == Binding::Left)
}

/// The type area on a side.
pub(super) fn area(cx: &Cx, side: Side) -> Rect {
    let page = &cx.theme.page;
    let area = cx.theme.area();
    let x = if outer_at_end(cx, side) { area.at.x } else { page.trim.width - area.at.x - area.size.width };
    Rect::new(Point::new(x, area.at.y), area.size)
}

/// Where a note is called and where its text stands, filled in as pages are finished.
pub(super) type NoteSpots = BTreeMap<NodeId, (Spot, Spot)>;
