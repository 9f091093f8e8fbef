//! Authorities and token keys that one rollout would use before everything trusts them, or forget while they are used.
//!
//! While a rollout goes on, some processes have the old files and some the new. What signs must be trusted by both.

use std::collections::BTreeSet;

use crate::tree::{DerivedKey, Digest, Lock, Origin};

/// A key whose rotation is not safe in one rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Its label, such as `service-account` or `kubernetes-ca`.
    pub label: String,
    /// Its generation.
    pub generation: u32,
    /// What is too early.
    pub haste: Haste,
}

/// What comes too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// It signs, and what has not restarted does not trust it.
    Signs,
    /// It is trusted no longer, and it signed until now.
    Forgotten,
}

/// Every rotation that takes more than one rollout.
pub(super) fn rotations(before: &Lock, after: &Lock) -> Vec<Rotation> {
    let (before, after) = (Signers::of(before), Signers::of(after));
    let rotation = |haste| {
        move |(label, generation): &Name<'_>| Rotation {
            label: (*label).to_owned(),
            generation: *generation,
            haste,
        }
    };
    // A key that is replaced within its generation is none that rotates: see the table of hazards.
    let new = after.signing.iter().filter(|name| before.key(name).is_none());
    let new = new.filter(|name| before.mistrusts(after.key(name)));
    let old = before.signing.iter().filter(|name| after.key(name).is_none());
    let old = old.filter(|name| after.mistrusts(before.key(name)));
    new.map(rotation(Haste::Signs)).chain(old.map(rotation(Haste::Forgotten))).collect()
}

/// The generations of an authority that are trusted no longer, though others are.
pub(super) fn forgotten(before: &Lock, after: &Lock, label: &str) -> Vec<u32> {
    let (before, after) = (Signers::of(before), Signers::of(after));
    let old = before.trusted.iter().filter(|((name, _), _)| *name == label);
    let old = old.filter(|(name, _)| after.key(name).is_none() && after.mistrusts(before.key(name)));
    old.map(|((_, generation), _)| *generation).collect()
}

/// A label and a generation.
type Name<'a> = (&'a str, u32);

/// The keys that a tree trusts, and those that sign in it.
#[derive(Default)]
pub(super) struct Signers<'a> {
    /// What is in bundles, with the digest of the public key.
    trusted: BTreeSet<(Name<'a>, &'a Digest)>,
    /// What signed a certificate, and every private key: one that signs tokens is in a bundle as well.
    signing: BTreeSet<Name<'a>>,
}

impl<'a> Signers<'a> {
    pub(super) fn of(lock: &'a Lock) -> Self {
        let mut signers = Self::default();
        for origin in lock.rows().filter_map(|row| row.recorded.origin()) {
            signers.add(origin, false);
        }
        signers
    }

    fn add(&mut self, origin: &'a Origin, is_trusted: bool) {
        match origin {
            Origin::Rendered | Origin::Secret { .. } => {}
            Origin::Bundle(parts) => parts.iter().for_each(|part| self.add(part, true)),
            Origin::Composed { parts, .. } => parts.iter().for_each(|part| self.add(part, is_trusted)),
            Origin::Key(key) if is_trusted => self.trust(key),
            Origin::Certificate(certificate) if is_trusted => self.trust(&certificate.key),
            Origin::Key(key) => self.sign(&key.label, key.generation),
            Origin::Certificate(certificate) => self.sign(&certificate.issuer.0, certificate.issuer.1),
        }
    }

    fn trust(&mut self, key: &'a DerivedKey) {
        self.trusted.insert(((&key.label, key.generation), &key.public_key));
    }

    fn sign(&mut self, label: &'a str, generation: u32) {
        self.signing.insert((label, generation));
    }

    /// A key by its name, where it is one that is trusted: any other is no authority's.
    pub(super) fn key(&self, name: &Name<'_>) -> Option<(Name<'a>, &'a Digest)> {
        self.trusted.iter().find(|(trusted, _)| trusted == name).copied()
    }

    /// Every key that is trusted with a label.
    pub(super) fn keys(&self, label: &str) -> impl Iterator<Item = (Name<'a>, &'a Digest)> {
        self.trusted.iter().copied().filter(move |((name, _), _)| *name == label)
    }

    /// Whether this key is trusted, by the name it has.
    pub(super) fn trusts(&self, key: (Name<'_>, &Digest)) -> bool {
        self.trusted.contains(&key)
    }

    /// Whether other keys with its label are trusted, and it is not.
    fn mistrusts(&self, key: Option<(Name<'_>, &Digest)>) -> bool {
        let Some(key @ ((label, _), _)) = key else { return false };
        self.trusted.iter().any(|((other, _), _)| *other == label) && !self.trusts(key)
    }
}
