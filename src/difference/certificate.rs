//! A certificate in two versions, from the lock's rows and the listings.

use super::{Aspect, Fact};
use crate::{
    pki::{Listed, Listing},
    tree::{DerivedKey, IssuedCertificate},
};

/// The listings of both trees, where certificates say what they say.
pub(super) struct Listings {
    /// Of the tree before.
    pub(super) before: Listing,
    /// Of the tree after.
    pub(super) after: Listing,
}

/// What is another in a certificate.
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

/// What is another in a key pair.
pub(super) fn key_facts(from: &DerivedKey, to: &DerivedKey) -> Vec<Fact> {
    let facts = [
        Fact::where_other(Aspect::KeyGeneration, &from.generation, &to.generation),
        Fact::where_other(Aspect::KeyAlgorithm, &from.algorithm.to_string(), &to.algorithm.to_string()),
    ];
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    if facts.is_empty() && from.public_key != to.public_key {
        return vec![Fact::other(Aspect::Key)];
    }
    facts
}

/// What is another in the listing's columns.
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
        Fact::where_other(Aspect::Subject, &from.subject, &to.subject),
        Fact::where_other(Aspect::Issuer, &from.issuer, &to.issuer),
        Fact::where_other(Aspect::Uses, &from.uses, &to.uses),
        Fact::where_other(Aspect::NotBefore, &from.not_before, &to.not_before),
        Fact::where_other(Aspect::NotAfter, &from.not_after, &to.not_after),
    ]
    .into_iter()
    .flatten()
    .collect()
}
