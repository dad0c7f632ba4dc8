//! What a print shop would object to in a finished PDF, ours or foreign: what, on which page, where, and what to do.
//!
//! A [`content::Reader`] turns pages into marks, each with its place on the trimmed page and its inks; the [`rules`] look at
//! one mark each and know nothing of PDF. What they find is gathered, so that a book with small folios is one finding.

mod colour;
mod content;
mod fault;
mod font;
mod image;
mod mark;
mod object;
mod page;
mod path;
mod rules;
mod state;
mod text;

use lopdf::Document;

use crate::unit::Length;

pub use fault::Fault;

use content::Reader;
use fault::Faults;
use object::of_page;
use state::State;

/// What a press can print, and what its binder can cut.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How far pictures and colour run over the trim; zero where nothing is trimmed.
    pub bleed: Length,
    /// How far text keeps from the trim.
    pub safe_trim: Length,
    /// How far text keeps from the spine.
    pub safe_spine: Length,
    /// Pixels an inch that pictures should have.
    pub ppi: f64,
    /// Pixels an inch below which pictures look coarse.
    pub least_ppi: f64,
    /// Pixels an inch that drawings in black and white should have.
    pub line_ppi: f64,
    /// Pixels an inch below which their edges look ragged.
    pub least_line_ppi: f64,
    /// The most ink in one place, in percent of one full ink.
    pub ink: f64,
    /// The thinnest line.
    pub hairline: Length,
    /// The smallest type.
    pub text: Length,
    /// The smallest type in several inks.
    pub rich_text: Length,
    /// Whether pages print in black or in the four inks only, so that other colours have to be told.
    pub process: bool,
    /// What the count of pages has to be a multiple of.
    pub pages: usize,
}

/// What is good practice for sheet-fed offset printing on coated paper.
impl Default for Limits {
    fn default() -> Self {
        Self {
            bleed: Length::mm(3.0),
            safe_trim: Length::mm(5.0),
            safe_spine: Length::mm(6.0),
            ppi: 300.0,
            least_ppi: 200.0,
            line_ppi: 1200.0,
            least_line_ppi: 600.0,
            ink: 300.0,
            hairline: Length::pt(0.25),
            text: Length::pt(6.0),
            rich_text: Length::pt(12.0),
            process: true,
            pages: 4,
        }
    }
}

/// What `limits` forbid in `document`, in the order of its pages.
pub fn preflight(document: &Document, limits: &Limits) -> Vec<Fault> {
    let mut faults = Faults::default();
    if rules::file::sealed(document, &mut faults) {
        return faults.finish();
    }
    rules::file::moves(document, &mut faults);
    let mut reader = Reader::new(document);
    let (mut pages, mut size) = (0, None);
    for id in document.page_iter() {
        faults.turn_to(Some(pages));
        let page = document.get_dictionary(id).ok();
        let ground = page::ground(document, id, pages, limits, &mut faults);
        if let (Some(page), Some(ground)) = (page, ground) {
            rules::boxes::same_size(&ground, &mut size, &mut faults);
            rules::file::annotations(document, page, &ground, &mut faults);
            let state = State::new(ground.matrix, ground.media);
            let resources = of_page(document, id, b"Resources").as_dict().ok();
            reader.page(page, state, resources, &mut |event| rules::judge(&event, &ground, &mut faults));
        } else if page.is_none() {
            rules::unread("a page is missing", &mut faults);
        }
        pages += 1;
    }
    faults.turn_to(None);
    rules::file::count(pages, limits, &mut faults);
    faults.finish()
}
