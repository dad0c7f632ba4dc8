//! Content documents + package, navigation and fonts → one EPUB 3.3 file. In: [`Site`]. Out: bytes.
//!
//! Written for the weakest reader as well: contents twice (nav and NCX), a guide, TrueType fonts, ASCII file names.

mod accessibility;
mod formula;
mod nav;
mod ncx;
mod obfuscate;
mod package;
mod zip;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::Sink;
use crate::font::FontBook;
use crate::html::{self, Fonts, Matter, Site};
use crate::resolve::{Edition, PictureFormat};
use crate::theme::{Binding, Theme};

/// `[epub]` of keben.toml.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Which fonts go into the book.
    pub fonts: Fonts,
    /// Whether fonts are made unusable outside of the book (EPUB 3.3, 4.3), as some licences ask.
    pub obfuscate: bool,
    /// Down to which sections documents begin.
    pub split_depth: html::Depth,
    /// How large a document may be.
    pub split_size: html::DocSize,
    /// How lines run in Chinese, Japanese and Korean; the pages of other languages have lines across.
    pub writing: Writing,
    /// How the book wants to be shown, where it does not leave that to readers.
    pub rendition: Rendition,
}

/// How lines run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Writing {
    /// Across the page.
    #[default]
    Horizontal,
    /// Down the page, line after line to the left; pages turn to the right.
    Vertical,
}

impl Options {
    /// Where documents are divided.
    pub fn split(&self) -> html::Split {
        html::Split { depth: self.split_depth, size: self.split_size }
    }
}

/// `[epub.rendition]`: how a book wants to be shown (EPUB 3.3, 8.2). What is not said is left to the reading system. The
/// text always flows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rendition {
    /// Whether it is read page by page or scrolled.
    pub flow: Option<Flow>,
    /// How the screen is held.
    pub orientation: Option<Orientation>,
    /// When two pages stand side by side.
    pub spread: Option<Spread>,
}

/// Whether a book is read page by page or scrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// As the reader likes.
    Auto,
    /// Page by page.
    Paginated,
    /// Each document by itself.
    ScrolledDoc,
    /// The whole book in one.
    ScrolledContinuous,
}

/// How the screen is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// As the reader likes.
    Auto,
    /// Upright.
    Portrait,
    /// Lying.
    Landscape,
}

/// When two pages stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// As the reader likes.
    Auto,
    /// Never.
    None,
    /// On a screen that lies.
    Landscape,
    /// Always.
    Both,
}

impl Rendition {
    /// The properties that are said.
    fn properties(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let Self { flow, orientation, spread } = self;
        let flow = flow.map(|flow| match flow {
            Flow::Auto => "auto",
            Flow::Paginated => "paginated",
            Flow::ScrolledDoc => "scrolled-doc",
            Flow::ScrolledContinuous => "scrolled-continuous",
        });
        let orientation = orientation.map(|orientation| match orientation {
            Orientation::Auto => "auto",
            Orientation::Portrait => "portrait",
            Orientation::Landscape => "landscape",
        });
        let spread = spread.map(|spread| match spread {
            Spread::Auto => "auto",
            Spread::None => "none",
            Spread::Landscape => "landscape",
            Spread::Both => "both",
        });
        let said = [("flow", flow), ("orientation", orientation), ("spread", spread)];
        said.into_iter().filter_map(|(property, value)| Some((property, value?)))
    }
}

/// The picture on the cover: the author's, or the printed cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its format.
    pub format: PictureFormat,
    /// Its size in pixels.
    pub size: (u32, u32),
}

/// A file of the publication and what the manifest says of it.
struct Entry {
    /// Its path below the folder of the package, and the name of the manifest's item, made from it.
    path: String,
    media_type: &'static str,
    properties: &'static str,
    bytes: Vec<u8>,
}

impl Entry {
    fn new(path: impl Into<String>, media_type: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), media_type, properties: "", bytes: bytes.into() }
    }

    /// The manifest's name for it: its path as an NCName. Paths begin with a letter and are ASCII.
    fn id(&self) -> String {
        self.path.replace('/', "_")
    }
}

const XHTML: &str = "application/xhtml+xml";

/// Writes a book as EPUB 3.3. The same input gives the same bytes.
pub fn write(
    site: &Site,
    edition: &Edition,
    theme: &Theme,
    fonts: &FontBook,
    cover: Option<&Cover>,
    options: &Options,
    sink: &Sink,
) -> Vec<u8> {
    let embedded = html::embed(site, edition, theme, fonts, options.fonts, sink);
    let css = html::stylesheet(theme, &edition.lang, &embedded.families);
    let vertical = options.writing == Writing::Vertical && edition.lang.is_cjk();
    let css = embedded.css + &if vertical { html::vertical(&css) } else { css };
    let cover = cover.map(|cover| nav::cover(cover, edition));
    let has_cover = cover.is_some();

    // The spine: cover, title page, contents, then the text.
    let mut spine: Vec<Entry> = Vec::new();
    let mut others: Vec<Entry> = Vec::new();
    if let Some((document, picture)) = cover {
        spine.push(document);
        others.push(picture);
    }
    spine.push(Entry::new(&site.title_page.path, XHTML, site.title_page.xhtml()));
    spine.push(Entry {
        properties: "nav",
        ..Entry::new(nav::PATH, XHTML, nav::navigation(site, edition, has_cover).write_xml_file())
    });
    let mut drawer = formula::Drawer::new(edition, theme, fonts);
    for doc in &site.docs {
        let properties = if doc.mathml { "mathml" } else { "" };
        spine.push(Entry { properties, ..Entry::new(&doc.path, XHTML, drawer.document(doc).xhtml()) });
    }
    others.extend(drawer.files());

    others.push(Entry::new(ncx::PATH, "application/x-dtbncx+xml", ncx::document(site, edition).write_xml_file()));
    others.push(Entry::new("css/book.css", "text/css", css));
    for picture in site.pictures.values() {
        let bytes: &[u8] = (*picture.picture.bytes).as_ref();
        others.push(Entry::new(format!("images/{}", picture.name), picture.picture.format.media_type(), bytes));
    }
    let mut fonts: Vec<Entry> =
        embedded.files.into_iter().map(|(path, bytes)| Entry::new(path, "font/ttf", bytes)).collect();
    let encryption = options.obfuscate.then(|| obfuscate::fonts(&mut fonts, &edition.identifier));
    others.extend(fonts);
    others.sort_by(|a, b| a.path.cmp(&b.path));

    let leftwards = vertical || theme.page.binding == Binding::Right;
    let shown = package::Shown { rendition: options.rendition, vertical, leftwards };
    let package = package::document(site, edition, &spine, &others, shown, sink);
    zip::pack(package.write_xml_file(), encryption, spine.into_iter().chain(others))
}

/// Where the text begins: the first document of the body, else the first there is.
fn text_start(site: &Site) -> &str {
    let body = site.docs.iter().find(|doc| doc.matter == Matter::Body);
    body.or(site.docs.first()).map_or(&site.title_page.path, |doc| &doc.path)
}
