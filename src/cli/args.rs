//! Arguments as typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use keben::diag;
use keben::model::Lang;
use keben::publish::Format;

use super::impose::{Impose, SheetArgs};

/// Publishes a text as a PDF to read, a booklet to print and an EPUB.
#[derive(Parser)]
#[command(name = "keben", version, about, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

/// What every command understands.
#[derive(clap::Args)]
pub struct Common {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say notes too
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How findings are shown
    #[arg(long, global = true, value_enum, default_value = "human")]
    pub message_format: MessageFormat,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub color: Color,
    /// How many threads to use
    #[arg(short, long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// How findings are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the text underlined
    Human,
    /// A line each: file:line:column: severity: message
    Short,
    /// A JSON object a line
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make the files: a PDF, a booklet and an EPUB unless --format says otherwise
    Build(Build),
    /// Put the pages of a PDF, whoever made it, on sheets to fold, staple or sew
    Impose(Impose),
    /// Find what is wrong in a text without writing anything
    Check(Check),
    /// Show what a stage of the road gives, as text
    Dump(Dump),
    /// Begin a project in a new folder
    New(New),
    /// Show the fonts a build would use
    Fonts {
        #[command(subcommand)]
        command: FontsCommand,
    },
    /// Show the themes there are
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Print the JSON Schema of the content model
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(Subcommand)]
pub enum FontsCommand {
    /// List faces with their families and files
    List(FontArgs),
}

#[derive(Subcommand)]
pub enum ThemeCommand {
    /// List the built-in themes
    List,
    /// Print a theme in full, with remarks; what is printed can be saved as a theme of one's own
    Show {
        /// A built-in theme or a theme file
        #[arg(value_name = "NAME|FILE")]
        theme: String,
    },
}

/// Where fonts are looked for beside the shipped ones.
#[derive(clap::Args)]
pub struct FontArgs {
    /// A folder with more fonts; may be given again
    #[arg(long, value_name = "DIR")]
    pub font_path: Vec<PathBuf>,
    /// Use the machine's fonts too
    #[arg(long)]
    pub system_fonts: bool,
}

/// What is read, and how.
#[derive(clap::Args)]
pub struct What {
    /// A text, a book's folder, or - for standard input
    #[arg(default_value = ".")]
    pub path: String,
    /// The notation, where the name does not tell
    #[arg(long, value_enum)]
    pub from: Option<From>,
    /// The title, whatever the text says
    #[arg(long)]
    pub title: Option<String>,
    /// The language (zh-Hans, zh-Hant-TW, ja, ko, en …), whatever the text says
    #[arg(long, value_name = "TAG")]
    pub language: Option<Lang>,
    /// What to mend while reading
    #[arg(long, value_enum)]
    pub fix: Option<Fix>,
    /// A built-in theme (`keben theme list`) or a theme file
    #[arg(long, value_name = "NAME|FILE")]
    pub theme: Option<String>,
    /// Fail on findings of this kind: warnings, or a code such as broken-link; may be given again
    #[arg(long, value_name = "CODE", value_parser = denied)]
    pub deny: Vec<String>,
    /// Draw a visible box for characters that no font has, and only warn
    #[arg(long)]
    pub allow_missing_glyphs: bool,
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// What is read, and what the project says for this time.
#[derive(clap::Args)]
pub struct Project {
    #[command(flatten)]
    pub what: What,
    /// Set a key of keben.toml, with or without such a file: html.form=site; may be given again
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// `keben check`.
#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub project: Project,
    /// Look into the file for the press too; or only that, where PATH is a PDF
    #[arg(long)]
    pub print: bool,
}

/// `keben build`.
#[derive(clap::Args)]
pub struct Build {
    #[command(flatten)]
    pub project: Project,
    /// What to make: pdf, booklet, press, plan, epub, html, cover, json
    #[arg(short, long, value_name = "LIST", value_delimiter = ',', value_parser = format, default_value = "pdf,booklet,epub")]
    pub format: Vec<Format>,
    /// The folder for the files
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub output: PathBuf,
    #[command(flatten)]
    pub sheets: SheetArgs,
}

/// `keben dump`.
#[derive(clap::Args)]
pub struct Dump {
    /// The stage
    #[arg(value_enum)]
    pub stage: Stage,
    #[command(flatten)]
    pub what: What,
    /// Lines as JSON, with every cluster and gap; sheets as JSON too
    #[arg(long)]
    pub json: bool,
    /// Compose the text by itself in lines of so many em, without pages
    #[arg(long, value_name = "EM")]
    pub measure: Option<f64>,
    /// How such lines are composed: level=strict, hanging=allow, breaker=greedy, indent=2 …; may be given again
    #[arg(long, value_name = "OPTION=VALUE")]
    pub set: Vec<String>,
    /// Set such lines in this font alone
    #[arg(long, value_name = "FILE")]
    pub font: Option<PathBuf>,
}

/// Stages of the road that can be shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The content model as JSON
    Book,
    /// Numbers, anchors, links, contents
    Edition,
    /// Every line: its range, width, how it was filled; a golden case from standard input too
    Lines,
    /// What stands where on which page
    Frames,
    /// Which page on which sheet
    Sheets,
}

/// `keben new`.
#[derive(clap::Args)]
pub struct New {
    /// The folder to make
    pub name: PathBuf,
    /// What sort of publication
    #[arg(long, value_enum, default_value = "booklet")]
    pub template: Template,
}

/// Beginnings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// An A5 booklet, one file of numbered items
    Booklet,
    /// A book of chapters
    Book,
}

/// Notations on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    Text,
    Markdown,
    Json,
    Pandoc,
}

/// Mendings on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fix {
    /// ASCII marks after Han characters become Chinese marks
    Punctuation,
}

/// `warnings`, or a code that findings have.
fn denied(name: &str) -> Result<String, String> {
    if name == "warnings" || diag::is_code(name) {
        return Ok(name.to_owned());
    }
    let names = diag::CODES.iter().map(|(code, _)| *code).chain(["warnings"]);
    let near = diag::nearest(name, names).map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
    Err(format!("no finding has the code `{name}`{near}; docs/findings.md has them all"))
}

fn format(name: &str) -> Result<Format, String> {
    let names = Format::ALL.map(Format::name);
    Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
        let near = diag::nearest(name, names).map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        format!("no format `{name}`{near}; there are {}", names.join(", "))
    })
}
