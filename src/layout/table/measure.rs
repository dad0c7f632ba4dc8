//! What columns ask for. In: a table's cells. Out: their [`Want`]s, and where the points of their numbers stand.

use super::Plan;
use super::columns::Want;
use super::point::Axis;
use crate::layout::flow::Flow;
use crate::layout::frame::TagId;
use crate::layout::inline::{self, Par, Widths};
use crate::layout::natural_size;
use crate::model::{Align, Block, Cell, Inline, Lang, Role, Seat};
use crate::theme::{Alignment, BlockStyle};
use crate::unit::Length;

/// Measures every cell. What stands over several columns is shared among them once they have their own.
pub(super) fn measure(flow: &mut Flow, plan: &mut Plan, lang: &Lang) {
    let size = flow.cx.theme.style(Role::TableCell).size;
    let count = plan.table.columns.len();
    // Nothing measured is ever painted: its tags go again.
    let tags = flow.tags.0.len();
    let mut wants = vec![Want::default(); count];
    let mut axes = vec![Axis::default(); count];
    let mut wide: Vec<(&Seat, Want)> = Vec::new();
    for (rows, role) in [(&plan.head, Role::TableHead), (&plan.body, Role::TableCell)] {
        for seat in rows.iter().flatten() {
            let at = seat.column;
            if plan.align(seat, role) == Align::Decimal
                && seat.columns == 1
                && let Some(axis) = number(flow, seat.cell, role, lang)
            {
                axes[at] = axes[at].max(axis);
                continue;
            }
            let want = blocks(flow, &seat.cell.blocks, role, lang);
            let want = if role == Role::TableHead { want.in_head(size) } else { want };
            flow.tags.0.truncate(tags);
            if seat.columns == 1 {
                wants[at] = wants[at].max(want).max(Want::all(size));
            } else {
                wide.push((seat, want));
            }
        }
    }
    for (want, axis) in wants.iter_mut().zip(&axes) {
        *want = want.max(Want::all(axis.width()));
    }
    flow.tags.0.truncate(tags);
    let gap = flow.cx.theme.table.gap.at(size);
    for (seat, want) in wide {
        spread(&mut wants[seat.column..seat.column + seat.columns], want, gap);
    }
    plan.wants = wants;
    plan.axes = axes;
}

/// Where a number's cell stands to its point; `None` where it holds none on a single line.
fn number(flow: &mut Flow, cell: &Cell, role: Role, lang: &Lang) -> Option<Axis> {
    let [Block::Paragraph(paragraph)] = cell.blocks.as_slice() else { return None };
    if cell.number() != Some(true) {
        return None;
    }
    let style = BlockStyle { align: Alignment::Start, ..flow.flat(role) };
    let collected = flow.collect(&paragraph.content, &style, TagId::ARTIFACT, lang, &paragraph.span);
    let lines = inline::paragraph(flow.cx, flow.shaper, &collected, &Par::of(&style, style.size * 1000));
    let [line] = lines.as_slice() else { return None };
    Axis::of(&line.frame)
}

/// Gives columns together what a cell over all of them wants, each the same on top of its own.
fn spread(columns: &mut [Want], want: Want, gap: Length) {
    let count = columns.len() as i64;
    let more = |have: Length, want: Length| (want - have - gap * (count - 1)).max(Length::ZERO) / count;
    let sum = |part: fn(&Want) -> Length| columns.iter().map(part).sum::<Length>();
    let line = more(sum(|want| want.line), want.line);
    let tight = more(sum(|want| want.tight), want.tight);
    let word = more(sum(|want| want.word), want.word);
    let piece = more(sum(|want| want.piece), want.piece);
    for column in columns {
        column.line += line;
        column.tight += tight;
        column.word += word;
        column.piece += piece;
    }
}

fn blocks(flow: &mut Flow, list: &[Block], role: Role, lang: &Lang) -> Want {
    list.iter().fold(Want::default(), |want, inner| want.max(block(flow, inner, role, lang)))
}

fn block(flow: &mut Flow, block: &Block, role: Role, lang: &Lang) -> Want {
    let theme = flow.cx.theme;
    let size = theme.style(role).size;
    let styled = |flow: &mut Flow, content: &[Inline], role: Role| {
        let style = theme.style(role).clone();
        text(flow, content, &style, lang)
    };
    match block {
        Block::Paragraph(paragraph) => styled(flow, &paragraph.content, role),
        Block::Heading(heading) => styled(flow, &heading.title.content, Role::Heading(heading.level)),
        Block::Quote(quote) => {
            let style = theme.style(Role::Quote);
            let indents = style.start.at(theme.body().size) + style.end.at(theme.body().size);
            blocks(flow, &quote.blocks, Role::Quote, lang).wider(indents)
        }
        Block::Verse(verse) => {
            let start = theme.style(Role::Verse).start.at(theme.body().size);
            let lines = verse.lines.iter().map(|line| styled(flow, line, Role::Verse));
            lines.fold(Want::default(), Want::max).wider(start)
        }
        Block::List(list) => {
            let items = list.items.iter().map(|item| blocks(flow, &item.blocks, role, lang));
            items.fold(Want::default(), Want::max).wider(size * 2)
        }
        Block::Definitions(definitions) => {
            let mut want = Want::default();
            for item in &definitions.items {
                want = want.max(styled(flow, &item.term, Role::Term));
                for definition in &item.definitions {
                    want = want.max(blocks(flow, definition, role, lang).wider(size * 2));
                }
            }
            want
        }
        Block::Code(code) => {
            let style = theme.style(Role::Code).clone();
            let longest = code.text.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
            let indents = style.start.at(theme.body().size) + style.end.at(theme.body().size);
            // A line that is too long goes on below.
            let line = text(flow, &[Inline::text(longest)], &style, lang).line + indents;
            Want { line, tight: line, word: line.min(size * 10), piece: line.min(size * 4) }
        }
        Block::Table(table) => {
            let inner = Plan::new(flow, table, lang);
            let gaps = theme.table.gap.at(size) * (inner.wants.len() as i64 - 1).max(0);
            let sum = |part: fn(&Want) -> Length| inner.wants.iter().map(part).sum::<Length>() + gaps;
            let line = sum(|want| want.line);
            Want { line, tight: line, word: sum(|want| want.word), piece: sum(|want| want.piece) }
        }
        Block::Figure(figure) => {
            let width = figure.images.iter().filter_map(|image| {
                let (width, _) = natural_size(flow.cx.edition.picture(&image.path)?);
                Some(image.width.map_or(width, |share| width.scale(share.clamp(0.05, 1.0))))
            });
            let width = width.max().unwrap_or(size * 4);
            Want { line: width, tight: width, word: width.min(size * 6), piece: width.min(size * 4) }
        }
        Block::Admonition(admonition) => blocks(flow, &admonition.blocks, role, lang).wider(size * 2),
        Block::NoteText(note) => blocks(flow, &note.blocks, Role::NoteText, lang),
        Block::Math(math) => styled(flow, &[Inline::Math(math.tex.clone())], Role::Math),
        Block::Raw(raw) if raw.format == "pdf" => styled(flow, &[Inline::text(&raw.text)], role),
        Block::References(_) => Want { word: size * 6, piece: size * 4, ..Want::all(size * 20) },
        Block::Rule(_) | Block::PageBreak(_) | Block::Raw(_) => Want::default(),
    }
}

/// What a text wants in a style.
fn text(flow: &mut Flow, content: &[Inline], style: &BlockStyle, lang: &Lang) -> Want {
    let collected = flow.collect(content, style, TagId::ARTIFACT, lang, &crate::diag::Span::default());
    let Widths { line, word, piece } = inline::widths(flow.cx, flow.shaper, &collected, &style.setting);
    Want { line, tight: line, word, piece }
}
