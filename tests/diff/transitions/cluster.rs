//! Changes of the cluster, of its nodes, and of its keys and certificates.

use super::{
    ALL, APISERVER, CLIENTS, Case, ETCD, KUBELET, KUBERNETES, MANAGER, Nothing, Refused, Restart, Table,
    Warns,
};

const GENERATIONS: &str = "a key of [pki.generations]";

/// The document, `[cluster]`, and the nodes.
pub(super) const CLUSTER: &[Case] = &[
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
    ("", "load_balancer", Table, &[]),
    ("", "apiserver", Table, &[]),
    ("", "controller_manager", Table, &[]),
    ("", "scheduler", Table, &[]),
    ("", "etcd", Table, &[]),
    ("", "kubelet", Table, &[]),
    ("", "kube_proxy", Table, &[]),
    ("", "service_accounts", Table, &[]),
    ("", "audit", Table, &[]),
    ("", "encryption", Table, &[]),
    ("", "coredns", Table, &[]),
    ("", "images", Table, &[]),
    ("", "users", Table, &[]),
    ("", "bootstrap", Table, &[]),
    ("", "rollout", Table, &[]),
    ("", "admin", Table, &[]),
    ("", "object", Table, &[]),
    ("", "overlay", Table, &[]),
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
    (
        "[[control_plane]]",
        "interface",
        Refused("there is no virtual_ip"),
        &[("\"master-3\"", "\"master-3\"\ninterface = \"eth0\"")],
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
pub(super) const PKI: &[Case] = &[
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
