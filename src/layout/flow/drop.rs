//! Drop capitals: the first character of a chapter over several lines, the text beside it on the grid.

use super::super::inline::{self, Par};
use super::strip::Strip;
use super::{Flow, Place};
use crate::layout::frame::{Item, TagId};
use crate::layout::{BASELINE, Placed};
use crate::model::{Inline, Paragraph, TextPlace};
use crate::text::{LangSys, Run, Span, Style};
use crate::theme::BlockStyle;
use crate::unit::{Length, Point};

/// Height of capitals where a face says nothing of it, in em.
const CAP_HEIGHT: f64 = 0.67;
/// White between a letter and the text beside it, in em of the text.
const GAP: f64 = 0.2;

/// The large character.
struct Drop {
    run: Run,
    /// Where its baseline begins, from the upper left corner of the first line.
    at: Point,
    /// What the lines beside it leave free.
    room: Length,
}

impl Flow<'_, '_> {
    /// The strips of a chapter's first paragraph, where it begins with a character that can be large and is long enough
    /// to stand beside it.
    pub(super) fn dropped(
        &mut self,
        paragraph: &Paragraph,
        style: &BlockStyle,
        place: &Place,
        tag: TagId,
    ) -> Option<Vec<Strip>> {
        let lines = usize::from(self.cx.theme.chapter.drop_lines);
        let (first, rest) = opening(&paragraph.content).filter(|_| lines > 1)?;
        let lang = paragraph.lang.as_ref().unwrap_or(&place.lang);
        let (x, measure) = self.inset(style, place);
        let drop = self.large(first, style, LangSys::of(lang), lines)?;
        if drop.room > measure / 2 {
            return None;
        }
        let tags = self.tags.0.len();
        let collected = self.collect(&rest, style, tag, lang, &paragraph.span);
        let begun = TextPlace { node: paragraph.id, at: first.chars().count() as u32 };
        let collected = collected.from(begun);
        let par = Par { indent: drop.room, indented: lines, ..Par::of(style, measure) };
        let set = inline::paragraph(self.cx, self.shaper, &collected, &par);
        if set.len() < lines {
            // Too short: it is set again as any other paragraph, and so are its tags.
            self.tags.0.truncate(tags);
            return None;
        }
        let mut strips = super::lines_to_strips(self.cx, set, style, x);
        strips.iter_mut().take(lines - 1).for_each(|strip| strip.keep = true);
        let at = drop.at + Point::new(x, Length::ZERO);
        strips[0].from = Some(TextPlace::start(paragraph.id));
        strips[0].frame.items.insert(0, Placed { at, item: Item::Run(drop.run), tag });
        Some(strips)
    }

    fn large(&mut self, first: &str, style: &BlockStyle, lang: LangSys, lines: usize) -> Option<Drop> {
        let down = style.pitch * (lines as i64 - 1);
        let face = Style { face: style.text.face, weight: style.text.weight, italic: false, size: style.size, lang };
        let shape = |this: &mut Self, size: Length| {
            this.shaper.shape(first, &[Span { range: 0..first.len(), style: Style { size, ..face } }])
        };
        let shaped = shape(self, style.size);
        let cluster = shaped.clusters.last().filter(|cluster| cluster.count > 0)?;
        let han = cluster.class.is_cjk();
        // A Han character fills the frames of its lines; a letter stands on the last of them, as high as the first's
        // capitals.
        let (size, baseline) = if han {
            let size = down + style.size;
            (size, size.scale(BASELINE))
        } else {
            let fit = shaped.fit_of(cluster).scale;
            let cap = self.shaper.ink(cluster.face, lang, 'H').map_or(CAP_HEIGHT, |ink| ink.top) * fit;
            (style.size + down.scale(1.0 / cap.max(0.3)), down + style.size.scale(BASELINE))
        };
        let shaped = shape(self, size);
        let mut run = Run {
            face: cluster.face,
            size: size.scale(shaped.fit_of(shaped.clusters.first()?).scale),
            ink: self.cx.theme.ink(style.text.colour),
            text: first.to_owned(),
            glyphs: Vec::new(),
        };
        for cluster in &shaped.clusters {
            if cluster.face != run.face {
                return None;
            }
            run.glyphs.extend(shaped.placed(cluster, cluster.start, cluster.end));
        }
        let width = run.width();
        // Beside Han, whole characters stay whole characters.
        let room = width + style.size.scale(GAP);
        let room = if han { room.round_up_to(style.size) } else { room };
        Some(Drop { run, at: Point::new(Length::ZERO, baseline), room })
    }
}

/// The character a text begins with, and the text after it; `None` where it begins with a mark or with no text.
fn opening(content: &[Inline]) -> Option<(&str, Vec<Inline>)> {
    let [Inline::Text(text), rest @ ..] = content else { return None };
    let first = text.chars().next().filter(|c| c.is_alphabetic())?;
    // What belongs to it: accents, and signs that choose a variant.
    let belongs = |c: char| matches!(u32::from(c), 0x300..=0x36F | 0xFE00..=0xFE0F | 0x200D | 0xE0100..=0xE01EF);
    let end = text[first.len_utf8()..].find(|c| !belongs(c)).map_or(text.len(), |end| end + first.len_utf8());
    let mut after = vec![Inline::text(&text[end..])];
    after.extend(rest.iter().cloned());
    Some((&text[..end], after))
}
