//! kube-scheduler 1.34 to 1.37.

use super::{
    Invocation, Listen, Mount, Probe,
    flag_table::{Row, command_line, files},
    listen::{bind_address, loopback, probe_address},
    paths, tls,
};
use crate::model::{Account, Cluster, Component, ControlPlaneNode};

/// Where it serves metrics and health.
const PORT: u16 = 10259;

/// kube-scheduler's flags.
pub(super) static TABLE: &[Row] = &[
    // How it reaches the API server. The same credentials ask who a client of its own is and what it may do.
    Row::file("kubeconfig", paths::SCHEDULER_CONF),
    Row::file("authentication-kubeconfig", paths::SCHEDULER_CONF),
    Row::file("authorization-kubeconfig", paths::SCHEDULER_CONF),
    Row::fixed("leader-elect", "true"),
    // Its own server.
    Row::from("bind-address", |cluster, node| {
        Some(bind_address(cluster.scheduler.bind_address, node).to_string())
    }),
    Row::fixed("secure-port", "10259"),
    Row::file("tls-cert-file", paths::SCHEDULER),
    Row::file("tls-private-key-file", paths::SCHEDULER_KEY),
    Row::fixed("tls-min-version", tls::MIN_VERSION).unless_told(),
    Row::from("tls-cipher-suites", |_, _| Some(tls::cipher_suites())).unless_told(),
    Row::file("client-ca-file", paths::CA),
    Row::file("requestheader-client-ca-file", paths::FRONT_PROXY_CA),
    Row::fixed("requestheader-allowed-names", "front-proxy-client"),
    Row::fixed("profiling", "false").unless_told(),
];

/// A flag with a setting of its own.
pub(super) static CONTRADICTING: &[&str] = &["feature-gates"];

/// kube-scheduler on a control-plane node.
#[must_use]
pub fn invocation(cluster: &Cluster, node: &ControlPlaneNode) -> Invocation {
    let settings = &cluster.scheduler;
    let address = bind_address(settings.bind_address, node);
    let host = probe_address(address, loopback(node));
    let probe = |path| Probe { host, port: PORT, path, tls: true };
    let place = (cluster, node);
    Invocation {
        component: Component::KubeScheduler,
        runtime: cluster.runtime(Component::KubeScheduler),
        command: command_line("kube-scheduler", TABLE, place, &settings.feature_gates, &settings.extra_args),
        account: Account::KubeScheduler,
        groups: Vec::new(),
        mounts: mounts(),
        start_inputs: files(TABLE, cluster),
        needs_net_bind_service: false,
        listens: vec![Listen { purpose: "metrics", address, port: PORT }],
        liveness: probe("/livez"),
        readiness: probe("/readyz"),
        startup: probe("/livez"),
        stop_seconds: 30,
        cpu_millis: 100,
        memory_mebibytes: 0,
    }
}

/// What it sees of the machine.
pub(super) fn mounts() -> Vec<Mount> {
    vec![
        Mount { name: "pki", path: paths::PKI, is_folder: true, writable: false },
        Mount { name: "kubeconfig", path: paths::SCHEDULER_CONF, is_folder: false, writable: false },
    ]
}
