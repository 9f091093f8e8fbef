//! The machines of a cluster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{InterfaceName, LabelValue, NodeAddresses, NodeName, QualifiedName, Recipient, Taint};

/// Whether an etcd member starts a new cluster or joins an existing one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EtcdInitialState {
    /// `--initial-cluster-state=new`
    #[default]
    New,
    /// `--initial-cluster-state=existing`, for a member that was replaced or added. With `new`, a replaced member
    /// would refuse to start, and added ones could start a second cluster.
    Existing,
}

/// How a worker gets its client certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// By TLS bootstrap: it requests one with the bootstrap token.
    #[default]
    Bootstrap,
    /// It is rendered, as for a control-plane node.
    Certificate,
}

/// What control-plane nodes and workers have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its host name and the name of its Node object.
    pub name: NodeName,
    /// Its one or two addresses.
    pub addresses: NodeAddresses,
    /// Additional labels of its Node object, beside its role.
    pub labels: BTreeMap<QualifiedName, LabelValue>,
    /// The taints it registers with.
    pub taints: Vec<Taint>,
    /// Who can decrypt its secrets, beside the operators.
    pub recipients: Vec<Recipient>,
}

/// `[[control_plane]]`: a machine with a kube-apiserver, a kube-controller-manager, a kube-scheduler and an etcd member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlPlaneNode {
    /// Name, addresses, labels, taints.
    pub node: Node,
    /// Whether its etcd member starts a new cluster or joins an existing one.
    pub etcd_initial_state: EtcdInitialState,
    /// The network interface that gets the virtual IP, if it is not that of `[load_balancer]`.
    pub interface: Option<InterfaceName>,
}

/// `[[worker]]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Name, addresses, labels, taints.
    pub node: Node,
    /// How it gets its client certificate.
    pub join: Join,
}

/// A control-plane node or a worker.
#[derive(Debug, Clone, Copy)]
pub enum NodeRef<'a> {
    /// A control-plane node.
    ControlPlane(&'a ControlPlaneNode),
    /// A worker.
    Worker(&'a Worker),
}

impl<'a> NodeRef<'a> {
    /// What both have in common.
    #[must_use]
    pub const fn node(self) -> &'a Node {
        match self {
            Self::ControlPlane(node) => &node.node,
            Self::Worker(worker) => &worker.node,
        }
    }

    /// The node's name.
    #[must_use]
    pub const fn name(self) -> &'a NodeName {
        &self.node().name
    }

    /// Whether the node runs the control plane.
    #[must_use]
    pub const fn is_control_plane(self) -> bool {
        matches!(self, Self::ControlPlane(_))
    }

    /// Whether the node joins by TLS bootstrap.
    #[must_use]
    pub const fn bootstraps(self) -> bool {
        matches!(self, Self::Worker(Worker { join: Join::Bootstrap, .. }))
    }
}
