//! Lists and definitions: markers hang in the indent.

use super::strip::Strip;
use super::{Flow, Place};
use crate::layout::frame::{Item, TagId, TagKind};
use crate::layout::{BASELINE, Placed};
use crate::model::{Block, Definitions, List, ListItem, ListKind, Role};
use crate::resolve::number::patterned;
use crate::text::{Class, LangSys, Marks, Run, Span, Style};
use crate::theme::BlockStyle;
use crate::unit::{Length, Point};

/// Bullets by depth: disc, ring, square.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// What stands before an item.
pub(super) struct Label {
    runs: Vec<Run>,
    /// Without the blank at its start.
    pub width: Length,
    /// The blank at its start.
    pub lead: Length,
}

impl Label {
    /// Puts it before the text of a strip, at `x`.
    pub fn put(self, mut x: Length, strip: &mut Strip, style: &BlockStyle, tag: TagId) {
        let baseline = style.size.scale(BASELINE);
        for run in self.runs {
            let width = run.width();
            let at = Point::new(x, baseline);
            strip.frame.items.insert(0, Placed { at, item: Item::Run(run), tag });
            x += width;
        }
    }
}

impl Flow<'_, '_> {
    pub(super) fn list(&mut self, list: &List, place: &Place, out: &mut Vec<Strip>) {
        let theme = self.cx.theme;
        let role = if matches!(place.role, Role::Body | Role::Introduction) { Role::ListItem } else { place.role };
        let style = BlockStyle { text: theme.style(place.role).text, ..self.flat(role) };
        let tag = self.tags.push(TagKind::List(matches!(list.kind, ListKind::Ordered(_))), place.tag);
        let markers: Vec<String> =
            (0u64..).zip(&list.items).map(|(at, item)| self.marker(list.kind, at, item, place.depth)).collect();
        // A full-width mark brings its own space: the text follows it, and lines hang below the text (CJK-33).
        let closed =
            !markers.is_empty() && markers.iter().all(|marker| marker.ends_with(['、', '）', '．', '】', '］']));
        let labels: Vec<Label> = markers.iter().map(|marker| self.label(marker, &style, place)).collect();
        // All items hang alike: by what the widest marker needs, elsewhere by two characters at least.
        let widest = labels.iter().map(|label| label.width).max().unwrap_or_default();
        let gap = if closed { Length::ZERO } else { style.size.scale(0.5) };
        let hang = if closed { widest } else { (style.size * 2).max(widest + gap) };
        // However deep lists are nested, four characters stay to set text in.
        let hang = hang.min(place.measure - style.size * 4).max(Length::ZERO);
        for (item, label) in list.items.iter().zip(labels) {
            let item_tag = self.tags.push(TagKind::ListItem, tag);
            let label_tag = self.tags.push(TagKind::Label, item_tag);
            let body_tag = self.tags.push(TagKind::ItemBody, item_tag);
            let inner = Place {
                x: place.x + hang,
                measure: place.measure - hang,
                role: place.role,
                tag: body_tag,
                depth: place.depth + 1,
                indented: false,
                ..place.clone()
            };
            let start = out.len();
            self.item_blocks(&item.blocks, &inner, &style, out);
            if out.len() == start {
                self.empty_line(&inner, &style, out);
            }
            let left = place.x + (hang - gap - label.width).max(Length::ZERO) - label.lead;
            if let Some(first) = out.get_mut(start) {
                label.put(left, first, &style, label_tag);
            }
        }
    }

    /// What stands before an item.
    fn marker(&self, kind: ListKind, at: u64, item: &ListItem, depth: usize) -> String {
        let patterns = &self.cx.theme.lists.ordered;
        match (item.checked, kind) {
            (Some(true), _) => "☑".to_owned(),
            (Some(false), _) => "☐".to_owned(),
            (None, ListKind::Ordered(start)) => {
                let pattern = patterns.get(depth % patterns.len().max(1)).map_or("{ar}.", String::as_str);
                patterned(pattern, start.saturating_add(at))
            }
            (None, ListKind::Unordered) => BULLETS[depth % BULLETS.len()].to_owned(),
        }
    }

    fn item_blocks(&mut self, blocks: &[Block], place: &Place, style: &BlockStyle, out: &mut Vec<Strip>) {
        for block in blocks {
            if let Block::Paragraph(paragraph) = block {
                let tag = self.tags.push(TagKind::Paragraph, place.tag);
                let lang = paragraph.lang.as_ref().unwrap_or(&place.lang).clone();
                let collected = self.collect(&paragraph.content, style, tag, &lang, &paragraph.span);
                self.paragraph(&collected, style, place, false, out);
            } else {
                self.block(block, place, out);
            }
        }
    }

    fn empty_line(&mut self, place: &Place, style: &BlockStyle, out: &mut Vec<Strip>) {
        let frame = crate::layout::Frame::new(crate::unit::Size::new(place.measure, style.size));
        let mut strips =
            [Strip { frame, advance: style.pitch, grid: style.pitch == self.cx.theme.pitch(), ..Strip::default() }];
        self.space(style, &mut strips);
        out.extend(strips);
    }

    /// A marker as runs, as at a line's start.
    pub(super) fn label(&mut self, text: &str, style: &BlockStyle, place: &Place) -> Label {
        let shaping = Style {
            face: style.text.face,
            weight: style.text.weight,
            italic: false,
            size: style.size,
            lang: LangSys::of(&place.lang),
        };
        let shaped = self.shaper.shape(text, &[Span { range: 0..text.len(), style: shaping }]);
        let ink = self.cx.theme.ink(style.text.colour);
        let mut runs: Vec<Run> = Vec::new();
        for cluster in &shaped.clusters {
            let part = &text[cluster.start as usize..cluster.end as usize];
            let size = style.size.scale(shaped.fit_of(cluster).scale);
            if runs.last().is_none_or(|run| run.face != cluster.face || run.size != size) {
                runs.push(Run { face: cluster.face, size, ink, text: String::new(), glyphs: Vec::new() });
            }
            let run = runs.last_mut().expect("one was pushed just now");
            let start = run.text.len() as u32;
            run.text.push_str(part);
            run.glyphs.extend(shaped.placed(cluster, start, run.text.len() as u32));
        }
        let width: Length = runs.iter().map(Run::width).sum();
        // An opening mark is flush with the line's start (CJK-13); a proportional one is already.
        let first = shaped.clusters.first().filter(|first| first.class == Class::Op && first.advance == style.size);
        let frame = first.and_then(|first| first.class.frame(Marks::of(shaping.lang)));
        let lead = frame.map_or(Length::ZERO, |frame| style.size.fraction(frame.lead, 1000));
        Label { runs, width: width - lead, lead }
    }

    /// A style at the size of the text it stands in: a colophon's terms are as small as the colophon.
    fn sized_as(&self, role: Role, style: BlockStyle) -> BlockStyle {
        let around = self.cx.theme.style(role);
        let text = crate::theme::TextStyle { size: around.size, ..style.text };
        BlockStyle { text, size: around.size, pitch: around.pitch, ..style }
    }

    pub(super) fn definitions(&mut self, definitions: &Definitions, place: &Place, out: &mut Vec<Strip>) {
        let tag = self.tags.push(TagKind::List(false), place.tag);
        for item in &definitions.items {
            let item_tag = self.tags.push(TagKind::ListItem, tag);
            let label_tag = self.tags.push(TagKind::Label, item_tag);
            let style = self.sized_as(place.role, self.cx.theme.style(Role::Term).clone());
            let span = item.definitions.iter().flatten().next().map(|block| block.span().clone()).unwrap_or_default();
            let collected = self.collect(&item.term, &style, label_tag, &place.lang, &span);
            self.paragraph(&collected, &style, place, false, out);
            self.keep_last(out);
            let body_tag = self.tags.push(TagKind::ItemBody, item_tag);
            let style = self.sized_as(place.role, self.flat(Role::Definition));
            let (x, measure) = self.inset(&self.cx.theme.style(Role::Definition).clone(), place);
            let inner = Place { x, measure, tag: body_tag, indented: false, ..place.clone() };
            for definition in &item.definitions {
                self.item_blocks(definition, &inner, &style, out);
            }
        }
    }
}
