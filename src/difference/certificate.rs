//! What changed between two versions of a certificate, from the lock's rows and certificates.txt.

use super::{Aspect, Fact};
use crate::{
    pki::{Listed, Listing},
    tree::{DerivedKey, IssuedCertificate},
};

/// certificates.txt of both trees.
pub(super) struct Listings {
    /// That of the tree before.
    pub(super) before: Listing,
    /// That of the tree after.
    pub(super) after: Listing,
}

/// What changed in a certificate.
pub(super) fn facts(listings: &Listings, from: &IssuedCertificate, to: &IssuedCertificate) -> Vec<Fact> {
    let mut facts = key_facts(&from.key, &to.key);
    if from.issuer != to.issuer {
        let signer = |(label, generation): &(String, u32)| format!("{label} of generation {generation}");
        facts.push(Fact::changed(Aspect::Signer, signer(&from.issuer), signer(&to.issuer)));
    }
    if from.request == to.request {
        return facts;
    }
    let before = listings.before.find(&from.key.public_key);
    let said = before.zip(listings.after.find(&to.key.public_key)).map(|(from, to)| content(from, to));
    match said {
        Some(said) if !said.is_empty() => facts.extend(said),
        _ => facts.push(Fact::other(Aspect::Extensions)),
    }
    facts
}

/// What changed in a key pair.
pub(super) fn key_facts(from: &DerivedKey, to: &DerivedKey) -> Vec<Fact> {
    let facts = [
        Fact::if_changed(Aspect::KeyGeneration, &from.generation, &to.generation),
        Fact::if_changed(Aspect::KeyAlgorithm, &from.algorithm.to_string(), &to.algorithm.to_string()),
    ];
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    if facts.is_empty() && from.public_key != to.public_key {
        return vec![Fact::other(Aspect::Key)];
    }
    facts
}

/// What changed in the columns of certificates.txt.
fn content(from: &Listed, to: &Listed) -> Vec<Fact> {
    let names = |one: &Listed, other: &Listed| -> Option<String> {
        let only: Vec<&str> =
            one.names.iter().filter(|name| !other.names.contains(name)).map(String::as_str).collect();
        (!only.is_empty()).then(|| only.join(", "))
    };
    let removed = names(from, to).map(|only| Fact::removed(Aspect::Names, only));
    let added = names(to, from).map(|only| Fact::added(Aspect::Names, only));
    [
        removed,
        added,
        Fact::if_changed(Aspect::Subject, &from.subject, &to.subject),
        Fact::if_changed(Aspect::Issuer, &from.issuer, &to.issuer),
        Fact::if_changed(Aspect::Uses, &from.uses, &to.uses),
        Fact::if_changed(Aspect::NotBefore, &from.not_before, &to.not_before),
        Fact::if_changed(Aspect::NotAfter, &from.not_after, &to.not_after),
    ]
    .into_iter()
    .flatten()
    .collect()
}
