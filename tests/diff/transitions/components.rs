//! Changes of the components' tables, and of what they share: audit, encryption, images, accounts.

use super::{
    APISERVER, Case, ETCD, KUBE_PROXY, KUBELET, MANAGER, Nothing, PODS, Refused, Restart, SCHEDULER, Table,
    Warns,
};

/// The components' tables.
pub(super) const COMPONENTS: &[Case] = &[
    (
        "[load_balancer]",
        "nodes",
        Restart(&["kube-apiserver", "kube-haproxy", "kubelet"]),
        &[("", "[load_balancer]\nnodes = \"haproxy\"")],
    ),
    // Only haproxy listens on it.
    ("[load_balancer]", "port", Nothing, &[("", "[load_balancer]\nport = 8443")]),
    (
        "[load_balancer]",
        "virtual_ip",
        Restart(&["kube-keepalived"]),
        &[("", "[load_balancer]\nvirtual_ip = \"192.168.56.105\"\ninterface = \"eth0\"\nrouter_id = 51")],
    ),
    (
        "[load_balancer]",
        "interface",
        Refused("there is no virtual_ip"),
        &[("", "[load_balancer]\ninterface = \"eth0\"")],
    ),
    (
        "[load_balancer]",
        "router_id",
        Refused("there is no virtual_ip"),
        &[("", "[load_balancer]\nrouter_id = 51")],
    ),
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
    ("[kube_proxy]", "run", Restart(KUBE_PROXY), &[("", "[kube_proxy]\nrun = \"systemd\"")]),
    // kubectl applies its objects; the DaemonSet replaces its own pods.
    ("[kube_proxy]", "run", Nothing, &[("", "[kube_proxy]\nrun = \"daemon-set\"")]),
    // Nothing runs it.
    ("[kube_proxy]", "mode", Nothing, &[("", "[kube_proxy]\nmode = \"iptables\"")]),
];

/// The table of a kube-proxy that runs.
pub(super) const KUBE_PROXY_TABLE: &[Case] = &[
    ("[kube_proxy]", "run", Restart(KUBE_PROXY), &[("run = \"systemd\"", "run = \"none\"")]),
    ("[kube_proxy]", "run", Restart(KUBE_PROXY), &[("run = \"systemd\"", "run = \"daemon-set\"")]),
    // It removes the rules of the other mode when it starts (`platformCleanup`).
    ("[kube_proxy]", "mode", Restart(KUBE_PROXY), &[("", "mode = \"iptables\"")]),
    ("[kube_proxy]", "feature_gates", Restart(KUBE_PROXY), &[("", "feature_gates = { AllBeta = true }")]),
    ("[kube_proxy]", "extra_args", Restart(KUBE_PROXY), &[("", "extra_args = { v = \"2\" }")]),
    ("[kube_proxy]", "config", Restart(KUBE_PROXY), &[("", "config = { oomScoreAdj = -998 }")]),
    ("[kube_proxy]", "env", Restart(KUBE_PROXY), &[("", "env = { GOGC = \"80\" }")]),
    ("[kube_proxy]", "limits", Restart(KUBE_PROXY), &[("", "limits = { cpu = \"500m\" }")]),
];

/// What is set around the process of a component.
pub(super) const PROCESSES: &[Case] = &[
    ("[apiserver]", "env", Restart(APISERVER), &[("", "[apiserver]\nenv = { GOMEMLIMIT = \"3GiB\" }")]),
    (
        "[controller_manager]",
        "env",
        Restart(MANAGER),
        &[("", "[controller_manager]\nenv = { GOGC = \"80\" }")],
    ),
    (
        "[scheduler]",
        "env",
        Restart(SCHEDULER),
        &[("", "[scheduler]\nenv = { HTTPS_PROXY = \"http://proxy.example.org:3128\" }")],
    ),
    ("[etcd]", "env", Restart(ETCD), &[("", "[etcd]\nenv = { GOMAXPROCS = \"2\" }")]),
    ("[kubelet]", "env", Restart(KUBELET), &[("", "[kubelet]\nenv = { GOGC = \"80\" }")]),
    ("[apiserver]", "requests", Restart(APISERVER), &[("", "[apiserver]\nrequests = { cpu = \"300m\" }")]),
    ("[apiserver]", "limits", Restart(APISERVER), &[("", "[apiserver]\nlimits = { memory = \"4Gi\" }")]),
    (
        "[controller_manager]",
        "requests",
        Restart(MANAGER),
        &[("", "[controller_manager]\nrequests = { cpu = \"300m\" }")],
    ),
    (
        "[controller_manager]",
        "limits",
        Restart(MANAGER),
        &[("", "[controller_manager]\nlimits = { memory = \"4Gi\" }")],
    ),
    ("[scheduler]", "requests", Restart(SCHEDULER), &[("", "[scheduler]\nrequests = { cpu = \"300m\" }")]),
    ("[scheduler]", "limits", Restart(SCHEDULER), &[("", "[scheduler]\nlimits = { memory = \"4Gi\" }")]),
    ("[etcd]", "requests", Restart(ETCD), &[("", "[etcd]\nrequests = { cpu = \"300m\" }")]),
    ("[etcd]", "limits", Restart(ETCD), &[("", "[etcd]\nlimits = { memory = \"4Gi\" }")]),
    ("[kubelet]", "limits", Restart(KUBELET), &[("", "[kubelet]\nlimits = { memory = \"4Gi\" }")]),
];

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
