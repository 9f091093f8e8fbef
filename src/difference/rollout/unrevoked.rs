//! Certificates that stay valid after the tree no longer contains them, since Kubernetes has no revocation.
//!
//! Whoever has a copy can use it until it expires, or until nothing trusts the CA that signed it.

use std::collections::BTreeSet;

use super::{super::certificate::Listings, bootstrapped, rotations::Signers};
use crate::{
    pki::{Ca, ExtendedKeyUsage, Listing},
    tree::{Digest, IssuedCertificate, Lock, Origin},
};

/// A leaf certificate that the tree no longer contains, or no longer with the same permissions, and that is still
/// trusted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnrevokedCertificate {
    /// The label of its key, such as `admin/alice`.
    pub label: String,
    /// The CA whose generation must change to invalidate it, such as `kubernetes-ca`.
    pub authority: String,
    /// When it expires, in RFC 3339; `None` if the tree before does not say.
    pub not_after: Option<String>,
}

/// The separator of a subject's attributes in certificates.txt. No attribute contains it.
const BETWEEN_ATTRIBUTES: &str = ", ";

/// Every certificate that stays valid, sorted.
pub(super) fn unrevoked(before: &Lock, after: &Lock, listings: &Listings) -> Vec<UnrevokedCertificate> {
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
    let mut unrevoked: BTreeSet<UnrevokedCertificate> =
        trusted.map(|leaf| certificate(&listings.before, leaf)).collect();
    unrevoked.extend(bootstrapped(before, after, &signers, &still));
    unrevoked.into_iter().collect()
}

/// The client certificates of kubelets that no longer join: they are in no tree, so it is not known when they expire.
fn bootstrapped(
    before: &Lock,
    after: &Lock,
    signers: &Signers<'_>,
    still: &Signers<'_>,
) -> Vec<UnrevokedCertificate> {
    let authority = Ca::Kubernetes.label();
    let is_trusted = signers.keys(authority).any(|key| still.trusts(key));
    let joined = bootstrapped::nodes(before).into_iter().filter(|_| is_trusted);
    let joining = bootstrapped::nodes(after);
    let gone = joined.filter(|node| !joining.contains(node));
    gone.map(|node| UnrevokedCertificate {
        label: format!("what {node} asked for by TLS bootstrap"),
        authority: authority.to_owned(),
        not_after: None,
    })
    .collect()
}

fn certificate(listing: &Listing, leaf: &IssuedCertificate) -> UnrevokedCertificate {
    UnrevokedCertificate {
        label: leaf.key.label.clone(),
        authority: leaf.issuer.0.clone(),
        not_after: listing.find(&leaf.key.public_key).map(|listed| listed.not_after.clone()),
    }
}

/// Whether the client certificate with this key now belongs to another user, or has lost a group.
fn has_lost_rights(listings: &Listings, key: &Digest) -> bool {
    let both = listings.before.find(key).zip(listings.after.find(key));
    both.filter(|(before, _)| before.uses.contains(ExtendedKeyUsage::Client.as_str())).is_some_and(
        |(before, after)| {
            let left: Vec<&str> = after.subject.split(BETWEEN_ATTRIBUTES).collect();
            before.subject.split(BETWEEN_ATTRIBUTES).any(|attribute| !left.contains(&attribute))
        },
    )
}

/// Every certificate of a tree that was signed by a CA other than itself.
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
