//! The printed cover, spread out: back, spine and front side by side, flaps beside them. Its front is the book's own cover.

use serde::Deserialize;

use super::super::frame::{Frame, TagKind};
use super::super::inline::{Line, Par};
use super::super::set::Setter;
use super::super::{Cx, Page, Paged, Side};
use super::{area, barcode, cover, empty, spine};
use crate::diag::{Diagnostic, Span};
use crate::model::{IdentifierScheme, Inline, Role};
use crate::resolve::{Isbn, Words};
use crate::text::Shaper;
use crate::theme::{Alignment, BlockStyle, Colour, Ink};
use crate::unit::{Length, Point, Rect, Size};

/// What print shops want between a bar code and the edges of the back.
const EDGE: f64 = 10.0;
/// Modules of bar codes, in millimetres, from nominal to the least (GS1 General Specifications, 5.12.3).
const MODULES: [f64; 2] = [0.33, 0.264];
/// The sizes in which a back's text is tried, as shares of the body's, down to the least in points.
const SIZES: [f64; 4] = [1.0, 0.95, 0.9, 0.85];
const LEAST: f64 = 7.5;
/// The longest lines of a back, in characters.
const MEASURE: i64 = 32;

/// A part of a cover spread out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Where it begins, from the left edge of the whole.
    pub x: Length,
    /// How broad it is.
    pub width: Length,
}

/// A cover spread out, its outside up: its parts, and what is on them beside the book's own cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// The whole after the cut.
    pub size: Size,
    /// 封底.
    pub back: Panel,
    /// 书脊, where the book has one.
    pub spine: Option<Panel>,
    /// 封面.
    pub front: Panel,
    /// What is folded in behind the front.
    pub flap: Option<Panel>,
    /// Whether the spine has words.
    pub spine_text: SpineText,
    /// Paragraphs for the back, a line each; the book's description where nothing is said.
    pub text: Option<String>,
    /// Whether the back has the ISBN as a bar code.
    pub barcode: bool,
}

impl Wrap {
    fn is_bound_left(&self) -> bool {
        self.back.x < self.front.x
    }
}

/// Whether a spine has words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpineText {
    /// Where they have room: 6 pt, and 1.5 mm to each fold.
    #[default]
    Auto,
    /// Also where they reach to the folds.
    Always,
    /// Never.
    Never,
}

/// The cover as a page of its own.
pub(in crate::layout) fn wrap(cx: &Cx, wrap: &Wrap) -> Paged {
    let mut shaper = Shaper::new(cx.fonts);
    let mut setter = Setter::new(cx, &mut shaper);
    let mut frame = Frame::new(wrap.size);
    let mut front = cover::composed(&mut setter, cx.theme.page.trim, area(cx, Side::Recto));
    // What is wrong with the book's own cover is told of its page.
    if cx.theme.cover.show {
        front.said.clear();
    }
    frame.push_frame(Point::new(wrap.front.x, Length::ZERO), front);
    ground(cx, wrap, &mut frame);
    spine_words(&mut setter, wrap, &mut frame);
    back_words(&mut setter, wrap, &mut frame);
    flap_words(&mut setter, wrap, &mut frame);
    std::mem::take(&mut frame.said).into_iter().for_each(|finding| cx.sink.push(finding));
    let pages = vec![Page { frame, ..Page::default() }];
    Paged { pages, tags: setter.tags.0, outline: Vec::new(), trim: wrap.size, ..empty(cx) }
}

/// Whether the theme's colour, or a picture and its colour, lies below words at the foot.
fn coloured_foot(cx: &Cx) -> bool {
    cx.theme.cover.colour != Colour::None && (cx.theme.cover.colour_to >= 1.0 || has_picture(cx))
}

fn has_picture(cx: &Cx) -> bool {
    cx.edition.book.meta.cover.as_deref().and_then(|path| cx.edition.picture(path)).is_some()
}

/// The theme's colour beside the front, as far down as there. It covers what of a picture reaches over the spine's fold. Over
/// the other fold it may reach as far as its bleed, since no fold is exact.
fn ground(cx: &Cx, wrap: &Wrap, frame: &mut Frame) {
    let style = &cx.theme.cover;
    if style.colour == Colour::None && !has_picture(cx) {
        return;
    }
    let bleed = cx.theme.page.bleed;
    let ink = Ink { k: 0.0, ..cx.theme.ink(style.colour) };
    let to = if has_picture(cx) { 1.0 } else { style.colour_to };
    let foot = wrap.size.height.scale(to) + if to < 1.0 { Length::ZERO } else { bleed };
    let (from, end) = (-bleed, wrap.size.width + bleed);
    let (left, right) = (wrap.front.x, wrap.front.x + wrap.front.width);
    let (left, right) = if wrap.is_bound_left() { (left, right + bleed) } else { (left - bleed, right) };
    for (from, to) in [(from, left), (right, end)] {
        if to > from {
            frame.push_rule(Rect::new(Point::new(from, -bleed), Size::new(to - from, bleed + foot)), ink);
        }
    }
    // A spine is of one colour.
    if let Some(Panel { x, width }) = wrap.spine.filter(|_| to < 1.0) {
        let height = wrap.size.height + bleed * 2;
        frame.push_rule(Rect::new(Point::new(x, -bleed), Size::new(width, height)), ink);
    }
}

/// Title, makers and publisher on the spine.
fn spine_words(setter: &mut Setter, wrap: &Wrap, frame: &mut Frame) {
    let cx = setter.cx;
    let Some(panel) = wrap.spine.filter(|_| wrap.spine_text != SpineText::Never) else { return };
    let narrow = panel.width < spine::least_width();
    if wrap.spine_text == SpineText::Auto && narrow {
        let message = format!(
            "the spine is {:.1} mm broad and stays without words, which need {:.1} mm",
            panel.width.to_mm(),
            spine::least_width().to_mm()
        );
        let help = "`spine-text = \"always\"` in `[print-cover]` sets them nearer to the folds";
        cx.sink.push(Diagnostic::note("cover-spine", &Span::default(), message).help(help));
        return;
    }
    let meta = &cx.edition.book.meta;
    let publisher = meta.publisher.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let parts = [
        Some((Role::CoverTitle, cx.edition.title.clone())),
        cx.edition.credits.first().map(|makers| (Role::CoverCreator, makers.clone())),
        publisher.map(|name| (Role::CoverCreator, name.to_owned())),
    ];
    let parts: Vec<(Role, String)> = parts.into_iter().flatten().collect();
    let area = cx.theme.area();
    let room = Size::new(panel.width, area.size.height);
    let words = spine::words(setter, &parts, room, wrap.spine_text == SpineText::Always, cover::ink(cx));
    let mut column = words.frame;
    // The same words stand on the front, and what is wrong with them is told there.
    column.said.clear();
    frame.push_frame(Point::new(panel.x, area.at.y), column);
    if !words.left_out.is_empty() {
        let quoted: Vec<String> = words.left_out.iter().map(|part| format!("`{part}`")).collect();
        let message = format!("the spine has no room for {}", quoted.join(" and "));
        let help = "make the title shorter, or the cover's spine yourself";
        cx.sink.push(Diagnostic::warning("cover-spine", &Span::default(), message).help(help));
    }
}

/// The text of the back, and at its foot who publishes the book, bar code and price.
fn back_words(setter: &mut Setter, wrap: &Wrap, frame: &mut Frame) {
    let cx = setter.cx;
    let meta = &cx.edition.book.meta;
    // As far from the fold as the type area of the front.
    let area = area(cx, Side::Recto);
    let area = Rect::new(Point::new(wrap.back.x + wrap.back.width - area.right(), area.at.y), area.size);
    let price = meta.imprint.price.as_deref().map(str::trim).filter(|price| !price.is_empty());
    let words = Words::of(&cx.edition.lang);
    let price = price.map(|price| format!("{}{}{price}", words.facts.price, words.colon));
    let panel = barcode_of(setter, wrap, price.as_deref());
    let left = wrap.is_bound_left();
    let mut foot = area.bottom();
    let mut beside = area.size.width;
    if let Some(panel) = &panel {
        // Lower right, lower left where the book is bound at the right: as far in as the type area, and as shops want it.
        let inset = Length::mm(EDGE);
        let (from, end) = (area.at.x, area.right() - panel.size.width);
        let x = if left { end } else { from };
        let x = x.min(wrap.back.x + wrap.back.width - inset - panel.size.width).max(wrap.back.x + inset);
        let y = area.bottom().min(wrap.size.height - inset) - panel.size.height;
        beside = beside - panel.size.width - cx.theme.pitch();
        foot = y;
        frame.push_frame(Point::new(x, y), panel.clone());
    }
    let ink = cover::ink(cx);
    // Publisher, and the price that stands below no bar code, on the other side.
    let mut style = setter.style(Role::CoverCreator);
    style.align = if left { Alignment::Start } else { Alignment::End };
    let said = meta.publisher.iter().cloned().chain(price.filter(|_| panel.is_none()));
    let mut lines = Vec::new();
    for words in said.filter(|words| !words.trim().is_empty() && beside > style.size * 4) {
        let tag = setter.tag(TagKind::Paragraph);
        lines.extend(setter.title(&words, &style, tag, beside, ink.filter(|_| coloured_foot(cx))));
    }
    let high = style.pitch * lines.len() as i64 - (style.pitch - style.size);
    let x = if left { area.at.x } else { area.right() - beside };
    let mut y = area.bottom() - high;
    foot = foot.min(y);
    for line in lines {
        let narrow = if left { Length::ZERO } else { (beside - line.frame.size.width).max(Length::ZERO) };
        frame.push_frame(Point::new(x + narrow, y), line.frame);
        y += style.pitch;
    }
    let Some(text) = wrap.text.as_deref().or(meta.description.as_deref()) else { return };
    let width = area.size.width.min(cx.theme.body().size * MEASURE);
    let edge = if coloured_foot(cx) { wrap.size.height } else { wrap.size.height.scale(cx.theme.cover.colour_to) };
    let foot = if cx.theme.cover.colour == Colour::None { foot } else { foot.min(edge) } - cx.theme.pitch() * 2;
    let room = Rect::new(area.at, Size::new(width, foot - area.at.y));
    let top = wrap.size.height.scale(cx.theme.cover.title_at);
    let key = if wrap.text.is_some() { "" } else { "description" };
    paragraphs(setter, text, room, top, ("the back cover", key), frame);
}

/// What a back cover without a text of its own says, on the flap that is folded in behind the front.
fn flap_words(setter: &mut Setter, wrap: &Wrap, frame: &mut Frame) {
    let cx = setter.cx;
    let inset = Length::mm(EDGE);
    let Some(panel) = wrap.flap.filter(|flap| flap.width > inset * 4 && wrap.text.is_some()) else { return };
    let Some(text) = cx.edition.book.meta.description.as_deref() else { return };
    let area = cx.theme.area();
    let edge = wrap.size.height.scale(if coloured_foot(cx) { 1.0 } else { cx.theme.cover.colour_to });
    let foot = if cx.theme.cover.colour == Colour::None { area.bottom() } else { area.bottom().min(edge) };
    let room = Rect::new(Point::new(panel.x + inset, area.at.y), Size::new(panel.width - inset * 2, foot - area.at.y));
    paragraphs(setter, text, room, area.at.y, ("the flap", "description"), frame);
}

/// The bar code of the book's first ISBN, where one is wanted and can be made.
fn barcode_of(setter: &mut Setter, wrap: &Wrap, price: Option<&str>) -> Option<Frame> {
    let cx = setter.cx;
    let meta = &cx.edition.book.meta;
    let said = meta.identifiers.iter().find(|one| one.scheme == IdentifierScheme::Isbn).filter(|_| wrap.barcode)?;
    let without = |message: String, help: &str| {
        cx.sink.push(Diagnostic::warning("cover-barcode", &meta.places.of("identifiers"), message).help(help));
    };
    let isbn: Isbn = match said.value.parse() {
        Ok(isbn) => isbn,
        Err(why) => {
            let message = format!("the back cover has no bar code: `{}` is not an ISBN: {why}", said.value.trim());
            without(message, "compare its digits with the certificate's");
            return None;
        }
    };
    let [nominal, least] = MODULES.map(Length::mm);
    // At nominal size it may take a third of the back.
    let module = if barcode::width(nominal) * 3 <= wrap.back.width { nominal } else { least };
    if barcode::width(module) + Length::mm(EDGE) * 2 > wrap.back.width {
        without(
            "the back cover is too narrow for a bar code".into(),
            "`barcode = false` in `[print-cover]` leaves it out",
        );
        return None;
    }
    Some(barcode::barcode(setter, &isbn, &said.value, price, module))
}

/// Paragraphs from `top` on, higher up and smaller where they need it, as far as they have room; `of` names the part of the
/// cover, and the key that they were said under.
fn paragraphs(setter: &mut Setter, text: &str, room: Rect, top: Length, of: (&str, &str), frame: &mut Frame) {
    let cx = setter.cx;
    let lines_of = |setter: &mut Setter, style: &BlockStyle| -> Vec<Line> {
        let mut lines = Vec::new();
        for (at, words) in text.lines().map(str::trim).filter(|words| !words.is_empty()).enumerate() {
            let tag = setter.tag(TagKind::Paragraph);
            // Western paragraphs are told apart by their indents, Chinese ones all have one.
            let indent = if at > 0 || cx.edition.lang.is_cjk() { style.indent.at(style.size) } else { Length::ZERO };
            let par = Par { indent, ..Par::of(style, room.size.width) };
            lines.extend(setter.lines(&[Inline::text(words)], style, tag, &par, cover::ink(cx)));
        }
        lines
    };
    // The cover's own face: one that is drawn for reading on paper is too thin on colour.
    let mut style = setter.style(Role::Body);
    let face = setter.style(Role::CoverCreator).text;
    (style.text.face, style.text.weight) = (face.face, face.weight);
    // A few words beside each other are not justified where they are long.
    if !cx.edition.lang.is_cjk() {
        style.align = Alignment::Start;
    }
    let holds =
        |style: &BlockStyle| ((room.size.height - style.size).max(-style.pitch).whole(style.pitch) + 1).max(0) as usize;
    let mut chosen = None;
    for factor in SIZES {
        let style = cover::scaled(&style, factor);
        if factor < 1.0 && style.size < Length::pt(LEAST) {
            break;
        }
        let lines = lines_of(setter, &style);
        let fits = lines.len() <= holds(&style);
        chosen = Some((style, lines));
        if fits {
            break;
        }
    }
    let Some((style, mut lines)) = chosen else { return };
    let (all, most) = (lines.len(), holds(&style));
    if all > most {
        let (part, key) = of;
        let message = format!("{part} has room for {most} of the {all} lines of its text; the others are left out");
        let help = if key.is_empty() {
            "make `back` in `[print-cover]` shorter"
        } else {
            "make `description` shorter, or write `back` in `[print-cover]`"
        };
        let place = if key.is_empty() { Span::default() } else { cx.edition.book.meta.places.of(key) };
        cx.sink.push(Diagnostic::warning("cover-back", &place, message).help(help));
        lines.truncate(most);
    }
    let high = style.pitch * lines.len() as i64 - (style.pitch - style.size);
    let mut y = top.min(room.bottom() - high).max(room.at.y);
    for line in lines {
        frame.push_frame(Point::new(room.at.x, y), line.frame);
        y += style.pitch;
    }
}
