//! What each component is: the single source for static pods, units and everything else that is derived from it.

mod command_line;
mod configuration;
mod environment;
mod etcd;
mod flag_table;
pub(crate) mod harm;
mod invocation;
mod kube_apiserver;
mod kube_controller_manager;
pub mod kube_haproxy;
mod kube_keepalived;
pub mod kube_proxy;
mod kube_scheduler;
pub mod kubelet;
mod kubelet_configuration;
mod listen_address;
mod owned_flag_advice;
mod owned_flags;
pub mod paths;
mod refused_flags;
mod resources;
mod specification;
#[cfg(test)]
mod tests;
pub(crate) mod tls;

pub use command_line::{CommandLine, Flag};
pub use configuration::{ConfigurationFile, Fields, configuration_file};
pub use invocation::{Invocation, invocation, invocations, process};
pub use owned_flag_advice::instead;
pub use owned_flags::{flag_form, flag_forms, own_default, owned_flags};
pub use refused_flags::{Reason, RefusedFlag, refused_flags};
pub use resources::ProcessResources;
pub use specification::{Directory, Listen, Mount, Port, Probe, Probes, Reload, Specification, Unit};

use crate::model::{Account, Component};

/// The specification of a component. A new component is a line here and a file.
#[must_use]
pub const fn specification(component: Component) -> &'static Specification {
    match component {
        Component::Etcd => &etcd::SPECIFICATION,
        Component::KubeApiserver => &kube_apiserver::SPECIFICATION,
        Component::KubeControllerManager => &kube_controller_manager::SPECIFICATION,
        Component::KubeScheduler => &kube_scheduler::SPECIFICATION,
        Component::KubeKeepalived => &kube_keepalived::SPECIFICATION,
        Component::KubeHaproxy => &kube_haproxy::SPECIFICATION,
        Component::Kubelet => &kubelet::SPECIFICATION,
        Component::KubeProxy => &kube_proxy::SPECIFICATION,
    }
}

/// The specifications of all components, in the order in which they start.
pub fn specifications() -> impl Iterator<Item = &'static Specification> {
    Component::ALL.into_iter().map(specification)
}

/// The components that run as an account or as members of its group, in the order in which they start; none for root,
/// which exists on every machine.
pub fn components_of(account: Account) -> impl Iterator<Item = Component> {
    let runs_as = move |of: &&Specification| of.account == account || of.groups.contains(&account);
    specifications().filter(move |_| account != Account::Root).filter(runs_as).map(|of| of.component)
}
