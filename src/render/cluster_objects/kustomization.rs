//! A folder's kustomization.yaml, for which k8s-openapi has no type.

use serde::Serialize;

/// `kustomize.config.k8s.io/v1beta1` `Kustomization` that lists files and changes nothing in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    resources: Vec<String>,
}

impl Kustomization {
    /// Lists files by their paths below the kustomization's folder.
    pub(super) const fn new(resources: Vec<String>) -> Self {
        Self { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }
    }
}
