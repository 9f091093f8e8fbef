//! Files that a cluster.toml names.

use std::io;

/// Gives the content of a file that cluster.toml names by a path relative to its own folder.
///
/// Reading files is the caller's: this room knows only text. A closure will do.
pub trait ReferencedFiles {
    /// The text of the file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn text(&self, path: &str) -> io::Result<String>;
}

impl<F: Fn(&str) -> io::Result<String>> ReferencedFiles for F {
    fn text(&self, path: &str) -> io::Result<String> {
        self(path)
    }
}
