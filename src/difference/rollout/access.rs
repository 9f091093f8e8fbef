//! How commands reach machines and API servers.

use std::collections::BTreeMap;

use super::machine_changes::Addresses;
use crate::{
    model::{Component, Endpoint, Host, RolloutSettings},
    resolved::ResolvedCluster,
};

/// How commands reach machines during a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The settings in [rollout] of the tree after.
    pub settings: RolloutSettings,
    /// The first address of each node, after the change if it changes; only for nodes whose address is known.
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

/// The URL of each API server, by node.
pub(super) fn api_servers(cluster: &ResolvedCluster) -> BTreeMap<String, String> {
    let port = cluster.cluster.apiserver.port;
    let servers = cluster.cluster.nodes_with(Component::KubeApiserver);
    let url = |node: crate::model::NodeRef<'_>| {
        let host = Host::Address(node.node().addresses.primary());
        (node.name().to_string(), Endpoint::new(host, port).https_url())
    };
    servers.map(url).collect()
}
