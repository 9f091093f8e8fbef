//! Changes of the tables that are no component's: service accounts, audit, encryption, CoreDNS, images, accounts, the rollout
//! itself, and files of the user's own.

use super::{APISERVER, Case, ETCD, MANAGER, Nothing, PODS, Restart, SCHEDULER, Table, Warns};

/// The other tables.
pub(super) const OTHERS: &[Case] = &[
    (
        "[service_accounts]",
        "issuers",
        Warns("service-account-issuer"),
        &[("", "[service_accounts]\nissuers = [\"https://a.example.org\"]")],
    ),
    (
        "[service_accounts]",
        "issuers",
        Restart(APISERVER),
        &[(
            "",
            "[service_accounts]\nissuers = [\"https://kubernetes.default.svc.cluster.local\", \"https://a.example.org\"]",
        )],
    ),
    (
        "[service_accounts]",
        "jwks_uri",
        Restart(APISERVER),
        &[("", "[service_accounts]\njwks_uri = \"https://a.example.org/keys\"")],
    ),
    (
        "[service_accounts]",
        "api_audiences",
        Warns("token-audience"),
        &[("", "[service_accounts]\napi_audiences = [\"a\"]")],
    ),
    (
        "[service_accounts]",
        "max_token_expiration",
        Restart(APISERVER),
        &[("", "[service_accounts]\nmax_token_expiration = \"48h\"")],
    ),
    (
        "[service_accounts]",
        "verification_keys",
        Restart(APISERVER),
        &[("", "[service_accounts]\nverification_keys = [\"old.pub\"]")],
    ),
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
    ("[coredns]", "run", Warns("cluster-dns"), &[("", "[coredns]\nrun = \"none\"")]),
    ("[coredns]", "replicas", Nothing, &[("", "[coredns]\nreplicas = 3")]),
    ("[coredns]", "upstreams", Nothing, &[("", "[coredns]\nupstreams = [\"10.0.0.2\"]")]),
    ("[coredns]", "corefile", Nothing, &[("", "[coredns]\ncorefile = \"Corefile\"")]),
    ("[coredns]", "tag", Nothing, &[("", "[coredns]\ntag = \"v1.14.5\"")]),
    (
        "[coredns]",
        "digest",
        Nothing,
        &[(
            "",
            "[coredns]\ndigest = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"",
        )],
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
    // Neither runs in the example.
    ("[users]", "kube_haproxy", Nothing, &[("", "[users]\nkube_haproxy = 700")]),
    ("[users]", "kube_keepalived", Nothing, &[("", "[users]\nkube_keepalived = 700")]),
    ("[bootstrap]", "token_expiry", Nothing, &[("token_expiry = 2026-11-25", "token_expiry = 2026-11-27")]),
    ("[bootstrap]", "discovery", Restart(APISERVER), &[("[bootstrap]", "[bootstrap]\ndiscovery = true")]),
    ("[rollout]", "ssh", Nothing, &[("", "[rollout]\nssh = \"ssh ops@{address}\"")]),
    ("[rollout]", "become", Nothing, &[("", "[rollout]\nbecome = \"sudo\"")]),
    ("[[admin]]", "name", Nothing, &[("", "[[admin]]\nname = \"alice\"")]),
    ("[[object]]", "source", Nothing, &[("", "[[object]]\nsource = \"object.yaml\"")]),
    (
        "[[object]]",
        "apply",
        Nothing,
        &[("", "[[object]]\nsource = \"object.yaml\"\napply = \"after-nodes\"")],
    ),
    ("[[overlay]]", "directory", Nothing, &[("", "[[overlay]]\ndirectory = \"machines\"")]),
    ("[[overlay]]", "nodes", Nothing, &[("", "[[overlay]]\ndirectory = \"machines\"\nnodes = [\"worker\"]")]),
    (
        "[[overlay]]",
        "restarts",
        Restart(&["etcd", "kubelet"]),
        &[("", "[[overlay]]\ndirectory = \"machines\"\nrestarts = [\"kubelet\", \"etcd\"]")],
    ),
    ("[[overlay]]", "permissions", Table, &[]),
    (
        "a file of [overlay.permissions]",
        "mode",
        Nothing,
        &[(
            "",
            "[[overlay]]\ndirectory = \"machines\"\npermissions.\"/etc/sysctl.d/90-own.conf\".mode = \"0600\"",
        )],
    ),
    (
        "a file of [overlay.permissions]",
        "owner",
        Nothing,
        &[(
            "",
            "[[overlay]]\ndirectory = \"machines\"\nnodes = [\"master-1\"]\n\
             permissions.\"/etc/sysctl.d/90-own.conf\".owner = \"etcd\"",
        )],
    ),
    (
        "a file of [overlay.permissions]",
        "group",
        Restart(ETCD),
        &[(
            "",
            "[[overlay]]\ndirectory = \"machines\"\nnodes = [\"master-1\"]\nrestarts = [\"etcd\"]\n\
             permissions.\"/etc/sysctl.d/90-own.conf\".group = \"etcd\"",
        )],
    ),
    ("[[admin]]", "groups", Nothing, &[("", "[[admin]]\nname = \"alice\"\ngroups = [\"a:b\"]")]),
];
