//! Whether sealed files match the tree, as far as the repository alone shows.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::CliError;
use crate::{
    pack::Part,
    seal::{self, ATTRIBUTES, Finding, Index, RECIPIENTS, Recipients},
    tree::{Lock, Place, RelPath, Tree},
    writer::{self, Sealed, WriteError},
};

/// The contents of the directory of sealed files.
#[derive(Debug, Default)]
pub struct SealedFiles {
    /// Files that do not match the tree.
    pub findings: Vec<Finding>,
    /// Files that no index lists, by their path below `out`.
    pub foreign: Vec<PathBuf>,
    /// Whether their .gitattributes is not the one that `seal` writes: with another, Git may change what it checks out.
    pub has_other_attributes: bool,
}

/// Keeps Git from changing line endings, and from showing diffs of encrypted files.
pub const GIT_ATTRIBUTES: (&str, &[u8]) = (ATTRIBUTES, b"* -text\n*.age -diff\n");

/// Sealed files in `out` that do not match a planned tree; empty if nothing is sealed.
///
/// # Errors
///
/// [`CliError`] if they cannot be read, or the index is not valid.
pub fn of_planned(tree: &Tree, out: &Path) -> Result<SealedFiles, CliError> {
    let place = RelPath::parse(RECIPIENTS).ok().map(Place::public);
    let text = place
        .as_ref()
        .and_then(|place| tree.file(place))
        .and_then(|file| std::str::from_utf8(file.bytes).ok());
    let recipients = text.and_then(Recipients::parse).unwrap_or_default();
    let look = |sealed: &Sealed<'_>| {
        let index = index(sealed)?;
        let findings = findings(sealed, tree.lock(), &recipients)?;
        let (name, written) = GIT_ATTRIBUTES;
        let attributes = sealed.read(&path(name)?)?;
        let has_other_attributes = index.is_some() && attributes.as_deref() != Some(written);
        let foreign = index.map_or_else(|| Ok(Vec::new()), |index| foreign(sealed, &[&index]))?;
        Ok(SealedFiles { findings, foreign, has_other_attributes })
    };
    let looked = writer::look_at_sealed(out, |sealed| Ok::<_, Failed>(look(sealed)));
    match looked {
        Ok(looked) => looked,
        Err(Failed(WriteError::NoTree(_))) => Ok(SealedFiles::default()),
        Err(Failed(error)) => Err(error.into()),
    }
}

/// Why they cannot be read.
struct Failed(WriteError);

impl From<WriteError> for Failed {
    fn from(error: WriteError) -> Self {
        Self(error)
    }
}

/// Sealed files that do not match a lock; empty if nothing is sealed.
///
/// # Errors
///
/// As [`of_planned`].
pub fn findings(sealed: &Sealed<'_>, lock: &Lock, recipients: &Recipients) -> Result<Vec<Finding>, CliError> {
    let Some(index) = index(sealed)? else { return Ok(Vec::new()) };
    seal::findings(lock, recipients, &index, |part| digest(sealed, part))
}

/// Files that no index lists, by their path below `out`: a machine opens files by name, whoever put them there.
///
/// # Errors
///
/// [`CliError`] if they cannot be read.
pub fn foreign(sealed: &Sealed<'_>, indexes: &[&Index]) -> Result<Vec<PathBuf>, CliError> {
    let mut own: Vec<String> = indexes.iter().flat_map(|index| index.parts()).map(Index::file_of).collect();
    own.extend([Index::NAME, ATTRIBUTES].map(str::to_owned));
    let names = sealed.names()?.into_iter().filter(|name| !own.contains(name));
    Ok(names.map(|name| Path::new("sealed").join(name)).collect())
}

/// The index of sealed files, if there is one.
///
/// # Errors
///
/// [`CliError`] if it cannot be read, or is not valid.
pub fn index(sealed: &Sealed<'_>) -> Result<Option<Index>, CliError> {
    let Some(bytes) = sealed.read(&path(Index::NAME)?)? else { return Ok(None) };
    let index = Index::parse(&String::from_utf8_lossy(&bytes));
    index.map(Some).map_err(|error| CliError::input(format!("sealed/{}: {error}", Index::NAME), error.help()))
}

/// The SHA-256 of a part's sealed file, if it exists.
///
/// # Errors
///
/// [`CliError`] if it cannot be read.
pub fn digest(sealed: &Sealed<'_>, part: &Part) -> Result<Option<[u8; 32]>, CliError> {
    let bytes = sealed.read(&path(&Index::file_of(part))?)?;
    Ok(bytes.map(|bytes| Sha256::digest(bytes).into()))
}

fn path(name: &str) -> Result<RelPath, CliError> {
    RelPath::parse(name).map_err(|error| CliError::system(error.to_string()))
}
