//! The kustomization.yaml of a directory, for which k8s-openapi has no type.

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
