//! What blocks are to their neighbours: captions of tables, and paragraphs that go on with a sentence.

use super::Place;
use super::east_asian::is_cjk;
use super::inline;
use super::table::Said;
use crate::model::{Block, Inline, Paragraph, walk};

/// Looks at all blocks of one holder once it is closed.
pub(super) fn siblings(blocks: Vec<Block>, place: &Place) -> Vec<Block> {
    let mut blocks = numbered(captioned(blocks, place));
    for at in 1..blocks.len() {
        let interrupted = matches!(
            blocks[at - 1],
            Block::List(_) | Block::Code(_) | Block::Math(_) | Block::Quote(_) | Block::Table(_) | Block::Figure(_)
        );
        if let Block::Paragraph(paragraph) = &mut blocks[at] {
            paragraph.continued |= interrupted && goes_on(paragraph);
        }
    }
    blocks
}

/// A paragraph whose lines all begin with `| ` is a poem (Pandoc's line block): its lines, an empty one between stanzas.
pub(super) fn line_block(source: &str, content: &[Inline]) -> Option<Vec<Vec<Inline>>> {
    let barred =
        |line: &str| line.trim_start().strip_prefix('|').is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let count = source.trim_end().lines().count();
    if count < 2 || !source.trim_end().lines().all(barred) {
        return None;
    }
    let mut lines: Vec<Vec<Inline>> = Vec::with_capacity(count);
    for inline in content {
        match inline {
            Inline::Text(text) => {
                for (nth, part) in text.split('|').enumerate() {
                    if nth > 0 {
                        lines.push(Vec::new());
                    }
                    let part = if nth > 0 { part.trim_start() } else { part };
                    match lines.last_mut() {
                        Some(line) if !part.is_empty() => line.push(Inline::text(part)),
                        Some(_) => {}
                        None if part.trim().is_empty() => {}
                        None => return None,
                    }
                }
            }
            Inline::LineBreak => {}
            inline => lines.last_mut()?.push(inline.clone()),
        }
    }
    for line in &mut lines {
        if let Some(Inline::Text(last)) = line.last_mut() {
            last.truncate(last.trim_end().len());
        }
        line.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    }
    // A bar within a line belongs to its text: then these are no lines of a poem.
    (lines.len() == count).then_some(lines)
}

/// A paragraph `Table: …` or `表：…` directly after or before a table is its caption.
fn captioned(blocks: Vec<Block>, place: &Place) -> Vec<Block> {
    if !blocks.iter().any(|block| matches!(block, Block::Table(_))) {
        return blocks;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut waiting: Option<Block> = None;
    for mut block in blocks {
        if let Block::Paragraph(paragraph) = &block
            && caption_prefix(paragraph).is_some()
        {
            if let Some(Block::Table(table)) = out.last_mut().filter(|_| waiting.is_none())
                && table.caption.is_empty()
            {
                give_caption(table, block, place);
            } else {
                out.extend(waiting.replace(block));
            }
            continue;
        }
        match (&mut block, waiting.take()) {
            (Block::Table(table), Some(caption)) if table.caption.is_empty() => give_caption(table, caption, place),
            (_, other) => out.extend(other),
        }
        out.push(block);
    }
    out.extend(waiting);
    out
}

fn caption_prefix(paragraph: &Paragraph) -> Option<usize> {
    let Some(Inline::Text(text)) = paragraph.content.first() else { return None };
    let prefix = ["Table:", "表：", "表:"].into_iter().find(|prefix| text.starts_with(prefix))?;
    Some(prefix.len() + text[prefix.len()..].len() - text[prefix.len()..].trim_start().len())
}

fn give_caption(table: &mut crate::model::Table, caption: Block, place: &Place) {
    let Block::Paragraph(mut paragraph) = caption else { return };
    let prefix = caption_prefix(&paragraph).unwrap_or(0);
    if let Some(Inline::Text(text)) = paragraph.content.first_mut() {
        text.drain(..prefix);
        if text.is_empty() {
            paragraph.content.remove(0);
        }
    }
    let span = &paragraph.span;
    if let Some(said) = inline::take_attributes(&mut paragraph.content, |all| Said::of(all, place, span)) {
        said.lay_on(table, place);
    }
    table.caption = paragraph.content;
}

/// The words that a caption with a number of its own begins with, for figures and for tables.
const FIGURE_WORDS: [&str; 6] = ["图", "圖", "図", "그림", "Figure", "Fig."];
const TABLE_WORDS: [&str; 3] = ["表", "표", "Table"];
/// A longer line is no caption.
const LONGEST_CAPTION: usize = 80;

/// A line `图 1-1 …` below a picture, or `表 1-1 …` above a table, is its caption, and the number is the author's.
fn numbered(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        match (&mut block, out.last_mut()) {
            (Block::Paragraph(below), Some(Block::Figure(figure))) if figure.number.is_none() => {
                if let Some((number, caption)) = own_number(below, &FIGURE_WORDS) {
                    (figure.number, figure.caption) = (Some(number), caption);
                    continue;
                }
            }
            (Block::Table(table), Some(Block::Paragraph(above))) if table.caption.is_empty() => {
                if let Some((number, caption)) = own_number(above, &TABLE_WORDS) {
                    (table.number, table.caption) = (Some(number), caption);
                    out.pop();
                }
            }
            _ => {}
        }
        out.push(block);
    }
    out
}

/// The number and the words of a paragraph that is nothing but a caption: short, no sentence, all of it in one face.
fn own_number(paragraph: &Paragraph, words: &[&str]) -> Option<(String, Vec<Inline>)> {
    let mut content = match paragraph.content.as_slice() {
        [Inline::Emphasis(content) | Inline::Strong(content)] => content.clone(),
        content => content.to_vec(),
    };
    let whole = walk::plain(&content);
    if whole.chars().count() > LONGEST_CAPTION || whole.ends_with(['。', '！', '？', '：', ':', '；']) {
        return None;
    }
    let Some(Inline::Text(text)) = content.first_mut() else { return None };
    let word = words.iter().find(|word| text.starts_with(**word))?;
    let rest = text[word.len()..].trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || "-.–－．".contains(c))).unwrap_or(rest.len());
    let digits = rest[..end].trim_end_matches(['.', '．', '-']);
    let title = &rest[end..];
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !title.starts_with(|c: char| c.is_whitespace() || c == '：')
    {
        return None;
    }
    let gap = if word.is_ascii() { " " } else { "" };
    let number = format!("{word}{gap}{digits}");
    *text = title.trim_start_matches(|c: char| c.is_whitespace() || c == '：').to_owned();
    Some((number, content))
}

/// Whether a paragraph begins in the middle of a sentence: a closing or pausing mark, or a small Latin letter where
/// the text is Latin (a Chinese sentence may well begin with `map`).
fn goes_on(paragraph: &Paragraph) -> bool {
    let first = match paragraph.content.first() {
        Some(Inline::Text(text)) => text.chars().next(),
        Some(Inline::Emphasis(content) | Inline::Strong(content)) => walk::plain(content).chars().next(),
        _ => None,
    };
    let chinese = || walk::plain(&paragraph.content).chars().any(is_cjk);
    first.is_some_and(|c| "，。、；：！？）」』】〉》〕".contains(c) || c.is_lowercase() && !chinese())
}
