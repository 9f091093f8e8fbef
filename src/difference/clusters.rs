//! The resolved clusters of both trees, if they can be trusted.
//!
//! They explain why files differ, so each must be the file that its lock lists, and must agree with the lock's rows
//! about what runs where. If one is missing or does not agree, everything that follows from the two is reported as
//! unknown. It is not guessed from other files.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Comparison, Files, rollout::runs};
use crate::{
    resolved::{self, ResolvedCluster, Unreadable},
    tree::{Digest, Lock, lock::Recorded},
};

/// The resolved clusters of both trees.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    before: Option<ResolvedCluster>,
    after: Option<ResolvedCluster>,
    unknown: Option<Unknown>,
}

/// Why the judgements that need both resolved clusters are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Whether the resolved cluster of the tree before is the one that is missing, rather than that of the tree
    /// after.
    pub is_before: bool,
    /// Why it is missing.
    pub why: Why,
}

/// Why a tree has no resolved cluster that can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The tree was rendered by a kubemint that wrote none.
    Absent,
    /// The lock lists one, but the file is missing or has another digest.
    Changed,
    /// This kubemint cannot read it.
    Unreadable(Unreadable),
    /// It belongs to another cluster than the lock, or disagrees with it about what runs where.
    OtherThanLock,
}

impl Clusters {
    pub(super) fn new(comparison: &Comparison<'_>, before: &Files, after: &Files) -> Self {
        let mut unknown = None;
        let mut known = |read: Result<ResolvedCluster, Why>, is_before| match read {
            Ok(cluster) => Some(cluster),
            Err(why) => {
                unknown.get_or_insert(Unknown { is_before, why });
                None
            }
        };
        if comparison.pairs().iter().all(|pair| pair.drift.is_some()) {
            return Self::default();
        }
        let before = comparison.before().and_then(|lock| known(read(lock, before), true));
        let after = known(read(comparison.after(), after), false);
        Self { before, after, unknown: unknown.filter(|_| comparison.before().is_some()) }
    }

    /// Both resolved clusters, if both are known.
    pub(super) fn both(&self) -> Option<(&ResolvedCluster, &ResolvedCluster)> {
        self.before.as_ref().zip(self.after.as_ref())
    }

    /// The resolved cluster of the tree before.
    pub(super) const fn before(&self) -> Option<&ResolvedCluster> {
        self.before.as_ref()
    }

    /// The resolved cluster of the tree after.
    pub(super) const fn after(&self) -> Option<&ResolvedCluster> {
        self.after.as_ref()
    }

    /// Why one of the two is unknown, if there are two trees.
    pub(super) const fn unknown(&self) -> Option<&Unknown> {
        self.unknown.as_ref()
    }
}

fn read(lock: &Lock, files: &Files) -> Result<ResolvedCluster, Why> {
    let place = resolved::place();
    let row = lock.row(&place).ok_or(Why::Absent)?;
    let text = files.text(&place).ok_or(Why::Changed)?;
    let found = Digest::from(Sha256::digest(text.as_bytes()));
    if !matches!(&row.recorded, Recorded::Public { bytes, .. } if *bytes == found) {
        return Err(Why::Changed);
    }
    let cluster = ResolvedCluster::read(text).map_err(Why::Unreadable)?;
    if belongs_to(&cluster, lock) { Ok(cluster) } else { Err(Why::OtherThanLock) }
}

/// Whether both are of the same cluster and agree about what runs where.
fn belongs_to(cluster: &ResolvedCluster, lock: &Lock) -> bool {
    let wanted = &cluster.cluster;
    let named: BTreeSet<&str> = wanted.nodes().map(|node| node.name().as_str()).collect();
    let listed = runs(lock);
    let mut nodes = cluster.nodes.iter();
    wanted.id == lock.identity().cluster
        && wanted.users == *lock.users()
        && cluster.nodes.len() == listed.len()
        && cluster.nodes.len() == named.len()
        && nodes.all(|(name, node)| {
            let components = node.components.iter().map(|(component, process)| (*component, process.runtime));
            named.contains(name.as_str())
                && listed.get(name.as_str()).is_some_and(|listed| components.eq(listed.clone()))
        })
}
