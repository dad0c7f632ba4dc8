//! From what was typed to a job, its source and its fonts.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use keben::diag::{Diagnostic, Sink};
use keben::font::{FontBook, FontFile};
use keben::publish::{Job, MANIFEST, Manifest, manifest_span};
use keben::read::{self, Input, Notation};
use keben::source::{Date, Disk, Memory, Source, font_files};
use keben::theme::{BUILT_IN, Theme};

use super::Failure;
use super::args::{Fix, FontArgs, From, What};

/// The name of what comes from standard input, and of its outputs.
const STDIN: &str = "stdin";

/// A job with all it needs.
pub struct Project {
    pub job: Job,
    pub source: Box<dyn Source>,
    pub fonts: FontBook,
}

/// Opens what was typed.
pub fn open(what: &What, set: &[String], sink: &Sink) -> Result<Project, Failure> {
    let (source, root, input, name) = locate(what)?;
    let manifest = match &input {
        Input::Folder => manifest(&*source, set, sink)?,
        Input::File(..) | Input::Chapters(_) => set_over(Manifest::default(), "", set)?,
    };
    check_name(manifest.name.as_deref())?;
    let wanted = what.theme.clone().or_else(|| manifest.theme.clone());
    let wanted = wanted.or_else(|| theme_of_text(&*source, &input, sink));
    let (theme, _) = theme(wanted.as_deref().unwrap_or(BUILT_IN[0].0), &*source, sink)?;
    let mut job = Job::new(name, input, theme, manifest);
    if let Some(title) = &what.title {
        job.read.title = Some(title.clone());
        job.meta.title.clone_from(title);
    }
    if let Some(language) = &what.language {
        job.read.language = Some(language.clone());
        job.meta.language = Some(language.clone());
    }
    if what.fix == Some(Fix::Punctuation) {
        job.read.fix = Some(read::Fix::Punctuation);
    }
    job.layout.allow_missing_glyphs |= what.allow_missing_glyphs;
    let fonts = fonts(root.as_deref(), &what.fonts, sink)?;
    Ok(Project { job, source, fonts })
}

type Located = (Box<dyn Source>, Option<PathBuf>, Input, String);

/// The source, the project's folder, what is read from it, and the outputs' name.
fn locate(what: &What) -> Result<Located, Failure> {
    let date = date()?;
    let notation = what.from.map(|from| match from {
        From::Text => Notation::Text,
        From::Markdown => Notation::Markdown,
        From::Json => Notation::Json,
        From::Pandoc => Notation::Pandoc,
    });
    if what.path == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
        return Ok((
            Box::new(Memory::new().with(STDIN, bytes)),
            None,
            Input::File(STDIN.into(), notation),
            STDIN.into(),
        ));
    }
    let path = Path::new(&what.path);
    if !path.exists() {
        let failure = Failure::new(format!("no file or folder `{}`", what.path));
        return Err(match near(path) {
            Some(near) => failure.help(format!("the nearest name is `{near}`")),
            None => failure.help("give the path of a text, a book's folder, or - for standard input"),
        });
    }
    let (root, input) = if path.is_dir() {
        (path.to_owned(), Input::Folder)
    } else {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = path.file_name().and_then(|name| name.to_str());
        let file = file.ok_or_else(|| Failure::new(format!("the name of `{}` is not UTF-8", path.display())))?;
        (parent.to_owned(), Input::File(file.to_owned(), notation))
    };
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = if path.is_dir() { full.file_name() } else { full.file_stem() };
    let name = name.map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned());
    let source = Disk::new(&root, date).map_err(|error| Failure::new(error.to_string()))?;
    Ok((Box::new(source), Some(root), input, name))
}

/// A file beside the missing one with a like name.
fn near(path: &Path) -> Option<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<String> =
        std::fs::read_dir(parent).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let wanted = path.file_name()?.to_str()?;
    let near = keben::diag::nearest(wanted, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org), else today.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for the environment and the clock")]
pub fn date() -> Result<Date, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => match text.trim().parse::<i64>() {
            Ok(seconds) if (0..=253_402_300_799).contains(&seconds) => Ok(Date::from_unix(seconds)),
            _ => Err(Failure::new(format!("SOURCE_DATE_EPOCH is `{text}`"))
                .help("give it seconds since 1970, as `date +%s` prints them")),
        },
        Err(_) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            Ok(Date::from_unix(i64::try_from(now).unwrap_or_default()))
        }
    }
}

fn manifest(source: &dyn Source, set: &[String], sink: &Sink) -> Result<Manifest, Failure> {
    if !source.exists(MANIFEST) {
        return set_over(Manifest::default(), "", set);
    }
    let text = read::decoded(source, MANIFEST).ok_or_else(|| Failure::new(format!("{MANIFEST} is not a text")))?;
    let manifest = Manifest::parse(&text).map_err(|error| {
        let span = manifest_span(&text, error.at.clone());
        sink.push(Diagnostic::error("bad-manifest", &span, error.to_string()));
        Failure::new(format!("{MANIFEST} cannot be used")).help("docs/manifest.md shows all it may say")
    })?;
    set_over(manifest, &text, set)
}

/// The manifest with what the command line sets over it.
fn set_over(manifest: Manifest, text: &str, set: &[String]) -> Result<Manifest, Failure> {
    let wrong = |error| Failure::new(format!("--set {error}")).help("docs/manifest.md shows all keys there are");
    manifest.set(text, set).map_err(wrong)
}

/// The outputs' name is the name of a file, and nothing that leads elsewhere.
fn check_name(name: Option<&str>) -> Result<(), Failure> {
    match name {
        Some(name) if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', '\0', ':']) => {
            Err(Failure::new(format!("{MANIFEST}: `name` is `{name}`"))
                .help("give it a file's name without folder and ending"))
        }
        _ => Ok(()),
    }
}

/// The theme that the text itself asks for. Other programs have a key of that name too: what is no theme here stops
/// nothing.
fn theme_of_text(source: &dyn Source, input: &Input, sink: &Sink) -> Option<String> {
    let (name, span) = read::theme(source, input)?;
    if name.ends_with(".toml") || BUILT_IN.iter().any(|(known, _)| *known == name) {
        return Some(name);
    }
    let message = format!("no theme `{name}`; `{}` is taken", BUILT_IN[0].0);
    let near = keben::diag::nearest(&name, BUILT_IN.iter().map(|(known, _)| *known));
    let help = match near {
        Some(near) => format!("the nearest is `{near}`"),
        None => "`keben theme list` shows what there is; a path ends in .toml".to_owned(),
    };
    sink.push(Diagnostic::warning("front-matter", &span, message).help(help));
    None
}

/// A theme with its text in full: a built-in one by name, or a file, of the project or wherever the command line says.
pub fn theme(wanted: &str, source: &dyn Source, sink: &Sink) -> Result<(Theme, String), Failure> {
    #[expect(clippy::disallowed_methods, reason = "a theme may lie outside the project")]
    let read = |path: &str| read::decoded(source, path).or_else(|| std::fs::read_to_string(path).ok());
    Theme::open(wanted, &read).map_err(|error| {
        if error.span.line == 0 {
            return Failure::new(error.to_string()).help("or give the path of a theme that ends in .toml");
        }
        sink.push(Diagnostic::error("bad-theme", &error.span, error.to_string()));
        Failure::new(format!("theme `{wanted}` cannot be used"))
            .help("docs/themes.md has all it may say, and `keben theme show booklet` shows it")
    })
}

/// The project's fonts, then the shipped ones, then those of `--font-path`, then the machine's where asked for.
pub fn fonts(root: Option<&Path>, wanted: &FontArgs, sink: &Sink) -> Result<FontBook, Failure> {
    let mut files = Vec::new();
    let mut add = |folder: &Path, shown: &str, system: bool| -> Result<usize, Failure> {
        let found = font_files(folder, shown).map_err(|error| Failure::new(error.to_string()))?;
        let count = found.len();
        files.extend(found.into_iter().map(|(path, bytes)| FontFile { path, bytes, system }));
        Ok(count)
    };
    let shipped = shipped();
    if let Some(root) = root {
        let own = root.join("fonts");
        let same = shipped.as_deref().is_some_and(|shipped| same_folder(shipped, &own));
        if !same {
            add(&own, "fonts", false)?;
        }
    }
    if let Some(shipped) = shipped {
        add(&shipped, "(keben)", false)?;
    }
    for folder in &wanted.font_path {
        if add(folder, &folder.display().to_string(), false)? == 0 {
            return Err(Failure::new(format!("no fonts in `{}`", folder.display()))
                .help("--font-path takes a folder with .ttf, .otf or .ttc files"));
        }
    }
    if wanted.system_fonts {
        for folder in [
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "/Library/Fonts",
            "/System/Library/Fonts",
            "C:\\Windows\\Fonts",
        ] {
            add(Path::new(folder), folder, true)?;
        }
    }
    let book = FontBook::new(&files, sink);
    if book.faces().is_empty() {
        return Err(Failure::new("no fonts were found")
            .help("keben's own lie in its fonts/ folder; KEBEN_FONTS names another place"));
    }
    Ok(book)
}

fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Where keben's own fonts lie: where `KEBEN_FONTS` says, beside the program, in its share folder, or in the checkout
/// it was built from.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for the environment and the clock")]
fn shipped() -> Option<PathBuf> {
    let program = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let beside = program.as_ref().map(|folder| folder.join("fonts"));
    let share = program.as_ref().map(|folder| folder.join("../share/keben/fonts"));
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let named = std::env::var_os("KEBEN_FONTS").map(PathBuf::from);
    [named, beside, share, Some(checkout)].into_iter().flatten().find(|folder| folder.is_dir())
}
