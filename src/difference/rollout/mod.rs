//! What a difference restarts, and the order that is safe.
//!
//! A pod and a unit carry a digest of what their process reads at its start, so a component restarts where its pod or
//! unit is another, and nowhere else. The order is that of Kubernetes' version-skew policy
//! (<https://kubernetes.io/releases/version-skew-policy/>): API servers before what dials them, kubelets last. etcd
//! goes before the API servers that read it. One machine of the control plane at a time, so that the others serve.

mod access;
mod accounts;
mod bootstrapped;
mod dates;
mod encryption;
mod endpoint;
mod hazard_table;
mod hazards;
mod kubelet_state;
mod machines;
mod members;
mod new_keys;
mod new_recipients;
mod node_objects;
mod rotations;
mod same_machine;
mod steps;
mod survivors;
mod versions;

pub use access::Access;
pub use accounts::{NewNumber, Renumbering};
pub use dates::{Dates, Joins};
pub use encryption::{EncryptionChange, Haste as EncryptionHaste};
pub use endpoint::{EndpointChange, Reach};
pub use hazard_table::Hazard;
pub use hazards::Danger;
pub use kubelet_state::{Drain, Reason as DrainReason};
pub use machines::Machine;
pub use members::{Joining, Member, Members};
pub use new_keys::{KeyName, NewKeys};
pub use new_recipients::NewRecipients;
pub use node_objects::{Edit, NodeEdit};
pub use rotations::{Haste, Rotation, RotationAction, RotationStep};
pub use same_machine::{Identities, NewAddress, SameMachine};
pub use steps::{Run, Step};
pub use survivors::Survivor;
pub use versions::{EtcdChange, EtcdRisk, VersionChange};

use std::collections::{BTreeMap, BTreeSet};

pub(super) use members::runs;
use same_machine::addresses;

use super::{Aspect, Change, Question, Site, Unknown, certificate::Listings, clusters::Clusters};
use crate::tree::Secrecy;

/// What to do with two trees' difference, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Why what follows from the resolved clusters is not known, where one of two is missing: releases, addresses, members of etcd,
    /// the endpoint, hazards of flags, drains, labels and taints.
    pub unknown: Option<Unknown>,
    /// Another release of Kubernetes.
    pub version: Option<VersionChange>,
    /// The release of etcd, before and after, where it is another.
    pub etcd: Option<EtcdChange>,
    /// Dates that matter.
    pub dates: Dates,
    /// How commands reach machines.
    pub access: Access,
    /// Where each API server of the tree after serves, by node: `https://ADDRESS:PORT`.
    pub api_servers: BTreeMap<String, String>,
    /// Machines that are another node, and nodes with another address.
    pub identities: Identities,
    /// What changes about etcd's members.
    pub members: Members,
    /// Changes that a running cluster does not survive in one rollout.
    pub dangers: Vec<Danger>,
    /// The ways to an API server, where they change.
    pub reach: Reach,
    /// Keys that only the seed can confirm.
    pub new_keys: NewKeys,
    /// Who can open more than before, where something was encrypted before or there is a tree before.
    pub new_recipients: NewRecipients,
    /// Keys whose rotation is not safe in one rollout.
    pub rotations: Vec<Rotation>,
    /// How Secrets are written and read at rest, where that changes.
    pub encryption: Option<EncryptionChange>,
    /// Steps of rotations that are safe once the running cluster meets a condition.
    pub rotation_steps: Vec<RotationStep>,
    /// The nodes whose kubelets have joined by TLS bootstrap, and do so in the new tree.
    pub bootstrapped: Vec<String>,
    /// Certificates that are good beyond this change.
    pub survivors: Vec<Survivor>,
    /// Accounts that get another number.
    pub renumberings: Vec<Renumbering>,
    /// The folders of objects to apply before anything restarts.
    pub apply: Vec<ObjectsFolder>,
    /// Machines to bring their new files to; this restarts nothing.
    pub machines: Vec<Machine>,
    /// What restarts, in order.
    pub steps: Vec<Step>,
    /// Whether the labels of nodes are to be applied at the end.
    pub label_nodes: bool,
    /// Labels and taints of nodes that no apply changes.
    pub node_edits: Vec<NodeEdit>,
    /// Objects that the tree has no longer: `kubectl apply` leaves them in the cluster. `Kind namespace/name`.
    pub delete: Vec<String>,
}

/// A folder that `kubectl apply -k` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectsFolder {
    /// `public/cluster`
    Public,
    /// `secret/cluster`
    Secret,
}

impl ObjectsFolder {
    /// The folder, below the tree's root.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Public => "public/cluster",
            Self::Secret => "secret/cluster",
        }
    }
}

impl Rollout {
    pub(super) fn new(
        question: &Question<'_>,
        clusters: &Clusters,
        listings: &Listings,
        changes: &[Change],
        new_recipients: NewRecipients,
    ) -> Self {
        let of_disk = |change: &&Change| change.fact.aspect != Aspect::Disk;
        let objects: Vec<&Change> =
            changes.iter().filter(of_disk).filter(|change| is_object(change)).collect();
        let apply: BTreeSet<ObjectsFolder> = objects.iter().filter_map(|change| folder(change)).collect();
        let both = question.before().map(|before| (before, question.after()));
        let renumberings = both.map_or_else(Vec::new, |(old, new)| accounts::renumberings(old, new));
        let stale = bootstrapped::stale(question);
        let resolved = clusters.both();
        let old_addresses = clusters.before().map(addresses).unwrap_or_default();
        let new_addresses = clusters.after().map(addresses).unwrap_or_default();
        let identities = Identities::new(question, &old_addresses, &new_addresses);
        let members = resolved.map(Members::new).unwrap_or_default();
        let kubelets = resolved.map(kubelet_state::facts).unwrap_or_default();
        let drains = kubelet_state::drains(&kubelets);
        let steps = steps::steps(question, &renumberings, &stale, &members, &identities, drains);
        Self {
            unknown: clusters.unknown().cloned(),
            version: resolved.and_then(versions::change),
            etcd: resolved.and_then(versions::etcd),
            dangers: hazards::dangers(resolved, &kubelets, changes),
            reach: resolved.map(|both| Reach::new(both, listings, changes)).unwrap_or_default(),
            new_keys: both
                .map(|(old, new)| NewKeys::new(old, new, question.is_confirmed()))
                .unwrap_or_default(),
            new_recipients,
            rotations: both.map_or_else(Vec::new, |(old, new)| rotations::rotations(old, new)),
            encryption: both.and_then(|(old, new)| EncryptionChange::new(old, new, resolved)),
            rotation_steps: both.map_or_else(Vec::new, |(old, new)| rotations::steps(old, new)),
            bootstrapped: both.map_or_else(Vec::new, |(old, new)| {
                bootstrapped::nodes(old).intersection(&bootstrapped::nodes(new)).cloned().collect()
            }),
            survivors: both.map_or_else(Vec::new, |(old, new)| survivors::survivors(old, new, listings)),
            apply: apply.into_iter().collect(),
            machines: machines::machines(question, &renumberings, &stale, &identities),
            dates: Dates::new(question.after(), listings, changes, &steps),
            steps,
            members,
            renumberings,
            label_nodes: objects.iter().any(|change| folder(change).is_none()),
            // A Node that is deleted registers anew, with what it is to have.
            node_edits: resolved
                .map(node_objects::edits)
                .unwrap_or_default()
                .into_iter()
                .filter(|edit| !identities.changes_role(&edit.node))
                .collect(),
            identities,
            access: Access::new(clusters.after(), old_addresses, new_addresses),
            api_servers: clusters.after().map(access::api_servers).unwrap_or_default(),
            delete: objects.iter().filter_map(|change| deleted(change)).collect(),
        }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.apply.is_empty()
            && self.machines.is_empty()
            && self.steps.is_empty()
            && !self.label_nodes
            && self.node_edits.is_empty()
            && self.delete.is_empty()
    }
}

/// Whether a change is one of an object to apply, and not of an administrator's file beside it.
fn is_object(change: &Change) -> bool {
    change.site == Site::Cluster && change.place.path.as_str().ends_with(".yaml")
}

/// The folder that holds an object; `None` for a node's labels.
fn folder(change: &Change) -> Option<ObjectsFolder> {
    match change.place.secrecy {
        Secrecy::Secret => Some(ObjectsFolder::Secret),
        Secrecy::Public if change.place.path.as_str().starts_with(node_objects::NODE_LABELS) => None,
        Secrecy::Public => Some(ObjectsFolder::Public),
    }
}

fn deleted(change: &Change) -> Option<String> {
    match (&change.fact.aspect, &change.fact.to) {
        // A machine that is no node any more is taken out by a step of its own.
        (Aspect::Object(name), None) if !name.starts_with("Node ") => Some(name.clone()),
        _ => None,
    }
}
