//! Address ranges: one, or the two of a dual-stack cluster.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use crate::diagnostic::Invalid;

/// A range without host bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(IpNet);

impl Cidr {
    /// Parses `ADDRESS/LENGTH`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `cidr` if `text` is not a range or has host bits set.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        const EXPECTED: &str = "a range such as \"10.254.0.0/16\" or \"fd00:10::/108\"";
        let net: IpNet = text
            .parse()
            .map_err(|_| Invalid::new("cidr", format!("{text:?} is not an address range"), EXPECTED))
            .map_err(|invalid| invalid.help(advice(text)))?;
        if net.addr() == net.network() {
            Ok(Self(net))
        } else {
            Err(Invalid::new("cidr-host-bits", format!("{text} has host bits set"), EXPECTED)
                .help(format!("write {}, the range that holds it", net.trunc())))
        }
    }

    /// The range itself.
    #[must_use]
    pub const fn net(&self) -> IpNet {
        self.0
    }

    /// Whether this is a range of IPv4 addresses.
    #[must_use]
    pub const fn is_ipv4(&self) -> bool {
        matches!(self.0, IpNet::V4(_))
    }

    /// The number of host bits: 16 for an IPv4 /16.
    #[must_use]
    pub fn host_bits(&self) -> u8 {
        self.0.max_prefix_len() - self.0.prefix_len()
    }

    /// Whether `address` is in the range.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }

    /// Whether the two ranges have an address in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.0.contains(&other.0.network()) || other.0.contains(&self.0.network())
    }

    /// The `n`th address of the range, where 0 is its network address; `None` if the range is smaller.
    #[must_use]
    pub fn nth(&self, n: u8) -> Option<IpAddr> {
        let address = match self.0.network() {
            IpAddr::V4(v4) => IpAddr::from(v4.to_bits().checked_add(u32::from(n))?.to_be_bytes()),
            IpAddr::V6(v6) => IpAddr::from(v6.to_bits().checked_add(u128::from(n))?.to_be_bytes()),
        };
        self.contains(address).then_some(address)
    }
}

/// How to correct a text that is almost a range.
fn advice(text: &str) -> String {
    let parsed: Option<Vec<IpNet>> =
        text.split([',', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
    if let Some([first, second]) = parsed.as_deref() {
        return format!("write two strings in an array: [\"{first}\", \"{second}\"]");
    }
    if let Some([one]) = parsed.as_deref() {
        return format!("write \"{one}\"");
    }
    if let Some((address, mask)) = text.split_once('/')
        && let (Ok(address), Ok(mask)) = (address.parse::<Ipv4Addr>(), mask.parse::<Ipv4Addr>())
    {
        let length = mask.to_bits().leading_ones();
        return format!("write the length of the prefix and no mask: \"{address}/{length}\"");
    }
    match text.parse::<IpAddr>() {
        Ok(address) => {
            let length = if address.is_ipv4() { 16 } else { 108 };
            format!("add a slash and the length of the prefix, such as \"{address}/{length}\"")
        }
        Err(_) => "write its first address, a slash, and the length of its prefix".to_owned(),
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One range, or one of each family. The first has the cluster's primary family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidrs {
    primary: Cidr,
    secondary: Option<Cidr>,
}

impl Cidrs {
    /// A single-stack or dual-stack range.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `cidr-families` if both are of one family.
    pub fn new(primary: Cidr, secondary: Option<Cidr>) -> Result<Self, Invalid> {
        match secondary {
            Some(second) if second.is_ipv4() == primary.is_ipv4() => Err(Invalid::new(
                "cidr-families",
                "both ranges are of one family",
                "one range, or one of IPv4 and one of IPv6",
            )
            .help("leave one out, or take one of each family")),
            _ => Ok(Self { primary, secondary }),
        }
    }

    /// The range of the primary family.
    #[must_use]
    pub const fn primary(&self) -> &Cidr {
        &self.primary
    }

    /// All ranges, the primary one first.
    pub fn iter(&self) -> impl Iterator<Item = &Cidr> {
        std::iter::once(&self.primary).chain(&self.secondary)
    }
}

impl std::fmt::Display for Cidrs {
    /// Comma-separated, as in `--service-cluster-ip-range` and `--cluster-cidr`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.primary.fmt(f)?;
        self.secondary.map_or(Ok(()), |second| write!(f, ",{second}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_addresses_from_the_network_address() {
        let range = Cidr::parse("10.254.0.0/16").unwrap();
        assert_eq!(range.nth(1).unwrap().to_string(), "10.254.0.1");
        assert_eq!(Cidr::parse("fd00:10::/108").unwrap().nth(10).unwrap().to_string(), "fd00:10::a");
        assert_eq!(Cidr::parse("10.0.0.0/30").unwrap().nth(4), None);
    }

    #[test]
    fn refuses_host_bits() {
        assert_eq!(Cidr::parse("10.254.0.1/16").unwrap_err().code, "cidr-host-bits");
    }
}
