//! Where components listen.

use std::net::{IpAddr, Ipv6Addr};

use crate::{
    diagnostic::Violation,
    model::{BindAddress, Draft},
};

/// One address for every node must be one that every node has; and an API server must be reached from other machines.
pub(super) fn check(draft: &Draft) -> Vec<Violation> {
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

/// The API server is dialled by every machine, at the nodes' addresses.
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
