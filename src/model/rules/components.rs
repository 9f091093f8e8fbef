//! The tables of the components, for rules that hold for each.

use crate::model::{Component, Draft, ExtraArgs};

/// What every component's table has.
pub(super) struct ComponentTable<'a> {
    pub(super) component: Component,
    /// The table's key in cluster.toml.
    pub(super) path: &'static str,
    pub(super) extra_args: &'a ExtraArgs,
}

/// Every component's table.
pub(super) fn tables(draft: &Draft) -> [ComponentTable<'_>; 5] {
    let table = |component, path, extra_args| ComponentTable { component, path, extra_args };
    let (apiserver, kubelet) = (&draft.apiserver, &draft.kubelet);
    let (manager, scheduler) = (&draft.controller_manager, &draft.scheduler);
    [
        table(Component::KubeApiserver, "apiserver", &apiserver.extra_args),
        table(Component::KubeControllerManager, "controller_manager", &manager.extra_args),
        table(Component::KubeScheduler, "scheduler", &scheduler.extra_args),
        table(Component::Etcd, "etcd", &draft.etcd.extra_args),
        table(Component::Kubelet, "kubelet", &kubelet.extra_args),
    ]
}
