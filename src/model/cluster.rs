//! A valid cluster: every value is valid, and every rule between values holds.

use serde::{Deserialize, Serialize};

use super::{
    Admin, ApiserverSettings, AuditSettings, BootstrapSettings, Cidrs, ClusterId, ClusterName, Component,
    ControlPlaneNode, ControllerSettings, CorednsSettings, DnsDomain, EncryptionSettings, Endpoint,
    EtcdSettings, ImageSettings, KubeProxyRun, KubeProxySettings, KubeletSettings, KubernetesVersion,
    LoadBalancerSettings, NodeName, NodeRef, NodeSelection, NodesReach, Overlay, OverlayFile, OwnObjects,
    PkiSettings, Recipient, RolloutSettings, Runtime, ServiceAccountSettings, Users, Worker,
};

/// The contents of a cluster.toml. Each value is valid by itself; the rules between values have not been checked yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// `[cluster] name`
    pub name: ClusterName,
    /// `[cluster] id`
    pub id: ClusterId,
    /// `[cluster] kubernetes_version`
    #[serde(rename = "kubernetes_version")]
    pub version: KubernetesVersion,
    /// `[cluster] endpoint`: what clients connect to.
    pub endpoint: Endpoint,
    /// `[cluster] service_cidr`
    pub service_cidr: Cidrs,
    /// `[cluster] pod_cidr`
    pub pod_cidr: Cidrs,
    /// `[cluster] node_mask_ipv4`: the prefix length of each node's share of an IPv4 pod range.
    pub node_mask_ipv4: u8,
    /// `[cluster] node_mask_ipv6`: the same for IPv6.
    pub node_mask_ipv6: u8,
    /// `[cluster] dns_domain`
    pub dns_domain: DnsDomain,
    /// `[cluster] recipients`: the operators, who can decrypt every secret.
    pub recipients: Vec<Recipient>,
    /// `[[control_plane]]`, in the order of the file.
    pub control_plane: Vec<ControlPlaneNode>,
    /// `[[worker]]`, in the order of the file.
    #[serde(rename = "worker")]
    pub workers: Vec<Worker>,
    /// `[pki]`
    pub pki: PkiSettings,
    /// `[load_balancer]`
    #[serde(default)]
    pub load_balancer: LoadBalancerSettings,
    /// `[apiserver]`
    pub apiserver: ApiserverSettings,
    /// `[controller_manager]`
    pub controller_manager: ControllerSettings,
    /// `[scheduler]`
    pub scheduler: ControllerSettings,
    /// `[etcd]`
    pub etcd: EtcdSettings,
    /// `[kubelet]`
    pub kubelet: KubeletSettings,
    /// `[kube_proxy]`
    #[serde(default, skip_serializing_if = "KubeProxySettings::is_default")]
    pub kube_proxy: KubeProxySettings,
    /// `[service_accounts]`
    #[serde(default, skip_serializing_if = "ServiceAccountSettings::is_default")]
    pub service_accounts: ServiceAccountSettings,
    /// `[audit]`
    pub audit: AuditSettings,
    /// `[encryption]`
    pub encryption: EncryptionSettings,
    /// `[coredns]`
    #[serde(default)]
    pub coredns: CorednsSettings,
    /// `[images]`
    pub images: ImageSettings,
    /// `[users]`
    pub users: Users,
    /// `[bootstrap]`
    pub bootstrap: BootstrapSettings,
    /// `[rollout]`
    pub rollout: RolloutSettings,
    /// `[[admin]]`, in the order of the file.
    #[serde(rename = "admin")]
    pub admins: Vec<Admin>,
    /// `[[object]]`, in the order of the file.
    #[serde(rename = "object", default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<OwnObjects>,
    /// `[[overlay]]`, in the order of the file.
    #[serde(rename = "overlay", default, skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<Overlay>,
}

/// A cluster in which every rule holds. It can be read, but not changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster(Draft);

impl Cluster {
    /// The version of the file formats and of the key derivation.
    pub const SCHEMA: u32 = 1;

    /// Marks a draft as valid. Only `validate::cluster` calls it, after checking the rules. Accounts that no process has get no
    /// number, since one of another account may be the same.
    pub(crate) fn validated(mut draft: Draft) -> Self {
        let (haproxy, keepalived) =
            (draft.runs(Component::KubeHaproxy), draft.runs(Component::KubeKeepalived));
        draft.users.kube_haproxy = draft.users.kube_haproxy.filter(|_| haproxy);
        draft.users.kube_keepalived = draft.users.kube_keepalived.filter(|_| keepalived);
        Self(draft)
    }

    /// Every node, the control plane first, in the order of the file.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        self.0.nodes()
    }

    /// The addresses of the `kubernetes` Service: the first of each service range.
    #[must_use]
    pub fn kubernetes_service(&self) -> Vec<std::net::IpAddr> {
        self.0.service_cidr.iter().filter_map(|range| range.nth(1)).collect()
    }

    /// The address of the cluster's DNS Service: the tenth of the primary service range, as with kubeadm.
    #[must_use]
    pub fn cluster_dns(&self) -> Option<std::net::IpAddr> {
        self.0.service_cidr.primary().nth(10)
    }

    /// The control-plane node with this name.
    #[must_use]
    pub fn control_plane_node(&self, name: &NodeName) -> Option<&ControlPlaneNode> {
        self.0.control_plane.iter().find(|node| node.node.name == *name)
    }
}

/// The values are read through the draft. There is no way to get a mutable one.
impl std::ops::Deref for Cluster {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

impl Draft {
    /// Every node, the control plane first, in the order of the file.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        let control_plane = self.control_plane.iter().map(NodeRef::ControlPlane);
        control_plane.chain(self.workers.iter().map(NodeRef::Worker))
    }

    /// Whether a component runs as a static pod or a unit. The kubelet, kube-proxy and what they need to find an API server are
    /// always units.
    #[must_use]
    pub const fn runtime(&self, component: Component) -> Runtime {
        match component {
            Component::Etcd => self.etcd.runtime,
            Component::KubeApiserver => self.apiserver.runtime,
            Component::KubeControllerManager => self.controller_manager.runtime,
            Component::KubeScheduler => self.scheduler.runtime,
            Component::KubeKeepalived
            | Component::KubeHaproxy
            | Component::Kubelet
            | Component::KubeProxy => Runtime::Systemd,
        }
    }

    /// What runs on a node and how, in the order in which it starts. This is the only place that decides it.
    pub fn components_on(&self, node: NodeRef<'_>) -> impl Iterator<Item = (Component, Runtime)> {
        let is_here = move |component: &Component| match component {
            Component::Kubelet | Component::KubeProxy => self.runs(*component),
            Component::KubeHaproxy => !node.is_control_plane() && self.runs(*component),
            Component::Etcd
            | Component::KubeApiserver
            | Component::KubeControllerManager
            | Component::KubeScheduler
            | Component::KubeKeepalived => node.is_control_plane() && self.runs(*component),
        };
        Component::ALL.into_iter().filter(is_here).map(|component| (component, self.runtime(component)))
    }

    /// Whether a component runs on a node.
    #[must_use]
    pub fn runs_on(&self, component: Component, node: NodeRef<'_>) -> bool {
        self.components_on(node).any(|(other, _)| other == component)
    }

    /// The nodes that run a component, in the order of the file.
    pub fn nodes_with(&self, component: Component) -> impl Iterator<Item = NodeRef<'_>> {
        self.nodes().filter(move |node| self.runs_on(component, *node))
    }

    /// Whether kubemint runs a component at all. Otherwise it has no ports, accounts or flags.
    #[must_use]
    pub const fn runs(&self, component: Component) -> bool {
        match component {
            Component::Etcd => self.etcd.external.is_empty(),
            Component::KubeKeepalived => self.load_balancer.virtual_ip.is_some(),
            Component::KubeHaproxy => matches!(self.load_balancer.nodes, NodesReach::Haproxy),
            Component::KubeProxy => matches!(self.kube_proxy.run, KubeProxyRun::Systemd),
            Component::KubeApiserver
            | Component::KubeControllerManager
            | Component::KubeScheduler
            | Component::Kubelet => true,
        }
    }

    /// Whether kubemint configures a component: whether it runs it, or renders objects that do. Otherwise the keys of its table
    /// have no effect.
    #[must_use]
    pub const fn configures(&self, component: Component) -> bool {
        match component {
            Component::KubeProxy => !matches!(self.kube_proxy.run, KubeProxyRun::None),
            _ => self.runs(component),
        }
    }

    /// The nodes of a selection, in the order of the file.
    pub fn selected<'a>(&'a self, nodes: &'a NodeSelection) -> impl Iterator<Item = NodeRef<'a>> {
        self.nodes().filter(|node| nodes.selects(*node))
    }

    /// The overlays of a node's machine, in the order of cluster.toml.
    pub fn overlays_on(&self, node: NodeRef<'_>) -> impl Iterator<Item = &Overlay> {
        self.overlays.iter().filter(move |overlay| overlay.nodes.selects(node))
    }

    /// The user's own files on the machine of a node, in the order of cluster.toml.
    pub fn overlay_files(&self, node: NodeRef<'_>) -> impl Iterator<Item = &OverlayFile> {
        self.overlays_on(node).flat_map(|overlay| &overlay.files)
    }

    /// Those that a component reads when it starts there.
    pub fn overlay_inputs(
        &self,
        component: Component,
        node: NodeRef<'_>,
    ) -> impl Iterator<Item = &OverlayFile> {
        self.overlays_on(node).flat_map(move |overlay| overlay.read_by(component))
    }

    /// The issuers of service-account tokens, the first of which signs: those of `[service_accounts]`, or kubeadm's.
    #[must_use]
    pub fn service_account_issuers(&self) -> Vec<String> {
        if self.service_accounts.issuers.is_empty() {
            return vec![format!("https://kubernetes.default.svc.{}", self.dns_domain)];
        }
        self.service_accounts.issuers.iter().map(ToString::to_string).collect()
    }
}
