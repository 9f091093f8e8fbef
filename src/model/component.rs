//! What a cluster.toml says of each component.

use std::{collections::BTreeMap, net::IpAddr};

use serde::{Deserialize, Serialize};

use super::{Endpoint, Host, JwtAuthenticator, UnixSocket};

/// The processes that kubemint configures, in the order in which they start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Component {
    /// The store.
    Etcd,
    /// The API server.
    KubeApiserver,
    /// The controllers.
    KubeControllerManager,
    /// The scheduler.
    KubeScheduler,
    /// The agent of every node.
    Kubelet,
}

impl Component {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Etcd, Self::KubeApiserver, Self::KubeControllerManager, Self::KubeScheduler, Self::Kubelet];

    /// The four that a static pod or a unit runs on control-plane nodes, in the order in which they start.
    pub const CONTROL_PLANE: [Self; 4] =
        [Self::Etcd, Self::KubeApiserver, Self::KubeControllerManager, Self::KubeScheduler];

    /// The name of its binary, its unit and its pod.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Etcd => "etcd",
            Self::KubeApiserver => "kube-apiserver",
            Self::KubeControllerManager => "kube-controller-manager",
            Self::KubeScheduler => "kube-scheduler",
            Self::Kubelet => "kubelet",
        }
    }
}

/// How a component of the control plane is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// By the kubelet, from /etc/kubernetes/manifests.
    #[default]
    StaticPod,
    /// By systemd, as a unit.
    Systemd,
}

/// Which API server a component's kubeconfig names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiserverChoice {
    /// The one on the component's own node, so that no component of a newer minor meets an older API server.
    #[default]
    Local,
    /// The cluster's endpoint.
    Endpoint,
}

/// A flag's name without its dashes and a value; the flag exists in the cluster's minor and kubemint does not own it.
pub type ExtraArgs = BTreeMap<String, String>;

/// Feature gates that exist in the cluster's minor, and whether they are on.
pub type FeatureGates = BTreeMap<String, bool>;

/// `[apiserver]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiserverSettings {
    /// Static pod or unit.
    pub runtime: Runtime,
    /// `--bind-address`; all addresses unless said otherwise.
    pub bind_address: Option<IpAddr>,
    /// `--secure-port`, 6443 unless said otherwise.
    pub port: u16,
    /// More subject alternative names for its serving certificate.
    pub extra_sans: Vec<Host>,
    /// Whose tokens are taken beside the cluster's own; no issuer stands twice.
    pub authentication: Vec<JwtAuthenticator>,
    /// `--feature-gates`
    pub feature_gates: FeatureGates,
    /// More flags.
    pub extra_args: ExtraArgs,
}

/// `[controller_manager]` and `[scheduler]`, which differ in nothing that a cluster.toml says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControllerSettings {
    /// Static pod or unit.
    pub runtime: Runtime,
    /// Which API server its kubeconfig names.
    pub apiserver: ApiserverChoice,
    /// `--bind-address`, 127.0.0.1 unless said otherwise.
    pub bind_address: BindAddress,
    /// More subject alternative names for its serving certificate.
    pub extra_sans: Vec<Host>,
    /// `--feature-gates`
    pub feature_gates: FeatureGates,
    /// More flags.
    pub extra_args: ExtraArgs,
}

/// Where a component listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindAddress {
    /// One address for every node, such as 127.0.0.1 or 0.0.0.0.
    Fixed(IpAddr),
    /// The node's own address, written `"node"`.
    Node,
}

impl BindAddress {
    /// What stands for the node's own address.
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
    /// Static pod or unit; says nothing where `external` is set.
    pub runtime: Runtime,
    /// The client endpoints of an etcd that kubemint does not run; empty: one member a control-plane node.
    pub external: Vec<Endpoint>,
    /// More flags.
    pub extra_args: ExtraArgs,
}

/// Where a kubelet's serving certificate comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KubeletServing {
    /// Rendered, signed by the cluster's CA.
    #[default]
    Rendered,
    /// Asked for by a CertificateSigningRequest, which somebody must approve.
    Csr,
    /// Made by the kubelet itself; nobody can verify it.
    SelfSigned,
}

/// `[kubelet]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KubeletSettings {
    /// Where its serving certificate comes from.
    pub serving: KubeletServing,
    /// `featureGates`
    pub feature_gates: FeatureGates,
    /// More flags.
    pub extra_args: ExtraArgs,
    /// More fields of its KubeletConfiguration, by their names there.
    pub config: serde_json::Map<String, serde_json::Value>,
    /// The CRI socket; unix:///run/containerd/containerd.sock unless said otherwise.
    pub container_runtime_endpoint: UnixSocket,
}
