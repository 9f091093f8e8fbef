//! Addresses that components listen on and are probed at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::model::{BindAddress, NodeRef};

/// The loopback address of the node's primary family.
pub(super) fn loopback(node: NodeRef<'_>) -> IpAddr {
    of_family(node, Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST)
}

/// All addresses. Go listens on both families for either form (`net`, "favoriteAddrFamily").
pub(super) fn wildcard(node: NodeRef<'_>) -> IpAddr {
    of_family(node, Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED)
}

fn of_family(node: NodeRef<'_>, v4: Ipv4Addr, v6: Ipv6Addr) -> IpAddr {
    if node.node().addresses.primary().is_ipv4() { v4.into() } else { v6.into() }
}

/// The address that a component with this setting listens on.
pub(super) fn bind_address(setting: BindAddress, node: NodeRef<'_>) -> IpAddr {
    match setting {
        BindAddress::Fixed(address) => address,
        BindAddress::Node => node.node().addresses.primary(),
    }
}

/// The address to probe a server at that listens on `bound`: the same, or `otherwise` if it listens on all addresses.
pub(super) fn probe_address(bound: IpAddr, otherwise: IpAddr) -> IpAddr {
    if bound.is_unspecified() { otherwise } else { bound }
}

/// A URL without a path, an IPv6 host in brackets.
pub(super) fn url(scheme: &str, host: IpAddr, port: u16) -> String {
    format!("{scheme}://{}", SocketAddr::new(host, port))
}
