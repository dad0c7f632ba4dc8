//! Poems, line by line: a line that is too long turns over, a stanza stays whole where it can.

use super::super::inline::{self, Line, Par};
use super::strip::Strip;
use super::{Flow, Place};
use crate::layout::frame::{TagId, TagKind};
use crate::model::{Role, TextPlace, Verse};
use crate::theme::{Alignment, BlockStyle};
use crate::unit::{Length, Point};

/// A stanza higher than this share of a page is divided between its couplets.
const WHOLE: f64 = 0.67;
/// Between title and poet, in em.
const POET_GAP: i64 = 2;

impl Flow<'_, '_> {
    pub(super) fn verse(&mut self, verse: &Verse, place: &Place, out: &mut Vec<Strip>) {
        let tag = self.tags.push(TagKind::Quote, place.tag);
        let theme = self.cx.theme;
        if !verse.title.is_empty() {
            self.pending.opening = self.opening(theme.style(Role::VerseTitle)).or(self.pending.opening);
        }
        let start = out.len();
        let style = BlockStyle { before: 0.0, after: 0.0, ..theme.style(Role::Verse).clone() };
        let (mut x, mut measure) = self.inset(&style, place);
        if theme.verse.centre {
            (x, measure) = (place.x, place.measure);
        }
        let mut next = TextPlace::start(verse.id);
        let head = self.verse_head(verse, place, tag, measure, &mut next);
        let turn = theme.verse.turn.at(style.size).min(measure / 2);
        let par = Par { hang: turn, ..Par::of(&style, measure) };
        let tag = self.tags.push(TagKind::Paragraph, tag);
        let mut lines: Vec<Vec<Line>> = Vec::with_capacity(verse.lines.len());
        for line in &verse.lines {
            let collected = self.collect(line, &style, tag, &place.lang, &verse.span).from(next);
            next = collected.origins.end().unwrap_or(next);
            lines.push(inline::paragraph(self.cx, self.shaper, &collected, &par));
        }
        if theme.verse.centre {
            // As a whole: the left edge is one, and the longest line stands in the middle.
            let widths = lines.iter().chain([&head]).flatten().map(|line| line.width);
            x += (measure - widths.max().unwrap_or_default()).max(Length::ZERO) / 2;
        }
        self.spaced(Role::Verse, out, |this, out| {
            if !head.is_empty() {
                let role = if verse.title.is_empty() { Role::Attribution } else { Role::VerseTitle };
                let style = BlockStyle { before: 0.0, ..this.cx.theme.style(role).clone() };
                let strips = super::lines_to_strips(this.cx, head, &style, x);
                this.stanza(strips, &style, out);
                this.keep_last(out);
            }
            let mut stanza: Vec<Vec<Strip>> = Vec::new();
            for lines in lines {
                if lines.is_empty() {
                    this.stanza_end(&mut stanza, &style, out);
                    this.pending.after = this.pending.after.max(this.cx.theme.pitch());
                    continue;
                }
                stanza.push(super::lines_to_strips(this.cx, lines, &style, x));
            }
            this.stanza_end(&mut stanza, &style, out);
        });
        if style.keep {
            self.keep_poem(start, out);
        }
    }

    /// Keeps the strips from `start` on together; of a poem that no page can hold, two at each end.
    fn keep_poem(&self, start: usize, out: &mut [Strip]) {
        // With the title that opens the page.
        let begun = out.iter().rposition(|strip| strip.opening.is_some()).unwrap_or(start);
        let sink = out.get(begun).and_then(|strip| strip.opening).map_or(Length::ZERO, |opening| opening.sink);
        let height = |strip: &Strip| strip.before + strip.advance;
        let fits = sink + out[begun..].iter().map(height).sum::<Length>() <= self.cx.theme.area().size.height;
        let last = out.len().saturating_sub(1);
        for (at, strip) in out.iter_mut().enumerate().take(last).skip(start) {
            strip.keep |= fits || at == start || at + 1 == last;
        }
    }

    /// The title, flush with the poem's left edge, and the poet after it where both have room in a line.
    fn verse_head(
        &mut self,
        verse: &Verse,
        place: &Place,
        tag: TagId,
        measure: Length,
        next: &mut TextPlace,
    ) -> Vec<Line> {
        let mut head: Vec<Line> = Vec::new();
        let gap = self.cx.theme.style(Role::Verse).size * POET_GAP;
        for (content, role) in [(&verse.title, Role::VerseTitle), (&verse.author, Role::Attribution)] {
            if content.is_empty() {
                continue;
            }
            let style = BlockStyle { align: Alignment::Start, ..self.flat(role) };
            let tag = self.tags.push(TagKind::Paragraph, tag);
            let collected = self.collect(content, &style, tag, &place.lang, &verse.span).from(*next);
            *next = collected.origins.end().unwrap_or(*next);
            let indent = if head.is_empty() { Length::ZERO } else { gap.min(measure / 2) };
            let par = Par { indent, hang: indent, ..Par::of(&style, measure) };
            let mut lines = inline::paragraph(self.cx, self.shaper, &collected, &par);
            match (head.last_mut(), lines.as_mut_slice()) {
                (Some(last), [poet]) if last.width + poet.width <= measure => {
                    last.frame.push_frame(Point::new(last.width, Length::ZERO), std::mem::take(&mut poet.frame));
                    last.width += poet.width;
                    last.notes.append(&mut poet.notes);
                }
                _ => head.append(&mut lines),
            }
        }
        head
    }

    /// Ends a stanza: it stays whole, or where it is too long for that its couplets do.
    fn stanza_end(&mut self, stanza: &mut Vec<Vec<Strip>>, style: &BlockStyle, out: &mut Vec<Strip>) {
        let lines = std::mem::take(stanza);
        let page = self.cx.theme.area().size.height;
        let height: Length = lines.iter().flatten().map(|strip| strip.advance).sum();
        let whole = height <= page.scale(WHOLE);
        let count = lines.len();
        let mut strips = Vec::new();
        for (at, mut line) in lines.into_iter().enumerate() {
            // The first line of a couplet, or of an odd rest the first and the last but one.
            let pair = if count.is_multiple_of(2) { at.is_multiple_of(2) } else { at == 0 || at + 2 == count };
            let (last, next) = (line.len() - 1, at + 1 < count);
            for (part, strip) in line.iter_mut().enumerate() {
                strip.keep = part < last || (next && (whole || pair));
            }
            strips.append(&mut line);
        }
        self.stanza(strips, style, out);
    }

    fn stanza(&mut self, mut strips: Vec<Strip>, style: &BlockStyle, out: &mut Vec<Strip>) {
        self.notes_of(&mut strips);
        self.space(style, &mut strips);
        out.append(&mut strips);
    }
}
