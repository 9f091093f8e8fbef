//! Objects of the API to apply, and those that an apply leaves behind.

use super::node_objects::NODE_LABELS;
use crate::{
    difference::{Aspect, Change, Site},
    tree::Secrecy,
};

/// What to do with the objects that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
    /// The directories to apply before anything restarts, sorted.
    pub apply: Vec<ObjectsFolder>,
    /// Whether to apply the labels of nodes at the end.
    pub label_nodes: bool,
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

impl Objects {
    pub(super) fn new(changes: &[Change]) -> Self {
        let mut objects = Self::default();
        for change in changes.iter().filter(|change| is_object(change)) {
            match folder(change) {
                Some(folder) => objects.apply.push(folder),
                None => objects.label_nodes = true,
            }
            objects.delete.extend(deleted(change));
        }
        objects.apply.sort_unstable();
        objects.apply.dedup();
        objects
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.apply.is_empty() && !self.label_nodes && self.delete.is_empty()
    }
}

/// Whether a change is one of an object to apply, and not of a file for an administrator or of the files on disk.
fn is_object(change: &Change) -> bool {
    change.fact.aspect != Aspect::Disk
        && change.site == Site::Cluster
        && change.place.path.as_str().ends_with(".yaml")
}

/// The directory that contains an object; `None` for a node's labels.
fn folder(change: &Change) -> Option<ObjectsFolder> {
    match change.place.secrecy {
        Secrecy::Secret => Some(ObjectsFolder::Secret),
        Secrecy::Public if change.place.path.as_str().starts_with(NODE_LABELS) => None,
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
