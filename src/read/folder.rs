//! A book's folder → [`Book`]. In: SUMMARY.md or the files in order; book.toml, book.json. Out: one division a file.

mod manifest;
mod order;

use std::collections::BTreeSet;

use super::summary::{self, Chapter, Entry};
use super::visit::{self, Change};
use super::{Chapters, Cx, Document, ReadError, decode, detect, divide, include, markdown};
use crate::diag::{Diagnostic, Sink, Span};
use crate::model::{Book, Division, DivisionKind, Meta, walk};
use crate::source;
use manifest::Manifest;
use order::{is_text, order};

/// How the Markdown of a folder is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct How {
    /// Whether `{{#include}}` and its like are resolved.
    pub includes: bool,
    /// Whether lines of Rust that begin with `# ` are left out, as mdBook hides them.
    pub hide_rust: bool,
}

/// The book in the project's folder.
///
/// # Errors
/// When there is no file in it to read, or none of them can be read.
pub(crate) fn folder(cx: &Cx) -> Result<Book, ReadError> {
    let manifest = Manifest::read(cx);
    match manifest.summary(cx) {
        Some(file) => from_summary(&file, &manifest, cx),
        None => from_files(&manifest, cx),
    }
}

/// The book whose files keben.toml lists.
///
/// # Errors
/// When the list names no file that can be read.
pub(crate) fn chapters(chapters: &Chapters, cx: &Cx) -> Result<Book, ReadError> {
    let Chapters { front, body, back } = chapters;
    let how = How { includes: true, hide_rust: false };
    // A text in one file has its chapters inside it.
    let mut book = match body.as_slice() {
        [only] => alone(only, cx)?,
        _ => Book::default(),
    };
    let mut seen = BTreeSet::new();
    let mut read = |files: &[String], kind: DivisionKind| -> Vec<Division> {
        let all = files.iter().filter(|file| seen.insert((*file).clone()));
        all.filter_map(|file| {
            let mut division = listed(file, how, cx)?;
            if division.kind == DivisionKind::Chapter {
                division.kind = kind;
            }
            Some(division)
        })
        .collect()
    };
    let mut lead = read(front, DivisionKind::Preface);
    lead.append(&mut book.front);
    book.front = lead;
    if body.len() != 1 {
        book.body = read(body, DivisionKind::Chapter);
    }
    book.back.extend(read(back, DivisionKind::Afterword));
    if book.divisions().next().is_none() {
        return Err(ReadError::new("the chapter list names no file that can be read")
            .help("list files under `[chapters]` in keben.toml: `body = [\"chapter-1.md\"]`"));
    }
    if book.meta.title.is_empty() && cx.options.title.is_none() {
        book.meta.title = own_name("README.md", &book, cx);
    }
    Ok(book)
}

/// The only text of a folder.
fn alone(file: &str, cx: &Cx) -> Result<Book, ReadError> {
    say_theme(detect::theme(file, None, cx.source).as_ref(), cx);
    detect::file(file, None, cx)
}

/// Tells of a theme that a text of a folder asks for: only a text that is built by itself has a say in it.
pub(super) fn say_theme(theme: Option<&(String, Span)>, cx: &Cx) {
    let Some((name, span)) = theme else { return };
    let message = format!("`theme: {name}` is not obeyed: the text is one of a folder");
    let help = "name the theme in the folder's keben.toml, or build the text by itself";
    cx.sink.push(Diagnostic::warning("front-matter", span, message).help(help));
}

/// A file of the chapter list; one that cannot be read is an error of the book.
fn listed(file: &str, how: How, cx: &Cx) -> Option<Division> {
    match detect::document(file, &how, cx) {
        Ok(document) => Some(divide::chapter(document, file, Some(divide::stem(file)), cx)),
        Err(ReadError { message, help }) => {
            let mut diagnostic = Diagnostic::error("chapter", &Span::file(file), message);
            diagnostic.help = help;
            cx.sink.push(diagnostic);
            None
        }
    }
}

/// Markdown with its directives resolved; spans and complaints speak of the files as they lie there.
pub(crate) fn markdown(file: &str, text: &str, how: &How, cx: &Cx) -> Document {
    if !how.includes || !(text.contains("{{") || text.contains("{%") || (how.hide_rust && text.contains("rust"))) {
        return markdown::document(file, text, cx);
    }
    let expanded = include::expand(file, text, how.hide_rust, cx);
    let sink = Sink::new();
    let mut document = markdown::document(file, &expanded.text, &Cx { sink: &sink, ..*cx });
    let origins = expanded.origins();
    for mut diagnostic in sink.take() {
        diagnostic.span = origins.span(&diagnostic.span);
        cx.sink.push(diagnostic);
    }
    visit::blocks(&mut document.blocks, &mut Back { origins });
    document
}

struct Back<'e> {
    origins: include::Origins<'e>,
}

impl Change for Back<'_> {
    fn span(&mut self, span: &mut Span) {
        *span = self.origins.span(span);
    }
}

fn from_summary(file: &str, manifest: &Manifest, cx: &Cx) -> Result<Book, ReadError> {
    let bytes = detect::bytes(file, cx)?;
    let text = decode::text(file, (*bytes).as_ref(), cx)?;
    let how = How { includes: true, hide_rust: manifest.is_mdbook };
    let mut book = Book { meta: manifest.meta.clone(), ..Book::default() };
    let mut entries = summary::entries(file, &text);
    // GitBook opens every book with README.md, listed or not.
    let readme = source::join(file, "README.md").filter(|path| manifest.is_gitbook && cx.source.exists(path));
    if readme.is_some() {
        let chapter = summary::Chapter {
            title: String::new(),
            target: Some("README.md".into()),
            depth: None,
            span: divide::start_of(file),
        };
        if !entries.iter().any(|entry| matches!(entry, Entry::Chapter(other) if other.target == chapter.target)) {
            entries.insert(0, Entry::Chapter(chapter));
        }
    }
    let mut files = Files { cx, how, summary: file, seen: BTreeSet::new() };
    let mut tree = Tree::default();
    let mut parts = 0;
    for entry in entries {
        match entry {
            Entry::Separator => {}
            Entry::Unknown(span) => cx.sink.push(
                Diagnostic::note("summary", &span, "this line of the summary says nothing keben knows")
                    .help("a chapter is `- [Title](file.md)`, a part `# Title`"),
            ),
            Entry::Part(title, span) => {
                let title = Some(divide::title(&title));
                tree.push(0, Division { kind: DivisionKind::Part, title, span, ..Division::default() });
                parts = 1;
            }
            Entry::Chapter(chapter) => {
                let Some(mut division) = files.division(&chapter) else { continue };
                let Some(depth) = chapter.depth else {
                    tree.close(0);
                    let lists_are_over = !tree.roots.is_empty();
                    let (place, kind) = match lists_are_over {
                        true => (&mut book.back, DivisionKind::Afterword),
                        false => (&mut book.front, DivisionKind::Preface),
                    };
                    if division.kind == DivisionKind::Chapter {
                        division.kind = kind;
                    }
                    place.push(division);
                    continue;
                };
                if depth + parts > 0 {
                    division.kind = DivisionKind::Chapter;
                }
                tree.push(depth + parts, division);
            }
        }
    }
    tree.close(0);
    let mut after = std::mem::take(&mut book.back);
    divide::arrange(&mut book, tree.roots);
    book.back.append(&mut after);
    if book.divisions().next().is_none() {
        return Err(ReadError::new(format!("`{file}` names no chapter that can be read"))
            .help("list chapters in it: `- [Title](file.md)`"));
    }
    if book.meta.title.is_empty() {
        book.meta.title = own_name(file, &book, cx);
    }
    Ok(book)
}

/// What a book calls itself where no manifest names it: README.md's title, or that of the first
/// division of the front. A folder that says neither leaves the title to those who know the folder's name.
fn own_name(file: &str, book: &Book, cx: &Cx) -> String {
    let quiet = Cx { sink: &Sink::new(), ..*cx };
    let readme = ["README.md".to_owned(), source::join(file, "README.md").unwrap_or_default()];
    let of_readme = readme.iter().filter(|path| cx.source.exists(path)).find_map(|path| {
        divide::name_of(&detect::document(path, &How::default(), &quiet).ok()?).filter(|name| !name.is_empty())
    });
    let first = || book.front.iter().find_map(|division| Some(walk::plain(&division.title.as_ref()?.content)));
    of_readme.or_else(|| first().filter(|name| !divide::is_contents(name))).unwrap_or_default()
}

/// Divisions put into each other by depth, without recursion: a summary may be nested as its author likes.
#[derive(Default)]
struct Tree {
    roots: Vec<Division>,
    open: Vec<(usize, Division)>,
}

impl Tree {
    fn push(&mut self, depth: usize, division: Division) {
        self.close(depth);
        self.open.push((depth, division));
    }

    /// Closes what is open at `depth` and deeper.
    fn close(&mut self, depth: usize) {
        while let Some((_, division)) = self.open.pop_if(|(open, _)| *open >= depth) {
            match self.open.last_mut() {
                Some((_, parent)) => parent.divisions.push(division),
                None => self.roots.push(division),
            }
        }
    }
}

/// Reads the files a summary names, each once.
struct Files<'a> {
    cx: &'a Cx<'a>,
    how: How,
    summary: &'a str,
    seen: BTreeSet<String>,
}

impl Files<'_> {
    fn division(&mut self, chapter: &Chapter) -> Option<Division> {
        let Chapter { title, target, depth: _, span } = chapter;
        let Some(target) = target else {
            self.tell(Diagnostic::note(
                "draft-chapter",
                span,
                format!("`{title}` has no file yet; its title stands alone"),
            ));
            return Some(self.bare(title, span));
        };
        if target.contains("://") || target.starts_with("mailto:") {
            self.tell(
                Diagnostic::note("summary-link", span, format!("`{title}` leads to a web page, which is no chapter"))
                    .help("put such links into the text"),
            );
            return None;
        }
        let (path, anchor) = target.split_once('#').map_or((target.as_str(), false), |(path, _)| (path, true));
        if path.is_empty() {
            return None;
        }
        let Some(mut path) = source::join(self.summary, path) else {
            self.tell(
                Diagnostic::error("outside", span, format!("`{path}` lies outside the project's folder"))
                    .help("keep all files of a book in its folder"),
            );
            return None;
        };
        if !self.cx.source.exists(&path) {
            let inside = ["README.md", "index.md"].iter().map(|name| format!("{}/{name}", path.trim_end_matches('/')));
            if let Some(found) = inside.into_iter().find(|file| self.cx.source.exists(file)) {
                path = found;
            }
        }
        if !self.seen.insert(path.clone()) {
            if !anchor {
                self.tell(
                    Diagnostic::warning("chapter-twice", span, format!("`{path}` is a chapter already"))
                        .help("name each file once"),
                );
            }
            return None;
        }
        match detect::document(&path, &self.how, self.cx) {
            Ok(document) => {
                let title = Some(title.as_str()).filter(|title| !title.is_empty());
                Some(divide::chapter(document, &path, title, self.cx))
            }
            Err(ReadError { message, help }) => {
                let mut diagnostic = Diagnostic::warning("missing-chapter", span, message);
                diagnostic.help = help;
                self.tell(diagnostic);
                Some(self.bare(title, span))
            }
        }
    }

    /// A chapter of which there is only the title.
    fn bare(&self, title: &str, span: &Span) -> Division {
        Division { title: Some(divide::title(title)), span: span.clone(), ..Division::default() }
    }

    fn tell(&self, diagnostic: Diagnostic) {
        self.cx.sink.push(diagnostic);
    }
}

/// Without a summary: README.md leads, the other texts follow in the order of their names.
fn from_files(manifest: &Manifest, cx: &Cx) -> Result<Book, ReadError> {
    let mut files: Vec<String> = cx.source.list("").into_iter().filter(|path| is_text(path)).collect();
    files.sort_by(|a, b| order(a, b));
    let mut book = match files.as_slice() {
        [] => {
            return Err(ReadError::new("the folder holds no text")
                .help("put a SUMMARY.md, or files that end in .md or .txt, into it"));
        }
        [only] => alone(only, cx)?,
        _ => Book::default(),
    };
    if files.len() > 1 {
        let how = How { includes: manifest.is_mdbook || manifest.is_gitbook, hide_rust: manifest.is_mdbook };
        let mut divisions = Vec::new();
        for (index, file) in files.iter().enumerate() {
            match detect::document(file, &how, cx) {
                Ok(document) if index == 0 && order(file, "index.md").is_le() && !file.contains('/') => {
                    book = divide_readme(document, file, cx);
                }
                Ok(document) => divisions.push(divide::chapter(document, file, Some(divide::stem(file)), cx)),
                Err(ReadError { message, help }) => {
                    let mut diagnostic = Diagnostic::warning("missing-chapter", &Span::file(file), message);
                    diagnostic.help = help;
                    cx.sink.push(diagnostic);
                }
            }
        }
        divide::arrange(&mut book, divisions);
    }
    let Meta { title, creators, language, identifiers, description, places, .. } = manifest.meta.clone();
    let meta = &mut book.meta;
    meta.places.lay_over(places);
    if !title.is_empty() {
        meta.title = title;
    }
    if !creators.is_empty() {
        meta.creators = creators;
    }
    meta.language = language.or(meta.language.take());
    meta.description = description.or(meta.description.take());
    meta.identifiers.extend(identifiers);
    if meta.title.is_empty() {
        book.meta.title = own_name("README.md", &book, cx);
    }
    Ok(book)
}

/// README.md of a folder without a summary: its title is the book's, its text leads into it.
fn divide_readme(document: Document, file: &str, cx: &Cx) -> Book {
    let meta = document.meta.clone();
    let name = divide::name_of(&document);
    let mut lead = divide::chapter(document, file, None, cx);
    let mut book = Book { meta, ..Book::default() };
    let long = lead.blocks.iter().any(|block| matches!(block, crate::model::Block::Heading(_)));
    if let Some(name) = name {
        if !long {
            let notes = lead.title.take().map(|title| divide::notes_of(&title)).unwrap_or_default();
            lead.blocks.splice(0..0, notes);
        }
        book.meta.title = name;
    }
    if long {
        // A text with headings of its own is the book's first chapter, not a word before it.
        book.body.push(lead);
    } else if !lead.blocks.is_empty() {
        lead.kind = DivisionKind::Introduction;
        book.front.push(lead);
    }
    book
}
