//! Notes: a text defined anywhere is read where it is called.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::Place;
use super::super::build::Builder;
use super::super::prepare::Prepared;
use super::{Events, Reader};
use crate::diag::nearest;
use crate::model::{Inline, Note};

/// Notes within notes go no deeper.
const DEEPEST_NOTE: usize = 2;

/// The definition of a note.
pub(super) struct Definition {
    /// Events between its start and its end.
    pub events: Range<usize>,
    pub range: Range<usize>,
    pub calls: usize,
    pub open: bool,
}

/// Finds the definitions of notes; the first of a label counts.
pub(super) fn find(events: &Events, prepared: &Prepared, place: &Place) -> BTreeMap<String, Definition> {
    let mut notes = BTreeMap::new();
    let mut open = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                open.push((prepared.restore(label, &(0..0)), at + 1, range))
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                let Some((label, start, range)) = open.pop() else { continue };
                let definition = Definition { events: start..at, range: range.clone(), calls: 0, open: false };
                if notes.contains_key(label.as_ref()) {
                    let range = prepared.start + range.start..prepared.start + range.end;
                    place.warn("note-defined-twice", range, format!("a second text for the note `{label}`"), None);
                } else {
                    notes.insert(label.into_owned(), definition);
                }
            }
            _ => {}
        }
    }
    notes
}

impl Reader<'_, '_> {
    pub(super) fn missing_note(&self, at: usize) {
        let Some(label) = self.source(at).strip_prefix("[^") else { return };
        let Some(end) = label.char_indices().take(80).find(|&(_, c)| c == ']').map(|(end, _)| end) else { return };
        let label = &label[..end];
        if !label.is_empty() && !label.contains([' ', '\n', '[', '^']) {
            let range = self.range(&(at..at + end + 3));
            let help = nearest(label, self.notes.keys().map(String::as_str));
            let help =
                help.map_or(format!("write `[^{label}]: …` below"), |near| format!("the nearest note is `{near}`"));
            self.place.warn("no-note", range, format!("no text for the note `{label}`"), Some(help));
        }
    }

    /// A call of a note: its text is read here.
    pub(super) fn note(&mut self, label: &str, range: Range<usize>, builder: &mut Builder, depth: usize) {
        let span = self.place.span(range.clone());
        let Some(definition) = self.notes.get_mut(label) else {
            // In the text the parser calls only what is defined, in titles anything.
            self.missing_note(range.start - self.prepared.start);
            return builder.text(&format!("[^{label}]"), range);
        };
        let size = definition.range.len();
        let events = definition.events.clone();
        let again = definition.calls > 0;
        definition.calls += 1;
        if definition.open || depth >= DEEPEST_NOTE {
            let message = format!("the note `{label}` is called within itself or too deep within notes");
            return self.place.warn("note-in-note", range, message, Some("this call is left out".into()));
        }
        if again {
            let fits = size <= self.budget;
            let help =
                if fits { "its text is printed again" } else { "it has been printed too often; this call is left out" };
            self.place.note(
                "note-called-twice",
                range.clone(),
                format!("a second call of the note `{label}`"),
                Some(help.into()),
            );
            if !fits {
                return;
            }
            self.budget -= size;
        }
        self.set_open(label, true);
        let mut inner = Builder::new(self.place);
        self.run(events, &mut inner, depth + 1);
        self.set_open(label, false);
        let (blocks, _) = inner.finish(range.end);
        builder.inline(Inline::Note(Note { blocks, span, ..Note::default() }), range);
    }

    fn set_open(&mut self, label: &str, open: bool) {
        if let Some(definition) = self.notes.get_mut(label) {
            definition.open = open;
        }
    }
}
