//! Which flags `extra_args` may not set.

use super::{
    etcd,
    flag_table::{Owner, Row},
    kube_apiserver, kube_controller_manager, kube_scheduler, kubelet,
};
use crate::model::Component;

/// The flags of `component` that kubemint owns: those that join it to the rest of the tree, those that have a setting
/// of their own, and those that would contradict them. `extra_args` may not set them; each other one it may, also
/// where kubemint has a default for it.
#[must_use]
pub fn owned_flags(component: Component) -> Vec<&'static str> {
    match component {
        Component::Etcd => owned(etcd::TABLE, etcd::CONTRADICTING),
        Component::KubeApiserver => owned(kube_apiserver::TABLE, kube_apiserver::CONTRADICTING),
        Component::KubeControllerManager => {
            owned(kube_controller_manager::TABLE, kube_controller_manager::CONTRADICTING)
        }
        Component::KubeScheduler => owned(kube_scheduler::TABLE, kube_scheduler::CONTRADICTING),
        Component::Kubelet => {
            let table = kubelet::TABLE.iter().map(|(name, _)| *name);
            table.chain(kubelet::CONTRADICTING.iter().copied()).collect()
        }
    }
}

fn owned(table: &'static [Row], contradicting: &'static [&'static str]) -> Vec<&'static str> {
    let table = table.iter().filter(|row| row.owner == Owner::Kubemint).map(|row| row.name);
    table.chain(contradicting.iter().copied()).collect()
}

/// What kubemint gives a flag of `component` that a user may set, where that is the same in every cluster.
#[must_use]
pub fn own_default(component: Component, name: &str) -> Option<&'static str> {
    let table = match component {
        Component::Etcd => etcd::TABLE,
        Component::KubeApiserver => kube_apiserver::TABLE,
        Component::KubeControllerManager => kube_controller_manager::TABLE,
        Component::KubeScheduler => kube_scheduler::TABLE,
        Component::Kubelet => return None,
    };
    table.iter().find(|row| row.name == name)?.fixed_value()
}
