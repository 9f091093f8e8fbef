//! Reading files that only their owner may read.

use std::{fs::File, io::Result, os::unix::fs::MetadataExt, path::Path};

use zeroize::Zeroizing;

use super::CliError;
use crate::input::{InputKind, read_stream};

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
    #[expect(
        clippy::disallowed_methods,
        reason = "a pipe is waited for, and read_stream bounds what is read"
    )]
    pub fn read(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let mode = metadata.mode() & 0o7777;
        let open_to_others = (metadata.is_file() && mode & 0o077 != 0).then_some(mode);
        Ok(Self { content: read_stream(file, InputKind::Private)?, open_to_others })
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
