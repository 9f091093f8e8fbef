//! Where components listen.

use std::net::IpAddr;

use crate::model::{BindAddress, Draft, Violation};

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
    if let Some(address) = draft.apiserver.bind_address.filter(IpAddr::is_loopback) {
        let message = format!("no other machine reaches an API server at {address}");
        let expected = "an address that other machines reach";
        let violation = Violation::new("bind-address", "apiserver.bind_address", message, expected);
        violations.push(violation.help("leave bind_address out: all addresses"));
    }
    violations
}
