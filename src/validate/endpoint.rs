//! The endpoint that clients connect to, and the ports of a control-plane node.

use std::net::IpAddr;

use super::{addresses::range_with, tables};
use crate::{
    component::specifications,
    diagnostic::Violation,
    model::{Draft, Endpoint, Host, Node},
};

const AT: &str = "cluster.endpoint";

/// Every client connects to the endpoint, from every machine.
pub(super) fn dialable(draft: &Draft) -> Vec<Violation> {
    let kind = match draft.endpoint.host() {
        Host::Address(address) if address.is_loopback() => "a loopback address",
        Host::Address(address) if address.is_unspecified() => "an unspecified address",
        Host::Address(address) if address.is_multicast() => "a multicast address",
        Host::Name(name) if name.as_str() == "localhost" => "each machine itself",
        _ => return Vec::new(),
    };
    let message = format!("{} is {kind}", draft.endpoint.host());
    let expected = "a name or address that leads to an API server from every machine";
    vec![
        Violation::new("endpoint-address", AT, message, expected)
            .help("take the load balancer's or the virtual IP's; with one control-plane node, its own"),
    ]
}

/// An endpoint in the service or pod range would lead to a Service or a pod.
pub(super) fn inside_ranges(draft: &Draft) -> Vec<Violation> {
    let Host::Address(address) = draft.endpoint.host() else { return Vec::new() };
    let Some((path, range)) = range_with(draft, *address) else { return Vec::new() };
    let message = format!("{address} is in the range {range}");
    let expected = "an address outside the service and pod ranges";
    vec![
        Violation::new("address-in-range", AT, message, expected)
            .also(path, "this range")
            .help("move the range, or take another address"),
    ]
}

/// An endpoint at a node's address must not have the port of another component.
pub(super) fn port_of_another(draft: &Draft) -> Vec<Violation> {
    let port = draft.endpoint.port();
    let at_node = machine(draft).filter(|machine| machine.is_control_plane);
    let Some((machine, who)) = at_node.zip(taken_by(draft, port)) else { return Vec::new() };
    let message = format!("the port {port} of {} is for {who}", machine.node.name);
    vec![
        Violation::new("port-taken", AT, message, "a port that leads to an API server")
            .also(machine.path, "this node")
            .help(format!("take the API server's, {}", draft.apiserver.port)),
    ]
}

/// Endpoints that depend on a single machine, or that work only for now.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let Host::Address(address) = draft.endpoint.host() else { return Vec::new() };
    let advice =
        machine(draft).map_or_else(|| of_no_family(draft, *address), |machine| at_machine(draft, machine));
    advice.into_iter().collect()
}

/// The node whose address is the endpoint.
struct Machine<'a> {
    path: String,
    node: &'a Node,
    is_control_plane: bool,
}

fn machine(draft: &Draft) -> Option<Machine<'_>> {
    let Host::Address(address) = draft.endpoint.host() else { return None };
    let has_it = |node: &Node| node.addresses.iter().any(|own| own == *address);
    let mut nodes = tables::nodes(draft).enumerate();
    nodes.find(|(_, (_, node))| has_it(node)).map(|(index, (path, node))| Machine {
        path: format!("{path}.address"),
        node,
        is_control_plane: index < draft.control_plane.len(),
    })
}

fn at_machine(draft: &Draft, Machine { path, node, is_control_plane }: Machine<'_>) -> Option<Violation> {
    const EXPECTED: &str = "a name or address that leads to every API server";
    let (port, own_port) = (draft.endpoint.port(), draft.apiserver.port);
    let warning = |message: String, help: String| {
        let warning = Violation::new("endpoint-machine", AT, message, EXPECTED).also(path, "this node");
        Some(warning.help(help))
    };
    let name = &node.name;
    if !is_control_plane {
        let message = format!("{name} is a worker and has no API server");
        return warning(message, "take the load balancer's or the virtual IP's".to_owned());
    }
    if draft.control_plane.len() > 1 {
        let message = format!(
            "the endpoint is {name} alone: if that machine is down, nothing reaches the control plane"
        );
        return warning(message, "take the load balancer's or the virtual IP's".to_owned());
    }
    if port != own_port {
        let message = format!("the API server of {name} listens on {own_port}");
        return warning(message, format!("take the port {own_port}; or set `port` of [apiserver]"));
    }
    None
}

fn of_no_family(draft: &Draft, address: IpAddr) -> Option<Violation> {
    let same_family = |node: &Node| node.addresses.iter().any(|own| own.is_ipv4() == address.is_ipv4());
    if tables::nodes(draft).any(|(_, node)| same_family(node)) {
        return None;
    }
    let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
    let message = format!("it is an {family} address, and no node has one");
    let expected = "an address that every machine reaches";
    Some(
        Violation::new("endpoint-family", AT, message, expected)
            .help("take an address of the nodes' family; or give each node two addresses"),
    )
}

/// The component that listens on a port of a control-plane node, other than the API server.
pub(super) fn taken_by(draft: &Draft, port: u16) -> Option<&'static str> {
    let mut ports = specifications().filter(|of| draft.configures(of.component)).flat_map(|of| of.ports);
    let component = ports.find(|taken| taken.number == port).map(|taken| taken.purpose);
    component.or_else(|| external_etcd(draft, port).then_some("the external etcd"))
}

/// Whether an external etcd listens on a port of a control-plane node.
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
pub(super) fn apiserver_port(draft: &Draft) -> Vec<Violation> {
    let port = draft.apiserver.port;
    let violation = |who| {
        let message = format!("the port {port} is for {who}");
        Violation::new("port-taken", "apiserver.port", message, "a free port, such as 6443")
            .help("take 6443, or 443")
    };
    taken_by(draft, port).map(violation).into_iter().collect()
}
