//! What clients connect to: the endpoint, and the names in the API servers' certificates.
//!
//! An API server reloads its serving certificate as soon as the file changes (k8s.io/apiserver `dynamiccertificates`), so
//! a removed name is refused as soon as the files arrive.

use std::{collections::BTreeSet, net::IpAddr};

use crate::{
    component::paths,
    difference::{Aspect, Change, Site, artifact_kind::path_on_machine, certificate::Listings},
    model::Endpoint,
    pki::Listing,
    resolved::ResolvedCluster,
};

/// How the ways to reach an API server change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The endpoint, if it changes.
    pub endpoint: Option<EndpointChange>,
    /// The names that API servers' certificates lose, sorted; without the endpoint and the node's own address.
    pub lost_names: Vec<String>,
}

/// A change of the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointChange {
    /// The endpoint before.
    pub from: Endpoint,
    /// The endpoint after.
    pub to: Endpoint,
    /// Whether the certificates of the tree before contain the new host.
    pub is_known_before: bool,
    /// Whether the certificates of the tree after still contain the old host.
    pub is_kept_after: bool,
}

impl Reach {
    pub(super) fn new(
        (before, after): (&ResolvedCluster, &ResolvedCluster),
        listings: &Listings,
        changes: &[Change],
    ) -> Self {
        let (from, to) = (&before.cluster.endpoint, &after.cluster.endpoint);
        let endpoint = (from != to).then(|| EndpointChange {
            is_known_before: has_name(&listings.before, &to.host().to_string()),
            is_kept_after: has_name(&listings.after, &from.host().to_string()),
            from: from.clone(),
            to: to.clone(),
        });
        let mut lost = lost_names(before, changes);
        lost.remove(&from.host().to_string());
        Self { endpoint, lost_names: lost.into_iter().collect() }
    }
}

impl EndpointChange {
    /// The old host, without brackets.
    #[must_use]
    pub fn old_host(&self) -> String {
        self.from.host().to_string()
    }

    /// The new host, without brackets.
    #[must_use]
    pub fn new_host(&self) -> String {
        self.to.host().to_string()
    }
}

/// Whether the certificates of all API servers contain a name.
fn has_name(listing: &Listing, name: &str) -> bool {
    let path = paths::APISERVER;
    let mut certificates = listing.at(&path).peekable();
    certificates.peek().is_some() && certificates.all(|one| one.names.iter().any(|known| known == name))
}

/// The names that the certificates of API servers in both trees lose.
fn lost_names(before: &ResolvedCluster, changes: &[Change]) -> BTreeSet<String> {
    let mut lost = BTreeSet::new();
    for change in changes.iter().filter(|change| is_of_apiserver(change)) {
        let (Site::Node(node), Some(names)) = (&change.site, &change.fact.from) else { continue };
        let names = names.split(", ").filter(|name| !has_its_own_hazard(name, node, before));
        lost.extend(names.map(str::to_owned));
    }
    lost
}

/// Whether a name is the node's own address or that of the Service `kubernetes`: these have hazards of their own.
fn has_its_own_hazard(name: &str, node: &str, before: &ResolvedCluster) -> bool {
    let own = before.node(node).map(|node| node.node().addresses.primary());
    let is_of_services = |address| before.cluster.service_cidr.iter().any(|range| range.contains(address));
    name.starts_with("kubernetes.default.svc.")
        || name.parse().is_ok_and(|address: IpAddr| own == Some(address) || is_of_services(address))
}

fn is_of_apiserver(change: &Change) -> bool {
    let path = path_on_machine(change.place.path.as_str());
    change.fact.aspect == Aspect::Names
        && change.fact.to.is_none()
        && path == paths::APISERVER.as_str().strip_prefix('/')
}
