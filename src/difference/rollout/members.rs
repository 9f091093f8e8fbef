//! Members of etcd that come, and one that stays and can be asked.

use std::collections::BTreeMap;

use crate::{
    difference::{Site, artifact_kind::ArtifactKind},
    model::{Component, Runtime},
    resolved::{Process, ResolvedCluster},
    tree::Lock,
};

/// What changes about the members of an etcd that runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// One that both trees have, as it runs before.
    pub staying_before: Option<Member>,
    /// The same, as it runs after.
    pub staying_after: Option<Member>,
    /// Each one of the tree after, by node, as it runs then.
    pub after: BTreeMap<String, Member>,
    /// The nodes of those that the tree after has not.
    pub leaving: Vec<String>,
    /// Those that the tree before has not, in the order in which they join.
    pub joining: Vec<Joining>,
    /// Whether one that has data is told of other members, which it does not read.
    pub are_told_in_vain: bool,
}

/// A member that `etcdctl` can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its node.
    pub node: String,
    /// What a client on its machine dials.
    pub client_url: String,
    /// What runs it.
    pub runtime: Runtime,
}

/// A member that is new to the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Its node.
    pub node: String,
    /// What other members dial.
    pub peer_url: String,
    /// Whether it joins the members that there are, and begins no cluster of its own.
    pub is_existing: bool,
}

impl Members {
    /// What two resolved clusters tell; nothing where no etcd runs before.
    pub(super) fn new((before, after): (&ResolvedCluster, &ResolvedCluster)) -> Self {
        let (old, new) = (members(before), members(after));
        if old.is_empty() {
            return Self::default();
        }
        let staying = old.keys().find(|node| new.contains_key(*node));
        let mut coming: Vec<_> = new.iter().filter(|(node, _)| !old.contains_key(*node)).collect();
        // One that joins is told of those before it.
        coming.sort_by_key(|(_, process)| told(process));
        let differ = |node, new: &Process| old.get(node).is_some_and(|old| is_told_otherwise(old, new));
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
            are_told_in_vain: new.iter().any(|(node, process)| differ(node, process)),
        }
    }
}

/// What a member reads before it has data, and never again.
const FORMATION: [&str; 2] = ["initial-cluster", "initial-cluster-state"];

/// Whether a member that has data is told of other members than before.
fn is_told_otherwise(old: &Process, new: &Process) -> bool {
    FORMATION.iter().any(|flag| old.flags.get(*flag) != new.flags.get(*flag))
}

fn members(cluster: &ResolvedCluster) -> BTreeMap<&str, &Process> {
    cluster.processes(Component::Etcd).map(|(node, process)| (node.as_str(), process)).collect()
}

/// How many members one is told of.
fn told(process: &Process) -> usize {
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

/// What runs on each node of a tree, and what runs it.
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
