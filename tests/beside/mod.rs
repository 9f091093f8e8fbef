//! The files beside a cluster.toml, for tests that read one without the command line.

use std::{fs, io, os::unix::fs::PermissionsExt, path::PathBuf};

use kubemint::config::{FileBelow, ReferencedFiles};
use walkdir::WalkDir;

/// The directory of the cluster.toml.
pub struct Beside(pub PathBuf);

impl ReferencedFiles for Beside {
    fn text(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.0.join(path))
    }

    fn below(&self, directory: &str) -> io::Result<Option<Vec<FileBelow>>> {
        let directory = self.0.join(directory);
        if !directory.is_dir() {
            return Ok(None);
        }
        let entries = WalkDir::new(&directory).into_iter().map(|entry| entry.unwrap());
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        let file = |entry: walkdir::DirEntry| FileBelow {
            path: entry.path().strip_prefix(&directory).unwrap().to_str().unwrap().to_owned(),
            special: entry.file_type().is_symlink().then_some("a link"),
            is_executable: entry.metadata().unwrap().permissions().mode() & 0o100 != 0,
        };
        let mut found: Vec<FileBelow> = files.map(file).collect();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Some(found))
    }
}
