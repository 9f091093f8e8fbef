//! Addresses: those of the nodes, the order of IPv4 and IPv6, and the addresses that components listen on.

use std::net::{IpAddr, Ipv6Addr};

use super::{names::duplicate_values, tables};
use crate::{
    diagnostic::Violation,
    model::{BindAddress, Cidr, DnsUpstream, Draft, Node},
};

/// Two machines cannot have the same address.
pub(super) fn duplicates(draft: &Draft) -> Vec<Violation> {
    let violation = |(path, first, address): (String, String, IpAddr)| {
        let message = format!("duplicate address {address}");
        Violation::new("duplicate-address", path, message, "a unique address for each node")
            .also(first, "first used here")
            .help("correct one of the two")
    };
    duplicate_values(of_nodes(draft)).into_iter().map(violation).collect()
}

/// An address in the service or pod range would lead to a Service or a pod instead of the machine.
pub(super) fn inside_ranges(draft: &Draft) -> Vec<Violation> {
    let check = |(path, address): (String, IpAddr)| {
        let (range_path, range) = range_with(draft, address)?;
        let message = format!("{address} is in the range {range}");
        let expected = "an address outside the service and pod ranges";
        Some(
            Violation::new("address-in-range", path, message, expected)
                .also(range_path, "this range")
                .help("move the range, or give the node another address"),
        )
    };
    of_nodes(draft).filter_map(check).collect()
}

/// An upstream DNS server must be outside the cluster: CoreDNS would query itself, or something that depends on it.
pub(super) fn dns_upstreams(draft: &Draft) -> Vec<Violation> {
    let check = |(index, upstream): (usize, &DnsUpstream)| {
        let (range_path, range) = range_with(draft, upstream.address()?)?;
        let message = format!("{upstream} is in the range {range}");
        Some(
            Violation::new(
                "address-in-range",
                format!("coredns.upstreams[{index}]"),
                message,
                "a DNS server outside of the cluster",
            )
            .also(range_path, "this range")
            .help("name the address of a DNS server that is there before the cluster"),
        )
    };
    draft.coredns.upstreams.iter().enumerate().filter_map(check).collect()
}

/// The service or pod range that contains this address, and its path.
pub(super) fn range_with(draft: &Draft, address: IpAddr) -> Option<(String, Cidr)> {
    ranges(draft).into_iter().find(|(_, range)| range.contains(address))
}

/// Every service and pod range with its path.
pub(super) fn ranges(draft: &Draft) -> Vec<(String, Cidr)> {
    let both = [("cluster.service_cidr", &draft.service_cidr), ("cluster.pod_cidr", &draft.pod_cidr)];
    let ranges = both.into_iter().flat_map(|(path, ranges)| {
        let dual = ranges.iter().count() > 1;
        ranges.iter().enumerate().map(move |(i, range)| (element(path, i, dual), *range))
    });
    ranges.collect()
}

/// Every address of every node with its path.
fn of_nodes(draft: &Draft) -> impl Iterator<Item = (String, IpAddr)> {
    tables::nodes(draft).flat_map(|(path, node)| of_node(&path, node))
}

fn of_node(path: &str, node: &Node) -> Vec<(String, IpAddr)> {
    let dual = node.addresses.iter().count() > 1;
    let path = format!("{path}.address");
    node.addresses.iter().enumerate().map(|(i, address)| (element(&path, i, dual), address)).collect()
}

/// The path of one of two values, or of the only one, which is usually not in an array.
fn element(path: &str, i: usize, dual: bool) -> String {
    if dual { format!("{path}[{i}]") } else { path.to_owned() }
}

const SERVICE: &str = "cluster.service_cidr";
const POD: &str = "cluster.pod_cidr";

/// The first service range decides the cluster's primary family. The API server refuses an address of the other one to
/// advertise (Kubernetes 1.37, `cmd/kube-apiserver/app/options/validation.go`), and pods would get addresses that
/// their Services do not have.
pub(super) fn primary_family(draft: &Draft) -> Vec<Violation> {
    let primary_is_ipv4 = draft.service_cidr.primary().is_ipv4();
    let family = family_name(primary_is_ipv4);
    let pods = (POD.to_owned(), draft.pod_cidr.primary().is_ipv4(), draft.pod_cidr.iter().count() > 1);
    let nodes = tables::nodes(draft).map(|(path, node)| {
        let addresses = &node.addresses;
        (format!("{path}.address"), addresses.primary().is_ipv4(), addresses.iter().count() > 1)
    });
    let other = std::iter::once(pods).chain(nodes).filter(|(_, is_ipv4, _)| *is_ipv4 != primary_is_ipv4);
    let violation = |(path, is_ipv4, dual): (String, bool, bool)| {
        let message = format!("{} comes first here, and {family} in the service range", family_name(is_ipv4));
        let help = if dual {
            format!("put {family} first")
        } else {
            let found = family_name(is_ipv4);
            format!("add {family} as the first of two, or begin the service range with {found}")
        };
        Violation::new("primary-family", path, message, format!("{family} first, as in the service range"))
            .also(SERVICE, format!("{family} first"))
            .help(help)
    };
    other.map(violation).collect()
}

/// Dual-stack Services need dual-stack pods, which need dual-stack nodes.
pub(super) fn dual_stack(draft: &Draft) -> Vec<Violation> {
    let services_dual = draft.service_cidr.iter().count() > 1;
    let pods_dual = draft.pod_cidr.iter().count() > 1;
    let mut violations = Vec::new();
    if services_dual && !pods_dual {
        let message = "there are two service ranges and one pod range";
        violations.push(lacks(POD.to_owned(), message, SERVICE, "two service ranges"));
    }
    if services_dual || pods_dual {
        let dual_path = if pods_dual { POD } else { SERVICE };
        let single = tables::nodes(draft).filter(|(_, node)| node.addresses.iter().count() < 2);
        let message = "the cluster is dual-stack and the node has one address";
        violations.extend(
            single.map(|(path, _)| lacks(format!("{path}.address"), message, dual_path, "two ranges")),
        );
    }
    violations
}

fn lacks(at: String, message: &str, also: &str, part: &str) -> Violation {
    Violation::new("dual-stack", at, message, "one of IPv4 and one of IPv6")
        .also(also, part)
        .help("add the other family, the primary one first, or leave one range out")
}

const fn family_name(is_ipv4: bool) -> &'static str {
    if is_ipv4 { "IPv4" } else { "IPv6" }
}

/// A `bind_address` must be valid on every node, and an API server must be reachable from other machines.
pub(super) fn bind(draft: &Draft) -> Vec<Violation> {
    let fixed = |bind: BindAddress| match bind {
        BindAddress::Fixed(address) => Some(address),
        BindAddress::Node => None,
    };
    let settings = [
        ("apiserver.bind_address", draft.apiserver.bind_address, "leave bind_address out: all addresses"),
        (
            "controller_manager.bind_address",
            fixed(draft.controller_manager.bind_address),
            "take \"node\" for each node's own address",
        ),
        (
            "scheduler.bind_address",
            fixed(draft.scheduler.bind_address),
            "take \"node\" for each node's own address",
        ),
    ];
    let several = draft.control_plane.len() > 1;
    let only_one_node_has = |address: IpAddr| several && !address.is_loopback() && !address.is_unspecified();
    let mut violations: Vec<_> = settings
        .into_iter()
        .filter_map(|(path, address, help)| {
            Some((path, address.filter(|found| only_one_node_has(*found))?, help))
        })
        .map(|(path, address, help)| {
            let message = format!("{address} can be the address of one node, and there are several");
            Violation::new("bind-address", path, message, "an address that every control-plane node has")
                .help(help)
        })
        .collect();
    violations.extend(apiserver_out_of_reach(draft));
    violations
}

/// Every machine connects to the API server at the nodes' addresses.
fn apiserver_out_of_reach(draft: &Draft) -> Option<Violation> {
    let address = draft.apiserver.bind_address?;
    let primary_is_ipv4 = draft.service_cidr.primary().is_ipv4();
    let message = if address.is_loopback() {
        format!("no other machine reaches an API server at {address}")
    } else if address.is_ipv4() != primary_is_ipv4 && address != IpAddr::from(Ipv6Addr::UNSPECIFIED) {
        let family = if primary_is_ipv4 { "IPv4" } else { "IPv6" };
        format!("an API server at {address} is not reached by {family}, the cluster's primary family")
    } else {
        return None;
    };
    let expected = "an address that other machines reach";
    Some(
        Violation::new("bind-address", "apiserver.bind_address", message, expected)
            .given(&["cluster.service_cidr"])
            .help("leave bind_address out: all addresses"),
    )
}
