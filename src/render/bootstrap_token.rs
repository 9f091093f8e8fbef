//! The bootstrap token: with it workers ask for their first certificate, and the cluster knows them by it.
//!
//! Its Secret, its kubeconfig on each worker and its mention in cluster-info must be of one and the same token.

use crate::{
    derive::{BootstrapToken, Context, DeriveError, Generation, Label, Seed},
    model::Cluster,
    tree::Origin,
};

/// Derives the cluster's bootstrap token.
///
/// # Errors
/// [`DeriveError`]; none that a valid cluster brings about.
pub fn bootstrap_token(cluster: &Cluster, seed: &Seed) -> Result<BootstrapToken, DeriveError> {
    let context = Context::new(seed, Cluster::SCHEMA, cluster.id.as_str())?;
    BootstrapToken::derive(&context, &Label::new(label(cluster))?, Generation::FIRST)
}

/// What stands before the expiry in the label. Part of the format.
pub(crate) const LABEL_PREFIX: &str = "bootstrap-token/";

/// What the lock remembers of it.
#[must_use]
pub fn origin(cluster: &Cluster) -> Origin {
    Origin::Secret { label: label(cluster), generation: Generation::FIRST.0 }
}

/// The expiry is in it: a prolonged token is a new one. Part of the format.
fn label(cluster: &Cluster) -> String {
    format!("{LABEL_PREFIX}{}", cluster.bootstrap.token_expiry)
}
