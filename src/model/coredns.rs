//! `[coredns]`: the cluster's DNS server.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{ImageDigest, ImageTag, text::readable_text};
use crate::diagnostic::Invalid;

/// `[coredns]`: which DNS server the objects to apply bring.
///
/// The default is no server: resolved clusters of before the table have none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorednsSettings {
    /// Whether it is among the objects to apply.
    pub run: CorednsRun,
    /// How many pods it has.
    pub replicas: u32,
    /// Where names outside of the cluster are looked up. Unused with a Corefile of the user's own.
    pub upstreams: Vec<DnsUpstream>,
    /// A Corefile of the user's own, in place of kubeadm's.
    pub corefile: Option<Corefile>,
    /// The image's tag, if it is not kubeadm's for that minor.
    pub tag: Option<ImageTag>,
    /// A digest that pins the image.
    pub digest: Option<ImageDigest>,
}

/// How CoreDNS runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorednsRun {
    /// As kubeadm's Deployment `coredns`.
    Deployment,
    /// Not at all: the user brings a DNS server.
    #[default]
    None,
}

/// What CoreDNS forwards to (its plugin `forward`): `ADDRESS`, `ADDRESS:PORT`, `[IPV6]:PORT`, or the path of a file like
/// `/etc/resolv.conf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsUpstream(String);

/// A Corefile of the user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corefile(String);

readable_text!(DnsUpstream, Corefile);

impl Corefile {
    /// A text that `documents::corefile` accepted.
    pub(crate) const fn checked(text: String) -> Self {
        Self(text)
    }
}

impl DnsUpstream {
    /// The address without its port; `None` for a file.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        address(&self.0)
    }

    const EXPECTED: &str = "an address, ADDRESS:PORT, or a file such as \"/etc/resolv.conf\"";

    /// Checks `text`.
    ///
    /// # Errors
    /// [`Invalid`] with code `dns-upstream`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |why: &str, help: &str| {
            Err(Invalid::new("dns-upstream", format!("{text:?} {why}"), Self::EXPECTED).help(help))
        };
        if text.starts_with('/') {
            let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            if text.chars().all(plain) && !text.ends_with('/') {
                return Ok(Self(text.to_owned()));
            }
            return refuse("is no path of a file", "name a file of the machine that a resolver reads");
        }
        let Some(address) = address(text) else {
            return refuse(
                "is not an address",
                "CoreDNS looks names up there, so it cannot be a name itself; for DNS over TLS write a `corefile`",
            );
        };
        let address = address.to_canonical();
        let is_broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
        if address.is_multicast() || is_broadcast {
            return refuse("is not the address of a single server", "name the address of a DNS server");
        }
        if address.is_loopback() || address.is_unspecified() {
            return refuse(
                "would be CoreDNS itself",
                "inside its pod this address leads to CoreDNS, which would ask itself and stop; name the server's real address",
            );
        }
        Ok(Self(text.to_owned()))
    }
}

fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().filter(|socket| socket.port() != 0);
    text.parse().ok().or_else(|| with_port().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upstream_is_an_address_or_a_file() {
        for good in ["/etc/resolv.conf", "10.0.0.2", "10.0.0.2:5353", "2001:db8::1", "[2001:db8::1]:53"] {
            assert!(DnsUpstream::parse(good).is_ok(), "{good}");
        }
        let bad = [
            "",
            "dns.example.com",
            "10.0.0.2:0",
            "/etc/resolv.conf/",
            "/etc/a b",
            "/etc/x{",
            "tls://1.1.1.1",
        ];
        for bad in bad {
            assert_eq!(DnsUpstream::parse(bad).unwrap_err().code, "dns-upstream", "{bad}");
        }
        for many in ["224.0.0.1", "255.255.255.255", "ff02::1"] {
            assert!(
                DnsUpstream::parse(many).unwrap_err().message.contains("not the address of a single"),
                "{many}"
            );
        }
        for itself in ["127.0.0.53", "::1", "::ffff:127.0.0.1", "0.0.0.0:53", "[::1]:53"] {
            assert!(DnsUpstream::parse(itself).unwrap_err().message.contains("CoreDNS itself"), "{itself}");
        }
    }
}
