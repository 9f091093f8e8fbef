//! Reading cluster.toml and the files it names.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use super::{CliError, Presentation, faults, warnings::Warnings};
use crate::{config, fault::Fault, model::Cluster, plan};

/// A cluster and the files it was read from.
pub struct ClusterFile {
    /// The cluster.
    pub cluster: Cluster,
    /// cluster.toml first, then each file that it names.
    pub read: Vec<PathBuf>,
    /// What the file has that should change.
    pub warnings: Warnings,
}

/// Reads and validates the file.
///
/// # Errors
/// [`CliError::Faults`] with every fault, drawn as `presentation` says; [`CliError::Read`] where it cannot be read.
pub fn read(path: &Path, presentation: &Presentation) -> Result<ClusterFile, CliError> {
    // Whoever reads a cluster plans its tree next.
    plan::make_ready();
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => CliError::input(
            format!("there is no {}", path.display()),
            "start with `kubemint init`, or name the file with --config",
        ),
        std::io::ErrorKind::InvalidData => {
            CliError::input(format!("{} is not UTF-8", path.display()), "TOML files are UTF-8 text")
        }
        std::io::ErrorKind::IsADirectory => {
            CliError::input(format!("{} is a folder", path.display()), "name the file in it with --config")
        }
        _ => CliError::Read { path: path.to_owned(), source },
    })?;
    parse(path, &text, presentation)
}

/// Validates a text that stands, or will stand, at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: &str, presentation: &Presentation) -> Result<ClusterFile, CliError> {
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let read = RefCell::new(vec![path.to_owned()]);
    let referenced = |name: &str| {
        let file = folder.join(name);
        let text = std::fs::read_to_string(&file);
        read.borrow_mut().push(file);
        text
    };
    let name = path.display().to_string();
    let cluster =
        config::read(text, &referenced).map_err(|faults| told(&name, text, &faults, presentation))?;
    let warnings = config::warnings(text, &cluster);
    let warnings = Warnings::of_file(&name, text, &warnings, presentation.colour);
    Ok(ClusterFile { cluster, read: read.into_inner(), warnings })
}

fn told(name: &str, text: &str, found: &[Fault], presentation: &Presentation) -> CliError {
    CliError::Faults(if presentation.json {
        format!("{:#}\n", faults::as_json(name, text, found))
    } else {
        faults::draw(name, text, found, presentation.colour)
    })
}
