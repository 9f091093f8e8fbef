//! The cluster-info ConfigMap: the endpoint and the CA, for somebody who has only a bootstrap token.
//!
//! kube-controller-manager's bootstrapsigner adds a signature with each token, by which the reader recognises a forged one.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use k8s_openapi::api::core::v1::ConfigMap;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::object::{metadata, object};
use crate::{
    model::Cluster,
    pki::{Ca, Pki},
    render::yaml::{YamlError, to_yaml},
    tree::{Artifact, Origin},
};

/// The ConfigMap with the CA, below cluster/.
pub const CLUSTER_INFO: &str = "cluster-info.yaml";

/// A kubeconfig with a cluster whose name is empty and no user, as in kubeadm's cluster-info.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kubeconfig {
    api_version: &'static str,
    kind: &'static str,
    clusters: [NamedCluster; 1],
}

#[derive(Serialize)]
struct NamedCluster {
    name: &'static str,
    cluster: ClusterEntry,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ClusterEntry {
    certificate_authority_data: String,
    server: String,
}

/// The ConfigMap, in cluster-info.yaml.
pub(super) fn cluster_info(cluster: &Cluster, pki: &Pki) -> Result<Artifact, YamlError> {
    let template = Sha256::digest(to_yaml(&config_map(cluster, "")?)?).into();
    let origin = Origin::Composed { template, parts: vec![pki.ca_bundle_origin(Ca::Kubernetes)] };
    let config_map = config_map(cluster, &pki.ca_bundle_pem(Ca::Kubernetes))?;
    Ok(Artifact { origin, ..object(CLUSTER_INFO, &config_map)? })
}

fn config_map(cluster: &Cluster, bundle: &str) -> Result<ConfigMap, YamlError> {
    let entry = ClusterEntry {
        certificate_authority_data: Base64::encode_string(bundle.as_bytes()),
        server: cluster.endpoint.https_url(),
    };
    let kubeconfig = Kubeconfig {
        api_version: "v1",
        kind: "Config",
        clusters: [NamedCluster { name: "", cluster: entry }],
    };
    Ok(ConfigMap {
        metadata: metadata("cluster-info", Some("kube-public")),
        data: Some(BTreeMap::from([("kubeconfig".to_owned(), to_yaml(&kubeconfig)?)])),
        ..ConfigMap::default()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        derive::Seed,
        model::example,
        render::{read_systemd, read_yaml::read_yaml},
    };

    #[test]
    fn it_holds_the_endpoint_and_the_ca_and_no_credentials() {
        let cluster = example::cluster();
        let pki = Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
        let made = cluster_info(&cluster, &pki).unwrap();
        let [config_map] = read_yaml(read_systemd::text(&made)).try_into().unwrap();
        assert_eq!(config_map["metadata"], json!({ "name": "cluster-info", "namespace": "kube-public" }));
        let [kubeconfig] = read_yaml(config_map["data"]["kubeconfig"].as_str().unwrap()).try_into().unwrap();
        let ca = Base64::encode_string(pki.ca_bundle_pem(Ca::Kubernetes).as_bytes());
        assert_eq!(
            kubeconfig,
            json!({
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{
                    "name": "",
                    "cluster": {
                        "certificate-authority-data": ca,
                        "server": "https://192.168.56.105:6443",
                    },
                }],
            })
        );
    }
}
