//! The API server's AuthenticationConfiguration: which paths allow anonymous requests, and whose tokens are accepted.
//!
//! Every supported minor accepts `apiserver.config.k8s.io/v1` (since 1.34), and the feature gates that it needs,
//! StructuredAuthenticationConfiguration and AnonymousAuthConfigurableEndpoints, are locked on in them.

use serde::Serialize;

use super::yaml::{YamlError, to_yaml};
use crate::{
    component::paths,
    model::{Cluster, JwtAuthenticator, NodeName},
    tree::Artifact,
};

/// The paths of probes without credentials. Paths below them are not included.
const PROBES: [&str; 3] = ["/livez", "/readyz", "/healthz"];

/// The ConfigMap from which a new node gets the cluster's CA.
const CLUSTER_INFO: &str = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticationConfiguration<'a> {
    api_version: &'static str,
    kind: &'static str,
    anonymous: Anonymous,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    jwt: &'a [JwtAuthenticator],
}

#[derive(Serialize)]
struct Anonymous {
    enabled: bool,
    conditions: Vec<Condition>,
}

#[derive(Serialize)]
struct Condition {
    path: &'static str,
}

/// /etc/kubernetes/authentication/config.yaml of a node that runs an API server.
///
/// # Errors
/// [`YamlError`] if it cannot be written as YAML.
pub fn authentication_config(cluster: &Cluster, node: &NodeName) -> Result<Artifact, YamlError> {
    let discovery = cluster.bootstrap.discovery.then_some(CLUSTER_INFO);
    let conditions = PROBES.into_iter().chain(discovery).map(|path| Condition { path }).collect();
    let text = to_yaml(&AuthenticationConfiguration {
        api_version: "apiserver.config.k8s.io/v1",
        kind: "AuthenticationConfiguration",
        anonymous: Anonymous { enabled: true, conditions },
        jwt: &cluster.apiserver.authentication,
    })?;
    Ok(Artifact::public(paths::AUTHENTICATION_CONFIG.on(node), text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{model::example::draft, render::read_yaml::read_yaml, tree::Content};

    fn conditions(discovery: bool) -> serde_json::Value {
        let mut draft = draft();
        draft.bootstrap.discovery = discovery;
        let cluster = crate::validate::cluster(draft).unwrap();
        let artifact = authentication_config(&cluster, &cluster.control_plane[0].node.name).unwrap();
        let Content::File(bytes) = &artifact.content else { panic!("a folder") };
        read_yaml(std::str::from_utf8(bytes).unwrap())[0]["anonymous"].clone()
    }

    #[test]
    fn anonymous_clients_may_only_probe() {
        let probes = json!([{ "path": "/livez" }, { "path": "/readyz" }, { "path": "/healthz" }]);
        assert_eq!(conditions(false), json!({ "enabled": true, "conditions": probes }));
    }

    #[test]
    fn other_issuers_come_after_the_probes() {
        let file = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer:\n    url: https://sso.example.com\n    \
                    audiences: ['yes', 'no']\n    audienceMatchPolicy: MatchAny\n  claimMappings:\n    username: { claim: sub, prefix: '' }\n";
        let mut draft = draft();
        draft.apiserver.authentication = crate::documents::authenticators(file).unwrap();
        let cluster = crate::validate::cluster(draft).unwrap();
        let artifact = authentication_config(&cluster, &cluster.control_plane[0].node.name).unwrap();
        let Content::File(bytes) = &artifact.content else { panic!("a folder") };
        let read = read_yaml(std::str::from_utf8(bytes).unwrap()).remove(0);
        let issuer = json!({
            "url": "https://sso.example.com",
            "audiences": ["yes", "no"],
            "audienceMatchPolicy": "MatchAny",
        });
        let mappings = json!({ "username": { "claim": "sub", "prefix": "" } });
        assert_eq!(read["jwt"], json!([{ "issuer": issuer, "claimMappings": mappings }]));
        assert_eq!(read["anonymous"]["enabled"], true);
    }

    #[test]
    fn with_discovery_they_may_read_cluster_info_too() {
        let last = json!({ "path": "/api/v1/namespaces/kube-public/configmaps/cluster-info" });
        assert_eq!(conditions(true)["conditions"][3], last);
        assert_eq!(conditions(true)["conditions"].as_array().unwrap().len(), 4);
    }
}
