//! The printed cover: how broad its spine is, and what it is composed of.

use serde::{Deserialize, Deserializer};

use super::{Job, PublishError};
use crate::diag::{Diagnostic, Sink, Span};
use crate::font::FontBook;
use crate::impose::{self, Kind, Mark, Marks, Paper, Scheme, Sheet, Side, Stock};
use crate::layout::{self, Paged, Panel, SpineText, Wrap};
use crate::resolve::Edition;
use crate::theme::Binding;
use crate::unit::{Length, Point};

/// `[print-cover]` of keben.toml.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrintCover {
    /// What the cover is printed on.
    pub paper: Paper,
    /// How broad its flaps are.
    #[serde(deserialize_with = "flap")]
    pub flap: Length,
    /// What the glue adds to the spine.
    #[serde(deserialize_with = "glue")]
    pub glue: Length,
    /// How broad the spine is, where the print shop has measured it.
    #[serde(deserialize_with = "spine")]
    pub spine: Option<Length>,
    /// Whether the spine has words.
    pub spine_text: SpineText,
    /// Whether the back has the book's ISBN as a bar code.
    pub barcode: bool,
    /// The text of the back, a paragraph each line; the book's description where nothing is said.
    pub back: Option<String>,
}

impl Default for PrintCover {
    fn default() -> Self {
        Self {
            paper: Paper { caliper: Length::mm(0.3) },
            flap: Length::ZERO,
            glue: Length::ZERO,
            spine: None,
            spine_text: SpineText::default(),
            barcode: true,
            back: None,
        }
    }
}

/// A length of so many millimetres.
fn within<'de, D: Deserializer<'de>>(from: D, least: f64, most: f64) -> Result<Length, D::Error> {
    let length = Length::deserialize(from)?;
    if (Length::mm(least)..=Length::mm(most)).contains(&length) {
        return Ok(length);
    }
    let message = format!("{:.2} mm is not a length for this: {least} to {most} mm are", length.to_mm());
    Err(serde::de::Error::custom(message))
}

fn flap<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
    within(from, 0.0, 300.0)
}

fn glue<'de, D: Deserializer<'de>>(from: D) -> Result<Length, D::Error> {
    within(from, 0.0, 5.0)
}

fn spine<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Length>, D::Error> {
    within(from, 0.0, 200.0).map(Some)
}

/// A printed cover.
#[derive(Clone, Debug)]
pub struct PrintedCover {
    /// It, as one page.
    pub paged: Paged,
    /// Where it is folded, from the left edge of the trim.
    pub folds: Vec<Length>,
    /// How broad its spine is.
    pub spine: Length,
}

impl PrintedCover {
    /// The cover on a sheet of its own with these marks around it; where there are crop marks, its folds have theirs: nobody
    /// could tell where the spine is.
    ///
    /// # Errors
    /// When the marks cannot be placed.
    pub fn sheet(&self, marks: Marks) -> Result<Sheet, PublishError> {
        let wanted = Marks { crop: marks.crop || marks.fold, collation: false, ..marks };
        let options = impose::Options { scheme: Some(Kind::Pages), marks: Some(wanted), ..impose::Options::default() };
        let mut sheet = super::sheets(&self.paged, &options)?.swap_remove(0);
        let left = sheet.trims[0].at.x;
        let ends = sheet.marks[0].iter().filter_map(|mark| match mark {
            Mark::Crop(from, to) if from.x == left && to.x == left => Some((from.y, to.y)),
            _ => None,
        });
        let ends: Vec<(Length, Length)> = ends.collect();
        // In the middle there is the spine: targets above and below it stand over the middle of the right half.
        let (middle, aside) = (left + self.paged.trim.width / 2, self.paged.trim.width / 4);
        for mark in &mut sheet.marks[0] {
            if let Mark::Target(at) = mark
                && (at.x - middle).abs() < Length::mm(1.0)
            {
                at.x += aside;
            }
        }
        sheet.marks[0].retain(|mark| marks.crop || !matches!(mark, Mark::Crop(..)));
        let at = |x: Length| ends.iter().map(move |&(from, to)| Mark::Fold(Point::new(x, from), Point::new(x, to)));
        let folds = self.folds.iter().filter(|_| wanted.crop).flat_map(|&fold| at(left + fold));
        sheet.marks[0].extend(folds);
        Ok(sheet)
    }
}

/// What a leaf is taken for where nobody says what the book is printed on: offset paper of 80 g.
const LEAF: f64 = 0.1;

/// The cover of a book of so many pages. Its spine is as broad as the leaves, the cover twice, and the glue; a book that
/// goes to the press as one section for staples has none.
pub fn print_cover(job: &Job, edition: &Edition, pages: usize, fonts: &FontBook, sink: &Sink) -> PrintedCover {
    let options = &job.print_cover.clone().unwrap_or_default();
    let page = &job.theme.page;
    let spine = options.spine.unwrap_or_else(|| reckoned(job, options, pages, sink));
    let side = job.press.binding.unwrap_or(match page.binding {
        Binding::Left => Side::Left,
        Binding::Right => Side::Right,
    });
    let cover = impose::cover(page.trim, spine, options.flap, page.bleed, side);
    let at = |wanted: impose::Panel| {
        let found = cover.panels.iter().find(|(panel, ..)| *panel == wanted);
        found.map(|&(_, x, width)| Panel { x: x - page.bleed, width })
    };
    let whole = Panel { x: Length::ZERO, width: page.trim.width };
    let wrap = Wrap {
        size: cover.trim.size,
        back: at(impose::Panel::Back).unwrap_or(whole),
        spine: at(impose::Panel::Spine),
        front: at(impose::Panel::Front).unwrap_or(whole),
        flap: at(impose::Panel::FrontFlap),
        spine_text: options.spine_text,
        text: options.back.clone(),
        barcode: options.barcode,
    };
    let paged = layout::wrap(edition, &job.theme, fonts, &job.layout, &wrap, sink);
    let folds = cover.folds.iter().map(|&fold| fold - page.bleed).collect();
    PrintedCover { paged, folds, spine }
}

/// How broad the spine is by its papers.
fn reckoned(job: &Job, options: &PrintCover, pages: usize, sink: &Sink) -> Length {
    let stapled = job.press.scheme == Some(Kind::Folded(Scheme::FOLIO)) && job.press.section.is_none();
    if stapled {
        return Length::ZERO;
    }
    let caliper = job.press.paper.map_or(Length::mm(LEAF), |paper| paper.caliper);
    let PrintCover { paper, glue, .. } = options;
    let spine = impose::spine(&[Stock { pages: pages.next_multiple_of(2), caliper }], paper.caliper, *glue);
    if job.press.paper.is_none() {
        let message = format!(
            "nothing says what the book is printed on: with leaves of {LEAF} mm its spine is {:.1} mm broad",
            spine.to_mm()
        );
        let help =
            "name the book's paper as `paper` in `[press]`, or the print shop's measure as `spine` in `[print-cover]`";
        sink.push(Diagnostic::warning("cover-spine", &Span::default(), message).help(help));
    }
    spine
}
