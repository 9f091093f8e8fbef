//! The public keys from outside with which API servers verify tokens of service accounts.

use crate::{
    component::paths,
    model::{Cluster, NodeName, VerificationKeys},
    tree::Artifact,
};

/// /etc/kubernetes/pki/sa-verification.pub of a node that runs an API server; `None` if no keys are named.
#[must_use]
pub fn verification_keys(cluster: &Cluster, node: &NodeName) -> Option<Artifact> {
    let keys = &cluster.service_accounts.verification_keys;
    let text: String = keys.iter().map(VerificationKeys::as_str).collect();
    (!keys.is_empty()).then(|| Artifact::public(paths::SERVICE_ACCOUNT_VERIFICATION.on(node), text))
}
