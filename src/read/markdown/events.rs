//! The Markdown parser's events, each with its place in the text → the tree. The only file that knows the parser.
//!
//! Beyond CommonMark and GFM:
//! - `[text]{.dots}`, `{.name}`, `{.title}`, `{.small}`, `{lang=ja}`, `{index="term!below"}`; `[]{index="term"}`.
//! - `[@key]`, `[see @key, p. 3]` cite a work where there is a bibliography (see `cite`).
//! - `[@label]` prints number, `[@label .page]` page, `[@label .title]` title of a labelled place.
//! - `![text](path "caption"){#label width=50%}`, `$$…$$ {#label}`.

mod brackets;
mod notes;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::attributes;
use super::build::Builder;
use super::containers::{self, Meaning};
use super::east_asian::is_cjk;
use super::html::{self, Piece};
use super::inline::ESCAPED;
use super::kind::{Kind, Opener, Wrap};
use super::prepare::Prepared;
use super::table::Said;
use super::{Place, close};
use crate::model::{Align, Block, Cell, Code, Inline, Label, ListKind, Rule};
use crate::read::{Opens, term};

/// How often wrongly paired dollar signs are sought.
const ROUNDS: usize = 8;

/// Reads prepared Markdown.
pub(super) fn blocks(prepared: &mut Prepared, place: &Place) -> (Vec<Block>, Vec<Opens>) {
    // Each round may pair dollar signs anew.
    let rounds = if prepared.original.contains('$') { ROUNDS } else { 0 };
    for _ in 0..rounds {
        let wrong: Vec<usize> = Parser::new_ext(&prepared.parsed, options())
            .into_offset_iter()
            .filter(
                |(event, range)| matches!(event, Event::InlineMath(tex) if !is_math(tex, prepared.after(range.end))),
            )
            .map(|(_, range)| range.start)
            .collect();
        if wrong.is_empty() || !prepared.hide(&wrong) {
            break;
        }
    }
    let prepared = &*prepared;
    let source = prepared.original;
    let extended = |link: BrokenLink| {
        let followed =
            source[link.span.end..].starts_with('{') && attributes::parse(&source[link.span.end..]).is_some();
        let shortcut = link.link_type == LinkType::Shortcut;
        if shortcut && (followed || brackets::refers(&link.reference, place)) {
            return Some((CowStr::Borrowed(""), CowStr::Borrowed("")));
        }
        if link.link_type == LinkType::Reference {
            let range = prepared.start + link.span.start..prepared.start + link.span.end;
            let message = format!("no link definition `{}`; the brackets are printed", link.reference);
            place.note("no-link-definition", range, message, None);
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&prepared.parsed, options(), Some(extended));
    let mut parser = parser.into_offset_iter();
    let mut events: Vec<_> = parser.by_ref().collect();
    let notes = notes::find(&events, prepared, place);
    let end = events.len();
    let titles = titles::append(&mut events, parser.reference_definitions(), prepared);
    let mut reader = Reader { prepared, place, notes, titles, events: &events, budget: source.len() + 10_000 };
    let mut builder = Builder::new(place);
    reader.run(0..end, &mut builder, 0);
    let finished = builder.finish(prepared.start + source.len());
    for (label, note) in &reader.notes {
        if note.calls == 0 {
            let help = format!("call it with `[^{label}]`, or remove it");
            place.warn("unused-note", reader.range(&note.range), format!("no call for the note `{label}`"), Some(help));
        }
    }
    finished
}

/// Whether `$…$` is mathematics, or two prices. As in pandoc no figure follows the second sign; and Chinese text
/// between them belongs to no formula unless TeX says so.
fn is_math(tex: &str, after: Option<char>) -> bool {
    !after.is_some_and(|c| c.is_ascii_digit()) && (tex.contains('\\') || !tex.chars().any(is_cjk))
}

fn options() -> Options {
    // Indices are found by `patterns`: the parser's own do not work within a word (`H~2~O`).
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

type Events<'e> = [(Event<'e>, Range<usize>)];

struct Reader<'r, 'e> {
    prepared: &'r Prepared<'r>,
    place: &'r Place<'r>,
    events: &'r Events<'e>,
    notes: BTreeMap<String, notes::Definition>,
    titles: titles::Titles,
    /// How many bytes of notes may still be printed again.
    budget: usize,
}

impl Reader<'_, '_> {
    fn run(&mut self, events: Range<usize>, builder: &mut Builder, depth: usize) {
        let all = self.events;
        // Up to here the source was already read as attributes.
        let mut skip = 0;
        let mut links: Vec<LinkType> = Vec::new();
        let mut at = events.start;
        while at < events.end {
            let (event, range) = &all[at];
            at += 1;
            if builder.capture.is_some() && self.captured(event, range, builder) {
                continue;
            }
            let place = self.range(range);
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    // Read where it is called; here only its end is sought.
                    let mut open = 1;
                    while at < events.end && open > 0 {
                        match &all[at].0 {
                            Event::Start(Tag::FootnoteDefinition(_)) => open += 1,
                            Event::End(TagEnd::FootnoteDefinition) => open -= 1,
                            _ => {}
                        }
                        at += 1;
                    }
                }
                Event::Start(Tag::HtmlBlock) => at = self.html_block(at, events.end, range, builder),
                Event::Start(tag) => {
                    if let Tag::Link { link_type, .. } = tag {
                        links.push(*link_type);
                    }
                    self.start(tag, place, builder);
                }
                Event::End(TagEnd::Link) => {
                    let bracketed = matches!(links.pop(), Some(LinkType::ShortcutUnknown));
                    skip = skip.max(self.end_link(bracketed, range, builder));
                }
                Event::End(TagEnd::Image) => skip = skip.max(self.end_image(range, builder, depth)),
                Event::End(TagEnd::HtmlBlock | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_)) => {}
                Event::End(_) => builder.close(place.end),
                Event::Text(text) => skip = skip.max(self.text(text, range, skip, builder)),
                Event::Code(text) => {
                    builder.inline(Inline::Code(self.prepared.restore(text, range).into_owned()), place)
                }
                Event::InlineMath(tex) => {
                    builder.inline(Inline::Math(self.prepared.restore(tex, range).into_owned()), place);
                }
                Event::DisplayMath(tex) => skip = skip.max(self.display_math(tex, range, builder)),
                Event::Html(text) | Event::InlineHtml(text) => {
                    let text = self.prepared.restore(text, range);
                    html::read(builder, &Piece { text: &text, origin: &[(0, place.start)], block: false });
                }
                Event::FootnoteReference(label) => {
                    let label = self.prepared.restore(label, &(0..0));
                    self.note(&label, place, builder, depth);
                }
                Event::SoftBreak => builder.soft_break(place),
                Event::HardBreak => builder.inline(Inline::LineBreak, place),
                Event::Rule => {
                    let span = self.place.span(place);
                    builder.block(Block::Rule(Rule { span }));
                }
                Event::TaskListMarker(done) => builder.check(*done),
            }
        }
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.prepared.start + range.start..self.prepared.start + range.end
    }

    fn source(&self, at: usize) -> &str {
        self.prepared.original.get(at..).unwrap_or_default()
    }

    fn start(&self, tag: &Tag, range: Range<usize>, builder: &mut Builder) {
        let restore = |text: &str| self.prepared.restore(text, &(0..0)).into_owned();
        let kind = match tag {
            Tag::Paragraph => Kind::paragraph(),
            Tag::Heading { level, id, classes, attrs } => {
                let unnumbered = builder.heading_classes(classes.iter().map(AsRef::as_ref), range.start)
                    || attrs.iter().any(|(key, _)| key.as_ref() == "-");
                let label = id.as_ref().map(|id| Label(restore(id)));
                Kind::Heading { level: *level as u8, label, unnumbered }
            }
            Tag::BlockQuote(None) => Kind::Quote { attribution: Vec::new() },
            Tag::BlockQuote(Some(kind)) => {
                let kind = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "caution",
                };
                Kind::Admonition { kind: kind.into(), title: Vec::new() }
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Preformatted(Code::default()),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => close::listing(self.place, &restore(info), &range),
            Tag::List(first) => {
                let kind = first.map_or(ListKind::Unordered, ListKind::Ordered);
                Kind::List { kind, numerals: None, loose: false, items: Vec::new() }
            }
            Tag::Item => Kind::Item { checked: None },
            Tag::DefinitionList => Kind::Definitions { items: Vec::new() },
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Table(aligns) => {
                let columns = aligns.iter().map(|align| match align {
                    Alignment::None => Align::Theme,
                    Alignment::Left => Align::Start,
                    Alignment::Center => Align::Centre,
                    Alignment::Right => Align::End,
                });
                Kind::Table { columns: columns.collect(), caption: Vec::new(), said: Said::default(), rows: Vec::new() }
            }
            Tag::TableHead => Kind::Row { head: true, cells: Vec::new() },
            Tag::TableRow => Kind::Row { head: false, cells: Vec::new() },
            Tag::TableCell => Kind::Cell(Cell::default()),
            Tag::Emphasis => Kind::Wrap(Wrap::Emphasis),
            Tag::Strong => Kind::Wrap(Wrap::Strong),
            Tag::Strikethrough => Kind::Wrap(Wrap::Strike),
            Tag::Superscript => Kind::Wrap(Wrap::Superscript),
            Tag::Subscript => Kind::Wrap(Wrap::Subscript),
            Tag::Link { link_type: LinkType::ShortcutUnknown, id, .. } => match self.reference(&restore(id), &range) {
                Some(reference) => {
                    builder.inline(reference, range.clone());
                    Kind::CrossRef
                }
                // Its attributes follow; until then it is nothing but its text.
                None => Kind::Link { url: String::new(), title: None },
            },
            Tag::Link { link_type, dest_url, title, .. } => {
                let url = restore(dest_url);
                let url = if *link_type == LinkType::Email { format!("mailto:{url}") } else { url };
                Kind::Link { url, title: Some(restore(title)).filter(|title| !title.is_empty()) }
            }
            Tag::Image { dest_url, title, .. } => {
                let mut image = close::image(self.place, &restore(dest_url), range.clone());
                image.title = Some(restore(title)).filter(|title| !title.is_empty());
                Kind::Image(image)
            }
            Tag::HtmlBlock | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return,
        };
        builder.open(kind, Opener::Markdown, range);
    }

    /// Text; gives the byte up to which the source is spent.
    fn text(&self, text: &str, range: &Range<usize>, skip: usize, builder: &mut Builder) -> usize {
        if range.end <= skip {
            return skip;
        }
        let shown = self.prepared.restore(text, range);
        let cut = skip.saturating_sub(range.start);
        let shown = if cut > 0 { shown.get(cut..).unwrap_or(&shown) } else { &shown };
        let start = range.start + cut;
        let place = self.range(&(start..range.end));
        let escaped = start > 0
            && self.prepared.original.as_bytes()[start - 1] == b'\\'
            && shown.starts_with(['{', '~', '^', ':', '@']);
        let code = matches!(builder.top().kind, Kind::Preformatted(_));
        if shown == "[" && !code {
            if let Some((attributes, took)) = self.source(start).strip_prefix("[]").and_then(attributes::parse)
                && term::is_term(&attributes)
            {
                self.index_term(&attributes, None, place, builder);
                return start + 2 + took;
            }
            self.missing_note(start);
        }
        if escaped && !code {
            builder.text(&format!("{ESCAPED}{shown}"), place);
        } else {
            builder.text(shown, place);
        }
        skip
    }

    /// A block of HTML, or the fence of a container that was lent its shape; gives the event after it.
    fn html_block(&self, first: usize, last: usize, range: &Range<usize>, builder: &mut Builder) -> usize {
        let place = self.range(range);
        if let Some(line) = self.prepared.fence(range.start) {
            self.fence(line, place.clone(), builder);
        }
        let mut text = String::new();
        let mut origin = Vec::new();
        let mut at = first;
        while at < last {
            let (event, range) = &self.events[at];
            at += 1;
            match event {
                Event::Html(line) | Event::Text(line) => {
                    origin.push((text.len(), self.prepared.start + range.start));
                    text.push_str(&self.prepared.restore(line, range));
                }
                _ => break,
            }
        }
        if self.prepared.fence(range.start).is_none() {
            html::read(builder, &Piece { text: &text, origin: &origin, block: true });
            builder.end_html_block(place.end);
        }
        at
    }

    fn fence(&self, line: &str, range: Range<usize>, builder: &mut Builder) {
        let Some(fence) = containers::fence(line) else { return };
        let page_break = builder.page_break.take();
        let Some(opening) = fence.opens else {
            let follows_break = page_break.is_some_and(|end| self.place.text[end..range.start].trim().is_empty());
            if !builder.close_fence(fence.colons, range.clone()) && !follows_break {
                let help = Some("no container is open here; it is printed as it stands".into());
                let message = "a closing fence without a container".into();
                self.place.warn("stray-fence", range.clone(), message, help);
                builder.open(Kind::paragraph(), Opener::Markdown, range.clone());
                builder.text(line, range.clone());
                builder.close(range.end);
            }
            return;
        };
        match containers::meaning(&opening) {
            Some(Meaning::PageBreak) => {
                let span = self.place.span(range.clone());
                builder.block(Block::PageBreak(Rule { span }));
                builder.page_break = Some(range.end);
            }
            Some(Meaning::Holds(kind)) => {
                self.placement(&opening.attributes, &range);
                builder.open(kind, Opener::Fence(fence.colons), range);
            }
            None => {
                let help = containers::nearest_name(&opening.name).map(|near| format!("the nearest name is `{near}`"));
                let message = format!("no container `{}`; its content is kept", opening.name);
                self.place.warn("unknown-container", range.clone(), message, help);
                let kind = Kind::Group { layout: Default::default(), lang: opening.attributes.lang() };
                builder.open(kind, Opener::Fence(fence.colons), range.clone());
                if !opening.title.is_empty() {
                    builder.open(Kind::Summary, Opener::Markdown, range.clone());
                    builder.text(&opening.title, range.clone());
                    builder.close(range.end);
                }
            }
        }
    }

    /// Markdown inside raw or dropped HTML; false where the event ends what surrounds it.
    fn captured(&self, event: &Event, range: &Range<usize>, builder: &mut Builder) -> bool {
        let Some(capture) = &mut builder.capture else { return false };
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {
                false
            }
            Event::Start(_) => {
                capture.level += 1;
                true
            }
            Event::End(_) if capture.level == 0 => {
                builder.end_capture(self.prepared.start + range.start);
                false
            }
            Event::End(_) => {
                capture.level -= 1;
                true
            }
            Event::Text(text) => {
                capture.text.push_str(&self.prepared.restore(text, range));
                true
            }
            Event::SoftBreak | Event::HardBreak => {
                capture.text.push('\n');
                true
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {
                capture.text.push_str(self.prepared.original.get(range.clone()).unwrap_or_default());
                true
            }
        }
    }
}
