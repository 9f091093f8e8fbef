//! Keys that only the seed can confirm: a different key within a generation, and a new generation of what is trusted.
//!
//! A CA certificate is signed by itself and a service-account key by nobody, so whoever can change the tree can put
//! in a key of their own. Only the seed tells the two apart.

use std::collections::{BTreeMap, BTreeSet};

use super::rotations::Signers;
use crate::tree::{Digest, Lock, Origin};

/// A key by its label and generation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName {
    /// Such as `service-account`, `kubernetes-ca` or `kubelet/worker-2`.
    pub label: String,
    /// Counted from 1.
    pub generation: u32,
}

/// Keys of the tree after that do not follow from the tree before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewKeys {
    /// Keys that changed although their label and generation did not. Empty if all of them changed and the seed
    /// confirms it.
    pub exchanged: Vec<KeyName>,
    /// New generations of what is trusted, if the tree after was read and not rendered from the seed.
    pub unconfirmed: Vec<KeyName>,
}

impl NewKeys {
    pub(super) fn new((before, after): (&Lock, &Lock), is_confirmed: bool) -> Self {
        let (old, new) = (keys(before), keys(after));
        let exchanged = new.iter().filter(|(name, digests)| old.get(name).is_some_and(|old| old != *digests));
        let mut exchanged: Vec<KeyName> = exchanged.map(|(name, _)| name.clone()).collect();
        let (old, new) = (Signers::of(before), Signers::of(after));
        // With the seed, all keys change because of another seed, ID or algorithm, which the table of hazards covers.
        if is_confirmed && new.trusted_names().all(|name| old.key(&name) != new.key(&name)) {
            exchanged.clear();
        }
        let unconfirmed = new.trusted_names().filter(|name| old.key(name).is_none());
        let unconfirmed = unconfirmed.filter(|_| !is_confirmed);
        let name = |(label, generation): (&str, u32)| KeyName { label: label.to_owned(), generation };
        Self { exchanged, unconfirmed: unconfirmed.map(name).collect() }
    }
}

/// The public keys that a lock has for each label and generation. A valid lock has one.
fn keys(lock: &Lock) -> BTreeMap<KeyName, BTreeSet<Digest>> {
    let mut keys = BTreeMap::new();
    lock.rows().filter_map(|row| row.recorded.origin()).for_each(|origin| add(&mut keys, origin));
    keys
}

fn add(keys: &mut BTreeMap<KeyName, BTreeSet<Digest>>, origin: &Origin) {
    let key = match origin {
        Origin::Rendered | Origin::Overlay | Origin::Secret { .. } => return,
        Origin::Bundle(parts) | Origin::Composed { parts, .. } => {
            return parts.iter().for_each(|part| add(keys, part));
        }
        Origin::Key(key) => key,
        Origin::Certificate(certificate) => &certificate.key,
    };
    let name = KeyName { label: key.label.clone(), generation: key.generation };
    keys.entry(name).or_default().insert(key.public_key);
}
