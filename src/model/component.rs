//! The components, and their tables in cluster.toml.

use std::{collections::BTreeMap, net::IpAddr};

use serde::{Deserialize, Serialize};

use super::{Endpoint, Host, JwtAuthenticator, ProcessSettings, UnixSocket};

/// The components that kubemint configures, in the order in which they start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Component {
    /// etcd, the key-value store.
    Etcd,
    /// The API server.
    KubeApiserver,
    /// The controller manager.
    KubeControllerManager,
    /// The scheduler.
    KubeScheduler,
    /// keepalived, which holds the virtual IP of the API servers.
    KubeKeepalived,
    /// haproxy, through which the clients on a worker reach the API servers.
    KubeHaproxy,
    /// The kubelet, on every node.
    Kubelet,
    /// kube-proxy, on every node.
    KubeProxy,
}

impl Component {
    /// All components.
    pub const ALL: [Self; 8] = [
        Self::Etcd,
        Self::KubeApiserver,
        Self::KubeControllerManager,
        Self::KubeScheduler,
        Self::KubeKeepalived,
        Self::KubeHaproxy,
        Self::Kubelet,
        Self::KubeProxy,
    ];

    /// etcd and Kubernetes' own components: their releases belong to a minor, which says what flags they have.
    pub const WITH_FLAGS: [Self; 6] = [
        Self::Etcd,
        Self::KubeApiserver,
        Self::KubeControllerManager,
        Self::KubeScheduler,
        Self::Kubelet,
        Self::KubeProxy,
    ];

    /// The components of a control-plane node that can be a static pod or a unit, in the order in which they start.
    pub const CONTROL_PLANE: [Self; 4] =
        [Self::Etcd, Self::KubeApiserver, Self::KubeControllerManager, Self::KubeScheduler];

    /// The name of its unit and pod, and of its program unless a distribution's package has that.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Etcd => "etcd",
            Self::KubeApiserver => "kube-apiserver",
            Self::KubeControllerManager => "kube-controller-manager",
            Self::KubeScheduler => "kube-scheduler",
            Self::KubeKeepalived => "kube-keepalived",
            Self::KubeHaproxy => "kube-haproxy",
            Self::Kubelet => "kubelet",
            Self::KubeProxy => "kube-proxy",
        }
    }
}

/// How a component of the control plane runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// As a static pod of the kubelet, in /etc/kubernetes/manifests.
    #[default]
    StaticPod,
    /// As a systemd unit.
    Systemd,
}

/// The API server in a component's kubeconfig.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiserverChoice {
    /// The one on the same node, so that no component is newer than its API server.
    #[default]
    Local,
    /// The cluster's endpoint.
    Endpoint,
}

/// Flag names without dashes, and their values. Each flag exists in the cluster's minor and is not owned by kubemint.
pub type ExtraArgs = BTreeMap<String, String>;

/// Feature gates that exist in the cluster's minor, and whether they are enabled.
pub type FeatureGates = BTreeMap<String, bool>;

/// `[apiserver]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiserverSettings {
    /// Static pod or unit.
    pub runtime: Runtime,
    /// `--bind-address`; all addresses by default.
    pub bind_address: Option<IpAddr>,
    /// `--secure-port`, 6443 by default.
    pub port: u16,
    /// Additional subject alternative names of its serving certificate.
    pub extra_sans: Vec<Host>,
    /// Issuers whose tokens are accepted in addition to the cluster's own, without duplicates.
    pub authentication: Vec<JwtAuthenticator>,
    /// `--feature-gates`
    pub feature_gates: FeatureGates,
    /// Additional flags.
    pub extra_args: ExtraArgs,
    /// What is set around its process.
    #[serde(flatten)]
    pub process: ProcessSettings,
}

/// `[controller_manager]` and `[scheduler]`, which have the same keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControllerSettings {
    /// Static pod or unit.
    pub runtime: Runtime,
    /// The API server in its kubeconfig.
    pub apiserver: ApiserverChoice,
    /// `--bind-address`, 127.0.0.1 by default.
    pub bind_address: BindAddress,
    /// Additional subject alternative names of its serving certificate.
    pub extra_sans: Vec<Host>,
    /// `--feature-gates`
    pub feature_gates: FeatureGates,
    /// Additional flags.
    pub extra_args: ExtraArgs,
    /// What is set around its process.
    #[serde(flatten)]
    pub process: ProcessSettings,
}

/// The address on which a component listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindAddress {
    /// The same address on every node, such as 127.0.0.1 or 0.0.0.0.
    Fixed(IpAddr),
    /// The node's own address, written `"node"`.
    Node,
}

impl BindAddress {
    /// The value that means the node's own address.
    pub const NODE: &str = "node";
}

impl std::fmt::Display for BindAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fixed(address) => address.fmt(f),
            Self::Node => f.write_str(Self::NODE),
        }
    }
}

/// `[etcd]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EtcdSettings {
    /// Static pod or unit; without effect if `external` is set.
    pub runtime: Runtime,
    /// The client endpoints of an etcd that kubemint does not run. If empty, each control-plane node has a member.
    pub external: Vec<Endpoint>,
    /// Additional flags.
    pub extra_args: ExtraArgs,
    /// What is set around its process.
    #[serde(flatten)]
    pub process: ProcessSettings,
}

/// Where a kubelet gets its serving certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KubeletServing {
    /// It is rendered, signed by the cluster's CA.
    #[default]
    Rendered,
    /// The kubelet requests it with a CertificateSigningRequest, which somebody has to approve.
    Csr,
    /// The kubelet signs it itself, and nobody can verify it.
    SelfSigned,
}

/// `[kubelet]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KubeletSettings {
    /// Where it gets its serving certificate.
    pub serving: KubeletServing,
    /// `featureGates`
    pub feature_gates: FeatureGates,
    /// Additional flags.
    pub extra_args: ExtraArgs,
    /// What is set around its process.
    #[serde(flatten)]
    pub process: ProcessSettings,
    /// Additional fields of the KubeletConfiguration, by name.
    pub config: serde_json::Map<String, serde_json::Value>,
    /// The CRI socket, unix:///run/containerd/containerd.sock by default.
    pub container_runtime_endpoint: UnixSocket,
}

/// What runs kube-proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KubeProxyRun {
    /// Nothing that kubemint renders: the CNI plugin takes its place, or somebody installs it.
    #[default]
    None,
    /// A DaemonSet among the objects to apply.
    DaemonSet,
    /// A systemd unit on every node.
    Systemd,
}

/// What kube-proxy writes its rules for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyMode {
    /// nftables, from Linux 5.13 on.
    #[default]
    Nftables,
    /// iptables.
    Iptables,
}

/// `[kube_proxy]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KubeProxySettings {
    /// What runs it; without effect on the rest if nothing does.
    pub run: KubeProxyRun,
    /// `mode`
    pub mode: ProxyMode,
    /// `featureGates`
    pub feature_gates: FeatureGates,
    /// Additional flags.
    pub extra_args: ExtraArgs,
    /// What is set around its process.
    #[serde(flatten)]
    pub process: ProcessSettings,
    /// Additional fields of the KubeProxyConfiguration, by name.
    pub config: serde_json::Map<String, serde_json::Value>,
}

impl KubeProxySettings {
    /// Whether they are those of a cluster.toml without the table.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
