//! Changes of Node objects that `kubectl apply` does not make.
//!
//! A kubelet that labels its own Node owns those labels too, so applying the Node without one leaves it there; and
//! the kubelet sets taints only on a Node that it creates.

use std::collections::BTreeMap;

use super::MachineChanges;
use crate::{
    model::{Node, NodeName, Taint},
    resolved::ResolvedCluster,
};

/// Objects in the public output that are applied once the nodes have registered.
pub(super) const NODE_LABELS: &str = "cluster/nodes/";

/// A change to make to a Node object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeEdit {
    /// The node.
    pub node: String,
    /// What changes.
    pub edit: Edit,
}

/// The kinds of changes to a Node object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// Remove the label with this key.
    Unlabel(String),
    /// Remove a taint: `key:Effect`.
    Untaint(String),
    /// Add a taint, or change its value: `key=value:Effect` or `key:Effect`.
    Taint(String),
}

/// The changes for all nodes that are in both trees, except those that change their role: such a Node is deleted, and
/// registers again with its new labels and taints.
pub(super) fn edits(
    (before, after): (&ResolvedCluster, &ResolvedCluster),
    machine_changes: &MachineChanges,
) -> Vec<NodeEdit> {
    let old: BTreeMap<&NodeName, &Node> =
        before.cluster.nodes().map(|node| (node.name(), node.node())).collect();
    let new = after.cluster.nodes().filter(|node| !machine_changes.changes_role(node.name().as_str()));
    let new = new.map(crate::model::NodeRef::node);
    let both = new.filter_map(|new| Some((*old.get(&new.name)?, new)));
    let of_node = |(old, new): (&Node, &Node)| {
        let node = new.name.to_string();
        let edits = of_labels(old, new).into_iter().chain(of_taints(&old.taints, &new.taints));
        edits.map(move |edit| NodeEdit { node: node.clone(), edit }).collect::<Vec<_>>()
    };
    let mut edits: Vec<NodeEdit> = both.flat_map(of_node).collect();
    edits.sort();
    edits
}

fn of_labels(from: &Node, to: &Node) -> Vec<Edit> {
    let gone = from.labels.keys().filter(|key| !to.labels.contains_key(*key));
    gone.map(|key| Edit::Unlabel(key.to_string())).collect()
}

/// A node has at most one taint of each key and effect.
fn of_taints(from: &[Taint], to: &[Taint]) -> Vec<Edit> {
    let is_kept =
        |taint: &&Taint| to.iter().any(|other| (&other.key, other.effect) == (&taint.key, taint.effect));
    let gone = from.iter().filter(|taint| !is_kept(taint));
    let gone = gone.map(|taint| Edit::Untaint(format!("{}:{}", taint.key, taint.effect.as_str())));
    let comes = to.iter().filter(|taint| !from.contains(taint));
    gone.chain(comes.map(|taint| Edit::Taint(taint.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taint_is_one_of_its_key_and_effect() {
        let taints = |all: [&str; 2]| all.map(|text| Taint::parse(text).unwrap());
        let edits =
            of_taints(&taints(["a:NoSchedule", "b=1:NoExecute"]), &taints(["a:NoExecute", "b=2:NoExecute"]));
        assert_eq!(
            edits,
            [
                Edit::Untaint("a:NoSchedule".to_owned()),
                Edit::Taint("a:NoExecute".to_owned()),
                Edit::Taint("b=2:NoExecute".to_owned()),
            ]
        );
    }
}
