//! Whether what is encrypted goes with the tree, as far as whoever has only the repository can tell.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::CliError;
use crate::{
    pack::Part,
    seal::{self, Finding, Index, RECIPIENTS, Recipients},
    tree::{Lock, Place, RelPath, Tree},
    writer::{self, Sealed, WriteError},
};

/// What is encrypted in `out` and does not go with a planned tree; nothing where nothing is encrypted there.
///
/// # Errors
/// [`CliError`] if it cannot be read, or its index is none.
pub fn of_planned(tree: &Tree, out: &Path) -> Result<Vec<Finding>, CliError> {
    let place = RelPath::parse(RECIPIENTS).ok().map(Place::public);
    let text = place
        .as_ref()
        .and_then(|place| tree.file(place))
        .and_then(|file| std::str::from_utf8(file.bytes).ok());
    let recipients = text.and_then(Recipients::parse).unwrap_or_default();
    let looked =
        writer::look_at_sealed(out, |sealed| Ok::<_, Failed>(findings(sealed, tree.lock(), &recipients)));
    match looked {
        Ok(findings) => findings,
        Err(Failed(WriteError::NoTree(_))) => Ok(Vec::new()),
        Err(Failed(error)) => Err(error.into()),
    }
}

/// Why there is nothing to look at.
struct Failed(WriteError);

impl From<WriteError> for Failed {
    fn from(error: WriteError) -> Self {
        Self(error)
    }
}

/// What is encrypted and does not go with a lock; nothing where nothing is encrypted.
///
/// # Errors
/// As [`of_planned`].
pub fn findings(sealed: &Sealed<'_>, lock: &Lock, recipients: &Recipients) -> Result<Vec<Finding>, CliError> {
    let Some(index) = index(sealed)? else { return Ok(Vec::new()) };
    seal::findings(lock, recipients, &index, |part| digest(sealed, part))
}

/// The index of what is encrypted; `None` if there is none.
///
/// # Errors
/// [`CliError`] if it cannot be read, or is none.
pub fn index(sealed: &Sealed<'_>) -> Result<Option<Index>, CliError> {
    let Some(bytes) = sealed.read(&path(Index::NAME)?)? else { return Ok(None) };
    let index = Index::parse(&String::from_utf8_lossy(&bytes));
    index.map(Some).map_err(|error| CliError::input(format!("sealed/{}: {error}", Index::NAME), error.help()))
}

/// The SHA-256 of a part's encrypted file, where there is one.
///
/// # Errors
/// [`CliError`] if it cannot be read.
pub fn digest(sealed: &Sealed<'_>, part: &Part) -> Result<Option<[u8; 32]>, CliError> {
    let bytes = sealed.read(&path(&Index::file_of(part))?)?;
    Ok(bytes.map(|bytes| Sha256::digest(bytes).into()))
}

fn path(name: &str) -> Result<RelPath, CliError> {
    RelPath::parse(name).map_err(|error| CliError::system(error.to_string()))
}
