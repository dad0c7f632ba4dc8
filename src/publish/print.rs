//! What is printed: the booklet for home, and the files for a print shop.

use std::borrow::Cow;

use serde::Deserialize;

use super::labels::labels;
use super::plan::{plan_language, plan_page};
use super::wrap::print_cover;
use super::{Artifact, Content, Format, Job, PublishError};
use crate::diag::{Diagnostic, Sink, Span};
use crate::font::FontBook;
use crate::impose::{Kind, Marks, Options, Plan, Sheet, Side};
use crate::layout::{Frame, Item, Paged, Placed};
use crate::model::Lang;
use crate::press::{self, File, Policy, PressError, Profile};
use crate::resolve::Edition;
use crate::source::Source;
use crate::theme::{Binding, Ink};
use crate::unit::{Length, Rect};
use crate::{impose, pdf};

/// `[print]` of keben.toml: in what everything is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrintOptions {
    /// What becomes of the colours of pictures; the booklet keeps them, for the press they become its inks.
    pub images: Option<Policy>,
    /// In what text and rules of the press's files are printed.
    pub inks: PrintedInks,
    /// The path of the press's ICC profile; FOGRA39 where nothing is said.
    pub profile: Option<String>,
}

/// In what text and rules are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintedInks {
    /// In black alone, whatever colours the theme has.
    #[default]
    Black,
    /// In the theme's colours; what is grey or black is black alone all the same.
    Process,
}

/// What a printed file is made of.
#[derive(Clone, Debug)]
pub struct Look {
    /// In what text, rules and marks are printed.
    pub inks: press::Inks,
    /// What becomes of the colours of pictures.
    pub images: Policy,
    /// The press.
    pub profile: Profile,
    /// What the file says of itself, where it claims PDF/X-4.
    pub about: Option<press::About>,
}

/// How the files of a job look that are printed at home, or by a press.
fn look(job: &Job, paged: &Paged, home: bool, source: &dyn Source) -> Result<Look, PublishError> {
    let inks = match job.print.inks {
        _ if home => press::Inks::Grey,
        PrintedInks::Black => press::Inks::Black,
        PrintedInks::Process => press::Inks::Process,
    };
    let profile = match &job.print.profile {
        None => Profile::fogra39(),
        Some(path) => {
            let wrong = |why: String| PressError::Profile(format!("`{path}`: {why}"));
            let bytes = source.read(path).map_err(|error| wrong(error.to_string()))?;
            Profile::read(bytes.as_ref().as_ref().to_vec()).map_err(|unfit| wrong(unfit.to_string()))?
        }
    };
    let about = &paged.about;
    let (year, month, day) = about.date;
    let program = concat!("keben ", env!("CARGO_PKG_VERSION"));
    let about = press::About {
        title: about.title.clone(),
        author: Some(about.authors.join(", ")).filter(|authors| !authors.is_empty()),
        creator: program.to_owned(),
        producer: program.to_owned(),
        date: format!("{year:04}-{month:02}-{day:02}"),
        document: about.identifier.clone(),
        trapped: false,
    };
    let images = job.print.images.unwrap_or(if home { Policy::Keep } else { Policy::Cmyk });
    Ok(Look { inks, images, profile, about: Some(about) })
}

/// The booklet: one file, or for a printer of one side two.
///
/// # Errors
/// When its pages do not come to sheets, or it cannot be written.
pub(super) fn booklet(
    job: &Job,
    paged: &Paged,
    source: &dyn Source,
    fonts: &FontBook,
    sink: &Sink,
) -> Result<Vec<Artifact>, PublishError> {
    let look = look(job, paged, true, source)?;
    let sheets = sheets(paged, &job.booklet)?;
    imposed(job, Format::Booklet, "", paged, &sheets, &job.booklet, look, fonts, sink)
}

/// The files for a print shop: the block, and the cover where it is printed apart.
///
/// # Errors
/// When its pages do not come to sheets, or it cannot be written.
pub(super) fn press(
    job: &Job,
    edition: &Edition,
    paged: &Paged,
    source: &dyn Source,
    fonts: &FontBook,
    sink: &Sink,
) -> Result<Vec<Artifact>, PublishError> {
    let look = look(job, paged, false, source)?;
    let block = block(job, paged);
    let sheets = sheets(&block.paged, &job.press)?;
    let mut made = imposed(job, Format::Press, "", &block.paged, &sheets, &job.press, look.clone(), fonts, sink)?;
    if job.print_cover.is_some() {
        let cover = print_cover(job, edition, block.paged.pages.len(), fonts, sink);
        let marks = job.press.marks.unwrap_or(Marks::NONE);
        // Printed apart, it is in colour whatever the text is printed in.
        let look = Look { inks: press::Inks::Process, ..look };
        let single = Options { scheme: Some(Kind::Pages), one_sided: None, ..job.press.clone() };
        let sheets = [cover.sheet(marks)?];
        made.extend(imposed(job, Format::Press, "-cover", &cover.paged, &sheets, &single, look, fonts, sink)?);
    }
    Ok(made)
}

/// The pages that are bound.
pub(super) struct Block<'p> {
    pub paged: Cow<'p, Paged>,
    /// How many pages of the book do not belong to it.
    pub without: usize,
}

/// What is bound: all pages, but for the cover where that is printed apart. What stands on the cover's back stays where it
/// is, and before it the cover's words make the title page (扉页), without colour and picture.
pub(super) fn block<'p>(job: &Job, paged: &'p Paged) -> Block<'p> {
    if job.print_cover.is_none() || !job.theme.cover.show || paged.pages.len() < 3 {
        return Block { paged: Cow::Borrowed(paged), without: 0 };
    }
    let without = if paged.pages[1].frame.items.is_empty() { 2 } else { 0 };
    let mut pages = paged.pages[without..].to_vec();
    if without == 0 {
        title_page(&mut pages[0].frame);
    }
    let Paged { about, pictures, trim, bleed, binding, .. } = paged;
    let (about, pictures) = (about.clone(), pictures.clone());
    let bound = Paged { pages, about, pictures, trim: *trim, bleed: *bleed, binding: *binding, ..Paged::default() };
    Block { paged: Cow::Owned(bound), without }
}

/// Makes a title page of a cover: its words in black.
fn title_page(cover: &mut Frame) {
    // A rule between words has ink on paper as well; what lies below words has not.
    cover
        .items
        .retain(|placed| !matches!(&placed.item, Item::Image { .. } | Item::Rule { ink: Ink { k: 0.0, .. }, .. }));
    for placed in &mut cover.items {
        match &mut placed.item {
            Item::Run(run) => run.ink = Ink::BLACK,
            Item::Rule { ink, .. } => *ink = Ink::BLACK,
            _ => {}
        }
    }
}

/// In what the PDF writer paints for such inks.
pub(super) fn painted(inks: press::Inks) -> pdf::Inks {
    match inks {
        press::Inks::Grey => pdf::Inks::Grey,
        press::Inks::Black => pdf::Inks::Black,
        press::Inks::Process => pdf::Inks::Process,
    }
}

/// The pages of a file to print, one by one, in its inks.
pub(super) fn inked(paged: &Paged, look: &Look, fonts: &FontBook, sink: &Sink) -> Result<File, PublishError> {
    let mut file = File::read(&pdf::print(paged, fonts, painted(look.inks))?)?;
    if paged.binding == Binding::Right {
        file.read_leftwards();
    }
    for stayed in file.ink(look.images, &look.profile, look.inks)? {
        let message = format!("a colour is printed as it is: {stayed}");
        let help = "save the picture as PNG or JPEG in RGB or grey, or let `images = \"keep\"` stand in `[print]`";
        sink.push(Diagnostic::warning("print-colour", &Span::default(), message).help(help));
    }
    Ok(file)
}

/// The file to print of the block, for who looks into it before the print shop does.
pub(super) fn proof(
    job: &Job,
    block: &Paged,
    source: &dyn Source,
    fonts: &FontBook,
    sink: &Sink,
) -> Result<File, PublishError> {
    inked(block, &look(job, block, false, source)?, fonts, sink)
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

#[expect(clippy::too_many_arguments, reason = "each is another thing, and nobody else calls it")]
fn imposed(
    job: &Job,
    format: Format,
    part: &str,
    paged: &Paged,
    sheets: &[Sheet],
    options: &Options,
    mut look: Look,
    fonts: &FontBook,
    sink: &Sink,
) -> Result<Vec<Artifact>, PublishError> {
    crossing(paged, sheets, sink);
    let pages = inked(paged, &look, fonts, sink)?;
    if look.inks == press::Inks::Black && pages.has_colour() {
        // Pictures bring the other plates, and these want marks.
        look.inks = press::Inks::Process;
    }
    let about = &paged.about;
    let name = job.output(format);
    let made = to_press(pages, sheets, options, &look, (&about.title, &about.lang), fonts, sink)?;
    let extent = Some((sheets.len(), "sheet"));
    let artifact = |(side, bytes): (&str, Vec<u8>)| {
        let name = format!("{name}{part}{side}.pdf");
        Artifact { format, name, content: Content::File(bytes), extent }
    };
    Ok(made.into_iter().map(artifact).collect())
}

/// Tells of pictures and colours that reach the fold on pages that creep moves: they no longer meet what is on the other
/// side of it, or are cut off there.
fn crossing(paged: &Paged, sheets: &[Sheet], sink: &Sink) {
    let slots = sheets.iter().flat_map(|sheet| sheet.front.iter().chain(&sheet.back));
    let mut pages: Vec<usize> = slots
        .filter(|slot| slot.creep != Length::ZERO)
        .filter_map(|slot| {
            let page = slot.page?;
            let right = slot.spine_right != slot.turned;
            let reaches = |placed: &Placed| {
                let size = match &placed.item {
                    Item::Rule { size, ink } if ink.k > 0.0 => *size,
                    Item::Image { size, .. } => *size,
                    _ => return false,
                };
                let area = Rect::new(placed.at, size);
                if right { area.right() >= paged.trim.width } else { area.at.x <= Length::ZERO }
            };
            paged.pages.get(page)?.frame.items.iter().any(reaches).then_some(page + 1)
        })
        .collect();
    pages.sort_unstable();
    let Some(first) = pages.first() else { return };
    let more = if pages.len() > 1 { format!(" and {} more", pages.len() - 1) } else { String::new() };
    let message =
        format!("what reaches the fold on page {first}{more} moves with creep, and does not meet the other side");
    let help = "keep pictures and colours off the fold, or let `creep = \"none\"` stand where sheets are few";
    sink.push(Diagnostic::warning("creep-crossing", &Span::default(), message).help(help));
}

/// Puts the pages of a file on sheets: one file, or for a printer of one side one of fronts and one of backs, each with what
/// its name ends in. `about` is the title and the language of the words beside the pages.
///
/// # Errors
/// When the file cannot be written.
pub fn to_press(
    pages: File,
    sheets: &[Sheet],
    options: &Options,
    look: &Look,
    about: (&str, &Lang),
    fonts: &FontBook,
    sink: &Sink,
) -> Result<Vec<(&'static str, Vec<u8>)>, PublishError> {
    let passes = press::passes(sheets, options.one_sided);
    let sides = if passes.len() == 1 { [""; 2] } else { ["-fronts", "-backs"] };
    let wanted = options.marks.is_some_and(|marks| marks.slug);
    // The last one has the file itself: a book of thousands of pages is not held twice.
    let copies = std::iter::repeat_n(pages, passes.len());
    let made = |((faces, side), pages): ((press::Pass, &'static str), File)| {
        let labels = if wanted { Some(labels(&faces, sheets, look.inks, about, fonts)?) } else { None };
        let claim = look.about.as_ref().map(|about| press::Claim { about, profile: &look.profile });
        let (bytes, against) = press::impose(pages, labels, &faces, look.inks, claim)?;
        for what in against {
            let message = format!("the printed file does not claim PDF/X-4: {what}");
            sink.push(Diagnostic::warning("pdf-standard", &Span::default(), message));
        }
        Ok((side, bytes))
    };
    passes.into_iter().zip(sides).zip(copies).map(made).collect()
}
