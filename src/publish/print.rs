//! What is printed: the booklet for home, and the files for a print shop.

use super::{Artifact, Content, Format, Job, PublishError, sheets};
use crate::font::FontBook;
use crate::impose::Options;
use crate::layout::Paged;
use crate::{pdf, press};

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

fn imposed(
    job: &Job,
    format: Format,
    paged: &Paged,
    fonts: &FontBook,
    options: &Options,
    inks: pdf::Inks,
) -> Result<Vec<Artifact>, PublishError> {
    let sheets = sheets(paged, options)?;
    let pages = press::File::read(&pdf::print(paged, fonts, inks)?)?;
    let passes = press::passes(&sheets, options.one_sided);
    let one = passes.len() == 1;
    let name = job.output(format);
    let artifact = |(faces, side): (Vec<_>, &str)| {
        let bytes = press::impose(pages.clone(), None, &faces)?;
        let name = if one { format!("{name}.pdf") } else { format!("{name}-{side}.pdf") };
        Ok(Artifact { format, name, content: Content::File(bytes), extent: Some((sheets.len(), "sheet")) })
    };
    passes.into_iter().zip(["fronts", "backs"]).map(artifact).collect()
}
