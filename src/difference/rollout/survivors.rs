//! Certificates that are good beyond their place in the tree: Kubernetes has no revocation.
//!
//! Who has a copy of one uses it until it ends, or until nothing trusts the authority that signed it.

use std::collections::BTreeSet;

use super::{super::certificate::Listings, bootstrapped, rotations::Signers};
use crate::{
    pki::{Ca, ExtendedKeyUsage, Listing},
    tree::{Digest, IssuedCertificate, Lock, Origin},
};

/// A leaf certificate that the tree has no longer, or no longer with these rights, and that is trusted on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Survivor {
    /// What its key was derived for, such as `admin/alice`.
    pub label: String,
    /// Whose generation must change to end it, such as `kubernetes-ca`.
    pub authority: String,
    /// When it ends, RFC 3339; `None` where the tree before does not say so.
    pub not_after: Option<String>,
}

/// What stands between a subject's attributes in certificates.txt, and in none of them.
const BETWEEN_ATTRIBUTES: &str = ", ";

/// Every certificate that survives, sorted.
pub(super) fn survivors(before: &Lock, after: &Lock, listings: &Listings) -> Vec<Survivor> {
    let (signers, still) = (Signers::of(before), Signers::of(after));
    let kept: BTreeSet<&Digest> = leaves(after).map(|leaf| &leaf.key.public_key).collect();
    let withdrawn = leaves(before).filter(|leaf| {
        let key = &leaf.key.public_key;
        !kept.contains(key) || has_lost_rights(listings, key)
    });
    let trusted = withdrawn.filter(|leaf| {
        let (label, generation) = &leaf.issuer;
        signers.key(&(label, *generation)).is_some_and(|issuer| still.trusts(issuer))
    });
    let mut survivors: BTreeSet<Survivor> = trusted.map(|leaf| survivor(&listings.before, leaf)).collect();
    survivors.extend(bootstrapped(before, after, &signers, &still));
    survivors.into_iter().collect()
}

/// What kubelets asked for that join no longer: no tree has these certificates, and none says when they end.
fn bootstrapped(before: &Lock, after: &Lock, signers: &Signers<'_>, still: &Signers<'_>) -> Vec<Survivor> {
    let authority = Ca::Kubernetes.label();
    let is_trusted = signers.keys(authority).any(|key| still.trusts(key));
    let joined = bootstrapped::nodes(before).into_iter().filter(|_| is_trusted);
    let joining = bootstrapped::nodes(after);
    let gone = joined.filter(|node| !joining.contains(node));
    gone.map(|node| Survivor {
        label: format!("what {node} asked for by TLS bootstrap"),
        authority: authority.to_owned(),
        not_after: None,
    })
    .collect()
}

fn survivor(listing: &Listing, leaf: &IssuedCertificate) -> Survivor {
    Survivor {
        label: leaf.key.label.clone(),
        authority: leaf.issuer.0.clone(),
        not_after: listing.find(&leaf.key.public_key).map(|listed| listed.not_after.clone()),
    }
}

/// Whether a client's certificate by the same key is another user's, or has lost a group.
fn has_lost_rights(listings: &Listings, key: &Digest) -> bool {
    let both = listings.before.find(key).zip(listings.after.find(key));
    both.filter(|(before, _)| before.uses.contains(ExtendedKeyUsage::Client.as_str())).is_some_and(
        |(before, after)| {
            let left: Vec<&str> = after.subject.split(BETWEEN_ATTRIBUTES).collect();
            before.subject.split(BETWEEN_ATTRIBUTES).any(|attribute| !left.contains(&attribute))
        },
    )
}

/// Every certificate of a tree that an authority signed for another.
fn leaves(lock: &Lock) -> impl Iterator<Item = &IssuedCertificate> {
    let origins = lock.rows().filter_map(|row| row.recorded.origin());
    let certificates = origins.flat_map(|origin| match origin {
        Origin::Composed { parts, .. } => parts.as_slice(),
        origin => std::slice::from_ref(origin),
    });
    certificates.filter_map(|origin| match origin {
        Origin::Certificate(certificate) if certificate.issuer.0 != certificate.key.label => {
            Some(certificate)
        }
        _ => None,
    })
}
