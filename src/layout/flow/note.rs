//! Notes: their text is set where they are called, and placed at the foot of the page that calls them.

use super::strip::{NoteGalley, Strip};
use super::{Flow, Place};
use crate::layout::frame::{Frame, Item, TagId, TagKind, Target};
use crate::layout::{BASELINE, Cx};
use std::collections::HashMap;

use crate::diag::Span;
use crate::model::{Division, Inline, NodeId, Note, Role, Title, walk};
use crate::theme::NotePlace;
use crate::unit::{Length, Point, Size};

impl Flow<'_, '_> {
    /// Sets the text of the notes that strips call.
    pub(super) fn notes_of(&mut self, strips: &mut [Strip]) {
        for strip in strips {
            for id in std::mem::take(&mut strip.waiting) {
                strip.notes.push(self.galley.notes.len());
                // The seat is taken before the text is set: a note may hold a note.
                self.galley.notes.push(NoteGalley { id, strips: Vec::new() });
                let number = self.galley.notes.len() - 1;
                let Some(note) = self.note_texts.get(&id).copied() else { continue };
                let set = self.note_text(note);
                self.galley.notes[number].strips = set;
            }
        }
    }

    /// The title over notes that stand after their chapter.
    pub(super) fn notes_title(&mut self, parent: TagId, place: &Place) -> Vec<Strip> {
        let style = self.cx.theme.style(Role::Heading(1)).clone();
        let word = self.cx.edition.words().notes;
        let title = Title { content: vec![Inline::text(word)], ..Title::default() };
        let kind = TagKind::Heading(place.level.saturating_add(1).min(6), word.to_owned());
        let place = Place { tag: parent, ..place.clone() };
        let strip = self.heading_strip(NodeId::default(), &title, &style, &place, kind, &Span::default());
        let mut strips: Vec<Strip> = strip.into_iter().collect();
        self.space(&style, &mut strips);
        // The notes keep the white that a title wants below it.
        if let Some(last) = strips.last_mut() {
            last.advance += std::mem::take(&mut self.pending.after);
        }
        strips
    }

    fn note_text(&mut self, note: &Note) -> Vec<Strip> {
        let cx = self.cx;
        let style = cx.theme.style(Role::Footnote);
        let hang = hang(cx);
        let measure = match cx.theme.notes.place {
            NotePlace::Margin => cx.theme.notes.margin_width,
            NotePlace::Foot | NotePlace::Chapter | NotePlace::Book => cx.theme.measure(),
        };
        let tag = self.tags.push(TagKind::Note, TagId(1));
        let place = Place {
            x: hang,
            measure: measure - hang,
            role: Role::Footnote,
            tag,
            depth: 0,
            level: 1,
            nested: 0,
            lang: cx.edition.lang.clone(),
            flat: false,
            indented: false,
        };
        let held = std::mem::take(&mut self.pending);
        let mut strips = Vec::new();
        self.blocks(&note.blocks, &place, &mut strips);
        let said = std::mem::replace(&mut self.pending, held).said;
        for strip in &mut strips {
            strip.before = Length::ZERO;
            strip.grid = false;
        }
        if strips.is_empty() {
            let frame = Frame::new(Size::new(measure, style.size));
            strips.push(Strip { frame, advance: style.pitch, ..Strip::default() });
        }
        if let Some(first) = strips.first_mut() {
            let baseline = Point::new(Length::ZERO, style.size.scale(BASELINE));
            // The number belongs to the note; its own size tells the page stage that this is not a call.
            let label = self.tags.push(TagKind::Label, tag);
            let link = self.tags.push(TagKind::Link, label);
            first.frame.push(baseline, Item::Call { note: note.id, size: -style.size }, link);
            let area = Size::new(hang, style.size.scale(1.1));
            first.frame.push(Point::ORIGIN, Item::Link { size: area, target: Target::Call(note.id) }, link);
            first.frame.said.extend(said);
        }
        strips
    }
}

/// How far the text of a note stands from the measure's start.
pub(crate) fn hang(cx: &Cx) -> Length {
    cx.theme.style(Role::Footnote).size.scale(1.5)
}

/// The notes of a division and its title, by identity; those of divisions within are theirs.
pub(super) fn texts(division: &Division) -> HashMap<NodeId, &Note> {
    let mut notes = HashMap::new();
    let mut visit = |node| {
        if let walk::Node::Inline(Inline::Note(note)) = node {
            notes.insert(note.id, note);
        }
    };
    if let Some(title) = &division.title {
        walk::inlines(&title.content, &mut visit);
    }
    walk::blocks(&division.blocks, &mut visit);
    notes
}
