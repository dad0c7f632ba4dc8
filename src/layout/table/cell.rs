//! A cell. In: its blocks. Out: strips below each other.

use super::point::Axis;
use crate::font::FaceId;
use crate::layout::flow::{Flow, Place, Strip};
use crate::layout::frame::{Frame, Item, TagId, TagKind};
use crate::model::{Align, Block, Cell, Paragraph, TextPlace};
use crate::text::Run;
use crate::theme::{Alignment, BlockStyle};
use crate::unit::{Length, Point, Size};

/// Sets a cell in its column; `axis` is where the column's numbers have their points.
pub(super) fn set(flow: &mut Flow, cell: &Cell, align: Align, axis: Axis, place: &Place) -> Vec<Strip> {
    // What the cell before left below itself is nothing to this one.
    flow.pending.after = Length::ZERO;
    let mut strips = Vec::new();
    let is_number = align == Align::Decimal && cell.number() == Some(true);
    let style = BlockStyle {
        align: match align {
            Align::Theme => flow.cx.theme.style(place.role).align,
            Align::Start => Alignment::Start,
            Align::Decimal if is_number => Alignment::Start,
            Align::Centre | Align::Decimal => Alignment::Centre,
            Align::End => Alignment::End,
        },
        ..flow.flat(place.role)
    };
    for block in &cell.blocks {
        if let Block::Paragraph(paragraph) = block {
            self::paragraph(flow, paragraph, &style, place, &mut strips);
        } else {
            flow.blocks(std::slice::from_ref(block), place, &mut strips);
        }
    }
    if let ([line], true) = (strips.as_mut_slice(), is_number) {
        axis.align(line, place.x, place.measure);
    }
    let empty = !strips.iter().flat_map(|strip| &strip.frame.items).any(|placed| placed.tag != TagId::ARTIFACT);
    if empty {
        keep_seat(&mut strips, &style, place);
    }
    strips
}

fn paragraph(flow: &mut Flow, paragraph: &Paragraph, style: &BlockStyle, place: &Place, out: &mut Vec<Strip>) {
    let tag = flow.tags.push(TagKind::Paragraph, place.tag);
    let lang = paragraph.lang.as_ref().unwrap_or(&place.lang).clone();
    let collected = flow.collect(&paragraph.content, style, tag, &lang, &paragraph.span);
    let collected = collected.from(TextPlace::start(paragraph.id));
    flow.paragraph(&collected, style, place, false, out);
}

/// An empty cell is content all the same: without it a row would have fewer cells than its neighbours (PDF/UA).
fn keep_seat(strips: &mut Vec<Strip>, style: &BlockStyle, place: &Place) {
    let ink = crate::theme::Ink::BLACK;
    let run = Run { face: FaceId(0), size: style.size, ink, text: String::new(), glyphs: Vec::new() };
    if strips.is_empty() {
        let frame = Frame::new(Size::new(place.x, style.size));
        strips.push(Strip { frame, advance: style.pitch, ..Strip::default() });
    }
    strips[0].frame.push(Point::new(place.x, Length::ZERO), Item::Run(run), place.tag);
}
