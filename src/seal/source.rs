//! What an encrypted part was made from, as far as public files tell: whoever has only the repository, without the
//! index's key, can see that what is encrypted is not of this render.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Index, Recipients};
use crate::{
    model::Recipient,
    pack::Part,
    tree::{Digest, Lock, Secrecy},
};

/// How an encrypted file stands to the tree and the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was made from another render, or for others.
    Stale,
    /// It is not the file that the index lists.
    Changed,
    /// It is not there, or the index does not list it.
    Missing,
    /// The index lists it, and the tree has nothing to encrypt for it.
    Extra,
}

/// An encrypted file that is not what the tree asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Whose secrets are in it.
    pub part: Part,
    /// What was found.
    pub standing: Standing,
}

/// A digest over what kubemint.lock says of the secrets, keys and certificates of a part, and over who can open it.
pub(super) fn source(lock: &Lock, part: &Part, recipients: &BTreeSet<Recipient>) -> Digest {
    let mut hash = Sha256::new();
    hash.update(lock.binding_of(&part.to_string()));
    for recipient in recipients {
        hash.update(format!("{recipient}\n"));
    }
    hash.finalize().into()
}

/// Holds an index to a tree and to the encrypted files, as far as can be told without the index's key: a file that was
/// exchanged together with its line is found by `kubemint seal --check` alone, which has the key.
///
/// `sealed` gives the SHA-256 of a part's encrypted file, where there is one.
///
/// # Errors
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
