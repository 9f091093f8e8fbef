//! What each component of the control plane is started with, said once for static pods and units alike.

mod command_line;
pub mod etcd;
mod flag_table;
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
pub use invocation::{Invocation, Mount, Probe};
pub use owned::{own_default, owned_flags};
pub use refused::{Reason, RefusedFlag, refused_flags};

use crate::model::{Cluster, Component, Draft, NodeRef};

/// What a node runs, in the order in which it starts: the kubelet everywhere, the others on control-plane nodes, etcd
/// among them unless it is external.
#[must_use]
pub fn invocations(cluster: &Cluster, node: NodeRef<'_>) -> Vec<Invocation> {
    let mut invocations = vec![kubelet::invocation(cluster, node)];
    if let NodeRef::ControlPlane(node) = node {
        let components = Component::CONTROL_PLANE.into_iter();
        let components = components.filter(|component| cluster.runs(*component));
        invocations.extend(components.filter_map(|component| match component {
            Component::Etcd => Some(etcd::invocation(cluster, node)),
            Component::KubeApiserver => Some(kube_apiserver::invocation(cluster, node)),
            Component::KubeControllerManager => Some(kube_controller_manager::invocation(cluster, node)),
            Component::KubeScheduler => Some(kube_scheduler::invocation(cluster, node)),
            Component::Kubelet => None,
        }));
    }
    invocations
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
