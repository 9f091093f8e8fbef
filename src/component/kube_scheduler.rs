//! kube-scheduler 1.34 to 1.37.

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
    model::{Account, Component},
};

/// kube-scheduler.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::KubeScheduler,
    table: "scheduler",
    extra_args: |draft| &draft.scheduler.extra_args,
    process: |draft| &draft.scheduler.process,
    feature_gates: |draft| Some(&draft.scheduler.feature_gates),
    gates_are_a_flag: true,
    flags: FLAGS,
    contradicting: &["feature-gates"],
    instead: owned_flag_advice::KUBE_SCHEDULER,
    refused: refused_flags::KUBE_SCHEDULER,
    forms: &[
        values::kube_scheduler::ROWS,
        shared::LOGGING,
        shared::METRICS,
        shared::SERVING,
        shared::COMPATIBILITY,
        shared::UID_HEADERS,
        shared::DELEGATED,
        shared::LEADER_ELECTION,
    ],
    harmful: &[harm::SERVERS, harm::DELEGATING],
    configuration: None,
    account: Account::KubeScheduler,
    groups: &[],
    directories: &[],
    sees_machine: false,
    mounts: |_| {
        vec![
            Mount { name: "pki", path: paths::PKI, is_folder: true, writable: false },
            Mount { name: "kubeconfig", path: paths::SCHEDULER_CONF, is_folder: false, writable: false },
        ]
    },
    start_inputs: |_, _| Vec::new(),
    ports: &[Port { number: PORT, purpose: "kube-scheduler" }],
    listens: |cluster, node| {
        let address = bind_address(cluster.scheduler.bind_address, node);
        vec![Listen { purpose: "metrics", address, port: PORT }]
    },
    probes: |cluster, node| {
        let host = probe_address(bind_address(cluster.scheduler.bind_address, node), loopback(node));
        let probe = |path| Probe { host, port: PORT, path, tls: true };
        Some(Probes { liveness: probe("/livez"), readiness: probe("/readyz"), startup: probe("/livez") })
    },
    needs_net_bind_service: false,
    stop_seconds: 30,
    cpu_millis: 100,
    memory_mebibytes: 0,
    unit: Unit {
        description: "Kubernetes scheduler",
        documentation: "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/",
        after: &["kube-apiserver.service"],
        ..Unit::CONTROL_PLANE
    },
};

/// The port for metrics and health.
const PORT: u16 = 10259;

/// kube-scheduler's flags.
static FLAGS: &[FlagRow] = &[
    // Access to the API server, also to authenticate and authorize its own clients.
    FlagRow::file("kubeconfig", paths::SCHEDULER_CONF),
    FlagRow::file("authentication-kubeconfig", paths::SCHEDULER_CONF),
    FlagRow::file("authorization-kubeconfig", paths::SCHEDULER_CONF),
    FlagRow::fixed("leader-elect", "true"),
    // Its own endpoint.
    FlagRow::from("bind-address", |cluster, node| {
        Some(bind_address(cluster.scheduler.bind_address, node).to_string())
    }),
    FlagRow::from("secure-port", |_, _| Some(PORT.to_string())),
    FlagRow::file("tls-cert-file", paths::SCHEDULER),
    FlagRow::file("tls-private-key-file", paths::SCHEDULER_KEY),
    FlagRow::fixed("tls-min-version", tls::MIN_VERSION).overridable(),
    FlagRow::from("tls-cipher-suites", |_, _| Some(tls::cipher_suites())).overridable(),
    FlagRow::file("client-ca-file", paths::CA),
    FlagRow::file("requestheader-client-ca-file", paths::FRONT_PROXY_CA),
    FlagRow::fixed("requestheader-allowed-names", "front-proxy-client"),
    FlagRow::fixed("profiling", "false").overridable(),
];
