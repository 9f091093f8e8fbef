//! Reading files that only their owner may read.

use std::{
    fs::File,
    io::{Read, Result},
    os::unix::fs::MetadataExt,
    path::Path,
};

use zeroize::Zeroizing;

use super::CliError;

/// The longest content that is looked at: an age file for a hundred RSA keys, more than any key has.
const MAX_LENGTH: u64 = 1 << 16;

/// A file's content, and who else may read it.
pub struct PrivateFile {
    /// At most 64 KiB; erased from memory when dropped.
    pub content: Zeroizing<Vec<u8>>,
    /// The permissions, where it is a file that others can read.
    open_to_others: Option<u32>,
}

impl PrivateFile {
    /// Reads a file; pipes may be named, too.
    ///
    /// # Errors
    /// The system's.
    pub fn read(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let mode = metadata.mode() & 0o7777;
        let open_to_others = (metadata.is_file() && mode & 0o077 != 0).then_some(mode);
        Ok(Self { content: read_bounded(file)?, open_to_others })
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

/// Reads at most 64 KiB.
///
/// # Errors
/// The system's.
pub fn read_bounded(source: impl Read) -> Result<Zeroizing<Vec<u8>>> {
    // Reserved at once: a growing buffer would leave copies of a secret behind in freed memory.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(MAX_LENGTH).unwrap_or_default()));
    source.take(MAX_LENGTH).read_to_end(&mut bytes)?;
    Ok(bytes)
}
