//! Blocks → strips. In: a division's blocks. Out: a [`Galley`], as if the page had no end. Next: `page`.
//!
//! Divisions do not know each other, so this is where threads come in.

mod aside;
mod code;
mod division;
mod drop;
mod figure;
mod formula;
mod index;
mod list;
mod note;
mod parting;
mod references;
mod strip;
mod text;
mod title_block;
mod verse;

use division::Depth;
pub(crate) use division::{galleys, refers_to_pages};
pub(crate) use strip::{Backdrop, Closes, Galley, Head, NoteGalley, Opening, Strip};
pub(crate) use text::lines_to_strips;

use super::frame::{Frame, TagId, TagKind};
use super::inline::{Base, Collected, Collector, Par};
use super::{Cx, Tags, inline, table};
use crate::diag::{Diagnostic, Span};
use std::collections::HashMap;

use crate::model::{Block, Division, DivisionKind, Inline, Lang, NodeId, Note, NoteText, Role};
use crate::text::{LangSys, Shaper};
use crate::theme::{BlockStyle, NotePlace};
use crate::unit::{Length, Point, Rect, Size};

/// A theme's indent is meant for Chinese; Japanese takes half of it (jlreq, one character), and so do Western languages.
fn first_indent(collected: &Collected, style: &BlockStyle) -> Length {
    let half = |span: &crate::text::Span| matches!(span.style.lang, LangSys::Jan | LangSys::Other(_));
    let indent = style.indent.at(style.size);
    if collected.spans.first().is_some_and(half) { indent / 2 } else { indent }
}

/// What waits for the next strip of a flow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    /// Space asked for below the last block.
    pub after: Length,
    /// Places that the strip stands at.
    pub anchors: Vec<NodeId>,
    /// How the page is opened by text without a title.
    pub opening: Option<Opening>,
    /// What is to be told about it.
    pub said: Vec<Diagnostic>,
}

/// Where blocks are set: how far in, how wide, and as what.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Distance from the type area's edge.
    pub x: Length,
    /// Width of the lines.
    pub measure: Length,
    /// The role of plain paragraphs.
    pub role: Role,
    /// The tag blocks belong to.
    pub tag: TagId,
    /// How deep lists are nested.
    pub depth: usize,
    /// Heading levels already used by divisions above.
    pub level: u8,
    /// In how many chapters the text lies; headings there look as much smaller.
    pub nested: u8,
    /// Language.
    pub lang: Lang,
    /// Whether the place has taken its role's indents already.
    pub flat: bool,
    /// Whether paragraphs have their first-line indent.
    pub indented: bool,
}

/// Sets the blocks of one division.
pub(crate) struct Flow<'a, 'c> {
    pub cx: &'a Cx<'c>,
    pub shaper: &'a mut Shaper<'c>,
    pub tags: Tags,
    pub galley: Galley,
    /// What waits for the next strip.
    pub pending: Pending,
    /// Whether nothing of a chapter but its title was set.
    begins: bool,
    /// The notes of the division, set when a line calls them.
    note_texts: HashMap<NodeId, &'a Note>,
}

fn galley<'a, 'c>(
    cx: &'a Cx<'c>,
    shaper: &'a mut Shaper<'c>,
    division: &'a Division,
    depth: Depth,
    first: bool,
    runs_on: bool,
) -> Galley {
    let columns = cx.theme.columns(division.kind);
    let mut flow = Flow {
        cx,
        shaper,
        tags: Tags::default(),
        galley: Galley { kind: division.kind, columns, ..Galley::default() },
        pending: Pending { anchors: vec![division.id], ..Pending::default() },
        begins: text::is_chapter(division, depth.chapters),
        note_texts: note::texts(division),
    };
    let lang = division.lang.clone().unwrap_or_else(|| cx.edition.lang.clone());
    let tag = flow.tags.push(TagKind::Section, TagId::ARTIFACT);
    let place = Place {
        x: Length::ZERO,
        measure: columns.1,
        role: match division.kind {
            DivisionKind::Introduction | DivisionKind::Dedication => Role::Introduction,
            DivisionKind::Colophon => Role::Colophon,
            _ => Role::Body,
        },
        tag,
        depth: 0,
        level: depth.divisions + 1,
        nested: depth.chapters,
        lang,
        flat: false,
        indented: true,
    };
    let mut strips = Vec::new();
    let headed = first && cx.theme.title_block.show;
    if headed {
        flow.title_block(&place, &mut strips);
    }
    let begun = strips.len();
    flow.title(division, &place, &mut strips);
    flow.say_where(&mut strips[begun..], &division.span);
    if headed {
        // The text goes on under its title.
        flow.pending.opening = None;
        strips[begun..].iter_mut().for_each(|strip| strip.opening = None);
    }
    if runs_on {
        flow.pending.opening = None;
        flow.pending.after = cx.theme.pitch();
    }
    let inner = Place { level: place.level - u8::from(division.title.is_none()), ..place };
    flow.blocks(&division.blocks, &inner, &mut strips);
    if cx.edition.index().home == Some(division.id) {
        flow.index(&inner, &mut strips);
    }
    if strips.is_empty() {
        // A division without text still is a place.
        strips.push(Strip {
            anchors: std::mem::take(&mut flow.pending.anchors),
            opening: flow.pending.opening.take(),
            ..Strip::default()
        });
    }
    if let Some(last) = strips.last_mut() {
        last.frame.said.append(&mut flow.pending.said);
    }
    flow.galley.strips = strips;
    if matches!(cx.theme.notes.place, NotePlace::Chapter | NotePlace::Book) {
        flow.galley.notes_title = Some(flow.notes_title(tag, &inner));
    }
    flow.galley.tags = flow.tags;
    flow.galley
}

fn as_note(block: &Block) -> Option<&NoteText> {
    if let Block::NoteText(note) = block { Some(note) } else { None }
}

impl<'c> Flow<'_, 'c> {
    /// Sets blocks below each other.
    pub fn blocks(&mut self, blocks: &[Block], place: &Place, out: &mut Vec<Strip>) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let next = blocks.get(at + 1);
            let begun = out.len();
            at += 1;
            if let Block::Table(table) = block {
                // Notes straight below a table are the table's.
                let notes: Vec<&NoteText> = blocks[at..].iter().map_while(as_note).collect();
                table::table(self, table, &notes, place, out);
                at += notes.len();
            } else {
                self.block(block, place, out);
            }
            self.say_where(&mut out[begun..], block.span());
            self.keep_leading(block, next, out);
        }
    }

    /// Says where strips stand that may be too high for a page; what lies within a block has said so before.
    fn say_where(&self, strips: &mut [Strip], span: &Span) {
        let high = self.cx.theme.pitch() * 4;
        for strip in strips.iter_mut().filter(|strip| strip.frame.size.height > high && strip.place.is_none()) {
            strip.place = span.clone();
        }
    }

    /// A note that stands where it is.
    pub fn remark(&mut self, note: &NoteText, place: &Place, out: &mut Vec<Strip>) {
        let inner = Place { role: Role::NoteText, ..place.clone() };
        self.spaced(Role::NoteText, out, |this, out| this.blocks(&note.blocks, &inner, out));
    }

    fn block(&mut self, block: &Block, place: &Place, out: &mut Vec<Strip>) {
        let begins = std::mem::take(&mut self.begins);
        match block {
            Block::Heading(heading) => self.heading(heading, place, out),
            Block::Paragraph(paragraph) => self.running_text(paragraph, begins, place, out),
            Block::Quote(quote) => self.quote(quote, place, out),
            Block::Verse(verse) => self.verse(verse, place, out),
            Block::List(list) => self.list(list, place, out),
            Block::Definitions(definitions) => self.definitions(definitions, place, out),
            Block::Code(code) => self.code(code, place, out),
            Block::Table(table) => table::table(self, table, &[], place, out),
            Block::Figure(figure) => self.figure(figure, place, out),
            Block::Rule(_) => self.thematic_break(place, out),
            Block::PageBreak(_) => self.page_break(place, out),
            Block::References(_) => self.references(place, out),
            Block::Admonition(admonition) => self.admonition(admonition, place, out),
            Block::NoteText(note) => self.remark(note, place, out),
            Block::Math(math) => self.formula(math, place, out),
            // Raw text belongs to one output; `pdf` is the only name this one answers to.
            Block::Raw(raw) => {
                if raw.format == "pdf" {
                    let style = self.cx.theme.style(place.role).clone();
                    let tag = self.tags.push(TagKind::Paragraph, place.tag);
                    let collected = self.collect(&[Inline::text(&raw.text)], &style, tag, &place.lang, &raw.span);
                    self.paragraph(&collected, &style, place, false, out);
                }
            }
        }
    }

    /// Tells something about the next strip.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.pending.said.push(diagnostic);
    }

    /// Inlines as characters in a block's style.
    pub fn collect(
        &mut self,
        content: &[Inline],
        style: &BlockStyle,
        tag: TagId,
        lang: &Lang,
        span: &Span,
    ) -> Collected {
        let base = Base { text: style.text, lang: lang.clone(), tag, place: span.clone() };
        let mut collector = Collector::new(self.cx, &mut self.tags, &base);
        collector.inlines(content);
        collector.finish()
    }

    /// Lines of a paragraph as strips, with the space its style wants around them.
    pub fn paragraph(
        &mut self,
        collected: &Collected,
        style: &BlockStyle,
        place: &Place,
        indented: bool,
        out: &mut Vec<Strip>,
    ) {
        let indent = if indented { first_indent(collected, style) } else { Length::ZERO };
        self.indented_paragraph(collected, style, place, indent, out);
    }

    /// The same with its first line so far in.
    pub fn indented_paragraph(
        &mut self,
        collected: &Collected,
        style: &BlockStyle,
        place: &Place,
        indent: Length,
        out: &mut Vec<Strip>,
    ) {
        let (x, measure) = self.inset(style, place);
        let par = Par { indent, ..Par::of(style, measure) };
        let lines = inline::paragraph(self.cx, self.shaper, collected, &par);
        let mut strips = lines_to_strips(self.cx, lines, style, x);
        self.notes_of(&mut strips);
        self.space(style, &mut strips);
        out.append(&mut strips);
    }

    /// The place of a block that stands across all columns.
    pub fn across(&self, place: &Place) -> Place {
        Place { x: Length::ZERO, measure: self.cx.theme.area().size.width, ..place.clone() }
    }

    /// The start and measure of a block inside its place.
    pub fn inset(&self, style: &BlockStyle, place: &Place) -> (Length, Length) {
        let body = self.cx.theme.body().size;
        let (start, end) = (style.start.at(body), style.end.at(body));
        // At least four characters stay, however deep things are nested.
        let least = (style.size * 4).min(place.measure);
        let measure = (place.measure - start - end).max(least);
        let start = start.min(place.measure - measure);
        (place.x + start, measure)
    }

    /// Puts the wanted space above the first strip, and keeps in mind that below the last.
    pub fn space(&mut self, style: &BlockStyle, strips: &mut [Strip]) {
        let pitch = self.cx.theme.pitch();
        if let Some(first) = strips.first_mut() {
            first.before = first.before.max(pitch.scale(style.before)).max(self.pending.after);
            first.anchors.append(&mut self.pending.anchors);
            first.opening = first.opening.or(self.pending.opening.take());
            first.frame.said.append(&mut self.pending.said);
            self.pending.after = pitch.scale(style.after);
        }
    }

    /// Sets something and puts a role's space around all of it.
    pub fn spaced(&mut self, role: Role, out: &mut Vec<Strip>, inner: impl FnOnce(&mut Self, &mut Vec<Strip>)) {
        let style = self.cx.theme.style(role);
        let pitch = self.cx.theme.pitch();
        let (before, after) = (pitch.scale(style.before), pitch.scale(style.after));
        self.pending.after = self.pending.after.max(before);
        let start = out.len();
        inner(self, out);
        if out.len() > start {
            self.pending.after = self.pending.after.max(after);
        }
    }

    /// A place that the next strip stands at.
    pub fn anchor(&mut self, id: NodeId) {
        self.pending.anchors.push(id);
    }

    /// A role's style without the spaces and indents of the block as a whole.
    pub fn flat(&self, role: Role) -> BlockStyle {
        BlockStyle {
            before: 0.0,
            after: 0.0,
            start: crate::unit::Em::ZERO,
            end: crate::unit::Em::ZERO,
            ..self.cx.theme.style(role).clone()
        }
    }

    /// Keeps the last strip with what follows.
    pub fn keep_last(&self, out: &mut [Strip]) {
        if let Some(last) = out.last_mut() {
            last.keep = true;
        }
    }

    /// Puts a rule or tint behind strips; it runs through from the first to the last of them on a page.
    pub fn backdrop(&mut self, backdrop: Backdrop, strips: &mut [Strip]) {
        let number = self.galley.backdrops.len();
        self.galley.backdrops.push(backdrop);
        for strip in strips {
            strip.backdrops.push(number);
        }
    }

    /// A rule of ink across the measure, for tables.
    pub fn rule(&self, place: &Place, thickness: Length) -> Strip {
        let mut frame = Frame::new(Size::new(place.measure, thickness));
        let area = Rect::new(Point::new(place.x, Length::ZERO), Size::new(place.measure, thickness));
        frame.push_rule(area, self.cx.theme.ink(crate::theme::Colour::Text));
        Strip { frame, advance: thickness, ..Strip::default() }
    }
}
