//! Each node's part of the pod range, which kube-controller-manager hands out.

use super::addresses::ranges;
use crate::{
    diagnostic::Violation,
    model::{Cidr, Draft},
};

/// How much longer than an IPv6 pod range a node's part may be (Kubernetes 1.37,
/// `pkg/controller/nodeipam/ipam/cidrset`, `clusterSubnetMaxDiff`).
const MOST_IPV6_NODE_BITS: u8 = 16;

/// A pod range with all that decides how it is divided.
struct Division {
    path: String,
    range: Cidr,
    mask_path: &'static str,
    mask: u8,
}

impl Division {
    /// How many bits count the nodes; `None` where a node's part is larger than the whole.
    fn node_bits(&self) -> Option<u8> {
        self.mask.checked_sub(self.range.net().prefix_len())
    }

    /// The longest mask that Kubernetes takes and that leaves a node two addresses or more.
    fn longest_mask(&self) -> u8 {
        let prefix = self.range.net().prefix_len();
        if self.range.is_ipv4() { 30 } else { 126.min(prefix.saturating_add(MOST_IPV6_NODE_BITS)) }
    }
}

/// A node's part must fit into the pod range, and Kubernetes must be able to count the parts.
pub(super) fn mask(draft: &Draft) -> Vec<Violation> {
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
pub(super) fn count(draft: &Draft) -> Vec<Violation> {
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
