//! Rotations of CAs and service-account keys that need more than one rollout: a key would be used before everything
//! trusts it, or no longer be trusted while it is in use.
//!
//! During a rollout some processes have the old files and some the new ones. Both must trust the key that signs.

use std::collections::{BTreeMap, BTreeSet};

use super::bootstrapped;
use crate::tree::{DerivedKey, Digest, Lock, Origin};

/// The rotations between two trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotations {
    /// Keys whose rotation is unsafe in one rollout.
    pub unsafe_ones: Vec<Rotation>,
    /// Steps that are safe once the running cluster meets a condition.
    pub steps: Vec<RotationStep>,
    /// The nodes whose kubelets joined by TLS bootstrap, and still do in the new tree: no tree has their certificates.
    pub bootstrapped: Vec<String>,
}

impl Rotations {
    pub(super) fn new((before, after): (&Lock, &Lock)) -> Self {
        let joined = bootstrapped::nodes(before);
        Self {
            unsafe_ones: rotations(before, after),
            steps: steps(before, after),
            bootstrapped: joined.intersection(&bootstrapped::nodes(after)).cloned().collect(),
        }
    }
}

/// A key whose rotation is unsafe in one rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Its label, such as `service-account` or `kubernetes-ca`.
    pub label: String,
    /// Its generation.
    pub generation: u32,
    /// What would happen too early.
    pub risk: RotationRisk,
}

/// What would happen too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationRisk {
    /// The key signs, but processes that have not restarted do not trust it.
    SignsBeforeTrusted,
    /// The key is no longer trusted, but it signed until now.
    RetiredWhileInUse,
}

/// Every rotation that needs more than one rollout.
fn rotations(before: &Lock, after: &Lock) -> Vec<Rotation> {
    let (before, after) = (Signers::of(before), Signers::of(after));
    let rotation = |risk| {
        move |(label, generation): &Name<'_>| Rotation {
            label: (*label).to_owned(),
            generation: *generation,
            risk,
        }
    };
    // A key that is replaced within its generation is not a rotation: the table of hazards covers it.
    let new = after.signing.iter().filter(|name| before.key(name).is_none());
    let new = new.filter(|name| before.mistrusts(after.key(name)));
    let old = before.signing.iter().filter(|name| after.key(name).is_none());
    let old = old.filter(|name| after.mistrusts(before.key(name)));
    new.map(rotation(RotationRisk::SignsBeforeTrusted))
        .chain(old.map(rotation(RotationRisk::RetiredWhileInUse)))
        .collect()
}

/// A step of a rotation that both trees allow, and that is safe once the running cluster meets a condition that no
/// tree shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RotationStep {
    /// The key's label, such as `service-account` or `kubernetes-ca`.
    pub label: String,
    /// What happens to it.
    pub action: RotationAction,
    /// The generations that this happens to, in ascending order.
    pub generations: Vec<u32>,
}

/// What happens to a generation of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RotationAction {
    /// It was already trusted, and now begins to sign.
    BeginsToSign,
    /// It was trusted without signing anything in the tree before, and is no longer trusted.
    Retires,
}

/// Every step of a rotation that needs no other rollout before it, sorted.
fn steps(before: &Lock, after: &Lock) -> Vec<RotationStep> {
    let unsafe_labels: BTreeSet<String> = rotations(before, after).into_iter().map(|one| one.label).collect();
    let (before, after) = (Signers::of(before), Signers::of(after));
    let mut steps: BTreeMap<(&str, RotationAction), Vec<u32>> = BTreeMap::new();
    let begins = after.signing.iter().filter(|name| !before.signing.contains(name));
    for (label, generation) in begins.filter(|name| before.key(name).is_some()) {
        steps.entry((label, RotationAction::BeginsToSign)).or_default().push(*generation);
    }
    let retires = before.trusted.iter().filter(|(name, _)| after.key(name).is_none());
    for ((label, generation), _) in retires.filter(|(name, _)| after.mistrusts(before.key(name))) {
        steps.entry((label, RotationAction::Retires)).or_default().push(*generation);
    }
    steps.retain(|(label, _), _| !unsafe_labels.contains(*label));
    let step = |((label, action), generations): ((&str, _), _)| RotationStep {
        label: label.to_owned(),
        action,
        generations,
    };
    steps.into_iter().map(step).collect()
}

/// A label and a generation.
pub(super) type Name<'a> = (&'a str, u32);

/// The keys that a tree trusts, and those that sign in it.
#[derive(Default)]
pub(super) struct Signers<'a> {
    /// The keys in bundles, with the digest of the public key.
    trusted: BTreeSet<(Name<'a>, &'a Digest)>,
    /// The keys that signed a certificate, and every private key: one that signs tokens is in a bundle as well.
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
            Origin::Rendered | Origin::Overlay | Origin::Secret { .. } => {}
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

    /// A trusted key by its name; a key that is in no bundle belongs to no CA.
    pub(super) fn key(&self, name: &Name<'_>) -> Option<(Name<'a>, &'a Digest)> {
        self.trusted.iter().find(|(trusted, _)| trusted == name).copied()
    }

    /// The name of every trusted key.
    pub(super) fn trusted_names(&self) -> impl Iterator<Item = Name<'a>> {
        self.trusted.iter().map(|(name, _)| *name)
    }

    /// Every trusted key with a label.
    pub(super) fn keys(&self, label: &str) -> impl Iterator<Item = (Name<'a>, &'a Digest)> {
        self.trusted.iter().copied().filter(move |((name, _), _)| *name == label)
    }

    /// Whether this key is trusted under its own name.
    pub(super) fn trusts(&self, key: (Name<'_>, &Digest)) -> bool {
        self.trusted.contains(&key)
    }

    /// Whether other keys with its label are trusted, but this one is not.
    fn mistrusts(&self, key: Option<(Name<'_>, &Digest)>) -> bool {
        let Some(key @ ((label, _), _)) = key else { return false };
        self.trusted.iter().any(|((other, _), _)| *other == label) && !self.trusts(key)
    }
}
