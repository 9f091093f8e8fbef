//! Which objects to apply and to delete.

use std::collections::BTreeSet;

use super::node_objects;
use crate::{
    difference::{Aspect, Change, Site},
    kubernetes::ApplyOrder,
    render::cluster_objects::OwnGroup,
    resolved::ResolvedCluster,
    tree::{Lock, Place, RelPath, Secrecy},
};

/// Objects to apply and to delete.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
    /// The directories to apply before anything restarts, in this order.
    pub apply: Vec<ObjectsFolder>,
    /// The CustomResourceDefinitions to wait for before anything else is applied, if [`ObjectsFolder::Definitions`] is.
    pub definitions: Vec<String>,
    /// Whether to apply the labels of nodes at the end.
    pub label_nodes: bool,
    /// Whether to apply the user's own objects after that.
    pub apply_after_nodes: bool,
    /// Objects that are no longer in the tree, as `Kind namespace/name`: `kubectl apply` leaves them in the cluster.
    pub delete: Vec<String>,
    /// The same for objects with which others or data go, and for those that Kubernetes makes itself.
    pub left: Vec<String>,
}

/// A directory for `kubectl apply -k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectsFolder {
    /// `public/cluster/objects/definitions`
    Definitions,
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
            Self::Definitions => "public/cluster/objects/definitions",
            Self::Public => "public/cluster",
            Self::Secret => "secret/cluster",
        }
    }
}

/// When a changed object is applied.
enum Turn {
    Early(ObjectsFolder),
    Label,
    AfterNodes,
}

impl Objects {
    pub(super) fn new(changes: &[Change], after: &Lock, cluster: Option<&ResolvedCluster>) -> Self {
        let of_disk = |change: &&Change| change.fact.aspect != Aspect::Disk;
        let objects: Vec<&Change> =
            changes.iter().filter(of_disk).filter(|change| is_object(change)).collect();
        let turns: Vec<Turn> = objects.iter().map(|change| turn(change)).collect();
        let early = |turn: &Turn| if let Turn::Early(folder) = turn { Some(*folder) } else { None };
        let apply: BTreeSet<ObjectsFolder> = turns.iter().filter_map(early).collect();
        let has = |group: OwnGroup| {
            let path = RelPath::parse(&format!("{}/kustomization.yaml", group.directory()));
            path.is_ok_and(|path| after.row(&Place::public(path)).is_some())
        };
        let (gone, added) = (named(&objects, true), named(&objects, false));
        // An object that moves from a file to another stays.
        let (left, delete) = gone.difference(&added).cloned().partition(|object| is_kept(object));
        Self {
            apply: apply
                .into_iter()
                .filter(|folder| *folder != ObjectsFolder::Definitions || has(OwnGroup::Definitions))
                .collect(),
            definitions: cluster.map(definitions).unwrap_or_default(),
            label_nodes: turns.iter().any(|turn| matches!(turn, Turn::Label)),
            apply_after_nodes: turns.iter().any(|turn| matches!(turn, Turn::AfterNodes))
                && has(OwnGroup::AfterNodes),
            delete,
            left,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.apply.is_empty()
            && !self.label_nodes
            && !self.apply_after_nodes
            && self.delete.is_empty()
            && self.left.is_empty()
    }
}

/// Whether a change is one of an object to apply, and not of a file for an administrator.
fn is_object(change: &Change) -> bool {
    let path = change.place.path.as_str();
    change.site == Site::Cluster && (path.ends_with(".yaml") || OwnGroup::of(path).is_some())
}

fn turn(change: &Change) -> Turn {
    let path = change.place.path.as_str();
    let is_in =
        |group: OwnGroup| path.strip_prefix(group.directory()).is_some_and(|rest| rest.starts_with('/'));
    match change.place.secrecy {
        Secrecy::Secret => Turn::Early(ObjectsFolder::Secret),
        Secrecy::Public if path.starts_with(node_objects::NODE_LABELS) => Turn::Label,
        Secrecy::Public if is_in(OwnGroup::AfterNodes) => Turn::AfterNodes,
        Secrecy::Public if is_in(OwnGroup::Definitions) => Turn::Early(ObjectsFolder::Definitions),
        Secrecy::Public => Turn::Early(ObjectsFolder::Public),
    }
}

/// The objects that are removed, or those that are added.
fn named(objects: &[&Change], removed: bool) -> BTreeSet<String> {
    let name = |change: &&Change| match (&change.fact.aspect, &change.fact.to) {
        // A machine that is no longer a node is removed by a step of its own.
        (Aspect::Object(name), to) if !name.starts_with("Node ") && to.is_none() == removed => {
            Some(name.clone())
        }
        _ => None,
    };
    objects.iter().filter_map(name).collect()
}

/// Whether others that are in no tree, or data, go with an object, or Kubernetes makes it itself.
fn is_kept(object: &str) -> bool {
    const KINDS: [&str; 4] =
        ["Namespace", "CustomResourceDefinition", "PersistentVolume", "PersistentVolumeClaim"];
    const ROLES: [&str; 4] = ["cluster-admin", "admin", "edit", "view"];
    let (kind, name) = object.split_once(' ').unwrap_or((object, ""));
    let is_role = kind.starts_with("ClusterRole") || kind.starts_with("Role");
    let is_kubernetes_role = ROLES.contains(&name) || name.starts_with("system:") && name != "system:coredns";
    KINDS.contains(&kind) || is_role && is_kubernetes_role || object == "Service kubernetes"
}

fn definitions(cluster: &ResolvedCluster) -> Vec<String> {
    let objects =
        cluster.cluster.objects.iter().flat_map(|source| &source.files).flat_map(|file| &file.objects);
    let defined = objects.filter(|object| {
        !object.group().is_empty() && ApplyOrder::of(object.group(), &object.kind) == ApplyOrder::Definition
    });
    defined.map(|object| object.name.clone()).collect()
}
