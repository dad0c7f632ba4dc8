//! Builds the tree from what Markdown, HTML tags and container fences open and close.
//!
//! One stack holds all that is open. What came from Markdown is well nested; HTML tags and fences need not be: they
//! are closed with the Markdown around them, and never close more than what lies within it.

mod opens;
mod room;

use std::ops::Range;

use super::html::Capture;
use super::inline::plain;
use super::kind::{Holds, Kind, Opener, Picture};
use super::{Place, close};
use crate::model::{Block, Image, Inline, Label, RawBlock, Row};
use crate::read::Opens;

/// Blocks and inlines are nested no deeper than this; whoever walks the model may recurse.
const DEEPEST: usize = 100;

/// Something open.
#[derive(Debug)]
pub(super) struct Frame {
    pub kind: Kind,
    pub opener: Opener,
    pub range: Range<usize>,
    pub blocks: Vec<Block>,
    pub inlines: Vec<Inline>,
    pub text: String,
    /// Place on the stack of the nearest frame, from this one down, that holds something.
    real: usize,
}

/// The tree under construction.
pub(super) struct Builder<'p> {
    pub place: &'p Place<'p>,
    pub capture: Option<Capture>,
    stack: Vec<Frame>,
    verses: usize,
    told_depth: bool,
    /// End tags met in a paragraph whose start tags stand before it.
    late_ends: Vec<(String, usize)>,
    /// The end of a page break's fence: a closing fence may follow it.
    pub page_break: Option<usize>,
    pub opens: Vec<Opens>,
}

impl<'p> Builder<'p> {
    pub fn new(place: &'p Place<'p>) -> Self {
        let mut builder = Self {
            place,
            capture: None,
            stack: Vec::new(),
            verses: 0,
            told_depth: false,
            late_ends: Vec::new(),
            page_break: None,
            opens: Vec::new(),
        };
        builder.push(Kind::Root, Opener::Markdown, 0..0);
        builder
    }

    /// Closes all and gives the blocks, and what their headings open.
    pub fn finish(mut self, end: usize) -> (Vec<Block>, Vec<Opens>) {
        self.end_capture(end);
        while self.stack.len() > 1 {
            self.pop(end);
        }
        let root = self.stack.pop().expect("the root is never closed before");
        (close::siblings(root.blocks, self.place), self.opens)
    }

    /// Opens something. What cannot stand where it would have to is passed through.
    pub fn open(&mut self, kind: Kind, opener: Opener, range: Range<usize>) {
        if self.stack.len() > DEEPEST && !kind.is_leaf() {
            if !self.told_depth {
                self.told_depth = true;
                let help = "what lies deeper is kept, but flat";
                self.place.warn("too-deep", range.clone(), format!("more than {DEEPEST} levels"), Some(help.into()));
            }
            // End tags may be missing without harm, Markdown's ends are counted.
            if opener == Opener::Markdown {
                self.push(Kind::Through, opener, range);
            }
            return;
        }
        let characters = self.top().kind.holds() == Holds::Characters;
        let kind = if characters && !matches!(kind, Kind::Reading | Kind::Hidden) {
            Kind::Through
        } else if kind.is_inline() {
            self.line(range.start);
            kind
        } else if kind == Kind::Through || self.make_room(&kind, range.start) {
            kind
        } else {
            Kind::Through
        };
        if let Kind::Paragraph { .. } = kind
            && opener != Opener::Implied
        {
            self.loosen();
        }
        self.push(kind, opener, range);
    }

    /// Closes what Markdown opened last, and all that was opened in it.
    pub fn close(&mut self, end: usize) {
        while self.stack.len() > 1 {
            let markdown = self.stack.last().is_some_and(|frame| frame.opener == Opener::Markdown);
            self.pop(end);
            if markdown {
                break;
            }
        }
        if self.within_paragraph().is_none() {
            for (name, at) in std::mem::take(&mut self.late_ends) {
                self.close_html(&name, at..at);
            }
        }
    }

    /// What Markdown opened last; what HTML opened in it is closed.
    pub fn innermost(&mut self, end: usize) -> &mut Frame {
        while self.stack.last().is_some_and(|frame| frame.opener != Opener::Markdown) {
            self.pop(end);
        }
        self.stack.last_mut().expect("the root is Markdown's")
    }

    /// Closes what an HTML tag opened. An end tag without a start is dropped.
    pub fn close_html(&mut self, name: &str, range: Range<usize>) {
        let of_tag = |frame: &&Frame| matches!(&frame.opener, Opener::Html(tag) if tag == name);
        let open = self.since_markdown().iter().rev().take_while(|frame| !matches!(frame.opener, Opener::Fence(_)));
        if let Some(depth) = open.clone().position(|frame| of_tag(&frame)) {
            let keep = self.stack.len() - depth - 1;
            while self.stack.len() > keep {
                self.pop(range.end);
            }
        } else if self.within_paragraph().is_some() && self.stack.iter().any(|frame| of_tag(&frame)) {
            self.late_ends.push((name.to_owned(), range.end));
        }
    }

    /// Closes a container: the innermost with so many colons, else the innermost. False when none is open.
    pub fn close_fence(&mut self, colons: usize, range: Range<usize>) -> bool {
        let open = self.since_markdown();
        let found = open.iter().rposition(|frame| frame.opener == Opener::Fence(colons));
        let found = found.or_else(|| open.iter().rposition(|frame| matches!(frame.opener, Opener::Fence(_))));
        let Some(at) = found else { return false };
        let keep = self.stack.len() - open.len() + at;
        while self.stack.len() > keep + 1 {
            self.pop(range.end);
        }
        self.pop_quietly(range.end);
        true
    }

    /// Whether an HTML tag of one of these names is open within the present Markdown, above any of `until`.
    pub fn open_tag(&self, names: &[&str], until: &[&str]) -> Option<String> {
        for frame in self.since_markdown().iter().rev() {
            match &frame.opener {
                Opener::Html(tag) if names.contains(&tag.as_str()) => return Some(tag.clone()),
                Opener::Html(tag) if until.contains(&tag.as_str()) => return None,
                Opener::Fence(_) => return None,
                _ => {}
            }
        }
        None
    }

    /// Characters.
    pub fn text(&mut self, text: &str, range: Range<usize>) {
        let top = self.real();
        let blank = text.bytes().all(|b| matches!(b, b' ' | b'\n' | b'\t'));
        match self.stack[top].kind.holds() {
            Holds::Blocks | Holds::Parts if blank => {}
            Holds::Inlines | Holds::Characters | Holds::Blocks | Holds::Parts | Holds::Nothing => {
                self.inline(Inline::text(text), range);
            }
        }
    }

    /// The end of a source line.
    pub fn soft_break(&mut self, range: Range<usize>) {
        match self.verses {
            0 => self.text("\n", range),
            _ => self.inline(Inline::LineBreak, range),
        }
    }

    /// Text of HTML, its runs of spaces made one; in a poem its line feeds end lines.
    pub fn html_text(&mut self, text: &str, range: Range<usize>) {
        if self.verses == 0 {
            return self.text(text, range);
        }
        for (at, line) in text.split('\n').enumerate() {
            let fresh = matches!(self.top().inlines.last(), None | Some(Inline::LineBreak));
            if at > 0 && !fresh {
                self.inline(Inline::LineBreak, range.clone());
            }
            if !line.trim().is_empty() {
                self.text(line, range.clone());
            }
        }
    }

    /// The end of a block of HTML: text that stood bare in it is a paragraph of its own.
    pub fn end_html_block(&mut self, end: usize) {
        if let Some(Frame { kind: Kind::Paragraph { .. }, opener: Opener::Implied, .. }) = self.stack.last() {
            self.pop(end);
        }
    }

    /// Anything that stands in a line.
    pub fn inline(&mut self, inline: Inline, range: Range<usize>) {
        self.line(range.start);
        let top = self.real();
        let frame = &mut self.stack[top];
        let inline = match inline {
            // Where only characters can stand, those of a drawing do.
            Inline::Raw { text, .. } if frame.kind.holds() == Holds::Characters => Inline::Text(text),
            other => other,
        };
        let blank = matches!(&inline, Inline::Text(text) if text.trim().is_empty());
        frame.range.end = if blank { frame.range.end } else { frame.range.end.max(range.end) };
        match (&mut frame.kind, inline) {
            (Kind::Ruby { bases, .. }, inline) => {
                let base = plain(&[inline]);
                match bases.last_mut() {
                    Some(last) => last.push_str(&base),
                    None => bases.push(base),
                }
            }
            (kind, Inline::Text(text)) if kind.holds() == Holds::Characters => frame.text.push_str(&text),
            (kind, inline) if kind.holds() == Holds::Characters => frame.text.push_str(&plain(&[inline])),
            (_, Inline::Text(text)) => match frame.inlines.last_mut() {
                Some(Inline::Text(before)) => before.push_str(&text),
                _ => frame.inlines.push(Inline::Text(text)),
            },
            (_, inline) => frame.inlines.push(inline),
        }
    }

    /// A finished block.
    pub fn block(&mut self, block: Block) {
        let start = block.span().start;
        if self.make_room(&Kind::Quote { attribution: Vec::new() }, start) {
            self.attach(vec![block]);
        }
    }

    /// A block that cuts its paragraph in two; false where no block can stand.
    pub fn interrupt(&mut self, block: Block) -> bool {
        let top = self.real();
        let stands = match self.stack[top].kind.holds() {
            Holds::Blocks | Holds::Parts => true,
            Holds::Inlines => matches!(self.stack[top].kind, Kind::Paragraph { .. }),
            Holds::Characters | Holds::Nothing => false,
        };
        if stands {
            self.block(block);
            let top = self.real();
            if let Kind::Paragraph { continued, .. } = &mut self.stack[top].kind {
                *continued = true;
            }
        }
        stands
    }

    /// The innermost open thing that holds something.
    pub fn top(&mut self) -> &mut Frame {
        let top = self.real();
        &mut self.stack[top]
    }

    /// The rows of the innermost table, where a row can be put into it.
    pub fn open_table(&mut self) -> Option<&mut Vec<(bool, Row)>> {
        let at = self.downward().find(|&at| !matches!(self.stack[at].kind, Kind::Section { .. }))?;
        match &mut self.stack[at].kind {
            Kind::Table { rows, .. } => Some(rows),
            _ => None,
        }
    }

    /// The innermost open thing that holds blocks.
    pub fn holder(&self) -> &Kind {
        let at = self.downward().find(|&at| self.stack[at].kind.holds() == Holds::Blocks);
        &self.stack[at.unwrap_or(0)].kind
    }

    /// The paragraph, heading, term or caption that inlines go to now.
    pub fn within_paragraph(&self) -> Option<&Frame> {
        let at = self.line_holder()?;
        Some(&self.stack[at])
    }

    /// Tells the innermost list item whether its task is done.
    pub fn check(&mut self, done: bool) {
        let item = self.downward().find(|&at| matches!(self.stack[at].kind, Kind::Item { .. }));
        if let Some(Kind::Item { checked }) = item.map(|at| &mut self.stack[at].kind) {
            *checked = Some(done);
        }
    }

    /// A heading without a label takes the name of an anchor in it.
    pub fn anchor(&mut self, name: &str) {
        if let Some(at) = self.line_holder()
            && let Kind::Heading { label, .. } = &mut self.stack[at].kind
            && label.is_none()
        {
            *label = Some(Label(name.to_owned()));
        }
    }

    /// A picture within the paragraph: remembered in case it stands there alone.
    pub fn picture(&mut self, image: Image, picture: Picture, range: Range<usize>) {
        self.inline(Inline::Image(image), range);
        let top = self.real();
        let uncaptioned = match &mut self.stack[top].kind {
            Kind::Paragraph { picture: known, .. } => known.replace(picture),
            _ => Some(picture),
        };
        uncaptioned.unwrap_or_default().tell_notes(self.place);
    }

    /// Ends raw or dropped HTML whether its end tag came or not.
    pub fn end_capture(&mut self, end: usize) {
        let Some(capture) = self.capture.take() else { return };
        let Capture { name, keep, text, start, .. } = capture;
        let range = start..end;
        if !keep {
            let (what, help) = if text.to_ascii_lowercase().contains(&format!("</{name}")) {
                ("is left out", "books have no scripts or style sheets of their own; styles belong in the theme")
            } else {
                ("has no end: all that follows it here is left out", "delete it, or write `&lt;` for the mark itself")
            };
            self.place.warn("html-dropped", range, format!("`<{name}>` {what}"), Some(help.into()));
            return;
        }
        if self.within_paragraph().is_some() || self.top().kind.holds() == Holds::Characters {
            return self.inline(Inline::Raw { format: "html".into(), text }, range);
        }
        let span = self.place.span(range);
        self.block(Block::Raw(RawBlock { format: "html".into(), text, span }));
    }

    fn push(&mut self, kind: Kind, opener: Opener, range: Range<usize>) {
        let at = self.stack.len();
        let real = match kind.holds() {
            Holds::Nothing => self.stack.last().map_or(0, |below| below.real),
            Holds::Blocks | Holds::Parts | Holds::Inlines | Holds::Characters => at,
        };
        self.verses += usize::from(matches!(kind, Kind::Verse { .. }));
        let (blocks, inlines, text) = Default::default();
        self.stack.push(Frame { kind, opener, range, blocks, inlines, text, real });
    }

    fn pop(&mut self, end: usize) {
        if let Some(Frame { opener: Opener::Fence(colons), range, .. }) = self.stack.last() {
            let help = format!("close it with a line of {colons} colons");
            self.place.warn("unclosed-container", range.clone(), "a container is never closed".into(), Some(help));
        }
        self.pop_quietly(end);
    }

    fn pop_quietly(&mut self, end: usize) {
        let Some(mut frame) = self.stack.pop() else { return };
        self.verses -= usize::from(matches!(frame.kind, Kind::Verse { .. }));
        match frame.opener {
            Opener::Implied => {}
            Opener::Markdown | Opener::Html(_) | Opener::Fence(_) => frame.range.end = frame.range.end.max(end),
        }
        close::frame(self, frame);
    }

    fn real(&self) -> usize {
        self.stack.last().map_or(0, |frame| frame.real)
    }

    /// Places of the frames that hold something, from the innermost out.
    fn downward(&self) -> impl Iterator<Item = usize> {
        let below = |at: usize| at.checked_sub(1).map(|below| self.stack[below].real);
        std::iter::successors(Some(self.real()), move |&at| below(at))
    }

    fn line_holder(&self) -> Option<usize> {
        let at = self.downward().find(|&at| !self.stack[at].kind.is_inline())?;
        matches!(
            self.stack[at].kind,
            Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Summary | Kind::Term | Kind::Caption
        )
        .then_some(at)
    }

    fn since_markdown(&self) -> &[Frame] {
        let start = self.stack.iter().rposition(|frame| frame.opener == Opener::Markdown);
        &self.stack[start.map_or(0, |at| at + 1)..]
    }
}
