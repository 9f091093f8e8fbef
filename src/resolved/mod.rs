//! The resolved cluster, `cluster.json` of the public output: the validated cluster with every default filled in, what
//! runs where, and which kubemint wrote it.
//!
//! People read it in a review, programs take their inventory from it, and `diff` compares two of them: they say why a
//! file changed. What no two runs may differ in comes from the cluster alone, the version of kubemint apart. Certificates
//! and keys are in the lock, and are not said again here. Nothing in it is secret.

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
    render::kubelet_config::{self, KubeletConfigError},
    tree::{Artifact, Place, RelPath},
};

/// The version of the document's format. A key that is added keeps it, and is read as its default where it is absent;
/// what changes the meaning of a key, or takes one away, raises it.
pub const SCHEMA: u32 = 1;

/// Where it lies in the public output.
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
    /// What cluster.toml says, every default filled in.
    pub cluster: Draft,
    /// The fields of the KubeletConfiguration that every node has.
    pub kubelet_config: Map<String, Value>,
    /// What follows for each node.
    pub nodes: BTreeMap<NodeName, ResolvedNode>,
}

/// What follows for a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvedNode {
    /// What runs there.
    pub components: BTreeMap<Component, Process>,
    /// The fields of its KubeletConfiguration beside those that every node has.
    pub kubelet_config: Map<String, Value>,
}

/// Why the resolved cluster cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ResolvedError {
    /// A KubeletConfiguration has no JSON form.
    #[error(transparent)]
    Kubelet(#[from] KubeletConfigError),
    /// The document has no JSON form.
    #[error("{NAME} cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Where it lies in the tree.
#[must_use]
pub fn place() -> Place {
    Place::public(RelPath::joined(&[NAME]))
}

/// The file.
///
/// # Errors
/// [`ResolvedError`]: none that a cluster allows.
pub fn artifact(cluster: &Cluster) -> Result<Artifact, ResolvedError> {
    let document = ResolvedCluster::new(cluster)?;
    Ok(Artifact::public(place().path, format!("{}\n", serde_json::to_string_pretty(&document)?)))
}

impl ResolvedCluster {
    /// That of a cluster.
    ///
    /// # Errors
    /// [`KubeletConfigError`]: none that a cluster allows.
    pub fn new(cluster: &Cluster) -> Result<Self, KubeletConfigError> {
        let nodes = cluster.nodes().map(|node| {
            let invocations = invocations(cluster, node).into_iter();
            let components = invocations.map(|one| (one.component, Process::new(cluster, one))).collect();
            let kubelet_config = kubelet_config::of_node(cluster, node)?;
            Ok((node.name().clone(), ResolvedNode { components, kubelet_config }))
        });
        Ok(Self {
            schema: SCHEMA,
            kubemint: KUBEMINT.to_owned(),
            cluster: Draft::clone(cluster),
            kubelet_config: kubelet_config::of_every_node(cluster)?,
            nodes: nodes.collect::<Result<_, KubeletConfigError>>()?,
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

    /// A node with this name.
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
