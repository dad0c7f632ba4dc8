//! The words beside the pages of each face: a file of small pages, which are placed on sheets like any other.

use std::collections::HashMap;

use super::PublishError;
use super::plan::{plan_language, shortened, slug};
use super::print::painted;
use crate::diag::Sink;
use crate::font::FontBook;
use crate::impose::Sheet;
use crate::layout::{Composer, Frame, Item, Page, Paged, Placed, Sample};
use crate::model::{Book, Inline, Lang};
use crate::press::{self, File};
use crate::source::Memory;
use crate::theme::{Alignment, Theme};
use crate::unit::{Em, Length, Point, Size};
use crate::{pdf, resolve};

/// The words beside the pages of each face, a page for each.
pub(super) fn labels(
    faces: &[(&Sheet, usize)],
    sheets: &[Sheet],
    inks: press::Inks,
    (title, lang): (&str, &Lang),
    fonts: &FontBook,
) -> Result<File, PublishError> {
    let lang = plan_language(lang);
    let mut book = Book::default();
    book.meta.language = Some(lang.clone());
    let edition = resolve::resolve(book, &Memory::new(), &resolve::Options::default(), &Sink::new());
    let theme = Theme::built_in("booklet").expect("it is built in");
    let fonts = &*fonts.for_roles(&theme.fonts);
    let mut composer = Composer::new(&edition, &theme, fonts);
    let several = sheets.iter().any(|sheet| sheet.section > 0);
    let (short, single) = (shortened(title), sheets.iter().all(|sheet| sheet.front.len() == 1));
    let two_sided = sheets.iter().any(|sheet| !sheet.back.is_empty());
    let numbers: HashMap<*const Sheet, usize> = sheets.iter().map(std::ptr::from_ref).zip(0..).collect();
    let mut page = |&(sheet, side): &(&Sheet, usize)| {
        let nth = numbers.get(&std::ptr::from_ref(sheet)).copied().unwrap_or_default();
        let text = slug(
            &lang,
            &short,
            (nth + 1, sheets.len()),
            single,
            two_sided.then_some(side == 1),
            several.then_some(sheet.section + 1),
        );
        let sample = Sample {
            content: vec![Inline::text(text)],
            lang: lang.clone(),
            measure: None,
            indent: Em(0.0),
            align: Alignment::Start,
            setting: theme.body().setting,
        };
        composer.compose(&sample).frames.into_iter().next().unwrap_or_default()
    };
    let mut frames: Vec<_> = faces.iter().map(&mut page).collect();
    let size = theme.body().size;
    let wide = frames.iter().map(width).max().unwrap_or_default().max(size);
    // Letters hang below their em boxes.
    let room = size / 5;
    for frame in &mut frames {
        frame.items.iter_mut().for_each(|placed| placed.at = placed.at + Point::new(Length::ZERO, room));
    }
    let pages = frames.into_iter().map(|frame| Page { frame, ..Page::default() }).collect();
    let paged = Paged { pages, trim: Size::new(wide, size + room * 2), bleed: Length::ZERO, ..Paged::default() };
    Ok(File::read(&pdf::print(&paged, fonts, painted(inks))?)?)
}

/// How far what is set in a line without end reaches.
fn width(frame: &Frame) -> Length {
    let end = |placed: &Placed| match &placed.item {
        Item::Run(run) => placed.at.x + run.glyphs.iter().map(|glyph| glyph.advance).sum(),
        _ => placed.at.x,
    };
    frame.items.iter().map(end).max().unwrap_or_default()
}
