//! Finds a place for everything. In: [`Edition`], [`Theme`], fonts. Out: [`Paged`]. Next: `impose` and `pdf`.
//!
//! `inline` makes lines of paragraphs, `flow` strips of blocks, `page` pages of strips. Text runs in *inline* and
//! *block* direction up to here; the turn to x and y is made when a line is put into its frame.

mod case;
mod detail;
mod dump;
mod flow;
mod formula;
mod frame;
mod inline;
mod official;
mod page;
mod sample;
mod set;
mod table;

pub use crate::math::Step;
pub use crate::resolve::{Picture, PictureFormat};
pub use crate::theme::Ink;
pub use case::{Case, CaseOptions, CaseRun, Switch};
pub use detail::{ClusterDetail, GapDetail, LineDetail, lines};
pub use dump::dump;
pub use frame::{Frame, Item, Placed, Tag, TagId, TagKind, Target, Way};
pub use page::{Panel, SpineText, Wrap};
pub use sample::{Composed, Composer, Sample, Stage, compose};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Diagnostic, Sink, Span};
use crate::font::FontBook;
use crate::model::{Lang, NodeId, TextPlace};
use crate::resolve::{Edition, TocEntry, number};
use crate::text::Shaper;
use crate::theme::{Binding, Theme, TypeArea};
use crate::unit::{Length, Point, Size};

/// Where the baseline lies in the em box of a Han face, from its upper edge: 880 of 1000 units in the Noto and Source
/// Han faces and in most others. Fonts' own ascents are never asked, so that the pitch is the same for all.
pub(crate) const BASELINE: f64 = 0.88;

/// Pictures whose files say no resolution are taken for this many pixels an inch.
const PICTURE_DPI: f64 = 144.0;

/// `[layout]` of keben.toml.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Characters no font has become a visible box and a warning instead of an error.
    pub allow_missing_glyphs: bool,
    /// Whether lines keep what they look like inside (`keben dump lines`).
    #[serde(skip)]
    pub detail: bool,
}

/// A book as pages.
#[derive(Clone, Debug, Default)]
pub struct Paged {
    /// The pages in reading order; the first is a recto.
    pub pages: Vec<Page>,
    /// The tag tree: entry `n` is tag `n + 1`, parents before what they hold.
    pub tags: Vec<Tag>,
    /// Where each node stands: page, from 0, and point.
    pub places: BTreeMap<NodeId, (usize, Point)>,
    /// The outline: titles by depth.
    pub outline: Vec<OutlineEntry>,
    /// What the book says of itself.
    pub about: About,
    /// The pictures that items name.
    pub pictures: BTreeMap<String, Picture>,
    /// Where each note is called and where its text stands.
    pub notes: BTreeMap<NodeId, (Spot, Spot)>,
    /// Trimmed size of the pages.
    pub trim: Size,
    /// How far items may reach over the trim.
    pub bleed: Length,
    /// The side the book is bound on.
    pub binding: Binding,
}

/// An entry of the outline, with those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlineEntry {
    /// The title as characters, its number before it.
    pub text: String,
    /// The node it leads to.
    pub node: NodeId,
    /// Entries below.
    pub children: Vec<OutlineEntry>,
}

/// What a book says of itself, as far as a paged file keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its title.
    pub title: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// Its language.
    pub lang: Lang,
    /// Its description.
    pub description: Option<String>,
    /// Its subjects.
    pub subjects: Vec<String>,
    /// What identifies it.
    pub identifier: String,
    /// Year, month, day of the build.
    pub date: (i32, u8, u8),
}

/// A page, from 0, and a point on it.
pub type Spot = (usize, Point);

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The right or the left one of a spread (in a left-bound book).
    pub side: Side,
    /// Its number.
    pub folio: Folio,
    /// The place in the text that it begins with; `None` where no text of the book's own stands on it.
    pub begins: Option<TextPlace>,
    /// What is on it; its origin is the trim's upper left corner.
    pub frame: Frame,
}

/// A page's side. The first page of a book is a recto.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Odd pages.
    #[default]
    Recto,
    /// Even pages.
    Verso,
}

/// The page number as printed; the cover and the front matter may have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folio {
    /// Front matter, counted from 1 in small Roman numerals where a viewer shows a number.
    Front(u32),
    /// No number.
    #[default]
    None,
    /// The text, counted from 1.
    Body(u32),
}

impl Folio {
    /// The number as readers know it: printed, in small Roman numerals where a viewer shows it, else counted from 1
    /// for the page at `at`.
    pub fn name(self, at: usize) -> String {
        let roman = |n: u32| number::format(number::Style::LowerRoman, u64::from(n));
        match self {
            Self::Body(n) => n.to_string(),
            Self::Front(n) => roman(n).unwrap_or_else(|| n.to_string()),
            Self::None => (at + 1).to_string(),
        }
    }
}

/// What every step of the layout needs.
pub(crate) struct Cx<'a> {
    pub edition: &'a Edition,
    pub theme: &'a Theme,
    pub fonts: &'a FontBook,
    pub options: &'a Options,
    pub sink: &'a Sink,
    /// Printed pages of the round before, for references by page.
    pub pages: PrintedPages,
}

/// Printed page numbers by node, as far as they are known, each with its page, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PrintedPages(BTreeMap<NodeId, (usize, String)>);

impl PrintedPages {
    /// The printed page of a node; a stand-in of the usual width before it is known.
    pub fn printed(&self, id: NodeId) -> String {
        self.of(id).map_or_else(|| "00".to_owned(), |(_, printed)| printed.to_owned())
    }

    /// The page of a node, from 0, and its number as printed, where it is known.
    pub fn of(&self, id: NodeId) -> Option<(usize, &str)> {
        self.0.get(&id).map(|(page, printed)| (*page, printed.as_str()))
    }
}

/// The tag tree while it grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(pub Vec<Tag>);

impl Tags {
    pub fn push(&mut self, kind: TagKind, parent: TagId) -> TagId {
        self.0.push(Tag { kind, parent });
        TagId(self.0.len() as u32)
    }
}

/// References by page settle in this many rounds, or a warning names what still moves.
const ROUNDS: usize = 5;

/// Lays out an edition.
///
/// Missing glyphs, overfull lines and pictures that had to be left out are reported to `sink`.
pub fn layout(edition: &Edition, theme: &Theme, fonts: &FontBook, options: &Options, sink: &Sink) -> Paged {
    say_rounding(theme, sink);
    let mut pages = PrintedPages::default();
    let refers = flow::refers_to_pages(edition);
    for round in 1..=ROUNDS {
        // Only the last round may complain: a line that was too full before the numbers were known is nobody's business.
        let own = Sink::new();
        let cx = Cx { edition, theme, fonts, options, sink: &own, pages: pages.clone() };
        let paged = page::paged(&cx, official::dressed(&cx, flow::galleys(&cx)));
        let now = page::printed(&paged);
        let settled = !refers || now == pages;
        if settled || round == ROUNDS {
            own.take().into_iter().for_each(|diagnostic| sink.push(diagnostic));
            if !settled {
                let moving: Vec<&str> = now
                    .0
                    .iter()
                    .filter(|(id, page)| pages.0.get(id) != Some(page))
                    .map(|(id, _)| edition.anchor(*id))
                    .collect();
                sink.push(
                    Diagnostic::warning(
                        "unsettled-pages",
                        &Span::default(),
                        format!("page references still move: {}", moving.join(", ")),
                    )
                    .help("refer to these places by number or title"),
                );
            }
            return paged;
        }
        pages = now;
    }
    unreachable!("the last round returns")
}

/// The cover that the theme composes, 2 to 3, for the shelves of electronic books; `None` where the theme has none.
pub fn cover(edition: &Edition, theme: &Theme, fonts: &FontBook, options: &Options, sink: &Sink) -> Option<Frame> {
    let cx = Cx { edition, theme, fonts, options, sink, pages: PrintedPages::default() };
    let mut frame = page::shelf(&cx, &mut Shaper::new(fonts))?;
    std::mem::take(&mut frame.said).into_iter().for_each(|diagnostic| sink.push(diagnostic));
    Some(frame)
}

/// The printed cover as one page, spread out; what is on its front alone is told of the book's own cover, where it has one.
pub fn wrap(edition: &Edition, theme: &Theme, fonts: &FontBook, options: &Options, parts: &Wrap, sink: &Sink) -> Paged {
    page::wrap(&Cx { edition, theme, fonts, options, sink, pages: PrintedPages::default() }, parts)
}

/// Says what margins leave over, where they decide how many characters and lines there are (CJK-2).
fn say_rounding(theme: &Theme, sink: &Sink) {
    let rest = theme.page.rest(theme.body().size, theme.pitch());
    let by_margins = |count: u32, rest: Length| count == 0 && rest.abs() > Length::mm(0.05);
    let TypeArea { chars, lines } = theme.page.area;
    if by_margins(chars, rest.width) || by_margins(lines, rest.height) {
        let (wide, high) = (rest.width.to_mm(), rest.height.to_mm());
        let message = format!(
            "the type area is whole characters by whole lines: {wide:.1} mm more fall to the fore-edge, {high:.1} mm to the foot"
        );
        let finding = Diagnostic::note("type-area-rounded", &Span::default(), message);
        sink.push(finding.help("`page.area` of a theme takes characters and lines themselves"));
    }
}

/// The size a picture has by its pixels and resolution.
pub(crate) fn natural_size(picture: &Picture) -> (Length, Length) {
    let dpi = match picture.format {
        PictureFormat::Svg => 96.0,
        _ => picture.dpi.filter(|dpi| (36.0..=2400.0).contains(dpi)).unwrap_or(PICTURE_DPI),
    };
    let side = |pixels: u32| Length::pt(f64::from(pixels.max(1)) * 72.0 / dpi);
    (side(picture.size.0), side(picture.size.1))
}

/// Width of a note call in text of `size`: the frame of a circled number at note size.
pub(crate) fn call_width(cx: &Cx, size: Length) -> Length {
    size.scale(cx.theme.inline.small_size * 0.8)
}

/// The outline of an edition.
pub(crate) fn outline(entries: &[TocEntry]) -> Vec<OutlineEntry> {
    let entry = |entry: &TocEntry| OutlineEntry {
        text: entry.text.clone(),
        node: entry.id,
        children: outline(&entry.children),
    };
    entries.iter().map(entry).collect()
}

/// What an edition says of itself.
pub(crate) fn about(edition: &Edition) -> About {
    let meta = &edition.book.meta;
    About {
        title: edition.title.clone(),
        authors: meta.creators.iter().map(|creator| creator.name.clone()).collect(),
        lang: edition.lang.clone(),
        description: meta.description.clone(),
        subjects: meta.subjects.clone(),
        identifier: edition.identifier.clone(),
        date: (edition.date.year, edition.date.month, edition.date.day),
    }
}
