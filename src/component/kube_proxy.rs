//! kube-proxy 1.34 to 1.37, on every node that runs a kubelet. Almost everything is in its KubeProxyConfiguration: with
//! `--config` it ignores the flags that do the same (`cmd/kube-proxy/app/options.go`, `Complete`).

use std::net::{IpAddr, SocketAddr};

use serde::Serialize;

use super::{
    ConfigurationFile, Directory, Listen, Port, Probe, Reason, RefusedFlag, Specification, Unit,
    configuration::object,
    flag_table::FlagRow,
    listen_address::{loopback, probe_address, wildcard},
    specification::Probes,
};
use crate::{
    kubernetes::values::{FlagForm, Form, shared},
    model::{Account, Cidr, Cluster, Component, FeatureGates, KubeProxyRun, NodeRef, ProxyMode},
    tree::MachinePath,
};

/// kube-proxy.
pub(super) static SPECIFICATION: Specification = Specification {
    component: Component::KubeProxy,
    table: "kube_proxy",
    extra_args: |draft| &draft.kube_proxy.extra_args,
    process: |draft| &draft.kube_proxy.process,
    feature_gates: |draft| Some(&draft.kube_proxy.feature_gates),
    gates_are_a_flag: false,
    flags: FLAGS,
    contradicting: &["cluster-cidr", "feature-gates", "kubeconfig", "master", "proxy-mode"],
    instead: INSTEAD,
    refused: REFUSED,
    forms: &[shared::LOGGING],
    harmful: &[],
    configuration: Some(&FILE),
    account: Account::Root,
    groups: &[],
    directories: &[Directory::of_group(FOLDER, Account::Root)],
    sees_machine: true,
    mounts: |_| Vec::new(),
    start_inputs: |_, _| vec![KUBECONFIG],
    ports: &[
        Port { number: METRICS_PORT, purpose: "kube-proxy's metrics" },
        Port { number: HEALTH_PORT, purpose: "kube-proxy's health" },
    ],
    listens: |cluster, node| {
        let [health, metrics] = addresses(cluster, node);
        let listen = |purpose, at: SocketAddr| Listen { purpose, address: at.ip(), port: at.port() };
        vec![listen("health", health), listen("metrics", metrics)]
    },
    probes: |cluster, node| {
        let [health, _] = addresses(cluster, node);
        let host = probe_address(health.ip(), loopback(node));
        let probe = |path| Probe { host, port: health.port(), path, tls: false };
        Some(Probes { liveness: probe("/livez"), readiness: probe("/healthz"), startup: probe("/livez") })
    },
    needs_net_bind_service: false,
    stop_seconds: 30,
    cpu_millis: 0,
    memory_mebibytes: 0,
    unit: Unit {
        template: ("kube-proxy.service", include_str!("../../templates/kube-proxy.service")),
        description: "Kubernetes network proxy",
        documentation: "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-proxy/",
        after: &["kube-apiserver.service", "kube-haproxy.service"],
        ..Unit::CONTROL_PLANE
    },
};

/// The port for health checks, as kubeadm has it: the load balancers of clouds use it.
const HEALTH_PORT: u16 = 10256;
/// The port for metrics, on the loopback address.
const METRICS_PORT: u16 = 10249;
/// The directory that kubeadm mounts into its pod.
const FOLDER: MachinePath = MachinePath::known("/var/lib/kube-proxy");
const CONFIG: MachinePath = MachinePath::known("/var/lib/kube-proxy/config.yaml");
const KUBECONFIG: MachinePath = crate::pki::paths::KUBE_PROXY_CONF;

/// The files in kube-proxy's pods, as kubeadm names them.
pub mod pod {
    use crate::tree::MachinePath;

    /// The directory of the ConfigMap's files.
    pub const DIRECTORY: MachinePath = super::FOLDER;
    /// The KubeProxyConfiguration.
    pub const CONFIG: &str = "config.conf";
    /// The kubeconfig.
    pub const KUBECONFIG: &str = "kubeconfig.conf";
}

static FLAGS: &[FlagRow] = &[
    FlagRow::file("config", CONFIG),
    FlagRow::from("hostname-override", |_, node| Some(node.name().to_string())),
];

static INSTEAD: &[(&str, &str)] = &[
    ("cluster-cidr", "use `pod_cidr` of [cluster]"),
    ("config", "use `config` of [kube_proxy]: its fields go into the rendered KubeProxyConfiguration"),
    ("feature-gates", "use `feature_gates` of [kube_proxy]"),
    ("hostname-override", "use `name` of the [[control_plane]] or [[worker]]"),
    ("kubeconfig", "leave it out: the kubeconfig is rendered"),
    ("master", "leave it out: the kubeconfig is rendered, and names the API server"),
    ("proxy-mode", "use `mode` of [kube_proxy]"),
];

/// Flags that it ignores, each with the field that it reads instead.
macro_rules! refused {
    ($($name:literal is $field:literal,)*) => {
        &[
            $(RefusedFlag {
                name: $name,
                reason: Reason::Excludes,
                because: "is ignored together with --config, which kubemint sets",
                instead: concat!("set the field `", $field, "` in [kube_proxy.config]"),
            },)*
            ends("cleanup", "removes its rules and exits"),
            ends("init-only", "sets up what needs root and exits"),
            ends("write-config-to", "writes a file and exits"),
            ends("help", "prints its flags and exits"),
            ends("version", "prints its version and exits"),
        ]
    };
}

const fn ends(name: &'static str, because: &'static str) -> RefusedFlag {
    RefusedFlag { name, reason: Reason::Ends, because, instead: "run it by hand" }
}

static REFUSED: &[RefusedFlag] = refused! {
    "bind-address" is "bindAddress",
    "bind-address-hard-fail" is "bindAddressHardFail",
    "config-sync-period" is "configSyncPeriod",
    "conntrack-max-per-core" is "conntrack.maxPerCore",
    "conntrack-min" is "conntrack.min",
    "conntrack-tcp-be-liberal" is "conntrack.tcpBeLiberal",
    "conntrack-tcp-timeout-close-wait" is "conntrack.tcpCloseWaitTimeout",
    "conntrack-tcp-timeout-established" is "conntrack.tcpEstablishedTimeout",
    "conntrack-udp-timeout" is "conntrack.udpTimeout",
    "conntrack-udp-timeout-stream" is "conntrack.udpStreamTimeout",
    "detect-local-mode" is "detectLocalMode",
    "healthz-bind-address" is "healthzBindAddress",
    "healthz-port" is "healthzBindAddress",
    "iptables-localhost-nodeports" is "iptables.localhostNodePorts",
    "iptables-masquerade-bit" is "iptables.masqueradeBit",
    "iptables-min-sync-period" is "iptables.minSyncPeriod",
    "iptables-sync-period" is "iptables.syncPeriod",
    "ipvs-exclude-cidrs" is "ipvs.excludeCIDRs",
    "ipvs-min-sync-period" is "ipvs.minSyncPeriod",
    "ipvs-scheduler" is "ipvs.scheduler",
    "ipvs-strict-arp" is "ipvs.strictARP",
    "ipvs-sync-period" is "ipvs.syncPeriod",
    "ipvs-tcp-timeout" is "ipvs.tcpTimeout",
    "ipvs-tcpfin-timeout" is "ipvs.tcpFinTimeout",
    "ipvs-udp-timeout" is "ipvs.udpTimeout",
    "kube-api-burst" is "clientConnection.burst",
    "kube-api-content-type" is "clientConnection.contentType",
    "kube-api-qps" is "clientConnection.qps",
    "masquerade-all" is "iptables.masqueradeAll",
    "metrics-bind-address" is "metricsBindAddress",
    "metrics-port" is "metricsBindAddress",
    "nodeport-addresses" is "nodePortAddresses",
    "oom-score-adj" is "oomScoreAdj",
    "pod-bridge-interface" is "detectLocal.bridgeInterface",
    "pod-interface-name-prefix" is "detectLocal.interfaceNamePrefix",
    "profiling" is "enableProfiling",
    "show-hidden-metrics-for-version" is "showHiddenMetricsForVersion",
};

/// Its configuration file.
static FILE: ConfigurationFile = ConfigurationFile {
    api_version: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    path: CONFIG,
    config: |draft| &draft.kube_proxy.config,
    written: |cluster, node| object(&configuration(cluster, node)),
    of_nodes: &[],
    owned: &[
        (&["clientConnection", "kubeconfig"], "leave it out: the kubeconfig is rendered"),
        (&["clusterCIDR"], "use `pod_cidr` of [cluster]"),
        (&["featureGates"], "use `feature_gates` of [kube_proxy]"),
        (&["hostnameOverride"], "use `name` of the [[control_plane]] or [[worker]]"),
        (&["mode"], "use `mode` of [kube_proxy]"),
    ],
    forms: FORMS,
};

/// The fields of `kubeproxy.config.k8s.io/v1alpha1` KubeProxyConfiguration that kubemint sets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KubeProxyConfiguration<'a> {
    client_connection: ClientConnection,
    #[serde(rename = "clusterCIDR")]
    cluster_cidr: String,
    detect_local_mode: &'static str,
    #[serde(skip_serializing_if = "FeatureGates::is_empty")]
    feature_gates: &'a FeatureGates,
    healthz_bind_address: String,
    metrics_bind_address: String,
    mode: ProxyMode,
}

#[derive(Serialize)]
struct ClientConnection {
    kubeconfig: String,
}

fn configuration<'a>(cluster: &'a Cluster, node: NodeRef<'_>) -> KubeProxyConfiguration<'a> {
    let ranges: Vec<_> = cluster.pod_cidr.iter().map(ToString::to_string).collect();
    KubeProxyConfiguration {
        client_connection: ClientConnection { kubeconfig: kubeconfig(cluster).to_string() },
        cluster_cidr: ranges.join(","),
        detect_local_mode: "ClusterCIDR",
        feature_gates: &cluster.kube_proxy.feature_gates,
        healthz_bind_address: SocketAddr::new(wildcard(node), HEALTH_PORT).to_string(),
        metrics_bind_address: SocketAddr::new(loopback(node), METRICS_PORT).to_string(),
        // Written even where it is kube-proxy's default, which becomes nftables in Kubernetes 1.40.
        mode: cluster.kube_proxy.mode,
    }
}

/// The kubeconfig on the machine or in the pod.
fn kubeconfig(cluster: &Cluster) -> MachinePath {
    match cluster.kube_proxy.run {
        KubeProxyRun::DaemonSet => FOLDER.join(pod::KUBECONFIG),
        KubeProxyRun::Systemd | KubeProxyRun::None => KUBECONFIG,
    }
}

/// The addresses for health and metrics: from the user's fields, or kubemint's defaults.
fn addresses(cluster: &Cluster, node: NodeRef<'_>) -> [SocketAddr; 2] {
    let set = |field, port| {
        let text = cluster.kube_proxy.config.get(field)?.as_str()?;
        text.parse().ok().or_else(|| Some(SocketAddr::new(text.parse::<IpAddr>().ok()?, port)))
    };
    [
        set("healthzBindAddress", HEALTH_PORT).unwrap_or(SocketAddr::new(wildcard(node), HEALTH_PORT)),
        set("metricsBindAddress", METRICS_PORT).unwrap_or(SocketAddr::new(loopback(node), METRICS_PORT)),
    ]
}

/// `pkg/proxy/apis/config/validation/validation.go` and `pkg/proxy/apis/config/v1alpha1/defaults.go`. Where a field is no
/// pointer in Go, 0 and `""` mean its default.
static FORMS: &[FlagForm] = &[
    ("bindAddress", Form::Text(is_address, "an IP address")),
    ("clientConnection.burst", Form::Whole(0, MOST)),
    ("configSyncPeriod", PERIOD),
    ("conntrack.maxPerCore", Form::Whole(0, MOST)),
    ("conntrack.min", Form::Whole(0, MOST)),
    ("conntrack.tcpCloseWaitTimeout", PERIOD),
    ("conntrack.tcpEstablishedTimeout", PERIOD),
    ("conntrack.udpStreamTimeout", PERIOD),
    ("conntrack.udpTimeout", PERIOD),
    ("healthzBindAddress", SOCKET),
    ("iptables.masqueradeBit", Form::Whole(0, 31)),
    ("iptables.minSyncPeriod", PERIOD),
    ("iptables.syncPeriod", PERIOD),
    ("metricsBindAddress", SOCKET),
    ("nftables.masqueradeBit", Form::Whole(0, 31)),
    ("nftables.minSyncPeriod", PERIOD),
    ("nftables.syncPeriod", PERIOD),
    ("nodePortAddresses", Form::List(&NODE_PORT_ADDRESS)),
    ("oomScoreAdj", Form::Whole(-1000, 1000)),
];

const MOST: i64 = i32::MAX as i64;
const PERIOD: Form = Form::Time(0, i64::MAX);
const SOCKET: Form = Form::Text(is_socket, "an IP address and a port, such as \"127.0.0.1:10249\"");
const NODE_PORT_ADDRESS: Form =
    Form::Text(is_node_port_address, "a range such as \"10.0.0.0/8\", or \"primary\"");

fn is_address(text: &str) -> bool {
    text.is_empty() || text.parse::<IpAddr>().is_ok()
}

fn is_socket(text: &str) -> bool {
    is_address(text) || text.parse::<SocketAddr>().is_ok_and(|at| at.port() > 0)
}

fn is_node_port_address(text: &str) -> bool {
    matches!(text, "primary" | "localhost" | "all") || Cidr::parse(text).is_ok()
}
