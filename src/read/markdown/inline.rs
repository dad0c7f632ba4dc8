//! Finishes the inlines of a paragraph, heading or cell once they are whole.
//! In: inlines as they came, with line feeds where source lines ended. Out: inlines as the model wants them.

use super::attributes::{self, Attributes};
use super::east_asian;
use super::patterns;
use crate::diag::Span;
use crate::model::{Inline, Label};

/// Stands before a character that its author escaped with `\`, until [`patterns`] has looked for markup of ours.
/// A noncharacter: no text holds it.
pub(super) const ESCAPED: char = '\u{FDD0}';

/// What a text is to a pattern that may hold in one place only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Anything may become a link.
    Text,
    /// Already inside a link.
    Link,
}

/// Ends the source's lines, joins what belongs together, and finds ruby, indices and bare addresses; citations too
/// where it is said where they stand.
pub(super) fn finish(mut list: Vec<Inline>, cites: Option<&Span>) -> Vec<Inline> {
    let mut joints = Vec::new();
    Seam { joints: &mut joints, before: None, wide: false, open: Vec::new() }.look(&list);
    let mut joints = joints.into_iter();
    Needle { joints: &mut joints, last: ' ' }.sew(&mut list);
    let mut list = tidy(list, Within::Text, cites);
    trim_end(&mut list);
    if cites.is_some() {
        close_up(&mut list);
    }
    list
}

/// `见 [@key]`: Chinese puts no space before what it cites.
fn close_up(list: &mut [Inline]) {
    for at in 1..list.len() {
        let (before, after) = list.split_at_mut(at);
        if let (Some(Inline::Text(text)), Some(Inline::Cite(_) | Inline::CrossRef(_))) =
            (before.last_mut(), after.first())
            && text.trim_end_matches(' ').ends_with(is_broad)
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }
}

/// What an inline holds, where it holds inlines.
pub(super) fn content_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Dots(content)
        | Inline::ProperName(content)
        | Inline::TitleLine(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content)
        | Inline::Strike(content)
        | Inline::Small(content)
        | Inline::Warichu(content)
        | Inline::Lang { content, .. } => Some(content),
        Inline::Link(link) => Some(&mut link.content),
        Inline::Text(_)
        | Inline::Ruby(_)
        | Inline::Code(_)
        | Inline::CrossRef(_)
        | Inline::Cite(_)
        | Inline::Note(_)
        | Inline::Image(_)
        | Inline::IndexTerm { .. }
        | Inline::Math(_)
        | Inline::LineBreak
        | Inline::Raw { .. } => None,
    }
}

fn content(inline: &Inline) -> Option<&[Inline]> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Dots(content)
        | Inline::ProperName(content)
        | Inline::TitleLine(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content)
        | Inline::Strike(content)
        | Inline::Small(content)
        | Inline::Warichu(content)
        | Inline::Lang { content, .. } => Some(content),
        Inline::Link(link) => Some(&link.content),
        Inline::Text(_)
        | Inline::Ruby(_)
        | Inline::Code(_)
        | Inline::CrossRef(_)
        | Inline::Cite(_)
        | Inline::Note(_)
        | Inline::Image(_)
        | Inline::IndexTerm { .. }
        | Inline::Math(_)
        | Inline::LineBreak
        | Inline::Raw { .. } => None,
    }
}

/// Looks at both sides of every line feed, across the borders of inlines, and decides whether a space takes its place.
struct Seam<'j> {
    joints: &'j mut Vec<bool>,
    before: Option<char>,
    /// Whether `before` is wide, or a mark shared with Western text that follows something wide.
    wide: bool,
    /// Line feeds that still wait for what comes after them.
    open: Vec<usize>,
}

impl Seam<'_> {
    fn look(&mut self, list: &[Inline]) {
        for inline in list {
            match inline {
                Inline::Text(text) => text.chars().for_each(|c| self.char(c)),
                Inline::Code(text) | Inline::Math(text) => {
                    text.chars().next().into_iter().chain(text.chars().next_back()).for_each(|c| self.char(c));
                }
                Inline::Ruby(ruby) => {
                    ruby.pairs.iter().for_each(|pair| pair.base.chars().for_each(|c| self.char(c)));
                }
                // What it prints (图 3) is written as its neighbours are.
                Inline::CrossRef(_) | Inline::Cite(_) => self.char('図'),
                Inline::Image(_) => self.char('\u{FFFC}'),
                Inline::LineBreak => {
                    self.open.clear();
                    self.before = None;
                }
                Inline::Note(_) | Inline::IndexTerm { .. } | Inline::Raw { .. } => {}
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Dots(_)
                | Inline::ProperName(_)
                | Inline::TitleLine(_)
                | Inline::Subscript(_)
                | Inline::Superscript(_)
                | Inline::Strike(_)
                | Inline::Small(_)
                | Inline::Warichu(_)
                | Inline::Lang { .. }
                | Inline::Link(_) => self.look(content(inline).unwrap_or_default()),
            }
        }
    }

    fn char(&mut self, c: char) {
        match c {
            '\n' => {
                self.open.push(self.joints.len());
                self.joints.push(false);
            }
            ' ' | '\t' | ESCAPED => {}
            c => {
                // One space for a run of line feeds; none at the start of the paragraph.
                if let (Some(&first), Some(before)) = (self.open.first(), self.before) {
                    self.joints[first] = takes_space(before, self.wide, c);
                }
                self.open.clear();
                self.wide = is_broad(c) || self.wide && east_asian::is_shared_mark(c);
                self.before = Some(c);
            }
        }
    }
}

/// CSS Text 4, 4.1.3: whether the end of a source line between two characters is a space.
fn takes_space(before: char, wide: bool, after: char) -> bool {
    use east_asian::is_shared_mark;
    let zero_width = before == '\u{200B}' || after == '\u{200B}';
    let joined = wide && (is_broad(after) || is_shared_mark(after)) || is_shared_mark(before) && is_broad(after);
    !(zero_width || joined)
}

/// Wide, emoji included, Hangul not.
fn is_broad(c: char) -> bool {
    east_asian::is_wide(c)
        || matches!(u32::from(c), 0x1F300..0x1F650 | 0x1F680..0x1F700 | 0x1F900..0x1FA00 | 0x1FA70..0x1FB00)
}

/// Puts a space or nothing for each line feed, and one space for a run of spaces.
struct Needle<'j> {
    joints: &'j mut std::vec::IntoIter<bool>,
    last: char,
}

impl Needle<'_> {
    fn sew(&mut self, list: &mut [Inline]) {
        for inline in list {
            match inline {
                Inline::Text(text) => {
                    let mut out = String::with_capacity(text.len());
                    for c in text.chars() {
                        let c = match c {
                            '\n' if self.joints.next().unwrap_or(false) => ' ',
                            '\n' => continue,
                            '\t' => ' ',
                            c => c,
                        };
                        if c != ' ' || self.last != ' ' {
                            out.push(c);
                        }
                        self.last = c;
                    }
                    *text = out;
                }
                Inline::LineBreak => self.last = ' ',
                Inline::Note(_) | Inline::IndexTerm { .. } => {}
                Inline::Ruby(_)
                | Inline::Code(_)
                | Inline::CrossRef(_)
                | Inline::Cite(_)
                | Inline::Image(_)
                | Inline::Math(_)
                | Inline::Raw { .. } => {
                    self.last = 'x';
                }
                other => {
                    if let Some(content) = content_mut(other) {
                        self.sew(content);
                    }
                }
            }
        }
    }
}

/// Joins neighbouring text, finds our patterns in it, and drops what is empty.
fn tidy(list: Vec<Inline>, within: Within, cites: Option<&Span>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(list.len());
    let mut pending = String::new();
    for mut inline in list {
        if let Inline::Text(text) = &inline {
            pending.push_str(text);
            continue;
        }
        patterns::split(&std::mem::take(&mut pending), within, cites, &mut out);
        let within = if matches!(inline, Inline::Link(_)) { Within::Link } else { within };
        let is_link = within == Within::Link;
        if let Some(content) = content_mut(&mut inline) {
            *content = tidy(std::mem::take(content), within, cites);
            if content.is_empty() && !is_link {
                continue;
            }
        }
        out.push(inline);
    }
    patterns::split(&pending, within, cites, &mut out);
    out
}

fn trim_end(list: &mut Vec<Inline>) {
    while let Some(last) = list.last_mut() {
        match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(' ').len());
                if !text.is_empty() {
                    return;
                }
                list.pop();
            }
            Inline::LineBreak => drop(list.pop()),
            _ => return,
        }
    }
}

/// Cuts lines at line breaks, also inside what holds inlines.
pub(super) fn lines(list: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for mut inline in list {
        if inline == Inline::LineBreak {
            lines.push(Vec::new());
            continue;
        }
        let Some(held) = content_mut(&mut inline) else {
            lines.last_mut().expect("there is always a line").push(inline);
            continue;
        };
        let parts = self::lines(std::mem::take(held));
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            let mut piece = inline.clone();
            if let Some(held) = content_mut(&mut piece) {
                *held = part;
            }
            lines.last_mut().expect("there is always a line").push(piece);
            if at + 1 < count {
                lines.push(Vec::new());
            }
        }
    }
    lines
}

/// Takes `{#label}` off the end of a caption.
pub(super) fn take_label(list: &mut Vec<Inline>) -> Option<Label> {
    take_attributes(list, |attributes| attributes.label)
}

/// Takes attributes off the end of a caption where they mean something.
pub(super) fn take_attributes<T>(list: &mut Vec<Inline>, meaning: impl FnOnce(Attributes) -> Option<T>) -> Option<T> {
    let Some(Inline::Text(text)) = list.last_mut() else { return None };
    let (range, attributes) = attributes::at_end(text)?;
    let found = meaning(attributes)?;
    text.truncate(range.start);
    trim_end(list);
    Some(found)
}

/// The characters of inlines, marks of ours taken out.
pub(super) fn plain(list: &[Inline]) -> String {
    let text = crate::model::walk::plain(list);
    if text.contains(ESCAPED) { text.replace(ESCAPED, "") } else { text }
}
