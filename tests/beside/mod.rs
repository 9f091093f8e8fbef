//! The files beside a cluster.toml, for tests that read one without the command line.

use std::{fs, io, path::PathBuf};

use kubemint::config::ReferencedFiles;
use walkdir::WalkDir;

/// The directory of the cluster.toml.
pub struct Beside(pub PathBuf);

impl ReferencedFiles for Beside {
    fn text(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.0.join(path))
    }

    fn below(&self, directory: &str) -> io::Result<Option<Vec<String>>> {
        let directory = self.0.join(directory);
        if !directory.is_dir() {
            return Ok(None);
        }
        let entries = WalkDir::new(&directory).into_iter().map(|entry| entry.unwrap());
        let files = entries.filter(|entry| entry.file_type().is_file());
        let path = |entry: walkdir::DirEntry| {
            entry.path().strip_prefix(&directory).unwrap().to_str().unwrap().to_owned()
        };
        let mut paths: Vec<String> = files.map(path).collect();
        paths.sort();
        Ok(Some(paths))
    }
}
