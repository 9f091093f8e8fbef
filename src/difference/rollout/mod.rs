//! What restarts because of a difference, in a safe order.
//!
//! Each pod and unit has a digest of what its process reads when it starts, so a component restarts where its pod or
//! unit changed, and nowhere else. The order follows Kubernetes' version-skew policy
//! (<https://kubernetes.io/releases/version-skew-policy/>): API servers before their clients, kubelets last. etcd
//! comes before the API servers that use it. Only one machine of the control plane restarts at a time, so that the
//! others keep serving.

mod access;
mod accounts;
mod bootstrapped;
mod dates;
mod encryption;
mod endpoint;
mod hazard_table;
mod hazards;
mod kubelet_state;
mod machine_changes;
mod machines;
mod members;
mod new_keys;
mod new_recipients;
mod node_objects;
mod rotations;
mod steps;
mod unrevoked;
mod versions;

pub use access::Access;
pub use accounts::{AccountChange, Renumbering};
pub use dates::{Dates, Joins};
pub use encryption::{EncryptionChange, UnsafeEncryption};
pub use endpoint::{EndpointChange, Reach};
pub use hazard_table::Hazard;
pub use hazards::FoundHazard;
pub use kubelet_state::{Drain, Reason as DrainReason};
pub use machine_changes::{MachineChanges, NewAddress, SameMachine};
pub use machines::Machine;
pub use members::{Joining, Member, Members};
pub use new_keys::{KeyName, NewKeys};
pub use new_recipients::NewRecipients;
pub use node_objects::{Edit, NodeEdit};
pub use rotations::{Rotation, RotationAction, RotationRisk, RotationStep};
pub use steps::{Run, Step};
pub use unrevoked::UnrevokedCertificate;
pub use versions::{EtcdChange, EtcdRisk, VersionChange};

use std::collections::{BTreeMap, BTreeSet};

use machine_changes::addresses;
pub(super) use members::runs;

use super::{Aspect, Change, Comparison, Site, Unknown, certificate::Listings, clusters::Clusters};
use crate::tree::Secrecy;

/// What to do about the difference of two trees, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Why what follows from the resolved clusters is unknown, if one of them is missing: releases, addresses,
    /// members of etcd, the endpoint, hazards of flags, drains, labels and taints.
    pub unknown: Option<Unknown>,
    /// The change of Kubernetes' release, if any.
    pub version: Option<VersionChange>,
    /// The change of etcd's release, if any.
    pub etcd: Option<EtcdChange>,
    /// Dates to compare with the clock.
    pub dates: Dates,
    /// How commands reach machines.
    pub access: Access,
    /// The URL of each API server of the tree after, by node: `https://ADDRESS:PORT`.
    pub api_servers: BTreeMap<String, String>,
    /// Machines that become another node, and nodes whose address changes.
    pub machine_changes: MachineChanges,
    /// How etcd's members change.
    pub members: Members,
    /// The hazards: changes that a running cluster does not survive in one rollout.
    pub hazards: Vec<FoundHazard>,
    /// How the ways to reach an API server change.
    pub reach: Reach,
    /// Keys that only the seed can confirm.
    pub new_keys: NewKeys,
    /// Recipients that can decrypt more than before; empty if nothing was encrypted before and there is no tree
    /// before.
    pub new_recipients: NewRecipients,
    /// Keys whose rotation is unsafe in one rollout.
    pub rotations: Vec<Rotation>,
    /// How encryption at rest changes, if it does.
    pub encryption: Option<EncryptionChange>,
    /// Steps of rotations that are safe once the running cluster meets a condition.
    pub rotation_steps: Vec<RotationStep>,
    /// The nodes whose kubelets joined by TLS bootstrap, and still do in the new tree.
    pub bootstrapped: Vec<String>,
    /// Certificates that stay valid although the tree no longer contains them.
    pub unrevoked: Vec<UnrevokedCertificate>,
    /// Accounts whose UID or GID changes.
    pub renumberings: Vec<Renumbering>,
    /// The directories of objects to apply before anything restarts.
    pub apply: Vec<ObjectsFolder>,
    /// Machines that get new files; this restarts nothing.
    pub machines: Vec<Machine>,
    /// What restarts, in order.
    pub steps: Vec<Step>,
    /// Whether to apply the labels of nodes at the end.
    pub label_nodes: bool,
    /// Labels and taints of nodes that `kubectl apply` does not change.
    pub node_edits: Vec<NodeEdit>,
    /// Objects that are no longer in the tree, as `Kind namespace/name`: `kubectl apply` leaves them in the cluster.
    pub delete: Vec<String>,
}

/// A directory for `kubectl apply -k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectsFolder {
    /// `public/cluster`
    Public,
    /// `secret/cluster`
    Secret,
}

impl ObjectsFolder {
    /// The directory, below the tree's root.
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
        comparison: &Comparison<'_>,
        clusters: &Clusters,
        listings: &Listings,
        changes: &[Change],
        new_recipients: NewRecipients,
    ) -> Self {
        let of_disk = |change: &&Change| change.fact.aspect != Aspect::Disk;
        let objects: Vec<&Change> =
            changes.iter().filter(of_disk).filter(|change| is_object(change)).collect();
        let apply: BTreeSet<ObjectsFolder> = objects.iter().filter_map(|change| folder(change)).collect();
        let both = comparison.before().map(|before| (before, comparison.after()));
        let renumberings = both.map_or_else(Vec::new, |(old, new)| accounts::renumberings(old, new));
        let stale = bootstrapped::stale(comparison);
        let resolved = clusters.both();
        let old_addresses = clusters.before().map(addresses).unwrap_or_default();
        let new_addresses = clusters.after().map(addresses).unwrap_or_default();
        let machine_changes = MachineChanges::new(comparison, &old_addresses, &new_addresses);
        let members = resolved.map(Members::new).unwrap_or_default();
        let kubelets = resolved.map(kubelet_state::facts).unwrap_or_default();
        let drains = kubelet_state::drains(&kubelets);
        let steps = steps::steps(comparison, &renumberings, &stale, &members, &machine_changes, drains);
        Self {
            unknown: clusters.unknown().cloned(),
            version: resolved.and_then(versions::change),
            etcd: resolved.and_then(versions::etcd),
            hazards: hazards::hazards(resolved, &kubelets, changes),
            reach: resolved.map(|both| Reach::new(both, listings, changes)).unwrap_or_default(),
            new_keys: both
                .map(|(old, new)| NewKeys::new(old, new, comparison.is_confirmed()))
                .unwrap_or_default(),
            new_recipients,
            rotations: both.map_or_else(Vec::new, |(old, new)| rotations::rotations(old, new)),
            encryption: both.and_then(|(old, new)| EncryptionChange::new(old, new, resolved)),
            rotation_steps: both.map_or_else(Vec::new, |(old, new)| rotations::steps(old, new)),
            bootstrapped: both.map_or_else(Vec::new, |(old, new)| {
                bootstrapped::nodes(old).intersection(&bootstrapped::nodes(new)).cloned().collect()
            }),
            unrevoked: both.map_or_else(Vec::new, |(old, new)| unrevoked::unrevoked(old, new, listings)),
            apply: apply.into_iter().collect(),
            machines: machines::machines(comparison, &renumberings, &stale, &machine_changes),
            dates: Dates::new(comparison.after(), listings, changes, &steps),
            steps,
            members,
            renumberings,
            label_nodes: objects.iter().any(|change| folder(change).is_none()),
            // A Node that is deleted registers again, with its new labels and taints.
            node_edits: resolved
                .map(node_objects::edits)
                .unwrap_or_default()
                .into_iter()
                .filter(|edit| !machine_changes.changes_role(&edit.node))
                .collect(),
            machine_changes,
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

/// Whether a change is one of an object to apply, and not of a file for an administrator.
fn is_object(change: &Change) -> bool {
    change.site == Site::Cluster && change.place.path.as_str().ends_with(".yaml")
}

/// The directory that contains an object; `None` for a node's labels.
fn folder(change: &Change) -> Option<ObjectsFolder> {
    match change.place.secrecy {
        Secrecy::Secret => Some(ObjectsFolder::Secret),
        Secrecy::Public if change.place.path.as_str().starts_with(node_objects::NODE_LABELS) => None,
        Secrecy::Public => Some(ObjectsFolder::Public),
    }
}

fn deleted(change: &Change) -> Option<String> {
    match (&change.fact.aspect, &change.fact.to) {
        // A machine that is no longer a node is removed by a step of its own.
        (Aspect::Object(name), None) if !name.starts_with("Node ") => Some(name.clone()),
        _ => None,
    }
}
