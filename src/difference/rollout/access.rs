//! How commands reach machines and API servers.

use std::collections::BTreeMap;

use super::same_machine::Addresses;
use crate::{
    model::{Component, Endpoint, Host, RolloutSettings},
    resolved::ResolvedCluster,
};

/// How commands reach the machines of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// What [rollout] of the tree after says.
    pub settings: RolloutSettings,
    /// The first address of each node, the new one where it changes, as far as it is known.
    pub addresses: BTreeMap<String, String>,
}

impl Access {
    pub(super) fn new(after: Option<&ResolvedCluster>, old: Addresses, new: Addresses) -> Self {
        let all = old.into_iter().chain(new);
        Self {
            settings: after.map(|cluster| cluster.cluster.rollout.clone()).unwrap_or_default(),
            addresses: all.filter_map(|(node, all)| Some((node, all.into_iter().next()?))).collect(),
        }
    }
}

/// Where each API server serves, by node.
pub(super) fn api_servers(cluster: &ResolvedCluster) -> BTreeMap<String, String> {
    let port = cluster.cluster.apiserver.port;
    let servers = cluster.cluster.nodes_with(Component::KubeApiserver);
    let url = |node: crate::model::NodeRef<'_>| {
        let host = Host::Address(node.node().addresses.primary());
        (node.name().to_string(), Endpoint::new(host, port).https_url())
    };
    servers.map(url).collect()
}
