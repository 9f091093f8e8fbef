//! Hosts and endpoints that clients connect to.

use std::{fmt, net::IpAddr};

use super::DnsDomain;
use crate::diagnostic::Invalid;

/// A DNS name or an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// A name that clients resolve.
    Name(DnsDomain),
    /// An IPv4 or IPv6 address.
    Address(IpAddr),
}

impl Host {
    /// Parses a DNS name, or an address without brackets.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if `text` is neither.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text.parse::<IpAddr>() {
            Ok(address) => Ok(Self::Address(address)),
            Err(_) => DnsDomain::parse(text).map(Self::Name).map_err(|invalid| Invalid {
                code: "host",
                message: format!("{text:?} is neither a DNS name nor an address"),
                expected: "a DNS name in lower case, or an address".into(),
                help: nearly_a_host(text).or(invalid.help.clone()),
                ..invalid
            }),
        }
    }

    /// Parses a subject alternative name: a host, or a DNS name whose first label is `*`, which stands for one label
    /// (RFC 6125 section 6.4.3).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if `text` is neither.
    pub fn parse_san(text: &str) -> Result<Self, Invalid> {
        let Some(rest) = text.strip_prefix("*.") else {
            return Self::parse(text).map_err(|invalid| {
                const HOW: &str =
                    "a wildcard is the whole first label, as in *.api.example.com, and there is one";
                if text.contains('*') { invalid.help(HOW) } else { invalid }
            });
        };
        DnsDomain::parse_wildcard(rest).map(Self::Name).ok_or_else(|| {
            Invalid::new(
                "host",
                format!("{text:?} is not a DNS name with a wildcard"),
                "a wildcard for the first label of a DNS name, such as *.api.example.com",
            )
            .help("write a domain of two labels or more after the *, in lower case")
        })
    }
}

/// How to correct a text that is almost a host.
fn nearly_a_host(text: &str) -> Option<String> {
    let is_host = |text: &str| text.parse::<IpAddr>().is_ok() || DnsDomain::parse(text).is_ok();
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let rest = ["DNS:", "IP:", "IP Address:"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
    let host = rest.split('/').next().unwrap_or_default().trim().trim_end_matches('.');
    let host = host.rsplit_once(':').filter(|(host, _)| is_host(host)).map_or(host, |(host, _)| host);
    let host = host.trim_matches(['[', ']']);
    let parts: Vec<&str> = text.split([',', ' ', ';']).filter(|part| !part.is_empty()).collect();
    let address_range = text.split_once('/').is_some_and(|(host, _)| host.parse::<IpAddr>().is_ok());
    if parts.len() > 1 && parts.iter().all(|part| is_host(part)) {
        let quoted: Vec<String> = parts.iter().map(|part| format!("{part:?}")).collect();
        return Some(format!("write a string for each: {}", quoted.join(", ")));
    }
    if address_range && scheme.is_empty() {
        return Some(format!(
            "write the addresses themselves, such as \"{host}\": a certificate has no ranges"
        ));
    }
    if text.contains('*') {
        return Some(
            "clients dial one name: write it without a wildcard, which can be one of `extra_sans`".to_owned(),
        );
    }
    let lower = host.to_ascii_lowercase();
    let why = if lower == text.to_ascii_lowercase() {
        "in lower case"
    } else {
        "the host alone, without scheme, port or path"
    };
    (lower != text && is_host(&lower)).then(|| format!("write {lower:?}: {why}"))
}

impl fmt::Display for Host {
    /// Formats the host as in a certificate: IPv6 addresses have no brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// `HOST:PORT`, with an IPv6 host in brackets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    host: Host,
    port: u16,
}

impl Endpoint {
    /// The usual port of an API server.
    pub const APISERVER_PORT: u16 = 6443;

    /// The port on which etcd serves clients.
    pub const ETCD_CLIENT_PORT: u16 = 2379;

    /// An endpoint on a host that is already valid.
    #[must_use]
    pub const fn new(host: Host, port: u16) -> Self {
        Self { host, port }
    }

    /// Parses `HOST:PORT` or `[IPV6]:PORT`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `endpoint` if the port is missing or 0, an IPv6 host has no brackets, there is a scheme,
    /// or the host is not a name or address.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::parse_of_service(text, Self::APISERVER_PORT)
    }

    /// The same for a service whose usual port is not the API server's; the usual port appears in the advice.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn parse_of_service(text: &str, usual_port: u16) -> Result<Self, Invalid> {
        refuse_several(text)?;
        refuse_without_port(text, usual_port)?;
        let (host, port) = text.rsplit_once(':').ok_or_else(|| {
            if text.contains('：') {
                return refusal(format!("{text:?} has a full-width colon"))
                    .help(format!("write the ASCII one: \"{}\"", text.replace('：', ":")));
            }
            let host =
                Host::parse(text).map_or_else(|_| "api.example.com".to_owned(), |host| host.to_string());
            refusal(format!("{text:?} has no port"))
                .help(format!("add the port, such as {host}:{usual_port}"))
        })?;
        let port = parse_port(port)?;
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let host = Host::parse(bare.unwrap_or(host))
            .map_err(|error| Invalid { help: error.help, ..refusal(error.message) })?;
        let is_ipv6 = matches!(host, Host::Address(IpAddr::V6(_)));
        if is_ipv6 == bare.is_some() {
            Ok(Self { host, port })
        } else {
            Err(refusal(format!("{text:?} has brackets where none belong, or lacks them"))
                .help("put an IPv6 address, and nothing else, in brackets"))
        }
    }

    /// The host alone.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// The port, never 0.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// `https://HOST:PORT`, as in the `server` of a kubeconfig.
    #[must_use]
    pub fn https_url(&self) -> String {
        format!("https://{self}")
    }
}

fn refusal(message: String) -> Invalid {
    Invalid::new("endpoint", message, "HOST:PORT without a scheme, an IPv6 host in brackets")
}

/// Refuses a list, and what somebody was to replace.
fn refuse_several(text: &str) -> Result<(), Invalid> {
    if text.contains("{{") || text.contains('$') || text.contains('<') {
        return Err(refusal(format!("{text:?} is a placeholder"))
            .help("write the address itself: kubemint substitutes nothing"));
    }
    let parts: Vec<&str> = text.split([',', ';', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| Endpoint::parse(part).is_ok()) {
        return Err(refusal(format!("{text:?} is {} endpoints", parts.len())).help(
            "write one in each string; where there can be one alone, that of a load balancer or virtual IP",
        ));
    }
    Ok(())
}

/// Rejects a URL and an address without a port: what follows the last colon of either is not a port.
fn refuse_without_port(text: &str, usual_port: u16) -> Result<(), Invalid> {
    if text.contains("://") {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let help = match Endpoint::parse(&authority) {
            Ok(endpoint) => format!("write \"{endpoint}\""),
            Err(_) => format!("leave out the scheme, and add the port, such as {authority}:{usual_port}"),
        };
        return Err(refusal(format!("{text:?} is a URL")).help(help));
    }
    let help = match text.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => format!("add the port, such as {text}:{usual_port}"),
        Ok(IpAddr::V6(_)) => {
            format!("put the address in brackets and the port after it, such as [fd00::5]:{usual_port}")
        }
        Err(_) => return Ok(()),
    };
    Err(refusal(format!("{text:?} is an address without a port")).help(help))
}

/// A port in decimal, without a sign or leading zeros.
fn parse_port(text: &str) -> Result<u16, Invalid> {
    let port = text.parse::<u16>().ok().filter(|port| *port != 0 && port.to_string() == text);
    port.ok_or_else(|| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let has_path = digits.len() < text.len() && !digits.is_empty();
        let help = if has_path {
            format!("leave out what follows the port {digits}")
        } else {
            "take a number from 1 to 65535".to_owned()
        };
        refusal(format!("{text:?} is not a port")).help(help)
    })
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(IpAddr::V6(address)) => write!(f, "[{address}]:{}", self.port),
            host => write!(f, "{host}:{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_reads() {
        for text in ["192.168.56.105:6443", "api.example.com:443", "[fd00::5]:6443"] {
            assert_eq!(Endpoint::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_no_client_can_dial() {
        for text in [
            "api",
            "api:",
            "api:0",
            "api:65536",
            "api:+6443",
            "fd00::5:6443",
            "fd00::5",
            "[api]:1",
            "https://api:6443",
            ":6443",
            "api:06443",
        ] {
            assert!(Endpoint::parse(text).is_err(), "{text}");
        }
    }
}
