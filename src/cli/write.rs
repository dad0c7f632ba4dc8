//! Artifacts → files and folders, all or none.
#![expect(clippy::disallowed_methods, reason = "the one place that writes files")]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use keben::html;
use keben::publish::{Artifact, Content};

use super::Failure;

/// Writes all artifacts under temporary names, then gives them their own: a failure leaves nothing half-written, and
/// what an earlier build made stays until then.
pub fn write(folder: &Path, artifacts: &[Artifact]) -> Result<Vec<PathBuf>, Failure> {
    let failed = |what: &Path, error: &io::Error| {
        Failure::new(format!("cannot write `{}`: {error}", what.display())).help("choose another folder with -o")
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    // Asked of all before any is written: what stands in the way of the last one would leave the first in its place.
    for artifact in artifacts {
        let to = folder.join(&artifact.name);
        if let Some(why) = in_the_way(&to, &artifact.content) {
            return Err(Failure::new(format!("cannot write `{}`: {why}", to.display()))
                .help("choose another folder with -o, or move that one"));
        }
    }
    let mut staged: Vec<Staged> = Vec::new();
    let undo = |staged: &[Staged]| staged.iter().for_each(|one| remove(&one.from));
    for (at, Artifact { name, content, .. }) in artifacts.iter().enumerate() {
        // Short, for the other name may be as long as names can be.
        let beside = |ending: &str| folder.join(format!(".keben-{}-{at}.{ending}", std::process::id()));
        let one = Staged { from: beside("tmp"), old: beside("old"), to: folder.join(name) };
        let written = match content {
            Content::File(bytes) => std::fs::write(&one.from, bytes),
            Content::Folder(files) => write_folder(&one.from, files),
        };
        staged.push(one);
        if let (Err(error), Some(one)) = (written, staged.last()) {
            undo(&staged);
            return Err(failed(&one.to, &error));
        }
    }
    for one in &staged {
        if let Err(error) = one.place() {
            undo(&staged);
            return Err(failed(&one.to, &error));
        }
    }
    Ok(staged.into_iter().map(|one| one.to).collect())
}

/// Something written that has not got its name yet.
struct Staged {
    from: PathBuf,
    to: PathBuf,
    /// Where a folder of an earlier build waits until this one has its place.
    old: PathBuf,
}

impl Staged {
    fn place(&self) -> io::Result<()> {
        // A file takes the place of a file; a folder that holds anything must give way first.
        if !self.to.is_dir() {
            return std::fs::rename(&self.from, &self.to);
        }
        std::fs::rename(&self.to, &self.old)?;
        if let Err(error) = std::fs::rename(&self.from, &self.to) {
            std::fs::rename(&self.old, &self.to)?;
            return Err(error);
        }
        remove(&self.old);
        Ok(())
    }
}

fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (path, bytes) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(folder))?;
        std::fs::write(file, bytes)?;
    }
    Ok(())
}

/// Removes what was written under a temporary name; what cannot be removed stays, for there is no better remedy.
fn remove(path: &Path) {
    let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}

/// Why an artifact cannot have its name; `None` where it can.
fn in_the_way(to: &Path, content: &Content) -> Option<String> {
    match content {
        Content::File(_) => to.is_dir().then(|| "a folder has that name".into()),
        Content::Folder(_) if to.is_dir() => strange(to),
        Content::Folder(_) => to.exists().then(|| "a file has that name".into()),
    }
}

/// Why a folder is not one of ours, to be replaced with all it holds: what people put there must not be lost.
fn strange(folder: &Path) -> Option<String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return Some(error.to_string()),
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let own = |name: &String| name.ends_with(".html") || html::FOLDERS.contains(&name.as_str());
    if let Some(name) = names.iter().find(|name| !own(name)) {
        return Some(format!("that folder holds `{name}`, which keben did not write"));
    }
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap_or_default();
    let ours = names.is_empty() || index.contains(html::GENERATOR);
    (!ours).then(|| "keben did not write the folder of that name".into())
}
