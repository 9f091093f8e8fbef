//! The KubeletConfiguration: what kubemint writes into it on each node.

use std::{collections::BTreeMap, net::IpAddr};

use k8s_openapi::api::core::v1::Taint;
use serde::Serialize;

use super::{ConfigurationFile, configuration::object, paths, tls};
use crate::{
    kubernetes::values::kubelet_fields,
    model::{Cluster, KubeletServing, NodeRef, Runtime},
};

/// The port for health checks, on the loopback address without TLS.
pub(super) const HEALTH_PORT: u16 = 10248;

/// /var/lib/kubelet/config.yaml.
pub(super) static FILE: ConfigurationFile = ConfigurationFile {
    api_version: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    path: paths::KUBELET_CONFIG,
    config: |draft| &draft.kubelet.config,
    written: |cluster, node| object(&configuration(cluster, node)),
    of_nodes: &["registerWithTaints", "rotateCertificates", "staticPodPath"],
    owned: OWNED,
    forms: kubelet_fields::ROWS,
};

/// Fields that other files of the tree depend on, or that have a key of their own, and what to use instead.
static OWNED: &[(&[&str], &str)] = &[
    (&["authentication", "anonymous"], "leave it out: nobody asks a kubelet without a name"),
    (&["authentication", "webhook", "enabled"], "leave it out: the API server knows the tokens"),
    (&["authentication", "x509"], "leave it out: the cluster's CA signs all clients"),
    (&["authorization", "mode"], "leave it out: the API server decides who may ask a kubelet"),
    (&["clusterDNS"], "`service_cidr` of [cluster] decides it"),
    (&["clusterDomain"], "`dns_domain` of [cluster] decides it"),
    (&["containerRuntimeEndpoint"], "use `container_runtime_endpoint` of [kubelet]"),
    (&["featureGates"], "use `feature_gates` of [kubelet]"),
    (&["healthzBindAddress"], "leave it out: it is asked at 127.0.0.1"),
    (&["healthzPort"], "leave it out: it is asked at 10248"),
    (&["registerWithTaints"], "use `taints` of [[control_plane]] and [[worker]]"),
    (&["rotateCertificates"], "use `join` of [[worker]]"),
    (&["serverTLSBootstrap"], "use `serving` of [kubelet]"),
    (&["staticPodPath"], "leave it out: the manifests lie in /etc/kubernetes/manifests"),
    (&["tlsCertFile"], "use `serving` of [kubelet]"),
    (&["tlsPrivateKeyFile"], "use `serving` of [kubelet]"),
];

/// The fields of `kubelet.config.k8s.io/v1beta1` KubeletConfiguration that kubemint sets. The API has no type in
/// k8s-openapi.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KubeletConfiguration<'a> {
    authentication: Authentication,
    authorization: Authorization,
    cgroup_driver: &'static str,
    #[serde(rename = "clusterDNS")]
    cluster_dns: Vec<IpAddr>,
    cluster_domain: String,
    container_runtime_endpoint: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    feature_gates: &'a BTreeMap<String, bool>,
    healthz_bind_address: &'static str,
    healthz_port: u16,
    pod_pids_limit: u32,
    read_only_port: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    register_with_taints: Vec<Taint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rotate_certificates: Option<bool>,
    seccomp_default: bool,
    #[serde(rename = "serverTLSBootstrap")]
    server_tls_bootstrap: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    static_pod_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_cert_file: Option<String>,
    tls_cipher_suites: [&'static str; 6],
    tls_min_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_private_key_file: Option<String>,
}

/// The limit of processes and threads per pod. Without a limit, a single pod could use up those of the machine.
const POD_PIDS_LIMIT: u32 = 4096;

#[derive(Serialize)]
struct Authentication {
    anonymous: Enabled,
    webhook: Enabled,
    x509: X509,
}

#[derive(Serialize)]
struct Enabled {
    enabled: bool,
}

#[derive(Serialize)]
struct X509 {
    #[serde(rename = "clientCAFile")]
    client_ca_file: String,
}

#[derive(Serialize)]
struct Authorization {
    mode: &'static str,
}

fn configuration<'a>(cluster: &'a Cluster, node: NodeRef<'_>) -> KubeletConfiguration<'a> {
    let settings = &cluster.kubelet;
    let rendered = settings.serving == KubeletServing::Rendered;
    KubeletConfiguration {
        authentication: Authentication {
            anonymous: Enabled { enabled: false },
            webhook: Enabled { enabled: true },
            x509: X509 { client_ca_file: paths::CA.to_string() },
        },
        authorization: Authorization { mode: "Webhook" },
        cgroup_driver: "systemd",
        cluster_dns: cluster.cluster_dns().into_iter().collect(),
        cluster_domain: cluster.dns_domain.to_string(),
        container_runtime_endpoint: settings.container_runtime_endpoint.as_str(),
        feature_gates: &settings.feature_gates,
        healthz_bind_address: "127.0.0.1",
        healthz_port: HEALTH_PORT,
        pod_pids_limit: POD_PIDS_LIMIT,
        read_only_port: 0,
        register_with_taints: taints(node),
        // A rendered kubelet.conf must remain in use, but a rotated certificate would take precedence over it. The
        // field is off by default, and CIS 4.2.10 asks that it is not set to false.
        rotate_certificates: node.bootstraps().then_some(true),
        seccomp_default: true,
        server_tls_bootstrap: settings.serving == KubeletServing::Csr,
        static_pod_path: runs_static_pods(cluster, node).then(|| paths::MANIFESTS.to_string()),
        tls_cert_file: rendered.then(|| paths::KUBELET_SERVING.to_string()),
        tls_cipher_suites: tls::kubelet_cipher_suites(),
        tls_min_version: tls::MIN_VERSION,
        tls_private_key_file: rendered.then(|| paths::KUBELET_SERVING_KEY.to_string()),
    }
}

/// A kubelet runs every pod in its static pod directory, so only the kubelets that need one have it.
fn runs_static_pods(cluster: &Cluster, node: NodeRef<'_>) -> bool {
    cluster.components_on(node).any(|(_, runtime)| runtime == Runtime::StaticPod)
}

fn taints(node: NodeRef<'_>) -> Vec<Taint> {
    let taint = |taint: &crate::model::Taint| Taint {
        effect: taint.effect.as_str().to_owned(),
        key: taint.key.to_string(),
        value: Some(taint.value.to_string()).filter(|value| !value.is_empty()),
        time_added: None,
    };
    node.node().taints.iter().map(taint).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{Draft, example::draft};

    /// The configuration of the node with this name.
    fn config(name: &str, change: impl FnOnce(&mut Draft)) -> Value {
        let mut draft = draft();
        change(&mut draft);
        let cluster = crate::validate::cluster(draft).unwrap();
        let node = cluster.nodes().find(|node| node.name().as_str() == name).unwrap();
        Value::Object(FILE.fields_on(&cluster, node).unwrap())
    }

    #[test]
    fn a_control_plane_node_runs_static_pods_and_registers_tainted() {
        let config = config("master-1", |_| {});
        assert_eq!(config["apiVersion"], "kubelet.config.k8s.io/v1beta1");
        assert_eq!(config["kind"], "KubeletConfiguration");
        assert_eq!(config["staticPodPath"], "/etc/kubernetes/manifests");
        let taint = json!({ "effect": "NoSchedule", "key": "node-role.kubernetes.io/control-plane" });
        assert_eq!(config["registerWithTaints"], json!([taint]));
        assert_eq!(config["clusterDNS"], json!(["10.254.0.10"]));
        assert_eq!(config["clusterDomain"], "cluster.local");
    }

    #[test]
    fn who_has_no_static_pods_does_not_look_for_any() {
        assert_eq!(config("worker-1", |_| {})["staticPodPath"], Value::Null);
        let all_units = |draft: &mut Draft| {
            draft.etcd.runtime = Runtime::Systemd;
            draft.apiserver.runtime = Runtime::Systemd;
            draft.controller_manager.runtime = Runtime::Systemd;
            draft.scheduler.runtime = Runtime::Systemd;
        };
        assert_eq!(config("master-1", all_units)["staticPodPath"], Value::Null);
        let but_one = |draft: &mut Draft| {
            all_units(draft);
            draft.scheduler.runtime = Runtime::StaticPod;
        };
        assert_eq!(config("master-1", but_one)["staticPodPath"], "/etc/kubernetes/manifests");
    }

    #[test]
    fn nobody_is_anonymous_and_nothing_is_served_in_the_clear() {
        let config = config("worker-1", |_| {});
        assert_eq!(
            config["authentication"],
            json!({
                "anonymous": { "enabled": false },
                "webhook": { "enabled": true },
                "x509": { "clientCAFile": "/etc/kubernetes/pki/ca.crt" },
            })
        );
        assert_eq!(config["authorization"], json!({ "mode": "Webhook" }));
        assert_eq!(config["readOnlyPort"], 0);
        assert_eq!(config["tlsMinVersion"], "VersionTLS12");
        assert_eq!(config["seccompDefault"], true);
        assert_eq!(config["podPidsLimit"], 4096);
    }

    #[test]
    fn only_who_bootstraps_rotates() {
        assert_eq!(config("worker-1", |_| {})["rotateCertificates"], true);
        assert_eq!(config("worker-2", |_| {})["rotateCertificates"], Value::Null);
        assert_eq!(config("master-1", |_| {})["rotateCertificates"], Value::Null);
    }

    #[test]
    fn the_serving_certificate_comes_from_where_it_should() {
        let of = |serving| {
            let config = config("worker-1", |draft| draft.kubelet.serving = serving);
            [config["tlsCertFile"].clone(), config["serverTLSBootstrap"].clone()]
        };
        assert_eq!(of(KubeletServing::Rendered), [json!("/var/lib/kubelet/pki/kubelet.crt"), json!(false)]);
        assert_eq!(of(KubeletServing::Csr), [Value::Null, json!(true)]);
        assert_eq!(of(KubeletServing::SelfSigned), [Value::Null, json!(false)]);
    }

    #[test]
    fn the_users_fields_outrank_ours_one_by_one() {
        let config = config("worker-1", |draft| {
            let own = json!({
                "cgroupDriver": "cgroupfs",
                "failSwapOn": false,
                "authentication": { "webhook": { "cacheTTL": "1m" } },
                "evictionHard": { "memory.available": "10%" },
            });
            draft.kubelet.config = own.as_object().unwrap().clone();
        });
        assert_eq!(config["cgroupDriver"], "cgroupfs");
        assert_eq!(config["failSwapOn"], false);
        assert_eq!(config["authentication"]["webhook"], json!({ "cacheTTL": "1m", "enabled": true }));
        assert_eq!(config["authentication"]["anonymous"], json!({ "enabled": false }));
        assert_eq!(config["evictionHard"], json!({ "memory.available": "10%" }));
    }
}
