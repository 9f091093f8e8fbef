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
mod objects;
mod reloads;
mod rotations;
mod steps;
mod unrevoked;
mod versions;

pub use access::Access;
pub use accounts::{AccountChange, Renumbering};
pub use dates::{Dates, Joins};
pub use encryption::{EncryptionChange, UnsafeEncryption};
pub use endpoint::{EndpointChange, Reach};
pub use hazard_table::{Hazard, hazards};
pub use hazards::FoundHazard;
pub use kubelet_state::{Drain, Reason as DrainReason};
pub use machine_changes::{MachineChanges, NewAddress, SameMachine};
pub use machines::Machine;
pub use members::{Joining, Member, Members};
pub use new_keys::{KeyName, NewKeys};
pub use new_recipients::NewRecipients;
pub use node_objects::{Edit, NodeEdit};
pub use objects::{Objects, ObjectsFolder};
pub use rotations::{Rotation, RotationAction, RotationRisk, RotationStep, Rotations};
pub use steps::{Run, Step};
pub use unrevoked::UnrevokedCertificate;
pub use versions::{EtcdChange, EtcdRisk, VersionChange};

pub(super) use members::runs;

use super::{Change, Comparison, Unknown, certificate::Listings, clusters::Clusters};

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
    /// How commands reach machines and API servers.
    pub access: Access,
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
    /// The rotations of CAs and service-account keys.
    pub rotations: Rotations,
    /// How encryption at rest changes, if it does.
    pub encryption: Option<EncryptionChange>,
    /// Certificates that stay valid although the tree no longer contains them.
    pub unrevoked: Vec<UnrevokedCertificate>,
    /// Accounts whose UID or GID changes.
    pub renumberings: Vec<Renumbering>,
    /// Objects to apply and to delete.
    pub objects: Objects,
    /// Machines that get new files; this restarts nothing.
    pub machines: Vec<Machine>,
    /// What restarts, in order.
    pub steps: Vec<Step>,
    /// Labels and taints of nodes that `kubectl apply` does not change.
    pub node_edits: Vec<NodeEdit>,
}

impl Rollout {
    pub(super) fn new(
        comparison: &Comparison<'_>,
        clusters: &Clusters,
        listings: &Listings,
        changes: &[Change],
        new_recipients: NewRecipients,
    ) -> Self {
        let locks = comparison.before().map(|before| (before, comparison.after()));
        let resolved = clusters.both();
        let renumberings = locks.map_or_else(Vec::new, |(old, new)| accounts::renumberings(old, new));
        let stale = bootstrapped::stale(comparison);
        let machine_changes = MachineChanges::new(comparison, clusters);
        let members = resolved.map(Members::new).unwrap_or_default();
        let kubelets = resolved.map(kubelet_state::facts).unwrap_or_default();
        let drains = kubelet_state::drains(&kubelets);
        let reloading = resolved.map(reloads::reloading).unwrap_or_default();
        let steps =
            steps::steps(comparison, &renumberings, &stale, &members, &machine_changes, drains, &reloading);
        Self {
            unknown: clusters.unknown().cloned(),
            version: resolved.and_then(versions::change),
            etcd: resolved.and_then(versions::etcd),
            dates: Dates::new(comparison.after(), listings, changes, &steps),
            access: Access::new(clusters),
            hazards: hazards::hazards(resolved, &kubelets, changes),
            reach: resolved.map(|both| Reach::new(both, listings, changes)).unwrap_or_default(),
            new_keys: locks.map(|both| NewKeys::new(both, comparison.is_confirmed())).unwrap_or_default(),
            new_recipients,
            rotations: locks.map(Rotations::new).unwrap_or_default(),
            encryption: locks.and_then(|(old, new)| EncryptionChange::new(old, new, resolved)),
            unrevoked: locks.map_or_else(Vec::new, |(old, new)| unrevoked::unrevoked(old, new, listings)),
            objects: Objects::new(changes, comparison.after(), clusters.after()),
            machines: machines::machines(comparison, &renumberings, &stale, &machine_changes),
            node_edits: resolved.map_or_else(Vec::new, |both| node_objects::edits(both, &machine_changes)),
            machine_changes,
            members,
            renumberings,
            steps,
        }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
            && self.machines.is_empty()
            && self.steps.is_empty()
            && self.node_edits.is_empty()
    }
}
