//! What clients dial: the endpoint, and the names that API servers show in their certificates.
//!
//! An API server reads its serving certificate anew as soon as the file changes (k8s.io/apiserver
//! `dynamiccertificates`), so a name that goes is refused from the moment that the files arrive.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use serde_json::Value;

use super::command_lines::{CommandLine, CommandLines, Words};
use crate::{
    component::paths,
    difference::{
        Aspect, Change, Files, Site, artifact_kind::path_on_machine, certificate::Listings, fields,
    },
    model::Component,
    pki::Listing,
    tree::{Place, RelPath},
};

/// What changes about the ways to an API server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Another endpoint.
    pub endpoint: Option<EndpointChange>,
    /// Names that leave the certificates of API servers, but for the endpoint and a node's own address, sorted.
    pub lost_names: Vec<String>,
}

/// One endpoint for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointChange {
    /// `HOST:PORT` of the tree before.
    pub from: String,
    /// `HOST:PORT` of the tree after.
    pub to: String,
    /// Whether the certificates of the tree before have the new host.
    pub is_known_before: bool,
    /// Whether the certificates of the tree after have the old host.
    pub is_kept_after: bool,
}

impl Reach {
    pub(super) fn new(
        files: (&Files, &Files),
        listings: &Listings,
        command_lines: &CommandLines<'_>,
        changes: &[Change],
    ) -> Self {
        let endpoint = server(files.0).zip(server(files.1)).filter(|(from, to)| from != to);
        let endpoint = endpoint.map(|(from, to)| EndpointChange {
            is_known_before: has_name(&listings.before, host(&to)),
            is_kept_after: has_name(&listings.after, host(&from)),
            from,
            to,
        });
        let mut lost = lost_names(command_lines, changes);
        if let Some(endpoint) = &endpoint {
            lost.remove(host(&endpoint.from));
        }
        Self { endpoint, lost_names: lost.into_iter().collect() }
    }
}

impl EndpointChange {
    /// The old host, without brackets.
    #[must_use]
    pub fn old_host(&self) -> &str {
        host(&self.from)
    }

    /// The new host, without brackets.
    #[must_use]
    pub fn new_host(&self) -> &str {
        host(&self.to)
    }
}

/// `HOST:PORT` of the kubeconfig in the ConfigMap cluster-info.
fn server(files: &Files) -> Option<String> {
    let place = Place::public(RelPath::joined(&["cluster", "cluster-info.yaml"]));
    let document = |text: &str| -> Option<Value> { fields::documents(text)?.into_iter().next() };
    let config_map = document(files.text(&place)?)?;
    let kubeconfig = document(config_map.pointer("/data/kubeconfig")?.as_str()?)?;
    let server = kubeconfig.pointer("/clusters/0/cluster/server")?.as_str()?;
    server.strip_prefix("https://").map(str::to_owned)
}

/// The host of `HOST:PORT`.
fn host(endpoint: &str) -> &str {
    let host = endpoint.rsplit_once(':').map_or(endpoint, |(host, _)| host);
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Whether every API server's certificate of a tree has a name.
fn has_name(listing: &Listing, name: &str) -> bool {
    let path = paths::APISERVER;
    let mut certificates = listing.at(&path).peekable();
    certificates.peek().is_some() && certificates.all(|one| one.names.iter().any(|known| known == name))
}

/// Names that certificates of both trees' API servers lose.
fn lost_names(command_lines: &CommandLines<'_>, changes: &[Change]) -> BTreeSet<String> {
    let mut lost = BTreeSet::new();
    for change in changes.iter().filter(|change| is_of_apiserver(change)) {
        let (Site::Node(node), Some(names)) = (&change.site, &change.fact.from) else { continue };
        let words = command_lines.get(Component::KubeApiserver, node).map(CommandLine::words);
        let flags = words.as_ref().map(Words::flags).unwrap_or_default();
        let names = names.split(", ").filter(|name| !follows_from_another_key(name, &flags));
        lost.extend(names.map(str::to_owned));
    }
    lost
}

/// Whether a name is the node's own address or the Service's, which have hazards of their own.
fn follows_from_another_key(name: &str, flags: &BTreeMap<&str, String>) -> bool {
    let value = |flag| flags.get(flag).map(String::as_str).unwrap_or_default();
    let is_of_services = |address: IpAddr| {
        let mut ranges = value("service-cluster-ip-range").split(',').filter_map(|range| range.parse().ok());
        ranges.any(|range: IpNet| range.contains(&address))
    };
    name == value("advertise-address")
        || name.starts_with("kubernetes.default.svc.")
        || name.parse().is_ok_and(is_of_services)
}

fn is_of_apiserver(change: &Change) -> bool {
    let path = path_on_machine(change.place.path.as_str());
    change.fact.aspect == Aspect::Names
        && change.fact.to.is_none()
        && path == paths::APISERVER.as_str().strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_no_brackets_and_no_port() {
        assert_eq!([host("[fd00::1]:6443"), host("a.example.com:443")], ["fd00::1", "a.example.com"]);
    }
}
