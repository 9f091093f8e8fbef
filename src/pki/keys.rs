//! The keys of a cluster, all derived together.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{Ca, PkiError, authority::SERVICE_ACCOUNT_LABEL, party::PublicKey, plan::LeafRequest};
use crate::{
    derive::{Context, Generation, KeyPair, KeyRequest, Label, key_pairs},
    model::{Cluster, KeyGenerations},
    progress::{Progress, Task},
    tree::DerivedKey,
};

/// A key pair with its label and generation.
pub(super) struct LabelledKey {
    pub(super) label: String,
    pub(super) generation: u32,
    pub(super) pair: KeyPair,
}

impl LabelledKey {
    pub(super) fn derived(&self) -> DerivedKey {
        DerivedKey {
            label: self.label.clone(),
            generation: self.generation,
            algorithm: self.pair.algorithm(),
            public_key: Sha256::digest(self.pair.public_spki_der()).into(),
        }
    }

    pub(super) fn public(&self) -> PublicKey<'_> {
        PublicKey::from(&self.pair)
    }
}

/// Derived keys that are not used yet, by label and generation.
pub(super) struct Keys(BTreeMap<(String, u32), KeyPair>);

impl Keys {
    /// Derives the keys of every CA, of the service accounts and of `leaves`, on the threads of the current pool.
    pub(super) fn derive(
        context: &Context<'_>,
        cluster: &Cluster,
        leaves: &[LeafRequest<'_>],
        progress: &Progress,
    ) -> Result<Self, PkiError> {
        let wanted = wanted(cluster, leaves);
        let request = |(label, generation): &(String, u32)| {
            let label = Label::new(label.as_str())?;
            let generation = Generation(*generation);
            Ok(KeyRequest { algorithm: cluster.pki.key_algorithm, label, generation })
        };
        let requests: Vec<_> = wanted.iter().map(request).collect::<Result<_, PkiError>>()?;
        progress.begin(Task::Keys, requests.len());
        let pairs = key_pairs(context, &requests, || progress.advance())?;
        Ok(Self(wanted.into_iter().zip(pairs).collect()))
    }

    /// Takes a key, which is used once.
    pub(super) fn take(&mut self, label: &str, generation: u32) -> Result<LabelledKey, PkiError> {
        let name = (label.to_owned(), generation);
        match self.0.remove_entry(&name) {
            Some(((label, generation), pair)) => Ok(LabelledKey { label, generation, pair }),
            None => Err(PkiError::MissingKey { label: name.0 }),
        }
    }
}

/// Labels and generations of every key: the active and the other trusted ones, and each leaf's.
fn wanted(cluster: &Cluster, leaves: &[LeafRequest<'_>]) -> Vec<(String, u32)> {
    let all = &cluster.pki.generations;
    let roots = Ca::ALL.map(|ca| (ca.label(), ca.generations(all)));
    let roots = roots.into_iter().chain([(SERVICE_ACCOUNT_LABEL, &all.service_account)]);
    let of_root = |(label, generations): (&str, &KeyGenerations)| {
        let trusted = generations.trusted().iter();
        trusted.map(|generation| (label.to_owned(), *generation)).collect::<Vec<_>>()
    };
    let of_leaf = |leaf: &LeafRequest<'_>| (leaf.label.clone(), leaf.generation);
    roots.flat_map(of_root).chain(leaves.iter().map(of_leaf)).collect()
}

/// The trusted generations other than the active one.
pub(super) fn retired(generations: &KeyGenerations) -> impl Iterator<Item = u32> {
    let active = generations.active();
    generations.trusted().iter().copied().filter(move |generation| *generation != active)
}
