//! The only gate to the world: bytes for a path, the fonts' files, and today's date.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Shared bytes of a file; a mapped file counts as much as one in memory.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A file larger than this is refused as a text or picture: nobody writes such a book by hand.
pub const MAX_FILE: u64 = 1 << 30;

/// A calendar date, as it is printed in colophons and metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year of the Gregorian calendar.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// `2026-11-23`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Date {
    /// The date of a count of seconds since 1970-01-01 (UTC).
    ///
    /// ```
    /// use keben::source::Date;
    /// assert_eq!(Date::from_unix(1_606_780_800).to_string(), "2020-12-01");
    /// ```
    pub fn from_unix(seconds: i64) -> Self {
        // Days to civil date in the proleptic Gregorian calendar; years begin in March so that leap days come last.
        let days = seconds.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
            month: month as u8,
            day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u8,
        }
    }
}

/// Why bytes could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// There is no such file.
    NotFound(String),
    /// The path leaves the project's folder.
    Outside(String),
    /// The path names a folder.
    Folder(String),
    /// Anything else, in the system's words.
    Other(String, String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(path) => write!(f, "no file `{path}`"),
            Self::Outside(path) => write!(f, "`{path}` lies outside the project's folder"),
            Self::Folder(path) => write!(f, "`{path}` is a folder, not a file"),
            Self::Other(path, why) => write!(f, "cannot read `{path}`: {why}"),
        }
    }
}

impl std::error::Error for SourceError {}

/// Where a project's bytes come from. Paths are relative to the project, with `/` between the parts.
pub trait Source: Send + Sync {
    /// The bytes of a file of the project.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, or the path leaves the project.
    fn read(&self, path: &str) -> Result<Bytes, SourceError>;

    /// The files below a folder of the project, sorted, as paths relative to the project; hidden ones left out.
    fn list(&self, folder: &str) -> Vec<String>;

    /// The date that outputs carry: `SOURCE_DATE_EPOCH` where it is set, else today.
    fn date(&self) -> Date;

    /// Whether `path` names a readable file of the project.
    fn exists(&self, path: &str) -> bool;
}

/// Joins a relative link to the folder of the file it stands in, and clears `.` and `..`.
/// `None` when the result would leave the project.
///
/// ```
/// use keben::source::join;
/// assert_eq!(join("ch1/a.md", "../img/x.png").as_deref(), Some("img/x.png"));
/// assert_eq!(join("a.md", "../x.png"), None);
/// ```
pub fn join(from_file: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = match link.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from_file.rsplit_once('/').map_or(Vec::new(), |(dir, _)| dir.split('/').collect()),
    };
    for part in link.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// A folder on disk.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    real_root: PathBuf,
    date: Date,
}

impl Disk {
    /// The project in the folder `root`.
    ///
    /// # Errors
    /// When the folder does not exist or may not be entered.
    pub fn new(root: &Path, date: Date) -> Result<Self, SourceError> {
        let shown = root.display().to_string();
        let real_root = std::fs::canonicalize(root).map_err(|error| of_io(&shown, &error))?;
        Ok(Self { root: root.to_owned(), real_root, date })
    }

    fn resolve(&self, path: &str) -> Result<PathBuf, SourceError> {
        let relative = Path::new(path);
        if relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(SourceError::Outside(path.into()));
        }
        let full = self.root.join(relative);
        let real = std::fs::canonicalize(&full).map_err(|error| of_io(path, &error))?;
        // A symbolic link may lead anywhere; only what really lies in the project is read.
        if real.starts_with(&self.real_root) { Ok(real) } else { Err(SourceError::Outside(path.into())) }
    }
}

fn of_io(path: &str, error: &std::io::Error) -> SourceError {
    match error.kind() {
        std::io::ErrorKind::NotFound => SourceError::NotFound(path.into()),
        std::io::ErrorKind::IsADirectory => SourceError::Folder(path.into()),
        _ => SourceError::Other(path.into(), error.to_string()),
    }
}

impl Source for Disk {
    #[expect(clippy::disallowed_methods, reason = "this module is the gate")]
    fn read(&self, path: &str) -> Result<Bytes, SourceError> {
        let real = self.resolve(path)?;
        let about = std::fs::metadata(&real).map_err(|error| of_io(path, &error))?;
        if about.is_dir() {
            return Err(SourceError::Folder(path.into()));
        }
        if about.len() > MAX_FILE {
            return Err(SourceError::Other(path.into(), format!("it is larger than {} MiB", MAX_FILE >> 20)));
        }
        Ok(Arc::new(std::fs::read(&real).map_err(|error| of_io(path, &error))?))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut pending = vec![folder.trim_end_matches('/').to_owned()];
        while let Some(folder) = pending.pop() {
            let Ok(entries) = std::fs::read_dir(self.root.join(&folder)) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let Ok(kind) = entry.file_type() else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if kind.is_dir() {
                    pending.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }

    fn date(&self) -> Date {
        self.date
    }

    fn exists(&self, path: &str) -> bool {
        self.resolve(path).is_ok_and(|real| real.is_file())
    }
}

/// Files held in memory: standard input, and the tests.
#[derive(Clone, Debug)]
pub struct Memory {
    files: BTreeMap<String, Arc<Vec<u8>>>,
    date: Date,
}

impl Default for Memory {
    fn default() -> Self {
        Self { files: BTreeMap::new(), date: Date { year: 2020, month: 12, day: 31 } }
    }
}

impl Memory {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same on another day; the last one of 2020 where nobody says.
    #[must_use]
    pub fn on(self, date: Date) -> Self {
        Self { date, ..self }
    }

    /// The same with one file more.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), Arc::new(bytes.into()));
        self
    }
}

impl Source for Memory {
    fn read(&self, path: &str) -> Result<Bytes, SourceError> {
        let bytes = self.files.get(path).ok_or_else(|| SourceError::NotFound(path.into()))?;
        Ok(bytes.clone())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        self.files.keys().filter(|path| path.starts_with(&prefix)).cloned().collect()
    }

    fn date(&self) -> Date {
        self.date
    }

    fn exists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// The font files in a folder and its sub-folders, by path, mapped rather than read. A folder that does not exist has
/// none. `shown` stands for the folder in the paths that people see.
///
/// # Errors
/// When a file cannot be opened.
#[expect(clippy::disallowed_methods, reason = "this module is the gate")]
pub fn font_files(folder: &Path, shown: &str) -> Result<Vec<(String, Bytes)>, SourceError> {
    let mut found = Vec::new();
    let mut pending = vec![(folder.to_owned(), shown.trim_end_matches('/').to_owned())];
    while let Some((folder, shown)) = pending.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            // Links to folders are not followed: they may lead in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                pending.push((path, shown));
            } else if matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc")) {
                let file = std::fs::File::open(&path).map_err(|error| of_io(&shown, &error))?;
                found.push((shown.clone(), map(&file, &shown)?));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Maps a file into memory: 50 MB of fonts cost nothing until a page of them is touched.
#[expect(unsafe_code, reason = "mapping is the only way not to copy every font at every run")]
fn map(file: &std::fs::File, shown: &str) -> Result<Bytes, SourceError> {
    if file.metadata().map_err(|error| of_io(shown, &error))?.len() == 0 {
        return Ok(Arc::new(Vec::new()));
    }
    // SAFETY: the map is read-only and private to this process. Were another program to change a font file under it,
    // a garbled glyph could come out, as with every program that maps fonts; font readers check all bounds.
    let map = unsafe { memmap2::Mmap::map(file) }.map_err(|error| of_io(shown, &error))?;
    Ok(Arc::new(map))
}
