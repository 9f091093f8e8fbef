//! A secret in place of the name of the file that holds it: `--seed-file "$(cat seed)"`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::CliError;
use crate::content::is_secret_argument;

/// Refuses such an argument of `option` without repeating it: what cannot be opened is otherwise named in an error.
///
/// # Errors
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

/// The same for every path of a command line: a directory whose name is a seed would be made.
///
/// # Errors
/// As [`refuse_secret_argument`].
pub fn refuse_secret_paths(matches: &ArgMatches) -> Result<(), CliError> {
    let of_verb = matches.subcommand().map_or(matches, |(_, matches)| matches);
    for id in of_verb.ids() {
        // An argument that is no path has another type.
        let Ok(Some(paths)) = of_verb.try_get_many::<PathBuf>(id.as_str()) else { continue };
        let option = match id.as_str() {
            positional @ ("file" | "dir") => positional.to_uppercase(),
            option => format!("--{}", option.replace('_', "-")),
        };
        { paths }.try_for_each(|path| refuse_secret_argument(&option, path))?;
    }
    Ok(())
}
