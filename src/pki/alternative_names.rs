//! Subject alternative names: the rules of the table, and the names they give on a node.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use crate::model::{Cluster, Host, Node};

/// A name or an address a server is reached at (RFC 5280 section 4.2.1.6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlternativeName {
    /// dNSName
    Dns(String),
    /// iPAddress
    Address(IpAddr),
}

impl fmt::Display for AlternativeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name),
            Self::Address(address) => address.fmt(f),
        }
    }
}

impl From<&Host> for AlternativeName {
    fn from(host: &Host) -> Self {
        match host {
            Host::Name(name) => Self::Dns(name.as_str().to_owned()),
            Host::Address(address) => Self::Address(*address),
        }
    }
}

/// A rule that gives subject alternative names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRule {
    /// The node's name.
    NodeName,
    /// The node's addresses.
    NodeAddresses,
    /// `localhost`, 127.0.0.1 and ::1: checks on the machine itself.
    Loopback,
    /// The names of the `kubernetes` Service, and the first address of each service range.
    KubernetesService,
    /// The host of the cluster's endpoint, and the virtual IP behind it.
    Endpoint,
    /// `[apiserver] extra_sans`
    ApiserverExtra,
    /// `[controller_manager] extra_sans`
    ControllerManagerExtra,
    /// `[scheduler] extra_sans`
    SchedulerExtra,
}

impl NameRule {
    fn names(self, cluster: &Cluster, node: &Node) -> Vec<AlternativeName> {
        match self {
            Self::NodeName => vec![dns(node.name.as_str())],
            Self::NodeAddresses => node.addresses.iter().map(AlternativeName::Address).collect(),
            Self::Loopback => vec![
                dns("localhost"),
                AlternativeName::Address(Ipv4Addr::LOCALHOST.into()),
                AlternativeName::Address(Ipv6Addr::LOCALHOST.into()),
            ],
            Self::KubernetesService => kubernetes_service(cluster),
            Self::Endpoint => {
                let virtual_ip = cluster.load_balancer.virtual_ip;
                let address = virtual_ip.map(|address| AlternativeName::Address(address.ip()));
                std::iter::once(cluster.endpoint.host().into()).chain(address).collect()
            }
            Self::ApiserverExtra => extra(&cluster.apiserver.extra_sans),
            Self::ControllerManagerExtra => extra(&cluster.controller_manager.extra_sans),
            Self::SchedulerExtra => extra(&cluster.scheduler.extra_sans),
        }
    }
}

fn extra(sans: &[Host]) -> Vec<AlternativeName> {
    sans.iter().map(Into::into).collect()
}

fn dns(name: &str) -> AlternativeName {
    AlternativeName::Dns(name.to_owned())
}

/// The names that the cluster's DNS has for the `kubernetes` Service, and its addresses.
fn kubernetes_service(cluster: &Cluster) -> Vec<AlternativeName> {
    let qualified = format!("kubernetes.default.svc.{}", cluster.dns_domain);
    let names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", &qualified].map(dns);
    let addresses = cluster.kubernetes_service().into_iter().map(AlternativeName::Address);
    names.into_iter().chain(addresses).collect()
}

/// What the rules give on a node, in the rules' order, names before addresses and each once.
pub(super) fn alternative_names(rules: &[NameRule], cluster: &Cluster, node: &Node) -> Vec<AlternativeName> {
    let all: Vec<_> = rules.iter().flat_map(|rule| rule.names(cluster, node)).collect();
    let (names, addresses): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|name| matches!(name, AlternativeName::Dns(_)));
    let mut unique = Vec::with_capacity(names.len() + addresses.len());
    for name in names.into_iter().chain(addresses) {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}
