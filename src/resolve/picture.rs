//! Reads and probes each picture of a book once: which picture there is, all outputs must agree on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use data_url::DataUrl;
use percent_encoding::percent_decode_str;

use super::probe::{Probed, probe};
use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Inline};
use crate::source::{Bytes, Source, SourceError};

/// A picture of the book, probed.
#[derive(Clone)]
pub struct Picture {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its format by content, whatever its name says.
    pub format: PictureFormat,
    /// Its size in pixels (SVG: in CSS pixels, 1/96 inch); neither is zero.
    pub size: (u32, u32),
    /// Resolution in pixels an inch, where the file says so.
    pub dpi: Option<f64>,
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG, baseline or progressive.
    Jpeg,
    /// WebP, lossy or not, first frame.
    Webp,
    /// GIF, first frame.
    Gif,
    /// SVG as text; compressed SVG is reported.
    Svg,
}

impl PictureFormat {
    /// The media type, as EPUB's manifest wants it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The usual ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
        }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}x{}", self.format, self.size.0, self.size.1)
    }
}

/// A near name is looked for at most this often a build: it costs a look at every name there is, and nobody reads
/// the hundredth.
pub(super) const MAX_NEAR: usize = 100;

/// The pictures of a book, the cover among them, by the path their image carries.
pub(super) fn pictures(book: &Book, source: &dyn Source, sink: &Sink) -> BTreeMap<String, Picture> {
    let mut reader = Reader { source, sink, seen: BTreeSet::new(), files: None, near: 0, pictures: BTreeMap::new() };
    if let Some(cover) = &book.meta.cover {
        reader.picture(cover, &book.meta.places.of("cover"));
    }
    walk::book(book, &mut |node| match node {
        Node::Block(Block::Figure(figure)) => {
            figure.images.iter().for_each(|image| reader.picture(&image.path, &image.span));
        }
        Node::Inline(Inline::Image(image)) => reader.picture(&image.path, &image.span),
        Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
    });
    reader.pictures
}

struct Reader<'s> {
    source: &'s dyn Source,
    sink: &'s Sink,
    seen: BTreeSet<String>,
    /// All files of the project, once somebody asked.
    files: Option<Vec<String>>,
    near: usize,
    pictures: BTreeMap<String, Picture>,
}

impl Reader<'_> {
    fn picture(&mut self, path: &str, span: &Span) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        let Some(bytes) = self.bytes(path, span) else { return };
        match probe((*bytes).as_ref()) {
            Ok(Probed { format, size, dpi, unsafe_parts }) => {
                if let Some(parts) = unsafe_parts {
                    let message = format!("the picture `{}` holds {parts}, which books leave out", shown(path));
                    let help = "save it as plain SVG, with everything it shows inside the file";
                    self.sink.push(Diagnostic::warning("unsafe-svg", span, message).help(help));
                }
                self.pictures.insert(path.to_owned(), Picture { bytes, format, size, dpi });
            }
            Err(fault) => {
                let message = format!("the picture `{}` {}", shown(path), fault.what);
                self.sink.push(Diagnostic::error(fault.code, span, message).help(fault.help));
            }
        }
    }

    fn bytes(&mut self, path: &str, span: &Span) -> Option<Bytes> {
        let lower = path.get(..8).unwrap_or(path).to_ascii_lowercase();
        if lower.starts_with("data:") {
            let body = DataUrl::process(path).ok().and_then(|url| url.decode_to_vec().ok());
            let Some((bytes, _)) = body else {
                let message = format!("the picture `{}` cannot be decoded", shown(path));
                let help = "save it as a file, and name that file";
                self.sink.push(Diagnostic::error("broken-image", span, message).help(help));
                return None;
            };
            return Some(Arc::new(bytes));
        }
        if path.starts_with("//") || lower.starts_with("http:") || lower.starts_with("https:") {
            let message = format!("the picture `{}` lies on the web and is left out", shown(path));
            let help = "download it into the project, and name that file";
            self.sink.push(Diagnostic::warning("remote-image", span, message).help(help));
            return None;
        }
        let read = self.source.read(path).or_else(|error| {
            let decoded = percent_decode_str(path).decode_utf8_lossy();
            let other = matches!(error, SourceError::NotFound(_)) && decoded != path;
            if other { self.source.read(&decoded).map_err(|_| error) } else { Err(error) }
        });
        match read {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.missing(path, &error, span);
                None
            }
        }
    }

    fn missing(&mut self, path: &str, error: &SourceError, span: &Span) {
        let message = match error {
            _ if path.trim().is_empty() => "an image without a path".to_owned(),
            SourceError::NotFound(_) => format!("no picture `{}`", shown(path)),
            SourceError::Outside(_) | SourceError::Folder(_) | SourceError::Other(..) => error.to_string(),
        };
        let help = match error {
            SourceError::Outside(_) => Some("copy it into the project, and name that file".to_owned()),
            SourceError::NotFound(_) => self.nearest(path).map(|near| format!("the nearest file is `{near}`")),
            SourceError::Folder(_) | SourceError::Other(..) => None,
        };
        let help = help.unwrap_or_else(|| "check the path; it starts at the file that names the picture".to_owned());
        self.sink.push(Diagnostic::error("missing-image", span, message).help(help));
    }

    /// The file most likely meant: one of that name in another folder, else the one whose path is most alike.
    fn nearest(&mut self, path: &str) -> Option<&str> {
        self.near += 1;
        if self.near > MAX_NEAR {
            return None;
        }
        let source = self.source;
        let files: &[String] = self.files.get_or_insert_with(|| {
            let is_picture = |path: &String| {
                let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                ["png", "jpg", "jpeg", "webp", "gif", "svg"].contains(&ending.as_str())
            };
            source.list("").into_iter().filter(is_picture).collect()
        });
        let name = file_name(path);
        let same = files.iter().find(|known| file_name(known).eq_ignore_ascii_case(name));
        same.map(String::as_str).or_else(|| nearest(path, files.iter().map(String::as_str)))
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path as a message shows it: a picture that stands in the text itself would fill the screen.
fn shown(path: &str) -> String {
    const LONGEST: usize = 80;
    if path.chars().count() <= LONGEST {
        return path.to_owned();
    }
    path.chars().take(LONGEST).chain(['…']).collect()
}
