//! Two trees by their locks: which rows differ, and which files must be read to explain the difference.

use std::collections::{BTreeMap, BTreeSet};

use super::{Site, artifact_kind::ArtifactKind};
use crate::{
    model::Component,
    pki::LISTING,
    resolved,
    tree::{
        Lock, Place, RelPath, Secrecy,
        compare::Standing,
        lock::{Recorded, Row},
    },
};

/// Two trees, as described by their locks.
#[derive(Debug)]
pub struct Comparison<'a> {
    before: Option<&'a Lock>,
    after: &'a Lock,
    drift: BTreeMap<Place, Standing>,
    pairs: Vec<Pair<'a>>,
    is_confirmed: bool,
}

/// A place whose row differs, or whose file on disk differs from the rendered one.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The place.
    pub place: Place,
    /// Its row in the lock before.
    pub before: Option<&'a Row>,
    /// Its row in the lock after.
    pub after: Option<&'a Row>,
    /// How the file on disk compares with the tree after, if the rows are the same.
    pub drift: Option<Standing>,
}

impl<'a> Comparison<'a> {
    /// A comparison of `before`, if there is such a tree, with `after`. `drift` lists the files on disk that differ
    /// from what would be rendered, if `before` is a tree on disk.
    #[must_use]
    pub fn new(before: Option<&'a Lock>, after: &'a Lock, drift: BTreeMap<Place, Standing>) -> Self {
        let mut places: BTreeSet<&Place> = after.rows().map(|row| &row.place).collect();
        places.extend(before.iter().flat_map(|lock| lock.rows()).map(|row| &row.place));
        places.extend(drift.keys());
        let pair = |place: &Place| {
            let rows = (before.and_then(|lock| lock.row(place)), after.row(place));
            let differs = rows.0 != rows.1;
            let drift = drift.get(place).copied().filter(|_| !differs);
            (differs || drift.is_some()).then(|| Pair {
                place: place.clone(),
                before: rows.0,
                after: rows.1,
                drift,
            })
        };
        let pairs = places.into_iter().filter_map(pair).collect();
        Self { before, after, drift, pairs, is_confirmed: true }
    }

    /// The same, if `after` was read and not rendered from the seed: it is then unknown whether its keys come from
    /// the seed.
    #[must_use]
    pub fn unconfirmed(mut self) -> Self {
        self.is_confirmed = false;
        self
    }

    /// Whether the keys of the tree after are known to come from the seed.
    pub(super) const fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }

    /// Each place that differs, in order.
    #[must_use]
    pub fn pairs(&self) -> &[Pair<'a>] {
        &self.pairs
    }

    /// The lock of the tree before, if there was one.
    #[must_use]
    pub const fn before(&self) -> Option<&'a Lock> {
        self.before
    }

    /// The lock of the tree after.
    #[must_use]
    pub const fn after(&self) -> &'a Lock {
        self.after
    }

    /// The public files of the tree before that must be read.
    #[must_use]
    pub fn wanted_before(&self) -> BTreeSet<Place> {
        let lost = |place: &Place| self.drift.get(place) == Some(&Standing::Missing);
        self.before
            .map(|lock| self.wanted(lock))
            .unwrap_or_default()
            .into_iter()
            .filter(|p| !lost(p))
            .collect()
    }

    /// The public files of the tree after that must be read.
    #[must_use]
    pub fn wanted_after(&self) -> BTreeSet<Place> {
        self.wanted(self.after)
    }

    /// The names of a tree's nodes.
    pub(super) fn nodes(lock: &Lock) -> BTreeSet<String> {
        lock.rows()
            .filter_map(|row| match Site::of(&row.place) {
                Site::Node(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    /// The names of the nodes that run an API server.
    pub(super) fn control_plane(lock: &Lock) -> BTreeSet<String> {
        let rows = lock.rows().map(|row| &row.place);
        let runs = rows.filter(|place| ArtifactKind::of(place).starts() == Some(Component::KubeApiserver));
        runs.filter_map(|place| match Site::of(place) {
            Site::Node(name) => Some(name),
            _ => None,
        })
        .collect()
    }

    /// The files that differ, certificates.txt, and the resolved cluster.
    fn wanted(&self, lock: &Lock) -> BTreeSet<Place> {
        if self.pairs.is_empty() {
            return BTreeSet::new();
        }
        let mut wanted: BTreeSet<Place> = self.pairs.iter().map(|pair| pair.place.clone()).collect();
        wanted.extend([Place::public(RelPath::joined(&[LISTING])), resolved::place()]);
        let readable = |place: &Place| {
            let row = lock.row(place);
            place.secrecy == Secrecy::Public && row.is_some_and(|row| row.recorded != Recorded::Folder)
        };
        wanted.into_iter().filter(readable).collect()
    }
}
