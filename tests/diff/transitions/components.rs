//! Changes of the components' tables.

use super::{
    APISERVER, Case, ETCD, KUBE_PROXY, KUBELET, MANAGER, Nothing, Refused, Restart, SCHEDULER, Warns,
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
