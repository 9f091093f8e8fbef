//! kube-controller-manager 1.34 to 1.37.

use super::{
    Listen, Mount, Port, Probe, Specification, Unit,
    flag_table::FlagRow,
    harm,
    listen_address::{bind_address, loopback, probe_address},
    owned_flag_advice, paths, refused_flags,
    specification::Probes,
    tls,
};
use crate::{
    kubernetes::values::{self, shared},
    model::{Account, Cluster, Component},
};

/// kube-controller-manager.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::KubeControllerManager,
    table: "controller_manager",
    extra_args: |draft| &draft.controller_manager.extra_args,
    process: |draft| &draft.controller_manager.process,
    feature_gates: |draft| Some(&draft.controller_manager.feature_gates),
    gates_are_a_flag: true,
    flags: FLAGS,
    contradicting: &["feature-gates"],
    instead: owned_flag_advice::KUBE_CONTROLLER_MANAGER,
    refused: refused_flags::KUBE_CONTROLLER_MANAGER,
    forms: &[
        values::kube_controller_manager::ROWS,
        shared::LOGGING,
        shared::METRICS,
        shared::SERVING,
        shared::COMPATIBILITY,
        shared::UID_HEADERS,
        shared::DELEGATED,
        shared::LEADER_ELECTION,
    ],
    harmful: &[harm::KUBE_CONTROLLER_MANAGER, harm::SERVERS, harm::DELEGATING],
    configuration: None,
    account: Account::KubeControllerManager,
    groups: &[Account::KubeServiceAccount],
    directories: &[],
    sees_machine: false,
    mounts: |_| {
        let kubeconfig = paths::CONTROLLER_MANAGER_CONF;
        vec![
            Mount { name: "kubeconfig", path: kubeconfig, is_folder: false, writable: false },
            Mount { name: "pki", path: paths::PKI, is_folder: true, writable: false },
        ]
    },
    start_inputs: |_, _| Vec::new(),
    ports: &[Port { number: PORT, purpose: "kube-controller-manager" }],
    listens: |cluster, node| {
        let address = bind_address(cluster.controller_manager.bind_address, node);
        vec![Listen { purpose: "metrics", address, port: PORT }]
    },
    probes: |cluster, node| {
        let host = probe_address(bind_address(cluster.controller_manager.bind_address, node), loopback(node));
        // It has no /livez and no /readyz.
        let probe = Probe { host, port: PORT, path: "/healthz", tls: true };
        Some(Probes { liveness: probe.clone(), readiness: probe.clone(), startup: probe })
    },
    needs_net_bind_service: false,
    stop_seconds: 30,
    cpu_millis: 200,
    memory_mebibytes: 0,
    unit: Unit {
        description: "Kubernetes controller manager",
        documentation: "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/",
        after: &["kube-apiserver.service"],
        ..Unit::CONTROL_PLANE
    },
};

/// The port for metrics and health.
const PORT: u16 = 10257;

/// kube-controller-manager's flags.
static FLAGS: &[FlagRow] = &[
    // Access to the API server, also to authenticate and authorize its own clients.
    FlagRow::file("kubeconfig", paths::CONTROLLER_MANAGER_CONF),
    FlagRow::file("authentication-kubeconfig", paths::CONTROLLER_MANAGER_CONF),
    FlagRow::file("authorization-kubeconfig", paths::CONTROLLER_MANAGER_CONF),
    FlagRow::fixed("leader-elect", "true"),
    FlagRow::fixed("use-service-account-credentials", "true"),
    // bootstrapsigner and tokencleaner are off by default.
    FlagRow::fixed("controllers", "*,bootstrapsigner,tokencleaner").overridable(),
    // Addresses.
    FlagRow::from("cluster-name", |cluster, _| Some(cluster.name.to_string())),
    FlagRow::fixed("allocate-node-cidrs", "true"),
    FlagRow::from("cluster-cidr", |cluster, _| Some(cluster.pod_cidr.to_string())),
    FlagRow::from("service-cluster-ip-range", |cluster, _| Some(cluster.service_cidr.to_string())),
    FlagRow::from("node-cidr-mask-size", |cluster, _| {
        (!is_dual_stack(cluster)).then(|| single_mask(cluster))
    }),
    FlagRow::from("node-cidr-mask-size-ipv4", |cluster, _| {
        is_dual_stack(cluster).then(|| cluster.node_mask_ipv4.to_string())
    }),
    FlagRow::from("node-cidr-mask-size-ipv6", |cluster, _| {
        is_dual_stack(cluster).then(|| cluster.node_mask_ipv6.to_string())
    }),
    // What it signs and distributes.
    FlagRow::file("cluster-signing-cert-file", paths::CA_SIGNING),
    FlagRow::file("cluster-signing-key-file", paths::CA_KEY),
    FlagRow::from("cluster-signing-duration", |cluster, _| {
        Some(format!("{}h", cluster.pki.leaf_validity.hours()))
    })
    .overridable(),
    FlagRow::file("root-ca-file", paths::CA),
    FlagRow::file("service-account-private-key-file", paths::SERVICE_ACCOUNT_KEY),
    // Its own endpoint.
    FlagRow::from("bind-address", |cluster, node| {
        Some(bind_address(cluster.controller_manager.bind_address, node).to_string())
    }),
    FlagRow::from("secure-port", |_, _| Some(PORT.to_string())),
    FlagRow::file("tls-cert-file", paths::CONTROLLER_MANAGER),
    FlagRow::file("tls-private-key-file", paths::CONTROLLER_MANAGER_KEY),
    FlagRow::fixed("tls-min-version", tls::MIN_VERSION).overridable(),
    FlagRow::from("tls-cipher-suites", |_, _| Some(tls::cipher_suites())).overridable(),
    FlagRow::file("client-ca-file", paths::CA),
    FlagRow::file("requestheader-client-ca-file", paths::FRONT_PROXY_CA),
    FlagRow::fixed("requestheader-allowed-names", "front-proxy-client"),
    FlagRow::fixed("profiling", "false").overridable(),
];

fn is_dual_stack(cluster: &Cluster) -> bool {
    cluster.pod_cidr.iter().count() > 1
}

fn single_mask(cluster: &Cluster) -> String {
    let is_ipv4 = cluster.pod_cidr.primary().is_ipv4();
    let mask = if is_ipv4 { cluster.node_mask_ipv4 } else { cluster.node_mask_ipv6 };
    mask.to_string()
}
