//! What has to be encrypted again: only what changed.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{EncryptError, Index, Line, Recipients, encrypt::encrypt, source::source};
use crate::{
    derive::SealKey,
    model::Recipient,
    pack::{PackError, Part, Share, archive::archive, contents},
    tree::{Digest, Lock, Place, Secrecy},
};

/// Why the secrets of a tree cannot be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum SealError<E> {
    /// A secret file cannot be read.
    #[error(transparent)]
    Pack(#[from] PackError<E>),
    /// age reported an error.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}

/// What to change in the directory of encrypted files.
#[derive(Debug, Default)]
pub struct Sealing {
    /// The next index.
    pub index: Index,
    /// The contents of each file to write.
    pub written: BTreeMap<Part, Vec<u8>>,
    /// Parts whose file is removed.
    pub removed: BTreeSet<Part>,
    /// Whether the index changes.
    pub is_stale: bool,
    /// Parts that are no longer encrypted, but whose file differs from the one in the index: it is kept.
    pub kept: BTreeSet<Part>,
    /// Parts with secrets that have no recipients.
    pub for_nobody: BTreeSet<Part>,
}

/// Determines what to change. `read` returns a file of the tree, `sealed` the SHA-256 of a part's encrypted file, if
/// it exists.
///
/// # Errors
///
/// [`SealError`]; then nothing must be written.
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
        let there = sealed(part).map_err(PackError::Read)?;
        let source = source(lock, part, recipients);
        let line =
            |file| Line { source, keyed: keyed(key, part, recipients, &plain, (&source, &file)), file };
        let unchanged = there.map(&line).filter(|line| old.line(part) == Some(line));
        let line = if let Some(line) = unchanged {
            line
        } else {
            let bytes = encrypt(&plain, recipients)?;
            let line = line(Sha256::digest(&bytes).into());
            sealing.written.insert(part.clone(), bytes);
            line
        };
        sealing.index.insert(part.clone(), line);
    }
    sealing.remove(old, sealed).map_err(PackError::Read)?;
    sealing.for_nobody = parts.into_iter().filter(|part| !recipients.has(part)).collect();
    Ok(sealing)
}

/// The same for a cluster that no longer has recipients: encrypted files are removed.
///
/// # Errors
///
/// As `sealed` says.
pub fn withdraw<E>(
    lock: &Lock,
    old: &Index,
    sealed: impl FnMut(&Part) -> Result<Option<Digest>, E>,
) -> Result<Sealing, E> {
    let secret = lock.files().filter(|place| place.secrecy == Secrecy::Secret);
    let for_nobody = secret.filter_map(|place| Part::of(&place.path)).collect();
    let mut sealing = Sealing { for_nobody, ..Sealing::default() };
    sealing.remove(old, sealed)?;
    Ok(sealing)
}

impl Sealing {
    /// Removes the files that are in the old index and not in the next one.
    fn remove<E>(
        &mut self,
        old: &Index,
        mut sealed: impl FnMut(&Part) -> Result<Option<Digest>, E>,
    ) -> Result<(), E> {
        for (part, line) in old.lines().filter(|(part, _)| self.index.line(part).is_none()) {
            // Anybody may have changed the index, so only files that it describes correctly are removed.
            match sealed(part)? {
                Some(file) if file != line.file => self.kept.insert(part.clone()),
                _ => self.removed.insert(part.clone()),
            };
        }
        self.is_stale = self.index != *old;
        Ok(())
    }
}

/// The keyed digest of the part's name, its recipients, its content, its source and the encrypted file: whoever lacks
/// the key cannot replace any of them.
fn keyed(
    key: &SealKey,
    part: &Part,
    recipients: &BTreeSet<Recipient>,
    plain: &[u8],
    (source, file): (&Digest, &Digest),
) -> Digest {
    // Allocated at once: a buffer that is reallocated leaves copies of keys in freed memory.
    let mut content = Zeroizing::new(Vec::with_capacity(plain.len() + source.len() + file.len()));
    for bytes in [plain, source, file] {
        content.extend_from_slice(bytes);
    }
    key.digest(&part.to_string(), &recipients.iter().map(Recipient::as_str).collect(), &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_one_part_one_render_and_one_encrypted_file() {
        let key = SealKey::parse(format!("{}\n", "0f".repeat(32)).as_bytes()).unwrap();
        let digest = |part: &str, source: u8, file: u8| {
            let part = Part::parse(part).unwrap();
            keyed(&key, &part, &BTreeSet::new(), b"the same", (&[source; 32], &[file; 32]))
        };
        let one = digest("nodes/a", 1, 2);
        assert_eq!(digest("nodes/a", 1, 2), one);
        for other in [digest("nodes/b", 1, 2), digest("nodes/a", 3, 2), digest("nodes/a", 1, 3)] {
            assert_ne!(other, one);
        }
    }
}
