//! IPv4 and IPv6: one order everywhere, and both wherever both are needed.

use super::tables;
use crate::{diagnostic::Violation, model::Draft};

const SERVICE: &str = "cluster.service_cidr";
const POD: &str = "cluster.pod_cidr";

/// The first service range decides the cluster's primary family. The API server refuses an address of the other one to
/// advertise (Kubernetes 1.37, `cmd/kube-apiserver/app/options/validation.go`), and pods would be dialled at one that
/// their Services do not have.
pub(super) fn primary(draft: &Draft) -> Vec<Violation> {
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

/// A Service of both families needs pods of both, and pods of both need nodes of both.
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
