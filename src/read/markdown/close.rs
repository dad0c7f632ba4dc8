//! What becomes of a thing once it is closed: a block, an inline, or a part of the one below it.

use std::ops::Range;

use super::build::{Builder, Frame};
use super::inline::plain;
use super::kind::{Kind, Picture};
use super::paths::{image_path, is_url};
use super::siblings;
pub(super) use super::siblings::siblings;
use super::table::Said;
use super::{Place, inline, table};
use crate::model::{
    Admonition, Block, Code, DefinitionItem, Definitions, Figure, Heading, Image, Inline, Lang, Layout, Link, List,
    ListItem, MathBlock, NoteText, Paragraph, Quote, RawBlock, Ruby, RubyPair, Rule, Title, Verse,
};
use crate::read::listing;

/// Finishes what `frame` held and gives it to what is open below.
pub(super) fn frame(builder: &mut Builder, frame: Frame) {
    let Frame { kind, range, mut inlines, text, .. } = frame;
    let span = builder.place.span(range.clone());
    let blocks = siblings(frame.blocks, builder.place);
    match kind {
        Kind::Root => builder.attach(blocks),
        Kind::Group { layout, lang } => builder.attach(grouped(blocks, layout, lang.as_ref())),
        Kind::Quote { attribution } if blocks.is_empty() && attribution.is_empty() => {}
        Kind::Quote { attribution } => {
            let (blocks, attribution) = signed(blocks, attribution);
            builder.attach(vec![Block::Quote(Quote { blocks, attribution, span, ..Quote::default() })]);
        }
        Kind::Admonition { kind, title } => {
            builder.attach(vec![Block::Admonition(Admonition { kind, title, blocks, span, ..Admonition::default() })]);
        }
        Kind::NoteText => builder.attach(vec![Block::NoteText(NoteText { blocks, span })]),
        Kind::Verse { title, author } => builder.attach(verse(blocks, title, author, span)),
        Kind::Figure { label, width, placement, caption } => {
            let figure = Figure { label, caption, placement, span, ..Figure::default() };
            builder.attach(self::figure(builder.place, figure, width, blocks));
        }
        Kind::Item { checked } => {
            let item = ListItem { checked, blocks };
            match &mut builder.top().kind {
                Kind::List { items, .. } => items.push(item),
                _ => builder.attach(item.blocks),
            }
        }
        Kind::List { items, .. } if items.is_empty() => {}
        Kind::List { kind, numerals, loose, items } => {
            builder.attach(vec![Block::List(List { kind, numerals, tight: !loose, items, span })]);
        }
        Kind::Term => {
            let term = inline::finish(inlines, cites(builder, &span));
            match &mut builder.top().kind {
                Kind::Definitions { items } => items.push(DefinitionItem { term, ..DefinitionItem::default() }),
                _ => builder.attach(of_content(term, span)),
            }
        }
        Kind::Definition => match &mut builder.top().kind {
            Kind::Definitions { items } => match items.last_mut() {
                Some(item) => item.definitions.push(blocks),
                None => items.push(DefinitionItem { definitions: vec![blocks], ..DefinitionItem::default() }),
            },
            _ => builder.attach(blocks),
        },
        Kind::Definitions { items } if items.is_empty() => {}
        Kind::Definitions { items } => builder.attach(vec![Block::Definitions(Definitions { items, span })]),
        Kind::Cell(mut cell) => {
            cell.blocks = blocks;
            match &mut builder.top().kind {
                Kind::Row { cells, .. } => cells.push(cell),
                _ => builder.attach(cell.blocks),
            }
        }
        Kind::Row { head, cells } => {
            let source = builder.place.text.get(range.clone()).unwrap_or_default();
            if let Some(surplus) = table::surplus(source, cells.len()) {
                let message = format!("a row has more cells than the table's head; `{surplus}` is left out");
                let help = "give the head as many cells, or escape a bar within a cell: `\\|`".to_owned();
                builder.place.warn("table-grid", range.clone(), message, Some(help));
            }
            table::row(builder, head, cells);
        }
        Kind::Section { .. } => {}
        Kind::Table { columns, caption, said, rows } => {
            let mut all = blocks;
            all.extend(table::table(columns, caption, said, rows, span, builder.place));
            builder.attach(all);
        }
        Kind::Caption => {
            let mut content = inline::finish(inlines, cites(builder, &span));
            let place = builder.place;
            match &mut builder.top().kind {
                Kind::Table { caption, said, .. } if caption.is_empty() => {
                    if let Some(found) = inline::take_attributes(&mut content, |all| Said::of(all, place, &span)) {
                        *said = Said { label: said.label.take().or(found.label), ..found };
                    }
                    *caption = content;
                }
                Kind::Figure { caption, label, .. } if caption.is_empty() => {
                    let found = inline::take_label(&mut content);
                    *caption = content;
                    *label = label.take().or(found);
                }
                _ => builder.attach(of_content(content, span)),
            }
        }
        kind @ Kind::Paragraph { .. } => {
            let block = paragraph(builder, kind, inlines, range);
            builder.attach(block.into_iter().collect());
        }
        Kind::Heading { level, label, unnumbered } => {
            let title = Title { number: None, content: inline::finish(inlines, cites(builder, &span)), unnumbered };
            builder.attach(vec![Block::Heading(Heading { level, label, title, span, ..Heading::default() })]);
        }
        Kind::Summary => {
            let content = inline::finish(inlines, cites(builder, &span));
            let content = if content.is_empty() { content } else { vec![Inline::Strong(content)] };
            builder.attach(of_content(content, span));
        }
        Kind::Preformatted(code) => builder.attach(vec![preformatted(code, text, span)]),
        Kind::Wrap(wrap) => {
            if !inlines.is_empty() {
                builder.inline(wrap.around(inlines), range);
            }
        }
        Kind::Link { url, title } => {
            let link = link(builder.place, &url, title.as_deref(), std::mem::take(&mut inlines), &range);
            builder.inline(link, range);
        }
        // Whoever opened these takes their text before they are closed; HTML that was never closed comes here.
        Kind::Image(image) => {
            builder.inline(Inline::Image(Image { alt: Some(plain(&[Inline::Text(text)])), ..image }), range)
        }
        Kind::CrossRef | Kind::Hidden => {}
        Kind::Code => builder.inline(Inline::Code(plain(&[Inline::Text(text)]).replace('\n', " ")), range),
        Kind::Ruby { mut pairs, bases } => {
            pairs.extend(bases.into_iter().map(|base| pair(base, String::new())));
            for pair in pairs.iter_mut().filter(|pair| pair.base.is_empty()) {
                std::mem::swap(&mut pair.base, &mut pair.reading); // A reading of nothing is text.
            }
            pairs.retain(|pair| !pair.base.is_empty());
            if pairs.iter().any(|pair| !pair.reading.is_empty()) {
                builder.inline(Inline::Ruby(Ruby { pairs }), range);
            } else {
                let text: String = pairs.into_iter().map(|pair| pair.base).collect();
                builder.inline(Inline::Text(text), range);
            }
        }
        Kind::Reading => reading(builder, &plain(&[Inline::Text(text)]), range),
        Kind::Through => {}
    }
}

/// A last short paragraph behind a dash says whom a quotation is taken from: `> — 鲁迅《呐喊》`.
fn signed(mut blocks: Vec<Block>, attribution: Vec<Inline>) -> (Vec<Block>, Vec<Inline>) {
    const LONGEST: usize = 40;
    if let ([_, .., Block::Paragraph(last)], true) = (blocks.as_slice(), attribution.is_empty()) {
        let text = crate::model::walk::plain(&last.content);
        let dash = ["——", "— ", "―", "-- "].iter().any(|dash| text.starts_with(dash));
        // What ends as a sentence is one: somebody speaks.
        let sentence = text.ends_with(['。', '！', '？', '…', '”', '」', '!', '?']);
        if dash && !sentence && text.chars().count() <= LONGEST {
            let Some(Block::Paragraph(last)) = blocks.pop() else { return (blocks, attribution) };
            return (blocks, last.content);
        }
    }
    (blocks, attribution)
}

/// Where citations in running text stand, where there is a bibliography.
fn cites<'s>(builder: &Builder, span: &'s crate::diag::Span) -> Option<&'s crate::diag::Span> {
    builder.place.cites.then_some(span)
}

/// A paragraph, or what a paragraph stands for: a page break, a figure.
pub(super) fn paragraph(builder: &Builder, kind: Kind, inlines: Vec<Inline>, range: Range<usize>) -> Option<Block> {
    let Kind::Paragraph { layout, lang, continued, picture } = kind else { return None };
    let source = builder.place.text.get(range.clone()).unwrap_or_default();
    let span = builder.place.span(range);
    let mut content = inline::finish(inlines, cites(builder, &span));
    if let Some(lines) = siblings::line_block(source, &content) {
        return Some(Block::Verse(Verse { lines, span, ..Verse::default() }));
    }
    match content.as_mut_slice() {
        [] => return None,
        [Inline::Text(text)] if matches!(text.as_str(), "\\pagebreak" | "\\newpage" | "\\clearpage") => {
            return Some(Block::PageBreak(Rule { span }));
        }
        [Inline::Raw { format, text }] => {
            let (format, text) = (std::mem::take(format), std::mem::take(text));
            return Some(Block::Raw(RawBlock { format, text, span }));
        }
        [Inline::Image(image)] if !matches!(builder.holder(), Kind::Cell(_) | Kind::Verse { .. }) => {
            let Picture { label, placement, caption } = picture.unwrap_or_default();
            // Among others in a container its title stays its own.
            if !matches!(builder.holder(), Kind::Figure { .. }) {
                image.title = None;
            }
            let images = vec![image.clone()];
            return Some(Block::Figure(Figure { label, caption, images, placement, span, ..Figure::default() }));
        }
        _ => picture.unwrap_or_default().tell_notes(builder.place),
    }
    Some(Block::Paragraph(Paragraph { content, continued, layout, lang, span, ..Paragraph::default() }))
}

/// Program text in a fence; what its info string has wrong is told.
pub(super) fn listing(place: &Place, info: &str, range: &Range<usize>) -> Kind {
    let wishes = listing::info(info);
    for (message, help) in &wishes.faults {
        place.warn("unknown-attribute", range.clone(), message.clone(), Some(help.clone()));
    }
    Kind::Preformatted(wishes.finish())
}

/// Whether an alternative text is no caption but an address or the picture's file name.
pub(super) fn names_file(alt: &str, path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    is_url(alt) || alt == file || alt == stem
}

/// A link; one to a place of this text that says nothing is a cross reference.
pub(super) fn link(
    place: &Place,
    url: &str,
    title: Option<&str>,
    content: Vec<Inline>,
    range: &Range<usize>,
) -> Inline {
    let span = place.span(range.clone());
    match url.strip_prefix('#') {
        Some(label) if content.is_empty() && !label.is_empty() => {
            let label = percent_encoding::percent_decode_str(label).decode_utf8_lossy().into_owned();
            Inline::CrossRef(crate::model::CrossRef {
                id: Default::default(),
                label: crate::model::Label(label),
                form: Default::default(),
                span,
            })
        }
        _ => {
            let (url, title) = (url.to_owned(), title.map(str::to_owned));
            Inline::Link(Link { url, title, content, span, ..Link::default() })
        }
    }
}

fn of_content(content: Vec<Inline>, span: crate::diag::Span) -> Vec<Block> {
    if content.is_empty() {
        return Vec::new();
    }
    vec![Block::Paragraph(Paragraph { content, span, ..Paragraph::default() })]
}

fn grouped(mut blocks: Vec<Block>, layout: Layout, lang: Option<&Lang>) -> Vec<Block> {
    for block in &mut blocks {
        if let Block::Paragraph(paragraph) = block {
            if paragraph.layout == Layout::Theme {
                paragraph.layout = layout;
            }
            paragraph.lang = paragraph.lang.take().or_else(|| lang.cloned());
        }
    }
    blocks
}

/// Paragraphs are stanzas, a heading is the title; anything else cannot stand in a poem and follows it.
fn verse(blocks: Vec<Block>, mut title: Vec<Inline>, author: Vec<Inline>, span: crate::diag::Span) -> Vec<Block> {
    let mut lines: Vec<Vec<Inline>> = Vec::new();
    let mut others = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if !lines.is_empty() {
                    lines.push(Vec::new());
                }
                lines.extend(inline::lines(paragraph.content));
            }
            Block::Heading(heading) if title.is_empty() => title = heading.title.content,
            other => others.push(other),
        }
    }
    if !lines.is_empty() || !title.is_empty() {
        others.insert(0, Block::Verse(Verse { title, author, lines, span, ..Verse::default() }));
    }
    others
}

/// Collects pictures; text beside them is the caption. Without a picture, a table takes caption and label.
fn figure(place: &Place, mut figure: Figure, width: Option<f64>, blocks: Vec<Block>) -> Vec<Block> {
    let mut text: Vec<Inline> = Vec::new();
    let mut own = Picture::default();
    let mut others = Vec::new();
    for block in blocks {
        match block {
            Block::Figure(inner) => {
                figure.images.extend(inner.images);
                figure.label = figure.label.or(inner.label);
                own.caption.extend(inner.caption);
            }
            Block::Paragraph(p) if p.content.iter().all(is_picture) => {
                figure.images.extend(p.content.into_iter().filter_map(|inline| match inline {
                    Inline::Image(image) => Some(image),
                    _ => None,
                }));
            }
            Block::Paragraph(p) => {
                if !text.is_empty() {
                    text.push(Inline::LineBreak);
                }
                text.extend(p.content);
            }
            other => others.push(other),
        }
    }
    for image in &mut figure.images {
        image.width = image.width.or(width);
    }
    let label = inline::take_label(&mut text);
    figure.label = figure.label.or(label);
    if figure.caption.is_empty() {
        figure.caption = std::mem::take(&mut text);
        if let ([image], true) = (figure.images.as_mut_slice(), figure.caption.is_empty()) {
            // A picture alone is the figure.
            (figure.caption, image.title) = (std::mem::take(&mut own.caption), None);
        }
    }
    own.tell_notes(place);
    let mut out = Vec::new();
    if figure.images.is_empty() {
        let caption = std::mem::take(&mut figure.caption);
        match others.iter_mut().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None }) {
            Some(table) if table.caption.is_empty() => {
                table.caption = caption;
                table.label = table.label.take().or(figure.label);
            }
            _ => text.splice(0..0, caption).for_each(drop),
        }
        out.extend(others);
        out.extend(of_content(text, figure.span));
    } else {
        let span = figure.span.clone();
        out.push(Block::Figure(figure));
        out.extend(of_content(text, span));
        out.extend(others);
    }
    out
}

fn is_picture(inline: &Inline) -> bool {
    match inline {
        Inline::Image(_) | Inline::LineBreak => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn preformatted(code: Code, text: String, span: crate::diag::Span) -> Block {
    let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
    match code.language.as_deref() {
        Some("math") => Block::Math(MathBlock { tex: text, span, ..MathBlock::default() }),
        _ => Block::Code(Code { text, span, ..code }),
    }
}

fn pair(base: String, reading: String) -> RubyPair {
    RubyPair { base, reading }
}

/// A reading belongs to the first base that has none yet.
fn reading(builder: &mut Builder, text: &str, range: Range<usize>) {
    let reading: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match &mut builder.top().kind {
        Kind::Ruby { pairs, bases } if !bases.is_empty() => {
            let base = bases.remove(0);
            pairs.push(pair(base.trim_matches(['\n', ' ']).to_owned(), reading));
        }
        Kind::Ruby { pairs, .. } if !pairs.is_empty() => {
            if let Some(last) = pairs.last_mut() {
                last.reading.push_str(&reading);
            }
        }
        _ => builder.inline(Inline::Text(reading), range),
    }
}

/// An `<img>` as the model has it.
pub(super) fn image(place: &Place, url: &str, range: Range<usize>) -> Image {
    Image { path: image_path(place.file, url), span: place.span(range), ..Image::default() }
}
