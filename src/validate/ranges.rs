//! The ranges of Services and pods, and each node's part of the latter, which kube-controller-manager assigns.

use ipnet::IpNet;

use super::addresses::ranges;
use crate::{
    diagnostic::Violation,
    model::{Cidr, Draft},
};

/// A pod and a Service must not get the same address.
pub(super) fn overlap(draft: &Draft) -> Vec<Violation> {
    let ranges = ranges(draft);
    let pairs = ranges
        .iter()
        .enumerate()
        .flat_map(|(i, first)| ranges.iter().skip(i + 1).map(move |second| (first, second)));
    let overlapping = pairs.filter(|((_, first), (_, second))| first.overlaps(second));
    let violation = |((first_path, first), (path, range)): (&(String, _), &(String, _))| {
        let message = format!("{range} and {first} share addresses");
        Violation::new("ranges-overlap", path, message, "ranges that share no address")
            .also(first_path, "this range")
            .help("move one of them, out of the network of the nodes as well")
    };
    overlapping.map(violation).collect()
}

/// Addresses that no pod or Service can have (RFC 6890), and what they are for. Class E (240.0.0.0/4) is not here: some
/// clusters use it on purpose.
const SPECIAL: &[(&str, &str)] = &[
    ("0.0.0.0/8", "\"this network\""),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local addresses"),
    ("224.0.0.0/4", "multicast"),
    ("::/127", "the unspecified and the loopback address"),
    ("::ffff:0:0/96", "IPv4-mapped addresses"),
    ("fe80::/10", "link-local addresses"),
    ("ff00::/8", "multicast"),
];

/// No service or pod range shares addresses with a special one.
pub(super) fn special(draft: &Draft) -> Vec<Violation> {
    let overlaps = |range: IpNet, special: IpNet| {
        range.contains(&special.network()) || special.contains(&range.network())
    };
    let special = |range: IpNet| {
        SPECIAL.iter().find(|(text, _)| text.parse().is_ok_and(|special| overlaps(range, special)))
    };
    let violation = |(path, range): (String, crate::model::Cidr)| {
        let (text, use_) = special(range.net())?;
        let message = format!("{range} has addresses of {text}, which is for {use_}");
        let expected = "a range of addresses that machines can have";
        Some(
            Violation::new("special-range", path, message, expected)
                .help("take one of the private ranges, such as a part of 10.0.0.0/8 or fd00::/8"),
        )
    };
    ranges(draft).into_iter().filter_map(violation).collect()
}

/// IPv4 addresses that are not public (RFC 1918, 6598, 5737, 2544, 1112).
const NOBODYS: &[&str] = &[
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "198.18.0.0/15",
    "240.0.0.0/4",
];

/// Warns of an IPv4 range that may be in use on the internet. A public IPv6 range is common for pods.
pub(super) fn advise(draft: &Draft) -> Vec<Violation> {
    let is_nobodys = |range: IpNet| {
        NOBODYS.iter().any(|text| text.parse::<IpNet>().is_ok_and(|nobodys| nobodys.contains(&range)))
    };
    let public = |(_, range): &(String, crate::model::Cidr)| {
        matches!(range.net(), IpNet::V4(_)) && !is_nobodys(range.net())
    };
    let warning = |(path, range): (String, crate::model::Cidr)| {
        let message =
            format!("{range} has public addresses, which the cluster could not reach at their owners");
        Violation::new("weakens-cluster", path, message, "a private range, or addresses of your own")
            .help("take a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, unless the range is yours")
    };
    ranges(draft).into_iter().filter(public).map(warning).collect()
}

/// The largest number of host bits that the API server accepts (Kubernetes 1.37,
/// `cmd/kube-apiserver/app/options/validation.go`, `maxCIDRBits`).
const MOST_HOST_BITS: u8 = 20;

/// The smallest number: the cluster's DNS has the tenth address.
const FEWEST_HOST_BITS: u8 = 4;

/// Neither too large for the API server nor too small for the cluster's own Services.
pub(super) fn service_size(draft: &Draft) -> Vec<Violation> {
    let services = ranges(draft).into_iter().filter(|(path, _)| path.starts_with("cluster.service_cidr"));
    services.filter_map(|(path, range)| service_size_of(&path, &range)).collect()
}

fn service_size_of(path: &str, range: &Cidr) -> Option<Violation> {
    let bits = range.host_bits();
    let address_bits = bits + range.net().prefix_len();
    let (code, message) = match bits {
        0..FEWEST_HOST_BITS => {
            ("service-range-too-small", format!("{range} has no tenth address, which is the cluster's DNS"))
        }
        FEWEST_HOST_BITS..=MOST_HOST_BITS => return None,
        _ => ("service-range-too-large", format!("the API server refuses {range}: it has {bits} host bits")),
    };
    let (shortest, longest) = (address_bits - MOST_HOST_BITS, address_bits - FEWEST_HOST_BITS);
    Some(
        Violation::new(code, path, message, "a service range of 4 to 20 host bits")
            .help(format!("take a range from /{shortest} to /{longest}")),
    )
}

/// How much longer than an IPv6 pod range a node's part may be (Kubernetes 1.37,
/// `pkg/controller/nodeipam/ipam/cidrset`, `clusterSubnetMaxDiff`).
const MOST_IPV6_NODE_BITS: u8 = 16;

/// A pod range and the settings that divide it.
struct Division {
    path: String,
    range: Cidr,
    mask_path: &'static str,
    mask: u8,
}

impl Division {
    /// The number of bits that number the nodes; `None` if a node's part is larger than the whole range.
    fn node_bits(&self) -> Option<u8> {
        self.mask.checked_sub(self.range.net().prefix_len())
    }

    /// The longest mask that Kubernetes accepts and that leaves a node at least two addresses.
    fn longest_mask(&self) -> u8 {
        let prefix = self.range.net().prefix_len();
        if self.range.is_ipv4() { 30 } else { 126.min(prefix.saturating_add(MOST_IPV6_NODE_BITS)) }
    }
}

/// A node's part must fit into the pod range, and Kubernetes must be able to count the parts.
pub(super) fn node_mask(draft: &Draft) -> Vec<Violation> {
    let check = |division: Division| {
        let (mask, range, longest) = (division.mask, division.range, division.longest_mask());
        let message = match division.node_bits() {
            None => format!("a node's range of /{mask} does not fit into {range}"),
            Some(bits) if !range.is_ipv4() && bits > MOST_IPV6_NODE_BITS => format!(
                "kube-controller-manager refuses to divide {range} into ranges of /{mask}: {bits} bits, not {MOST_IPV6_NODE_BITS} at most"
            ),
            Some(_) => return None,
        };
        let shortest = range.net().prefix_len();
        let expected = "a node mask that divides the pod range";
        Some(
            Violation::new("node-mask", division.mask_path, message, expected)
                .also(division.path, "the pod range")
                .help(format!("take a node mask from {shortest} to {longest}, or another range")),
        )
    };
    divisions(draft).into_iter().filter_map(check).collect()
}

/// Each node needs a range of its own.
pub(super) fn node_count(draft: &Draft) -> Vec<Violation> {
    let nodes = draft.nodes().count();
    let check = |division: Division| {
        let bits = u32::from(division.node_bits()?);
        let parts = 1_usize.checked_shl(bits).unwrap_or(usize::MAX);
        let (range, mask) = (division.range, division.mask);
        let message = format!("{range} has {parts} ranges of /{mask}, and there are {nodes} nodes");
        let expected = "a pod range with a range for each node";
        let help = "take a larger pod range, or a longer node mask";
        (parts < nodes).then(|| {
            Violation::new("too-few-node-ranges", division.path, message, expected)
                .also(division.mask_path, "the node mask")
                .help(help)
        })
    };
    divisions(draft).into_iter().filter_map(check).collect()
}

fn divisions(draft: &Draft) -> Vec<Division> {
    let division = |(path, range): (String, Cidr)| {
        let (mask_path, mask) = if range.is_ipv4() {
            ("cluster.node_mask_ipv4", draft.node_mask_ipv4)
        } else {
            ("cluster.node_mask_ipv6", draft.node_mask_ipv6)
        };
        Division { path, range, mask_path, mask }
    };
    ranges(draft).into_iter().filter(|(path, _)| path.starts_with("cluster.pod_cidr")).map(division).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_range_is_one() {
        for (text, _) in SPECIAL {
            let net: IpNet = text.parse().unwrap();
            assert_eq!(net, net.trunc(), "{text}");
        }
        for text in NOBODYS {
            assert!(text.parse::<IpNet>().is_ok_and(|net| net == net.trunc()), "{text}");
        }
    }
}
