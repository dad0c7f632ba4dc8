//! Findings: gathered while pages are read, told once a kind.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diag::{Diagnostic, Severity, Span};
use crate::press::geometry::Area;
use crate::unit::Rect;

/// One finding, of however many pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The kind of finding, one of [`crate::diag::CODES`].
    pub code: &'static str,
    /// An error is what shops refuse, a warning what prints badly, a note what is worth knowing.
    pub severity: Severity,
    /// The page where it is worst, counted from 0; `None` where it is of the whole file.
    pub page: Option<usize>,
    /// Where on that page, from the upper left corner of the trimmed page as it is read.
    pub area: Option<Rect>,
    /// All pages that have it, counted from 0.
    pub pages: Vec<usize>,
    /// What is the matter.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

/// So many pages are named beside the first; others are counted.
const NAMED: usize = 5;

impl Fault {
    /// What, on which page and where, and which other pages have it.
    pub fn message(&self) -> String {
        self.words(|page| format!(", on page {}", page + 1))
    }

    /// The same, with the worst page in words of one's own.
    fn words(&self, on: impl FnOnce(usize) -> String) -> String {
        let mut message = self.what.clone();
        let Some(page) = self.page else { return message };
        message += &on(page);
        if let Some(area) = self.area {
            let mm = |length: crate::unit::Length| length.to_mm().round() as i64;
            message += &format!(", {} mm from the left and {} mm from the head", mm(area.at.x), mm(area.at.y));
        }
        let mut others = self.pages.iter().filter(|&&other| other != page);
        let named: Vec<String> = others.by_ref().take(NAMED).map(|other| (other + 1).to_string()).collect();
        let more = match others.count() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        match named.len() {
            0 => {}
            1 => message += &format!("; also on page {}", named[0]),
            _ => message += &format!("; also on pages {}{more}", named.join(", ")),
        }
        message
    }

    /// The same as a diagnostic about the file at `span`.
    pub fn diagnostic(&self, span: &Span) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            code: self.code,
            // The page stands beside it.
            message: self.words(|_| String::new()),
            span: span.clone(),
            page: self.page.map(|page| (page + 1).to_string()),
            help: Some(self.remedy.clone()),
        }
    }
}

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub code: &'static str,
    pub severity: Severity,
    pub remedy: &'static str,
}

/// What findings of one rule are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// Nothing: all are one finding.
    All,
    /// A picture, wherever it is shown.
    Picture(usize),
    /// A font or a colour.
    Name(Rc<str>),
    /// Those beyond the first few.
    Rest,
}

/// So many pictures, fonts or colours are told one by one; beyond that, the worst of the rest.
const SUBJECTS: usize = 8;

/// The findings of a file so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    page: Option<usize>,
    found: BTreeMap<Rule, BTreeMap<Subject, Found>>,
}

#[derive(Debug)]
struct Found {
    worst: f64,
    page: Option<usize>,
    area: Option<Area>,
    pages: Vec<usize>,
    what: String,
}

impl Faults {
    /// What follows is of this page.
    pub fn turn_to(&mut self, page: Option<usize>) {
        self.page = page;
    }

    /// Takes a finding; of many alike, the one with the greatest `weight` is shown, and the first of those.
    pub fn tell(
        &mut self,
        rule: &Rule,
        subject: Subject,
        area: Option<Area>,
        weight: f64,
        what: impl FnOnce() -> String,
    ) {
        let page = self.page;
        let subjects = self.found.entry(*rule).or_default();
        let full = subjects.len() >= SUBJECTS && !subjects.contains_key(&subject);
        let found = subjects.entry(if full { Subject::Rest } else { subject }).or_insert_with(|| Found {
            worst: f64::NEG_INFINITY,
            page,
            area: None,
            pages: Vec::new(),
            what: String::new(),
        });
        if found.pages.last() != page.as_ref() {
            found.pages.extend(page);
        }
        if weight > found.worst || found.what.is_empty() {
            *found = Found { worst: weight, page, area, what: what(), pages: std::mem::take(&mut found.pages) };
        }
    }

    /// All findings, by page and place.
    pub fn finish(self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        for (Rule { code, severity, remedy }, subjects) in self.found {
            faults.extend(subjects.into_iter().map(|(subject, found)| {
                let rest = if subject == Subject::Rest { " (the worst of others like it)" } else { "" };
                Fault {
                    code,
                    severity,
                    page: found.page,
                    area: found.area.map(Area::rect),
                    pages: found.pages,
                    what: found.what + rest,
                    remedy: remedy.to_owned(),
                }
            }));
        }
        let place = |fault: &Fault| fault.area.map(|area| (area.at.y, area.at.x));
        faults.sort_by(|a, b| (a.page, a.code, place(a), &a.what).cmp(&(b.page, b.code, place(b), &b.what)));
        faults
    }
}
