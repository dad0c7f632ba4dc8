//! The plan of a booklet as a page of its own: which page comes where, how to load, fold and staple.
//!
//! It is a small text, published like any other: so its lines are set as well, and it says what it is to who cannot see it.

mod words;

use std::fmt::Write as _;

use super::{Format, Job, Manifest, PublishError, edition, paged};
use crate::diag::Sink;
use crate::font::FontBook;
use crate::impose::{Plan, Step};
use crate::model::Lang;
use crate::read::Input;
use crate::source::{Date, Memory};
use crate::theme::Theme;
use crate::{model, pdf};

pub use words::{shortened, slug};

/// How the page looks: a report without what surrounds a book.
const THEME: &str = "extends = \"report\"\nname = \"plan\"\n\n[cover]\nshow = false\n\n[title-block]\nshow = true\n\n\
                     [contents]\nshow = false\nfigures = false\ntables = false\n\n[numbering]\nheadings = \"none\"\n\n[heads]\nverso = \"none\"\nrecto = \"none\"\n";

/// More sheets than that are listed at their beginning and end only, fewer where each has many pages: the rule is plain by
/// then, and all is on one page.
const LISTED: usize = 12;

/// The plan as a PDF to read, in a language: of the book of this title.
///
/// # Errors
/// When there is no font, or the PDF cannot be written.
pub fn plan_page(plan: &Plan, title: &str, lang: &Lang, date: Date, fonts: &FontBook) -> Result<Vec<u8>, PublishError> {
    let source = Memory::new().on(date).with("plan.md", text(plan, title, lang)).with("sheet.svg", drawing(plan, lang));
    let theme = Theme::open("plan.toml", &|path| (path == "plan.toml").then(|| THEME.to_owned()));
    let (theme, _) = theme.expect("the plan's theme is one");
    let mut job = Job::new("plan".into(), Input::File("plan.md".into(), None), theme, Manifest::default());
    job.formats = vec![Format::Pdf];
    job.layout.allow_missing_glyphs = true;
    let fonts = &*fonts.for_roles(&job.theme.fonts);
    // What is wrong with a title is told where the book is published.
    let sink = Sink::new();
    let edition = edition(&job, &source, &sink)?;
    let paged = paged(&job, &edition, fonts, &sink)?;
    Ok(pdf::reading(&paged, fonts, &pdf::Options::default(), &sink)?)
}

/// The text of the page.
fn text(plan: &Plan, title: &str, lang: &Lang) -> String {
    let words = words::Words::of(lang);
    // A title is words here, whatever it looks like.
    let title: String =
        title.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    let both = plan.sheets.iter().any(|sheet| !sheet.back.is_empty());
    let mut text = format!("---\ntitle: {}\nlang: {lang}\n---\n\n", words.title);
    let _ = write!(text, "{}\n\n![{}](sheet.svg)\n\n", words.summary(plan, &title), words.pictures[usize::from(!both)]);
    for (nth, step) in plan.steps.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", nth + 1, words.step(step));
    }
    // A list of single pages says nothing.
    if !both && plan.rows * plan.cols == 1 {
        return text;
    }
    let several = plan.sections.len() > 1;
    let row = |cells: [&str; 4]| {
        let [sheet, section, front, back] = cells;
        let cells = [Some(sheet), several.then_some(section), Some(front), both.then_some(back)];
        format!("| {} |\n", cells.into_iter().flatten().collect::<Vec<_>>().join(" | "))
    };
    text.push('\n');
    text.push_str(&row([words.sheet, words.section, words.front, words.back]));
    text.push_str(&row([":--:"; 4]));
    let listed = (LISTED * 3 / (plan.rows * plan.cols).max(1)).clamp(2, LISTED);
    let skipped = plan.sheets.len() > listed;
    for (nth, sheet) in plan.sheets.iter().enumerate() {
        if skipped && nth == listed / 2 {
            text.push_str(&row(["…"; 4]));
        }
        if skipped && (listed / 2..plan.sheets.len() - listed / 2).contains(&nth) {
            continue;
        }
        let (front, back) = (face(&sheet.front, &sheet.front_rot), face(&sheet.back, &sheet.back_rot));
        text.push_str(&row([&(nth + 1).to_string(), &sheet.section.to_string(), &front, &back]));
    }
    let turned = plan.sheets.iter().flat_map(|sheet| sheet.front_rot.iter().chain(&sheet.back_rot)).flatten();
    if turned.copied().any(|turn| turn == 180) {
        let _ = write!(text, "\n{}\n", words.turned);
    }
    text
}

fn face(pages: &[Vec<Option<usize>>], turns: &[Vec<u16>]) -> String {
    let cell = |(page, turn): (&Option<usize>, &u16)| {
        let page = page.map_or_else(|| "–".to_owned(), |page| page.to_string());
        if *turn == 180 { page + "′" } else { page }
    };
    let row = |(pages, turns): (&Vec<Option<usize>>, &Vec<u16>)| {
        pages.iter().zip(turns).map(cell).collect::<Vec<_>>().join("　")
    };
    pages.iter().zip(turns).map(row).collect::<Vec<_>>().join("　/　")
}

/// Both faces of the first sheet, with the pages' numbers as they stand, and where it is folded and stapled.
fn drawing(plan: &Plan, lang: &Lang) -> String {
    let words = words::Words::of(lang);
    let [sheet_width, sheet_height] = plan.sheet_mm;
    let [page_width, page_height] = plan.page_mm;
    let Some(first) = plan.sheets.first() else { return String::new() };
    let faces: Vec<_> = [(&first.front, &first.front_rot, words.front), (&first.back, &first.back_rot, words.back)]
        .into_iter()
        .filter(|(pages, ..)| !pages.is_empty())
        .collect();
    // Two landscape faces fill the measure, two portrait ones leave the page room for words.
    let scale = (290.0 / sheet_width).min(230.0 / sheet_height);
    let (face_width, height, gap) = (sheet_width * scale, sheet_height * scale, 24.0);
    let width = faces.len() as f64 * (face_width + gap) - gap + 2.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0}\" height=\"{1:.0}\" viewBox=\"0 0 {0:.1} {1:.1}\" \
         font-family=\"Noto Sans SC\" text-anchor=\"middle\">",
        width,
        height + 24.0
    );
    let staple = plan.steps.contains(&Step::Staple);
    for (nth, (pages, turns, name)) in faces.into_iter().enumerate() {
        let left = 1.0 + nth as f64 * (face_width + gap);
        let (cell, tall) = (page_width * scale, page_height * scale);
        // The pages stand in the middle; white between them is of no account here.
        let (x0, y0) = (left + (face_width - cell * plan.cols as f64) / 2.0, (height - tall * plan.rows as f64) / 2.0);
        let _ = write!(
            svg,
            "<rect x=\"{left:.1}\" y=\"1\" width=\"{face_width:.1}\" height=\"{:.1}\" fill=\"none\" stroke=\"#000\"/>",
            height - 2.0
        );
        for (row, (pages, turns)) in pages.iter().zip(turns).enumerate() {
            for (column, (page, turn)) in pages.iter().zip(turns).enumerate() {
                let (x, y) = (x0 + cell * column as f64, y0 + tall * row as f64);
                let _ = write!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{cell:.1}\" height=\"{tall:.1}\" fill=\"none\" stroke=\"#888\" \
                     stroke-width=\"0.7\" stroke-dasharray=\"4 3\"/>"
                );
                let size = (cell.min(tall) * 0.36).min(48.0);
                let (middle, centre) = (x + cell / 2.0, y + tall / 2.0);
                let label = page.map_or_else(|| "–".to_owned(), |page| page.to_string());
                let _ = write!(
                    svg,
                    "<text x=\"{middle:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" transform=\"rotate({turn} {middle:.1} \
                     {centre:.1})\">{label}</text>",
                    centre + size * 0.36
                );
            }
        }
        // The spine is beside the first page.
        let first = pages.iter().enumerate().find_map(|(row, pages)| {
            let column = pages.iter().position(|page| *page == Some(1))?;
            Some((row, if plan.binding == "left" { column } else { column + 1 }))
        });
        if let Some((row, spine)) = first.filter(|_| staple) {
            for part in [0.25, 0.75] {
                let (x, y) = (x0 + cell * spine as f64, y0 + tall * (row as f64 + part));
                let _ = write!(
                    svg,
                    "<path d=\"M{x:.1} {:.1}V{:.1}\" stroke=\"#000\" stroke-width=\"3\"/>",
                    y - 7.0,
                    y + 7.0
                );
            }
        }
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"13\">{name}</text>",
            left + face_width / 2.0,
            height + 18.0
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The language a plan is written in, of those it can be.
pub fn plan_language(lang: &Lang) -> Lang {
    if lang.is_cjk() { lang.clone() } else { "en".parse().unwrap_or_else(|_: model::LangError| lang.clone()) }
}
