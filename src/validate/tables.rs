//! Tables of cluster.toml by their paths: those of the components and of the nodes, for rules that hold for each.

use crate::{
    component::{Specification, specifications},
    model::{Component, Draft, ExtraArgs, FeatureGates, Node},
};

/// What every component's table has.
pub(super) struct ComponentTable<'a> {
    pub(super) component: Component,
    /// The table's key in cluster.toml.
    pub(super) path: &'static str,
    pub(super) extra_args: &'a ExtraArgs,
    /// `None` where the table has no such key.
    pub(super) feature_gates: Option<&'a FeatureGates>,
}

/// The table of every component that the cluster runs.
pub(super) fn components(draft: &Draft) -> Vec<ComponentTable<'_>> {
    let table = |of: &Specification| ComponentTable {
        component: of.component,
        path: of.table,
        extra_args: (of.extra_args)(draft),
        feature_gates: (of.feature_gates)(draft),
    };
    specifications().filter(|of| draft.runs(of.component)).map(table).collect()
}

/// Every node with the path of its table, such as `worker[0]`.
pub(super) fn nodes(draft: &Draft) -> impl Iterator<Item = (String, &Node)> {
    let control_plane = draft.control_plane.iter().enumerate();
    let control_plane = control_plane.map(|(i, node)| (format!("control_plane[{i}]"), &node.node));
    let workers = draft.workers.iter().enumerate();
    control_plane.chain(workers.map(|(i, worker)| (format!("worker[{i}]"), &worker.node)))
}
