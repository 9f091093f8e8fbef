//! Members of etcd that join or leave, and one that stays and can be queried.

use std::collections::BTreeMap;

use crate::{
    difference::{Site, artifact_kind::ArtifactKind},
    model::{Component, Runtime},
    resolved::{Process, ResolvedCluster},
    tree::Lock,
};

/// How the members of a running etcd cluster change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// A member in both trees, as it runs before.
    pub staying_before: Option<Member>,
    /// The same member, as it runs after.
    pub staying_after: Option<Member>,
    /// Each member of the tree after, by node.
    pub after: BTreeMap<String, Member>,
    /// The nodes whose members are not in the tree after.
    pub leaving: Vec<String>,
    /// The members that are not in the tree before, in the order in which they join.
    pub joining: Vec<Joining>,
    /// Whether the flags of a member that has data name other members than before. It does not read them.
    pub has_ignored_lists: bool,
}

/// A member that `etcdctl` can query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its node.
    pub node: String,
    /// The URL for clients on its machine.
    pub client_url: String,
    /// Whether it runs as a static pod or a unit.
    pub runtime: Runtime,
}

/// A member that is new to the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Its node.
    pub node: String,
    /// The URL for the other members.
    pub peer_url: String,
    /// Whether it joins the existing members rather than starting a cluster of its own.
    pub is_existing: bool,
}

impl Members {
    /// How members change between two resolved clusters; empty if no etcd runs before.
    pub(super) fn new((before, after): (&ResolvedCluster, &ResolvedCluster)) -> Self {
        let (old, new) = (members(before), members(after));
        if old.is_empty() {
            return Self::default();
        }
        let staying = old.keys().find(|node| new.contains_key(*node));
        let mut coming: Vec<_> = new.iter().filter(|(node, _)| !old.contains_key(*node)).collect();
        // A member that joins has those before it in its list.
        coming.sort_by_key(|(_, process)| listed_members(process));
        let differ = |node, new: &Process| old.get(node).is_some_and(|old| lists_other_members(old, new));
        Self {
            staying_before: staying.and_then(|node| member(node, old.get(node)?)),
            staying_after: staying.and_then(|node| member(node, new.get(node)?)),
            after: new
                .iter()
                .filter_map(|(node, process)| Some(((*node).to_owned(), member(node, process)?)))
                .collect(),
            leaving: old
                .keys()
                .filter(|node| !new.contains_key(*node))
                .map(|node| (*node).to_owned())
                .collect(),
            joining: coming.into_iter().map(|(node, process)| joins(node, process)).collect(),
            has_ignored_lists: new.iter().any(|(node, process)| differ(node, process)),
        }
    }
}

/// Flags that a member reads only while it has no data.
const FORMATION: [&str; 2] = ["initial-cluster", "initial-cluster-state"];

/// Whether the flags of a member that has data name other members than before.
fn lists_other_members(old: &Process, new: &Process) -> bool {
    FORMATION.iter().any(|flag| old.flags.get(*flag) != new.flags.get(*flag))
}

fn members(cluster: &ResolvedCluster) -> BTreeMap<&str, &Process> {
    cluster.processes(Component::Etcd).map(|(node, process)| (node.as_str(), process)).collect()
}

/// How many members are in the list of one.
fn listed_members(process: &Process) -> usize {
    process.flags.get("initial-cluster").map_or(0, |members| members.split(',').count())
}

fn joins(node: &str, process: &Process) -> Joining {
    Joining {
        node: node.to_owned(),
        peer_url: process.flags.get("initial-advertise-peer-urls").cloned().unwrap_or_default(),
        is_existing: process.flags.get("initial-cluster-state").is_some_and(|state| state == "existing"),
    }
}

fn member(node: &str, process: &Process) -> Option<Member> {
    let client_url = process.flags.get("listen-client-urls")?.split(',').next()?.to_owned();
    Some(Member { node: node.to_owned(), client_url, runtime: process.runtime })
}

/// What runs on each node of a tree, and whether as a static pod or a unit.
pub(in crate::difference) fn runs(lock: &Lock) -> BTreeMap<String, BTreeMap<Component, Runtime>> {
    let mut runs: BTreeMap<String, BTreeMap<Component, Runtime>> = BTreeMap::new();
    for place in lock.rows().map(|row| &row.place) {
        let (component, runtime) = match ArtifactKind::of(place) {
            ArtifactKind::StaticPod(component) => (component, Runtime::StaticPod),
            ArtifactKind::Unit(component) => (component, Runtime::Systemd),
            _ => continue,
        };
        if let Site::Node(node) = Site::of(place) {
            runs.entry(node).or_default().insert(component, runtime);
        }
    }
    runs
}
