//! The parts of an official document in their order, in their words (GB/T 9704-2012). What is not said is left out.

use super::meta::day;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Book, DivisionKind, Lang, Official, OfficialForm, Places, walk};

/// What stands around the text of an official document, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialParts {
    /// The layout.
    pub form: OfficialForm,
    /// 份号.
    pub copy: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// 发文机关标志, a line for each issuer.
    pub issuers: Vec<String>,
    /// The word that stands at the right of several issuers.
    pub word: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// The names after 签发人.
    pub signatories: Vec<String>,
    /// 标题.
    pub title: String,
    /// 主送机关 with their colon.
    pub addressees: Option<String>,
    /// 附件说明: the names of the attachments.
    pub attachments: Vec<String>,
    /// 出席, 请假 and 列席: the word with its colon, and the names.
    pub attendance: Vec<(&'static str, String)>,
    /// 发文机关署名.
    pub signatures: Vec<String>,
    /// 成文日期.
    pub date: Option<String>,
    /// Whether a seal goes over signature and date.
    pub sealed: bool,
    /// 附注 in its brackets.
    pub note: Option<String>,
    /// 版记.
    pub record: Record,
}

/// 版记: the record at a document's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// 抄送机关, with the stop after the last.
    pub copies_to: Option<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// 印发日期, its word included.
    pub printed_on: Option<String>,
}

impl Record {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl OfficialParts {
    /// Whether nothing stands above the addressees.
    pub fn is_headless(&self) -> bool {
        let words = [&self.copy, &self.secrecy, &self.urgency, &self.number];
        let silent = self.title.is_empty() && self.issuers.is_empty() && self.signatories.is_empty();
        silent && words.into_iter().all(Option::is_none)
    }

    /// 签发人 before the names.
    pub const SIGNED_BY: &'static str = "签发人：";
    /// 附件 before their names.
    pub const ATTACHED: &'static str = "附件：";
    /// 抄送 before the organs.
    pub const COPIES_TO: &'static str = "抄送：";
}

/// The parts of a book's official document.
pub(super) fn parts(book: &Book, sink: &Sink) -> OfficialParts {
    let none = Official::default();
    let said = book.meta.official.as_deref().unwrap_or(&none);
    let places = &book.meta.places;
    check_number(said.number.as_deref(), places, sink);
    let (issuers, word) = issuers(said);
    // What is wrong with the book's own date is told with it.
    let own = book.meta.date.as_deref().map(|date| day(date, &Lang::default()).unwrap_or_else(|| date.to_owned()));
    OfficialParts {
        form: said.form,
        copy: stated(&said.copy).map(|copy| six_figures(&copy)),
        secrecy: secrecy(said),
        urgency: stated(&said.urgency),
        issuers,
        word,
        number: stated(&said.number),
        signatories: names(&said.signatories),
        title: book.meta.title.trim().to_owned(),
        addressees: list(&said.addressees).map(|organs| format!("{}：", organs.trim_end_matches(['：', ':']))),
        attachments: attachments(book, said),
        attendance: attendance(said),
        signatures: signatures(said),
        date: said.date.as_deref().and_then(|date| printed(date, "official.date", places, sink)).or(own),
        sealed: said.sealed,
        note: stated(&said.note).map(|note| bracketed(&note)),
        record: record(said, places, sink),
    }
}

fn stated(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn names(list: &[String]) -> Vec<String> {
    list.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Organs of one rank, a comma between them; a list of one is taken as it was written.
fn list(organs: &[String]) -> Option<String> {
    let organs = names(organs);
    (!organs.is_empty()).then(|| organs.join("，"))
}

/// 份号 has six figures (7.2.1).
fn six_figures(copy: &str) -> String {
    if copy.bytes().all(|b| b.is_ascii_digit()) { format!("{copy:0>6}") } else { copy.to_owned() }
}

/// 机密★1年.
fn secrecy(said: &Official) -> Option<String> {
    let level = stated(&said.secrecy)?;
    Some(match stated(&said.term) {
        Some(term) => format!("{level}★{term}"),
        None => level,
    })
}

/// The head's lines and the word beside several of them (7.2.4); letters have no word (10.1).
fn issuers(said: &Official) -> (Vec<String>, Option<String>) {
    if let Some(head) = stated(&said.head) {
        return (vec![head], None);
    }
    let all = names(&said.issuers);
    let word = match said.form {
        OfficialForm::Document => "文件",
        OfficialForm::Minutes => "纪要",
        // Of several issuers a letter's head names the first.
        OfficialForm::Letter => return (all.into_iter().take(1).collect(), None),
    };
    match all.as_slice() {
        [] => (all, None),
        [one] if one.ends_with(word) => (all, None),
        [one] => (vec![format!("{one}{word}")], None),
        [..] => (all, Some(word.to_owned())),
    }
}

fn signatures(said: &Official) -> Vec<String> {
    let own = names(&said.signatures);
    if !own.is_empty() {
        return own;
    }
    // Minutes are not signed (10.3).
    if said.form == OfficialForm::Minutes { Vec::new() } else { names(&said.issuers) }
}

/// The attachments as said, else those found.
fn attachments(book: &Book, said: &Official) -> Vec<String> {
    let own = names(&said.attachments);
    if !own.is_empty() {
        return own;
    }
    let attached = book.divisions().filter(|division| division.kind == DivisionKind::Appendix);
    let titles = attached.filter_map(|division| division.title.as_ref());
    titles.map(|title| walk::plain(&title.content).trim().to_owned()).filter(|title| !title.is_empty()).collect()
}

/// Who was at the meeting, as minutes list them (10.3).
fn attendance(said: &Official) -> Vec<(&'static str, String)> {
    let lists = [("出席：", &said.present), ("请假：", &said.excused), ("列席：", &said.observing)];
    let joined = lists.map(|(word, list)| (word, names(list).join("、")));
    joined.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// A date as documents print it: 2026年8月10日, no noughts before month and day (7.3.5.4).
fn printed(date: &str, key: &str, places: &Places, sink: &Sink) -> Option<String> {
    let date = date.trim();
    if date.is_empty() {
        return None;
    }
    let chinese = Lang::default();
    match day(date, &chinese).filter(|text| text.ends_with('日')) {
        Some(text) => Some(text),
        None => {
            let message = format!("`{date}` is no day for an official document");
            let help = "write the whole day: 2026-08-10, or 2026年8月10日; it is printed as it stands";
            sink.push(Diagnostic::warning("bad-date", &places.of(key), message).help(help));
            Some(date.to_owned())
        }
    }
}

fn bracketed(note: &str) -> String {
    let bare = note.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    format!("（{bare}）")
}

fn record(said: &Official, places: &Places, sink: &Sink) -> Record {
    let copies_to = list(&said.copies_to).map(|organs| format!("{}。", organs.trim_end_matches('。')));
    // A letter's record has nothing of printing (10.1).
    if said.form == OfficialForm::Letter {
        return Record { copies_to, ..Record::default() };
    }
    let on = said.printed_on.as_deref().map(|date| date.trim().trim_end_matches("印发"));
    let printed_on =
        on.and_then(|date| printed(date, "official.printed-on", places, sink)).map(|date| format!("{date}印发"));
    Record { copies_to, printed_by: stated(&said.printed_by), printed_on }
}

/// 发文字号: the year in 〔〕, no 第 before the number, no noughts (7.2.5).
fn check_number(number: Option<&str>, places: &Places, sink: &Sink) {
    let Some(number) = number.map(str::trim).filter(|number| !number.is_empty()) else { return };
    let year = number.split_once('〔').and_then(|(_, rest)| rest.split_once('〕'));
    let sound = year.is_some_and(|(year, serial)| {
        year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && !serial.starts_with(['第', '0'])
    });
    if !sound {
        let message = format!("`{number}` is not a document's number as GB/T 9704 has it");
        let help =
            "write the year whole, in 〔〕, and no 第 and no noughts before the serial number: 示政办〔2026〕1号";
        sink.push(Diagnostic::warning("official-number", &places.of("official.number"), message).help(help));
    }
}
