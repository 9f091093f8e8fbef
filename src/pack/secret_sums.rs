//! The digests of secret files, which are not in the lock: the render writes them beside the files.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{PackError, Part};
use crate::tree::{
    Digest, Lock, Place,
    binding::{self, Unbound},
    sums,
};

/// Digests by path in the part's directory.
pub(super) type SecretSums = BTreeMap<String, Digest>;

/// The digests of a part's secret files, verified with the binding: SHA256SUMS alone proves nothing.
pub(super) fn secret_sums<E>(
    lock: &Lock,
    part: &Part,
    read: &mut impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<SecretSums, PackError<E>> {
    let place = part.secret_sums();
    let bytes = match lock.row(&place) {
        Some(_) => Some(read(&place).map_err(PackError::Read)?),
        None => None,
    };
    hold(lock, &part.to_string(), bytes.as_deref().map(Vec::as_slice), read)?;
    let Some(bytes) = bytes else { return Ok(SecretSums::new()) };
    let sums = std::str::from_utf8(&bytes).ok().and_then(sums::parse);
    let sums = sums.ok_or(PackError::Changed(place))?;
    Ok(sums.into_iter().map(|(path, digest)| (path.to_owned(), digest)).collect())
}

/// Verifies a part of the lock, and its SHA256SUMS, with the binding in the secret output.
fn hold<E>(
    lock: &Lock,
    part: &str,
    sums: Option<&[u8]>,
    read: &mut impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<(), PackError<E>> {
    let unbound = |why| PackError::Unbound { part: part.to_owned(), why };
    if lock.row(&binding::place()).is_none() {
        return Err(unbound(Unbound::Silent));
    }
    let bytes = read(&binding::place()).map_err(PackError::Read)?;
    lock.hold_binding(&bytes, part, sums).map_err(unbound)
}

/// Verifies recipients.txt, as the lock lists it, with the binding: whoever can write it can write its row, too.
///
/// # Errors
///
/// [`PackError::Unbound`] if the secret output was rendered for other recipients.
pub fn hold_recipients<E>(
    lock: &Lock,
    mut read: impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<(), PackError<E>> {
    hold(lock, binding::RECIPIENTS, None, &mut read)
}

/// The bytes of a secret file, if they are the rendered ones.
///
/// # Errors
///
/// [`PackError`] if they are not.
pub fn secret_file<E>(
    lock: &Lock,
    place: &Place,
    mut read: impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
) -> Result<Zeroizing<Vec<u8>>, PackError<E>> {
    let changed = || PackError::Changed(place.clone());
    let part = Part::of(&place.path).ok_or_else(changed)?;
    let sums = secret_sums(lock, &part, &mut read)?;
    let bytes = read(place).map_err(PackError::Read)?;
    let path = place.path.as_str().strip_prefix(&part.prefix()).unwrap_or_default();
    let is_rendered = sums.get(path).is_some_and(|digest| *digest == Digest::from(Sha256::digest(&bytes)));
    if is_rendered { Ok(bytes) } else { Err(changed()) }
}
