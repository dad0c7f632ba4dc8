//! The road itself: from a source to files, in the order of the modules.

mod cover;
mod error;
mod labels;
mod manifest;
mod over;
mod places;
mod plan;
mod preflight;
mod print;
mod set;
mod wrap;

pub use error::PublishError;
pub use manifest::{MANIFEST, Manifest, ManifestError, manifest_span};
pub use plan::{plan_language, plan_page};
pub use preflight::preflight;
pub use print::{Look, PrintOptions, PrintedInks, plan, sheets, to_press};
pub use wrap::{PrintCover, PrintedCover, print_cover};

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity, Sink};
use crate::font::FontBook;
use crate::layout::{self, Paged};
use crate::model::Meta;
use crate::read::Input;
use crate::resolve::{Edition, resolve};
use crate::source::Source;
use crate::theme::{NumberingStyle, Theme};
use crate::{epub, html, impose, pdf, read, resolve};

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The PDF to read.
    Pdf,
    /// The PDF to print at home.
    Booklet,
    /// The PDF for a print shop.
    Press,
    /// How the booklet is printed and bound, on a page.
    Plan,
    /// EPUB 3.3.
    Epub,
    /// HTML: one page, or a site.
    Html,
    /// The cover as pictures, for shops.
    Cover,
    /// The model.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] =
        [Self::Pdf, Self::Booklet, Self::Press, Self::Plan, Self::Epub, Self::Html, Self::Cover, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Booklet => "booklet",
            Self::Press => "press",
            Self::Plan => "plan",
            Self::Epub => "epub",
            Self::Html => "html",
            Self::Cover => "cover",
            Self::Json => "json",
        }
    }
}

/// All choices made.
#[derive(Clone, Debug)]
pub struct Job {
    /// Name of the outputs, without ending.
    pub name: String,
    /// What is read.
    pub input: Input,
    /// What is made.
    pub formats: Vec<Format>,
    /// How things look.
    pub theme: Theme,
    /// Metadata that goes over what the texts say.
    pub meta: Meta,
    /// How texts are read.
    pub read: read::Options,
    /// How titles are numbered.
    pub numbering: resolve::Options,
    /// How pages are made.
    pub layout: layout::Options,
    /// The PDF to read.
    pub pdf: pdf::Options,
    /// In what everything is printed.
    pub print: PrintOptions,
    /// The booklet to print at home.
    pub booklet: impose::Options,
    /// What goes to a print shop.
    pub press: impose::Options,
    /// The cover that a print shop wraps around it.
    pub print_cover: Option<PrintCover>,
    /// The EPUB.
    pub epub: epub::Options,
    /// The HTML.
    pub html: html::Options,
}

impl Job {
    /// From "as typed" to "as meant": what a project's manifest leaves open is filled in.
    pub fn new(name: String, input: Input, theme: Theme, manifest: Manifest) -> Self {
        let Manifest {
            name: said,
            theme: _,
            book,
            chapters,
            mut read,
            numbering,
            index,
            layout,
            pdf,
            print,
            booklet,
            mut press,
            print_cover,
            epub,
            html,
        } = manifest;
        // Print shops impose by themselves, unless they are told how.
        let scheme = *press.scheme.get_or_insert(impose::Kind::Pages);
        let marks = if scheme == impose::Kind::Pages { impose::Marks::CROP } else { impose::Marks::ALL };
        press.marks.get_or_insert(marks);
        if read.title.is_none() && !book.title.is_empty() {
            read.title = Some(book.title.clone());
        }
        if read.language.is_none() {
            read.language.clone_from(&book.language);
        }
        read.cites |= !book.references.bibliography.is_empty();
        let NumberingStyle { headings, depth } = theme.numbering;
        let numbering = resolve::Options {
            headings: numbering.headings.unwrap_or(headings),
            gives_way: numbering.headings.is_none(),
            depth: numbering.depth.unwrap_or(depth),
            contents_depth: numbering.contents_depth,
            index,
        };
        Self {
            name: said.unwrap_or(name),
            input: chapters.map_or(input, Input::Chapters),
            formats: vec![Format::Pdf, Format::Booklet, Format::Epub],
            theme,
            meta: book,
            read,
            numbering,
            layout,
            pdf,
            print,
            booklet,
            press,
            print_cover,
            epub,
            html,
        }
    }

    /// The name of the file or folder that a format becomes; one longer than folders take (255 bytes) is cut.
    fn output(&self, format: Format) -> String {
        let name = &self.name[..self.name.floor_char_boundary(240)];
        match format {
            Format::Pdf => format!("{name}.pdf"),
            Format::Booklet => format!("{name}-booklet"),
            Format::Press => format!("{name}-press"),
            Format::Plan => format!("{name}-plan"),
            Format::Epub => format!("{name}.epub"),
            Format::Html => match self.html.form {
                html::Form::Page => format!("{name}.html"),
                html::Form::Site => format!("{name}-html"),
            },
            Format::Cover => format!("{name}-cover"),
            Format::Json => format!("{name}.json"),
        }
    }
}

/// A finished file or folder.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// What it is.
    pub format: Format,
    /// Its name: of a file, or of a folder.
    pub name: String,
    /// What it holds.
    pub content: Content,
    /// Its pages or sheets, where it has any, with the word for one.
    pub extent: Option<(usize, &'static str)>,
}

/// What an artifact holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The bytes of a file.
    File(Vec<u8>),
    /// The files of a folder, by their paths in it.
    Folder(BTreeMap<String, Vec<u8>>),
}

impl Content {
    /// The bytes, where it is a file.
    pub fn file(&self) -> Option<&[u8]> {
        match self {
            Self::File(bytes) => Some(bytes),
            Self::Folder(_) => None,
        }
    }

    /// How many bytes it has, of all files together.
    pub fn size(&self) -> usize {
        match self {
            Self::File(bytes) => bytes.len(),
            Self::Folder(files) => files.values().map(Vec::len).sum(),
        }
    }
}

/// Reads and resolves: what every output agrees on.
///
/// # Errors
/// When there is nothing to go on with.
pub fn edition(job: &Job, source: &dyn Source, sink: &Sink) -> Result<Edition, PublishError> {
    let mut book = read::read(source, &job.input, &job.read, sink)?;
    over::lay_over(&mut book.meta, &job.meta);
    if book.meta.official.is_some() && !job.theme.official.show {
        let name = &job.theme.name;
        let message =
            format!("the parts of an official document are not shown: the theme `{name}` has no place for them");
        let help =
            "`--theme gongwen` (`theme = \"gongwen\"` in keben.toml, `theme: gongwen` in front matter) sets them";
        sink.push(Diagnostic::warning("official-theme", &book.meta.places.of("official"), message).help(help));
    }
    if book.meta.title.is_empty() && book.divisions().count() > 1 {
        // No text of several names the whole: the folder's name does.
        book.meta.title.clone_from(&job.name);
    }
    Ok(resolve(book, source, &job.numbering, sink))
}

/// Lays out an edition.
///
/// # Errors
/// When there is no font at all.
pub fn paged(job: &Job, edition: &Edition, fonts: &FontBook, sink: &Sink) -> Result<Paged, PublishError> {
    if fonts.faces().is_empty() {
        return Err(PublishError::NoFonts);
    }
    Ok(layout::layout(edition, &job.theme, &fonts.for_roles(&job.theme.fonts), &job.layout, sink))
}

/// Makes everything a job asks for. Whatever is wrong in the book is told to `sink`; the files are whole all the same.
///
/// # Errors
/// When there is nothing to go on with, pages do not fit on sheets, or a PDF cannot be written. Then nothing is made.
pub fn publish(job: &Job, source: &dyn Source, fonts: &FontBook, sink: &Sink) -> Result<Vec<Artifact>, PublishError> {
    let fonts = &*fonts.for_roles(&job.theme.fonts);
    let edition = edition(job, source, sink)?;
    let wants = |format| job.formats.contains(&format);
    let has_pages = [Format::Pdf, Format::Booklet, Format::Press, Format::Plan, Format::Epub];
    let paged = if has_pages.into_iter().any(wants) { Some(paged(job, &edition, fonts, sink)?) } else { None };
    let pages = paged.as_ref().filter(|_| wants(Format::Epub)).map(page_marks).unwrap_or_default();
    let site = (wants(Format::Epub) || wants(Format::Html))
        .then(|| html::site(&edition, &job.theme, &pages, job.epub.split(), sink));
    // What is wrong with the words of a cover is told of its page, where there are pages.
    let told = Sink::new();
    let covers = if wants(Format::Epub) || wants(Format::Cover) {
        cover::pictures(job, &edition, fonts, sink, if paged.is_some() { &told } else { sink })
    } else {
        Vec::new()
    };
    let make = |&format: &Format| -> Result<Vec<Artifact>, PublishError> {
        let laid_out = || paged.as_ref().expect("it was laid out above");
        let documents = || site.as_ref().expect("it was made above");
        let (content, extent) = match format {
            Format::Pdf => {
                let paged = laid_out();
                let bytes = pdf::reading(paged, fonts, &job.pdf, sink)?;
                (Content::File(bytes), Some((paged.pages.len(), "page")))
            }
            Format::Booklet => return print::booklet(job, laid_out(), source, fonts, sink),
            Format::Press => return print::press(job, &edition, laid_out(), source, fonts, sink),
            Format::Plan => return print::instructions(job, &edition, laid_out(), fonts),
            Format::Epub => {
                let bytes = epub::write(documents(), &edition, &job.theme, fonts, covers.first(), &job.epub, sink);
                (Content::File(bytes), None)
            }
            Format::Html => match job.html.form {
                html::Form::Page => (Content::File(html::page(documents(), &edition)), None),
                html::Form::Site => {
                    let files = html::website(documents(), &edition, &job.theme, fonts, &job.html, sink);
                    (Content::Folder(files), Some((documents().docs.len() + 1, "page")))
                }
            },
            Format::Cover => return Ok(cover::artifacts(&covers, &job.output(format))),
            Format::Json => (Content::File(read::to_json(&edition.book).into_bytes()), None),
        };
        Ok(vec![Artifact { format, name: job.output(format), content, extent }])
    };
    use rayon::prelude::*;
    let mut formats = job.formats.clone();
    formats.sort();
    formats.dedup();
    let made: Vec<Vec<Artifact>> = formats.par_iter().map(make).collect::<Result<_, _>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// Where the pages of the PDF begin that have text, by their numbers.
pub fn page_marks(paged: &Paged) -> Vec<html::PageMark> {
    let mark =
        |(at, page): (usize, &layout::Page)| Some(html::PageMark { label: page.folio.name(at), place: page.begins? });
    paged.pages.iter().enumerate().filter_map(mark).collect()
}

/// Whether a finding of this kind fails a build that denies `denied` (`warnings`, or a code).
///
/// ```
/// use keben::diag::{Diagnostic, Span};
/// let finding = Diagnostic::warning("broken-link", &Span::default(), "no file `b.md`");
/// assert!(keben::publish::denies(&["warnings".into()], &finding));
/// assert!(keben::publish::denies(&["broken-link".into()], &finding));
/// assert!(!keben::publish::denies(&[], &finding));
/// ```
pub fn denies(denied: &[String], finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
        || denied
            .iter()
            .any(|code| code == finding.code || (code == "warnings" && finding.severity == Severity::Warning))
}
