//! BibLaTeX and BibTeX. Names of fields and types are those of the BibLaTeX manual, 2.1 and 2.2, and of
//! biblatex-gb7714-2015 (`mark`, `medium`).

mod sound;

use std::collections::BTreeMap;

use biblatex::{
    Bibliography, ChunksExt, Date, DateValue, Entry, EntryType, Pair, ParseError, ParseErrorKind, PermissiveType,
    Person, RawBibliography, RawEntry, Spanned,
};

use super::item::{Day, Fields, Name};
use super::{File, Works};
use crate::diag::Diagnostic;

/// Reads a .bib file. Where one work is broken, the others are read.
pub(super) fn read(file: &File, works: &mut Works) {
    let text = sound::shallow(file);
    let mut raw = match RawBibliography::parse(&text) {
        Ok(raw) => raw,
        Err(_) => piecewise(&text, file),
    };
    let mut places = BTreeMap::new();
    raw.entries.retain(|entry| {
        let first = !places.contains_key(entry.v.key.v);
        if first {
            places.insert(entry.v.key.v.to_owned(), entry.span.clone());
        } else {
            let message = format!("the bibliography has two works `{}`; the first is cited", entry.v.key.v);
            let finding = Diagnostic::warning("duplicate-work", &file.lines.span(entry.span.clone()), message);
            file.sink.push(finding.help("give one of them another key"));
        }
        first
    });
    sound::write_out(&mut raw, file);
    let mut alone = Vec::new();
    raw.entries.retain(|entry| {
        let one = by_itself(entry, file);
        let reads = one.is_some();
        alone.extend(one);
        reads
    });
    sound::unwind(&mut raw, &alone, file);
    let entries = Bibliography::from_raw(raw).map(Bibliography::into_vec).unwrap_or_else(|error| {
        file.fault(
            error.span,
            format!("works of the bibliography that refer to others cannot be read with them: {}", error.kind),
            "mend it; until then each has its own fields only",
        );
        alone
    });
    for entry in entries {
        let span = places.get(&entry.key).cloned().unwrap_or_default();
        works.add(entry.key.clone(), fields(&entry), file.lines.span(span), file.sink);
    }
}

/// What can be read of a broken file: each `@` at a line's start begins anew.
fn piecewise<'t>(text: &'t str, file: &File) -> RawBibliography<'t> {
    let opens = |at: usize| text[..at].rfind('\n').is_none_or(|feed| text[feed..at].trim().is_empty());
    let mut starts: Vec<usize> = text.match_indices('@').map(|(at, _)| at).filter(|&at| opens(at)).collect();
    starts.push(text.len());
    let mut whole = RawBibliography { preamble: String::new(), entries: Vec::new(), abbreviations: Vec::new() };
    for pair in starts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        match RawBibliography::parse(&text[start..end]) {
            Ok(mut part) => {
                part.entries.iter_mut().for_each(|entry| {
                    entry.span = start + entry.span.start..start + entry.span.end;
                    entry.v.fields.iter_mut().for_each(|pair| shift(pair, start));
                });
                part.abbreviations.iter_mut().for_each(|pair| shift(pair, start));
                whole.entries.extend(part.entries);
                whole.abbreviations.extend(part.abbreviations);
            }
            Err(ParseError { span, kind }) => {
                let at = (start + span.start).min(end);
                tell(file, at..at, &kind);
            }
        }
    }
    whole
}

/// Moves a field of a part to its place in the whole.
fn shift(pair: &mut Pair, by: usize) {
    let spans = pair.value.v.iter_mut().map(|chunk| &mut chunk.span);
    for span in spans.chain([&mut pair.key.span, &mut pair.value.span]) {
        *span = by + span.start..by + span.end;
    }
}

fn tell(file: &File, at: std::ops::Range<usize>, kind: &ParseErrorKind) {
    let help = "mend it; until then the work is left out";
    file.fault(at, format!("a work of the bibliography cannot be read: {kind}"), help);
}

/// One work by itself: what it takes from others it names under [`apart`] names, which the library does not follow.
fn by_itself(entry: &Spanned<RawEntry>, file: &File) -> Option<Entry> {
    let mut entry = entry.clone();
    for field in &mut entry.v.fields {
        field.key.v = apart(field.key.v).unwrap_or(field.key.v);
    }
    let one = RawBibliography { preamble: String::new(), entries: vec![entry], abbreviations: Vec::new() };
    match Bibliography::from_raw(one) {
        Ok(one) => one.into_vec().pop(),
        Err(error) => {
            tell(file, error.span, &error.kind);
            None
        }
    }
}

/// The name under which a work by itself keeps the others it takes fields from; `None` for all other fields.
fn apart(name: &str) -> Option<&'static str> {
    ["crossref", "xdata"].iter().position(|known| name.eq_ignore_ascii_case(known)).map(|at| APART[at])
}

/// Names that no file can give: they have blanks.
const APART: [&str; 2] = ["its crossref", "its xdata"];

fn fields(entry: &Entry) -> Fields {
    let get =
        |name: &str| entry.get(name).map(|chunks| chunks.format_verbatim()).filter(|text| !text.trim().is_empty());
    let any = |names: &[&str]| names.iter().find_map(|name| get(name));
    let kind = kind(entry, &get);
    let mut fields = Fields::of(kind);
    let journal = matches!(kind, "article-journal" | "article-magazine" | "article-newspaper");
    let joined = |title: &str, below: &str| -> Option<String> {
        Some([get(title), get(below)].into_iter().flatten().collect::<Vec<_>>().join(": "))
            .filter(|text| !text.is_empty())
    };
    let title = joined("title", "subtitle");
    let whole = joined("maintitle", "mainsubtitle").filter(|_| !matches!(kind, "chapter" | "paper-conference"));
    fields.set("title", [whole, title].into_iter().flatten().collect::<Vec<_>>().join(": "));
    let container =
        joined("journaltitle", "journalsubtitle").or(get("journal")).or(joined("booktitle", "booksubtitle"));
    let container = container.or_else(|| joined("maintitle", "mainsubtitle").filter(|_| kind == "chapter"));
    fields.set("container-title", container.unwrap_or_default());
    for (ours, theirs) in PLAIN {
        fields.set(ours, any(theirs).unwrap_or_default());
    }
    if let Some(number) = get("number") {
        let name = match kind {
            _ if journal => "issue",
            "book" | "chapter" | "paper-conference" | "collection" => "collection-number",
            _ => "number",
        };
        fields.set(name, number);
    }
    if !fields.has("publisher") {
        let bodies: &[&str] = &["institution", "school", "organization", "type"][..3];
        fields.set("publisher", any(bodies).unwrap_or_default());
    }
    fields.set("page", get("pages").unwrap_or_default().replace("--", "-").replace('–', "-"));
    let published = get("howpublished").unwrap_or_default();
    let address = published.trim_start_matches("\\url").trim_matches(['{', '}', ' ']);
    if address.starts_with("http") && !fields.has("URL") {
        fields.set("URL", address);
    } else if !fields.has("note") {
        fields.set("note", published);
    }
    let archive = get("eprinttype").or(get("archiveprefix")).map(|kind| kind.to_lowercase());
    if let (Some(number), Some("arxiv"), false) = (get("eprint"), archive.as_deref(), fields.has("URL")) {
        fields.set("URL", format!("https://arxiv.org/abs/{number}"));
    }
    for (ours, theirs) in PERSONS {
        let persons = theirs.iter().find_map(|name| entry.get(name)?.parse::<Vec<Person>>().ok());
        fields.names(ours, persons.into_iter().flatten().map(person));
    }
    if let Ok(date) = entry.date() {
        set_date(&mut fields, "issued", date);
    }
    for (ours, theirs) in [("accessed", "urldate"), ("event-date", "eventdate"), ("original-date", "origdate")] {
        if let Some(date) = entry.get(theirs).and_then(|chunks| chunks.parse::<PermissiveType<Date>>().ok()) {
            set_date(&mut fields, ours, date);
        }
    }
    let language = any(&["langid", "language", "hyphenation"]).unwrap_or_default();
    fields.set("language", tag(&language));
    fields
}

/// Fields that are text, under CSL's name and theirs.
const PLAIN: &[(&str, &[&str])] = &[
    ("title-short", &["shorttitle"]),
    ("container-title-short", &["shortjournal"]),
    ("collection-title", &["series"]),
    ("volume", &["volume"]),
    ("number-of-volumes", &["volumes"]),
    ("issue", &["issue"]),
    ("edition", &["edition"]),
    ("version", &["version"]),
    ("publisher", &["publisher"]),
    ("publisher-place", &["location", "address"]),
    ("event-title", &["eventtitle"]),
    ("event-place", &["venue"]),
    ("number-of-pages", &["pagetotal"]),
    ("chapter-number", &["chapter"]),
    ("DOI", &["doi"]),
    ("URL", &["url"]),
    ("ISBN", &["isbn"]),
    ("ISSN", &["issn"]),
    ("genre", &["type"]),
    ("medium", &["medium"]),
    ("note", &["note"]),
];

const PERSONS: &[(&str, &[&str])] = &[
    ("author", &["author", "holder"]),
    ("editor", &["editor"]),
    ("translator", &["translator"]),
    ("container-author", &["bookauthor"]),
];

/// CSL's type.
fn kind(entry: &Entry, get: &dyn Fn(&str) -> Option<String>) -> &'static str {
    let mark = get("mark").unwrap_or_default();
    let marked = MARKS.iter().find(|(known, _)| mark.eq_ignore_ascii_case(known));
    if let Some((_, kind)) = marked {
        return kind;
    }
    let below = get("entrysubtype").unwrap_or_default().to_lowercase();
    match &entry.entry_type {
        EntryType::Article | EntryType::SuppPeriodical => match below.as_str() {
            "newspaper" | "news" => "article-newspaper",
            "magazine" => "article-magazine",
            _ => "article-journal",
        },
        EntryType::Book | EntryType::MvBook | EntryType::Collection | EntryType::MvCollection => "book",
        EntryType::Reference | EntryType::MvReference | EntryType::Manual | EntryType::Proceedings => "book",
        EntryType::MvProceedings => "book",
        EntryType::Booklet => "pamphlet",
        EntryType::InBook | EntryType::BookInBook | EntryType::SuppBook => "chapter",
        EntryType::InCollection | EntryType::SuppCollection => "chapter",
        EntryType::InProceedings => "paper-conference",
        EntryType::InReference => "entry-encyclopedia",
        EntryType::Report | EntryType::TechReport => "report",
        EntryType::Thesis | EntryType::MastersThesis | EntryType::PhdThesis => "thesis",
        EntryType::Patent => "patent",
        EntryType::Online => "webpage",
        EntryType::Software => "software",
        EntryType::Dataset => "dataset",
        EntryType::Periodical => "periodical",
        EntryType::Unpublished => "manuscript",
        EntryType::Misc | EntryType::Set | EntryType::XData if below == "standard" => "standard",
        EntryType::Misc | EntryType::Set | EntryType::XData if get("url").is_some() => "webpage",
        EntryType::Misc | EntryType::Set | EntryType::XData => "document",
        EntryType::Unknown(name) => {
            let name = name.to_lowercase();
            UNKNOWN.iter().find(|(known, _)| *known == name).map_or("document", |(_, kind)| kind)
        }
    }
}

/// The marks of GB/T 7714 that a `mark` may give.
const MARKS: &[(&str, &str)] = &[
    ("M", "book"),
    ("C", "paper-conference"),
    ("N", "article-newspaper"),
    ("J", "article-journal"),
    ("D", "thesis"),
    ("R", "report"),
    ("S", "standard"),
    ("P", "patent"),
    ("DS", "dataset"),
    ("DB", "dataset"),
    ("CP", "software"),
    ("EB", "webpage"),
    ("CM", "map"),
    ("A", "collection"),
];

/// Types that BibLaTeX leaves to its styles.
const UNKNOWN: &[(&str, &str)] = &[
    ("standard", "standard"),
    ("newspaper", "article-newspaper"),
    ("archive", "collection"),
    ("map", "map"),
    ("video", "motion_picture"),
    ("movie", "motion_picture"),
    ("audio", "song"),
    ("music", "song"),
    ("artwork", "graphic"),
    ("image", "graphic"),
    ("letter", "personal_communication"),
    ("legislation", "legislation"),
    ("legal", "legislation"),
    ("jurisdiction", "legal_case"),
    ("review", "review"),
];

fn person(person: Person) -> Name {
    let Person { name, given_name, prefix, suffix, .. } = person;
    Name { family: name, given: given_name, particle: prefix, suffix }
}

fn set_date(fields: &mut Fields, name: &str, date: PermissiveType<Date>) {
    match date {
        PermissiveType::Typed(Date { value, uncertain, approximate }) => {
            let (DateValue::At(day) | DateValue::After(day) | DateValue::Before(day) | DateValue::Between(day, _)) =
                value;
            let count = |number: u8| number.saturating_add(1); // They count from nought.
            let day = Day {
                year: day.year,
                month: day.month.map(count),
                day: day.day.map(count),
                circa: uncertain || approximate,
            };
            fields.date(name, day);
        }
        PermissiveType::Chunks(chunks) => {
            let year: String = chunks.format_verbatim().chars().filter(char::is_ascii_digit).take(4).collect();
            if let Ok(year) = year.parse() {
                fields.date(name, Day { year, month: None, day: None, circa: false });
            }
        }
    }
}

/// A language as BibLaTeX names it, as a tag.
fn tag(name: &str) -> String {
    let name = name.trim();
    match name.to_lowercase().as_str() {
        "chinese" | "schinese" | "simplified chinese" | "中文" | "汉语" => "zh-Hans",
        "tchinese" | "traditional chinese" => "zh-Hant",
        "english" | "american" | "usenglish" => "en",
        "british" | "ukenglish" => "en-GB",
        "japanese" | "日语" | "日文" => "ja",
        "korean" => "ko",
        "russian" => "ru",
        "french" => "fr",
        "german" | "ngerman" => "de",
        "spanish" => "es",
        "italian" => "it",
        "portuguese" => "pt",
        _ => name,
    }
    .to_owned()
}
