//! What a file was made from, in two versions. Of a secret file, nothing else is shown.

use super::{
    Aspect, Fact,
    certificate::{self, Listings},
};
use crate::tree::{DerivedKey, Digest, IssuedCertificate, Origin, lock::Recorded};

/// The parts of a file, in order.
#[derive(Default)]
struct Parts<'a> {
    certificates: Vec<&'a IssuedCertificate>,
    keys: Vec<&'a DerivedKey>,
    trusted: Vec<Trusted<'a>>,
    secrets: Vec<(&'a str, u32)>,
    templates: Vec<&'a Digest>,
}

/// A certificate or a public key in a bundle.
#[derive(PartialEq, Eq)]
struct Trusted<'a> {
    key: &'a DerivedKey,
    certificate: Option<&'a IssuedCertificate>,
}

/// What changed between the origins of two rows.
pub(super) fn facts(listings: &Listings, from: &Recorded, to: &Recorded) -> Vec<Fact> {
    let (from, to) = (Parts::of(from), Parts::of(to));
    let mut facts = Vec::new();
    for (from, to) in from.certificates.iter().zip(&to.certificates) {
        facts.extend(certificate::facts(listings, from, to));
    }
    for (from, to) in from.keys.iter().zip(&to.keys) {
        facts.extend(certificate::key_facts(from, to));
    }
    facts.extend(trust(listings, &from.trusted, &to.trusted));
    facts.extend(secrets(&from.secrets, &to.secrets));
    // The text contains the certificates, so it changes with them.
    let has_certificates = facts.iter().any(|fact| fact.aspect != Aspect::DerivedSecret);
    if from.templates != to.templates && !has_certificates {
        facts.push(Fact::other(Aspect::TextAroundSecrets));
    }
    // A kubeconfig has a certificate and its key; their generation is reported once.
    let mut unique = Vec::with_capacity(facts.len());
    for fact in facts {
        if !unique.contains(&fact) {
            unique.push(fact);
        }
    }
    unique
}

/// Which CAs or keys became trusted, and which are no longer trusted.
fn trust(listings: &Listings, from: &[Trusted<'_>], to: &[Trusted<'_>]) -> Vec<Fact> {
    let same = |one: &Trusted<'_>, other: &Trusted<'_>| {
        (&one.key.label, one.key.generation) == (&other.key.label, other.key.generation)
    };
    let name =
        |trusted: &Trusted<'_>| format!("{} of generation {}", trusted.key.label, trusted.key.generation);
    let mut facts = Vec::new();
    for old in from {
        match to.iter().find(|new| same(old, new)) {
            None => facts.push(Fact::removed(Aspect::Trust, name(old))),
            Some(new) if old == new => {}
            Some(new) => match old.certificate.zip(new.certificate) {
                Some((old, new)) => facts.extend(certificate::facts(listings, old, new)),
                None => facts.extend(certificate::key_facts(old.key, new.key)),
            },
        }
    }
    let new = to.iter().filter(|new| !from.iter().any(|old| same(old, new)));
    facts.extend(new.map(|new| Fact::added(Aspect::Trust, name(new))));
    facts
}

/// Which tokens and encryption keys changed, by label and generation.
fn secrets(from: &[(&str, u32)], to: &[(&str, u32)]) -> Vec<Fact> {
    let name = |(label, generation): &(&str, u32)| format!("{label} of generation {generation}");
    if let ([old], [new]) = (from, to) {
        let fact = Fact::changed(Aspect::DerivedSecret, name(old), name(new));
        return if old == new { Vec::new() } else { vec![fact] };
    }
    let removed = from.iter().filter(|old| !to.contains(old));
    let removed = removed.map(|old| Fact::removed(Aspect::DerivedSecret, name(old)));
    let added = to.iter().filter(|new| !from.contains(new));
    removed.chain(added.map(|new| Fact::added(Aspect::DerivedSecret, name(new)))).collect()
}

impl<'a> Parts<'a> {
    fn of(recorded: &'a Recorded) -> Self {
        let mut parts = Self::default();
        if let Some(origin) = recorded.origin() {
            parts.add(origin);
        }
        parts
    }

    fn add(&mut self, origin: &'a Origin) {
        match origin {
            Origin::Rendered | Origin::Overlay => {}
            Origin::Key(key) => self.keys.push(key),
            Origin::Certificate(certificate) => self.certificates.push(certificate),
            Origin::Secret { label, generation } => self.secrets.push((label, *generation)),
            Origin::Bundle(parts) => self.trusted.extend(parts.iter().filter_map(Trusted::of)),
            Origin::Composed { template, parts } => {
                self.templates.push(template);
                for part in parts {
                    self.add(part);
                }
            }
        }
    }
}

impl<'a> Trusted<'a> {
    const fn of(origin: &'a Origin) -> Option<Self> {
        match origin {
            Origin::Certificate(certificate) => {
                Some(Self { key: &certificate.key, certificate: Some(certificate) })
            }
            Origin::Key(key) => Some(Self { key, certificate: None }),
            _ => None,
        }
    }
}
