//! Lists and definitions: markers hang in the indent.

use super::strip::Strip;
use super::{Flow, Place};
use crate::layout::frame::{Item, TagId, TagKind};
use crate::layout::{BASELINE, Placed};
use crate::model::{Block, Definitions, Face, List, ListItem, ListKind, Role, TextPlace, Weight};
use crate::resolve::number::{marker, patterned};
use crate::text::{Class, LangSys, Marks, Run, Span, Style};
use crate::theme::{Alignment, BlockStyle, TextStyle};
use crate::unit::{Length, Point};

/// Bullets by depth: disc, ring, square.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// Below so many characters a line is not justified.
const NARROW: i64 = 8;

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
        // An abstract's lists stand under its paragraphs.
        let (x, measure) = match place.role {
            Role::Introduction => self.inset(theme.style(place.role), place),
            _ => (place.x, place.measure),
        };
        let place = &Place { x, measure, ..place.clone() };
        let role = if matches!(place.role, Role::Body | Role::Introduction) { Role::ListItem } else { place.role };
        let style = BlockStyle { text: theme.style(place.role).text, ..self.flat(role) };
        let tag = self.tags.push(TagKind::List(matches!(list.kind, ListKind::Ordered(_))), place.tag);
        let markers: Vec<String> =
            (0u64..).zip(&list.items).map(|(at, item)| self.marker(list, at, item, place.depth)).collect();
        // A full-width mark brings its own space: the text follows it, and lines hang below the text (CJK-33).
        let closed =
            !markers.is_empty() && markers.iter().all(|marker| marker.ends_with(['、', '）', '．', '】', '］']));
        // The bullet of a Song face is a speck; that of Hei is seen.
        let bold = TextStyle { face: Face::Hei, weight: Weight::Bold, ..style.text };
        let text = if list.kind == ListKind::Unordered { bold } else { style.text };
        let of_label = BlockStyle { text, ..style.clone() };
        let labels: Vec<Label> = markers.iter().map(|marker| self.label(marker, &of_label, place)).collect();
        // All items hang alike: by what the widest marker needs, elsewhere by two characters at least.
        let widest = labels.iter().map(|label| label.width).max().unwrap_or_default();
        let gap = if closed { Length::ZERO } else { style.size.scale(0.5) };
        let hang = if closed { widest } else { (style.size * 2).max(widest + gap) };
        // However deep lists are nested, four characters stay to set text in: then markers run in with the text.
        let runs_in = hang > place.measure - style.size * 4;
        let hang = if runs_in { Length::ZERO } else { hang };
        // Few characters a line cannot be spread to fill it.
        let narrow = place.measure - hang < style.size * NARROW && style.align.is_justified();
        let style = if narrow { BlockStyle { align: Alignment::Start, ..style } } else { style };
        let white = if is_loose(list) { theme.pitch().scale(theme.lists.loose) } else { Length::ZERO };
        for (at, (item, label)) in list.items.iter().zip(labels).enumerate() {
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
            if at > 0 {
                self.pending.after = self.pending.after.max(white);
            }
            let start = out.len();
            let indent = label.width + gap;
            let beside = matches!(item.blocks.first(), Some(Block::Paragraph(_))) && indent <= place.measure / 2;
            if runs_in && !beside {
                self.empty_line(&inner, &style, out);
                self.keep_last(out);
            }
            let indent = if runs_in && beside { indent } else { Length::ZERO };
            self.item_blocks(&item.blocks, &inner, &style, indent, out);
            if out.len() == start {
                self.empty_line(&inner, &style, out);
            }
            if let Some(first) = out.get_mut(start) {
                let right = if runs_in { label.width } else { hang - gap };
                let left = place.x + (right - label.width).max(Length::ZERO) - label.lead;
                // Program text is smaller: its marker stands on its baseline.
                let code = matches!(item.blocks.first(), Some(Block::Code(_))) && !runs_in;
                let own = if code { theme.style(Role::Code) } else { &style };
                label.put(left, first, own, label_tag);
            }
        }
    }

    /// What stands before an item.
    fn marker(&self, list: &List, at: u64, item: &ListItem, depth: usize) -> String {
        let patterns = &self.cx.theme.lists.ordered;
        match (item.checked, list.kind, &list.numerals) {
            (Some(true), ..) => "☑".to_owned(),
            (Some(false), ..) => "☐".to_owned(),
            (None, ListKind::Ordered(start), Some(numerals)) => marker(numerals, start.saturating_add(at)),
            (None, ListKind::Ordered(start), None) => {
                let pattern = patterns.get(depth % patterns.len().max(1)).map_or("{ar}.", String::as_str);
                patterned(pattern, start.saturating_add(at))
            }
            (None, ListKind::Unordered, _) => BULLETS[depth % BULLETS.len()].to_owned(),
        }
    }

    /// The blocks of an item, its first line so far in.
    fn item_blocks(
        &mut self,
        blocks: &[Block],
        place: &Place,
        style: &BlockStyle,
        indent: Length,
        out: &mut Vec<Strip>,
    ) {
        for (at, block) in blocks.iter().enumerate() {
            let begun = out.len();
            if let Block::Paragraph(paragraph) = block {
                let tag = self.tags.push(TagKind::Paragraph, place.tag);
                let lang = paragraph.lang.as_ref().unwrap_or(&place.lang).clone();
                let collected = self.collect(&paragraph.content, style, tag, &lang, &paragraph.span);
                let collected = collected.from(TextPlace::start(paragraph.id));
                let indent = if at == 0 { indent } else { Length::ZERO };
                self.indented_paragraph(&collected, style, place, indent, out);
            } else {
                self.block(block, place, out);
            }
            self.say_where(&mut out[begun..], block.span());
            self.keep_leading(block, blocks.get(at + 1), out);
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
        let text = TextStyle { size: around.size, ..style.text };
        BlockStyle { text, size: around.size, pitch: around.pitch, ..style }
    }

    pub(super) fn definitions(&mut self, definitions: &Definitions, place: &Place, out: &mut Vec<Strip>) {
        let tag = self.tags.push(TagKind::List(false), place.tag);
        for item in &definitions.items {
            let item_tag = self.tags.push(TagKind::ListItem, tag);
            let label_tag = self.tags.push(TagKind::Label, item_tag);
            self.anchor(item.id);
            let style = self.sized_as(place.role, self.cx.theme.style(Role::Term).clone());
            let span = item.definitions.iter().flatten().next().map(|block| block.span().clone()).unwrap_or_default();
            let collected = self.collect(&item.term, &style, label_tag, &place.lang, &span);
            let collected = collected.from(TextPlace::start(item.id));
            self.paragraph(&collected, &style, place, false, out);
            self.keep_last(out);
            let body_tag = self.tags.push(TagKind::ItemBody, item_tag);
            let style = self.sized_as(place.role, self.flat(Role::Definition));
            let (x, measure) = self.inset(&self.cx.theme.style(Role::Definition).clone(), place);
            let inner = Place { x, measure, tag: body_tag, indented: false, ..place.clone() };
            for definition in &item.definitions {
                self.item_blocks(definition, &inner, &style, Length::ZERO, out);
            }
        }
    }
}

/// Whether the items of a list are to be parted: the author left blank lines, and an item is more than a paragraph with
/// what is listed below it. Blank lines between plain items are but a habit of typing.
fn is_loose(list: &List) -> bool {
    let more = |item: &ListItem| item.blocks.iter().filter(|block| !matches!(block, Block::List(_))).count() > 1;
    !list.tight && list.items.iter().any(more)
}
