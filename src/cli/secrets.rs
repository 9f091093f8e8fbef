//! What keeps secrets from others: no core dumps, no files that others can read, and no secret in place of a file's name.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use rustix::{
    fs::FileType,
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
};
use zeroize::Zeroizing;

use super::CliError;
use crate::{
    content::is_secret_argument,
    input::{InputKind, read_waiting},
};

/// Prevents core dumps of this process, however it ends. Call it before anything secret is read.
///
/// The limit alone is not enough: if `core_pattern` is a pipe to a program, a limit of 0 is ignored (core(5)). Making
/// the process not dumpable is enough (prctl(2), PR_SET_DUMPABLE). The limit is for the programs that this one
/// starts, since execve(2) makes a process dumpable again.
///
/// # Errors
///
/// The system's error, if it refuses either.
pub fn forbid_core_dumps() -> io::Result<()> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(())
}

/// A file's content, and whether others can read it.
pub struct PrivateFile {
    /// Erased from memory when dropped.
    pub content: Zeroizing<Vec<u8>>,
    /// The mode, if it is a file that others can read.
    open_to_others: Option<u32>,
}

impl PrivateFile {
    /// Reads a file or a pipe.
    ///
    /// # Errors
    ///
    /// The system's error, or that it is larger than such a file can be.
    pub fn read(path: &Path) -> io::Result<Self> {
        let (content, found) = read_waiting(path, InputKind::Private)?;
        let mode = found.st_mode & 0o7777;
        let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
        Ok(Self { content, open_to_others: (is_file && mode & 0o077 != 0).then_some(mode) })
    }

    /// Rejects a file that others can read.
    ///
    /// # Errors
    ///
    /// [`CliError::Input`], which calls the file `what`.
    pub fn must_be_private(&self, what: &str, path: &Path) -> Result<(), CliError> {
        let Some(mode) = self.open_to_others else { return Ok(()) };
        Err(CliError::input(
            format!("others can read the {what} {} (mode {mode:04o})", path.display()),
            format!("chmod 600 {}; if someone else may have read it, make a new one", path.display()),
        ))
    }
}

/// Rejects such an argument of `option` without repeating it: otherwise the error would name the file that cannot be
/// opened.
///
/// # Errors
///
/// [`CliError::Input`].
pub fn refuse_secret_argument(option: &str, path: &Path) -> Result<(), CliError> {
    if !is_secret_argument(&path.to_string_lossy()) {
        return Ok(());
    }
    Err(CliError::input(
        format!("{option} was given a secret, not the name of a file that holds it"),
        "name the file. Arguments can be read by every process of this machine and stay in the shell's history: consider \
         the secret known, and make a new one",
    ))
}

/// The same for every path on the command line: a directory with a seed as its name would be created.
///
/// # Errors
///
/// As [`refuse_secret_argument`].
pub fn refuse_secret_paths(matches: &ArgMatches) -> Result<(), CliError> {
    let of_verb = matches.subcommand().map_or(matches, |(_, matches)| matches);
    for id in of_verb.ids() {
        // Arguments that are not paths have another type.
        let Ok(Some(paths)) = of_verb.try_get_many::<PathBuf>(id.as_str()) else { continue };
        let option = match id.as_str() {
            positional @ ("file" | "dir") => positional.to_uppercase(),
            option => format!("--{}", option.replace('_', "-")),
        };
        { paths }.try_for_each(|path| refuse_secret_argument(&option, path))?;
    }
    Ok(())
}
