//! The keys that decrypt age files.

use std::path::{Path, PathBuf};

use super::{
    CliError,
    secrets::{PrivateFile, refuse_secret_argument},
};
use crate::seal::{self, Identities, IdentityError, OpenError};

/// Decrypts a file with the keys in other files.
///
/// # Errors
///
/// [`CliError`], which names the file and the keys that were tried.
pub fn open(name: &str, sealed: &[u8], keys: &[PathBuf]) -> Result<zeroize::Zeroizing<Vec<u8>>, CliError> {
    let tried = || keys.iter().map(|key| key.display().to_string()).collect::<Vec<_>>().join(", ");
    seal::open(sealed, &read(keys)?).map_err(|error| match error {
        OpenError::NoMatch => CliError::input(
            format!("{name} is not encrypted to the key in {}", tried()),
            "name the private key of one of its recipients with --identity",
        ),
        OpenError::Passphrase => CliError::input(
            format!("{name}: {error}; {} was not tried", tried()),
            "encrypt it to recipients: age -e -r age1…",
        ),
        OpenError::Damaged => CliError::input(
            format!("{name} cannot be opened with {}: {error}", tried()),
            "take it from Git or a backup again",
        ),
    })
}

fn read(keys: &[PathBuf]) -> Result<Identities, CliError> {
    let mut identities = Identities::default();
    for path in keys {
        refuse_secret_argument("--identity", path)?;
        let file = PrivateFile::read(path).map_err(|source| unreadable(path, source))?;
        let added = identities.add(&file.content);
        // A public key may be readable by others.
        if added != Err(IdentityError::Public) {
            file.must_be_private("private key", path)?;
        }
        added.map_err(|error| CliError::input(format!("{} {error}", path.display()), error.help()))?;
    }
    Ok(identities)
}

fn unreadable(path: &Path, source: std::io::Error) -> CliError {
    match source.kind() {
        std::io::ErrorKind::NotFound => CliError::input(
            format!("there is no private key at {}", path.display()),
            "name an SSH private key or an age identity file with --identity",
        ),
        _ => CliError::Read { path: path.to_owned(), source },
    }
}
