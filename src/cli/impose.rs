//! `impose`: a PDF → sheets; and what every command that makes sheets understands.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::RangedI64ValueParser;
use keben::diag::{Diagnostic, Sink, Span};
use keben::font::FontBook;
use keben::impose::{self, Creeping, Duplex, ImposeError, Kind, Last, Marks, Nest, Options, Paper, Side, Tray, Wanted};
use keben::model::Lang;
use keben::press::{About, File, Inks, Policy, PressError, Profile};
use keben::publish::{self, Artifact, Content, Format, Look, PublishError};
use keben::unit::{Length, Size};
use serde::de::value::{Error as Wrong, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::args::FontArgs;
use super::build::plan_json;
use super::report::Reporter;
use super::write::write;
use super::{Failure, OK, project};

/// How pages come to sheets; `[booklet]` in keben.toml says the same for a project.
#[derive(clap::Args)]
#[command(next_help_heading = "Sheets")]
pub struct SheetArgs {
    /// How sheets are folded: folio, quarto, octavo, octavo-long, sextodecimo (each -foot too), cut-2, zine, proof-3x2, spreads, pages
    #[arg(long, value_name = "NAME")]
    pub scheme: Option<Kind>,
    /// Sheets of a section, for sewing or gluing; all in one where nothing is said
    #[arg(long, value_name = "N")]
    pub section: Option<NonZeroUsize>,
    /// The last section: short, full, balanced
    #[arg(long, value_name = "HOW", value_parser = named::<Last>)]
    pub last: Option<Last>,
    /// Sheets of a section are put into each other (insert), or folded as one (together)
    #[arg(long, value_name = "HOW", value_parser = named::<Nest>)]
    pub nest: Option<Nest>,
    /// The sheet: auto, A4, A3, SRA3, Letter, 正度对开, 320x450 …
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<Wanted>,
    /// Make pages as large as the sheet lets them
    #[arg(long)]
    pub fit: bool,
    /// The edge over which the printer turns sheets: short-edge, long-edge; like a page where nothing is said
    #[arg(long, value_name = "EDGE", value_parser = named::<Duplex>)]
    pub duplex: Option<Duplex>,
    /// For a printer of one side, by how sheets fall into its tray: face-down, face-up; fronts and backs become two files
    #[arg(long, value_name = "TRAY", value_parser = named::<Tray>)]
    pub one_sided: Option<Tray>,
    /// Front and back on one plate for both sides
    #[arg(long)]
    pub work_and_turn: bool,
    /// What the press holds the sheet by, at the foot: 10mm
    #[arg(long, value_name = "LENGTH")]
    pub gripper: Option<Length>,
    /// Blank pages go before so many last pages
    #[arg(long, value_name = "N")]
    pub keep_last: Option<u32>,
    /// The side the book is bound on: left, right
    #[arg(long, value_name = "SIDE", value_parser = named::<Side>)]
    pub binding: Option<Side>,
    /// What is printed around the pages: crop, fold, registration, bar, collation, slug, all, none
    #[arg(long, value_name = "LIST")]
    pub marks: Option<Marks>,
    /// The paper, for creep: a name (胶版纸 80g) or the thickness of a leaf (0.1mm)
    #[arg(long, value_name = "NAME")]
    pub paper: Option<Paper>,
    /// Which leaves move for creep: in, out, split, none
    #[arg(long, value_name = "WHICH", value_parser = named::<Creeping>)]
    pub creep: Option<Creeping>,
    /// How much a leaf creeps for each leaf around it, in leaves: 0 to 4; 1.571 where nothing is said
    #[arg(long, value_name = "FACTOR")]
    pub creep_factor: Option<f64>,
    /// How far the innermost leaf of a folded dummy stands out
    #[arg(long, value_name = "LENGTH")]
    pub creep_total: Option<Length>,
}

/// A value by its name in keben.toml.
fn named<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    let read: StrDeserializer<'_, Wrong> = name.into_deserializer();
    T::deserialize(read).map_err(|error| error.to_string())
}

impl SheetArgs {
    /// What the command line says goes over what the project says.
    pub fn lay_over(&self, options: &mut Options) {
        macro_rules! over {
            ($($key:ident)*) => { $(if let Some(said) = &self.$key { options.$key = said.clone().into(); })* };
        }
        over!(scheme section last nest sheet duplex one_sided gripper keep_last binding marks paper creep creep_factor creep_total);
        options.fit |= self.fit;
        options.work_and_turn |= self.work_and_turn;
    }
}

/// More pages than a press binds: a plan of more would fill the memory.
const MOST: i64 = 100_000;

/// A number of pages.
fn at_most(most: i64) -> RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(..=most)
}

/// `keben impose`.
#[derive(clap::Args)]
pub struct Impose {
    /// The PDF
    #[arg(value_name = "IN.pdf", required_unless_present = "pages")]
    pub input: Option<PathBuf>,
    /// The folder for the file
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub output: PathBuf,
    /// Write nothing; print which page comes where, and what to do with the sheets
    #[arg(long)]
    pub plan: bool,
    /// The plan as JSON
    #[arg(long, requires = "plan")]
    pub json: bool,
    /// The plan of so many pages, without a PDF
    #[arg(long, value_name = "N", conflicts_with = "input", requires = "plan", value_parser = at_most(MOST))]
    pub pages: Option<u32>,
    /// Write the plan as a page too: NAME-plan.pdf
    #[arg(long)]
    pub plan_page: bool,
    /// The language of the plan's page and of the slug lines
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub language: Lang,
    /// What becomes of colours: keep, gray, cmyk
    #[arg(long, value_name = "HOW", value_parser = named::<Policy>, default_value = "keep")]
    pub images: Policy,
    /// The press's ICC profile, for cmyk and PDF/X-4; FOGRA39 where nothing is said
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Claim PDF/X-4, where nothing stands against it
    #[arg(long)]
    pub x4: bool,
    #[command(flatten)]
    pub sheets: SheetArgs,
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// A PDF that somebody brings.
pub fn open(path: &Path) -> Result<File, Failure> {
    let shown = path.display();
    let bytes = contents(path)?;
    File::read(&bytes).map_err(|error| refused(&shown.to_string(), &error))
}

#[expect(clippy::disallowed_methods, reason = "what the command line names may lie anywhere")]
fn contents(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))
}

fn refused(what: &str, error: &PressError) -> Failure {
    let failure = Failure::new(format!("{what}: {error}"));
    match error.remedy() {
        Some(remedy) => failure.help(remedy),
        None => failure,
    }
}

/// Puts the pages of a PDF on sheets.
pub fn impose(args: &Impose, reporter: &Reporter) -> Result<u8, Failure> {
    let begun = Instant::now();
    let mut options = Options::default();
    args.sheets.lay_over(&mut options);
    let Some(input) = &args.input else { return orders(args, options) };
    let shown = input.display().to_string();
    let failure = |error: PressError| refused(&shown, &error);
    let mut file = open(input)?;
    let (trim, bleed) = file.trim(options.fit).map_err(failure)?;
    let too_small = |error: ImposeError| failure(error.into());
    let plan = impose::plan(file.pages(), trim, bleed, file.binding(), &options).map_err(too_small)?;
    if args.plan {
        return print_plan(&plan, args.json);
    }
    let sheets = impose::impose(file.pages(), trim, bleed, file.binding(), &options).map_err(too_small)?;
    let (with, annotations) = file.annotations();
    if annotations > 0 {
        reporter.line(&format!("{shown}: {annotations} annotations on {with} pages are not printed"));
    }
    let stem = input.file_stem().map_or_else(|| "pages".into(), |stem| stem.to_string_lossy().into_owned());
    let worded = args.plan_page || options.marks.is_some_and(|marks| marks.slug);
    let fonts = if worded { project::fonts(None, &args.fonts, &Sink::new())? } else { FontBook::default() };
    let unpublished = |error: PublishError| match error {
        PublishError::Press(error) => failure(error),
        other => Failure::new(other.to_string()),
    };
    let look = look(args, &stem)?;
    let sink = Sink::new();
    if look.images != Policy::Keep {
        for stayed in file.ink(look.images, &look.profile, look.inks).map_err(failure)? {
            let message = format!("it is printed as it is: {stayed}");
            sink.push(Diagnostic::warning("print-colour", &Span::file(&shown), message));
        }
    }
    let about = (stem.as_str(), &args.language);
    let made = publish::to_press(file, &sheets, &options, &look, about, &fonts, &sink).map_err(unpublished)?;
    reporter.findings(&sink.take(), None);
    let extent = Some((sheets.len(), "sheet"));
    let artifact = |(side, bytes): (&str, Vec<u8>)| Artifact {
        format: Format::Booklet,
        name: format!("{stem}-booklet{side}.pdf"),
        content: Content::File(bytes),
        extent,
    };
    let mut artifacts: Vec<Artifact> = made.into_iter().map(artifact).collect();
    if args.plan_page {
        let language = publish::plan_language(&args.language);
        let page = publish::plan_page(&plan, &stem, &language, project::date()?, &fonts).map_err(unpublished)?;
        let name = format!("{stem}-plan.pdf");
        artifacts.push(Artifact { format: Format::Plan, name, content: Content::File(page), extent: None });
    }
    reporter.artifacts(&artifacts, &write(&args.output, &artifacts)?, begun);
    Ok(OK)
}

/// How the sheets look: as the pages do, but for what the command line wants.
fn look(args: &Impose, title: &str) -> Result<Look, Failure> {
    let profile = match &args.profile {
        None => Profile::fogra39(),
        Some(path) => Profile::read(contents(path)?)
            .map_err(|unfit| refused(&path.display().to_string(), &PressError::Profile(unfit.to_string())))?,
    };
    let program = concat!("keben ", env!("CARGO_PKG_VERSION")).to_owned();
    let about = About {
        title: title.to_owned(),
        author: None,
        creator: program.clone(),
        producer: program,
        date: project::date()?.to_string(),
        document: format!("keben:{title}"),
        trapped: false,
    };
    Ok(Look { inks: Inks::Process, images: args.images, profile, about: args.x4.then_some(about) })
}

/// Prints the orders of so many pages that nobody has made yet: of A5, on a sheet of just their size.
fn orders(args: &Impose, mut options: Options) -> Result<u8, Failure> {
    let a5 = Size::new(Length::mm(148.0), Length::mm(210.0));
    if options.sheet == Wanted::Auto {
        options.sheet = Wanted::Exact;
    }
    let plan = impose::plan(args.pages.unwrap_or_default() as usize, a5, Length::ZERO, Side::Left, &options);
    print_plan(&plan.map_err(|error| Failure::new(error.to_string()))?, args.json)
}

fn print_plan(plan: &impose::Plan, json: bool) -> Result<u8, Failure> {
    super::print(&if json { plan_json(plan) } else { plan.to_string() })
}
