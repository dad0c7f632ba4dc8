//! book.toml (mdBook) and book.json (GitBook, HonKit): what they say of a book, and where its summary lies.

use serde::Deserialize;

use crate::diag::{Diagnostic, Span};
use crate::model::{Creator, Identifier, IdentifierScheme, Lang, Meta, Places};
use crate::read::{Cx, ReadError, decode, json};

/// What a folder's manifest says.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    pub meta: Meta,
    pub is_mdbook: bool,
    pub is_gitbook: bool,
    /// Folder of the texts, empty for the project's own.
    root: String,
    /// Name of the summary in it, where it is not SUMMARY.md.
    summary: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Mdbook {
    book: MdbookBook,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MdbookBook {
    title: Option<String>,
    authors: Vec<String>,
    author: Option<String>,
    description: Option<String>,
    language: Option<String>,
    src: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Gitbook {
    title: Option<String>,
    author: Option<String>,
    description: Option<String>,
    language: Option<String>,
    isbn: Option<String>,
    root: Option<String>,
    structure: Structure,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Structure {
    summary: Option<String>,
}

impl Manifest {
    /// Reads the project's book.toml, else its book.json. A broken one is reported, and counts as silent.
    pub(super) fn read(cx: &Cx) -> Self {
        if let Some(text) = text("book.toml", cx) {
            let parsed = toml::from_str::<Mdbook>(&text).map_err(|error| error.message().to_owned());
            let MdbookBook { title, mut authors, author, description, language, src } =
                told("book.toml", parsed, cx).unwrap_or_default().book;
            authors.extend(author);
            let meta = meta(title, authors, description, language, None, "book.toml", cx);
            let root = src.unwrap_or_else(|| "src".into());
            return Self { meta, is_mdbook: true, root, ..Self::default() };
        }
        if let Some(text) = text("book.json", cx) {
            let parsed =
                serde_json::from_str::<Gitbook>(&text).map_err(|error| json::fault("book.json", &error).message);
            let Gitbook { title, author, description, language, isbn, root, structure } =
                told("book.json", parsed, cx).unwrap_or_default();
            let meta = meta(title, author.into_iter().collect(), description, language, isbn, "book.json", cx);
            let root = root.unwrap_or_default();
            return Self { meta, is_gitbook: true, root, summary: structure.summary, ..Self::default() };
        }
        Self::default()
    }

    /// The path of the summary, where there is one.
    pub(super) fn summary(&self, cx: &Cx) -> Option<String> {
        let named = self.summary.as_deref().unwrap_or("SUMMARY.md");
        // A link from a file of the folder: joined as every other path is, so that it cannot leave the project.
        let inside = |folder: &str, name: &str| crate::source::join("", &format!("{folder}/{name}").replace("//", "/"));
        let folders = [self.root.trim_matches('/'), "", "src", "docs"];
        let names = [named, "SUMMARY.md", "summary.md", "Summary.md"];
        let mut paths = folders.iter().flat_map(|folder| names.iter().map(move |name| inside(folder, name)));
        paths.find_map(|path| path.filter(|path| cx.source.exists(path)))
    }
}

fn text(file: &str, cx: &Cx) -> Option<String> {
    let bytes = cx.source.read(file).ok()?;
    let decoded = decode::text(file, (*bytes).as_ref(), cx).map_err(|ReadError { message, .. }| message);
    told(file, decoded, cx)
}

fn told<T>(file: &str, result: Result<T, String>, cx: &Cx) -> Option<T> {
    let tell = |message: String| {
        cx.sink.push(
            Diagnostic::warning("manifest", &Span::file(file), message).help("what it says of the book is not used"),
        );
    };
    result.map_err(tell).ok()
}

fn meta(
    title: Option<String>,
    authors: Vec<String>,
    description: Option<String>,
    language: Option<String>,
    isbn: Option<String>,
    file: &str,
    cx: &Cx,
) -> Meta {
    let language = language.and_then(|tag| {
        // GitBook writes `zh-hans`, mdBook `zh-CN`; a tag that is none is reported.
        let parsed = tag.parse::<Lang>().map_err(|error| error.to_string());
        told(file, parsed, cx)
    });
    let name = |name: String| Creator { name, ..Creator::default() };
    let mut places = Places::default();
    places.keep("", Span::file(file));
    Meta {
        places,
        title: title.unwrap_or_default(),
        creators: authors.into_iter().filter(|author| !author.trim().is_empty()).map(name).collect(),
        description: description.filter(|text| !text.trim().is_empty()),
        language,
        identifiers: isbn.map(|value| Identifier { scheme: IdentifierScheme::Isbn, value }).into_iter().collect(),
        ..Meta::default()
    }
}
