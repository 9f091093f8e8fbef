//! The bootstrap token, with which workers authenticate to request their first certificate.
//!
//! Its Secret, the kubeconfig on each worker and the signature of cluster-info must be of the same token.

use crate::{
    derive::{BootstrapToken, Context, DeriveError, Generation, Label, Seed},
    model::Cluster,
    tree::Origin,
};

/// Derives the cluster's bootstrap token.
///
/// # Errors
/// [`DeriveError`], which a valid cluster cannot cause.
pub fn bootstrap_token(cluster: &Cluster, seed: &Seed) -> Result<BootstrapToken, DeriveError> {
    let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
    BootstrapToken::derive(&context, &Label::new(label(cluster))?, Generation::FIRST)
}

/// The part of the label before the expiry. Part of the format.
pub(crate) const LABEL_PREFIX: &str = "bootstrap-token/";

/// Its origin in the lock.
#[must_use]
pub fn origin(cluster: &Cluster) -> Origin {
    Origin::Secret { label: label(cluster), generation: Generation::FIRST.0 }
}

/// Contains the expiry, so that a token with another expiry is a new one. Part of the format.
fn label(cluster: &Cluster) -> String {
    format!("{LABEL_PREFIX}{}", cluster.bootstrap.token_expiry)
}
