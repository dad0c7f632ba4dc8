//! Titles of pictures: they may become captions, so they are read as the text is.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, RefDefs, Tag};

use super::super::build::Builder;
use super::super::prepare::Prepared;
use super::{Reader, is_math, options};
use crate::model::{Block, Inline, Paragraph};

/// By the byte a picture begins at, the events of its title.
pub(super) type Titles = BTreeMap<usize, Range<usize>>;

/// Parses the titles of pictures; their events follow those of the text. A title that would be more than a line of text
/// has none.
pub(super) fn append<'e>(
    events: &mut Vec<(Event<'e>, Range<usize>)>,
    definitions: &RefDefs,
    prepared: &'e Prepared,
) -> Titles {
    let mut titles = Titles::new();
    // Calls of notes are defined elsewhere in the text; so the old rule, by which a call needs no definition.
    let options = options() | Options::ENABLE_OLD_FOOTNOTES;
    for at in 0..events.len() {
        let (Event::Start(Tag::Image { link_type, title, id, .. }), range) = &events[at] else { continue };
        let place = match link_type {
            _ if title.is_empty() => continue,
            LinkType::Inline => range.start..range.end - 1,
            _ => match definitions.get(id) {
                Some(definition) => definition.span.clone(),
                None => continue,
            },
        };
        let (start, title) = (range.start, title_at_end(&prepared.parsed, place));
        let Some(title) = title else { continue };
        let first = events.len();
        let source = &prepared.parsed[title.clone()];
        events.extend(Parser::new_ext(source, options).into_offset_iter().map(|(event, range)| {
            let range = title.start + range.start..title.start + range.end;
            match event {
                Event::InlineMath(tex) if !is_math(&tex, prepared.after(range.end)) => {
                    (Event::Text(prepared.parsed[range.clone()].into()), range)
                }
                event => (event, range),
            }
        }));
        titles.insert(start, first..events.len());
    }
    titles
}

/// A title that stands at the end of a part of the source, without its closing quote. The opening one stays: behind it
/// nothing that only begins a line means anything.
fn title_at_end(source: &str, place: Range<usize>) -> Option<Range<usize>> {
    let text = source.get(place.clone())?.trim_end();
    let close = text.chars().next_back()?;
    let open = if close == ')' { '(' } else { close };
    let text = text.strip_suffix(['"', '\'', ')'])?;
    let escaped = |at: usize| text[..at].bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1;
    let (at, _) = text.rmatch_indices(open).find(|&(at, _)| !escaped(at))?;
    Some(place.start + at..place.start + text.len())
}

impl Reader<'_, '_> {
    /// What the title of the picture that begins at `start` says; `None` where it is characters and nothing else.
    pub(super) fn title(&mut self, start: usize, depth: usize) -> Option<Vec<Inline>> {
        let events = self.titles.get(&start)?.clone();
        let end = self.range(&self.events.get(events.clone())?.last()?.1).end;
        let mut inner = Builder::new(self.place);
        self.run(events, &mut inner, depth);
        let (blocks, _) = inner.finish(end);
        let [Block::Paragraph(Paragraph { mut content, .. })] = <[Block; 1]>::try_from(blocks).ok()? else {
            return None;
        };
        let Some(Inline::Text(text)) = content.first_mut() else { return None };
        match text.strip_prefix(['"', '\'', '(']) {
            None | Some("") => drop(content.remove(0)),
            Some(rest) => *text = rest.to_owned(),
        }
        Some(content)
    }
}
