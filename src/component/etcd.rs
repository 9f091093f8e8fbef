//! etcd 3.6 and 3.7: one member per control-plane node.

use super::{
    Directory, Listen, Mount, Port, Probe, Specification, Unit,
    flag_table::FlagRow,
    harm,
    listen_address::{loopback, url},
    owned_flag_advice, paths, refused_flags,
    specification::Probes,
    tls,
};
use crate::{
    kubernetes::values,
    model::{Account, Component, ControlPlaneNode, Endpoint, EtcdInitialState, NodeName, NodeRef},
};

/// etcd, unless it is external.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::Etcd,
    table: "etcd",
    extra_args: |draft| &draft.etcd.extra_args,
    process: |draft| &draft.etcd.process,
    feature_gates: |_| None,
    gates_are_a_flag: true,
    flags: FLAGS,
    // With a file, etcd would read no other flag.
    contradicting: &["config-file"],
    instead: owned_flag_advice::ETCD,
    refused: refused_flags::ETCD,
    forms: &[values::etcd::ROWS],
    harmful: &[harm::ETCD],
    configuration: None,
    account: Account::Etcd,
    groups: &[],
    directories: &[Directory::open(paths::PKI_ETCD), Directory::private(paths::ETCD_DATA, Account::Etcd)],
    sees_machine: false,
    mounts: |_| {
        vec![
            Mount { name: "pki", path: paths::PKI_ETCD, is_folder: true, writable: false },
            Mount { name: "data", path: paths::ETCD_DATA, is_folder: true, writable: true },
        ]
    },
    start_inputs: |_, _| Vec::new(),
    ports: &[
        Port { number: CLIENT_PORT, purpose: "etcd's clients" },
        Port { number: PEER_PORT, purpose: "etcd's peers" },
        Port { number: METRICS_PORT, purpose: "etcd's metrics" },
    ],
    listens: |_, node| listens(node),
    probes: |_, node| {
        let probe = |path| Probe { host: loopback(node), port: METRICS_PORT, path, tls: false };
        Some(Probes { liveness: probe("/livez"), readiness: probe("/readyz"), startup: probe("/readyz") })
    },
    needs_net_bind_service: false,
    stop_seconds: 30,
    cpu_millis: 100,
    memory_mebibytes: 100,
    unit: Unit {
        description: "etcd",
        documentation: "https://etcd.io/docs/",
        service_type: "notify",
        // A member waits for the others, however long their machines take to boot.
        start_timeout: "infinity",
        ..Unit::CONTROL_PLANE
    },
};

/// The port for clients.
pub(super) const CLIENT_PORT: u16 = Endpoint::ETCD_CLIENT_PORT;
/// The port for other members.
const PEER_PORT: u16 = 2380;
/// Metrics and health, on the loopback address without TLS, as kubeadm has it: a probe has no client certificate.
const METRICS_PORT: u16 = 2381;

/// etcd's flags.
static FLAGS: &[FlagRow] = &[
    FlagRow::from("name", |_, node| Some(node.name().to_string())),
    FlagRow::from("data-dir", |_, _| Some(paths::ETCD_DATA.to_string())),
    FlagRow::from("listen-client-urls", |_, node| {
        Some(format!("{},{}", url("https", loopback(node), CLIENT_PORT), client_url(node)))
    }),
    FlagRow::from("advertise-client-urls", |_, node| Some(client_url(node))),
    FlagRow::from("listen-peer-urls", |_, node| Some(peer_url(node))),
    FlagRow::from("initial-advertise-peer-urls", |_, node| Some(peer_url(node))),
    FlagRow::from("initial-cluster", |cluster, node| {
        let members = initial_members(&cluster.control_plane, node.name()).map(|node| {
            let url = peer_url(NodeRef::ControlPlane(node));
            format!("{}={url}", node.node.name)
        });
        let members: Vec<_> = members.collect();
        Some(members.join(","))
    }),
    FlagRow::from("initial-cluster-state", |_, node| {
        let state = match node {
            NodeRef::ControlPlane(node) => node.etcd_initial_state,
            NodeRef::Worker(_) => return None,
        };
        let word = match state {
            EtcdInitialState::New => "new",
            EtcdInitialState::Existing => "existing",
        };
        Some(word.to_owned())
    }),
    // Unique, so that members of two clusters can never join each other.
    FlagRow::from("initial-cluster-token", |cluster, _| Some(cluster.id.to_string())),
    FlagRow::file("cert-file", paths::ETCD_SERVER),
    FlagRow::file("key-file", paths::ETCD_SERVER_KEY),
    FlagRow::file("trusted-ca-file", paths::ETCD_CA),
    FlagRow::fixed("client-cert-auth", "true"),
    FlagRow::file("peer-cert-file", paths::ETCD_PEER),
    FlagRow::file("peer-key-file", paths::ETCD_PEER_KEY),
    FlagRow::file("peer-trusted-ca-file", paths::ETCD_CA),
    FlagRow::fixed("peer-client-cert-auth", "true"),
    FlagRow::fixed("tls-min-version", "TLS1.2").overridable(),
    FlagRow::from("cipher-suites", |cluster, _| {
        // etcd refuses cipher suites if it accepts TLS 1.3 only.
        let newer = cluster.etcd.extra_args.get("tls-min-version").is_some_and(|version| version == "TLS1.3");
        (!newer).then(tls::cipher_suites)
    })
    .overridable(),
    FlagRow::from("listen-metrics-urls", |_, node| Some(url("http", loopback(node), METRICS_PORT))),
    // A member whose data differ from the others' exits at startup instead of serving them.
    FlagRow::fixed("feature-gates", "InitialCorruptCheck=true").overridable(),
    // kube-apiserver's watch cache relies on progress notifications; etcd's default interval is ten minutes.
    FlagRow::fixed("watch-progress-notify-interval", "5s").overridable(),
];

/// The members that the cluster has when a member starts for the first time.
///
/// A member that joins must name exactly the members that the cluster has then (etcd's
/// `ValidateClusterAndAssignIDs`: "member count is unequal"). `etcdctl member add` adds one at a time, so they join in
/// the order of the file.
fn initial_members<'a>(
    nodes: &'a [ControlPlaneNode],
    own: &NodeName,
) -> impl Iterator<Item = &'a ControlPlaneNode> {
    let joins = |node: &ControlPlaneNode| node.etcd_initial_state == EtcdInitialState::Existing;
    let joined = nodes.iter().position(|node| node.node.name == *own && joins(node));
    let comes_later = move |index| joined.is_some_and(|own| index > own);
    nodes
        .iter()
        .enumerate()
        .filter(move |(index, node)| !(joins(node) && comes_later(*index)))
        .map(|(_, node)| node)
}

fn client_url(node: NodeRef<'_>) -> String {
    url("https", node.node().addresses.primary(), CLIENT_PORT)
}

fn peer_url(node: NodeRef<'_>) -> String {
    url("https", node.node().addresses.primary(), PEER_PORT)
}

fn listens(node: NodeRef<'_>) -> Vec<Listen> {
    let (own, loopback) = (node.node().addresses.primary(), loopback(node));
    vec![
        Listen { purpose: "clients", address: loopback, port: CLIENT_PORT },
        Listen { purpose: "clients", address: own, port: CLIENT_PORT },
        Listen { purpose: "peers", address: own, port: PEER_PORT },
        Listen { purpose: "metrics", address: loopback, port: METRICS_PORT },
    ]
}
