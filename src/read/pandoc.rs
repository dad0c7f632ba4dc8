//! Pandoc's JSON AST (api 1.20 to 1.23) → [`Document`]. In: what `pandoc -t json` writes. Out: blocks. Next: `divide`.
//!
//! What the model has no word for keeps its text: small capitals become plain text, underlining becomes emphasis,
//! quotes become their marks. A constructor not known here is reported by name.

mod attr;
mod inline;
mod meta;
mod table;

use serde_json::Value;

use super::listing::Wishes;
use super::{Cx, Document, ReadError, json};
use crate::diag::{Diagnostic, Span};
use crate::model::{
    Admonition, Block, Code, DefinitionItem, Definitions, Figure, Heading, Image, Inline, Label, List, ListItem,
    ListKind, MathBlock, NumeralStyle, Numerals, Paragraph, Quote, RawBlock, Rule, Title, Verse, walk,
};
use attr::Attr;

/// Reads Pandoc's JSON.
///
/// # Errors
/// When the text is no JSON, or is none of Pandoc's documents.
pub(crate) fn document(file: &str, text: &str, cx: &Cx) -> Result<Document, ReadError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| json::fault(file, &error).help("write the file anew with `pandoc -t json`"))?;
    // Before 1.17 the document was a pair of metadata and blocks.
    let (meta, blocks) = match &value {
        Value::Array(pair) if pair.len() == 2 => (&pair[0]["unMeta"], &pair[1]),
        _ => (&value["meta"], &value["blocks"]),
    };
    if !blocks.is_array() {
        return Err(ReadError::new(format!("`{file}` is JSON, but holds no blocks of Pandoc's"))
            .help("write the file anew with `pandoc -t json`"));
    }
    let mut reader = Reader { cx, span: Span::file(file), cites: cx.options.cites };
    let meta = reader.meta(meta);
    reader.cites |= !meta.references.bibliography.is_empty();
    Ok(Document { meta, blocks: reader.blocks(blocks), ..Document::default() })
}

/// Walks the AST. Its depth is bounded by the JSON reader's.
struct Reader<'a> {
    cx: &'a Cx<'a>,
    /// Pandoc keeps no places: everything stands in the file.
    span: Span,
    /// Whether there is a bibliography, so that citations are ours to print.
    cites: bool,
}

/// A kind of admonition, by the class Pandoc gives it.
const ADMONITIONS: [&str; 10] =
    ["note", "tip", "important", "warning", "caution", "info", "danger", "hint", "attention", "error"];

impl Reader<'_> {
    fn blocks(&self, list: &Value) -> Vec<Block> {
        let mut blocks = Vec::new();
        for block in list.as_array().into_iter().flatten() {
            self.block(block, &mut blocks);
        }
        blocks
    }

    fn block(&self, block: &Value, out: &mut Vec<Block>) {
        let c = &block["c"];
        let span = self.span.clone();
        match block["t"].as_str().unwrap_or_default() {
            "Plain" | "Para" => self.paragraph(c, out),
            "LineBlock" => {
                let lines = c.as_array().into_iter().flatten().map(|line| self.inlines(line)).collect();
                out.push(Block::Verse(Verse { lines, span, ..Verse::default() }));
            }
            "CodeBlock" => {
                let Attr { classes, pairs, .. } = Attr::of(&c[0]);
                let mut wishes = Wishes::default();
                classes.iter().for_each(|class| wishes.class(class));
                pairs.iter().for_each(|(key, value)| wishes.pair(key, value));
                for (message, help) in std::mem::take(&mut wishes.faults) {
                    let finding = Diagnostic::warning("unknown-attribute", &span, message);
                    self.cx.sink.push(finding.help(help));
                }
                let text = text(&c[1]).trim_end_matches('\n').to_owned();
                out.push(Block::Code(Code { text, span, ..wishes.finish() }));
            }
            "RawBlock" => {
                out.push(Block::Raw(RawBlock { format: text(&c[0]).into(), text: text(&c[1]).into(), span }));
            }
            "BlockQuote" => out.push(Block::Quote(Quote { blocks: self.blocks(c), span, ..Quote::default() })),
            "OrderedList" => {
                let kind = ListKind::Ordered(c[0][0].as_u64().unwrap_or(1));
                out.push(self.list(kind, numerals(&c[0]), &c[1]));
            }
            "BulletList" => out.push(self.list(ListKind::Unordered, None, c)),
            "DefinitionList" => {
                let items = c.as_array().into_iter().flatten().map(|item| DefinitionItem {
                    term: self.inlines(&item[0]),
                    definitions: item[1].as_array().into_iter().flatten().map(|blocks| self.blocks(blocks)).collect(),
                    ..DefinitionItem::default()
                });
                out.push(Block::Definitions(Definitions { items: items.collect(), span }));
            }
            "Header" => {
                let attr = Attr::of(&c[1]);
                let level = c[0].as_u64().unwrap_or(1).clamp(1, 6) as u8;
                let title =
                    Title { content: self.inlines(&c[2]), unnumbered: attr.is("unnumbered"), ..Title::default() };
                out.push(Block::Heading(Heading { level, label: attr.label(), title, span, ..Heading::default() }));
            }
            "HorizontalRule" => out.push(Block::Rule(Rule { span })),
            "Table" => out.push(Block::Table(self.table(c))),
            "Figure" => self.figure(c, out),
            "Div" => self.div(c, out),
            "Null" => {}
            unknown => {
                self.report(unknown);
                let blocks = self.salvage(c);
                if !blocks.is_empty() {
                    out.push(Block::Paragraph(Paragraph { content: blocks, span, ..Paragraph::default() }));
                }
            }
        }
    }

    /// A paragraph; one that holds nothing but displayed mathematics is a block of it.
    fn paragraph(&self, c: &Value, out: &mut Vec<Block>) {
        let span = self.span.clone();
        if let [only] = c.as_array().map(Vec::as_slice).unwrap_or_default()
            && only["t"] == "Math"
            && only["c"][0]["t"] == "DisplayMath"
        {
            out.push(Block::Math(MathBlock { tex: text(&only["c"][1]).into(), span, ..MathBlock::default() }));
            return;
        }
        out.push(Block::Paragraph(Paragraph { content: self.inlines(c), span, ..Paragraph::default() }));
    }

    fn list(&self, kind: ListKind, numerals: Option<Numerals>, items: &Value) -> Block {
        let array = || items.as_array().into_iter().flatten();
        // Pandoc writes `Plain` in lists without blank lines.
        let tight = array().all(|item| item.as_array().into_iter().flatten().all(|block| block["t"] != "Para"));
        let items = array().map(|item| self.item(item)).collect();
        Block::List(List { kind, numerals, tight, items, span: self.span.clone() })
    }

    /// An item; ☐ and ☒ at its start are how Pandoc writes tasks.
    fn item(&self, item: &Value) -> ListItem {
        let mut blocks = self.blocks(item);
        let mut checked = None;
        if let Some(Block::Paragraph(first)) = blocks.first_mut()
            && let Some(Inline::Text(text)) = first.content.first_mut()
        {
            for (mark, done) in [("☐", false), ("☒", true)] {
                if let Some(rest) = text.strip_prefix(mark).map(|rest| rest.trim_start().to_owned()) {
                    *text = rest;
                    checked = Some(done);
                    break;
                }
            }
        }
        ListItem { checked, blocks }
    }

    /// A figure of pictures; any other content stands alone, its caption below it.
    fn figure(&self, c: &Value, out: &mut Vec<Block>) {
        let caption = self.caption(&c[1]);
        let blocks = self.blocks(&c[2]);
        let images: Option<Vec<Image>> = blocks.iter().map(only_image).collect();
        match images.filter(|images| !images.is_empty()) {
            Some(images) => out.push(Block::Figure(Figure {
                label: Attr::of(&c[0]).label(),
                caption,
                images,
                span: self.span.clone(),
                ..Figure::default()
            })),
            None => {
                out.extend(blocks);
                if !caption.is_empty() {
                    let span = self.span.clone();
                    out.push(Block::Paragraph(Paragraph { content: caption, span, ..Paragraph::default() }));
                }
            }
        }
    }

    /// `[short, blocks]` as one line of text.
    fn caption(&self, caption: &Value) -> Vec<Inline> {
        let mut content = Vec::new();
        for block in caption[1].as_array().into_iter().flatten() {
            if !content.is_empty() {
                content.push(Inline::LineBreak);
            }
            content.extend(self.inlines(&block["c"]));
        }
        content
    }

    fn div(&self, c: &Value, out: &mut Vec<Block>) {
        let attr = Attr::of(&c[0]);
        let span = self.span.clone();
        if attr.is("verse") {
            let lines = self.blocks(&c[1]).into_iter().flat_map(verse_lines).collect();
            out.push(Block::Verse(Verse { lines, span, ..Verse::default() }));
        } else if let Some(kind) = ADMONITIONS.iter().find(|kind| attr.is(kind)) {
            let mut title = Vec::new();
            let mut blocks = Vec::new();
            for inner in c[1].as_array().into_iter().flatten() {
                if inner["t"] == "Div" && Attr::of(&inner["c"][0]).is("title") && title.is_empty() {
                    title = self.blocks(&inner["c"][1]).into_iter().flat_map(verse_lines).flatten().collect();
                } else {
                    self.block(inner, &mut blocks);
                }
            }
            // Pandoc writes the kind's own word as the title of every GitHub alert.
            if walk::plain(&title).eq_ignore_ascii_case(kind) {
                title.clear();
            }
            out.push(Block::Admonition(Admonition {
                kind: (*kind).into(),
                title,
                blocks,
                span,
                ..Admonition::default()
            }));
        } else {
            let mut blocks = self.blocks(&c[1]);
            // The id of a division names its first heading, as Pandoc's own sections do.
            if let (Some(label), Some(Block::Heading(first))) = (attr.label(), blocks.first_mut()) {
                first.label.get_or_insert(label);
            }
            out.extend(blocks);
        }
    }

    fn report(&self, constructor: &str) {
        let message = format!("Pandoc's `{constructor}` is not known here; its text was kept");
        self.cx.sink.push(
            Diagnostic::warning("pandoc", &self.span, message).help("keben reads Pandoc's API versions 1.20 to 1.23"),
        );
    }
}

/// How a list's numbers are written; `1.` is left to the theme.
fn numerals(attributes: &Value) -> Option<Numerals> {
    let name = |value: &'_ Value| value["t"].as_str().unwrap_or_default().to_owned();
    let style = match name(&attributes[1]).as_str() {
        "LowerAlpha" => NumeralStyle::LowerAlpha,
        "UpperAlpha" => NumeralStyle::UpperAlpha,
        "LowerRoman" => NumeralStyle::LowerRoman,
        "UpperRoman" => NumeralStyle::UpperRoman,
        _ => NumeralStyle::Decimal,
    };
    let (before, after) = match name(&attributes[2]).as_str() {
        "TwoParens" => ("(", ")"),
        "OneParen" => ("", ")"),
        _ => ("", "."),
    };
    let own = style != NumeralStyle::Decimal || after == ")";
    own.then(|| Numerals { style, before: before.into(), after: after.into() })
}

/// The picture in a paragraph of nothing else.
fn only_image(block: &Block) -> Option<Image> {
    match block {
        Block::Paragraph(paragraph) => match paragraph.content.as_slice() {
            [Inline::Image(image)] => Some(image.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The lines of a block that belongs to a poem.
fn verse_lines(block: Block) -> Vec<Vec<Inline>> {
    match block {
        Block::Verse(verse) => verse.lines,
        Block::Paragraph(paragraph) => {
            paragraph.content.split(|inline| *inline == Inline::LineBreak).map(<[Inline]>::to_vec).collect()
        }
        other => {
            let mut content = Vec::new();
            walk::blocks(std::slice::from_ref(&other), &mut |node| {
                if let walk::Node::Inline(inline @ (Inline::Text(_) | Inline::Code(_))) = node {
                    content.push(inline.clone());
                }
            });
            vec![content]
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn label(id: &str) -> Option<Label> {
    (!id.is_empty()).then(|| Label(id.to_owned()))
}
