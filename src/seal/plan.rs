//! What must be encrypted anew. Where nothing changed, nothing is.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{EncryptError, Index, Line, Recipients, encrypt::encrypt};
use crate::{
    derive::SealKey,
    model::Recipient,
    pack::{PackError, Part, Share, archive::archive, contents},
    tree::{Digest, Lock, Place, Secrecy},
};

/// Why a tree's secrets cannot be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum SealError<E> {
    /// A secret file cannot be had.
    #[error(transparent)]
    Pack(#[from] PackError<E>),
    /// age refused.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}

/// What the folder of what is encrypted becomes.
#[derive(Debug, Default)]
pub struct Sealing {
    /// The next index.
    pub index: Index,
    /// The bytes of each file that must be written.
    pub written: BTreeMap<Part, Vec<u8>>,
    /// Parts whose file is to go.
    pub removed: BTreeSet<Part>,
    /// Parts with secrets that nobody could open.
    pub for_nobody: BTreeSet<Part>,
}

/// Works it out. `read` gives a file of the tree, `sealed` the SHA-256 of a part's encrypted file, where there is one.
///
/// # Errors
/// [`SealError`]; nothing is to be written then.
pub fn plan<E>(
    lock: &Lock,
    recipients: &Recipients,
    key: &SealKey,
    old: &Index,
    mut read: impl FnMut(&Place) -> Result<Zeroizing<Vec<u8>>, E>,
    mut sealed: impl FnMut(&Part) -> Result<Option<Digest>, E>,
) -> Result<Sealing, SealError<E>> {
    let mut sealing = Sealing::default();
    let secret = lock.files().filter(|place| place.secrecy == Secrecy::Secret);
    let parts: BTreeSet<Part> = secret.filter_map(|place| Part::of(&place.path)).collect();
    for (part, recipients) in recipients.iter().filter(|(part, _)| parts.contains(part)) {
        let entries = contents(lock, part, Share::Secret, &mut read)?;
        let plain = archive(&entries).map_err(|error| PackError::Form(error.to_string()))?;
        let keyed = keyed(key, part, recipients, &plain);
        let there = sealed(part).map_err(PackError::Read)?;
        let unchanged = old.line(part).filter(|line| line.keyed == keyed && Some(line.file) == there);
        let line = if let Some(line) = unchanged {
            line.clone()
        } else {
            let bytes = encrypt(&plain, recipients)?;
            let file = Sha256::digest(&bytes).into();
            sealing.written.insert(part.clone(), bytes);
            Line { keyed, file }
        };
        sealing.index.insert(part.clone(), line);
    }
    sealing.removed = old.parts().filter(|part| sealing.index.line(part).is_none()).cloned().collect();
    sealing.for_nobody = parts.into_iter().filter(|part| !recipients.has(part)).collect();
    Ok(sealing)
}

fn keyed(key: &SealKey, part: &Part, recipients: &BTreeSet<Recipient>, plain: &[u8]) -> Digest {
    key.digest(&part.to_string(), &recipients.iter().map(Recipient::as_str).collect(), plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_of_two_nodes_have_different_digests() {
        let key = SealKey::parse(format!("{}\n", "0f".repeat(32)).as_bytes()).unwrap();
        let digest = |part: &str| keyed(&key, &Part::parse(part).unwrap(), &BTreeSet::new(), b"the same");
        assert_eq!(digest("nodes/a"), digest("nodes/a"));
        assert_ne!(digest("nodes/a"), digest("nodes/b"));
    }
}
