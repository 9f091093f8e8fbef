//! How commands reach machines and API servers.

use std::collections::BTreeMap;

use super::{super::clusters::Clusters, machine_changes::addresses};
use crate::{
    model::{Component, Endpoint, Host, RolloutSettings},
    resolved::ResolvedCluster,
};

/// How commands reach machines and API servers during a rollout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The settings in [rollout] of the tree after.
    pub settings: RolloutSettings,
    /// The first address of each node, after the change if it changes; only for nodes whose address is known.
    pub addresses: BTreeMap<String, String>,
    /// The URL of each API server of the tree after, by node: `https://ADDRESS:PORT`.
    pub api_servers: BTreeMap<String, String>,
}

impl Access {
    pub(super) fn new(clusters: &Clusters) -> Self {
        let after = clusters.after();
        let known = clusters.before().into_iter().chain(after).flat_map(addresses);
        Self {
            settings: after.map(|cluster| cluster.cluster.rollout.clone()).unwrap_or_default(),
            addresses: known.filter_map(|(node, all)| Some((node, all.into_iter().next()?))).collect(),
            api_servers: after.map(api_servers).unwrap_or_default(),
        }
    }
}

/// The URL of each API server, by node.
fn api_servers(cluster: &ResolvedCluster) -> BTreeMap<String, String> {
    let port = cluster.cluster.apiserver.port;
    let servers = cluster.cluster.nodes_with(Component::KubeApiserver);
    let url = |node: crate::model::NodeRef<'_>| {
        let host = Host::Address(node.node().addresses.primary());
        (node.name().to_string(), Endpoint::new(host, port).https_url())
    };
    servers.map(url).collect()
}
