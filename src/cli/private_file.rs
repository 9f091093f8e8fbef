//! Reading files that only their owner may read.

use std::{io::Result, path::Path};

use rustix::fs::FileType;
use zeroize::Zeroizing;

use super::CliError;
use crate::input::{InputKind, read_waiting};

/// A file's content, and who else may read it.
pub struct PrivateFile {
    /// Erased from memory when dropped.
    pub content: Zeroizing<Vec<u8>>,
    /// The permissions, where it is a file that others can read.
    open_to_others: Option<u32>,
}

impl PrivateFile {
    /// Reads a file; pipes may be named, too.
    ///
    /// # Errors
    /// The system's, or that it is larger than such a file can be.
    pub fn read(path: &Path) -> Result<Self> {
        let (content, found) = read_waiting(path, InputKind::Private)?;
        let mode = found.st_mode & 0o7777;
        let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
        Ok(Self { content, open_to_others: (is_file && mode & 0o077 != 0).then_some(mode) })
    }

    /// Refuses a file that others can read.
    ///
    /// # Errors
    /// [`CliError::Input`], which calls the file `what`.
    pub fn must_be_private(&self, what: &str, path: &Path) -> std::result::Result<(), CliError> {
        let Some(mode) = self.open_to_others else { return Ok(()) };
        Err(CliError::input(
            format!("others can read the {what} {} (mode {mode:04o})", path.display()),
            format!("chmod 600 {}; if someone else may have read it, make a new one", path.display()),
        ))
    }
}
