//! The endpoint that clients dial.

use super::addresses::range_with;
use crate::model::{Draft, Host, Violation};

const AT: &str = "cluster.endpoint";

/// Every client dials the endpoint, from every machine.
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
    let message = format!("{address} lies in the range {range}");
    let expected = "an address outside the service and pod ranges";
    vec![
        Violation::new("address-in-range", AT, message, expected)
            .also(path, "this range")
            .help("move the range, or take another address"),
    ]
}
