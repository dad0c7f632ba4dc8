//! Chooses the style of citations: one that comes with keben by its name, or a .csl file of the project.

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{
    self, CitationFormat, IndependentStyle, Locale, LocaleCode, StyleCategory, StyleClass, VerticalAlign,
};

use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::model::{Lang, Meta};
use crate::resolve::works::locale;
use crate::source::Source;

/// A style, and what of it is asked again and again.
pub(super) struct Style {
    pub csl: IndependentStyle,
    /// CSL's words and dates in the languages at hand.
    pub locales: Vec<Locale>,
    /// The language of its words.
    pub main: LocaleCode,
    /// Whether each work is listed in the words of its own language (GB/T 7714-2015, 8.1.1).
    pub by_work: bool,
    /// Whether citations are numbers.
    pub numeric: bool,
    /// Whether they stand above the line.
    pub raised: bool,
    /// Whether they say the place in the work.
    pub locators: bool,
}

/// The style of this name, else the usual one of the language.
pub(super) fn choose(meta: &Meta, lang: &Lang, source: &dyn Source, sink: &Sink) -> Style {
    let usual = if lang.is_chinese() { ArchivedStyle::Gb77142015Numeric } else { ArchivedStyle::ChicagoAuthorDate };
    let asked = meta.places.of("references.style");
    let found = meta.references.style.as_deref().and_then(|name| match named(name, source) {
        Ok(style) => Some(style),
        Err((message, help)) => {
            let file = if source.exists(name) { Span::file(name) } else { asked.clone() };
            sink.push(Diagnostic::warning("citation-style", &file, message).help(help));
            None
        }
    });
    let csl = found.or_else(|| independent(usual.get()).ok()).expect("the styles that come along are whole");
    let chinese = csl.default_locale.as_ref().is_some_and(|code| code.0.starts_with("zh"));
    let main = match &csl.default_locale {
        Some(own) if chinese => own.clone(),
        Some(_) | None => LocaleCode(locale(lang)),
    };
    if csl.settings.class == StyleClass::Note {
        let message = "this style puts citations into notes; they are set in the line, in brackets";
        let help = "choose an author-date or a numeric style, or write the notes as notes";
        sink.push(Diagnostic::note("citation-style", &asked, message).help(help));
    }
    let is_number = |category: &StyleCategory| {
        matches!(category, StyleCategory::CitationFormat { format: CitationFormat::Numeric | CitationFormat::Label })
    };
    Style {
        numeric: csl.info.category.iter().any(is_number),
        raised: csl.citation.layout.vertical_align == Some(VerticalAlign::Sup),
        locators: citationberg::Style::Independent(csl.clone()).to_xml().is_ok_and(|xml| xml.contains("\"locator\"")),
        by_work: chinese,
        locales: archive::locales(),
        main,
        csl,
    }
}

/// A style that cannot be used: what is the matter, and what to do.
type Fault = (String, String);

fn named(name: &str, source: &dyn Source) -> Result<IndependentStyle, Fault> {
    if let Some(style) = ArchivedStyle::by_name(name) {
        return independent(style.get());
    }
    if !name.ends_with(".csl") {
        let names = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
        let help = match nearest(name, names) {
            Some(near) => format!("the nearest is `{near}`"),
            None => "gb-7714-2015-numeric, gb-7714-2015-author-date, apa, ieee and others come along; or give the path of a .csl file".to_owned(),
        };
        return Err((format!("no citation style `{name}`"), help));
    }
    let help = || "give the path of a CSL style (zotero.org/styles)".to_owned();
    let bytes = source.read(name).map_err(|error| (format!("the citation style cannot be read: {error}"), help()))?;
    let text = String::from_utf8_lossy((*bytes).as_ref());
    if let Some(name) = circle(&text) {
        return Err((format!("the macro `{name}` of the citation style calls itself"), help()));
    }
    let style = citationberg::Style::from_xml(text.trim_start_matches('\u{FEFF}'))
        .map_err(|error| (format!("the citation style is no CSL: {error}"), help()))?;
    independent(style)
}

/// A style by itself: one that only points at another is that other, where it comes along.
fn independent(style: citationberg::Style) -> Result<IndependentStyle, Fault> {
    match style {
        citationberg::Style::Independent(style) => Ok(style),
        citationberg::Style::Dependent(style) => {
            let parent = &style.parent_link.href;
            match ArchivedStyle::by_id(parent).map(ArchivedStyle::get) {
                Some(citationberg::Style::Independent(style)) => Ok(style),
                Some(citationberg::Style::Dependent(_)) | None => {
                    let message = format!("the citation style only points at `{parent}`");
                    Err((message, "give the path of that style's file".to_owned()))
                }
            }
        }
    }
}

/// A macro that calls itself, through others or not: the formatter would follow it for ever.
fn circle(xml: &str) -> Option<String> {
    let quoted = |text: &str| text.split(['"', '\'']).next().unwrap_or_default().to_owned();
    let mut calls: Vec<(String, Vec<String>)> = Vec::new();
    for body in xml.split("<macro").skip(1) {
        let name = body.split_once("name=").map(|(_, rest)| quoted(&rest[1..]))?;
        let body = body.split("</macro").next().unwrap_or_default();
        calls.push((
            name,
            body.match_indices("macro=").map(|(at, found)| quoted(&body[at + found.len() + 1..])).collect(),
        ));
    }
    // Macros that call only sound ones are sound.
    loop {
        let before = calls.len();
        let open: Vec<String> = calls.iter().map(|(name, _)| name.clone()).collect();
        calls.retain(|(_, called)| called.iter().any(|name| open.contains(name)));
        if calls.len() == before {
            return calls.into_iter().next().map(|(name, _)| name);
        }
    }
}
