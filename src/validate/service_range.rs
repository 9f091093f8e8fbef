//! The size of the service range.

use super::addresses::ranges;
use crate::{
    diagnostic::Violation,
    model::{Cidr, Draft},
};

/// The most host bits that the API server takes (Kubernetes 1.37, `cmd/kube-apiserver/app/options/validation.go`,
/// `maxCIDRBits`).
const MOST_HOST_BITS: u8 = 20;

/// The fewest: the cluster's DNS has the tenth address.
const FEWEST_HOST_BITS: u8 = 4;

/// Neither too large for the API server nor too small for the cluster's own Services.
pub(super) fn size(draft: &Draft) -> Vec<Violation> {
    let services = ranges(draft).into_iter().filter(|(path, _)| path.starts_with("cluster.service_cidr"));
    services.filter_map(|(path, range)| check(&path, &range)).collect()
}

fn check(path: &str, range: &Cidr) -> Option<Violation> {
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
