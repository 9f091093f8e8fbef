//! Machines that stay but become another node, or the same node in another role. A machine is recognised by its
//! address as well as by its name.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    difference::{Comparison, clusters::Clusters},
    model::NodeRef,
    resolved::ResolvedCluster,
};

/// A machine that is one node in the tree before and another in the tree after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SameMachine {
    /// Its node in the tree before.
    pub before: String,
    /// Its node in the tree after.
    pub after: String,
    /// The address that both nodes have; `None` if only the name is the same.
    pub address: Option<String>,
    /// Whether it belongs to the control plane in the tree before.
    pub was_control_plane: bool,
    /// Whether it belongs to the control plane in the tree after.
    pub is_control_plane: bool,
}

/// A node in both trees with the same role and a new address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewAddress {
    /// The node.
    pub node: String,
    /// Its addresses in the tree before, separated by commas.
    pub from: String,
    /// Its addresses in the tree after, separated by commas.
    pub to: String,
    /// The node that has one of the new addresses in the tree before.
    pub taken_from: Option<String>,
    /// Whether it belongs to the control plane.
    pub is_control_plane: bool,
}

/// Machines that are recognised in both trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MachineChanges {
    /// Machines that become another node or change their role, those of the control plane first.
    pub same: Vec<SameMachine>,
    /// Nodes whose address changes.
    pub moved: Vec<NewAddress>,
}

/// The addresses of nodes.
type Addresses = BTreeMap<String, Vec<String>>;

/// The addresses of a cluster's nodes.
pub(super) fn addresses(cluster: &ResolvedCluster) -> Addresses {
    let of_node = |node: NodeRef<'_>| {
        let addresses = node.node().addresses.iter().map(|address| address.to_string()).collect();
        (node.name().to_string(), addresses)
    };
    cluster.cluster.nodes().map(of_node).collect()
}

impl MachineChanges {
    pub(super) fn new(comparison: &Comparison<'_>, clusters: &Clusters) -> Self {
        let Some(before) = comparison.before() else { return Self::default() };
        let sides = Sides {
            before: Comparison::nodes(before),
            after: Comparison::nodes(comparison.after()),
            was_control_plane: Comparison::control_plane(before),
            is_control_plane: Comparison::control_plane(comparison.after()),
            old: clusters.before().map(addresses).unwrap_or_default(),
            new: clusters.after().map(addresses).unwrap_or_default(),
        };
        let mut same: Vec<SameMachine> = sides.renamed().into_iter().chain(sides.in_another_role()).collect();
        same.sort_by_key(|one| (!(one.was_control_plane || one.is_control_plane), one.clone()));
        let moved = sides.moved(&same);
        Self { same, moved }
    }

    /// Whether a node is removed and installed again under its own name.
    pub(super) fn changes_role(&self, node: &str) -> bool {
        self.same.iter().any(|one| one.before == node && one.after == node)
    }
}

/// The nodes of both trees, their roles and addresses.
struct Sides {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
    was_control_plane: BTreeSet<String>,
    is_control_plane: BTreeSet<String>,
    old: Addresses,
    new: Addresses,
}

impl Sides {
    fn same(&self, before: &str, after: &str, address: Option<&String>) -> SameMachine {
        SameMachine {
            before: before.to_owned(),
            after: after.to_owned(),
            address: address.cloned(),
            was_control_plane: self.was_control_plane.contains(before),
            is_control_plane: self.is_control_plane.contains(after),
        }
    }

    /// A node that is removed and one that is added with the same address.
    fn renamed(&self) -> Vec<SameMachine> {
        let mut left: Vec<&String> = self.after.difference(&self.before).collect();
        let mut same = Vec::new();
        for gone in self.before.difference(&self.after) {
            let addresses = self.old.get(gone).map(Vec::as_slice).unwrap_or_default();
            let shared =
                |node: &&String| self.new.get(*node)?.iter().find(|address| addresses.contains(address));
            let found = left.iter().enumerate().find_map(|(at, node)| Some((at, shared(node)?)));
            if let Some((at, address)) = found {
                same.push(self.same(gone, left.remove(at), Some(address)));
            }
        }
        same
    }

    /// A node that moves into the control plane or out of it.
    fn in_another_role(&self) -> Vec<SameMachine> {
        let both = self.before.intersection(&self.after);
        let changed = both
            .filter(|node| self.was_control_plane.contains(*node) != self.is_control_plane.contains(*node));
        changed.map(|node| self.same(node, node, self.new.get(node).and_then(|all| all.first()))).collect()
    }

    fn moved(&self, same: &[SameMachine]) -> Vec<NewAddress> {
        let both = self.before.intersection(&self.after);
        let stay = both.filter(|node| same.iter().all(|one| one.after != **node));
        let moved = stay.filter_map(|node| {
            let (from, to) = (self.old.get(node)?, self.new.get(node)?);
            let fresh: Vec<&String> = to.iter().filter(|address| !from.contains(address)).collect();
            let owner = self.old.iter().find(|(other, theirs)| {
                *other != node && theirs.iter().any(|address| fresh.contains(&address))
            });
            (from != to).then(|| NewAddress {
                node: node.clone(),
                from: from.join(","),
                to: to.join(","),
                taken_from: owner.map(|(other, _)| other.clone()),
                is_control_plane: self.is_control_plane.contains(node),
            })
        });
        moved.collect()
    }
}
