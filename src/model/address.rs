//! The addresses of a node.

use std::net::IpAddr;

use crate::diagnostic::Invalid;

/// An address that a machine can have on a network: not unspecified, loopback, multicast, link-local or broadcast.
///
/// The API server refuses such addresses as an endpoint of the `kubernetes` Service (`k8s.io/kubernetes`
/// `ValidateNonSpecialIP`), so a node cannot have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAddress(IpAddr);

impl NodeAddress {
    /// Parses an IPv4 or IPv6 address.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `address` if `text` is not an address, or is an address that a node cannot have.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        const EXPECTED: &str = "an IPv4 or IPv6 address of the node on its network";
        let refuse = |message: String| Invalid::new("address", message, EXPECTED);
        let address: IpAddr =
            text.parse().map_err(|_| refuse(format!("{text:?} is not an address")).help(advice(text)))?;
        match special_use(address) {
            Some(kind) => Err(refuse(format!("{text} is {kind} address"))
                .help("take the address at which the other nodes reach it")),
            None => Ok(Self(address)),
        }
    }

    /// The address itself.
    #[must_use]
    pub const fn ip(self) -> IpAddr {
        self.0
    }
}

/// How to correct a text that is almost an address.
fn advice(text: &str) -> String {
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok();
    let trimmed = text.trim().trim_matches(['[', ']']);
    let without_zeros = || {
        let parts = trimmed.split('.').map(|part| part.trim_start_matches('0'));
        parts.map(|part| if part.is_empty() { "0" } else { part }).collect::<Vec<_>>().join(".")
    };
    let numeric = !trimmed.is_empty() && trimmed.chars().all(|c| c.is_ascii_digit() || c == '.');
    let (before_slash, before_colon) =
        (trimmed.split('/').next(), trimmed.rsplit_once(':').map(|(host, _)| host));
    let without =
        [before_slash, before_colon].into_iter().flatten().find(|host| *host != trimmed && is_address(host));
    if is_address(trimmed) {
        format!("write \"{trimmed}\"")
    } else if let Some(address) = without {
        format!("write \"{address}\": the address alone, without a prefix length or port")
    } else if numeric && is_address(&without_zeros()) {
        format!("write \"{}\": some programs read a leading zero as octal", without_zeros())
    } else if numeric {
        "an IPv4 address has four numbers from 0 to 255 with dots between".to_owned()
    } else if let Some((address, _)) = trimmed.split_once('%').filter(|(address, _)| is_address(address)) {
        format!("take an address without %: {address} holds on one network interface alone")
    } else if trimmed.split_once('-').is_some_and(|(first, _)| is_address(first)) {
        "write one table with one address for each machine: there are no ranges".to_owned()
    } else if text.contains(',') {
        "write two strings in an array, one of IPv4 and one of IPv6".to_owned()
    } else {
        "write the address and no name: certificates and etcd's members hold it, and kubemint looks nothing up".to_owned()
    }
}

impl std::fmt::Display for NodeAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The kind of special-purpose address (RFC 6890), if a node cannot have it.
fn special_use(address: IpAddr) -> Option<&'static str> {
    let mapped = matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some());
    let link_local = match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    let broadcast = matches!(address, IpAddr::V4(v4) if v4.is_broadcast());
    [
        (address.is_unspecified(), "an unspecified"),
        (address.is_loopback(), "a loopback"),
        (address.is_multicast(), "a multicast"),
        (link_local, "a link-local"),
        (broadcast, "a broadcast"),
        (mapped, "an IPv4-mapped IPv6"),
    ]
    .into_iter()
    .find_map(|(is, kind)| is.then_some(kind))
}

/// The address of a node, or both addresses of a dual-stack node, the primary one first. The two are of different
/// families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAddresses {
    primary: NodeAddress,
    secondary: Option<NodeAddress>,
}

impl NodeAddresses {
    /// The addresses of a node with one address, or with one of each family.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `address-families` if both are of one family.
    pub fn new(primary: NodeAddress, secondary: Option<NodeAddress>) -> Result<Self, Invalid> {
        match secondary {
            Some(second) if second.ip().is_ipv4() == primary.ip().is_ipv4() => Err(Invalid::new(
                "address-families",
                "both addresses are of one family",
                "one address, or one IPv4 and one IPv6 address",
            )
            .help("leave one out, or take one of each family")),
            _ => Ok(Self { primary, secondary }),
        }
    }

    /// The address that other components connect to.
    #[must_use]
    pub const fn primary(&self) -> IpAddr {
        self.primary.0
    }

    /// All addresses, the primary one first.
    pub fn iter(&self) -> impl Iterator<Item = IpAddr> {
        std::iter::once(self.primary).chain(self.secondary).map(NodeAddress::ip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_addresses_no_machine_has() {
        for bad in [
            "127.0.0.1",
            "::1",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "169.254.1.1",
            "fe80::1",
            "255.255.255.255",
            "::ffff:10.0.0.1",
            "host",
            "10.0.0.1/8",
            "10.0.0.01",
        ] {
            assert!(NodeAddress::parse(bad).is_err(), "{bad}");
        }
        assert!(NodeAddress::parse("192.168.56.101").is_ok());
        assert!(NodeAddress::parse("fd00::1").is_ok());
    }
}
