//! Tables of cluster.toml by their paths: those of the components and of the nodes, for rules that hold for each.

use crate::model::{Component, Draft, ExtraArgs, FeatureGates, Node};

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
    let table = |component, path, extra_args, gates| ComponentTable {
        component,
        path,
        extra_args,
        feature_gates: gates,
    };
    let (apiserver, kubelet) = (&draft.apiserver, &draft.kubelet);
    let (manager, scheduler) = (&draft.controller_manager, &draft.scheduler);
    let all = [
        table(Component::KubeApiserver, "apiserver", &apiserver.extra_args, Some(&apiserver.feature_gates)),
        table(
            Component::KubeControllerManager,
            "controller_manager",
            &manager.extra_args,
            Some(&manager.feature_gates),
        ),
        table(Component::KubeScheduler, "scheduler", &scheduler.extra_args, Some(&scheduler.feature_gates)),
        table(Component::Etcd, "etcd", &draft.etcd.extra_args, None),
        table(Component::Kubelet, "kubelet", &kubelet.extra_args, Some(&kubelet.feature_gates)),
    ];
    all.into_iter().filter(|table| draft.runs(table.component)).collect()
}

/// Every node with the path of its table, such as `worker[0]`.
pub(super) fn nodes(draft: &Draft) -> impl Iterator<Item = (String, &Node)> {
    let control_plane = draft.control_plane.iter().enumerate();
    let control_plane = control_plane.map(|(i, node)| (format!("control_plane[{i}]"), &node.node));
    let workers = draft.workers.iter().enumerate();
    control_plane.chain(workers.map(|(i, worker)| (format!("worker[{i}]"), &worker.node)))
}
