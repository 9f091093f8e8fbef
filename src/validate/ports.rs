//! Ports of a control-plane node.

use crate::{
    diagnostic::Violation,
    model::{Component, Draft, Endpoint, Host},
};

/// The ports that the components listen on, on every node that runs them, and what for.
const TAKEN: &[(Component, u16, &str)] = &[
    (Component::Etcd, 2379, "etcd's clients"),
    (Component::Etcd, 2380, "etcd's peers"),
    (Component::Etcd, 2381, "etcd's metrics"),
    (Component::Kubelet, 10248, "the kubelet's health"),
    (Component::Kubelet, 10250, "the kubelet"),
    (Component::KubeControllerManager, 10257, "kube-controller-manager"),
    (Component::KubeScheduler, 10259, "kube-scheduler"),
];

/// Who listens on a port of a control-plane node, beside the API server.
pub(super) fn taken_by(draft: &Draft, port: u16) -> Option<&'static str> {
    let mut running = TAKEN.iter().filter(|(component, ..)| draft.runs(*component));
    let component = running.find(|(_, taken, _)| *taken == port).map(|(.., who)| *who);
    component.or_else(|| external_etcd(draft, port).then_some("the external etcd"))
}

/// Whether an etcd that kubemint does not run listens on a port of a control-plane node all the same.
fn external_etcd(draft: &Draft, port: u16) -> bool {
    let is_on_a_node = |endpoint: &Endpoint| match endpoint.host() {
        Host::Address(address) => {
            let mut nodes = draft.control_plane.iter();
            address.is_loopback() || nodes.any(|node| node.node.addresses.iter().any(|own| own == *address))
        }
        Host::Name(_) => false,
    };
    draft.etcd.external.iter().any(|endpoint| endpoint.port() == port && is_on_a_node(endpoint))
}

/// The API server's port must be free.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
    let port = draft.apiserver.port;
    let violation = |who| {
        let message = format!("the port {port} is for {who}");
        Violation::new("port-taken", "apiserver.port", message, "a free port, such as 6443")
            .help("take 6443, or 443")
    };
    taken_by(draft, port).map(violation).into_iter().collect()
}
