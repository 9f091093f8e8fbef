//! Members of etcd that come, and one that stays and can be asked.

use std::collections::BTreeMap;

use super::command_lines::{CommandLine, CommandLines};
use crate::{
    difference::{Question, Site, artifact_kind::ArtifactKind},
    model::{Component, Runtime},
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

/// A tree, as far as members are concerned.
struct Side<'a> {
    lock: &'a Lock,
    command_lines: &'a CommandLines<'a>,
}

impl Members {
    /// What two trees tell; nothing where no etcd runs before.
    pub(super) fn new(question: &Question<'_>, old: &CommandLines<'_>, new: &CommandLines<'_>) -> Self {
        let Some(lock) = question.before() else { return Self::default() };
        let before = Side { lock, command_lines: old };
        let after = Side { lock: question.after(), command_lines: new };
        let (old, new) = (members(&before), members(&after));
        if old.is_empty() {
            return Self::default();
        }
        let staying = old.keys().find(|node| new.contains_key(*node));
        let coming = new.iter().filter(|(node, _)| !old.contains_key(*node));
        let mut joining: Vec<(usize, Joining)> = coming
            .map(|(node, command_line)| {
                let words = command_line.words();
                let flags = words.flags();
                (told(&flags), joins(node, &flags))
            })
            .collect();
        // One that joins is told of those before it.
        joining.sort_by_key(|(told, _)| *told);
        Self {
            staying_before: staying.and_then(|node| member(&before, node, old.get(node)?)),
            staying_after: staying.and_then(|node| member(&after, node, new.get(node)?)),
            after: new
                .iter()
                .filter_map(|(node, line)| Some(((*node).to_owned(), member(&after, node, line)?)))
                .collect(),
            leaving: old
                .keys()
                .filter(|node| !new.contains_key(*node))
                .map(|node| (*node).to_owned())
                .collect(),
            joining: joining.into_iter().map(|(_, joining)| joining).collect(),
            are_told_in_vain: old
                .iter()
                .any(|(node, old)| new.get(node).is_some_and(|new| is_told_otherwise(old, new))),
        }
    }
}

/// What a member reads before it has data, and never again.
const FORMATION: [&str; 2] = ["initial-cluster", "initial-cluster-state"];

type Flags<'a> = BTreeMap<&'a str, String>;

/// Whether a member that has data is told of other members than before.
fn is_told_otherwise(old: &CommandLine<'_>, new: &CommandLine<'_>) -> bool {
    if old.is_in_same_file_as(new) {
        return false;
    }
    let (old, new) = (old.words(), new.words());
    let (old, new) = (old.flags(), new.flags());
    FORMATION.iter().any(|flag| old.get(flag) != new.get(flag))
}

fn members<'a>(side: &'a Side<'_>) -> BTreeMap<&'a str, &'a CommandLine<'a>> {
    let all = side.command_lines.iter();
    let etcds = all.filter(|((component, _), _)| *component == Component::Etcd);
    etcds.map(|((_, node), command_line)| (node.as_str(), command_line)).collect()
}

/// How many members one is told of.
fn told(flags: &Flags<'_>) -> usize {
    flags.get("initial-cluster").map_or(0, |members| members.split(',').count())
}

fn joins(node: &str, flags: &Flags<'_>) -> Joining {
    Joining {
        node: node.to_owned(),
        peer_url: flags.get("initial-advertise-peer-urls").cloned().unwrap_or_default(),
        is_existing: flags.get("initial-cluster-state").is_some_and(|state| state == "existing"),
    }
}

fn member(side: &Side<'_>, node: &str, command_line: &CommandLine<'_>) -> Option<Member> {
    let words = command_line.words();
    let client_url = words.flags().get("listen-client-urls")?.split(',').next()?.to_owned();
    let runtime = runs(side.lock).get(node)?.get(&Component::Etcd).copied()?;
    Some(Member { node: node.to_owned(), client_url, runtime })
}

/// What runs on each node of a tree, and what runs it.
pub(super) fn runs(lock: &Lock) -> BTreeMap<String, BTreeMap<Component, Runtime>> {
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
