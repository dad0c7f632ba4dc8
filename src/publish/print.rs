//! What is printed: the booklet for home, and the files for a print shop.

use super::plan::{plan_language, plan_page, slug};
use super::{Artifact, Content, Format, Job, PublishError};
use crate::diag::Sink;
use crate::font::FontBook;
use crate::impose::{Options, Plan, Sheet, Side};
use crate::layout::{Composer, Frame, Item, Page, Paged, Placed, Sample};
use crate::model::{Book, Inline, Lang};
use crate::press::{self, File};
use crate::resolve::{self, Edition};
use crate::source::Memory;
use crate::theme::{Alignment, Binding, Theme};
use crate::unit::{Em, Length, Point, Size};
use crate::{impose, pdf};

/// The booklet: one file, or for a printer of one side two.
///
/// # Errors
/// When its pages do not come to sheets, or it cannot be written.
pub(super) fn booklet(job: &Job, paged: &Paged, fonts: &FontBook) -> Result<Vec<Artifact>, PublishError> {
    imposed(job, Format::Booklet, paged, fonts, &job.booklet, pdf::Inks::Grey)
}

/// The files for a print shop.
///
/// # Errors
/// When its pages do not come to sheets, or it cannot be written.
pub(super) fn press(job: &Job, paged: &Paged, fonts: &FontBook) -> Result<Vec<Artifact>, PublishError> {
    imposed(job, Format::Press, paged, fonts, &job.press, pdf::Inks::Black)
}

/// How the booklet is printed and bound, on a page.
///
/// # Errors
/// When its pages do not come to sheets, or it cannot be written.
pub(super) fn instructions(
    job: &Job,
    edition: &Edition,
    paged: &Paged,
    fonts: &FontBook,
) -> Result<Vec<Artifact>, PublishError> {
    let plan = plan(paged, &job.booklet)?;
    let bytes = plan_page(&plan, &edition.title, &plan_language(&edition.lang), edition.date, fonts)?;
    let name = format!("{}.pdf", job.output(Format::Plan));
    Ok(vec![Artifact { format: Format::Plan, name, content: Content::File(bytes), extent: None }])
}

fn side(paged: &Paged) -> Side {
    match paged.binding {
        Binding::Left => Side::Left,
        Binding::Right => Side::Right,
    }
}

/// Puts pages on sheets.
///
/// # Errors
/// When they do not fit.
pub fn sheets(paged: &Paged, options: &Options) -> Result<Vec<Sheet>, PublishError> {
    Ok(impose::impose(paged.pages.len(), paged.trim, paged.bleed, side(paged), options)?)
}

/// Which page comes where, and what hands do.
///
/// # Errors
/// When pages do not fit on sheets.
pub fn plan(paged: &Paged, options: &Options) -> Result<Plan, PublishError> {
    Ok(impose::plan(paged.pages.len(), paged.trim, paged.bleed, side(paged), options)?)
}

fn imposed(
    job: &Job,
    format: Format,
    paged: &Paged,
    fonts: &FontBook,
    options: &Options,
    inks: pdf::Inks,
) -> Result<Vec<Artifact>, PublishError> {
    let sheets = sheets(paged, options)?;
    let pages = File::read(&pdf::print(paged, fonts, inks)?)?;
    let about = &paged.about;
    let name = job.output(format);
    let marks = if inks == pdf::Inks::Grey { press::Inks::Grey } else { press::Inks::Black };
    let made = to_press(&pages, &sheets, options, marks, (&about.title, &about.lang), fonts)?;
    let extent = Some((sheets.len(), "sheet"));
    let artifact = |(side, bytes): (&str, Vec<u8>)| {
        let name = format!("{name}{side}.pdf");
        Artifact { format, name, content: Content::File(bytes), extent }
    };
    Ok(made.into_iter().map(artifact).collect())
}

/// Puts the pages of a file on sheets: one file, or for a printer of one side one of fronts and one of backs, each with what
/// its name ends in. `about` is the title and the language of the words beside the pages.
///
/// # Errors
/// When the file cannot be written.
pub fn to_press(
    pages: &File,
    sheets: &[Sheet],
    options: &Options,
    inks: press::Inks,
    about: (&str, &Lang),
    fonts: &FontBook,
) -> Result<Vec<(&'static str, Vec<u8>)>, PublishError> {
    let passes = press::passes(sheets, options.one_sided);
    let sides = if passes.len() == 1 { [""; 2] } else { ["-fronts", "-backs"] };
    let wanted = options.marks.is_some_and(|marks| marks.slug);
    let made = |(faces, side): (Vec<(&Sheet, usize)>, &'static str)| {
        let labels = if wanted { Some(labels(&faces, sheets, about, fonts)?) } else { None };
        Ok((side, press::impose(pages.clone(), labels, &faces, inks)?))
    };
    passes.into_iter().zip(sides).map(made).collect()
}

/// The words beside the pages of each face, a page for each.
fn labels(
    faces: &[(&Sheet, usize)],
    sheets: &[Sheet],
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
    // Titles may be as long as they like; a line beside pages may not.
    let short: String = title.chars().take(40).collect();
    let mut page = |&(sheet, side): &(&Sheet, usize)| {
        let nth = sheets.iter().position(|other| std::ptr::eq(other, sheet)).unwrap_or_default();
        let text = slug(&lang, &short, (nth + 1, sheets.len()), side == 1, several.then_some(sheet.section + 1));
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
    Ok(File::read(&pdf::print(&paged, fonts, pdf::Inks::Black)?)?)
}

/// How far what is set in a line without end reaches.
fn width(frame: &Frame) -> Length {
    let end = |placed: &Placed| match &placed.item {
        Item::Run(run) => placed.at.x + run.glyphs.iter().map(|glyph| glyph.advance).sum(),
        _ => placed.at.x,
    };
    frame.items.iter().map(end).max().unwrap_or_default()
}
