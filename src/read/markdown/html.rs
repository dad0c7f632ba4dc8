//! HTML tags within Markdown: the common subset becomes the model, the rest leaves its text.

mod tag;

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::build::Builder;
use super::close;
use super::kind::{Kind, Opener, Picture, table as empty_table};
use super::table::Said;
use crate::diag::nearest;
use crate::model::{Align, Block, Code, DivisionKind, Inline, Layout, ListKind, Placement, Rule, Turn};
pub(super) use tag::class_wrap;
use tag::{Tag, cell, division, language, numerals, width, wrap};

/// HTML whose text is kept raw (`svg`) or dropped (`script`) until its end tag.
#[derive(Debug)]
pub(super) struct Capture {
    pub name: String,
    /// Open tags of the same name.
    pub depth: usize,
    /// Markdown that was opened since.
    pub level: usize,
    pub keep: bool,
    pub text: String,
    pub start: usize,
}

/// HTML as Markdown gave it: text, and for each of its lines where it starts here and in the file.
pub(super) struct Piece<'h> {
    pub text: &'h str,
    /// Pairs of offsets, here and in the file, in order.
    pub origin: &'h [(usize, usize)],
    /// A block of HTML; else a tag in a line.
    pub block: bool,
}

impl Piece<'_> {
    fn at(&self, offset: usize) -> usize {
        let line = self.origin.partition_point(|&(here, _)| here <= offset).max(1);
        self.origin.get(line - 1).map_or(offset, |&(here, there)| there + offset.saturating_sub(here))
    }

    fn range(&self, span: html5gum::Span<usize>) -> Range<usize> {
        self.at(span.start)..self.at(span.end)
    }
}

/// Reads HTML into the tree.
pub(super) fn read(builder: &mut Builder, piece: &Piece) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // In a block, `<script>` and its like end only at their end tag.
    emitter.naively_switch_states(piece.block);
    let mut captured_from = 0;
    let mut done = 0;
    for token in Tokenizer::new_with_emitter(piece.text, emitter) {
        let token = match token {
            Ok(token) => token,
            Err(never) => match never {},
        };
        match token {
            Token::StartTag(tag) => {
                done = tag.span.end;
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if let Some(capture) = &mut builder.capture {
                    capture.depth += usize::from(capture.name == name && !tag.self_closing);
                } else if is_foreign(&name) || is_dropped(&name) {
                    captured_from = tag.span.start;
                    let start = piece.at(tag.span.start);
                    let keep = is_foreign(&name);
                    builder.capture = Some(Capture { name, depth: 1, level: 0, keep, text: String::new(), start });
                    if tag.self_closing {
                        end_capture(builder, piece, captured_from, done);
                    }
                } else {
                    start(builder, &Tag::new(&name, &tag), piece.range(tag.span));
                }
            }
            Token::EndTag(tag) => {
                done = tag.span.end;
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match &mut builder.capture {
                    Some(capture) if capture.name == name => {
                        capture.depth -= 1;
                        if capture.depth == 0 {
                            end_capture(builder, piece, captured_from, done);
                        }
                    }
                    Some(_) => {}
                    None => end(builder, &name, piece.range(tag.span)),
                }
            }
            Token::String(string) => {
                done = string.span.end;
                if builder.capture.is_none() {
                    let text = String::from_utf8_lossy(&string.value);
                    characters(builder, &text, piece.range(string.span));
                }
            }
            Token::Comment(comment) => {
                done = comment.span.end;
                // A usage of those who write official documents in Markdown.
                if String::from_utf8_lossy(&comment.value).trim() == "[附件]" {
                    builder.opens(DivisionKind::Appendix, piece.at(comment.span.start));
                }
            }
            Token::Doctype(doctype) => done = doctype.span.end,
            Token::Error(_) => {}
        }
    }
    match &mut builder.capture {
        Some(capture) => {
            capture.text.push_str(piece.text.get(captured_from..).unwrap_or_default());
            if piece.block && !capture.keep {
                builder.end_capture(piece.at(piece.text.len()));
            }
        }
        None => unfinished(builder, piece, done),
    }
}

/// A tag that is never finished: browsers swallow what follows, a book must not.
fn unfinished(builder: &mut Builder, piece: &Piece, done: usize) {
    let rest = piece.text.get(done..).unwrap_or_default();
    if rest.starts_with('<') && !rest.starts_with("<!") && !rest.starts_with("<?") {
        let range = piece.at(done)..piece.at(piece.text.len());
        let help = "close it with `>`, or write `&lt;` for the mark itself";
        builder.place.warn("html-tag", range.clone(), "an HTML tag is not finished".into(), Some(help.into()));
        characters(builder, rest, range);
    }
}

fn end_capture(builder: &mut Builder, piece: &Piece, from: usize, to: usize) {
    if let Some(capture) = &mut builder.capture {
        capture.text.push_str(piece.text.get(from..to).unwrap_or_default());
    }
    builder.end_capture(piece.at(to));
}

/// Mathematics and drawings go to the web as they are.
fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

fn is_dropped(name: &str) -> bool {
    matches!(name, "script" | "style")
}

fn characters(builder: &mut Builder, text: &str, range: Range<usize>) {
    if let Kind::Preformatted(_) = builder.top().kind {
        // HTML drops a line feed directly after `<pre>`.
        let fresh = builder.top().text.is_empty();
        let text = if fresh { text.strip_prefix('\n').unwrap_or(text) } else { text };
        return builder.text(text, range);
    }
    let mut out = String::with_capacity(text.len());
    let mut space = None;
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\x0C' => space = Some('\n'),
            ' ' | '\t' => space = space.or(Some(' ')),
            c => {
                out.extend(space.take());
                out.push(c);
            }
        }
    }
    out.extend(space);
    builder.html_text(&out, range);
}

fn start(builder: &mut Builder, tag: &Tag, range: Range<usize>) {
    end_before(builder, tag.name, &range);
    let opener = || Opener::Html(tag.name.to_owned());
    if let Some(wrap) = wrap(tag) {
        return open(builder, tag, Kind::Wrap(wrap), range);
    }
    let kind = match tag.name {
        "p" => {
            let (layout, lang) = (tag.layout(), tag.lang());
            Kind::Paragraph { layout, lang, continued: false, picture: None }
        }
        "br" => return builder.inline(Inline::LineBreak, range),
        "wbr" | "col" | "colgroup" | "link" | "meta" | "html" | "head" | "body" | "title" => return,
        "hr" => {
            let span = builder.place.span(range);
            return builder.block(Block::Rule(Rule { span }));
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let unnumbered = builder.heading_classes(tag.classes(), range.start);
            Kind::Heading { level: tag.name.as_bytes()[1] - b'0', label: tag.label(), unnumbered }
        }
        "blockquote" => Kind::Quote { attribution: Vec::new() },
        "ul" | "menu" => Kind::List { kind: ListKind::Unordered, numerals: None, loose: false, items: Vec::new() },
        "ol" => {
            let first = tag.get("start").and_then(|text| text.trim().parse().ok()).unwrap_or(1);
            Kind::List { kind: ListKind::Ordered(first), numerals: numerals(tag), loose: false, items: Vec::new() }
        }
        "li" => Kind::Item { checked: None },
        "dl" => Kind::Definitions { items: Vec::new() },
        "dt" => Kind::Term,
        "dd" => Kind::Definition,
        "table" => match empty_table() {
            Kind::Table { columns, caption, rows, .. } => {
                let turn = tag.classes().find_map(Turn::of_class).unwrap_or_default();
                let aligns = tag.get("align").and_then(Align::of_letters).unwrap_or_default();
                Kind::Table { columns, caption, said: Said { label: tag.label(), aligns, turn }, rows }
            }
            other => other,
        },
        "thead" => Kind::Section { head: true },
        "tbody" | "tfoot" => Kind::Section { head: false },
        "tr" => Kind::Row { head: false, cells: Vec::new() },
        "td" | "th" => Kind::Cell(cell(tag)),
        "caption" | "figcaption" => Kind::Caption,
        "figure" => {
            let (label, width) = (tag.label(), width(tag));
            Kind::Figure { label, width, placement: Placement::Theme, caption: Vec::new() }
        }
        "pre" | "listing" | "xmp" => Kind::Preformatted(Code { language: language(tag), ..Code::default() }),
        "center" => Kind::Group { layout: Layout::Centre, lang: tag.lang() },
        "summary" => Kind::Summary,
        "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "address" | "details"
        | "hgroup" | "form" | "fieldset" => division(tag),
        "code" | "kbd" | "samp" | "tt" => match &mut builder.top().kind {
            Kind::Preformatted(Code { language, .. }) => {
                *language = language.take().or_else(|| self::language(tag));
                return;
            }
            _ => Kind::Code,
        },
        "a" => match tag.get("href") {
            Some(url) => Kind::Link { url: url.to_owned(), title: tag.get("title").map(str::to_owned) },
            None => {
                if let Some(name) = tag.get("id").or_else(|| tag.get("name")) {
                    builder.anchor(name);
                }
                return builder.open(Kind::Through, opener(), range);
            }
        },
        "img" => return picture(builder, tag, range),
        "ruby" => Kind::Ruby { pairs: Vec::new(), bases: Vec::new() },
        "rb" => {
            if let Kind::Ruby { bases, .. } = &mut builder.top().kind {
                bases.push(String::new());
            }
            return;
        }
        "rtc" => return,
        "rt" => match builder.top().kind {
            Kind::Ruby { .. } => Kind::Reading,
            _ => Kind::Through,
        },
        "rp" => match builder.top().kind {
            Kind::Ruby { .. } => Kind::Hidden,
            _ => Kind::Through,
        },
        name if KNOWN_INLINES.contains(&name) => Kind::Through,
        name => {
            let help = nearest(name, KNOWN.iter().copied()).filter(|near| *near != name);
            let help = help.map(|near| format!("the nearest tag with a meaning here is `{near}`"));
            let message = format!("the HTML tag `<{name}>` has no meaning here; its text is kept");
            builder.place.note("html-tag", range.clone(), message, help);
            Kind::Through
        }
    };
    open(builder, tag, kind, range);
}

fn open(builder: &mut Builder, tag: &Tag, kind: Kind, range: Range<usize>) {
    builder.open(kind, Opener::Html(tag.name.to_owned()), range.clone());
    // In XHTML's manner `<a id="x"/>` is whole. HTML knows better, but nobody who writes it means a tag that goes on.
    if tag.self_closing {
        builder.close_html(tag.name, range);
    }
}

/// Inline tags whose text simply goes on.
const KNOWN_INLINES: &[&str] = &[
    "abbr", "acronym", "bdi", "bdo", "big", "button", "data", "font", "input", "ins", "label", "mark", "nobr",
    "output", "q", "span", "time",
];

/// Tags that someone who mistyped may have meant.
const KNOWN: &[&str] = &[
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "sub",
    "sup",
    "small",
    "code",
    "img",
    "ruby",
    "span",
    "div",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "pre",
    "details",
    "summary",
    "center",
    "figure",
    "figcaption",
];

fn picture(builder: &mut Builder, tag: &Tag, range: Range<usize>) {
    let mut image = close::image(builder.place, tag.get("src").unwrap_or_default(), range.clone());
    image.alt = tag.get("alt").map(str::to_owned);
    image.title = tag.get("title").map(str::to_owned);
    image.width = width(tag);
    let caption = image.title.iter().filter(|title| !title.trim().is_empty()).map(Inline::text).collect();
    builder.picture(image, Picture { label: tag.label(), caption, ..Picture::default() }, range);
}

/// End tags that HTML lets one leave out: what a start tag ends before it begins.
fn end_before(builder: &mut Builder, name: &str, range: &Range<usize>) {
    let (ends, until): (&[&str], &[&str]) = match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr"], &["thead", "tbody", "tfoot", "table"]),
        "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "tr"], &["table"]),
        "rt" | "rp" | "rb" | "rtc" => (&["rt", "rp"], &["ruby"]),
        _ => return,
    };
    if let Some(open) = builder.open_tag(ends, until) {
        builder.close_html(&open, range.start..range.start);
    }
}

fn end(builder: &mut Builder, name: &str, range: Range<usize>) {
    match name {
        "br" => builder.inline(Inline::LineBreak, range),
        "rb" | "rtc" => {}
        name => builder.close_html(name, range),
    }
}
