//! `[load_balancer]`: haproxy's port on workers, and the virtual IP that keepalived holds on the control plane.

use std::net::IpAddr;

use super::{addresses::range_with, tables};
use crate::{
    component::specification,
    diagnostic::Violation,
    model::{ApiserverChoice, Component, ControlPlaneNode, Draft, Host, NodeAddress, NodeRef},
};

const PORT: &str = "load_balancer.port";
const VIRTUAL_IP: &str = "load_balancer.virtual_ip";
const ENDPOINT: &str = "cluster.endpoint";

/// No other component of a worker listens on haproxy's port.
pub(super) fn port_is_free(draft: &Draft) -> Vec<Violation> {
    let port = draft.load_balancer.port;
    let on_workers = draft.nodes_with(Component::KubeHaproxy).flat_map(|node| draft.components_on(node));
    let mut ports = on_workers.flat_map(|(component, _)| specification(component).ports);
    let violation = |who| {
        let message = format!("the port {port} of workers is for {who}");
        Violation::new("port-taken", PORT, message, "a free port, such as 7443")
            .help("take 7443, or another port that nothing on the workers listens on")
    };
    let taken = ports.find(|taken| taken.number == port).map(|taken| taken.purpose);
    taken.map(violation).into_iter().collect()
}

/// keepalived needs an interface and a virtual router ID; without an address, they have no effect.
pub(super) fn complete(draft: &Draft) -> Vec<Violation> {
    let settings = &draft.load_balancer;
    if settings.virtual_ip.is_none() {
        return without_address(draft);
    }
    let mut violations = Vec::new();
    if settings.router_id.is_none() {
        let message = "there is no router_id".to_owned();
        violations.push(
            Violation::new("virtual-ip", VIRTUAL_IP, message, "a virtual_ip with a router_id").help(
                "add router_id, a number from 1 to 255 that no other keepalived or VRRP router in this network has, such as \
                 router_id = 51",
            ),
        );
    }
    let nodes = draft.control_plane.iter().enumerate();
    let lacking = nodes.filter(|(_, node)| settings.interface.is_none() && node.interface.is_none());
    violations.extend(lacking.map(|(i, node)| {
        let message = format!("{} has no interface for the virtual IP", node.node.name);
        let expected = "an interface for each control-plane node";
        Violation::new("virtual-ip", VIRTUAL_IP, message, expected)
            .also(format!("control_plane[{i}].name"), "this node")
            .help(
                "add interface to [load_balancer], or to this [[control_plane]] where machines differ, such as \
                 interface = \"eth0\"; `ip -brief address` lists those of a machine",
            )
    }));
    violations
}

fn without_address(draft: &Draft) -> Vec<Violation> {
    let settings = &draft.load_balancer;
    let of_cluster = [
        ("load_balancer.interface", settings.interface.is_some()),
        ("load_balancer.router_id", settings.router_id.is_some()),
    ];
    let of_cluster = of_cluster.into_iter().filter(|(_, is_set)| *is_set).map(|(path, _)| path.to_owned());
    let nodes = draft.control_plane.iter().enumerate().filter(|(_, node)| node.interface.is_some());
    let of_nodes = nodes.map(|(i, _)| format!("control_plane[{i}].interface"));
    let violation = |path| {
        let message = "there is no virtual_ip";
        Violation::new("virtual-ip", path, message, "a virtual_ip for keepalived to hold")
            .help("add virtual_ip to [load_balancer], or leave this out")
    };
    of_cluster.chain(of_nodes).map(violation).collect()
}

/// The address is unused, and control-plane nodes can have it.
pub(super) fn address(draft: &Draft) -> Vec<Violation> {
    let Some(address) = draft.load_balancer.virtual_ip.map(NodeAddress::ip) else { return Vec::new() };
    let violation = |code, message, expected| Violation::new(code, VIRTUAL_IP, message, expected);
    if let Some((path, node)) =
        tables::nodes(draft).find(|(_, node)| node.addresses.iter().any(|own| own == address))
    {
        let message = format!("{address} is the address of {}", node.name);
        let found = violation("virtual-ip", message, "an address that no machine has");
        return vec![found.also(format!("{path}.address"), "this node").help(
            "take a free address of the same network: keepalived gives it to one control-plane node at a time",
        )];
    }
    let is_endpoint = *draft.endpoint.host() == Host::Address(address);
    if let Some((path, range)) = range_with(draft, address).filter(|_| !is_endpoint) {
        let message = format!("{address} is in the range {range}");
        let found = violation("address-in-range", message, "an address outside the service and pod ranges");
        return vec![found.also(path, "this range").help("move the range, or take another address")];
    }
    let lacking = draft.control_plane.iter().enumerate().find(|(_, node)| {
        let mut own = node.node.addresses.iter();
        own.all(|own| own.is_ipv4() != address.is_ipv4())
    });
    let of_family = |(i, node): (usize, &ControlPlaneNode)| {
        let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
        let message = format!("it is an {family} address, and {} has none", node.node.name);
        violation("virtual-ip", message, "an address of the control-plane nodes' network")
            .also(format!("control_plane[{i}].address"), "this node")
            .help("take an address of the nodes' family; or give each node two addresses")
    };
    lacking.map(of_family).into_iter().collect()
}

/// Clients connect to the virtual IP at the port of the API servers: keepalived moves an address and forwards no ports.
pub(super) fn is_endpoint(draft: &Draft) -> Vec<Violation> {
    let Some(address) = draft.load_balancer.virtual_ip.map(NodeAddress::ip) else { return Vec::new() };
    let mut violations = Vec::new();
    if let Host::Address(other) = draft.endpoint.host()
        && *other != address
    {
        let message = format!("{other} is not the virtual IP");
        violations.push(
            Violation::new(
                "endpoint-address",
                ENDPOINT,
                message,
                "the virtual IP, or a name that resolves to it",
            )
            .also(VIRTUAL_IP, "the virtual IP")
            .help(format!("write endpoint = \"{}\"", at_port(draft, address))),
        );
    }
    let (port, own) = (draft.endpoint.port(), draft.apiserver.port);
    if port != own {
        let message = format!("API servers listen on {own}, and keepalived does not forward {port} to it");
        violations.push(
            Violation::new("endpoint-address", ENDPOINT, message, "the port of the API servers")
                .also(VIRTUAL_IP, "held by keepalived")
                .given(&["apiserver.port"])
                .help(format!("take the port {own}; or set `port` of [apiserver]")),
        );
    }
    violations.extend(bound_elsewhere(draft, address));
    violations
}

fn at_port(draft: &Draft, address: IpAddr) -> String {
    std::net::SocketAddr::new(address, draft.apiserver.port).to_string()
}

fn bound_elsewhere(draft: &Draft, address: IpAddr) -> Option<Violation> {
    let bound = draft.apiserver.bind_address.filter(|bound| !bound.is_unspecified())?;
    let message = format!("an API server at {bound} does not answer at the virtual IP {address}");
    Some(
        Violation::new("bind-address", "apiserver.bind_address", message, "all addresses of the node")
            .also(VIRTUAL_IP, "the virtual IP")
            .help("leave bind_address out: all addresses"),
    )
}

/// Settings that work until an upgrade or a failure.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let Some(address) = draft.load_balancer.virtual_ip.map(NodeAddress::ip) else { return Vec::new() };
    let components = [
        (
            "controller_manager.apiserver",
            Component::KubeControllerManager,
            draft.controller_manager.apiserver,
        ),
        ("scheduler.apiserver", Component::KubeScheduler, draft.scheduler.apiserver),
    ];
    let through_address = components.into_iter().filter(|(.., choice)| *choice == ApiserverChoice::Endpoint);
    let violation = |(path, component, _): (&str, Component, _)| {
        let message = format!(
            "all of them connect to the one API server that holds {address}, which in an upgrade may be older than {}",
            component.name()
        );
        Violation::new("virtual-ip-upgrade", path, message, "the API server of its own node")
            .also(VIRTUAL_IP, "the virtual IP")
            .help("leave `apiserver` out, so that it connects to the API server beside it")
    };
    through_address.map(violation).chain(elsewhere(draft, address)).collect()
}

/// The least number of leading bits that two addresses of one network share, in most networks.
const fn usual_prefix(address: IpAddr) -> u32 {
    if address.is_ipv4() { 16 } else { 64 }
}

/// Other machines find the address with ARP or neighbor discovery, which do not cross networks. No file contains the size of
/// the nodes' network.
fn elsewhere(draft: &Draft, address: IpAddr) -> Option<Violation> {
    let nodes = draft.control_plane.iter().map(NodeRef::ControlPlane);
    let mut own = nodes.flat_map(|node| node.node().addresses.iter());
    if own.any(|own| common_bits(own, address) >= usual_prefix(address)) {
        return None;
    }
    let message = format!("no control-plane node has an address near {address}");
    let expected = "an address of the network that the control-plane nodes share";
    let help = "take a free address of that network: others find it with ARP, which routers do not forward";
    Some(Violation::new("virtual-ip-network", VIRTUAL_IP, message, expected).help(help))
}

/// The number of leading bits that two addresses share; 0 if they are of different families.
fn common_bits(one: IpAddr, other: IpAddr) -> u32 {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Endpoint, InterfaceName, NodesReach, RouterId, example};

    /// The example with a virtual IP, and a change.
    fn draft(change: impl FnOnce(&mut Draft)) -> Draft {
        let mut draft = example::draft();
        draft.load_balancer.virtual_ip = NodeAddress::parse("192.168.56.105").ok();
        draft.load_balancer.interface = InterfaceName::parse("eth0").ok();
        draft.load_balancer.router_id = RouterId::new(51);
        change(&mut draft);
        draft
    }

    /// The code of each violation, and the path of the value to change.
    fn found(violations: &[Violation]) -> Vec<(&'static str, String)> {
        violations.iter().map(|one| (one.code, one.labels[0].place.path().to_owned())).collect()
    }

    fn wrong(change: impl FnOnce(&mut Draft)) -> Vec<(&'static str, String)> {
        found(&crate::validate::cluster(draft(change)).err().unwrap_or_default())
    }

    fn endpoint(draft: &mut Draft, text: &str) {
        draft.endpoint = Endpoint::parse(text).unwrap();
    }

    #[test]
    fn the_virtual_ip_is_the_endpoint_or_behind_its_name() {
        assert_eq!(wrong(|_| {}), []);
        assert_eq!(wrong(|draft| endpoint(draft, "api.example.com:6443")), []);
        let at_endpoint = [("endpoint-address", ENDPOINT.to_owned())];
        assert_eq!(wrong(|draft| endpoint(draft, "192.168.56.106:6443")), at_endpoint);
        assert_eq!(wrong(|draft| endpoint(draft, "192.168.56.105:443")), at_endpoint);
    }

    #[test]
    fn it_is_nobodys_address_and_of_the_nodes_family() {
        let with = |text: &'static str| {
            wrong(|draft| {
                draft.load_balancer.virtual_ip = NodeAddress::parse(text).ok();
                endpoint(draft, "api.example.com:6443");
            })
        };
        assert_eq!(with("192.168.56.102"), [("virtual-ip", VIRTUAL_IP.to_owned())]);
        assert_eq!(with("fd00::5"), [("virtual-ip", VIRTUAL_IP.to_owned())]);
        assert_eq!(with("10.254.7.7"), [("address-in-range", VIRTUAL_IP.to_owned())]);
    }

    #[test]
    fn each_node_has_an_interface_and_the_segment_a_router() {
        let at_virtual_ip = [("virtual-ip", VIRTUAL_IP.to_owned())];
        assert_eq!(wrong(|draft| draft.load_balancer.router_id = None), at_virtual_ip);
        let one = wrong(|draft| {
            draft.load_balancer.interface = None;
            draft.control_plane[0].interface = InterfaceName::parse("eth1").ok();
            draft.control_plane[2].interface = InterfaceName::parse("eth2").ok();
        });
        assert_eq!(one, at_virtual_ip);
        let useless = wrong(|draft| {
            draft.load_balancer.virtual_ip = None;
            draft.control_plane[1].interface = InterfaceName::parse("eth1").ok();
        });
        let paths = ["load_balancer.interface", "load_balancer.router_id", "control_plane[1].interface"];
        assert_eq!(useless, paths.map(|path| ("virtual-ip", path.to_owned())));
    }

    #[test]
    fn haproxy_takes_no_port_of_the_kubelet() {
        let with = |port| {
            wrong(|draft| {
                draft.load_balancer.nodes = NodesReach::Haproxy;
                draft.load_balancer.port = port;
            })
        };
        assert_eq!(with(10250), [("port-taken", PORT.to_owned())]);
        // No control-plane component runs on a worker.
        assert_eq!(with(6443), []);
    }

    #[test]
    fn what_may_fail_later_is_a_warning() {
        let warnings = |change: fn(&mut Draft)| found(&advise(&draft(change)));
        assert_eq!(warnings(|_| {}), []);
        assert_eq!(
            warnings(|draft| draft.scheduler.apiserver = ApiserverChoice::Endpoint),
            [("virtual-ip-upgrade", "scheduler.apiserver".to_owned())]
        );
        assert_eq!(
            warnings(|draft| draft.load_balancer.virtual_ip = NodeAddress::parse("10.1.2.3").ok()),
            [("virtual-ip-network", VIRTUAL_IP.to_owned())]
        );
    }
}
