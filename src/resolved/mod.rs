//! The resolved cluster, `cluster.json` in the public output: the validated cluster with every default filled in,
//! what runs where, and which kubemint wrote it.
//!
//! People read it in reviews, programs read inventory from it, and `diff` compares two of them to explain why a file
//! changed. Except for the version of kubemint, it depends only on the cluster. Certificates and keys are in the lock
//! and are not repeated here. It contains no secrets.

mod process;
mod read;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use process::{Listener, Process};
pub use read::Unreadable;

use crate::{
    component::invocations,
    model::{Cluster, Component, Draft, NodeName, NodeRef},
    render::configuration::{self, ConfigurationError},
    tree::{Artifact, Place, RelPath},
};

/// The version of the document's format. It stays the same when a key is added, which then has a default for older
/// documents; it is raised when a key is removed or its meaning changes.
pub const SCHEMA: u32 = 1;

/// Its path in the public output.
pub const NAME: &str = "cluster.json";

/// The version of this kubemint.
pub const KUBEMINT: &str = env!("CARGO_PKG_VERSION");

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvedCluster {
    /// [`SCHEMA`] of the kubemint that wrote it.
    pub schema: u32,
    /// The version of the kubemint that wrote it.
    pub kubemint: String,
    /// The contents of cluster.toml, with every default filled in.
    pub cluster: Draft,
    /// The fields of the KubeletConfiguration that are the same on every node.
    pub kubelet_config: Map<String, Value>,
    /// The fields of the configuration files of other components, which are the same on every node.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub configurations: BTreeMap<Component, Map<String, Value>>,
    /// What follows for each node.
    pub nodes: BTreeMap<NodeName, ResolvedNode>,
}

/// What follows for a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvedNode {
    /// What runs on it.
    pub components: BTreeMap<Component, Process>,
    /// The fields of its KubeletConfiguration that are not the same on every node.
    pub kubelet_config: Map<String, Value>,
}

/// Why the resolved cluster cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ResolvedError {
    /// A configuration file cannot be represented in JSON.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// The document cannot be represented in JSON.
    #[error("{NAME} cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Its place in the tree.
#[must_use]
pub fn place() -> Place {
    Place::public(RelPath::joined(&[NAME]))
}

/// The file.
///
/// # Errors
///
/// [`ResolvedError`], which does not happen for a valid cluster.
pub fn artifact(cluster: &Cluster) -> Result<Artifact, ResolvedError> {
    let document = ResolvedCluster::new(cluster)?;
    Ok(Artifact::public(place().path, format!("{}\n", serde_json::to_string_pretty(&document)?)))
}

/// The configurations of the components other than the kubelet that have one.
fn configurations(cluster: &Cluster) -> Result<BTreeMap<Component, Map<String, Value>>, ConfigurationError> {
    let others = Component::ALL.into_iter().filter(|component| *component != Component::Kubelet);
    let fields = others.map(|of| Ok((of, configuration::of_every_node(cluster, of)?)));
    let fields = fields.collect::<Result<BTreeMap<_, _>, ConfigurationError>>()?;
    Ok(fields.into_iter().filter(|(_, fields)| !fields.is_empty()).collect())
}

impl ResolvedCluster {
    /// The resolved cluster of a cluster.
    ///
    /// # Errors
    ///
    /// [`ConfigurationError`], which does not happen for a valid cluster.
    pub fn new(cluster: &Cluster) -> Result<Self, ConfigurationError> {
        let nodes = cluster.nodes().map(|node| {
            let invocations = invocations(cluster, node).into_iter();
            let components = invocations.map(|one| (one.component, Process::new(cluster, one))).collect();
            let kubelet_config = configuration::of_node(cluster, node, Component::Kubelet)?;
            Ok((node.name().clone(), ResolvedNode { components, kubelet_config }))
        });
        Ok(Self {
            schema: SCHEMA,
            kubemint: KUBEMINT.to_owned(),
            cluster: Draft::clone(cluster),
            kubelet_config: configuration::of_every_node(cluster, Component::Kubelet)?,
            configurations: configurations(cluster)?,
            nodes: nodes.collect::<Result<_, ConfigurationError>>()?,
        })
    }

    /// Every process of a component, by the name of its node.
    pub fn processes(&self, component: Component) -> impl Iterator<Item = (&NodeName, &Process)> {
        self.nodes.iter().filter_map(move |(name, node)| Some((name, node.components.get(&component)?)))
    }

    /// The process of a component on a node.
    #[must_use]
    pub fn process(&self, component: Component, node: &str) -> Option<&Process> {
        self.nodes.get(node)?.components.get(&component)
    }

    /// The node with this name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<NodeRef<'_>> {
        self.cluster.nodes().find(|node| node.name().as_str() == name)
    }

    /// The whole KubeletConfiguration of a node.
    #[must_use]
    pub fn kubelet_config_of(&self, node: &NodeName) -> Value {
        let own = self.nodes.get(node).map(|node| &node.kubelet_config).into_iter().flatten();
        let every = self.kubelet_config.iter();
        Value::Object(every.chain(own).map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}
