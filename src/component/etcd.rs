//! etcd 3.6 and 3.7: one member a control-plane node.

use super::{
    Invocation, Listen, Mount, Probe,
    flag_table::{Row, command_line, files},
    listen::{loopback, url},
    paths, tls,
};
use crate::model::{Account, Cluster, Component, ControlPlaneNode, EtcdInitialState, FeatureGates};

/// What clients dial.
pub(super) const CLIENT_PORT: u16 = 2379;
/// What other members dial.
const PEER_PORT: u16 = 2380;
/// Metrics and health, on the loopback address without TLS, as kubeadm has it: a probe has no client certificate.
const METRICS_PORT: u16 = 2381;

/// etcd's flags.
pub(super) static TABLE: &[Row] = &[
    Row::from("name", |_, node| Some(node.node.name.to_string())),
    Row::fixed("data-dir", "/var/lib/etcd"),
    Row::from("listen-client-urls", |_, node| {
        Some(format!("{},{}", url("https", loopback(node), CLIENT_PORT), client_url(node)))
    }),
    Row::from("advertise-client-urls", |_, node| Some(client_url(node))),
    Row::from("listen-peer-urls", |_, node| Some(peer_url(node))),
    Row::from("initial-advertise-peer-urls", |_, node| Some(peer_url(node))),
    Row::from("initial-cluster", |cluster, node| {
        let members = initial_members(&cluster.control_plane, node);
        let members: Vec<_> = members.map(|node| format!("{}={}", node.node.name, peer_url(node))).collect();
        Some(members.join(","))
    }),
    Row::from("initial-cluster-state", |_, node| {
        let state = match node.etcd_initial_state {
            EtcdInitialState::New => "new",
            EtcdInitialState::Existing => "existing",
        };
        Some(state.to_owned())
    }),
    // Its own, so that members of two clusters can never take each other for one of theirs.
    Row::from("initial-cluster-token", |cluster, _| Some(cluster.id.to_string())),
    Row::file("cert-file", paths::ETCD_SERVER),
    Row::file("key-file", paths::ETCD_SERVER_KEY),
    Row::file("trusted-ca-file", paths::ETCD_CA),
    Row::fixed("client-cert-auth", "true"),
    Row::file("peer-cert-file", paths::ETCD_PEER),
    Row::file("peer-key-file", paths::ETCD_PEER_KEY),
    Row::file("peer-trusted-ca-file", paths::ETCD_CA),
    Row::fixed("peer-client-cert-auth", "true"),
    Row::fixed("tls-min-version", "TLS1.2").unless_told(),
    Row::from("cipher-suites", |cluster, _| {
        // etcd refuses a choice of suites where it speaks TLS 1.3 alone.
        let newer = cluster.etcd.extra_args.get("tls-min-version").is_some_and(|version| version == "TLS1.3");
        (!newer).then(tls::cipher_suites)
    })
    .unless_told(),
    Row::from("listen-metrics-urls", |_, node| Some(url("http", loopback(node), METRICS_PORT))),
    // A member whose data differ from the others' stops at its start instead of serving them.
    Row::fixed("feature-gates", "InitialCorruptCheck=true").unless_told(),
    // kube-apiserver's watch cache asks for progress; etcd's default is ten minutes.
    Row::fixed("watch-progress-notify-interval", "5s").unless_told(),
];

/// With a file, etcd would read no other flag.
pub(super) static CONTRADICTING: &[&str] = &["config-file"];

/// The members that there are when a member starts for the first time.
///
/// One that joins must name those that the cluster has then, neither more nor fewer (etcd's
/// `ValidateClusterAndAssignIDs`: "member count is unequal"). `etcdctl member add` takes one at a time, so they join in
/// the order of the file.
fn initial_members<'a>(
    nodes: &'a [ControlPlaneNode],
    own: &'a ControlPlaneNode,
) -> impl Iterator<Item = &'a ControlPlaneNode> {
    let joins = |node: &ControlPlaneNode| node.etcd_initial_state == EtcdInitialState::Existing;
    let joined = nodes.iter().position(|node| node.node.name == own.node.name).filter(|_| joins(own));
    let comes_later = move |index| joined.is_some_and(|own| index > own);
    nodes
        .iter()
        .enumerate()
        .filter(move |(index, node)| !(joins(node) && comes_later(*index)))
        .map(|(_, node)| node)
}

fn client_url(node: &ControlPlaneNode) -> String {
    url("https", node.node.addresses.primary(), CLIENT_PORT)
}

fn peer_url(node: &ControlPlaneNode) -> String {
    url("https", node.node.addresses.primary(), PEER_PORT)
}

/// etcd on a control-plane node of a cluster that runs its own.
#[must_use]
pub fn invocation(cluster: &Cluster, node: &ControlPlaneNode) -> Invocation {
    let probe = |path| Probe { host: loopback(node), port: METRICS_PORT, path, tls: false };
    let place = (cluster, node);
    Invocation {
        component: Component::Etcd,
        runtime: cluster.runtime(Component::Etcd),
        command: command_line("etcd", TABLE, place, &FeatureGates::new(), &cluster.etcd.extra_args),
        account: Account::Etcd,
        groups: Vec::new(),
        mounts: mounts(),
        start_inputs: files(TABLE, cluster),
        needs_net_bind_service: false,
        listens: listens(node),
        liveness: probe("/livez"),
        readiness: probe("/readyz"),
        startup: probe("/readyz"),
        stop_seconds: 30,
        cpu_millis: 100,
        memory_mebibytes: 100,
    }
}

fn listens(node: &ControlPlaneNode) -> Vec<Listen> {
    let (own, loopback) = (node.node.addresses.primary(), loopback(node));
    vec![
        Listen { purpose: "clients", address: loopback, port: CLIENT_PORT },
        Listen { purpose: "clients", address: own, port: CLIENT_PORT },
        Listen { purpose: "peers", address: own, port: PEER_PORT },
        Listen { purpose: "metrics", address: loopback, port: METRICS_PORT },
    ]
}

/// What it sees of the machine.
pub(super) fn mounts() -> Vec<Mount> {
    vec![
        Mount { name: "pki", path: paths::PKI_ETCD, is_folder: true, writable: false },
        Mount { name: "data", path: paths::ETCD_DATA, is_folder: true, writable: true },
    ]
}
