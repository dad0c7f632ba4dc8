//! `build`, `check`, `dump`, `fonts` and `theme`.

use std::path::Path;
use std::time::Instant;

use keben::diag::{Sink, Span};
use keben::impose::{ImposeError, Plan};
use keben::press::preflight::Limits;
use keben::publish::{self, Artifact, PublishError, denies};
use keben::source::Memory;
use keben::theme::BUILT_IN;
use keben::{layout, read, resolve};

use super::args::{self, Build, Check, Dump, FontArgs, Stage};
use super::impose::{self, SheetArgs};
use super::lines::lines;
use super::project::{self, Project};
use super::report::Reporter;
use super::write::write;
use super::{FINDINGS, Failure, OK, print};

/// Makes the files and writes them, all or none.
pub fn build(args: &Build, reporter: &Reporter) -> Result<u8, Failure> {
    let begun = Instant::now();
    let sink = Sink::new();
    let progress = reporter.progress("publishing");
    let made = make(&args.project, Some((&args.format, &args.sheets)), &sink);
    if let Some(bar) = progress {
        bar.finish_and_clear();
    }
    let (project, artifacts) = match made {
        Ok(made) => made,
        Err(failure) => {
            reporter.findings(&sink.take(), None);
            return Err(failure);
        }
    };
    let findings = sink.take();
    reporter.findings(&findings, Some(&*project.source));
    let denied = findings.iter().any(|finding| denies(&args.project.what.deny, finding));
    let refused = findings.iter().any(|finding| denies(&args.project.what.deny, finding) && !denies(&[], finding));
    if refused {
        return Err(Failure::new("nothing was written: there are findings of a denied kind")).or_else(|failure| {
            reporter.failure(&failure);
            Ok(FINDINGS)
        });
    }
    let written = write(&args.output, &artifacts)?;
    reporter.artifacts(&artifacts, &written, begun);
    Ok(if denied { FINDINGS } else { OK })
}

/// Makes everything and writes nothing.
pub fn check(args: &Check, reporter: &Reporter) -> Result<u8, Failure> {
    let asked = &args.project;
    let path = Path::new(&asked.what.path);
    let sink = Sink::new();
    let made = if args.print && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) {
        let span = Span::file(&path.display().to_string());
        let faults = impose::open(path)?.preflight(&Limits::default());
        faults.iter().for_each(|fault| sink.push(fault.diagnostic(&span)));
        Ok(None)
    } else {
        make(asked, None, &sink).and_then(|(project, _)| {
            if args.print {
                let Project { job, source, fonts } = &project;
                let edition = publish::edition(job, &**source, &Sink::new()).map_err(failure)?;
                let paged = publish::paged(job, &edition, fonts, &Sink::new()).map_err(failure)?;
                publish::preflight(job, &paged, &**source, fonts, &sink).map_err(failure)?;
            }
            Ok(Some(project))
        })
    };
    let findings = sink.take();
    let source = made.as_ref().ok().and_then(Option::as_ref).map(|project| &*project.source);
    reporter.findings(&findings, source);
    made?;
    let denied = findings.iter().any(|finding| denies(&asked.what.deny, finding));
    if findings.is_empty() {
        reporter.line("nothing to complain about");
    }
    Ok(if denied { FINDINGS } else { OK })
}

fn make(
    asked: &args::Project,
    wanted: Option<(&[publish::Format], &SheetArgs)>,
    sink: &Sink,
) -> Result<(Project, Vec<Artifact>), Failure> {
    let mut project = project::open(&asked.what, &asked.set, sink)?;
    if let Some((formats, sheets)) = wanted {
        project.job.formats = formats.to_vec();
        let job = &mut project.job;
        // Of a booklet and a press, the one that is made; of both, the booklet.
        let home = [publish::Format::Booklet, publish::Format::Plan].iter().any(|format| formats.contains(format));
        let press = !home && formats.contains(&publish::Format::Press);
        sheets.lay_over(if press { &mut job.press } else { &mut job.booklet });
    }
    let artifacts = publish::publish(&project.job, &*project.source, &project.fonts, sink).map_err(failure)?;
    Ok((project, artifacts))
}

fn failure(error: PublishError) -> Failure {
    let message = error.to_string();
    match error {
        PublishError::Read(read::ReadError { help: Some(help), .. }) => Failure::new(message).help(help),
        PublishError::Impose(ImposeError::TooSmall { .. }) => {
            Failure::new(message).help("or leave out what is printed on sheets with --format pdf,epub")
        }
        _ => Failure::new(message),
    }
}

/// Shows a stage as text.
pub fn dump(args: &Dump, reporter: &Reporter) -> Result<u8, Failure> {
    let sink = Sink::new();
    let project = project::open(&args.what, &[], &sink)?;
    let Project { job, source, fonts } = &project;
    let edition = || publish::edition(job, &**source, &sink).map_err(failure);
    let text = match args.stage {
        Stage::Lines => lines(args, &project, &sink)?,
        Stage::Book => read::to_json(&edition()?.book),
        Stage::Edition => resolve::dump(&edition()?),
        Stage::Frames => layout::dump(&publish::paged(job, &edition()?, fonts, &sink).map_err(failure)?),
        Stage::Sheets => {
            let paged = publish::paged(job, &edition()?, fonts, &sink).map_err(failure)?;
            let plan = publish::plan(&paged, &job.booklet).map_err(failure)?;
            if args.json { plan_json(&plan) } else { plan.to_string() }
        }
    };
    let findings = sink.take();
    reporter.findings(&findings, Some(&**source));
    print(&text)?;
    // What is wrong with the book is not the dump's business, unless it was asked for.
    let denied = findings.iter().any(|finding| denies(&args.what.deny, finding) && !denies(&[], finding));
    Ok(if denied { FINDINGS } else { OK })
}

/// A plan as JSON.
pub fn plan_json(plan: &Plan) -> String {
    serde_json::to_string_pretty(plan).expect("a plan is JSON") + "\n"
}

/// Lists faces.
pub fn fonts(args: &FontArgs, reporter: &Reporter) -> Result<u8, Failure> {
    let sink = Sink::new();
    let book = project::fonts(Some(Path::new(".")), args, &sink)?;
    let mut text = String::new();
    for face in book.faces() {
        let weight = if face.weight == keben::model::Weight::Bold { "bold" } else { "regular" };
        let italic = if face.italic { " italic" } else { "" };
        text.push_str(&format!("{}  {weight}{italic}  {}  {}\n", face.family, face.name, face.path));
    }
    text.push('\n');
    for role in keben::model::Face::ALL {
        let chain = book.chain(role, keben::model::Weight::Regular, false);
        let first = chain.first().map_or("-", |&id| book.face(id).family.as_str());
        text.push_str(&format!("{}  {first}\n", role.name()));
    }
    reporter.findings(&sink.take(), None);
    print(&text)
}

/// Lists the built-in themes with what each says of itself first, up to a colon.
pub fn themes() -> Result<u8, Failure> {
    let line = |(name, text): &(&str, &str)| {
        let about = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        format!("{name:<12}{}\n", about.split(':').next().unwrap_or(about))
    };
    print(&BUILT_IN.iter().map(line).collect::<String>())
}

/// Prints a theme in full.
pub fn theme(wanted: &str, reporter: &Reporter) -> Result<u8, Failure> {
    let sink = Sink::new();
    let source = Memory::new();
    match project::theme(wanted, &source, &sink) {
        Ok((_, text)) => print(&text),
        Err(failure) => {
            reporter.findings(&sink.take(), None);
            Err(failure)
        }
    }
}
