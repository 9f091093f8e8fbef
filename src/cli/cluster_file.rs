//! Reading cluster.toml and the files it names.

use std::{
    cell::RefCell,
    io::{Error, ErrorKind},
    path::{Path, PathBuf},
};

use super::{CliError, Presentation, faults, warnings::Warnings};
use crate::{
    config,
    fault::Fault,
    input::{self, InputKind, Unreadable},
    model::Cluster,
    plan,
};

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
    let bytes = input::read(path, InputKind::Cluster).map_err(|unreadable| refused(path, unreadable))?;
    let text = str::from_utf8(&bytes).map_err(|_| {
        CliError::input(format!("{} is not UTF-8", path.display()), "TOML files are UTF-8 text")
    })?;
    parse(path, text, presentation)
}

/// Why cluster.toml itself cannot be read.
fn refused(path: &Path, unreadable: Unreadable) -> CliError {
    let shown = path.display();
    match unreadable {
        Unreadable::System(source) if source.kind() == ErrorKind::NotFound => CliError::input(
            format!("there is no {shown}"),
            "start with `kubemint init`, or name the file with --config",
        ),
        Unreadable::System(source) => CliError::Read { path: path.to_owned(), source },
        Unreadable::NotRegular(what @ "a directory") => {
            CliError::input(format!("{shown} is {what}"), "name the file in it with --config")
        }
        other => CliError::input(
            format!("{shown} is not read: {other}"),
            "name a cluster.toml with --config: a regular file",
        ),
    }
}

/// The text of a file that cluster.toml names, which must lie in its directory or below.
fn referenced_text(directory: &Path, name: &str) -> std::io::Result<String> {
    let bytes = input::read_beneath(directory, Path::new(name), InputKind::Named)?;
    let text =
        str::from_utf8(&bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))?;
    Ok(text.to_owned())
}

/// Validates a text that stands, or will stand, at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: &str, presentation: &Presentation) -> Result<ClusterFile, CliError> {
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let read = RefCell::new(vec![path.to_owned()]);
    let referenced = |name: &str| {
        read.borrow_mut().push(folder.join(name));
        referenced_text(&folder, name)
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
