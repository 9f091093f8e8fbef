//! Reading cluster.toml and the files it names.

use std::path::{Path, PathBuf};

use super::{CliError, Presentation, faults};
use crate::{config, fault::Fault, model::Cluster};

/// Reads and validates the file.
///
/// # Errors
/// [`CliError::Faults`] with every fault, drawn as `presentation` says; [`CliError::Read`] where it cannot be read.
pub fn read(path: &Path, presentation: &Presentation) -> Result<Cluster, CliError> {
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => CliError::input(
            format!("there is no {}", path.display()),
            "start with `kubemint init`, or name the file with --config",
        ),
        std::io::ErrorKind::InvalidData => {
            CliError::input(format!("{} is not UTF-8", path.display()), "TOML files are UTF-8 text")
        }
        _ => CliError::Read { path: path.to_owned(), source },
    })?;
    parse(path, &text, presentation)
}

/// Validates a text that stands, or will stand, at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: &str, presentation: &Presentation) -> Result<Cluster, CliError> {
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let referenced = |name: &str| std::fs::read_to_string(folder.join(name));
    config::read(text, &referenced).map_err(|faults| drawn(path, text, &faults, presentation))
}

fn drawn(path: &Path, text: &str, list: &[Fault], presentation: &Presentation) -> CliError {
    let name = path.display().to_string();
    CliError::Faults(if presentation.json {
        format!("{:#}\n", faults::as_json(&name, text, list))
    } else {
        faults::draw(&name, text, list, presentation.colour)
    })
}
