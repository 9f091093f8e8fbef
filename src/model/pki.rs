//! `[pki]`: the dates, algorithm and subject of every certificate, and the generations of keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Subject, Timestamp, Validity};
use crate::derive::KeyAlgorithm;

/// `[pki]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PkiSettings {
    /// When the validity of the CAs begins. kubemint does not read the clock: this and the next two are the only
    /// dates of certificates.
    pub not_before: Timestamp,
    /// When the validity of leaf certificates begins; never before the CAs' (checked by [`Cluster`](super::Cluster)).
    pub leaf_not_before: Timestamp,
    /// Leaf certificates whose validity begins later than the others', by the label of their key, such as
    /// `kubelet/worker-2`.
    pub renewals: BTreeMap<String, Timestamp>,
    /// How long CAs are valid.
    pub ca_validity: Validity,
    /// How long leaf certificates are valid; never past the end of the CAs (checked by [`Cluster`](super::Cluster)).
    pub leaf_validity: Validity,
    /// The algorithm of every key.
    #[serde(with = "key_algorithm")]
    pub key_algorithm: KeyAlgorithm,
    /// The attributes of every subject.
    pub subject: Subject,
    /// Which generation of each key is in use.
    pub generations: Generations,
}

impl PkiSettings {
    /// When the validity of the leaf certificate with this label begins: at its own date or the common one, whichever
    /// is later. So changing the common date renews every certificate.
    #[must_use]
    pub fn leaf_begins(&self, label: &str) -> Timestamp {
        self.renewals.get(label).map_or(self.leaf_not_before, |own| self.leaf_not_before.max(*own))
    }
}

/// `[pki.generations]`: which generation of each key signs, and which are trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generations {
    /// The cluster's CA.
    pub kubernetes_ca: KeyGenerations,
    /// etcd's CA.
    pub etcd_ca: KeyGenerations,
    /// The front proxy's CA.
    pub front_proxy_ca: KeyGenerations,
    /// The service-account key pair.
    pub service_account: KeyGenerations,
    /// The generation of leaf keys that have none of their own.
    pub leaf_default: u32,
    /// The generation of individual leaf keys, by label such as `kubelet/worker-2`.
    pub leaf: BTreeMap<String, u32>,
}

impl Generations {
    /// The generation of the leaf key with this label.
    #[must_use]
    pub fn leaf(&self, label: &str) -> u32 {
        self.leaf.get(label).copied().unwrap_or(self.leaf_default)
    }
}

impl Default for Generations {
    fn default() -> Self {
        let first = KeyGenerations::first();
        Self {
            kubernetes_ca: first.clone(),
            etcd_ca: first.clone(),
            front_proxy_ca: first.clone(),
            service_account: first,
            leaf_default: 1,
            leaf: BTreeMap::new(),
        }
    }
}

/// The generation that signs, and those that are trusted, which include it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyGenerations {
    active: u32,
    trusted: Vec<u32>,
}

impl KeyGenerations {
    /// Only generation 1.
    #[must_use]
    pub fn first() -> Self {
        Self { active: 1, trusted: vec![1] }
    }

    /// `active` signs, and all of `trusted` are trusted, sorted without duplicates. `None` if `trusted` lacks
    /// `active` or contains 0.
    #[must_use]
    pub fn new(active: u32, mut trusted: Vec<u32>) -> Option<Self> {
        trusted.sort_unstable();
        trusted.dedup();
        (trusted.contains(&active) && !trusted.contains(&0)).then_some(Self { active, trusted })
    }

    /// The generation that signs.
    #[must_use]
    pub const fn active(&self) -> u32 {
        self.active
    }

    /// The trusted generations, the active one first, then in descending order.
    pub fn active_first(&self) -> impl Iterator<Item = u32> {
        let others = self.trusted.iter().rev().copied().filter(|generation| *generation != self.active);
        std::iter::once(self.active).chain(others)
    }

    /// The trusted generations, in ascending order.
    #[must_use]
    pub fn trusted(&self) -> &[u32] {
        &self.trusted
    }
}

/// Reads and writes a key algorithm by its name.
mod key_algorithm {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::derive::KeyAlgorithm;

    pub(super) fn serialize<S: Serializer>(
        algorithm: &KeyAlgorithm,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(algorithm)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyAlgorithm, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
