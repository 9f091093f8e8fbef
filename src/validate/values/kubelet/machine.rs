//! Settings of all kubelets that can be true of one machine only, or that do not fit a node's part of the pod range.

use std::net::IpAddr;

use super::settings::Settings;
use crate::diagnostic::{Violation, key_path};

/// Fields that describe one machine, and what to do instead.
const OF_ONE_MACHINE: [(&str, &str); 2] = [
    ("podCIDR", "leave it out: kube-controller-manager gives each node its part of `pod_cidr`"),
    ("providerID", "leave it out: a cloud's controller sets it on each Node"),
];

/// Settings that cannot be true of every machine.
pub(super) fn check(settings: &Settings<'_>) -> Vec<Violation> {
    let config = &settings.draft.kubelet.config;
    let fields = OF_ONE_MACHINE.iter().filter(|(field, _)| config.contains_key(*field));
    let fields = fields.map(|(field, instead)| {
        let message =
            format!("{field} describes a single machine, but every machine would get the same value");
        let expected = "a field that says the same of every machine";
        Violation::new("one-machine", key_path("kubelet.config", field), message, expected)
            .at_key()
            .help(*instead)
    });
    fields.chain(address(settings)).chain(pods(settings)).collect()
}

/// An address that only one node has.
fn address(settings: &Settings<'_>) -> Option<Violation> {
    let set = settings.set("address")?;
    let address: IpAddr = set.as_str()?.parse().ok()?;
    if address.is_unspecified() || address.is_loopback() || settings.draft.nodes().count() < 2 {
        return None;
    }
    let message = format!("{address} is the address of one machine, and each kubelet would listen on it");
    let expected = "an address that every machine has, such as \"0.0.0.0\" or \"::\"";
    Some(
        Violation::new("one-machine", settings.path("address"), message, expected)
            .help("leave it out for all addresses"),
    )
}

/// A node has as many addresses for pods as its part of the pod range, two of which pods cannot have.
fn pods(settings: &Settings<'_>) -> Option<Violation> {
    let set = settings.set("maxPods")?;
    let most = set.as_i64().filter(|most| *most > 0)?;
    let draft = settings.draft;
    let ranges = draft.pod_cidr.iter().map(|range| {
        if range.is_ipv4() {
            (32_u8, draft.node_mask_ipv4, "cluster.node_mask_ipv4")
        } else {
            (128, draft.node_mask_ipv6, "cluster.node_mask_ipv6")
        }
    });
    let too_small = ranges.filter_map(|(bits, mask, path)| {
        let addresses = 1_i64.checked_shl(u32::from(bits.saturating_sub(mask))).filter(|count| *count > 0)?;
        (most > addresses - 2).then_some((mask, addresses, path))
    });
    let (mask, addresses, path) = too_small.min_by_key(|(_, addresses, _)| *addresses)?;
    let message =
        format!("a node's range of /{mask} has {} addresses for pods, and maxPods is {most}", addresses - 2);
    let expected = format!("at most {}, or a shorter node mask", addresses - 2);
    let violation = Violation::new("max-pods", settings.path("maxPods"), message, expected);
    Some(
        violation
            .also(path, "the node mask")
            .help("lower maxPods, or give each node a larger part of the pod range"),
    )
}
