//! Every key of cluster.toml changed in the example's cluster: what a running cluster does then, and what `diff` says.
//!
//! A key without a row fails a test, so that nobody adds one without thinking of a cluster that runs.

use std::{collections::BTreeSet, fs};

use kubemint::config::known_keys;

use crate::cluster::{Cluster, Edit, tasks};

/// What a change of a key is for a cluster that runs.
enum Transition {
    /// No process restarts, and nothing is unsafe.
    Nothing,
    /// These components restart one after the other, and nothing is unsafe.
    Restart(&'static [&'static str]),
    /// It is not safe in one rollout, or safe on a condition: the code of the warning that says which.
    Warns(&'static str),
    /// It cannot be done: words of the refusal.
    Refused(&'static str),
    /// A table, whose keys have rows of their own.
    Table,
}

use Transition::{Nothing, Refused, Restart, Table, Warns};

/// A table's title, a key of it, what a change is, and one.
type Row = (&'static str, &'static str, Transition, &'static [Edit]);

const APISERVER: &[&str] = &["kube-apiserver"];
const MANAGER: &[&str] = &["kube-controller-manager"];
const SCHEDULER: &[&str] = &["kube-scheduler"];
const KUBELET: &[&str] = &["kubelet"];
const ETCD: &[&str] = &["etcd"];
const PODS: &[&str] = &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const KUBERNETES: &[&str] = &["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"];
const CLIENTS: &[&str] = &["kube-controller-manager", "kube-scheduler", "kubelet"];
const ALL: &[&str] = &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet"];

const GENERATIONS: &str = "a key of [pki.generations]";

/// The document, `[cluster]`, and the nodes.
const CLUSTER: &[Row] = &[
    ("", "schema", Refused("schema 2 is not known"), &[("schema = 1", "schema = 2")]),
    ("", "cluster", Table, &[]),
    (
        "",
        "control_plane",
        Warns("etcd-second-cluster"),
        &[(
            "[[worker]]\nname = \"worker-1\"",
            "[[control_plane]]\nname = \"master-4\"\naddress = \"192.168.56.104\"\n\n\
          [[control_plane]]\nname = \"master-5\"\naddress = \"192.168.56.106\"\n\n[[worker]]\nname = \"worker-1\"",
        )],
    ),
    ("", "worker", Nothing, &[("", "[[worker]]\nname = \"worker-9\"\naddress = \"192.168.56.119\"")]),
    ("", "pki", Table, &[]),
    ("", "apiserver", Table, &[]),
    ("", "controller_manager", Table, &[]),
    ("", "scheduler", Table, &[]),
    ("", "etcd", Table, &[]),
    ("", "kubelet", Table, &[]),
    ("", "audit", Table, &[]),
    ("", "encryption", Table, &[]),
    ("", "images", Table, &[]),
    ("", "users", Table, &[]),
    ("", "bootstrap", Table, &[]),
    ("", "rollout", Table, &[]),
    ("", "admin", Table, &[]),
    ("[cluster]", "name", Restart(CLIENTS), &[("name = \"kubernetes\"", "name = \"other\"")]),
    ("[cluster]", "id", Refused("the tree is of cluster"), &[("8c9f7e21", "8c9f7e22")]),
    ("[cluster]", "kubernetes_version", Restart(KUBERNETES), &[("1.37.2", "1.37.3")]),
    ("[cluster]", "kubernetes_version", Warns("older-minor"), &[("1.37.2", "1.36.1")]),
    ("[cluster]", "endpoint", Warns("endpoint-not-in-certificates"), &[("105:6443", "106:6443")]),
    ("[cluster]", "endpoint", Warns("endpoint-changes"), &[("105:6443", "105:443")]),
    ("[cluster]", "service_cidr", Warns("service-range"), &[("10.254.0.0/16", "10.253.0.0/16")]),
    ("[cluster]", "pod_cidr", Warns("pod-range"), &[("172.30.0.0/16", "172.29.0.0/16")]),
    // Nodes keep the ranges that they have, and new ones get theirs.
    ("[cluster]", "node_mask_ipv4", Restart(MANAGER), &[("pod_cidr", "node_mask_ipv4 = 25\npod_cidr")]),
    // There is no IPv6 range of pods in the example.
    ("[cluster]", "node_mask_ipv6", Nothing, &[("pod_cidr", "node_mask_ipv6 = 72\npod_cidr")]),
    (
        "[cluster]",
        "dns_domain",
        Warns("service-account-issuer"),
        &[("pod_cidr", "dns_domain = \"a.b\"\npod_cidr")],
    ),
    (
        "[cluster]",
        "recipients",
        Warns("new-recipient"),
        &[(
            "pod_cidr",
            "recipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\"]\npod_cidr",
        )],
    ),
    (
        "[[control_plane]]",
        "name",
        Warns("same-machine"),
        &[("\"master-3\"", "\"master-4\"\netcd_initial_state = \"existing\"")],
    ),
    ("[[control_plane]]", "address", Warns("etcd-peer-address"), &[("56.103", "56.104")]),
    (
        "[[control_plane]]",
        "labels",
        Restart(KUBELET),
        &[("\"master-1\"", "\"master-1\"\nlabels = { a = \"b\" }")],
    ),
    ("[[control_plane]]", "taints", Restart(KUBELET), &[("\"master-1\"", "\"master-1\"\ntaints = []")]),
    (
        "[[control_plane]]",
        "recipients",
        Warns("new-recipient"),
        &[(
            "\"master-1\"",
            "\"master-1\"\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\"]",
        )],
    ),
    (
        "[[control_plane]]",
        "etcd_initial_state",
        Restart(ETCD),
        &[("\"master-3\"", "\"master-3\"\netcd_initial_state = \"existing\"")],
    ),
    ("[[worker]]", "name", Warns("same-machine"), &[("\"worker-2\"", "\"worker-3\"")]),
    ("[[worker]]", "address", Warns("node-address"), &[("56.112", "56.113")]),
    ("[[worker]]", "labels", Restart(KUBELET), &[("\"worker-1\"", "\"worker-1\"\nlabels = { a = \"b\" }")]),
    (
        "[[worker]]",
        "taints",
        Restart(KUBELET),
        &[("\"worker-1\"", "\"worker-1\"\ntaints = [\"a:NoSchedule\"]")],
    ),
    (
        "[[worker]]",
        "recipients",
        Warns("new-recipient"),
        &[(
            "\"worker-1\"",
            "\"worker-1\"\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\"]",
        )],
    ),
    ("[[worker]]", "join", Restart(KUBELET), &[("\"worker-1\"", "\"worker-1\"\njoin = \"certificate\"")]),
];

/// `[pki]` and its tables.
const PKI: &[Row] = &[
    ("[pki]", "not_before", Restart(ALL), &[("not_before = 2026-11-23", "not_before = 2026-11-24")]),
    (
        "[pki]",
        "leaf_not_before",
        Restart(ALL),
        &[("ca_validity", "leaf_not_before = 2026-11-24T00:00:00Z\nca_validity")],
    ),
    (
        "[pki]",
        "renewals",
        Restart(MANAGER),
        &[("", "[pki.renewals]\n\"controller-manager-serving/master-1\" = 2026-11-24T00:00:00Z")],
    ),
    ("[pki]", "ca_validity", Restart(ALL), &[("\"10y\"", "\"9y\"")]),
    ("[pki]", "leaf_validity", Restart(ALL), &[("\"1y\"", "\"2y\"")]),
    ("[pki]", "key_algorithm", Warns("key-algorithm"), &[("ecdsa-p256", "ecdsa-p384")]),
    ("[pki]", "subject", Table, &[]),
    ("[pki]", "generations", Table, &[]),
    ("[pki.subject]", "country", Warns("ca-subject"), &[("", "[pki.subject]\ncountry = \"DE\"")]),
    ("[pki.subject]", "province", Warns("ca-subject"), &[("", "[pki.subject]\nprovince = \"a\"")]),
    ("[pki.subject]", "locality", Warns("ca-subject"), &[("", "[pki.subject]\nlocality = \"a\"")]),
    (
        "[pki.subject]",
        "organizational_unit",
        Warns("ca-subject"),
        &[("", "[pki.subject]\norganizational_unit = \"a\"")],
    ),
    (
        "[pki.generations]",
        "kubernetes_ca",
        Restart(KUBERNETES),
        &[("", "[pki.generations]\nkubernetes_ca = { active = 1, trusted = [1, 2] }")],
    ),
    (
        "[pki.generations]",
        "etcd_ca",
        Restart(&["etcd", "kube-apiserver"]),
        &[("", "[pki.generations]\netcd_ca = { active = 1, trusted = [1, 2] }")],
    ),
    (
        "[pki.generations]",
        "front_proxy_ca",
        Restart(&["kube-apiserver", "kube-controller-manager", "kube-scheduler"]),
        &[("", "[pki.generations]\nfront_proxy_ca = { active = 1, trusted = [1, 2] }")],
    ),
    (
        "[pki.generations]",
        "service_account",
        Restart(APISERVER),
        &[("", "[pki.generations]\nservice_account = { active = 1, trusted = [1, 2] }")],
    ),
    ("[pki.generations]", "leaf", Restart(ALL), &[("", "[pki.generations]\nleaf = { default = 2 }")]),
    (
        GENERATIONS,
        "active",
        Warns("signs-before-trusted"),
        &[("", "[pki.generations]\nservice_account = { active = 2, trusted = [1, 2] }")],
    ),
    (
        GENERATIONS,
        "trusted",
        Warns("retired-while-in-use"),
        &[("", "[pki.generations]\nservice_account = { active = 2, trusted = [2] }")],
    ),
];

/// The components' tables.
const COMPONENTS: &[Row] = &[
    ("[apiserver]", "runtime", Restart(APISERVER), &[("", "[apiserver]\nruntime = \"systemd\"")]),
    // The example's nodes have addresses of one family, and this is all of them.
    ("[apiserver]", "bind_address", Nothing, &[("", "[apiserver]\nbind_address = \"0.0.0.0\"")]),
    ("[apiserver]", "port", Warns("apiserver-port"), &[("", "[apiserver]\nport = 7443")]),
    (
        "[apiserver]",
        "extra_sans",
        Restart(APISERVER),
        &[("", "[apiserver]\nextra_sans = [\"a.example.org\"]")],
    ),
    (
        "[apiserver]",
        "authentication_file",
        Restart(APISERVER),
        &[("", "[apiserver]\nauthentication_file = \"authentication.yaml\"")],
    ),
    (
        "[apiserver]",
        "feature_gates",
        Restart(APISERVER),
        &[("", "[apiserver]\nfeature_gates = { WatchListCompression = false }")],
    ),
    ("[apiserver]", "extra_args", Restart(APISERVER), &[("", "[apiserver]\nextra_args = { v = \"2\" }")]),
    (
        "[controller_manager]",
        "runtime",
        Restart(MANAGER),
        &[("", "[controller_manager]\nruntime = \"systemd\"")],
    ),
    (
        "[controller_manager]",
        "apiserver",
        Restart(MANAGER),
        &[("", "[controller_manager]\napiserver = \"endpoint\"")],
    ),
    (
        "[controller_manager]",
        "bind_address",
        Restart(MANAGER),
        &[("", "[controller_manager]\nbind_address = \"node\"")],
    ),
    (
        "[controller_manager]",
        "extra_sans",
        Restart(MANAGER),
        &[("", "[controller_manager]\nextra_sans = [\"a.example.org\"]")],
    ),
    (
        "[controller_manager]",
        "feature_gates",
        Restart(MANAGER),
        &[("", "[controller_manager]\nfeature_gates = { HPAScaleToZero = false }")],
    ),
    (
        "[controller_manager]",
        "extra_args",
        Restart(MANAGER),
        &[("", "[controller_manager]\nextra_args = { v = \"2\" }")],
    ),
    ("[scheduler]", "runtime", Restart(SCHEDULER), &[("", "[scheduler]\nruntime = \"systemd\"")]),
    ("[scheduler]", "apiserver", Restart(SCHEDULER), &[("", "[scheduler]\napiserver = \"endpoint\"")]),
    ("[scheduler]", "bind_address", Restart(SCHEDULER), &[("", "[scheduler]\nbind_address = \"node\"")]),
    (
        "[scheduler]",
        "extra_sans",
        Restart(SCHEDULER),
        &[("", "[scheduler]\nextra_sans = [\"a.example.org\"]")],
    ),
    (
        "[scheduler]",
        "feature_gates",
        Restart(SCHEDULER),
        &[("", "[scheduler]\nfeature_gates = { StorageCapacityScoring = false }")],
    ),
    ("[scheduler]", "extra_args", Restart(SCHEDULER), &[("", "[scheduler]\nextra_args = { v = \"2\" }")]),
    (
        "[scheduler]",
        "extra_args",
        Warns("leader-election-lock"),
        &[("", "[scheduler]\nextra_args = { leader-elect-resource-name = \"b\" }")],
    ),
    ("[etcd]", "runtime", Restart(ETCD), &[("", "[etcd]\nruntime = \"systemd\"")]),
    ("[etcd]", "external", Warns("etcd-store"), &[("", "[etcd]\nexternal = [\"192.168.56.90:2379\"]")]),
    (
        "[etcd]",
        "extra_args",
        Restart(ETCD),
        &[("", "[etcd]\nextra_args = { auto-compaction-retention = \"8h\" }")],
    ),
    (
        "[etcd]",
        "extra_args",
        Warns("etcd-wal-directory"),
        &[("", "[etcd]\nextra_args = { wal-dir = \"/var/lib/etcd/wal\" }")],
    ),
    ("[kubelet]", "serving", Warns("kubelet-serving-approval"), &[("", "[kubelet]\nserving = \"csr\"")]),
    ("[kubelet]", "serving", Warns("kubelet-serving"), &[("", "[kubelet]\nserving = \"self-signed\"")]),
    (
        "[kubelet]",
        "container_runtime_endpoint",
        Warns("container-runtime"),
        &[("", "[kubelet]\ncontainer_runtime_endpoint = \"unix:///run/crio/crio.sock\"")],
    ),
    (
        "[kubelet]",
        "feature_gates",
        Restart(KUBELET),
        &[("", "[kubelet]\nfeature_gates = { HugepageAwareEviction = false }")],
    ),
    ("[kubelet]", "extra_args", Restart(KUBELET), &[("", "[kubelet]\nextra_args = { v = \"2\" }")]),
    // tests/diff/kubelet_state.rs has the fields with state behind them.
    ("[kubelet]", "config", Restart(KUBELET), &[("", "[kubelet]\nconfig = { maxPods = 200 }")]),
];

/// The other tables.
const REST: &[Row] = &[
    ("[audit]", "policy", Restart(APISERVER), &[("", "[audit]\npolicy = \"changes\"")]),
    ("[audit]", "policy", Restart(APISERVER), &[("", "[audit]\npolicy = \"off\"")]),
    ("[audit]", "policy_file", Restart(APISERVER), &[("", "[audit]\npolicy_file = \"policy.yaml\"")]),
    // The old files stay where they are; nothing writes, rotates or removes them any more.
    ("[audit]", "log_path", Restart(APISERVER), &[("", "[audit]\nlog_path = \"/var/log/kube/audit.log\"")]),
    ("[audit]", "max_age_days", Restart(APISERVER), &[("", "[audit]\nmax_age_days = 3")]),
    ("[audit]", "max_backups", Restart(APISERVER), &[("", "[audit]\nmax_backups = 3")]),
    ("[audit]", "max_size_megabytes", Restart(APISERVER), &[("", "[audit]\nmax_size_megabytes = 50")]),
    (
        "[encryption]",
        "provider",
        Warns("encryption-unreadable"),
        &[("", "[encryption]\nprovider = \"aescbc\"")],
    ),
    ("[encryption]", "also_reads", Restart(APISERVER), &[("", "[encryption]\nalso_reads = [\"aescbc\"]")]),
    ("[encryption]", "key", Table, &[]),
    (
        "[encryption.key]",
        "active",
        Warns("encryption-unreadable"),
        &[("", "[encryption]\nkey = { active = 2, trusted = [1, 2] }")],
    ),
    (
        "[encryption.key]",
        "trusted",
        Restart(APISERVER),
        &[("", "[encryption]\nkey = { active = 1, trusted = [1, 2] }")],
    ),
    ("[images]", "repository", Restart(PODS), &[("", "[images]\nrepository = \"registry.example.org/k8s\"")]),
    ("[images]", "digests", Table, &[]),
    ("[images]", "etcd_tag", Warns("etcd-older-minor"), &[("", "[images]\netcd_tag = \"3.6.8-0\"")]),
    (
        "[images.digests]",
        "etcd",
        Restart(ETCD),
        &[(
            "",
            "[images.digests]\netcd = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"",
        )],
    ),
    (
        "[images.digests]",
        "kube-apiserver",
        Restart(APISERVER),
        &[(
            "",
            "[images.digests]\nkube-apiserver = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"",
        )],
    ),
    (
        "[images.digests]",
        "kube-controller-manager",
        Restart(MANAGER),
        &[(
            "",
            "[images.digests]\nkube-controller-manager = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"",
        )],
    ),
    (
        "[images.digests]",
        "kube-scheduler",
        Restart(SCHEDULER),
        &[(
            "",
            "[images.digests]\nkube-scheduler = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"",
        )],
    ),
    // Each component stops while its account gets the new number; kubelets read a file that names them.
    ("[users]", "etcd", Restart(&["etcd", "kubelet"]), &[("", "[users]\netcd = 700")]),
    ("[users]", "etcd", Warns("account-number-taken"), &[("", "[users]\netcd = 562\nkube_apiserver = 561")]),
    (
        "[users]",
        "kube_apiserver",
        Restart(&["kube-apiserver", "kubelet"]),
        &[("", "[users]\nkube_apiserver = 700")],
    ),
    (
        "[users]",
        "kube_controller_manager",
        Restart(&["kube-controller-manager", "kubelet"]),
        &[("", "[users]\nkube_controller_manager = 700")],
    ),
    (
        "[users]",
        "kube_scheduler",
        Restart(&["kube-scheduler", "kubelet"]),
        &[("", "[users]\nkube_scheduler = 700")],
    ),
    (
        "[users]",
        "kube_service_account",
        Restart(&["kube-apiserver", "kube-controller-manager", "kubelet"]),
        &[("", "[users]\nkube_service_account = 700")],
    ),
    ("[bootstrap]", "token_expiry", Nothing, &[("token_expiry = 2026-11-25", "token_expiry = 2026-11-27")]),
    ("[bootstrap]", "discovery", Restart(APISERVER), &[("[bootstrap]", "[bootstrap]\ndiscovery = true")]),
    ("[rollout]", "ssh", Nothing, &[("", "[rollout]\nssh = \"ssh ops@{address}\"")]),
    ("[rollout]", "become", Nothing, &[("", "[rollout]\nbecome = \"sudo\"")]),
    ("[[admin]]", "name", Nothing, &[("", "[[admin]]\nname = \"alice\"")]),
    ("[[admin]]", "groups", Nothing, &[("", "[[admin]]\nname = \"alice\"\ngroups = [\"a:b\"]")]),
];

fn rows() -> impl Iterator<Item = &'static Row> {
    [CLUSTER, PKI, COMPONENTS, REST].into_iter().flatten()
}

#[test]
fn every_key_has_a_row_and_every_row_a_key() {
    let known: BTreeSet<(&str, &str)> = known_keys().map(|key| (key.table, key.name)).collect();
    let judged: BTreeSet<(&str, &str)> = rows().map(|(table, key, ..)| (*table, *key)).collect();
    let forgotten: Vec<_> = known.difference(&judged).collect();
    assert!(forgotten.is_empty(), "what does a running cluster do when these change? {forgotten:?}");
    let unknown: Vec<_> = judged.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_change_of_the_cluster_and_its_nodes_is_told_as_what_it_is() {
    judge(CLUSTER);
}

#[test]
fn every_change_of_certificates_is_told_as_what_it_is() {
    judge(PKI);
}

#[test]
fn every_change_of_a_component_is_told_as_what_it_is() {
    judge(COMPONENTS);
}

#[test]
fn every_other_change_is_told_as_what_it_is() {
    judge(REST);
}

/// Makes each change alone, and compares what is told with what its row says.
fn judge(rows: &[Row]) {
    let cluster = Cluster::rendered(&[]);
    let authentication = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer:\n    \
                          url: https://login.example.org\n    audiences: [a]\n  claimMappings:\n    username:\n      \
                          claim: sub\n      prefix: \"x:\"\n";
    fs::write(cluster.at("authentication.yaml"), authentication).unwrap();
    let policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n";
    fs::write(cluster.at("policy.yaml"), policy).unwrap();
    let before = fs::read_to_string(cluster.at("cluster.toml")).unwrap();
    let mut wrong = Vec::new();
    for (table, key, transition, edits) in rows.iter().filter(|row| !matches!(row.2, Table)) {
        cluster.edit(edits);
        if let Some(found) = contradiction(&cluster, transition) {
            wrong.push(format!("{table} {key}: {found}"));
        }
        fs::write(cluster.at("cluster.toml"), &before).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How what `diff` says is not what it should.
fn contradiction(cluster: &Cluster, transition: &Transition) -> Option<String> {
    if let Refused(words) = transition {
        let output = cluster.run(&["diff", "--demo-seed"]);
        let said = String::from_utf8(output.stderr).unwrap();
        let is_refused = output.status.code() == Some(2) && said.contains(words);
        return (!is_refused).then_some(said);
    }
    let output = cluster.run(&["diff", "--demo-seed", "--format", "json"]);
    if output.status.code().is_none_or(|code| code > 1) {
        return Some(String::from_utf8(output.stderr).unwrap());
    }
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> =
        told["diagnostics"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    let tasks = tasks(&told);
    let restarted: BTreeSet<&str> =
        tasks.iter().filter(|task| task.kind == "restart").map(|task| task.component.as_str()).collect();
    let expected = match transition {
        Nothing => BTreeSet::new(),
        Restart(components) => components.iter().copied().collect(),
        Warns(code) => return (!codes.contains(code)).then(|| format!("{codes:?} and not {code}")),
        Refused(_) | Table => return None,
    };
    (!codes.is_empty() || restarted != expected)
        .then(|| format!("{codes:?}, restarts {restarted:?} and not {expected:?}"))
}
