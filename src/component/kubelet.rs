//! The kubelet 1.34 to 1.37. What can stand in its KubeletConfiguration stands there; these are the flags that cannot.

use std::net::{IpAddr, Ipv4Addr};

use super::{CommandLine, Invocation, Listen, Probe, paths};
use crate::{
    model::{Account, Cluster, Component, KubeletServing, NodeRef},
    tree::MachinePath,
};

/// Where it serves health, on the loopback address without TLS.
const HEALTH_PORT: u16 = 10248;

/// Where it serves logs, exec and metrics unless its configuration says otherwise.
const PORT: u16 = 10250;

/// The value of a flag on a node; `None`: the flag is left out.
type Value = fn(&Cluster, NodeRef<'_>) -> Option<String>;

/// The kubelet's flags.
pub(super) static TABLE: &[(&str, Value)] = &[
    ("config", |_, _| Some(paths::KUBELET_CONFIG.to_string())),
    ("kubeconfig", |_, _| Some(paths::KUBELET_CONF.to_string())),
    ("bootstrap-kubeconfig", |_, node| node.bootstraps().then(|| paths::BOOTSTRAP_KUBELET_CONF.to_string())),
    ("hostname-override", |_, node| Some(node.name().to_string())),
    ("node-ip", |_, node| {
        let addresses: Vec<_> = node.node().addresses.iter().map(|address| address.to_string()).collect();
        Some(addresses.join(","))
    }),
    ("node-labels", |_, node| {
        let labels = node.node().labels.iter().filter(|(key, _)| may_label_itself(key.as_str()));
        let labels: Vec<_> = labels.map(|(key, value)| format!("{key}={value}")).collect();
        (!labels.is_empty()).then(|| labels.join(","))
    }),
];

/// Flags that would outrank fields of the KubeletConfiguration that kubemint decides.
pub(super) static CONTRADICTING: &[&str] = &[
    "anonymous-auth",
    "authentication-token-webhook",
    "authorization-mode",
    "client-ca-file",
    "cluster-dns",
    "cluster-domain",
    "config-dir",
    "container-runtime-endpoint",
    "feature-gates",
    "healthz-bind-address",
    "healthz-port",
    "pod-manifest-path",
    "read-only-port",
    "register-with-taints",
    "rotate-certificates",
    "rotate-server-certificates",
    "tls-cert-file",
    "tls-private-key-file",
];

/// Labels in Kubernetes' own namespaces that a kubelet may give its Node object
/// (1.37, `k8s.io/kubelet/pkg/apis` "kubeletLabels").
const OWN_LABELS: [&str; 11] = [
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "kubernetes.io/arch",
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
];

/// Whether a kubelet may give its Node object a label with this key; the others are applied by an administrator.
#[must_use]
pub fn may_label_itself(key: &str) -> bool {
    let Some((namespace, _)) = key.split_once('/') else { return true };
    let is_in = |domain: &str| {
        namespace.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_kubernetes = ["kubernetes.io", "k8s.io"].into_iter().any(is_in);
    let is_kubelets = ["kubelet.kubernetes.io", "node.kubernetes.io"].into_iter().any(is_in);
    !is_kubernetes || is_kubelets || OWN_LABELS.contains(&key)
}

/// The kubelet on any node.
#[must_use]
pub fn invocation(cluster: &Cluster, node: NodeRef<'_>) -> Invocation {
    let mut command = CommandLine::new("kubelet");
    for (name, value) in TABLE {
        if let Some(value) = value(cluster, node) {
            command.set(name, value);
        }
    }
    command.merge(&cluster.kubelet.extra_args);
    let probe =
        Probe { host: IpAddr::V4(Ipv4Addr::LOCALHOST), port: HEALTH_PORT, path: "/healthz", tls: false };
    Invocation {
        component: Component::Kubelet,
        runtime: cluster.runtime(Component::Kubelet),
        command,
        account: Account::Root,
        groups: Vec::new(),
        mounts: Vec::new(),
        start_inputs: start_inputs(cluster, node),
        needs_net_bind_service: false,
        listens: listens(cluster),
        liveness: probe.clone(),
        readiness: probe.clone(),
        startup: probe,
        stop_seconds: 30,
        cpu_millis: 0,
        memory_mebibytes: 0,
    }
}

/// The user's fields of its configuration say where, or its own defaults do.
fn listens(cluster: &Cluster) -> Vec<Listen> {
    let config = &cluster.kubelet.config;
    let address = config.get("address").and_then(|address| address.as_str()?.parse().ok());
    let port = config.get("port").and_then(|port| u16::try_from(port.as_u64()?).ok());
    vec![
        Listen {
            purpose: "api",
            address: address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            port: port.unwrap_or(PORT),
        },
        Listen { purpose: "health", address: IpAddr::V4(Ipv4Addr::LOCALHOST), port: HEALTH_PORT },
    ]
}

/// The kubeconfig, and the files that its configuration names.
fn start_inputs(cluster: &Cluster, node: NodeRef<'_>) -> Vec<MachinePath> {
    let kubeconfig = if node.bootstraps() { paths::BOOTSTRAP_KUBELET_CONF } else { paths::KUBELET_CONF };
    let mut files = vec![kubeconfig, paths::CA, paths::KUBELET_CONFIG];
    if cluster.kubelet.serving == KubeletServing::Rendered {
        files.extend([paths::KUBELET_SERVING, paths::KUBELET_SERVING_KEY]);
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kubelet_may_not_give_itself_a_role() {
        for key in [
            "node-role.kubernetes.io/worker",
            "node-restriction.kubernetes.io/a",
            "kubernetes.io/role",
            "a.k8s.io/b",
            "k8s.io/b",
        ] {
            assert!(!may_label_itself(key), "{key}");
        }
        for key in [
            "disk",
            "example.com/disk",
            "notkubernetes.io/a",
            "topology.kubernetes.io/zone",
            "node.kubernetes.io/a",
            "x.kubelet.kubernetes.io/a",
        ] {
            assert!(may_label_itself(key), "{key}");
        }
    }
}
