//! Attachments and appendices at the end of a text: divisions of their own, however short the text is.

use super::{close_gaps, heading, kind_of, walk};
use crate::model::{Block, Division, DivisionKind, Inline, Title};
use crate::read::{Cx, Document, Opens};

/// Takes the attachments off the end of a text: headings that are marked as such, or called 附件1, 附件2 …, with what
/// follows each. A text that would be left with nothing keeps them.
pub(super) fn take(document: &mut Document, file: &str, cx: &Cx) -> Vec<Division> {
    let openers = openers(&document.blocks, &document.opens);
    let Some(top) = openers.iter().filter_map(|&at| heading(&document.blocks[at])).map(|found| found.level).min()
    else {
        return Vec::new();
    };
    // From the end on, while every heading of that level is one of them, or closes a book anyway.
    let mut cuts: Vec<usize> = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().rev() {
        let Some(found) = heading(block).filter(|found| found.level <= top || openers.contains(&at)) else { continue };
        // The words of an opener that is nothing but `附件1`.
        if at.checked_sub(1).is_some_and(|before| openers.contains(&before) && is_bare(&document.blocks[before])) {
            continue;
        }
        if !openers.contains(&at) && !kind_of(&found.title).is_some_and(super::is_back) {
            break;
        }
        cuts.push(at);
    }
    while cuts.last().is_some_and(|at| !openers.contains(at)) {
        cuts.pop();
    }
    if cuts.last().is_none_or(|&first| document.blocks[..first].iter().all(super::is_unseen)) {
        return Vec::new();
    }
    let mut divisions: Vec<Division> = cuts
        .into_iter()
        .map(|at| {
            let blocks = document.blocks.split_off(at);
            let kind = if openers.contains(&at) { Some(DivisionKind::Appendix) } else { None };
            division(blocks, kind, file, cx)
        })
        .collect();
    divisions.reverse();
    divisions
}

/// Whether a heading is nothing but `附件1`.
fn is_bare(block: &Block) -> bool {
    let title = heading(block).map(|found| walk::plain(&found.title.content)).unwrap_or_default();
    written(&title).is_some_and(|(_, words)| words.is_empty())
}

/// The headings that open an attachment.
fn openers(blocks: &[Block], opens: &[Opens]) -> Vec<usize> {
    let headings = || blocks.iter().enumerate().filter_map(|(at, block)| Some((at, heading(block)?)));
    let marked = opens.iter().filter(|mark| mark.kind == DivisionKind::Appendix).filter_map(|mark| {
        let (at, _) = headings().find(|(_, found)| found.span.line >= mark.line)?;
        Some(at)
    });
    // A section may well be called 附件 and belong to the text; one with a number, or of the highest level, does not.
    let named = headings().filter(|(_, found)| {
        let title = walk::plain(&found.title.content);
        found.title.number.is_none()
            && written(&title).is_some_and(|(word, _)| found.level == 1 || word.len() > "附件".len())
    });
    let mut all: Vec<usize> = marked.chain(named.map(|(at, _)| at)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn division(mut blocks: Vec<Block>, kind: Option<DivisionKind>, file: &str, cx: &Cx) -> Division {
    let mut made = Division::default();
    if let Block::Heading(found) = blocks.remove(0) {
        made.kind = kind.or_else(|| kind_of(&found.title)).unwrap_or_default();
        made.label = found.label;
        made.title = Some(found.title);
        made.span = found.span;
    }
    if let Some(title) = &mut made.title {
        number(title);
        // A heading that is nothing but `附件1` has its words in the next one.
        if title.content.is_empty()
            && let Some(Block::Heading(next)) = blocks.first()
            && next.title.number.is_none()
            && let Block::Heading(next) = blocks.remove(0)
        {
            title.content = next.title.content;
        }
    }
    close_gaps(&mut blocks, file, cx);
    made.blocks = blocks;
    made
}

/// Splits 附件1 off a title.
pub(super) fn number(title: &mut Title) {
    if title.number.is_some() {
        return;
    }
    let Some(Inline::Text(first)) = title.content.first() else { return };
    let Some((own, rest)) = written(first) else { return };
    let rest = rest.to_owned();
    title.number = Some(own);
    if rest.is_empty() {
        title.content.remove(0);
    } else {
        title.content[0] = Inline::Text(rest);
    }
}

/// The number and the words of a title that begins with 附件: its figures, a colon or a blank stand between.
fn written(title: &str) -> Option<(String, &str)> {
    let after = title.trim_start().strip_prefix("附件")?;
    let rest = after.trim_start();
    let figures = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (figures, rest) = rest.split_at(figures);
    let words = rest.trim_start_matches([' ', '\u{3000}', '：', ':', '.', '．', '、']);
    let parted = words.len() < rest.len() || rest.is_empty() || (figures.is_empty() && after.starts_with(' '));
    parted.then(|| (format!("附件{figures}"), words))
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn attachments_are_known_by_their_word() {
        assert_eq!(written("附件1：名单"), Some(("附件1".into(), "名单")));
        assert_eq!(written("附件 2 名单"), Some(("附件2".into(), "名单")));
        assert_eq!(written("附件"), Some(("附件".into(), "")));
        assert_eq!(written("附件说明"), None);
    }
}
