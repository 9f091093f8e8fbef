//! The kubelet 1.34 to 1.37. Whatever its KubeletConfiguration can set is set there; these flags have no field.

use std::net::{IpAddr, Ipv4Addr};

use super::{
    Directory, Listen, Port, Probe, Specification, Unit,
    flag_table::FlagRow,
    kubelet_configuration::{self, HEALTH_PORT},
    owned_flag_advice, paths, refused_flags,
    specification::Probes,
};
use crate::{
    kubernetes::values::{self, shared},
    model::{Account, Cluster, Component, KubeletServing, NodeRef},
    tree::{MachinePath, Mode},
};

/// The kubelet, which runs on every node.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::Kubelet,
    table: "kubelet",
    extra_args: |draft| &draft.kubelet.extra_args,
    process: |draft| &draft.kubelet.process,
    feature_gates: |draft| Some(&draft.kubelet.feature_gates),
    gates_are_a_flag: false,
    flags: FLAGS,
    contradicting: CONTRADICTING,
    instead: owned_flag_advice::KUBELET,
    refused: refused_flags::KUBELET,
    forms: &[values::kubelet::ROWS, shared::LOGGING],
    // Its flags set fields of its configuration, which are checked.
    harmful: &[],
    configuration: Some(&kubelet_configuration::FILE),
    account: Account::Root,
    groups: &[],
    directories: &[
        Directory::open(paths::KUBERNETES),
        Directory::open(paths::MANIFESTS),
        Directory::open(paths::PKI),
        // As the kubelet creates it (its createDir calls).
        Directory::of_group(paths::KUBELET, Account::Root),
        Directory::private(paths::KUBELET_PKI, Account::Root),
    ],
    sees_machine: true,
    mounts: |_| Vec::new(),
    start_inputs,
    ports: &[
        Port { number: HEALTH_PORT, purpose: "the kubelet's health" },
        Port { number: PORT, purpose: "the kubelet" },
    ],
    listens: |cluster, _| listens(cluster),
    probes: |_, _| {
        let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let probe = Probe { host, port: HEALTH_PORT, path: "/healthz", tls: false };
        Some(Probes { liveness: probe.clone(), readiness: probe.clone(), startup: probe })
    },
    needs_net_bind_service: false,
    stop_seconds: 30,
    cpu_millis: 0,
    memory_mebibytes: 0,
    unit: Unit {
        template: ("kubelet.service", include_str!("../../templates/kubelet.service")),
        description: "Kubernetes node agent",
        documentation: "https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/",
        // It notifies systemd only once it has a certificate, for which a new node may wait for a long time.
        service_type: "exec",
        start_timeout: "90",
        after: &["containerd.service", "crio.service"],
        starts_pods: true,
        // It contains no secret, but CIS 4.1.1 asks for this mode.
        mode: Mode::SECRET_FILE,
        ..Unit::CONTROL_PLANE
    },
};

/// The default port for logs, exec and metrics.
const PORT: u16 = 10250;

/// The kubelet's flags.
static FLAGS: &[FlagRow] = &[
    FlagRow::file("config", paths::KUBELET_CONFIG),
    FlagRow::from("kubeconfig", |_, _| Some(paths::KUBELET_CONF.to_string())),
    FlagRow::from("bootstrap-kubeconfig", |_, node| {
        node.bootstraps().then(|| paths::BOOTSTRAP_KUBELET_CONF.to_string())
    }),
    FlagRow::from("hostname-override", |_, node| Some(node.name().to_string())),
    FlagRow::from("node-ip", |_, node| {
        let addresses: Vec<_> = node.node().addresses.iter().map(|address| address.to_string()).collect();
        Some(addresses.join(","))
    }),
    FlagRow::from("node-labels", |_, node| {
        let labels = node.node().labels.iter().filter(|(key, _)| may_label_itself(key.as_str()));
        let labels: Vec<_> = labels.map(|(key, value)| format!("{key}={value}")).collect();
        (!labels.is_empty()).then(|| labels.join(","))
    }),
];

/// Flags that would override fields of the KubeletConfiguration that kubemint owns.
static CONTRADICTING: &[&str] = &[
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

/// The user's fields, or the kubelet's own defaults.
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
    let mut files = vec![kubeconfig, paths::CA];
    if cluster.kubelet.serving == KubeletServing::Rendered {
        files.extend([paths::KUBELET_SERVING, paths::KUBELET_SERVING_KEY]);
    }
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
