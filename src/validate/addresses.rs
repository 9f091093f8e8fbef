//! The nodes' addresses.

use std::net::IpAddr;

use super::{tables, twice::twice};
use crate::{
    diagnostic::Violation,
    model::{Cidr, Draft, Node},
};

/// Two machines cannot have one address.
pub(super) fn used_twice(draft: &Draft) -> Vec<Violation> {
    let violation = |(path, first, address): (String, String, IpAddr)| {
        let message = format!("the address {address} is used twice");
        Violation::new("address-used-twice", path, message, "an address of its own for each node")
            .also(first, "first used here")
            .help("correct one of the two")
    };
    twice(of_nodes(draft)).into_iter().map(violation).collect()
}

/// An address in the service or pod range would lead to a Service or a pod instead of the machine.
pub(super) fn inside_ranges(draft: &Draft) -> Vec<Violation> {
    let check = |(path, address): (String, IpAddr)| {
        let (range_path, range) = range_with(draft, address)?;
        let message = format!("{address} lies in the range {range}");
        let expected = "an address outside the service and pod ranges";
        Some(
            Violation::new("address-in-range", path, message, expected)
                .also(range_path, "this range")
                .help("move the range, or give the node another address"),
        )
    };
    of_nodes(draft).filter_map(check).collect()
}

/// The service or pod range with this address, and its path.
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

/// The path of one of two, or of the only one, which is no array in most files.
fn element(path: &str, i: usize, dual: bool) -> String {
    if dual { format!("{path}[{i}]") } else { path.to_owned() }
}
