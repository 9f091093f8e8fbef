//! A cluster that can be built: every value valid, every rule between values kept.

use serde::{Deserialize, Serialize};

use super::{
    Admin, ApiserverSettings, AuditSettings, BootstrapSettings, Cidrs, ClusterId, ClusterName, Component,
    ControlPlaneNode, ControllerSettings, DnsDomain, EncryptionSettings, Endpoint, EtcdSettings,
    ImageSettings, KubeletSettings, KubernetesVersion, NodeName, NodeRef, PkiSettings, Recipient,
    RolloutSettings, Runtime, Users, Worker,
};

/// All that a cluster.toml says, each value valid by itself, the rules between them not yet checked.
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
    /// `[cluster] endpoint`: what clients dial.
    pub endpoint: Endpoint,
    /// `[cluster] service_cidr`
    pub service_cidr: Cidrs,
    /// `[cluster] pod_cidr`
    pub pod_cidr: Cidrs,
    /// `[cluster] node_mask_ipv4`: the length of each node's part of an IPv4 pod range.
    pub node_mask_ipv4: u8,
    /// `[cluster] node_mask_ipv6`: the same for IPv6.
    pub node_mask_ipv6: u8,
    /// `[cluster] dns_domain`
    pub dns_domain: DnsDomain,
    /// `[cluster] recipients`: the operators, who can open every secret that is encrypted.
    pub recipients: Vec<Recipient>,
    /// `[[control_plane]]`, in the file's order.
    pub control_plane: Vec<ControlPlaneNode>,
    /// `[[worker]]`, in the file's order.
    #[serde(rename = "worker")]
    pub workers: Vec<Worker>,
    /// `[pki]`
    pub pki: PkiSettings,
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
    /// `[audit]`
    pub audit: AuditSettings,
    /// `[encryption]`
    pub encryption: EncryptionSettings,
    /// `[images]`
    pub images: ImageSettings,
    /// `[users]`
    pub users: Users,
    /// `[bootstrap]`
    pub bootstrap: BootstrapSettings,
    /// `[rollout]`
    pub rollout: RolloutSettings,
    /// `[[admin]]`, in the file's order.
    #[serde(rename = "admin")]
    pub admins: Vec<Admin>,
}

/// A cluster in which every rule holds. It can be read, not changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster(Draft);

impl Cluster {
    /// The version of the formats and of the key derivation.
    pub const SCHEMA: u32 = 1;

    /// A draft in which every rule holds: `validate::cluster` alone calls it, after it checked them.
    pub(crate) const fn validated(draft: Draft) -> Self {
        Self(draft)
    }

    /// Every node, the control plane first, each kind in the file's order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        self.0.nodes()
    }

    /// The addresses of the `kubernetes` Service: the first of each service range.
    #[must_use]
    pub fn kubernetes_service(&self) -> Vec<std::net::IpAddr> {
        self.0.service_cidr.iter().filter_map(|range| range.nth(1)).collect()
    }

    /// The address of the cluster's DNS Service: the tenth of the primary service range, as kubeadm has it.
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

/// The values are read through the draft they were checked in; there is no way to a mutable one.
impl std::ops::Deref for Cluster {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

impl Draft {
    /// Every node, the control plane first, each kind in the file's order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        let control_plane = self.control_plane.iter().map(NodeRef::ControlPlane);
        control_plane.chain(self.workers.iter().map(NodeRef::Worker))
    }

    /// How a component of the control plane is run. The kubelet is always a unit.
    #[must_use]
    pub const fn runtime(&self, component: Component) -> Runtime {
        match component {
            Component::Etcd => self.etcd.runtime,
            Component::KubeApiserver => self.apiserver.runtime,
            Component::KubeControllerManager => self.controller_manager.runtime,
            Component::KubeScheduler => self.scheduler.runtime,
            Component::Kubelet => Runtime::Systemd,
        }
    }

    /// What runs on a node and what starts it, in the order in which it starts: the one answer to what runs where.
    pub fn components_on(&self, node: NodeRef<'_>) -> impl Iterator<Item = (Component, Runtime)> {
        let is_here = move |component: &Component| match component {
            Component::Kubelet => true,
            Component::Etcd
            | Component::KubeApiserver
            | Component::KubeControllerManager
            | Component::KubeScheduler => node.is_control_plane() && self.runs(*component),
        };
        Component::ALL.into_iter().filter(is_here).map(|component| (component, self.runtime(component)))
    }

    /// Whether a component runs on a node.
    #[must_use]
    pub fn runs_on(&self, component: Component, node: NodeRef<'_>) -> bool {
        self.components_on(node).any(|(other, _)| other == component)
    }

    /// The nodes that run a component, in the file's order.
    pub fn nodes_with(&self, component: Component) -> impl Iterator<Item = NodeRef<'_>> {
        self.nodes().filter(move |node| self.runs_on(component, *node))
    }

    /// Whether kubemint runs a component at all: what it does not run has no ports, accounts or flags here.
    #[must_use]
    pub const fn runs(&self, component: Component) -> bool {
        match component {
            Component::Etcd => self.etcd.external.is_empty(),
            Component::KubeApiserver
            | Component::KubeControllerManager
            | Component::KubeScheduler
            | Component::Kubelet => true,
        }
    }

    /// The issuer of service accounts' tokens, as kubeadm has it.
    #[must_use]
    pub fn service_account_issuer(&self) -> String {
        format!("https://kubernetes.default.svc.{}", self.dns_domain)
    }
}
