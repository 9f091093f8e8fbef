//! Reads cluster.toml and the files that it names.

use std::{
    cell::{Cell, RefCell},
    io::{Error, ErrorKind},
    path::{Path, PathBuf},
};

use super::{
    CliError, Presentation, diagnostics, explanations, secrets::refuse_secret_argument,
    terminal::json_document, warnings::Warnings,
};
use crate::{
    config::{self, FileBelow, ReferencedFiles},
    content::{self, Kind},
    diagnostic::Diagnostic,
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
    /// Warnings about the file.
    pub warnings: Warnings,
}

/// Reads and validates the file.
///
/// # Errors
///
/// [`CliError::Diagnostics`] with all diagnostics, formatted for `presentation`; [`CliError::Read`] if it cannot be read.
pub fn read(path: &Path, presentation: &Presentation) -> Result<ClusterFile, CliError> {
    // Whoever reads a cluster will plan its tree.
    plan::warm_up();
    refuse_secret_argument("--config", path)?;
    let bytes = input::read(path, InputKind::Cluster).map_err(|unreadable| refused(path, unreadable))?;
    let text = str::from_utf8(&bytes).map_err(|error| not_utf8(path, &bytes, error))?;
    parse(path, text, presentation)
}

/// Why cluster.toml itself cannot be read.
fn refused(path: &Path, unreadable: Unreadable) -> CliError {
    let shown = path.display();
    match unreadable {
        Unreadable::System(source) if source.kind() == ErrorKind::NotFound && path == Path::new("-") => {
            CliError::input(
                "cluster.toml is not read from standard input",
                "name a file with --config: the files that it names are found beside it",
            )
        }
        Unreadable::System(source)
            if source.kind() == ErrorKind::NotFound && shown.to_string().contains("://") =>
        {
            CliError::input(
                format!("{shown} is not a file: kubemint uses no network"),
                "fetch it first, and name the file with --config",
            )
        }
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

/// How many bytes all files of objects may have together: what a tree of them needs is read into memory at once.
const OBJECTS: usize = 32 << 20;

/// The same for all files of overlays.
const OVERLAYS: usize = 8 << 20;

/// The files that a cluster.toml names, which must be in its directory or below.
struct Beside {
    directory: PathBuf,
    /// Everything that was read so far.
    read: RefCell<Vec<PathBuf>>,
    /// The bytes of all files of objects so far.
    objects: Cell<usize>,
    /// The same for files of overlays.
    overlays: Cell<usize>,
}

/// Adds the bytes of a text to those that were read, of which there is a limit.
fn count(read: &Cell<usize>, text: &str, limit: usize, what: &str) -> std::io::Result<()> {
    read.set(read.get().saturating_add(text.len()));
    if read.get() <= limit {
        return Ok(());
    }
    let message = format!("all files of {what} have more than {} MiB together", limit >> 20);
    Err(Error::new(ErrorKind::InvalidInput, message))
}

impl Beside {
    fn text_of(&self, name: &str, kind: InputKind) -> std::io::Result<String> {
        self.read.borrow_mut().push(self.directory.join(name));
        let bytes = input::read_beneath(&self.directory, Path::new(name), kind)?;
        let text =
            str::from_utf8(&bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))?;
        Ok(text.to_owned())
    }
}

impl ReferencedFiles for Beside {
    fn text(&self, path: &str) -> std::io::Result<String> {
        self.text_of(path, InputKind::Named)
    }

    fn objects(&self, path: &str) -> std::io::Result<String> {
        let text = self.text_of(path, InputKind::Objects)?;
        count(&self.objects, &text, OBJECTS, "objects")?;
        Ok(text)
    }

    fn overlay(&self, path: &str) -> std::io::Result<String> {
        let text = self.text_of(path, InputKind::Overlay)?;
        count(&self.overlays, &text, OVERLAYS, "overlays")?;
        Ok(text)
    }

    fn below(&self, directory: &str) -> std::io::Result<Option<Vec<FileBelow>>> {
        let Some(found) = input::list_beneath(&self.directory, Path::new(directory))? else {
            return Ok(None);
        };
        // A file that is added or removed changes the directory that it is in.
        let inner = found.iter().filter_map(|file| Path::new(&file.path).parent());
        let mut read: Vec<PathBuf> = inner.map(|inner| self.directory.join(directory).join(inner)).collect();
        read.push(self.directory.join(directory));
        read.sort();
        read.dedup();
        self.read.borrow_mut().extend(read);
        let file = |input::Found { path, special, is_executable }| FileBelow { path, special, is_executable };
        Ok(Some(found.into_iter().map(file).collect()))
    }
}

/// Rejects a file that is something else, as a whole: it may contain secrets, and no line of it shows how to fix it.
fn refuse_other_file(path: &Path, text: &str) -> Result<(), CliError> {
    match content::kind(text.as_bytes()) {
        Kind::ClusterToml => Ok(()),
        other => Err(not_cluster_toml(path, other)),
    }
}

/// Where the first byte is that is no UTF-8, in what is text but for it.
fn not_utf8(path: &Path, bytes: &[u8], error: std::str::Utf8Error) -> CliError {
    let (before, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
    let kind = content::kind(bytes);
    let is_text = !before.contains(&0) && content::kind(before) == Kind::ClusterToml;
    let (Kind::Binary, true, Some(byte)) = (kind, is_text, rest.first()) else {
        return not_cluster_toml(path, kind);
    };
    let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
    CliError::input(
        format!("{} is not UTF-8: line {line} has the byte 0x{byte:02x}", path.display()),
        "save it as UTF-8, such as with `iconv -f latin1 -t utf-8`",
    )
}

fn not_cluster_toml(path: &Path, kind: Kind) -> CliError {
    let message = match kind {
        Kind::Text => "is no cluster.toml: it has none of its tables, such as [cluster]".to_owned(),
        Kind::Binary => "is not UTF-8".to_owned(),
        Kind::Empty => "is empty".to_owned(),
        other => format!("is {}, not a cluster.toml", other.in_words()),
    };
    let help = match kind {
        Kind::Seed | Kind::HalfSeed | Kind::SeedDocument => {
            "name cluster.toml with --config, and the seed with --seed-file: were the two swapped?"
        }
        Kind::Binary | Kind::Utf16 => "a cluster.toml is UTF-8 text; `kubemint init` writes one",
        Kind::Yaml | Kind::Json | Kind::KubeadmConfiguration | Kind::KubernetesObject => {
            "write it as TOML, `key = value` below headers such as [cluster]; `kubemint init` writes one to start with"
        }
        kind if kind.is_secret() => "name cluster.toml with --config; nothing of this file is shown",
        _ => "`kubemint init` writes one to start with; name it with --config",
    };
    CliError::input(format!("{} {message}", path.display()), help)
}

/// Validates a text that is, or will be, at `path`.
///
/// # Errors
///
/// As [`read`].
pub fn parse(path: &Path, text: &str, presentation: &Presentation) -> Result<ClusterFile, CliError> {
    refuse_other_file(path, text)?;
    let directory = path.parent().map(PathBuf::from).unwrap_or_default();
    let (objects, overlays) = (Cell::new(0), Cell::new(0));
    let files = Beside { directory, read: RefCell::new(vec![path.to_owned()]), objects, overlays };
    let name = path.display().to_string();
    let cluster = config::read(text, &files)
        .map_err(|diagnostics| reported(&name, text, &diagnostics, presentation))?;
    let warnings = config::warnings(text, &cluster);
    let warnings = Warnings::of_file(&name, text, &warnings, presentation.colour);
    Ok(ClusterFile { cluster, read: files.read.into_inner(), warnings })
}

fn reported(name: &str, text: &str, found: &[Diagnostic], presentation: &Presentation) -> CliError {
    let is_explained = |one: &Diagnostic| explanations::find(one.code).next().is_some();
    debug_assert!(found.iter().all(is_explained), "a code is not in src/cli/explanations");
    CliError::Diagnostics(if presentation.json {
        json_document(&diagnostics::as_json(name, text, found))
    } else {
        diagnostics::draw(name, text, found, presentation.colour)
    })
}
