//! The PDF to read: tagged, outlined, with links and page labels.

use std::num::NonZeroU32;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as PdfTarget};
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, PdfVersion};
use krilla::destination::{Destination, XyzDestination};
use krilla::error::KrillaError;
use krilla::geom::{Point, Rect};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::{Document, SerializeSettings};

use super::font::Fonts;
use super::image::Images;
use super::paint::{Inks, Painter};
use super::tag::Tree;
use super::{Options, PdfError, metadata, violations};
use crate::diag::{Diagnostic, Sink, Span};
use crate::font::FontBook;
use crate::layout::{Folio, Item, OutlineEntry, Paged, Placed, TagId, Target, Way};
use crate::unit::Length;

/// Writes the PDF to read.
///
/// Where the book itself stands against PDF/A or PDF/UA (private-use characters, say), the file is written without the
/// claim and `sink` hears why.
///
/// # Errors
/// When the library cannot write the file at all.
pub fn reading(paged: &Paged, fonts: &FontBook, options: &Options, sink: &Sink) -> Result<Vec<u8>, PdfError> {
    match write(paged, fonts, configuration(options.archival, options.accessible)) {
        Err(KrillaError::Validation(errors)) => {
            let message = format!("the PDF does not claim its standards: {}", violations(&errors).join("; "));
            sink.push(Diagnostic::warning("pdf-standard", &Span::default(), message));
            Ok(write(paged, fonts, configuration(false, false))?)
        }
        other => Ok(other?),
    }
}

fn configuration(archival: bool, accessible: bool) -> Configuration {
    let mut builder = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
    if archival {
        builder = builder.with_archival_validator(Archival::A2_A);
    }
    if accessible {
        builder = builder.with_accessibility_validator(Accessibility::UA1);
    }
    builder.finish().expect("PDF 1.7 carries both standards")
}

fn write(paged: &Paged, fonts: &FontBook, configuration: Configuration) -> Result<Vec<u8>, KrillaError> {
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(&paged.about));
    let mut painter = Painter { paged, fonts: Fonts::new(fonts), images: Images::default(), inks: Inks::Screen };
    let mut tree = Tree::new(&paged.tags);
    for page in &paged.pages {
        let mut sheet = document.start_page_with(settings_of(paged, page.folio));
        let mut surface = sheet.surface();
        let origin = krilla::geom::Transform::from_translate(0.0, 0.0);
        surface.push_transform(&origin);
        content(&mut painter, &mut surface, &mut tree, &page.frame.items);
        surface.pop();
        surface.finish();
        page.frame.each(&mut |placed, way| {
            if placed.tag != TagId::ARTIFACT
                && let Some(annotation) = annotation(paged, placed, way)
            {
                let identifier = sheet.add_tagged_annotation(annotation);
                tree.content(placed.tag, identifier);
            }
        });
        sheet.finish();
    }
    document.set_outline(outline(paged));
    document.set_tag_tree(tree.finish(paged.about.lang.as_str()));
    document.finish()
}

fn settings_of(paged: &Paged, folio: Folio) -> PageSettings {
    let (width, height) = (paged.trim.width.to_f32(), paged.trim.height.to_f32());
    let label = match folio {
        Folio::Front(number) => PageLabel::new(Some(NumberingStyle::LowerRoman), None, NonZeroU32::new(number)),
        Folio::Body(number) => PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(number)),
        Folio::None => PageLabel::default(),
    };
    PageSettings::from_wh(width, height)
        .expect("a theme's trim is at least 20 mm wide")
        .with_trim_box(Rect::from_xywh(0.0, 0.0, width, height))
        .with_page_label(label)
}

/// Paints items; neighbours of one tag are one piece of marked content. A missing character is a piece of its own, where
/// it stands: its box says which character it is for.
fn content(painter: &mut Painter, surface: &mut Surface, tree: &mut Tree, items: &[Placed]) {
    let mut at = 0;
    while at < items.len() {
        if let Item::Turned(inner) = &items[at].item {
            painter.turned(surface, &items[at], inner, |painter, surface| {
                content(painter, surface, tree, &inner.items);
            });
            at += 1;
            continue;
        }
        let tag = items[at].tag;
        let picture = is_picture(&items[at].item);
        let alone = |item: &Item| matches!(item, Item::Missing { .. } | Item::Turned(_));
        let mut end = at + 1;
        while end < items.len()
            && !alone(&items[at].item)
            && !alone(&items[end].item)
            && items[end].tag == tag
            && is_picture(&items[end].item) == picture
        {
            end += 1;
        }
        let group = &items[at..end];
        at = end;
        if group.iter().all(|placed| matches!(placed.item, Item::Link { .. })) {
            continue;
        }
        if tag == TagId::ARTIFACT {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            group.iter().for_each(|placed| painter.item(surface, placed));
            surface.end_tagged();
            continue;
        }
        if let [Placed { item: Item::Missing { text, .. }, .. }] = group {
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(Some(text))));
            painter.item(surface, &group[0]);
            surface.end_tagged();
            tree.content(tag, identifier);
            continue;
        }
        let kind = if picture { ContentTag::Other } else { ContentTag::Span(SpanTag::empty()) };
        let identifier: Identifier = surface.start_tagged(kind);
        group.iter().for_each(|placed| painter.item(surface, placed));
        surface.end_tagged();
        tree.content(tag, identifier);
    }
}

fn is_picture(item: &Item) -> bool {
    matches!(item, Item::Image { .. })
}

fn annotation(paged: &Paged, placed: &Placed, way: Way) -> Option<Annotation> {
    let Item::Link { size, target } = &placed.item else { return None };
    let area = way.area(crate::unit::Rect::new(placed.at, *size));
    let (x, y) = (area.at.x.to_f32(), area.at.y.to_f32());
    let rect = Rect::from_xywh(x, y, area.size.width.to_f32().max(1.0), area.size.height.to_f32().max(1.0))?;
    let (target, alt) = match target {
        Target::Url(url) => {
            let url = encoded(url);
            (PdfTarget::Action(Action::Link(LinkAction::new(url.clone()))), url)
        }
        Target::Node(id) => {
            let (page, at) = *paged.places.get(id)?;
            (destination(page, at), page_words(paged, page))
        }
        Target::Note(id) => {
            let (_, (page, at)) = *paged.notes.get(id)?;
            (destination(page, at), page_words(paged, page))
        }
        Target::Call(id) => {
            let ((page, at), _) = *paged.notes.get(id)?;
            (destination(page, at), page_words(paged, page))
        }
    };
    Some(Annotation::new_link(LinkAnnotation::new(rect, target), Some(alt)))
}

/// Where a link leads, for who hears the page.
fn page_words(paged: &Paged, page: usize) -> String {
    match paged.pages[page].folio {
        Folio::Body(number) => format!("p. {number}"),
        Folio::Front(_) | Folio::None => format!("page {}", page + 1),
    }
}

/// A little above the place, so that the line is not cut by the window's edge.
fn destination(page: usize, at: crate::unit::Point) -> PdfTarget {
    PdfTarget::Destination(Destination::Xyz(place(page, at)))
}

fn place(page: usize, at: crate::unit::Point) -> XyzDestination {
    let above = (at.y - Length::pt(14.0)).max(Length::ZERO);
    XyzDestination::new(page, Point::from_xy(at.x.to_f32().max(0.0), above.to_f32()))
}

/// URIs are ASCII (ISO 32000-1, 12.6.4.7): what is not is percent-encoded.
fn encoded(url: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    percent_encoding::utf8_percent_encode(url, KEEP).to_string()
}

fn outline(paged: &Paged) -> Outline {
    let mut outline = Outline::new();
    let mut any = false;
    for entry in &paged.outline {
        if let Some(node) = outline_node(paged, entry) {
            outline.push_child(node);
            any = true;
        }
    }
    if !any {
        // A text without titles has its own as the only entry.
        outline.push_child(OutlineNode::new(paged.about.title.clone(), place(0, crate::unit::Point::ORIGIN)));
    }
    outline
}

fn outline_node(paged: &Paged, entry: &OutlineEntry) -> Option<OutlineNode> {
    let (page, at) = *paged.places.get(&entry.node)?;
    let mut node = OutlineNode::new(entry.text.clone(), place(page, at));
    for child in &entry.children {
        if let Some(child) = outline_node(paged, child) {
            node.push_child(child);
        }
    }
    Some(node)
}
