//! One file → [`Book`]: which notation, by name or by content. In: a path. Out: what that notation's reader gives.

use super::divide::{self, Lead};
use super::{Cx, Document, Notation, ReadError, decode, folder, json, markdown, pandoc, text};
use crate::diag::{Span, nearest};
use crate::model::Book;
use crate::source::{Bytes, Source, SourceError};

/// Formats that others turn into what is read here.
const FOREIGN: [&str; 16] = [
    "docx", "doc", "odt", "rtf", "pdf", "epub", "html", "htm", "xhtml", "tex", "rst", "org", "adoc", "mobi", "wps",
    "pages",
];

/// The book in one file.
///
/// # Errors
/// When the file is missing, empty, no text, or in a notation that is not read here.
pub(crate) fn file(file: &str, notation: Option<Notation>, cx: &Cx) -> Result<Book, ReadError> {
    let bytes = bytes(file, cx)?;
    if notation.is_none() {
        refuse_foreign(file, (*bytes).as_ref())?;
    }
    let decoded = decode::text(file, (*bytes).as_ref(), cx)?;
    drop(bytes);
    match notation.unwrap_or_else(|| self::notation(file, &decoded)) {
        Notation::Text => {
            let text::Text { document, colophon } = text::document(file, &decoded, cx);
            Ok(divide::single(document, colophon, file, Lead::Introduction, cx))
        }
        Notation::Markdown => {
            Ok(divide::single(markdown::document(file, &decoded, cx), Vec::new(), file, Lead::Stays, cx))
        }
        Notation::Json => json::book(file, &decoded),
        Notation::Pandoc => {
            Ok(divide::single(pandoc::document(file, &decoded, cx)?, Vec::new(), file, Lead::Stays, cx))
        }
    }
}

/// The theme that a text's front matter asks for, and where.
pub(crate) fn theme(file: &str, notation: Option<Notation>, source: &dyn Source) -> Option<(String, Span)> {
    let text = super::decoded(source, file)?;
    match notation.unwrap_or_else(|| self::notation(file, &text)) {
        Notation::Markdown => markdown::theme(file, &text),
        Notation::Text | Notation::Json | Notation::Pandoc => None,
    }
}

/// A text larger than this is refused: it is five long novels in one file; its pages take some hundred times its
/// bytes in memory.
const LARGEST_TEXT: usize = 16 << 20;

/// The bytes of a file that has to be there.
pub(crate) fn bytes(file: &str, cx: &Cx) -> Result<Bytes, ReadError> {
    let bytes = found(file, cx)?;
    let size = (*bytes).as_ref().len();
    if size > LARGEST_TEXT {
        let message = format!("`{file}` has {} MB; a text may have {} MB", size / 1_000_000, LARGEST_TEXT / 1_000_000);
        return Err(ReadError::new(message).help("part it into the chapters of a book folder, or into volumes"));
    }
    Ok(bytes)
}

fn found(file: &str, cx: &Cx) -> Result<Bytes, ReadError> {
    cx.source.read(file).map_err(|error| {
        let help = match &error {
            SourceError::NotFound(_) => near(file, cx).map(|near| format!("the nearest name is `{near}`")),
            SourceError::Folder(_) => Some("name a file in it, or build the folder as a book".into()),
            SourceError::Outside(_) => Some("keep all files of a book in its folder".into()),
            SourceError::Other(..) => None,
        };
        ReadError { message: error.to_string(), help }
    })
}

/// The file in the same folder whose name is most like that of a missing one.
pub(crate) fn near(file: &str, cx: &Cx) -> Option<String> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let files = cx.source.list(folder);
    let inside = |path: &String| {
        let rest = if folder.is_empty() { Some(path.as_str()) } else { path.strip_prefix(folder)?.strip_prefix('/') };
        rest.map(str::to_owned)
    };
    let names: Vec<String> = files.iter().filter_map(inside).collect();
    let here = nearest(name, names.iter().map(String::as_str).filter(|name| !name.contains('/')));
    let join = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    here.map(join).or_else(|| {
        // The right name in another folder.
        let end = format!("/{name}");
        cx.source.list("").into_iter().find(|path| path.ends_with(&end))
    })
}

/// The document in a file of a book folder, whose notation its name tells.
///
/// # Errors
/// As [`file`].
pub(crate) fn document(file: &str, how: &folder::How, cx: &Cx) -> Result<Document, ReadError> {
    let bytes = bytes(file, cx)?;
    refuse_foreign(file, (*bytes).as_ref())?;
    let decoded = decode::text(file, (*bytes).as_ref(), cx)?;
    drop(bytes);
    Ok(match notation(file, &decoded) {
        Notation::Text => {
            let text::Text { mut document, colophon } = text::document(file, &decoded, cx);
            document.blocks.extend(colophon);
            document
        }
        Notation::Markdown => folder::markdown(file, &decoded, how, cx),
        Notation::Pandoc => pandoc::document(file, &decoded, cx)?,
        Notation::Json => {
            return Err(ReadError::new(format!("`{file}` is JSON of a whole book, not a chapter"))
                .help("build it alone, or convert it to Markdown"));
        }
    })
}

fn extension(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Formats keben does not read are better named than shown as broken text.
fn refuse_foreign(file: &str, bytes: &[u8]) -> Result<(), ReadError> {
    const MAGIC: [(&[u8], &str); 7] = [
        (b"%PDF-", "pdf"),
        (b"PK\x03\x04", "docx, epub or other zip"),
        (b"\xd0\xcf\x11\xe0", "doc"),
        (b"{\\rtf", "rtf"),
        (b"<!DOCTYPE html", "html"),
        (b"<!doctype html", "html"),
        (b"<html", "html"),
    ];
    let extension = extension(file);
    let by_name = FOREIGN.iter().find(|foreign| **foreign == extension).copied();
    let by_magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, format)| *format);
    // Markdown may well begin with a tag.
    let known = matches!(extension.as_str(), "md" | "markdown" | "mdown" | "txt" | "text" | "json");
    match by_name.or(by_magic.filter(|format| !(known && *format == "html"))) {
        None => Ok(()),
        Some(format) => Err(ReadError::new(format!("`{file}` is a {format} file, which keben does not read"))
            .help(format!("convert it with `pandoc -t json -o book.json {file}` and build book.json"))),
    }
}

/// The notation of a file: by its name, else by what stands in it.
fn notation(file: &str, text: &str) -> Notation {
    match extension(file).as_str() {
        "md" | "markdown" | "mdown" | "mkd" => Notation::Markdown,
        "txt" | "text" => Notation::Text,
        "json" => json_notation(text),
        _ if text.trim_start().starts_with('{') && text.trim_end().ends_with('}') => json_notation(text),
        _ if looks_like_markdown(text) => Notation::Markdown,
        _ => Notation::Text,
    }
}

/// Pandoc names its version at the top or, with sorted keys, at the end.
fn json_notation(text: &str) -> Notation {
    let key = "\"pandoc-api-version\"";
    let old = text.trim_start().starts_with("[{\"unMeta\"");
    if old || text.contains(key) { Notation::Pandoc } else { Notation::Json }
}

fn looks_like_markdown(text: &str) -> bool {
    text.starts_with("---\n")
        || text.lines().take(2000).any(|line| {
            let heading = line.trim_start_matches('#');
            let marks = line.len() - heading.len();
            ((1..=6).contains(&marks) && heading.starts_with(' '))
                || line.starts_with("```")
                || line.starts_with("> ")
                || line.contains("](")
                || line.contains("**")
        })
}
