//! Ports of a control-plane node.

use crate::{
    component::specifications,
    diagnostic::Violation,
    model::{Draft, Endpoint, Host},
};

/// Who listens on a port of a control-plane node, beside the API server.
pub(super) fn taken_by(draft: &Draft, port: u16) -> Option<&'static str> {
    let mut ports = specifications().filter(|of| draft.runs(of.component)).flat_map(|of| of.ports);
    let component = ports.find(|taken| taken.number == port).map(|taken| taken.purpose);
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
