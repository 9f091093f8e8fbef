//! Which nodes something is for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{NodeName, NodeRef};
use crate::diagnostic::Invalid;

/// A role or a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeSelector {
    /// Every control-plane node.
    ControlPlane,
    /// Every worker.
    Workers,
    /// The node with this name.
    Named(NodeName),
}

impl NodeSelector {
    /// Parses `control-plane`, `worker` or the name of a node.
    ///
    /// # Errors
    /// [`Invalid`] if it is no name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "control-plane" => Ok(Self::ControlPlane),
            "worker" => Ok(Self::Workers),
            name => NodeName::parse(name).map(Self::Named),
        }
    }

    /// Whether a node is one of these.
    #[must_use]
    pub fn selects(&self, node: NodeRef<'_>) -> bool {
        match self {
            Self::ControlPlane => node.is_control_plane(),
            Self::Workers => !node.is_control_plane(),
            Self::Named(name) => name == node.name(),
        }
    }
}

impl fmt::Display for NodeSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlPlane => f.write_str("control-plane"),
            Self::Workers => f.write_str("worker"),
            Self::Named(name) => name.fmt(f),
        }
    }
}

/// Roles and nodes: a node is selected if one of them selects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeSelection(pub Vec<NodeSelector>);

impl NodeSelection {
    /// Whether a node is one of them.
    #[must_use]
    pub fn selects(&self, node: NodeRef<'_>) -> bool {
        self.0.iter().any(|selector| selector.selects(node))
    }
}
