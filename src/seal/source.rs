//! What an encrypted part was made from, according to public files: whoever has only the repository, and not the
//! index's key, can see that an encrypted file is from another render.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Index, Recipients};
use crate::{
    model::Recipient,
    pack::Part,
    tree::{Digest, Lock, Secrecy},
};

/// How an encrypted file compares with the tree and the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was made from another render, or for other recipients.
    Stale,
    /// It differs from the file that the index lists.
    Changed,
    /// It does not exist, or the index does not list it.
    Missing,
    /// The index lists it, but the tree has nothing to encrypt for it.
    Extra,
}

/// An encrypted file that does not match the tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The part that it contains.
    pub part: Part,
    /// What was found.
    pub standing: Standing,
}

/// A digest of a part's secrets, keys and certificates according to kubemint.lock, and of its recipients.
pub(super) fn source(lock: &Lock, part: &Part, recipients: &BTreeSet<Recipient>) -> Digest {
    let mut hash = Sha256::new();
    hash.update(lock.binding_of(&part.to_string()));
    for recipient in recipients {
        hash.update(format!("{recipient}\n"));
    }
    hash.finalize().into()
}

/// Compares an index with a tree and the encrypted files, as far as that is possible without the index's key. A file
/// that was replaced together with its line is found only by `kubemint seal --check`, which has the key.
///
/// `sealed` returns the SHA-256 of a part's encrypted file, if it exists.
///
/// # Errors
///
/// As `sealed` says.
pub fn findings<E>(
    lock: &Lock,
    recipients: &Recipients,
    index: &Index,
    mut sealed: impl FnMut(&Part) -> Result<Option<Digest>, E>,
) -> Result<Vec<Finding>, E> {
    let secret = lock.files().filter(|place| place.secrecy == Secrecy::Secret);
    let parts: BTreeSet<Part> = secret.filter_map(|place| Part::of(&place.path)).collect();
    let mut findings = Vec::new();
    let mut find = |part: &Part, standing| findings.push(Finding { part: part.clone(), standing });
    for (part, recipients) in recipients.iter().filter(|(part, _)| parts.contains(part)) {
        let Some(line) = index.line(part) else {
            find(part, Standing::Missing);
            continue;
        };
        match sealed(part)? {
            None => find(part, Standing::Missing),
            Some(_) if line.source != source(lock, part, recipients) => find(part, Standing::Stale),
            Some(file) if file != line.file => find(part, Standing::Changed),
            Some(_) => {}
        }
    }
    for part in index.parts().filter(|part| !recipients.has(part) || !parts.contains(part)) {
        find(part, Standing::Extra);
    }
    findings.sort();
    Ok(findings)
}
