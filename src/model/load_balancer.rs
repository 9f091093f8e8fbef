//! `[load_balancer]`: what finds a living API server.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::NodeAddress;
use crate::diagnostic::Invalid;

/// `[load_balancer]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancerSettings {
    /// What the clients on workers connect to.
    pub nodes: NodesReach,
    /// The port of the loopback address on which haproxy listens on each worker.
    pub port: u16,
    /// The virtual IP that keepalived holds on one of the control-plane nodes.
    pub virtual_ip: Option<NodeAddress>,
    /// The network interface of control-plane nodes that gets the virtual IP, unless a node has one of its own.
    pub interface: Option<InterfaceName>,
    /// The number of keepalived's virtual router, unique in the network segment.
    pub router_id: Option<RouterId>,
}

impl LoadBalancerSettings {
    /// The port of haproxy on each worker: next to the API server's 6443, and assigned to no service.
    pub const PORT: u16 = 7443;
}

impl Default for LoadBalancerSettings {
    /// A load balancer that kubemint does not set up.
    fn default() -> Self {
        Self {
            nodes: NodesReach::External,
            port: Self::PORT,
            virtual_ip: None,
            interface: None,
            router_id: None,
        }
    }
}

/// How the clients on workers reach the API servers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodesReach {
    /// At the cluster's endpoint.
    #[default]
    External,
    /// Through haproxy on the worker itself, which knows all API servers.
    Haproxy,
}

/// The name of a network interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceName(String);

impl InterfaceName {
    /// Checks `text`.
    ///
    /// Linux accepts any 15 bytes without `/`, `:` and blanks (`dev_valid_name`); keepalived.conf has quotation marks and
    /// comments, which no interface of a machine has in its name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with code `interface`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        const LENGTH: usize = 15;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
        let refusal = |message: String| {
            Invalid::new("interface", message, "the name of a network interface, such as \"eth0\"")
                .help("`ip -brief address` lists the interfaces of a machine")
        };
        match text {
            "lo" => Err(refusal("lo is the loopback interface, which no other machine reaches".to_owned())),
            _ if text.is_empty() || text.len() > LENGTH || matches!(text, "." | "..") => Err(refusal(
                format!("{text:?} is not an interface name: names have 1 to {LENGTH} characters"),
            )),
            _ if !text.chars().all(is_plain) => Err(refusal(format!("{text:?} is not an interface name"))),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a virtual router, 1 to 255 (RFC 9568 section 5.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RouterId(std::num::NonZeroU8);

impl RouterId {
    /// The virtual router with this number; `None` for 0.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        std::num::NonZeroU8::new(number).map(Self)
    }
}

impl fmt::Display for RouterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_is_a_name_that_linux_and_keepalived_read() {
        for name in ["eth0", "enp0s31f6", "bond0.100", "wlp2s0_1"] {
            assert_eq!(InterfaceName::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "lo", "..", "eth 0", "eth0:1", "eth0/1", "a\"b", "eth0\n", "sixteen_letters_"] {
            assert!(InterfaceName::parse(name).is_err(), "{name:?}");
        }
    }
}
