//! The file as a whole, and what in it is for screens.

use lopdf::{Dictionary, Document};

use super::super::Limits;
use super::super::fault::{Faults, Rule, Subject};
use super::super::object::{deref, dictionary, exactly, name, readable, value};
use super::super::page::Ground;
use crate::diag::Severity;

const ENCRYPTED: Rule = Rule {
    code: "print-encrypted",
    severity: Severity::Error,
    remedy: "save the PDF without a password and without restrictions; print shops refuse it otherwise",
};

const SCREEN: Rule = Rule {
    code: "print-annotation",
    severity: Severity::Warning,
    remedy: "make it part of the page (flatten it) or take it out; what lies over a page does not print",
};

const PAGES: Rule = Rule {
    code: "print-page-count",
    severity: Severity::Note,
    remedy: "fill up with blank pages or text where you want it; else the blank pages come at the end",
};

/// Whether the file is locked, so that nothing more can be said.
pub(in super::super) fn sealed(document: &Document, faults: &mut Faults) -> bool {
    let locked = document.is_encrypted();
    if locked || document.was_encrypted() {
        faults.tell(&ENCRYPTED, Subject::All, None, 0.0, || "the PDF is encrypted".to_owned());
    }
    locked
}

/// Scripts, and forms to fill in.
pub(in super::super) fn moves(document: &Document, faults: &mut Faults) {
    let Ok(catalog) = document.catalog() else { return };
    let names = dictionary(document, catalog, b"Names");
    let action = dictionary(document, catalog, b"OpenAction");
    let opens = action.is_some_and(|action| name(document, value(document, action, b"S")) == b"JavaScript");
    let scripts = opens || names.is_some_and(|names| names.has(b"JavaScript"));
    let form = dictionary(document, catalog, b"AcroForm");
    let fields = form.and_then(|form| value(document, form, b"Fields").as_array().ok());
    for (found, what) in [
        (scripts, "the PDF has scripts (JavaScript)"),
        (fields.is_some_and(|fields| !fields.is_empty()), "the PDF is a form with fields to fill in"),
    ] {
        if found {
            faults.tell(&SCREEN, Subject::Name(what.into()), None, 0.0, || what.to_owned());
        }
    }
}

/// What lies over a page, but for links, which leave no trace.
pub(in super::super) fn annotations(document: &Document, page: &Dictionary, ground: &Ground, faults: &mut Faults) {
    let Ok(all) = value(document, page, b"Annots").as_array() else { return };
    for annotation in all.iter().filter_map(|object| deref(document, object).as_dict().ok()) {
        let kind = name(document, value(document, annotation, b"Subtype"));
        if matches!(kind, b"Link" | b"Popup" | b"PrinterMark" | b"TrapNet") {
            continue;
        }
        let corners = value(document, annotation, b"Rect").as_array().map(Vec::as_slice);
        let corners = exactly(document, corners.unwrap_or_default());
        let area = corners.map(|[x0, y0, x1, y1]| ground.matrix.area((x0, y0), (x1, y1)));
        let kind = readable(kind);
        faults.tell(&SCREEN, Subject::Name(kind.as_str().into()), area, 0.0, || {
            format!("a form field, comment or other thing laid over the page ({kind})")
        });
    }
}

/// There are pages, and as many as fill sheets.
pub(in super::super) fn count(pages: usize, limits: &Limits, faults: &mut Faults) {
    if pages == 0 {
        super::unread("the PDF has no pages", faults);
    }
    let multiple = limits.pages.max(1);
    let missing = pages.next_multiple_of(multiple) - pages;
    if missing > 0 {
        faults.tell(&PAGES, Subject::All, None, 0.0, || {
            format!("the count of pages, {pages}, is no multiple of {multiple}: {missing} blank to come")
        });
    }
}
