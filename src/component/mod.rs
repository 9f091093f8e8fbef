//! What each component of the control plane is started with, said once for static pods and units alike.

mod command_line;
pub mod etcd;
mod flag_table;
pub(crate) mod harm;
mod invocation;
pub mod kube_apiserver;
pub mod kube_controller_manager;
pub mod kube_scheduler;
pub mod kubelet;
mod listen;
mod owned;
pub mod paths;
mod refused;
#[cfg(test)]
mod tests;
pub(crate) mod tls;

pub use command_line::{CommandLine, Flag};
pub use invocation::{Invocation, Listen, Mount, Probe};
pub use owned::{own_default, owned_flags};
pub use refused::{Reason, RefusedFlag, refused_flags};

use crate::model::{Cluster, Component, Draft, NodeRef};

/// Each component that a node runs, in the order in which they start.
#[must_use]
pub fn invocations(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Invocation> {
    cluster.components_on(node).filter_map(|(component, _)| invocation(cluster, node, component)).collect()
}

/// A component on a node; `None` for one of the control plane's on a worker.
fn invocation(cluster: &Cluster, node: NodeRef<'_>, component: Component) -> Option<Invocation> {
    match (component, node) {
        (Component::Kubelet, node) => Some(kubelet::invocation(cluster, node)),
        (_, NodeRef::Worker(_)) => None,
        (Component::Etcd, NodeRef::ControlPlane(node)) => Some(etcd::invocation(cluster, node)),
        (Component::KubeApiserver, NodeRef::ControlPlane(node)) => {
            Some(kube_apiserver::invocation(cluster, node))
        }
        (Component::KubeControllerManager, NodeRef::ControlPlane(node)) => {
            Some(kube_controller_manager::invocation(cluster, node))
        }
        (Component::KubeScheduler, NodeRef::ControlPlane(node)) => {
            Some(kube_scheduler::invocation(cluster, node))
        }
    }
}

/// What of the machine a component of the control plane sees in its pod, and where its unit may write; nothing of the
/// kubelet, which sees all.
#[must_use]
pub fn mounts(draft: &Draft, component: Component) -> Vec<Mount> {
    match component {
        Component::Etcd => etcd::mounts(),
        Component::KubeApiserver => kube_apiserver::mounts(draft),
        Component::KubeControllerManager => kube_controller_manager::mounts(),
        Component::KubeScheduler => kube_scheduler::mounts(),
        Component::Kubelet => Vec::new(),
    }
}
