//! `keben dump lines`: lines of a book, of a golden case, or of a text by itself.

use std::path::Path;

use keben::diag::Sink;
use keben::font::{FontBook, FontFile};
use keben::layout::{self, Case, Composed, LineDetail};
use keben::model::Book;
use keben::publish::{self, Job, PublishError};
use keben::read::{self, Input};
use keben::resolve;
use keben::source::{Date, Disk, Memory, Source};
use keben::theme::Theme;
use serde_json::{Map, Value, json};

use super::Failure;
use super::args::Dump;
use super::project::Project;

/// The lines as text. A text that is a golden case is composed as one; so is any text where `--measure` says how wide.
pub fn lines(args: &Dump, project: &Project, sink: &Sink) -> Result<String, Failure> {
    let Project { job, source, fonts } = project;
    let text = match &job.input {
        Input::File(name, _) => read::decoded(&**source, name),
        Input::Folder | Input::Chapters(_) => None,
    };
    let cases = text.map(|text| cases(args, &text)).transpose()?.unwrap_or_default();
    if !cases.is_empty() {
        let own = args.font.as_deref().map(|path| one_font(path, sink)).transpose()?;
        return composed(args, &cases, own.as_ref().unwrap_or(fonts), &job.theme, sink);
    }
    let job = Job { layout: layout::Options { detail: true, ..job.layout.clone() }, ..job.clone() };
    let failed = |error: PublishError| Failure::new(error.to_string());
    let edition = publish::edition(&job, &**source, sink).map_err(failed)?;
    let paged = publish::paged(&job, &edition, fonts, sink).map_err(failed)?;
    let mut found = Vec::new();
    for (at, page) in paged.pages.into_iter().enumerate() {
        let name = page.folio.name(at);
        found.extend(page.frame.details.into_iter().map(|line| (name.clone(), line)));
    }
    if !args.json {
        return Ok(layout::lines(&found));
    }
    let json = |(page, line): &(String, LineDetail)| format!("{}\n", json!({ "page": page, "line": line }));
    Ok(found.iter().map(json).collect())
}

/// The text as cases: one golden case, or its lines where a measure is given.
fn cases(args: &Dump, text: &str) -> Result<Vec<Case>, Failure> {
    let is_case = serde_json::from_str::<Map<String, Value>>(text)
        .is_ok_and(|object| object.contains_key("text") && object.contains_key("lang"));
    if is_case {
        let case =
            serde_json::from_str(text).map_err(|error| Failure::new(format!("the case cannot be read: {error}")));
        return Ok(vec![case?]);
    }
    let Some(measure) = args.measure else { return Ok(Vec::new()) };
    // JSON has no such numbers.
    if !measure.is_finite() {
        return Err(
            Failure::new(format!("a measure of {measure} em")).help("give it a number of characters: --measure 28")
        );
    }
    let mut options = Map::new();
    for set in &args.set {
        let (key, value) = set.split_once('=').ok_or_else(|| {
            Failure::new(format!("`--set {set}` sets nothing")).help("write it as level=strict or hanging=allow")
        })?;
        let typed = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        options.insert(key.replace('-', "_"), typed);
    }
    let lang = args.what.language.as_ref().map_or("zh-Hans", |lang| lang.as_str());
    let case = |line: &str| {
        serde_json::from_value(json!({ "lang": lang, "text": line, "measure_em": measure, "options": options }))
            .map_err(|error| Failure::new(format!("in --set: {error}")))
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(case).collect()
}

fn composed(args: &Dump, cases: &[Case], fonts: &FontBook, theme: &Theme, sink: &Sink) -> Result<String, Failure> {
    let mut out = String::new();
    for case in cases {
        let sample = case.sample(true).map_err(Failure::new)?;
        let mut book = Book::default();
        book.meta.language = Some(sample.lang.clone());
        let edition = resolve::resolve(book, &Memory::new(), &resolve::Options::default(), &Sink::new());
        let Composed { lines, breaks, said, .. } = layout::compose(&edition, theme, fonts, &sample);
        said.iter().for_each(|finding| sink.push(finding.clone()));
        if args.json {
            let breaks: Vec<Value> = breaks.iter().map(|(at, kind)| json!([at, format!("{kind:?}")])).collect();
            let whole = json!({ "lines": lines, "breaks": breaks, "said": said });
            out.push_str(&format!("{whole:#}\n"));
        } else {
            let lines: Vec<_> = lines.into_iter().map(|line| ("-".to_owned(), line)).collect();
            out.push_str(&layout::lines(&lines));
        }
    }
    Ok(out)
}

fn one_font(path: &Path, sink: &Sink) -> Result<FontBook, Failure> {
    let failed = |error: String| Failure::new(format!("cannot read `{}`: {error}", path.display()));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = Disk::new(folder, Date::from_unix(0)).map_err(|error| failed(error.to_string()))?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let bytes = disk.read(name).map_err(|error| failed(error.to_string()))?;
    let fonts = FontBook::new(&[FontFile { path: path.display().to_string(), bytes, system: false }], sink);
    if fonts.faces().is_empty() { Err(failed("it is not a font".into())) } else { Ok(fonts) }
}
