//! A secret in place of the name of the file that holds it: `--seed-file "$(cat seed)"`.

use std::path::Path;

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
