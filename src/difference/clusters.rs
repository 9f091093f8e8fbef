//! The resolved clusters of both trees, as far as they can be believed.
//!
//! They say why files differ, so each must be the file that its lock lists, and must say what runs where as the lock's
//! rows do. Where one is not there or does not, what follows from both is not known, and is not guessed from other files.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Files, Question, rollout::runs};
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

/// Why nothing is known of what follows from both resolved clusters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Whether it is the tree before that has no resolved cluster to believe, and not the one after.
    pub is_before: bool,
    /// Why it has none.
    pub why: Why,
}

/// Why a tree has no resolved cluster to believe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A kubemint rendered it that wrote none.
    Absent,
    /// The lock lists one, and it is not there or not the one that the lock lists.
    Changed,
    /// It is none that this kubemint reads.
    Unreadable(Unreadable),
    /// It is another cluster's than the lock, or says otherwise what runs where.
    OtherThanLock,
}

impl Clusters {
    pub(super) fn new(question: &Question<'_>, before: &Files, after: &Files) -> Self {
        let mut unknown = None;
        let mut known = |read: Result<ResolvedCluster, Why>, is_before| match read {
            Ok(cluster) => Some(cluster),
            Err(why) => {
                unknown.get_or_insert(Unknown { is_before, why });
                None
            }
        };
        if question.pairs().iter().all(|pair| pair.drift.is_some()) {
            return Self::default();
        }
        let before = question.before().and_then(|lock| known(read(lock, before), true));
        let after = known(read(question.after(), after), false);
        Self { before, after, unknown: unknown.filter(|_| question.before().is_some()) }
    }

    /// Both, where both are known.
    pub(super) fn both(&self) -> Option<(&ResolvedCluster, &ResolvedCluster)> {
        self.before.as_ref().zip(self.after.as_ref())
    }

    /// That of the tree before.
    pub(super) const fn before(&self) -> Option<&ResolvedCluster> {
        self.before.as_ref()
    }

    /// That of the tree after.
    pub(super) const fn after(&self) -> Option<&ResolvedCluster> {
        self.after.as_ref()
    }

    /// Why one of them is not known, where there are two trees.
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

/// Whether both are of the same cluster, and say alike what runs where.
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
