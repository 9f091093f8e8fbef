//! Writes secrets to a pipe, or to a new file that only its owner can read, but never to a terminal.

use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use super::{CliError, Outcome, Presentation};
use crate::{
    seal::Index,
    tree::{Lock, Mode, Secrecy},
    writer::{self, NewFile},
};

/// The option of commands that output secrets.
#[derive(Debug, Args)]
pub struct OutputFileArg {
    /// Write to this new file, which only you can read, instead of standard output; - is standard output
    #[arg(long, value_name = "FILE|-")]
    output: Option<PathBuf>,
}

impl OutputFileArg {
    /// The file that will be written.
    pub fn file(&self) -> Option<PathBuf> {
        self.output.clone().filter(|file| file != Path::new("-"))
    }

    /// Rejects a file inside the public or sealed output of any tree, which may be committed.
    ///
    /// # Errors
    ///
    /// [`CliError::Input`] if the file would be there.
    pub fn refuse_public(&self) -> Result<(), CliError> {
        let Some(file) = self.file() else { return Ok(()) };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(folder) = folder.canonicalize() else { return Ok(()) };
        let is_committed = |folder: &Path| {
            let is = |output: &str, mark: &str| folder.ends_with(output) && folder.join(mark).is_file();
            is(Secrecy::Public.folder(), Lock::path().as_str()) || is("sealed", Index::NAME)
        };
        if folder.ancestors().any(is_committed) {
            return Err(CliError::input(
                format!("--output: {} would lie where the tree may be committed", file.display()),
                "name a file outside the tree",
            ));
        }
        Ok(())
    }

    /// Rejects a terminal; `what` describes the secret, `pipe` where it could go.
    ///
    /// # Errors
    ///
    /// [`CliError::Input`] if standard output is a terminal and no file was named.
    pub fn refuse_terminal(&self, what: &str, pipe: &str, shown: &Presentation) -> Result<(), CliError> {
        if self.file().is_none() && shown.stdout_is_terminal {
            return Err(CliError::input(
                format!("{what}, and standard output is a terminal"),
                format!("send it on: `{pipe}`, or write it with --output FILE"),
            ));
        }
        Ok(())
    }

    /// Writes the bytes.
    ///
    /// # Errors
    ///
    /// [`CliError`] if the file exists, or cannot be written.
    pub fn deliver(&self, bytes: Zeroizing<Vec<u8>>) -> Result<Outcome, CliError> {
        match self.file() {
            None => Ok(Outcome { stdout: bytes, ..Outcome::done("") }),
            Some(file) => save(&file, &bytes).map(|()| Outcome::done("")),
        }
    }
}

fn save(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let new = NewFile { bytes, mode: Mode::SECRET_FILE, synced: false };
    writer::create(file, &new).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            CliError::input(format!("{} exists", file.display()), "remove it, or name another file")
        }
        _ => CliError::system(format!("cannot write {}: {error}", file.display())),
    })
}
