//! The kustomization.yaml of a directory, for which k8s-openapi has no type, and how kubectl applies it.

use serde::Serialize;

/// How kubectl applies a directory of objects: server-side, with the same field manager whoever does it.
pub const APPLY: &str = "apply --server-side --field-manager=kubemint";

/// The additional option for the nodes' labels, some of which are also owned by the kubelet.
pub const FORCE: &str = "--force-conflicts";

/// The list of the nodes' objects, below the public output.
pub const NODES_KUSTOMIZATION: &str = "cluster/nodes/kustomization.yaml";

/// The list of all other objects, below cluster/ of either output.
pub(super) const KUSTOMIZATION: &str = "kustomization.yaml";

/// `kustomize.config.k8s.io/v1beta1` `Kustomization` that lists files and changes nothing in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    resources: Vec<String>,
}

impl Kustomization {
    /// Lists files by their paths below the kustomization's directory.
    pub(super) const fn new(resources: Vec<String>) -> Self {
        Self { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{read_yaml::read_yaml, yaml::to_yaml};

    #[test]
    fn it_reads_back_as_it_was_meant() {
        let meant =
            Kustomization::new(vec!["cluster-info.yaml".to_owned(), "1e3.yaml".to_owned(), "~".to_owned()]);
        let read = read_yaml(&to_yaml(&meant).unwrap());
        assert_eq!(read, [serde_json::to_value(&meant).unwrap()]);
        assert_eq!(read[0]["kind"], "Kustomization");
    }
}
